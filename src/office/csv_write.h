/* CSV by RFC 4180: CR LF, quotes where needed; text that a spreadsheet would take for a formula
 * gets a leading apostrophe. */
#pragma once
#include <stdio.h>

#include "base/status.h"

struct csv_writer {
    FILE *file; /* not owned */
    int col;
};

/* with_bom: UTF-8 byte order mark, which Excel needs to recognise UTF-8. */
void csv_begin(struct csv_writer *w, FILE *file, bool with_bom);
/* Guarded when it begins with = + - @ or a tab or line break. */
void csv_text(struct csv_writer *w, const char *text);
/* Numbers and dates we made ourselves: not guarded. */
void csv_plain(struct csv_writer *w, const char *text);
void csv_end_row(struct csv_writer *w);
/* FAILED (CSV_WRITE) when any byte could not be written; flushes. */
MUST_USE enum status csv_end(struct csv_writer *w, struct error *e);
