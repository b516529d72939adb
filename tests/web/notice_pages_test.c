/* Notices, draws and papers on the site, and what the world sees of them without a login. */
#include "domain/casework/flow_support.h"
#include "web/form.h"
#include "web/site_support.h"

#include <gd.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_BYTES_MAX (8u << 20)
#define HEAD_NAME "王大山" /* of flow_support's forms */

static struct {
    struct flow flow;   /* a writer beside the server */
    int64_t waiting[2]; /* for their first notice */
    int64_t deciding;   /* with the county */
    char case_path[64], cases_fields[64];
} county;

static const struct {
    const char *name;
    enum role role;
    int64_t scope;
} PEOPLE[] = {
    {"village", ROLE_VILLAGE_CLERK, VILLAGE},
    {"clerk", ROLE_TOWNSHIP_CLERK, TOWNSHIP},
    {"lead", ROLE_TOWNSHIP_LEAD, TOWNSHIP},
    {"other", ROLE_TOWNSHIP_CLERK, INT64_C(341823107000)},
    {"bureau", ROLE_BUREAU_OFFICER, INT64_C(341823000000)},
    {"onlooker", ROLE_INSPECTOR, INT64_C(341823000000)},
};

static void set_today(const char *text)
{
    setenv("MINSHENG_TODAY", text, 1);
    county.flow.today = day(text);
}

static int64_t reviewed(struct flow *f)
{
    static const struct {
        enum case_action action;
        const char *user, *on;
    } steps[] = {
        {ACTION_ACCEPT, "clerk", "2013-09-16"}, {ACTION_CHECK, "dibao1", "2013-09-16"},
        {ACTION_SURVEY, "clerk", "2013-09-17"}, {ACTION_DELIBERATE, "clerk", "2013-09-18"},
        {ACTION_REVIEW, "lead", "2013-09-23"},
    };
    int64_t id = flow_open(f, CASE_DIBAO, flow_dibao_form(f), "village", "2013-09-13");
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
        flow_act(f, id, steps[i].action, steps[i].user, steps[i].on,
                 flow_step_form(f, CASE_DIBAO, steps[i].action, steps[i].on));
    return id;
}

static int start(void **state)
{
    (void)state;
    struct flow *f = &county.flow;
    memset(&county, 0, sizeof county);
    set_today("2013-10-21");
    f->db = site_begin();
    f->testdb = site.live.testdb;
    f->keys = site.keys;
    f->arena = site.arena;
    live_settings_set(f->db, false);
    for (size_t i = 0; i < sizeof PEOPLE / sizeof PEOPLE[0]; i++)
        live_user_add(f->db, PEOPLE[i].name, PEOPLE[i].role, PEOPLE[i].scope);
    county.waiting[0] = reviewed(f);
    county.waiting[1] = reviewed(f);
    county.deciding = flow_dibao_deciding(f);
    (void)snprintf(county.case_path, sizeof county.case_path, "/cases/%" PRId64 "/attachments",
                   county.deciding);
    (void)snprintf(county.cases_fields, sizeof county.cases_fields,
                   "case=%" PRId64 "&case=%" PRId64, county.waiting[0], county.waiting[1]);
    site_serve();
    return 0;
}

static int stop(void **state)
{
    (void)state;
    db_close(county.flow.db);
    site_end();
    return 0;
}

static int upload(const char *who, const char *target, const char *kind, const void *bytes,
                  size_t n, struct buf *out)
{
    return site_upload(
        who, target, (const char *const[]){"kind", kind, "title", "堂屋 <东>", NULL},
        &(struct site_file){.name = "a.png", .type = "image/png", .bytes = bytes, .n = n}, out);
}

static int64_t newest_notice(void)
{
    return flow_number(&county.flow, "SELECT max(id) FROM notice");
}

static const char *path_of(const char *before, int64_t id, const char *after)
{
    return arena_printf(county.flow.arena, "%s%" PRId64 "%s", before, id, after);
}

static int post_notice(const char *who, const char *on, struct buf *out)
{
    char fields[300];
    (void)snprintf(fields, sizeof fields,
                   "%s&place=%%E5%%85%%AC%%E7%%A4%%BA%%E6%%A0%%8F&on=%s&village=%" PRId64
                   "&kind=first&programme=dibao",
                   county.cases_fields, on, VILLAGE);
    return site_post(who, "/notices", fields, out);
}

/* ---- notices ---- */

