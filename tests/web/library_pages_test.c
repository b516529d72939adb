/* The library, courses, publicity and slips on the site: each form done once by a fitting post and
   refused to another; a township's things are its own. */
#include "domain/publicity/slip.h"
#include "office/demo/demo.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUPERVISOR "supervisor"
#define DIRECTOR "director"
#define CLERK "township101.clerk"
#define LEAD "township101.lead"
#define OTHER_CLERK "township100.clerk"
#define VILLAGE "village.101"
#define HOUSEHOLDS 200
#define SUPPORTED 20
#define TODAY "2013-06-28"
#define DOCUMENT                                                                                                 \
    "&kind=NOTICE&title=入户调查通知&number=泾民〔2013〕9号&issuer=县民政局&issued_on=2013-02-01" \
    "&effective_from=2013-02-01&programme=dibao&audience=public&clause=P3.1"

/* A PNG of eight by eight. */
static const unsigned char PHOTO[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44,
    0x52, 0x00, 0x00, 0x00, 0x08, 0x00, 0x00, 0x00, 0x08, 0x08, 0x02, 0x00, 0x00, 0x00, 0x4b,
    0x6d, 0x29, 0xdc, 0x00, 0x00, 0x00, 0x11, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68,
    0x98, 0xb0, 0x00, 0x2b, 0x62, 0x18, 0x5a, 0x12, 0x00, 0x2b, 0x3e, 0x6c, 0x01, 0x7c, 0xeb,
    0x72, 0x37, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
static char code[SLIP_CODE_BYTES];
static int64_t village;

/* A county that is paid from June on, a clerk of one village, and a slip whose code is known. */
static int start(void **state)
{
    (void)state;
    (void)setenv("MINSHENG_TODAY", TODAY, 1);
    struct error e = {0};
    struct db *db = site_begin();
    const struct payment_context c = {.county = LIVE_COUNTY, .actor = "dibao1", .keys = site.keys};
    struct demo_options options = {.seed = test_seed(),
                                   .dibao_households = HOUSEHOLDS,
                                   .wubao_persons = SUPPORTED,
                                   .month = month_make(2013, 6)};
    const struct slip_wish wish = {
        .programme = PROGRAMME_DIBAO, .month = options.month, .division = INT64_C(341823101000)};
    struct slip_made *made;
    size_t n;
    assert_ok_e(demo_ground_read(db, LIVE_COUNTY, site.arena, &options, &e), &e);
    assert_ok_e(demo_store(db, &c, &options, NULL, &e), &e);
    assert_ok_e(slip_print(db, LIVE_COUNTY, site.keys, &wish, CLERK, site.arena, &made, &n, &e),
                &e);
    assert_true(n > 1);
    memcpy(code, made[0].code, sizeof code);
    village = made[0].slip.division;
    live_user_add(db, VILLAGE, ROLE_VILLAGE_CLERK, village);
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

static void a_document_is_entered_by_one_and_approved_by_another(void **state)
{
    (void)state;
    BUF page = {0};
    static const struct site_file original = {
        .name = "7.pdf", .type = "application/pdf", .bytes = "%PDF-1.4 original", .n = 17};
    const char *const none[] = {NULL};
    assert_int_equal(site_get(SUPERVISOR, "/library/new", &page), 200);
    assert_int_equal(site_get(CLERK, "/library/new", &page), 403);
    assert_int_equal(site_post(SUPERVISOR, "/library/new", DOCUMENT "&body=", &page), 422);
    assert_true(live_has(&page, "入户调查通知")); /* what was typed stays */
    assert_int_equal(site_post(CLERK, "/library/new", DOCUMENT "&body=两人", &page), 403);
    assert_int_equal(site_post(SUPERVISOR, "/library/new", DOCUMENT "&body=每户两人到场。", &page),
                     303);
    assert_int_equal(site_get(CLERK, "/library/1", &page), 404); /* not approved yet */
    assert_int_equal(site_get("", "/public/policies/1", &page), 404);
    assert_int_equal(site_post(SUPERVISOR, "/library/1/approve", "", &page), 422);
    assert_int_equal(site_post(CLERK, "/library/1/approve", "", &page), 403);
    assert_int_equal(site_post(DIRECTOR, "/library/1/approve", "", &page), 303);
    assert_int_equal(site_get(CLERK, "/library/1", &page), 200);
    assert_false(live_has(&page, "/library/1/edit"));
    assert_int_equal(site_get("", "/public/policies/1", &page), 200);
    assert_true(live_has(&page, "每户两人到场"));

    assert_int_equal(site_upload(CLERK, "/library/1/papers", none, &original, &page), 403);
    assert_int_equal(site_upload(SUPERVISOR, "/library/1/papers", none, &original, &page), 303);
    assert_int_equal(site_post(SUPERVISOR, "/library/1/papers", "", &page), 422);
    assert_int_equal(site_get(CLERK, "/library/1/papers/1", &page), 200);
    assert_true(live_has(&page, "%PDF-1.4 original"));
    assert_int_equal(site_get(CLERK, "/library/1/papers/2", &page), 404);
}

static void another_version_waits_while_the_first_is_in_force(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(CLERK, "/library/1/edit", &page), 403);
    assert_int_equal(site_get(SUPERVISOR, "/library/1/edit", &page), 200);
    assert_true(live_has(&page, "每户两人到场"));
    assert_true(live_has(&page, "泾民〔2013〕9号"));
    assert_int_equal(site_post(SUPERVISOR, "/library/1/edit", DOCUMENT "&body=", &page), 422);
    assert_int_equal(site_post(CLERK, "/library/1/edit", DOCUMENT "&body=一人", &page), 403);
    assert_int_equal(site_post(SUPERVISOR, "/library/1/edit", DOCUMENT "&body=三人到场。", &page),
                     303);
    assert_int_equal(site_get("", "/public/policies/1", &page), 200);
    assert_false(live_has(&page, "三人到场"));
    assert_int_equal(site_get(SUPERVISOR, "/library/1/edit", &page), 200);
    assert_true(live_has(&page, "三人到场")); /* goes on from what waits */
    assert_int_equal(site_post(DIRECTOR, "/library/1/approve", "", &page), 303);
    assert_int_equal(rows_of(SUPERVISOR, "/library/1", "versions"), 4);
    assert_int_equal(site_get("", "/public/policies/1?", &page), 200);
}

static void a_document_is_replaced_by_another(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_post(SUPERVISOR, "/library/new",
                               "&kind=NOTICE&title=新通知&number=泾民〔2013〕20号&issuer=县民政局"
                               "&issued_on=2013-06-01&effective_from=2013-07-01&audience=staff"
                               "&body=以此为准。",
                               &page),
                     303);
    assert_int_equal(site_post(DIRECTOR, "/library/2/approve", "", &page), 303);
    assert_int_equal(site_get("", "/public/policies/2", &page), 404); /* for the staff */
    assert_int_equal(site_get(SUPERVISOR, "/library/1", &page), 200);
    assert_true(live_has(&page, "<option value=\"2\">新通知"));
    assert_int_equal(site_post(SUPERVISOR, "/library/1/replace", "&by=2&last_day=", &page), 422);
    assert_int_equal(
        site_post(SUPERVISOR, "/library/1/replace", "&by=1&last_day=2013-06-30", &page), 422);
    assert_int_equal(site_post(CLERK, "/library/1/replace", "&by=2&last_day=2013-06-30", &page),
                     403);
    assert_int_equal(
        site_post(SUPERVISOR, "/library/1/replace", "&by=2&last_day=2013-06-30", &page), 303);
    assert_int_equal(site_post(DIRECTOR, "/library/1/approve", "", &page), 303);
    assert_int_equal(site_get(CLERK, "/library/1", &page), 200);
    assert_true(live_has(&page, "已被替代"));
    assert_int_equal(rows_of(CLERK, "/library?q=%E4%BB%A5%E6%AD%A4%E4%B8%BA%E5%87%86", "rows"), 1);
    assert_int_equal(site_get(CLERK, "/library/manual", &page), 200);
}

