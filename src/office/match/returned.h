/* Rows whose number can not be read: they come back as a workbook, to be corrected and handed in
   again. A csv may have more rows than a workbook holds, so its returned rows are first set aside
   in a file of their own. */
#pragma once
#include "office/match/header.h"
#include "office/match/match_file.h"

struct match_returned;
/* errors_path NULL: only counted, and the first ones remembered. */
MUST_USE enum status match_returned_new(const char *path, const char *errors_path, int sheets,
                                        bool is_csv, struct arena *arena,
                                        struct match_returned **ret, struct error *e);
/* Also takes away what was set aside. */
void match_returned_free(struct match_returned *r);
void match_returned_cleanup(struct match_returned **r);
/* Before the sheet's rows; the header's lines are copied. */
MUST_USE enum status match_returned_sheet(struct match_returned *r, int sheet, const char *name,
                                          const struct match_header *header, struct error *e);
MUST_USE enum status match_returned_add(struct match_returned *r, const struct source_line *line,
                                        int column, const char *reason, struct error *e);
int64_t match_returned_count(const struct match_returned *r);
/* Writes the workbook when there is anything to return and a place for it. */
MUST_USE enum status match_returned_write(struct match_returned *r, bool *ret_has_file,
                                          struct error *e);
const struct match_file_mark *match_returned_marks(const struct match_returned *r,
                                                   size_t *ret_count);
