/* The list of serious diseases: spans of codes by month and knowledge. */
#include "domain/medical/rule.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/i18n.h"
#include "rule_sql.h"

#define DISEASE_ROWS_MAX 2000
#define DISEASE_IN_WAY_MAX 100
#define DISEASE_ARENA_BYTES (1u << 20)
#define CODE_BYTES_MIN 3
#define CODE_BYTES_MAX 7 /* C34.101 */

struct medical_disease_table {
    size_t count;
    struct medical_disease *rows; /* by code_from, then month */
};

static enum status row_keep(struct arena *arena, const struct medical_disease_row *row,
                            struct medical_disease *ret, struct error *e)
{
    *ret = (struct medical_disease){.code_from = arena_strdup(arena, row->code_from),
                                    .code_to = arena_strdup(arena, row->code_to),
                                    .name = arena_strdup(arena, row->name),
                                    .document = arena_strdup(arena, row->document),
                                    .age_below = (int)row->age_below,
                                    .from = row->from_month,
                                    .to = row->to_month,
                                    .is_example = row->is_example};
    return ret->code_from && ret->code_to && ret->name && ret->document ? STATUS_OK
                                                                        : arena_exhausted(e);
}

enum status medical_disease_table_read(struct db *db, int64_t county, int64_t known,
                                       struct arena *arena, struct medical_disease_table **ret,
                                       struct error *e)
{
    struct medical_disease_table *t = ARENA_NEW(arena, struct medical_disease_table);
    struct medical_disease_row row;
    enum status s;
    size_t room = 0;
    if (!t)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(medical_disease_rows_open(
        db, (struct medical_disease_rows_args){.county = county, .known = known}, &cursor, e));
    while ((s = medical_disease_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (t->count == DISEASE_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "DISEASE_ROWS", _("病种目录超过 %d 行"),
                             DISEASE_ROWS_MAX);
        if (t->count == room) {
            room = room ? room * 2 : 64;
            struct medical_disease *more = ARENA_ARRAY(arena, struct medical_disease, room);
            if (!more)
                return arena_exhausted(e);
            if (t->count)
                memcpy(more, t->rows, t->count * sizeof *more);
            t->rows = more;
        }
        TRY(row_keep(arena, &row, &t->rows[t->count], e));
        t->count++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = t;
    return STATUS_OK;
}

/* Is `code` in the span, by as many characters as each end has? */
static bool is_within(const struct medical_disease *d, const char *code)
{
    return strncmp(code, d->code_from, strlen(d->code_from)) >= 0 &&
           strncmp(code, d->code_to, strlen(d->code_to)) <= 0;
}

const struct medical_disease *medical_disease_find(const struct medical_disease_table *t,
                                                   const char *code, int age, struct month m)
{
    char upper[CODE_BYTES_MAX + 1] = "";
    size_t n = strlen(code);
    if (n < CODE_BYTES_MIN)
        return NULL;
    memcpy(upper, code, n > CODE_BYTES_MAX ? CODE_BYTES_MAX : n);
    upper[0] = (char)toupper((unsigned char)upper[0]);
    for (size_t i = 0; i < t->count; i++) {
        const struct medical_disease *d = &t->rows[i];
        bool is_of_age = d->age_below == 0 || (age >= 0 && age < d->age_below);
        if (is_of_age && d->from.v <= m.v && m.v <= d->to.v && is_within(d, upper))
            return d;
    }
    return NULL;
}

const struct medical_disease *medical_disease_at(const struct medical_disease_table *t,
                                                 size_t index)
{
    return index < t->count ? &t->rows[index] : NULL;
}

/* ---- changing the list ---- */

/* A letter, two digits, and after a point up to three more: C34, C34.1, C34.101. */
static bool code_is_good(const char *code)
{
    size_t n = strlen(code);
    if (n != CODE_BYTES_MIN && (n < CODE_BYTES_MIN + 2 || n > CODE_BYTES_MAX))
        return false;
    if (code[0] < 'A' || code[0] > 'Z' || (n > CODE_BYTES_MIN && code[CODE_BYTES_MIN] != '.'))
        return false;
    for (size_t i = 1; i < n; i++) {
        if (i != CODE_BYTES_MIN && (code[i] < '0' || code[i] > '9'))
            return false;
    }
    return true;
}

struct disease_write {
    int64_t county, change;
};
struct known_disease {
    struct medical_disease d;
    int64_t known_from;
};

static enum status disease_insert(struct db *db, const struct disease_write *w,
                                  const struct medical_disease *d, struct error *e)
{
    if (d->from.v > d->to.v)
        return STATUS_OK;
    return medical_disease_insert(db,
                                  (struct medical_disease_insert_args){.county = w->county,
                                                                       .code_from = d->code_from,
                                                                       .code_to = d->code_to,
                                                                       .from_month = d->from,
                                                                       .known_from = w->change,
                                                                       .to_month = d->to,
                                                                       .name = d->name,
                                                                       .age_below = d->age_below,
                                                                       .document = d->document,
                                                                       .is_example = d->is_example},
                                  NULL, e);
}

static enum status disease_in_way(struct db *db, const struct disease_write *w,
                                  const struct medical_disease *d, struct arena *arena,
                                  struct known_disease *rows, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct medical_disease_row row;
    enum status s;
    size_t n = 0;
    TRY(medical_disease_in_way_open(db,
                                    (struct medical_disease_in_way_args){.county = w->county,
                                                                         .code_from = d->code_from,
                                                                         .from_month = d->from,
                                                                         .to_month = d->to},
                                    &cursor, e));
    while ((s = medical_disease_in_way_next(cursor, &row, e)) == STATUS_OK) {
        if (n == DISEASE_IN_WAY_MAX)
            return error_set(e, STATUS_FAILED, "DISEASE_ROWS", _("一个病种超过 %d 段"),
                             DISEASE_IN_WAY_MAX);
        rows[n].known_from = row.known_from;
        TRY(row_keep(arena, &row, &rows[n].d, e));
        n++;
    }
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Takes the row out of [d->from, d->to]; what is left on either side is written again. */
static enum status disease_cut(struct db *db, const struct disease_write *w,
                               const struct known_disease *row, const struct medical_disease *d,
                               struct error *e)
{
    struct medical_disease before = row->d, after = row->d;
    if (row->known_from == w->change)
        TRY(medical_disease_retract(
            db,
            (struct medical_disease_retract_args){.county = w->county,
                                                  .code_from = row->d.code_from,
                                                  .from_month = row->d.from,
                                                  .change = w->change},
            NULL, e));
    else
        TRY(medical_disease_supersede(
            db,
            (struct medical_disease_supersede_args){.county = w->county,
                                                    .code_from = row->d.code_from,
                                                    .from_month = row->d.from,
                                                    .known_from = row->known_from,
                                                    .change = w->change},
            NULL, e));
    before.to = month_add(d->from, -1);
    TRY(disease_insert(db, w, &before, e));
    if (row->d.to.v <= d->to.v)
        return STATUS_OK;
    after.from = month_add(d->to, 1);
    return disease_insert(db, w, &after, e);
}

static bool same_disease(const struct medical_disease *a, const struct medical_disease *b)
{
    return a->from.v == b->from.v && a->to.v == b->to.v && a->age_below == b->age_below &&
           a->is_example == b->is_example && strcmp(a->code_to, b->code_to) == 0 &&
           strcmp(a->name, b->name) == 0 && strcmp(a->document, b->document) == 0;
}

enum status medical_disease_set(struct db *db, int64_t county, const struct medical_disease *d,
                                bool is_listed, int64_t change, struct error *e)
{
    assert(db_in_transaction(db));
    struct disease_write w = {.county = county, .change = change};
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(DISEASE_ARENA_BYTES);
    struct known_disease *rows =
        arena ? ARENA_ARRAY(arena, struct known_disease, DISEASE_IN_WAY_MAX) : NULL;
    size_t count;
    if (!rows)
        return arena_exhausted(e);
    if (!code_is_good(d->code_from) ||
        (is_listed && (!code_is_good(d->code_to) || strcmp(d->code_from, d->code_to) > 0)))
        return error_set(e, STATUS_REFUSED, "DISEASE_CODE",
                         _("病种编码“%.20s”到“%.20s”不对：写成 C00 或 C34.1，前一个不大于后一个"),
                         d->code_from, d->code_to ? d->code_to : "");
    if (is_listed && (d->from.v > d->to.v || !d->name || !d->name[0]))
        return error_set(e, STATUS_REFUSED, "DISEASE_CODE", _("病种要写名称，止月不早于起月"));
    TRY(disease_in_way(db, &w, d, arena, rows, &count, e));
    if (!is_listed && count == 0)
        return error_set(e, STATUS_REFUSED, "DISEASE_UNKNOWN",
                         _("目录中没有从编码“%.20s”开始的病种：用 medical disease list 查看"),
                         d->code_from);
    if (is_listed && count == 1 && same_disease(&rows[0].d, d))
        return STATUS_OK;
    for (size_t i = 0; i < count; i++)
        TRY(disease_cut(db, &w, &rows[i], d, e));
    return is_listed ? disease_insert(db, &w, d, e) : STATUS_OK;
}
