/* Shared by src/office/casepaper only. */
#pragma once
#include "domain/casework/deadline.h"
#include "domain/casework/forms.h"
#include "domain/plan/plan.h"
#include "office/casepaper/casepaper.h"

#define PAPER_ARENA_BYTES ((size_t)128 << 20)
#define BLANK_DATE "　　　　年　　月　　日"

/* What a paper is made with. */
struct paper {
    struct db *db;
    int64_t county;
    const struct keyring *keys;
    const struct case_paper_options *options;
    struct arena *arena;
    struct view *root;
    struct division_table *divisions;
    const struct division *whole; /* the county */
    const char *bureau;
    int *ret_pages; /* not NULL: the paper is not written, its pages are counted */
};

/* Opens the arena and the root, reads the divisions. */
MUST_USE enum status paper_open(struct paper *p, struct db *db, int64_t county,
                                const struct case_paper_options *options, struct error *e);
/* place, print */
MUST_USE enum status paper_place(struct paper *p, int64_t code, struct error *e);
/* law, appeal: by the day of the act */
MUST_USE enum status paper_law(struct paper *p, enum programme programme, struct date on,
                               struct error *e);
const char *paper_programme(enum programme programme);
MUST_USE enum status paper_finish(struct paper *p, const char *template_name, struct buf *ret,
                                  struct error *e);
/* The public functions, or with ret_pages not NULL only a count. */
MUST_USE enum status case_paper_make(struct db *db, int64_t county, const struct keyring *keys,
                                     int64_t case_id, enum case_document d,
                                     const struct case_paper_options *options, int *ret_pages,
                                     struct buf *ret, struct error *e);
MUST_USE enum status notice_paper_make(struct db *db, int64_t county, int64_t notice,
                                       enum case_document d,
                                       const struct case_paper_options *options, int *ret_pages,
                                       struct buf *ret, struct error *e);
void paper_close(struct paper *p);

/* Adds a date as people write it; v 0: the blank to fill in by hand, or nothing. */
void paper_date(struct view *v, const char *name, struct date d, bool is_to_fill);
void paper_month(struct view *v, const char *name, struct month m); /* v 0: nothing */
void paper_fen(struct paper *p, struct view *v, const char *name, struct fen amount);
const char *paper_people_date(struct paper *p, struct date d);
/* 342529********0017 */
const char *paper_covered(struct arena *a, const char *number);
const char *paper_short_name(struct arena *a, const char *name);
/* "云岭镇章渡村"; "" when unknown. */
const char *paper_place_name(struct paper *p, int64_t code);
/* The post of a user as the papers name it; his name when he has none. */
const char *paper_user(struct paper *p, const char *user);

/* A filled form (data NULL: an empty one) into o: docs/document.md says what each kind of field
   becomes. Tables get empty rows up to what the paper form has. */
void paper_form(struct paper *p, struct view *o, const struct entry_form *form,
                const struct entry_data *data);
/* Sum of the yearly amounts of a table; "" without rows. */
const char *paper_sum(struct paper *p, const struct entry_data *data, const char *table);
