/* A home's day, made for a phone: one button for each kind of record, one short form at a time,
   what is written down already below it. Nothing is edited: a wrong record is struck with a reason.
 */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/homes_day.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/resident_page.h"

#define DAY_RECORDS_MAX 500
#define LEAVE_DAYS_SEEN 366

/* ---- a record in words ---- */

bool resident_sees_health(const struct request *r)
{
    return request_can(r, PERMISSION_HOME_RECORD) || request_can(r, PERMISSION_HOME_CONFIRM) ||
           request_can(r, PERMISSION_CASE_PAPERS);
}

void record_row_add(struct request *r, struct view *v, const struct home_record *record)
{
    const struct record_kind_row *kind = &RECORD_KINDS[record->kind - 1];
    view_add_integer(v, "record", record->id);
    view_add_text(v, "kind", kind->code);
    view_add_text(v, "kind_label", request_text(r, kind->label));
    view_add_integer(v, "stay", record->stay);
    view_add_text(v, "person_name", record->stay != 0 ? record->person_name : NULL);
    view_add_date(v, "on", record->on);
    if (record->until.v > record->on.v)
        view_add_date(v, "until", record->until);
    if (kind->has_month)
        view_add_month(v, "month", record->month);
    if (kind->has_quantity)
        view_add_count(v, "quantity", record->quantity);
    view_add_text(v, "unit",
                  record->kind == RECORD_MEAL ? request_text(r, N_("人用餐"))
                                              : request_text(r, N_("件")));
    if (kind->has_amount)
        view_add_fen(v, "amount_fen", record->amount);
    view_add_text(v, "result", resident_sees_health(r) ? record->result : NULL);
    view_add_text(v, "detail", record->detail);
    view_add_text(v, "actor", record->actor);
    view_add_bool(v, "is_struck", record->is_struck);
    view_add_text(v, "strike_reason", record->strike_reason);
    bool has_mark = record->confirmed_by != NULL && record->confirmed_by[0] != '\0';
    view_add_text(v, "confirmed_by", has_mark ? record->confirmed_by : NULL);
    view_add_bool(v, "needs_mark", kind->is_confirmed && !has_mark && !record->is_struck);
}

/* ---- the form of a kind ---- */

/* All fields there are; a kind shows those that it has. */
static const struct plain_field STAY_FIELD = {"stay", N_("老人"), NULL, PLAIN_CHOICE, false};
static const struct plain_field STAY_MAYBE_FIELD = {"stay", N_("老人"), N_("不选就是全院的"),
                                                    PLAIN_CHOICE, true};
static const struct plain_field ON_FIELD = {"on", N_("日期"), NULL, PLAIN_DATE, false};
static const struct plain_field UNTIL_FIELD = {"until", N_("到哪天为止"), N_("当天回来就不填"),
                                               PLAIN_DATE, true};
static const struct plain_field MONTH_FIELD = {"month", N_("哪个月的"), NULL, PLAIN_MONTH, false};
static const struct plain_field QUANTITY_FIELD = {"quantity", N_("件数"), NULL, PLAIN_NUMBER,
                                                  false};
static const struct plain_field DINERS_FIELD = {"quantity", N_("用餐人数"), NULL, PLAIN_NUMBER,
                                                false};
static const struct plain_field AMOUNT_FIELD = {"amount", N_("金额（元）"), NULL, PLAIN_YUAN,
                                                false};
static const struct plain_field RESULT_FIELD = {"result", N_("结果"), N_("血压、血糖等"),
                                                PLAIN_TEXT, false};
static const struct plain_field DETAIL_FIELD = {"detail", N_("内容"), NULL, PLAIN_TEXT, false};
static const struct plain_field DETAIL_MAYBE_FIELD = {"detail", N_("说明"), NULL, PLAIN_TEXT, true};

size_t record_fields(const struct record_kind_row *kind, bool with_stay,
                     struct plain_field ret[RECORD_FIELDS_MAX])
{
    size_t n = 0;
    if (with_stay && !kind->is_of_home)
        ret[n++] = kind->needs_stay ? STAY_FIELD : STAY_MAYBE_FIELD;
    ret[n++] = ON_FIELD;
    if (kind->has_until)
        ret[n++] = UNTIL_FIELD;
    if (kind->has_month)
        ret[n++] = MONTH_FIELD;
    if (kind->has_quantity)
        ret[n++] = kind->kind == RECORD_MEAL ? DINERS_FIELD : QUANTITY_FIELD;
    if (kind->has_amount)
        ret[n++] = AMOUNT_FIELD;
    if (kind->has_result)
        ret[n++] = RESULT_FIELD;
    ret[n++] = kind->needs_detail ? DETAIL_FIELD : DETAIL_MAYBE_FIELD;
    return n;
}

