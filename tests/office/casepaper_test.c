/* The papers of casework, printed from cases that took their steps. */
#include "domain/casework/dynamic.h"
#include "domain/casework/flow_support.h"
#include "domain/casework/notice.h"
#include "domain/casework/sample.h"
#include "office/casepaper/casepaper.h"
#include "office/document_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct case_paper_options options_of(const struct flow *f, enum document_kind kind,
                                            bool shows_numbers)
{
    return (struct case_paper_options){kind, f->today, shows_numbers};
}

/* MINSHENG_DOCUMENTS=folder keeps them, to look at. */
static void keep(const char *name, const char *code, enum document_kind kind, const struct buf *b)
{
    const char *folder = getenv("MINSHENG_DOCUMENTS");
    char path[600];
    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/%s-%s%s", folder, name, code, document_ending(kind));
    file_write(path, b->p, b->n);
}

/* What stands on a paper comes from the database, how it is laid out does not: on PostgreSQL the
   papers are DOCX alone, since every PDF takes in a font of 16 MB. */
static enum document_kind first_kind(const struct flow *f)
{
    return f->testdb.engine == DB_SQLITE ? DOCUMENT_PDF : DOCUMENT_DOCX;
}

static char *words_of(const struct buf *paper, enum document_kind kind)
{
    if (kind == DOCUMENT_DOCX)
        return docx_words(paper);
    return tool_is_there("pdftotext") ? pdf_words(paper, 0) : NULL;
}

/* The words of a paper that print_all has printed in its other kind. */
static char *paper_words(struct flow *f, int64_t id, enum case_document d, bool shows_numbers)
{
    struct case_paper_options options = options_of(f, DOCUMENT_DOCX, shows_numbers);
    struct buf paper = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {0};
    assert_ok_e(case_paper_render(f->db, COUNTY, f->keys, id, d, &options, &paper, &e), &e);
    char *words = words_of(&paper, options.kind);
    buf_free(&paper);
    return words;
}

static void assert_has(const char *words, const char *expected)
{
    if (words && !strstr(words, expected)) {
        print_message("# not there: %s\n# %s\n", expected, words);
        fail();
    }
}

static void assert_has_not(const char *words, const char *unexpected)
{
    if (words && strstr(words, unexpected)) {
        print_message("# there: %s\n# %s\n", unexpected, words);
        fail();
    }
}

/* Every paper the case has, in both kinds. How many are blank. */
static size_t print_all(struct flow *f, const char *name, int64_t id)
{
    struct case_paper *papers;
    struct error e = {0};
    size_t count, blank = 0;
    assert_ok_e(case_paper_list(f->db, COUNTY, id, f->today, f->arena, &papers, &count, &e), &e);
    for (size_t i = 0; i < count; i++) {
        blank += papers[i].is_blank;
        for (enum document_kind kind = first_kind(f); kind <= DOCUMENT_DOCX; kind++) {
            struct case_paper_options options = options_of(f, kind, true);
            struct buf out = BUF_INIT(DOCUMENT_BYTES_MAX);
            enum status s = case_paper_render(f->db, COUNTY, f->keys, id, papers[i].document,
                                              &options, &out, &e);
            if (s != STATUS_OK)
                print_message("# %s %s\n", name, case_document_code(papers[i].document));
            assert_ok_e(s, &e);
            keep(name, case_document_code(papers[i].document), kind, &out);
            buf_free(&out);
        }
    }
    assert_true(count > blank);
    return blank;
}

/* That a PDF is the same for the same data, document_test shows for every template. */
static void assert_same_twice(struct flow *f, int64_t id, enum case_document d)
{
    struct case_paper_options options = options_of(f, DOCUMENT_DOCX, true);
    struct buf once = BUF_INIT(DOCUMENT_BYTES_MAX), again = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {0};
    assert_ok_e(case_paper_render(f->db, COUNTY, f->keys, id, d, &options, &once, &e), &e);
    assert_ok_e(case_paper_render(f->db, COUNTY, f->keys, id, d, &options, &again, &e), &e);
    assert_int_equal(once.n, again.n);
    assert_memory_equal(once.p, again.p, once.n);
    buf_free(&once);
    buf_free(&again);
}