static void many_cases_hang_together_and_come_down_in_time(void **state)
{
    (void)state;
    BUF page = BUF_INIT(ANSWER_BYTES_MAX);
    set_today("2013-09-25");
    assert_int_equal(site_get("village", "/notices/new", &page), 200);
    assert_true(
        live_has(&page, path_of("village=", VILLAGE, "&amp;kind=first&amp;programme=dibao")));
    buf_free(&page);
    assert_int_equal(
        site_get("village",
                 path_of("/notices/new?village=", VILLAGE, "&kind=first&programme=dibao"), &page),
        200);
    for (int i = 0; i < 2; i++)
        assert_true(
            live_has(&page, path_of("name=\"case\" value=\"", county.waiting[i], "\" checked")));
    /* As the list of cases sends the chosen ones. */
    buf_free(&page);
    assert_int_equal(
        site_get("village", path_of("/notices/new?case=", county.waiting[1], ""), &page), 200);
    assert_true(
        live_has(&page, path_of("name=\"case\" value=\"", county.waiting[1], "\" checked")));
    assert_false(
        live_has(&page, path_of("name=\"case\" value=\"", county.waiting[0], "\" checked")));

    buf_free(&page);
    assert_int_equal(site_get("lead", "/notices/new", &page), 403);
    buf_free(&page);
    assert_int_equal(post_notice("lead", "2013-09-25", &page), 403);
    buf_free(&page);
    assert_int_equal(post_notice("other", "2013-09-25", &page), 403);
    /* A day that has not come: the form again, with what was typed. */
    buf_free(&page);
    assert_int_equal(post_notice("village", "2013-09-26", &page), 422);
    assert_true(live_has(&page, "2013-09-26"));
    assert_int_equal(flow_number(&county.flow, "SELECT count(*) FROM notice WHERE kind = 1"), 1);
    buf_free(&page);
    assert_int_equal(post_notice("village", "2013-09-25", &page), 303);

    int64_t notice = newest_notice();
    buf_free(&page);
    assert_int_equal(site_get("clerk", path_of("/notices/", notice, ""), &page), 200);
    assert_true(live_has(&page, HEAD_NAME));
    assert_true(live_has(&page, "与张贴时一致"));
    assert_true(live_has(&page, "2013-10-01"));
    buf_free(&page);
    assert_int_equal(site_get("other", path_of("/notices/", notice, ""), &page), 404);
    buf_free(&page);
    assert_int_equal(site_get("clerk", path_of("/notices/", notice, "/hashed.tsv"), &page), 200);
    assert_true(live_has(&page, "minsheng-notice-1\t341823\t"));
    buf_free(&page);
    assert_int_equal(site_get("clerk", path_of("/notices/", notice, "/paper/wall.pdf"), &page),
                     200);
    assert_true(live_has(&page, "\r\n\r\n%PDF-"));
    buf_free(&page);
    assert_int_equal(site_get("clerk", path_of("/notices/", notice, "/paper/result.pdf"), &page),
                     422);
    buf_free(&page);
    assert_int_equal(site_get("other", path_of("/notices/", notice, "/paper/web.docx"), &page),
                     404);

    set_today("2013-10-01");
    buf_free(&page);
    assert_int_equal(
        site_post("village", path_of("/notices/", notice, "/close"), "result=none", &page), 422);
    assert_true(live_has(&page, "2013-10-02"));
    set_today("2013-10-02");
    buf_free(&page);
    assert_int_equal(
        site_post("other", path_of("/notices/", notice, "/close"), "result=none", &page), 404);
    buf_free(&page);
    assert_int_equal(
        site_post("village", path_of("/notices/", notice, "/close"), "result=none", &page), 303);
    for (int i = 0; i < 2; i++)
        assert_int_equal(flow_case(&county.flow, county.waiting[i]).state, STATE_DECIDING);
}

/* ---- the world ---- */

static void the_world_sees_masked_names_while_it_hangs(void **state)
{
    (void)state;
    BUF page = BUF_INIT(ANSWER_BYTES_MAX);
    set_today("2013-09-25");
    assert_int_equal(post_notice("village", "2013-09-25", &page), 303);
    int64_t notice = newest_notice();
    const char *path = path_of("/public/notices/", notice, "");
    buf_free(&page);
    assert_int_equal(site_get("", "/public/notices", &page), 200);
    assert_true(live_has(&page, path));
    buf_free(&page);
    assert_int_equal(site_get("", path, &page), 200);
    assert_true(live_has(&page, "王**"));
    assert_false(live_has(&page, HEAD_NAME));
    assert_false(live_has(&page, "/cases/"));
    buf_free(&page);
    assert_int_equal(site_get("", path_of("/public/notices/", notice, "?format=json"), &page), 200);
    assert_true(live_has(&page, "王**"));
    assert_false(live_has(&page, HEAD_NAME));
    assert_false(live_has(&page, "\"case\""));
    /* Whoever has logged in sees no more here. */
    buf_free(&page);
    assert_int_equal(site_get("bureau", path, &page), 200);
    assert_false(live_has(&page, HEAD_NAME));
    buf_free(&page);
    assert_true(site_get("", path_of("/notices/", notice, ""), &page) != 200);
    assert_false(live_has(&page, HEAD_NAME));

    set_today("2013-10-01");
    buf_free(&page);
    assert_int_equal(site_get("", path, &page), 200);
    set_today("2013-10-02");
    buf_free(&page);
    assert_int_equal(site_get("", path, &page), 404);
    buf_free(&page);
    assert_int_equal(site_get("", "/public/notices", &page), 200);
    assert_false(live_has(&page, path));
}

