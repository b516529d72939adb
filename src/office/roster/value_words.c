/* Words in cells: what people write for class, relation, health, disability, form of support and
 * care. */
#include "base/i18n.h"
#include "base/text.h"
#include "office/roster/value.h"
#include <stdio.h>
#include <string.h>

#define WORD_BYTES 96

static const char *word(struct arena *a, const struct sheet_cell *cell)
{
    const char *text = text_tidy_solid(a, cell->text);
    return text ? text : "";
}

/* words: each between bars. */
static bool is_among(const char *text, const char *words)
{
    size_t n = strlen(text);
    if (!n || strchr(text, '|'))
        return false;
    for (const char *at = strstr(words, text); at; at = strstr(at + 1, text)) {
        if (at > words && at[-1] == '|' && at[n] == '|')
            return true;
    }
    return false;
}

#define NONE_WORDS "|无|否|没有|/|-|--|—|0|〇|"

bool value_class(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                 struct value_fault *fault)
{
    const char *text = word(a, cell);
    *ret = 0;
    if (!*text)
        return true;
    const char *rest = text + 1;
    char letter = (char)(*text >= 'a' && *text <= 'c' ? *text - 'a' + 'A' : *text);
    if (letter >= 'A' && letter <= 'C' && (!*rest || is_among(rest, "|类|级|档|类户|类家庭|"))) {
        *ret = (int8_t)(letter - 'A' + 1);
        return true;
    }
    return value_fault_set(a, fault, _("填 A、B 或 C。"), _("没有“%.40s”这个类别。"), text);
}

bool value_yes(struct arena *a, const struct sheet_cell *cell, bool is_school, bool *ret,
               bool *ret_given, struct value_fault *fault)
{
    static const char yes[] = "|是|√|✓|✔|☑|1|Y|y|YES|Yes|yes|对|有|TRUE|true|T|保障|享受|";
    static const char no[] =
        "|否|×|✗|✘|☐|X|x|0|N|n|NO|No|no|不|不是|无|没有|FALSE|false|F|不保障|不享受|未保障|"
        "-|/|—|";
    static const char at_school[] =
        "|在校|在读|在校生|学生|小学|初中|高中|中专|职高|大专|大学|本科|"
        "幼儿园|技校|研究生|小学生|初中生|高中生|大学生|";
    static const char not_at_school[] = "|不在校|非在校|非学生|未上学|毕业|已毕业|";
    const char *text = word(a, cell);
    *ret_given = *text != 0;
    if (!*text)
        return true;
    if (is_among(text, yes) || (is_school && is_among(text, at_school))) {
        *ret = true;
        return true;
    }
    if (is_among(text, no) || (is_school && is_among(text, not_at_school))) {
        *ret = false;
        return true;
    }
    return value_fault_set(a, fault, _("填 是 或 否。"), _("“%.40s”看不出是还是否。"), text);
}

bool value_relation(struct arena *a, const struct sheet_cell *cell, int8_t *ret, bool *ret_known)
{
    static const struct {
        enum relation relation;
        const char *words;
    } table[] = {
        {RELATION_HEAD, "|户主|本人|户主本人|"},
        {RELATION_SPOUSE, "|配偶|妻|妻子|丈夫|夫|爱人|夫妻|老伴|之妻|之夫|"},
        {RELATION_SON,
         "|子|儿子|长子|次子|三子|四子|五子|独生子|独子|养子|继子|大儿子|二儿子|小儿子|"
         "之子|儿|"},
        {RELATION_DAUGHTER, "|女|女儿|长女|次女|三女|四女|五女|独生女|独女|养女|继女|大女儿|二女儿|"
                            "小女儿|之女|"},
        {RELATION_GRANDSON, "|孙子|孙|孙儿|长孙|外孙|外孙子|曾孙|曾孙子|"},
        {RELATION_GRANDDAUGHTER, "|孙女|孙女儿|外孙女|曾孙女|"},
        {RELATION_FATHER, "|父亲|父|爸爸|养父|继父|之父|"},
        {RELATION_MOTHER, "|母亲|母|妈妈|养母|继母|之母|"},
        {RELATION_OTHER,
         "|其他|其它|其他亲属|儿媳|媳妇|女婿|婿|岳父|岳母|公公|婆婆|公婆|兄|弟|姐|妹|兄弟|姐妹|"
         "哥哥|"
         "弟弟|姐姐|妹妹|侄|侄子|侄女|侄儿|外甥|外甥女|祖父|祖母|爷爷|奶奶|外祖父|外祖母|外公|"
         "外婆|叔|伯|姑|舅|姨|叔叔|伯父|姑姑|舅舅|非亲属|父母|子女|孙媳|孙媳妇|"},
    };
    const char *text = word(a, cell);
    text += strspn(text, "0123456789-.、:");
    *ret_known = true;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (is_among(text, table[i].words)) {
            *ret = (int8_t)table[i].relation;
            return true;
        }
    }
    *ret = RELATION_OTHER;
    *ret_known = false;
    return *text != 0;
}

