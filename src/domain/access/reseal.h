/* Sealing again with the newest generation of keys what older ones sealed. All sealed columns of
   the database stand in one table (RESEAL_COLUMNS). In batches, each a transaction: whoever is
   stopped begins again where he was, since values of the newest generation are passed over. */
#pragma once
#include "base/seal.h"
#include "db/db.h"

#define RESEAL_COLUMN_COUNT 16
#define RESEAL_SUBJECT_BYTES 160

/* "person.id_sealed", … by number from 0. */
const char *reseal_column_name(size_t column);
/* How many values of the column are not of the newest generation. */
MUST_USE enum status reseal_due(struct db *db, int64_t county, const struct keyring *keys,
                                size_t column, int64_t *ret_count, struct error *e);

struct reseal_result {
    int64_t values;                          /* sealed again */
    int64_t broken;                          /* did not open: left as they are */
    char first_broken[RESEAL_SUBJECT_BYTES]; /* "account.number_sealed 1/12/7" */
};
/* false: stop after this batch. */
typedef bool (*reseal_progress)(void *context, int64_t done, int64_t total);
/* Begin and end are recorded (key.reseal, key.resealed); nothing due: nothing is recorded. REFUSED
   (RESEAL_STOPPED) when progress said so. progress may be NULL. */
MUST_USE enum status reseal_all(struct db *db, int64_t county, const char *actor,
                                const struct keyring *keys, reseal_progress progress, void *context,
                                struct reseal_result *ret, struct error *e);
/* Records that the file has a new generation: "key.rotate". */
MUST_USE enum status reseal_rotation_record(struct db *db, int64_t county, const char *actor,
                                            int generation, enum seal_suite suite, struct error *e);
