/* What the files of this folder share. Private to training/. */
#pragma once
#include "domain/training/training.h"
#include "training_sql.h"

#define TRAINING_ARENA_BYTES ((size_t)16 << 20)
#define TRAINING_TEXT_BYTES_MAX 4000

/* One act upon one course. */
struct training_work {
    struct db *db;
    struct arena *arena;
    int64_t county, id, change;
    const char *actor;
    struct course course;
};
/* The course kept, who may asked, the change recorded. REFUSED: TRAINING_UNKNOWN, ACCESS_DENIED. */
MUST_USE enum status training_begin(struct training_work *w, struct db *db,
                                    enum permission permission, const char *action,
                                    struct error *e);
enum status training_field(struct error *e, const char *field, const char *reason);
MUST_USE enum status training_state(const struct training_work *w, enum course_state wanted,
                                    struct error *e);