static void a_long_list_is_read_page_by_page(void **state)
{
    (void)state;
    BUF page = BUF_INIT(ANSWER_BYTES_MAX);
    struct error e = {0};
    char sql[600];
    set_today("2013-09-25");
    assert_int_equal(post_notice("village", "2013-09-25", &page), 303);
    int64_t notice = newest_notice();
    for (int i = 3; i <= 301; i++) {
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO notice_row (county, notice, row_no, case_id, household, "
                       "division, head_name, is_minor, people_count, protected_count, "
                       "income_year_fen, amount_month_fen, remark) VALUES (341823, %" PRId64
                       ", %d, 0, 0, %" PRId64 ", '赵%d', 0, 1, 1, 0, 100, '')",
                       notice, i, VILLAGE, i);
        assert_ok_e(db_execute_raw(county.flow.db, sql, &e), &e);
    }
    (void)snprintf(sql, sizeof sql, "UPDATE notice SET row_count = 301 WHERE id = %" PRId64,
                   notice);
    assert_ok_e(db_execute_raw(county.flow.db, sql, &e), &e);
    buf_free(&page);
    assert_int_equal(site_get("", path_of("/public/notices/", notice, ""), &page), 200);
    assert_true(live_has(&page, "after=300"));
    assert_true(live_has(&page, "<td class=\"num\">300</td>"));
    assert_false(live_has(&page, "<td class=\"num\">301</td>"));
    assert_true(page.n < 300000);
    buf_free(&page);
    assert_int_equal(site_get("", path_of("/public/notices/", notice, "?after=300"), &page), 200);
    assert_true(live_has(&page, "<td class=\"num\">301</td>"));
    assert_false(live_has(&page, "<td class=\"num\">300</td>"));
    assert_false(live_has(&page, "rel=\"next\""));
    /* Whoever has the sheet sees that this is not what was posted. */
    buf_free(&page);
    assert_int_equal(site_get("clerk", path_of("/notices/", notice, ""), &page), 200);
    assert_false(live_has(&page, "与张贴时一致"));
    assert_true(live_has(&page, "张贴之后被改动过"));
}

static void an_application_is_found_by_its_receipt_only(void **state)
{
    (void)state;
    BUF page = BUF_INIT(ANSWER_BYTES_MAX);
    struct case_record c = flow_case(&county.flow, county.deciding);
    assert_int_equal(site_get("", "/public/case", &page), 200);
    buf_free(&page);
    assert_int_equal(
        site_get("", arena_printf(county.flow.arena, "/public/case?receipt=%s", c.receipt), &page),
        200);
    assert_true(live_has(&page, "等待县级审批"));
    assert_false(live_has(&page, HEAD_NAME));
    buf_free(&page);
    assert_int_equal(
        site_get("", arena_printf(county.flow.arena, "/public/case?receipt=%s", c.number), &page),
        404);
    buf_free(&page);
    assert_int_equal(site_get("", "/public/case?receipt=%27%20OR%201", &page), 404);
}

/* ---- draws ---- */

static void the_county_draws_and_everybody_reads_the_list(void **state)
{
    (void)state;
    BUF page = BUF_INIT(ANSWER_BYTES_MAX);
    struct case_record c = flow_case(&county.flow, county.deciding);
    assert_int_equal(site_post("clerk", "/samples", "programme=dibao&seed=x", &page), 403);
    buf_free(&page);
    assert_int_equal(site_post("bureau", "/samples", "programme=wubao&seed=x", &page), 422);
    buf_free(&page);
    assert_int_equal(site_post("bureau", "/samples", "programme=dibao&seed=ssq+03+11", &page), 303);
    int64_t sample = flow_number(&county.flow, "SELECT max(id) FROM sample");
    buf_free(&page);
    assert_int_equal(site_get("clerk", path_of("/samples/", sample, ""), &page), 200);
    assert_true(live_has(&page, c.number));
    assert_true(live_has(&page, HEAD_NAME));
    /* Another township sees the number and its key, not whose it is. */
    buf_free(&page);
    assert_int_equal(site_get("other", path_of("/samples/", sample, ""), &page), 200);
    assert_true(live_has(&page, c.number));
    assert_false(live_has(&page, HEAD_NAME));
    buf_free(&page);
    assert_int_equal(site_get("other", path_of("/samples/", sample, "/list.csv"), &page), 200);
    assert_true(live_has(&page, c.number));
    assert_false(live_has(&page, HEAD_NAME));
    buf_free(&page);
    assert_int_equal(site_get("clerk", path_of("/samples/", sample + 1, ""), &page), 404);
}

