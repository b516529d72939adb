/* pay …: a month's payment from computing it to the closed run. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/pay.h"
#include "domain/registry/household_list.h"

enum status pay_context(struct cli *cli, struct pay *ret, struct error *e)
{
    TRY(cli_writer(cli, &ret->db, e));
    TRY(cli_county(cli, &ret->c.county, e));
    TRY(cli_keys(cli, &ret->c.keys, e));
    ret->c.actor = cli_actor(cli);
    ret->c.progress = cli_progress;
    ret->c.progress_context = cli;
    return STATUS_OK;
}

enum status pay_reader(struct cli *cli, struct pay *ret, struct error *e)
{
    TRY(cli_reader(cli, &ret->db, e));
    TRY(cli_county(cli, &ret->c.county, e));
    ret->c.actor = cli_actor(cli);
    return STATUS_OK;
}

/* "12", or "dibao/2013-06". */
enum status pay_run_argument(struct cli *cli, const struct pay *p, struct payment_run *ret,
                             struct error *e)
{
    const char *text = cli_argument(cli, 0);
    const char *slash = strchr(text, '/');
    int64_t run;
    if (slash) {
        const char *code = arena_strndup(cli_arena(cli), text, (size_t)(slash - text));
        enum programme programme;
        struct month month;
        struct payment_run_number_row row;
        if (!code)
            return arena_exhausted(e);
        TRY(programme_parse(code, &programme, e));
        TRY(month_parse(slash + 1, &month, e));
        enum status s =
            payment_run_of_month(p->db,
                                 (struct payment_run_of_month_args){
                                     .county = p->c.county, .programme = programme, .month = month},
                                 cli_arena(cli), &row, e);
        if (s == STATUS_NONE)
            return error_set(e, STATUS_REFUSED, "RUN_UNKNOWN", _("%s 还没有编制发放。"), text);
        if (s != STATUS_OK)
            return s;
        run = row.run;
    } else if (i64_parse(text, &run, NULL) != STATUS_OK) {
        return cli_usage(e, _("“%s”不是发放号。请写编号，或如 dibao/2013-06。"), text);
    }
    return payment_run_by_id(p->db, p->c.county, run, cli_arena(cli), ret, e);
}

void pay_say_run(struct cli *cli, const struct payment_run *r)
{
    char total[FEN_TEXT_BYTES], from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES];
    bool is_span = r->from.v != r->to.v;
    cli_say(cli, _("%" PRId64 " 号发放  %s  %s%s%s  %s  %" PRId64 " 笔  %s 元"), r->id,
            programme_name(r->programme), month_format(r->from, from), is_span ? ".." : "",
            is_span ? month_format(r->to, to) : "", run_state_label(r->state), r->items,
            fen_format_people(r->total, total));
}

static const char *const RUN_COLUMNS[] = {"run",   "programme", "month",
                                          "state", "items",     "total_fen"};
#define RUN_COLUMN_COUNT (sizeof RUN_COLUMNS / sizeof RUN_COLUMNS[0])

static void run_row(struct cli *cli, int64_t id, int64_t programme, struct month from,
                    struct month to, int64_t state, int64_t items, struct fen total)
{
    char first[MONTH_TEXT_BYTES], last[MONTH_TEXT_BYTES], span[2 * MONTH_TEXT_BYTES + 2];
    snprintf(span, sizeof span, "%s%s%s", month_format(from, first), from.v == to.v ? "" : "..",
             from.v == to.v ? "" : month_format(to, last));
    cli_i64(cli, id);
    cli_text(cli, programme_code((enum programme)programme));
    cli_text(cli, span);
    cli_text(cli, run_state_name((enum run_state)state));
    cli_i64(cli, items);
    cli_fen(cli, total);
    cli_row_end(cli);
}

void pay_print_run(struct cli *cli, const struct payment_run *r)
{
    if (cli_format(cli) == CLI_TEXT) {
        pay_say_run(cli, r);
        return;
    }
    cli_rows_begin(cli, RUN_COLUMNS, RUN_COLUMN_COUNT);
    run_row(cli, r->id, r->programme, r->from, r->to, r->state, r->items, r->total);
    cli_rows_end(cli);
}

static enum status prepare_one(struct cli *cli, const struct pay *p, enum programme programme,
                               struct month month, struct error *e)
{
    struct payment_run run;
    TRY(payment_prepare(p->db, &p->c, programme, month, &run, cli_arena(cli), e));
    pay_print_run(cli, &run);
    return STATUS_OK;
}