bool value_health(struct arena *a, const struct sheet_cell *cell, bool *ret_ill,
                  struct value_fault *fault)
{
    static const char ill[] =
        "|重病|患重病|重病患者|大病|患大病|重症|重大疾病|重特大疾病|危重|危重病|"
        "患重大疾病|严重疾病|重病号|";
    static const char well[] =
        "|健康|良好|健康或良好|一般|一般或较弱|较好|正常|体弱|较弱|较差|差|残疾|"
        "慢性病|患慢性病|有慢性病|长期慢性病|患病|有病|非重病|无重病|普通|老弱|年老|"
        "年老体弱|无|否|/|-|";
    const char *text = word(a, cell);
    *ret_ill = is_among(text, ill);
    if (!*text || *ret_ill || is_among(text, well))
        return true;
    return value_fault_set(a, fault, _("填 健康、一般、体弱、慢性病、残疾 或 重病。"),
                           _("健康状况“%.40s”看不出是不是重病。"), text);
}

static int grade_of(const char *text)
{
    static const char *const words[] = {
        "|1|一|1级|一级|1等|一等|壹级|I|Ⅰ|", "|2|二|2级|二级|2等|二等|贰级|II|Ⅱ|",
        "|3|三|3级|三级|3等|三等|叁级|III|Ⅲ|", "|4|四|4级|四级|4等|四等|肆级|IV|Ⅳ|"};
    for (int i = 0; i < 4; i++) {
        if (is_among(text, words[i]))
            return i + 1;
    }
    return 0;
}

bool value_disability_grade(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                            struct value_fault *fault)
{
    const char *text = word(a, cell);
    *ret = 0;
    if (!*text || is_among(text, NONE_WORDS))
        return true;
    char plain[WORD_BYTES];
    (void)snprintf(plain, sizeof plain, "%s", text);
    char *decimal = strstr(plain, ".0");
    if (decimal && cell->kind == SHEET_NUMBER)
        *decimal = 0;
    *ret = (int8_t)grade_of(plain);
    if (*ret)
        return true;
    return value_fault_set(a, fault, _("填 1、2、3 或 4，没有残疾留空。"),
                           _("没有“%.40s”这个残疾等级。"), text);
}

bool value_disability_kind(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                           int8_t *ret_grade, struct value_fault *fault)
{
    static const char *const kinds[] = {"视力", "听力", "言语", "肢体", "智力", "精神", "多重"};
    const char *text = word(a, cell);
    *ret = *ret_grade = 0;
    if (!*text || is_among(text, NONE_WORDS) || is_among(text, "|无残疾|非残疾|"))
        return true;
    int found = 0, count = 0;
    const char *rest = text;
    for (int i = 0; i < 7; i++) {
        const char *at = strstr(text, kinds[i]);
        if (at) {
            found = i + 1;
            count++;
            rest = at + strlen(kinds[i]) > rest ? at + strlen(kinds[i]) : rest;
        }
    }
    if (text[1] == 0 && *text >= '1' && *text <= '7') {
        *ret = (int8_t)(*text - '0');
        return true;
    }
    if (!count)
        return value_fault_set(a, fault,
                               _("填 视力、听力、言语、肢体、智力、精神 或 多重，没有残疾留空。"),
                               _("没有“%.40s”这种残疾类别。"), text);
    *ret = (int8_t)(count > 1 ? 7 : found);
    if (text_starts(rest, "残疾"))
        rest += strlen("残疾");
    else if (text_starts(rest, "残"))
        rest += strlen("残");
    *ret_grade = (int8_t)grade_of(rest);
    return true;
}

bool value_form(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                struct value_fault *fault)
{
    const char *text = word(a, cell);
    if (is_among(text, "|散居|分散|分散供养|散居供养|散养|居家|居家供养|分散居住|")) {
        *ret = FORM_SCATTERED;
        return true;
    }
    if (is_among(text, "|集中|集中供养|机构|机构供养|院内|入院|敬老院|敬老院供养|")) {
        *ret = FORM_INSTITUTION;
        return true;
    }
    return value_fault_set(a, fault, _("填 散居 或 集中。"),
                           *text ? _("没有“%.40s”这种供养形式。") : _("没有填供养形式。%.40s"),
                           text);
}

bool value_care(struct arena *a, const struct sheet_cell *cell, int8_t *ret,
                struct value_fault *fault)
{
    const char *text = word(a, cell);
    *ret = CARE_NONE;
    if (!*text)
        return true;
    if (is_among(text,
                 "|自理|全自理|能自理|完全自理|可自理|有自理能力|生活自理|能够自理|具备自理能力|"))
        *ret = CARE_SELF;
    else if (is_among(text,
                      "|半自理|半护理|部分自理|半失能|部分不能自理|部分丧失|部分丧失自理能力|"))
        *ret = CARE_HALF;
    else if (is_among(text,
                      "|不能自理|不自理|全护理|失能|全失能|完全不能自理|无自理能力|不能|完全丧失|"
                      "生活不能自理|完全丧失自理能力|"))
        *ret = CARE_FULL;
    if (*ret != CARE_NONE)
        return true;
    return value_fault_set(a, fault, _("填 自理、半自理 或 不能自理。"),
                           _("没有“%.40s”这种自理能力。"), text);
}
