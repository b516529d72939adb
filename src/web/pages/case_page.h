/* Shared by the pages of casework: case.c, case_list.c, case_new.c, case_step.c. */
#pragma once
#include "domain/casework/casework.h"
#include "domain/medical/rule.h"
#include "web/pages/case_entry.h"
#include "web/pages/place.h"

struct case_actor case_page_actor(const struct request *r);
/* The case of the address. NONE (404): not there, or outside the viewer's scope, who learns
   nothing. */
MUST_USE enum status case_of_address(struct request *r, struct case_record *ret, struct error *e);
/* What every list and page says of a case: number, kind, state, applicant, place, days left. */
void case_head_add(const struct request *r, struct view *v, const struct case_record *c,
                   const struct division_table *table);
/* "DB2013-106-00012 王小明". In the arena. */
const char *case_title(const struct request *r, const struct case_record *c);
/* The whole page of a case into r->page. */
MUST_USE enum status case_fill(struct request *r, const struct case_record *c, struct error *e);
/* Adds the list "papers": what there is to print, blank forms of the next steps among it. */
MUST_USE enum status case_papers_add(struct request *r, const struct case_record *c,
                                     struct error *e);
/* Adds "proposal": what the form would bring or brought, line by line; "payment" of a decided
   claim; "advance". */
MUST_USE enum status case_amount_add(struct request *r, const struct case_record *c,
                                     const struct entry_data *form, struct error *e);
/* NONE unless the household is there and in the viewer's scope. */
MUST_USE enum status case_household_seen(struct request *r, int64_t household,
                                         int64_t *ret_division, struct error *e);
/* HTTP status of a refusal that is shown with the form again. */
unsigned case_refusal_status(const struct error *why);
