/* Medical assistance of the demonstration: hospitals that admit and settle, advances, claims in
   every state, the year's premium list, a month of statements and a run of claims. */
#pragma once
#include "office/demo/demo.h"

struct demo_medical_counts {
    int64_t stays, advances, claims, premiums, statements, paid;
};
/* From the first day of options' month to `until`, for people of the county that options draws.
   folder: for the bank's files. set_today: as in demo_month. NONE: the county is too small, nothing
   was done. */
MUST_USE enum status demo_medical_store(struct db *db, const struct payment_context *c,
                                        const struct demo_options *options, struct date until,
                                        const char *folder, void (*set_today)(struct date day),
                                        struct demo_medical_counts *ret, struct error *e);
