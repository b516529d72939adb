/* The policy in force in a month, as known at a time; both engines. */
#include "domain/plan/fixture.h"

#include <string.h>

#include "domain/registry/change.h"
#include "support/testdb.h"

#define WITHOUT_NUMBERS 20 /* two classes that the medical table of 2013 does not know */
#define ARENA_BYTES (64u << 20)
#define COUNTY COUNTY_JINGXIAN
#define M(year, month) month_make((year), (month))

struct world {
    struct db *db;
    struct arena *arena;
    int64_t loaded; /* the change of the plan */
};

static struct policy_table *table(struct world *w, int64_t known)
{
    struct policy_table *t;
    struct error e;
    assert_ok_e(policy_table_read(w->db, COUNTY, known, w->arena, &t, &e), &e);
    return t;
}

static void both(void (*claim)(struct world *w))
{
    for (int engine = DB_SQLITE; engine <= DB_POSTGRES; engine++) {
        if (engine == DB_POSTGRES && !testdb_has_postgres())
            return;
        struct testdb testdb;
        struct error e;
        char hex[HASH_HEX_BYTES];
        CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
        CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
        testdb_fresh((enum db_engine)engine, &testdb);
        CLEANUP(db_cleanup) struct db *db = testdb_open(testdb.url, DB_WRITER);
        assert_ok_e(keyring_open(test_path("key"), true, &keys, &e), &e);
        struct world w = {.db = db, .arena = arena};
        struct plan *plan = fixture_read(arena, PLAN_PATH);
        assert_ok_e(plan_load(db, plan, plan_content(plan), keys, "admin", NULL, &e), &e);
        assert_ok_e(change_head(db, COUNTY, &w.loaded, hex, &e), &e);
        claim(&w);
    }
}

struct setting {
    const char *name;
    struct month from;
    int64_t value;
    const char *clause;
    int64_t change;
};

static enum status set_work(struct db *db, void *context, struct error *e)
{
    struct setting *s = context;
    TRY(change_record(
        db, COUNTY,
        &(struct change_entry){.actor = "admin", .action = "plan.set", .subject = s->name},
        &s->change, e));
    return parameter_set(db, COUNTY, s->name, s->from, s->value, "泾民〔2013〕9号", s->clause,
                         s->change, e);
}

static int64_t set(struct world *w, const char *name, struct month from, int64_t value)
{
    struct setting s = {.name = name, .from = from, .value = value};
    struct error e;
    assert_ok_e(db_transaction(w->db, set_work, &s, &e), &e);
    return s.change;
}

static int64_t standard(const struct policy_table *t, struct month m)
{
    struct policy p;
    struct error e;
    assert_ok_e(policy_at(t, PROGRAMME_DIBAO, m, &p, &e), &e);
    return p.value[POLICY_DIBAO_STANDARD_YEAR].v;
}

