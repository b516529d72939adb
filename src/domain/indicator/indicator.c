/* The table of indicators, and one way to ask any of them. */
#include "domain/indicator/indicator.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/indicator/indicator_internal.h"

#define LEVEL_TOWNSHIP 2
#define TENTHS 10

static const struct indicator_theme *const THEMES[] = {&INDICATOR_PAYMENT, &INDICATOR_CASEWORK,
                                                       &INDICATOR_MEDICAL, &INDICATOR_HOME,
                                                       &INDICATOR_PUBLIC};
#define THEME_COUNT (sizeof THEMES / sizeof THEMES[0])

static const struct indicator_entry *entry_at(size_t index)
{
    for (size_t t = 0; t < THEME_COUNT; t++) {
        if (index < THEMES[t]->count)
            return &THEMES[t]->entries[index];
        index -= THEMES[t]->count;
    }
    return NULL;
}

const struct indicator *indicator_at(size_t index)
{
    const struct indicator_entry *entry = entry_at(index);
    return entry ? &entry->is : NULL;
}

const struct indicator *indicator_by_code(const char *code)
{
    const struct indicator_entry *entry;
    for (size_t i = 0; (entry = entry_at(i)) != NULL; i++)
        if (text_equals(entry->is.code, code))
            return &entry->is;
    return NULL;
}

/* ---- what is asked ---- */

/* Without a trail up to then, as when everything is known: today. */
static enum status day_of(struct db *db, int64_t county, int64_t known, struct arena *arena,
                          struct date *ret, struct error *e)
{
    struct indicator_day_row row;
    char day[DATE_TEXT_BYTES];
    *ret = date_today();
    if (known >= KNOWN_NOW)
        return STATUS_OK;
    enum status s = indicator_day(db, (struct indicator_day_args){.county = county, .known = known},
                                  arena, &row, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    (void)snprintf(day, sizeof day, "%.10s", row.at);
    return date_parse(day, ret, e);
}

enum status indicator_ask(struct db *db, const struct indicator *i, struct indicator_span *span,
                          struct arena *arena, const struct indicator_entry **ret, struct error *e)
{
    const struct indicator_entry *entry = NULL;
    for (size_t n = 0; (entry = entry_at(n)) != NULL && &entry->is != i;)
        n++;
    if (entry == NULL)
        return error_set(e, STATUS_REFUSED, "INDICATOR_UNKNOWN", _("没有这个指标"));
    if (span->from.v > span->to.v)
        return error_set(e, STATUS_REFUSED, "INDICATOR_SPAN", _("起始月份晚于截止月份"));
    TRY(day_of(db, span->county, span->known, arena, &span->today, e));
    *ret = entry;
    return STATUS_OK;
}

struct date indicator_span_day(const struct indicator_span *span)
{
    struct date last = month_last_day(span->to);
    return last.v < span->today.v ? last : span->today;
}

/* ---- rows ---- */

static struct indicator_row *row_of(struct indicator_rows *rows, int64_t township)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->row[i].township == township)
            return &rows->row[i];
    return NULL;
}

static enum status townships_add(struct db *db, const struct indicator_span *s, struct arena *arena,
                                 struct indicator_rows *rows, struct error *e)
{
    struct division_table *table;
    const struct division *d;
    TRY(division_table_read(db, s->county, s->to, arena, &table, e));
    for (size_t i = 0; (d = division_at(table, i)) != NULL && rows->count < INDICATOR_TOWNSHIPS_MAX;
         i++)
        if (d->level == LEVEL_TOWNSHIP)
            rows->row[rows->count++] = (struct indicator_row){.township = d->code, .name = d->name};
    return STATUS_OK;
}

enum status indicator_take(struct indicator_rows *rows, int64_t township, int64_t numerator,
                           int64_t denominator, struct arena *arena, struct error *e)
{
    struct indicator_row *row = row_of(rows, township);
    if (row == NULL) {
        if (rows->count == INDICATOR_TOWNSHIPS_MAX)
            return error_set(e, STATUS_FAILED, "INDICATOR_TOWNSHIPS", _("乡镇超过 %d 个"),
                             INDICATOR_TOWNSHIPS_MAX);
        row = &rows->row[rows->count++];
        *row = (struct indicator_row){.township = township};
        row->name = rows->is_county_only ? _("全县")
                    : township == 0      ? _("不属于乡镇")
                                         : arena_printf(arena, "%" PRId64, township);
        if (row->name == NULL)
            return arena_exhausted(e);
    }
    row->numerator = numerator;
    row->denominator = denominator;
    return STATUS_OK;
}

static enum status statement_take(struct db *db, const struct indicator_span *s,
                                  indicator_open open, struct arena *arena,
                                  struct indicator_rows *rows, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct indicator_count_row counted;
    enum status status;
    TRY(open(db, s, &cursor, e));
    while ((status = db_next(cursor, &counted, e)) == STATUS_OK)
        TRY(indicator_take(rows, counted.township, counted.numerator, counted.denominator, arena,
                           e));
    return status == STATUS_NONE ? STATUS_OK : status;
}

enum status indicator_read(struct db *db, int64_t county, const struct indicator *i,
                           struct month from, struct month to, int64_t known, struct arena *arena,
                           struct indicator_row **ret, size_t *ret_count, struct error *e)
{
    const struct indicator_entry *entry;
    struct indicator_span span = {.county = county, .known = known, .from = from, .to = to};
    TRY(indicator_ask(db, i, &span, arena, &entry, e));
    struct indicator_rows *rows = ARENA_NEW(arena, struct indicator_rows);
    if (rows == NULL)
        return arena_exhausted(e);
    rows->is_county_only = i->is_county_only;
    if (!i->is_county_only)
        TRY(townships_add(db, &span, arena, rows, e));
    TRY(entry->source ? entry->source(db, &span, arena, rows, e)
                      : statement_take(db, &span, entry->open, arena, rows, e));
    *ret = rows->row;
    *ret_count = rows->count;
    return STATUS_OK;
}

struct indicator_row indicator_total(const struct indicator_row *rows, size_t count)
{
    struct indicator_row total = {.name = ""};
    for (size_t i = 0; i < count; i++) {
        total.numerator += rows[i].numerator;
        total.denominator += rows[i].denominator;
    }
    return total;
}

/* ---- in words ---- */

static void tenths_format(int64_t tenths, char out[INDICATOR_TEXT_BYTES])
{
    int64_t size = tenths < 0 ? -tenths : tenths;
    snprintf(out, INDICATOR_TEXT_BYTES, "%s%" PRId64 ".%" PRId64, tenths < 0 ? "-" : "",
             size / TENTHS, size % TENTHS);
}

char *indicator_format(const struct indicator *i, int64_t numerator, int64_t denominator,
                       char out[INDICATOR_TEXT_BYTES])
{
    char yuan[FEN_TEXT_BYTES];
    if (i->unit == INDICATOR_COUNT)
        snprintf(out, INDICATOR_TEXT_BYTES, "%" PRId64, numerator);
    else if (denominator <= 0)
        snprintf(out, INDICATOR_TEXT_BYTES, "—");
    else if (i->unit == INDICATOR_RATE)
        ratio_percent(numerator, denominator, 1, out);
    else if (i->unit == INDICATOR_DAYS)
        tenths_format(fen_half_up_i64((__int128)numerator * TENTHS, denominator), out);
    else
        snprintf(out, INDICATOR_TEXT_BYTES, "%.31s",
                 fen_format_people(FEN(fen_half_up_i64(numerator, denominator)), yuan));
    return out;
}
