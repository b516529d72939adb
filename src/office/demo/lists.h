/* Lists from outside and papers of the demonstration: hits that wait for an answer, people in need
   who receive nothing, and a photograph and a scan with two cases. */
#pragma once
#include "office/demo/demo.h"

struct demo_list_counts {
    int64_t lists, rows, hits, candidates, papers;
};
/* The funeral home's, the vehicle office's and the disabled persons' federation's lists, on three
   days before `until`, as files in `folder` taken in by dibao1; a look through the registry for who
   was missed. Names people of the county that `options` draws. set_today: as in demo_month. */
MUST_USE enum status demo_lists_store(struct db *db, const struct payment_context *c,
                                      const struct demo_options *options, struct date until,
                                      const char *folder, void (*set_today)(struct date day),
                                      struct demo_list_counts *ret, struct error *e);