static void granted_body(struct flow *f)
{
    int64_t id = flow_dibao_active(f);
    assert_int_equal(print_all(f, "dibao", id), 0);
    assert_same_twice(f, id, DOCUMENT_APPROVAL_FORM);
    char *words = paper_words(f, id, DOCUMENT_APPROVAL_FORM, false);
    assert_has(words, "农村居民最低生活保障审核审批表");
    assert_has(words, "DB2013-106-00001");
    assert_has(words, "应到18人，实到15人，同意12票，不同意2票，弃权1票。");
    assert_has(words, "同意纳入农村居民最低生活保障，自2013年11月起发放，月保障金60.00元。");
    assert_has(words, "云岭镇人民政府（盖章）");
    assert_has(words, "泾县民政局（盖章）");
    free(words);
    words = paper_words(f, id, DOCUMENT_CERTIFICATE, false);
    assert_has(words, "农村居民最低生活保障证");
    assert_has(words, "2013年11月");
    free(words);
    words = paper_words(f, id, DOCUMENT_ARCHIVE_INDEX, false);
    assert_has(words, "档案目录");
    assert_has(words, "1申请书王大山2013年9月13日1—2");
    assert_has(words, "民主评议记录");
    free(words);
}

static void a_granted_case_prints_every_paper_of_its_steps(void **state)
{
    (void)state;
    flow_each(granted_body);
}

static void numbers_body(struct flow *f)
{
    struct entry_data *form = flow_dibao_form(f);
    const char *id_number = entry_get(form, "members.1.id_number");
    char covered[32];
    snprintf(covered, sizeof covered, "342529********%s", id_number + 14);
    int64_t id = flow_open(f, CASE_DIBAO, form, "village", "2013-09-13");
    char *words = paper_words(f, id, DOCUMENT_APPLICATION, false);
    assert_has(words, covered);
    assert_has_not(words, id_number);
    assert_has_not(words, "6217001234567890");
    free(words);
    words = paper_words(f, id, DOCUMENT_APPLICATION, true);
    assert_has(words, id_number);
    assert_has(words, "6217001234567890");
    free(words);
}

static void numbers_are_whole_only_when_asked_for(void **state)
{
    (void)state;
    flow_each(numbers_body);
}

static void blank_body(struct flow *f)
{
    int64_t id = flow_open(f, CASE_DIBAO, flow_dibao_form(f), "village", "2013-09-13");
    struct case_paper_options options = options_of(f, first_kind(f), false);
    struct buf paper = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {0};
    assert_int_equal(print_all(f, "open", id), 4);
    char *words = paper_words(f, id, DOCUMENT_HOME_VISIT, false);
    assert_has(words, "王大山");
    assert_has(words, "调查人签字");
    assert_has(words, "年月日");
    free(words);
    assert_int_equal(
        case_paper_render(f->db, COUNTY, f->keys, id, DOCUMENT_REFUSAL, &options, &paper, &e),
        STATUS_NONE);
    assert_int_equal(
        case_paper_render(f->db, COUNTY, f->keys, id, DOCUMENT_NOTICE_WALL, &options, &paper, &e),
        STATUS_NONE);
    assert_int_equal(case_paper_render(f->db, COUNTY, f->keys, id + 1, DOCUMENT_APPLICATION,
                                       &options, &paper, &e),
                     STATUS_NONE);
    assert_int_equal(paper.n, 0);
}

static void a_step_not_taken_prints_its_form_to_fill_in(void **state)
{
    (void)state;
    flow_each(blank_body);
}

