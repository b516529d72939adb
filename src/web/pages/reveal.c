/* A whole number of a household, once, to whoever says why. */
#include "domain/access/reveal.h"
#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"

#include <inttypes.h>
#include <microhttpd.h>
#include <stdio.h>

static void choice_add(struct view *list, const char *kind, int64_t person, const char *label,
                       const char *tail, const char *chosen)
{
    char value[64];
    snprintf(value, sizeof(value), "%s:%" PRId64, kind, person);
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "value", value);
    view_add_text(v, "label", label);
    view_add_text(v, "tail", tail);
    view_add_bool(v, "is_chosen", text_equals(value, chosen));
}

static enum status form_add_choices(struct request *r, int64_t household, const char *chosen,
                                    struct error *e)
{
    struct reveal_choices choices;
    TRY(access_reveal_choices(r->db, r->county, &r->session.user, household, r->arena, &choices,
                              e));
    struct view *list = view_add_list(r->page, "choices");
    for (size_t i = 0; i < choices.count; i++) {
        const struct reveal_person *p = &choices.people[i];
        const char *id = arena_printf(r->arena, "%s %s", p->name, request_text(r, N_("身份证号")));
        const char *phone = arena_printf(r->arena, "%s %s", p->name, request_text(r, N_("电话")));
        if (id == NULL || phone == NULL)
            return arena_exhausted(e);
        choice_add(list, "id_number", p->person, id, p->id_tail, chosen);
        if (p->phone_tail != NULL)
            choice_add(list, "phone", p->person, phone, p->phone_tail, chosen);
    }
    if (choices.bank != NULL)
        choice_add(list, "account", 0,
                   arena_printf(r->arena, "%s %s", choices.bank, request_text(r, N_("银行账号"))),
                   choices.account_tail, chosen);
    view_add_integer(r->page, "household", household);
    return STATUS_OK;
}

static enum status reveal_show(struct request *r, struct error *e)
{
    int64_t household;
    TRY(request_parameter_i64(r, "household", &household));
    TRY(form_add_choices(r, household, "", e));
    view_add_text(r->page, "purpose", "");
    return respond_page(r, "reveal/page.html", NULL, e);
}

/* "phone:12" */
static bool choice_read(const char *text, struct reveal_request *q)
{
    char kind[16] = "";
    long long person = 0;
    if (sscanf(text, "%15[a-z_]:%lld", kind, &person) != 2 || person < 0)
        return false;
    q->kind = reveal_kind_parse(kind);
    q->person = person;
    return q->kind != REVEAL_NONE;
}

static enum status reveal_take(struct request *r, struct error *e)
{
    struct reveal_request q = {.purpose = request_field(r, "purpose")};
    const char *number = NULL, *chosen = request_field(r, "what");
    struct error why = {0};
    struct db *db;
    enum status s;
    TRY(request_parameter_i64(r, "household", &q.household));
    TRY(require_keys(r, e));
    if (!choice_read(chosen, &q)) {
        s = error_set(&why, STATUS_REFUSED, "REVEAL_CHOICE", _("请选择要看哪一个号码。"));
    } else {
        TRY(request_writer(r, &db, e));
        s = access_reveal(db, r->county, r->keys, &r->session.user, &q, r->arena, &number, &why);
    }
    if (s == STATUS_NONE)
        return s;
    if (s != STATUS_OK && s != STATUS_REFUSED) {
        *e = why;
        return s;
    }
    TRY(form_add_choices(r, q.household, chosen, e));
    view_add_text(r->page, "purpose", q.purpose);
    view_add_text(r->page, "number", number);
    return respond_page_status(r, s == STATUS_OK ? MHD_HTTP_OK : MHD_HTTP_UNPROCESSABLE_CONTENT,
                               "reveal/page.html", request_text(r, N_("查看完整号码")),
                               s == STATUS_OK ? NULL : &why, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/households/{household}/reveal", reveal_show, PERMISSION_NUMBER_REVEAL,
     N_("查看完整号码"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/households/{household}/reveal", reveal_take, PERMISSION_NUMBER_REVEAL,
     N_("查看完整号码"), AUDIENCE_PEOPLE},
};
const struct route_table REVEAL_ROUTES = ROUTE_TABLE("reveal", ROUTES);
