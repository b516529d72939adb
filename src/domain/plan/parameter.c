/* Policy numbers in the database: what is believed of a parameter changes by superseding rows,
 * never by editing them. */
#include "domain/plan/plan_model.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/registry/change.h"
#include "parameter_sql.h"

#define PARAMETER_ARENA_BYTES (1u << 20)
#define PARAMETER_ROWS_MAX 1000 /* currently believed, of one name */

struct stored {
    struct parameter_period period;
    int64_t known_from;
    bool is_kept;
};

static bool same_period(const struct parameter_period *a, const struct parameter_period *b)
{
    return a->from.v == b->from.v && a->to.v == b->to.v && a->value == b->value &&
           a->is_example == b->is_example && strcmp(a->document, b->document) == 0 &&
           strcmp(a->clause, b->clause) == 0;
}

static enum status current_read(struct db *db, int64_t county, enum policy_key key,
                                struct arena *arena, struct stored **ret, size_t *ret_count,
                                struct error *e)
{
    struct stored *rows = ARENA_ARRAY(arena, struct stored, PARAMETER_ROWS_MAX);
    if (!rows)
        return arena_exhausted(e);
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(parameter_current_open(
        db, (struct parameter_current_args){.county = county, .name = policy_key_name(key)},
        &cursor, e));
    struct parameter_row row;
    enum status s;
    size_t n = 0;
    while ((s = parameter_current_next(cursor, &row, e)) == STATUS_OK) {
        if (n == PARAMETER_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "PARAMETER_ROWS", _("%s 的时段超过 %d 个"),
                             policy_key_name(key), PARAMETER_ROWS_MAX);
        rows[n] = (struct stored){.known_from = row.known_from};
        rows[n].period = (struct parameter_period){.from = row.from_month,
                                                   .to = row.to_month,
                                                   .value = row.value,
                                                   .document = arena_strdup(arena, row.document),
                                                   .clause = arena_strdup(arena, row.clause),
                                                   .is_example = row.is_example};
        if (!rows[n].period.document || !rows[n].period.clause)
            return arena_exhausted(e);
        n++;
    }
    *ret = rows;
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status retire(struct db *db, int64_t county, const char *name, const struct stored *row,
                          int64_t change, struct error *e)
{
    if (row->known_from == change)
        return parameter_take_back(
            db,
            (struct parameter_take_back_args){
                .county = county, .name = name, .from_month = row->period.from, .change = change},
            NULL, e);
    return parameter_supersede(db,
                               (struct parameter_supersede_args){.county = county,
                                                                 .name = name,
                                                                 .from_month = row->period.from,
                                                                 .known_from = row->known_from,
                                                                 .change = change},
                               NULL, e);
}

static enum status insert(struct db *db, int64_t county, enum policy_key key,
                          const struct parameter_period *p, int64_t change, struct error *e)
{
    return parameter_insert(
        db,
        (struct parameter_insert_args){.county = county,
                                       .name = policy_key_name(key),
                                       .from_month = p->from,
                                       .known_from = change,
                                       .to_month = p->to,
                                       .unit = policy_unit_code(policy_key_unit(key)),
                                       .value = p->value,
                                       .document = p->document,
                                       .clause = p->clause,
                                       .is_example = p->is_example},
        NULL, e);
}

/* The list that is to be believed: what lies before the first new period, the new periods, and what
   was decided for months after `until`. */
static size_t wanted_make(const struct stored *rows, size_t count,
                          const struct parameter_period *periods, size_t period_count,
                          struct month until, struct parameter_period *out)
{
    size_t n = 0;
    for (size_t i = 0; i < count && rows[i].period.from.v < periods[0].from.v; i++) {
        out[n] = rows[i].period;
        if (out[n].to.v >= periods[0].from.v)
            out[n].to = month_add(periods[0].from, -1);
        n++;
    }
    for (size_t i = 0; i < period_count; i++)
        out[n++] = periods[i];
    struct parameter_period *last = &out[n - 1];
    struct month end = until.v > last->from.v ? until : last->from;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].period.from.v <= end.v)
            continue;
        if (last->to.v >= rows[i].period.from.v)
            last->to = month_add(rows[i].period.from, -1);
        out[n++] = rows[i].period;
    }
    return n;
}

static enum status replace(struct db *db, int64_t county, enum policy_key key, struct stored *rows,
                           size_t count, const struct parameter_period *wanted, size_t wanted_count,
                           int64_t change, struct error *e)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < wanted_count && !rows[i].is_kept; j++)
            rows[i].is_kept = same_period(&rows[i].period, &wanted[j]);
        if (!rows[i].is_kept)
            TRY(retire(db, county, policy_key_name(key), &rows[i], change, e));
    }
    for (size_t j = 0; j < wanted_count; j++) {
        bool is_there = false;
        for (size_t i = 0; i < count && !is_there; i++)
            is_there = rows[i].is_kept && same_period(&rows[i].period, &wanted[j]);
        if (!is_there)
            TRY(insert(db, county, key, &wanted[j], change, e));
    }
    return STATUS_OK;
}

enum status parameter_replace(struct db *db, int64_t county, enum policy_key key,
                              const struct parameter_period *periods, size_t count,
                              struct month until, int64_t change, struct error *e)
{
    assert(db_in_transaction(db) && count > 0);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PARAMETER_ARENA_BYTES);
    struct stored *rows;
    size_t row_count;
    if (!arena)
        return arena_exhausted(e);
    TRY(current_read(db, county, key, arena, &rows, &row_count, e));
    struct parameter_period *wanted =
        ARENA_ARRAY(arena, struct parameter_period, row_count + count);
    if (!wanted)
        return arena_exhausted(e);
    size_t wanted_count = wanted_make(rows, row_count, periods, count, until, wanted);
    return replace(db, county, key, rows, row_count, wanted, wanted_count, change, e);
}

enum status parameter_set(struct db *db, int64_t county, const char *name, struct month from,
                          int64_t value, const char *document, const char *clause, int64_t change,
                          struct error *e)
{
    enum policy_key key;
    if (!policy_key_parse(name, &key))
        return error_set(e, STATUS_REFUSED, "POLICY_UNKNOWN",
                         _("没有名为“%.80s”的参数：用 plan show 查看全部名称"), name);
    TRY(policy_key_check(key, value, e));
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PARAMETER_ARENA_BYTES);
    struct stored *rows;
    size_t row_count;
    if (!arena)
        return arena_exhausted(e);
    TRY(current_read(db, county, key, arena, &rows, &row_count, e));
    struct parameter_period period = {.from = from,
                                      .to = MONTH_OPEN,
                                      .value = value,
                                      .document = document ? document : "",
                                      .clause = clause ? clause : ""};
    for (size_t i = 0; !clause && i < row_count && rows[i].period.from.v <= from.v; i++)
        period.clause = rows[i].period.clause;
    return parameter_replace(db, county, key, &period, 1, from, change, e);
}
