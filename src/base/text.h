/* Text as it arrives: encodings, full-width forms, stray spaces, and search keys. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"

bool utf8_is_valid(const char *p, size_t n); /* also refuses NUL */
/* NFKC (full-width to half-width), trims every kind of space and BOM/zero-width at both ends,
   collapses inner runs of spaces to one. Result in the arena; NULL only when the arena is
   exhausted. text NULL gives "". */
const char *text_tidy(struct arena *a, const char *text);
/* text_tidy, and every space removed (ID numbers, account numbers, names of two or three characters
 * written "张  三"). */
const char *text_tidy_solid(struct arena *a, const char *text);
/* GB18030 both ways. to_gb18030 REFUSES with the character named in the message; from_gb18030 with
 * the byte offset. */
MUST_USE enum status gb18030_to_utf8(const char *p, size_t n, struct buf *out, struct error *e);
MUST_USE enum status utf8_to_gb18030(const char *p, size_t n, struct buf *out, struct error *e);
/* "zhang san" style pinyin initials "zs" of a name, surname readings preferred (单 shan, 曾 zeng).
 * out at most 16 letters. */
#define PINYIN_INITIALS_BYTES 17
void pinyin_initials(const char *name, char out[PINYIN_INITIALS_BYTES]);
size_t utf8_length(const char *text); /* code points */
bool text_is_digits(const char *text);
bool text_equals(const char *a, const char *b); /* NULL equals only NULL */
bool text_starts(const char *text, const char *prefix);
bool text_ends(const char *text, const char *suffix);
/* Decimal digits with optional sign into int64; REFUSED otherwise (no spaces, no overflow). */
MUST_USE enum status i64_parse(const char *text, int64_t *ret, struct error *e);
