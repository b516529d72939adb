/* The independent checker (P3.2, P4.3): recomputes every item from raw facts and parameters, every
   posting from items, every balance from postings, every sent total from the files kept. Shares no
   rule code with domain/: own SQL, own arithmetic. Reads only. */
#pragma once
#include "base/seal.h"
#include "db/db.h"

struct audit_finding {
    const char *code;    /* stable, e.g. "ITEM_AMOUNT" */
    const char *subject; /* "dibao 2013-06 household 12" */
    const char *detail;  /* localised: what the auditor expected and what stands there */
};
typedef enum status (*audit_sink)(void *context, const struct audit_finding *finding,
                                  struct error *e);

struct audit_scope {
    int64_t county;
    struct month from, to; /* runs whose months touch this span; MONTH_OPEN as `to` for all */
    const struct keyring
        *keys; /* NULL: files are counted but not opened, which is itself a finding */
};
struct audit_result {
    int64_t findings;
    int64_t items, postings_fen, changes, files, runs; /* how much was looked at */
    struct fen total;
};
/* Findings per check are capped at AUDIT_FINDINGS_MAX; the cap itself is a finding. STATUS_OK
 * whether or not anything was found. One snapshot: a transaction of its own, or the caller's. */
#define AUDIT_FINDINGS_MAX 1000
MUST_USE enum status audit_run(struct db *db, const struct audit_scope *scope, audit_sink sink,
                               void *context, struct audit_result *ret, struct error *e);
