/* A home's own books (专户储存、专账核算, P3.2): support money, management money and its own income
   each in a book and a bank account of their own. A row of the books moves one amount between two
   accounts of one book: money can not cross, and who tries is recorded (change trail,
   "home.cross_funds"). Claims (报账单) are made by the director against budget lines, approved by
   the bureau, paid by the accountant. */
#pragma once
#include "domain/home/home.h"

enum home_book { HOME_BOOK_SUPPORT = 2, HOME_BOOK_MANAGEMENT = 3, HOME_BOOK_OWN = 6 };
#define HOME_BOOK_COUNT 3
extern const enum home_book HOME_BOOKS[HOME_BOOK_COUNT];
const char *home_book_code(enum home_book b);  /* "support", "management", "own" */
const char *home_book_label(enum home_book b); /* msgid */
MUST_USE enum status home_book_parse(const char *code, enum home_book *ret, struct error *e);

/* Accounts of a book: book * 10000 + code. */
enum home_code {
    HOME_BANK = 1001,
    HOME_PAYABLE = 2001,
    HOME_BALANCE = 3001,
    HOME_INCOME_SUPPORT = 4101,    /* 供养经费: book 2 */
    HOME_INCOME_MANAGEMENT = 4102, /* 工作管理经费: book 3 */
    HOME_INCOME_DONATION = 4103,   /* book 6 */
    HOME_INCOME_FARM = 4104,       /* 院办经济收入: book 6 */
    HOME_INCOME_INTEREST = 4108,
    HOME_INCOME_OTHER = 4109,
};
/* Budget lines: the expense accounts, each of the books it may be claimed in. */
struct home_line {
    int code;                 /* 5401 … */
    const char *name, *label; /* "meals"; msgid */
    enum home_book
        books[HOME_BOOK_COUNT]; /* 0 ends; e.g. meals: SUPPORT, OWN; staff pay: MANAGEMENT only */
};
extern const struct home_line HOME_LINES[]; /* ends with code 0 */
/* "meals" in a book. REFUSED: HOME_LINE (unknown, naming those there are), HOME_FUND_CROSSED
   (known, but not of this book: 工作人员工资 never out of support money, 令456号 Art. 14). */
MUST_USE enum status home_line_account(enum home_book book, const char *name, int64_t *ret_account,
                                       struct error *e);
const char *home_account_label(int64_t account); /* msgid; "" unknown */
static inline int64_t home_account(enum home_book book, int code)
{
    return (int64_t)book * 10000 + code;
}
/* Records an attempt to move money across books in a transaction of its own, after the refusal. */
MUST_USE enum status home_crossing_record(struct db *db, int64_t county, int64_t home,
                                          const char *what, const char *actor, struct error *e);

/* The home's account of a book, written as a payee; of support money also the registry's, into
   which runs pay. Inside db_transaction. REFUSED: HOME_UNKNOWN, HOME_ACCOUNT_SHARED (another book's
   or home's), ACCOUNT_…. */
MUST_USE enum status home_account_write(struct db *db, int64_t county, const struct keyring *keys,
                                        int64_t home, enum home_book book, const char *bank,
                                        const char *holder, const char *number, int64_t change,
                                        struct error *e);
/* What the bank confirmed and the books do not have yet: support money of reconciled runs whose
   lines went to a home, management money of paid transfers; what came back is taken out. One
   transaction; again: nothing. Every home. */
MUST_USE enum status home_book_gather(struct db *db, int64_t county, const char *actor,
                                      int64_t *ret_rows, struct error *e);
struct home_income {
    int64_t home;
    enum home_book book; /* DONATION, FARM, OTHER: OWN; INTEREST: any */
    const char *kind;    /* "DONATION", "FARM", "INTEREST", "OTHER" */
    const char *party;   /* donor, buyer */
    const char *document, *memo;
    struct fen amount;
    struct date on;
};
/* REFUSED: HOME_INCOME (field), HOME_FUND_CROSSED, HOME_MONTH_CLOSED. */
MUST_USE enum status home_income_record(struct db *db, int64_t county,
                                        const struct home_income *income, const char *actor,
                                        struct error *e);
struct home_entry {
    int64_t id, debit, credit, subject;
    struct month month;
    struct date entered_on;
    const char *kind, *party, *document, *memo, *actor;
    struct fen amount;
};
MUST_USE enum status home_journal_list(struct db *db, int64_t county, int64_t home,
                                       enum home_book book, struct month from, struct month to,
                                       struct arena *arena, struct home_entry **ret,
                                       size_t *ret_count, struct error *e);
/* Debit minus credit of one account up to the end of a month (MONTH_OPEN: all). */
MUST_USE enum status home_balance(struct db *db, int64_t county, int64_t home, enum home_book book,
                                  int64_t account, struct month up_to, struct fen *ret,
                                  struct error *e);

/* ---- budgets ---- */
struct home_budget_row {
    int64_t account;
    struct fen budget, claimed, free; /* claimed: approved in the year */
};
/* REFUSED: HOME_BUDGET (less than already approved). By the bureau. */
MUST_USE enum status home_budget_set(struct db *db, int64_t county, int64_t home, int year,
                                     int64_t account, struct fen amount, const char *document,
                                     const char *actor, struct error *e);
