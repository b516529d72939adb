/* The programme in other hands, as happened in 2018–19: read-only from then on, everything of it
   written out for whoever goes on with it. P3.3. */
#pragma once
#include "base/buf.h"
#include "domain/plan/plan.h"

struct handover {
    bool is_read_only;
    const char *bureau, *document;
    int64_t known_from;
};
/* NONE: never handed over. */
MUST_USE enum status handover_read(struct db *db, int64_t county, enum programme p,
                                   struct arena *arena, struct handover *ret, struct error *e);
/* REFUSED: HANDOVER_OPEN naming what is not finished (open admissions, statements, transfers, runs,
   claims), HANDOVER_STATE. One transaction. */
MUST_USE enum status handover_set(struct db *db, int64_t county, enum programme p,
                                  bool is_read_only, const char *bureau, const char *document,
                                  const char *actor, struct error *e);
/* Writes <table>.csv (UTF-8 with BOM, RFC 4180), schema.json (JSON Schema 2020-12 of every column)
   and manifest.json (rows, SHA-256 of each file, head of the trail) into an empty directory.
   Numbers unsealed: whole ID numbers and accounts, since the next bureau pays on with them;
   recorded in the trail. Same data, same bytes. */
MUST_USE enum status handover_export(struct db *db, int64_t county, const struct keyring *keys,
                                     enum programme p, const char *directory, const char *actor,
                                     int64_t *ret_rows, struct error *e);
