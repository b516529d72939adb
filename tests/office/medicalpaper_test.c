/* Papers of money to institutions: what stands in the rows stands on them. */
#include "domain/medical/settle_fixture.h"
#include "office/document_support.h"
#include "office/medicalpaper/capitals.h"
#include "office/medicalpaper/medicalpaper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void amounts_in_capitals_are_those_of_the_digits(void **state)
{
    (void)state;
    static const struct {
        int64_t fen;
        const char *words;
    } expected[] = {
        {0, "零元整"},
        {1, "壹分"},
        {10, "壹角整"},
        {105, "壹元零伍分"},
        {123456, "壹仟贰佰叁拾肆元伍角陆分"},
        {1000000, "壹万元整"},
        {1000050, "壹万元伍角整"},
        {1000100, "壹万零壹元整"},
        {10010000, "壹拾万零壹佰元整"},
        {100000100, "壹佰万零壹元整"},
        {10000000000, "壹亿元整"},
        {10000000100, "壹亿零壹元整"},
        {1002003004, "壹仟零贰万零叁拾元零肆分"},
        {-30000, "负叁佰元整"},
        {9999999999999, "玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
        {10000000000000, ""},
    };
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        char out[CAPITALS_BYTES];
        assert_string_equal(fen_capitals(FEN(expected[i].fen), out), expected[i].words);
    }
}

static const struct medical_paper_options PDF = {DOCUMENT_PDF, {15886}}; /* 2013-06-30 */
static const struct medical_paper_options DOCX = {DOCUMENT_DOCX, {15886}};

static void keep(const char *name, const struct buf *b)
{
    const char *folder = getenv("MINSHENG_DOCUMENTS");
    char path[600];
    if (!folder)
        return;
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file_write(path, b->p, b->n);
}

static void says(const struct buf *pdf, const char *const *words)
{
    if (!tool_is_there("pdftotext"))
        return;
    char *text = pdf_words(pdf, 0);
    for (; *words; words++)
        if (!strstr(text, *words))
            fail_msg("not on the paper: %s\n%s", *words, text);
    free(text);
}
#define SAYS(pdf, ...) says((pdf), (const char *const[]){__VA_ARGS__, NULL})

static void the_papers_of_a_month(struct county *c)
{
    struct error e = {0};
    struct buf pdf = BUF_INIT(DOCUMENT_BYTES_MAX), docx = BUF_INIT(DOCUMENT_BYTES_MAX);
    settle_line(c, &(struct line_made){settle.county_hospital, "Z1", "ADVANCE", 150000, 0, NULL});
    settle_line(c,
                &(struct line_made){settle.county_hospital, "Z1", "SETTLEMENT", 0, 450050, NULL});
    int64_t statement = settle_statement(c, settle.county_hospital, "2013-06");
    settle_agree(c, statement);
    int64_t transfer = settle_transfer(c, statement);
    assert_ok_e(statement_paper_render(c->db, COUNTY, statement, &PDF, &pdf, &e), &e);
    keep("medical-statement.pdf", &pdf);
    SAYS(&pdf, "泾县城乡医疗救助费用结算单", "甲医院", "2013年6月", "吴病人", "0017", "1,500.00",
         "4,500.50", "6,000.50", "陆仟元伍角整", "出院即时结算");
    assert_ok_e(statement_paper_render(c->db, COUNTY, statement, &DOCX, &docx, &e), &e);
    char *part = docx_part(&docx, "word/document.xml");
    assert_non_null(strstr(part, "陆仟元伍角整"));
    free(part);
    assert_status(statement_paper_render(c->db, COUNTY, 99, &PDF, &docx, &e), STATUS_NONE);
    buf_clear(&pdf);
    assert_ok_e(transfer_paper_render(c->db, COUNTY, transfer, &PDF, &pdf, &e), &e);
    keep("transfer.pdf", &pdf);
    SAYS(&pdf, "拨付单", "甲医院", "尾号0101", "泾县农商行", "￥6,000.50元", "陆仟元伍角整",
         "医院结算", "maker");
    assert_status(transfer_paper_render(c->db, COUNTY, 99, &PDF, &docx, &e), STATUS_NONE);
    buf_free(&pdf);
    buf_free(&docx);
}

static void test_the_papers_of_a_month(void **state)
{
    (void)state;
    settle_each(the_papers_of_a_month);
}

static void the_paper_of_a_premium_list(struct county *c)
{
    struct error e = {0};
    int64_t list;
    struct buf pdf = BUF_INIT(DOCUMENT_BYTES_MAX);
    settle_tamper(c, "INSERT INTO medical_class (county, person, from_month, known_from, to_month, "
                     "known_to, class, document, case_file) VALUES (341823, 9000001, 201301, 1, "
                     "999912, 2147483647, 5, '', 0)");
    assert_ok_e(premium_prepare(c->db, COUNTY, 2013, settle_month("2013-03"), MAKER, &list, &e),
                &e);
    settle_tamper(c, "UPDATE premium_line SET is_enrolled = 1, scheme = 1");
    assert_ok_e(premium_paper_render(c->db, COUNTY, list, 341823000000, &PDF, &pdf, &e), &e);
    keep("premium-list.pdf", &pdf);
    SAYS(&pdf, "泾县2013年度资助参合", "吴病人", "50%", "30.00", "叁拾元整");
    assert_status(premium_paper_render(c->db, COUNTY, 99, 341823000000, &PDF, &pdf, &e),
                  STATUS_NONE);
    buf_free(&pdf);
}

static void test_the_paper_of_a_premium_list(void **state)
{
    (void)state;
    settle_each(the_paper_of_a_premium_list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_in_capitals_are_those_of_the_digits),
        cmocka_unit_test(test_the_papers_of_a_month),
        cmocka_unit_test(test_the_paper_of_a_premium_list),
    };
    return cmocka_run_group_tests_name("medical papers", tests, NULL, NULL);
}
