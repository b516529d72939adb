/* Shared by the pages of assessment. */
#pragma once
#include "domain/assessment/assessment.h"
#include "web/request.h"

/* NONE (404). */
MUST_USE enum status assessment_of_address(struct request *r, struct assessment_head *ret,
                                           struct error *e);
/* The township of the address, when the viewer may see what it got for each item. NONE. */
MUST_USE enum status assessment_township_of_address(struct request *r,
                                                    const struct assessment_head *a,
                                                    const struct division **ret, struct error *e);
/* What every page says of a round. */
void assessment_head_add(struct request *r, struct view *v, const struct assessment_head *a);
/* The round's page, a township's; why: what was refused, NULL otherwise. */
MUST_USE enum status assessment_respond(struct request *r, const struct assessment_head *a,
                                        unsigned status, const struct error *why, struct error *e);
MUST_USE enum status assessment_township_respond(struct request *r, const struct assessment_head *a,
                                                 const struct division *township, unsigned status,
                                                 const struct error *why, struct error *e);
/* Whether a refusal is shown on the page that was posted from. */
bool assessment_is_shown(enum status s, const struct error *why);
/* A day of a form; v 0 when nothing was typed. REFUSED naming the field. */
MUST_USE enum status assessment_field_date(const struct request *r, const char *name,
                                           struct date *ret, struct error *e);
void assessment_points_add(struct view *v, const char *name, int64_t cp);
/* The disputes in the viewer's scope, list "disputes". township 0: all. */
MUST_USE enum status assessment_disputes_add(struct request *r, const struct assessment_head *a,
                                             int64_t township, struct error *e);
