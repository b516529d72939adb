/* What notices, objections and samples share; nobody else includes it. */
#pragma once
#include "domain/casework/deadline.h"
#include "domain/casework/notice.h"
#include "notice_sql.h"

#define NOTICE_ARENA_BYTES (64u << 20)
#define ROW_ARENA_BYTES (4u << 20)

/* Dates of 0 are "none" in the tables and v 0 in C. */
static inline struct date date_stored(int64_t yyyymmdd)
{
    return yyyymmdd == 0 ? (struct date){0} : date_from_yyyymmdd(yyyymmdd);
}
static inline int64_t date_number(struct date d)
{
    return d.v == 0 ? 0 : date_yyyymmdd(d);
}

/* ---- the hashed bytes ---- one line of the notice, then one per row (docs/notice.md) */
#define NOTICE_LINE_BYTES_MAX (16u << 10)
/* REFUSED (NOTICE_TEXT) when a text has a tab, a line end or another control character: then lines
   could be read in two ways. */
MUST_USE enum status notice_head_line(struct buf *out, int64_t county,
                                      const struct notice_record *notice, struct error *e);
MUST_USE enum status notice_row_line(struct buf *out, const struct notice_row *row,
                                     struct error *e);
/* REFUSED (NOTICE_UNKNOWN). */
MUST_USE enum status notice_require(struct db *db, int64_t county, int64_t notice,
                                    struct arena *arena, struct notice_stored *ret,
                                    struct error *e);
struct notice_record notice_of_stored(const struct notice_stored *row);
struct notice_row notice_row_of_stored(const struct notice_row_stored *row);
/* REFUSED (NOTICE_PRIVACY): a text with a run of digits as long as an ID number or an account. */
MUST_USE enum status notice_text_check(const char *text, const char *what, struct error *e);
/* REFUSED: ACCESS_DENIED, ACCESS_SCOPE. */
MUST_USE enum status notice_actor_check(const struct case_actor *actor, enum permission permission,
                                        int64_t division, struct error *e);
/* REFUSED (CASE_DATE): later than today. */
MUST_USE enum status notice_day_check(const struct case_actor *actor, struct date on,
                                      struct error *e);
/* What the step's form has a field for, of names and values ended by a NULL name. */
MUST_USE enum status step_content(struct arena *arena, const struct case_record *c,
                                  enum case_action action, const char *const (*values)[2],
                                  const struct entry_data **ret, struct error *e);
/* The hash (hex) that such a step's content will carry, for the change that covers the step. */
MUST_USE enum status step_hash(struct arena *arena, const struct case_record *c,
                               enum case_action action, const char *const (*values)[2],
                               struct date today, char ret[HASH_HEX_BYTES], struct error *e);
/* case_act_within; a refusal names the case. */
MUST_USE enum status step_take(struct db *db, int64_t county, const struct keyring *keys,
                               const struct case_actor *actor, const struct case_record *c,
                               enum case_action action, struct date on,
                               const struct entry_data *content, int64_t change, struct error *e);
