/* The year's targets in two books (P3.4, P4.1): split to townships, put into force by another. A
   later split replaces an earlier one; both stay. Letters are in letter.h, the leading group and
   who answers for what in leading.h, the calendar's duties in calendar.h. */
#pragma once
#include "domain/access/access.h"
#include "domain/indicator/indicator.h"
#include "domain/project/project.h"

/* What an indicator should have reached in each township on a day. */
struct target_line {
    int64_t township;
    int64_t target_bp; /* of RATE indicators: the share that should be reached by then (a target's
                          plan line between its milestones for counted targets, the rate itself for
                          rates); 0 with is_asked: anything will do */
    int64_t final_bp;  /* at the end of the year */
    bool is_asked;     /* false: the township has no part in it: neither counted nor ranked */
};
/* Every township of the county in order of code, from the splits in force on that day as known at
   `known` (a day of the year before its first split came into force takes that first split). A rate
   is to be held all year, so it is asked before its due day too. Rates that stand in both books:
   the county's. NONE: no target measures itself by this indicator. */
MUST_USE enum status target_line_list(struct db *db, int64_t county, const struct indicator *i,
                                      struct date day, int64_t known, struct arena *arena,
                                      struct target_line **ret, size_t *ret_count, struct error *e);

/* ---- splits ---- */
enum target_unit { TARGET_COUNT = 1, TARGET_FEN, TARGET_BP };
enum target_rule { TARGET_PLAN = 1, TARGET_PROPORTION, TARGET_EQUAL, TARGET_BY_HAND };
enum target_state { TARGET_DRAFT = 1, TARGET_ISSUED, TARGET_REPLACED, TARGET_DISCARDED };
const char *target_unit_code(enum target_unit u);    /* "COUNT", "FEN", "BP" */
const char *target_rule_code(enum target_rule r);    /* "PLAN", "PROPORTION", "EQUAL", "BY_HAND" */
const char *target_rule_label(enum target_rule r);   /* msgid */
const char *target_state_code(enum target_state s);  /* "DRAFT" … */
const char *target_state_label(enum target_state s); /* msgid */
MUST_USE enum status target_unit_parse(const char *code, enum target_unit *ret, struct error *e);
MUST_USE enum status target_rule_parse(const char *code, enum target_rule *ret, struct error *e);
/* "beds" → msgid 新增床位, "inst_rate_bp" → 集中供养率; others as they are written. */
const char *target_measure_label(const char *measure);
#define TARGET_VALUE_BYTES 40
/* "60", "1,234.50", "40%". */
char *target_value_text(enum target_unit unit, int64_t value, char out[TARGET_VALUE_BYTES]);

struct target_share {
    int64_t township;
    const char *name;
    int64_t weight, value; /* in the split's unit */
    bool is_asked;         /* false: no part in it, unlike a target of zero */
};
struct target_split {
    int64_t id;
    int year;
    enum target_book book;
    const char *measure, *indicator; /* indicator "" when nothing measures it */
    struct date due_on;
    enum target_unit unit;
    int64_t total; /* COUNT, FEN: what the shares add up to; BP: the county's rate */
    enum target_rule rule;
    const char *weights; /* in words: where the weights are from; "" without */
    const char *clause, *reason, *document;
    bool is_example;
    enum target_state state;                            /* as known */
    const char *prepared_by, *issued_by;                /* issued_by NULL: not issued */
    struct date issued_on;                              /* v 0: not issued */
    int64_t known_from, issued_change, replaced_change; /* replaced_change: also of discarding */
    size_t share_count;
    struct target_share *shares; /* every township of the county, by code */
};
#define TARGET_TOWNSHIPS_MAX 400

/* All targets of the plan loaded last, one draft each for book, measure and due day; who has no
   target in that book is not asked. What is in force or drafted just so already is left out. One
   transaction. ret_count: drafts made. NONE: nothing to draft. REFUSED: TARGET_DRAFT_OPEN (another
   draft of the same target), REASON_MISSING (it would replace one in force), ACCESS_…. */
MUST_USE enum status target_split_from_plan(struct db *db, int64_t county, const char *reason,
                                            const char *actor, size_t *ret_count, struct error *e);
struct target_entry {
    int year;
    enum target_book book;
    const char *measure, *indicator, *clause, *reason;
    struct date due_on;
    enum target_unit unit;
    int64_t total;
    enum target_rule rule; /* not PLAN */
    /* Who is asked: the townships given (weight of PROPORTION, value of BY_HAND are theirs); none
       given: every one. */
    size_t share_count;
    const struct target_share *shares;
    /* PROPORTION: weights from an indicator's denominator (or numerator) in a month, as known now;
       NULL: as given in shares. */
    const char *weight_indicator;
    bool is_weight_numerator;
    struct month weight_month;
};
/* A draft. One transaction. REFUSED: TARGET_FIELD, TARGET_SUM (by hand, not adding up),
   TARGET_WEIGHTS, TARGET_RULE, TARGET_DRAFT_OPEN, REASON_MISSING (replaces one in force without
   saying why), ACCESS_…. */
MUST_USE enum status target_split_prepare(struct db *db, int64_t county,
                                          const struct target_entry *entry, const char *actor,
                                          int64_t *ret_id, struct error *e);
/* The bureau's director puts a draft into force; the one of the same target before it is replaced.
   id 0: all drafts of the year. One transaction. REFUSED: TARGET_UNKNOWN, TARGET_STATE,
   TARGET_FIELD (document), SAME_PERSON, ACCESS_…. ret_count may be NULL. NONE: no draft. */
MUST_USE enum status target_split_issue(struct db *db, int64_t county, int64_t id, int year,
                                        const char *document, const char *actor, size_t *ret_count,
                                        struct error *e);
/* REFUSED: TARGET_UNKNOWN, TARGET_STATE, ACCESS_…. */
MUST_USE enum status target_split_discard(struct db *db, int64_t county, int64_t id,
                                          const char *actor, struct error *e);
struct target_filter {
    int year;              /* 0: all */
    enum target_book book; /* 0: both; they are never added up */
    const char *measure;   /* NULL: all */
    bool is_current_only;  /* drafts and those in force */
};
/* In order of book (county first), measure, due day, number; with their shares. known: a change or
   KNOWN_NOW. */
MUST_USE enum status target_split_list(struct db *db, int64_t county,
                                       const struct target_filter *filter, int64_t known,
                                       struct arena *arena, struct target_split **ret,
                                       size_t *ret_count, struct error *e);
/* NONE: unknown then. */
MUST_USE enum status target_split_read(struct db *db, int64_t county, int64_t id, int64_t known,
                                       struct arena *arena, struct target_split *ret,
                                       struct error *e);
/* What the trail names when it is issued: docs/target.md gives the bytes. */
void target_split_hash(const struct target_split *s, uint8_t out[HASH_BYTES]);
