/* home claim …: made by the director, approved by the bureau, paid by the accountant. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/home_book.h"

#define PAGE_ROWS 200

static const char *const COLUMNS[] = {
    "claim", "home",        "book",        "month",   "state",   "total_fen", "lines",
    "payee", "prepared_by", "approved_by", "paid_by", "paid_on", "reference"};

static void row(struct cli *cli, const struct home_claim *r)
{
    cli_i64(cli, r->id);
    cli_text(cli, r->home_name);
    cli_text(cli, home_book_code(r->book));
    cli_month(cli, r->month);
    cli_text(cli, home_claim_state_code(r->state));
    cli_fen(cli, r->total);
    cli_i64(cli, (int64_t)r->line_count);
    cli_text(cli, r->payee_name);
    cli_text(cli, r->prepared_by);
    cli_text(cli, r->approved_by);
    cli_text(cli, r->paid_by);
    home_call_day(cli, r->paid_on.v ? r->paid_on : DATE_OPEN);
    cli_text(cli, r->bank_reference);
    cli_row_end(cli);
}

static enum status read_one(struct cli *cli, const struct home_call *c, int64_t id,
                            struct home_claim *ret, struct error *e)
{
    enum status s = home_claim_read(c->db, c->county, id, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM_UNKNOWN",
                         _("没有 %" PRId64 " 号报账单。请用 minsheng home claim list 查看。"), id);
    return s;
}

/* How it stands now. */
static enum status say_one(struct cli *cli, const struct home_call *c, int64_t id, struct error *e)
{
    struct home_claim r;
    char total[FEN_TEXT_BYTES];
    TRY(read_one(cli, c, id, &r, e));
    if (cli_format(cli) == CLI_TEXT) {
        cli_say(cli, _("%" PRId64 " 号报账单  %s  %s  %s  %s 元"), r.id, r.home_name,
                _(home_book_label(r.book)), _(home_claim_state_label(r.state)),
                fen_format_people(r.total, total));
        return STATUS_OK;
    }
    cli_rows_begin(cli, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    row(cli, &r);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status write_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home h;
    struct home_claim claim = {.payee_name = cli_option(cli, "--payee"),
                               .memo = cli_option(cli, "--memo")};
    struct home_claim_line *lines;
    TRY(home_book_option(cli, &claim.book, e));
    TRY(cli_month_option(cli, "--month", &claim.month, e));
    TRY(home_call_number(cli, "--claim", 0, &claim.id, e));
    TRY(home_claim_lines_option(cli, &lines, &claim.line_count, e));
    TRY(home_book_begin(cli, true, PERMISSION_HOME_CLAIM, &c, &h, e));
    claim.home = h.id;
    claim.lines = lines;
    TRY(home_claim_write(c.db, c.county, &claim, c.actor, &claim.id, e));
    return say_one(cli, &c, claim.id, e);
}

static enum status act(struct cli *cli, enum home_claim_action action, const char *text_option,
                       struct error *e)
{
    struct home_call c;
    struct date on;
    int64_t id;
    TRY(home_call_argument(cli, &id, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(home_call_begin(cli, true, &c, e));
    TRY(home_claim_act(c.db, c.county, id, action, c.actor,
                       text_option ? cli_option(cli, text_option) : NULL, on, e));
    return say_one(cli, &c, id, e);
}

static enum status submit_command(struct cli *cli, struct error *e)
{
    return act(cli, HOME_CLAIM_SUBMIT, NULL, e);
}

static enum status approve_command(struct cli *cli, struct error *e)
{
    return act(cli, HOME_CLAIM_APPROVE, NULL, e);
}

static enum status refuse_command(struct cli *cli, struct error *e)
{
    return act(cli, HOME_CLAIM_REFUSE, "--reason", e);
}

static enum status pay_command(struct cli *cli, struct error *e)
{
    return act(cli, HOME_CLAIM_PAY, "--reference", e);
}

static enum status return_command(struct cli *cli, struct error *e)
{
    return act(cli, HOME_CLAIM_RETURN, "--reason", e);
}

static enum status withdraw_command(struct cli *cli, struct error *e)
{
    return act(cli, HOME_CLAIM_WITHDRAW, "--reason", e);
}

static enum status state_option(struct cli *cli, enum home_claim_state *ret, struct error *e)
{
    const char *text = cli_option(cli, "--state");
    *ret = (enum home_claim_state)0;
    if (!text)
        return STATUS_OK;
    for (int s = HOME_CLAIM_DRAFT; s <= HOME_CLAIM_RETURNED; s++)
        if (text_equals(text, home_claim_state_code((enum home_claim_state)s))) {
            *ret = (enum home_claim_state)s;
            return STATUS_OK;
        }
    return cli_usage(e, _("--state 只能是 DRAFT、SUBMITTED、APPROVED、PAID、REFUSED、WITHDRAWN 或 "
                          "RETURNED"));
}

/* Those of homes that he may see. */
static enum status list_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home h = {0};
    enum home_claim_state state;
    struct home_claim *rows;
    size_t count;
    int64_t before = 0;
    TRY(state_option(cli, &state, e));
    TRY(home_call_begin(cli, false, &c, e));
    if (cli_has(cli, "--home"))
        TRY(home_call_option(cli, &c, "--home", &h, e));
    cli_rows_begin(cli, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0]);
    do {
        TRY(home_claim_list(c.db, c.county, h.id, state, before, PAGE_ROWS, cli_arena(cli), &rows,
                            &count, e));
        for (size_t i = 0; i < count; i++) {
            struct error hidden = {0};
            enum status s =
                home_require(c.db, c.county, c.actor, PERMISSION_HOME_READ, rows[i].home, &hidden);
            if (s == STATUS_OK)
                row(cli, &rows[i]);
            else if (s != STATUS_REFUSED)
                return error_set(e, s, hidden.code, "%s", hidden.message);
        }
        before = count > 0 ? rows[count - 1].id : 0;
    } while (count == PAGE_ROWS);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"claim",    "state",  "book",    "line",      "account",
                                          "spent_on", "detail", "receipt", "amount_fen"};
    struct home_call c;
    struct home_claim r;
    int64_t id;
    TRY(home_call_argument(cli, &id, e));
    TRY(home_call_begin(cli, false, &c, e));
    TRY(read_one(cli, &c, id, &r, e));
    TRY(home_require(c.db, c.county, c.actor, PERMISSION_HOME_READ, r.home, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < r.line_count; i++) {
        const struct home_claim_line *l = &r.lines[i];
        cli_i64(cli, r.id);
        cli_text(cli, home_claim_state_code(r.state));
        cli_text(cli, home_book_code(r.book));
        cli_text(cli, _(home_account_label(l->account)));
        cli_i64(cli, l->account);
        home_call_day(cli, l->spent_on);
        cli_text(cli, l->detail);
        cli_text(cli, l->receipt);
        cli_fen(cli, l->amount);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

#define ON                                                                                         \
    {                                                                                              \
        "--on", "YYYY-MM-DD", N_("日期，缺省为今天"), false                                        \
    }
#define REASON(required)                                                                           \
    {                                                                                              \
        "--reason", "TEXT", N_("原因"), required                                                   \
    }

const struct cli_command CLI_HOME_CLAIM[] = {
    {"home claim write",
     "HOME",
     1,
     1,
     N_("编制报账单，或重写草稿"),
     "home.claim",
     write_command,
     {{"--book", "BOOK", N_("哪本账：support、management、own"), true},
      {"--month", "YYYY-MM", N_("报账月份"), true},
      {"--payee", "TEXT", N_("收款人"), true},
      {"--line", "LINE", N_("项目:日期:内容:金额[:票据号]，可写多次"), false},
      {"--file", "FILE", N_("开支清单：项目、日期、内容、金额、票据号"), false},
      {"--memo", "TEXT", N_("说明"), false},
      {"--claim", "N", N_("重写这张草稿"), false},
      {0}}},
    {"home claim submit", "N", 1, 1, N_("提交审批"), "home.claim", submit_command, {ON, {0}}},
    {"home claim approve",
     "N",
     1,
     1,
     N_("按预算审批入账"),
     "home.approve",
     approve_command,
     {ON, {0}}},
    {"home claim refuse",
     "N",
     1,
     1,
     N_("退回"),
     "home.approve",
     refuse_command,
     {REASON(true), ON, {0}}},
    {"home claim pay",
     "N",
     1,
     1,
     N_("支付"),
     "home.pay",
     pay_command,
     {{"--reference", "TEXT", N_("银行回单号"), true}, ON, {0}}},
    {"home claim return",
     "N",
     1,
     1,
     N_("登记银行退汇"),
     "home.pay",
     return_command,
     {REASON(true), ON, {0}}},
    {"home claim withdraw",
     "N",
     1,
     1,
     N_("审批前撤回"),
     "home.claim",
     withdraw_command,
     {REASON(false), ON, {0}}},
    {"home claim list",
     "",
     0,
     0,
     N_("报账单"),
     "home.read",
     list_command,
     {{"--home", "HOME", N_("哪所敬老院"), false}, {"--state", "STATE", N_("状态"), false}, {0}}},
    {"home claim show", "N", 1, 1, N_("一张报账单的明细"), "home.read", show_command, {{0}}},
    {0},
};
