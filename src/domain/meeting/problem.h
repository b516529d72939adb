/* A problem on the list (问题清单): cause, measure, owner, deadline; carried from meeting to
   meeting until another than its owner has seen it done. P4.2. */
#pragma once
#include "domain/access/access.h"
#include "domain/registry/change.h"

enum problem_source {
    PROBLEM_MEETING = 1,
    PROBLEM_INSPECTION,
    PROBLEM_COMPLAINT,
    PROBLEM_INDICATOR
};
const char *problem_source_code(enum problem_source s);  /* "MEETING" */
const char *problem_source_label(enum problem_source s); /* msgid */
MUST_USE enum status problem_source_parse(const char *code, enum problem_source *ret,
                                          struct error *e);
enum problem_state { PROBLEM_OPEN = 1, PROBLEM_REPORTED, PROBLEM_CLOSED };
const char *problem_state_label(enum problem_state s); /* msgid */
struct problem_new {
    enum problem_source source;
    int64_t source_id;     /* the meeting, inspection, complaint; 0 for an indicator */
    int64_t township;      /* 0: the county's own */
    const char *indicator; /* code, or "" */
    const char *title, *cause, *measure, *owner;
    struct date raised_on, due_on;
};
/* Inside db_transaction, with its change recorded by the caller (change) and rights checked.
   REFUSED: PROBLEM_FIELD, PROBLEM_DATE (due before raised), MEETING_STATE (of a meeting whose
   minutes are issued, or that was cancelled). */
MUST_USE enum status problem_raise_within(struct db *db, int64_t county,
                                          const struct problem_new *problem, const char *actor,
                                          int64_t change, int64_t *ret_id, struct error *e);

/* ---- what people do, one transaction each ---- Days are date_today(). REFUSED also: ACCESS_…,
   PROBLEM_UNKNOWN, PROBLEM_STATE, PROBLEM_FIELD, REASON_MISSING. */
/* By whoever manages meetings. */
MUST_USE enum status problem_raise(struct db *db, int64_t county, const struct problem_new *problem,
                                   const char *actor, int64_t *ret_id, struct error *e);
/* OPEN → REPORTED: what was done, by the township or an officer of the bureau. */
MUST_USE enum status problem_report(struct db *db, int64_t county, int64_t id, const char *text,
                                    const char *actor, struct error *e);
/* REPORTED → OPEN, with the reason. REFUSED: SAME_PERSON (who reported). */
MUST_USE enum status problem_send_back(struct db *db, int64_t county, int64_t id,
                                       const char *reason, const char *actor, struct error *e);
/* Another deadline, with the reason; not before it was raised. REFUSED: PROBLEM_DATE. */
MUST_USE enum status problem_defer(struct db *db, int64_t county, int64_t id, struct date due_on,
                                   const char *reason, const char *actor, struct error *e);
/* REPORTED → CLOSED, with what was seen. REFUSED: SAME_PERSON (who reported). */
MUST_USE enum status problem_close(struct db *db, int64_t county, int64_t id, const char *outcome,
                                   const char *actor, struct error *e);

/* ---- reading ---- */
struct problem {
    int64_t id, source_id, township;
    enum problem_source source;
    enum problem_state state;
    const char *township_name; /* "" for the county's own */
    const char *indicator, *title, *cause, *measure, *owner, *outcome, *raised_by;
    const char *reported_by, *closed_by;                                 /* "": nobody yet */
    struct date raised_on, first_due_on, due_on, reported_on, closed_on; /* v 0: not yet */
    int carried, deferred; /* times: meetings that looked at it, deadlines moved */
    int days_overdue;      /* past the deadline: until the day asked for, or until it was closed */
};
struct problem_filter {
    int64_t scope;              /* of the viewer: a township's sees its own; 0: everything */
    int64_t township;           /* 0: any */
    const char *owner;          /* part of the name; NULL or "": any */
    enum problem_source source; /* 0: any */
    bool is_open, is_overdue;   /* those that are not closed; those that are past the deadline */
    struct date on;             /* v 0: today; days overdue are counted to it */
    int64_t known;              /* 0: now */
};
#define PROBLEMS_MAX 5000
/* Not closed ones first, those due earliest before others. */
MUST_USE enum status problem_list(struct db *db, int64_t county, const struct problem_filter *f,
                                  struct arena *arena, struct problem **ret, size_t *ret_count,
                                  struct error *e);
/* As known (0: now). NONE: no such problem, or not in that scope (0: any). */
MUST_USE enum status problem_read(struct db *db, int64_t county, int64_t id, int64_t scope,
                                  int64_t known, struct arena *arena, struct problem *ret,
                                  struct error *e);
struct problem_note {
    int number;
    const char *kind; /* CARRIED, REPORTED, SENT_BACK, DEADLINE, CLOSED */
    int64_t meeting;  /* 0: between meetings */
    const char *text, *actor;
    struct date on, new_due_on; /* new_due_on v 0: the deadline stays */
};
const char *problem_note_label(const char *kind); /* msgid */
#define PROBLEM_NOTES_MAX 500
MUST_USE enum status problem_note_list(struct db *db, int64_t county, int64_t id, int64_t known,
                                       struct arena *arena, struct problem_note **ret,
                                       size_t *ret_count, struct error *e);
/* Inside db_transaction: a meeting looked at it; once per meeting, and not after it was closed. */
MUST_USE enum status problem_carry_within(struct db *db, int64_t county, int64_t id,
                                          int64_t meeting, struct date on, const char *text,
                                          const char *actor, int64_t change, struct error *e);
