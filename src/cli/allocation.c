/* allocation …: a month's money of a fund by category, each on its transfer. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/document.h"
#include "cli/money.h"
#include "domain/allocation/allocation.h"
#include "office/allocation/summary.h"
#include "office/medicalpaper/medicalpaper.h"

#define PAGE_ROWS 200
#define LINES_MAX 100
#define LINE_TEXT_BYTES 200

static const char *const COLUMNS[] = {"allocation", "fund",   "month",     "payee",    "state",
                                      "lines",      "people", "total_fen", "transfer", "document"};
#define COLUMN_COUNT (sizeof COLUMNS / sizeof COLUMNS[0])

static const char *state_code(int state)
{
    static const char *const codes[] = {"", "DRAFT", "TRANSFERRED", "APPROVED", "DISCARDED"};
    return state >= 1 && state <= 4 ? codes[state] : "";
}

static const char *fund_code_of(enum fund fund)
{
    return fund == FUND_WUBAO ? "wubao_support" : "home_management";
}

static void row(struct cli *cli, const struct allocation *a)
{
    cli_i64(cli, a->id);
    cli_text(cli, fund_code_of(a->fund));
    cli_month(cli, a->month);
    cli_text(cli, a->payee_name);
    cli_text(cli, state_code(a->state));
    cli_i64(cli, (int64_t)a->line_count);
    cli_i64(cli, a->people);
    cli_fen(cli, a->total);
    cli_i64(cli, a->transfer);
    cli_text(cli, a->document);
    cli_row_end(cli);
}

static enum status read_one(struct cli *cli, const struct money *m, int64_t id,
                            struct allocation *ret, struct error *e)
{
    enum status s = allocation_read(m->db, m->county, id, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ALLOCATION_UNKNOWN",
                         _("没有 %" PRId64 " 号汇总表。请用 minsheng allocation list 查看。"), id);
    return s;
}

static enum status say_written(struct cli *cli, const struct money *m, const int64_t *ids,
                               size_t count, struct error *e)
{
    bool is_text = cli_format(cli) == CLI_TEXT;
    if (!is_text)
        cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    for (size_t i = 0; i < count; i++) {
        struct allocation a;
        char total[FEN_TEXT_BYTES];
        TRY(read_one(cli, m, ids[i], &a, e));
        if (is_text)
            cli_say(cli, _("%" PRId64 " 号汇总表  %s  %s 元  拨付单 %" PRId64), a.id, a.payee_name,
                    fen_format_people(a.total, total), a.transfer);
        else
            row(cli, &a);
    }
    if (!is_text)
        cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- writing ---- */

/* "CATEGORY:PEOPLE:YUAN" or "CATEGORY:YUAN". */
static enum status line_parse(const char *text, int supplement, struct allocation_line *ret,
                              struct error *e)
{
    char part[LINE_TEXT_BYTES];
    struct allocation_line line = {.note = "", .supplement = supplement};
    if (strlen(text) >= sizeof part)
        return cli_usage(e, _("“%.60s”太长"), text);
    memcpy(part, text, strlen(text) + 1);
    char *first = strchr(part, ':'), *last = strrchr(part, ':');
    if (!first)
        return cli_usage(e, _("“%.60s”应写成 类别:人数:金额，如 HOME_RUNNING:12:4986.00"), text);
    *first = '\0';
    if (first != last) {
        *last = '\0';
        if (i64_parse(first + 1, &line.people, NULL) != STATUS_OK)
            return cli_usage(e, _("“%.60s”中的人数不是数字"), text);
    }
    TRY(allocation_category_parse(part, &line.category, e));
    TRY(fen_parse(last + 1, &line.amount, e));
    *ret = line;
    return STATUS_OK;
}

static enum status supplement_option(struct cli *cli, int *ret, struct error *e)
{
    int64_t n = 0;
    const char *text = cli_option(cli, "--supplement");
    if (text && (i64_parse(text, &n, NULL) != STATUS_OK || n < 0 || n > 99))
        return cli_usage(e, _("--supplement 应为 0 至 99 的整数"));
    *ret = (int)n;
    return STATUS_OK;
}

