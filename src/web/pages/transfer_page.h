/* Shared by the pages of transfers. */
#pragma once
#include "domain/transfer/transfer.h"
#include "web/request.h"

/* NONE: no such transfer. REFUSED (ACCESS_SCOPE): only the county's posts see transfers. */
MUST_USE enum status transfer_of_address(struct request *r, struct transfer_record *ret,
                                         struct error *e);
void transfer_add(const struct request *r, struct view *v, const struct transfer_record *t);
/* Who prepared or checked it puts no money in for it. */
bool transfer_is_maker(const struct transfer_record *t, const char *user);
/* Whether the viewer may take that step: his permission, and nobody who has to be somebody else. */
bool transfer_step_is_open(const struct request *r, const struct transfer_transition *t,
                           const struct transfer_record *transfer);
/* Adds the list "actions": what may be done now, by whom, and why not by this viewer. */
void transfer_actions_add(struct request *r, const struct transfer_record *t);
/* The whole page; why: what was refused, NULL otherwise. */
MUST_USE enum status transfer_respond(struct request *r, const struct transfer_record *t,
                                      unsigned status, const struct error *why, struct error *e);

/* ---- several at once ---- */
/* The list of a state; why: what was refused, NULL otherwise. */
MUST_USE enum status transfer_list_respond(struct request *r, enum transfer_state state,
                                           unsigned status, const struct error *why,
                                           struct error *e);
/* Adds the fields that all of the chosen share at this step. */
void transfer_many_fields_add(struct request *r, struct view *v, enum transfer_action action);
/* Whether the form's boxes "transfer" have this one. */
bool transfer_is_chosen(const struct request *r, int64_t transfer);
