/* Payments to institutions: the list, and one transfer with who did what when. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/medical/board.h"
#include "domain/transfer/transfer_kind.h"
#include "web/pages/guarded.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/transfer_page.h"

enum status transfer_of_address(struct request *r, struct transfer_record *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "transfer", &id));
    TRY(require_county(r, e));
    return transfer_read(r->db, r->county, id, r->arena, ret, e);
}

/* Where the page of what it pays is; NULL: it has none of its own. */
static const char *subject_folder(const char *kind)
{
    static const struct {
        const char *kind, *folder;
    } FOLDERS[] = {
        {"HOSPITAL", "/medical/statements"},
        {"PREMIUM", "/medical/premiums"},
        {"SUPPORT", "/allocations"},
        {"MANAGEMENT", "/allocations"},
    };
    for (size_t i = 0; i < sizeof(FOLDERS) / sizeof(FOLDERS[0]); i++)
        if (strcmp(FOLDERS[i].kind, kind) == 0)
            return FOLDERS[i].folder;
    return NULL;
}

void transfer_add(const struct request *r, struct view *v, const struct transfer_record *t)
{
    const struct transfer_kind *kind = transfer_kind_by_code(t->kind);
    const char *subject = subject_folder(t->kind);
    view_add_integer(v, "transfer", t->id);
    view_add_text(v, "kind", t->kind);
    view_add_text(v, "kind_label", kind != NULL ? request_text(r, kind->label) : t->kind);
    view_add_text(v, "payee_name", t->payee_name);
    view_add_text(v, "account_tail", t->account_tail);
    view_add_month(v, "month", t->month);
    view_add_count(v, "lines", t->lines);
    view_add_fen(v, "total_fen", t->total);
    view_add_text(v, "state", transfer_state_code(t->state));
    view_add_text(v, "state_label", request_text(r, transfer_state_label(t->state)));
    view_add_bool(v, "is_paid", t->state == TRANSFER_PAID);
    view_add_bool(v, "is_bad", t->state == TRANSFER_RETURNED || t->state == TRANSFER_DISCARDED);
    view_add_bool(v, "is_waiting", t->state < TRANSFER_PAID);
    if (subject != NULL)
        view_add_textf(v, "subject_path", "%s/%" PRId64, subject, t->subject);
    view_add_textf(v, "fund_path", "/funds/%d", (int)t->fund);
    view_add_text(v, "bank_reference", t->bank_reference);
    view_add_text(v, "return_reason", t->return_reason);
    view_add_integer(v, "attempt", t->attempt);
    if (t->paid_on.v != 0)
        view_add_date(v, "paid_on", t->paid_on);
}

bool transfer_is_maker(const struct transfer_record *t, const char *user)
{
    const char *const makers[] = {t->prepared_by, t->checked_by};
    for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++)
        if (makers[i] != NULL && strcmp(makers[i], user) == 0)
            return true;
    return false;
}

/* ---- the list ---- */

static enum transfer_state state_asked(const struct request *r)
{
    const char *asked = request_query(r, "state");
    for (int s = TRANSFER_DRAFT; s <= TRANSFER_DISCARDED; s++)
        if (strcmp(transfer_state_code((enum transfer_state)s), asked) == 0)
            return (enum transfer_state)s;
    return (enum transfer_state)0;
}

/* The steps that several of a state may take at once, and the fields that they share. */
static void many_add(struct request *r, enum transfer_state state)
{
    struct view *list = view_add_list(r->page, "many");
    for (size_t i = 0; i < TRANSFER_TRANSITION_COUNT; i++) {
        const struct transfer_transition *t = &TRANSFER_TRANSITIONS[i];
        const bool is_forward = t->action == TRANSFER_CHECK || t->action == TRANSFER_APPROVE ||
                                t->action == TRANSFER_PAY;
        if (t->from != state || !is_forward || !request_can(r, permission_by_name(t->permission)))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "action", t->name);
        view_add_text(v, "label", request_text(r, t->label));
        view_add_bool(v, "is_pay", t->action == TRANSFER_PAY);
        transfer_many_fields_add(r, v, t->action);
    }
}

static bool may_take_any(const struct request *r, const struct transfer_record *transfer)
{
    for (size_t i = 0; i < TRANSFER_TRANSITION_COUNT; i++) {
        const struct transfer_transition *t = &TRANSFER_TRANSITIONS[i];
        if (t->from == transfer->state && t->action != TRANSFER_DISCARD &&
            t->action != TRANSFER_RETURN && transfer_step_is_open(r, t, transfer))
            return true;
    }
    return false;
}

