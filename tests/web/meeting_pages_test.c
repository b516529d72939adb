/* Meetings on the site: the year, an agenda that is recorded and issued by two people, a problem
   from the list to its end, a practice told to the world. */
#include "domain/meeting/meeting.h"
#include "domain/meeting/problem.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUPERVISOR "supervisor"
#define DIRECTOR "director"
#define CLERK "township101.clerk"
#define OTHER_CLERK "township100.clerk"
#define OPEN_FIELDS "&held_on=2013-06-28&place=二楼会议室&chair=李局长&recorder=王强"

static int start(void **state)
{
    (void)state;
    (void)setenv("MINSHENG_TODAY", "2013-06-28", 1);
    struct db *db = site_begin();
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
}

static json_t *asked(const char *who, const char *target)
{
    BUF page = {0};
    char path[200];
    (void)snprintf(path, sizeof path, "%s%cformat=json", target, strchr(target, '?') ? '&' : '?');
    assert_int_equal(site_get(who, path, &page), 200);
    return site_json(&page);
}

static size_t rows_of(const char *who, const char *target, const char *list)
{
    json_t *page = asked(who, target);
    const size_t n = json_array_size(json_object_get(page, list));
    json_decref(page);
    return n;
}

static void a_year_says_which_months_lack_a_meeting(void **state)
{
    (void)state;
    BUF page = {0};
    json_t *year = asked(SUPERVISOR, "/meetings");
    const json_t *months = json_object_get(year, "months");
    assert_int_equal(json_array_size(months), 12);
    assert_true(json_is_true(json_object_get(json_array_get(months, 4), "is_missing")));
    assert_true(json_is_true(json_object_get(json_array_get(months, 5), "is_due")));
    assert_true(json_is_false(json_object_get(json_array_get(months, 6), "is_missing")));
    json_decref(year);
    assert_int_equal(site_get(CLERK, "/meetings", &page), 200);
    assert_false(live_has(&page, "准备调度会"));
    assert_int_equal(site_get(CLERK, "/meetings/new", &page), 403);
    assert_int_equal(site_get(SUPERVISOR, "/meetings/new", &page), 200);
}

static void an_agenda_is_recorded_by_one_and_issued_by_another(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(
        site_post(SUPERVISOR, "/meetings", "&held_on=2013-06-28&place=&chair=李局长", &page), 422);
    assert_true(live_has(&page, "李局长")); /* what was typed stays */
    assert_int_equal(site_post(SUPERVISOR, "/meetings", OPEN_FIELDS, &page), 303);
    assert_int_equal(site_post(SUPERVISOR, "/meetings", OPEN_FIELDS, &page), 422);
    assert_int_equal(site_get(SUPERVISOR, "/meetings/1", &page), 200);
    assert_true(live_has(&page, "/indicators/home.returns_on_time/rows?township="));
    assert_true(live_has(&page, "name=\"outcome.1\""));
    /* A township sees its own figures of the agenda. */
    assert_true(rows_of(SUPERVISOR, "/meetings/1", "items") >
                rows_of(CLERK, "/meetings/1", "items"));
    assert_int_equal(site_get(CLERK, "/meetings/1", &page), 200);
    assert_false(live_has(&page, "泾川镇"));

    assert_int_equal(
        site_post(SUPERVISOR, "/problems",
                  "&title=月报迟报&cause=无专人&measure=定专人&owner=茂林镇&township=341823101000"
                  "&due_on=2013-07-10&meeting=1",
                  &page),
        303);
    assert_int_equal(site_post(SUPERVISOR, "/problems", "&title=&cause=无", &page), 422);
    assert_int_equal(site_post(SUPERVISOR, "/meetings/1/practices",
                               "&practice_title=值班表&practice_body=&township=341823100000",
                               &page),
                     422);
    assert_true(live_has(&page, "值班表"));
    assert_int_equal(site_post(SUPERVISOR, "/meetings/1/practices",
                               "&practice_title=值班表&practice_body=按周排班", &page),
                     303);
    assert_int_equal(site_post(SUPERVISOR, "/meetings/1/record", "&present=&summary=无", &page),
                     422);
    assert_int_equal(site_post(SUPERVISOR, "/meetings/1/record",
                               "&present=各乡镇&summary=第一段&decisions=一%0A二&outcome.1=限期",
                               &page),
                     303);
    json_t *meeting = asked(SUPERVISOR, "/meetings/1");
    assert_int_equal(json_array_size(json_object_get(meeting, "decisions")), 2);
    assert_string_equal(json_string_value(json_object_get(
                            json_array_get(json_object_get(meeting, "items"), 0), "outcome")),
                        "限期");
    json_decref(meeting);
    assert_int_equal(site_post(SUPERVISOR, "/meetings/1/issue", "", &page), 403);
    assert_int_equal(site_post(DIRECTOR, "/meetings/1/issue", "", &page), 303);
    assert_int_equal(site_get(CLERK, "/meetings/1", &page), 200);
    assert_true(live_has(&page, "会议纪要〔2013〕1号"));
    assert_int_equal(site_post(SUPERVISOR, "/meetings/1/record", "&present=甲&summary=改", &page),
                     422);
    assert_int_equal(site_get(SUPERVISOR, "/meetings/1/paper.pdf", &page), 200);
    assert_true(live_has(&page, "%PDF"));
    assert_int_equal(site_get(CLERK, "/meetings/1/paper.docx", &page), 200);
}

