/* The plan file: what is read from it, and that each mistake is named with its place. */
#include "domain/plan/fixture.h"

#include <stdio.h>
#include <string.h>

/* 返贫致贫 and 监测对象 are classes of later years: the table of 2013 has no numbers for them. */
#define WITHOUT_NUMBERS 20
#define ARENA_BYTES (64u << 20)

static void the_county_plan_is_read_whole(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
    struct plan_summary s = plan_summary(fixture_read(arena, PLAN_PATH));
    assert_string_equal(s.title, "民政局民生工程实施方案");
    assert_string_equal(s.county_name, "泾县");
    assert_int_equal(s.county, COUNTY_JINGXIAN);
    assert_int_equal(s.year, 2013);
    assert_int_equal(s.clauses, 13);
    assert_int_equal(s.parameters, POLICY_COUNT - WITHOUT_NUMBERS);
    assert_int_equal(s.divisions, 167);
    assert_int_equal(s.homes, 11);
    assert_int_equal(s.funds, 5);
    /* beds: 6 townships × 2 books + 云岭 in one, at 2 dates; rate: 11 × 2 books */
    assert_int_equal(s.targets, (6 * 2 + 1) * 2 + 11 * 2);
}

static void the_same_program_reads_a_plan_under_todays_law(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
    struct plan_summary s = plan_summary(fixture_read(arena, TODAY_PATH));
    assert_int_equal(s.year, 2024);
    assert_int_equal(s.parameters, POLICY_COUNT);
}

