/* Marks: what stands for a figure in a text, what is printed in its place, and whether a text may
   stand as it is. */
#include "domain/bulletin/bulletin_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"

#define MARK_BYTES_MAX 24 /* "[[2000.gap]]" and room */
#define SENTENCE_END "。"
#define PIECE_BYTES 90 /* of a text, in a message */

enum part { PART_FIGURE, PART_NUMERATOR, PART_DENOMINATOR, PART_TARGET, PART_GAP };

struct mark {
    const struct bulletin_figure *figure;
    enum part part;
    size_t bytes; /* with its brackets */
};

static void count_text(int64_t v, bool is_fen, char out[BULLETIN_MARK_TEXT_BYTES])
{
    char yuan[FEN_TEXT_BYTES];
    if (is_fen)
        (void)snprintf(out, BULLETIN_MARK_TEXT_BYTES, "%s", fen_format_people(FEN(v), yuan));
    else
        (void)snprintf(out, BULLETIN_MARK_TEXT_BYTES, "%" PRId64, v);
}

char *bulletin_figure_text(const struct bulletin_figure *f, char out[BULLETIN_MARK_TEXT_BYTES])
{
    char text[RATIO_TEXT_BYTES];
    if (!f->indicator) /* hundredths, so the share as a percentage is the points */
        ratio_number(f->numerator, f->denominator * RATIO_WHOLE_BP / 100, 2, text);
    else if (f->indicator->unit == INDICATOR_RATE && f->target_bp > 0)
        ratio_percent_of_target(f->numerator, f->denominator, f->target_bp, 1, text);
    else
        indicator_format(f->indicator, f->numerator, f->denominator, text);
    (void)snprintf(out, BULLETIN_MARK_TEXT_BYTES, "%s", text);
    return out;
}

static const struct bulletin_figure *county_of(const struct bulletin_figure *figures, size_t count,
                                               const struct bulletin_figure *f)
{
    for (size_t i = 0; i < count; i++)
        if (figures[i].township == 0 && text_equals(figures[i].code, f->code))
            return &figures[i];
    return NULL;
}

/* The difference of two shares in percentage points. */
static void gap_text(__int128 numerator, __int128 denominator, char out[BULLETIN_MARK_TEXT_BYTES])
{
    char text[RATIO_TEXT_BYTES];
    if (numerator < 0)
        numerator = -numerator;
    while (denominator > INT64_MAX || numerator > INT64_MAX) {
        numerator /= 2;
        denominator /= 2;
    }
    ratio_number((int64_t)numerator, (int64_t)denominator, 1, text);
    if (numerator > 0 && text_equals(text, "0.0"))
        ratio_number((int64_t)numerator, (int64_t)denominator, 2, text);
    (void)snprintf(out, BULLETIN_MARK_TEXT_BYTES, "%s", text);
}

static void mark_text(const struct mark *m, const struct bulletin_figure *figures, size_t count,
                      char out[BULLETIN_MARK_TEXT_BYTES])
{
    const struct bulletin_figure *f = m->figure, *whole;
    const struct indicator *i = f->indicator;
    char rate[RATIO_TEXT_BYTES];
    switch (m->part) {
    case PART_FIGURE:
        bulletin_figure_text(f, out);
        return;
    case PART_NUMERATOR:
        count_text(f->numerator, i && i->is_numerator_fen, out);
        return;
    case PART_DENOMINATOR:
        count_text(f->denominator, i && i->is_denominator_fen, out);
        return;
    case PART_TARGET:
        (void)snprintf(out, BULLETIN_MARK_TEXT_BYTES, "%s",
                       f->target_bp > 0 ? ratio_rate(f->target_bp, rate) : "—");
        return;
    case PART_GAP:
        break;
    }
    whole = county_of(figures, count, f);
    if (bulletin_figure_is_held(f))
        gap_text((__int128)f->numerator * RATIO_WHOLE_BP - (__int128)f->target_bp * f->denominator,
                 (__int128)f->denominator * RATIO_WHOLE_BP, out);
    else if (whole && whole->denominator > 0 && f->denominator > 0)
        gap_text((__int128)f->numerator * whole->denominator -
                     (__int128)whole->numerator * f->denominator,
                 (__int128)f->denominator * whole->denominator, out);
    else
        (void)snprintf(out, BULLETIN_MARK_TEXT_BYTES, "—");
}