/* ---- papers ---- */

static void a_photo_is_kept_shown_small_and_struck(void **state)
{
    (void)state;
    BUF page = BUF_INIT(ANSWER_BYTES_MAX);
    int n = 0;
    gdImagePtr image = gdImageCreateTrueColor(600, 300);
    void *png = gdImagePngPtr(image, &n);
    gdImageDestroy(image);
    assert_int_equal(upload("clerk", county.case_path, "photo_home", png, (size_t)n, &page), 303);
    buf_free(&page);
    assert_int_equal(upload("other", county.case_path, "photo_home", png, (size_t)n, &page), 404);
    buf_free(&page);
    assert_int_equal(upload("onlooker", county.case_path, "photo_home", png, (size_t)n, &page),
                     403);
    buf_free(&page);
    assert_int_equal(upload("clerk", county.case_path, "photo_home", "<script>", 8, &page), 422);
    assert_true(live_has(&page, "堂屋 &lt;东&gt;"));
    buf_free(&page);
    assert_int_equal(upload("clerk", county.case_path, "photo_home", png, (size_t)n / 2, &page),
                     422);
    buf_free(&page);
    assert_int_equal(site_get("onlooker", county.case_path, &page), 200);
    assert_false(
        live_has(&page, "/attachments/1/thumbnail")); /* that it is there, not what it shows */
    assert_true(live_has(&page, "堂屋"));
    assert_false(live_has(&page, "<form class=\"measure\""));
    buf_free(&page);
    assert_int_equal(
        site_get("onlooker", path_of("/cases/", county.deciding, "/attachments/1"), &page), 403);
    buf_free(&page);
    assert_int_equal(site_get("clerk", county.case_path, &page), 200);
    assert_true(live_has(&page, "/attachments/1/thumbnail"));
    buf_free(&page);
    assert_int_equal(
        site_get("clerk", path_of("/cases/", county.deciding, "/attachments/1"), &page), 200);
    assert_true(live_has(&page, "Content-Type: image/png"));
    const char *body = memmem(page.p, page.n, "\r\n\r\n", 4);
    assert_non_null(body);
    assert_int_equal(page.n - (size_t)(body + 4 - page.p), n);
    assert_memory_equal(body + 4, png, (size_t)n);
    gdFree(png);
    buf_free(&page);
    assert_int_equal(
        site_get("clerk", path_of("/cases/", county.deciding, "/attachments/1/thumbnail"), &page),
        200);
    assert_true(live_has(&page, "Content-Type: image/jpeg"));
    buf_free(&page);
    assert_int_equal(
        site_get("other", path_of("/cases/", county.deciding, "/attachments/1"), &page), 404);
    buf_free(&page);
    assert_int_equal(site_get("", path_of("/cases/", county.deciding, "/attachments/1"), &page),
                     303);
    buf_free(&page);
    assert_int_equal(
        site_post("clerk", path_of("/cases/", county.deciding, "/attachments/1/strike"), "", &page),
        303);
    buf_free(&page);
    assert_int_equal(
        site_get("clerk", path_of("/cases/", county.deciding, "/attachments/1"), &page), 404);
}

int main(int argc, char **argv)
{
    if (!site_engine_choose(argc, argv))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_cases_hang_together_and_come_down_in_time, start,
                                        stop),
        cmocka_unit_test_setup_teardown(the_world_sees_masked_names_while_it_hangs, start, stop),
        cmocka_unit_test_setup_teardown(a_long_list_is_read_page_by_page, start, stop),
        cmocka_unit_test_setup_teardown(an_application_is_found_by_its_receipt_only, start, stop),
        cmocka_unit_test_setup_teardown(the_county_draws_and_everybody_reads_the_list, start, stop),
        cmocka_unit_test_setup_teardown(a_photo_is_kept_shown_small_and_struck, start, stop),
    };
    return cmocka_run_group_tests_name("web-notice-pages", tests, NULL, NULL);
}
