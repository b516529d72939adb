/* How a name is shown: whole where villagers must recognise the family, hidden where the world
   reads along. */
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "domain/casework/notice.h"

/* Family names of two characters that are in use. 欧阳 is one; a name of just these two characters
   is read as family name and given name of one each. */
static const char COMPOUND_NAMES[][7] = {
    "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "长孙",
    "宇文", "鲜于", "闾丘", "司空", "端木", "东方", "南宫", "西门", "独孤", "万俟", "轩辕", "淳于",
    "申屠", "太史", "公冶", "宗政", "濮阳", "澹台", "钟离", "呼延", "赫连", "百里", "东郭", "南门",
    "羊舌", "微生", "梁丘", "左丘", "第五", "公羊", "谷梁", "闻人", "仲孙", "单于", "拓跋", "完颜",
    "纳兰", "叶赫", "达奚", "褚师", "亓官", "司寇", "子车", "颛孙", "漆雕", "乐正", "壤驷", "公良",
    "夹谷", "宰父", "段干", "东门", "贺兰", "屈突", "哥舒", "耶律",
};

static size_t family_name_bytes(const char *name)
{
    size_t n = strlen(name), first = utf8_step(name, n);
    if (utf8_length(name) > 2)
        for (size_t i = 0; i < sizeof COMPOUND_NAMES / sizeof COMPOUND_NAMES[0]; i++)
            if (text_starts(name, COMPOUND_NAMES[i]))
                return strlen(COMPOUND_NAMES[i]);
    return first;
}

const char *notice_masked_name(struct arena *a, const char *name, bool is_minor,
                               bool is_minor_hidden, enum notice_channel channel)
{
    bool is_hidden = is_minor && is_minor_hidden;
    if (channel == CHANNEL_WALL && !is_hidden)
        return arena_strdup(a, name);
    /* Of a name of one character its first character would be the whole. */
    size_t family = utf8_length(name) > 1 ? family_name_bytes(name) : 0;
    if (is_hidden)
        return arena_printf(a, "%.*s某家庭", (int)family, name);
    /* Always two marks: the length of the given name is not told. */
    return arena_printf(a, "%.*s**", (int)family, name);
}
