/* The books, one set per fund (专户储存、专账核算、专款专用, P3.2). A journal belongs to one fund;
   each of its lines moves one amount from a credit account to a debit account of that fund, so it
   balances by construction. */
#pragma once
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

/* Account number = fund * 10000 + code. */
enum ledger_code {
    LEDGER_BANK = 1001,       /* 财政专户存款 */
    LEDGER_IN_TRANSIT = 1101, /* 在途: handed to the paying bank */
    LEDGER_PAYABLE = 2001,    /* 待发: owed to people, not yet received by them */
    LEDGER_BALANCE = 3001,    /* 结余 */
    LEDGER_INCOME_CENTRAL = 4001,
    LEDGER_INCOME_PROVINCE = 4002,
    LEDGER_INCOME_CITY = 4003,
    LEDGER_INCOME_COUNTY = 4004,
    LEDGER_INCOME_INTEREST = 4008,
    LEDGER_INCOME_OTHER = 4009,
    LEDGER_EXPENSE = 5001, /* 支出 (dibao, medical aid, construction, management) */
    LEDGER_EXPENSE_SCATTERED = 5101,
    LEDGER_EXPENSE_INSTITUTION = 5102,
    LEDGER_EXPENSE_PREMIUM = 5201, /* 资助参合 */
    LEDGER_EXPENSE_BEFORE = 5202,  /* 医前救助 */
    LEDGER_EXPENSE_DURING = 5203,  /* 医中救助 */
    LEDGER_EXPENSE_AFTER = 5204,   /* 医后救助 */
    /* Support money by category, beside what runs pay to people (P3.2) */
    LEDGER_EXPENSE_SCATTERED_CARE = 5103,
    LEDGER_EXPENSE_INSTITUTION_CARE = 5104,
    LEDGER_EXPENSE_SCATTERED_ELECTRICITY = 5105,
    LEDGER_EXPENSE_INSTITUTION_ELECTRICITY = 5106,
    LEDGER_EXPENSE_HOME_RUNNING = 5301, /* 敬老院公用经费 */
    LEDGER_EXPENSE_HOME_STAFF = 5302,   /* 敬老院工作人员生活补助 */
    LEDGER_EXPENSE_WORKS = 5401,        /* 工程款 */
};
static inline int64_t ledger_account(enum fund fund, enum ledger_code code)
{
    return (int64_t)fund * 10000 + (int64_t)code;
}
/* By the code of the plan ("dibao_rural"), by its beginning when only one fund begins so ("dibao"),
 * or by the number. REFUSED (FUND_UNKNOWN) naming those that there are. */
MUST_USE enum status ledger_fund_parse(struct db *db, int64_t county, const char *text,
                                       enum fund *ret, struct error *e);
struct journal_header {
    enum fund fund;
    struct month month; /* accounting month; REFUSED (LEDGER_MONTH_CLOSED) when closed */
    const char *kind;   /* APPROPRIATION, ENTITLE, SEND, RETURN, CANCEL, REPAYMENT, INTEREST, OTHER,
                           TRANSFER, TRANSFER_PAY, TRANSFER_RETURN */
    int64_t run, remittance, transfer; /* 0 when none */
    const char *document, *memo;
    int64_t change;
};
struct journal_line {
    enum ledger_code debit, credit;
    struct fen amount; /* > 0 */
};
/* Inside db_transaction. Lines numbered 1, 2, 3 … */
MUST_USE enum status journal_write(struct db *db, int64_t county,
                                   const struct journal_header *header,
                                   const struct journal_line *lines, size_t count,
                                   int64_t *ret_journal, struct error *e);
/* A journal whose lines are written set-wise by the caller's statement (the items of a run): header
 * only. */
MUST_USE enum status journal_open(struct db *db, int64_t county,
                                  const struct journal_header *header, int64_t *ret_journal,
                                  struct error *e);
/* `month`, or the first month after the last closed one: where a movement that belongs to `month`
 * may still be recorded. */
MUST_USE enum status ledger_open_month(struct db *db, int64_t county, enum fund fund,
                                       struct month month, struct month *ret, struct error *e);
enum ledger_code ledger_income_of(enum source source);
/* Money that a dedicated account lacks, split by the plan's shares of the month: debit bank, credit
   each source's income. Half-up per source; the last one with a share takes what is left, so that
   the lines add up to the fen. REFUSED (FUND_SHARES) when the plan has none. */
MUST_USE enum status ledger_share_lines(const struct policy_table *table, enum fund fund,
                                        struct month month, struct fen lack,
                                        struct journal_line lines[FUND_SOURCE_COUNT],
                                        size_t *ret_count, struct error *e);
/* Debit minus credit that the journals of one run left on an account. */
MUST_USE enum status ledger_run_balance(struct db *db, int64_t county, enum fund fund,
                                        enum ledger_code code, int64_t run, struct fen *ret,
                                        struct error *e);
/* Debit minus credit of one account over all time (asset and expense positive). */
MUST_USE enum status ledger_account_balance(struct db *db, int64_t county, enum fund fund,
                                            enum ledger_code code, struct fen *ret,
                                            struct error *e);
/* Money received for a fund from one source, with its document: debit bank, credit that source's
 * income. One transaction. */
MUST_USE enum status ledger_appropriate(struct db *db, int64_t county, enum fund fund,
                                        enum source source, struct fen amount, struct month month,
                                        const char *document, const char *actor, struct error *e);
struct trial_row {
    int64_t account;
    const char *name, *kind;
    struct fen debit, credit; /* turnover up to and in the month */
};
/* Trial balance of a fund at the end of a month (MONTH_OPEN: all). Rows in the arena. */
MUST_USE enum status ledger_trial_balance(struct db *db, int64_t county, enum fund fund,
                                          struct month up_to, struct arena *arena,
                                          struct trial_row **ret, size_t *ret_count,
                                          struct error *e);
/* The bank's balance of the dedicated account at a date; closing a month compares with it when
 * there is one. */
MUST_USE enum status ledger_state_balance(struct db *db, int64_t county, enum fund fund,
                                          struct date on, struct fen balance, const char *document,
                                          const char *actor, struct error *e);
/* Month close: debits equal credits, the bank statement ties (if any), earlier months are closed;
 * then frozen. One transaction. */
MUST_USE enum status ledger_close_month(struct db *db, int64_t county, enum fund fund,
                                        struct month month, const char *actor, struct error *e);
