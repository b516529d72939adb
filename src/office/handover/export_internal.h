/* What the export knows of columns and tables. */
#pragma once
#include "base/buf.h"
#include "base/seal.h"
#include "domain/plan/plan.h"

enum field_kind {
    FIELD_NUMBER,
    FIELD_FEN,
    FIELD_BP,    /* hundredths of a percent */
    FIELD_DATE,  /* 0 and the open end: empty */
    FIELD_MONTH, /* likewise */
    FIELD_BOOL,  /* 0 or 1 */
    FIELD_CODE,  /* a number that stands for a word: the words are in the description */
    FIELD_KNOWN, /* a change of the trail; the open end: empty */
    FIELD_TEXT,  /* may be empty */
    FIELD_TIME,  /* of a clock, as text */
    FIELD_HASH,  /* bytes, in hex */
    FIELD_ID_NUMBER,
    FIELD_ACCOUNT
};
struct export_field {
    const char *name;
    enum field_kind kind;
    const char *chinese, *english;
    int code_min, code_max; /* FIELD_CODE */
};
const struct export_field *export_field_by_name(const char *name); /* NULL: unknown */

struct export_column {
    const char *name;
    size_t offset; /* of the value in the statement's row */
};
typedef enum status (*export_open)(struct db *db, int64_t county, struct db_cursor **ret,
                                   struct error *e);
#define EXPORT_COLUMNS_MAX 32
#define EXPORT_ROW_BYTES_MAX 512
struct export_table {
    const char *name; /* of the file, without its ending */
    const char *chinese, *english;
    export_open open;
    size_t row_bytes;
    struct export_column columns[EXPORT_COLUMNS_MAX]; /* ends with a NULL name */
};
const struct export_table *export_table_at(size_t index); /* NULL past the end */

#define EXPORT_MANIFEST "manifest.json"
#define EXPORT_SCHEMA "schema.json"
#define EXPORT_FORMAT "minsheng-handover/1"
#define EXPORT_PATH_BYTES 4096
/* directory/name. REFUSED (HANDOVER_FOLDER) when too long. */
MUST_USE enum status export_path(const char *directory, const char *name,
                                 char out[EXPORT_PATH_BYTES], struct error *e);
void export_schema(struct buf *out);
/* The SHA-256 of a file in hex, its bytes, and how many records of csv it has without the header.
 */
struct export_digest {
    char sha256[65];
    int64_t bytes, rows;
};
MUST_USE enum status export_digest(const char *path, struct export_digest *ret, struct error *e);
