/* Residents of a home: the list with its filter in the address, the same as a file, and one
   resident's story from the admission to the day he left. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/home/record.h"
#include "web/pages/download.h"
#include "web/pages/homes_page.h"
#include "web/pages/pages.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"
#include "web/pages/resident_page.h"

#define STORY_RECORDS 60
#define FORM_YEARS 5

/* ---- the list ---- */

static enum stay_state state_asked(const struct request *r)
{
    const char *asked = request_query(r, "state");
    for (int s = STAY_REQUESTED; s <= STAY_REFUSED; s++)
        if (strcmp(stay_state_code((enum stay_state)s), asked) == 0)
            return (enum stay_state)s;
    return (enum stay_state)0;
}

static struct stay_filter filter_read(const struct request *r, int64_t home)
{
    const char *search = request_query(r, "q");
    return (struct stay_filter){.home = home,
                                .state = state_asked(r),
                                .search = search[0] != '\0' ? search : NULL,
                                .after = query_number(r, "after"),
                                .rows = HOMES_PAGE_ROWS + 1};
}

static enum status resident_index(struct request *r, struct error *e)
{
    static const char *const paging[] = {"after", NULL};
    static const char *const elsewhere[] = {"after", "format", "lang", "theme", NULL};
    struct home home;
    struct stay *stays;
    size_t count;
    TRY(home_of_address(r, &home, e));
    struct stay_filter filter = filter_read(r, home.id);
    const char *path = arena_printf(r->arena, "/homes/%" PRId64 "/residents", home.id);
    TRY(stay_list(r->db, r->county, &filter, r->arena, &stays, &count, e));
    home_head_add(r->page, &home);
    view_add_text(r->page, "path", path);
    view_add_text(r->page, "q", request_query(r, "q"));
    struct view *states = view_add_list(r->page, "states");
    for (int s = STAY_REQUESTED; s <= STAY_REFUSED; s++)
        option_add(states, stay_state_code((enum stay_state)s),
                   request_text(r, stay_state_label((enum stay_state)s)), (int)filter.state == s);
    struct view *rows = view_add_list(r->page, "rows");
    const int64_t last = count > HOMES_PAGE_ROWS ? stays[HOMES_PAGE_ROWS - 1].id : 0;
    stay_dead_first(stays, count < HOMES_PAGE_ROWS ? count : HOMES_PAGE_ROWS);
    for (size_t i = 0; i < count && i < HOMES_PAGE_ROWS; i++)
        stay_row_add(r, view_add_object(rows, NULL), &stays[i]);
    view_add_bool(r->page, "is_first", filter.after == 0);
    view_add_text(r->page, "first", query_address(r, path, elsewhere));
    view_add_text(r->page, "xlsx",
                  query_address(r, arena_printf(r->arena, "%s.xlsx", path), elsewhere));
    view_add_text(r->page, "csv",
                  query_address(r, arena_printf(r->arena, "%s.csv", path), elsewhere));
    if (last != 0)
        view_add_textf(r->page, "next", "%safter=%" PRId64, query_address(r, path, paging), last);
    return respond_page(r, "homes/residents.html",
                        request_text(r, arena_printf(r->arena, _("%s的住院老人"), home.name)), e);
}

