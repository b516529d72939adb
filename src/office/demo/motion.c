/* How the story of the plan in motion is told: its people, its calendar. */
#include "office/demo/motion.h"

#include <inttypes.h>
#include <stdio.h>

#define SEED_SALT UINT64_C(0x3071017)
#define LEVEL_TOWNSHIP 2
#define CODE_UNIT 1000

void motion_go(struct motion *m, struct date day)
{
    if (m->set_today != NULL)
        m->set_today(day);
    m->today = date_today();
}

static enum status townships_choose(struct motion *m, struct error *e)
{
    struct division_table *table;
    const struct division *d;
    TRY(division_table_read(m->db, m->c->county, m->options->month, m->arena, &table, e));
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level != LEVEL_TOWNSHIP || m->township_count == MOTION_TOWNSHIPS_MAX)
            continue;
        struct motion_township *t = &m->townships[m->township_count++];
        int64_t unit = d->code / CODE_UNIT % CODE_UNIT;
        *t = (struct motion_township){.code = d->code, .name = d->name};
        (void)snprintf(t->clerk, sizeof t->clerk, "township%03" PRId64 ".clerk", unit);
        (void)snprintf(t->lead, sizeof t->lead, "township%03" PRId64 ".lead", unit);
    }
    return STATUS_OK;
}

enum status motion_begin(struct motion *m, struct db *db, const struct payment_context *c,
                         const struct demo_options *options, struct arena *arena,
                         void (*set_today)(struct date day), struct error *e)
{
    struct access_user user;
    *m = (struct motion){.db = db,
                         .c = c,
                         .options = options,
                         .arena = arena,
                         .set_today = set_today,
                         .random = random_seed(options->seed ^ SEED_SALT),
                         .year = month_year(options->month)};
    TRY(access_user_by_name(db, c->county, DIRECTOR, arena, &user, e));
    return townships_choose(m, e);
}

enum status motion_tell(struct motion *m, const struct motion_scene *scenes, size_t count,
                        struct error *e)
{
    for (size_t i = 0; i < count; i++) {
        motion_go(m, date_make(m->year + scenes[i].year, scenes[i].month, scenes[i].day));
        TRY(scenes[i].play(m, e));
    }
    return STATUS_OK;
}