static enum status mark_refuse(struct error *e, const char *at, size_t bytes)
{
    return error_set(e, STATUS_REFUSED, "BULLETIN_MARK",
                     _("“%.*s”不是本通报数据的标记：请从可用数据中插入"), (int)bytes, at);
}

/* `at` begins with "[[". */
static enum status mark_read(const char *at, const struct bulletin_figure *figures, size_t count,
                             struct mark *ret, struct error *e)
{
    static const char *const parts[] = {"", ".n", ".d", ".t", ".gap"};
    const char *end = strstr(at, "]]");
    char digits[MARK_BYTES_MAX];
    size_t n = 0;
    int64_t number;
    if (!end || end - at > MARK_BYTES_MAX - 2)
        return mark_refuse(e, at, strnlen(at, MARK_BYTES_MAX));
    const size_t bytes = (size_t)(end - at) + 2, inner = bytes - 4;
    while (n < inner && at[2 + n] >= '0' && at[2 + n] <= '9')
        n++;
    memcpy(digits, at + 2, n);
    digits[n] = '\0';
    if (n == 0 || digits[0] == '0' || i64_parse(digits, &number, NULL) != STATUS_OK)
        return mark_refuse(e, at, bytes);
    for (size_t part = 0; part < sizeof parts / sizeof parts[0]; part++) {
        if (strlen(parts[part]) != inner - n || memcmp(parts[part], at + 2 + n, inner - n) != 0)
            continue;
        for (size_t i = 0; i < count; i++) {
            if (figures[i].number != number)
                continue;
            *ret = (struct mark){.figure = &figures[i], .part = (enum part)part, .bytes = bytes};
            return STATUS_OK;
        }
    }
    return mark_refuse(e, at, bytes);
}

enum status bulletin_text_pieces(const struct bulletin_figure *figures, size_t count,
                                 const char *text, struct arena *arena, struct bulletin_mark **ret,
                                 size_t *ret_count, struct error *e)
{
    struct bulletin_mark *list = ARENA_ARRAY(arena, struct bulletin_mark, BULLETIN_PIECES_MAX);
    char shown[BULLETIN_MARK_TEXT_BYTES];
    size_t n = 0;
    if (!list)
        return arena_exhausted(e);
    for (const char *at = text; *at;) {
        struct mark m;
        if (n == BULLETIN_PIECES_MAX)
            return error_set(e, STATUS_REFUSED, "BULLETIN_MARK", _("一段中的数据超过 %d 个"),
                             BULLETIN_PIECES_MAX / 2);
        if (strncmp(at, "[[", 2) == 0) {
            TRY(mark_read(at, figures, count, &m, e));
            mark_text(&m, figures, count, shown);
            list[n].figure = m.figure;
            list[n].text = arena_strdup(arena, shown);
            list[n].bytes = strlen(shown);
            at += m.bytes;
        } else {
            const char *next = strstr(at, "[[");
            list[n].bytes = next ? (size_t)(next - at) : strlen(at);
            list[n].text = arena_strndup(arena, at, list[n].bytes);
            at += list[n].bytes;
        }
        if (!list[n++].text)
            return arena_exhausted(e);
    }
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status bulletin_text_print(const struct bulletin_figure *figures, size_t count,
                                const char *text, struct arena *arena, const char **ret,
                                struct error *e)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(BULLETIN_BODY_BYTES_MAX * 8);
    struct bulletin_mark *pieces;
    size_t n;
    TRY(bulletin_text_pieces(figures, count, text, arena, &pieces, &n, e));
    for (size_t i = 0; i < n; i++)
        buf_add(&out, pieces[i].text, pieces[i].bytes);
    TRY(buf_status(&out, e));
    *ret = arena_strdup(arena, buf_text(&out));
    return *ret ? STATUS_OK : arena_exhausted(e);
}

