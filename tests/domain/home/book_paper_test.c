/* 敬老院月度收支表: every figure of a home's month in the column of its book, and no figure of two
   books together (P3.2 专帐核算). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/home/book_fixture.h"
#include "office/document_support.h"
#include "office/homepaper/statement_paper.h"

static void paper_render(struct county *c, enum document_kind kind, struct buf *ret)
{
    struct error e = {0};
    assert_ok_e(home_statement_paper_render(c->db, COUNTY, books.home[0], book_month("2013-07"),
                                            kind, book_day("2013-08-31"), ret, &e),
                &e);
}

/* Interest of three amounts that no sum of others equals. */
static void books_stand_side_by_side(struct county *c)
{
    struct error e = {0};
    CLEANUP(buf_free) struct buf docx = BUF_INIT(DOCUMENT_BYTES_MAX);
    CLEANUP(buf_free) struct buf again = BUF_INIT(DOCUMENT_BYTES_MAX);
    book_money(c, books.home[0], HOME_BOOK_SUPPORT, 100001, "2013-07-01");
    book_money(c, books.home[0], HOME_BOOK_MANAGEMENT, 200020, "2013-07-02");
    book_money(c, books.home[0], HOME_BOOK_OWN, 400400, "2013-07-03");
    book_budget(c, books.home[0], HOME_BOOK_SUPPORT, "meals", 10000);
    book_paid(c, book_claim(c, HOME_BOOK_SUPPORT, "meals", 1234, "2013-07-04"), "2013-07-05");
    paper_render(c, DOCUMENT_DOCX, &docx);
    paper_render(c, DOCUMENT_DOCX, &again);
    assert_int_equal(docx.n, again.n);
    assert_memory_equal(docx.p, again.p, docx.n);
    char *words = docx_words(&docx);
    assert_non_null(words);
    assert_non_null(strstr(words, "期末余额987.672,000.204,004.00"));
    assert_non_null(strstr(words, "伙食12.34—0.00"));
    assert_non_null(strstr(words, "工作人员工资—0.00—"));
    assert_non_null(strstr(words, "捐赠收入——4,004.00"));
    /* 1000.01 + 2000.20, the three, and what is left of both and of the three. */
    static const char *const sums[] = {"3,000.21", "7,004.21", "2,987.87", "6,991.87"};
    for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++)
        assert_null(strstr(words, sums[i]));
    free(words);
    assert_status(home_statement_paper_render(c->db, COUNTY, 99999, book_month("2013-07"),
                                              DOCUMENT_DOCX, book_day("2013-08-31"), &again, &e),
                  STATUS_NONE);
}

/* With the longest figures that a home may have it is one page. */
static void a_month_is_one_page(struct county *c)
{
    CLEANUP(buf_free) struct buf pdf = BUF_INIT(DOCUMENT_BYTES_MAX);
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++)
        book_money(c, books.home[0], HOME_BOOKS[i], 9999999999, "2013-07-01");
    paper_render(c, DOCUMENT_PDF, &pdf);
    if (tool_is_there("pdftotext"))
        assert_int_equal(pdf_page_count(&pdf), 1);
}

static void test_books_stand_side_by_side(void **state)
{
    (void)state;
    book_each(books_stand_side_by_side);
}

static void test_a_month_is_one_page(void **state)
{
    (void)state;
    book_each(a_month_is_one_page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_books_stand_side_by_side),
        cmocka_unit_test(test_a_month_is_one_page),
    };
    return cmocka_run_group_tests_name("home book paper", tests, NULL, NULL);
}
