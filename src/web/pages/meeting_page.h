/* Shared by the pages of meetings, problems and good practices. */
#pragma once
#include "domain/meeting/meeting.h"
#include "domain/meeting/practice.h"
#include "domain/meeting/problem.h"
#include "web/request.h"

/* Of the viewer; 0: sees the county. */
int64_t meeting_scope_of(const struct request *r);
/* The post of a user; his name when he has none; "" for nobody. */
const char *meeting_person(const struct request *r, const char *user);
/* NONE (404). */
MUST_USE enum status meeting_of_address(struct request *r, struct meeting *ret, struct error *e);
/* The meeting's page; why: what was refused, NULL otherwise. */
MUST_USE enum status meeting_respond(struct request *r, const struct meeting *m, unsigned status,
                                     const struct error *why, struct error *e);
/* Whether a refusal is shown on the page that was posted from. */
bool meeting_is_shown(enum status s, const struct error *why);
/* Pictures and scans of the meeting, list "photos". */
MUST_USE enum status meeting_photos_add(struct request *r, const struct meeting *m,
                                        struct error *e);
/* What a list says of a problem. */
void problem_view_add(struct request *r, struct view *v, const struct problem *p);
void practice_view_add(struct request *r, struct view *v, const struct practice *p);
/* On the first screen: object "problems" when the viewer has open ones. */
MUST_USE enum status problem_work_add(struct request *r, struct error *e);
/* A day or a number of a form, as typed; v 0, 0: none. REFUSED naming the field. */
MUST_USE enum status meeting_field_date(const struct request *r, const char *name, struct date *ret,
                                        struct error *e);
/* What was typed, "" on a GET. */
void meeting_typed_add(struct request *r, const char *const *names, size_t count);