/* ---- whether a text may stand ---- */

static enum status number_refuse(struct error *e, const char *piece)
{
    return error_set(e, STATUS_REFUSED, "BULLETIN_NUMBER",
                     _("“%s”是手写的数字：请改用数据标记（如 [[12]]），由系统按登记数据填写"),
                     piece);
}

/* A number beside a mark would be read as one with it: 1[[3]] as 195.3%. */
static enum status paragraph_numbers(const char *paragraph, struct arena *arena, struct error *e)
{
    CLEANUP(buf_free) struct buf plain = BUF_INIT(BULLETIN_BODY_BYTES_MAX * 2);
    const char *piece = NULL;
    for (const char *at = paragraph; *at;) {
        const char *end = strncmp(at, "[[", 2) == 0 ? strstr(at, "]]") : NULL;
        if (end) {
            buf_adds(&plain, BULLETIN_MARK_STAND_IN);
            at = end + 2;
        } else {
            buf_addc(&plain, *at++);
        }
    }
    TRY(buf_status(&plain, e));
    TRY(bulletin_number_find(buf_text(&plain), arena, &piece, e));
    return piece ? number_refuse(e, piece) : STATUS_OK;
}

/* The beginning of a text for a message, in whole characters. */
static int piece_bytes(const char *text)
{
    size_t n = strnlen(text, PIECE_BYTES);
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    return (int)n;
}

static enum status sentence_book(const char *sentence, const struct bulletin_figure *figures,
                                 size_t count, struct error *e)
{
    static const char *const books[] = {"city", "county"}, *const words[] = {"市对县", "县对乡"};
    bool has[2] = {false, false};
    for (const char *at = strstr(sentence, "[["); at; at = strstr(at, "[[")) {
        struct mark m;
        TRY(mark_read(at, figures, count, &m, e));
        for (int k = 0; k < 2; k++)
            has[k] = has[k] || text_equals(m.figure->book, books[k]);
        at += m.bytes;
    }
    if (has[0] && has[1])
        return error_set(e, STATUS_REFUSED, "BULLETIN_BOOK",
                         _("“%.*s…”把两个口径的床位说在一句里：请分成两句"), piece_bytes(sentence),
                         sentence);
    for (int k = 0; k < 2; k++)
        if (has[k] && !strstr(sentence, words[k]))
            return error_set(e, STATUS_REFUSED, "BULLETIN_BOOK",
                             _("“%.*s…”没有写明口径：请在这句话里写上“%s”"), piece_bytes(sentence),
                             sentence, words[k]);
    return STATUS_OK;
}

static enum status paragraph_books(char *paragraph, const struct bulletin_figure *figures,
                                   size_t count, struct error *e)
{
    for (char *at = paragraph, *end; at; at = end ? end + strlen(SENTENCE_END) : NULL) {
        end = strstr(at, SENTENCE_END);
        if (end)
            *end = '\0';
        TRY(sentence_book(at, figures, count, e));
    }
    return STATUS_OK;
}

enum status bulletin_text_check(const struct bulletin_figure *figures, size_t count,
                                const char *text, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(BULLETIN_ARENA_BYTES);
    struct bulletin_mark *pieces;
    size_t n;
    if (!arena)
        return arena_exhausted(e);
    TRY(bulletin_text_pieces(figures, count, text, arena, &pieces, &n, e));
    for (const char *at = text; at; at = *at ? at + 1 : NULL) {
        const size_t bytes = strcspn(at, "\n");
        char *paragraph = arena_strndup(arena, at, bytes);
        if (!paragraph)
            return arena_exhausted(e);
        TRY(paragraph_numbers(paragraph, arena, e));
        TRY(paragraph_books(paragraph, figures, count, e));
        at += bytes;
    }
    return STATUS_OK;
}