static void what_is_in_force_only_later_is_not_called_in_force(void **state)
{
    (void)state;
    BUF page = {0};
    /* Document 2 is in force from July; today is in June. */
    assert_int_equal(site_get(CLERK, "/library/2", &page), 200);
    assert_true(live_has(&page, "尚未施行"));
    assert_int_equal(site_get(CLERK, "/library", &page), 200);
    assert_true(live_has(&page, "尚未施行"));
    assert_int_equal(site_get("", "/public/policies", &page), 200);
    assert_false(live_has(&page, "尚未施行"));
    assert_int_equal(site_post(SUPERVISOR, "/library/new",
                               "&kind=NOTICE&title=七月通知&number=泾民〔2013〕21号&issuer=县民政局"
                               "&issued_on=2013-06-01&effective_from=2013-06-29&audience=public"
                               "&body=七月起。",
                               &page),
                     303);
    assert_int_equal(site_post(DIRECTOR, "/library/3/approve", "", &page), 303);
    assert_int_equal(site_get("", "/public/policies", &page), 200);
    assert_true(live_has(&page, "尚未施行"));
    assert_int_equal(site_get("", "/public/policies/3", &page), 200);
    assert_true(live_has(&page, "尚未施行"));
    assert_false(live_has(&page, "有效</span>"));
}

