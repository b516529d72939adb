/* Faults planted in scores, self-assessments, visits, orders to put right and their record. */
#include "audit/tamper.h"

#include <stdlib.h>

#include "domain/inspection/rectification.h"
#include "office/demo/motion.h"

#define COUNTY COUNTY_JINGXIAN
#define LAST "known_to = 2147483647"
#define TOWNSHIP "341823100000"
#define FIRST                                                                                      \
    "(SELECT min(r.township) FROM assessment_rank AS r WHERE r.rank_no = 1 AND r." LAST ")"
#define CLOSED "(SELECT min(id) FROM rectification WHERE state = 4)"

static const struct fault FAULTS[] = {
    {"a total raised",
     "UPDATE assessment_rank SET total_cp = total_cp + 100 WHERE " LAST " AND township = " TOWNSHIP,
     "SCORE_SUM"},
    {"a point given",
     "UPDATE assessment_score SET score_cp = score_cp + 1 WHERE " LAST
     " AND node = 'C1' AND township = " TOWNSHIP,
     "SCORE_SUM"},
    {"a hundred and one points to win",
     "UPDATE assessment_score SET full_cp = full_cp + 100 WHERE " LAST
     " AND node = 'C1' AND township = " TOWNSHIP,
     "SCORE_FULL"},
    {"more than an item is worth",
     "UPDATE assessment_score SET score_cp = full_cp + 1 WHERE " LAST
     " AND node = 'C1' AND township = " TOWNSHIP,
     "SCORE_BEYOND"},
    {"the last put first",
     "UPDATE assessment_rank SET rank_no = 1 WHERE " LAST
     " AND rank_no = (SELECT max(rank_no) FROM assessment_rank WHERE " LAST ")",
     "RANK_ORDER"},
    {"no first", "UPDATE assessment_rank SET rank_no = 2 WHERE " LAST " AND township = " FIRST,
     "RANK_FIRST"},
    {"published by nobody", "UPDATE assessment SET published_by = 'mallory'", "ASSESSMENT_DUTY"},
    {"back to the beginning", "UPDATE assessment SET state = 2", "ASSESSMENT_DUTY"},
    {"a dispute decided by nobody", "UPDATE assessment_dispute SET decided_by = 'mallory'",
     "DISPUTE_DUTY"},
    {"a dispute upheld without its points",
     "UPDATE assessment_dispute SET new_cp = new_cp - 10, state = 2", "DISPUTE_DUTY"},
    {"a self-assessment signed by nobody",
     "UPDATE self_assessment SET signed_by = 'mallory' WHERE township = " TOWNSHIP, "SELF_DUTY"},
    {"more claimed than there is",
     "UPDATE self_assessment_line SET claimed_cp = 10001 WHERE township = " TOWNSHIP, "SELF_DUTY"},
    {"an inspector at home", "UPDATE access_user SET scope = " TOWNSHIP " WHERE name = 'inspector'",
     "INSPECTION_OWN"},
    {"marks from outside of the team", "DELETE FROM assessment_team WHERE township = " TOWNSHIP,
     "INSPECTION_OWN"},
    {"a mark written afterwards",
     "UPDATE inspection_mark SET known_from = 999999 WHERE node = 'C1'", "INSPECTION_LATE"},
    {"closed without a look",
     "DELETE FROM rectification_step WHERE step = 'RECHECK' AND rectification = " CLOSED,
     "RECTIFICATION_CLOSED"},
    {"looked at by who replied",
     "UPDATE rectification_step SET actor = 'supervisor' WHERE step = 'REPLY' AND rectification "
     "= " CLOSED,
     "RECTIFICATION_CLOSED"},
    {"a deadline moved without a word",
     "UPDATE rectification SET due_on = 20991231 WHERE id IN (SELECT s.rectification FROM "
     "rectification_step AS s WHERE s.step = 'EXTEND')",
     "RECTIFICATION_DEADLINE"},
    {"a visit told otherwise", "UPDATE inspection SET summary = '一切正常'", "VISIT_ALTERED"},
    {"a finding taken out",
     "DELETE FROM inspection_finding WHERE inspection = (SELECT max(id) FROM inspection)",
     "VISIT_ALTERED"},
    {"a claim told otherwise",
     "UPDATE self_assessment_line SET statement = '超额完成' WHERE township = " TOWNSHIP,
     "SELF_ALTERED"},
    {"numbers behind the points changed",
     "UPDATE assessment_score SET numerator = numerator + 1, denominator = denominator + 1 "
     "WHERE " LAST " AND township = " TOWNSHIP,
     "SCORE_ALTERED"},
    {"decided by the system", "UPDATE accountability SET decided_by = 'system' WHERE state = 2",
     "ACCOUNTABILITY_DUTY"},
};