static void walk_in_body(struct flow *f)
{
    static const struct {
        enum case_document document;
        enum programme programme;
        const char *title;
    } forms[] = {{DOCUMENT_APPLICATION, PROGRAMME_DIBAO, "农村居民最低生活保障申请书"},
                 {DOCUMENT_APPLICATION, PROGRAMME_WUBAO, "农村五保供养申请表"},
                 {DOCUMENT_CHECK_REPORT, PROGRAMME_DIBAO, "申请救助家庭经济状况核对报告"},
                 {DOCUMENT_HOME_VISIT, PROGRAMME_WUBAO, "农村五保供养入户调查表"},
                 {DOCUMENT_DELIBERATION, PROGRAMME_DIBAO, "农村居民最低生活保障民主评议记录"},
                 {DOCUMENT_APPROVAL_FORM, PROGRAMME_DIBAO, "农村居民最低生活保障审核审批表"},
                 {DOCUMENT_RECHECK_FORM, PROGRAMME_DIBAO, "农村居民最低生活保障定期复核表"},
                 {DOCUMENT_FORM_CHANGE, PROGRAMME_WUBAO, "农村五保供养形式变更审批表"},
                 {DOCUMENT_CANCELLATION, PROGRAMME_WUBAO, "农村五保供养核销审批表"}};
    struct case_paper_options options = options_of(f, first_kind(f), false);
    struct error e = {0};
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        struct buf paper = BUF_INIT(DOCUMENT_BYTES_MAX);
        assert_ok_e(case_blank_render(f->db, COUNTY, forms[i].programme, VILLAGE, forms[i].document,
                                      &options, &paper, &e),
                    &e);
        keep("blank", case_document_code(forms[i].document), options.kind, &paper);
        char *words = words_of(&paper, options.kind);
        assert_has(words, forms[i].title);
        assert_has(words, "云岭镇");
        assert_has_not(words, "√");
        free(words);
        buf_free(&paper);
    }
    struct buf none = BUF_INIT(DOCUMENT_BYTES_MAX);
    assert_int_equal(case_blank_render(f->db, COUNTY, PROGRAMME_DIBAO, VILLAGE, DOCUMENT_REFUSAL,
                                       &options, &none, &e),
                     STATUS_NONE);
}

static void forms_print_empty_before_there_is_a_case(void **state)
{
    (void)state;
    flow_each(walk_in_body);
}

static void refused_body(struct flow *f)
{
    int64_t id = flow_dibao_deciding(f);
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-10-18");
    flow_act(f, id, ACTION_REFUSE, "dibao2", "2013-10-21",
             flow_step_form(f, CASE_DIBAO, ACTION_REFUSE, "2013-10-21"));
    (void)print_all(f, "refused", id);
    char *words = paper_words(f, id, DOCUMENT_REFUSAL, false);
    assert_has(words, "不予批准农村居民最低生活保障告知书");
    assert_has(words, "家庭人均收入不低于标准。人均收入超过标准");
    assert_has(words, "（民发〔2012〕220号）");
    assert_has(words, "自收到本告知书之日起60日内向");
    assert_has(words, "县人民政府申请行政复议"); /* the page may end before it */
    assert_has(words, "3个月内向人民法院提起行政诉讼");
    assert_has(words, "2013年10月21日");
    free(words);
}

static void a_refusal_names_reason_law_and_appeal(void **state)
{
    (void)state;
    flow_each(refused_body);
}

static char *notice_words(struct flow *f, int64_t notice, enum case_document d)
{
    struct case_paper_options options = options_of(f, first_kind(f), true);
    struct buf paper = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {0};
    assert_ok_e(notice_paper_render(f->db, COUNTY, notice, d, &options, &paper, &e), &e);
    keep("notice", case_document_code(d), options.kind, &paper);
    char *words = words_of(&paper, options.kind);
    buf_free(&paper);
    return words;
}

static void notice_body(struct flow *f)
{
    struct error e = {0};
    struct notice_record n;
    struct notice_row *rows;
    size_t count;
    int64_t notice, id = flow_dibao_deciding(f);
    assert_ok_e(notice_of_case(f->db, COUNTY, id, &notice, &e), &e);
    assert_ok_e(notice_read(f->db, COUNTY, notice, f->arena, &n, &rows, &count, &e), &e);
    char *wall = notice_words(f, notice, DOCUMENT_NOTICE_WALL);
    char *web = notice_words(f, notice, DOCUMENT_NOTICE_WEB);
    char *result = notice_words(f, notice, DOCUMENT_NOTICE_RESULT);
    assert_has(wall, "王大山");
    assert_has_not(web, "王大山");
    assert_has(web, "王**");
    const char *papers[] = {wall, web, result};
    for (int i = 0; i < 3; i++) {
        assert_has(papers[i], n.sha256);
        assert_has(papers[i], n.head_hash);
        assert_has(papers[i], "2013年10月10日");
        assert_has(papers[i], "共7日");
        assert_has_not(papers[i], "342529");
        assert_has_not(papers[i], "6217001234567890");
    }
    assert_has(result, "公示期间共收到异议0件");
    assert_has(result, "无异议");
    free(wall);
    free(web);
    free(result);
}

static void both_versions_of_a_notice_come_from_the_same_rows(void **state)
{
    (void)state;
    flow_each(notice_body);
}

