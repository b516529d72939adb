/* What the files of this folder share. Private to bulletin/. */
#pragma once
#include "base/buf.h"
#include "domain/bulletin/group.h"
#include "domain/registry/change.h"
#include "domain/target/target.h"

#define BULLETIN_ARENA_BYTES ((size_t)32 << 20)
#define BULLETIN_REASON_BYTES_MAX 600

/* ---- what is read ---- */
struct bulletin_item {
    const char *code;
    enum bulletin_programme programme;
};
/* The usual set; NULL past the end. */
const struct bulletin_item *bulletin_item_at(size_t index);
/* "city", "county" or "": which targets an indicator of beds and works belongs to. */
const char *bulletin_book_of(const char *code);
/* Everything of it as known at b->known: figures numbered from 1, or with the numbers that `old`
   gave them. codes: of indicators; points of b->assessment come first. */
struct bulletin_gather {
    const char *const *codes;
    size_t code_count;
    const struct bulletin_figure *old;
    size_t old_count;
};
MUST_USE enum status bulletin_figures_gather(struct db *db, int64_t county,
                                             const struct bulletin *b,
                                             const struct bulletin_gather *gather,
                                             struct arena *arena, struct bulletin_figure **ret,
                                             size_t *ret_count, struct error *e);
/* Codes of a list of figures, each once, without BULLETIN_POINTS. */
MUST_USE enum status bulletin_codes_of(const struct bulletin_figure *figures, size_t count,
                                       struct arena *arena, const char *const **ret,
                                       size_t *ret_count, struct error *e);

/* ---- what is written ---- */
struct bulletin_prose {
    const struct bulletin *b;
    const char *county_name;
    const struct bulletin_figure *figures;
    size_t count;
    struct arena *arena;
};
/* "茂林镇、榔桥镇" of those with this rank; returns how many, *ret_one: one of them. */
size_t bulletin_ranked_names(const struct bulletin_group *g, int rank, struct buf *out,
                             const struct bulletin_figure **ret_one);
MUST_USE enum status bulletin_prose_write(const struct bulletin_prose *p, int section,
                                          struct buf *out, struct error *e);
void bulletin_prose_praise(const struct bulletin_prose *p, struct buf *out);
void bulletin_prose_blame(const struct bulletin_prose *p, struct buf *out);
void bulletin_prose_next(const struct bulletin_prose *p, struct buf *out);
const char *bulletin_section_title(int section);
const char *bulletin_quarter_word(int quarter); /* 一 … 四 */

/* ---- numbers in a text ---- One paragraph, marks replaced by U+FFFC. NULL: none; else the piece
   that is refused, in the arena. */
#define BULLETIN_MARK_STAND_IN "\xEF\xBF\xBC"
MUST_USE enum status bulletin_number_find(const char *paragraph, struct arena *arena,
                                          const char **ret, struct error *e);

/* ---- acting ---- */
struct bulletin_work {
    struct db *db;
    struct arena *arena;
    int64_t county, id, change;
    const char *actor, *detail; /* detail of the change; NULL: none */
    struct date today;
    struct bulletin b;
};
MUST_USE enum status bulletin_may(struct bulletin_work *w, enum permission permission,
                                  struct error *e);
/* Holds and reads it. REFUSED: BULLETIN_UNKNOWN, BULLETIN_STATE (not one of the two; 0: none),
   ACCESS_DENIED. */
MUST_USE enum status bulletin_work_begin(struct bulletin_work *w, enum permission permission,
                                         enum bulletin_state state, enum bulletin_state other,
                                         struct error *e);
MUST_USE enum status bulletin_change_record(struct bulletin_work *w, const char *action,
                                            struct error *e);
/* One transaction with an arena of its own; work's context begins with a struct bulletin_work. */
MUST_USE enum status bulletin_transact(struct db *db, struct bulletin_work *w, db_work work,
                                       void *context, struct error *e);
/* Sections, all six, against the figures as they are now. */
MUST_USE enum status bulletin_sections_check(struct bulletin_work *w, struct error *e);
