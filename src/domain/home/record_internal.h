/* What the records of a home share: whose stay it is, which texts and days pass. For record*.c,
   care.c, property.c and staff.c alone. */
#pragma once
#include "domain/home/record.h"
#include "record_sql.h"

#define RECORD_ARENA_BYTES (1u << 20)
#define RECORD_TEXT_BYTES_MAX 600
#define RECORD_NAME_BYTES_MAX 200

/* An admission that holds or held. REFUSED: STAY_UNKNOWN. */
MUST_USE enum status record_stay_find(struct db *db, int64_t county, int64_t stay,
                                      struct arena *arena, struct record_stay_row *ret,
                                      struct error *e);
/* He sleeps there on every night of first … last. */
static inline bool record_stay_has(const struct record_stay_row *s, struct date first,
                                   struct date last)
{
    return first.v >= s->from_date.v && last.v < s->until_date.v;
}
/* Tidied, in the arena. REFUSED (code), naming the field: too long, or needed and missing. */
MUST_USE enum status record_text(struct arena *arena, const char *given, size_t bytes_max,
                                 bool is_needed, const char *code, const char *field,
                                 const char **ret, struct error *e);
/* REFUSED (RECORD_DATE): no day, or after today. */
MUST_USE enum status record_day(struct date d, struct error *e);
/* How many different names stand in a list with 、 ， , ; or spaces between. */
size_t record_names_count(struct arena *arena, const char *names);
/* detail: a whole JSON object, or "". */
MUST_USE enum status record_change(struct db *db, int64_t county, const char *actor,
                                   const char *action, const char *noun, int64_t id,
                                   const char *detail, int64_t *ret_change, struct error *e);
static inline struct date record_date_or_none(int64_t yyyymmdd)
{
    return yyyymmdd > 0 ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}
