/* Re-verification planned a year ahead (§A.6): village by village and class by class, each new
   household on the month that has least, so that no clerk finds a month of everything. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "domain/casework/dynamic.h"
#include "recheck_sql.h"

#define WINDOW_MONTHS 12
#define GROUP_HOUSEHOLDS_MAX 20000 /* of one class in one village */
#define PLAN_ARENA_BYTES (8u << 20)
#define KEY_BYTES 80

struct candidate {
    int64_t household;
    struct month begun, last_due, last_done; /* v 0: none */
    uint8_t key[HASH_BYTES];
};
struct group {
    int64_t division, mgmt_class;
    int64_t load[WINDOW_MONTHS];
    size_t count;
    struct candidate *candidates;
};
struct planning {
    int64_t county;
    enum programme programme;
    struct month from;
    const char *actor;
    struct case_rules rules;
    int64_t change;
    struct db_bulk *bulk;
    struct db_cursor *loads;
    struct recheck_load_row load; /* read ahead */
    bool has_load;
    int64_t county_load[WINDOW_MONTHS];
    struct recheck_plan_result result;
};

static void hash_key(const char *what, int64_t county, int64_t number, uint8_t out[HASH_BYTES])
{
    char text[KEY_BYTES];
    int n = snprintf(text, sizeof text, "%s\n%" PRId64 "\n%" PRId64, what, county, number);
    hash_bytes(text, (size_t)n, out);
}

static int candidate_compare(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    int order = memcmp(x->key, y->key, HASH_BYTES);
    return order ? order : (x->household > y->household) - (x->household < y->household);
}

