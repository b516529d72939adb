/* Townships and villages for pages: names beside codes, and the choices of a filter. */
#pragma once
#include "domain/plan/plan.h"
#include "web/request.h"

/* The divisions in force in that month, in the request's arena. */
MUST_USE enum status place_table(struct request *r, struct month m,
                                 const struct division_table **ret, struct error *e);
/* Adds "township" and "village" names of a 12-digit code to an object. */
void place_add(struct view *object, const struct division_table *table, int64_t code);
/* Adds a list "townships" of those in the viewer's scope, and "villages" of the chosen township;
 * each {code, name, is_chosen}. */
void place_add_choices(struct view *page, const struct request *r,
                       const struct division_table *table, int64_t township, int64_t village);
