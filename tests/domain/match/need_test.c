/* 不漏一户: who is named by lists of those in need and by the registry itself, once each, and how a
   visit ends it. */
#include <stdio.h>
#include <string.h>

#include "domain/casework/casework.h"
#include "domain/match/match_fixture.h"

#define FROM month_make(2013, 1)
#define HEAD "乡镇,村,姓名,身份证号,残疾类别,残疾等级\n"

static void plan_in(struct county *c)
{
    struct plan *plan;
    struct error e;
    assert_ok_e(plan_read(MINSHENG_PLANS "/jingxian-2013.yaml", c->arena, &plan, &e), &e);
    assert_ok_e(plan_load(c->db, plan, plan_content(plan), c->keys, ACTOR_SYSTEM, NULL, &e), &e);
}

static const char *kept(const char *number)
{
    static char ring[16][IDNO_BYTES];
    static int at;
    char *out = ring[at++ % 16];
    memcpy(out, number, IDNO_BYTES);
    return out;
}

static const char *village_name(struct county *c)
{
    struct division_table *t;
    struct error e;
    assert_ok_e(division_table_read(c->db, COUNTY, FROM, c->arena, &t, &e), &e);
    return division_by_code(t, VILLAGE)->name;
}

static void body_list(struct county *c)
{
    plan_in(c);
    const char *with = kept(id_number(1950, 1, 1, 1)), *beside = kept(id_number(1980, 1, 1, 2)),
               *ended = kept(id_number(1951, 1, 1, 3)), *unknown = kept(id_number(1970, 2, 2, 4)),
               *dead = kept(id_number(1930, 2, 2, 5));
    struct error e;
    char text[2048];
    county_household(c, PROGRAMME_DIBAO, FROM,
                     (const struct person_made[]){{with, "有保障", RELATION_HEAD, true},
                                                  {beside, "同户人", RELATION_SON, false}},
                     2);
    int64_t gone =
        county_household(c, PROGRAMME_DIBAO, FROM,
                         (const struct person_made[]){{ended, "已退出", RELATION_HEAD, true},
                                                      {dead, "已去世", RELATION_FATHER, true}},
                         2);
    assert_ok_e(
        registry_report_death(c->db, COUNTY, c->keys, dead, date_make(2013, 3, 1), &ACTOR, &e), &e);
    assert_ok_e(registry_set_status(c->db, COUNTY, gone, ENTITLEMENT_ENDED, "收入超标",
                                    month_make(2013, 6), &ACTOR, &e),
                &e);
    (void)snprintf(text, sizeof text,
                   HEAD "泾川镇,%s,有保障,%s,肢体,二级\n泾川镇,%s,同户人,%s,视力,一级\n"
                        ",,已退出,%s,肢体,一级\n泾川镇,%s,没人知,%s,智力,二级\n"
                        "外地镇,无名村,已去世,%s,肢体,二级\n",
                   village_name(c), with, village_name(c), beside, ended, village_name(c), unknown,
                   dead);
    struct match_file_result r =
        list_take(c, list_write("disabled.csv", text), MATCH_DISABILITY, NULL);
    assert_int_equal(r.list.row_count, 5);
    assert_int_equal(r.list.hit_count, 0);
    assert_int_equal(r.list.candidate_count, 2);
    assert_null(candidate_named(c, "有保障"));
    assert_null(candidate_named(c, "同户人")); /* the household has one */
    assert_null(candidate_named(c, "已去世"));
    const struct match_candidate *once = candidate_named(c, "已退出");
    assert_non_null(once);
    assert_int_equal(once->household, gone);
    assert_int_equal(once->division, VILLAGE); /* where the household had its benefit */
    const struct match_candidate *found = candidate_named(c, "没人知");
    assert_non_null(found);
    assert_int_equal(found->person, 0);
    assert_int_equal(found->division, VILLAGE);
    assert_string_equal(found->id_tail, unknown + 14);
    assert_int_equal(found->reasons, 1u << MATCH_DISABILITY);
    /* Twenty working days from Sunday 30 June: Friday 26 July. */
    assert_int_equal(date_yyyymmdd(found->due_on), 20130726);

    struct match_reason *reasons;
    size_t count;
    assert_ok_e(match_reason_list(c->db, COUNTY, found->id, c->arena, &reasons, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_string_equal(reasons[0].facts, "{\"残疾类别\":\"智力\",\"残疾等级\":\"二级\"}");
    assert_string_equal(reasons[0].list_name, "disabled.csv");

    /* A second list names him again: the same visit, one more reason. Without a known place the
       county looks for the other. */
    (void)snprintf(text, sizeof text, "姓名,身份证号,病种\n没人知,%s,尿毒症\n新的人,%s,肺癌\n",
                   unknown, id_number(1966, 6, 6, 6));
    r = list_take(c, list_write("medical.csv", text), MATCH_MEDICAL_COST, NULL);
    assert_int_equal(r.list.candidate_count, 1);
    assert_int_equal(candidate_named(c, "没人知")->reasons,
                     1u << MATCH_DISABILITY | 1u << MATCH_MEDICAL_COST);
    assert_int_equal(candidate_named(c, "新的人")->division, COUNTY * 1000000);
}

static void a_list_of_those_in_need_names_whose_household_receives_nothing(void **state)
{
    (void)state;
    on_each_engine(body_list);
}

static void body_close(struct county *c)
{
    struct error e;
    char text[512];
    const char *number = kept(id_number(1970, 2, 2, 4));
    plan_in(c);
    (void)snprintf(text, sizeof text, HEAD "泾川镇,%s,张三,%s,肢体,一级\n", village_name(c),
                   number);
    list_take(c, list_write("a.csv", text), MATCH_DISABILITY, NULL);
    int64_t id = candidate_named(c, "张三")->id;
    struct match_closing x = {
        .candidate = id, .result = MATCH_NOT_ELIGIBLE, .note = "", .visited_on = date_today()};
    struct match_actor other = BUREAU, village = BUREAU;
    other.scope = INT64_C(341823106000);
    village.scope = VILLAGE;
    assert_refused(match_candidate_close(c->db, COUNTY, &village, &x, &e), &e, "MATCH_NOTE");
    x.note = "儿子在县城上班，收入超过标准";
    assert_refused(match_candidate_close(c->db, COUNTY, &other, &x, &e), &e, "ACCESS_SCOPE");
    x.visited_on.v++;
    assert_refused(match_candidate_close(c->db, COUNTY, &village, &x, &e), &e, "MATCH_VISIT_DAY");
    x.visited_on.v -= 2;
    assert_refused(match_candidate_close(c->db, COUNTY, &village, &x, &e), &e, "MATCH_VISIT_DAY");
    x.visited_on.v++;
    x.case_number = "DB2013-100-00001";
    assert_refused(match_candidate_close(c->db, COUNTY, &village, &x, &e), &e, "MATCH_CASE");
    x.result = MATCH_APPLIES;
    assert_refused(match_candidate_close(c->db, COUNTY, &village, &x, &e), &e, "MATCH_CASE");
    x.case_number = "";
    assert_refused(match_candidate_close(c->db, COUNTY, &village, &x, &e), &e, "MATCH_CASE");
    x.result = MATCH_NOT_ELIGIBLE;
    assert_ok_e(match_candidate_close(c->db, COUNTY, &village, &x, &e), &e);
    assert_refused(match_candidate_close(c->db, COUNTY, &village, &x, &e), &e, "MATCH_CLOSED");
    const struct match_candidate *closed = candidate_named(c, "张三");
    assert_false(closed->is_open);
    assert_int_equal(closed->result, MATCH_NOT_ELIGIBLE);
    assert_string_equal(closed->closed_by, "dibao1");

    /* The same reason rests for 180 days; another does not. */
    const struct {
        const char *today, *name;
        enum match_kind kind;
        int64_t opened;
    } lists[] = {
        {"2013-12-26", "b.csv", MATCH_DISABILITY, 0}, /* 179 days later */
        {"2013-12-26", "c.csv", MATCH_LOW_INCOME, 1},
    };
    for (size_t i = 0; i < 2; i++) {
        today_is(lists[i].today);
        (void)snprintf(text, sizeof text, HEAD "泾川镇,%s,张三,%s,肢体,%zu级\n", village_name(c),
                       number, i);
        assert_int_equal(
            list_take(c, list_write(lists[i].name, text), lists[i].kind, NULL).list.candidate_count,
            lists[i].opened);
    }
    x.candidate = candidate_named(c, "张三")->id;
    x.visited_on = date_today();
    assert_int_not_equal(x.candidate, id);
    assert_ok_e(match_candidate_close(c->db, COUNTY, &BUREAU, &x, &e), &e);
    today_is("2014-06-24"); /* 180 days later */
    (void)snprintf(text, sizeof text, "姓名,身份证号,风险类别\n张三,%s,因病\n", number);
    assert_int_equal(
        list_take(c, list_write("d.csv", text), MATCH_LOW_INCOME, NULL).list.candidate_count, 1);
    today_is("2013-06-30");
}

static void a_visit_ends_with_a_result_and_is_not_asked_for_again_at_once(void **state)
{
    (void)state;
    on_each_engine(body_close);
}

static void end_with_income(struct county *c, int64_t household, int64_t yuan)
{
    struct error e;
    assert_ok_e(registry_change_income(c->db, COUNTY, household, FEN(yuan * 100),
                                       month_make(2013, 3), &ACTOR, &e),
                &e);
    assert_ok_e(registry_set_status(c->db, COUNTY, household, ENTITLEMENT_ENDED, "收入超标",
                                    month_make(2013, 5), &ACTOR, &e),
                &e);
}

static int64_t standard_yuan(struct county *c)
{
    struct policy_table *table;
    struct policy policy;
    struct error e;
    assert_ok_e(policy_table_read(c->db, COUNTY, KNOWN_NOW, c->arena, &table, &e), &e);
    assert_ok_e(policy_at(table, PROGRAMME_DIBAO, month_make(2013, 6), &policy, &e), &e);
    return policy.value[POLICY_DIBAO_STANDARD_YEAR].v / 100;
}

static int64_t single(struct county *c, int year, int month, int day, const char *name)
{
    return county_household(c, PROGRAMME_DIBAO, FROM,
                            (const struct person_made[]){
                                {kept(id_number(year, month, day, 9)), name, RELATION_HEAD, true}},
                            1);
}

static void body_sweep(struct county *c)
{
    struct error e;
    struct match_sweep r;
    plan_in(c);
    int64_t standard = standard_yuan(c);
    end_with_income(c, single(c, 1980, 1, 1, "刚低于"), standard - 1);
    end_with_income(c, single(c, 1981, 1, 1, "等于"), standard);
    int64_t again = single(c, 1982, 1, 1, "又享受");
    end_with_income(c, again, 0);
    assert_ok_e(registry_set_status(c->db, COUNTY, again, ENTITLEMENT_ACTIVE, "",
                                    month_make(2013, 6), &ACTOR, &e),
                &e);
    int64_t empty = single(c, 1983, 1, 1, "已去世");
    end_with_income(c, empty, 0);
    (void)empty;
    assert_ok_e(registry_report_death(c->db, COUNTY, c->keys, id_number(1983, 1, 1, 9),
                                      date_make(2013, 2, 1), &ACTOR, &e),
                &e);
    single(c, 1953, 6, 30, "正六十");
    single(c, 1953, 7, 1, "差一天");
    county_household(c, PROGRAMME_DIBAO, FROM,
                     (const struct person_made[]){
                         {kept(id_number(1940, 1, 1, 8)), "有老伴", RELATION_HEAD, true},
                         {kept(id_number(1941, 1, 1, 8)), "老伴", RELATION_SPOUSE, true}},
                     2);
    county_household(c, PROGRAMME_WUBAO, FROM,
                     (const struct person_made[]){
                         {kept(id_number(1940, 1, 1, 7)), "五保户", RELATION_HEAD, true}},
                     1);
    assert_ok_e(match_sweep(c->db, COUNTY, &BUREAU, &r, &e), &e);
    assert_int_equal(r.found, 2);
    assert_int_equal(r.opened, 2);
    const struct match_candidate *low = candidate_named(c, "刚低于");
    assert_non_null(low);
    assert_int_equal(low->reasons, 1u << MATCH_ENDED);
    assert_int_equal(low->programme, PROGRAMME_DIBAO);
    assert_int_equal(low->division, VILLAGE);
    const struct match_candidate *old = candidate_named(c, "正六十");
    assert_non_null(old);
    assert_int_equal(old->reasons, 1u << MATCH_ALONE);
    assert_int_equal(old->programme, PROGRAMME_WUBAO);
    assert_null(candidate_named(c, "等于"));
    assert_null(candidate_named(c, "又享受"));
    assert_null(candidate_named(c, "已去世"));
    assert_null(candidate_named(c, "差一天"));
    assert_null(candidate_named(c, "有老伴"));
    assert_null(candidate_named(c, "五保户"));
    assert_ok_e(match_sweep(c->db, COUNTY, &BUREAU, &r, &e), &e);
    assert_int_equal(r.found, 2);
    assert_int_equal(r.opened, 0);
}

static void the_registry_names_who_fell_under_the_standard_and_who_is_old_and_alone(void **state)
{
    (void)state;
    on_each_engine(body_sweep);
}

/* What casework leaves of a refused application. */
static void refused_case(struct county *c, int64_t id, const char *number, int64_t income_yuan,
                         int people)
{
    struct error e;
    uint8_t index[BLIND_INDEX_BYTES];
    char sql[2048], hex[2 * BLIND_INDEX_BYTES + 1];
    bool is_sqlite = db_engine(c->db) == DB_SQLITE;
    blind_index(c->keys, SEAL_ID_NUMBER, number, index);
    for (size_t i = 0; i < sizeof index; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", index[i]);
    (void)snprintf(
        sql, sizeof sql,
        "INSERT INTO case_file VALUES (341823, %d, 'DB2013-%d', 'r%d', %d, 1, 341823100204, 0, 0, "
        "%d, 1, "
        "20130301, 0, 20130401, 0, 20130401, '申请人%d', 'sqr', '0001', %d, %d, 0, %lld, 0, 0, 0, "
        "0, 0, 0, 1, 1);"
        "INSERT INTO case_person VALUES (341823, %d, %s%s', 0)",
        (int)id, (int)id, (int)id, CASE_DIBAO, STATE_REFUSED, (int)id, people, people,
        (long long)income_yuan * 100, (int)id, is_sqlite ? "x'" : "'\\x", hex);
    assert_ok_e(db_execute_raw(c->db, sql, &e), &e);
}

static void body_refused(struct county *c)
{
    struct error e;
    struct match_sweep r;
    plan_in(c);
    int64_t standard = standard_yuan(c);
    refused_case(c, 1, id_number(1980, 1, 1, 1), 3 * standard - 1, 3);
    refused_case(c, 2, id_number(1980, 1, 1, 2), 3 * standard, 3);
    single(c, 1980, 1, 1, "后来获批");
    refused_case(c, 3, id_number(1980, 1, 1, 9), 0, 1);
    assert_ok_e(match_sweep(c->db, COUNTY, &BUREAU, &r, &e), &e);
    assert_int_equal(r.opened, 1);
    const struct match_candidate *found = candidate_named(c, "申请人1");
    assert_non_null(found);
    assert_int_equal(found->reasons, 1u << MATCH_REFUSED);
}

static void a_refused_application_is_looked_at_again_under_the_standard_of_today(void **state)
{
    (void)state;
    on_each_engine(body_refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_list_of_those_in_need_names_whose_household_receives_nothing),
        cmocka_unit_test(a_visit_ends_with_a_result_and_is_not_asked_for_again_at_once),
        cmocka_unit_test(the_registry_names_who_fell_under_the_standard_and_who_is_old_and_alone),
        cmocka_unit_test(a_refused_application_is_looked_at_again_under_the_standard_of_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
