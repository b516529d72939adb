/* Faults planted in cases, their steps, notices, objections and spot checks. */
#include "audit/tamper.h"

#include "domain/plan/plan.h"
#include "office/demo/cases.h"

/* An approved dibao application with its benefit, its second notice over. */
#define CASE "(SELECT min(id) FROM case_file WHERE kind = 1 AND state = 14)"
#define STEP(action) "county = 341823 AND case_id = " CASE " AND action = " #action
#define NOTICE "(SELECT min(notice) FROM notice_row WHERE case_id = " CASE ")"
#define DRAWN                                                                                      \
    "(SELECT min(c.case_id) FROM sample_case AS c JOIN case_file AS f ON f.county = c.county AND " \
    "f.id = c.case_id WHERE c.reason = 1 AND f.kind = 1 AND f.state = 14)"

static const struct fault FAULTS[] = {
    {"a decision by the maker",
     "UPDATE case_step SET actor = (SELECT min(m.actor) FROM case_step AS m WHERE m.case_id = "
     "case_step.case_id AND m.action = 7) WHERE " STEP(15),
     "CASE_DUTY"},
    {"a review by the surveyor",
     "UPDATE case_step SET actor = (SELECT min(m.actor) FROM case_step AS m WHERE m.case_id = "
     "case_step.case_id AND m.action = 7) WHERE " STEP(9),
     "CASE_DUTY"},
    {"a decision in another's name", "UPDATE case_step SET actor = 'mallory' WHERE " STEP(15),
     "CASE_UNRECORDED"},
    {"a state set by hand", "UPDATE case_file SET state = 14 WHERE kind = 1 AND state = 11",
     "CASE_STATE"},
    {"a grant without a decision", "UPDATE case_file SET state = 14 WHERE kind = 1 AND state = 4",
     "CASE_STATE"},
    {"a step cut out", "DELETE FROM case_step WHERE " STEP(8), "CASE_GAP"},
    {"the last step cut off",
     "DELETE FROM case_step WHERE case_id = " CASE
     " AND seq = (SELECT max(l.seq) FROM case_step AS l WHERE l.case_id = " CASE ")",
     "CASE_STATE"},
    {"a survey never made", "UPDATE case_step SET action = 6 WHERE " STEP(7), "CASE_SKIPPED"},
    {"a notice never posted", "UPDATE case_step SET action = 6 WHERE " STEP(11), "CASE_SKIPPED"},
    {"a step dated before the one it follows",
     "UPDATE case_step SET on_date = 20130101 WHERE " STEP(15), "CASE_DAY"},
    {"words changed on a form",
     "UPDATE case_step SET content_sealed = (SELECT o.content_sealed FROM case_step AS o WHERE "
     "o.case_id = " CASE " AND o.action = 8) WHERE " STEP(7),
     "CASE_CONTENT"},
    {"words and their hash changed",
     "UPDATE case_step SET (content_sealed, content_sha256) = (SELECT o.content_sealed, "
     "o.content_sha256 FROM case_step AS o WHERE o.case_id = " CASE
     " AND o.action = 8) WHERE " STEP(7),
     "CASE_CONTENT"},
    {"an application changed",
     "UPDATE case_form SET content_sealed = (SELECT s.content_sealed FROM case_step AS s WHERE "
     "s.case_id = " CASE " AND s.action = 8) WHERE version = 1 AND case_id = " CASE,
     "CASE_FORM"},
    {"an application and its hash changed",
     "UPDATE case_form SET (content_sealed, content_sha256) = (SELECT s.content_sealed, "
     "s.content_sha256 FROM case_step AS s WHERE s.case_id = " CASE
     " AND s.action = 8) WHERE version = 1 AND case_id = " CASE,
     "CASE_FORM"},
    {"a notice's result changed on a case",
     "UPDATE case_step SET (content_sealed, content_sha256) = (SELECT o.content_sealed, "
     "o.content_sha256 FROM case_step AS o WHERE o.case_id = " CASE
     " AND o.action = 8) WHERE case_id = " CASE " AND action = 11",
     "CASE_CONTENT"},
    {"a spot check skipped",
     "UPDATE case_step SET action = 10 WHERE case_id = " DRAWN " AND action = 14",
     "SAMPLE_SKIPPED"},
    {"a case kept out of the draw", "DELETE FROM sample_case WHERE case_id = " CASE,
     "SAMPLE_SKIPPED"},
    {"a case kept out of the draw, counted", "DELETE FROM sample_case WHERE case_id = " CASE,
     "SAMPLE_SHARE"},
    {"a drawn case called not drawn", "UPDATE sample_case SET reason = 0 WHERE case_id = " DRAWN,
     "SAMPLE_DRAW"},
    {"another seed published", "UPDATE sample SET seed = 'lucky'", "SAMPLE_DRAW"},
    {"fewer drawn than the share says", "UPDATE sample SET rate_bp = 10000", "SAMPLE_DRAW"},
    {"a near relative not drawn", "UPDATE case_file SET is_relative = 1 WHERE id = " CASE,
     "SAMPLE_RELATIVE"},
    {"a notice cut short", "UPDATE notice SET closed_on = last_day WHERE id = " NOTICE,
     "NOTICE_CUT"},
    {"a case taken out of its notice early",
     "UPDATE case_step SET on_date = (SELECT min(n.last_day) FROM notice AS n WHERE n.id = " NOTICE
     ") WHERE case_id = " CASE " AND action IN (11, 14, 15)",
     "NOTICE_CUT"},
    {"a notice with too few days", "UPDATE notice SET days = days + 7 WHERE id = " NOTICE,
     "NOTICE_SHORT"},
    {"a notice whose last day came sooner",
     "UPDATE notice SET last_day = posted_on WHERE id = " NOTICE, "NOTICE_SHORT"},
    {"an amount changed on a notice",
     "UPDATE notice_row SET amount_month_fen = amount_month_fen + 100 WHERE notice = " NOTICE,
     "NOTICE_ALTERED"},
    {"a name changed on a notice", "UPDATE notice_row SET head_name = 'x' WHERE notice = " NOTICE,
     "NOTICE_ALTERED"},
    {"a notice with its hash replaced",
     "UPDATE notice SET sha256 = (SELECT o.sha256 FROM notice AS o WHERE o.id = (SELECT max(id) "
     "FROM notice)) WHERE id = " NOTICE,
     "NOTICE_ALTERED"},
    {"a row struck off a notice", "DELETE FROM notice_row WHERE notice = " NOTICE, "NOTICE_ROWS"},
    {"another head printed on a notice",
     "UPDATE notice SET head_change = head_change - 1 WHERE id = " NOTICE, "NOTICE_HEAD"},
    {"a chain rewritten after it was printed",
     "UPDATE change_trail SET hash = prev_hash WHERE id = (SELECT head_change FROM notice WHERE id "
     "= " NOTICE ")",
     "NOTICE_HEAD"},
    {"an objection set aside",
     "INSERT INTO objection (county, id, notice, case_id, received_on, due_on, content_sealed, "
     "recorded_by, known_from, decided_on, is_upheld, finding, decided_by, decided_change) SELECT "
     "county, 9999, id, " CASE
     ", posted_on, last_day, sha256, 'x', 1, 0, 0, '', '', 0 FROM notice WHERE id = " NOTICE,
     "OBJECTION_OPEN"},
    {"a benefit granted and not written",
     "UPDATE case_file SET household = 99999999 WHERE id = " CASE, "CASE_GRANT"},
};

