/* A list from outside, from its file into the registry's questions: `minsheng match import` and the
   job match.import. xlsx, xls or csv; millions of rows in the memory of one block and four bytes a
   registered person. */
#pragma once
#include "domain/match/match.h"

#define MATCH_FILE_ARENA_BYTES ((size_t)64 << 20)
#define MATCH_MARKS_SHOWN_MAX 40
#define MATCH_MARKS_MAX 100000 /* rows that the error workbook takes */

struct match_file_request {
    const char *path;
    const char *name; /* as people know the file; NULL: the path's last part */
    enum match_kind kind;
    const char *actor;
    const char *errors_path; /* where rows that could not be read go (xlsx); NULL: nowhere */
    /* done of total, in rows as far as they can be guessed; false to stop. May be NULL. */
    bool (*progress)(void *context, int64_t done, int64_t total);
    void *progress_context;
};
struct match_file_mark {
    const char *sheet; /* "" for csv */
    int64_t row;
    const char *reason;
};
struct match_file_result {
    bool is_known; /* these bytes of this kind were taken in before: nothing changed */
    struct match_list list;
    bool has_errors_file;
    const struct match_file_mark
        *marks; /* the first MATCH_MARKS_SHOWN_MAX of list.returned_count */
    size_t mark_count;
};
/* One transaction, one change. Rows whose number can not be read come back, the others are in.
   REFUSED: MATCH_HEADER (no column of numbers or names; the message names those found), MATCH_ROWS
   (no row), CANCELLED, and those of the readers; then nothing is changed. */
MUST_USE enum status match_file_import(struct db *db, int64_t county, const struct keyring *keys,
                                       const struct match_file_request *request,
                                       struct arena *arena, struct match_file_result *ret,
                                       struct error *e);
