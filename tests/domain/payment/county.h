/* A small county for the tests of payment: the real plan, households written straight into the
   registry, people to act, and a bank that keeps what it is sent in memory. */
#pragma once
#include "support/test_support.h"

#include "domain/payment/payment.h"
#include "support/testdb.h"

#define COUNTY COUNTY_JINGXIAN
#define PERSONS_MAX 8
#define VILLAGE INT64_C(341823100200)

/* Four people, as the duties ask. */
#define MAKER "maker"
#define CHECKER "checker"
#define REVIEWER "reviewer"
#define FINANCE "finance"

struct county {
    struct testdb testdb;
    struct db *db;
    struct arena *arena;
    struct keyring *keys;
    int64_t serial; /* of persons */
};
/* Freshly loaded with plans/jingxian-2013.yaml; dibao 2160.00 a year, wubao 1300.00 and 2640.00,
 * floor 50 %. */
void county_open(struct county *c, enum db_engine engine);
void county_close(struct county *c);
/* Runs a claim on a fresh county on each engine. */
void county_each(void (*claim)(struct county *c));
struct payment_context county_as(const struct county *c, const char *actor);
int64_t county_number(struct county *c, const char *sql, ...) PRINTF_LIKE(2, 3);
void county_tamper(struct county *c, const char *sql, ...) PRINTF_LIKE(2, 3);
/* A parameter from a month on, known from now. */
void county_parameter(struct county *c, const char *name, const char *from, int64_t value);

struct new_household {
    enum programme programme;
    const char *from; /* "2013-03" */
    int64_t income_year_fen;
    enum support_form form;
    int64_t home;
    bool has_no_account;
    enum entitlement_status status; /* 0: active */
    int persons;                    /* 0: one */
    const char *birth[PERSONS_MAX]; /* NULL: 1970-05-05 */
    int disability_grade[PERSONS_MAX];
    bool is_ill[PERSONS_MAX], is_unprotected[PERSONS_MAX];
};
int64_t county_household(struct county *c, const struct new_household *h);
/* The household's n-th person's ID number, in the arena. */
const char *county_id_number(struct county *c, int64_t household, int n);
void county_death(struct county *c, int64_t household, int n, const char *date);

/* Lines of claims after treatment: what a household's n-th person is owed (less than 0: owes back)
   by a claim decided on that day. The claim's number; claim 0: a new one with a bill of its own. */
int64_t county_claim(struct county *c, int64_t household, int n, const char *decided_on,
                     int64_t aid_fen, int64_t claim);

/* Prepares; the run's number. */
int64_t county_prepare(struct county *c, enum programme p, const char *month);
/* Check, review, approve, fund: each by its own person. */
void county_decide(struct county *c, int64_t run);
/* The whole month: prepare, decide, send, everything paid, close. */
int64_t county_pay(struct county *c, enum programme p, const char *month);
struct payment_position county_position(struct county *c, int64_t run);
/* Asserts due = paid + returned + held + not sent + in transit + cancelled, and the books' payable
 * beside it. */
void county_tie(struct county *c, int64_t run);

struct item {
    int64_t basic, topup, adjustment, carry, state;
};
bool county_item(struct county *c, enum programme p, const char *month, int64_t household,
                 struct item *ret);
/* Everything settled for one month: item, adjustments, repayments. */
int64_t county_settled(struct county *c, enum programme p, const char *month, int64_t household);

/* ---- the bank ---- */
#define BANK_LINES_MAX 64
struct bank_line_text {
    char agent_no[32], holder[64], account[40], id_number[24];
    struct fen amount;
    bool is_paid; /* the answer; true unless a test says otherwise */
    const char *code, *reason;
};
struct bank {
    struct payment_batch batch;
    char unit[32];
    size_t count, next;
    struct bank_line_text line[BANK_LINES_MAX];
    size_t bytes, read;
    char text[BANK_LINES_MAX * 160];
    size_t answer_bytes;
    bool is_rewritten; /* the answer's bytes change after they were read to their end */
    char answer[BANK_LINES_MAX * 64];
    int refuse_line; /* the sink refuses this line (1 …) as a layout would a character */
    enum status end; /* what the source answers at its end, else NONE */
};
enum status bank_send(struct county *c, int64_t run, bool reissue, struct bank *bank,
                      struct error *e);
enum status bank_answer(struct county *c, int64_t run, struct bank *bank, const char *name,
                        struct payment_return_result *ret, struct error *e);
