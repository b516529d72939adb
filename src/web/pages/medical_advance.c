/* Help before treatment: the advances there are, one of them, and taking an approval back. They are
   approved in casework. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"

static enum advance_state state_asked(const struct request *r)
{
    const char *asked = request_query(r, "state");
    for (int s = ADVANCE_APPROVED; s <= ADVANCE_REVOKED; s++)
        if (strcmp(advance_state_code((enum advance_state)s), asked) == 0)
            return (enum advance_state)s;
    return (enum advance_state)0;
}

static enum status options_add(struct request *r, const struct advance_filter *f, struct error *e)
{
    struct view *states = view_add_list(r->page, "states");
    for (int s = ADVANCE_APPROVED; s <= ADVANCE_REVOKED; s++)
        option_add(states, advance_state_code((enum advance_state)s),
                   request_text(r, advance_state_label((enum advance_state)s)), (int)f->state == s);
    view_add_bool(r->page, "is_first", f->before == 0);
    view_add_bool(r->page, "sees_illness", medical_sees_illness(r));
    view_add_bool(r->page, "can_expire",
                  request_can(r, PERMISSION_MEDICAL_MANAGE) && request_sees_county(r));
    return hospitals_add(r, f->hospital, e);
}

static enum status advance_index(struct request *r, struct error *e)
{
    static const char *const paging[] = {"before", NULL};
    const struct division_table *table;
    struct advance_record *advances;
    size_t count;
    bool has_more;
    const struct advance_filter filter = {.scope = r->session.user.scope,
                                          .hospital = query_number(r, "hospital"),
                                          .state = state_asked(r),
                                          .before = query_number(r, "before"),
                                          .row_count = MEDICAL_PAGE_ROWS};
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(options_add(r, &filter, e));
    TRY(advance_list(r->db, r->county, &filter, r->arena, &advances, &count, &has_more, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        advance_add(r, view_add_object(rows, NULL), &advances[i], table);
    view_add_count(r->page, "count", (int64_t)count);
    if (has_more && count > 0)
        view_add_textf(r->page, "next", "%sbefore=%" PRId64,
                       query_address(r, "/medical/advances", paging), advances[count - 1].id);
    return respond_page(r, "medical/advances.html", NULL, e);
}

/* ---- one ---- */

static const struct plain_field REVOKE_FIELDS[] = {
    {"reason", N_("撤销原因"), NULL, PLAIN_TEXT, false},
};

static enum status advance_of_address(struct request *r, struct advance_record *ret,
                                      struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "advance", &id));
    TRY(advance_read(r->db, r->county, id, r->arena, ret, e));
    return access_in_scope(r->session.user.scope, ret->division) ? STATUS_OK : STATUS_NONE;
}

static enum status advance_respond(struct request *r, const struct advance_record *a,
                                   unsigned status, const struct error *why, struct error *e)
{
    const struct division_table *table;
    const char *title =
        arena_printf(r->arena, "%s · %s", request_text(r, N_("医前救助")), a->person_name);
    bool may = request_can(r, PERMISSION_MEDICAL_MANAGE) && request_sees_county(r);
    bool is_free = a->state == ADVANCE_APPROVED && a->admission == 0;
    bool is_own = strcmp(a->approved_by, r->session.user.name) == 0;
    TRY(place_table(r, date_month(date_today()), &table, e));
    advance_add(r, r->page, a, table);
    view_add_bool(r->page, "can_revoke", may && is_free && !is_own);
    view_add_bool(r->page, "needs_other", may && is_free && is_own);
    view_add_bool(r->page, "can_case", request_can(r, PERMISSION_CASE_READ));
    return respond_page_status(r, status, "medical/advance.html", title, why, e);
}

static enum status advance_show(struct request *r, struct error *e)
{
    struct advance_record a;
    struct plain_form f;
    TRY(advance_of_address(r, &a, e));
    plain_begin(&f, r, r->page, REVOKE_FIELDS, 1);
    plain_end(&f);
    return advance_respond(r, &a, 200, NULL, e);
}

static enum status revoke(struct request *r, const struct advance_record *a, struct plain_form *f,
                          struct error *e)
{
    struct db *db;
    const char *reason = plain_text(f, "reason");
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return advance_revoke(db, r->county, a->id, reason, r->session.user.name, date_today(), e);
}

static enum status advance_take_back(struct request *r, struct error *e)
{
    struct advance_record a;
    struct plain_form f;
    struct error why = {0};
    TRY(advance_of_address(r, &a, e));
    TRY(require_county(r, e));
    plain_begin(&f, r, r->page, REVOKE_FIELDS, 1);
    enum status s = revoke(r, &a, &f, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("医前救助已撤销")), e,
                                "/medical/advances/%" PRId64, a.id);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_end(&f);
    return advance_respond(r, &a, 422, &why, e);
}

static enum status advance_expire_all(struct request *r, struct error *e)
{
    struct db *db;
    int64_t count = 0;
    TRY(require_county(r, e));
    TRY(request_writer(r, &db, e));
    enum status s = advance_expire(db, r->county, r->session.user.name, date_today(), &count, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    const char *notice = arena_printf(r->arena, "%s %" PRId64,
                                      request_text(r, N_("已转为过期的医前救助（笔）：")), count);
    return respond_redirect(r, notice, e, "/medical/advances?state=EXPIRED");
}

static const struct route_input LIST_INPUTS[] = {
    {"state", INPUT_TEXT, false, N_("状态")},
    {"hospital", INPUT_INTEGER, false, N_("医院")},
    {"before", INPUT_INTEGER, false, N_("上一页最后一笔的编号")},
    {.name = NULL},
};
static const struct route_input REVOKE_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("撤销原因")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/medical/advances", advance_index, PERMISSION_MEDICAL_READ, N_("医前救助"),
     .inputs = LIST_INPUTS},
    {HTTP_POST, "/medical/advances/expire", advance_expire_all, PERMISSION_MEDICAL_MANAGE,
     N_("清理过期的医前救助")},
    {HTTP_GET, "/medical/advances/{advance}", advance_show, PERMISSION_MEDICAL_READ,
     N_("医前救助")},
    {HTTP_POST, "/medical/advances/{advance}/revoke", advance_take_back, PERMISSION_MEDICAL_MANAGE,
     N_("撤销医前救助"), .inputs = REVOKE_INPUTS},
};
const struct route_table MEDICAL_ADVANCE_ROUTES = ROUTE_TABLE("medical_advance", ROUTES);
