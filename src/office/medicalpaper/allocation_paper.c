/* 经费拨付汇总表: one allocation, or a month of both funds, each fund by itself. */
#include "domain/allocation/allocation.h"
#include "office/medicalpaper/capitals.h"
#include "paper_internal.h"

static const char *fund_name(enum fund fund)
{
    return fund == FUND_WUBAO ? "五保供养资金" : "敬老院工作管理经费";
}

/* ---- one ---- */

static enum status fill(struct money_paper *p, int64_t id, struct error *e)
{
    struct allocation a;
    struct transfer_record t = {0};
    char month[MONTH_TEXT_BYTES], capitals[CAPITALS_BYTES];
    TRY(allocation_read(p->db, p->county, id, p->arena, &a, e));
    enum status s = transfer_read(p->db, p->county, a.transfer, p->arena, &t, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    struct view *o = view_add_object(p->root, "allocation");
    view_add_integer(o, "id", a.id);
    view_add_text(o, "fund", fund_name(a.fund));
    view_add_text(o, "month", month_format_people(a.month, month));
    view_add_text(o, "payee", a.payee_name);
    view_add_text(o, "document", a.document);
    view_add_text(o, "memo", a.memo);
    view_add_integer(o, "people", a.people);
    view_add_integer(o, "transfer", a.transfer);
    view_add_text(o, "state", s == STATUS_OK ? transfer_state_label(t.state) : "");
    money_paper_fen(o, "total", a.total);
    view_add_text(o, "capitals", fen_capitals(a.total, capitals));
    view_add_text(o, "prepared_by", money_paper_user(p, a.prepared_by));
    view_add_text(o, "checked_by", money_paper_user(p, t.checked_by));
    struct view *rows = view_add_list(p->root, "rows");
    for (size_t i = 0; i < a.line_count; i++) {
        const struct allocation_line *l = &a.lines[i];
        struct view *row = view_add_object(rows, NULL);
        view_add_integer(row, "no", (int64_t)i + 1);
        view_add_text(row, "category", l->category->label);
        if (l->supplement > 0)
            view_add_integer(row, "supplement", l->supplement);
        view_add_integer(row, "people", l->people);
        money_paper_fen(row, "amount", l->amount);
        view_add_text(row, "note", l->note);
    }
    return STATUS_OK;
}

enum status allocation_paper_render(struct db *db, int64_t county, int64_t id,
                                    const struct medical_paper_options *options, struct buf *ret,
                                    struct error *e)
{
    struct money_paper p;
    enum status s = money_paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = fill(&p, id, e);
    if (s == STATUS_OK)
        s = money_paper_finish(&p, "allocation", ret, e);
    money_paper_close(&p);
    return s;
}

/* ---- a month ---- */

struct fund_sum {
    struct fen amount, paid, electricity;
};

static enum status fund_add(struct money_paper *p, struct view *funds, enum fund fund,
                            const struct allocation_sum *sums, size_t count,
                            struct fund_sum *ret_all, struct error *e)
{
    struct fund_sum s = {0};
    struct view *o = view_add_object(funds, NULL), *rows = view_add_list(o, "rows");
    view_add_text(o, "name", fund_name(fund));
    for (size_t i = 0; i < count; i++) {
        if (sums[i].category->fund != fund)
            continue;
        struct view *row = view_add_object(rows, NULL);
        view_add_text(row, "category", sums[i].category->label);
        view_add_integer(row, "payees", sums[i].payees);
        view_add_integer(row, "people", sums[i].people);
        money_paper_fen(row, "amount", sums[i].amount);
        money_paper_fen(row, "paid", sums[i].paid);
        TRY(fen_add(s.amount, sums[i].amount, &s.amount));
        TRY(fen_add(s.paid, sums[i].paid, &s.paid));
        if (sums[i].category->is_electricity)
            TRY(fen_add(s.electricity, sums[i].amount, &s.electricity));
    }
    money_paper_fen(o, "amount", s.amount);
    money_paper_fen(o, "paid", s.paid);
    TRY(fen_add(ret_all->amount, s.amount, &ret_all->amount));
    TRY(fen_add(ret_all->electricity, s.electricity, &ret_all->electricity));
    return view_status(p->root, e);
}

static enum status month_fill(struct money_paper *p, struct month month, struct error *e)
{
    struct allocation_sum *sums;
    size_t count;
    char text[MONTH_TEXT_BYTES];
    struct fund_sum all = {0};
    struct fen without;
    TRY(allocation_month(p->db, p->county, month, p->arena, &sums, &count, e));
    view_add_text(p->root, "month", month_format_people(month, text));
    struct view *funds = view_add_list(p->root, "funds");
    TRY(fund_add(p, funds, FUND_WUBAO, sums, count, &all, e));
    TRY(fund_add(p, funds, FUND_HOME_MANAGEMENT, sums, count, &all, e));
    TRY(fen_sub(all.amount, all.electricity, &without));
    struct view *notice = view_add_object(p->root, "notice");
    money_paper_fen(notice, "total", all.amount);
    money_paper_fen(notice, "without_electricity", without);
    return STATUS_OK;
}

enum status allocation_month_paper_render(struct db *db, int64_t county, struct month month,
                                          const struct medical_paper_options *options,
                                          struct buf *ret, struct error *e)
{
    struct money_paper p;
    enum status s = money_paper_open(&p, db, county, options, e);
    if (s == STATUS_OK)
        s = month_fill(&p, month, e);
    if (s == STATUS_OK)
        s = money_paper_finish(&p, "allocation_month", ret, e);
    money_paper_close(&p);
    return s;
}