struct mistake {
    const char *what;
    struct edit edit;
    const char *code;
    const char *at; /* first such text in the edited file: where the error must point */
};
static const struct mistake mistakes[] = {
    {"unknown key at the top",
     {"year: 2013", "year: 2013\nyaer: 2013"},
     "YAML_KEY_UNKNOWN",
     "yaer"},
    {"unknown key in a period",
     {"{from: 2013-01, value: 2160.00,", "{form: 2013-01, value: 2160.00,"},
     "YAML_KEY_UNKNOWN",
     "form:"},
    {"missing key", {"document: 示例（原文未载文号）\n", ""}, "YAML_KEY_MISSING", "title:"},
    {"a key twice", {"year: 2013", "year: 2013\nyear: 2014"}, "YAML_KEY_TWICE", "year: 2014"},
    {"wrong type: text for a number", {"year: 2013", "year: 二〇一三"}, "YAML_VALUE", "二〇一三"},
    {"wrong type: list for a mapping",
     {"county: {code: 341823, name: 泾县}", "county: [341823]"},
     "YAML_TYPE",
     "[341823]"},
    {"a standard that is not money",
     {"value: 2160.00", "value: 2160.001"},
     "YAML_VALUE",
     "2160.001"},
    {"a rate without its sign", {"value: 30%", "value: 30"}, "YAML_VALUE", "30, document"},
    {"a standard without a date",
     {"{from: 2013-01, value: 2160.00,", "{value: 2160.00,"},
     "PLAN_NO_DATE",
     "{value: 2160.00"},
    {"a month that does not exist",
     {"{from: 2013-01, value: 2160.00", "{from: 2013-13, value: 2160.00"},
     "YAML_VALUE",
     "2013-13"},
    {"a standard of nothing",
     {"value: 2160.00", "value: 0.00"},
     "POLICY_VALUE",
     "0.00, document: 示例"},
    {"pay every second month",
     {"name: dibao.pay_months\n    clause: P3.1\n    periods:\n      - {from: 2013-01, value: 1,",
      "name: dibao.pay_months\n    clause: P3.1\n    periods:\n      - {from: 2013-01, value: 2,"},
     "POLICY_VALUE",
     "2, document: 财社"},
    {"the same period twice",
     {"value: 2160.00, document: 示例, example: true}",
      "value: 2160.00, document: 示例, example: true}\n      - {from: 2013-01, value: 2400.00, "
      "document: 示例}"},
     "PLAN_PERIOD_TWICE",
     "2013-01, value: 2400.00"},
    {"overlapping periods",
     {"{from: 2013-01, value: 2160.00, document: 示例, example: true}",
      "{from: 2013-01, to: 2013-06, value: 2160.00, document: 示例}\n"
      "      - {from: 2013-06, value: 2400.00, document: 示例}"},
     "PLAN_PERIOD_OVERLAP",
     "2013-06, value: 2400.00"},
    {"periods out of order",
     {"value: 2160.00, document: 示例, example: true}",
      "value: 2160.00, document: 示例, example: true}\n      - {from: 2012-07, value: 2400.00, "
      "document: 示例}"},
     "PLAN_PERIOD_ORDER",
     "2012-07"},
    {"a period that ends before it begins",
     {"{from: 2013-01, value: 2160.00", "{from: 2013-01, to: 2012-12, value: 2160.00"},
     "PLAN_PERIOD_ORDER",
     "2012-12"},
    {"an unknown parameter",
     {"name: dibao.standard_year", "name: dibao.standard"},
     "POLICY_UNKNOWN",
     "dibao.standard\n"},
    {"a parameter twice",
     {"name: dibao.topup.minor\n", "name: dibao.topup.aged\n"},
     "PLAN_PARAMETER_TWICE",
     NULL},
    {"a parameter left out",
     {"  - name: recovery.floor\n    clause: P3.1\n    periods:\n      - {from: 2013-01, value: "
      "50%, document: "
      "示例, example: true}\n",
      ""},
     "PLAN_PARAMETER_MISSING",
     "- name: dibao.standard_year"},
    {"shares that are not the whole",
     {"county: 10%}", "county: 11%}"},
     "PLAN_SHARES",
     "{from: 2013-01, document: 示例, example: true, central"},
    {"an unknown clause",
     {"name: dibao.topup.aged\n    clause: P3.1", "name: dibao.topup.aged\n    clause: P3.9"},
     "PLAN_CLAUSE_UNKNOWN",
     "P3.9"},
    {"a clause twice", {"id: P5.3", "id: P5.2"}, "PLAN_CLAUSE_TWICE", NULL},
    {"an unknown programme", {"{code: wubao,", "{code: wubo,"}, "PROGRAMME_UNKNOWN", "wubo"},
    {"a programme paid from another fund",
     {"clause: P3.1, fund: dibao_rural", "clause: P3.1, fund: medical_aid"},
     "PROGRAMME_FUND",
     "medical_aid}"},
    {"an unknown fund", {"- code: medical_aid", "- code: medical"}, "FUND_UNKNOWN", "medical\n"},
    {"an account missing from a book",
     {"  - {code: 5102, name: 集中供养支出, kind: EXPENSE, funds: [wubao_support]}\n", ""},
     "ACCOUNT_MISSING",
     "- {code: 1001"},
    {"an unknown kind of account", {"kind: EQUITY", "kind: EQUTIY"}, "ACCOUNT_KIND", "EQUTIY"},
    {"an unknown township",
     {"{name: 云岭镇敬老院, township: 云岭镇", "{name: 云岭镇敬老院, township: 云领镇"},
     "PLAN_TOWNSHIP_UNKNOWN",
     "云领镇"},
    {"an account number that is not quoted",
     {"account: \"62290000341823", "account: 62290000341823\""},
     "HOME_ACCOUNT",
     "62290000341823"},
    {"an unknown table of medical assistance",
     {"medical: {rules: xiuning}", "medical: {rules: xuining}"},
     "PLAN_RULES",
     "xuining"},
    {"a medical rate above the whole",
     {"parameters:\n", "parameters:\n  - name: medical.dibao.inpatient.rate\n    clause: P3.3\n"
                       "    periods:\n      - {from: 2013-01, value: 101%, document: 示例}\n"},
     "POLICY_VALUE",
     "101%"},
    {"a medical expense account missing",
     {"  - {code: 5203, name: 医中救助支出, kind: EXPENSE, funds: [medical_aid]}\n", ""},
     "ACCOUNT_MISSING",
     "- {code: 1001"},
    {"a hospital twice", {"{code: H002,", "{code: H001,"}, "PAYEE_TWICE", NULL},
    {"a hospital's account that is not quoted",
     {"account: \"6229000034182303011\"", "account: 6229000034182303011"},
     "PAYEE_ACCOUNT",
     "6229000034182303011"},
    {"a hospital's post without a hospital",
     {"title: 泾县医院结算窗口, hospital: 泾县医院", "title: 泾县医院结算窗口"},
     "YAML_KEY_MISSING",
     NULL},
    {"a post of an unknown hospital",
     {"结算窗口, hospital: 泾县中医院", "结算窗口, hospital: 泾县人民医院"},
     "POST_HOSPITAL",
     "泾县人民医院"},
    {"a hospital on an officer's post",
     {"title: 医疗救助股经办}", "title: 医疗救助股经办, hospital: 泾县医院}"},
     "POST_SCOPE",
     NULL},
    {"an account number with letters",
     {"account: \"6229", "account: \"62X9"},
     "HOME_ACCOUNT",
     "\"62X9"},
    {"city targets that do not add up",
     {"value: 60, books: [city, county]", "value: 59, books: [city, county]"},
     "TARGET_SUM",
     "300, county: 350"},
    {"county targets that do not add up",
     {"{township: 云岭镇, value: 50,", "{township: 云岭镇, value: 49,"},
     "TARGET_SUM",
     "350}"},
    {"云岭 counted for the city as well",
     {"{township: 云岭镇, value: 50, books: [county]",
      "{township: 云岭镇, value: 50, books: [city, county]"},
     "TARGET_SUM",
     "300, county: 350"},
    {"June's share that townships cannot reach together",
     {"share: 60%", "share: 63%"},
     "TARGET_SUM",
     "63%"},
    {"a township twice in a target",
     {"{township: 茂林镇, value: 50", "{township: 泾川镇, value: 50"},
     "TARGET_TWICE",
     NULL},
    {"an unknown book",
     {"value: 50, books: [county]", "value: 50, books: [province]"},
     "TARGET_BOOK",
     "province]"},
    {"milestones out of order",
     {"due: 2013-06-30", "due: 2013-12-30"},
     "TARGET_MILESTONES",
     "2013-11-30"},
    {"work that is never to be finished",
     {"share: 100%", "share: 90%"},
     "TARGET_MILESTONES",
     "90%}"},
    {"a date that does not exist",
     {"due: 2013-06-30", "due: 2013-06-31"},
     "YAML_VALUE",
     "2013-06-31"},
    {"a target for another year",
     {"due: 2013-12-31", "due: 2014-12-31"},
     "TARGET_YEAR",
     "2014-12-31"},
    {"a milestone for another year",
     {"due: 2013-06-30", "due: 2012-06-30"},
     "TARGET_YEAR",
     "2012-06-30"},
    {"a target in no book", {"books: [county]", "books: []"}, "TARGET_BOOK", "[]}\n    milestones"},
    {"an unknown measure", {"measure: beds", "measure: bed"}, "TARGET_MEASURE", "bed\n"},
    {"a measure twice", {"measure: inst_rate_bp", "measure: beds"}, "TARGET_TWICE", NULL},
    {"the program's own name as a login",
     {"user: dibao2", "user: system"},
     "POST_USER",
     "system, role"},
    {"a county officer in a township",
     {"role: auditor, title: 审计员", "role: auditor, title: 审计员, township: 云岭镇"},
     "POST_SCOPE",
     "云岭镇}\n  - {user: admin"},
    {"a home twice",
     {"name: 茂林镇敬老院, township", "name: 泾川镇敬老院, township"},
     "HOME_TWICE",
     NULL},
    {"a fund twice", {"code: wubao_support\n", "code: dibao_rural\n"}, "FUND_TWICE", NULL},
    {"an account twice", {"{code: 1101,", "{code: 1001,"}, "ACCOUNT_TWICE", NULL},
    {"a county code with five digits",
     {"code: 341823, name: 泾县", "code: 34182, name: 泾县"},
     "YAML_VALUE",
     "34182, name"},
    {"a leading group without its members",
     {", members: []", ""},
     "YAML_KEY_MISSING",
     "{clause: P2, leader"},
    {"a list where a mapping belongs",
     {"bank: {unit: \"341823001\", name: 泾县农村商业银行, example: true}", "bank: [x]"},
     "YAML_TYPE",
     "[x]"},
    {"a telephone with a name in it", {"0563-5000000", "0563-5000000 王"}, "PLAN_PHONE", "\"0563"},
    {"an unknown role", {"role: auditor", "role: auditer"}, "POST_ROLE", "auditer"},
    {"a clerk without a township",
     {"title: 泾川镇民政办经办, township: 泾川镇", "title: 泾川镇民政办经办"},
     "YAML_KEY_MISSING",
     "{user: township100.clerk"},
    {"a login twice", {"user: dibao2", "user: dibao1"}, "POST_TWICE", NULL},
    {"a login with spaces", {"user: dibao2", "user: dibao 2"}, "POST_USER", "dibao 2"},
    {"projects that build less than is asked for",
     {"    beds: 60\n", "    beds: 59\n"},
     "PROJECT_SUM",
     "59\n    area"},
    {"云岭's project counted for the city as well",
     {"books: [county]\n    stages", "books: [city, county]\n    stages"},
     "PROJECT_SUM",
     NULL},
    {"a project in another township than its target",
     {"home: 榔桥镇敬老院\n    township: 榔桥镇", "home: 榔桥镇敬老院\n    township: 蔡村镇"},
     "PROJECT_SUM",
     NULL},
    {"a project twice", {"code: P02", "code: P01"}, "PROJECT_TWICE", NULL},
    {"a project of an unknown home",
     {"home: 茂林镇敬老院\n", "home: 茂林敬老院\n"},
     "PLAN_HOME_UNKNOWN",
     "茂林敬老院\n"},
    {"a project that ends in another year",
     {"finish: 2013-11-30", "finish: 2014-01-31"},
     "TARGET_YEAR",
     "2014-01-31"},
    {"a project that ends before it begins",
     {"finish: 2013-11-30", "finish: 2013-02-19"},
     "PROJECT_DAYS",
     "2013-02-19"},
    {"stages planned out of order",
     {"approval: 2013-02-20", "approval: 2013-01-20"},
     "PROJECT_DAYS",
     "2013-01-20"},
    {"an unknown stage", {"{site: 2013-01-31", "{sight: 2013-01-31"}, "YAML_KEY_UNKNOWN", "sight"},
    {"an unknown kind of project", {"kind: extend", "kind: extnd"}, "PROJECT_KIND", "extnd"},
    {"land with three decimals", {"land: 5.20", "land: 5.205"}, "YAML_VALUE", "5.205"},
    {"stages that do not weigh the whole",
     {"fitout: 10%, acceptance: 5%", "fitout: 10.01%, acceptance: 5%"},
     "PLAN_STAGE_WEIGHTS",
     "{from: 2013-01, document: 示例, example: true, site"},
    {"a single stage's weight",
     {"parameters:\n", "parameters:\n  - name: project.stage.site\n    clause: P3.4\n"
                       "    periods:\n      - {from: 2013-01, value: 5%, document: 示例}\n"},
     "POLICY_UNKNOWN",
     "project.stage.site"},
    {"a director of another township's home",
     {"township: 泾川镇, home: 泾川镇敬老院", "township: 泾川镇, home: 云岭镇敬老院"},
     "POST_SCOPE",
     NULL},
    {"a home on a clerk's post",
     {"title: 泾川镇民政办经办, township: 泾川镇",
      "title: 泾川镇民政办经办, township: 泾川镇, home: 泾川镇敬老院"},
     "POST_SCOPE",
     NULL},
    {"divisions that are not there",
     {"divisions: divisions-341823.csv", "divisions: divisions-0.csv"},
     "DIVISIONS",
     "divisions-0.csv"},
    {"divisions from elsewhere",
     {"divisions: divisions-341823.csv", "divisions: ../divisions.csv"},
     "DIVISIONS",
     "../divisions.csv"},
};

