#include "web/pages/place.h"

#define LEVEL_TOWNSHIP 2
#define LEVEL_VILLAGE 3

enum status place_table(struct request *r, struct month m, const struct division_table **ret,
                        struct error *e)
{
    struct division_table *table;
    TRY(division_table_read(r->db, r->county, m, r->arena, &table, e));
    *ret = table;
    return STATUS_OK;
}

void place_add(struct view *object, const struct division_table *table, int64_t code)
{
    const struct division *village = division_by_code(table, code);
    const struct division *township = division_by_code(table, division_township(code));
    view_add_text(object, "township", township != NULL ? township->name : "");
    view_add_text(object, "village", village != NULL && village != township ? village->name : "");
    if (village == NULL)
        view_add_integer(object, "division", code);
}

static void choice_add(struct view *list, const struct division *d, int64_t chosen)
{
    struct view *choice = view_add_object(list, NULL);
    view_add_integer(choice, "code", d->code);
    view_add_text(choice, "name", d->name);
    view_add_bool(choice, "is_chosen", d->code == chosen);
}

void place_add_choices(struct view *page, const struct request *r,
                       const struct division_table *table, int64_t township, int64_t village)
{
    struct view *townships = view_add_list(page, "townships"),
                *villages = view_add_list(page, "villages");
    const struct division *d;
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        int64_t scope = r->session.user.scope;
        bool is_seen = access_in_scope(scope, d->code);
        if (d->level == LEVEL_TOWNSHIP && (is_seen || d->code == division_township(scope)))
            choice_add(townships, d, township);
        else if (d->level == LEVEL_VILLAGE && d->parent == township && is_seen)
            choice_add(villages, d, village);
    }
}
