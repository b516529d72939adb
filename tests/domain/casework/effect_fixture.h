/* Decisions put into force on the small county of the payment tests. */
#pragma once
#include "domain/payment/county.h"

#include "domain/casework/dynamic.h"
#include "domain/casework/effect.h"

struct decision {
    enum case_kind kind;
    enum case_change change;
    enum programme programme;
    int64_t household;       /* 0: an application */
    const char *on;          /* day of the decision */
    const char *const *form; /* name, value, …, NULL */
    const char *from;        /* written by who decides; NULL: by the rule */
};
#define FORM(...) ((const char *const[]){__VA_ARGS__, NULL})

struct entry_data *form_of(struct county *c, const char *const *pairs);
/* One transaction: a change, then the effect. */
enum status decide(struct county *c, const struct decision *d, struct effect_result *ret,
                   struct error *e);
struct effect_result decided(struct county *c, const struct decision *d);
/* What the rule gives the household in a month, as known now: basic and top-up. */
struct benefit_amount assessed(struct county *c, enum programme p, int64_t household,
                               const char *month);
int64_t amount_fen(struct county *c, enum programme p, int64_t household, const char *month);
struct month month_of_text(const char *text);
/* An ID number with the right check character. In the arena. */
const char *new_id(struct county *c, int year, int month, int day, int sequence);
/* The auditor finds nothing. */
void audit_is_clean(struct county *c);
