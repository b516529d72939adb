/* slip print, deliver, list: what households are told on paper. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/document.h"
#include "cli/township.h"
#include "office/planpaper/slip.h"

#define SLIP_ARENA_BYTES ((size_t)512 << 20)

struct slip_call {
    struct db *db;
    int64_t county;
    const struct keyring *keys;
    struct slip_wish wish;
};

static enum status begin(struct cli *cli, bool is_writing, bool with_keys, struct slip_call *ret,
                         struct error *e)
{
    struct slip_call c = {0};
    struct case_actor actor;
    TRY(programme_parse_entitled(cli_option(cli, "--programme"), &c.wish.programme, e));
    TRY(cli_month_option(cli, "--month", &c.wish.month, e));
    if (cli_option(cli, "--household") &&
        i64_parse(cli_option(cli, "--household"), &c.wish.household, NULL) != STATUS_OK)
        return cli_usage(e, _("--household 应为户号"));
    TRY(is_writing ? cli_writer(cli, &c.db, e) : cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    if (with_keys)
        TRY(cli_keys(cli, &c.keys, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &c.wish.division, e));
    while (c.wish.division && c.wish.division < INT64_C(100000000000))
        c.wish.division *= 10;
    *ret = c;
    return STATUS_OK;
}

static enum status print_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SLIP_ARENA_BYTES);
    struct slip_paper_options options = {.today = date_today(), .site = cli_option(cli, "--site")};
    struct slip_call c;
    size_t n;
    if (!arena)
        return arena_exhausted(e);
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(begin(cli, true, true, &c, e));
    TRY(cli_document_probe(cli, e));
    TRY(slip_paper_print(c.db, c.county, c.keys, &c.wish, cli_actor(cli), &options, arena, &bytes,
                         &n, e));
    TRY(cli_document_write(cli, &bytes, e));
    cli_say(cli, _("明白卡 %zu 张"), n);
    return STATUS_OK;
}

static enum status deliver_command(struct cli *cli, struct error *e)
{
    struct slip_call c;
    struct date on;
    int64_t n;
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(begin(cli, true, false, &c, e));
    TRY(slip_deliver(c.db, c.county, &c.wish, on, cli_actor(cli), &n, e));
    cli_say(cli, _("明白卡 %" PRId64 " 张已发到户"), n);
    return STATUS_OK;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"household",  "head",         "division",    "amount_fen",
                                          "printed_on", "delivered_on", "delivered_by"};
    struct slip_call c;
    struct slip *list;
    size_t n;
    char day[DATE_TEXT_BYTES];
    TRY(begin(cli, false, false, &c, e));
    TRY(slip_list(c.db, c.county, c.wish.programme, c.wish.month, c.wish.division, cli_arena(cli),
                  &list, &n, e));
    cli_rows_begin(cli, columns, 7);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].household);
        cli_text(cli, list[i].head_name);
        cli_i64(cli, list[i].division);
        cli_fen(cli, list[i].amount);
        cli_text(cli, date_format(list[i].printed_on, day));
        cli_text(cli, list[i].delivered_on.v ? date_format(list[i].delivered_on, day) : "");
        cli_text(cli, list[i].delivered_by);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

#define PROGRAMME_OPTION                                                                           \
    {                                                                                              \
        "--programme", "P", N_("dibao 或 wubao"), true                                             \
    }
#define MONTH_OPTION                                                                               \
    {                                                                                              \
        "--month", "YYYY-MM", N_("月份"), true                                                     \
    }
#define PLACE_OPTION                                                                               \
    {                                                                                              \
        "--township", "CODE", N_("乡镇或村的 12 位代码"), false                                    \
    }
#define HOUSEHOLD_OPTION                                                                           \
    {                                                                                              \
        "--household", "N", N_("只要这一户"), false                                                \
    }
const struct cli_command CLI_SLIP[] = {
    {"slip print",
     "",
     0,
     0,
     N_("打印明白卡：一户、一个村或一个乡镇；再打印时旧卡上的码失效"),
     "publicity.write",
     print_command,
     {PROGRAMME_OPTION,
      MONTH_OPTION,
      PLACE_OPTION,
      HOUSEHOLD_OPTION,
      {"--site", "URL", N_("公开网页的地址；默认 MINSHENG_SITE"), false},
      {"-o", "FILE", N_("写到 .pdf 或 .docx"), true},
      {0}}},
    {"slip deliver",
     "",
     0,
     0,
     N_("报告明白卡已发到户：一户，或一个地方还没有发的"),
     "publicity.write",
     deliver_command,
     {PROGRAMME_OPTION,
      MONTH_OPTION,
      PLACE_OPTION,
      HOUSEHOLD_OPTION,
      {"--on", "DATE", N_("发到户的日期；默认今天"), false},
      {0}}},
    {"slip list",
     "",
     0,
     0,
     N_("打印过的明白卡和发到户的情况"),
     "publicity.read",
     list_command,
     {PROGRAMME_OPTION, MONTH_OPTION, PLACE_OPTION, {0}}},
    {0},
};