static enum status is_anybody_due(struct cli *cli, const struct pay *p, enum programme programme,
                                  struct month month, bool *ret, struct error *e)
{
    struct township_count *townships;
    size_t count;
    int64_t households;
    struct fen total;
    if (programme == PROGRAMME_MEDICAL) {
        TRY(payment_claims_waiting(p->db, p->c.county, month, &households, &total, e));
        *ret = households > 0;
        return STATUS_OK;
    }
    TRY(household_township_counts(p->db, p->c.county, programme, month, p->c.county, cli_arena(cli),
                                  &townships, &count, e));
    *ret = count > 0;
    return STATUS_OK;
}

/* Without --programme: every programme that somebody is in, and claims that wait. */
static enum status prepare_all(struct cli *cli, const struct pay *p, struct month month,
                               struct error *e)
{
    int prepared = 0;
    for (int i = 1; i <= PROGRAMME_COUNT; i++) {
        bool is_due;
        TRY(is_anybody_due(cli, p, (enum programme)i, month, &is_due, e));
        if (!is_due)
            continue;
        TRY(prepare_one(cli, p, (enum programme)i, month, e));
        prepared++;
    }
    if (prepared > 0)
        return STATUS_OK;
    char text[MONTH_TEXT_BYTES];
    return error_set(e, STATUS_REFUSED, "PREPARE_NOBODY",
                     _("%s 还没有在保的家庭：先导入花名册，或核对月份。"),
                     month_format(month, text));
}

static enum status pay_prepare(struct cli *cli, struct error *e)
{
    struct pay p = {0};
    enum programme programme;
    struct month month;
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(pay_context(cli, &p, e));
    if (!cli_has(cli, "--programme"))
        return prepare_all(cli, &p, month, e);
    TRY(programme_parse(cli_option(cli, "--programme"), &programme, e));
    return prepare_one(cli, &p, programme, month, e);
}

static enum status pay_list(struct cli *cli, struct error *e)
{
    struct pay p = {0};
    TRY(pay_reader(cli, &p, e));
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(payment_run_list_open(p.db, (struct payment_run_list_args){.county = p.c.county}, &cursor,
                              e));
    cli_rows_begin(cli, RUN_COLUMNS, RUN_COLUMN_COUNT);
    struct payment_run_row r;
    enum status s;
    while ((s = payment_run_list_next(cursor, &r, e)) == STATUS_OK)
        run_row(cli, r.id, r.programme, r.from_month, r.to_month, r.state, r.items, r.total);
    cli_rows_end(cli);
    return s == STATUS_NONE ? STATUS_OK : s;
}

typedef enum status (*run_call)(struct db *db, const struct payment_context *c, int64_t run,
                                struct error *e);

static enum status run_command(struct cli *cli, run_call call, struct error *e)
{
    struct pay p = {0};
    struct payment_run run;
    TRY(pay_context(cli, &p, e));
    TRY(pay_run_argument(cli, &p, &run, e));
    TRY(call(p.db, &p.c, run.id, e));
    TRY(payment_run_by_id(p.db, p.c.county, run.id, cli_arena(cli), &run, e));
    pay_print_run(cli, &run);
    return STATUS_OK;
}

static enum status pay_check(struct cli *cli, struct error *e)
{
    return run_command(cli, payment_check, e);
}

static enum status pay_review(struct cli *cli, struct error *e)
{
    return run_command(cli, payment_review, e);
}

static enum status pay_approve(struct cli *cli, struct error *e)
{
    return run_command(cli, payment_approve, e);
}

static enum status pay_fund(struct cli *cli, struct error *e)
{
    return run_command(cli, payment_fund, e);
}

static enum status pay_close(struct cli *cli, struct error *e)
{
    return run_command(cli, payment_close, e);
}

static enum status pay_discard(struct cli *cli, struct error *e)
{
    struct pay p = {0};
    struct payment_run run;
    TRY(pay_context(cli, &p, e));
    TRY(pay_run_argument(cli, &p, &run, e));
    TRY(payment_discard(p.db, &p.c, run.id, e));
    cli_say(cli, _("已作废 %" PRId64 " 号发放。"), run.id);
    return STATUS_OK;
}

#define OPTION_HOUSEHOLD                                                                           \
    {                                                                                              \
        "--household", "ID", N_("家庭编号"), false                                                 \
    }
#define OPTION_PERSON                                                                              \
    {                                                                                              \
        "--person", "IDNUMBER", N_("户内任一人的身份证号"), false                                  \
    }
#define OPTION_MONTH                                                                               \
    {                                                                                              \
        "--month", "YYYY-MM", N_("项目的月份(一次发放多个月时必填)"), false                        \
    }
#define OPTION_OUT                                                                                 \
    {                                                                                              \
        "-o", "FILE", N_("写到哪个文件"), false                                                    \
    }