static enum status receiver(struct cli *cli, const struct money *m, enum fund fund, int64_t *ret,
                            struct error *e)
{
    struct payee payee;
    const char *name = cli_option(cli, "--payee");
    enum status s =
        allocation_payee_by_name(m->db, m->county, name, fund, cli_arena(cli), &payee, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PAYEE_UNKNOWN", _("没有叫“%s”的收款单位。"), name);
    if (s == STATUS_OK)
        *ret = payee.id;
    return s;
}

static enum status write_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct allocation_line lines[LINES_MAX];
    struct allocation a = {.document = cli_option(cli, "--document"),
                           .memo = cli_option(cli, "--memo"),
                           .lines = lines,
                           .line_count = cli_argument_count(cli)};
    int supplement;
    int64_t id, transfer;
    if (a.line_count > LINES_MAX)
        return cli_usage(e, _("一张汇总表最多 %d 行"), LINES_MAX);
    TRY(cli_month_option(cli, "--month", &a.month, e));
    TRY(supplement_option(cli, &supplement, e));
    for (size_t i = 0; i < a.line_count; i++)
        TRY(line_parse(cli_argument(cli, i), supplement, &lines[i], e));
    TRY(money_writer(cli, &m, e));
    a.fund = lines[0].category->fund;
    if (cli_has(cli, "--fund"))
        TRY(ledger_fund_parse(m.db, m.county, cli_option(cli, "--fund"), &a.fund, e));
    TRY(receiver(cli, &m, a.fund, &a.payee, e));
    TRY(allocation_write(m.db, m.county, &a, m.actor, &id, &transfer, e));
    return say_written(cli, &m, &id, 1, e);
}

static enum status import_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct month month;
    struct allocation_sheet sheet;
    int64_t *ids, *transfers;
    const char *path = cli_argument(cli, 0);
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(money_writer(cli, &m, e));
    if (allocation_sheet_import(m.db, m.county, path, month, cli_option(cli, "--document"),
                                cli_option(cli, "--memo"), m.actor, cli_arena(cli), &sheet, &ids,
                                &transfers, e) != STATUS_OK)
        return error_place(e, "%s", path);
    return say_written(cli, &m, ids, sheet.count, e);
}

/* ---- reading ---- */

