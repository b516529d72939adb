/* transfer …: payments of a fund to institutions. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/document.h"
#include "cli/money.h"
#include "domain/transfer/transfer_kind.h"
#include "office/medicalpaper/medicalpaper.h"

#define PAGE_ROWS 200
#define TRANSFERS_MAX 500 /* of one command */

static const char *const COLUMNS[] = {"transfer", "kind",    "subject",  "payee",
                                      "month",    "state",   "lines",    "total_fen",
                                      "attempt",  "paid_on", "reference"};

static void row(struct cli *cli, const struct transfer_record *r)
{
    char day[DATE_TEXT_BYTES];
    cli_i64(cli, r->id);
    cli_text(cli, r->kind);
    cli_i64(cli, r->subject);
    cli_text(cli, r->payee_name);
    cli_month(cli, r->month);
    cli_text(cli, transfer_state_code(r->state));
    cli_i64(cli, r->lines);
    cli_fen(cli, r->total);
    cli_i64(cli, r->attempt);
    cli_text(cli, r->paid_on.v == 0 ? "" : date_format(r->paid_on, day));
    cli_text(cli, r->bank_reference);
    cli_row_end(cli);
}

static enum status record_of(struct cli *cli, const struct money *m, int64_t id,
                             struct transfer_record *ret, struct error *e)
{
    enum status s = transfer_read(m->db, m->county, id, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "TRANSFER_UNKNOWN",
                         _("没有 %" PRId64 " 号拨付单。请用 minsheng transfer list 查看。"), id);
    return s;
}

static enum status read_one(struct cli *cli, const struct money *m, struct transfer_record *ret,
                            struct error *e)
{
    int64_t id;
    TRY(money_number(cli, &id, e));
    return record_of(cli, m, id, ret, e);
}