enum status transfer_list_respond(struct request *r, enum transfer_state state, unsigned status,
                                  const struct error *why, struct error *e)
{
    static const char *const paging[] = {"before", NULL};
    struct transfer_record *transfers;
    size_t count;
    int64_t before = query_number(r, "before");
    TRY(require_county(r, e));
    TRY(transfer_list(r->db, r->county, 0, state, before, MEDICAL_PAGE_ROWS + 1, r->arena,
                      &transfers, &count, e));
    struct view *states = view_add_list(r->page, "states");
    for (int s = TRANSFER_DRAFT; s <= TRANSFER_DISCARDED; s++)
        option_add(states, transfer_state_code((enum transfer_state)s),
                   request_text(r, transfer_state_label((enum transfer_state)s)), (int)state == s);
    many_add(r, state);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count && i < MEDICAL_PAGE_ROWS; i++) {
        struct view *v = view_add_object(rows, NULL);
        transfer_add(r, v, &transfers[i]);
        view_add_bool(v, "can_choose", state != 0 && may_take_any(r, &transfers[i]));
        view_add_bool(v, "is_chosen", transfer_is_chosen(r, transfers[i].id));
    }
    view_add_bool(r->page, "is_first", before == 0);
    if (count > MEDICAL_PAGE_ROWS)
        view_add_textf(r->page, "next", "%sbefore=%" PRId64, query_address(r, "/transfers", paging),
                       transfers[MEDICAL_PAGE_ROWS - 1].id);
    return respond_page_status(r, status, "transfer/list.html", request_text(r, N_("拨付")), why,
                               e);
}

static enum status transfer_index(struct request *r, struct error *e)
{
    return transfer_list_respond(r, state_asked(r), 200, NULL, e);
}

/* ---- one ---- */

static const char *person_title(struct request *r, const char *name)
{
    struct access_user user;
    struct error ignored;
    bool is_known = name != NULL && access_user_by_name(r->db, r->county, name, r->arena, &user,
                                                        &ignored) == STATUS_OK;
    return is_known && user.title[0] != '\0' ? user.title : name;
}

static enum status steps_add(struct request *r, const struct transfer_record *t, struct error *e)
{
    struct board_transfer_times times;
    TRY(board_transfer_times(r->db, r->county, t->id, r->arena, &times, e));
    const struct {
        enum transfer_state state;
        const char *label, *who, *at;
    } steps[] = {
        {TRANSFER_DRAFT, N_("编制"), t->prepared_by, times.prepared_at},
        {TRANSFER_CHECKED, N_("复核"), t->checked_by, times.checked_at},
        {TRANSFER_APPROVED, N_("审批入账"), t->approved_by, times.approved_at},
        {TRANSFER_PAID, N_("拨付"), t->paid_by, times.paid_at},
    };
    struct view *list = view_add_list(r->page, "steps");
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "label", request_text(r, steps[i].label));
        view_add_text(v, "who", person_title(r, steps[i].who));
        stamp_add(v, "at", steps[i].at);
        view_add_bool(v, "is_done", steps[i].at != NULL);
        view_add_bool(v, "is_current", steps[i].state == t->state);
    }
    return STATUS_OK;
}

/* The money of one that waits to be paid: what the account has, and what it lacks. */
static enum status money_add(struct request *r, const struct transfer_record *t, struct error *e)
{
    struct fen left;
    if (t->state != TRANSFER_APPROVED && t->state != TRANSFER_RETURNED)
        return STATUS_OK;
    TRY(transfer_free_funds(r->db, r->county, t->fund, &left, e));
    const bool may = request_can(r, PERMISSION_TRANSFER_PAY);
    const bool is_maker = transfer_is_maker(t, r->session.user.name);
    struct view *v = view_add_object(r->page, "money");
    view_add_fen(v, "free_fen", left);
    if (left.v >= t->total.v)
        return STATUS_OK;
    view_add_fen(v, "lack_fen", FEN(t->total.v - left.v));
    view_add_bool(v, "can_fund", may && !is_maker);
    view_add_text(v, "needs",
                  may ? NULL : request_text(r, PERMISSIONS[PERMISSION_TRANSFER_PAY].label));
    view_add_bool(v, "needs_other", may && is_maker);
    return STATUS_OK;
}

enum status transfer_respond(struct request *r, const struct transfer_record *t, unsigned status,
                             const struct error *why, struct error *e)
{
    const char *title = arena_printf(r->arena, "%s %" PRId64 " · %s", request_text(r, N_("拨付单")),
                                     t->id, t->payee_name);
    transfer_add(r, r->page, t);
    view_add_bool(r->page, "is_discarded", t->state == TRANSFER_DISCARDED);
    view_add_bool(r->page, "is_returned", t->state == TRANSFER_RETURNED);
    view_add_bool(r->page, "sees_ledger", request_can(r, PERMISSION_LEDGER_READ));
    TRY(steps_add(r, t, e));
    TRY(money_add(r, t, e));
    transfer_actions_add(r, t);
    return respond_page_status(r, status, "transfer/page.html", title, why, e);
}

static enum status transfer_show(struct request *r, struct error *e)
{
    struct transfer_record t;
    TRY(transfer_of_address(r, &t, e));
    return transfer_respond(r, &t, 200, NULL, e);
}

static const struct route_input LIST_INPUTS[] = {
    {"state", INPUT_TEXT, false, N_("状态")},
    {"before", INPUT_INTEGER, false, N_("上一页最后一单的编号")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/transfers", transfer_index, PERMISSION_TRANSFER_READ, N_("拨付"),
     .inputs = LIST_INPUTS},
    {HTTP_GET, "/transfers/{transfer}", transfer_show, PERMISSION_TRANSFER_READ, N_("拨付单")},
};
const struct route_table TRANSFER_ROUTES = ROUTE_TABLE("transfer", ROUTES);
