/* Medical assistance at a glance: a year's help by moment and township, the fund, what waits; stays
   that are not settled; the year re-assessed. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/indicator/indicator.h"
#include "domain/ledger/ledger.h"
#include "domain/medical/board.h"
#include "domain/medical/statement.h"
#include "domain/transfer/transfer.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define STAYS_READ_MAX 200
#define LEDGER_CODES 10000

/* ---- the year ---- */

static void money_add(struct view *v, const struct board_township *t)
{
    view_add_count(v, "bills", t->bills);
    view_add_count(v, "people", t->people);
    view_add_fen(v, "total_fen", t->total);
    view_add_fen(v, "before_fen", t->before);
    view_add_fen(v, "during_fen", t->during);
    view_add_fen(v, "after_fen", t->after);
    view_add_fen(v, "aid_fen", FEN(t->before.v + t->during.v + t->after.v));
    view_add_fen(v, "personal_fen", t->personal);
}

static enum status year_add(struct request *r, int year, struct fen *ret_aid, struct error *e)
{
    const struct division_table *table;
    struct board_township *list, sum;
    size_t count;
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(board_year(r->db, r->county, r->session.user.scope, year, r->arena, &list, &count, &sum,
                   e));
    struct view *rows = view_add_list(r->page, "townships");
    for (size_t i = 0; i < count; i++) {
        const struct division *d = division_by_code(table, list[i].township);
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "code", list[i].township);
        view_add_text(v, "name", d != NULL ? d->name : "");
        money_add(v, &list[i]);
    }
    view_add_bool(r->page, "has_chart", count > 1);
    money_add(view_add_object(r->page, "whole"), &sum);
    *ret_aid = FEN(sum.before.v + sum.during.v + sum.after.v);
    return STATUS_OK;
}

static enum status balance_add(struct request *r, struct view *v, struct error *e)
{
    struct trial_row *rows;
    size_t count;
    TRY(ledger_trial_balance(r->db, r->county, FUND_MEDICAL_AID, MONTH_OPEN, r->arena, &rows,
                             &count, e));
    for (size_t i = 0; i < count; i++)
        if (rows[i].account % LEDGER_CODES == (int64_t)LEDGER_BANK)
            view_add_fen(v, "bank_fen", FEN(rows[i].debit.v - rows[i].credit.v));
    return STATUS_OK;
}

/* What the books of the fund have spent in the year: premiums as well. */
static enum status spent_read(struct request *r, int year, struct fen *ret, struct error *e)
{
    struct indicator_row *rows;
    size_t count;
    TRY(indicator_read(r->db, r->county, indicator_by_code("medical.fund_use"), month_make(year, 1),
                       month_make(year, 12), KNOWN_NOW, r->arena, &rows, &count, e));
    *ret = FEN(indicator_total(rows, count).numerator);
    return STATUS_OK;
}

/* The year's money of the fund beside what the books have spent of it. */
static enum status fund_add(struct request *r, int year, struct fen aid, struct error *e)
{
    struct fen spent;
    struct policy_table *policies;
    struct error ignored;
    int64_t budget;
    if (!request_sees_county(r))
        return STATUS_OK;
    struct view *v = view_add_object(r->page, "fund");
    view_add_fen(v, "aid_fen", aid);
    TRY(policy_table_read(r->db, r->county, KNOWN_NOW, r->arena, &policies, e));
    TRY(spent_read(r, year, &spent, e));
    enum status s =
        medical_number_at(policies, MEDICAL_BUDGET_YEAR, month_make(year, 12), &budget, &ignored);
    if (s == STATUS_OK && budget > 0) {
        view_add_fen(v, "budget_fen", FEN(budget));
        view_add_fen(v, "spent_fen", spent);
        view_add_fen(v, "rest_fen", FEN(budget - spent.v));
        view_add_textf(v, "used_label", "%" PRId64 "%%", spent.v * 100 / budget);
        view_add_integer(v, "bar_percent", spent.v >= budget ? 100 : spent.v * 100 / budget);
    }
    return request_can(r, PERMISSION_LEDGER_READ) ? balance_add(r, v, e) : STATUS_OK;
}