static enum status load_next(struct planning *w, struct error *e)
{
    enum status s = recheck_loads_next(w->loads, &w->load, e);
    w->has_load = s == STATUS_OK;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static bool load_is_before(const struct recheck_load_row *row, const struct group *g)
{
    return row->division < g->division ||
           (row->division == g->division && row->mgmt_class < g->mgmt_class);
}

static enum status loads_take(struct planning *w, struct group *g, struct error *e)
{
    memset(g->load, 0, sizeof g->load);
    while (w->has_load && load_is_before(&w->load, g))
        TRY(load_next(w, e));
    while (w->has_load && w->load.division == g->division && w->load.mgmt_class == g->mgmt_class) {
        g->load[w->load.due_month.v - w->from.v] += w->load.load;
        TRY(load_next(w, e));
    }
    return STATUS_OK;
}

static enum status due_add(struct planning *w, struct group *g, const struct candidate *c,
                           struct month due, struct error *e)
{
    TRY(recheck_bulk_add(w->bulk,
                         &(struct recheck_bulk_row){.county = w->county,
                                                    .household = c->household,
                                                    .due_month = due,
                                                    .programme = w->programme,
                                                    .division = g->division,
                                                    .mgmt_class = g->mgmt_class,
                                                    .known_from = w->change},
                         e));
    g->load[due.v - w->from.v]++;
    w->county_load[due.v - w->from.v]++;
    w->result.planned++;
    return STATUS_OK;
}

/* What the county has in the months in which a household would be due. */
static int64_t county_load(const struct planning *w, struct month first, int period)
{
    int64_t sum = 0;
    for (int i = first.v - w->from.v; i < WINDOW_MONTHS; i += period)
        sum += w->county_load[i];
    return sum;
}

/* The month of the first cycle with the least in the village, among equals with the least in the
   county, beginning to look at the village's own month: 144 villages must not all begin with the
   same. Never in the month of the grant itself. */
static struct month first_due(const struct planning *w, const struct group *g,
                              const struct candidate *c, int period, int offset)
{
    struct month start = w->from;
    if (c->begun.v >= start.v)
        start = month_add(c->begun, 1);
    if (start.v > w->from.v + WINDOW_MONTHS - 1)
        return start;
    struct month best = {0};
    int64_t least = INT64_MAX, least_county = INT64_MAX;
    for (int i = 0; i < period; i++) {
        int phase = (offset + i) % period;
        struct month m = month_add(w->from, phase);
        while (m.v < start.v)
            m = month_add(m, period);
        int64_t load = m.v - w->from.v < WINDOW_MONTHS ? g->load[m.v - w->from.v] : g->load[phase];
        int64_t in_county = county_load(w, m, period);
        if (load < least || (load == least && in_county < least_county)) {
            least = load;
            least_county = in_county;
            best = m;
        }
    }
    return best;
}

static enum status candidate_plan(struct planning *w, struct group *g, const struct candidate *c,
                                  int period, int offset, struct error *e)
{
    struct month due;
    if (c->last_due.v == 0) {
        due = first_due(w, g, c, period, offset);
    } else {
        due = month_add(c->last_due, period);
        if (c->last_done.v && due.v < c->last_done.v + period)
            due = month_add(c->last_done, period);
        while (due.v < w->from.v)
            due = month_add(due, period);
    }
    for (; due.v < w->from.v + WINDOW_MONTHS; due = month_add(due, period))
        TRY(due_add(w, g, c, due, e));
    return STATUS_OK;
}

static enum status group_plan(struct planning *w, struct group *g, struct error *e)
{
    uint8_t key[HASH_BYTES];
    if (g->count == 0)
        return STATUS_OK;
    int period = w->rules.recheck_months[g->mgmt_class];
    TRY(loads_take(w, g, e));
    hash_key("village", w->county, g->division * 10 + g->mgmt_class, key);
    int offset = (key[0] << 8 | key[1]) % period;
    qsort(g->candidates, g->count, sizeof *g->candidates, candidate_compare);
    for (size_t i = 0; i < g->count; i++)
        TRY(candidate_plan(w, g, &g->candidates[i], period, offset, e));
    w->result.households += (int64_t)g->count;
    g->count = 0;
    return STATUS_OK;
}

static struct month month_or_none(int64_t yyyymm)
{
    return yyyymm ? month_from_yyyymm(yyyymm) : (struct month){0};
}

static enum status candidates_plan(struct db *db, struct planning *w, struct arena *arena,
                                   struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct recheck_candidate_row row;
    struct group g = {.candidates = ARENA_ARRAY(arena, struct candidate, GROUP_HOUSEHOLDS_MAX)};
    enum status s;
    if (!g.candidates)
        return arena_exhausted(e);
    TRY(recheck_candidates_open(
        db, (struct recheck_candidates_args){w->county, w->programme, w->from}, &cursor, e));
    while ((s = recheck_candidates_next(cursor, &row, e)) == STATUS_OK) {
        if (row.division != g.division || row.mgmt_class != g.mgmt_class) {
            TRY(group_plan(w, &g, e));
            g.division = row.division;
            g.mgmt_class = row.mgmt_class;
        }
        if (g.count == GROUP_HOUSEHOLDS_MAX)
            return error_set(e, STATUS_FAILED, "RECHECK_GROUP",
                             _("一个村同一类别的家庭超过 %d 户，无法排期。"), GROUP_HOUSEHOLDS_MAX);
        struct candidate *c = &g.candidates[g.count++];
        *c = (struct candidate){.household = row.household,
                                .begun = row.begun_month,
                                .last_due = month_or_none(row.last_due),
                                .last_done = month_or_none(row.last_done / 100)};
        hash_key("household", w->county, row.household, c->key);
    }
    if (s != STATUS_NONE)
        return s;
    return group_plan(w, &g, e);
}

static enum status county_loads_read(struct db *db, struct planning *w, struct month to,
                                     struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct recheck_load_total_row row;
    enum status s;
    memset(w->county_load, 0, sizeof w->county_load);
    TRY(recheck_load_totals_open(
        db, (struct recheck_load_totals_args){w->county, w->programme, w->from, to}, &cursor, e));
    while ((s = recheck_load_totals_next(cursor, &row, e)) == STATUS_OK)
        w->county_load[row.due_month.v - w->from.v] = row.load;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status change_add(struct db *db, struct planning *w, struct error *e)
{
    char from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES], detail[KEY_BYTES];
    (void)snprintf(detail, sizeof detail, "{\"from\":\"%s\",\"to\":\"%s\"}",
                   month_format(w->result.from, from), month_format(w->result.to, to));
    return change_record(db, w->county,
                         &(struct change_entry){.actor = w->actor,
                                                .action = "recheck.plan",
                                                .subject = programme_code(w->programme),
                                                .detail = detail},
                         &w->change, e);
}

static enum status plan_work(struct db *db, void *context, struct error *e)
{
    struct planning *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PLAN_ARENA_BYTES);
    CLEANUP(db_bulk_cleanup) struct db_bulk *bulk = NULL;
    CLEANUP(db_cursor_cleanup) struct db_cursor *loads = NULL;
    if (!arena)
        return arena_exhausted(e);
    struct month to = month_add(w->from, WINDOW_MONTHS - 1);
    w->result = (struct recheck_plan_result){.from = w->from, .to = to};
    TRY(case_rules_read(db, w->county, w->from, &w->rules, e));
    TRY(change_add(db, w, e));
    TRY(county_loads_read(db, w, to, e));
    TRY(recheck_loads_open(db, (struct recheck_loads_args){w->county, w->programme, w->from, to},
                           &loads, e));
    w->loads = loads;
    TRY(load_next(w, e));
    TRY(recheck_bulk_begin(db, &bulk, e));
    w->bulk = bulk;
    TRY(candidates_plan(db, w, arena, e));
    bulk = NULL;
    return db_bulk_end(w->bulk, e);
}

enum status recheck_plan(struct db *db, int64_t county, enum programme p, struct month from,
                         const char *actor, struct recheck_plan_result *ret, struct error *e)
{
    struct planning w = {.county = county, .programme = p, .from = from, .actor = actor};
    TRY(db_transaction(db, plan_work, &w, e));
    *ret = w.result;
    return STATUS_OK;
}
