/* A file that appears under its name only when it is whole: written beside it first, then renamed.
 */
#pragma once
#include <stdio.h>

#include "base/status.h"

#define OUTFILE_PATH_BYTES 4096

struct outfile {
    char path[OUTFILE_PATH_BYTES];
    char part[OUTFILE_PATH_BYTES]; /* written here */
    FILE *file;                    /* NULL when a library writes `part` itself */
};

MUST_USE enum status outfile_prepare(struct outfile *o, const char *path, struct error *e);
/* Opens the prepared part for writing, with a large buffer. */
MUST_USE enum status outfile_start(struct outfile *o, struct error *e);
/* Both. */
MUST_USE enum status outfile_open(struct outfile *o, const char *path, struct error *e);
/* Closes, and moves the part to its name. FAILED (FILE_WRITE) when any byte could not be written.
 */
MUST_USE enum status outfile_commit(struct outfile *o, struct error *e);
/* Closes and removes what was not committed. Safe on a zeroed struct and after commit. */
void outfile_discard(struct outfile *o);
