/* The English of the interface, read from a gettext .mo file: a process serves both languages at
   once, which gettext's process-wide locale can not. */
#pragma once
#include "base/arena.h"
#include "base/status.h"

struct catalog;

#define CATALOG_BYTES_MAX (4u * 1024 * 1024)

/* NONE when there is no such file; FAILED (CATALOG_FORM) when it is not a .mo file. */
MUST_USE enum status catalog_open(const char *path, struct catalog **ret, struct error *e);
void catalog_free(struct catalog *c);
/* The translation, or msgid itself. c NULL: msgid. */
const char *catalog_text(const struct catalog *c, const char *msgid);

/* A text with directives (%s, %d …) and its translation. */
struct catalog_format {
    const char *msgid, *text;
};
/* All of them; where a .po file says %<PRId64> this says %ld or what the machine has. */
size_t catalog_formats(const struct catalog *c, const struct catalog_format **ret);

/* The translation of a text whose directives are filled in already, such as the message of an
   error: that of the msgid which has the same words, with what stood at its directives, itself
   translated where it is a msgid. The text itself when no msgid fits. c NULL: the text. Lives as
   long as the longest of the three. */
const char *catalog_words(const struct catalog *c, struct arena *a, const char *text);
