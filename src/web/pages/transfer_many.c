/* One step for several transfers of a state: each is a transaction of its own, in the order of
   their numbers; the first refusal ends it and says what was done before. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/transfer/transfer_kind.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"
#include "web/pages/transfer_page.h"

#define CHOSEN_MAX 200

static const struct plain_field PAY_FIELDS[] = {
    {"bank_reference", N_("银行流水号或支付凭证号"), NULL, PLAIN_TEXT, false},
    {"on", N_("拨付日期"), NULL, PLAIN_DATE, false},
};

static int64_t number_of(const struct form_field *f)
{
    int64_t id;
    struct error ignored;
    bool is_box = strcmp(f->name, "transfer") == 0 || strncmp(f->name, "transfers.", 10) == 0;
    return is_box && i64_parse(f->value, &id, &ignored) == STATUS_OK && id > 0 ? id : 0;
}

bool transfer_is_chosen(const struct request *r, int64_t transfer)
{
    for (const struct form_field *f = r->form.first; f != NULL; f = f->next)
        if (number_of(f) == transfer)
            return true;
    return false;
}

static void fields_begin(struct request *r, struct view *v, enum transfer_action action,
                         struct plain_form *f)
{
    plain_begin(f, r, v, PAY_FIELDS,
                action == TRANSFER_PAY ? sizeof(PAY_FIELDS) / sizeof(PAY_FIELDS[0]) : 0);
    char day[DATE_TEXT_BYTES];
    if (action == TRANSFER_PAY)
        plain_default(f, "on", arena_strdup(r->arena, date_format(date_today(), day)));
}

void transfer_many_fields_add(struct request *r, struct view *v, enum transfer_action action)
{
    struct plain_form f;
    fields_begin(r, v, action, &f);
    plain_end(&f);
}

/* ---- doing it ---- */

struct many {
    enum transfer_action action; /* 0: money put in */
    int64_t ids[CHOSEN_MAX];
    size_t count, done;
    const char *reference;
    struct date on;
    struct fen before[FUND_HOME_CONSTRUCTION + 1]; /* by fund, of those that were done */
};

