/* Surveys and complaints on the site: anybody answers and complains without a login, nobody sees
   who it was, and those who handle see only what is theirs. */
#include "domain/complaint/complaint.h"
#include "domain/registry/change.h"
#include "domain/survey/survey.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAD "township106.lead"
#define OTHER_LEAD "township101.lead"
#define TOWNSHIP INT64_C(341823106000)

static char code[2][SURVEY_CODE_BYTES];

static void households(struct db *db)
{
    struct error e = {0};
    char sql[800];
    for (int i = 1; i <= 12; i++) {
        (void)snprintf(sql, sizeof sql,
                       "INSERT INTO household (county, id, address, group_no, known_from) VALUES "
                       "(341823, %d, '某村%d号', '', 1);"
                       "INSERT INTO entitlement (county, programme, household, from_month, "
                       "known_from, to_month, known_to, status, cause, division, head, mgmt_class, "
                       "income_year_fen, form, home, care_level, begun_month) VALUES (341823, 1, "
                       "%d, 201301, 1, 999912, 2147483647, 1, '', 341823106204, %d, 1, 0, 0, 0, 0, "
                       "201301)",
                       i, i, i, i);
        assert_ok_e(db_execute_raw(db, sql, &e), &e);
    }
}

static void survey_open(struct db *db)
{
    static const struct survey_question questions[] = {
        {.kind = SURVEY_SATISFACTION, .text = "总的来说，您满意吗？", .is_overall = true},
        {.kind = SURVEY_WORDS, .text = "您有什么意见？"}};
    struct error e = {0};
    struct survey_codes codes;
    struct survey_new n = {.year = 2013,
                           .title = "年终百姓测评",
                           .frame = SURVEY_RECIPIENTS,
                           .month = month_make(2013, 5),
                           .sample_size = 5,
                           .last_day = date_make(2013, 7, 10),
                           .questions = questions,
                           .question_count = 2};
    int64_t id;
    assert_ok_e(survey_create(db, LIVE_COUNTY, &n, "supervisor", &id, &e), &e);
    assert_ok_e(survey_draw(db, LIVE_COUNTY, site.keys, id, "种子", KNOWN_NOW, 0, "supervisor",
                            site.arena, &codes, &e),
                &e);
    for (int i = 0; i < 2; i++)
        memcpy(code[i], codes.list[i].code, SURVEY_CODE_BYTES);
}

static int start(void **state)
{
    (void)state;
    (void)setenv("MINSHENG_TODAY", "2013-06-28", 1);
    struct db *db = site_begin();
    site_posts_unlock(db);
    households(db);
    survey_open(db);
    db_close(db);
    site_serve();
    return 0;
}

/* As somebody with a browser and no login: the form gives him what its POST must carry. */
static int stranger_post(const char *target, const char *fields, struct buf *page)
{
    BUF form = {0};
    BUF body = BUF_INIT(SITE_BODY_BYTES_MAX);
    char cookie[200];
    live_get(&site.live, "/public/complaint", "", &form);
    (void)snprintf(cookie, sizeof cookie, "minsheng_login=%s",
                   live_cookie(&form, "minsheng_login"));
    buf_addf(&body, "csrf=%s%s", live_csrf(&form), fields);
    buf_free(page);
    live_post(&site.live, target, cookie, buf_text(&body), page);
    return live_status(page);
}

static int answer_by(const char *which, const char *fields, struct buf *page)
{
    char form[400];
    (void)snprintf(form, sizeof form, "&code=%s%s", which, fields);
    return stranger_post("/public/survey", form, page);
}

