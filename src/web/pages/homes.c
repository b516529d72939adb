/* Homes for the aged: all that the viewer may see, and one of them: who sleeps where, what waits to
   be confirmed, and the ways on. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/home/record.h"
#include "web/pages/download.h"
#include "web/pages/homes_page.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

/* ---- all homes ---- */

/* What the viewer may see: a township's people those of their township. */
static enum status homes_read(struct request *r, struct home **ret, size_t *ret_count,
                              struct error *e)
{
    int64_t township = query_number(r, "township");
    if (!request_sees_county(r))
        township = division_township(r->session.user.scope);
    return home_list(r->db, r->county, township, r->arena, ret, ret_count, e);
}

struct home_sums {
    struct home_figures figures;
    int64_t staff;
};

static enum status staff_count(struct request *r, int64_t home, int64_t *ret, struct error *e)
{
    struct home_staff *staff;
    size_t count;
    TRY(home_staff_list(r->db, r->county, home, date_today(), r->arena, &staff, &count, e));
    *ret = (int64_t)count;
    return STATUS_OK;
}

static void sums_take(struct home_sums *sum, const struct home_sums *one)
{
    sum->figures.beds += one->figures.beds;
    sum->figures.occupied += one->figures.occupied;
    sum->figures.free += one->figures.free;
    sum->figures.reserved += one->figures.reserved;
    sum->figures.paying += one->figures.paying;
    sum->figures.away += one->figures.away;
    sum->figures.requested += one->figures.requested;
    sum->figures.leaving += one->figures.leaving;
    sum->staff += one->staff;
}

static enum status home_index(struct request *r, struct error *e)
{
    static const char *const elsewhere[] = {"format", "lang", "theme", NULL};
    struct home *homes;
    struct home_occupancy *all;
    size_t count, all_count;
    int64_t own;
    struct home_sums sum = {0};
    const struct division_table *table;
    enum status s = home_of_viewer(r, &own, e);
    if (s == STATUS_OK)
        return respond_redirect(r, NULL, e, "/homes/%" PRId64, own);
    if (s != STATUS_NONE)
        return s;
    TRY(homes_read(r, &homes, &count, e));
    TRY(home_figures_all(r, &all, &all_count, e));
    TRY(place_table(r, date_month(date_today()), &table, e));
    place_add_choices(r->page, r, table, query_number(r, "township"), 0);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++) {
        struct home_sums one = {0};
        struct view *v = view_add_object(rows, NULL);
        TRY(home_figures_read(r, homes[i].id, all, all_count, &one.figures, e));
        TRY(staff_count(r, homes[i].id, &one.staff, e));
        home_head_add(v, &homes[i]);
        home_figures_add(v, &one.figures);
        view_add_integer(v, "grade", homes[i].grade);
        view_add_count(v, "staff", one.staff);
        sums_take(&sum, &one);
    }
    struct view *whole = view_add_object(r->page, "whole");
    home_figures_add(whole, &sum.figures);
    view_add_count(whole, "staff", sum.staff);
    view_add_bool(r->page, "has_chart", count > 1);
    view_add_bool(r->page, "sees_county", request_sees_county(r));
    view_add_text(r->page, "xlsx", query_address(r, "/homes.xlsx", elsewhere));
    view_add_text(r->page, "csv", query_address(r, "/homes.csv", elsewhere));
    return respond_page(r, "homes/list.html", NULL, e);
}

