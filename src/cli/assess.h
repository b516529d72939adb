/* Commands about assessments: what they begin with. */
#pragma once
#include "cli/case_actor.h"
#include "domain/assessment/assessment.h"

struct assess_call {
    struct db *db;
    int64_t county;
    struct case_actor actor;
    struct assessment_head head; /* of the first argument, when it is asked for */
};
MUST_USE enum status assess_call_begin(struct cli *cli, bool is_writing, struct assess_call *ret,
                                       struct error *e);
/* The same with the round of the first argument. REFUSED (ASSESSMENT_UNKNOWN). */
MUST_USE enum status assess_call_round(struct cli *cli, bool is_writing, struct assess_call *ret,
                                       struct error *e);
/* A township of the round's by name or code. REFUSED (PLAN_TOWNSHIP_UNKNOWN). */
MUST_USE enum status assess_call_township(struct cli *cli, const struct assess_call *c,
                                          const char *text, int64_t *ret, struct error *e);
/* "" for 0. */
const char *assess_call_township_name(struct cli *cli, const struct assess_call *c,
                                      int64_t township);