static enum status list_command(struct cli *cli, struct error *e)
{
    struct money m;
    enum fund fund = (enum fund)0;
    struct month month = {0};
    struct allocation *rows;
    size_t count;
    int64_t before = 0;
    if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &month, e));
    TRY(money_reader(cli, &m, e));
    if (cli_has(cli, "--fund"))
        TRY(ledger_fund_parse(m.db, m.county, cli_option(cli, "--fund"), &fund, e));
    cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    do {
        TRY(allocation_list(m.db, m.county, fund, month, before, PAGE_ROWS, cli_arena(cli), &rows,
                            &count, e));
        for (size_t i = 0; i < count; i++)
            row(cli, &rows[i]);
        before = count > 0 ? rows[count - 1].id : 0;
    } while (count == PAGE_ROWS);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"category", "label",      "supplement",
                                          "people",   "amount_fen", "note"};
    struct money m;
    struct allocation a;
    int64_t id;
    TRY(money_number(cli, &id, e));
    TRY(money_reader(cli, &m, e));
    TRY(read_one(cli, &m, id, &a, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < a.line_count; i++) {
        const struct allocation_line *l = &a.lines[i];
        cli_text(cli, l->category->code);
        cli_text(cli, _(l->category->label));
        cli_i64(cli, l->supplement);
        cli_i64(cli, l->people);
        cli_fen(cli, l->amount);
        cli_text(cli, l->note);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

struct month_total {
    struct fen all, electricity;
};

static enum status month_sums(const struct allocation_sum *sums, size_t count,
                              struct month_total *ret, struct error *e)
{
    *ret = (struct month_total){0};
    for (size_t i = 0; i < count; i++)
        if (fen_add(ret->all, sums[i].amount, &ret->all) != STATUS_OK ||
            (sums[i].category->is_electricity &&
             fen_add(ret->electricity, sums[i].amount, &ret->electricity) != STATUS_OK))
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("金额超出可表示的范围。"));
    return STATUS_OK;
}

static enum status month_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"fund",   "category",   "label",   "payees",
                                          "people", "amount_fen", "paid_fen"};
    struct money m;
    struct month month;
    struct allocation_sum *sums;
    struct month_total total;
    size_t count;
    char all[FEN_TEXT_BYTES], without[FEN_TEXT_BYTES];
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(money_reader(cli, &m, e));
    TRY(allocation_month(m.db, m.county, month, cli_arena(cli), &sums, &count, e));
    TRY(month_sums(sums, count, &total, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_text(cli, fund_code_of(sums[i].category->fund));
        cli_text(cli, sums[i].category->code);
        cli_text(cli, _(sums[i].category->label));
        cli_i64(cli, sums[i].payees);
        cli_i64(cli, sums[i].people);
        cli_fen(cli, sums[i].amount);
        cli_fen(cli, sums[i].paid);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    if (cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("通知总额（两项资金，分户分账）%s 元；不含电费 %s 元"),
                fen_format_people(total.all, all),
                fen_format_people(FEN(total.all.v - total.electricity.v), without));
    return STATUS_OK;
}

static enum status paper_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct month month;
    int64_t id = 0;
    struct medical_paper_options options = {.today = date_today()};
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    TRY(cli_document_kind(cli, &options.kind, e));
    if (cli_argument_count(cli) > 0)
        TRY(money_number(cli, &id, e));
    else if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &month, e));
    else
        return cli_usage(e, _("请写汇总表编号，或用 --month 打印一个月"));
    TRY(money_reader(cli, &m, e));
    enum status s = id > 0
                        ? allocation_paper_render(m.db, m.county, id, &options, &bytes, e)
                        : allocation_month_paper_render(m.db, m.county, month, &options, &bytes, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ALLOCATION_UNKNOWN", _("没有 %" PRId64 " 号汇总表。"),
                         id);
    if (s != STATUS_OK)
        return s;
    return cli_document_write(cli, &bytes, e);
}

const struct cli_command CLI_ALLOCATION[] = {
    {"allocation write",
     "CATEGORY:PEOPLE:YUAN…",
     1,
     LINES_MAX,
     N_("编制一张经费拨付汇总表和它的拨付单"),
     "allocation.prepare",
     write_command,
     {{"--payee", "CODE", N_("收款单位"), true},
      {"--month", "YYYY-MM", N_("所属月份"), true},
      {"--document", "TEXT", N_("依据的文件"), true},
      {"--fund", "FUND", N_("资金，缺省由第一行的类别决定"), false},
      {"--supplement", "N", N_("补拨序号：同月同类再拨一次时写 1、2……"), false},
      {"--memo", "TEXT", N_("事由"), false},
      {0}}},
    {"allocation import",
     "FILE",
     1,
     1,
     N_("从汇总表文件（xlsx、xls、csv）编制，有一处不对则全部不编制"),
     "allocation.prepare",
     import_command,
     {{"--month", "YYYY-MM", N_("所属月份"), true},
      {"--document", "TEXT", N_("依据的文件"), true},
      {"--memo", "TEXT", N_("事由"), false},
      {0}}},
    {"allocation list",
     "",
     0,
     0,
     N_("经费拨付汇总表"),
     "transfer.read",
     list_command,
     {{"--fund", "FUND", N_("资金"), false}, {"--month", "YYYY-MM", N_("所属月份"), false}, {0}}},
    {"allocation show", "N", 1, 1, N_("一张汇总表的各类"), "transfer.read", show_command, {{0}}},
    {"allocation month",
     "",
     0,
     0,
     N_("一个月已审批的经费，按资金和类别"),
     "transfer.read",
     month_command,
     {{"--month", "YYYY-MM", N_("所属月份"), true}, {0}}},
    {"allocation paper",
     "[N]",
     0,
     1,
     N_("打印汇总表，或用 --month 打印一个月"),
     "transfer.read",
     paper_command,
     {{"-o", "FILE", N_(".pdf 或 .docx 文件"), true},
      {"--month", "YYYY-MM", N_("所属月份"), false},
      {0}}},
    {0},
};
