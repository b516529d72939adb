/* A record of answering for it (责任追究): suggested by the system's scan or by hand, decided by
   the director alone. Never a punishment by itself. P4.1, P4.3. */
#pragma once
#include "domain/inspection/rectification.h"

enum accountability_trigger {
    ACCOUNTABILITY_MISSED_STEP = 1,
    ACCOUNTABILITY_FALSE_REPORT,
    ACCOUNTABILITY_REPEATED_DELAY,
    ACCOUNTABILITY_OTHER
};
const char *accountability_trigger_code(enum accountability_trigger t);  /* "FALSE_REPORT" */
const char *accountability_trigger_label(enum accountability_trigger t); /* msgid */
/* The code, or "missed", "false", "delay", "other". REFUSED (ACCOUNTABILITY_FIELD). */
MUST_USE enum status
accountability_trigger_parse(const char *code, enum accountability_trigger *ret, struct error *e);
enum accountability_state {
    ACCOUNTABILITY_SUGGESTED = 1,
    ACCOUNTABILITY_RECORDED,
    ACCOUNTABILITY_DISMISSED
};
const char *accountability_state_label(enum accountability_state s); /* msgid */
enum accountability_action {
    ACCOUNTABILITY_NONE, /* not decided, or dismissed */
    ACCOUNTABILITY_TALK,
    ACCOUNTABILITY_WARNING,
    ACCOUNTABILITY_RECTIFICATION
};
const char *accountability_action_code(enum accountability_action a);  /* "TALK", "" */
const char *accountability_action_label(enum accountability_action a); /* msgid, "" */
/* The code, or it in small letters. REFUSED (ACCOUNTABILITY_FIELD). */
MUST_USE enum status accountability_action_parse(const char *code, enum accountability_action *ret,
                                                 struct error *e);

struct accountability_new {
    enum accountability_trigger trigger;
    const char *evidence; /* "inspection 5/2", "rectification 3", "problem 9", "case 7", or "" */
    int64_t township;
    const char *person; /* "" when not known yet */
    const char *facts;
};
/* ---- one transaction each ---- REFUSED: ACCESS_…, INSPECTION_OWN, ACCOUNTABILITY_FIELD,
   ACCOUNTABILITY_UNKNOWN, ACCOUNTABILITY_STATE. */
/* REFUSED also: ACCOUNTABILITY_ONCE (that evidence was suggested for that trigger before). */
MUST_USE enum status accountability_suggest(struct db *db, int64_t county,
                                            const struct accountability_new *suggestion,
                                            const char *actor, int64_t *ret_id, struct error *e);
#define ACCOUNTABILITY_SCAN_MAX 200 /* new ones of one scan: the rest with the next */
#define ACCOUNTABILITY_MOVED 2      /* deadlines moved so often: repeated delay */
#define ACCOUNTABILITY_OVERDUE 3    /* problems and orders of a township overdue at once */
#define ACCOUNTABILITY_CASE_DAYS 60 /* a case's step so long past its deadline was missed */
/* Looks through submitted visits, moved and overdue deadlines and waiting cases, and suggests what
   was not suggested before. */
MUST_USE enum status accountability_suggest_scan(struct db *db, int64_t county, const char *actor,
                                                 int64_t *ret_new, struct error *e);
/* What the person concerned says himself, kept as it is until the decision. */
MUST_USE enum status accountability_state_own(struct db *db, int64_t county, int64_t id,
                                              const char *statement, const char *actor,
                                              struct error *e);
struct accountability_decision {
    enum accountability_action action;
    const char *person, *decision; /* person NULL: as suggested */
    const char *demand, *document; /* of the rectification, when action is it */
    struct date due_on;
};
/* SUGGESTED → RECORDED; with RECTIFICATION also an order to put it right. REFUSED: SAME_PERSON
   (who suggested). *ret_order 0: none was issued. */
MUST_USE enum status accountability_record(struct db *db, int64_t county, int64_t id,
                                           const struct accountability_decision *decision,
                                           const char *actor, int64_t *ret_order, struct error *e);
/* SUGGESTED → DISMISSED. REFUSED: SAME_PERSON, REASON_MISSING. */
MUST_USE enum status accountability_dismiss(struct db *db, int64_t county, int64_t id,
                                            const char *reason, const char *actor, struct error *e);

/* ---- reading ---- */
struct accountability {
    int64_t id, township, known_from, decided_change;
    enum accountability_trigger trigger;
    enum accountability_state state;
    enum accountability_action action;
    const char *township_name, *evidence, *person, *facts, *decision, *statement;
    const char *suggested_by, *decided_by; /* decided_by "": nobody yet */
    struct date suggested_on, decided_on;  /* decided_on v 0: not yet */
};
#define ACCOUNTABILITIES_MAX 5000
/* township, state 0: any; not decided ones first, the latest before others. */
MUST_USE enum status accountability_list(struct db *db, int64_t county, int64_t township,
                                         enum accountability_state state, struct arena *arena,
                                         struct accountability **ret, size_t *ret_count,
                                         struct error *e);
/* NONE: no such record. */
MUST_USE enum status accountability_read(struct db *db, int64_t county, int64_t id,
                                         struct arena *arena, struct accountability *ret,
                                         struct error *e);