static void every_mistake_is_named_with_line_and_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
        const struct mistake *m = &mistakes[i];
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
        struct error e = {.status = STATUS_OK};
        struct plan *plan = NULL;
        const char *path = fixture_plan((const struct edit[]){m->edit, {NULL, NULL}});
        enum status s = plan_read(path, arena, &plan, &e);
        char place[600];
        snprintf(place, sizeof place, "%s:%s", path, m->at ? fixture_position(path, m->at) : "");
        if (s != STATUS_REFUSED || strcmp(e.code, m->code) != 0)
            fail_msg("%s: status %d, code %s at %s: %s", m->what, (int)s, e.code, e.place,
                     e.message);
        if (m->at && strcmp(e.place, place) != 0)
            fail_msg("%s: at %s, expected %s: %s", m->what, e.place, place, e.message);
        if (strncmp(e.place, path, strlen(path)) != 0 || !e.message[0])
            fail_msg("%s: place %s, message %s", m->what, e.place, e.message);
        assert_null(plan);
    }
}

static void a_place_is_counted_by_hand_too(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
    struct error e;
    struct plan *plan;
    const char *path =
        fixture_plan((const struct edit[]){{"year: 2013", "year: 13"}, {NULL, NULL}});
    assert_refused(plan_read(path, arena, &plan, &e), &e, "YAML_VALUE");
    assert_string_equal(e.place + strlen(path), ":4:7");
}

