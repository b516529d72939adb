/* Shared by the pages of a run: run.c, run_step.c, run_item.c, run_file.c. */
#pragma once
#include "domain/payment/run_list.h"
#include "web/request.h"

/* The run of the address. NONE: no such run. */
MUST_USE enum status run_of_address(struct request *r, struct run_entry *ret, struct error *e);
/* Adds what every page of a run shows at its head: number, programme, months, state. */
void run_head_add(struct request *r, struct view *v, const struct payment_run *run);
/* "农村低保 2013年6月". In the arena. */
const char *run_title(const struct request *r, const struct payment_run *run);
struct payment_context run_context(const struct request *r);
/* The whole page of a run into r->page; and shown again with what was refused (422). */
MUST_USE enum status run_fill(struct request *r, const struct run_entry *entry, struct error *e);
MUST_USE enum status run_refused(struct request *r, const struct error *why, struct error *e);
/* Adds the list "actions": what may be done now, by whom, and why not by this viewer. */
MUST_USE enum status run_actions_add(struct request *r, const struct payment_run *run,
                                     const struct payment_position *whole, struct error *e);
