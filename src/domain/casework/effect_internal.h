/* Between the files of effects only. */
#pragma once
#include "domain/casework/effect.h"
#include "domain/casework/forms.h"
#include "domain/registry/period.h"
#include "domain/registry/within.h"

#define EFFECT_ARENA_BYTES (16u << 20)

/* What every effect needs at hand. */
struct effect {
    struct db *db;
    int64_t county;
    const struct effect_context *x;
    struct arena *arena;
    struct month from; /* first month that is different */
    struct effect_result *result;
};

/* The facts of members.N, without person. */
struct effect_member {
    struct registry_person person;
    struct member_row row;
};
/* n from 1. prefix: "members" of applications. */
void effect_member_read(const struct entry_data *form, const char *prefix, int n,
                        struct effect_member *ret);
/* How many rows are filled; REFUSED (CASE_HEAD) unless exactly one is the head. *ret_head: its n.
 */
MUST_USE enum status effect_head_find(const struct entry_data *form, int *ret_count, int *ret_head,
                                      struct error *e);
enum relation effect_relation(const char *code);            /* OTHER for an unknown one */
int effect_class(const char *code);                         /* A 1, B 2, C 3, else 0 */
enum support_form effect_form(const char *code);            /* NONE for an unknown one */
enum care_level effect_care(const struct entry_data *form); /* by the six abilities, §B.1 */

MUST_USE enum status effect_grant(struct effect *f, struct error *e);
MUST_USE enum status effect_change(struct effect *f, struct error *e);
MUST_USE enum status effect_cancel(struct effect *f, struct error *e);
MUST_USE enum status effect_claim(struct effect *f, struct error *e);
MUST_USE enum status effect_advance(struct effect *f, struct error *e);

/* The words of a chosen cause, as they are kept and shown. */
const char *effect_cause(const struct field_choice *choices, const char *code);
/* Who is the head in month m, and the row in force (NULL: not asked for). */
MUST_USE enum status effect_head_now(struct effect *f, struct month m, int64_t *ret_head,
                                     struct entitlement_row *ret_row, struct error *e);
/* A death known already with the same day is no refusal here. */
MUST_USE enum status effect_death(struct effect *f, const struct person_row *person,
                                  struct date died_on, struct error *e);

MUST_USE enum status certificate_give(struct effect *f, int64_t household, int64_t person,
                                      struct error *e);
/* All valid ones of the household. */
MUST_USE enum status certificate_take_back(struct effect *f, int64_t household, struct date on,
                                           const char *reason, struct error *e);
