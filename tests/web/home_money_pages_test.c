/* A home's money on the site: the accountant allocates it, four people pay it, several orders at
   once; the home takes it in, the bureau decides its budget, the director claims with a receipt,
   another approves, the accountant pays; the month is signed and confirmed. Nobody takes two steps,
   and no page lets money cross. */
#include "domain/home/book.h"
#include "web/site_support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIRECTOR "home106.director"
#define OTHER_DIRECTOR "home100.director"
#define ACCOUNTANT "accountant"
#define OFFICER "wubao1"
#define APPROVER "finance1"
#define PAYER "finance2"
#define WHAT_BYTES 100
#define PATH_BYTES 240

static struct {
    int64_t home, payee, bank, claim;
} g;

static int64_t counted(const char *sql)
{
    struct error e = {0};
    int64_t n;
    assert_ok_e(db_query_i64_raw(site.db, sql, &n, &e), &e);
    return n;
}

static int start(void **state)
{
    (void)state;
    (void)setenv("MINSHENG_TODAY", "2013-07-05", 1);
    struct db *db = site_begin();
    site_posts_unlock(db);
    db_close(db);
    site_serve();
    g.home = counted("SELECT home FROM home_user WHERE user_name = '" DIRECTOR "'");
    char sql[PATH_BYTES];
    (void)snprintf(sql, sizeof sql,
                   "SELECT payee FROM home_payee WHERE book = 3 AND home = %" PRId64, g.home);
    g.payee = counted(sql);
    g.bank = counted("SELECT id FROM payee WHERE code = 'Y001'");
    return 0;
}

static int get(const char *who, struct buf *out, const char *what)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof path, "/homes/%" PRId64 "/%s", g.home, what);
    return site_get(who, path, out);
}

static int post(const char *who, struct buf *out, const char *what, const char *fields)
{
    char path[PATH_BYTES];
    (void)snprintf(path, sizeof path, "/homes/%" PRId64 "/%s", g.home, what);
    return site_post(who, path, fields, out);
}

static int claim_post(const char *who, struct buf *out, const char *step, const char *fields)
{
    char what[WHAT_BYTES];
    (void)snprintf(what, sizeof what, "claims/%" PRId64 "/%s", g.claim, step);
    return post(who, out, what, fields);
}

static int claim_state(void)
{
    return (int)counted("SELECT state FROM home_claim WHERE id = (SELECT max(id) FROM home_claim)");
}

/* ---- to the home ---- */

static int allocate(const char *who, int64_t payee, const char *amounts, struct buf *out)
{
    char fields[PATH_BYTES];
    (void)snprintf(fields, sizeof fields, "payee=%" PRId64 "&month=2013-06&document=wen%s", payee,
                   amounts);
    return site_post(who, "/allocations/new", fields, out);
}

static void an_allocation_is_of_one_fund_and_one_receiver_s_money(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(ACCOUNTANT, "/allocations/new", &page), 200);
    assert_int_equal(site_get(OFFICER, "/allocations/new", &page), 403);
    assert_int_equal(allocate(ACCOUNTANT, g.payee, "", &page), 422);
    assert_int_equal(
        allocate(ACCOUNTANT, g.payee, "&amount.HOME_RUNNING=1&amount.SCATTERED_CARE=1", &page),
        422);
    assert_true(live_has(&page, "互相挪用"));
    assert_int_equal(allocate(ACCOUNTANT, g.payee, "&amount.INSTITUTION_CARE=1", &page), 422);
    assert_int_equal(
        counted("SELECT count(*) FROM change_trail WHERE action = 'allocation.cross_funds'"), 2);
    assert_int_equal(
        allocate(ACCOUNTANT, g.payee, "&amount.HOME_RUNNING=4986.00&people.HOME_RUNNING=30", &page),
        303);
    assert_int_equal(
        allocate(ACCOUNTANT, g.bank, "&amount.HOME_STAFF=36330.00&people.HOME_STAFF=9", &page),
        303);
    assert_int_equal(allocate(ACCOUNTANT, g.payee, "&amount.HOME_RUNNING=1", &page), 422);
    assert_int_equal(site_get(OFFICER, "/allocations?month=2013-06", &page), 200);
    assert_int_equal(site_get(OFFICER, "/allocations/1", &page), 200);
    assert_true(live_has(&page, "4,986.00"));
    assert_int_equal(site_get(DIRECTOR, "/allocations/1", &page), 403);
}

