/* Two homes of the county of tests/domain/payment, with the people who keep their books. Today is
   2013-08-31. */
#pragma once
#include "domain/payment/county.h"

#include "domain/home/book.h"

#define DIRECTOR "director-1"   /* of the first home */
#define DIRECTOR_2 "director-2" /* of the second */
#define OFFICER "officer-1"
#define OFFICER_2 "officer-2"
#define ACCOUNTANT "accountant-1"
#define ACCOUNTANT_2 "accountant-2"

struct books {
    int64_t home[2];
};
extern struct books books;
void book_each(void (*claim)(struct county *c));

struct date book_day(const char *text);
struct month book_month(const char *text);
/* Debit minus credit of the book's account by now. */
int64_t book_balance(struct county *c, int64_t home, enum home_book book, int code);
int64_t book_rows(struct county *c, const char *where);
int64_t crossings(struct county *c);

/* A donation into the home's own book, or interest into another: the quickest money there is. */
void book_money(struct county *c, int64_t home, enum home_book book, int64_t fen, const char *day);
void book_budget(struct county *c, int64_t home, enum home_book book, const char *line,
                 int64_t fen);
/* A claim of one line of the first home, written and submitted by its director. */
int64_t book_claim(struct county *c, enum home_book book, const char *line, int64_t fen,
                   const char *day);
enum status book_act(struct county *c, int64_t claim, enum home_claim_action action,
                     const char *actor, const char *text, const char *day, struct error *e);
/* Submitted, approved, and paid. */
void book_paid(struct county *c, int64_t claim, const char *day);
struct home_claim book_claim_now(struct county *c, int64_t claim);
