/* The same thing for many residents at once: a month's pocket money, clothing, a check-up of all.
   Boxes say who; all or none is written down. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/homes_day.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/resident_page.h"

#define DONE_READ_MAX RECORD_ROWS_MAX

bool record_is_for_many(const struct record_kind_row *kind)
{
    return kind->kind == RECORD_POCKET || kind->kind == RECORD_CLOTHING ||
           kind->kind == RECORD_CHECKUP;
}

struct many {
    struct home home;
    const struct record_kind_row *kind;
    struct plain_form form;
    struct plain_field fields[RECORD_FIELDS_MAX];
    struct stay *stays;
    size_t count;
    struct month month; /* whose pocket money */
};

static enum status many_begin(struct request *r, struct many *m, struct error *e)
{
    char text[MONTH_TEXT_BYTES];
    struct error ignored;
    *m = (struct many){.kind = record_kind_asked(r), .month = date_month(date_today())};
    if (m->kind == NULL || !record_is_for_many(m->kind))
        m->kind = &RECORD_KINDS[RECORD_POCKET - 1];
    TRY(home_of_address(r, &m->home, e));
    TRY(home_residents(r, m->home.id, &m->stays, &m->count, e));
    size_t n = record_fields(m->kind, false, m->fields);
    plain_begin(&m->form, r, r->page, m->fields, n);
    plain_default(&m->form, "on", home_day_text(r, date_today()));
    if (m->kind->kind == RECORD_CLOTHING)
        plain_default(&m->form, "quantity", "1");
    if (m->kind->has_month) {
        const char *given =
            r->method == HTTP_POST ? request_field(r, "month") : request_query(r, "month");
        if (given[0] != '\0')
            (void)!month_parse_people(given, &m->month, &ignored);
        plain_default(&m->form, "month", arena_strdup(r->arena, month_format(m->month, text)));
    }
    return STATUS_OK;
}

/* Who has this month's pocket money already; marks.has by position in m->stays. */
static enum status given_read(struct request *r, const struct many *m, bool *has, struct error *e)
{
    struct home_record *records;
    size_t count;
    if (m->kind->kind != RECORD_POCKET)
        return STATUS_OK;
    /* It may be given later than in its month. */
    const struct record_filter filter = {.home = m->home.id,
                                         .kind = RECORD_POCKET,
                                         .from = month_first_day(m->month),
                                         .rows = DONE_READ_MAX};
    TRY(home_record_list(r->db, r->county, &filter, r->arena, &records, &count, e));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < m->count && !records[i].is_struck; k++)
            if (records[i].stay == m->stays[k].id && records[i].month.v == m->month.v)
                has[k] = true;
    return STATUS_OK;
}

static enum status many_respond(struct request *r, struct many *m, unsigned status,
                                const struct error *why, struct error *e)
{
    bool *has = ARENA_ARRAY(r->arena, bool, m->count + 1);
    if (has == NULL)
        return arena_exhausted(e);
    memset(has, 0, (m->count + 1) * sizeof(*has));
    TRY(given_read(r, m, has, e));
    plain_end(&m->form);
    home_head_add(r->page, &m->home);
    view_add_text(r->page, "kind", m->kind->code);
    view_add_text(r->page, "kind_label", request_text(r, m->kind->label));
    struct view *kinds = view_add_list(r->page, "kinds");
    for (int i = 0; i < RECORD_KIND_COUNT; i++)
        if (record_is_for_many(&RECORD_KINDS[i]))
            option_add(kinds, RECORD_KINDS[i].code, request_text(r, RECORD_KINDS[i].label),
                       m->kind == &RECORD_KINDS[i]);
    struct view *rows = view_add_list(r->page, "rows");
    int64_t left = 0;
    for (size_t i = 0; i < m->count; i++) {
        struct view *v = view_add_object(rows, NULL);
        bool was_chosen = home_is_chosen(r, m->stays[i].id);
        stay_row_add(r, v, &m->stays[i]);
        view_add_bool(v, "has_it", has[i]);
        view_add_bool(v, "is_chosen", !has[i] && (r->method == HTTP_GET || was_chosen));
        left += !has[i];
    }
    view_add_count(r->page, "left", left);
    return respond_page_status(
        r, status, "homes/many.html",
        arena_printf(r->arena, "%s · %s", request_text(r, m->kind->label), m->home.name), why, e);
}

static enum status many_page(struct request *r, struct error *e)
{
    struct many m;
    TRY(many_begin(r, &m, e));
    return many_respond(r, &m, 200, NULL, e);
}

static enum status many_do(struct request *r, struct many *m, size_t *ret_count, struct error *e)
{
    struct db *db;
    int64_t *chosen = ARENA_ARRAY(r->arena, int64_t, m->count + 1);
    size_t count = 0;
    if (chosen == NULL)
        return arena_exhausted(e);
    struct home_record record = record_typed(&m->form, m->kind, m->home.id);
    TRY(plain_status(&m->form, e));
    for (size_t i = 0; i < m->count; i++)
        if (home_is_chosen(r, m->stays[i].id))
            chosen[count++] = m->stays[i].id;
    if (count == 0)
        return error_set(e, STATUS_REFUSED, "STAY_CHOICE", _("请先选老人"));
    TRY(request_writer(r, &db, e));
    *ret_count = count;
    return home_record_add_all(db, r->county, &record, chosen, count, r->session.user.name, e);
}

static enum status many_take(struct request *r, struct error *e)
{
    struct many m;
    struct error why = {0};
    size_t count = 0;
    TRY(many_begin(r, &m, e));
    enum status s = many_do(r, &m, &count, &why);
    if (s == STATUS_OK)
        return respond_redirect(
            r, request_text(r, arena_printf(r->arena, _("已给 %zu 位老人记下"), count)), e,
            "/homes/%" PRId64 "/day?on=%s", m.home.id, request_field(r, "on"));
    if (is_page_refusal(s, &why))
        return many_respond(r, &m, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input ASKED[] = {
    {"kind", INPUT_TEXT, false, N_("POCKET、CLOTHING 或 CHECKUP")},
    {"month", INPUT_MONTH, false, N_("哪个月的零花钱")},
    {.name = NULL},
};
static const struct route_input INPUTS[] = {
    {"kind", INPUT_TEXT, true, N_("POCKET、CLOTHING 或 CHECKUP")},
    {"stay", INPUT_INTEGER, true, N_("入住编号，可以有几个")},
    {"on", INPUT_DATE, true, N_("日期")},
    {"month", INPUT_MONTH, false, N_("哪个月的")},
    {"quantity", INPUT_INTEGER, false, N_("件数")},
    {"amount", INPUT_YUAN, false, N_("每人金额（元）")},
    {"result", INPUT_TEXT, false, N_("结果")},
    {"detail", INPUT_TEXT, false, N_("内容")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/many", many_page, PERMISSION_HOME_RECORD, N_("给多位老人一起记"),
     .inputs = ASKED},
    {HTTP_POST, "/homes/{home}/many", many_take, PERMISSION_HOME_RECORD, N_("给多位老人一起记"),
     .inputs = INPUTS},
};
const struct route_table HOMES_MANY_ROUTES = ROUTE_TABLE("homes_many", ROUTES);
