/* Targets on the site: drafted by one, issued by another, signed by the township; both books apart;
   the calendar's duties on the first screen. */
#include "domain/target/letter.h"
#include "web/site_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAKER "supervisor"
#define DIRECTOR "director"
#define LEAD "township100.lead"
#define OTHER_LEAD "township101.lead"
#define DOCUMENT "document=%E6%B3%BE%E6%B0%915%E5%8F%B7"

static int start(void **state)
{
    (void)state;
    (void)setenv("MINSHENG_TODAY", "2013-05-08", 1);
    struct db *db = site_begin();
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
}

static void the_first_screen_says_what_is_due(void **state)
{
    (void)state;
    BUF out = BUF_INIT(SITE_FILE_BYTES_MAX);
    assert_int_equal(site_get(MAKER, "/", &out), 200);
    assert_true(live_has(&out, "发放农村低保金"));
    assert_true(live_has(&out, "2013-Q1"));
    assert_int_equal(site_get(LEAD, "/", &out), 200);
    assert_false(live_has(&out, "2013-Q1"));
}

static void drafts_are_issued_by_another(void **state)
{
    (void)state;
    BUF out = BUF_INIT(SITE_FILE_BYTES_MAX);
    assert_int_equal(site_post(DIRECTOR, "/targets/plan", "", &out), 403);
    assert_int_equal(site_post(MAKER, "/targets/plan", "", &out), 303);
    assert_int_equal(site_get(MAKER, "/targets", &out), 200);
    assert_true(live_has(&out, "拟分解"));
    assert_int_equal(site_post(MAKER, "/targets/issue", DOCUMENT, &out), 403);
    assert_int_equal(site_post(DIRECTOR, "/targets/issue", "document=", &out), 422);
    assert_int_equal(site_post(DIRECTOR, "/targets/issue", DOCUMENT, &out), 303);
    assert_int_equal(site_get(OTHER_LEAD, "/targets", &out), 200);
    assert_true(live_has(&out, "市对县考核"));
    assert_true(live_has(&out, "县对乡镇考核"));
    assert_true(live_has(&out, "茂林镇"));
    assert_false(live_has(&out, "泾川镇"));
    /* A split that does not add up comes back at its field. */
    assert_int_equal(site_post(MAKER, "/targets",
                               "book=county&measure=visits&due_on=2013-06-30&unit=COUNT&total=10"
                               "&rule=BY_HAND&shares=%E6%B3%BE%E5%B7%9D%E9%95%87%3D9&clause=P5.3",
                               &out),
                     422);
    assert_int_equal(site_post(MAKER, "/targets",
                               "book=county&measure=visits&due_on=2013-06-30&unit=COUNT&total=9"
                               "&rule=BY_HAND&shares=%E6%B3%BE%E5%B7%9D%E9%95%87%3D9&clause=P5.3",
                               &out),
                     303);
    assert_int_equal(site_get(MAKER, "/targets/7", &out), 200);
    assert_true(live_has(&out, "不承担"));
    assert_int_equal(site_post(MAKER, "/targets/7/discard", "", &out), 303);
    assert_int_equal(site_post(MAKER, "/targets/7/discard", "", &out), 422);
}

static void letters_are_signed_by_their_township(void **state)
{
    (void)state;
    struct target_letter *list;
    struct error e = {0};
    size_t n;
    char path[80];
    BUF out = BUF_INIT(SITE_FILE_BYTES_MAX);
    assert_int_equal(site_post(MAKER, "/targets/letters", DOCUMENT, &out), 403);
    assert_int_equal(site_post(DIRECTOR, "/targets/letters", DOCUMENT, &out), 303);
    assert_ok_e(target_letter_list(site.db, LIVE_COUNTY, 2013, INT64_C(341823100000), true,
                                   KNOWN_NOW, site.arena, &list, &n, &e),
                &e);
    assert_int_equal(n, 1);
    (void)snprintf(path, sizeof path, "/targets/letters/%d", (int)list[0].id);
    assert_int_equal(site_get(LEAD, path, &out), 200);
    assert_true(live_has(&out, "签订责任书"));
    assert_int_equal(site_get(OTHER_LEAD, path, &out), 404);
    (void)snprintf(path, sizeof path, "/targets/letters/%d/sign", (int)list[0].id);
    assert_int_equal(site_post(OTHER_LEAD, path, "", &out), 404);
    assert_int_equal(site_post(LEAD, path, "", &out), 303);
    assert_int_equal(site_post(LEAD, path, "", &out), 422);
    (void)snprintf(path, sizeof path, "/targets/letters/%d/paper.pdf", (int)list[0].id);
    assert_int_equal(site_get(LEAD, path, &out), 200);
    assert_true(live_has(&out, "%PDF"));
    assert_int_equal(site_get(DIRECTOR, "/targets/letters/all.pdf", &out), 200);
}

static void the_group_and_who_answers(void **state)
{
    (void)state;
    BUF out = BUF_INIT(SITE_FILE_BYTES_MAX);
    assert_int_equal(site_post(MAKER, "/leading-group",
                               "seat=LEADER&name=%E6%9D%8E%E5%8D%AB%E4%B8%9C&from=2013-01-01",
                               &out),
                     303);
    assert_int_equal(site_post(MAKER, "/leading-group", "seat=LEADER&name=%E5%91%A8", &out), 422);
    assert_int_equal(site_get(LEAD, "/leading-group", &out), 200);
    assert_true(live_has(&out, "李卫东"));
    assert_int_equal(site_post(MAKER, "/responsible",
                               "division=341823000000&item=P3.1&duty=LEAD&name=%E5%8E%BF%E9%95%BF",
                               &out),
                     303);
    assert_int_equal(site_post(MAKER, "/responsible",
                               "division=341823100000&item=P99&duty=LEAD&name=%E5%8E%BF", &out),
                     422);
    /* The county answers for the township too. */
    assert_int_equal(site_get(LEAD, "/responsible", &out), 200);
    assert_true(live_has(&out, "县长"));
}

/* Every clause with its text, the numbers of a month under theirs; nobody without a login. */
static void the_plan_is_there_to_read(void **state)
{
    (void)state;
    BUF out = BUF_INIT(SITE_FILE_BYTES_MAX);
    assert_int_equal(site_get("", "/plan", &out), 303);
    assert_int_equal(site_get(LEAD, "/plan?month=2013-05", &out), 200);
    assert_true(live_has(&out, "群众路线"));
    assert_true(live_has(&out, "2640.00"));
    assert_int_equal(site_get(MAKER, "/plan?month=2013-05&format=json", &out), 200);
    json_t *o = site_json(&out);
    const json_t *clauses = json_object_get(o, "clauses");
    assert_int_equal(json_array_size(clauses), 13);
    assert_string_equal(json_string_value(json_object_get(json_array_get(clauses, 0), "clause")),
                        "P0");
    assert_int_equal(strlen(json_string_value(json_object_get(o, "sha256"))), 64);
    assert_int_equal(json_array_size(json_object_get(json_array_get(clauses, 1), "parameters")), 0);
    assert_true(json_array_size(json_object_get(json_array_get(clauses, 4), "parameters")) > 1);
    json_decref(o);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_screen_says_what_is_due),
        cmocka_unit_test(drafts_are_issued_by_another),
        cmocka_unit_test(letters_are_signed_by_their_township),
        cmocka_unit_test(the_group_and_who_answers),
        cmocka_unit_test(the_plan_is_there_to_read),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name("target-pages", tests, start, site_stop);
}
