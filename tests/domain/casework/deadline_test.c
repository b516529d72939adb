/* Days by law: the worked examples, every limit of both rule sets at its edge, all dates of 2012 to
   2027 against somebody who counts day by day. */
#include "support/test_support.h"

#include <stdio.h>

#include "base/calendar.h"
#include "domain/casework/deadline.h"
#include "support/testdb.h"

#define ARENA_BYTES ((size_t)64 << 20)

static const char *const PLANS[] = {MINSHENG_PLANS "/jingxian-2013.yaml",
                                    MINSHENG_PLANS "/example-today.yaml"};

struct world {
    struct db *db;
    struct arena *arena;
    struct keyring *keys;
};

static void world_open(struct world *w, enum db_engine engine, const char *plan_path)
{
    struct testdb t;
    struct plan *plan;
    struct error e = {0};
    testdb_fresh(engine, &t);
    *w = (struct world){.db = testdb_open(t.url, DB_WRITER), .arena = arena_new(ARENA_BYTES)};
    assert_ok_e(keyring_open(test_path("deadline.key"), true, &w->keys, &e), &e);
    if (!plan_path)
        return;
    assert_ok_e(plan_read(plan_path, w->arena, &plan, &e), &e);
    assert_ok_e(plan_load(w->db, plan, plan_content(plan), w->keys, "admin", NULL, &e), &e);
}

static void world_close(struct world *w)
{
    db_close(w->db);
    keyring_free(w->keys);
    arena_free(w->arena);
}

static struct case_rules rules_of(enum db_engine engine, const char *plan_path, struct month m)
{
    struct world w;
    struct case_rules rules;
    struct error e = {0};
    world_open(&w, engine, plan_path);
    assert_ok_e(case_rules_read(w.db, COUNTY_JINGXIAN, m, &rules, &e), &e);
    world_close(&w);
    return rules;
}

static int64_t ymd(struct date d)
{
    return date_yyyymmdd(d);
}

/* §A.2, last paragraph. */
static void the_worked_examples(void **state)
{
    (void)state;
    for (int engine = DB_SQLITE; engine <= (testdb_has_postgres() ? DB_POSTGRES : DB_SQLITE);
         engine++) {
        struct case_rules rules = rules_of((enum db_engine)engine, PLANS[0], month_make(2013, 9));
        assert_int_equal(rules.rule_set, 2012);
        struct date accepted = date_make(2013, 9, 16);
        struct date surveyed = case_limit_due(&rules, LIMIT_SURVEY, accepted);
        assert_int_equal(ymd(surveyed), 20130930);
        assert_int_equal(ymd(case_limit_due(&rules, LIMIT_DELIBERATE, surveyed)), 20131012);
        struct date posted = date_make(2013, 9, 25);
        assert_int_equal(ymd(case_notice_last_day(&rules, posted)), 20131001);
        rules.notice.is_working = true;
        assert_int_equal(ymd(case_notice_last_day(&rules, posted)), 20131009);
        assert_int_equal(ymd(case_limit_due(&rules, LIMIT_NOTICE, posted)), 20131009);
    }
}

/* One day after the other; the day of the event is not counted. */
static struct date counted(struct date start, int days, bool is_working)
{
    while (days > 0) {
        start.v++;
        if (!is_working || calendar_is_working_day(start))
            days--;
    }
    return start;
}

static struct date notice_counted(struct date first, int days, bool is_working)
{
    struct date d = first;
    for (;; d.v++) {
        if (!is_working || calendar_is_working_day(d))
            days--;
        if (days == 0)
            return d;
    }
}

