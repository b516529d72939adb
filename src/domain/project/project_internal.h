/* What the files of this folder share. Private to project/. */
#pragma once
#include "domain/project/return.h"
#include "domain/registry/change.h"

#define PROJECT_ARENA_BYTES ((size_t)8 << 20)
#define PROJECT_TEXT_BYTES_MAX 2000
#define PROJECT_BEDS_MAX 10000
#define PROJECT_ROWS_MAX 2000
#define PROJECT_VERSIONS_MAX 200
#define SCOPE_REQUESTED 1
#define SCOPE_APPROVED 2
#define SCOPE_REFUSED 3

/* A day that may be missing: v 0 in C, 0 in the table. */
static inline int64_t day_number(struct date d)
{
    return d.v ? date_yyyymmdd(d) : 0;
}
static inline struct date day_of(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

/* Whole or refused: PROJECT_FIELD naming the field. */
MUST_USE enum status project_scope_check(struct db *db, int64_t county,
                                         const struct project_scope *scope, struct error *e);
/* As version `version` of the project; state and decided_* of the scope are taken as they are,
   decided_change 0: not decided yet. */
MUST_USE enum status project_scope_write(struct db *db, int64_t county, int64_t project,
                                         const struct project_scope *scope, int64_t change,
                                         int64_t decided_change, struct error *e);
/* REFUSED (PROJECT_FIELD): empty when it must not be, or longer than a text may be. */
MUST_USE enum status project_text_check(const char *field, const char *text, bool is_needed,
                                        struct error *e);
enum status project_field(struct error *e, const char *field, const char *reason);

/* One act upon one project: what it is now, who acts, under which change. */
struct project_work {
    struct db *db;
    struct arena *arena;
    int64_t county, id, change;
    const char *actor;
    const char *detail; /* of the change; NULL: none */
    struct date today;
    struct project project;
};
/* Reads the project, asks whether the actor may (either permission; its township in force is in his
   scope), and records the change "project N". Inside db_transaction. REFUSED: PROJECT_UNKNOWN,
   ACCESS_DENIED, ACCESS_SCOPE, PROJECT_CANCELLED. */
MUST_USE enum status project_work_begin(struct project_work *w, enum permission permission,
                                        enum permission other, const char *action, struct error *e);
/* By number. NONE. */
MUST_USE enum status project_by_id(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                   struct project *ret, struct error *e);
/* The acceptance that passed, confirmed or not. NONE. */
MUST_USE enum status project_passed(struct project_work *w, struct project_acceptance *ret,
                                    struct error *e);
/* What is signed and living of it. */
struct project_built {
    int64_t beds, returns;
    struct fen invested;
    struct month first, last; /* when returns > 0 */
};
MUST_USE enum status project_built_read(struct db *db, int64_t county, int64_t project,
                                        struct project_built *ret, struct error *e);
/* Writes the day a stage was reached; the order was checked. */
MUST_USE enum status project_stage_write(struct project_work *w, enum project_stage stage,
                                         struct date on, struct error *e);
/* Earlier ones reached no later, later ones no earlier. REFUSED: PROJECT_STAGE_ORDER. */
MUST_USE enum status project_stage_order(struct db *db, int64_t county, int64_t project,
                                         enum project_stage stage, struct date on, struct error *e);
/* REFUSED (PROJECT_BEDS). */
enum status project_beds_refuse(struct error *e, const char *what, int64_t beds, int64_t most);
enum status project_same_person(struct error *e, const char *actor);