/* Steps are done: how they stand now. */
static enum status say_all(struct cli *cli, const struct money *m, const int64_t *ids, size_t count,
                           struct error *e)
{
    bool is_text = cli_format(cli) == CLI_TEXT;
    if (!is_text)
        cli_rows_begin(cli, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    for (size_t i = 0; i < count; i++) {
        struct transfer_record r;
        char total[FEN_TEXT_BYTES];
        TRY(transfer_read(m->db, m->county, ids[i], cli_arena(cli), &r, e));
        if (is_text)
            cli_say(cli, _("%" PRId64 " 号拨付单  %s  %s  %s 元"), r.id, r.payee_name,
                    _(transfer_state_label(r.state)), fen_format_people(r.total, total));
        else
            row(cli, &r);
    }
    if (!is_text)
        cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- several at once: each step is a transaction of its own, and the first refusal ends it,
   saying what is done ---- */

struct several {
    struct money m;
    int64_t ids[TRANSFERS_MAX];
    size_t count, done;
};

static enum status several_begin(struct cli *cli, struct several *ret, struct error *e)
{
    ret->count = cli_argument_count(cli);
    ret->done = 0;
    if (ret->count > TRANSFERS_MAX)
        return cli_usage(e, _("一次最多 %d 张拨付单"), TRANSFERS_MAX);
    for (size_t i = 0; i < ret->count; i++)
        if (i64_parse(cli_argument(cli, i), &ret->ids[i], NULL) != STATUS_OK || ret->ids[i] <= 0)
            return cli_usage(e, _("“%s”不是编号。"), cli_argument(cli, i));
    return money_writer(cli, &ret->m, e);
}

typedef enum status (*transfer_step_of)(struct cli *cli, const struct money *m,
                                        const struct transfer_record *r, void *with,
                                        struct error *e);

static enum status several_do(struct cli *cli, transfer_step_of step, void *with, struct error *e)
{
    struct several x;
    enum status s = STATUS_OK;
    TRY(several_begin(cli, &x, e));
    while (s == STATUS_OK && x.done < x.count) {
        struct transfer_record r;
        s = record_of(cli, &x.m, x.ids[x.done], &r, e);
        if (s == STATUS_OK)
            s = step(cli, &x.m, &r, with, e);
        if (s == STATUS_OK)
            x.done++;
    }
    if (x.done > 0)
        TRY(say_all(cli, &x.m, x.ids, x.done, s == STATUS_OK ? e : NULL));
    return s;
}

static enum status state_option(struct cli *cli, enum transfer_state *ret, struct error *e)
{
    const char *text = cli_option(cli, "--state");
    *ret = (enum transfer_state)0;
    if (!text)
        return STATUS_OK;
    for (int s = TRANSFER_DRAFT; s <= TRANSFER_DISCARDED; s++)
        if (text_equals(text, transfer_state_code((enum transfer_state)s))) {
            *ret = (enum transfer_state)s;
            return STATUS_OK;
        }
    return cli_usage(e, _("--state 只能是 DRAFT、CHECKED、APPROVED、PAID、RETURNED 或 DISCARDED"));
}

static enum status payee_option(struct cli *cli, const struct money *m, int64_t *ret,
                                struct error *e)
{
    struct payee payee;
    const char *name = cli_option(cli, "--payee");
    *ret = 0;
    if (!name)
        return STATUS_OK;
    enum status s = payee_by_name(m->db, m->county, name, cli_arena(cli), &payee, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PAYEE_UNKNOWN", _("没有叫“%s”的收款单位。"), name);
    if (s == STATUS_OK)
        *ret = payee.id;
    return s;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    struct money m;
    enum transfer_state state;
    int64_t payee, before = 0;
    struct transfer_record *rows;
    size_t count;
    TRY(state_option(cli, &state, e));
    TRY(money_reader(cli, &m, e));
    TRY(payee_option(cli, &m, &payee, e));
    cli_rows_begin(cli, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    do {
        TRY(transfer_list(m.db, m.county, payee, state, before, PAGE_ROWS, cli_arena(cli), &rows,
                          &count, e));
        for (size_t i = 0; i < count; i++)
            row(cli, &rows[i]);
        before = count > 0 ? rows[count - 1].id : 0;
    } while (count == PAGE_ROWS);
    cli_rows_end(cli);
    return STATUS_OK;
}

static void pair(struct cli *cli, const char *key, const char *value)
{
    cli_text(cli, key);
    cli_text(cli, value);
    cli_row_end(cli);
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"key", "value"};
    struct money m;
    struct transfer_record r;
    char total[FEN_TEXT_BYTES], month[MONTH_TEXT_BYTES], day[DATE_TEXT_BYTES];
    TRY(money_reader(cli, &m, e));
    TRY(read_one(cli, &m, &r, e));
    const struct transfer_kind *kind = transfer_kind_by_code(r.kind);
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    pair(cli, "transfer", arena_printf(cli_arena(cli), "%" PRId64, r.id));
    pair(cli, "kind", kind ? _(kind->label) : r.kind);
    pair(cli, "subject", arena_printf(cli_arena(cli), "%" PRId64, r.subject));
    pair(cli, "payee", r.payee_name);
    pair(cli, "account_tail", r.account_tail ? r.account_tail : "");
    pair(cli, "month", month_format(r.month, month));
    pair(cli, "state", transfer_state_code(r.state));
    pair(cli, "lines", arena_printf(cli_arena(cli), "%" PRId64, r.lines));
    pair(cli, "total", fen_format(r.total, total));
    pair(cli, "prepared_by", r.prepared_by);
    pair(cli, "checked_by", r.checked_by ? r.checked_by : "");
    pair(cli, "approved_by", r.approved_by ? r.approved_by : "");
    pair(cli, "paid_by", r.paid_by ? r.paid_by : "");
    pair(cli, "paid_on", r.paid_on.v == 0 ? "" : date_format(r.paid_on, day));
    pair(cli, "bank_reference", r.bank_reference);
    pair(cli, "reason", r.return_reason);
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- steps ---- */

static enum status check_one(struct cli *cli, const struct money *m,
                             const struct transfer_record *r, void *with, struct error *e)
{
    (void)cli;
    (void)with;
    return transfer_check(m->db, m->county, r->id, m->actor, e);
}

static enum status check_command(struct cli *cli, struct error *e)
{
    return several_do(cli, check_one, NULL, e);
}

static enum status kind_of(const struct transfer_record *r, const struct transfer_kind **ret,
                           struct error *e)
{
    *ret = transfer_kind_by_code(r->kind);
    return *ret ? STATUS_OK
                : error_set(e, STATUS_FAILED, "TRANSFER_KIND", _("没有种类为 %s 的拨付"), r->kind);
}

/* with: the month of the books; v 0: each its own, or the first open one. */
static enum status approve_one(struct cli *cli, const struct money *m,
                               const struct transfer_record *r, void *with, struct error *e)
{
    const struct transfer_kind *kind;
    struct month month = *(const struct month *)with;
    (void)cli;
    TRY(kind_of(r, &kind, e));
    if (month.v == 0)
        TRY(ledger_open_month(m->db, m->county, r->fund, r->month, &month, e));
    return transfer_approve(m->db, m->county, r->id, kind, m->actor, month, e);
}

static enum status approve_command(struct cli *cli, struct error *e)
{
    struct month month = {0};
    if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &month, e));
    return several_do(cli, approve_one, &month, e);
}

/* with: by fund, what the transfers before this one in the command have yet to be paid. */
static enum status fund_one(struct cli *cli, const struct money *m, const struct transfer_record *r,
                            void *with, struct error *e)
{
    struct fen *before = (struct fen *)with + (int)r->fund, put;
    char text[FEN_TEXT_BYTES];
    TRY(transfer_fund_beside(m->db, m->county, r->id, *before, m->actor, &put, e));
    if (fen_add(*before, r->total, before) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    if (cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("已补足资金 %s 元。"), fen_format_people(put, text));
    return STATUS_OK;
}

static enum status fund_command(struct cli *cli, struct error *e)
{
    struct fen before[FUND_HOME_CONSTRUCTION + 1] = {0};
    return several_do(cli, fund_one, before, e);
}

struct paying {
    const char *reference;
    struct date on;
};

static enum status pay_one(struct cli *cli, const struct money *m, const struct transfer_record *r,
                           void *with, struct error *e)
{
    const struct paying *p = with;
    (void)cli;
    return transfer_pay(m->db, m->county, r->id, p->reference, p->on, m->actor, e);
}

static enum status pay_command(struct cli *cli, struct error *e)
{
    struct paying p = {.reference = cli_option(cli, "--reference")};
    TRY(cli_day_option(cli, "--on", &p.on, e));
    return several_do(cli, pay_one, &p, e);
}

static enum status return_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t id;
    struct date on;
    TRY(money_number(cli, &id, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(money_writer(cli, &m, e));
    TRY(transfer_return(m.db, m.county, id, cli_option(cli, "--reason"), on, m.actor, e));
    return say_all(cli, &m, &id, 1, e);
}

static enum status discard_one(struct cli *cli, const struct money *m,
                               const struct transfer_record *r, void *with, struct error *e)
{
    const struct transfer_kind *kind;
    (void)with;
    TRY(kind_of(r, &kind, e));
    return transfer_discard(m->db, m->county, r->id, kind, cli_option(cli, "--reason"), m->actor,
                            e);
}

static enum status discard_command(struct cli *cli, struct error *e)
{
    return several_do(cli, discard_one, NULL, e);
}

static enum status paper_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t id;
    struct medical_paper_options options = {.today = date_today()};
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    TRY(money_number(cli, &id, e));
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(money_reader(cli, &m, e));
    enum status s = transfer_paper_render(m.db, m.county, id, &options, &bytes, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "TRANSFER_UNKNOWN", _("没有 %" PRId64 " 号拨付单。"),
                         id);
    if (s != STATUS_OK)
        return s;
    return cli_document_write(cli, &bytes, e);
}

const struct cli_command CLI_TRANSFER[] = {
    {"transfer list",
     "",
     0,
     0,
     N_("拨付单"),
     "transfer.read",
     list_command,
     {{"--payee", "CODE", N_("收款单位"), false}, {"--state", "STATE", N_("状态"), false}, {0}}},
    {"transfer show", "N", 1, 1, N_("一张拨付单"), "transfer.read", show_command, {{0}}},
    {"transfer check", "N…", 1, -1, N_("复核"), "transfer.check", check_command, {{0}}},
    {"transfer approve",
     "N…",
     1,
     -1,
     N_("审批，逐笔入账"),
     "transfer.approve",
     approve_command,
     {{"--month", "YYYY-MM", N_("记入哪个月，缺省为所属月份"), false}, {0}}},
    {"transfer fund",
     "N…",
     1,
     -1,
     N_("专户余额不足时按方案比例补足资金"),
     "transfer.pay",
     fund_command,
     {{0}}},
    {"transfer pay",
     "N…",
     1,
     -1,
     N_("从专户拨付"),
     "transfer.pay",
     pay_command,
     {{"--reference", "TEXT", N_("银行回单号"), true},
      {"--on", "YYYY-MM-DD", N_("拨付日期，缺省为今天"), false},
      {0}}},
    {"transfer return",
     "N",
     1,
     1,
     N_("登记银行退汇"),
     "transfer.pay",
     return_command,
     {{"--reason", "TEXT", N_("退汇原因"), true},
      {"--on", "YYYY-MM-DD", N_("退回日期，缺省为今天"), false},
      {0}}},
    {"transfer discard",
     "N…",
     1,
     -1,
     N_("审批前作废"),
     "transfer.prepare",
     discard_command,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"transfer paper",
     "N",
     1,
     1,
     N_("打印拨付单"),
     "transfer.read",
     paper_command,
     {{"-o", "FILE", N_(".pdf 或 .docx 文件"), true}, {0}}},
    {0},
};
