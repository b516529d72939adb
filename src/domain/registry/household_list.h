/* Households as lists and one household as a page: read models, current knowledge, one month. */
#pragma once
#include "domain/registry/registry.h"

#define HOUSEHOLD_PAGE_ROWS_MAX 200
struct household_filter {
    enum programme programme; /* ignored by a search */
    struct month month;
    int64_t scope;    /* division the viewer may see: code with zeros below its level */
    int64_t division; /* a township or village inside the scope; 0: all of the scope */
    int64_t status, mgmt_class, form; /* 0: any */
    const char *search; /* name, initials, or the ID number's last four; NULL or "": none */
    int64_t after;      /* household of the previous page's last row; 0: first page */
    size_t row_count;   /* 1..HOUSEHOLD_PAGE_ROWS_MAX */
};
struct household_item {
    int64_t household, division, head;
    enum programme programme;
    enum entitlement_status status;
    int mgmt_class;
    enum support_form form;
    struct fen income_year;
    const char *head_name, *id_tail;
};
/* Rows in the arena, at most row_count; *ret_has_more tells whether another page follows. */
MUST_USE enum status household_list(struct db *db, int64_t county,
                                    const struct household_filter *filter, struct arena *arena,
                                    struct household_item **ret, size_t *ret_count,
                                    bool *ret_has_more, struct error *e);
/* The codes a division covers: [*ret_from, *ret_to]. */
void division_span(int64_t division, int64_t *ret_from, int64_t *ret_to);

struct household_member {
    int64_t person;
    const char *name, *id_tail, *cause;
    enum sex sex;
    struct date birth;
    enum relation relation;
    bool is_present, is_protected, is_seriously_ill, is_student;
    int disability_grade;
};
MUST_USE enum status household_member_list(struct db *db, int64_t county, int64_t household,
                                           struct month m, struct arena *arena,
                                           struct household_member **ret, size_t *ret_count,
                                           struct error *e);
struct household_period {
    enum programme programme;
    struct month from, to;
    bool is_believed; /* false: superseded since */
    enum entitlement_status status;
    int64_t division;
    int mgmt_class;
    struct fen income_year;
    enum support_form form;
    const char *cause, *at, *actor, *action;
};
/* The story of the entitlement, in the order in which it became known. */
MUST_USE enum status household_story(struct db *db, int64_t county, int64_t household,
                                     struct arena *arena, struct household_period **ret,
                                     size_t *ret_count, struct error *e);
struct township_count {
    int64_t township, households, institution;
};
MUST_USE enum status household_township_counts(struct db *db, int64_t county, enum programme p,
                                               struct month m, int64_t scope, struct arena *arena,
                                               struct township_count **ret, size_t *ret_count,
                                               struct error *e);
const char *relation_label(enum relation r); /* msgids */
const char *entitlement_status_label(enum entitlement_status s);
const char *support_form_label(enum support_form f);
