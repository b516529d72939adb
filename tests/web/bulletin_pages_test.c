/* Bulletins on the site: drafted, a typed number refused at its field and nothing typed lost,
   issued by another, every figure opened to its rows, the public told what is issued. */
#include "domain/project/return.h"
#include "web/site_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUPERVISOR "supervisor"
#define DIRECTOR "director"
#define CLERK "township101.clerk"
#define NOBODY ""
#define TYPED "&heading=下一步要求&body=任务171户，完成率103.64%25。"

static void june_sign(struct db *db, const char *code, int township, int64_t beds)
{
    struct error e = {0};
    struct project p;
    int64_t id;
    char clerk[40], lead[40];
    (void)snprintf(clerk, sizeof clerk, "township%d.clerk", township);
    (void)snprintf(lead, sizeof lead, "township%d.lead", township);
    assert_ok_e(project_find(db, LIVE_COUNTY, code, site.arena, &p, &e), &e);
    const struct project_return r = {.project = p.id,
                                     .month = month_make(2013, 6),
                                     .beds_added = beds,
                                     .invested = FEN(30000000),
                                     .progress = "主体二层"};
    assert_ok_e(project_return_write(db, LIVE_COUNTY, &r, clerk, &id, &e), &e);
    assert_ok_e(project_return_submit(db, LIVE_COUNTY, id, clerk, &e), &e);
    assert_ok_e(project_return_sign(db, LIVE_COUNTY, id, lead, &e), &e);
}

static int start(void **state)
{
    (void)state;
    (void)setenv("MINSHENG_TODAY", "2013-06-30", 1);
    struct db *db = site_begin();
    june_sign(db, "P01", 100, 36);
    june_sign(db, "P07", 106, 25);
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    return 0;
}

static void a_draft_is_for_the_bureau_until_it_is_issued(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(CLERK, "/bulletins/new", &page), 403);
    assert_int_equal(site_get(SUPERVISOR, "/bulletins/new", &page), 200);
    assert_int_equal(
        site_post(SUPERVISOR, "/bulletins", "&kind=QUARTER&year=2013&quarter=3", &page), 422);
    assert_true(live_has(&page, "value=\"3\""));
    assert_true(live_has(&page, "这个季度还没有结束"));
    assert_int_equal(
        site_post(SUPERVISOR, "/bulletins", "&kind=QUARTER&year=2013&quarter=2", &page), 303);
    assert_int_equal(
        site_post(SUPERVISOR, "/bulletins", "&kind=QUARTER&year=2013&quarter=2", &page), 422);
    assert_int_equal(site_get(SUPERVISOR, "/bulletins/1", &page), 200);
    /* Each figure opens to the rows it is made of, as known then. */
    assert_true(live_has(&page, "/indicators/project.beds_county/rows?township=341823106000&"));
    assert_true(live_has(&page, "from=2013-04&"));
    assert_true(live_has(&page, "修改这一部分"));
    assert_false(live_has(&page, "[["));
    assert_int_equal(site_get(CLERK, "/bulletins/1", &page), 404);
    assert_int_equal(site_get(CLERK, "/bulletins/1/paper.pdf", &page), 404);
    assert_int_equal(site_get(NOBODY, "/public/bulletins/1", &page), 404);
    assert_int_equal(site_get(NOBODY, "/public/bulletins", &page), 200);
    assert_false(live_has(&page, "第二季度"));
}

static const char *link_of(const struct buf *page, const char *beginning, char out[300])
{
    const char *at = strstr(buf_text(page), beginning);
    size_t n = 0;
    assert_non_null(at);
    for (; *at && *at != '"' && n < 299; at++) {
        if (strncmp(at, "&amp;", 5) == 0)
            at += 4, out[n++] = '&';
        else
            out[n++] = *at;
    }
    out[n] = '\0';
    return out;
}

