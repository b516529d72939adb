/* Homes for the aged of the demonstration: rooms, staff, residents, a month of records, the money
   of two months. */
#pragma once
#include "office/demo/demo.h"

struct demo_home_counts {
    int64_t homes, beds, residents, wishes, records, claims, paid; /* paid: transfers */
};
/* From the month before options' month to `until`, in the homes of `options`, by the plan's
   directors and the townships' posts. set_today: as in demo_month; NULL needs a today not before
   `until`. NONE: no directors, a county too small, or too early; nothing was done. */
MUST_USE enum status demo_homes_store(struct db *db, const struct payment_context *c,
                                      const struct demo_options *options, struct date until,
                                      void (*set_today)(struct date day),
                                      struct demo_home_counts *ret, struct error *e);