static void the_next_years_publicity_shows_the_last_one_first(void **state)
{
    (void)state;
    json_t *page;
    (void)setenv("MINSHENG_TODAY", "2014-01-10", 1);
    page = asked(CLERK, "/publicity");
    assert_int_equal(json_integer_value(json_object_get(page, "year")), 2013);
    json_decref(page);
    page = asked(CLERK, "/publicity?year=2014");
    assert_int_equal(json_integer_value(json_object_get(page, "year")), 2014);
    assert_int_equal(json_array_size(json_object_get(page, "rows")), 0);
    json_decref(page);
    (void)setenv("MINSHENG_TODAY", TODAY, 1);
}

static void a_course_is_planned_held_and_passed(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(CLERK, "/courses/new", &page), 403);
    assert_int_equal(site_get(SUPERVISOR, "/courses/new", &page), 200);
    assert_int_equal(
        site_post(SUPERVISOR, "/courses/new", "&title=&on=" TODAY "&hours=2&pass=60", &page), 422);
    assert_int_equal(site_post(SUPERVISOR, "/courses/new",
                               "&title=经办培训&on=" TODAY "&place=会议室&hours=2&pass=60", &page),
                     303);
    assert_int_equal(site_post(CLERK, "/courses/1/people", "&role=township_clerk", &page), 403);
    assert_int_equal(site_post(SUPERVISOR, "/courses/1/people", "&role=nobody", &page), 422);
    assert_int_equal(site_post(SUPERVISOR, "/courses/1/people", "&role=township_clerk", &page),
                     303);
    assert_int_equal(site_post(SUPERVISOR, "/courses/1/questions",
                               "&text=入户调查至少几人？&choices=一人%0A两人&answer=3", &page),
                     422);
    assert_int_equal(site_post(SUPERVISOR, "/courses/1/questions",
                               "&text=入户调查至少几人？&choices=一人%0A两人&answer=2&clause=P3.1",
                               &page),
                     303);
    assert_int_equal(site_post(CLERK, "/courses/1/hold", "&on=" TODAY, &page), 403);
    assert_int_equal(site_post(SUPERVISOR, "/courses/1/hold", "&on=", &page), 422);
    assert_int_equal(site_post(SUPERVISOR, "/courses/1/hold", "&on=" TODAY, &page), 303);
    assert_int_equal(site_post(SUPERVISOR, "/courses/1/cancel", "", &page), 422);
    assert_int_equal(site_post(CLERK, "/courses/1/marks", "&number=1&attended=came", &page), 403);
    assert_int_equal(site_post(SUPERVISOR, "/courses/1/marks", "", &page), 303);
    assert_int_equal(rows_of(CLERK, "/courses/1", "people"), 1); /* its own */
    assert_true(rows_of(SUPERVISOR, "/courses/1", "people") > 10);
    assert_int_equal(site_get(CLERK, "/courses/1/test", &page), 200);
    assert_int_equal(site_post(CLERK, "/courses/1/test", "&q1=1", &page), 303);
    assert_int_equal(site_post(CLERK, "/courses/1/test", "&q1=2", &page), 303);
    assert_int_equal(site_post(LEAD, "/courses/1/test", "&q1=2", &page), 422); /* not expected */
    json_t *course = asked(SUPERVISOR, "/courses/1");
    assert_int_equal(json_integer_value(json_object_get(course, "passed")), 1);
    json_decref(course);
}

