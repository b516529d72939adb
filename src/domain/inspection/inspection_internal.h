/* What the files of this folder share. Private to inspection/. */
#pragma once
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "domain/access/access.h"
#include "domain/inspection/rectification.h"

#define INSPECTION_ARENA_BYTES ((size_t)32 << 20)
#define INSPECTION_LINE_BYTES_MAX 300
#define INSPECTION_TEXT_BYTES_MAX 6000

/* A day that may be missing: v 0 in C, 0 in the table. */
static inline int64_t inspection_day_number(struct date d)
{
    return d.v ? date_yyyymmdd(d) : 0;
}
static inline struct date inspection_day_of(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

/* One act: who, upon which number, under which change. Begun inside db_transaction. */
struct inspection_act {
    struct db *db;
    struct arena *arena;
    int64_t county, id, change;
    const char *actor;
    struct date today;
};
/* An inspector may everywhere but in the township that is his own scope; others within their scope;
   ACTOR_SYSTEM what the command line may. township 0: the county as a whole. REFUSED:
   ACCESS_DENIED, ACCESS_SCOPE, INSPECTION_OWN. */
MUST_USE enum status inspection_may(const struct inspection_act *act, enum permission permission,
                                    int64_t township, struct error *e);
/* Records the change "noun id" and takes the day. */
MUST_USE enum status inspection_act_record(struct inspection_act *act, const char *action,
                                           const char *noun, const char *detail, struct error *e);
/* REFUSED (code) naming the field: empty when it must not be, or longer than most bytes. */
MUST_USE enum status inspection_text_check(const char *code, const char *field, const char *text,
                                           bool is_needed, size_t most, struct error *e);
enum status inspection_field_refuse(struct error *e, const char *code, const char *field,
                                    const char *reason);
enum status inspection_same_person(struct error *e, const char *actor);
/* REFUSED (code): no township of the county on that day. */
MUST_USE enum status inspection_township_check(struct db *db, int64_t county, const char *code,
                                               int64_t township, struct date day,
                                               struct arena *arena, struct error *e);
/* "inspection": the noun of a change's subject. */
const char *rectification_origin_small(enum rectification_origin o);
