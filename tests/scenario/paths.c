#include "scenario/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/idno.h"

struct applicant {
    const char *key, *name, *born, *sex_digit, *income, *extra;
};
#define WUBAO_ANSWERS                                                                              \
    ",\"wubao_reason\":\"AGED\",\"has_no_labour\":\"1\",\"has_no_income\":\"1\",\"supporter\":"    \
    "\"NONE\",\"can_eat\":\"1\",\"can_dress\":\"1\",\"can_rise\":\"1\",\"can_toilet\":\"1\","      \
    "\"can_walk\":\"1\",\"can_wash\":\"1\""
static const struct applicant APPLICANTS[] = {
    {"A1", "高一宝", "19700303", "1", "1200.00", ""},
    {"A2", "高二妹", "19710404", "2", "",
     ",\"is_relative\":\"1\",\"relative_of\":\"村委会委员高某之妹\""},
    {"A3", "高三喜", "19720505", "1", "5000.00", ""},
    {"A4", "高四爷", "19400606", "1", "", WUBAO_ANSWERS ",\"form\":\"SCATTERED\""},
    {"A5", "高五奶", "19390707", "2", "",
     WUBAO_ANSWERS ",\"form\":\"INSTITUTION\",\"home\":\"泾川镇敬老院\""},
    {"A6", "高六顺", "19750808", "1", "", ""},
};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void application_write(struct story *s, const struct applicant *a, size_t i)
{
    char name[32], path[PROCESS_PATH_BYTES];
    snprintf(name, sizeof name, "a%zu.json", i + 1);
    FILE *f = fopen(story_path(s, name, path), "w");
    assert_non_null(f);
    fprintf(f,
            "{\"members.1.name\":\"%s\",\"members.1.id_number\":\"%s\","
            "\"members.1.relation\":\"HEAD\",\"members.1.is_protected\":\"1\","
            "\"address\":\"高村3组\",\"is_authorised\":\"1\",\"is_promised\":\"1\"",
            a->name, story_get(s, a->key));
    if (strstr(a->extra, "INSTITUTION") == NULL)
        fprintf(f,
                ",\"bank\":\"泾县农村商业银行\",\"account_holder\":\"%s\","
                "\"account_number\":\"62284800000000002%02zu\"",
                a->name, i + 10);
    if (a->income[0] != '\0')
        fprintf(f, ",\"incomes.1.class\":\"BUSINESS\",\"incomes.1.amount_year\":\"%s\"", a->income);
    fprintf(f, "%s}\n", a->extra);
    assert_int_equal(fclose(f), 0);
}

void applicants(struct story *s)
{
    for (size_t i = 0; i < COUNT(APPLICANTS); i++) {
        char number[IDNO_BYTES];
        snprintf(number, sizeof number, "342529%s%02d%s", APPLICANTS[i].born, (int)(60 + i),
                 APPLICANTS[i].sex_digit);
        number[17] = idno_check_char(number);
        number[18] = '\0';
        story_set(s, APPLICANTS[i].key, number);
        application_write(s, &APPLICANTS[i], i);
    }
    STORY_TELL(s, {"the village has a clerk",
                   "user add " CLERK " --role village_clerk --scope " VILLAGE " --title 高村经办"});
}

void township_does_its_part(struct story *s, const char *file)
{
    story_set(s, "file", file);
    STORY_TELL(s,
               {"somebody knocks on a door, and the village's clerk writes it down",
                "case apply --kind dibao --division " VILLAGE
                " --file {dir}/{file}.json --as " CLERK " --format csv",
                .keep = "k=case", .today = "2013-09-13"},
               {ACT("the township accepts on Monday: the visit is due in ten working days",
                    TOWNSHIP, "accept"),
                .expect = ",2013-09-24,", .today = "2013-09-16"},
               {ACT("the county checks their means", "dibao1", "check --set result=CLEAR"),
                .expect = ",2013-09-30,", .today = "2013-09-17"},
               {ACT("two investigators visit on the last day; the meeting is due in five", TOWNSHIP,
                    SURVEYED_ON("2013-09-30")),
                .expect = ",2013-10-12,", .today = "2013-09-30"},
               {ACT("the village deliberates on the last day, a Saturday that is worked", CLERK,
                    VOTED_ON("2013-10-12")),
                .expect = "DELIBERATED", .today = "2013-10-12"},
               {ACT("the township's lead gives an opinion", LEAD,
                    "review --set opinion=AGREE --set mgmt_class=B"),
                .expect = "REVIEWED", .today = "2013-10-14"},
               {"it hangs in the village for seven days",
                "notice post --cases {k} --place 村务公开栏 --as " CLERK, .today = "2013-10-15"},
               {"and stands in the list of what hangs", "notice list --format csv --as " CLERK,
                .expect = ",2013-10-15,2013-10-21,", .keep = "n=notice"},
               {"nobody takes it down on its last day",
                "notice close {n} --result 公示期间无异议 --as " CLERK, 1, "2013-10-21",
                .today = "2013-10-21"},
               {"but on the day after", "notice close {n} --result 公示期间无异议 --as " CLERK,
                .today = "2013-10-22"},
               {"it waits for the county", "case show {k}", 0, "DECIDING"});
}

void county_draws(struct story *s, const char *programme, const char *officer)
{
    story_set(s, "programme", programme);
    story_set(s, "officer", officer);
    STORY_TELL(
        s,
        {"no decision without a draw", "case act {k} approve --as {officer}2", 1, "抽",
         .today = "2013-10-23"},
        {"the county draws", "sample draw --programme {programme} --seed 0826 --as {officer}1"},
        {"of one case it draws one", "sample list --format csv", .keep = "sample=sample"},
        {"no decision before the visit", "case act {k} approve --as {officer}2", 1, "抽查"},
        {ACT("it visits", "{officer}1", SPOT_CHECKED_ON("2013-10-23")), .expect = "DECIDING"});
}

void county_grants(struct story *s)
{
    STORY_TELL(s,
               {ACT("another officer approves, from the month after", "dibao2", "approve"),
                .expect = ",2013-11,", .today = "2013-10-24"},
               {"it hangs again", "notice post --cases {k} --place 村务公开栏 --as " CLERK,
                .today = "2013-10-25"},
               {"until the last of October", "notice list --format csv --as " CLERK,
                .expect = ",2013-10-25,2013-10-31,", .keep = "n=notice"},
               {"and comes down", "notice close {n} --result 公示期间无异议 --as " CLERK,
                .today = "2013-11-01"},
               {"granted", "case show {k}", 0, "certificate"});
}

void month_decide(struct story *s, const char *programme, const char *month)
{
    story_set(s, "programme", programme);
    story_set(s, "month", month);
    STORY_TELL(s, {month, "pay prepare --programme {programme} --month {month} --as {programme}1"});
    char *run = story_text(s, "{programme}/{month}");
    little_decide(s, run);
    story_set(s, "run", run);
    free(run);
    STORY_TELL(s, {"what it pays", "pay items {run} --format csv"});
}

void pays(struct story *s, const char *who, int64_t fen)
{
    int64_t paid = story_number_or(s, "id_number", story_get(s, who), "total_fen", NOT_PAID);
    if (paid != fen)
        fail_msg("%s in %s: %lld instead of %lld", who, story_get(s, "run"), (long long)paid,
                 (long long)fen);
}
