/* What line and standing share. Private to project/. */
#pragma once
#include "domain/project/project_internal.h"

/* The version of the plan whose targets of beds are in force in a book at a day, and its year;
   plan 0 and the day's own year when there is none. */
MUST_USE enum status plan_line_year(struct db *db, int64_t county, enum target_book book,
                                    struct date on, int64_t *ret_plan, int *ret_year,
                                    struct error *e);
