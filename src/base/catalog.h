/* The English of the interface, read from a gettext .mo file: a process serves both languages at
   once, which gettext's process-wide locale can not. */
#pragma once
#include "base/status.h"

struct catalog;

#define CATALOG_BYTES_MAX (4u * 1024 * 1024)

/* NONE when there is no such file; FAILED (CATALOG_FORM) when it is not a .mo file. */
MUST_USE enum status catalog_open(const char *path, struct catalog **ret, struct error *e);
void catalog_free(struct catalog *c);
/* The translation, or msgid itself. c NULL: msgid. */
const char *catalog_text(const struct catalog *c, const char *msgid);
