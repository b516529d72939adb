/* A synthetic county: households drawn from a seed on real villages, none of them real. Pure: no
   database, no file, no clock; the same options give the same households in the same order. How
   numbers are kept away from real people stands in docs/demo.md. */
#pragma once
#include "base/fen.h"
#include "base/idno.h"
#include "base/random.h"
#include "domain/registry/registry.h"

#define DEMO_MEMBERS_MAX 6
#define DEMO_NAME_BYTES 16
#define DEMO_ACCOUNT_BYTES 20
#define DEMO_PHONE_BYTES 12
#define DEMO_HOUSEHOLDS_MAX INT64_C(2000000) /* of both programmes: ID numbers run out beyond */
#define DEMO_BANK "泾县农村商业银行"

struct demo_place {
    int64_t code;
    const char *township, *village;
    uint32_t weight; /* share of households, > 0 */
};
struct demo_home {
    int64_t id, township;
    const char *name;
};
struct demo_options {
    uint64_t seed;
    int64_t dibao_households, wubao_persons;
    struct month month;       /* ages and incomes are those of this month */
    struct fen standard_year; /* dibao, per person: incomes lie around it */
    const struct demo_place *places;
    size_t place_count;
    const struct demo_home *homes; /* may be none: then nobody lives in one */
    size_t home_count;
    int numbers_from; /* of the ID numbers, accounts and phones of a day, to keep clear of another
                         county's: 0 the first ones */
};

struct demo_member {
    char name[DEMO_NAME_BYTES];
    struct idno id;
    char phone[DEMO_PHONE_BYTES]; /* "" when there is none */
    enum relation relation;
    int disability_kind, disability_grade;
    bool is_protected, is_seriously_ill, is_student;
};
struct demo_household {
    enum programme programme;
    const struct demo_place *place;
    const struct demo_home *home; /* institution only */
    int group_no, protected_count;
    enum entitlement_status status;
    int mgmt_class;
    struct fen income_year;
    enum support_form form;
    enum care_level care;
    struct month begun;
    char account[DEMO_ACCOUNT_BYTES]; /* "" when there is none */
    size_t member_count;
    struct demo_member members[DEMO_MEMBERS_MAX]; /* the head first */
};

struct demo_county;
/* options and what it points to must outlive the county. REFUSED (DEMO_SIZE): more than
   DEMO_HOUSEHOLDS_MAX, or no places. */
MUST_USE enum status demo_county_new(const struct demo_options *options, struct demo_county **ret,
                                     struct error *e);
/* Dibao households, then wubao persons; false at the end. */
bool demo_county_next(struct demo_county *c, struct demo_household *ret);
void demo_county_free(struct demo_county *c);
void demo_county_cleanup(struct demo_county **c);
