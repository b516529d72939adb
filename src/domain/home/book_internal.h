/* Shared by the files of a home's books only. */
#pragma once
#include "domain/home/book.h"

#define BOOK_SCRATCH_BYTES ((size_t)4 << 20)
#define BOOK_TEXT_BYTES_MAX 300                  /* of a party, document or memo */
#define BOOK_AMOUNT_FEN_MAX INT64_C(10000000000) /* of one row: a hundred million yuan */

/* One row to be written; month must be open. */
struct book_entry {
    int64_t home;
    enum home_book book;
    struct month month;
    struct date on;
    const char *kind;
    int64_t subject, line;
    int debit, credit; /* codes of the book: account = book * 10000 + code */
    struct fen amount;
    const char *party, *document, *memo;
    const char *actor;
    int64_t change;
};
/* Inside db_transaction, after change_record. REFUSED: HOME_MONTH_CLOSED. */
MUST_USE enum status book_write(struct db *db, int64_t county, const struct book_entry *entry,
                                struct error *e);
/* REFUSED (HOME_MONTH_CLOSED) when the month or a later one is confirmed. */
MUST_USE enum status book_month_check(struct db *db, int64_t county, int64_t home,
                                      enum home_book book, struct month month, struct error *e);
/* The last confirmed month. NONE. */
MUST_USE enum status book_frozen(struct db *db, int64_t county, int64_t home, enum home_book book,
                                 struct month *ret, struct error *e);
/* REFUSED (HOME_BOOK_FUNDS) unless the bank account holds so much at the end of that month and of
   every later one. */
MUST_USE enum status book_funds_check(struct db *db, int64_t county, int64_t home,
                                      enum home_book book, struct month from, struct fen need,
                                      struct error *e);
/* REFUSED: HOME_BOOK. */
MUST_USE enum status book_check(enum home_book book, struct error *e);
/* A day on which something may be entered. REFUSED (code) naming `what` when it is to come. */
MUST_USE enum status book_day_check(struct date on, const char *code, struct error *e);
/* REFUSED (code) for a day before the home opened, where that is known. */
MUST_USE enum status book_opened_check(struct db *db, int64_t county, int64_t home, struct date on,
                                       const char *code, struct error *e);
/* At most BOOK_TEXT_BYTES_MAX, NULL is "". REFUSED (code) naming the field. */
MUST_USE enum status book_text_check(const char *text, const char *field, bool is_needed,
                                     const char *code, struct error *e);
/* The change of an act upon a home: subject "home N", detail JSON or "". */
MUST_USE enum status book_change(struct db *db, int64_t county, int64_t home, const char *action,
                                 const char *detail, const char *actor, int64_t *ret,
                                 struct error *e);
/* Runs the work in a transaction of its own; a refusal because money would cross is recorded after
   it, in another. */
MUST_USE enum status book_transaction(struct db *db, db_work work, void *context, int64_t county,
                                      int64_t home, const char *what, const char *actor,
                                      struct error *e);
/* The account is an expense line that may be claimed in its book. REFUSED: HOME_LINE,
   HOME_FUND_CROSSED. */
MUST_USE enum status book_line_check(enum home_book book, int64_t account, struct error *e);
/* Refuses in words what would move money from one book into another. */
enum status book_crossed(struct error *e, enum home_book book, const char *what);
/* How many receipts up to the end of a month the bank confirmed that the book does not have. */
MUST_USE enum status book_gather_lacks(struct db *db, int64_t county, int64_t home,
                                       enum home_book book, struct month up_to, int64_t *ret,
                                       struct error *e);