static void every_number_of_the_plan_is_in_force_claim(struct world *w)
{
    struct policy p;
    struct error e;
    assert_ok_e(policy_at(table(w, KNOWN_NOW), PROGRAMME_DIBAO, M(2013, 6), &p, &e), &e);
    assert_int_equal(p.month.v, M(2013, 6).v);
    assert_int_equal(p.value[POLICY_DIBAO_STANDARD_YEAR].v, 216000);
    assert_true(p.value[POLICY_DIBAO_STANDARD_YEAR].is_example);
    assert_string_equal(p.value[POLICY_DIBAO_STANDARD_YEAR].document, "示例");
    assert_string_equal(p.value[POLICY_DIBAO_STANDARD_YEAR].clause, "P3.1");
    assert_int_equal(p.value[POLICY_DIBAO_STANDARD_YEAR].from.v, M(2013, 1).v);
    assert_int_equal(p.value[POLICY_DIBAO_STANDARD_YEAR].known_from, w->loaded);
    assert_int_equal(p.value[POLICY_DIBAO_TOPUP_DISABILITY].v, 3000);
    assert_int_equal(p.value[POLICY_DIBAO_TOPUP_ILLNESS].v, 3000);
    assert_int_equal(p.value[POLICY_DIBAO_TOPUP_AGED].v, 2000);
    assert_int_equal(p.value[POLICY_DIBAO_TOPUP_MINOR].v, 2000);
    assert_int_equal(p.value[POLICY_DIBAO_AGED_YEARS].v, 70);
    assert_int_equal(p.value[POLICY_DIBAO_MINOR_YEARS].v, 18);
    assert_int_equal(p.value[POLICY_DIBAO_SEVERE_GRADE].v, 2);
    assert_int_equal(p.value[POLICY_DIBAO_PAY_MONTHS].v, 1);
    assert_int_equal(p.value[POLICY_DIBAO_PAY_DAY].v, 10);
    assert_int_equal(p.value[POLICY_WUBAO_SCATTERED_YEAR].v, 130000);
    assert_false(p.value[POLICY_WUBAO_SCATTERED_YEAR].is_example);
    assert_int_equal(p.value[POLICY_WUBAO_INSTITUTION_YEAR].v, 264000);
    assert_int_equal(p.value[POLICY_RECOVERY_FLOOR].v, 5000);
    for (int fund = FUND_DIBAO; fund <= FUND_HOME_CONSTRUCTION; fund++) {
        int64_t whole = 0;
        for (int source = 0; source < FUND_SOURCE_COUNT; source++)
            whole += p.value[POLICY_FUND_SHARE_FIRST + (fund - 1) * FUND_SOURCE_COUNT + source].v;
        assert_int_equal(whole, 10000);
    }
}

static void a_month_before_the_first_value_is_refused_claim(struct world *w)
{
    struct policy p;
    struct error e;
    struct policy_table *t = table(w, KNOWN_NOW);
    assert_ok(policy_at(t, PROGRAMME_WUBAO, M(2013, 1), &p, &e));
    assert_refused(policy_at(t, PROGRAMME_WUBAO, M(2012, 12), &p, &e), &e, "POLICY_MISSING");
    assert_non_null(strstr(e.message, "wubao.scattered_year"));
    assert_refused(policy_at(t, PROGRAMME_DIBAO, M(2012, 12), &p, &e), &e, "POLICY_MISSING");
    assert_non_null(strstr(e.message, "dibao.standard_year"));
    /* before anything was known */
    assert_refused(policy_at(table(w, w->loaded - 1), PROGRAMME_DIBAO, M(2013, 1), &p, &e), &e,
                   "POLICY_MISSING");
}

static void a_value_holds_from_its_month_to_the_next_decided_one_claim(struct world *w)
{
    set(w, "dibao.standard_year", M(2013, 7), 240000);
    set(w, "dibao.standard_year", M(2013, 4), 230000);
    struct policy_table *t = table(w, KNOWN_NOW);
    assert_int_equal(standard(t, M(2013, 3)), 216000);
    assert_int_equal(standard(t, M(2013, 4)), 230000);
    assert_int_equal(standard(t, M(2013, 6)), 230000);
    assert_int_equal(standard(t, M(2013, 7)), 240000);
    assert_int_equal(standard(t, M(2020, 1)), 240000);
}

static void what_was_known_stays_known_as_it_was_claim(struct world *w)
{
    int64_t first = set(w, "dibao.standard_year", M(2013, 7), 240000);
    int64_t second = set(w, "dibao.standard_year", M(2013, 7), 250000);
    assert_int_equal(standard(table(w, w->loaded), M(2013, 7)), 216000);
    assert_int_equal(standard(table(w, first - 1), M(2013, 7)), 216000);
    assert_int_equal(standard(table(w, first), M(2013, 7)), 240000);
    assert_int_equal(standard(table(w, second - 1), M(2013, 7)), 240000);
    assert_int_equal(standard(table(w, second), M(2013, 7)), 250000);
    assert_int_equal(standard(table(w, KNOWN_NOW), M(2013, 7)), 250000);
    assert_int_equal(standard(table(w, second), M(2013, 6)), 216000);
}