static void publicity_is_planned_reported_and_confirmed_in_its_own_place(void **state)
{
    (void)state;
    BUF page = {0};
    static const struct site_file photo = {
        .name = "a.png", .type = "image/png", .bytes = PHOTO, .n = sizeof PHOTO};
    const char *const none[] = {NULL};
    const char *plan =
        "&title=集市咨询&form=MARKET&township=341823101000&planned_on=" TODAY "&responsible=王五";
    assert_int_equal(site_get(LEAD, "/publicity/new", &page), 403);
    assert_int_equal(site_get(CLERK, "/publicity/new", &page), 200);
    assert_false(live_has(&page, "泾川镇")); /* another township is no choice */
    assert_int_equal(site_post(LEAD, "/publicity/new", plan, &page), 403);
    assert_int_equal(site_post(OTHER_CLERK, "/publicity/new", plan, &page), 403);
    assert_int_equal(site_post(VILLAGE, "/publicity/new", plan, &page), 403);
    assert_int_equal(site_post(CLERK, "/publicity/new", "&title=&form=MARKET", &page), 422);
    assert_int_equal(site_post(CLERK, "/publicity/new", plan, &page), 303);
    /* The village's clerk reads his township's; another township knows of none. */
    assert_int_equal(site_get(VILLAGE, "/publicity/1", &page), 200);
    assert_false(live_has(&page, "/publicity/1/done"));
    assert_int_equal(site_get(OTHER_CLERK, "/publicity/1", &page), 404);
    assert_int_equal(rows_of(OTHER_CLERK, "/publicity", "rows"), 0);
    assert_int_equal(rows_of(VILLAGE, "/publicity", "rows"), 1);

    const char *done = "&on=" TODAY "&report=发放宣传页";
    assert_int_equal(site_post(OTHER_CLERK, "/publicity/1/done", done, &page), 404);
    assert_int_equal(site_post(VILLAGE, "/publicity/1/done", done, &page), 403);
    assert_int_equal(site_post(LEAD, "/publicity/1/done", done, &page), 403);
    assert_int_equal(site_post(CLERK, "/publicity/1/done", "&on=&report=", &page), 422);
    assert_int_equal(site_post(CLERK, "/publicity/1/done",
                               "&on=" TODAY "&report=发放&reach=没有这个村 9", &page),
                     422);
    assert_int_equal(site_post(CLERK, "/publicity/1/done", done, &page), 303);
    assert_int_equal(site_upload(VILLAGE, "/publicity/1/papers", none, &photo, &page), 403);
    assert_int_equal(site_upload(OTHER_CLERK, "/publicity/1/papers", none, &photo, &page), 404);
    assert_int_equal(site_upload(CLERK, "/publicity/1/papers", none, &photo, &page), 303);
    assert_int_equal(site_get(LEAD, "/publicity/1", &page), 200);
    assert_true(live_has(&page, "/publicity/1/papers/1"));
    assert_true(live_has(&page, "/publicity/1/confirm"));
    assert_int_equal(site_get(LEAD, "/publicity/1/papers/1", &page), 200);
    assert_int_equal(site_get(LEAD, "/publicity/1/papers/1/thumbnail", &page), 200);
    assert_int_equal(site_get(OTHER_CLERK, "/publicity/1/papers/1", &page), 404);
    assert_int_equal(site_post(CLERK, "/publicity/1/confirm", "", &page), 403);
    assert_int_equal(site_post("township100.lead", "/publicity/1/confirm", "", &page), 404);
    assert_int_equal(site_post(LEAD, "/publicity/1/confirm", "", &page), 303);
    assert_int_equal(site_post(LEAD, "/publicity/1/confirm", "", &page), 422);
    assert_int_equal(site_upload(CLERK, "/publicity/1/papers", none, &photo, &page), 422);

    assert_int_equal(site_post(CLERK, "/publicity/new", plan, &page), 303);
    assert_int_equal(site_post(CLERK, "/publicity/2/cancel", "&reason=", &page), 422);
    assert_int_equal(site_post(OTHER_CLERK, "/publicity/2/cancel", "&reason=雨", &page), 404);
    assert_int_equal(site_post(CLERK, "/publicity/2/cancel", "&reason=雨", &page), 303);
    assert_int_equal(site_get(CLERK, "/publicity/reach", &page), 200);
}