/* ---- what waits ---- */

static struct view *wait_add(struct request *r, struct view *list, const char *path,
                             const char *label, int64_t count)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "path", path);
    view_add_text(v, "label", request_text(r, label));
    view_add_count(v, "count", count);
    return v;
}

static void county_waits_add(struct request *r, struct view *list, const struct board_waits *w)
{
    if (w->lines > 0)
        view_add_fen(
            wait_add(r, list, "/medical/statements", N_("上月以前应付医院、还没有归集"), w->lines),
            "total_fen", w->owed);
    for (size_t i = 0; i < w->statement_count; i++) {
        enum statement_state state = (enum statement_state)w->statement[i].state;
        struct view *v =
            wait_add(r, list, "/medical/statements", N_("医院结算单"), w->statement[i].count);
        view_add_text(v, "state_label", request_text(r, statement_state_label(state)));
        view_add_fen(v, "total_fen", w->statement[i].total);
    }
    if (!request_can(r, PERMISSION_TRANSFER_READ))
        return;
    for (size_t i = 0; i < w->transfer_count; i++) {
        enum transfer_state state = (enum transfer_state)w->transfer[i].state;
        struct view *v = wait_add(
            r, list, arena_printf(r->arena, "/transfers?state=%s", transfer_state_code(state)),
            N_("拨付单"), w->transfer[i].count);
        view_add_text(v, "state_label", request_text(r, transfer_state_label(state)));
        view_add_fen(v, "total_fen", w->transfer[i].total);
    }
}

static enum status waits_add(struct request *r, struct error *e)
{
    struct board_waits w;
    struct view *list = view_add_list(r->page, "waits");
    TRY(board_waits_read(r->db, r->county, r->session.user.scope, date_today(), &w, e));
    if (w.stays > 0) {
        struct view *v =
            wait_add(r, list, "/medical/admissions", N_("已备案未结算的住院"), w.stays);
        view_add_date(v, "since", w.oldest_stay);
    }
    if (w.expiring > 0)
        wait_add(r, list, "/medical/advances?state=APPROVED", N_("医前救助快到期还没有用"),
                 w.expiring);
    if (request_sees_county(r))
        county_waits_add(r, list, &w);
    view_add_count(r->page, "advances", w.advances);
    view_add_fen(r->page, "advances_fen", w.advance);
    return STATUS_OK;
}

/* ---- the page ---- */

static enum status home_fill(struct request *r, int year, struct error *e)
{
    struct fen aid;
    struct error handed = {0};
    bool is_county = request_sees_county(r);
    view_add_integer(r->page, "year", year);
    view_add_bool(r->page, "sees_county", is_county);
    view_add_bool(r->page, "can_transfers", is_county && request_can(r, PERMISSION_TRANSFER_READ));
    view_add_bool(r->page, "can_simulate", request_can(r, PERMISSION_SIMULATE));
    view_add_bool(r->page, "can_reassess", is_county && request_can(r, PERMISSION_MEDICAL_MANAGE));
    years_add(r, year);
    if (medical_writable(r->db, r->county, &handed) == STATUS_REFUSED)
        view_add_text(r->page, "handed_over", request_text(r, handed.message));
    TRY(year_add(r, year, &aid, e));
    TRY(fund_add(r, year, aid, e));
    return waits_add(r, e);
}

static enum status home_show(struct request *r, struct error *e)
{
    int year = year_asked(r);
    TRY(home_fill(r, year != 0 ? year : month_year(date_month(date_today())), e));
    return respond_page(r, "medical/home.html", NULL, e);
}

/* ---- stays that wait ---- */