struct home_record record_typed(struct plain_form *f, const struct record_kind_row *kind,
                                int64_t home)
{
    struct home_record record = {.home = home, .kind = kind->kind};
    record.on = plain_date(f, "on");
    if (kind->has_until)
        record.until = plain_date(f, "until");
    if (kind->has_month)
        record.month = plain_month(f, "month");
    if (kind->has_quantity)
        record.quantity = plain_number(f, "quantity");
    if (kind->has_amount)
        record.amount = plain_yuan(f, "amount");
    record.result = kind->has_result ? plain_text(f, "result") : "";
    record.detail = plain_text(f, "detail");
    return record;
}

const struct record_kind_row *record_kind_asked(const struct request *r)
{
    enum record_kind kind;
    struct error ignored;
    const char *code = r->method == HTTP_POST ? request_field(r, "kind") : request_query(r, "kind");
    return record_kind_parse(code, &kind, &ignored) == STATUS_OK ? &RECORD_KINDS[kind - 1] : NULL;
}

/* ---- the page ---- */

struct day {
    struct home home;
    struct date on;
    const struct record_kind_row *kind; /* whose form is shown; NULL: none */
    struct plain_form form;
    struct plain_field fields[RECORD_FIELDS_MAX];
    struct home_figures figures;
};

static struct date day_asked(const struct request *r)
{
    struct date day;
    struct error ignored;
    const char *text = r->method == HTTP_POST ? request_field(r, "on") : request_query(r, "on");
    bool is_day =
        text[0] != '\0' && date_parse(text, &day, &ignored) == STATUS_OK && day.v <= date_today().v;
    return is_day ? day : date_today();
}

static enum status stay_choices(struct plain_form *f, int64_t home, struct error *e)
{
    struct request *r = f->r;
    struct stay *stays;
    size_t count;
    TRY(home_residents(r, home, &stays, &count, e));
    for (size_t i = 0; i < count; i++)
        plain_choice(f, "stay", arena_printf(r->arena, "%" PRId64, stays[i].id),
                     arena_printf(r->arena, "%s · %s-%s", stays[i].person_name,
                                  stays[i].room_number != NULL ? stays[i].room_number : "",
                                  stays[i].bed_label != NULL ? stays[i].bed_label : ""));
    return STATUS_OK;
}

static enum status day_begin(struct request *r, struct day *d, struct error *e)
{
    *d = (struct day){.kind = record_kind_asked(r)};
    TRY(home_of_address(r, &d->home, e));
    d->on = day_asked(r);
    TRY(home_figures_of(r, d->home.id, &d->figures, e));
    if (d->kind == NULL)
        return STATUS_OK;
    size_t n = record_fields(d->kind, true, d->fields);
    struct view *form = view_add_object(r->page, "form");
    view_add_text(form, "kind", d->kind->code);
    view_add_text(form, "kind_label", request_text(r, d->kind->label));
    plain_begin(&d->form, r, form, d->fields, n);
    plain_default(&d->form, "on", home_day_text(r, d->on));
    if (d->kind->kind == RECORD_MEAL)
        plain_default(&d->form, "quantity",
                      arena_printf(r->arena, "%" PRId64, d->figures.occupied - d->figures.away));
    if (d->kind->has_month) {
        char text[MONTH_TEXT_BYTES];
        plain_default(&d->form, "month",
                      arena_strdup(r->arena, month_format(date_month(d->on), text)));
    }
    return d->kind->is_of_home ? STATUS_OK : stay_choices(&d->form, d->home.id, e);
}

/* Whoever is on leave that day, also when it began earlier. */
static enum status away_add(struct request *r, const struct day *d, struct error *e)
{
    struct home_record *records;
    size_t count;
    const struct record_filter filter = {.home = d->home.id,
                                         .kind = RECORD_LEAVE,
                                         .from = {d->on.v - LEAVE_DAYS_SEEN},
                                         .to = d->on,
                                         .rows = DAY_RECORDS_MAX};
    TRY(home_record_list(r->db, r->county, &filter, r->arena, &records, &count, e));
    struct view *list = view_add_list(r->page, "away_list");
    bool is_any = false;
    for (size_t i = 0; i < count; i++) {
        if (records[i].is_struck || records[i].until.v < d->on.v)
            continue;
        record_row_add(r, view_add_object(list, NULL), &records[i]);
        is_any = true;
    }
    view_add_bool(r->page, "has_away", is_any);
    return STATUS_OK;
}

