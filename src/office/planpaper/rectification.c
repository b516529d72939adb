#include "office/planpaper/rectification.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/view.h"
#include "domain/plan/plan.h"

#define PAPER_ARENA_BYTES ((size_t)32 << 20)
#define LEVEL_COUNTY 1

static void day_add(struct view *v, const char *name, struct date d)
{
    char text[DATE_TEXT_BYTES];
    view_add_text(v, name, d.v ? date_format_people(d, text) : "");
}

/* The post of a user; his name when he has none. */
static const char *user_words(struct db *db, int64_t county, const char *user, struct arena *arena)
{
    struct access_user row;
    if (access_user_by_name(db, county, user, arena, &row, NULL) == STATUS_OK && row.title &&
        row.title[0] != '\0')
        return row.title;
    return user;
}

static enum status place_add(struct db *db, int64_t county, struct date today, struct arena *arena,
                             struct view *root, struct error *e)
{
    struct division_table *table;
    const struct division *d;
    const char *name = "";
    TRY(division_table_read(db, county, date_month(today), arena, &table, e));
    for (size_t i = 0; (d = division_at(table, i)) != NULL && name[0] == '\0'; i++)
        if (d->level == LEVEL_COUNTY)
            name = d->name;
    struct view *place = view_add_object(root, "place");
    view_add_text(place, "county", name);
    view_add_textf(place, "bureau", "%s民政局", name);
    return STATUS_OK;
}

static enum status steps_add(struct db *db, int64_t county, int64_t order, struct arena *arena,
                             struct view *root, struct error *e)
{
    struct rectification_step *steps;
    size_t n;
    TRY(rectification_step_list(db, county, order, arena, &steps, &n, e));
    struct view *list = view_add_list(root, "steps");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        day_add(v, "on", steps[i].on);
        view_add_text(v, "label", rectification_step_label(&steps[i]));
        view_add_text(v, "text", steps[i].text);
        view_add_text(v, "actor", user_words(db, county, steps[i].actor, arena));
        day_add(v, "new_due", steps[i].new_due_on);
    }
    return STATUS_OK;
}

static enum status paper_fill(struct db *db, int64_t county, int64_t order,
                              const struct rectification_paper_options *options,
                              struct arena *arena, struct view *root, struct error *e)
{
    struct rectification r;
    TRY(rectification_read(db, county, order, options->scope, arena, &r, e));
    TRY(place_add(db, county, options->today, arena, root, e));
    struct view *v = view_add_object(root, "order");
    view_add_integer(v, "id", r.id);
    view_add_text(v, "document", r.document);
    view_add_text(v, "township", r.township_name);
    view_add_text(v, "origin", rectification_origin_label(r.origin));
    view_add_text(v, "node", r.node);
    view_add_text(v, "problem", r.problem);
    view_add_text(v, "demand", r.demand);
    view_add_text(v, "state", rectification_state_label(r.state));
    view_add_text(v, "issued_by", user_words(db, county, r.issued_by, arena));
    day_add(v, "issued_on", r.issued_on);
    day_add(v, "due_on", r.due_on);
    view_add_bool(root, "with_steps", options->with_steps);
    return options->with_steps ? steps_add(db, county, order, arena, root, e) : STATUS_OK;
}

enum status rectification_paper_render(struct db *db, int64_t county, int64_t order,
                                       const struct rectification_paper_options *options,
                                       struct buf *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PAPER_ARENA_BYTES);
    struct view *root = arena ? view_new(arena) : NULL;
    if (!root)
        return arena_exhausted(e);
    TRY(paper_fill(db, county, order, options, arena, root, e));
    TRY(view_status(root, e));
    return document_render("rectification", root, options->kind, options->today, ret, e);
}