/* Newest first, those of the viewer's scope; whole pages are read until this one is full. */
static enum status stays_add(struct request *r, const struct division_table *table,
                             int64_t *ret_next, struct error *e)
{
    struct view *rows = view_add_list(r->page, "rows");
    int64_t before = query_number(r, "before"), hospital = query_number(r, "hospital");
    size_t count = STAYS_READ_MAX, shown = 0;
    *ret_next = 0;
    while (count == STAYS_READ_MAX) {
        struct admission_record *stays;
        TRY(admission_list(r->db, r->county, hospital, 0, ADMISSION_OPEN, before, STAYS_READ_MAX,
                           r->arena, &stays, &count, e));
        for (size_t i = 0; i < count; i++) {
            before = stays[i].id;
            if (!access_in_scope(r->session.user.scope, stays[i].division))
                continue;
            if (shown++ == MEDICAL_PAGE_ROWS)
                return STATUS_OK;
            stay_add(r, view_add_object(rows, NULL), &stays[i], table);
            *ret_next = stays[i].id;
        }
    }
    *ret_next = 0;
    return STATUS_OK;
}

static enum status stay_index(struct request *r, struct error *e)
{
    static const char *const paging[] = {"before", NULL};
    const struct division_table *table;
    int64_t next;
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(hospitals_add(r, query_number(r, "hospital"), e));
    TRY(stays_add(r, table, &next, e));
    view_add_bool(r->page, "is_first", query_number(r, "before") == 0);
    view_add_bool(r->page, "sees_illness", medical_sees_illness(r));
    if (next != 0)
        view_add_textf(r->page, "next", "%sbefore=%" PRId64,
                       query_address(r, "/medical/admissions", paging), next);
    return respond_page(r, "medical/admissions.html", NULL, e);
}

/* ---- the year again ---- */

static enum status home_reassess(struct request *r, struct error *e)
{
    CLEANUP(medical_desk_cleanup) struct medical_desk *desk = medical_desk_new(r->county, r->keys);
    struct reassess_result result;
    struct db *db;
    struct error why = {0};
    int64_t year;
    char more[FEN_TEXT_BYTES], less[FEN_TEXT_BYTES];
    TRY(require_county(r, e));
    if (desk == NULL)
        return arena_exhausted(e);
    if (i64_parse(request_field(r, "year"), &year, &why) != STATUS_OK || year < 1900 || year > 9998)
        return error_set(e, STATUS_REFUSED, "YEAR", _("请写年度，如 2013"));
    TRY(request_writer(r, &db, e));
    enum status s =
        medical_reassess(db, desk, (int)year, r->session.user.name, date_today(), &result, &why);
    if (is_page_refusal(s, &why)) {
        TRY(home_fill(r, (int)year, e));
        return respond_page_status(r, 422, "medical/home.html", request_text(r, N_("医疗救助")),
                                   &why, e);
    }
    if (s != STATUS_OK && s != STATUS_NONE) {
        *e = why;
        return s;
    }
    if (s == STATUS_NONE || result.bills == 0)
        return respond_redirect(r, request_text(r, N_("重新核算过了，没有一张账单要变")), e,
                                "/medical?year=%" PRId64, year);
    const char *notice = arena_printf(
        r->arena, "%s %" PRId64 " · %s %s · %s %s", request_text(r, N_("重新核算的账单（张）：")),
        result.bills, request_text(r, N_("增加（元）")), fen_format_people(result.more, more),
        request_text(r, N_("减少（元）")), fen_format_people(result.less, less));
    return respond_redirect(r, notice, e, "/medical?year=%" PRId64, year);
}

static const struct route_input HOME_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("年度")},
    {.name = NULL},
};
static const struct route_input STAY_INPUTS[] = {
    {"hospital", INPUT_INTEGER, false, N_("医院")},
    {"before", INPUT_INTEGER, false, N_("上一页最后一次住院的编号")},
    {.name = NULL},
};
static const struct route_input REASSESS_INPUTS[] = {
    {"year", INPUT_INTEGER, true, N_("年度")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/medical", home_show, PERMISSION_MEDICAL_READ, N_("医疗救助"),
     .inputs = HOME_INPUTS},
    {HTTP_GET, "/medical/admissions", stay_index, PERMISSION_MEDICAL_READ, N_("未结算的住院"),
     .inputs = STAY_INPUTS},
    {HTTP_POST, "/medical/reassess", home_reassess, PERMISSION_MEDICAL_MANAGE, N_("重新核算一年"),
     .inputs = REASSESS_INPUTS},
};
const struct route_table MEDICAL_HOME_ROUTES = ROUTE_TABLE("medical_home", ROUTES);
