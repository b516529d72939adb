/* medical statement …: a hospital's month. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "cli/document.h"
#include "cli/money.h"
#include "office/medical/statement_list.h"
#include "office/medicalpaper/medicalpaper.h"

static const char *const COLUMNS[] = {"statement", "hospital",    "month",      "state",
                                      "lines",     "before_fen",  "during_fen", "total_fen",
                                      "compared",  "differences", "transfer"};
#define COLUMN_COUNT (sizeof COLUMNS / sizeof COLUMNS[0])

static void row(struct cli *cli, const struct statement_record *r)
{
    cli_i64(cli, r->id);
    cli_text(cli, r->hospital_name);
    cli_month(cli, r->month);
    cli_text(cli, statement_state_code(r->state));
    cli_i64(cli, r->lines);
    cli_fen(cli, r->before);
    cli_fen(cli, r->during);
    cli_fen(cli, r->total);
    cli_i64(cli, r->is_compared);
    cli_i64(cli, r->differences);
    cli_i64(cli, r->transfer);
    cli_row_end(cli);
}

static enum status read_one(struct cli *cli, const struct money *m, int64_t id,
                            struct statement_record *ret, struct error *e)
{
    enum status s = statement_read(m->db, m->county, id, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(
            e, STATUS_REFUSED, "STATEMENT_UNKNOWN",
            _("没有 %" PRId64 " 号结算单。请用 minsheng medical statement list 查看。"), id);
    return s;
}

/* ---- prepare ---- */

static enum status prepare_one(struct cli *cli, const struct money *m, const struct payee *hospital,
                               struct month month, bool *ret_any, struct error *e)
{
    int64_t id;
    struct statement_record r;
    char total[FEN_TEXT_BYTES];
    enum status s = statement_prepare(m->db, m->county, hospital->id, month, m->actor, &id, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(read_one(cli, m, id, &r, e));
    *ret_any = true;
    if (cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("%" PRId64 " 号结算单  %s  %" PRId64 " 笔  %s 元"), r.id, r.hospital_name,
                r.lines, fen_format_people(r.total, total));
    else
        row(cli, &r);
    return STATUS_OK;
}

static enum status prepare_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct month month;
    struct payee one, *hospitals = &one;
    size_t count = 1;
    bool has_any = false;
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(money_writer(cli, &m, e));
    if (cli_has(cli, "--hospital"))
        TRY(money_payee(cli, &m, "--hospital", PAYEE_HOSPITAL, &one, e));
    else
        TRY(payee_list(m.db, m.county, PAYEE_HOSPITAL, cli_arena(cli), &hospitals, &count, e));
    if (cli_format(cli) != CLI_TEXT)
        cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    for (size_t i = 0; i < count; i++)
        TRY(prepare_one(cli, &m, &hospitals[i], month, &has_any, e));
    if (cli_format(cli) != CLI_TEXT)
        cli_rows_end(cli);
    else if (!has_any)
        cli_say(cli, _("没有应付的救助费用；合计不大于零的留待下月。"));
    return STATUS_OK;
}

/* ---- list, show ---- */

