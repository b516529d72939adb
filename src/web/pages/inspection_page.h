/* Shared by the pages of visits, rectification, accountability and self-assessment. */
#pragma once
#include "domain/casework/enclosure.h"
#include "domain/inspection/inspection.h"
#include "web/request.h"

/* Whose things the viewer sees: an inspector everybody's; 0: the county. */
int64_t inspection_scope_of(const struct request *r);
/* The visit of the address. NONE (404): not there, not in scope, somebody else's draft. */
MUST_USE enum status inspection_of_address(struct request *r, struct inspection *ret,
                                           struct error *e);
/* Its page; why: what was refused, NULL otherwise. */
MUST_USE enum status inspection_respond(struct request *r, const struct inspection *i,
                                        unsigned status, const struct error *why, struct error *e);
/* Back to its page, or the refusal on it. */
MUST_USE enum status inspection_answer(struct request *r, const struct inspection *i, enum status s,
                                       const struct error *why, const char *notice,
                                       const char *anchor, struct error *e);
bool inspection_is_own_draft(const struct request *r, const struct inspection *i);
/* List "photos" of a subject; path_format holds the subject's address. */
MUST_USE enum status inspection_papers_add(struct request *r, enum enclosure_kind kind,
                                           int64_t subject, const char *path, bool can_strike,
                                           struct error *e);
/* The form's file into the store. REFUSED: ATTACHMENT_…. */
MUST_USE enum status inspection_paper_store(struct request *r, enum enclosure_kind kind,
                                            int64_t subject, const char *untitled, struct error *e);
/* What {photo} of the address is. */
MUST_USE enum status inspection_paper_show(struct request *r, enum enclosure_kind kind,
                                           int64_t subject, const char *name, bool is_thumbnail,
                                           struct error *e);
/* "4.00" of hundredths of a point. */
void inspection_points_add(struct view *v, const char *name, int64_t cp);
/* A day of a form, v 0 when empty. REFUSED naming the field. */
MUST_USE enum status inspection_field_day(const struct request *r, const char *name,
                                          struct date *ret, struct error *e);
/* A whole number of a form; empty: 0. REFUSED naming the field. */
MUST_USE enum status inspection_field_number(const struct request *r, const char *name,
                                             int64_t *ret, struct error *e);
/* First screen: objects "rectification_work" and "inspection_work" with a count, when there is
   something to do. */
MUST_USE enum status inspection_work_add(struct request *r, struct error *e);
