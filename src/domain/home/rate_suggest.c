/* Who could move where, and which homes could be one: the rates and the free beds put together. */
#include <stdlib.h>

#include "base/i18n.h"
#include "domain/home/rate.h"
#include "domain/registry/change.h"
#include "rate_sql.h"

#define WISHES_MAX 20000

struct suggest {
    struct arena *arena;
    struct home_rate *rates;
    struct home_occupancy *homes;
    size_t rate_count, home_count;
    struct home_suggestion *wishes; /* home: the one asked for, 0 any */
    size_t wish_count;
};

static const struct home_rate *rate_of(const struct suggest *s, int64_t township)
{
    for (size_t i = 0; i < s->rate_count; i++)
        if (s->rates[i].township == township)
            return &s->rates[i];
    return NULL;
}

static enum status wishes_read(struct suggest *x, struct db *db, int64_t county, struct date on,
                               struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_suggest_row row;
    enum status s;
    TRY(home_suggest_scan_open(
        db, (struct home_suggest_scan_args){.county = county, .on = on, .month = date_month(on)},
        &cursor, e));
    while ((s = home_suggest_scan_next(cursor, &row, e)) == STATUS_OK) {
        if (x->wish_count == WISHES_MAX)
            return error_set(e, STATUS_FAILED, "HOME_WISHES", _("入院申请超过 %d 份"), WISHES_MAX);
        const struct home_rate *rate = rate_of(x, row.township);
        x->wishes[x->wish_count++] =
            (struct home_suggestion){.wish = row.wish,
                                     .person = row.person,
                                     .home = row.home,
                                     .township = row.township,
                                     .person_name = arena_strdup(x->arena, row.name),
                                     .township_name = rate ? rate->name : ""};
        if (!x->wishes[x->wish_count - 1].person_name)
            return arena_exhausted(e);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* The home that has most room, of a township (0: of any); the lowest number of equals. */
static struct home_occupancy *roomiest(const struct suggest *s, int64_t township)
{
    struct home_occupancy *best = NULL;
    for (size_t i = 0; i < s->home_count; i++) {
        struct home_occupancy *h = &s->homes[i];
        if (h->free_beds <= 0 || (township != 0 && h->township != township))
            continue;
        if (!best || h->free_beds > best->free_beds ||
            (h->free_beds == best->free_beds && h->home < best->home))
            best = h;
    }
    return best;
}

static struct home_occupancy *room_for(const struct suggest *s, const struct home_suggestion *wish)
{
    struct home_occupancy *own;
    for (size_t i = 0; i < s->home_count; i++)
        if (s->homes[i].home == wish->home && s->homes[i].free_beds > 0)
            return &s->homes[i];
    own = roomiest(s, wish->township);
    return own ? own : roomiest(s, 0);
}

/* Gives beds to the wishes of townships that are below their target, or to the others. */
static void beds_give(struct suggest *s, bool is_below, struct home_suggestion *out, size_t *count)
{
    for (size_t i = 0; i < s->wish_count; i++) {
        const struct home_suggestion *wish = &s->wishes[i];
        const struct home_rate *rate = rate_of(s, wish->township);
        struct home_occupancy *home;
        if ((rate && !rate->is_met) != is_below || (home = room_for(s, wish)) == NULL)
            continue;
        home->free_beds--;
        out[*count] = *wish;
        out[*count].home = home->home;
        out[*count].home_name = home->name;
        out[(*count)++].is_own_township = home->township == wish->township;
    }
}

enum status home_suggest(struct db *db, int64_t county, struct date on, struct arena *arena,
                         struct home_suggestion **ret, size_t *ret_count, struct error *e)
{
    struct suggest s = {.arena = arena};
    struct home_rate sum;
    size_t count = 0;
    s.wishes = ARENA_ARRAY(arena, struct home_suggestion, WISHES_MAX);
    TRY(home_rate_list(db, county, on, KNOWN_NOW, arena, &s.rates, &s.rate_count, &sum, e));
    TRY(home_occupancy_list(db, county, on, KNOWN_NOW, arena, &s.homes, &s.home_count, e));
    if (!s.wishes)
        return arena_exhausted(e);
    TRY(wishes_read(&s, db, county, on, e));
    struct home_suggestion *out = ARENA_ARRAY(arena, struct home_suggestion, s.wish_count + 1);
    if (!out)
        return arena_exhausted(e);
    beds_give(&s, true, out, &count);
    beds_give(&s, false, out, &count);
    *ret = out;
    *ret_count = count;
    return STATUS_OK;
}

/* ---- homes that could be one ---- */

static int by_size(const void *x, const void *y)
{
    const struct home_merge_option *a = x, *b = y;
    if (a->residents != b->residents)
        return a->residents < b->residents ? -1 : 1;
    if (a->is_same_township != b->is_same_township)
        return a->is_same_township ? -1 : 1;
    if (a->free_beds != b->free_beds)
        return a->free_beds < b->free_beds ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->into < b->into ? -1 : a->into > b->into;
}

enum status home_merge_options(struct db *db, int64_t county, struct date on, struct arena *arena,
                               struct home_merge_option **ret, size_t *ret_count, struct error *e)
{
    struct home_occupancy *homes;
    size_t homes_count, count = 0;
    TRY(home_occupancy_list(db, county, on, KNOWN_NOW, arena, &homes, &homes_count, e));
    struct home_merge_option *out =
        ARENA_ARRAY(arena, struct home_merge_option, homes_count * homes_count + 1);
    if (!out)
        return arena_exhausted(e);
    for (size_t i = 0; i < homes_count * homes_count; i++) {
        const struct home_occupancy *from = &homes[i / homes_count],
                                    *into = &homes[i % homes_count];
        int64_t residents = from->occupied + from->reserved;
        if (from == into || from->beds == 0 || into->free_beds == 0 || residents > into->free_beds)
            continue;
        out[count++] =
            (struct home_merge_option){.from = from->home,
                                       .into = into->home,
                                       .residents = residents,
                                       .free_beds = into->free_beds,
                                       .from_name = from->name,
                                       .into_name = into->name,
                                       .is_same_township = from->township == into->township};
    }
    qsort(out, count, sizeof *out, by_size);
    *ret = out;
    *ret_count = count < HOME_MERGE_OPTIONS_MAX ? count : HOME_MERGE_OPTIONS_MAX;
    return STATUS_OK;
}
