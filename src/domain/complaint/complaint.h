/* Complaints (投诉、信访, P5.2) on the law's clock: 信访条例 (国务院令第431号) Art. 21, 22, 33–35.
   Calendar days; the last day is the start plus the limit. Who writes and what he writes is sealed;
   opening it stands in the trail. */
#pragma once
#include "base/seal.h"
#include "domain/access/access.h"
#include "domain/registry/change.h"

#define COMPLAINT_ACCEPT_DAYS 15 /* of receipt: Art. 21, 22 */
#define COMPLAINT_REPLY_DAYS 60  /* of acceptance: Art. 33 */
#define COMPLAINT_EXTEND_DAYS 30 /* at most, once: Art. 33 */
#define COMPLAINT_ASK_DAYS 30    /* of the reply, to ask for a review: Art. 34, 35 */
#define COMPLAINT_REVIEW_DAYS 30 /* each level: Art. 34, 35 */

enum complaint_state {
    COMPLAINT_RECEIVED = 1,
    COMPLAINT_ACCEPTED,
    COMPLAINT_EXTENDED,
    COMPLAINT_REPLIED,
    COMPLAINT_REVIEW1, /* 复查, also when it is answered: level 1 */
    COMPLAINT_REVIEW2, /* 复核 */
    COMPLAINT_CLOSED,
    COMPLAINT_NOT_ACCEPTED,
    COMPLAINT_FORWARDED,
    COMPLAINT_STATE_END
};
const char *complaint_state_code(enum complaint_state s);
const char *complaint_state_label(enum complaint_state s); /* msgid */
enum complaint_action {
    COMPLAINT_RECEIVE = 1,
    COMPLAINT_ACCEPT,
    COMPLAINT_NOT_ACCEPT,
    COMPLAINT_FORWARD,
    COMPLAINT_EXTEND,
    COMPLAINT_REPLY,
    COMPLAINT_ASK1, /* the complainant asks for a review */
    COMPLAINT_ANSWER1,
    COMPLAINT_ASK2,
    COMPLAINT_ANSWER2,
    COMPLAINT_CLOSE, /* nobody asked for a review in time */
    COMPLAINT_ACTION_END
};
/* The whole machine: COMPLAINT_TRANSITIONS in transitions.c. */
struct complaint_transition {
    enum complaint_action action;
    const char *step;  /* as kept: "REVIEW1_REPLY" */
    const char *name;  /* of the command: "review-reply" */
    const char *label; /* msgid */
    uint32_t from;     /* bit 1 << state */
    enum complaint_state to;
    enum permission permission, other; /* either */
    int limit_days;          /* of the state it leads to, counted from this step; 0: none */
    bool is_document_needed; /* a notice in writing */
    int level;               /* replies given with reviews: 0 before, 1, 2; -1: any */
};
extern const struct complaint_transition COMPLAINT_TRANSITIONS[COMPLAINT_ACTION_END];
MUST_USE enum status complaint_action_parse(const char *name, enum complaint_action *ret,
                                            struct error *e);
enum complaint_channel { COMPLAINT_WEB = 1, COMPLAINT_PHONE, COMPLAINT_VISIT, COMPLAINT_LETTER };
const char *complaint_channel_code(enum complaint_channel c);
const char *complaint_channel_label(enum complaint_channel c); /* msgid */
MUST_USE enum status complaint_channel_parse(const char *code, enum complaint_channel *ret,
                                             struct error *e);
/* AMOUNT, ELIGIBILITY, STEP, CONDUCT, HOME, MEDICAL, SUGGESTION, OTHER. */
#define COMPLAINT_CATEGORIES 8
extern const char *const COMPLAINT_CATEGORY_CODES[COMPLAINT_CATEGORIES];
const char *complaint_category_label(const char *code); /* msgid; the code itself when unknown */

/* What is sealed. */
#define COMPLAINT_TEXT_BYTES_MAX 6000
struct complaint_content {
    const char *name, *phone; /* "" when anonymous, or not told */
    const char *about;        /* the person or unit complained of; "" */
    const char *text;
};
struct complaint {
    int64_t id, township, division, programme; /* township 0: none in particular, the county's */
    enum complaint_state state;
    enum complaint_channel channel;
    bool is_named, is_late;
    int is_founded; /* 0 not said, 1 founded, 2 not */
    int level;      /* reviews answered */
    const char *number, *receipt, *category, *handler, *public_result, *received_by;
    struct date received_on, due_on, accepted_on, replied_on, closed_on; /* v 0: none */
};
/* The label of its state; REVIEW1 says whether it is answered. msgid. */
const char *complaint_stands(const struct complaint *c);
/* The complainant may ask for a review: REPLIED, or REVIEW1 that was answered. */
bool complaint_is_answered(const struct complaint *c);
/* Ended; or answered, and nobody asked for a review in time, whether or not the sweep has written
   it. */
bool complaint_is_over(const struct complaint *c, struct date today);
bool complaint_is_overdue(const struct complaint *c, struct date today);

