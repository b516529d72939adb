/* What the files of visits share. Private to inspection/. */
#pragma once
#include "domain/inspection/inspection.h"
#include "domain/inspection/inspection_internal.h"

/* REFUSED (INSPECTION_FIELD): no such thing in that township. "" is none. */
MUST_USE enum status inspection_subject_check(struct db *db, int64_t county, int64_t township,
                                              const char *subject, struct error *e);
/* REFUSED (INSPECTION_NODE). is_mark: one that an inspector marks, not only one that findings
   decide. */
MUST_USE enum status inspection_node_check(struct db *db, int64_t county, int64_t assessment,
                                           const char *node, bool is_mark, struct arena *arena,
                                           struct error *e);
/* One act upon a draft. */
struct inspection_work {
    struct inspection_act act;
    struct inspection visit; /* as it was */
    const char *detail;      /* of the change; NULL: none */
};
/* Of an assessment: its team for that township, and not yet scored. */
MUST_USE enum status inspection_team_check(struct inspection_act *act, int64_t assessment,
                                           int64_t township, struct error *e);
/* Records the change, reads the draft, asks whether the actor may. */
MUST_USE enum status inspection_work_begin(struct inspection_work *w, struct db *db,
                                           const char *action, struct error *e);
