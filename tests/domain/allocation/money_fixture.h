/* The county of the tests of allocations and works: its own plan loaded, a transfer taken through
   four people. "Today" is 2013-06-30. */
#pragma once
#include "support/planned.h"
#include "support/test_support.h"

#include "domain/allocation/allocation.h"
#include "domain/payee/payee.h"

#define COUNTY INT64_C(341823)
#define MAKER "maker"
#define CHECKER "checker"
#define APPROVER "approver"
#define PAYER "payer"

struct money_county {
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
};
void money_each(void (*body)(struct money_county *c));
int64_t money_payee(struct money_county *c, const char *code);
struct month money_month(const char *text);
struct date money_date(const char *text);
int64_t money_number(struct money_county *c, const char *sql, ...) PRINTF_LIKE(2, 3);
void money_tamper(struct money_county *c, const char *sql, ...) PRINTF_LIKE(2, 3);
/* Debit minus credit. */
int64_t money_balance(struct money_county *c, enum fund fund, int code);
/* Checked, approved, funded and paid. */
void money_pay(struct money_county *c, int64_t transfer, const struct transfer_kind *kind);
