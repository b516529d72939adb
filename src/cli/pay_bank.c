/* pay send, return, reissue and what is done to single items. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/pay.h"
#include "office/bank/exchange.h"
#include "remittance_sql.h"

#define LAYOUT_DEFAULT "nsh-pipe"

/* The run's last remittance; NONE before the first. */
static enum status last_remittance(const struct pay *p, int64_t run, struct arena *arena,
                                   struct remittance_list_row *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(remittance_list_open(
        p->db, (struct remittance_list_args){.county = p->c.county, .run = run}, &cursor, e));
    struct remittance_list_row row;
    bool is_found = false;
    enum status s;
    while ((s = remittance_list_next(cursor, &row, e)) == STATUS_OK) {
        is_found = true;
        *ret = row;
        ret->layout = arena_strdup(arena, row.layout);
        ret->unit = ret->actor = "";
        if (!ret->layout)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE)
        return s;
    return is_found ? STATUS_OK : STATUS_NONE;
}

static enum status write_file(struct cli *cli, const struct pay *p, int64_t run,
                              const struct remittance_list_row *r, struct error *e)
{
    const char *path = cli_option(cli, "-o");
    char total[FEN_TEXT_BYTES];
    TRY(bank_exchange_write(p->db, p->c.county, p->c.keys, run, r->id, path, e));
    cli_say(cli, _("已写出 %s：%" PRId64 " 号发放第 %" PRId64 " 份文件，%s，%" PRId64 " 笔，%s 元。"),
            path, run, r->number, r->layout, r->items, fen_format_people(r->total, total));
    return STATUS_OK;
}

static enum status nothing_to_send(struct cli *cli, const struct pay *p, int64_t run,
                                   struct error *e)
{
    struct payment_position q;
    TRY(payment_position_read(p->db, p->c.county, run, &q, e));
    cli_say(cli,
            _("没有可送银行的项目：退回未更正 %" PRId64 " 笔(用 pay returns 查看、pay correct "
              "更正)，暂缓 %" PRId64 " 笔(用 pay release 放行)。"),
            q.returned_items, q.held_items);
    return STATUS_OK;
}

enum status pay_send(struct cli *cli, struct error *e)
{
    struct pay p = {0};
    struct payment_run run;
    struct remittance_list_row r;
    const char *layout = cli_option(cli, "--layout");
    TRY(pay_context(cli, &p, e));
    TRY(pay_run_argument(cli, &p, &run, e));
    if (run.state < RUN_SENT) {
        enum status s = bank_exchange_send(p.db, &p.c, run.id, layout ? layout : LAYOUT_DEFAULT,
                                           false, NULL, e);
        if (s == STATUS_NONE)
            return nothing_to_send(cli, &p, run.id, e);
        if (s != STATUS_OK)
            return s;
    } else {
        cli_say(cli, _("%" PRId64 " 号发放已送过银行，下面按保管的原件再写一份，不会重复付款。"),
                run.id);
    }
    enum status s = last_remittance(&p, run.id, cli_arena(cli), &r, e);
    if (s == STATUS_NONE)
        return nothing_to_send(cli, &p, run.id, e);
    if (s != STATUS_OK)
        return s;
    if (layout && !text_equals(layout, r.layout))
        return error_set(e, STATUS_REFUSED, "LAYOUT_SENT",
                         _("%" PRId64 " 号发放已按 %s 格式送出，不能再改成 %s。"), run.id, r.layout,
                         layout);
    return write_file(cli, &p, run.id, &r, e);
}