static void a_problem_goes_from_the_list_to_its_end(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(rows_of(CLERK, "/problems", "rows"), 1);
    assert_int_equal(rows_of(OTHER_CLERK, "/problems", "rows"), 0);
    assert_int_equal(site_get(OTHER_CLERK, "/problems/1", &page), 404);
    assert_int_equal(site_get(CLERK, "/", &page), 200);
    assert_true(live_has(&page, "问题清单未解决"));
    assert_int_equal(site_post(CLERK, "/problems/1/report", "&text=", &page), 422);
    assert_int_equal(site_post(CLERK, "/problems/1/report", "&text=已定专人", &page), 303);
    assert_int_equal(site_post(CLERK, "/problems/1/close", "&text=属实", &page), 403);
    assert_int_equal(
        site_post(SUPERVISOR, "/problems/1/defer", "&due_on=2013-07-20&text=汛期", &page), 303);
    assert_int_equal(site_post(SUPERVISOR, "/problems/1/send-back", "&text=仍迟报", &page), 303);
    assert_int_equal(site_post(SUPERVISOR, "/problems/1/close", "&text=属实", &page), 422);
    assert_int_equal(site_post(CLERK, "/problems/1/report", "&text=本月按时", &page), 303);
    assert_int_equal(site_post(SUPERVISOR, "/problems/1/close", "&text=查看属实", &page), 303);
    assert_int_equal(rows_of(CLERK, "/problems/1", "notes"), 5);
    assert_int_equal(rows_of(CLERK, "/problems", "rows"), 0);
    assert_int_equal(rows_of(CLERK, "/problems?closed=1", "rows"), 1);
    assert_int_equal(site_get(SUPERVISOR, "/problems.xlsx?closed=1", &page), 200);
}

static void a_practice_is_published_by_another_and_read_by_all(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get("", "/public/practices", &page), 200);
    assert_int_equal(site_post(CLERK, "/practices", "&title=月初提醒&body=短信提醒", &page), 303);
    assert_int_equal(site_get("", "/public/practices", &page), 200);
    assert_false(live_has(&page, "月初提醒"));
    assert_int_equal(site_post(SUPERVISOR, "/practices/2/publish", "", &page), 403);
    assert_int_equal(site_post(DIRECTOR, "/practices/2/publish", "", &page), 303);
    assert_int_equal(site_get("", "/public/practices", &page), 200);
    assert_true(live_has(&page, "月初提醒"));
    assert_true(live_has(&page, "茂林镇"));
    assert_false(live_has(&page, CLERK));
}

int main(int argc, char **argv)
{
    if (!site_engine_choose(argc, argv))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_says_which_months_lack_a_meeting),
        cmocka_unit_test(an_agenda_is_recorded_by_one_and_issued_by_another),
        cmocka_unit_test(a_problem_goes_from_the_list_to_its_end),
        cmocka_unit_test(a_practice_is_published_by_another_and_read_by_all),
    };
    return cmocka_run_group_tests_name("meeting pages", tests, start, site_stop);
}