static void the_first_changed_month_is_found_by_value_claim(struct world *w)
{
    struct policy_table *t = table(w, KNOWN_NOW);
    assert_int_equal(policy_changed_since(t, PROGRAMME_DIBAO, w->loaded).v, MONTH_OPEN.v);
    assert_int_equal(policy_changed_since(t, PROGRAMME_DIBAO, 0).v, M(2013, 1).v);
    int64_t raise = set(w, "dibao.standard_year", M(2013, 4), 240000);
    int64_t aged = set(w, "dibao.topup.aged_years", M(2013, 6), 65);
    /* The same value said again, by another document, moves nobody's money. */
    set(w, "dibao.standard_year", M(2013, 4), 240000);
    t = table(w, KNOWN_NOW);
    assert_int_equal(policy_changed_since(t, PROGRAMME_DIBAO, w->loaded).v, M(2013, 4).v);
    assert_int_equal(policy_changed_since(t, PROGRAMME_DIBAO, raise).v, M(2013, 6).v);
    assert_int_equal(policy_changed_since(t, PROGRAMME_DIBAO, aged).v, MONTH_OPEN.v);
    assert_int_equal(policy_changed_since(t, PROGRAMME_WUBAO, w->loaded).v, MONTH_OPEN.v);
    /* Neither the day of payment nor the floor of recoveries changes what a past month was worth.
     */
    int64_t before = set(w, "wubao.pay_day", M(2013, 2), 15);
    set(w, "recovery.floor", M(2013, 2), 6000);
    set(w, "wubao.scattered_year", M(2013, 9), 150000);
    assert_int_equal(policy_changed_since(table(w, KNOWN_NOW), PROGRAMME_WUBAO, before).v,
                     M(2013, 9).v);
}

static void what_changed_between_two_times_is_listed_by_month_claim(struct world *w)
{
    struct parameter_difference *list;
    size_t count;
    struct error e;
    int64_t first = set(w, "dibao.standard_year", M(2013, 7), 240000);
    set(w, "dibao.standard_year", M(2013, 4), 230000);
    set(w, "dibao.topup.aged", M(2013, 7), 2000); /* as it was */
    assert_ok_e(
        parameter_differences(w->db, COUNTY, w->loaded, KNOWN_NOW, w->arena, &list, &count, &e),
        &e);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].key, POLICY_DIBAO_STANDARD_YEAR);
    assert_int_equal(list[0].from.v, M(2013, 4).v);
    assert_int_equal(list[0].value, 230000);
    assert_int_equal(list[1].from.v, M(2013, 7).v);
    assert_int_equal(list[1].value, 240000);
    assert_string_equal(list[1].document, "泾民〔2013〕9号");
    assert_ok_e(parameter_differences(w->db, COUNTY, first, w->loaded, w->arena, &list, &count, &e),
                &e);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].from.v, M(2013, 7).v);
    assert_int_equal(list[0].value, 216000);
    assert_ok_e(parameter_differences(w->db, COUNTY, w->loaded, 0, w->arena, &list, &count, &e),
                &e);
    assert_int_equal(count, POLICY_COUNT - WITHOUT_NUMBERS);
    assert_false(list[0].is_set);
}

static void a_value_taken_back_leaves_the_old_one_claim(struct world *w)
{
    int64_t mistake = set(w, "dibao.standard_year", M(2013, 4), 20000);
    set(w, "dibao.standard_year", M(2013, 4), 216000);
    struct policy_table *t = table(w, KNOWN_NOW);
    assert_int_equal(standard(t, M(2013, 4)), 216000);
    assert_int_equal(policy_changed_since(t, PROGRAMME_DIBAO, mistake).v, M(2013, 4).v);
    assert_int_equal(policy_changed_since(t, PROGRAMME_DIBAO, w->loaded).v, MONTH_OPEN.v);
}

static enum status set_twice_work(struct db *db, void *context, struct error *e)
{
    struct setting *s = context;
    TRY(set_work(db, context, e));
    return parameter_set(db, COUNTY, s->name, s->from, s->value + 1, "x", NULL, s->change, e);
}