/* §N.3 invariant 11. */
static void every_date_agrees_with_counting_days(void **state)
{
    (void)state;
    struct case_rules sets[2] = {rules_of(DB_SQLITE, PLANS[0], month_make(2013, 1)),
                                 rules_of(DB_SQLITE, PLANS[1], month_make(2024, 1))};
    for (struct date d = date_make(2012, 1, 1); d.v <= date_make(2027, 12, 31).v; d.v++) {
        for (size_t set = 0; set < 2; set++) {
            struct case_rules *r = &sets[set];
            for (int l = LIMIT_NONE + 1; l < LIMIT_COUNT; l++) {
                if (l == LIMIT_NOTICE)
                    continue;
                struct day_limit limit = r->limit[l];
                assert_int_equal(case_limit_due(r, (enum case_limit)l, d).v,
                                 counted(d, limit.days, limit.is_working).v);
            }
            for (int is_working = 0; is_working < 2; is_working++) {
                r->notice.is_working = is_working;
                assert_int_equal(case_notice_last_day(r, d).v,
                                 notice_counted(d, r->notice.days, is_working).v);
            }
        }
    }
}

/* A working limit ends on a working day, with exactly its working days in between; the day before
   has one less. */
static void every_limit_has_its_edge(void **state)
{
    (void)state;
    for (size_t set = 0; set < 2; set++) {
        struct case_rules r = rules_of(DB_SQLITE, PLANS[set], month_make(set ? 2024 : 2013, 9));
        struct date start = date_make(set ? 2024 : 2013, 9, 27);
        for (int l = LIMIT_NONE + 1; l < LIMIT_COUNT; l++) {
            struct day_limit limit = r.limit[l];
            struct date due = case_limit_due(&r, (enum case_limit)l, start);
            assert_true(limit.days > 0);
            if (l == LIMIT_NOTICE) {
                assert_int_equal(due.v, start.v + limit.days - 1);
            } else if (limit.is_working) {
                assert_true(calendar_is_working_day(due));
                assert_int_equal(calendar_working_days_between(start, due), limit.days);
                assert_int_equal(calendar_working_days_between(start, (struct date){due.v - 1}),
                                 limit.days - 1);
            } else {
                assert_int_equal(due.v, start.v + limit.days);
            }
        }
        r.limit[LIMIT_ACCEPT].days = 0;
        assert_int_equal(case_limit_due(&r, LIMIT_ACCEPT, start).v, 0);
        assert_int_equal(case_limit_due(&r, LIMIT_NONE, start).v, 0);
    }
}

static void the_two_rule_sets_say_what_their_documents_say(void **state)
{
    (void)state;
    struct case_rules old = rules_of(DB_SQLITE, PLANS[0], month_make(2013, 1));
    struct case_rules new = rules_of(DB_SQLITE, PLANS[1], month_make(2024, 1));
    assert_int_equal(new.rule_set, 2021);
    assert_true(old.is_deliberation_required);
    assert_false(new.is_deliberation_required);
    assert_int_equal(old.limit[LIMIT_WUBAO_COUNTY].days, 20);
    assert_false(old.limit[LIMIT_WUBAO_COUNTY].is_working);
    assert_int_equal(new.limit[LIMIT_DECIDE].days, 10);
    assert_true(new.limit[LIMIT_DECIDE].is_working);
    assert_int_equal(old.spot_check_bp, 3000);
    assert_int_equal(old.investigators_min, 2);
    assert_int_equal(old.recheck_months[3], 3);
    assert_int_equal(new.recheck_months[3], 6);
    /* Two thirds of any meeting up to 200 are two thirds. */
    for (int present = 1; present <= 200; present++) {
        for (int villagers = 0; villagers <= present; villagers++)
            assert_int_equal(villagers * 10000 >= present * old.villagers_share_bp,
                             villagers * 3 >= present * 2);
    }
}

struct setting {
    const char *name, *value;
};

static enum status set_work(struct db *db, void *context, struct error *e)
{
    const struct setting *s = context;
    int64_t change, value;
    TRY(policy_value_parse(s->name, s->value, &value, e));
    TRY(change_record(db, COUNTY_JINGXIAN,
                      &(struct change_entry){
                          .actor = "admin", .action = "plan.set", .subject = "test", .detail = ""},
                      &change, e));
    return parameter_set(db, COUNTY_JINGXIAN, s->name, month_make(2013, 6), value,
                         "泾民〔2013〕5号", NULL, change, e);
}

