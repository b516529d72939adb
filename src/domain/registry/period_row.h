/* A statement's row as a period row: one mapping for every statement that reads periods. Macros,
   because each statement has a row type of its own with columns of the same names; the result is a
   compound literal that is built in place (streams read millions of them). */
#pragma once
#include "domain/registry/registry.h"

/* clang-format off */
#define ENTITLEMENT_DUE_COLUMNS(r)                                                                 \
    .from = (r).from_month, .to = (r).to_month, .known_from = (r).known_from,                      \
    .status = (enum entitlement_status)(r).status, .division = (r).division, .home = (r).home,     \
    .income_year = (r).income_year_fen, .form = (enum support_form)(r).form

#define MEMBER_DUE_COLUMNS(r)                                                                      \
    .from = (r).from_month, .to = (r).to_month, .known_from = (r).known_from, .birth = (r).birth,  \
    .is_present = (r).is_present, .is_protected = (r).is_protected,                                \
    .is_seriously_ill = (r).is_seriously_ill, .disability_grade = (int)(r).disability_grade

/* What an amount depends on, and no more. */
#define ENTITLEMENT_DUE(r) ((struct entitlement_row){ENTITLEMENT_DUE_COLUMNS(r), .cause = ""})
#define MEMBER_DUE(r)                                                                              \
    ((struct member_row){.person = (r).person, MEMBER_DUE_COLUMNS(r), .cause = ""})

/* All columns; text outlives the row (the statement's own does not). */
#define ENTITLEMENT_WHOLE(r, text)                                                                 \
    ((struct entitlement_row){ENTITLEMENT_DUE_COLUMNS(r), .head = (r).head,                        \
                              .mgmt_class = (int)(r).mgmt_class,                                   \
                              .care = (enum care_level)(r).care_level, .begun = (r).begun_month,   \
                              .cause = (text)})
#define MEMBER_WHOLE(r, who, text)                                                                 \
    ((struct member_row){.person = (who), MEMBER_DUE_COLUMNS(r), .is_student = (r).is_student,     \
                         .relation = (enum relation)(r).relation,                                  \
                         .disability_kind = (int)(r).disability_kind, .cause = (text)})
/* clang-format on */
