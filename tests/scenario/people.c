#include "scenario/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/idno.h"

struct person {
    const char *key, *name, *born, *sex_digit;
};
/* 珅 and 瑋 hold the separator of the bank files as their second byte in GB18030.
   The last of the three digits of order: odd for men, even for women. */
static const struct person PEOPLE[] = {
    {"H1", "赵一山", "19700505", "1"}, {"S1", "钱桂花", "19720606", "2"},
    {"H2", "孙老太", "19400101", "2"}, {"H3", "李珅", "19750303", "1"},
    {"S3", "周秋菊", "19760404", "2"}, {"C3", "李小石", "20050808", "1"},
    {"H4", "吴四海", "19680909", "1"}, {"H5", "郑五昌", "19660202", "1"},
    {"S5", "王腊梅", "19670707", "2"}, {"H6", "冯六顺", "19801010", "1"},
    {"H7", "陈七宝", "19731111", "1"}, {"H8", "褚八斤", "19741212", "1"},
    {"H9", "卫九妹", "19710117", "2"}, {"W1", "蒋大爷", "19400218", "1"},
    {"W2", "沈瑋", "19410319", "1"},   {"W3", "韩大娘", "19390420", "2"},
    {"W4", "杨大爷", "19380521", "1"}, {"W5", "朱大娘", "19370622", "2"},
};
#define PEOPLE_COUNT (sizeof PEOPLE / sizeof PEOPLE[0])

static const struct {
    const char *head, *people, *protected_people, *income, *account;
} HOUSEHOLDS[] = {
    {"H1", "2", "2", "0", "6228480000000000011"},
    {"H2", "1", "1", "1200", "6228480000000000029"},
    {"H3", "3", "3", "1000", "6228480000000000037"},
    {"H4", "1", "1", "3000", "6228480000000000045"},
    {"H5", "2", "2", "500", "6228480000000000052"},
    {"H6", "1", "1", "960", ""},
    {"H7", "1", "1", "0", "6228480000000000078"},
    {"H8", "1", "1", "0", "6228480000000000086"},
    {"H9", "1", "1", "0", "6228480000000000094"},
};
static const struct {
    const char *head, *key, *relation, *disability, *grade;
} MEMBERS[] = {
    {"H1", "H1", "户主", "", ""}, {"H1", "S1", "配偶", "", ""},
    {"H2", "H2", "户主", "", ""}, {"H3", "H3", "户主", "", ""},
    {"H3", "S3", "配偶", "", ""}, {"H3", "C3", "子", "", ""},
    {"H4", "H4", "户主", "", ""}, {"H5", "H5", "户主", "肢体", "一级"},
    {"H5", "S5", "配偶", "", ""}, {"H6", "H6", "户主", "", ""},
    {"H7", "H7", "户主", "", ""}, {"H8", "H8", "户主", "", ""},
    {"H9", "H9", "户主", "", ""},
};
static const struct {
    const char *key, *form, *home, *account;
} SUPPORTED[] = {
    {"W1", "散居", "", "6228480000000000110"}, {"W2", "散居", "", "6228480000000000128"},
    {"W3", "散居", "", "6228480000000000136"}, {"W4", "集中", "泾川镇敬老院", ""},
    {"W5", "集中", "泾川镇敬老院", ""},
};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct person *person(const char *key)
{
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        if (strcmp(PEOPLE[i].key, key) == 0)
            return &PEOPLE[i];
    }
    fail_msg("nobody is called %s", key);
    return NULL;
}

void little_numbers(struct story *s)
{
    for (size_t i = 0; i < PEOPLE_COUNT; i++) {
        char number[IDNO_BYTES];
        snprintf(number, sizeof number, "342529%s%02d%s", PEOPLE[i].born, (int)(10 + i),
                 PEOPLE[i].sex_digit);
        number[17] = idno_check_char(number);
        number[18] = '\0';
        story_set(s, PEOPLE[i].key, number);
    }
}

static FILE *roster(const struct story *s, const char *name, const char *header)
{
    char path[PROCESS_PATH_BYTES];
    FILE *f = fopen(story_path(s, name, path), "w");
    assert_non_null(f);
    fprintf(f, "%s\n", header);
    return f;
}

#define PLACE "泾川镇,高村村委会"