static void a_county_may_do_otherwise_from_a_month_on(void **state)
{
    (void)state;
    for (int engine = DB_SQLITE; engine <= (testdb_has_postgres() ? DB_POSTGRES : DB_SQLITE);
         engine++) {
        struct world w;
        struct case_rules rules;
        struct error e = {0};
        struct setting setting = {"case.notice_days", "7个工作日"};
        world_open(&w, (enum db_engine)engine, PLANS[0]);
        assert_ok_e(db_transaction(w.db, set_work, &setting, &e), &e);
        assert_ok_e(case_rules_read(w.db, COUNTY_JINGXIAN, month_make(2013, 5), &rules, &e), &e);
        assert_false(rules.notice.is_working);
        assert_ok_e(case_rules_read(w.db, COUNTY_JINGXIAN, month_make(2013, 6), &rules, &e), &e);
        assert_true(rules.notice.is_working);
        assert_int_equal(rules.notice.days, 7);
        struct month before = month_make(2012, 12);
        assert_refused(case_rules_read(w.db, COUNTY_JINGXIAN, before, &rules, &e), &e,
                       "POLICY_MISSING");
        world_close(&w);
        world_open(&w, (enum db_engine)engine, NULL);
        assert_refused(case_rules_read(w.db, COUNTY_JINGXIAN, month_make(2013, 6), &rules, &e), &e,
                       "POLICY_MISSING");
        world_close(&w);
    }
}

static void days_are_written_with_their_unit(void **state)
{
    (void)state;
    static const struct {
        const char *text, *shown; /* NULL: refused */
    } values[] = {{"10 working days", "10个工作日"},
                  {"10个工作日", "10个工作日"},
                  {"1 working day", "1个工作日"},
                  {"7 days", "7天"},
                  {"7天", "7天"},
                  {"20日", "20天"},
                  {"366 days", "366天"},
                  {"10", NULL},
                  {"days", NULL},
                  {"-3 days", NULL},
                  {"10 weeks", NULL},
                  {"367 days", NULL},
                  {"99999999999999 days", NULL}};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        int64_t value;
        struct error e = {0};
        char text[FEN_TEXT_BYTES];
        if (!values[i].shown) {
            assert_refused(policy_value_parse("case.limit.survey", values[i].text, &value, &e), &e,
                           "POLICY_VALUE");
            continue;
        }
        assert_ok_e(policy_value_parse("case.limit.survey", values[i].text, &value, &e), &e);
        policy_value_format(POLICY_CASE_LIMIT_FIRST + LIMIT_SURVEY - 1, value, text);
        assert_string_equal(text, values[i].shown);
    }
    int64_t value;
    struct error e;
    assert_refused(policy_value_parse("case.rule_set", "2013", &value, &e), &e, "POLICY_VALUE");
    assert_refused(policy_value_parse("case.notice_days", "0 days", &value, &e), &e,
                   "POLICY_VALUE");
}

static void every_limit_is_the_parameter_of_its_name(void **state)
{
    (void)state;
    for (int l = LIMIT_NONE + 1; l < LIMIT_COUNT; l++) {
        char name[64];
        (void)snprintf(name, sizeof name, "case.limit.%s", case_limit_code((enum case_limit)l));
        assert_string_equal(policy_key_name((enum policy_key)(POLICY_CASE_LIMIT_FIRST + l - 1)),
                            l == LIMIT_NOTICE ? "case.notice_days" : name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worked_examples),
        cmocka_unit_test(every_date_agrees_with_counting_days),
        cmocka_unit_test(every_limit_has_its_edge),
        cmocka_unit_test(the_two_rule_sets_say_what_their_documents_say),
        cmocka_unit_test(a_county_may_do_otherwise_from_a_month_on),
        cmocka_unit_test(days_are_written_with_their_unit),
        cmocka_unit_test(every_limit_is_the_parameter_of_its_name),
    };
    return cmocka_run_group_tests_name("deadline", tests, NULL, NULL);
}