static enum status list_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct payee hospital = {0};
    struct statement_record *rows;
    size_t count;
    TRY(money_reader(cli, &m, e));
    if (cli_has(cli, "--hospital"))
        TRY(money_payee(cli, &m, "--hospital", PAYEE_HOSPITAL, &hospital, e));
    TRY(statement_list(m.db, m.county, hospital.id, cli_arena(cli), &rows, &count, e));
    cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    for (size_t i = 0; i < count; i++)
        row(cli, &rows[i]);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_matches(struct cli *cli, const struct money *m, int64_t id, struct error *e)
{
    static const char *const columns[] = {"admission", "ours_fen", "theirs_fen", "outcome"};
    struct statement_match *rows;
    size_t count;
    TRY(statement_matches(m->db, m->county, id, cli_has(cli, "--differences"), cli_arena(cli),
                          &rows, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_text(cli, rows[i].admission_no);
        cli_fen(cli, rows[i].ours);
        cli_fen(cli, rows[i].theirs);
        cli_text(cli, rows[i].outcome);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_lines(struct cli *cli, const struct money *m, int64_t id, struct error *e)
{
    static const char *const columns[] = {"line",       "admission",  "bill",
                                          "person",     "id_tail",    "reason",
                                          "before_fen", "during_fen", "entered_on"};
    struct statement_line *rows;
    size_t count;
    TRY(statement_lines(m->db, m->county, id, cli_arena(cli), &rows, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        char day[DATE_TEXT_BYTES];
        cli_i64(cli, rows[i].line);
        cli_text(cli, rows[i].admission_no);
        cli_i64(cli, rows[i].bill);
        cli_text(cli, rows[i].person_name);
        cli_text(cli, rows[i].id_tail);
        cli_text(cli, rows[i].reason);
        cli_fen(cli, rows[i].before);
        cli_fen(cli, rows[i].during);
        cli_text(cli, date_format(rows[i].entered_on, day));
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t id;
    struct statement_record r;
    TRY(money_number(cli, &id, e));
    TRY(money_reader(cli, &m, e));
    TRY(read_one(cli, &m, id, &r, e));
    if (cli_has(cli, "--matches") || cli_has(cli, "--differences"))
        return show_matches(cli, &m, id, e);
    return show_lines(cli, &m, id, e);
}

/* ---- steps ---- */

static enum status compare_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t id, differences;
    struct their_line *lines;
    size_t count;
    const char *path = cli_argument(cli, 1);
    TRY(money_number(cli, &id, e));
    if (statement_list_read(path, cli_arena(cli), &lines, &count, e) != STATUS_OK)
        return error_place(e, "%s", path);
    TRY(money_writer(cli, &m, e));
    TRY(statement_compare(m.db, m.county, id, lines, count, m.actor, &differences, e));
    if (differences == 0) {
        cli_say(cli, _("与医院清单逐笔一致，结算单已定稿。"));
        return STATUS_OK;
    }
    return error_set(e, STATUS_REFUSED, "STATEMENT_DIFFERENCES",
                     _("%" PRId64 " 处不一致，结算单没有定稿。请用 minsheng medical statement show "
                       "%" PRId64 " --differences 查看，更正账单或推迟有异议的住院号后再核对。"),
                     differences, id);
}

static enum status put_off_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t id;
    TRY(money_number(cli, &id, e));
    TRY(money_writer(cli, &m, e));
    TRY(statement_put_off(m.db, m.county, id, cli_option(cli, "--admission"),
                          cli_option(cli, "--reason"), m.actor, e));
    cli_say(cli, _("住院号 %s 的费用推迟到下月结算。"), cli_option(cli, "--admission"));
    return STATUS_OK;
}

static enum status transfer_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t id, transfer;
    TRY(money_number(cli, &id, e));
    TRY(money_writer(cli, &m, e));
    TRY(statement_transfer(m.db, m.county, id, m.actor, &transfer, e));
    money_transfer_prepared(cli, transfer);
    return STATUS_OK;
}

static enum status paper_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t id;
    struct statement_record r;
    struct medical_paper_options options = {.today = date_today()};
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    TRY(money_number(cli, &id, e));
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(money_reader(cli, &m, e));
    TRY(read_one(cli, &m, id, &r, e));
    TRY(statement_paper_render(m.db, m.county, id, &options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

const struct cli_command CLI_MEDICAL_STATEMENT[] = {
    {"medical statement prepare",
     "",
     0,
     0,
     N_("归集医院一个月的救助费用，编制结算单"),
     "medical.statement",
     prepare_command,
     {{"--month", "YYYY-MM", N_("结算月份"), true},
      {"--hospital", "CODE", N_("医院，缺省为全部"), false},
      {0}}},
    {"medical statement list",
     "",
     0,
     0,
     N_("结算单"),
     "transfer.read",
     list_command,
     {{"--hospital", "CODE", N_("医院，缺省为全部"), false}, {0}}},
    {"medical statement show",
     "N",
     1,
     1,
     N_("结算单的明细，或与医院清单核对的结果"),
     "transfer.read",
     show_command,
     {{"--matches", NULL, N_("核对结果"), false},
      {"--differences", NULL, N_("只列不一致的"), false},
      {0}}},
    {"medical statement compare",
     "N FILE",
     2,
     2,
     N_("与医院自己的清单(住院号、金额)逐笔核对，一致则定稿"),
     "medical.statement",
     compare_command,
     {{0}}},
    {"medical statement put-off",
     "N",
     1,
     1,
     N_("把有异议的住院号推迟到下月"),
     "medical.statement",
     put_off_command,
     {{"--admission", "NUMBER", N_("住院号"), true}, {"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"medical statement transfer",
     "N",
     1,
     1,
     N_("编制拨付单"),
     "transfer.prepare",
     transfer_command,
     {{0}}},
    {"medical statement paper",
     "N",
     1,
     1,
     N_("打印结算单"),
     "transfer.read",
     paper_command,
     {{"-o", "FILE", N_(".pdf 或 .docx 文件"), true}, {0}}},
    {0},
};
