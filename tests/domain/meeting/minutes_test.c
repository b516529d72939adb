/* The minutes on paper say what the rows said when they were issued, in both kinds. */
#include "domain/project/project_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "domain/meeting/practice.h"
#include "domain/meeting/problem.h"
#include "office/planpaper/minutes.h"
#include "document_support.h"

#define SUPERVISOR "supervisor"
#define DIRECTOR "director"
#define TOWN INT64_C(341823101000) /* 茂林镇 */

static int64_t meeting_make(struct world *w)
{
    struct error e = {0};
    const struct meeting_new new = {.month = month_make(2013, 6),
                                    .held_on = date_make(2013, 6, 25),
                                    .place = "二楼会议室",
                                    .chair = "李局长",
                                    .recorder = "王强"};
    int64_t id, other;
    assert_ok_e(meeting_open(w->db, COUNTY_JINGXIAN, &new, SUPERVISOR, &id, &e), &e);
    const struct problem_new problem = {.source = PROBLEM_MEETING,
                                        .source_id = id,
                                        .township = TOWN,
                                        .title = "月报迟报",
                                        .cause = "无专人负责",
                                        .measure = "确定专人",
                                        .owner = "茂林镇人民政府",
                                        .due_on = date_make(2013, 7, 10)};
    assert_ok_e(problem_raise(w->db, COUNTY_JINGXIAN, &problem, SUPERVISOR, &other, &e), &e);
    const struct practice practice = {.meeting = id, .title = "月初提醒", .body = "短信提醒各镇"};
    assert_ok_e(practice_propose(w->db, COUNTY_JINGXIAN, &practice, SUPERVISOR, &other, &e), &e);
    return id;
}

static void issued(struct world *w, int64_t id)
{
    struct error e = {0};
    const char *const decisions[] = {"六月底前补报"};
    const struct meeting_record record = {.present = "各乡镇",
                                          .absent = "云岭镇",
                                          .summary = "第一段\n第二段",
                                          .decisions = decisions,
                                          .decision_count = 1};
    assert_ok_e(meeting_record(w->db, COUNTY_JINGXIAN, id, &record, SUPERVISOR, &e), &e);
    assert_ok_e(meeting_issue(w->db, COUNTY_JINGXIAN, id, "", DIRECTOR, &e), &e);
}

static void printed(struct world *w, int64_t id, enum document_kind kind, int64_t scope,
                    struct buf *ret)
{
    struct error e = {0};
    const struct meeting_paper_options options = {
        .kind = kind, .today = date_make(2013, 6, 30), .scope = scope};
    buf_clear(ret);
    assert_ok_e(meeting_paper_render(w->db, COUNTY_JINGXIAN, id, &options, ret, &e), &e);
}

static void says(const char *words, const char *text)
{
    if (!strstr(words, text))
        fail_msg("no \"%s\" in: %s", text, words);
}

static void paper_body(struct world *w)
{
    CLEANUP(buf_free) struct buf paper = BUF_INIT(8u << 20), again = BUF_INIT(8u << 20);
    struct error e = {0};
    setenv("MINSHENG_TODAY", "2013-06-25", 1);
    int64_t id = meeting_make(w);
    printed(w, id, DOCUMENT_DOCX, 0, &paper);
    char *words = docx_words(&paper);
    says(words, "草稿");
    free(words);
    issued(w, id);
    /* What becomes of the problem afterwards is not in these minutes. */
    assert_ok_e(
        problem_defer(w->db, COUNTY_JINGXIAN, 1, date_make(2013, 9, 9), "汛期", SUPERVISOR, &e),
        &e);
    printed(w, id, DOCUMENT_DOCX, 0, &paper);
    printed(w, id, DOCUMENT_DOCX, 0, &again);
    assert_int_equal(paper.n, again.n);
    assert_memory_equal(paper.p, again.p, paper.n);
    words = docx_words(&paper);
    static const char *const all[] = {"会议纪要〔2013〕1号",
                                      "二楼会议室",
                                      "李局长",
                                      "缺席：云岭镇",
                                      "第一段",
                                      "泾川镇",
                                      "0／4",
                                      "0.00%",
                                      "100%",
                                      "六月底前补报",
                                      "月报迟报",
                                      "无专人负责",
                                      "2013年7月10日",
                                      "本次新增",
                                      "月初提醒"};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        says(words, all[i]);
    assert_null(strstr(words, "2013年9月9日"));
    assert_null(strstr(words, "草稿"));
    free(words);
    /* A township's extract has its own figures only. */
    printed(w, id, DOCUMENT_DOCX, TOWN, &paper);
    words = docx_words(&paper);
    says(words, "摘录：茂林镇");
    says(words, "月报迟报");
    says(words, "六月底前补报");
    assert_null(strstr(words, "泾川镇"));
    free(words);
    if (tool_is_there("pdftotext")) {
        printed(w, id, DOCUMENT_PDF, 0, &paper);
        words = pdf_words(&paper, 0);
        says(words, "会议纪要〔2013〕1号");
        says(words, "2013年7月10日");
        free(words);
    }
    const struct meeting_paper_options options = {.kind = DOCUMENT_PDF};
    assert_status(meeting_paper_render(w->db, COUNTY_JINGXIAN, 99, &options, &again, &e),
                  STATUS_NONE);
}

static void minutes_say_what_was_issued(void **state)
{
    (void)state;
    world_on_each(paper_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(minutes_say_what_was_issued)};
    (void)test_seed();
    return cmocka_run_group_tests_name("minutes", tests, NULL, NULL);
}
