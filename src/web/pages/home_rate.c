/* How many live in homes, by township, and what could be done about it: the judgement of P3.4 with
   the people and the homes behind each number. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "domain/home/rate.h"
#include "domain/registry/change.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

#define PEOPLE_ROWS 100
#define SUGGESTIONS_SHOWN 100
#define MERGERS_SHOWN 30

static struct date day_asked(const struct request *r)
{
    struct date on;
    return date_parse(request_query(r, "on"), &on, NULL) == STATUS_OK ? on : date_today();
}

static bool is_seen(const struct request *r, int64_t township)
{
    return request_sees_county(r) ||
           (township != 0 && (access_in_scope(r->session.user.scope, township) ||
                              township == division_township(r->session.user.scope)));
}

/* Held against the target that the page shows beside it. */
static void rate_text_add(struct view *v, const char *name, int64_t in, int64_t all,
                          int64_t target_bp)
{
    char text[RATIO_TEXT_BYTES];
    view_add_text(v, name, ratio_percent_of_target(in, all, target_bp, 1, text));
}

static void occupancy_add(struct view *v, int64_t occupied, int64_t beds)
{
    char text[RATIO_TEXT_BYTES];
    view_add_text(v, "occupancy", ratio_percent(occupied, beds, 1, text));
}

static void day_add(struct request *r, struct date on)
{
    char text[DATE_TEXT_BYTES];
    view_add_date(r->page, "on", on);
    view_add_text(r->page, "on_key", date_format(on, text));
}

/* ---- rows ---- */

static void rate_row_add(struct view *v, const struct home_rate *t)
{
    char target[RATIO_TEXT_BYTES];
    view_add_integer(v, "township", t->township);
    view_add_text(v, "name", t->name);
    view_add_count(v, "in", t->in);
    view_add_count(v, "all", t->all);
    rate_text_add(v, "rate", t->in, t->all, t->target_bp);
    view_add_count(v, "due", home_rate_gap(0, t->all, t->target_bp));
    view_add_count(v, "gap", t->gap);
    view_add_bool(v, "is_met", t->is_met);
    view_add_bool(v, "has_target", t->target_bp > 0);
    view_add_text(v, "target", ratio_rate(t->target_bp, target));
    view_add_count(v, "beds", t->beds);
    view_add_count(v, "occupied", t->occupied);
    occupancy_add(v, t->occupied, t->beds);
    view_add_count(v, "waiting", t->waiting);
    view_add_count(v, "leaving", t->leaving);
    view_add_count(v, "wishes", t->wishes);
    view_add_count(v, "forecast_in", t->forecast_in);
    view_add_count(v, "forecast_all", t->forecast_all);
    rate_text_add(v, "forecast", t->forecast_in, t->forecast_all, t->target_bp);
    view_add_bool(v, "is_forecast_met", t->is_forecast_met);
    view_add_bool(v, "has_project", t->has_project);
}

/* What the county as a whole needs: Σ of what its townships need. */
static void county_add(struct view *page, const struct home_rate *rows, size_t count,
                       const struct home_rate *sum)
{
    struct view *v = view_add_object(page, "county");
    int64_t below = 0, due = 0;
    for (size_t i = 0; i < count; i++) {
        below += !rows[i].is_met;
        due += home_rate_gap(0, rows[i].all, rows[i].target_bp);
    }
    view_add_count(v, "due", due);
    view_add_count(v, "townships_below", below);
    rate_row_add(v, sum);
}

static void home_row_add(struct view *v, const struct home_occupancy *h)
{
    view_add_integer(v, "home", h->home);
    view_add_text(v, "name", h->name);
    view_add_text(v, "township", h->township_name);
    view_add_count(v, "beds", h->beds);
    view_add_count(v, "occupied", h->occupied);
    occupancy_add(v, h->occupied, h->beds);
    view_add_count(v, "free_beds", h->free_beds);
    view_add_count(v, "reserved", h->reserved);
    view_add_count(v, "paying", h->paying);
    view_add_count(v, "away", h->away);
}

static enum status homes_list(struct request *r, struct date on, int64_t township, struct error *e)
{
    struct home_occupancy *homes;
    size_t count;
    TRY(home_occupancy_list(r->db, r->county, on, KNOWN_NOW, r->arena, &homes, &count, e));
    struct view *list = view_add_list(r->page, "homes");
    for (size_t i = 0; i < count; i++)
        if (is_seen(r, homes[i].township) && (township == 0 || township == homes[i].township))
            home_row_add(view_add_object(list, NULL), &homes[i]);
    return STATUS_OK;
}

/* ---- what could be done ---- */

/* Names are for those who may see people anyway. */
static enum status suggestions_list(struct request *r, struct date on, struct error *e)
{
    struct home_suggestion *rows;
    size_t count, shown = 0;
    view_add_bool(r->page, "sees_people", request_can(r, PERMISSION_REGISTRY_READ));
    if (!request_can(r, PERMISSION_REGISTRY_READ))
        return STATUS_OK;
    TRY(home_suggest(r->db, r->county, on, r->arena, &rows, &count, e));
    struct view *list = view_add_list(r->page, "suggestions");
    for (size_t i = 0; i < count; i++) {
        if (!is_seen(r, rows[i].township) || shown++ >= SUGGESTIONS_SHOWN)
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "wish", rows[i].wish);
        view_add_integer(v, "person", rows[i].person);
        view_add_text(v, "person_name", rows[i].person_name);
        view_add_text(v, "township", rows[i].township_name);
        view_add_integer(v, "home", rows[i].home);
        view_add_text(v, "home_name", rows[i].home_name);
        view_add_bool(v, "is_own_township", rows[i].is_own_township);
        if (request_can(r, PERMISSION_HOME_ADMIT) &&
            (request_sees_county(r) || rows[i].is_own_township))
            view_add_textf(v, "admit", "/homes/%" PRId64 "/admit?wish=%" PRId64, rows[i].home,
                           rows[i].wish);
    }
    view_add_count(r->page, "suggestion_count", (int64_t)shown);
    view_add_bool(r->page, "has_more_suggestions", shown > SUGGESTIONS_SHOWN);
    return STATUS_OK;
}

