/* What the files of this folder share. Private to survey/. */
#pragma once
#include "domain/registry/change.h"
#include "domain/survey/survey.h"

#define SURVEY_ARENA_BYTES ((size_t)64 << 20)
#define SURVEY_TEXT_BYTES_MAX 600
#define SURVEY_FRAME_MAX 500000
#define SURVEY_SAMPLE_MAX 20000
#define SURVEY_ANSWERS_MAX 200000

/* One act upon one survey: what it is now, who acts, under which change. */
struct survey_work {
    struct db *db;
    struct arena *arena;
    int64_t county, id, change;
    const char *actor;
    struct date today;
    struct survey survey;
};
/* Reads it and asks whether the actor may. Inside db_transaction. REFUSED: SURVEY_UNKNOWN,
   ACCESS_DENIED. */
MUST_USE enum status survey_work_begin(struct survey_work *w, enum permission permission,
                                       enum permission other, struct error *e);
/* The change of the act; detail is JSON or "". */
MUST_USE enum status survey_work_record(struct survey_work *w, const char *action,
                                        const char *detail, struct error *e);
MUST_USE enum status survey_may(struct db *db, int64_t county, const char *actor,
                                enum permission permission, enum permission other,
                                struct arena *arena, struct error *e);
enum status survey_field(struct error *e, const char *field, const char *reason);
/* REFUSED (SURVEY_STATE) unless it is in that state. */
MUST_USE enum status survey_in_state(const struct survey *s, enum survey_state state,
                                     struct error *e);
static inline struct date survey_day(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

/* Codes for every stratum, `selected` of it and `reserve` more; written as their indexes. */
MUST_USE enum status survey_codes_make(struct survey_work *w, const struct keyring *keys,
                                       const struct survey_stratum *strata, size_t count,
                                       int64_t reserve, struct survey_codes *ret, struct error *e);
void survey_code_index(const struct keyring *keys, const char *code,
                       uint8_t out[BLIND_INDEX_BYTES]);