static const struct paper_column COLUMNS[] = {
    {N_("敬老院"), 18, PAPER_LEFT, PAPER_TEXT, false},
    {N_("乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("星级"), 7, PAPER_RIGHT, PAPER_INT, false},
    {N_("床位"), 8, PAPER_RIGHT, PAPER_INT, true},
    {N_("在院"), 8, PAPER_RIGHT, PAPER_INT, true},
    {N_("其中自费"), 10, PAPER_RIGHT, PAPER_INT, true},
    {N_("空床"), 8, PAPER_RIGHT, PAPER_INT, true},
    {N_("待确认入院"), 11, PAPER_RIGHT, PAPER_INT, true},
    {N_("待确认离院"), 11, PAPER_RIGHT, PAPER_INT, true},
    {N_("工作人员"), 10, PAPER_RIGHT, PAPER_INT, true},
};

static enum status home_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    const char *title = request_text(r, N_("敬老院"));
    struct home *homes;
    struct home_occupancy *all;
    size_t count, all_count;
    int64_t own = 0;
    enum status s = home_of_viewer(r, &own, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(homes_read(r, &homes, &count, e));
    TRY(home_figures_all(r, &all, &all_count, e));
    TRY(download_begin(r, title, home_day_text(r, date_today()), COLUMNS,
                       sizeof(COLUMNS) / sizeof(COLUMNS[0]), &download, e));
    for (size_t i = 0; i < count; i++) {
        struct home_sums one = {0};
        if (own != 0 && homes[i].id != own)
            continue;
        TRY(home_figures_read(r, homes[i].id, all, all_count, &one.figures, e));
        TRY(staff_count(r, homes[i].id, &one.staff, e));
        const struct paper_cell cells[] = {
            {.text = homes[i].name},          {.text = homes[i].township_name},
            {.number = homes[i].grade},       {.number = one.figures.beds},
            {.number = one.figures.occupied}, {.number = one.figures.paying},
            {.number = one.figures.free},     {.number = one.figures.requested},
            {.number = one.figures.leaving},  {.number = one.staff},
        };
        TRY(paper_row(download.paper, cells, e));
    }
    return download_send(r, &download, title, e);
}

/* ---- one home ---- */

static void profile_add(struct request *r, const struct home *home)
{
    struct view *v = view_add_object(r->page, "profile");
    view_add_integer(v, "grade", home->grade);
    view_add_textf(v, "land", "%" PRId64 ".%02" PRId64, home->land / 100, home->land % 100);
    view_add_bool(v, "has_land", home->land > 0);
    view_add_count(v, "floor_m2", home->floor_m2);
    view_add_count(v, "indoor_m2", home->indoor_m2);
    view_add_count(v, "outdoor_m2", home->outdoor_m2);
    view_add_text(v, "heating_label", request_text(r, heating_label(home->heating)));
    view_add_date(v, "opened_on", home->opened_on);
    view_add_text(v, "registration", home->registration);
    view_add_text(v, "address", home->address);
    view_add_text(v, "phone", home->phone);
    view_add_text(v, "director", home->director);
    view_add_text(v, "introduction", home->introduction);
}

/* Rooms in their order, each with its beds: who sleeps where. */
static enum status plan_add(struct request *r, int64_t home, struct error *e)
{
    struct home_room *rooms;
    struct home_bed *beds;
    size_t room_count, bed_count;
    struct date today = date_today();
    TRY(home_room_list(r->db, r->county, home, today, r->arena, &rooms, &room_count, e));
    TRY(home_bed_list(r->db, r->county, home, today, false, r->arena, &beds, &bed_count, e));
    struct view *list = view_add_list(r->page, "plan");
    for (size_t i = 0; i < room_count; i++) {
        struct view *room = view_add_object(list, NULL);
        view_add_integer(room, "room", rooms[i].id);
        view_add_text(room, "number", rooms[i].number);
        view_add_integer(room, "storey", rooms[i].storey);
        view_add_count(room, "area_m2", rooms[i].area_m2);
        view_add_count(room, "room_beds", rooms[i].beds);
        view_add_count(room, "room_occupied", rooms[i].occupied);
        struct view *of_room = view_add_list(room, "bed_list");
        for (size_t k = 0; k < bed_count; k++) {
            if (beds[k].room != rooms[i].id)
                continue;
            struct view *v = view_add_object(of_room, NULL);
            view_add_integer(v, "bed", beds[k].id);
            view_add_text(v, "label", beds[k].label);
            view_add_integer(v, "stay", beds[k].stay);
            view_add_text(v, "person_name", beds[k].person_name);
            view_add_bool(v, "is_free", beds[k].stay == 0);
        }
    }
    return STATUS_OK;
}

static enum status waits_of_state(struct request *r, struct view *list, int64_t home,
                                  enum stay_state state, int64_t *open, struct error *e)
{
    const bool is_in = state == STAY_REQUESTED;
    const enum stay_action action = is_in ? STAY_CONFIRM : STAY_LEAVE_CONFIRM;
    const struct stay_filter filter = {.home = home, .state = state, .rows = HOMES_READ_MAX};
    struct stay *stays;
    size_t count;
    TRY(stay_list(r->db, r->county, &filter, r->arena, &stays, &count, e));
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        bool may = stay_step_is_open(r, &stays[i], action);
        stay_row_add(r, v, &stays[i]);
        view_add_bool(v, "is_admission", is_in);
        view_add_bool(v, "can_confirm", may);
        view_add_bool(v, "can_choose", may && is_in);
        view_add_text(
            v, "asked_by",
            project_person(r, is_in ? stays[i].requested_by : stays[i].leave_requested_by));
        view_add_bool(v, "can_refuse", is_in && stay_step_is_open(r, &stays[i], STAY_REFUSE));
        view_add_bool(v, "can_take_back",
                      !is_in && stay_step_is_open(r, &stays[i], STAY_LEAVE_TAKE_BACK));
        *open += may && is_in;
    }
    return STATUS_OK;
}

/* Whose death somebody else registered: the bed is kept until the home lets them go. */
static enum status dead_add(struct request *r, int64_t home, struct error *e)
{
    const struct stay_filter filter = {.home = home, .is_dead = true, .rows = HOMES_READ_MAX};
    struct stay *stays;
    size_t count;
    struct view *list = view_add_list(r->page, "dead");
    TRY(stay_list(r->db, r->county, &filter, r->arena, &stays, &count, e));
    for (size_t i = 0; i < count; i++)
        stay_row_add(r, view_add_object(list, NULL), &stays[i]);
    return STATUS_OK;
}

static enum status home_respond(struct request *r, const struct home *home, unsigned status,
                                const struct error *why, struct error *e)
{
    struct home_figures figures;
    int64_t open = 0, staff;
    struct view *waits = view_add_list(r->page, "waits");
    home_head_add(r->page, home);
    profile_add(r, home);
    TRY(home_figures_of(r, home->id, &figures, e));
    home_figures_add(r->page, &figures);
    TRY(staff_count(r, home->id, &staff, e));
    view_add_count(r->page, "staff", staff);
    TRY(plan_add(r, home->id, e));
    TRY(dead_add(r, home->id, e));
    TRY(waits_of_state(r, waits, home->id, STAY_REQUESTED, &open, e));
    TRY(waits_of_state(r, waits, home->id, STAY_LEAVING, &open, e));
    view_add_bool(r->page, "can_confirm_all", open > 1);
    view_add_bool(r->page, "can_manage", request_can(r, PERMISSION_HOME_MANAGE));
    view_add_bool(r->page, "can_admit",
                  request_can(r, PERMISSION_HOME_ADMIT) && home->closed_on.v == DATE_OPEN.v);
    view_add_bool(r->page, "can_record", request_can(r, PERMISSION_HOME_RECORD));
    view_add_bool(r->page, "is_director", r->session.user.role == ROLE_HOME_DIRECTOR);
    view_add_date(r->page, "today", date_today());
    return respond_page_status(r, status, "homes/page.html", home->name, why, e);
}

static enum status home_page(struct request *r, struct error *e)
{
    struct home home;
    TRY(home_of_address(r, &home, e));
    return home_respond(r, &home, 200, NULL, e);
}

/* ---- many admissions at once ---- */

static enum status chosen_read(struct request *r, int64_t home, int64_t **ret, size_t *ret_count,
                               struct error *e)
{
    struct stay *stays;
    size_t known, count = 0;
    int64_t *chosen;
    const struct stay_filter filter = {
        .home = home, .state = STAY_REQUESTED, .rows = HOMES_READ_MAX};
    TRY(stay_list(r->db, r->county, &filter, r->arena, &stays, &known, e));
    chosen = ARENA_ARRAY(r->arena, int64_t, known + 1);
    if (chosen == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < known; i++)
        if (home_is_chosen(r, stays[i].id))
            chosen[count++] = stays[i].id;
    if (count == 0)
        return error_set(e, STATUS_REFUSED, "STAY_CHOICE", _("请先选要确认的人"));
    *ret = chosen;
    *ret_count = count;
    return STATUS_OK;
}

static enum status home_confirm(struct request *r, struct error *e)
{
    struct home home;
    struct error why = {0};
    struct db *db;
    int64_t *stays;
    size_t count;
    TRY(home_of_address(r, &home, e));
    enum status s = chosen_read(r, home.id, &stays, &count, &why);
    if (s == STATUS_OK)
        s = request_writer(r, &db, &why);
    if (s == STATUS_OK)
        s = stay_confirm_all(db, r->county, r->keys, stays, count, r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(
            r,
            request_text(r,
                         arena_printf(r->arena, _("已确认 %zu 人入院，下月起转集中供养"), count)),
            e, "/homes/%" PRId64, home.id);
    if (is_page_refusal(s, &why))
        return home_respond(r, &home, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input LIST_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {.name = NULL},
};
static const struct route_input CONFIRM_INPUTS[] = {
    {"stay", INPUT_INTEGER, true, N_("入住编号，可以有几个")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes", home_index, PERMISSION_HOME_READ, N_("敬老院"), .inputs = LIST_INPUTS},
    {HTTP_GET, "/homes.xlsx", home_export, PERMISSION_HOME_READ, N_("敬老院"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/homes.csv", home_export, PERMISSION_HOME_READ, N_("敬老院"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/homes/{home}", home_page, PERMISSION_HOME_READ, N_("敬老院")},
    {HTTP_POST, "/homes/{home}/confirm", home_confirm, PERMISSION_HOME_CONFIRM, N_("确认入院"),
     .inputs = CONFIRM_INPUTS},
};
/* Last of the tables: whatever stands beside /homes/{home} with a name of its own comes before. */
const struct route_table HOMES_ROUTES = ROUTE_TABLE("homes", ROUTES);