static enum status records_add(struct request *r, const struct day *d, bool has[RECORD_KIND_COUNT],
                               struct error *e)
{
    struct home_record *records;
    size_t count;
    const struct record_filter filter = {
        .home = d->home.id, .from = d->on, .to = d->on, .rows = DAY_RECORDS_MAX};
    TRY(home_record_list(r->db, r->county, &filter, r->arena, &records, &count, e));
    struct view *list = view_add_list(r->page, "records");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        record_row_add(r, v, &records[i]);
        view_add_bool(v, "can_strike",
                      !records[i].is_struck && request_can(r, PERMISSION_HOME_RECORD));
        if (!records[i].is_struck)
            has[records[i].kind - 1] = true;
    }
    return STATUS_OK;
}

static void kinds_add(struct request *r, const struct day *d, const bool has[RECORD_KIND_COUNT])
{
    struct view *list = view_add_list(r->page, "kinds");
    for (int i = 0; i < RECORD_KIND_COUNT; i++) {
        const struct record_kind_row *kind = &RECORD_KINDS[i];
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "kind", kind->code);
        view_add_text(v, "label", request_text(r, kind->label));
        view_add_bool(v, "has_record", has[i]);
        view_add_bool(v, "is_chosen", d->kind == kind);
        view_add_bool(v, "is_for_many", record_is_for_many(kind));
    }
    view_add_bool(r->page, "has_meal", has[RECORD_MEAL - 1]);
    view_add_bool(r->page, "has_duty", has[RECORD_DUTY - 1]);
}

static enum status day_respond(struct request *r, struct day *d, unsigned status,
                               const struct error *why, struct error *e)
{
    bool has[RECORD_KIND_COUNT] = {false};
    const struct date yesterday = {d->on.v - 1}, tomorrow = {d->on.v + 1};
    if (d->kind != NULL)
        plain_end(&d->form);
    home_head_add(r->page, &d->home);
    home_figures_add(r->page, &d->figures);
    view_add_date(r->page, "on", d->on);
    view_add_bool(r->page, "is_today", d->on.v == date_today().v);
    view_add_date(r->page, "yesterday", yesterday);
    if (d->on.v < date_today().v)
        view_add_date(r->page, "tomorrow", tomorrow);
    view_add_bool(r->page, "can_record", request_can(r, PERMISSION_HOME_RECORD));
    TRY(records_add(r, d, has, e));
    TRY(away_add(r, d, e));
    kinds_add(r, d, has);
    return respond_page_status(r, status, "homes/day.html",
                               request_text(r, arena_printf(r->arena, _("%s的一天"), d->home.name)),
                               why, e);
}

static enum status day_page(struct request *r, struct error *e)
{
    struct day d;
    TRY(day_begin(r, &d, e));
    if (!request_can(r, PERMISSION_HOME_RECORD))
        d.kind = NULL;
    return day_respond(r, &d, 200, NULL, e);
}

/* ---- writing down ---- */

static const struct plain_cause CAUSES[] = {
    {"RECORD_DATE", "on"},
    {"RECORD_TWICE", "on"},
    {NULL, NULL},
};

static enum status record_do(struct request *r, struct day *d, struct error *e)
{
    struct db *db;
    int64_t id;
    if (d->kind == NULL)
        return error_set(e, STATUS_REFUSED, "HOME_RECORD", _("请先选要记什么"));
    struct home_record record = record_typed(&d->form, d->kind, d->home.id);
    if (!d->kind->is_of_home)
        record.stay = plain_number(&d->form, "stay");
    TRY(plain_status(&d->form, e));
    TRY(request_writer(r, &db, e));
    return home_record_add(db, r->county, &record, r->session.user.name, &id, e);
}

static enum status day_back(struct request *r, const struct day *d, const char *notice,
                            struct error *e)
{
    return respond_redirect(r, request_text(r, notice), e, "/homes/%" PRId64 "/day?on=%s",
                            d->home.id, home_day_text(r, d->on));
}

