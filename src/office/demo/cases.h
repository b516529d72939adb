/* Cases of the demonstration: people knock on doors through two months, and each case is left at
   another step, so that every list, form, notice and paper has something to show. */
#pragma once
#include "office/demo/demo.h"

#define DEMO_VILLAGES_PER_TOWNSHIP 2

struct demo_case_counts {
    int64_t cases, notices, samples, changes, clerks;
};
/* Applications by people who are not in the county of `options`, drawn from its seed, in the two
   largest villages of every township, whose clerks ("village", the 12 digits of its code,
   ".clerk") are added as users; a few changes of households there are; re-verification planned.
   `until`: the last day of the story. set_today: as in demo_month. */
MUST_USE enum status demo_cases_store(struct db *db, const struct payment_context *c,
                                      const struct demo_options *options, struct date until,
                                      void (*set_today)(struct date day),
                                      struct demo_case_counts *ret, struct error *e);