static enum status mergers_list(struct request *r, struct date on, struct error *e)
{
    struct home_merge_option *rows;
    size_t count;
    if (!request_sees_county(r))
        return STATUS_OK;
    TRY(home_merge_options(r->db, r->county, on, r->arena, &rows, &count, e));
    struct view *list = view_add_list(r->page, "mergers");
    view_add_bool(r->page, "can_merge", request_can(r, PERMISSION_HOME_MANAGE));
    for (size_t i = 0; i < count && i < MERGERS_SHOWN; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "from", rows[i].from);
        view_add_text(v, "from_name", rows[i].from_name);
        view_add_integer(v, "into", rows[i].into);
        view_add_text(v, "into_name", rows[i].into_name);
        view_add_count(v, "residents", rows[i].residents);
        view_add_count(v, "free_beds", rows[i].free_beds);
        view_add_bool(v, "is_same_township", rows[i].is_same_township);
    }
    return STATUS_OK;
}

static enum status rates_show(struct request *r, struct error *e)
{
    struct date on = day_asked(r);
    struct home_rate *rows, sum;
    size_t count;
    day_add(r, on);
    TRY(home_rate_list(r->db, r->county, on, KNOWN_NOW, r->arena, &rows, &count, &sum, e));
    if (request_sees_county(r))
        county_add(r->page, rows, count, &sum);
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        if (is_seen(r, rows[i].township))
            rate_row_add(view_add_object(list, NULL), &rows[i]);
    TRY(homes_list(r, on, 0, e));
    TRY(suggestions_list(r, on, e));
    TRY(mergers_list(r, on, e));
    return respond_page(r, "home_rate/list.html", NULL, e);
}

/* ---- one township ---- */

static void person_add(struct view *v, const struct home_rate_person *p,
                       const struct division_table *table)
{
    view_add_integer(v, "person", p->person);
    view_add_integer(v, "household", p->household);
    view_add_text(v, "name", p->name);
    view_add_text(v, "id_tail", p->id_tail);
    place_add(v, table, p->division);
    view_add_bool(v, "is_in", p->is_in);
    view_add_bool(v, "is_coming", !p->is_in && p->home != 0);
    view_add_bool(v, "is_wish", p->is_wish);
    if (p->home == 0)
        return;
    view_add_integer(v, "home", p->home);
    view_add_text(v, "home_name", p->home_name);
    view_add_date(v, "from", p->from);
}

static enum status people_list(struct request *r, struct date on, int64_t township, struct error *e)
{
    static const char *const paging[] = {"after", "format", "lang", "theme", NULL};
    const struct division_table *table;
    struct home_rate_person *people;
    size_t count;
    int64_t after = query_number(r, "after");
    view_add_bool(r->page, "sees_people", request_can(r, PERMISSION_REGISTRY_READ));
    if (!request_can(r, PERMISSION_REGISTRY_READ))
        return STATUS_OK;
    TRY(place_table(r, date_month(on), &table, e));
    TRY(home_rate_people(r->db, r->county, on, KNOWN_NOW, township, after, PEOPLE_ROWS + 1,
                         r->arena, &people, &count, e));
    struct view *list = view_add_list(r->page, "people");
    for (size_t i = 0; i < count && i < PEOPLE_ROWS; i++)
        person_add(view_add_object(list, NULL), &people[i], table);
    view_add_bool(r->page, "is_first", after == 0);
    if (count > PEOPLE_ROWS)
        view_add_textf(r->page, "next", "%safter=%" PRId64, query_address(r, r->path, paging),
                       people[PEOPLE_ROWS - 1].person);
    return STATUS_OK;
}

static enum status township_show(struct request *r, struct error *e)
{
    struct date on = day_asked(r);
    struct home_rate *rows, sum;
    size_t count, at = 0;
    int64_t township;
    TRY(request_parameter_i64(r, "township", &township));
    if (!is_seen(r, township))
        return STATUS_NONE;
    TRY(home_rate_list(r->db, r->county, on, KNOWN_NOW, r->arena, &rows, &count, &sum, e));
    while (at < count && rows[at].township != township)
        at++;
    if (at == count)
        return STATUS_NONE;
    day_add(r, on);
    rate_row_add(r->page, &rows[at]);
    TRY(homes_list(r, on, township, e));
    TRY(people_list(r, on, township, e));
    return respond_page(r, "home_rate/township.html", rows[at].name, e);
}

static const struct route_input INPUTS[] = {
    {"on", INPUT_DATE, false, N_("哪一天；默认今天")},
    {.name = NULL},
};
static const struct route_input TOWNSHIP_INPUTS[] = {
    {"on", INPUT_DATE, false, N_("哪一天；默认今天")},
    {"after", INPUT_INTEGER, false, N_("上一页最后一人的编号")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/rates", rates_show, PERMISSION_HOME_READ, N_("集中供养率和入住率"),
     .inputs = INPUTS},
    {HTTP_GET, "/homes/rates/{township}", township_show, PERMISSION_HOME_READ,
     N_("一个乡镇的集中供养率"), .inputs = TOWNSHIP_INPUTS},
};
const struct route_table HOME_RATE_ROUTES = ROUTE_TABLE("home_rate", ROUTES);