static void the_same_person_does_not_confirm_what_he_reported(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_post(SUPERVISOR, "/publicity/new",
                               "&title=县里专栏&form=WEB&township=341823000000&planned_on=" TODAY
                               "&responsible=王五",
                               &page),
                     303);
    assert_int_equal(
        site_post(SUPERVISOR, "/publicity/3/done", "&on=" TODAY "&report=已登载", &page), 303);
    assert_int_equal(site_post(SUPERVISOR, "/publicity/3/confirm", "", &page), 422);
    assert_int_equal(site_post(LEAD, "/publicity/3/confirm", "", &page), 403); /* the county's */
    assert_int_equal(site_post("supervisor2", "/publicity/3/confirm", "", &page), 303);
}

static void slips_are_printed_for_ones_own_place_and_looked_up_without_names(void **state)
{
    (void)state;
    BUF page = {.max = SITE_FILE_BYTES_MAX};
    char target[80], fields[120];
    json_t *slips = asked(CLERK, "/slips?programme=dibao&month=2013-06");
    const json_t *first = json_array_get(json_object_get(slips, "rows"), 0);
    char head[100];
    (void)snprintf(head, sizeof head, "%s", json_string_value(json_object_get(first, "head")));
    json_decref(slips);
    assert_int_equal(rows_of(OTHER_CLERK, "/slips?programme=dibao&month=2013-06", "rows"), 0);
    assert_int_equal(
        rows_of(OTHER_CLERK, "/slips?programme=dibao&month=2013-06&township=341823101000", "rows"),
        0);

    (void)snprintf(target, sizeof target, "/public/slip/%s", code);
    assert_int_equal(site_get("", target, &page), 200);
    assert_true(head[0] != '\0');
    assert_false(live_has(&page, head));
    assert_int_equal(site_get("", "/public/slip/2222222222222222", &page), 404);
    (void)snprintf(target, sizeof target, "/public/slip?code=%.8s-%s", code, code + 8);
    assert_int_equal(site_get("", target, &page), 200);

    (void)snprintf(fields, sizeof fields, "&programme=dibao&month=2013-06&division=%" PRId64,
                   village);
    assert_int_equal(site_post(LEAD, "/slips/print", fields, &page), 403);
    assert_int_equal(site_post(OTHER_CLERK, "/slips/print", fields, &page), 403);
    assert_int_equal(site_post(VILLAGE, "/slips/print", "&programme=dibao&month=", &page), 422);
    assert_int_equal(site_post(VILLAGE, "/slips/print", fields, &page), 200);
    assert_true(live_has(&page, "%PDF"));
    assert_int_equal(site_get("", target, &page), 404); /* printed again: the old code is gone */

    char on[160];
    (void)snprintf(on, sizeof on, "%s&on=" TODAY, fields);
    assert_int_equal(site_post(OTHER_CLERK, "/slips/deliver", on, &page), 403);
    assert_int_equal(site_post(VILLAGE, "/slips/deliver", fields, &page), 422);
    assert_int_equal(site_post(VILLAGE, "/slips/deliver", on, &page), 303);
    assert_int_equal(site_post(VILLAGE, "/slips/deliver", on, &page), 422); /* all are given out */
    assert_int_equal(site_get(CLERK, "/publicity/leaflet.pdf?programme=wubao", &page), 200);
    assert_true(live_has(&page, "%PDF"));
}

int main(int argc, char **argv)
{
    if (!site_engine_choose(argc, argv))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_entered_by_one_and_approved_by_another),
        cmocka_unit_test(another_version_waits_while_the_first_is_in_force),
        cmocka_unit_test(a_document_is_replaced_by_another),
        cmocka_unit_test(what_is_in_force_only_later_is_not_called_in_force),
        cmocka_unit_test(a_course_is_planned_held_and_passed),
        cmocka_unit_test(publicity_is_planned_reported_and_confirmed_in_its_own_place),
        cmocka_unit_test(the_same_person_does_not_confirm_what_he_reported),
        cmocka_unit_test(slips_are_printed_for_ones_own_place_and_looked_up_without_names),
        cmocka_unit_test(the_next_years_publicity_shows_the_last_one_first),
    };
    return cmocka_run_group_tests(tests, start, site_stop);
}