static void wubao_body(struct flow *f)
{
    int64_t id = flow_wubao_active(f);
    (void)print_all(f, "wubao", id);
    char *words = paper_words(f, id, DOCUMENT_APPLICATION, false);
    assert_has(words, "农村五保供养申请表");
    assert_has(words, "李孤老");
    assert_has(words, "√分散供养□集中供养");
    free(words);
    words = paper_words(f, id, DOCUMENT_CERTIFICATE, false);
    assert_has(words, "农村五保供养证书");
    assert_has(words, "分散供养");
    free(words);
}

static void a_wubao_case_has_its_own_application_and_certificate(void **state)
{
    (void)state;
    flow_each(wubao_body);
}

/* Proposed, reviewed and approved. */
static int64_t altered(struct flow *f, enum case_kind kind, enum case_change change,
                       int64_t household, const struct entry_data *form, enum case_action *steps,
                       size_t count)
{
    struct case_actor actor = flow_actor(f, kind == CASE_RECHECK ? "clerk" : "village");
    struct error e = {0};
    int64_t id = 0;
    assert_ok_e(case_open(f->db, COUNTY, f->keys, &actor,
                          &(struct case_opening){.kind = kind,
                                                 .change = change,
                                                 .household = household,
                                                 .division = VILLAGE,
                                                 .on = day("2013-12-02"),
                                                 .content = form},
                          NULL, &id, &e),
                &e);
    for (size_t i = 0; i < count; i++) {
        bool is_county = steps[i] == ACTION_APPROVE;
        const char *on = is_county ? "2013-12-05" : "2013-12-04";
        flow_act(f, id, steps[i],
                 is_county                   ? "dibao2"
                 : steps[i] == ACTION_SURVEY ? "clerk"
                                             : "lead",
                 on, flow_step_form(f, kind, steps[i], on));
    }
    return id;
}

static void change_body(struct flow *f)
{
    enum case_action decided[] = {ACTION_REVIEW, ACTION_APPROVE};
    int64_t household = flow_case(f, flow_dibao_active(f)).household;
    int64_t id = altered(f, CASE_CHANGE, CHANGE_INCOME, household,
                         flow_data(f, "income_year", "3000", "reason", "外出务工收入减少", NULL),
                         decided, 2);
    (void)print_all(f, "change", id);
    char *words = paper_words(f, id, DOCUMENT_CHANGE_NOTICE, false);
    assert_has(words, "待遇变动告知书");
    assert_has(words, "外出务工收入减少");
    assert_has(words, "自2014年1月起执行");
    assert_has(words, "60.00110.0050.00");
    free(words);
    id = altered(f, CASE_STOP, CHANGE_STOP, household,
                 flow_data(f, "cause", "OVER_INCOME", "reason", "女儿已就业", NULL), decided, 2);
    (void)print_all(f, "stop", id);
    words = paper_words(f, id, DOCUMENT_STOP_NOTICE, false);
    assert_has(words, "停发农村居民最低生活保障告知书");
    assert_has(words, "收入超标。女儿已就业");
    free(words);
}

static void changes_and_stops_are_told_in_writing(void **state)
{
    (void)state;
    flow_each(change_body);
}

static void wubao_change_body(struct flow *f)
{
    enum case_action decided[] = {ACTION_REVIEW, ACTION_APPROVE};
    int64_t household = flow_case(f, flow_wubao_active(f)).household;
    int64_t id = altered(
        f, CASE_FORM, CHANGE_FORM, household,
        flow_data(f, "form", "INSTITUTION", "home", "云岭镇敬老院", "is_own_choice", "1", NULL),
        decided, 2);
    (void)print_all(f, "form", id);
    char *words = paper_words(f, id, DOCUMENT_FORM_CHANGE, false);
    assert_has(words, "农村五保供养形式变更审批表");
    assert_has(words, "云岭镇敬老院");
    free(words);
    id = altered(f, CASE_CANCEL, CHANGE_DEATH, household,
                 flow_data(f, "died_on", "2013-12-01", "funeral_on", "2013-12-02", "funeral_by",
                           "云岭镇敬老院", NULL),
                 decided, 2);
    (void)print_all(f, "cancel", id);
    words = paper_words(f, id, DOCUMENT_CANCELLATION, false);
    assert_has(words, "农村五保供养核销审批表");
    assert_has(words, "2013年12月1日");
    assert_has(words, "同意核销，供养证书收回注销。");
    free(words);
}

static void form_and_cancellation_have_their_stamped_forms(void **state)
{
    (void)state;
    flow_each(wubao_change_body);
}

