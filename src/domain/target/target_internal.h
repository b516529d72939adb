/* What the files of this folder share. Private to target/. */
#pragma once
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/target/calendar.h"
#include "domain/target/leading.h"
#include "domain/target/letter.h"

#define TARGET_ARENA_BYTES ((size_t)32 << 20)
#define TARGET_TEXT_BYTES_MAX 1000
#define TARGET_SPLITS_MAX 4096
#define TARGET_VALUE_MAX INT64_C(1000000000000000)
#define TARGET_DETAIL_BYTES 160
#define PLAN_TARGETS_MAX 200 /* books × measures × due days */
#define TARGET_PLACE(county) ((county)*1000000)

/* May he: has the permission, is not locked, and the division (12 digits) is in his scope.
   ret_title: his post's title, in the arena; may be NULL. REFUSED: ACCESS_DENIED, ACCESS_SCOPE. */
MUST_USE enum status target_may(struct db *db, int64_t county, const char *actor,
                                enum permission permission, int64_t division, struct arena *arena,
                                const char **ret_title, struct error *e);
/* Records "<noun> N". Inside db_transaction. detail may be NULL. */
MUST_USE enum status target_change(struct db *db, int64_t county, const char *actor,
                                   const char *action, const char *noun, int64_t id,
                                   const char *detail, int64_t *ret_change, struct error *e);
/* REFUSED (code) naming the field. */
enum status target_field(struct error *e, const char *code, const char *field, const char *reason);
/* Empty when it must not be, or longer than a text may be. */
MUST_USE enum status target_text_check(const char *code, const char *field, const char *text,
                                       bool is_needed, struct error *e);
enum status target_same_person(struct error *e, const char *actor);
/* A clause of the plan. REFUSED (code) naming the field "clause". */
MUST_USE enum status target_clause_check(struct db *db, int64_t county, const char *code,
                                         const char *field, const char *clause, struct arena *arena,
                                         struct error *e);
/* The unit's and the rule's number from the table's text, 0 for what is none. */
enum target_unit target_unit_of(const char *code);
enum target_book target_book_of(const char *code);
static inline struct date target_day(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}
static inline const char *target_or_empty(const char *text)
{
    return text ? text : "";
}
/* A draft into the tables, inside a transaction with its change recorded by this. */
MUST_USE enum status target_split_write(struct db *db, int64_t county, const struct target_split *s,
                                        const char *actor, int64_t *ret_id, struct error *e);
/* The one of the same target that is a draft (or in force) now. NONE. */
MUST_USE enum status target_split_same(struct db *db, int64_t county, const struct target_split *s,
                                       enum target_state state, struct arena *arena,
                                       struct target_split *ret, struct error *e);