static void knock_on_doors(struct world *w)
{
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = 1,
                                   .wubao_persons = 1,
                                   .month = month_make(2013, 6)};
    struct payment_context context = {
        .county = COUNTY_JINGXIAN, .actor = ACTOR_SYSTEM, .keys = w->keys};
    struct demo_case_counts counts;
    struct error e = {0};
    assert_ok_e(demo_ground_read(w->db, COUNTY_JINGXIAN, w->arena, &options, &e), &e);
    assert_ok_e(
        demo_cases_store(w->db, &context, &options, date_make(2013, 7, 4), NULL, &counts, &e), &e);
    assert_true(counts.cases > 80);
}

static int setup(void **state)
{
    (void)state;
    worlds_open(knock_on_doors);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    worlds_close();
    return 0;
}

static void honest_casework_ties_out(void **state)
{
    (void)state;
    worlds_tie_out();
}

static void every_fault_in_casework_is_named(void **state)
{
    (void)state;
    faults_are_named(FAULTS, sizeof(FAULTS) / sizeof(FAULTS[0]));
}

/* What the database itself refuses needs no auditor. */
static void the_database_guards_casework(void **state)
{
    static const char *const refused[] = {
        "INSERT INTO case_step SELECT * FROM case_step WHERE case_id = " CASE,
        "UPDATE case_file SET receipt = (SELECT min(receipt) FROM case_file)",
        "UPDATE case_person SET is_open = 1, id_index = (SELECT p.id_index FROM case_person AS p "
        "ORDER BY p.case_id, p.id_index LIMIT 1)",
        "UPDATE notice SET last_day = posted_on - 1",
        "UPDATE sample SET selected = population + 1",
        "INSERT INTO single_grant SELECT county, 1, id, 201306, 1, 2147483647, 1, 1, 0, '', 0 FROM "
        "household",
    };
    (void)state;
    statements_are_refused(refused, sizeof(refused) / sizeof(refused[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(honest_casework_ties_out),
        cmocka_unit_test(every_fault_in_casework_is_named),
        cmocka_unit_test(the_database_guards_casework),
    };
    return cmocka_run_group_tests_name("audit-case", tests, setup, teardown);
}
