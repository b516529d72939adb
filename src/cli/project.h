/* Commands about projects: what they begin with. */
#pragma once
#include "cli/case_actor.h"
#include "domain/project/return.h"

struct project_call {
    struct db *db;
    int64_t county;
    struct case_actor actor;
};
MUST_USE enum status project_call_begin(struct cli *cli, bool is_writing, struct project_call *ret,
                                        struct error *e);
/* The project of the first argument, by code or name, in the actor's scope. REFUSED:
   PROJECT_UNKNOWN, ACCESS_SCOPE. */
MUST_USE enum status project_call_find(struct cli *cli, const struct project_call *c,
                                       struct project *ret, struct error *e);
/* An option's number or yuan; `otherwise` when not given. REFUSED (USAGE). */
MUST_USE enum status project_call_number(struct cli *cli, const char *option, int64_t otherwise,
                                         int64_t *ret, struct error *e);
MUST_USE enum status project_call_yuan(struct cli *cli, const char *option, struct fen otherwise,
                                       struct fen *ret, struct error *e);
/* "central=1000.00" as often as the option is given; the others stay as they are. */
MUST_USE enum status project_call_sources(struct cli *cli, const char *option,
                                          struct fen money[PROJECT_SOURCES], struct error *e);
/* An argument's number. REFUSED (USAGE). */
MUST_USE enum status project_call_argument(struct cli *cli, size_t index, int64_t *ret,
                                           struct error *e);
/* "" when there is none. */
void project_call_day(struct cli *cli, struct date d);