static void an_unknown_township_is_answered_with_the_closest(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
    struct error e;
    struct plan *plan;
    const char *path =
        fixture_plan((const struct edit[]){{"township: 云岭镇", "township: 云领镇"}, {NULL, NULL}});
    assert_refused(plan_read(path, arena, &plan, &e), &e, "PLAN_TOWNSHIP_UNKNOWN");
    assert_non_null(strstr(e.message, "云岭镇"));
}

static const struct {
    const char *what;
    struct edit edit;
    const char *place; /* line:field */
} broken_divisions[] = {
    {"header", {"code12,level", "code,level"}, ":1:1"},
    {"a short code", {"341823100001,", "34182310001,"}, ":4:1"},
    {"a level misspelt", {"341823100000,township", "341823100000,town"}, ":3:2"},
    {"another county's name", {",county,泾县", ",county,旌德县"}, ":2:1"},
    {"a village under another township",
     {"城南居委会,341823100000", "城南居委会,341823101000"},
     ":4:4"},
    {"a month that is none",
     {"城南居委会,341823100000,JU,2000-01", "城南居委会,341823100000,JU,2000-00"},
     ":4:6"},
    {"an end before the beginning",
     {"城南居委会,341823100000,JU,2000-01,", "城南居委会,341823100000,JU,2000-01,1999-12"},
     ":4:7"},
    {"a column too many", {"城南居委会,341823100000,JU", "城南居委会,341823100000,JU,x"}, ":4:1"},
    {"a code out of order", {"341823100001,village", "341823100099,village"}, ":5:1"},
    {"no name", {"城南居委会", ""}, ":4:3"},
};

