/* Projects of a plan, and who speaks for a home. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"
#include "plan_sql.h"

static enum status home_number(struct db *db, const struct plan_load *load, const char *name,
                               int64_t *ret, struct error *e)
{
    struct plan_home_row row;
    TRY(plan_home_by_name(
        db, (struct plan_home_by_name_args){.county = load->plan->county, .name = name},
        load->arena, &row, e));
    *ret = row.id;
    return STATUS_OK;
}

/* A project that is there already stays as it is. */
enum status plan_load_projects(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->project_count; i++) {
        struct project_entry entry = load->plan->projects[i].entry;
        int64_t id;
        if (load->plan->projects[i].home)
            TRY(home_number(db, load, load->plan->projects[i].home, &entry.home, e));
        if (project_write(db, load->plan->county, &entry, load->actor, load->change, &id, e) !=
            STATUS_OK)
            return error_place(e, "projects: %s", entry.code);
    }
    return STATUS_OK;
}

/* After homes and posts. Whom somebody has bound to another home, or given another role, stays. */
enum status plan_load_directors(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->post_count; i++) {
        const struct plan_post *post = &load->plan->posts[i];
        int64_t home;
        if (!post->home)
            continue;
        TRY(home_number(db, load, post->home, &home, e));
        TRY(plan_home_user_put(db,
                               (struct plan_home_user_put_args){.county = load->plan->county,
                                                                .user_name = post->user,
                                                                .home = home},
                               NULL, e));
    }
    return STATUS_OK;
}
