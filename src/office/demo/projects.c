#include "office/demo/projects.h"

#include <inttypes.h>
#include <stdio.h>

#include "office/demo/projects_story.h"

#define PEOPLE_MIN 200 /* wubao persons: as for the homes */
#define PROJECTS_ARENA_BYTES ((size_t)128 << 20)

/* The plan's first projects, and who speaks for their townships. NONE: not of this year. */
static enum status sites_choose(struct projects_story *s, struct error *e)
{
    struct project *list;
    size_t count;
    TRY(project_list(s->db, s->c->county, 0, 0, s->arena, &list, &count, e));
    if (count < STORY_PROJECTS)
        return STATUS_NONE;
    for (size_t i = 0; i < STORY_PROJECTS; i++) {
        struct site *site = &s->sites[i];
        struct access_user user;
        int64_t unit = list[i].scope.township / 1000 % 1000;
        if (month_year(date_month(list[i].scope.start_on)) != s->year)
            return STATUS_NONE;
        *site = (struct site){.id = list[i].id, .is_city = list[i].is_city, .scope = list[i].scope};
        (void)snprintf(site->clerk, sizeof site->clerk, "township%03" PRId64 ".clerk", unit);
        (void)snprintf(site->lead, sizeof site->lead, "township%03" PRId64 ".lead", unit);
        TRY(access_user_by_name(s->db, s->c->county, site->clerk, s->arena, &user, e));
    }
    s->counts.projects = STORY_PROJECTS;
    return STATUS_OK;
}

enum status demo_projects_store(struct db *db, const struct payment_context *c,
                                const struct demo_options *options, struct date until,
                                void (*set_today)(struct date day), struct demo_project_counts *ret,
                                struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECTS_ARENA_BYTES);
    struct projects_story *s = arena != NULL ? ARENA_NEW(arena, struct projects_story) : NULL;
    if (s == NULL)
        return arena_exhausted(e);
    if (options->wubao_persons < PEOPLE_MIN || (set_today == NULL && date_today().v < until.v))
        return STATUS_NONE;
    *s = (struct projects_story){.db = db,
                                 .c = c,
                                 .options = options,
                                 .arena = arena,
                                 .year = month_year(options->month),
                                 .until = until};
    TRY(sites_choose(s, e));
    for (s->today = date_make(s->year, 1, 1); s->today.v <= until.v; s->today.v++) {
        if (set_today != NULL)
            set_today(s->today);
        TRY(projects_works_day(s, e));
        TRY(projects_returns_day(s, e));
    }
    *ret = s->counts;
    return STATUS_OK;
}
