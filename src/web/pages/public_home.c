/* What everybody may see of homes for the aged without a login: where they are, whether there is
   room, what is due to their residents, what was given to them. No name of a person is on it. */
#include <inttypes.h>

#include "base/i18n.h"
#include "domain/home/rate.h"
#include "domain/registry/change.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

static void home_row_add(struct request *r, struct view *v, const struct home *home,
                         const struct home_occupancy *room)
{
    view_add_integer(v, "home", home->id);
    view_add_text(v, "name", home->name);
    view_add_text(v, "township", home->township_name);
    view_add_text(v, "address", home->address);
    view_add_text(v, "phone", home->phone);
    view_add_integer(v, "grade", home->grade);
    view_add_text(v, "grade_text",
                  home->grade > 0
                      ? arena_printf(r->arena, request_text(r, N_("%d 星级")), home->grade)
                      : request_text(r, N_("未评级")));
    view_add_count(v, "beds", room->beds);
    view_add_count(v, "free_beds", room->free_beds);
}

static const struct home_occupancy *room_of(const struct home_occupancy *rooms, size_t count,
                                            int64_t home)
{
    static const struct home_occupancy none = {0};
    for (size_t i = 0; i < count; i++)
        if (rooms[i].home == home)
            return &rooms[i];
    return &none;
}

static enum status homes_show(struct request *r, struct error *e)
{
    struct date today = date_today();
    const struct division_table *table;
    struct home_occupancy *rooms;
    struct home *homes;
    size_t count, room_count;
    int64_t township = query_number(r, "township");
    TRY(place_table(r, date_month(today), &table, e));
    TRY(home_list(r->db, r->county, township, r->arena, &homes, &count, e));
    TRY(home_occupancy_list(r->db, r->county, today, KNOWN_NOW, r->arena, &rooms, &room_count, e));
    struct view *townships = view_add_list(r->page, "townships");
    const struct division *d;
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level != 2)
            continue;
        struct view *v = view_add_object(townships, NULL);
        view_add_integer(v, "code", d->code);
        view_add_text(v, "name", d->name);
        view_add_bool(v, "is_chosen", d->code == township);
    }
    struct view *list = view_add_list(r->page, "homes");
    for (size_t i = 0; i < count; i++)
        if (homes[i].closed_on.v > today.v)
            home_row_add(r, view_add_object(list, NULL), &homes[i],
                         room_of(rooms, room_count, homes[i].id));
    return respond_page(r, "public/homes.html", NULL, e);
}

/* ---- one home ---- */

/* What a year is due to a person, with the clause that says so. */
static enum status standards_list(struct request *r, struct month m, struct error *e)
{
    static const struct {
        enum policy_key key;
        const char *label;
    } keys[] = {{POLICY_WUBAO_INSTITUTION_YEAR, N_("集中供养，每人每年")},
                {POLICY_WUBAO_SCATTERED_YEAR, N_("分散供养，每人每年")}};
    struct policy_table *table;
    TRY(policy_table_read(r->db, r->county, KNOWN_NOW, r->arena, &table, e));
    struct view *list = view_add_list(r->page, "standards");
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        struct policy_value value = policy_value_of(table, keys[i].key, m);
        if (!value.is_set)
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "label", request_text(r, keys[i].label));
        view_add_fen(v, "year_fen", FEN(value.v));
        view_add_text(v, "clause", value.clause);
        view_add_text(v, "document", value.document);
    }
    return STATUS_OK;
}

static enum status home_show(struct request *r, struct error *e)
{
    struct date today = date_today();
    struct home_occupancy *rooms;
    struct home home;
    size_t room_count;
    int64_t id;
    struct fen donated, spent;
    TRY(request_parameter_i64(r, "home", &id));
    TRY(home_by_id(r->db, r->county, id, r->arena, &home, e));
    if (home.closed_on.v <= today.v)
        return STATUS_NONE;
    TRY(home_occupancy_list(r->db, r->county, today, KNOWN_NOW, r->arena, &rooms, &room_count, e));
    TRY(home_own_money(r->db, r->county, id, month_year(date_month(today)), r->arena, &donated,
                       &spent, e));
    home_row_add(r, r->page, &home, room_of(rooms, room_count, id));
    view_add_text(r->page, "introduction", home.introduction);
    view_add_integer(r->page, "year", month_year(date_month(today)));
    view_add_fen(r->page, "donated_fen", donated);
    view_add_fen(r->page, "spent_fen", spent);
    TRY(standards_list(r, date_month(today), e));
    return respond_page(r, "public/home.html", home.name, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/public/homes", homes_show, PERMISSION_PUBLIC, N_("敬老院"), .inputs = LIST_INPUTS,
     .is_kept = true},
    {HTTP_GET, "/public/homes/{home}", home_show, PERMISSION_PUBLIC, N_("敬老院"), .is_kept = true},
};
const struct route_table PUBLIC_HOME_ROUTES = ROUTE_TABLE("public_home", ROUTES);