static int by_number(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static enum status chosen_read(const struct request *r, struct many *m, struct error *e)
{
    for (const struct form_field *f = r->form.first; f != NULL; f = f->next) {
        const int64_t id = number_of(f);
        if (id == 0)
            continue;
        if (m->count == CHOSEN_MAX)
            return error_set(e, STATUS_REFUSED, "TRANSFER_MANY", _("一次最多办理 %d 单"),
                             CHOSEN_MAX);
        m->ids[m->count++] = id;
    }
    if (m->count == 0)
        return error_set(e, STATUS_REFUSED, "TRANSFER_MANY", _("请先选中要办理的拨付单"));
    qsort(m->ids, m->count, sizeof(m->ids[0]), by_number);
    return STATUS_OK;
}

static enum status one_approve(struct request *r, struct db *db, const struct transfer_record *t,
                               struct error *e)
{
    const struct transfer_kind *kind = transfer_kind_by_code(t->kind);
    struct month month;
    if (kind == NULL)
        return error_set(e, STATUS_FAILED, "TRANSFER_KIND", _("没有种类为 %s 的拨付"), t->kind);
    TRY(ledger_open_month(db, r->county, t->fund, t->month, &month, e));
    return transfer_approve(db, r->county, t->id, kind, r->session.user.name, month, e);
}

static enum status one_fund(struct request *r, struct db *db, struct many *m,
                            const struct transfer_record *t, struct error *e)
{
    struct fen put, *before = &m->before[(int)t->fund];
    TRY(transfer_fund_beside(db, r->county, t->id, *before, r->session.user.name, &put, e));
    if (fen_add(*before, t->total, before) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    return STATUS_OK;
}

static enum status one_do(struct request *r, struct db *db, struct many *m, int64_t id,
                          struct error *e)
{
    struct transfer_record t;
    const char *actor = r->session.user.name;
    enum status s = transfer_read(db, r->county, id, r->arena, &t, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "TRANSFER_UNKNOWN", _("没有 %" PRId64 " 号拨付单"), id);
    if (s != STATUS_OK)
        return s;
    if (m->action == TRANSFER_CHECK)
        return transfer_check(db, r->county, id, actor, e);
    if (m->action == TRANSFER_APPROVE)
        return one_approve(r, db, &t, e);
    if (m->action == TRANSFER_PAY)
        return transfer_pay(db, r->county, id, m->reference, m->on, actor, e);
    return one_fund(r, db, m, &t, e);
}

static enum status many_do(struct request *r, struct many *m, struct error *e)
{
    struct plain_form f;
    struct db *db;
    /* Its view is thrown away: what is shown again is made by the list. */
    fields_begin(r, view_new(r->arena), m->action, &f);
    if (m->action == TRANSFER_PAY) {
        m->reference = plain_text(&f, "bank_reference");
        m->on = plain_date(&f, "on");
    }
    TRY(plain_status(&f, e));
    TRY(chosen_read(r, m, e));
    TRY(request_writer(r, &db, e));
    while (m->done < m->count) {
        enum status s = one_do(r, db, m, m->ids[m->done], e);
        if (s != STATUS_OK)
            return error_place(e, _("已办 %zu 单，停在 %" PRId64 " 号"), m->done, m->ids[m->done]);
        m->done++;
    }
    return STATUS_OK;
}

static enum status many_take(struct request *r, enum transfer_action action,
                             enum transfer_state state, struct error *e)
{
    struct many m = {.action = action};
    struct error why = {0};
    TRY(require_county(r, e));
    enum status s = many_do(r, &m, &why);
    if (s == STATUS_OK)
        return respond_redirect(
            r, arena_printf(r->arena, "%s %zu", request_text(r, N_("已办理单数：")), m.done), e,
            "/transfers?state=%s", transfer_state_code(state));
    if (is_page_refusal(s, &why))
        return transfer_list_respond(r, state, 422, &why, e);
    *e = why;
    return s;
}

static enum status many_check(struct request *r, struct error *e)
{
    return many_take(r, TRANSFER_CHECK, TRANSFER_DRAFT, e);
}

static enum status many_approve(struct request *r, struct error *e)
{
    return many_take(r, TRANSFER_APPROVE, TRANSFER_CHECKED, e);
}

static enum status many_fund(struct request *r, struct error *e)
{
    return many_take(r, (enum transfer_action)0, TRANSFER_APPROVED, e);
}

static enum status many_pay(struct request *r, struct error *e)
{
    return many_take(r, TRANSFER_PAY, TRANSFER_APPROVED, e);
}

static const struct route_input CHOSEN_INPUTS[] = {
    {"transfer", INPUT_INTEGER, true, N_("拨付单编号，可以多个")},
    {.name = NULL},
};
static const struct route_input PAY_INPUTS[] = {
    {"transfer", INPUT_INTEGER, true, N_("拨付单编号，可以多个")},
    {"bank_reference", INPUT_TEXT, true, N_("银行流水号或支付凭证号")},
    {"on", INPUT_DATE, true, N_("拨付日期")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_POST, "/transfers/check", many_check, PERMISSION_TRANSFER_CHECK, N_("复核多张拨付单"),
     .inputs = CHOSEN_INPUTS},
    {HTTP_POST, "/transfers/approve", many_approve, PERMISSION_TRANSFER_APPROVE,
     N_("审批多张拨付单"), .inputs = CHOSEN_INPUTS},
    {HTTP_POST, "/transfers/fund", many_fund, PERMISSION_TRANSFER_PAY, N_("补足多张拨付单的资金"),
     .inputs = CHOSEN_INPUTS},
    {HTTP_POST, "/transfers/pay", many_pay, PERMISSION_TRANSFER_PAY, N_("办理多张拨付单"),
     .inputs = PAY_INPUTS},
};
const struct route_table TRANSFER_MANY_ROUTES = ROUTE_TABLE("transfer_many", ROUTES);
