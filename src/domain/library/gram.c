/* Chinese text as pairs of neighbouring characters: an index that both engines can keep. */
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "domain/library/library_internal.h"

enum class { CLASS_NONE, CLASS_WORD, CLASS_HAN };

static enum class class_of(int code) {
    if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
        (code >= '0' && code <= '9')) return CLASS_WORD;
    if (code == 0x3007 || (code >= 0x3400 && code <= 0x9FFF) ||
        (code >= 0xF900 && code <= 0xFAFF) ||
        (code >= 0x20000 && code <= 0x3FFFF)) return CLASS_HAN;
    /* Letters with marks, Greek, Cyrillic: words too. */
    return code >= 0xC0 && code < 0x2000 && code != 0xD7 && code != 0xF7 ? CLASS_WORD : CLASS_NONE;
}

/* At the end of the text: 0. */
static size_t step(const char *p, enum class *ret)
{
    size_t n = *p ? utf8_step(p, strlen(p) < 4 ? strlen(p) : 4) : 0;
    if (*p && n == 0) { /* not well-formed: one byte of no class */
        *ret = CLASS_NONE;
        return 1;
    }
    *ret = n ? class_of(utf8_code(p, n)) : CLASS_NONE;
    return n;
}

bool library_piece_next(const char **p, struct library_piece *ret)
{
    enum class c;
    size_t n;
    while ((n = step(*p, &c)) > 0 && c == CLASS_NONE)
        *p += n;
    ret->p = *p;
    while ((n = step(*p, &c)) > 0 && c != CLASS_NONE)
        *p += n;
    ret->n = (size_t)(*p - ret->p);
    return ret->n > 0;
}

enum status library_fold(struct arena *arena, const char *text, bool is_lower, const char **ret,
                         struct error *e)
{
    const char *tidy = text_tidy(arena, text);
    char *copy = tidy ? arena_strdup(arena, tidy) : NULL;
    if (!copy)
        return arena_exhausted(e);
    for (char *p = copy; is_lower && *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    *ret = copy;
    return STATUS_OK;
}

enum status library_grams_begin(struct library_grams *g, struct arena *arena, size_t text_bytes,
                                struct error *e)
{
    size_t slots = 64;
    while (slots < text_bytes * 2) /* every byte begins two grams at most: a pair and one alone */
        slots *= 2;
    *g = (struct library_grams){.arena = arena, .slot_count = slots};
    g->slots = ARENA_ARRAY(arena, struct library_gram, slots);
    return g->slots ? STATUS_OK : arena_exhausted(e);
}

static size_t slot_of(const struct library_grams *g, const char *text)
{
    uint64_t h = UINT64_C(1469598103934665603);
    for (const char *p = text; *p; p++)
        h = (h ^ (unsigned char)*p) * UINT64_C(1099511628211);
    size_t at = (size_t)h & (g->slot_count - 1);
    while (g->slots[at].text && strcmp(g->slots[at].text, text) != 0)
        at = (at + 1) & (g->slot_count - 1);
    return at;
}

static enum status gram_count(struct library_grams *g, const char *p, size_t n, bool is_title,
                              struct error *e)
{
    char text[LIBRARY_GRAM_BYTES];
    n = n < sizeof text ? n : sizeof text - 1;
    memcpy(text, p, n);
    text[n] = '\0';
    while (n > 0 && !utf8_is_valid(text, n)) /* a long word is cut between characters */
        text[--n] = '\0';
    struct library_gram *gram = &g->slots[slot_of(g, text)];
    if (!gram->text) {
        gram->text = arena_strdup(g->arena, text);
        if (!gram->text)
            return arena_exhausted(e);
        g->count++;
    }
    gram->hits++;
    gram->in_title += is_title;
    return STATUS_OK;
}

static enum status piece_add(struct library_grams *g, struct library_piece piece, bool is_title,
                             struct error *e)
{
    const char *p = piece.p, *end = piece.p + piece.n;
    while (p < end) {
        enum class c, next = CLASS_NONE;
        size_t n = step(p, &c), m = p + n < end ? step(p + n, &next) : 0;
        if (c == CLASS_HAN) {
            TRY(gram_count(g, p, n, is_title, e));
            if (next == CLASS_HAN)
                TRY(gram_count(g, p, n + m, is_title, e));
            p += n;
            continue;
        }
        const char *from = p;
        while (p < end && step(p, &c) > 0 && c == CLASS_WORD)
            p += step(p, &c);
        TRY(gram_count(g, from, (size_t)(p - from), is_title, e));
    }
    return STATUS_OK;
}

enum status library_grams_add(struct library_grams *g, const char *text, bool is_title,
                              struct error *e)
{
    struct library_piece piece;
    while (library_piece_next(&text, &piece))
        TRY(piece_add(g, piece, is_title, e));
    return STATUS_OK;
}

enum status library_index(struct db *db, int64_t county, const struct library_document *d,
                          struct arena *arena, struct error *e)
{
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    struct library_grams grams;
    const char *const texts[] = {d->title, d->document, d->issuer, d->body};
    size_t bytes = 0;
    /* NFKC may make a text longer: at most 18 times for one character, in a library's text hardly
       at all; the folded lengths are what counts. */
    const char *folded[4];
    for (size_t i = 0; i < 4; i++) {
        TRY(library_fold(arena, texts[i], true, &folded[i], e));
        bytes += strlen(folded[i]);
    }
    TRY(library_grams_begin(&grams, arena, bytes, e));
    for (size_t i = 0; i < 4; i++)
        TRY(library_grams_add(&grams, folded[i], i < 2, e));
    TRY(library_gram_clear(
        db, (struct library_gram_clear_args){.county = county, .document = d->id}, NULL, e));
    TRY(library_gram_bulk_begin(db, &bulk, e));
    for (size_t i = 0; i < grams.slot_count; i++) {
        if (grams.slots[i].text)
            TRY(library_gram_bulk_add(
                bulk,
                &(struct library_gram_bulk_row){.county = county,
                                                .gram = grams.slots[i].text,
                                                .document = d->id,
                                                .hits = grams.slots[i].hits,
                                                .in_title = grams.slots[i].in_title},
                e));
    }
    struct db_bulk *ending = bulk;
    bulk = NULL;
    return db_bulk_end(ending, e);
}
