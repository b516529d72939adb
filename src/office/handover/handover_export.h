/* Everything of medical assistance written out for the bureau that goes on with it, and read back
   to see that it arrived whole (P3.3). A file per table in csv, what each column means in
   schema.json, and how many rows and which bytes in manifest.json. */
#pragma once
#include "base/seal.h"
#include "domain/plan/plan.h"

/* Writes <table>.csv (UTF-8 with BOM, RFC 4180), schema.json (JSON Schema 2020-12 of every column)
   and manifest.json (rows, SHA-256 of each file, head of the trail) into an empty directory, which
   is made when it is not there and is nobody else's to look into. Numbers unsealed: whole ID
   numbers and accounts, since the next bureau pays on with them. Recorded in the trail through
   `writer` before the first number is opened; read through `reader` in one snapshot. Same data,
   same bytes but the trail's head. Memory does not grow with the rows. REFUSED: HANDOVER_PROGRAMME,
   HANDOVER_FOLDER. What was written is removed when it fails. */
struct handover_export_result {
    int64_t tables, rows;
};
MUST_USE enum status handover_export(struct db *reader, struct db *writer, int64_t county,
                                     const struct keyring *keys, enum programme p,
                                     const char *directory, const char *actor,
                                     struct handover_export_result *ret, struct error *e);
/* Whether a directory is what its manifest says: every file there, its bytes, its rows, and no
   other file. No database needed. REFUSED: HANDOVER_MANIFEST, HANDOVER_FILE naming the first that
   is not. */
MUST_USE enum status handover_verify(const char *directory, struct handover_export_result *ret,
                                     struct error *e);
