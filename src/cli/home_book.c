/* home book …, budget …, statement …: what a home holds, may spend and has spent. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/document.h"
#include "cli/home.h"
#include "cli/home_book.h"
#include "cli/money.h"
#include "office/homepaper/statement_paper.h"

#define FIRST_MONTH month_make(1990, 1)

enum status home_book_option(struct cli *cli, enum home_book *ret, struct error *e)
{
    const char *code = cli_option(cli, "--book");
    if (!code)
        return cli_usage(e, _("请用 --book 写明哪本账：support、management 或 own"));
    return home_book_parse(code, ret, e);
}

enum status home_amount_option(struct cli *cli, const char *option, struct fen *ret,
                               struct error *e)
{
    const char *text = cli_option(cli, option);
    if (!text)
        return cli_usage(e, _("请用 %s 写明金额（元）"), option);
    return fen_parse(text, ret, e);
}

enum status home_book_begin(struct cli *cli, bool is_writing, enum permission permission,
                            struct home_call *ret, struct home *ret_home, struct error *e)
{
    TRY(home_call_begin(cli, is_writing, ret, e));
    TRY(home_call_find(cli, ret, cli_argument(cli, 0), ret_home, e));
    return home_require(ret->db, ret->county, ret->actor, permission, ret_home->id, e);
}

/* ---- books ---- */

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"book", "label", "bank_fen", "owed_fen"};
    struct home_call c;
    struct home h;
    TRY(home_book_begin(cli, false, PERMISSION_HOME_READ, &c, &h, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++) {
        const enum home_book b = HOME_BOOKS[i];
        struct fen bank, payable, owed;
        TRY(home_balance(c.db, c.county, h.id, b, home_account(b, HOME_BANK), MONTH_OPEN, &bank,
                         e));
        TRY(home_balance(c.db, c.county, h.id, b, home_account(b, HOME_PAYABLE), MONTH_OPEN,
                         &payable, e));
        if (fen_sub(FEN(0), payable, &owed) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
        cli_text(cli, home_book_code(b));
        cli_text(cli, _(home_book_label(b)));
        cli_fen(cli, bank);
        cli_fen(cli, owed);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status journal_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",       "month",  "entered_on", "kind",
                                          "debit",    "credit", "amount_fen", "party",
                                          "document", "memo",   "subject",    "actor"};
    struct home_call c;
    struct home h;
    struct month from = FIRST_MONTH, to = MONTH_OPEN;
    enum home_book book;
    struct home_entry *rows;
    size_t count;
    TRY(home_book_option(cli, &book, e));
    if (cli_has(cli, "--from"))
        TRY(cli_month_option(cli, "--from", &from, e));
    if (cli_has(cli, "--to"))
        TRY(cli_month_option(cli, "--to", &to, e));
    TRY(home_book_begin(cli, false, PERMISSION_HOME_READ, &c, &h, e));
    TRY(home_journal_list(c.db, c.county, h.id, book, from, to, cli_arena(cli), &rows, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, rows[i].id);
        cli_month(cli, rows[i].month);
        home_call_day(cli, rows[i].entered_on);
        cli_text(cli, rows[i].kind);
        cli_i64(cli, rows[i].debit);
        cli_i64(cli, rows[i].credit);
        cli_fen(cli, rows[i].amount);
        cli_text(cli, rows[i].party);
        cli_text(cli, rows[i].document);
        cli_text(cli, rows[i].memo);
        cli_i64(cli, rows[i].subject);
        cli_text(cli, rows[i].actor);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status gather_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"rows"};
    struct money m;
    int64_t rows;
    TRY(money_writer(cli, &m, e));
    TRY(home_book_gather(m.db, m.county, m.actor, &rows, e));
    if (cli_format(cli) == CLI_TEXT) {
        cli_say(cli, _("已归集 %" PRId64 " 笔。"), rows);
        return STATUS_OK;
    }
    cli_rows_begin(cli, columns, 1);
    cli_i64(cli, rows);
    cli_row_end(cli);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status income_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home h;
    char amount[FEN_TEXT_BYTES];
    struct home_income in = {.kind = cli_option(cli, "--kind"),
                             .party = cli_option(cli, "--party"),
                             .document = cli_option(cli, "--document"),
                             .memo = cli_option(cli, "--memo")};
    TRY(home_book_option(cli, &in.book, e));
    TRY(home_amount_option(cli, "--amount", &in.amount, e));
    TRY(cli_day_option(cli, "--on", &in.on, e));
    TRY(home_book_begin(cli, true, PERMISSION_HOME_PAY, &c, &h, e));
    in.home = h.id;
    TRY(home_income_record(c.db, c.county, &in, c.actor, e));
    cli_say(cli, _("%s %s入账 %s 元。"), h.name, _(home_book_label(in.book)),
            fen_format_people(in.amount, amount));
    return STATUS_OK;
}

struct account_call {
    struct cli *cli;
    const struct home_call *c;
    int64_t home;
    enum home_book book;
};

static enum status account_work(struct db *db, void *context, struct error *e)
{
    const struct account_call *a = context;
    int64_t change;
    char *subject = arena_printf(cli_arena(a->cli), "home %" PRId64, a->home);
    if (!subject)
        return arena_exhausted(e);
    TRY(change_record(
        db, a->c->county,
        &(struct change_entry){
            .actor = a->c->actor, .action = "home.account", .subject = subject, .detail = ""},
        &change, e));
    return home_account_write(db, a->c->county, a->c->keys, a->home, a->book,
                              cli_option(a->cli, "--bank"), cli_option(a->cli, "--holder"),
                              cli_option(a->cli, "--number"), change, e);
}

static enum status account_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home h;
    struct account_call a = {.cli = cli, .c = &c};
    TRY(home_book_option(cli, &a.book, e));
    TRY(home_book_begin(cli, true, PERMISSION_HOME_MANAGE, &c, &h, e));
    a.home = h.id;
    TRY(db_transaction(c.db, account_work, &a, e));
    cli_say(cli, _("%s的%s账户已登记。"), h.name, _(home_book_label(a.book)));
    return STATUS_OK;
}