struct complaint_new {
    enum complaint_channel channel;
    struct date received_on;     /* WEB: today */
    int64_t township, programme; /* 0: none */
    const char *category;
    bool is_named;
    struct complaint_content content;
};
#define COMPLAINT_RECEIPT_BYTES 16
#define COMPLAINT_NUMBER_BYTES 24
struct complaint_receipt {
    int64_t id;
    char number[COMPLAINT_NUMBER_BYTES], receipt[COMPLAINT_RECEIPT_BYTES];
    struct date due_on; /* by when it is accepted or not */
};
/* actor NULL: the public, by WEB. One transaction. Nothing of the content stands in the trail.
   REFUSED: COMPLAINT_FIELD, ACCESS_DENIED. */
MUST_USE enum status complaint_receive(struct db *db, int64_t county, const struct keyring *keys,
                                       const struct complaint_new *complaint, const char *actor,
                                       struct complaint_receipt *ret, struct error *e);
struct complaint_act {
    enum complaint_action action;
    const char *text;          /* why, the reply, what the complainant asks: sealed */
    const char *document;      /* the notice's number */
    const char *handler;       /* ACCEPT: who handles it; NULL: the actor */
    int days;                  /* EXTEND: 1..30 */
    int is_founded;            /* replies: 1 or 2 */
    const char *public_result; /* replies: what the receipt shows; no name, no number */
};
/* Of today: a step can not be dated back into its limit. A step later than its limit is taken and
   marked late; the limit is never moved but by EXTEND. CLOSE is ACTOR_SYSTEM's as well.
   REFUSED: COMPLAINT_UNKNOWN, COMPLAINT_STATE, COMPLAINT_LATE (to extend, or to ask for a review,
   after the day), COMPLAINT_EARLY (to close before), COMPLAINT_CONFLICT (the one complained of, or
   his township, would handle it), SAME_PERSON (who extends or reviews has handled it),
   COMPLAINT_FIELD, ACCESS_DENIED, ACCESS_SCOPE. */
MUST_USE enum status complaint_act(struct db *db, int64_t county, const struct keyring *keys,
                                   int64_t complaint, const struct complaint_act *act,
                                   const char *actor, struct error *e);
/* Closes what nobody asked to review in time. Each in a transaction of its own. */
MUST_USE enum status complaint_sweep(struct db *db, int64_t county, const struct keyring *keys,
                                     const char *actor, int64_t *ret_closed, struct error *e);

/* ---- reading ---- A township sees its own, but none about the conduct of its people. */
bool complaint_in_scope(const struct access_user *user, const struct complaint *c);
/* By id, or by number "TS2013-0001". REFUSED (COMPLAINT_UNKNOWN). */
MUST_USE enum status complaint_find(struct db *db, int64_t county, const char *number,
                                    struct arena *arena, struct complaint *ret, struct error *e);
MUST_USE enum status complaint_read(struct db *db, int64_t county, int64_t complaint,
                                    struct arena *arena, struct complaint *ret, struct error *e);
struct complaint_filter {
    int64_t scope; /* of the viewer */
    int64_t township;
    enum complaint_state state; /* 0: any */
    const char *category;       /* NULL: any */
    bool is_open_only, is_overdue_only;
    struct date due_until; /* v 0: any */
    struct date today;
};
#define COMPLAINT_ROWS_MAX 5000
/* What is due first, first; what is over last. */
MUST_USE enum status complaint_list(struct db *db, int64_t county,
                                    const struct complaint_filter *filter, struct arena *arena,
                                    struct complaint **ret, size_t *ret_count, struct error *e);
struct complaint_step {
    int number;
    const char *step, *label;    /* label: msgid */
    struct date on_date, due_on; /* due_on: what this step gives the next one; v 0: nothing */
    bool is_late;
    const char *document, *actor, *text; /* text NULL: not opened */
};
/* keys NULL: without the texts. */
MUST_USE enum status complaint_steps(struct db *db, int64_t county, const struct keyring *keys,
                                     int64_t complaint, struct arena *arena,
                                     struct complaint_step **ret, size_t *ret_count,
                                     struct error *e);
/* Written into the trail ("complaint.open") before it is opened; one transaction of its own.
   REFUSED: ACCESS_DENIED, ACCESS_SCOPE. */
MUST_USE enum status complaint_open(struct db *db, int64_t county, const struct keyring *keys,
                                    int64_t complaint, const char *actor, struct arena *arena,
                                    struct complaint_content *ret,
                                    struct complaint_step **ret_steps, size_t *ret_count,
                                    struct error *e);
/* For whoever holds the receipt: no name, no text. REFUSED (COMPLAINT_RECEIPT), one answer for what
   can be no receipt and what is none. */
struct complaint_public_state {
    const char *number, *state_text, *result; /* state_text in words; result "" before the reply */
    struct date received_on, due_on, closed_on;
    bool is_late;
};
MUST_USE enum status complaint_public(struct db *db, int64_t county, const char *receipt,
                                      struct date today, struct arena *arena,
                                      struct complaint_public_state *ret, struct error *e);