void little_rosters(struct story *s)
{
    FILE *f = roster(s, "dibao.csv",
                     "序号,乡镇,村(居),组,户主姓名,户主身份证号,家庭人口,保障人口,类别,"
                     "家庭年收入(元),开户行,账户名,账号,联系电话,纳入月份,备注");
    for (size_t i = 0; i < COUNT(HOUSEHOLDS); i++) {
        bool has_account = HOUSEHOLDS[i].account[0] != '\0';
        const char *name = person(HOUSEHOLDS[i].head)->name;
        fprintf(f, "%zu," PLACE ",3,%s,%s,%s,%s,B,%s,%s,%s,%s,,2012-01,\n", i + 1, name,
                story_get(s, HOUSEHOLDS[i].head), HOUSEHOLDS[i].people,
                HOUSEHOLDS[i].protected_people, HOUSEHOLDS[i].income,
                has_account ? "泾县农村商业银行" : "", has_account ? name : "",
                HOUSEHOLDS[i].account);
    }
    fclose(f);
    f = roster(s, "dibao-members.csv",
               "序号,户主身份证号,姓名,身份证号,与户主关系,健康状况,残疾类别,残疾等级,是否在校,"
               "是否保障,备注");
    for (size_t i = 0; i < COUNT(MEMBERS); i++)
        fprintf(f, "%zu,%s,%s,%s,%s,健康,%s,%s,,是,\n", i + 1, story_get(s, MEMBERS[i].head),
                person(MEMBERS[i].key)->name, story_get(s, MEMBERS[i].key), MEMBERS[i].relation,
                MEMBERS[i].disability, MEMBERS[i].grade);
    fclose(f);
    f = roster(s, "wubao.csv",
               "序号,乡镇,村(居),姓名,身份证号,供养形式,供养机构,自理能力,开户行,账户名,账号,"
               "纳入月份,备注");
    for (size_t i = 0; i < COUNT(SUPPORTED); i++) {
        bool has_account = SUPPORTED[i].account[0] != '\0';
        const char *name = person(SUPPORTED[i].key)->name;
        fprintf(f, "%zu," PLACE ",%s,%s,%s,%s,自理,%s,%s,%s,2012-01,\n", i + 1, name,
                story_get(s, SUPPORTED[i].key), SUPPORTED[i].form, SUPPORTED[i].home,
                has_account ? "泾县农村商业银行" : "", has_account ? name : "",
                SUPPORTED[i].account);
    }
    fclose(f);
}

static void numbers_keep(struct story *s, const char *letter, int count)
{
    for (int i = 1; i <= count; i++) {
        char command[64], keep[64];
        snprintf(command, sizeof command, "person show {%c%d} --format csv", letter[0] - 32, i);
        snprintf(keep, sizeof keep, "%s%d=household", letter, i);
        STORY_TELL(s, {"a household's number", command, .keep = keep});
    }
}

void little_county(struct story *s, const char *from)
{
    little_numbers(s);
    little_rosters(s);
    story_set(s, "from", from);
    STORY_TELL(
        s, {"the county begins", "init --plan {plan}"},
        {"the townships' dibao roster",
         "roster import {dir}/dibao.csv {dir}/dibao-members.csv --programme dibao --from {from}",
         .expect = "新增 9 户 13 人"},
        {"the townships' wubao roster",
         "roster import {dir}/wubao.csv --programme wubao --from {from}",
         .expect = "新增 5 户 5 人"});
    numbers_keep(s, "h", COUNT(HOUSEHOLDS));
    numbers_keep(s, "w", COUNT(SUPPORTED));
}

void little_county_copy(struct story *s, enum db_engine engine, const char *from)
{
    static struct story made[2];
    static char month[2][16];
    size_t i = engine == DB_SQLITE ? 0 : 1;
    if (strcmp(month[i], from) != 0) {
        story_close(&made[i]);
        story_open(&made[i], engine);
        little_county(&made[i], from);
        snprintf(month[i], sizeof month[i], "%s", from);
    }
    story_copy(&made[i], s);
}

void little_decide(struct story *s, const char *run)
{
    story_set(s, "deciding", run);
    STORY_TELL(s, {"checked by a second officer", "pay check {deciding} --as dibao2"},
               {"reviewed by the supervisor", "pay review {deciding} --as supervisor"},
               {"approved by the finance bureau", "pay approve {deciding} --as finance1"});
}

static void text_write(const struct story *s, const char *name, const char *text)
{
    char path[PROCESS_PATH_BYTES];
    FILE *f = fopen(story_path(s, name, path), "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

void plan_variant(const struct story *s, const char *name, const struct plan_edit *edits,
                  size_t count)
{
    char *divisions = process_text(MINSHENG_PLANS "/divisions-341823.csv");
    text_write(s, "divisions-341823.csv", divisions);
    free(divisions);
    char *text = process_text(MINSHENG_PLANS "/jingxian-2013.yaml");
    for (size_t i = 0; i < count; i++) {
        char *at = strstr(text, edits[i].from);
        if (!at)
            fail_msg("the plan does not hold \"%s\"", edits[i].from);
        size_t before = (size_t)(at - text), gone = strlen(edits[i].from);
        char *edited = malloc(strlen(text) + strlen(edits[i].to) + 1);
        assert_non_null(edited);
        memcpy(edited, text, before);
        memcpy(edited + before, edits[i].to, strlen(edits[i].to) + 1);
        memcpy(edited + before + strlen(edits[i].to), at + gone, strlen(at + gone) + 1);
        free(text);
        text = edited;
    }
    text_write(s, name, text);
    free(text);
}