static void a_rank_opens_to_its_rows(void **state)
{
    (void)state;
    BUF page = {0};
    char path[300];
    assert_int_equal(site_get(SUPERVISOR, "/bulletins/1", &page), 200);
    (void)link_of(&page, "/indicators/project.beds_county/rows?township=341823106000&", path);
    assert_int_equal(site_get(SUPERVISOR, path, &page), 200);
    assert_true(live_has(&page, "云岭镇"));
}

static void a_typed_number_is_told_at_its_field_and_nothing_is_lost(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(SUPERVISOR, "/bulletins/1/sections/6", &page), 200);
    assert_true(live_has(&page, "<code>[[1]]</code>"));
    assert_int_equal(site_post(SUPERVISOR, "/bulletins/1/sections/6", TYPED, &page), 422);
    assert_true(live_has(&page, "171户”是手写的数字"));
    assert_true(live_has(&page, "aria-invalid=\"true\" aria-describedby=\"body-note\""));
    assert_true(live_has(&page, "完成率103.64%。</textarea>"));
    assert_int_equal(site_post(DIRECTOR, "/bulletins/1/sections/6", TYPED, &page), 403);
    assert_int_equal(site_get(SUPERVISOR, "/bulletins/1/sections/7", &page), 404);
    assert_int_equal(site_post(SUPERVISOR, "/bulletins/1/sections/6",
                               "&heading=下一步要求&body=请于2013年7月10日前落实<b>。", &page),
                     303);
    assert_int_equal(site_get(SUPERVISOR, "/bulletins/1", &page), 200);
    assert_true(live_has(&page, "落实&lt;b&gt;。"));
    assert_true(live_has(&page, "已修改"));
    assert_int_equal(site_post(SUPERVISOR, "/bulletins/1/redraft", "", &page), 303);
    assert_int_equal(site_get(SUPERVISOR, "/bulletins/1", &page), 200);
    assert_true(live_has(&page, "落实&lt;b&gt;。"));
}

static void another_issues_it_and_the_public_reads_it(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_post(SUPERVISOR, "/bulletins/1/submit", "", &page), 303);
    assert_int_equal(site_post(SUPERVISOR, "/bulletins/1/issue", "", &page), 403);
    assert_int_equal(site_post(DIRECTOR, "/bulletins/1/send-back", "&reason=", &page), 422);
    assert_int_equal(site_post(DIRECTOR, "/bulletins/1/issue", "&number=七", &page), 422);
    assert_true(live_has(&page, "value=\"七\""));
    assert_int_equal(site_post(DIRECTOR, "/bulletins/1/issue", "&number=7", &page), 303);
    assert_int_equal(site_post(SUPERVISOR, "/bulletins/1/discard", "&reason=错", &page), 422);
    assert_int_equal(site_get(CLERK, "/bulletins", &page), 200);
    assert_true(live_has(&page, "泾民〔2013〕7号"));
    assert_int_equal(site_get(CLERK, "/bulletins/1", &page), 200);
    assert_false(live_has(&page, "修改这一部分"));
    assert_int_equal(site_get(CLERK, "/bulletins/1/paper.pdf", &page), 200);
    assert_true(live_has(&page, "%PDF"));
    assert_int_equal(site_get(CLERK, "/bulletins/1/paper.docx", &page), 200);
    assert_int_equal(site_get(NOBODY, "/public/bulletins", &page), 200);
    assert_true(live_has(&page, "第二季度"));
    assert_int_equal(site_get(NOBODY, "/public/bulletins/1", &page), 200);
    assert_true(live_has(&page, "云岭镇"));
    /* Nobody's name, no way into the office. */
    assert_false(live_has(&page, "局长"));
    assert_false(live_has(&page, "民生办督查"));
    assert_false(live_has(&page, "/indicators/"));
    assert_int_equal(site_get(NOBODY, "/bulletins/1/paper.pdf", &page), 303);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_is_for_the_bureau_until_it_is_issued),
        cmocka_unit_test(a_rank_opens_to_its_rows),
        cmocka_unit_test(a_typed_number_is_told_at_its_field_and_nothing_is_lost),
        cmocka_unit_test(another_issues_it_and_the_public_reads_it),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests(tests, start, site_stop);
}
