/* What the files of this folder share. Private to assessment/. */
#pragma once
#include "domain/assessment/assessment.h"
#include "domain/assessment/score.h"
#include "domain/registry/change.h"

#define ASSESSMENT_ARENA_BYTES ((size_t)24 << 20)
#define ASSESSMENT_TEXT_BYTES_MAX 2000
#define ASSESSMENT_ROWS_MAX 8000
#define ASSESSMENT_TOWNSHIPS_MAX 100

/* A day that may be missing: v 0 in C, 0 in the table. */
static inline int64_t assessment_day_number(struct date d)
{
    return d.v ? date_yyyymmdd(d) : 0;
}
static inline struct date assessment_day_of(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

/* One act upon one round: what it is now, who acts, under which change. */
struct assessment_work {
    struct db *db;
    struct arena *arena;
    int64_t county, id, change;
    const char *actor, *detail; /* detail: of the change; NULL: none */
    struct date today;
    struct assessment_head head;
    struct access_user user; /* role SYSTEM for the system itself */
};
/* May he, at that place (0: the whole county)? REFUSED: ACCESS_DENIED, ACCESS_SCOPE. Fills user. */
MUST_USE enum status assessment_may(struct assessment_work *w, enum permission permission,
                                    int64_t township, struct error *e);
/* Takes the round and asks whether he may. Inside db_transaction. REFUSED: ASSESSMENT_UNKNOWN. */
MUST_USE enum status assessment_take(struct assessment_work *w, enum permission permission,
                                     int64_t township, struct error *e);
/* The change "assessment N". */
MUST_USE enum status assessment_record(struct assessment_work *w, const char *action,
                                       struct error *e);
/* Is there a step from where it is to `to`? REFUSED: ASSESSMENT_STATE. */
MUST_USE enum status assessment_step_find(const struct assessment_work *w, enum assessment_state to,
                                          const struct assessment_transition **ret,
                                          struct error *e);
/* A step's row, for the state it is in now. */
MUST_USE enum status assessment_step_write(struct assessment_work *w, enum assessment_state state,
                                           const char *note, struct error *e);
/* Runs `work` on w in a transaction; w is the first member of `context`. */
MUST_USE enum status assessment_run(struct db *db, struct assessment_work *w, db_work work,
                                    void *context, struct error *e);
/* REFUSED (ASSESSMENT_FIELD): longer than a text may be; empty: with `code`. */
MUST_USE enum status assessment_text_check(const char *text, bool is_needed, const char *code,
                                           const char *message, struct error *e);

/* Townships of the round's last month, in order of code. */
struct assessment_place {
    int64_t code;
    const char *name;
};
MUST_USE enum status assessment_places(struct db *db, int64_t county, struct month m,
                                       struct arena *arena, struct assessment_place **ret,
                                       size_t *ret_count, struct error *e);

/* Everything a scoring reads: inputs[township * node_count + node]. */
struct assessment_gathered {
    const struct assessment_node *nodes;
    size_t node_count, place_count;
    const struct assessment_place *places;
    struct assessment_input *inputs;
};
MUST_USE enum status assessment_gather(struct assessment_work *w, struct assessment_gathered *ret,
                                       struct error *e);
/* In words how the points came about; stored with them. */
const char *assessment_why(struct arena *arena, const struct assessment_node *node,
                           const struct assessment_input *in, const struct assessment_point *point,
                           int64_t dispute);
/* Ranks from points, written where they differ. tie: the code of the node that decides, or SAME. */
MUST_USE enum status assessment_ranks_write(struct assessment_work *w,
                                            struct assessment_standing *list, size_t count,
                                            struct error *e);
/* The row as known from w->change on. */
MUST_USE enum status assessment_score_keep(struct assessment_work *w,
                                           const struct assessment_score_row *row, struct error *e);