static const struct paper_column COLUMNS[] = {
    {N_("姓名"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("证件后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("性别"), 6, PAPER_CENTER, PAPER_TEXT, false},
    {N_("出生日期"), 12, PAPER_CENTER, PAPER_TEXT, false},
    {N_("户籍乡镇"), 12, PAPER_LEFT, PAPER_TEXT, false},
    {N_("村（居）"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("类别"), 8, PAPER_CENTER, PAPER_TEXT, false},
    {N_("房间"), 9, PAPER_CENTER, PAPER_TEXT, false},
    {N_("床号"), 7, PAPER_CENTER, PAPER_TEXT, false},
    {N_("照料等级"), 10, PAPER_CENTER, PAPER_TEXT, false},
    {N_("入院"), 12, PAPER_CENTER, PAPER_TEXT, false},
    {N_("离院"), 12, PAPER_CENTER, PAPER_TEXT, false},
    {N_("协议号"), 16, PAPER_LEFT, PAPER_TEXT, false},
    {N_("状态"), 9, PAPER_CENTER, PAPER_TEXT, false},
};

static enum status export_row(struct request *r, struct paper_writer *paper, const struct stay *s,
                              struct error *e)
{
    const struct paper_cell cells[] = {
        {.text = s->person_name},
        {.text = s->id_tail},
        {.text = request_text(r, s->sex == SEX_FEMALE ? N_("女") : N_("男"))},
        {.text = home_day_text(r, s->birth)},
        {.text = s->township_name},
        {.text = s->village_name},
        {.text = request_text(r, s->kind == STAY_PAYING ? N_("自费") : N_("五保"))},
        {.text = s->room_number != NULL ? s->room_number : ""},
        {.text = s->bed_label != NULL ? s->bed_label : ""},
        {.text = resident_care_text(r, s->care)},
        {.text = home_day_text(r, s->from)},
        {.text = home_day_text(r, s->until)},
        {.text = s->agreement},
        {.text = request_text(r, stay_state_label(s->state))},
    };
    return paper_row(paper, cells, e);
}

static enum status resident_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct home home;
    struct stay *stays;
    size_t count = HOMES_PAGE_ROWS;
    TRY(home_of_address(r, &home, e));
    const char *title = request_text(r, arena_printf(r->arena, _("%s的住院老人"), home.name));
    struct stay_filter filter = filter_read(r, home.id);
    filter.after = 0;
    filter.rows = HOMES_PAGE_ROWS;
    TRY(download_begin(r, title, home_day_text(r, date_today()), COLUMNS,
                       sizeof(COLUMNS) / sizeof(COLUMNS[0]), &download, e));
    while (count == HOMES_PAGE_ROWS) {
        TRY(stay_list(r->db, r->county, &filter, r->arena, &stays, &count, e));
        for (size_t i = 0; i < count; i++)
            TRY(export_row(r, download.paper, &stays[i], e));
        if (count > 0)
            filter.after = stays[count - 1].id;
    }
    return download_send(r, &download, title, e);
}

/* ---- one resident ---- */

/* By whom he is kept month after month, as the registry has it: the stay is why, this is what
   follows. */
static enum status support_add(struct request *r, const struct stay *s, struct error *e)
{
    struct dossier d;
    struct month now = date_month(date_today());
    struct view *list = view_add_list(r->page, "support");
    if (s->kind != STAY_WUBAO || s->household == 0)
        return STATUS_OK;
    enum status found =
        dossier_read(r->db, r->county, PROGRAMME_WUBAO, s->household,
                     month_add(now, -12 * FORM_YEARS), MONTH_OPEN, KNOWN_NOW, r->arena, &d, e);
    if (found == STATUS_NONE)
        return STATUS_OK;
    TRY(found);
    for (size_t i = d.entitlement_count; i > 0; i--) {
        const struct entitlement_row *row = &d.entitlements[i - 1];
        struct home home = {0};
        bool is_home = row->form == FORM_INSTITUTION;
        struct view *v = view_add_object(list, NULL);
        view_add_month(v, "month_from", row->from);
        view_add_month(v, "month_to", row->to);
        view_add_bool(v, "is_open", row->to.v == MONTH_OPEN.v);
        view_add_bool(v, "is_home", is_home);
        view_add_bool(v, "has_ended", row->status == ENTITLEMENT_ENDED);
        view_add_text(v, "form_label", request_text(r, is_home ? N_("集中供养") : N_("分散供养")));
        view_add_text(v, "care_label", resident_care_text(r, row->care));
        if (is_home && row->home != 0)
            TRY(home_by_id(r->db, r->county, row->home, r->arena, &home, e));
        view_add_text(v, "payee_name",
                      is_home && home.name != NULL ? home.name : request_text(r, N_("本人账户")));
    }
    return STATUS_OK;
}

static enum status records_add(struct request *r, const struct stay *s, struct error *e)
{
    struct home_record *records;
    size_t count;
    const struct record_filter filter = {.stay = s->id, .to = date_today(), .rows = STORY_RECORDS};
    TRY(home_record_list(r->db, r->county, &filter, r->arena, &records, &count, e));
    struct view *list = view_add_list(r->page, "records");
    for (size_t i = 0; i < count; i++)
        record_row_add(r, view_add_object(list, NULL), &records[i]);
    return STATUS_OK;
}

static enum status care_add(struct request *r, const struct stay *s, struct error *e)
{
    struct care_assessment *all;
    size_t count;
    TRY(care_list(r->db, r->county, s->id, r->arena, &all, &count, e));
    struct view *list = view_add_list(r->page, "care");
    view_add_bool(r->page, "has_care", count > 0);
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        int able = 0;
        for (int k = 0; k < CARE_ITEMS; k++)
            able += all[i].can[k];
        view_add_date(v, "assessed_on", all[i].assessed_on);
        view_add_text(v, "level_label", resident_care_text(r, all[i].level));
        view_add_integer(v, "able", able);
        view_add_text(v, "assessors", all[i].assessors);
    }
    return STATUS_OK;
}

enum status property_add(struct request *r, const struct stay *s, struct error *e)
{
    struct home_property *all;
    size_t count;
    TRY(home_property_list(r->db, r->county, s->id, r->arena, &all, &count, e));
    struct view *list = view_add_list(r->page, "property");
    view_add_bool(r->page, "has_property", count > 0);
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        bool is_given = all[i].given_to[0] != '\0';
        view_add_integer(v, "number", all[i].number);
        view_add_text(v, "item", all[i].item);
        view_add_count(v, "quantity", all[i].quantity);
        view_add_fen(v, "value_fen", all[i].value);
        view_add_date(v, "listed_on", all[i].listed_on);
        view_add_text(v, "witnesses", all[i].witnesses);
        view_add_text(v, "given_to", is_given ? all[i].given_to : NULL);
        if (is_given)
            view_add_date(v, "given_on", all[i].given_on);
        view_add_bool(v, "is_kept", !is_given);
    }
    return STATUS_OK;
}

static void facts_add(struct request *r, const struct stay *s)
{
    stay_row_add(r, r->page, s);
    view_add_integer(r->page, "home", s->home);
    view_add_text(r->page, "agreement", s->agreement);
    view_add_text(r->page, "health", resident_sees_health(r) ? s->health : NULL);
    view_add_text(r->page, "contact", s->contact);
    view_add_text(r->page, "note", s->note);
    view_add_text(r->page, "leave_note", s->leave_note);
    view_add_text(r->page, "confirmed_by", project_person(r, s->confirmed_by));
    view_add_text(r->page, "leave_confirmed_by", project_person(r, s->leave_confirmed_by));
    view_add_bool(r->page, "is_requested", s->state == STAY_REQUESTED);
    view_add_bool(r->page, "is_leaving", s->state == STAY_LEAVING);
    view_add_bool(r->page, "has_left", s->state == STAY_LEFT);
    view_add_bool(r->page, "is_dead", s->leave == STAY_DEATH);
    if (s->form_from.v != 0)
        view_add_month(r->page, "form_from", s->form_from);
    if (s->form_back.v != 0)
        view_add_month(r->page, "form_back", s->form_back);
    view_add_integer(r->page, "next_stay", s->next_stay);
    view_add_integer(r->page, "case", s->case_file);
    view_add_integer(r->page, "household", s->household);
    view_add_bool(r->page, "sees_household", request_can(r, PERMISSION_REGISTRY_READ));
    view_add_bool(r->page, "sees_case", request_can(r, PERMISSION_CASE_READ));
}

enum status resident_respond(struct request *r, const struct stay *s, unsigned status,
                             const struct error *why, struct error *e)
{
    facts_add(r, s);
    TRY(support_add(r, s, e));
    TRY(records_add(r, s, e));
    TRY(care_add(r, s, e));
    TRY(property_add(r, s, e));
    bool may_record = request_can(r, PERMISSION_HOME_RECORD);
    view_add_bool(r->page, "can_record", may_record);
    view_add_bool(r->page, "sees_health", resident_sees_health(r));
    view_add_bool(r->page, "has_agreement", s->kind == STAY_WUBAO && s->state != STAY_REFUSED);
    view_add_bool(r->page, "can_care",
                  may_record && (s->state == STAY_IN || s->state == STAY_LEAVING));
    resident_actions_add(r, s);
    return respond_page_status(r, status, "homes/resident.html", s->person_name, why, e);
}

static enum status resident_page(struct request *r, struct error *e)
{
    struct stay s;
    TRY(stay_of_address(r, &s, NULL, e));
    return resident_respond(r, &s, 200, NULL, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"q", INPUT_TEXT, false, N_("姓名或证件后四位")},
    {"state", INPUT_TEXT, false, N_("状态")},
    {"after", INPUT_INTEGER, false, N_("上一页最后一人的入住编号")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/residents", resident_index, PERMISSION_HOME_READ, N_("住院老人"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/homes/{home}/residents.xlsx", resident_export, PERMISSION_HOME_READ,
     N_("住院老人"), .inputs = LIST_INPUTS},
    {HTTP_GET, "/homes/{home}/residents.csv", resident_export, PERMISSION_HOME_READ, N_("住院老人"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/residents/{stay}", resident_page, PERMISSION_HOME_READ, N_("住院老人")},
};
const struct route_table RESIDENT_ROUTES = ROUTE_TABLE("residents", ROUTES);