static void anybody_with_a_code_answers_once(void **state)
{
    (void)state;
    BUF page = {0};
    char address[100];
    assert_int_equal(site_get("", "/public/survey", &page), 200);
    (void)snprintf(address, sizeof address, "/public/survey?code=%s", code[0]);
    assert_int_equal(site_get("", address, &page), 200);
    assert_true(live_has(&page, "总的来说，您满意吗？"));
    assert_int_equal(site_get("", "/public/survey?code=2222-2222-22222", &page), 422);
    assert_true(live_has(&page, "没有这个答题码"));
    assert_int_equal(answer_by(code[0], "&q2=修路", &page), 422);
    assert_true(live_has(&page, "修路")); /* what was typed stays */
    assert_int_equal(answer_by(code[0], "&q1=1&q2=修路", &page), 200);
    assert_int_equal(answer_by(code[0], "&q1=2", &page), 422);
    assert_true(live_has(&page, "已经答过"));

    /* The same slip on paper comes too late; another does not. */
    char form[200];
    (void)snprintf(form, sizeof form, "&code=%s&channel=PAPER&answered_on=2013-06-28&q1=3",
                   code[0]);
    assert_int_equal(site_post("inspector", "/surveys/1/enter", form, &page), 422);
    (void)snprintf(form, sizeof form, "&code=%s&channel=PAPER&answered_on=2013-06-28&q1=3&q2=修路",
                   code[1]);
    assert_int_equal(site_post(LEAD, "/surveys/1/enter", form, &page), 403);
    assert_int_equal(site_post("inspector", "/surveys/1/enter", form, &page), 303);
    assert_int_equal(site_post("inspector", "/surveys/1/sample",
                               "&township=341823106000&number=1&contact=ABSENT", &page),
                     303);
    assert_int_equal(site_get("inspector", "/surveys/1/sample?township=341823106000", &page), 200);
    assert_true(live_has(&page, "不在家"));

    /* Until it is closed its makers follow it, nobody else. */
    assert_int_equal(site_get("supervisor", "/surveys/1", &page), 200);
    assert_true(live_has(&page, "50.0%"));
    assert_true(live_has(&page, "<h2 class=\"card-title\">您有什么意见？</h2>"));
    assert_true(live_has(&page, "修路 <span class=\"text-secondary\">等 2 份</span>"));
    assert_int_equal(site_get(LEAD, "/surveys/1", &page), 200);
    assert_false(live_has(&page, "50.0%"));
    assert_int_equal(site_get("", "/public/survey/results", &page), 200);
    assert_false(live_has(&page, "年终百姓测评"));
    assert_int_equal(site_post("supervisor", "/surveys/1/close", "", &page), 422);
}

static void a_draw_prints_its_slips(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_post("supervisor", "/surveys/new",
                               "&title=半年测评&frame=RECIPIENTS&month=2013-05&until=2013-07-01"
                               "&size=4&questions=WORDS:意见",
                               &page),
                     422);
    assert_true(live_has(&page, "半年测评"));
    assert_int_equal(site_post("supervisor", "/surveys/new",
                               "&title=半年测评&frame=RECIPIENTS&month=2013-05&until=2013-07-01"
                               "&size=4&questions=OVERALL:您满意吗%0ACHOICE:从哪里知道|广播|报纸",
                               &page),
                     303);
    assert_int_equal(site_post(LEAD, "/surveys/2/draw", "&seed=a", &page), 403);
    assert_int_equal(site_post("supervisor", "/surveys/2/draw", "&seed=a&reserve=1", &page), 200);
    assert_true(live_has(&page, "%PDF"));
    assert_int_equal(site_post("supervisor", "/surveys/2/draw", "&seed=b", &page), 422);
    assert_int_equal(site_post("supervisor", "/surveys/2/codes", "&township=341823106000", &page),
                     200);
    assert_true(live_has(&page, "%PDF"));
}

/* The receipt as the page of thanks has it. */
static void receipt_find(const struct buf *page, char out[COMPLAINT_RECEIPT_BYTES])
{
    const char *at = strstr(buf_text(page), "<strong>");
    assert_non_null(at);
    memcpy(out, at + strlen("<strong>"), COMPLAINT_RECEIPT_BYTES - 2);
    out[COMPLAINT_RECEIPT_BYTES - 2] = '\0';
}

