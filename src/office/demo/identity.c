#include "office/demo/identity.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define AREA_UNTIL_1999 "342529"
#define AREA_SINCE_2000 "341823"
#define RARE_ONE_IN 150
#define ACCOUNTS_PER_NUMBER INT64_C(1000000)
#define PHONES_PER_NUMBER INT64_C(100000)

/* Of a county in southern Anhui; the more common ones stand more than once. */
static const char *const surnames[] = {
    "王", "王", "王", "李", "李", "张", "张", "吴", "吴", "汪", "汪", "胡",   "胡", "陈",
    "陈", "程", "徐", "徐", "朱", "朱", "刘", "方", "章", "章", "查", "翟",   "曹", "洪",
    "郑", "周", "黄", "孙", "杨", "何", "潘", "董", "马", "沈", "丁", "余",   "江", "唐",
    "舒", "俞", "凤", "左", "萧", "倪", "包", "单", "曾", "佘", "骆", "欧阳",
};
static const char *const given_men[] = {
    "国", "建", "华", "明", "军", "平", "志", "根", "来", "发", "贵", "金", "水", "木",
    "土", "生", "林", "文", "武", "永", "光", "成", "强", "勇", "福", "宝", "财", "树",
    "德", "义", "礼", "长", "春", "小", "大", "良", "庆", "祥", "胜", "保", "安", "伟",
};
static const char *const given_women[] = {
    "秀", "英", "兰", "芳", "珍", "玉", "梅", "香", "桂", "凤", "莲", "菊", "花", "云",
    "霞", "萍", "红", "翠", "月", "美", "荣", "春", "爱", "金", "银", "彩", "巧", "素",
    "娥", "娟", "静", "丽", "敏", "琴", "燕", "珠", "惠", "莉", "小", "腊", "冬", "年",
};
/* In GB18030 but not in GB2312, some not in GBK: what a bank file and a font must be ready for. */
static const char *const given_rare[] = {"䶮", "喆", "堃", "珺", "昇", "淼", "燊", "㛃"};

#define COUNT(a) ((uint32_t)(sizeof(a) / sizeof((a)[0])))

void demo_identity_begin(struct demo_identity *n, int from)
{
    assert(from >= 0 && from < DEMO_SEQUENCES_MAX);
    n->accounts = from * ACCOUNTS_PER_NUMBER;
    n->phones = from * PHONES_PER_NUMBER;
    for (int day = 0; day < DEMO_BIRTH_DAYS; day++)
        n->taken[day][0] = n->taken[day][1] = (uint16_t)from;
}

uint32_t demo_surname_draw(struct random *r)
{
    return random_below(r, COUNT(surnames));
}

static const char *given(struct random *r, enum sex sex)
{
    if (random_below(r, RARE_ONE_IN) == 0)
        return given_rare[random_below(r, COUNT(given_rare))];
    return sex == SEX_MALE ? given_men[random_below(r, COUNT(given_men))]
                           : given_women[random_below(r, COUNT(given_women))];
}

void demo_name_draw(struct random *r, uint32_t surname, enum sex sex, char out[DEMO_NAME_BYTES])
{
    const char *first = given(r, sex);
    const char *second = random_below(r, 4) == 0 ? "" : given(r, sex);
    int n = snprintf(out, DEMO_NAME_BYTES, "%s%s%s", surnames[surname], first, second);
    assert(n > 0 && n < DEMO_NAME_BYTES);
}

/* The 17th digit is the sex: even for women, odd for men. 000 comes first, since no office ever
   issued it; it is even, so men and later women count down from the top of the range, which an
   office would only reach with a thousand births on one day. */
static int sequence_of(uint16_t taken, enum sex sex)
{
    if (sex == SEX_MALE)
        return 999 - 2 * taken;
    return taken == 0 ? 0 : 1000 - 2 * taken;
}

/* Decimal digits, right-aligned, over out[from..until). */
static void put_number(char *out, int from, int until, int64_t number)
{
    for (int i = until - 1; i >= from; i--, number /= 10)
        out[i] = (char)('0' + number % 10);
}

struct idno demo_idno_draw(struct demo_identity *n, struct date birth, enum sex sex)
{
    struct date first = date_make(DEMO_BIRTH_FIRST_YEAR, 1, 1);
    int32_t day = birth.v - first.v;
    int side = sex == SEX_MALE;
    int year, month, of_month;

    assert(day >= 0 && day < DEMO_BIRTH_DAYS);
    while (n->taken[day][side] == DEMO_SEQUENCES_MAX)
        day = (day + 1) % DEMO_BIRTH_DAYS;
    struct idno id = {.birth = {first.v + day}, .sex = sex};
    date_split(id.birth, &year, &month, &of_month);
    memcpy(id.text, year < 2000 ? AREA_UNTIL_1999 : AREA_SINCE_2000, 6);
    put_number(id.text, 6, 14, year * 10000 + month * 100 + of_month);
    put_number(id.text, 14, 17, sequence_of(n->taken[day][side]++, sex));
    id.text[17] = idno_check_char(id.text);
    return id;
}

void demo_account_next(struct demo_identity *n, char out[DEMO_ACCOUNT_BYTES])
{
    memcpy(out, "6229000000000000000", DEMO_ACCOUNT_BYTES);
    put_number(out, 6, DEMO_ACCOUNT_BYTES - 2, ++n->accounts);
    while (!luhn_is_valid(out))
        out[DEMO_ACCOUNT_BYTES - 2]++;
}

void demo_phone_next(struct demo_identity *n, char out[DEMO_PHONE_BYTES])
{
    memcpy(out, "12000000000", DEMO_PHONE_BYTES);
    put_number(out, 3, DEMO_PHONE_BYTES - 1, ++n->phones);
}