static const struct motion_scene SCENES[] = {
    {0, 7, 1, motion_targets},        {0, 7, 2, motion_midyear_open},
    {0, 7, 10, motion_midyear_self},  {0, 7, 15, motion_midyear_visits},
    {0, 7, 18, motion_midyear_score}, {0, 7, 25, motion_midyear_publish},
    {0, 8, 10, motion_orders_reply},  {0, 8, 18, motion_orders_recheck},
    {0, 9, 20, motion_answer_for},
};

static void set_today(struct date day)
{
    char text[DATE_TEXT_BYTES];
    setenv("MINSHENG_TODAY", date_format(day, text), 1);
}

static void fill(struct world *w)
{
    struct error e = {0};
    struct demo_options options = {.seed = test_seed(), .month = month_make(2013, 6)};
    const struct payment_context c = {.county = COUNTY, .actor = ACTOR_SYSTEM, .keys = w->keys};
    struct motion *m = ARENA_NEW(w->arena, struct motion);
    struct rectification *orders;
    const struct rectification_filter open = {.is_open = true};
    size_t count;
    assert_non_null(m);
    assert_ok_e(demo_ground_read(w->db, COUNTY, w->arena, &options, &e), &e);
    assert_ok_e(motion_begin(m, w->db, &c, &options, w->arena, set_today, &e), &e);
    assert_ok_e(motion_tell(m, SCENES, sizeof SCENES / sizeof SCENES[0], &e), &e);
    assert_ok_e(rectification_list(w->db, COUNTY, &open, w->arena, &orders, &count, &e), &e);
    assert_true(count > 0);
    assert_ok_e(rectification_extend(w->db, COUNTY, orders[0].id,
                                     (struct date){date_today().v + 40}, "汛期", SUPERVISOR, &e),
                &e);
}

static int setup(void **state)
{
    (void)state;
    worlds_open(fill);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    worlds_close();
    return 0;
}

static void honest_scores_tie_out(void **state)
{
    (void)state;
    worlds_tie_out();
}

static void every_fault_in_scores_is_named(void **state)
{
    (void)state;
    faults_are_named(FAULTS, sizeof(FAULTS) / sizeof(FAULTS[0]));
}

static void the_database_guards_who_signs(void **state)
{
    static const char *const refused[] = {
        "UPDATE assessment SET published_by = opened_by",
        "UPDATE self_assessment SET signed_by = prepared_by",
        "UPDATE assessment_dispute SET decided_by = raised_by",
        "UPDATE accountability SET decided_by = suggested_by",
        "UPDATE target_split SET issued_by = prepared_by",
        "UPDATE bulletin SET issued_by = prepared_by WHERE state = 3",
        "UPDATE accountability SET action = '' WHERE state = 2",
    };
    (void)state;
    statements_are_refused(refused, sizeof(refused) / sizeof(refused[0]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(honest_scores_tie_out),
        cmocka_unit_test(every_fault_in_scores_is_named),
        cmocka_unit_test(the_database_guards_who_signs),
    };
    return cmocka_run_group_tests_name("audit-score", tests, setup, teardown);
}
