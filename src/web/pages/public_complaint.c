/* A complaint by anybody, without a login and without a script; where it stands, by its receipt.
   And the same form for who takes one by telephone, at the counter or from a letter. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"
#include "web/pages/voice_page.h"

enum status voice_complaint_choices_add(struct request *r, struct error *e)
{
    static const char *const typed[] = {"text", "name", "phone", "about", "received_on"};
    const struct division_table *table;
    const struct division *d;
    TRY(place_table(r, date_month(date_today()), &table, e));
    struct view *townships = view_add_list(r->page, "townships");
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level != 2 || (r->has_session && !request_sees_county(r) &&
                              !access_in_scope(r->session.user.scope, d->code)))
            continue;
        const char *code = arena_printf(r->arena, "%" PRId64, d->code);
        option_add(townships, code, d->name, text_equals(code, request_field(r, "township")));
    }
    struct view *categories = view_add_list(r->page, "categories");
    for (int i = 0; i < COMPLAINT_CATEGORIES; i++)
        option_add(categories, COMPLAINT_CATEGORY_CODES[i],
                   request_text(r, complaint_category_label(COMPLAINT_CATEGORY_CODES[i])),
                   text_equals(COMPLAINT_CATEGORY_CODES[i], request_field(r, "category")));
    struct view *channels = view_add_list(r->page, "channels");
    for (int c = COMPLAINT_PHONE; c <= COMPLAINT_LETTER; c++) {
        const char *code = complaint_channel_code((enum complaint_channel)c);
        option_add(channels, code,
                   request_text(r, complaint_channel_label((enum complaint_channel)c)),
                   text_equals(code, request_field(r, "channel")));
    }
    struct view *again = view_add_object(r->page, "typed");
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++)
        view_add_text(again, typed[i], request_field(r, typed[i]));
    return STATUS_OK;
}

enum status voice_complaint_read(struct request *r, struct complaint_new *ret, struct error *e)
{
    const char *name = text_tidy(r->arena, request_field(r, "name"));
    const char *phone = text_tidy(r->arena, request_field(r, "phone"));
    const char *about = text_tidy(r->arena, request_field(r, "about"));
    int64_t township = 0;
    if (!name || !phone || !about)
        return arena_exhausted(e);
    if (request_field(r, "township")[0])
        TRY(i64_parse(request_field(r, "township"), &township, e));
    *ret = (struct complaint_new){
        .township = township,
        .category = request_field(r, "category"),
        .is_named = name[0] != '\0',
        .content = {
            .name = name, .phone = phone, .about = about, .text = request_field(r, "text")}};
    return STATUS_OK;
}

static void receipt_add(struct request *r, const struct complaint_receipt *receipt)
{
    struct view *v = view_add_object(r->page, "sent");
    char day[DATE_TEXT_BYTES];
    view_add_text(v, "number", receipt->number);
    view_add_text(v, "receipt", receipt->receipt);
    view_add_text(v, "due_on", date_format_people(receipt->due_on, day));
    view_add_integer(v, "complaint", r->has_session ? receipt->id : 0);
    view_add_bool(r->page, "is_sent", true);
}

static enum status form_respond(struct request *r, const char *page, unsigned status,
                                const struct error *why, struct error *e)
{
    TRY(voice_complaint_choices_add(r, e));
    return respond_page_status(r, status, page, NULL, why, e);
}

static enum status take(struct request *r, const char *page, bool is_public, struct error *e)
{
    struct complaint_new new = {0};
    struct complaint_receipt receipt;
    struct error why = {0};
    struct db *db;
    TRY(require_keys(r, e));
    enum status s = voice_complaint_read(r, &new, &why);
    if (s == STATUS_OK && is_public)
        new.channel = COMPLAINT_WEB;
    if (s == STATUS_OK && !is_public)
        s = complaint_channel_parse(request_field(r, "channel"), &new.channel, &why);
    if (s == STATUS_OK && !is_public)
        s = date_parse(request_field(r, "received_on"), &new.received_on, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = complaint_receive(db, r->county, r->keys, &new, is_public ? NULL : r->session.user.name,
                              &receipt, &why);
    }
    if (s == STATUS_OK) {
        receipt_add(r, &receipt);
        return respond_page(r, page, NULL, e);
    }
    if (s == STATUS_REFUSED && (is_public || voice_is_shown(s, &why)))
        return form_respond(r, page, 422, &why, e);
    *e = why;
    return s;
}

static enum status public_show(struct request *r, struct error *e)
{
    return form_respond(r, "public/complaint.html", 200, NULL, e);
}

static enum status public_do(struct request *r, struct error *e)
{
    return take(r, "public/complaint.html", true, e);
}

static enum status new_show(struct request *r, struct error *e)
{
    return form_respond(r, "complaint/new.html", 200, NULL, e);
}

static enum status new_do(struct request *r, struct error *e)
{
    return take(r, "complaint/new.html", false, e);
}

/* ---- where it stands ---- */

static enum status status_show(struct request *r, struct error *e)
{
    struct complaint_public_state state;
    struct error why = {0};
    const char *receipt = request_query(r, "receipt");
    view_add_text(r->page, "receipt", receipt);
    if (!receipt[0])
        return respond_page(r, "public/complaint-status.html", NULL, e);
    enum status s =
        complaint_public(r->db, r->county, receipt, date_today(), r->arena, &state, &why);
    if (s == STATUS_REFUSED)
        return respond_page_status(r, 404, "public/complaint-status.html", NULL, &why, e);
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    struct view *v = view_add_object(r->page, "found");
    view_add_text(v, "number", state.number);
    view_add_text(v, "state_text", request_text(r, state.state_text));
    view_add_text(v, "result", state.result);
    view_add_date(v, "received_on", state.received_on);
    if (state.due_on.v)
        view_add_date(v, "due_on", state.due_on);
    if (state.closed_on.v)
        view_add_date(v, "closed_on", state.closed_on);
    view_add_bool(v, "is_late", state.is_late);
    return respond_page(r, "public/complaint-status.html", NULL, e);
}

static const struct route_input NEW_INPUTS[] = {
    {"channel", INPUT_TEXT, true, N_("PHONE、VISIT 或 LETTER")},
    {"received_on", INPUT_DATE, true, N_("收到日期")},
    {"category", INPUT_TEXT, true, N_("事项")},
    {"text", INPUT_TEXT, true, N_("投诉内容")},
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"name", INPUT_TEXT, false, N_("投诉人")},
    {"phone", INPUT_TEXT, false, N_("联系电话")},
    {"about", INPUT_TEXT, false, N_("被投诉的人或单位")},
    {.name = NULL},
};
static const struct route_input STATUS_INPUTS[] = {
    {"receipt", INPUT_TEXT, true, N_("查询码")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/public/complaint", public_show, PERMISSION_PUBLIC, N_("投诉和建议"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/public/complaint", public_do, PERMISSION_PUBLIC, N_("投诉和建议"),
     AUDIENCE_PEOPLE},
    {HTTP_GET, "/public/complaint/status", status_show, PERMISSION_PUBLIC, N_("我的投诉办到哪一步"),
     .inputs = STATUS_INPUTS, .secret = "receipt"},
    {HTTP_GET, "/complaints/new", new_show, PERMISSION_COMPLAINT_RECEIVE, N_("登记投诉"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/complaints/new", new_do, PERMISSION_COMPLAINT_RECEIVE, N_("登记投诉"),
     .inputs = NEW_INPUTS},
};
const struct route_table PUBLIC_COMPLAINT_ROUTES = ROUTE_TABLE("public_complaint", ROUTES);
