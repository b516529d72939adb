/* Slips: a village's or a township's of a month, printed, and told when they were given out. */
#include "domain/publicity/slip.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/planpaper/slip.h"
#include "web/pages/guarded.h"
#include "web/pages/library_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"

#define SLIP_ARENA_BYTES ((size_t)256 << 20)

/* The division asked for, inside the viewer's scope; its whole scope otherwise. */
static int64_t division_asked(const struct request *r, int64_t township, int64_t village)
{
    int64_t scope = r->session.user.scope, asked = village ? village : township;
    while (scope > 0 && scope < INT64_C(100000000000))
        scope *= 10;
    return asked && access_in_scope(scope, asked) ? asked : scope;
}

static enum status list_respond(struct request *r, unsigned status, const struct error *why,
                                struct error *e)
{
    const struct division_table *table;
    struct slip *all;
    size_t n;
    int64_t delivered = 0;
    char key[MONTH_TEXT_BYTES];
    enum programme p = query_programme(r);
    struct month m = query_month(r, "month", date_month(date_today()));
    int64_t township = query_number(r, "township"), village = query_number(r, "village");
    int64_t division = division_asked(r, township, village);
    TRY(query_entitled_check(r, e));
    TRY(place_table(r, m, &table, e));
    place_add_choices(r->page, r, table, township, village);
    programmes_add(r, p);
    TRY(slip_list(r->db, r->county, p, m, division, r->arena, &all, &n, e));
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "household", all[i].household);
        view_add_text(v, "head", all[i].head_name);
        place_add(v, table, all[i].division);
        view_add_fen(v, "amount_fen", all[i].amount);
        view_add_date(v, "printed_on", all[i].printed_on);
        if (all[i].delivered_on.v)
            view_add_date(v, "delivered_on", all[i].delivered_on);
        view_add_text(v, "delivered_by", library_person(r, all[i].delivered_by));
        delivered += all[i].delivered_on.v != 0;
    }
    view_add_count(r->page, "printed", (int64_t)n);
    view_add_count(r->page, "delivered", delivered);
    view_add_text(r->page, "programme", programme_code(p));
    view_add_month(r->page, "month", m);
    view_add_text(r->page, "month_key", month_format(m, key));
    view_add_integer(r->page, "division", division);
    view_add_text(r->page, "today", date_format(date_today(), key));
    view_add_bool(r->page, "can_write", request_can(r, PERMISSION_PUBLICITY_WRITE));
    return respond_page_status(r, status, "publicity/slips.html", NULL, why, e);
}

static enum status list_show(struct request *r, struct error *e)
{
    return list_respond(r, 200, NULL, e);
}

static enum status wish_of_form(const struct request *r, struct slip_wish *ret, struct error *e)
{
    const char *household = request_field(r, "household"), *division = request_field(r, "division");
    *ret = (struct slip_wish){.household = 0};
    TRY(programme_parse_entitled(request_field(r, "programme"), &ret->programme, e));
    TRY(field_month(r, "month", &ret->month, e));
    if (household[0] && i64_parse(household, &ret->household, e) != STATUS_OK)
        return error_place(e, "household");
    if (division[0] && i64_parse(division, &ret->division, e) != STATUS_OK)
        return error_place(e, "division");
    return STATUS_OK;
}

static enum status print_act(struct request *r, struct arena *arena, struct buf *bytes,
                             struct error *e)
{
    struct slip_paper_options options = {.kind = DOCUMENT_PDF, .today = date_today()};
    struct slip_wish wish;
    struct db *db;
    size_t n;
    TRY(wish_of_form(r, &wish, e));
    TRY(require_keys(r, e));
    TRY(request_writer(r, &db, e));
    return slip_paper_print(db, r->county, r->keys, &wish, r->session.user.name, &options, arena,
                            bytes, &n, e);
}

static enum status print_do(struct request *r, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SLIP_ARENA_BYTES);
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct error why = {0};
    if (!arena)
        return arena_exhausted(e);
    enum status s = print_act(r, arena, &bytes, &why);
    if (s == STATUS_OK)
        return respond_bytes(r, document_media_type(DOCUMENT_PDF), "slips.pdf", &bytes, e);
    if (library_is_shown(s, &why))
        return list_respond(r, 422, &why, e);
    *e = why;
    return s;
}

static enum status deliver_act(struct request *r, int64_t *ret_count, struct error *e)
{
    struct slip_wish wish;
    struct date on;
    struct db *db;
    TRY(wish_of_form(r, &wish, e));
    if (date_parse(request_field(r, "on"), &on, e) != STATUS_OK)
        return error_place(e, "on");
    TRY(request_writer(r, &db, e));
    return slip_deliver(db, r->county, &wish, on, r->session.user.name, ret_count, e);
}

static enum status deliver_do(struct request *r, struct error *e)
{
    struct error why = {0};
    int64_t n = 0;
    enum status s = deliver_act(r, &n, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已登记发到户")), e,
                                "/slips?programme=%s&month=%s", request_field(r, "programme"),
                                request_field(r, "month"));
    if (library_is_shown(s, &why))
        return list_respond(r, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input LIST_INPUTS[] = {
    {"programme", INPUT_TEXT, false, N_("项目")},
    {"month", INPUT_MONTH, false, N_("月份")},
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"village", INPUT_INTEGER, false, N_("村")},
    {.name = NULL},
};
static const struct route_input PRINT_INPUTS[] = {
    {"programme", INPUT_TEXT, true, N_("项目")},
    {"month", INPUT_MONTH, true, N_("月份")},
    {"division", INPUT_INTEGER, false, N_("乡镇或村")},
    {"household", INPUT_INTEGER, false, N_("只要这一户")},
    {.name = NULL},
};
static const struct route_input DELIVER_INPUTS[] = {
    {"programme", INPUT_TEXT, true, N_("项目")},
    {"month", INPUT_MONTH, true, N_("月份")},
    {"on", INPUT_DATE, true, N_("发到户的日期")},
    {"division", INPUT_INTEGER, false, N_("乡镇或村")},
    {"household", INPUT_INTEGER, false, N_("只要这一户")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/slips", list_show, PERMISSION_PUBLICITY_READ, N_("明白卡"), .inputs = LIST_INPUTS},
    {HTTP_POST, "/slips/print", print_do, PERMISSION_PUBLICITY_WRITE, N_("打印明白卡"),
     .inputs = PRINT_INPUTS, .answers_file = true},
    {HTTP_POST, "/slips/deliver", deliver_do, PERMISSION_PUBLICITY_WRITE, N_("登记发到户"),
     .inputs = DELIVER_INPUTS},
};
const struct route_table SLIP_ROUTES = ROUTE_TABLE("slip", ROUTES);