static enum status record_take(struct request *r, struct error *e)
{
    struct day d;
    struct error why = {0};
    TRY(day_begin(r, &d, e));
    enum status s = record_do(r, &d, &why);
    if (s == STATUS_OK)
        return day_back(r, &d, N_("已记下"), e);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    if (d.kind != NULL)
        plain_refused(&d.form, CAUSES, &why);
    return day_respond(r, &d, 422, &why, e);
}

/* A record of this home; what the form says of it may be a stranger's. */
static enum status record_of_form(struct request *r, const struct day *d, int64_t *ret,
                                  struct error *e)
{
    struct home_record *records;
    size_t count;
    int64_t id = 0;
    const struct record_filter filter = {
        .home = d->home.id, .from = d->on, .to = d->on, .rows = DAY_RECORDS_MAX};
    TRY(i64_parse(request_field(r, "record"), &id, e));
    TRY(home_record_list(r->db, r->county, &filter, r->arena, &records, &count, e));
    for (size_t i = 0; i < count; i++)
        if (records[i].id == id) {
            *ret = id;
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "RECORD_UNKNOWN", _("这一天没有这条记录，请看最新的一页"));
}

static enum status record_mark(struct request *r, struct error *e)
{
    const bool is_strike = strcmp(strrchr(r->match.route->pattern, '/'), "/strike") == 0;
    const char *text = text_tidy(r->arena, request_field(r, is_strike ? "reason" : "witness"));
    struct day d;
    struct error why = {0};
    struct db *db;
    int64_t id;
    TRY(day_begin(r, &d, e));
    enum status s = record_of_form(r, &d, &id, &why);
    if (s == STATUS_OK)
        s = request_writer(r, &db, &why);
    if (s == STATUS_OK)
        s = is_strike ? home_record_strike(db, r->county, id, text, r->session.user.name, &why)
                      : home_record_confirm(db, r->county, id, text, date_today(),
                                            r->session.user.name, &why);
    if (s == STATUS_OK)
        return day_back(r, &d, is_strike ? N_("已划去") : N_("已记下老人确认"), e);
    if (is_page_refusal(s, &why))
        return day_respond(r, &d, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input DAY_INPUTS[] = {
    {"on", INPUT_DATE, false, N_("日期，不写就是今天")},
    {"kind", INPUT_TEXT, false, N_("要记的种类")},
    {.name = NULL},
};
static const struct route_input RECORD_INPUTS[] = {
    {"kind", INPUT_TEXT, true, N_("种类")},
    {"on", INPUT_DATE, true, N_("日期")},
    {"stay", INPUT_INTEGER, false, N_("入住编号")},
    {"until", INPUT_DATE, false, N_("到哪天为止")},
    {"month", INPUT_MONTH, false, N_("哪个月的")},
    {"quantity", INPUT_INTEGER, false, N_("件数或用餐人数")},
    {"amount", INPUT_YUAN, false, N_("金额（元）")},
    {"result", INPUT_TEXT, false, N_("结果")},
    {"detail", INPUT_TEXT, false, N_("内容")},
    {.name = NULL},
};
static const struct route_input STRIKE_INPUTS[] = {
    {"record", INPUT_INTEGER, true, N_("记录编号")},
    {"on", INPUT_DATE, true, N_("记录的日期")},
    {"reason", INPUT_TEXT, true, N_("划去的原因")},
    {.name = NULL},
};
static const struct route_input CONFIRM_INPUTS[] = {
    {"record", INPUT_INTEGER, true, N_("记录编号")},
    {"on", INPUT_DATE, true, N_("记录的日期")},
    {"witness", INPUT_TEXT, true, N_("谁在场见证")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/day", day_page, PERMISSION_HOME_READ, N_("一天的记录"),
     .inputs = DAY_INPUTS},
    {HTTP_POST, "/homes/{home}/day", record_take, PERMISSION_HOME_RECORD, N_("登记日常记录"),
     .inputs = RECORD_INPUTS},
    {HTTP_POST, "/homes/{home}/day/strike", record_mark, PERMISSION_HOME_RECORD, N_("划去记录"),
     .inputs = STRIKE_INPUTS},
    {HTTP_POST, "/homes/{home}/day/confirm", record_mark, PERMISSION_HOME_RECORD,
     N_("登记老人确认"), .inputs = CONFIRM_INPUTS},
};
const struct route_table HOMES_DAY_ROUTES = ROUTE_TABLE("homes_day", ROUTES);
