/* Shared by src/office/medicalpaper only. */
#pragma once
#include "base/view.h"
#include "office/medicalpaper/medicalpaper.h"

struct money_paper {
    struct db *db;
    int64_t county;
    const struct medical_paper_options *options;
    struct arena *arena;
    struct view *root;
    struct division_table *divisions;
};
/* Room, the root, print.date, place.county and place.bureau. Close it whatever comes back. */
MUST_USE enum status money_paper_open(struct money_paper *p, struct db *db, int64_t county,
                                      const struct medical_paper_options *options, struct error *e);
MUST_USE enum status money_paper_finish(struct money_paper *p, const char *template_name,
                                        struct buf *ret, struct error *e);
void money_paper_close(struct money_paper *p);

void money_paper_fen(struct view *v, const char *name, struct fen amount);
void money_paper_date(struct view *v, const char *name, struct date d); /* v 0: nothing */
/* The post of a user; his name when he has none; "" for NULL. */
const char *money_paper_user(struct money_paper *p, const char *user);