static void broken_divisions_are_named_with_line_and_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof broken_divisions / sizeof broken_divisions[0]; i++) {
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
        struct error e;
        struct plan *plan;
        const char *path =
            fixture_divisions((const struct edit[]){broken_divisions[i].edit, {NULL, NULL}});
        assert_refused(plan_read(path, arena, &plan, &e), &e, "DIVISIONS");
        const char *csv = test_path("divisions-341823.csv");
        if (strncmp(e.place, csv, strlen(csv)) != 0 ||
            strcmp(e.place + strlen(csv), broken_divisions[i].place) != 0)
            fail_msg("%s: at %s", broken_divisions[i].what, e.place);
    }
}

static void a_file_that_is_not_there_is_refused_by_name(void **state)
{
    (void)state;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
    struct error e;
    struct plan *plan;
    assert_refused(plan_read("/no/such/plan.yaml", arena, &plan, &e), &e, "PLAN_FILE");
    assert_string_equal(e.place, "/no/such/plan.yaml");
    assert_refused(plan_read("/", arena, &plan, &e), &e, "PLAN_FILE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_county_plan_is_read_whole),
        cmocka_unit_test(the_same_program_reads_a_plan_under_todays_law),
        cmocka_unit_test(every_mistake_is_named_with_line_and_column),
        cmocka_unit_test(a_place_is_counted_by_hand_too),
        cmocka_unit_test(an_unknown_township_is_answered_with_the_closest),
        cmocka_unit_test(broken_divisions_are_named_with_line_and_field),
        cmocka_unit_test(a_file_that_is_not_there_is_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