#define OPTION_LAYOUT                                                                              \
    {                                                                                              \
        "--layout", "NAME", N_("银行文件格式，layouts/NAME.yaml"), false                           \
    }

const struct cli_command CLI_PAY[] = {
    {"pay prepare",
     "",
     0,
     0,
     N_("编制一个月的发放"),
     "payment.prepare",
     pay_prepare,
     {{"--programme", "dibao|wubao|medical", N_("项目；不写则各项目都编制"), false},
      {"--month", "YYYY-MM", N_("月份"), true},
      {0}}},
    {"pay list", "", 0, 0, N_("列出各次发放"), "payment.read", pay_list, {{0}}},
    {"pay show",
     "RUN",
     1,
     1,
     N_("一次发放的全貌，或其中一户的本月金额怎样算出"),
     "payment.read",
     pay_show,
     {OPTION_HOUSEHOLD, OPTION_PERSON, OPTION_MONTH, {0}}},
    {"pay items",
     "[RUN]",
     0,
     1,
     N_("逐户列出(户主或五保人的身份证号)；不写 RUN 则列出各次发放"),
     "payment.read",
     pay_items,
     {{"--programme", "dibao|wubao|medical", N_("项目"), false},
      {"--month", "YYYY-MM", N_("月份"), false},
      {0}}},
    {"pay exceptions",
     "RUN",
     1,
     1,
     N_("应退、暂缓、待追回的户"),
     "payment.read",
     pay_exceptions,
     {{0}}},
    {"pay returns",
     "[RUN]",
     0,
     1,
     N_("银行退回待办的清单"),
     "payment.read",
     pay_returns,
     {{"--state", "OPEN|CORRECTED|REISSUED|CANCELLED", N_("只列这种状态，缺省 OPEN"), false},
      {"--all", NULL, N_("全部状态"), false},
      {0}}},
    {"pay check", "RUN", 1, 1, N_("复核"), "payment.check", pay_check, {{0}}},
    {"pay review", "RUN", 1, 1, N_("审核"), "payment.review", pay_review, {{0}}},
    {"pay approve", "RUN", 1, 1, N_("审批：名册定稿并入账"), "payment.approve", pay_approve, {{0}}},
    {"pay fund", "RUN", 1, 1, N_("拨款：按分担比例补足专户"), "payment.fund", pay_fund, {{0}}},
    {"pay send",
     "RUN",
     1,
     1,
     N_("写出送银行的文件；已送出的原样再写一份"),
     "payment.send",
     pay_send,
     {OPTION_LAYOUT, {"-o", "FILE", N_("写到哪个文件"), true}, {0}}},
    {"pay return",
     "RUN FILE",
     2,
     2,
     N_("导入银行回盘，整份入账或整份不入"),
     "payment.reconcile",
     pay_return,
     {{0}}},
    {"pay reissue",
     "RUN",
     1,
     1,
     N_("把已更正和已放行的项目再送银行"),
     "payment.send",
     pay_reissue,
     {OPTION_LAYOUT, OPTION_OUT, {0}}},
    {"pay correct",
     "RUN",
     1,
     1,
     N_("退回的项目已更正（先登记新账户），等待重发"),
     "payment.correct",
     pay_correct,
     {OPTION_HOUSEHOLD,
      OPTION_PERSON,
      OPTION_MONTH,
      {"--note", "TEXT", N_("如何更正的"), false},
      {0}}},
    {"pay release",
     "RUN",
     1,
     1,
     N_("暂缓的项目放行"),
     "payment.correct",
     pay_release,
     {OPTION_HOUSEHOLD, OPTION_PERSON, OPTION_MONTH, {0}}},
    {"pay cancel",
     "RUN",
     1,
     1,
     N_("取消不再发放的项目并冲账"),
     "payment.correct",
     pay_cancel,
     {OPTION_HOUSEHOLD, OPTION_PERSON, OPTION_MONTH, {"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"pay repay",
     "",
     0,
     0,
     N_("登记多领月份退回的现金"),
     "payment.reconcile",
     pay_repay,
     {{"--programme", "dibao|wubao|medical", N_("项目"), true},
      OPTION_HOUSEHOLD,
      OPTION_PERSON,
      {"--month", "YYYY-MM", N_("退的是哪个月的"), true},
      {"--amount", "YUAN", N_("金额(元)"), true},
      {"--document", "TEXT", N_("凭据号"), true},
      {0}}},
    {"pay close", "RUN", 1, 1, N_("结清：每一笔都有着落"), "payment.close", pay_close, {{0}}},
    {"pay discard", "RUN", 1, 1, N_("作废尚未审批的发放"), "payment.discard", pay_discard, {{0}}},
    {0},
};
