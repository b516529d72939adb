/* Courses: who is expected, who came, and what the attempts at a test gave. */
#include "domain/training/training.h"

#include <string.h>

#include "domain/project/project_fixture.h"

#define COUNTY COUNTY_JINGXIAN
#define VILLAGE INT64_C(341823100200)

static int64_t course_made(struct world *w)
{
    struct error e = {0};
    int64_t id = 0, n = 0;
    struct course c = {.title = "低保经办培训",
                       .place = "县民政局会议室",
                       .on = date_make(2013, 4, 10),
                       .hours = 4,
                       .pass = 60};
    assert_int_equal(training_plan(w->db, COUNTY, &c, CLERK, &id, &e), STATUS_REFUSED);
    assert_string_equal(e.code, "ACCESS_DENIED");
    assert_ok_e(training_plan(w->db, COUNTY, &c, "supervisor", &id, &e), &e);
    assert_ok_e(
        training_expect_users(w->db, COUNTY, id, ROLE_TOWNSHIP_CLERK, 0, "supervisor", &n, &e), &e);
    assert_int_equal(n, 11);
    assert_ok_e(
        training_expect_users(w->db, COUNTY, id, ROLE_NONE, 341823100000, "supervisor", &n, &e),
        &e);
    assert_true(n >= 1); /* the lead and the home's director; the clerk is there already */
    assert_ok_e(training_expect_person(w->db, COUNTY, id, "王村官", VILLAGE, "supervisor", &n, &e),
                &e);
    return id;
}

static struct course_person person(struct world *w, int64_t course, const char *user)
{
    struct error e = {0};
    struct course_person *list;
    size_t n;
    assert_ok_e(training_people(w->db, COUNTY, course, w->arena, &list, &n, &e), &e);
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].user_name, user) == 0)
            return list[i];
    fail_msg("%s is not expected", user);
    return list[0];
}

static void ask(struct world *w, int64_t course)
{
    struct error e = {0};
    int64_t n;
    struct course_question q = {.text = "死亡当月还发不发？",
                                .choices = {"发", "不发", "发一半"},
                                .choice_count = 3,
                                .answer = 1,
                                .clause = "P3.1"},
                           wrong = q;
    assert_ok_e(training_question_add(w->db, COUNTY, course, &q, "supervisor", &n, &e), &e);
    q.answer = 3;
    assert_ok_e(training_question_add(w->db, COUNTY, course, &q, "supervisor", &n, &e), &e);
    assert_int_equal(n, 2);
    wrong.answer = 4;
    assert_int_equal(training_question_add(w->db, COUNTY, course, &wrong, "supervisor", &n, &e),
                     STATUS_REFUSED);
}

static void attempts_body(struct world *w)
{
    struct error e = {0};
    struct course_attempt attempt, *list;
    size_t n;
    int64_t id = course_made(w), number;
    const int half[] = {1, 2}, whole[] = {1, 3}, wrong[] = {1, 4};
    ask(w, id);
    assert_int_equal(training_take(w->db, COUNTY, id, whole, 2, CLERK, &attempt, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "TRAINING_STATE"); /* not held yet */
    assert_ok_e(training_hold(w->db, COUNTY, id, date_make(2013, 4, 12), "supervisor", &e), &e);
    assert_int_equal(training_hold(w->db, COUNTY, id, date_make(2013, 4, 12), "supervisor", &e),
                     STATUS_REFUSED);
    assert_int_equal(training_take(w->db, COUNTY, id, whole, 2, OTHER_CLERK, &attempt, &e),
                     STATUS_OK);
    assert_int_equal(training_take(w->db, COUNTY, id, wrong, 2, CLERK, &attempt, &e),
                     STATUS_REFUSED);
    assert_int_equal(training_take(w->db, COUNTY, id, whole, 1, CLERK, &attempt, &e),
                     STATUS_REFUSED);
    assert_int_equal(training_take(w->db, COUNTY, id, whole, 2, "wubao1", &attempt, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "TRAINING_NOT_EXPECTED");

    /* One person, two attempts: both are kept, the better one counts. 1 of 2 is below 60 %. */
    assert_ok_e(training_take(w->db, COUNTY, id, half, 2, CLERK, &attempt, &e), &e);
    assert_int_equal(attempt.right, 1);
    assert_false(attempt.is_passed);
    assert_false(person(w, id, CLERK).is_passed);
    assert_ok_e(training_take(w->db, COUNTY, id, whole, 2, CLERK, &attempt, &e), &e);
    assert_int_equal(attempt.attempt, 2);
    assert_true(attempt.is_passed);
    struct course_person p = person(w, id, CLERK);
    assert_true(p.is_passed);
    assert_int_equal(p.attempts, 2);
    assert_int_equal(p.best_right, 2);
    assert_ok_e(training_attempts(w->db, COUNTY, id, p.number, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 2);
    assert_string_equal(list[0].answers, "1,2");
    assert_string_equal(list[1].answers, "1,3");
    struct course_question q = {
        .text = "再加一题", .choices = {"是", "否"}, .choice_count = 2, .answer = 1};
    assert_int_equal(training_question_add(w->db, COUNTY, id, &q, "supervisor", &number, &e),
                     STATUS_REFUSED);
    assert_string_equal(e.code, "TRAINING_STARTED");
}

static void every_attempt_is_kept(void **state)
{
    (void)state;
    world_on_each(attempts_body);
}

static void results_body(struct world *w)
{
    struct error e = {0};
    struct training_result *list;
    struct course c;
    size_t n;
    const int whole[] = {1, 3};
    struct course_attempt attempt;
    int64_t id = course_made(w);
    ask(w, id);
    assert_int_equal(training_mark(w->db, COUNTY, id, 1, COURSE_CAME, "supervisor", &e),
                     STATUS_REFUSED); /* not held */
    assert_ok_e(training_hold(w->db, COUNTY, id, date_make(2013, 4, 12), "supervisor", &e), &e);
    int64_t excused = person(w, id, OTHER_CLERK).number;
    assert_ok_e(training_mark(w->db, COUNTY, id, excused, COURSE_EXCUSED, "supervisor", &e), &e);
    assert_ok_e(training_mark(w->db, COUNTY, id, 0, COURSE_CAME, "supervisor", &e), &e);
    assert_int_equal(person(w, id, OTHER_CLERK).attended, COURSE_EXCUSED);
    assert_int_equal(training_mark(w->db, COUNTY, id, 999, COURSE_CAME, "supervisor", &e),
                     STATUS_REFUSED);
    assert_ok_e(training_take(w->db, COUNTY, id, whole, 2, CLERK, &attempt, &e), &e);
    assert_ok_e(training_read(w->db, COUNTY, id, w->arena, &c, &e), &e);
    assert_int_equal(c.came, c.expected - 1);
    assert_int_equal(c.passed, 1);
    assert_ok_e(training_results(w->db, COUNTY, 2013, 0, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 11);
    assert_int_equal(list[0].township, 341823100000);
    assert_true(list[0].expected >= 3); /* clerk, lead, the village's cadre */
    assert_int_equal(list[0].came, list[0].expected);
    assert_int_equal(list[0].passed, 1);
    assert_int_equal(list[1].came, 0);
    assert_int_equal(list[1].excused, 1);
    assert_ok_e(training_results(w->db, COUNTY, 2012, 0, w->arena, &list, &n, &e), &e);
    assert_int_equal(n, 0);
}

static void results_are_told_by_township(void **state)
{
    (void)state;
    world_on_each(results_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_attempt_is_kept),
        cmocka_unit_test(results_are_told_by_township),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
