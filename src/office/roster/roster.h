/* Rosters: townships' workbooks taken into the registry, and the registry written out as a roster
   (P3.1, P3.2). Good rows go in, bad rows come back; one import is one transaction and one change.
 */
#pragma once
#include "domain/registry/registry.h"

#define ROSTER_FILES_MAX 8
#define ROSTER_ROWS_MAX 1048576              /* of one import, all sheets together */
#define ROSTER_ARENA_BYTES ((size_t)2 << 30) /* about 1 KB a row at worst */

struct roster_mark {
    int file, sheet;                 /* index in the request's files; index in that book */
    int row, col;                    /* row 1-based; col 0-based, -1: the row as a whole */
    const char *sheet_name, *column; /* as the file calls them; column may be "" */
    const char *reason, *suggestion; /* plain words; suggestion may be NULL */
};

/* rows done so far of about total (0: not known yet); returning false cancels, nothing is kept. */
typedef bool (*roster_progress)(void *context, int64_t done, int64_t total);
struct roster_request {
    const char *const *files; /* xlsx, xls or csv; households and members may come in two files */
    size_t file_count;
    enum programme programme;
    struct month from;
    const char *actor;
    const char *errors_path; /* where the error workbook goes; NULL: none is written */
    bool is_repeat;          /* look at the same bytes again although they were taken in before */
    roster_progress progress;
    void *progress_context;
};

struct roster_result {
    bool is_known_file; /* the same bytes were taken in before: nothing was done */
    int64_t change;     /* 0 when nothing changed */
    int64_t rows; /* of people, households and members, without headers, totals and signatures */
    int64_t households_new, households_changed, households_unchanged, households_returned;
    int64_t households_untouched; /* in the programme, not in the file */
    int64_t persons_new, persons_joined, persons_left, persons_renamed;
    int64_t rows_returned;
    const struct roster_mark *marks; /* every bad cell, in file order; in the caller's arena */
    size_t mark_count;
    const struct roster_mark *warnings; /* taken in, but worth a look */
    size_t warning_count;
    const char *const *error_files; /* written error workbooks (one per file with returned rows) */
    size_t error_file_count;
};
/* REFUSED: IMPORT_HEADER_MISSING, IMPORT_HEADER_TWICE, IMPORT_SHEET_MISSING, IMPORT_ROWS, CANCELLED
   and what sheet_book_open refuses. Bad cells are no refusal: OK with marks. The texts of the
   result live in the arena. */
MUST_USE enum status roster_import(struct db *db, int64_t county, const struct keyring *keys,
                                   const struct roster_request *request, struct arena *arena,
                                   struct roster_result *ret, struct error *e);

/* The roster of a programme in a month as xlsx, csv or pdf, by the path's ending. */
struct roster_export_request {
    enum programme programme;
    struct month month;
    int64_t known; /* KNOWN_NOW or a change id */
    const char *path;
};
MUST_USE enum status roster_export(struct db *db, int64_t county, const struct keyring *keys,
                                   const struct roster_export_request *request,
                                   int64_t *ret_households, struct error *e);
