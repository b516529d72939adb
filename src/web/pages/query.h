/* What the address bar asks for, read leniently: a value that makes no sense is as if absent. */
#pragma once
#include "domain/plan/plan.h"
#include "web/request.h"

int64_t query_number(const struct request *r, const char *name); /* 0 when absent */
enum programme query_programme(const struct request *r);         /* dibao when absent */
/* For pages of those with an entitlement by month: REFUSED (PROGRAMME_UNENTITLED) when another is
   asked for. */
MUST_USE enum status query_entitled_check(const struct request *r, struct error *e);
/* `otherwise` when absent. */
struct month query_month(const struct request *r, const char *name, struct month otherwise);
/* A field of a form, a month as people write it. REFUSED. */
MUST_USE enum status field_month(const struct request *r, const char *name, struct month *ret,
                                 struct error *e);
/* Path and this page's query without the named parameters (NULL ends them), ready for one more. In
   the arena; NULL when it is exhausted. */
const char *query_address(const struct request *r, const char *path, const char *const *without);
/* Whether the viewer's scope is the whole county. */
bool request_sees_county(const struct request *r);
/* REFUSED (ACCESS_SCOPE) unless it is: a step of a whole run is not for one township. */
MUST_USE enum status require_county(const struct request *r, struct error *e);
/* What is of interest without being asked for: the newest run's month, else today's. */
MUST_USE enum status month_in_work(const struct request *r, enum programme programme,
                                   struct month *ret, struct error *e);
/* 2013年6月, or 2013-06 in English. */
const char *month_text(const struct request *r, struct month m, char out[MONTH_TEXT_BYTES]);
/* Adds {value, label, is_chosen} to a list. */
void option_add(struct view *list, const char *value, const char *label, bool is_chosen);
/* List "programmes": those with an entitlement by month, or all that are paid in runs. */
void programmes_add(struct request *r, enum programme chosen);
void programmes_paid_add(struct request *r, enum programme chosen);