static void several_orders_take_a_step_together(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(site_get(OFFICER, "/transfers?state=DRAFT", &page), 200);
    assert_true(live_has(&page, "name=\"transfer\" value=\"2\""));
    assert_int_equal(site_post(OFFICER, "/transfers/check", "", &page), 422);
    assert_int_equal(site_post(ACCOUNTANT, "/transfers/check", "transfer=1&transfer=2", &page),
                     422); /* who prepared them */
    assert_int_equal(site_post(OFFICER, "/transfers/check", "transfer=1&transfer=2", &page), 303);
    assert_int_equal(site_post(APPROVER, "/transfers/approve", "transfer=2&transfer=1", &page),
                     303);
    assert_int_equal(site_post(PAYER, "/transfers/pay",
                               "transfer=1&transfer=2&bank_reference=HD1&on=2013-07-04", &page),
                     422); /* the account is empty */
    assert_int_equal(site_post(PAYER, "/transfers/fund", "transfer=1&transfer=2", &page), 303);
    assert_int_equal(site_post(PAYER, "/transfers/pay",
                               "transfer=1&transfer=2&bank_reference=HD1&on=2013-07-04", &page),
                     303);
    assert_int_equal(counted("SELECT count(*) FROM transfer WHERE state = 4"), 2);
    assert_int_equal(site_get(OFFICER, "/allocations?month=2013-06", &page), 200);
    assert_true(live_has(&page, "41,316.00"));
}

/* What one month was allocated, taken in again as another month, in the viewer's language. */
static void taken_in_again(const char *source, const char *month)
{
    BUF sheet = {0}, page = {0};
    const char *const fields[] = {"month", month, "document", "wen", NULL};
    assert_int_equal(site_get(ACCOUNTANT, source, &sheet), 200);
    const char *body = strstr(buf_text(&sheet), "\r\n\r\n");
    assert_non_null(body);
    const struct site_file file = {"sheet.csv", "text/csv", body + 4, strlen(body + 4)};
    assert_int_equal(site_upload(ACCOUNTANT, "/allocations/import", fields, &file, &page), 303);
}

static void a_month_begins_with_last_month_s_sheet(void **state)
{
    (void)state;
    taken_in_again("/allocations/sheet.csv?month=2013-06", "2013-07");
    taken_in_again("/allocations/sheet.csv?month=2013-07&lang=en", "2013-08");
    assert_int_equal(counted("SELECT count(*) FROM allocation"), 6);
    assert_int_equal(counted("SELECT count(*) FROM (SELECT payee, total_fen FROM allocation GROUP "
                             "BY payee, total_fen) AS each"),
                     2);
}

/* ---- in the home ---- */

static void the_home_takes_in_what_the_bank_paid_and_its_own_income(void **state)
{
    (void)state;
    BUF page = {0};
    assert_int_equal(post(DIRECTOR, &page, "books/gather", ""), 403);
    assert_int_equal(post(ACCOUNTANT, &page, "books/gather", ""), 303);
    assert_int_equal(get(DIRECTOR, &page, "books?book=management&month=2013-07"), 200);
    assert_true(live_has(&page, "4,986.00"));
    assert_int_equal(post(ACCOUNTANT, &page, "books/income",
                          "book=support&kind=DONATION&party=a&amount=5.00&on=2013-07-05"),
                     422); /* a donation is no support money */
    assert_int_equal(post(ACCOUNTANT, &page, "books/income",
                          "book=own&kind=DONATION&party=a&amount=5.00&on=2013-07-05"),
                     303);
    assert_int_equal(get(DIRECTOR, &page, "books?book=own"), 200);
    assert_true(live_has(&page, "5.00"));
    assert_int_equal(get(OTHER_DIRECTOR, &page, "books"), 404);
}

static void the_bureau_decides_the_budget(void **state)
{
    (void)state;
    BUF page = {0};
    const char *fields = "year=2013&line=35413&amount=1000.00&document=wen";
    assert_int_equal(post(DIRECTOR, &page, "budget", fields), 403);
    assert_int_equal(post(OFFICER, &page, "budget", fields), 303);
    assert_int_equal(get(DIRECTOR, &page, "budget?year=2013"), 200);
    assert_true(live_has(&page, "1,000.00"));
}

#define LINE(line, amount)                                                                         \
    "lines.1.line=" line "&lines.1.amount=" amount "&lines.1.detail=paper"                         \
    "&lines.1.spent_on=2013-07-03&lines.1.receipt=77"
#define HEAD "&month=2013-07&payee_name=shop&"

