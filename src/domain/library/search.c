/* Search: all grams of the query in the index, then the text itself. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/library_internal.h"

#define TITLE_WEIGHT 10
#define SNIPPET_BYTES 90 /* on each side of the match */
#define PIECES_MAX 50

struct candidate {
    int64_t document, score;
};
struct search {
    struct db *db;
    int64_t county;
    struct arena *arena;
    const struct library_filter *filter;
    const char *query;
    struct library_piece pieces[PIECES_MAX];
    size_t piece_count, count;
    struct candidate *candidates; /* by document */
};

/* Keeps those of the candidates that have the gram too; the first gram brings them all. */
static enum status gram_intersect(struct search *x, const char *gram, bool is_first,
                                  struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct library_gram_row row;
    size_t kept = 0, at = 0;
    enum status s;
    TRY(library_gram_documents_open(
        x->db, (struct library_gram_documents_args){.county = x->county, .gram = gram}, &cursor,
        e));
    while ((s = library_gram_documents_next(cursor, &row, e)) == STATUS_OK) {
        int64_t score = row.hits + TITLE_WEIGHT * row.in_title;
        if (is_first) {
            if (kept == LIBRARY_DOCUMENTS_MAX)
                return error_set(e, STATUS_FAILED, "LIBRARY_ROWS", _("政策文件超过 %d 件"),
                                 LIBRARY_DOCUMENTS_MAX);
            x->candidates[kept++] = (struct candidate){row.document, score};
            continue;
        }
        while (at < x->count && x->candidates[at].document < row.document)
            at++;
        if (at < x->count && x->candidates[at].document == row.document)
            x->candidates[kept++] =
                (struct candidate){row.document, x->candidates[at++].score + score};
    }
    x->count = kept;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status candidates_find(struct search *x, struct error *e)
{
    struct library_grams grams;
    bool is_first = true;
    TRY(library_grams_begin(&grams, x->arena, strlen(x->query), e));
    TRY(library_grams_add(&grams, x->query, false, e));
    for (size_t i = 0; i < grams.slot_count; i++) {
        if (!grams.slots[i].text || (!is_first && x->count == 0))
            continue;
        TRY(gram_intersect(x, grams.slots[i].text, is_first, e));
        is_first = false;
    }
    return STATUS_OK;
}

static int best_first(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->document < y->document ? -1 : x->document > y->document;
}

static bool starts_folded(const char *p, const char *piece, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = p[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != piece[i])
            return false;
    }
    return true;
}

/* piece: folded; text: NFKC. NULL when it is not there. */
static const char *piece_find(const char *text, struct library_piece piece)
{
    for (; *text; text++)
        if (starts_folded(text, piece.p, piece.n))
            return text;
    return NULL;
}

/* A cut that is no whole character goes on to the next one. */
static const char *boundary(const char *p, int direction)
{
    while ((*p & 0xC0) == 0x80)
        p += direction;
    return p;
}

static enum status snippet(struct search *x, const char *body, const char *at, size_t n,
                           struct library_hit *hit, struct error *e)
{
    size_t length = strlen(body), from = (size_t)(at - body), to = from + n;
    const char *left = from > SNIPPET_BYTES ? boundary(at - SNIPPET_BYTES, 1) : body;
    const char *right =
        length - to > SNIPPET_BYTES ? boundary(body + to + SNIPPET_BYTES, -1) : body + length;
    hit->before = arena_printf(x->arena, "%s%.*s", left > body ? "…" : "", (int)(at - left), left);
    hit->match = arena_strndup(x->arena, at, n);
    hit->after = arena_printf(x->arena, "%.*s%s", (int)(right - body - (ptrdiff_t)to), body + to,
                              *right ? "…" : "");
    return hit->before && hit->match && hit->after ? STATUS_OK : arena_exhausted(e);
}

/* OK with the hit, NONE when the grams lied: neighbours in one place, the word in none. */
static enum status verify(struct search *x, struct library_hit *hit, struct error *e)
{
    struct library_document *d = &hit->document;
    const char *const texts[] = {d->body, d->title, d->document, d->issuer};
    const char *folded[4], *first = NULL;
    size_t first_bytes = 0;
    for (size_t i = 0; i < 4; i++)
        TRY(library_fold(x->arena, texts[i], false, &folded[i], e));
    for (size_t k = 0; k < x->piece_count; k++) {
        const char *at = piece_find(folded[0], x->pieces[k]);
        if (at && !first) {
            first = at;
            first_bytes = x->pieces[k].n;
        }
        for (size_t i = 1; !at && i < 4; i++)
            at = piece_find(folded[i], x->pieces[k]);
        if (!at)
            return STATUS_NONE;
    }
    TRY(snippet(x, folded[0], first ? first : folded[0], first_bytes, hit, e));
    d->body = "";
    return STATUS_OK;
}

static bool is_wanted(const struct library_filter *f, const struct library_document *d)
{
    return (!f->kind || f->kind == d->kind) && (!f->programme || f->programme == d->programme) &&
           (!f->document || !f->document[0] || text_equals(f->document, d->document)) &&
           (!f->is_public_only || d->is_public) &&
           (!f->in_force.v ||
            (d->effective_from.v <= f->in_force.v && d->effective_until.v >= f->in_force.v));
}

static enum status hits_read(struct search *x, struct library_hit *hits, size_t *ret_count,
                             struct error *e)
{
    size_t n = 0;
    for (size_t i = 0; i < x->count && n < LIBRARY_HITS_MAX; i++) {
        struct library_hit *hit = &hits[n];
        *hit = (struct library_hit){.score = x->candidates[i].score};
        enum status s = library_read(x->db, x->county, x->candidates[i].document, KNOWN_NOW, true,
                                     x->arena, &hit->document, e);
        if (s == STATUS_OK && is_wanted(x->filter, &hit->document))
            s = verify(x, hit, e);
        else if (s == STATUS_OK)
            s = STATUS_NONE;
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        n += s == STATUS_OK;
    }
    *ret_count = n;
    return STATUS_OK;
}

enum status library_search(struct db *db, int64_t county, const char *query,
                           const struct library_filter *f, struct arena *arena,
                           struct library_hit **ret, size_t *ret_count, struct error *e)
{
    struct search x = {.db = db, .county = county, .arena = arena, .filter = f};
    const char *at;
    if (strlen(query) > LIBRARY_QUERY_BYTES_MAX || !utf8_is_valid(query, strlen(query)))
        return error_set(e, STATUS_REFUSED, "LIBRARY_QUERY", _("要找的文字太长，请缩短"));
    TRY(library_fold(arena, query, true, &x.query, e));
    at = x.query;
    while (x.piece_count < PIECES_MAX && library_piece_next(&at, &x.pieces[x.piece_count]))
        x.piece_count++;
    struct library_hit *hits = ARENA_ARRAY(arena, struct library_hit, LIBRARY_HITS_MAX);
    x.candidates = ARENA_ARRAY(arena, struct candidate, LIBRARY_DOCUMENTS_MAX);
    if (!hits || !x.candidates)
        return arena_exhausted(e);
    *ret_count = 0;
    *ret = hits;
    if (x.piece_count == 0)
        return STATUS_OK;
    TRY(candidates_find(&x, e));
    qsort(x.candidates, x.count, sizeof *x.candidates, best_first);
    return hits_read(&x, hits, ret_count, e);
}
