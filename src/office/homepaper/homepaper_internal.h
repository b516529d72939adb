/* Shared by src/office/homepaper only. */
#pragma once
#include "base/view.h"
#include "office/homepaper/homepaper.h"

struct home_paper {
    struct db *db;
    int64_t county;
    const struct home_paper_options *options;
    struct arena *arena;
    struct view *root;
};
/* Room, the root, print.date, place.county, place.bureau. Close it whatever comes back. */
MUST_USE enum status home_paper_open(struct home_paper *p, struct db *db, int64_t county,
                                     const struct home_paper_options *options, struct error *e);
/* Renders when s is OK, frees, and hands s on. */
MUST_USE enum status home_paper_close(struct home_paper *p, enum status s,
                                      const char *template_name, struct buf *ret, struct error *e);
void home_paper_date(struct view *v, const char *name, struct date d); /* none: nothing */
void home_paper_fen(struct view *v, const char *name, struct fen amount);
/* The home under "home". NONE: no such home. */
MUST_USE enum status home_paper_home(struct home_paper *p, int64_t home, struct error *e);
