/* What-if: the month under today's policy and under the assignments, township by township. Changes
 * nothing. */
#include "payment_internal.h"

#include "base/i18n.h"

#include <string.h>

#define TOWNSHIPS_MAX 1000

struct simulating {
    struct policy before, after;
    enum programme programme;
    struct month month;
    struct simulation_township *townships; /* sorted by code */
    size_t count, recent;
};

static struct simulation_township *township_of(struct simulating *w, int64_t code)
{
    if (w->recent < w->count && w->townships[w->recent].township == code)
        return &w->townships[w->recent];
    size_t low = 0, high = w->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (w->townships[middle].township < code)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == w->count || w->townships[low].township != code) {
        if (w->count == TOWNSHIPS_MAX)
            return NULL;
        memmove(&w->townships[low + 1], &w->townships[low],
                (w->count - low) * sizeof *w->townships);
        w->townships[low] = (struct simulation_township){.township = code, .name = ""};
        w->count++;
    }
    w->recent = low;
    return &w->townships[low];
}

static int64_t payable(const struct benefit_amount *a)
{
    return a->outcome == BENEFIT_PAYABLE ? a->basic.v + a->topup.v : 0;
}

static void count_household(struct simulation_township *t, int64_t before, int64_t after)
{
    t->before.v += before;
    t->after.v += after;
    t->households_before += before > 0;
    t->households_after += after > 0;
    t->entering += before == 0 && after > 0;
    t->leaving += before > 0 && after == 0;
    t->gaining += before > 0 && after > before;
    t->losing += after > 0 && after < before;
}

static enum status household_add(struct simulating *w, const struct dossier *d, struct error *e)
{
    struct benefit_amount before, after;
    TRY(benefit_assess(&w->before, w->programme, d, w->month, &before, NULL, e));
    TRY(benefit_assess(&w->after, w->programme, d, w->month, &after, NULL, e));
    if (!before.entitlement || (payable(&before) == 0 && payable(&after) == 0))
        return STATUS_OK;
    struct simulation_township *t = township_of(w, division_township(before.entitlement->division));
    if (!t)
        return error_set(e, STATUS_FAILED, "TOWNSHIPS_MAX", _("乡镇超过 %d 个。"), TOWNSHIPS_MAX);
    count_household(t, payable(&before), payable(&after));
    return STATUS_OK;
}

static enum status policies_read(struct db *db, int64_t county, struct simulating *w,
                                 const char *const *assignments, size_t count, struct arena *arena,
                                 struct error *e)
{
    struct policy_table *today, *assumed;
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &today, e));
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &assumed, e));
    for (size_t i = 0; i < count; i++)
        TRY(policy_table_set(assumed, assignments[i], w->month, e));
    TRY(policy_at(today, w->programme, w->month, &w->before, e));
    return policy_at(assumed, w->programme, w->month, &w->after, e);
}

static enum status names_read(struct db *db, int64_t county, struct simulating *w,
                              struct arena *arena, struct error *e)
{
    struct division_table *divisions;
    TRY(division_table_read(db, county, w->month, arena, &divisions, e));
    for (size_t i = 0; i < w->count; i++) {
        const struct division *d = division_by_code(divisions, w->townships[i].township);
        if (d)
            w->townships[i].name = d->name;
    }
    return STATUS_OK;
}

static void total_add(struct simulation_township *total, const struct simulation_township *t)
{
    total->households_before += t->households_before;
    total->households_after += t->households_after;
    total->gaining += t->gaining;
    total->losing += t->losing;
    total->entering += t->entering;
    total->leaving += t->leaving;
    total->before.v += t->before.v;
    total->after.v += t->after.v;
}

enum status payment_simulate(struct db *db, int64_t county, enum programme p, struct month m,
                             const char *const *assignments, size_t assignment_count,
                             struct arena *arena, struct simulation *ret, struct error *e)
{
    if ((int)p > PROGRAMME_ENTITLED_COUNT)
        return error_set(e, STATUS_REFUSED, "PROGRAMME_UNENTITLED",
                         _("%s没有逐月的保障金可以试算。请用 medical simulate 按上年账单试算。"),
                         programme_name(p));
    struct simulating *w = ARENA_NEW(arena, struct simulating);
    if (!w)
        return arena_exhausted(e);
    w->programme = p;
    w->month = m;
    w->townships = ARENA_ARRAY(arena, struct simulation_township, TOWNSHIPS_MAX);
    if (!w->townships)
        return arena_exhausted(e);
    TRY(policies_read(db, county, w, assignments, assignment_count, arena, e));
    CLEANUP(dossier_stream_cleanup) struct dossier_stream *stream = NULL;
    TRY(dossier_stream_open_month(db, county, p, m, KNOWN_NOW, &stream, e));
    const struct dossier *dossier;
    enum status s;
    while ((s = dossier_stream_next(stream, &dossier, e)) == STATUS_OK)
        TRY(household_add(w, dossier, e));
    if (s != STATUS_NONE)
        return s;
    TRY(names_read(db, county, w, arena, e));
    struct simulation result = {.count = w->count, .township = w->townships};
    for (size_t i = 0; i < w->count; i++)
        total_add(&result.total, &w->townships[i]);
    result.total.name = _("合计");
    *ret = result;
    return STATUS_OK;
}
