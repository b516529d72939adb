/* A county with two hospitals and an insurance office, whose lines are written as the counter
   would: for the tests of statements, premium lists and transfers. */
#pragma once
#include "support/county.h"

#include "domain/medical/premium.h"
#include "domain/medical/statement.h"
#include "domain/medical/transfer_kinds.h"

#define COUNTY COUNTY_JINGXIAN
#define PREMIUM_2013 6000 /* fen: 60.00 a person */

/* Four people, as the duties ask. */
#define MAKER "maker"
#define CHECKER "checker"
#define APPROVER "approver"
#define PAYER "payer"

struct settle {
    int64_t county_hospital, town_hospital, office, person;
};
extern struct settle settle; /* of the county that is being told about */

/* Runs the body in such a county on each engine there is. "Today" is 2013-06-30. */
void settle_each(void (*body)(struct county *c));
int64_t settle_number(struct county *c, const char *sql, ...) PRINTF_LIKE(2, 3);
void settle_tamper(struct county *c, const char *sql, ...) PRINTF_LIKE(2, 3);
void settle_account(struct county *c, int64_t payee, const char *number);
void settle_parameter(struct county *c, const char *name, const char *from, int64_t value);

struct line_made {
    int64_t hospital;
    const char *admission, *reason;
    int64_t before, during; /* fen */
    const char *on;         /* NULL: 2013-06-20 */
};
/* The admission is made when it is not there yet. Returns the line's number. */
int64_t settle_line(struct county *c, const struct line_made *line);
struct month settle_month(const char *text);
struct date settle_date(const char *text);
/* Prepared, agreed by the hospital, on a transfer: its number. */
int64_t settle_statement(struct county *c, int64_t hospital, const char *month);
int64_t settle_transfer(struct county *c, int64_t statement);
/* What the hospital says is what we say. */
void settle_agree(struct county *c, int64_t statement);
struct statement_record settle_read(struct county *c, int64_t statement);
struct transfer_record transfer_now(struct county *c, int64_t transfer);
/* Debit minus credit of an account of the medical fund. */
int64_t settle_balance(struct county *c, int code);
/* Money into the dedicated account. */
void settle_money(struct county *c, int64_t amount, const char *month);
/* Checked and approved into the month's books. */
void transfer_decide(struct county *c, int64_t transfer, const struct transfer_kind *kind,
                     const char *month);
