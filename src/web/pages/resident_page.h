/* Shared by the pages of one resident and of a home's day. */
#pragma once
#include "domain/home/record.h"
#include "web/pages/homes_page.h"

/* The resident's own page; what was refused (why, may be NULL) stands at its top. */
MUST_USE enum status resident_respond(struct request *r, const struct stay *s, unsigned status,
                                      const struct error *why, struct error *e);
/* List "actions": what may be done next by whom (STAY_TRANSITIONS), each {label, path, is_link,
   question}. */
void resident_actions_add(struct request *r, const struct stay *s);
const char *resident_care_text(const struct request *r, enum care_level care);
/* List "property". */
MUST_USE enum status property_add(struct request *r, const struct stay *s, struct error *e);
/* One record of the day, in words. */
void record_row_add(struct request *r, struct view *v, const struct home_record *record);
/* What a doctor found is for those who care for him and who decide. */
bool resident_sees_health(const struct request *r);