static void the_last_word_of_one_change_holds_claim(struct world *w)
{
    struct setting s = {.name = "dibao.standard_year", .from = M(2013, 7), .value = 240000};
    struct error e;
    assert_ok_e(db_transaction(w->db, set_twice_work, &s, &e), &e);
    assert_int_equal(standard(table(w, KNOWN_NOW), M(2013, 7)), 240001);
    assert_int_equal(standard(table(w, s.change - 1), M(2013, 7)), 216000);
}

static void a_set_value_keeps_the_clause_unless_told_claim(struct world *w)
{
    struct policy p;
    struct error e;
    struct setting s = {
        .name = "dibao.standard_year", .from = M(2014, 1), .value = 1, .clause = "P3.3"};
    set(w, "dibao.standard_year", M(2013, 7), 240000);
    assert_ok_e(db_transaction(w->db, set_work, &s, &e), &e);
    struct policy_table *t = table(w, KNOWN_NOW);
    assert_ok(policy_at(t, PROGRAMME_DIBAO, M(2013, 7), &p, &e));
    assert_string_equal(p.value[POLICY_DIBAO_STANDARD_YEAR].clause, "P3.1");
    assert_string_equal(p.value[POLICY_DIBAO_STANDARD_YEAR].document, "泾民〔2013〕9号");
    assert_false(p.value[POLICY_DIBAO_STANDARD_YEAR].is_example);
    assert_ok(policy_at(t, PROGRAMME_DIBAO, M(2014, 1), &p, &e));
    assert_string_equal(p.value[POLICY_DIBAO_STANDARD_YEAR].clause, "P3.3");
}

static void a_value_out_of_range_is_refused_and_leaves_no_trace_claim(struct world *w)
{
    struct error e;
    struct setting bad[] = {
        {.name = "dibao.standard", .from = M(2013, 7), .value = 240000},
        {.name = "dibao.standard_year", .from = M(2013, 7), .value = 0},
        {.name = "dibao.topup.aged", .from = M(2013, 7), .value = 10001},
        {.name = "dibao.pay_months", .from = M(2013, 7), .value = 2},
    };
    assert_refused(db_transaction(w->db, set_work, &bad[0], &e), &e, "POLICY_UNKNOWN");
    for (size_t i = 1; i < sizeof bad / sizeof bad[0]; i++)
        assert_refused(db_transaction(w->db, set_work, &bad[i], &e), &e, "POLICY_VALUE");
    int64_t head;
    char hex[HASH_HEX_BYTES];
    assert_ok(change_head(w->db, COUNTY, &head, hex, &e));
    assert_int_equal(head, w->loaded);
}

static void what_if_holds_in_memory_only_claim(struct world *w)
{
    struct error e;
    struct policy p;
    struct policy_table *t = table(w, KNOWN_NOW);
    assert_ok_e(policy_table_set(t, "dibao.standard_year=2400.00", M(2013, 7), &e), &e);
    assert_ok_e(policy_table_set(t, "dibao.topup.aged=25.5%", M(2013, 7), &e), &e);
    assert_ok_e(policy_table_set(t, "dibao.topup.minor=2500", M(2013, 7), &e), &e);
    assert_ok_e(policy_table_set(t, "dibao.topup.aged_years=65", M(2013, 7), &e), &e);
    assert_int_equal(standard(t, M(2013, 6)), 216000);
    assert_ok_e(policy_at(t, PROGRAMME_DIBAO, M(2013, 7), &p, &e), &e);
    assert_int_equal(p.value[POLICY_DIBAO_STANDARD_YEAR].v, 240000);
    assert_int_equal(p.value[POLICY_DIBAO_TOPUP_AGED].v, 2550);
    assert_int_equal(p.value[POLICY_DIBAO_TOPUP_MINOR].v, 2500);
    assert_int_equal(p.value[POLICY_DIBAO_AGED_YEARS].v, 65);
    assert_int_equal(policy_changed_since(t, PROGRAMME_DIBAO, KNOWN_NOW).v, M(2013, 7).v);
    assert_ok_e(policy_table_set(t, "dibao.standard_year=2300", M(2013, 7), &e), &e);
    assert_int_equal(standard(t, M(2013, 7)), 230000);
    assert_int_equal(standard(table(w, KNOWN_NOW), M(2013, 7)), 216000);

    assert_refused(policy_table_set(t, "dibao.standard_year", M(2013, 7), &e), &e,
                   "POLICY_ASSIGNMENT");
    assert_refused(policy_table_set(t, "dibao.standrad_year=2400", M(2013, 7), &e), &e,
                   "POLICY_UNKNOWN");
    assert_refused(policy_table_set(t, "dibao.topup.aged=101%", M(2013, 7), &e), &e,
                   "POLICY_VALUE");
    assert_status(policy_table_set(t, "dibao.standard_year=24a", M(2013, 7), &e), STATUS_REFUSED);
    assert_status(policy_table_set(t, "dibao.topup.aged=12.345%", M(2013, 7), &e), STATUS_REFUSED);
    assert_status(policy_table_set(t, "dibao.topup.aged=%", M(2013, 7), &e), STATUS_REFUSED);
}

