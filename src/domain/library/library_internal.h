/* What the files of this folder share. Private to library/. */
#pragma once
#include "domain/library/library.h"
#include "library_sql.h"

#define LIBRARY_ARENA_BYTES ((size_t)32 << 20)
#define LIBRARY_GRAM_BYTES 64 /* of one gram, with NUL: longer words are cut */
#define LIBRARY_STATE_APPROVED 2

MUST_USE enum status library_of_row(const struct library_row *row, struct arena *arena,
                                    struct library_document *ret, struct error *e);
/* Inside the transaction that puts the version into force: its grams replace the old ones. */
MUST_USE enum status library_index(struct db *db, int64_t county,
                                   const struct library_document *document, struct arena *arena,
                                   struct error *e);

/* ---- grams ---- Every character of the Han script, every pair of neighbouring ones, and every
   word of other letters and digits, of NFKC text in lower case. */
struct library_gram {
    const char *text;
    int64_t hits, in_title;
};
struct library_grams {
    struct arena *arena;
    struct library_gram *slots; /* open addressing by text; text NULL: free */
    size_t slot_count, count;
};
MUST_USE enum status library_grams_begin(struct library_grams *g, struct arena *arena,
                                         size_t text_bytes, struct error *e);
MUST_USE enum status library_grams_add(struct library_grams *g, const char *text, bool is_title,
                                       struct error *e);
/* The next piece of letters without a break from *p on; false at the end. */
struct library_piece {
    const char *p;
    size_t n;
};
bool library_piece_next(const char **p, struct library_piece *ret);
/* NFKC, ASCII in lower case when asked. In the arena. */
MUST_USE enum status library_fold(struct arena *arena, const char *text, bool is_lower,
                                  const char **ret, struct error *e);
