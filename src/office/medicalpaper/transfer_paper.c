/* 拨付单: the order to pay an institution out of the dedicated account. */
#include "domain/transfer/transfer_kind.h"
#include "office/medicalpaper/capitals.h"
#include "paper_internal.h"

static const char *fund_name(enum fund fund)
{
    switch (fund) {
    case FUND_DIBAO:
        break;
    case FUND_WUBAO:
        return "五保供养资金";
    case FUND_HOME_MANAGEMENT:
        return "敬老院工作管理经费";
    case FUND_MEDICAL_AID:
        return "城乡医疗救助基金";
    case FUND_HOME_CONSTRUCTION:
        return "敬老院建设资金";
    }
    return "";
}

static enum status fill(struct money_paper *p, int64_t transfer, struct error *e)
{
    struct transfer_record r;
    struct payee payee = {0};
    char month[MONTH_TEXT_BYTES], capitals[CAPITALS_BYTES];
    TRY(transfer_read(p->db, p->county, transfer, p->arena, &r, e));
    enum status s = payee_by_id(p->db, p->county, r.payee, p->arena, &payee, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    const struct transfer_kind *kind = transfer_kind_by_code(r.kind);
    struct view *o = view_add_object(p->root, "transfer");
    view_add_integer(o, "id", r.id);
    view_add_text(o, "kind", kind ? kind->label : r.kind);
    view_add_text(o, "fund", fund_name(r.fund));
    view_add_integer(o, "subject", r.subject);
    view_add_text(o, "month", month_format_people(r.month, month));
    view_add_text(o, "payee", r.payee_name);
    view_add_text(o, "bank", payee.bank ? payee.bank : "");
    view_add_text(o, "holder", payee.holder ? payee.holder : "");
    view_add_textf(o, "account", "%s%s", r.account_tail ? "尾号 " : "",
                   r.account_tail ? r.account_tail : "");
    view_add_integer(o, "lines", r.lines);
    money_paper_fen(o, "total", r.total);
    view_add_text(o, "capitals", fen_capitals(r.total, capitals));
    view_add_text(o, "state", transfer_state_label(r.state));
    view_add_text(o, "prepared_by", money_paper_user(p, r.prepared_by));
    view_add_text(o, "checked_by", money_paper_user(p, r.checked_by));
    view_add_text(o, "approved_by", money_paper_user(p, r.approved_by));
    view_add_text(o, "paid_by", money_paper_user(p, r.paid_by));
    view_add_text(o, "reference", r.bank_reference);
    money_paper_date(o, "paid_on", r.paid_on);
    return STATUS_OK;
}

enum status transfer_paper_render(struct db *db, int64_t county, int64_t transfer,
                                  const struct medical_paper_options *options, struct buf *ret,
                                  struct error *e)
{
    struct money_paper p;
    enum status s = money_paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = fill(&p, transfer, e);
    if (s == STATUS_OK)
        s = money_paper_finish(&p, "transfer_order", ret, e);
    money_paper_close(&p);
    return s;
}