MUST_USE enum status home_budget_list(struct db *db, int64_t county, int64_t home, int year,
                                      struct arena *arena, struct home_budget_row **ret,
                                      size_t *ret_count, struct error *e);

/* ---- claims ---- */
enum home_claim_state {
    HOME_CLAIM_DRAFT = 1,
    HOME_CLAIM_SUBMITTED,
    HOME_CLAIM_APPROVED,
    HOME_CLAIM_PAID,
    HOME_CLAIM_REFUSED,
    HOME_CLAIM_WITHDRAWN,
    HOME_CLAIM_RETURNED
};
enum home_claim_action {
    HOME_CLAIM_SUBMIT = 1,
    HOME_CLAIM_APPROVE,
    HOME_CLAIM_REFUSE,
    HOME_CLAIM_PAY,
    HOME_CLAIM_RETURN,
    HOME_CLAIM_WITHDRAW
};
struct home_claim_transition {
    enum home_claim_action action;
    enum home_claim_state from, to;
    const char *name, *label, *permission, *must_differ;
};
extern const struct home_claim_transition HOME_CLAIM_TRANSITIONS[];
extern const size_t HOME_CLAIM_TRANSITION_COUNT;
const char *home_claim_state_code(enum home_claim_state s);
const char *home_claim_state_label(enum home_claim_state s); /* msgid */
struct home_claim_line {
    const char *line; /* "meals"; when read: NULL, account says it */
    int64_t account;
    struct date spent_on;
    const char *detail, *receipt;
    struct fen amount;
};
struct home_claim {
    int64_t id, home;
    enum home_book book;
    struct month month;
    enum home_claim_state state;
    const char *home_name, *payee_name, *memo, *prepared_by, *approved_by, *paid_by,
        *bank_reference, *reason;
    struct date prepared_on, approved_on, paid_on;
    struct fen total;
    size_t line_count;
    const struct home_claim_line *lines;
};
/* A draft with its lines, all of one book; written anew as a whole while a draft. REFUSED:
   HOME_FUND_CROSSED (and the attempt recorded), HOME_CLAIM (field and line), HOME_MONTH_CLOSED,
   ACCESS_…. */
MUST_USE enum status home_claim_write(struct db *db, int64_t county, const struct home_claim *claim,
                                      const char *actor, int64_t *ret_id, struct error *e);
/* One transaction each. approve: every line within what is left of its budget (HOME_BUDGET),
   unaltered since submitted (HOME_CLAIM_ALTERED), by neither maker nor payer; in the books: debit
   expense, credit payable. pay: by the accountant, the book's account holds it (HOME_BOOK_FUNDS);
   debit payable, credit bank. reason: refuse, return. */
MUST_USE enum status home_claim_act(struct db *db, int64_t county, int64_t claim,
                                    enum home_claim_action action, const char *actor,
                                    const char *reason_or_reference, struct date on,
                                    struct error *e);
MUST_USE enum status home_claim_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                     struct home_claim *ret, struct error *e); /* NONE */
/* home 0, state 0: any. Newest first; lines not read. */
MUST_USE enum status home_claim_list(struct db *db, int64_t county, int64_t home,
                                     enum home_claim_state state, int64_t before, int rows,
                                     struct arena *arena, struct home_claim **ret,
                                     size_t *ret_count, struct error *e);

/* ---- the month (敬老院月度收支表) ---- */
struct home_statement_line {
    int64_t account;
    struct fen amount;
};
struct home_statement {
    int64_t home;
    enum home_book book;
    struct month month;
    int state; /* 0 not signed 1 SIGNED 2 CONFIRMED */
    struct fen opening, received, spent, closing,
        owed; /* owed: approved, not yet paid, at the end */
    int64_t residents, resident_days;
    size_t income_count, expense_count;
    const struct home_statement_line *income, *expense; /* expense: as paid */
    const char *signed_by, *confirmed_by;
};
/* From the books as they are. */
MUST_USE enum status home_statement_read(struct db *db, int64_t county, int64_t home,
                                         enum home_book book, struct month month,
                                         struct arena *arena, struct home_statement *ret,
                                         struct error *e);
/* How far the months of homes are: books signed by the director, and of those confirmed. home 0,
   month v 0: any; a month that nobody has signed is left out. At most HOME_MONTHS_MAX. */
#define HOME_MONTHS_MAX 5000
struct home_month {
    int64_t home;
    const char *home_name;
    struct month month;
    int64_t signed_books, confirmed_books;
};
MUST_USE enum status home_month_list(struct db *db, int64_t county, int64_t home,
                                     struct month month, struct arena *arena,
                                     struct home_month **ret, size_t *ret_count, struct error *e);
/* The director signs (earlier months are confirmed, bank receipts gathered); the accountant
   confirms: frozen. REFUSED: HOME_STATEMENT_ORDER, HOME_STATEMENT_STATE, HOME_STATEMENT_ALTERED,
   SAME_PERSON. */
MUST_USE enum status home_statement_sign(struct db *db, int64_t county, int64_t home,
                                         enum home_book book, struct month month, const char *actor,
                                         struct error *e);
MUST_USE enum status home_statement_confirm(struct db *db, int64_t county, int64_t home,
                                            enum home_book book, struct month month,
                                            const char *actor, struct error *e);
