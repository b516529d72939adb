/* Projects of the demonstration: half a year of stages, returns, changes and problems, and what was
   paid for the works. */
#pragma once
#include "office/demo/demo.h"

struct demo_project_counts {
    int64_t projects, returns, city_beds; /* city_beds: of signed returns, in the city's book */
};
/* From January of options' year to its month, June at the latest, and on to `until`, for the plan's
   first seven projects. set_today: as in demo_homes_store. NONE: the plan has none in that
   year, a county too small, or too early; nothing was done. */
MUST_USE enum status demo_projects_store(struct db *db, const struct payment_context *c,
                                         const struct demo_options *options, struct date until,
                                         void (*set_today)(struct date day),
                                         struct demo_project_counts *ret, struct error *e);
