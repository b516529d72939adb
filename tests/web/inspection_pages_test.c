/* Visits, orders, accountability and self-assessments on the site, as their people fill them in. */
#include "web/site_support.h"

#include "domain/assessment/assessment.h"
#include "domain/inspection/inspection.h"

#include <stdlib.h>
#include <string.h>

#define INSPECTOR "inspector"
#define SUPERVISOR "supervisor"
#define DIRECTOR "director"
#define CLERK "township100.clerk"
#define LEAD "township100.lead"
#define OTHER_CLERK "township101.clerk"
#define JINGCHUAN INT64_C(341823100000)

/* A PNG of eight by eight. */
static const unsigned char PICTURE[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44,
    0x52, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x08, 0x08, 0x02, 0x00, 0x00, 0x00, 0x4b,
    0x6d, 0x29, 0xdc, 0x00, 0x00, 0x00, 0x11, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68,
    0x98, 0xb0, 0x00, 0x2b, 0x62, 0x18, 0x5a, 0x12, 0x00, 0x2b, 0x3e, 0x6c, 0x01, 0x7c, 0xeb,
    0x72, 0x37, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

static int start(void **state)
{
    struct error e = {0};
    int64_t round;
    (void)state;
    (void)setenv("MINSHENG_TODAY", "2013-07-10", 1);
    struct db *db = site_begin();
    assert_ok_e(assessment_open(db, LIVE_COUNTY,
                                &(struct assessment_new){.year = 2013, .scope = ASSESSMENT_MIDYEAR},
                                SUPERVISOR, &round, &e),
                &e);
    assert_int_equal(round, 1);
    assert_ok_e(
        assessment_team_add(db, LIVE_COUNTY, round, JINGCHUAN, INSPECTOR, true, SUPERVISOR, &e),
        &e);
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
}

static void a_visit_is_written_piece_by_piece_and_frozen(void **state)
{
    (void)state;
    BUF page = {0};
    const char *const fields[] = {"title", "公示栏", NULL};
    const struct site_file photo = {"a.png", "image/png", PICTURE, sizeof PICTURE};
    assert_int_equal(site_get(INSPECTOR, "/inspections/new", &page), 200);
    assert_int_equal(site_get(CLERK, "/inspections/new", &page), 403);
    assert_int_equal(site_post(INSPECTOR, "/inspections",
                               "&division=341823100000&place=&on=2013-07-10&inspectors=张三",
                               &page),
                     422);
    assert_true(live_has(&page, "张三")); /* what was typed stays */
    assert_int_equal(
        site_post(INSPECTOR, "/inspections",
                  "&division=341823100000&place=敬老院&on=2013-07-10&inspectors=张三&assessment=1",
                  &page),
        303);
    assert_int_equal(site_get(CLERK, "/inspections/1", &page), 404); /* a draft is nobody else's */
    assert_int_equal(site_get(INSPECTOR, "/", &page), 200);
    assert_true(live_has(&page, "没有提交的检查"));
    assert_int_equal(site_post(INSPECTOR, "/inspections/1",
                               "&place=敬老院&inspectors=张三&summary=总体较好&latitude=30688000"
                               "&longitude=118419000",
                               &page),
                     303);
    assert_int_equal(site_post(INSPECTOR, "/inspections/1/findings",
                               "&kind=DEFECT&text=公示栏没有张贴&subject=home 99", &page),
                     422);
    assert_true(live_has(&page, "公示栏没有张贴"));
    assert_int_equal(site_post(INSPECTOR, "/inspections/1/findings",
                               "&kind=DEFECT&text=公示栏没有张贴&node=C3", &page),
                     303);
    assert_int_equal(site_post(INSPECTOR, "/inspections/1/findings",
                               "&kind=MISSED_STEP&text=民主评议没有记录", &page),
                     303);
    assert_int_equal(
        site_post(INSPECTOR, "/inspections/1/marks", "&mark.C1=85&reason.C1=制度未上墙", &page),
        303);
    assert_int_equal(site_upload(INSPECTOR, "/inspections/1/photos", fields, &photo, &page), 303);
    assert_int_equal(site_get(INSPECTOR, "/inspections/1", &page), 200);
    assert_true(live_has(&page, "value=\"30688000\""));
    assert_true(live_has(&page, "value=\"85.00\""));
    assert_true(live_has(&page, "capture=\"environment\""));
    assert_int_equal(site_post(INSPECTOR, "/inspections/1/submit",
                               "&then.1=order&due.1=2013-07-31&demand.1=补齐公示", &page),
                     303);
    assert_int_equal(site_post(INSPECTOR, "/inspections/1/findings", "&kind=GOOD&text=好", &page),
                     422);
    assert_int_equal(site_get(CLERK, "/inspections/1", &page), 200);
    assert_int_equal(site_get(CLERK, "/inspections/1/photos/1", &page), 200);
    assert_int_equal(site_get(OTHER_CLERK, "/inspections/1", &page), 404);
    assert_int_equal(site_get(OTHER_CLERK, "/inspections/1/photos/1", &page), 404);
}

static void an_order_is_replied_to_and_looked_at_again(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(CLERK, "/", &page), 200);
    assert_true(live_has(&page, "待回复的整改"));
    assert_int_equal(site_get(OTHER_CLERK, "/rectifications/1", &page), 404);
    assert_int_equal(site_post(CLERK, "/rectifications/1/reply", "&text=", &page), 422);
    assert_int_equal(site_post(CLERK, "/rectifications/1/reply", "&text=已补齐", &page), 303);
    assert_int_equal(site_post(CLERK, "/rectifications/1/recheck", "&text=好&result=passed", &page),
                     403);
    assert_int_equal(site_post(INSPECTOR, "/rectifications/1/recheck",
                               "&text=两村未贴&result=failed&due_on=2013-07-10", &page),
                     422);
    assert_true(live_has(&page, "两村未贴"));
    assert_int_equal(
        site_post(INSPECTOR, "/rectifications/1/recheck", "&text=已查看&result=passed", &page),
        303);
    assert_int_equal(site_get(CLERK, "/rectifications/1/paper.pdf", &page), 200);
    assert_int_equal(site_post(SUPERVISOR, "/rectifications",
                               "&township=341823101000&problem=账目不清&demand=&due_on=2013-08-01",
                               &page),
                     422);
    assert_true(live_has(&page, "账目不清"));
}