static void anybody_complains_and_follows_it_by_the_receipt(void **state)
{
    (void)state;
    BUF page = {0};
    char receipt[COMPLAINT_RECEIPT_BYTES], address[100];
    assert_int_equal(site_get("", "/public/complaint", &page), 200);
    assert_int_equal(stranger_post("/public/complaint", "&category=AMOUNT&text=", &page), 422);
    assert_int_equal(
        stranger_post(
            "/public/complaint",
            "&category=AMOUNT&township=341823106000&name=王小二&phone=13956300001&text=少发一月",
            &page),
        200);
    receipt_find(&page, receipt);
    (void)snprintf(address, sizeof address, "/public/complaint/status?receipt=%s", receipt);
    assert_int_equal(site_get("", address, &page), 200);
    assert_true(live_has(&page, "正在看是否受理"));
    assert_int_equal(site_get("", "/public/complaint/status?receipt=0000-0000-0000", &page), 404);
    assert_int_equal(site_get("", "/public/complaint/status?receipt=x", &page), 404);

    /* The township's lead opens it, and the trail says so; another township's does not find it. */
    assert_int_equal(site_get(OTHER_LEAD, "/complaints/1", &page), 404);
    assert_int_equal(site_post(OTHER_LEAD, "/complaints/1/open", "", &page), 404);
    assert_int_equal(site_get(LEAD, "/complaints/1", &page), 200);
    assert_false(live_has(&page, "王小二"));
    assert_int_equal(site_post(LEAD, "/complaints/1/open", "", &page), 200);
    assert_true(live_has(&page, "王小二"));
    assert_int_equal(site_post(LEAD, "/complaints/1/act", "&action=reply&text=a", &page), 422);
    assert_int_equal(site_post(LEAD, "/complaints/1/act", "&action=accept", &page), 303);
    assert_int_equal(site_post(LEAD, "/complaints/1/act",
                               "&action=reply&text=查实已补发&document=云民信1号&founded=1"
                               "&result=属实，已补发",
                               &page),
                     303);
    assert_int_equal(site_post(LEAD, "/complaints/1/paper", "&step=3", &page), 200);
    assert_true(live_has(&page, "%PDF"));
    assert_int_equal(site_post(LEAD, "/complaints/1/paper", "&step=1", &page), 404);
    assert_int_equal(site_get("", address, &page), 200);
    assert_true(live_has(&page, "属实，已补发"));
    assert_false(live_has(&page, "王小二"));
    assert_false(live_has(&page, LEAD));
    assert_int_equal(site_get(LEAD, "/complaints.xlsx?closed=1", &page), 200);
    assert_int_equal(site_post("director", "/complaints/1/decide", "&action=extend&text=a", &page),
                     422);
}

static void what_is_due_soon_stands_on_the_first_screen(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_post("dibao1", "/complaints/new",
                               "&channel=LETTER&received_on=2013-06-14&category=CONDUCT"
                               "&township=341823106000&text=态度差",
                               &page),
                     200);
    assert_int_equal(site_get("dibao1", "/", &page), 200);
    assert_true(live_has(&page, "投诉快到期"));
    assert_int_equal(site_get("dibao1", "/complaints/2", &page), 200);
    assert_int_equal(site_get(LEAD, "/complaints/2", &page), 404); /* about his own people */
    assert_int_equal(site_get(LEAD, "/", &page), 200);
    assert_false(live_has(&page, "投诉快到期"));
}

int main(int argc, char **argv)
{
    if (!site_engine_choose(argc, argv))
        return 0;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anybody_with_a_code_answers_once),
        cmocka_unit_test(a_draw_prints_its_slips),
        cmocka_unit_test(anybody_complains_and_follows_it_by_the_receipt),
        cmocka_unit_test(what_is_due_soon_stands_on_the_first_screen),
    };
    return cmocka_run_group_tests_name("voice pages", tests, start, site_stop);
}