static void a_claim_is_of_one_book_with_its_receipt(void **state)
{
    (void)state;
    static const char paper[] =
        "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    const struct site_file file = {"r.pdf", "application/pdf", paper, sizeof(paper) - 1};
    const char *const title[] = {"title", "receipt", NULL};
    char path[PATH_BYTES], what[WHAT_BYTES];
    BUF page = {0};
    assert_int_equal(get(DIRECTOR, &page, "claims/new"), 200);
    assert_int_equal(get(OFFICER, &page, "claims/new"), 403);
    /* Staff is not paid out of support money: 令456号 Art. 14. */
    assert_int_equal(
        post(DIRECTOR, &page, "claims/new", "book=support" HEAD LINE("staff_pay", "1.00")), 422);
    assert_int_equal(counted("SELECT count(*) FROM home_claim"), 0);
    assert_int_equal(
        counted("SELECT count(*) FROM change_trail WHERE action = 'home.cross_funds'") > 0, 1);
    assert_int_equal(post(DIRECTOR, &page, "claims/new", "book=management" HEAD), 422);
    assert_int_equal(
        post(DIRECTOR, &page, "claims/new", "book=management" HEAD LINE("office", "120.50")), 303);
    g.claim = counted("SELECT max(id) FROM home_claim");
    (void)snprintf(what, sizeof what, "claims/%" PRId64 "/edit", g.claim);
    assert_int_equal(get(DIRECTOR, &page, what), 200);
    assert_true(live_has(&page, "value=\"120.50\""));
    assert_int_equal(post(DIRECTOR, &page, what, "book=management" HEAD LINE("office", "130.00")),
                     303);
    (void)snprintf(path, sizeof path, "/homes/%" PRId64 "/claims/%" PRId64 "/receipts", g.home,
                   g.claim);
    assert_int_equal(site_upload(DIRECTOR, path, title, &file, &page), 303);
    (void)snprintf(what, sizeof what, "claims/%" PRId64, g.claim);
    assert_int_equal(get(OFFICER, &page, what), 200);
    assert_true(live_has(&page, "130.00"));
    (void)snprintf(what, sizeof what, "claims/%" PRId64 "/receipts/1", g.claim);
    assert_int_equal(get(OFFICER, &page, what), 200);
    assert_int_equal(get(OTHER_DIRECTOR, &page, what), 404);
}

static void each_step_of_a_claim_is_another_person_s(void **state)
{
    (void)state;
    BUF page = {0};
    const char *paid = "bank_reference=HD9&on=2013-07-05";
    assert_int_equal(claim_post(OFFICER, &page, "approve", ""), 422); /* not submitted */
    assert_int_equal(claim_post(DIRECTOR, &page, "submit", ""), 303);
    assert_int_equal(claim_post(DIRECTOR, &page, "approve", ""), 403);
    assert_int_equal(claim_post(OFFICER, &page, "refuse", ""), 422); /* without a reason */
    assert_int_equal(claim_state(), HOME_CLAIM_SUBMITTED);
    assert_int_equal(claim_post(OFFICER, &page, "approve", ""), 303);
    assert_int_equal(claim_post(OFFICER, &page, "pay", paid), 403);
    assert_int_equal(claim_post(ACCOUNTANT, &page, "pay", "on=2013-07-05"), 422);
    assert_int_equal(claim_post(ACCOUNTANT, &page, "pay", paid), 303);
    assert_int_equal(claim_state(), HOME_CLAIM_PAID);
    assert_int_equal(get(DIRECTOR, &page, "claims?state=PAID"), 200);
    assert_true(live_has(&page, "130.00"));
    assert_int_equal(get(DIRECTOR, &page, "budget?year=2013"), 200);
    assert_true(live_has(&page, "870.00"));
}

static void the_month_is_signed_by_one_and_confirmed_by_another(void **state)
{
    (void)state;
    BUF page = {0};
    const char *june = "month=2013-06&book=management";
    assert_int_equal(get(DIRECTOR, &page, "statements?month=2013-07"), 200);
    assert_true(live_has(&page, "4,856.00")); /* 4986.00 - 130.00 */
    assert_int_equal(post(DIRECTOR, &page, "statements/sign", "month=2013-07&book=management"),
                     422); /* not over */
    assert_int_equal(post(ACCOUNTANT, &page, "statements/confirm", june), 422);
    assert_int_equal(post(ACCOUNTANT, &page, "statements/sign", june), 403);
    assert_int_equal(post(DIRECTOR, &page, "statements/sign", june), 303);
    assert_int_equal(post(DIRECTOR, &page, "statements/confirm", june), 403);
    assert_int_equal(post(ACCOUNTANT, &page, "statements/confirm", june), 303);
    assert_int_equal(counted("SELECT count(*) FROM home_statement WHERE state = 2"), 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_allocation_is_of_one_fund_and_one_receiver_s_money),
        cmocka_unit_test(several_orders_take_a_step_together),
        cmocka_unit_test(a_month_begins_with_last_month_s_sheet),
        cmocka_unit_test(the_home_takes_in_what_the_bank_paid_and_its_own_income),
        cmocka_unit_test(the_bureau_decides_the_budget),
        cmocka_unit_test(a_claim_is_of_one_book_with_its_receipt),
        cmocka_unit_test(each_step_of_a_claim_is_another_person_s),
        cmocka_unit_test(the_month_is_signed_by_one_and_confirmed_by_another),
    };
    if (!site_engine_choose(argc, argv))
        return 0;
    return cmocka_run_group_tests_name(testdb_engine_name(site.engine), tests, start, site_stop);
}