enum status pay_reissue(struct cli *cli, struct error *e)
{
    struct pay p = {0};
    struct payment_run run;
    struct remittance_list_row r;
    TRY(pay_context(cli, &p, e));
    TRY(pay_run_argument(cli, &p, &run, e));
    const char *layout = cli_option(cli, "--layout");
    enum status s = last_remittance(&p, run.id, cli_arena(cli), &r, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (!layout)
        layout = s == STATUS_OK ? r.layout : LAYOUT_DEFAULT;
    s = bank_exchange_send(p.db, &p.c, run.id, layout, true, NULL, e);
    if (s == STATUS_NONE)
        return nothing_to_send(cli, &p, run.id, e);
    if (s != STATUS_OK)
        return s;
    TRY(last_remittance(&p, run.id, cli_arena(cli), &r, e));
    if (cli_has(cli, "-o"))
        return write_file(cli, &p, run.id, &r, e);
    cli_say(cli,
            _("已重发 %" PRId64 " 笔，第 %" PRId64 " 份文件。用 pay send %" PRId64
              " -o FILE 写出文件。"),
            r.items, r.number, run.id);
    return STATUS_OK;
}

enum status pay_return(struct cli *cli, struct error *e)
{
    struct pay p = {0};
    struct payment_run run;
    struct payment_return_result result = {0};
    char paid[FEN_TEXT_BYTES], returned[FEN_TEXT_BYTES];
    TRY(pay_context(cli, &p, e));
    TRY(pay_run_argument(cli, &p, &run, e));
    enum status s = bank_exchange_take(p.db, &p.c, run.id, cli_argument(cli, 1), &result, e);
    if (s == STATUS_NONE) {
        cli_say(cli, _("这份回盘以前已经入账，没有改动。"));
        return STATUS_OK;
    }
    if (s != STATUS_OK)
        return s;
    cli_say(cli, _("回盘已入账：成功 %" PRId64 " 笔 %s 元，退回 %" PRId64 " 笔 %s 元。"),
            result.paid, fen_format_people(result.paid_fen, paid), result.returned,
            fen_format_people(result.returned_fen, returned));
    return STATUS_OK;
}

enum status pay_household(struct cli *cli, const struct pay *p, int64_t *ret, struct error *e)
{
    const char *household = cli_option(cli, "--household");
    const char *id_number = cli_option(cli, "--person");
    if (household) {
        if (i64_parse(household, ret, NULL) != STATUS_OK)
            return cli_usage(e, _("--household 应为家庭编号"));
        return STATUS_OK;
    }
    if (!id_number)
        return cli_usage(e, _("请写 --household ID 或 --person 身份证号"));
    const struct keyring *keys;
    struct person_row person;
    TRY(cli_keys(cli, &keys, e));
    enum status s =
        person_by_id_number(p->db, p->c.county, keys, id_number, cli_arena(cli), &person, e);
    if (s == STATUS_OK)
        s = person_last_household(p->db, p->c.county, person.id, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PERSON_UNKNOWN",
                         _("登记中没有这个人的家庭。请核对身份证号，或改用 --household。"));
    return s;
}

struct item_call {
    struct pay p;
    struct payment_run run;
    int64_t household;
    struct month month;
};

static enum status item_begin(struct cli *cli, struct item_call *ret, struct error *e)
{
    TRY(pay_context(cli, &ret->p, e));
    TRY(pay_run_argument(cli, &ret->p, &ret->run, e));
    TRY(pay_household(cli, &ret->p, &ret->household, e));
    if (cli_has(cli, "--month"))
        return cli_month_option(cli, "--month", &ret->month, e);
    if (ret->run.from.v != ret->run.to.v)
        return cli_usage(e, _("这次发放含多个月，请写 --month YYYY-MM"));
    ret->month = ret->run.from;
    return STATUS_OK;
}

enum status pay_correct(struct cli *cli, struct error *e)
{
    struct item_call i = {0};
    TRY(item_begin(cli, &i, e));
    TRY(payment_correct(i.p.db, &i.p.c, i.run.id, i.household, i.month, cli_option(cli, "--note"),
                        e));
    cli_say(cli, _("家庭 %" PRId64 " 已更正，用 pay reissue %" PRId64 " 重发。"), i.household,
            i.run.id);
    return STATUS_OK;
}

enum status pay_release(struct cli *cli, struct error *e)
{
    struct item_call i = {0};
    TRY(item_begin(cli, &i, e));
    TRY(payment_release(i.p.db, &i.p.c, i.run.id, i.household, i.month, e));
    cli_say(cli, _("家庭 %" PRId64 " 已放行。"), i.household);
    return STATUS_OK;
}

enum status pay_cancel(struct cli *cli, struct error *e)
{
    struct item_call i = {0};
    TRY(item_begin(cli, &i, e));
    TRY(payment_cancel(i.p.db, &i.p.c, i.run.id, i.household, i.month, cli_option(cli, "--reason"),
                       e));
    cli_say(cli, _("家庭 %" PRId64 " 的项目已取消并冲账。"), i.household);
    return STATUS_OK;
}

enum status pay_repay(struct cli *cli, struct error *e)
{
    struct pay p = {0};
    enum programme programme;
    struct month month;
    struct fen amount;
    int64_t household;
    TRY(programme_parse(cli_option(cli, "--programme"), &programme, e));
    TRY(cli_month_option(cli, "--month", &month, e));
    if (fen_parse(cli_option(cli, "--amount"), &amount, e) != STATUS_OK)
        return error_place(e, "--amount");
    TRY(pay_context(cli, &p, e));
    TRY(pay_household(cli, &p, &household, e));
    TRY(payment_repay(p.db, &p.c, programme, household, month, amount,
                      cli_option(cli, "--document"), e));
    cli_say(cli, _("已登记家庭 %" PRId64 " 的退款。"), household);
    return STATUS_OK;
}
