/* Papers of medical assistance: the application, the decision bill by bill, the hospital's notice.
 */
#include "domain/casework/flow_support.h"
#include "domain/casework/notice.h"
#include "office/casepaper/casepaper.h"
#include "office/document_support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints it as PDF and as DOCX, on PostgreSQL as DOCX alone (casepaper_test.c says why); the words
   of the first, NULL without pdftotext. */
static char *words_of(struct flow *f, int64_t id, enum case_document d, bool shows_numbers)
{
    char *words = NULL;
    enum document_kind first = f->testdb.engine == DB_SQLITE ? DOCUMENT_PDF : DOCUMENT_DOCX;
    for (enum document_kind kind = first; kind <= DOCUMENT_DOCX; kind++) {
        const struct case_paper_options options = {kind, f->today, shows_numbers};
        struct buf out = BUF_INIT(DOCUMENT_BYTES_MAX);
        struct error e = {0};
        assert_ok_e(case_paper_render(f->db, COUNTY, f->keys, id, d, &options, &out, &e), &e);
        assert_true(out.n > 1000);
        const char *folder = getenv("MINSHENG_DOCUMENTS");
        char path[600];
        if (folder) {
            snprintf(path, sizeof path, "%s/medical-%s%s", folder, case_document_code(d),
                     document_ending(kind));
            file_write(path, out.p, out.n);
        }
        if (kind == DOCUMENT_PDF && tool_is_there("pdftotext"))
            words = pdf_words(&out, 0);
        else if (kind == first && kind == DOCUMENT_DOCX)
            words = docx_words(&out);
        buf_free(&out);
    }
    return words;
}

static void assert_says(char *words, const char *const *expected)
{
    for (; words && *expected; expected++)
        if (!strstr(words, *expected)) {
            print_message("# not there: %s\n# %s\n", *expected, words);
            fail();
        }
    free(words);
}
#define ASSERT_SAYS(words, ...) assert_says(words, (const char *const[]){__VA_ARGS__, NULL})

static int64_t claim_decided(struct flow *f, int64_t *ret_notice)
{
    int64_t id = flow_open(f, CASE_MEDICAL,
                           flow_claim_form(f, "赵病人", flow_id_number(f, 1961), "illness_poor"),
                           "village", "2013-12-02");
    flow_act(f, id, ACTION_ACCEPT, "clerk", "2013-12-03", flow_data(f, "papers", "发票一张", NULL));
    flow_act(f, id, ACTION_REVIEW, "lead", "2013-12-04",
             flow_data(f, "opinion", "AGREE", "reason", "情况属实", NULL));
    *ret_notice = flow_post(f, id, "village", "2013-12-05");
    flow_close(f, *ret_notice, "village", "2013-12-12");
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-12-13", flow_data(f, NULL));
    return id;
}

static void claim_body(struct flow *f)
{
    int64_t notice, id = claim_decided(f, &notice);
    ASSERT_SAYS(words_of(f, id, DOCUMENT_MEDICAL_FORM, false), "城乡医疗救助申请审批表", "赵病人",
                "YL2013-106-00001", "宣城市人民医院", "60,000.00", "因病致困", "情况属实",
                "同意给予医疗救助3,320.22元（一次性）。", "公示结果：无异议");
    ASSERT_SAYS(words_of(f, id, DOCUMENT_MEDICAL_DECISION, false), "城乡医疗救助审批决定",
                "决定给予一次性医疗救助3,320.22元", "28,300.55", "8,300.55", "个人支付",
                "34,979.78", "民发〔2009〕81号", "云岭镇人民政府审核");
    char *acceptance = words_of(f, id, DOCUMENT_ACCEPTANCE, false);
    assert_true(!acceptance || !strstr(acceptance, "入户调查"));
    ASSERT_SAYS(acceptance, "城乡医疗救助申请受理单", "按票据和医保结算单逐张核算");
    /* The illness is nobody's business on a wall. */
    char *wall = words_of(f, id, DOCUMENT_NOTICE_WALL, false);
    assert_true(!wall || !strstr(wall, "癌"));
    ASSERT_SAYS(wall, "章渡村城乡医疗救助审核结果公示", "患者姓名", "拟救助金额（元）", "赵病人",
                "3,320.22");
    char *web = words_of(f, id, DOCUMENT_NOTICE_WEB, false);
    assert_true(!web || !strstr(web, "赵病人"));
    ASSERT_SAYS(web, "赵**", "3,320.22");
    ASSERT_SAYS(words_of(f, id, DOCUMENT_ARCHIVE_INDEX, false), "医疗救助申请审批表",
                "医疗救助审批决定");
}