static void what_is_suggested_the_director_decides(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(CLERK, "/accountability", &page), 403);
    assert_int_equal(site_post(SUPERVISOR, "/accountability/scan", "", &page), 303);
    assert_int_equal(site_get(DIRECTOR, "/accountability/1", &page), 200);
    assert_true(live_has(&page, "民主评议没有记录"));
    assert_int_equal(site_post(SUPERVISOR, "/accountability/1/record",
                               "&action=TALK&decision=约谈&person=王五", &page),
                     403);
    assert_int_equal(site_post(DIRECTOR, "/accountability/1/record",
                               "&action=TALK&decision=约谈&person=", &page),
                     422);
    assert_int_equal(site_post(DIRECTOR, "/accountability/1/record",
                               "&action=TALK&decision=约谈&person=王五", &page),
                     303);
}

static void a_township_says_and_its_lead_signs(void **state)
{
    (void)state;
    BUF page = {0};
#define SELF "/self-assessments/1/341823100000"
    assert_int_equal(site_get(CLERK, "/self-assessments", &page), 200);
    assert_int_equal(site_get(OTHER_CLERK, SELF, &page), 404);
    assert_int_equal(site_post(CLERK, SELF, "&summary=按期完成&claim.A11=4.01", &page), 422);
    assert_true(live_has(&page, "value=\"4.01\"")); /* what was typed stays */
    assert_int_equal(
        site_post(CLERK, SELF, "&summary=按期完成&claim.A11=4.00&words.A11=按时发放", &page), 303);
    assert_int_equal(site_post(CLERK, SELF "/submit", "", &page), 303);
    assert_int_equal(site_post(CLERK, SELF "/sign", "", &page), 403);
    assert_int_equal(site_post(LEAD, SELF "/sign", "", &page), 303);
    assert_int_equal(site_get(LEAD, SELF "/paper.docx", &page), 200);
    assert_int_equal(site_post(CLERK, SELF, "&summary=再改", &page), 422);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_is_written_piece_by_piece_and_frozen),
        cmocka_unit_test(an_order_is_replied_to_and_looked_at_again),
        cmocka_unit_test(what_is_suggested_the_director_decides),
        cmocka_unit_test(a_township_says_and_its_lead_signs),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name("inspection pages", tests, start, site_stop);
}