static void a_value_is_written_as_it_is_read(void **state)
{
    (void)state;
    static const struct {
        enum policy_key key;
        const char *text;
    } values[] = {{POLICY_DIBAO_STANDARD_YEAR, "2160.00"},
                  {POLICY_DIBAO_TOPUP_AGED, "20%"},
                  {POLICY_DIBAO_TOPUP_AGED, "12.05%"},
                  {POLICY_DIBAO_AGED_YEARS, "70"},
                  {POLICY_FUND_SHARE_FIRST + 19, "30%"}};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        int64_t value;
        struct error e;
        char text[FEN_TEXT_BYTES];
        assert_ok_e(policy_value_parse(policy_key_name(values[i].key), values[i].text, &value, &e),
                    &e);
        assert_string_equal(policy_value_format(values[i].key, value, text), values[i].text);
    }
    assert_string_equal(policy_key_name(POLICY_FUND_SHARE_FIRST +
                                        (FUND_WUBAO - 1) * FUND_SOURCE_COUNT + SOURCE_CITY),
                        "fund.wubao.share.city");
}

#define ON_BOTH(claim)                                                                             \
    static void claim(void **state)                                                                \
    {                                                                                              \
        (void)state;                                                                               \
        both(claim##_claim);                                                                       \
    }
ON_BOTH(every_number_of_the_plan_is_in_force)
ON_BOTH(a_month_before_the_first_value_is_refused)
ON_BOTH(a_value_holds_from_its_month_to_the_next_decided_one)
ON_BOTH(what_was_known_stays_known_as_it_was)
ON_BOTH(the_first_changed_month_is_found_by_value)
ON_BOTH(what_changed_between_two_times_is_listed_by_month)
ON_BOTH(a_value_taken_back_leaves_the_old_one)
ON_BOTH(the_last_word_of_one_change_holds)
ON_BOTH(a_set_value_keeps_the_clause_unless_told)
ON_BOTH(a_value_out_of_range_is_refused_and_leaves_no_trace)
ON_BOTH(what_if_holds_in_memory_only)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_of_the_plan_is_in_force),
        cmocka_unit_test(a_month_before_the_first_value_is_refused),
        cmocka_unit_test(a_value_holds_from_its_month_to_the_next_decided_one),
        cmocka_unit_test(what_was_known_stays_known_as_it_was),
        cmocka_unit_test(the_first_changed_month_is_found_by_value),
        cmocka_unit_test(what_changed_between_two_times_is_listed_by_month),
        cmocka_unit_test(a_value_taken_back_leaves_the_old_one),
        cmocka_unit_test(the_last_word_of_one_change_holds),
        cmocka_unit_test(a_set_value_keeps_the_clause_unless_told),
        cmocka_unit_test(a_value_out_of_range_is_refused_and_leaves_no_trace),
        cmocka_unit_test(what_if_holds_in_memory_only),
        cmocka_unit_test(a_value_is_written_as_it_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