static void a_claim_prints_its_form_and_its_decision_bill_by_bill(void **state)
{
    (void)state;
    flow_each(claim_body);
}

static void key_body(struct flow *f)
{
    const char *number = flow_head_number(f, flow_dibao_active(f));
    int64_t id = flow_open(f, CASE_MEDICAL, flow_claim_form(f, "王大山", number, NULL), "village",
                           "2013-12-02");
    flow_act(f, id, ACTION_ACCEPT, "clerk", "2013-12-03", flow_data(f, NULL));
    flow_act(f, id, ACTION_REFUSE, "dibao2", "2013-12-04",
             flow_step_form(f, CASE_MEDICAL, ACTION_REFUSE, "2013-12-04"));
    char *words = words_of(f, id, DOCUMENT_REFUSAL, false);
    assert_true(!words || !strstr(words, "云岭镇人民政府审核"));
    ASSERT_SAYS(words, "不予批准城乡医疗救助告知书", "费用不在救助范围或未超过起付线",
                "申请行政复议");
    ASSERT_SAYS(words_of(f, id, DOCUMENT_MEDICAL_FORM, false), "低保、五保对象由县级直接审批",
                "家庭已登记的发放账户", "不予救助。费用未超过起付线");
}

static void a_refusal_of_a_direct_claim_names_no_township(void **state)
{
    (void)state;
    flow_each(key_body);
}

static void advance_body(struct flow *f)
{
    const char *number = flow_head_number(f, flow_dibao_active(f));
    int64_t id =
        flow_open(f, CASE_ADVANCE, flow_advance_form(f, "王大山", number), "village", "2013-12-02");
    ASSERT_SAYS(words_of(f, id, DOCUMENT_ADVANCE_FORM, false), "医前救助申请审批表", "1,500.00元",
                "2014年1月6日");
    flow_act(f, id, ACTION_APPROVE, "dibao2", "2013-12-03", flow_data(f, "amount", "1200", NULL));
    ASSERT_SAYS(words_of(f, id, DOCUMENT_ADVANCE_NOTICE, false), "医前救助通知单",
                "县内任一定点医院", "王大山", "1,200.00", "2014年2月1日", "342529********");
    ASSERT_SAYS(words_of(f, id, DOCUMENT_ADVANCE_NOTICE, true), number);
}

static void an_advance_prints_a_notice_for_the_hospital(void **state)
{
    (void)state;
    flow_each(advance_body);
}

static void blank_body(struct flow *f)
{
    const struct case_paper_options options = {DOCUMENT_PDF, f->today, false};
    static const enum case_document forms[] = {DOCUMENT_MEDICAL_FORM, DOCUMENT_ADVANCE_FORM};
    for (size_t i = 0; i < 2; i++) {
        struct buf out = BUF_INIT(DOCUMENT_BYTES_MAX);
        struct error e = {0};
        assert_ok_e(case_blank_render(f->db, COUNTY, PROGRAMME_MEDICAL, VILLAGE, forms[i], &options,
                                      &out, &e),
                    &e);
        assert_true(out.n > 1000);
        buf_free(&out);
    }
}

static void both_applications_are_there_to_be_filled_by_hand(void **state)
{
    (void)state;
    flow_each(blank_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_claim_prints_its_form_and_its_decision_bill_by_bill),
        cmocka_unit_test(a_refusal_of_a_direct_claim_names_no_township),
        cmocka_unit_test(an_advance_prints_a_notice_for_the_hospital),
        cmocka_unit_test(both_applications_are_there_to_be_filled_by_hand),
    };
    return cmocka_run_group_tests_name("casepaper-medical", tests, NULL, NULL);
}
