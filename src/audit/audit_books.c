/* The books: each item's obligation, orphans, and every balance from its postings. */
#include <inttypes.h>
#include <stdio.h>

#include "audit/audit_internal.h"
#include "base/i18n.h"

#define SUBJECT_BYTES 64
#define CODE_BANK 1001
#define CODE_TRANSIT 1101
#define CODE_PAYABLE 2001
#define STATE_APPROVED 4
#define AUDIT_FUNDS (AUDIT_FUND_MEDICAL + 1) /* that owe people; by number */

static enum status check_item_postings(struct audit *a, const struct audit_run_row *run,
                                       struct month m, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_posting_row row;
    char memo[MONTH_TEXT_BYTES];
    enum status s;
    TRY(audit_item_postings_open(
        a->db,
        (struct audit_item_postings_args){.county = a->scope.county,
                                          .programme = run->programme,
                                          .month = m,
                                          .fund = audit_fund(run->programme),
                                          .run = run->id,
                                          .memo = month_format(m, memo)},
        &cursor, e));
    while ((s = audit_item_postings_next(cursor, &row, e)) == STATUS_OK) {
        const char *subject = audit_subject(a, run->programme, m, row.household);
        if (row.item_fen != row.posted_fen)
            s = audit_find(a,
                           row.posted_fen == 0 ? "POSTING_MISSING"
                           : row.item_fen == 0 ? "POSTING_EXTRA"
                                               : "POSTING_AMOUNT",
                           e, subject, _("发放项 %s 元，账上应付 %s 元"),
                           audit_yuan(a, row.item_fen), audit_yuan(a, row.posted_fen));
        else
            s = audit_find(
                a, "POSTING_ACCOUNT", e, subject,
                _("应借记 %" PRId64 "，账上借 %" PRId64 " 贷 %" PRId64 "（%" PRId64 " 行）"),
                row.expected_debit, row.debit, row.credit, row.lines);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_all_item_postings(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_run_row run;
    enum status s;
    TRY(audit_runs_open(a->db, (struct audit_runs_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_runs_next(cursor, &run, e)) == STATUS_OK) {
        bool is_in_scope = run.from_month.v <= a->scope.to.v && run.to_month.v >= a->scope.from.v;
        if (run.state < STATE_APPROVED || !is_in_scope)
            continue;
        for (struct month m = run.from_month; m.v <= run.to_month.v; m = month_add(m, 1))
            TRY(check_item_postings(a, &run, m, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

typedef enum status (*journal_open_call)(struct audit *a, struct db_cursor **ret, struct error *e);

static enum status open_elsewhere(struct audit *a, struct db_cursor **ret, struct error *e)
{
    return audit_journals_elsewhere_open(
        a->db, (struct audit_journals_elsewhere_args){.county = a->scope.county}, ret, e);
}

static enum status open_orphans(struct audit *a, struct db_cursor **ret, struct error *e)
{
    return audit_posting_orphans_open(
        a->db, (struct audit_posting_orphans_args){.county = a->scope.county}, ret, e);
}

static enum status open_empty(struct audit *a, struct db_cursor **ret, struct error *e)
{
    return audit_journal_empty_open(
        a->db, (struct audit_journal_empty_args){.county = a->scope.county}, ret, e);
}

/* The three statements answer one row shape, so any of their next functions reads it. */
static enum status check_journals(struct audit *a, journal_open_call open_rows, const char *code,
                                  const char *what, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_journal_row row;
    char subject[SUBJECT_BYTES];
    enum status s;
    TRY(open_rows(a, &cursor, e));
    while ((s = audit_journal_empty_next(cursor, &row, e)) == STATUS_OK) {
        snprintf(subject, sizeof(subject), "fund %" PRId64 " journal %" PRId64, row.fund,
                 row.journal);
        s = audit_find(a, code, e, subject, "%s (%s)", what, row.kind);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status judge_account(struct audit *a, const struct audit_turnover_row *row,
                                 const struct audit_owed_row owed[AUDIT_FUNDS], struct error *e)
{
    char subject[SUBJECT_BYTES];
    int64_t code = row->account % 10000, balance = row->debit_fen - row->credit_fen;
    snprintf(subject, sizeof(subject), "fund %" PRId64 " account %" PRId64, row->fund,
             row->account);
    if (code == CODE_BANK && balance < 0)
        return audit_find(a, "BANK_OVERDRAWN", e, subject, _("专户余额为 %s 元"),
                          audit_yuan(a, balance));
    if (row->fund != AUDIT_DIBAO && row->fund != AUDIT_WUBAO && row->fund != AUDIT_FUND_MEDICAL)
        return STATUS_OK;
    if (code == CODE_PAYABLE && -balance != owed[row->fund].owed_fen)
        return audit_find(a, "BALANCE_PAYABLE", e, subject, _("账上待发 %s 元，发放项合计 %s 元"),
                          audit_yuan(a, -balance), audit_yuan(a, owed[row->fund].owed_fen));
    if (code == CODE_TRANSIT && balance != owed[row->fund].transit_fen)
        return audit_find(a, "BALANCE_TRANSIT", e, subject,
                          _("账上在途 %s 元，未对账的银行文件合计 %s 元"), audit_yuan(a, balance),
                          audit_yuan(a, owed[row->fund].transit_fen));
    return STATUS_OK;
}

static enum status check_balances(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_owed_row owed[AUDIT_FUNDS] = {{0}};
    struct audit_turnover_row row;
    enum status s;
    for (int64_t p = AUDIT_DIBAO; p <= AUDIT_MEDICAL; p++)
        TRY(audit_owed(a->db,
                       (struct audit_owed_args){
                           .county = a->scope.county, .programme = p, .fund = audit_fund(p)},
                       a->arena, &owed[audit_fund(p)], e));
    TRY(audit_account_turnover_open(
        a->db, (struct audit_account_turnover_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_account_turnover_next(cursor, &row, e)) == STATUS_OK) {
        a->result.postings_fen += row.debit_fen;
        s = judge_account(a, &row, owed, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_closes(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_close_row row;
    char subject[SUBJECT_BYTES], month_text[MONTH_TEXT_BYTES];
    enum status s;
    TRY(audit_close_differences_open(
        a->db, (struct audit_close_differences_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_close_differences_next(cursor, &row, e)) == STATUS_OK) {
        snprintf(subject, sizeof(subject), "fund %" PRId64 " account %" PRId64 " %s", row.fund,
                 row.account, month_format(row.month, month_text));
        s = audit_find(a, "CLOSE_DIFFERS", e, subject, _("月结记借 %s 贷 %s，分录合计借 %s 贷 %s"),
                       audit_yuan(a, row.closed_debit), audit_yuan(a, row.closed_credit),
                       audit_yuan(a, row.debit), audit_yuan(a, row.credit));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_statements(struct audit *a, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_statement_row row;
    char subject[SUBJECT_BYTES], date_text[DATE_TEXT_BYTES];
    enum status s;
    TRY(audit_statement_differences_open(
        a->db, (struct audit_statement_differences_args){.county = a->scope.county}, &cursor, e));
    while ((s = audit_statement_differences_next(cursor, &row, e)) == STATUS_OK) {
        snprintf(subject, sizeof(subject), "fund %" PRId64 " %s", row.fund,
                 date_format(row.stated_on, date_text));
        s = audit_find(a, "STATEMENT_DIFFERS", e, subject, _("银行对账单 %s 元，账上专户 %s 元"),
                       audit_yuan(a, row.balance_fen), audit_yuan(a, row.book_fen));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_books(struct audit *a, struct error *e)
{
    audit_check_begin(a);
    TRY(check_all_item_postings(a, e));
    TRY(check_journals(a, open_elsewhere, "FUND_MIXED",
                       _("分录所在的资金与批次的项目不是同一项资金，或批次不存在"), e));
    TRY(check_journals(a, open_orphans, "POSTING_ORPHAN", _("分录没有凭证，或使用了没有的科目"),
                       e));
    TRY(check_journals(a, open_empty, "JOURNAL_EMPTY", _("凭证没有分录"), e));
    TRY(check_balances(a, e));
    TRY(check_closes(a, e));
    return check_statements(a, e);
}
