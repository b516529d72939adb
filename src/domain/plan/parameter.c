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
            return error_set(e, STATUS_FAILED, "PARAMETER_ROWS", "%s: more than %d periods",
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

static const struct parameter_period *period_at(const struct parameter_period *periods,
                                                size_t count, struct month m)
{
    for (size_t i = 0; i < count; i++) {
        if (periods[i].from.v <= m.v && m.v <= periods[i].to.v)
            return &periods[i];
    }
    return NULL;
}

static bool same_value(const struct parameter_period *a, const struct parameter_period *b)
{
    return a && b ? a->value == b->value : a == b;
}

/* Values only change where a period of either list begins or has just ended. */
static struct month first_difference(const struct parameter_period *a, size_t a_count,
                                     const struct parameter_period *b, size_t b_count)
{
    struct month first = MONTH_OPEN;
    for (size_t i = 0; i < (a_count + b_count) * 2; i++) {
        const struct parameter_period *p = i / 2 < a_count ? &a[i / 2] : &b[i / 2 - a_count];
        struct month m = i % 2 ? month_add(p->to, 1) : p->from;
        if (m.v < first.v && !same_value(period_at(a, a_count, m), period_at(b, b_count, m)))
            first = m;
    }
    return first;
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

/* The list that is to be believed: what lies before the first new period, then the new periods. */
static size_t wanted_make(const struct stored *rows, size_t count,
                          const struct parameter_period *periods, size_t period_count,
                          struct parameter_period *out)
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
                              const struct parameter_period *periods, size_t count, int64_t change,
                              struct month *ret_changed, struct error *e)
{
    assert(db_in_transaction(db) && count > 0);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PARAMETER_ARENA_BYTES);
    struct stored *rows;
    size_t row_count;
    if (!arena)
        return arena_exhausted(e);
    TRY(current_read(db, county, key, arena, &rows, &row_count, e));
    struct parameter_period *before = ARENA_ARRAY(arena, struct parameter_period, row_count + 1);
    struct parameter_period *wanted =
        ARENA_ARRAY(arena, struct parameter_period, row_count + count);
    if (!before || !wanted)
        return arena_exhausted(e);
    for (size_t i = 0; i < row_count; i++)
        before[i] = rows[i].period;
    size_t wanted_count = wanted_make(rows, row_count, periods, count, wanted);
    TRY(replace(db, county, key, rows, row_count, wanted, wanted_count, change, e));
    if (ret_changed)
        *ret_changed = first_difference(before, row_count, wanted, wanted_count);
    return STATUS_OK;
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
    size_t row_count, n = 1;
    if (!arena)
        return arena_exhausted(e);
    TRY(current_read(db, county, key, arena, &rows, &row_count, e));
    struct parameter_period *periods = ARENA_ARRAY(arena, struct parameter_period, row_count + 1);
    if (!periods)
        return arena_exhausted(e);
    periods[0] = (struct parameter_period){.from = from,
                                           .to = MONTH_OPEN,
                                           .value = value,
                                           .document = document ? document : "",
                                           .clause = clause ? clause : ""};
    for (size_t i = 0; i < row_count; i++) {
        const struct parameter_period *p = &rows[i].period;
        if (!clause && p->from.v <= from.v)
            periods[0].clause = p->clause;
        if (p->from.v <= from.v)
            continue;
        if (n == 1)
            periods[0].to = month_add(p->from, -1);
        periods[n++] = *p;
    }
    return parameter_replace(db, county, key, periods, n, change, NULL, e);
}
