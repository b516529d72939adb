/* An auditor is tested by deceiving it: every fault planted in a county that ties out must be
   named. On both engines; each fault lives in a transaction that is rolled back. */
#pragma once
#include "support/test_support.h"

#include "audit/audit.h"
#include "support/testdb.h"

struct fault {
    const char *name, *sql, *code; /* code: one of those that must be reported */
};
#define TAMPER_CODES_BYTES 8192
struct codes {
    char text[TAMPER_CODES_BYTES]; /* "CODE CODE " */
    size_t n;
};
/* A county with its plan and, unless only that was asked for, a month paid, returned, corrected and
   re-issued in both programmes. */
struct world {
    struct testdb testdb;
    struct db *db;
    struct keyring *keys;
    struct arena *arena;
};
extern struct world worlds[2]; /* an engine each */
extern size_t world_count;
/* A county that its plan was loaded into and nothing else; fill does the rest. */
void worlds_plan(void (*fill)(struct world *w));
/* With the months; fill (may be NULL) adds to the county before it is looked at. */
void worlds_open(void (*fill)(struct world *w));
void worlds_close(void);
MUST_USE enum status audit(struct db *db, const struct keyring *keys, struct codes *codes,
                           int64_t *ret_findings, struct error *e);
void worlds_tie_out(void);
void faults_are_named(const struct fault *faults, size_t count);
/* Statements that the database itself must refuse (DB_*). */
void statements_are_refused(const char *const *statements, size_t count);
