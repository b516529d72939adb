/* The monthly meeting on the livelihood programmes (民生工程工作调度会): an agenda from what is
   behind, the record, the minutes confirmed by another. P4.2. */
#pragma once
#include "domain/access/access.h"
#include "domain/registry/change.h"

enum meeting_state { MEETING_DRAFT = 1, MEETING_HELD, MEETING_ISSUED, MEETING_CANCELLED };
const char *meeting_state_label(enum meeting_state s); /* msgid */
struct meeting_new {
    struct month month;
    struct date held_on; /* in its month; may lie ahead until it is recorded */
    const char *place, *chair, *recorder;
    bool is_extra; /* one more in a month that has one */
};
/* Opens the month's meeting and drafts its agenda. One transaction. REFUSED: ACCESS_…,
   MEETING_FIELD, MEETING_DATE, MEETING_ONCE (the month has one; an extra one must say so). */
MUST_USE enum status meeting_open(struct db *db, int64_t county, const struct meeting_new *meeting,
                                  const char *actor, int64_t *ret_id, struct error *e);
/* Drafts the agenda anew from what is known now. REFUSED: ACCESS_…, MEETING_UNKNOWN, MEETING_STATE
   (held already). */
MUST_USE enum status meeting_agenda_refresh(struct db *db, int64_t county, int64_t id,
                                            const char *actor, struct error *e);
struct meeting_outcome {
    int number; /* of the item */
    const char *text;
};
struct meeting_record {
    struct date held_on; /* v 0: as planned */
    const char *present, *absent, *summary;
    const struct meeting_outcome *outcomes;
    const char *const *decisions;
    size_t outcome_count, decision_count;
};
#define MEETING_DECISIONS_MAX 50
/* What was said and decided; every problem on the agenda is carried forward by it. Again until the
   minutes are issued: outcomes and decisions are then those of the last record. REFUSED: ACCESS_…,
   MEETING_UNKNOWN, MEETING_STATE, MEETING_FIELD, MEETING_DATE (not yet), MEETING_ITEM. */
MUST_USE enum status meeting_record(struct db *db, int64_t county, int64_t id,
                                    const struct meeting_record *record, const char *actor,
                                    struct error *e);
/* The minutes, confirmed by another and frozen with their hash. document "": the next number of the
   year. REFUSED: ACCESS_…, MEETING_UNKNOWN, MEETING_STATE, SAME_PERSON. */
MUST_USE enum status meeting_issue(struct db *db, int64_t county, int64_t id, const char *document,
                                   const char *actor, struct error *e);
/* Before it is held. REFUSED: ACCESS_…, MEETING_UNKNOWN, MEETING_STATE, REASON_MISSING. */
MUST_USE enum status meeting_cancel(struct db *db, int64_t county, int64_t id, const char *reason,
                                    const char *actor, struct error *e);

/* ---- reading ---- */
struct meeting {
    int64_t id, known; /* known: the change as of which the figures were read */
    int year, number;  /* number: in its month */
    struct month month;
    struct date held_on, issued_on; /* issued_on v 0: not yet */
    const char *place, *chair, *recorder, *present, *absent, *summary, *document;
    const char *prepared_by, *issued_by; /* issued_by "": nobody yet */
    enum meeting_state state;
    int64_t issued_change;
    char hash[HASH_HEX_BYTES]; /* "" until issued */
};
enum meeting_item_kind {
    MEETING_BEHIND = 1,
    MEETING_PROBLEM,
    MEETING_PROJECT,
    MEETING_DUE,
    MEETING_REPORT,
    MEETING_DECISION
};
const char *meeting_item_code(enum meeting_item_kind k);  /* "BEHIND" */
const char *meeting_item_label(enum meeting_item_kind k); /* msgid */
struct meeting_item {
    int number;
    enum meeting_item_kind kind;
    const char *indicator, *book; /* "": no figure; the book is "city", "county" or "" */
    int64_t township;             /* 0: the county as a whole */
    const char *township_name;
    struct month from, to; /* of the figure */
    int64_t numerator, denominator, target_bp, subject;
    const char *text, *outcome, *actor;
};
#define MEETINGS_MAX 500
#define MEETING_ITEMS_MAX 2000
/* year 0: all; known 0: now. In order of month and number, cancelled ones too. */
MUST_USE enum status meeting_list(struct db *db, int64_t county, int year, int64_t known,
                                  struct arena *arena, struct meeting **ret, size_t *ret_count,
                                  struct error *e);
MUST_USE enum status meeting_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                  struct meeting *ret, struct error *e); /* NONE */
/* scope: a township's sees its own items, and those of the county as a whole without the sums of
   others; 0: all. */
MUST_USE enum status meeting_item_list(struct db *db, int64_t county, int64_t id, int64_t scope,
                                       struct arena *arena, struct meeting_item **ret,
                                       size_t *ret_count, struct error *e);
/* A last day that has a figure: the end of the last month that had ended by the meeting's day. */
struct month meeting_figures_month(struct date held_on);
/* Behind its line: exact, with no rounding. A denominator of zero is never behind. */
bool meeting_is_behind(int64_t numerator, int64_t denominator, int64_t target_bp,
                       bool is_more_better);
/* The rows hashed again: REFUSED (MEETING_ALTERED) when they are not what was issued. */
MUST_USE enum status meeting_verify(struct db *db, int64_t county, int64_t id, struct error *e);
