/* Dynamic management (动态管理, P3.1): re-verification planned ahead, top-ups that begin and end by
   age, the monthly cut-off and its change list. */
#pragma once
#include "domain/casework/deadline.h"

/* Plans the twelve months after `from`: every household with a benefit gets its due months by its
   class's period, spread evenly within each village (by the order of a keyed hash of the household,
   so that no month has more than one above another), never earlier than a period after the last
   one done. What is planned already stays. Records its change. */
struct recheck_plan_result {
    int64_t households, planned;
    struct month from, to;
};
MUST_USE enum status recheck_plan(struct db *db, int64_t county, enum programme p,
                                  struct month from, const char *actor,
                                  struct recheck_plan_result *ret, struct error *e);
struct recheck_row {
    int64_t household, division, case_id;
    const char *head_name, *id_tail;
    struct month due;
    struct date done_on; /* v 0: open */
    int mgmt_class;
};
MUST_USE enum status recheck_list(struct db *db, int64_t county, enum programme p,
                                  struct month from, struct month to, int64_t scope,
                                  int64_t after_household, int row_count, struct arena *arena,
                                  struct recheck_row **ret, size_t *ret_count, bool *ret_has_more,
                                  struct error *e);
struct recheck_month {
    struct month month;
    int64_t due, done;
};
MUST_USE enum status recheck_calendar(struct db *db, int64_t county, enum programme p,
                                      struct month from, int64_t scope, struct arena *arena,
                                      struct recheck_month **ret, size_t *ret_count,
                                      struct error *e);
/* For the first screen: what is due in that month or was before, and not done. */
struct recheck_open_count {
    int64_t due, late; /* late: of those due before that month */
};
MUST_USE enum status recheck_count_open(struct db *db, int64_t county, enum programme p,
                                        struct month m, int64_t scope,
                                        struct recheck_open_count *ret, struct error *e);
/* The next one of a household; case_id 0: not begun. NONE when none is planned. */
MUST_USE enum status recheck_next(struct db *db, int64_t county, int64_t household,
                                  struct month *ret_due, int64_t *ret_case, struct error *e);
/* Inside db_transaction, by the flow: a recheck case was opened / finished. */
MUST_USE enum status recheck_begin(struct db *db, int64_t county, int64_t household,
                                   struct month due, int64_t case_id, struct error *e);
MUST_USE enum status recheck_done(struct db *db, int64_t county, int64_t case_id, struct date on,
                                  struct error *e);

/* Who crosses an age in month m (turns 18, 70 …, grace ends, study ends): shown a month before. */
enum age_event { AGE_AGED_BEGINS = 1, AGE_MINOR_ENDS, GRACE_ENDS, SUSPENSION_LONG };
const char *age_event_label(enum age_event event); /* msgid */
struct preview_row {
    int64_t household, person, division;
    const char *head_name, *name;
    enum age_event event;
    struct date birth;
    struct fen before, after; /* household's amount of a month */
};
MUST_USE enum status dynamic_preview(struct db *db, int64_t county, enum programme p,
                                     struct month m, int64_t scope, struct arena *arena,
                                     struct preview_row **ret, size_t *ret_count, struct error *e);

/* The month's changes as known at its cut-off day: every household whose amount or members differ
   from the month before. */
enum month_change {
    MONTH_NEW = 1,
    MONTH_UP,
    MONTH_DOWN,
    MONTH_STOPPED,
    MONTH_LEFT,
    MONTH_SUSPENDED
};
const char *month_change_label(enum month_change c); /* msgid: 新增 增发 减发 停发 退出 暂停 */
struct change_list_row {
    int64_t household, division;
    const char *head_name, *id_tail, *cause;
    enum month_change change;
    int people_before, people_after;
    struct fen before, after;
};
struct change_list_total {
    int64_t count[7];
    struct fen difference[7];
};
typedef enum status (*change_list_sink)(const struct change_list_row *row, void *context,
                                        struct error *e);
/* Streams in household order; flat memory. known: KNOWN_NOW or the cut-off's. */
MUST_USE enum status change_list(struct db *db, int64_t county, enum programme p, struct month m,
                                 int64_t scope, int64_t known, change_list_sink sink, void *context,
                                 struct change_list_total *ret, struct error *e);
/* What was known at the end of the cut-off day of month m. */
MUST_USE enum status change_list_cutoff(struct db *db, int64_t county, struct month m,
                                        struct date *ret_day, int64_t *ret_known, struct error *e);
