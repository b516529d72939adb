/* A visit (日常检查): at a village, a home or a project, with what was found, photographs and, for
   an assessment, marks on the tree. Written piece by piece on the spot, frozen when handed in.
   P4.3. */
#pragma once
#include "domain/assessment/head.h"
#include "domain/inspection/rectification.h"

enum inspection_state { INSPECTION_DRAFT = 1, INSPECTION_SUBMITTED, INSPECTION_STRUCK };
const char *inspection_state_code(enum inspection_state s);  /* "DRAFT" */
const char *inspection_state_label(enum inspection_state s); /* msgid */
enum inspection_kind {
    INSPECTION_GOOD = 1,
    INSPECTION_DEFECT,
    INSPECTION_MISSED_STEP,
    INSPECTION_FALSE_REPORT
};
const char *inspection_kind_code(enum inspection_kind k);  /* "DEFECT" */
const char *inspection_kind_label(enum inspection_kind k); /* msgid */
/* The code, or "good", "defect", "missed", "false". REFUSED (INSPECTION_FIELD). */
MUST_USE enum status inspection_kind_parse(const char *code, enum inspection_kind *ret,
                                           struct error *e);

struct inspection_entry {
    int64_t assessment; /* 0: an ordinary visit, which bears no marks */
    int64_t division;   /* a township or a village of it */
    struct date on;     /* v 0: today; not later */
    const char *place;
    int64_t latitude, longitude; /* millionths of a degree; both 0: not taken */
    const char *inspectors, *summary;
};
/* ---- what an inspector does, one transaction each ---- Only in his own draft; never at the
   township that is his own scope; of an assessment only a member of its team for that township, and
   until it is scored. REFUSED: ACCESS_…, INSPECTION_OWN, INSPECTION_TEAM, INSPECTION_UNKNOWN,
   INSPECTION_STATE, INSPECTION_FIELD (the place names the field), INSPECTION_DATE. */
MUST_USE enum status inspection_open(struct db *db, int64_t county,
                                     const struct inspection_entry *entry, const char *actor,
                                     int64_t *ret_id, struct error *e);
/* The assessment and the township stay. A place on earth once taken stays when none is given. */
MUST_USE enum status inspection_edit(struct db *db, int64_t county, int64_t id,
                                     const struct inspection_entry *entry, const char *actor,
                                     struct error *e);
struct inspection_finding {
    int number;
    enum inspection_kind kind;
    const char *node;    /* of the tree, a leaf that inspections decide; "": bears on no points */
    const char *subject; /* "household 12", "case 7", "home 3", "project 2", in that township; "" */
    const char *text;
    int64_t cases; /* how many it stands for; 0 of praise, else at least 1 */
    const char *actor;
};
#define INSPECTION_FINDINGS_MAX 200
MUST_USE enum status inspection_finding_add(struct db *db, int64_t county, int64_t id,
                                            const struct inspection_finding *finding,
                                            const char *actor, int *ret_number, struct error *e);
MUST_USE enum status inspection_finding_remove(struct db *db, int64_t county, int64_t id,
                                               int number, const char *actor, struct error *e);
struct inspection_mark {
    const char *node;
    int64_t share_bp; /* of the node's full points, 0 … 10000 */
    const char *reason, *actor;
};
#define INSPECTION_MARKS_MAX ASSESSMENT_NODES_MAX
/* Writes each of them, in place of what was there. REFUSED: INSPECTION_NODE (not a leaf that
   inspectors mark), REASON_MISSING (less than full points without a reason). */
MUST_USE enum status inspection_mark_write(struct db *db, int64_t county, int64_t id,
                                           const struct inspection_mark *marks, size_t count,
                                           const char *actor, struct error *e);
/* What a finding of DEFECT or MISSED_STEP leads to, in the same submission. */
struct inspection_demand {
    int finding;
    bool is_order; /* a rectification; else a problem on the list */
    const char *demand, *owner;
    struct date due_on;
};
/* DRAFT → SUBMITTED: frozen with its content's hash in the trail. Needs a finding or a mark.
   REFUSED also: INSPECTION_EMPTY, and what problem_raise_within and rectification_issue_within
   refuse. */
MUST_USE enum status inspection_submit(struct db *db, int64_t county, int64_t id,
                                       const struct inspection_demand *demands, size_t count,
                                       const char *actor, struct error *e);
/* DRAFT → STRUCK. REFUSED: REASON_MISSING. */
MUST_USE enum status inspection_strike(struct db *db, int64_t county, int64_t id,
                                       const char *reason, const char *actor, struct error *e);

/* ---- reading ---- */
struct inspection {
    int64_t id, assessment, township, division, latitude, longitude, known_from, submitted_change;
    enum inspection_state state;
    const char *township_name, *division_name, *place, *inspectors, *summary, *inspected_by;
    const char *strike_reason;
    struct date on, submitted_on; /* submitted_on v 0: not yet */
    uint8_t content_hash[HASH_BYTES];
    int findings, defects, marks; /* defects: findings that are no praise */
};
struct inspection_filter {
    int64_t scope;               /* of the viewer: a township's sees its own; 0: everything */
    int64_t township;            /* 0: any */
    int64_t assessment;          /* 0: any */
    const char *viewer;          /* drafts and struck ones of others are left out; NULL: all */
    const char *by;              /* inspected by him; NULL: anybody */
    enum inspection_state state; /* 0: any */
};
#define INSPECTIONS_MAX 5000
/* Drafts first, then the latest day before others. */
MUST_USE enum status inspection_list(struct db *db, int64_t county,
                                     const struct inspection_filter *f, struct arena *arena,
                                     struct inspection **ret, size_t *ret_count, struct error *e);
/* NONE: no such visit, or not for that filter's scope and viewer. */
MUST_USE enum status inspection_read(struct db *db, int64_t county, int64_t id,
                                     const struct inspection_filter *f, struct arena *arena,
                                     struct inspection *ret, struct error *e);
MUST_USE enum status inspection_finding_list(struct db *db, int64_t county, int64_t id,
                                             struct arena *arena, struct inspection_finding **ret,
                                             size_t *ret_count, struct error *e);
MUST_USE enum status inspection_mark_list(struct db *db, int64_t county, int64_t id,
                                          struct arena *arena, struct inspection_mark **ret,
                                          size_t *ret_count, struct error *e);
/* The leaves that an inspector may mark in that assessment, and those that findings may name: of
   its tree, or of the last plan's when assessment is 0. */
MUST_USE enum status inspection_node_list(struct db *db, int64_t county, int64_t assessment,
                                          struct arena *arena, struct assessment_node **ret,
                                          size_t *ret_count, struct error *e);
/* SHA-256 over the fields that docs/inspection.md lists, of what is there now. */
MUST_USE enum status inspection_hash(struct db *db, int64_t county, const struct inspection *i,
                                     struct arena *arena, uint8_t ret[HASH_BYTES], struct error *e);
