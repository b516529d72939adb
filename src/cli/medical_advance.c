/* medical advance …: money approved before treatment. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/money.h"
#include "cli/township.h"
#include "domain/medical/advance.h"

#define ROWS_MAX 500

static const char *const COLUMNS[] = {"advance",    "name",  "id_tail",  "disease", "hospital",
                                      "amount_fen", "state", "approved", "expires", "approved_by",
                                      "admission",  "bill",  "case",     "ended",   "reason"};
#define COLUMN_COUNT (sizeof COLUMNS / sizeof COLUMNS[0])

static void cli_day(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v ? date_format(d, text) : NULL);
}

static void row(struct cli *cli, const struct advance_record *a)
{
    cli_i64(cli, a->id);
    cli_text(cli, a->person_name);
    cli_text(cli, a->id_tail);
    cli_text(cli, a->disease_name);
    cli_text(cli, a->hospital ? a->hospital_name : NULL);
    cli_fen(cli, a->amount);
    cli_text(cli, advance_state_code(a->state));
    cli_day(cli, a->approved_on);
    cli_day(cli, a->expires_on);
    cli_text(cli, a->approved_by);
    cli_i64(cli, a->admission);
    cli_i64(cli, a->bill);
    cli_text(cli, a->case_number);
    cli_day(cli, a->ended_on);
    cli_text(cli, a->ended_reason);
    cli_row_end(cli);
}

static enum status state_option(struct cli *cli, enum advance_state *ret, struct error *e)
{
    const char *code = cli_option(cli, "--state");
    *ret = 0;
    if (!code)
        return STATUS_OK;
    for (int s = ADVANCE_APPROVED; s <= ADVANCE_REVOKED; s++)
        if (text_equals(code, advance_state_code((enum advance_state)s)))
            *ret = (enum advance_state)s;
    if (*ret)
        return STATUS_OK;
    return cli_usage(e, _("--state 应为 APPROVED、USED、EXPIRED 或 REVOKED"));
}

static enum status list_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct case_actor actor;
    struct advance_filter filter = {.row_count = ROWS_MAX};
    struct advance_record *list;
    size_t count;
    bool has_more;
    TRY(state_option(cli, &filter.state, e));
    TRY(money_reader(cli, &m, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &filter.scope, e));
    TRY(advance_list(m.db, m.county, &filter, cli_arena(cli), &list, &count, &has_more, e));
    cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    for (size_t i = 0; i < count; i++)
        row(cli, &list[i]);
    cli_rows_end(cli);
    if (has_more && cli_format(cli) == CLI_TEXT)
        cli_say(cli, _("只列最近 %d 笔"), ROWS_MAX);
    return STATUS_OK;
}

static enum status read_one(struct cli *cli, const struct money *m, struct advance_record *ret,
                            struct error *e)
{
    struct case_actor actor;
    int64_t id;
    TRY(money_number(cli, &id, e));
    TRY(cli_case_actor(cli, &actor, e));
    enum status s = advance_read(m->db, m->county, id, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ADVANCE_UNKNOWN", _("没有第 %" PRId64 " 号医前救助"),
                         id);
    return s == STATUS_OK ? cli_case_scope(&actor, ret->division, e) : s;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct advance_record a;
    TRY(money_reader(cli, &m, e));
    TRY(read_one(cli, &m, &a, e));
    cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    row(cli, &a);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status revoke_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct advance_record a;
    TRY(money_writer(cli, &m, e));
    TRY(read_one(cli, &m, &a, e));
    TRY(advance_revoke(m.db, m.county, a.id, cli_option(cli, "--reason"), m.actor, date_today(),
                       e));
    cli_say(cli, _("第 %" PRId64 " 号医前救助已撤回"), a.id);
    return STATUS_OK;
}

static enum status expire_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t count;
    TRY(money_writer(cli, &m, e));
    TRY(advance_expire(m.db, m.county, m.actor, date_today(), &count, e));
    cli_say(cli, _("%" PRId64 " 笔医前救助已过期"), count);
    return STATUS_OK;
}

const struct cli_command CLI_MEDICAL_ADVANCE[] = {
    {"medical advance list",
     "",
     0,
     0,
     N_("医前救助，从新到旧"),
     "medical.read",
     list_command,
     {{"--state", "STATE", N_("APPROVED、USED、EXPIRED 或 REVOKED"), false},
      {"--township", "CODE", N_("乡镇"), false},
      {0}}},
    {"medical advance show", "N", 1, 1, N_("一笔医前救助"), "medical.read", show_command, {{0}}},
    {"medical advance revoke",
     "N",
     1,
     1,
     N_("撤回未使用的医前救助"),
     "medical.manage",
     revoke_command,
     {{"--reason", "TEXT", N_("撤回原因"), true}, {0}}},
    {"medical advance expire",
     "",
     0,
     0,
     N_("把过了有效期未使用的医前救助记为过期"),
     "medical.manage",
     expire_command,
     {{0}}},
    {0},
};
