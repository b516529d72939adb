/* Changes of fact inside a transaction of the caller, who has recorded the change already: what a
   decision of casework does. Refusals are those of registry.h's commands. `from`: first month that
   is different. */
#pragma once
#include "domain/registry/registry.h"

/* ---- who and where ---- */
struct registry_person {
    const char *name, *id_number;
    const char *phone; /* "" when unknown */
};
/* By ID number; a person unknown so far is added with the number sealed, another spelling of a
   known person's name replaces the old one. ret_id may be NULL. */
MUST_USE enum status registry_person_within(struct db *db, int64_t county,
                                            const struct keyring *keys,
                                            const struct registry_person *person, int64_t change,
                                            int64_t *ret, struct idno *ret_id, struct error *e);
MUST_USE enum status registry_household_within(struct db *db, int64_t county, const char *address,
                                               const char *group_no, int64_t change, int64_t *ret,
                                               struct error *e);
/* Where to find them: no history, it moves no money. group_no NULL: stays. */
MUST_USE enum status registry_address_within(struct db *db, int64_t county, int64_t household,
                                             const char *address, const char *group_no,
                                             struct error *e);

/* ---- the household's benefit ---- */
MUST_USE enum status registry_income_within(struct db *db, int64_t county, int64_t household,
                                            struct fen income_year, struct month from,
                                            int64_t change, struct error *e);
MUST_USE enum status registry_status_within(struct db *db, int64_t county, int64_t household,
                                            enum entitlement_status status, const char *cause,
                                            struct month from, int64_t change, struct error *e);
/* Only months that are suspended become active again. REFUSED (NOT_SUSPENDED). */
MUST_USE enum status registry_resume_within(struct db *db, int64_t county, int64_t household,
                                            struct month from, int64_t change, struct error *e);
/* GRACE for `months` months, then the end, written at once. */
MUST_USE enum status registry_grace_within(struct db *db, int64_t county, int64_t household,
                                           int months, const char *cause, struct month from,
                                           int64_t change, struct error *e);
MUST_USE enum status registry_class_within(struct db *db, int64_t county, int64_t household,
                                           int mgmt_class, struct month from, int64_t change,
                                           struct error *e);
MUST_USE enum status registry_care_within(struct db *db, int64_t county, int64_t household,
                                          enum care_level care, struct month from, int64_t change,
                                          struct error *e);
MUST_USE enum status registry_division_within(struct db *db, int64_t county, int64_t household,
                                              int64_t division, struct month from, int64_t change,
                                              struct error *e);
MUST_USE enum status registry_form_within(struct db *db, int64_t county, int64_t household,
                                          enum support_form form, const char *home_name,
                                          struct month from, int64_t change, struct error *e);
MUST_USE enum status registry_account_within(struct db *db, int64_t county,
                                             const struct keyring *keys, int64_t household,
                                             const char *bank, const char *holder,
                                             const char *number, int64_t change, struct error *e);

/* ---- its members ---- */
/* REFUSED (PERSON_ELSEWHERE) when the person is in another household then, with its place;
   (MEMBER_KNOWN) when in this one already. row: to is ignored. */
MUST_USE enum status registry_join_within(struct db *db, int64_t county, int64_t household,
                                          const struct member_row *row, int64_t change,
                                          struct error *e);
/* REFUSED: MEMBER_UNKNOWN, HEAD_LEAVES (the head hands over first), CAUSE_MISSING. */
MUST_USE enum status registry_leave_within(struct db *db, int64_t county, int64_t household,
                                           int64_t person, const char *cause, struct month from,
                                           int64_t change, struct error *e);
typedef bool (*registry_member_edit)(struct member_row *row, void *context);
/* edit on every period in which the person is present from `from` on. REFUSED: MEMBER_UNKNOWN,
   NOTHING_TO_CHANGE. */
MUST_USE enum status registry_member_within(struct db *db, int64_t county, int64_t household,
                                            int64_t person, struct month from, int64_t change,
                                            registry_member_edit edit, void *context,
                                            struct error *e);
/* Another member is the head from then on; the old head stays, as `old_relation` to the new one.
   REFUSED: MEMBER_UNKNOWN, NOTHING_TO_CHANGE. */
MUST_USE enum status registry_head_within(struct db *db, int64_t county, int64_t household,
                                          int64_t person, enum relation old_relation,
                                          struct month from, int64_t change, struct error *e);

/* ---- death ---- */
struct registry_death {
    int64_t county, person;
    const char *name;   /* for the refusal DEATH_KNOWN */
    const char *source; /* evidence, may be "" */
    struct date died_on;
};
MUST_USE enum status registry_death_within(struct db *db, const struct registry_death *death,
                                           int64_t change, struct error *e);