/* ---- budgets ---- */

static enum status budget_set_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home h;
    enum home_book book;
    int year;
    struct fen amount;
    int64_t account = 0;
    char text[FEN_TEXT_BYTES];
    TRY(home_book_option(cli, &book, e));
    TRY(money_year(cli, &year, e));
    TRY(home_amount_option(cli, "--amount", &amount, e));
    TRY(home_book_begin(cli, true, PERMISSION_HOME_BUDGET, &c, &h, e));
    const char *line = cli_option(cli, "--line");
    const char *name = home_line_name(line);
    enum status s = home_line_account(book, name, &account, e);
    /* A line of another book is tried all the same, so that the attempt is recorded. */
    for (const struct home_line *l = HOME_LINES; s == STATUS_REFUSED && l->code; l++)
        if (text_equals(l->name, name)) {
            account = home_account(book, l->code);
            s = STATUS_OK;
        }
    if (s != STATUS_OK)
        return s;
    TRY(home_budget_set(c.db, c.county, h.id, year, account, amount, cli_option(cli, "--document"),
                        c.actor, e));
    cli_say(cli, _("%s %d 年%s预算 %s 元。"), h.name, year, _(home_account_label(account)),
            fen_format_people(amount, text));
    return STATUS_OK;
}

static enum status budget_list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"book",       "line",        "account",
                                          "budget_fen", "claimed_fen", "free_fen"};
    struct home_call c;
    struct home h;
    struct home_budget_row *rows;
    size_t count;
    int year = month_year(date_month(date_today()));
    if (cli_has(cli, "--year"))
        TRY(money_year(cli, &year, e));
    TRY(home_book_begin(cli, false, PERMISSION_HOME_READ, &c, &h, e));
    TRY(home_budget_list(c.db, c.county, h.id, year, cli_arena(cli), &rows, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_text(cli, home_book_code((enum home_book)(rows[i].account / 10000)));
        cli_text(cli, _(home_account_label(rows[i].account)));
        cli_i64(cli, rows[i].account);
        cli_fen(cli, rows[i].budget);
        cli_fen(cli, rows[i].claimed);
        cli_fen(cli, rows[i].free);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- the month ---- */

static void figure(struct cli *cli, const struct home_statement *s, const char *key,
                   const char *label, struct fen amount)
{
    cli_text(cli, home_book_code(s->book));
    cli_text(cli, key);
    cli_text(cli, label);
    cli_fen(cli, amount);
    cli_row_end(cli);
}

static void statement_rows(struct cli *cli, const struct home_statement *s)
{
    figure(cli, s, "opening", _("期初余额"), s->opening);
    for (size_t i = 0; i < s->income_count; i++)
        figure(cli, s, "income", _(home_account_label(s->income[i].account)), s->income[i].amount);
    figure(cli, s, "received", _("本月收入合计"), s->received);
    for (size_t i = 0; i < s->expense_count; i++)
        figure(cli, s, "expense", _(home_account_label(s->expense[i].account)),
               s->expense[i].amount);
    figure(cli, s, "spent", _("本月支出合计"), s->spent);
    figure(cli, s, "closing", _("期末余额"), s->closing);
    figure(cli, s, "owed", _("已审批未支付"), s->owed);
}

/* Each book by itself; residents stand in the paper and in the text. */
static enum status statement_show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"book", "row", "label", "amount_fen"};
    struct home_call c;
    struct home h;
    struct month month;
    enum home_book only = (enum home_book)0;
    struct home_statement s;
    TRY(cli_month_option(cli, "--month", &month, e));
    if (cli_has(cli, "--book"))
        TRY(home_book_option(cli, &only, e));
    TRY(home_book_begin(cli, false, PERMISSION_HOME_READ, &c, &h, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < HOME_BOOK_COUNT; i++) {
        if ((int)only != 0 && only != HOME_BOOKS[i])
            continue;
        TRY(home_statement_read(c.db, c.county, h.id, HOME_BOOKS[i], month, cli_arena(cli), &s, e));
        statement_rows(cli, &s);
    }
    cli_rows_end(cli);
    if (cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("在院 %" PRId64 " 人，%" PRId64 " 人天"), s.residents, s.resident_days);
    return STATUS_OK;
}

static enum status statement_step(struct cli *cli, bool is_confirming, struct error *e)
{
    struct home_call c;
    struct home h;
    struct month month;
    enum home_book book;
    char text[MONTH_TEXT_BYTES];
    TRY(home_book_option(cli, &book, e));
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(home_book_begin(cli, true, is_confirming ? PERMISSION_HOME_PAY : PERMISSION_HOME_CLAIM, &c,
                        &h, e));
    if (is_confirming)
        TRY(home_statement_confirm(c.db, c.county, h.id, book, month, c.actor, e));
    else
        TRY(home_statement_sign(c.db, c.county, h.id, book, month, c.actor, e));
    cli_say(cli, is_confirming ? _("%s %s的%s月报已确认。") : _("%s %s的%s月报已签。"), h.name,
            month_format_people(month, text), _(home_book_label(book)));
    return STATUS_OK;
}

static enum status statement_sign_command(struct cli *cli, struct error *e)
{
    return statement_step(cli, false, e);
}

static enum status statement_confirm_command(struct cli *cli, struct error *e)
{
    return statement_step(cli, true, e);
}

static enum status statement_paper_command(struct cli *cli, struct error *e)
{
    struct home_call c;
    struct home h;
    struct month month;
    enum document_kind kind;
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(cli_document_kind(cli, &kind, e));
    TRY(home_book_begin(cli, false, PERMISSION_HOME_READ, &c, &h, e));
    TRY(home_statement_paper_render(c.db, c.county, h.id, month, kind, date_today(), &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

#define BOOK                                                                                       \
    {                                                                                              \
        "--book", "BOOK", N_("哪本账：support、management、own"), true                             \
    }
#define MONTH                                                                                      \
    {                                                                                              \
        "--month", "YYYY-MM", N_("月份"), true                                                     \
    }

const struct cli_command CLI_HOME_BOOK[] = {
    {"home book show", "HOME", 1, 1, N_("三本账的余额和应付"), "home.read", show_command, {{0}}},
    {"home book journal",
     "HOME",
     1,
     1,
     N_("一本账的凭证"),
     "home.read",
     journal_command,
     {BOOK,
      {"--from", "YYYY-MM", N_("从哪个月"), false},
      {"--to", "YYYY-MM", N_("到哪个月"), false},
      {0}}},
    {"home book gather",
     "",
     0,
     0,
     N_("把银行已付给各敬老院的资金归集入账"),
     "home.read",
     gather_command,
     {{0}}},
    {"home book income",
     "HOME",
     1,
     1,
     N_("登记捐赠、院办经济收入、利息等"),
     "home.pay",
     income_command,
     {BOOK,
      {"--kind", "KIND", N_("DONATION、FARM、INTEREST、OTHER"), true},
      {"--amount", "YUAN", N_("金额（元）"), true},
      {"--party", "TEXT", N_("捐赠人或购买方"), false},
      {"--on", "YYYY-MM-DD", N_("日期，缺省为今天"), false},
      {"--document", "TEXT", N_("凭证号"), false},
      {"--memo", "TEXT", N_("摘要"), false},
      {0}}},
    {"home book account",
     "HOME",
     1,
     1,
     N_("登记一本账的银行账户"),
     "home.manage",
     account_command,
     {BOOK,
      {"--bank", "TEXT", N_("开户行"), true},
      {"--holder", "TEXT", N_("户名"), true},
      {"--number", "DIGITS", N_("账号"), true},
      {0}}},
    {"home budget set",
     "HOME",
     1,
     1,
     N_("下达一个开支项目的年度预算"),
     "home.budget",
     budget_set_command,
     {BOOK,
      {"--year", "YYYY", N_("年份"), true},
      {"--line", "LINE", N_("开支项目：meals、staff_pay 等，或中文名称"), true},
      {"--amount", "YUAN", N_("金额（元）"), true},
      {"--document", "TEXT", N_("预算文号"), true},
      {0}}},
    {"home budget list",
     "HOME",
     1,
     1,
     N_("各项目的预算、已报账和剩余"),
     "home.read",
     budget_list_command,
     {{"--year", "YYYY", N_("年份，缺省为今年"), false}, {0}}},
    {"home statement show",
     "HOME",
     1,
     1,
     N_("月度收支"),
     "home.read",
     statement_show_command,
     {MONTH, {"--book", "BOOK", N_("只看一本账"), false}, {0}}},
    {"home statement sign",
     "HOME",
     1,
     1,
     N_("院长签月报"),
     "home.claim",
     statement_sign_command,
     {BOOK, MONTH, {0}}},
    {"home statement confirm",
     "HOME",
     1,
     1,
     N_("会计确认月报，从此不再变动"),
     "home.pay",
     statement_confirm_command,
     {BOOK, MONTH, {0}}},
    {"home statement paper",
     "HOME",
     1,
     1,
     N_("打印敬老院月度收支表"),
     "home.read",
     statement_paper_command,
     {MONTH, {"-o", "FILE", N_(".pdf 或 .docx 文件"), true}, {0}}},
    {0},
};
