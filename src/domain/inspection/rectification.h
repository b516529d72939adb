/* An order to put something right (整改通知): NOTICE → REPLY → RECHECK → CLOSED, each step a row;
   whoever replied does not look whether it is true. P4.3. */
#pragma once
#include "domain/access/access.h"
#include "domain/registry/change.h"

enum rectification_origin {
    RECTIFICATION_ASSESSMENT = 1,
    RECTIFICATION_INSPECTION,
    RECTIFICATION_PROBLEM,
    RECTIFICATION_COMPLAINT
};
const char *rectification_origin_code(enum rectification_origin o);  /* "INSPECTION" */
const char *rectification_origin_label(enum rectification_origin o); /* msgid */
/* The code, or it in small letters. REFUSED (RECTIFICATION_FIELD). */
MUST_USE enum status rectification_origin_parse(const char *code, enum rectification_origin *ret,
                                                struct error *e);
enum rectification_state {
    RECTIFICATION_NOTICE = 1,
    RECTIFICATION_REPLY,   /* the township has replied: to be looked at again */
    RECTIFICATION_RECHECK, /* looked at again and not right: back to the township */
    RECTIFICATION_CLOSED
};
const char *rectification_state_code(enum rectification_state s);  /* "NOTICE" */
const char *rectification_state_label(enum rectification_state s); /* msgid */

struct rectification_new {
    enum rectification_origin origin;
    int64_t origin_id, township;
    const char *node; /* of the assessment's tree, or "" */
    const char *problem, *demand, *document;
    struct date issued_on, due_on;
};
/* Inside db_transaction, with its change recorded by the caller and rights checked. REFUSED:
   RECTIFICATION_FIELD, RECTIFICATION_DATE. */
MUST_USE enum status rectification_issue_within(struct db *db, int64_t county,
                                                const struct rectification_new *order,
                                                const char *actor, int64_t change, int64_t *ret_id,
                                                struct error *e);

/* ---- what people do, one transaction each ---- Days are date_today(). REFUSED also: ACCESS_…,
   INSPECTION_OWN (an inspector of that township), RECTIFICATION_UNKNOWN, RECTIFICATION_STATE. */
/* issued_on v 0: today. */
MUST_USE enum status rectification_issue(struct db *db, int64_t county,
                                         const struct rectification_new *order, const char *actor,
                                         int64_t *ret_id, struct error *e);
/* NOTICE, RECHECK → REPLY; papers are enclosures of ENCLOSURE_RECTIFICATION. */
MUST_USE enum status rectification_reply(struct db *db, int64_t county, int64_t id,
                                         const char *text, const char *actor, struct error *e);
/* REPLY → CLOSED when it is right, else → RECHECK with a new deadline, which is after today.
   REFUSED: SAME_PERSON (who replied, at any time), RECTIFICATION_DATE. */
MUST_USE enum status rectification_recheck(struct db *db, int64_t county, int64_t id,
                                           bool is_passed, const char *text, struct date new_due_on,
                                           const char *actor, struct error *e);
/* A later deadline, with the reason, while it is not closed. REFUSED: RECTIFICATION_DATE,
   REASON_MISSING. */
MUST_USE enum status rectification_extend(struct db *db, int64_t county, int64_t id,
                                          struct date due_on, const char *reason, const char *actor,
                                          struct error *e);

/* ---- reading ---- */
struct rectification {
    int64_t id, origin_id, township, known_from, closed_change;
    enum rectification_origin origin;
    enum rectification_state state;
    const char *township_name, *node, *problem, *demand, *document, *issued_by;
    const char *closed_by; /* "": nobody yet */
    struct date issued_on, due_on, closed_on;
    int moved;        /* how often the deadline was */
    int replies;      /* how often the township replied */
    int days_overdue; /* past the deadline: until the day asked for, or until it was closed */
};
struct rectification_filter {
    int64_t scope;    /* of the viewer: a township's sees its own; 0: everything */
    int64_t township; /* 0: any */
    bool is_open, is_overdue;
    struct date on; /* v 0: today */
};
#define RECTIFICATIONS_MAX 5000
/* Not closed ones first, those due earliest before others. */
MUST_USE enum status rectification_list(struct db *db, int64_t county,
                                        const struct rectification_filter *f, struct arena *arena,
                                        struct rectification **ret, size_t *ret_count,
                                        struct error *e);
/* NONE: no such order, or not in that scope (0: any). */
MUST_USE enum status rectification_read(struct db *db, int64_t county, int64_t id, int64_t scope,
                                        struct arena *arena, struct rectification *ret,
                                        struct error *e);
struct rectification_step {
    int number;
    const char *step; /* REPLY, RECHECK, EXTEND */
    const char *text, *actor;
    bool is_passed;
    struct date on, new_due_on; /* new_due_on v 0: the deadline stays */
};
const char *rectification_step_label(const struct rectification_step *s); /* msgid */
#define RECTIFICATION_STEPS_MAX 500
MUST_USE enum status rectification_step_list(struct db *db, int64_t county, int64_t id,
                                             struct arena *arena, struct rectification_step **ret,
                                             size_t *ret_count, struct error *e);