static void recheck_body(struct flow *f)
{
    enum case_action steps[] = {ACTION_SURVEY, ACTION_REVIEW};
    int64_t household = flow_case(f, flow_dibao_active(f)).household;
    int64_t id = altered(f, CASE_RECHECK, CHANGE_NONE, household,
                         flow_data(f, "due_month", "2013-12", NULL), steps, 2);
    (void)print_all(f, "recheck", id);
    char *words = paper_words(f, id, DOCUMENT_RECHECK_FORM, false);
    assert_has(words, "定期复核表");
    assert_has(words, "2013年12月");
    assert_has(words, "√");
    free(words);
}

static void a_recheck_has_its_form(void **state)
{
    (void)state;
    flow_each(recheck_body);
}

static void sample_body(struct flow *f)
{
    struct case_paper_options options = options_of(f, first_kind(f), false);
    struct buf paper = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {0};
    struct sample_row *samples;
    size_t count;
    flow_sample(f, PROGRAMME_DIBAO, flow_dibao_deciding(f), "2013-10-18");
    assert_ok_e(sample_list(f->db, COUNTY, f->arena, &samples, &count, &e), &e);
    assert_int_equal(count, 1);
    assert_ok_e(sample_paper_render(f->db, COUNTY, samples[0].id, &options, &paper, &e), &e);
    keep("sample", "list", options.kind, &paper);
    char *words = words_of(&paper, options.kind);
    assert_has(words, samples[0].seed);
    assert_has(words, "待审批1户，按不低于30%抽取");
    assert_has(words, "DB2013-106-00001");
    free(words);
    buf_free(&paper);
    assert_int_equal(sample_paper_render(f->db, COUNTY, samples[0].id + 1, &options, &paper, &e),
                     STATUS_REFUSED);
}

static void a_draw_prints_its_seed_and_rule(void **state)
{
    (void)state;
    flow_each(sample_body);
}

static char *change_words(struct flow *f, struct month m)
{
    struct case_paper_options options = options_of(f, first_kind(f), false);
    struct buf paper = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct error e = {0};
    assert_ok_e(
        change_list_paper_render(f->db, COUNTY, PROGRAMME_DIBAO, m, TOWNSHIP, &options, &paper, &e),
        &e);
    keep("changes", month_of_year(m) == 1 ? "1" : "2", options.kind, &paper);
    char *words = words_of(&paper, options.kind);
    buf_free(&paper);
    return words;
}

/* Approved in December, so that the benefit begins with January's list. */
static void change_list_body(struct flow *f)
{
    int64_t id = flow_dibao_deciding(f);
    flow_sample(f, PROGRAMME_DIBAO, id, "2013-12-02");
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-12-03", flow_data(f, NULL));
    flow_close(f, flow_post(f, id, "village", "2013-12-04"), "village", "2013-12-12");
    f->today = day("2014-03-10");
    char *words = change_words(f, month_make(2014, 1));
    assert_has(words, "云岭镇2014年1月农村居民最低生活保障变动清单");
    assert_has(words, "王大山");
    assert_has(words, "新增020.0060.0060.00");
    free(words);
    words = change_words(f, month_make(2014, 2));
    assert_has(words, "本月无变动");
    assert_has_not(words, "王大山");
    free(words);
}

static void the_months_changes_print_as_a_list(void **state)
{
    (void)state;
    flow_each(change_list_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_granted_case_prints_every_paper_of_its_steps),
        cmocka_unit_test(numbers_are_whole_only_when_asked_for),
        cmocka_unit_test(a_step_not_taken_prints_its_form_to_fill_in),
        cmocka_unit_test(forms_print_empty_before_there_is_a_case),
        cmocka_unit_test(a_refusal_names_reason_law_and_appeal),
        cmocka_unit_test(both_versions_of_a_notice_come_from_the_same_rows),
        cmocka_unit_test(a_wubao_case_has_its_own_application_and_certificate),
        cmocka_unit_test(changes_and_stops_are_told_in_writing),
        cmocka_unit_test(form_and_cancellation_have_their_stamped_forms),
        cmocka_unit_test(a_recheck_has_its_form),
        cmocka_unit_test(a_draw_prints_its_seed_and_rule),
        cmocka_unit_test(the_months_changes_print_as_a_list),
    };
    return cmocka_run_group_tests_name("casepaper", tests, NULL, NULL);
}
