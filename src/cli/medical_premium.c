/* medical premium …: whose premium the fund pays. */
#include <inttypes.h>

#include "base/i18n.h"
#include "cli/case_actor.h"
#include "cli/document.h"
#include "cli/money.h"
#include "cli/township.h"
#include "office/medical/enrolment.h"
#include "office/medicalpaper/medicalpaper.h"

#define PAGE_ROWS 2000
#define ENROLMENT_ARENA_BYTES ((size_t)1 << 30)

static const char *const COLUMNS[] = {"list",      "year",     "reference",    "state",
                                      "people",    "enrolled", "not_enrolled", "premium_fen",
                                      "total_fen", "transfer"};
#define COLUMN_COUNT (sizeof COLUMNS / sizeof COLUMNS[0])

static void row(struct cli *cli, const struct premium_list *r)
{
    cli_i64(cli, r->id);
    cli_i64(cli, r->year);
    cli_month(cli, r->reference);
    cli_text(cli, premium_state_code(r->state));
    cli_i64(cli, r->people);
    cli_i64(cli, r->enrolled);
    cli_i64(cli, r->not_enrolled);
    cli_fen(cli, r->premium);
    cli_fen(cli, r->total);
    cli_i64(cli, r->transfer);
    cli_row_end(cli);
}

static enum status say_one(struct cli *cli, const struct money *m, int64_t id, struct error *e)
{
    struct premium_list r;
    char total[FEN_TEXT_BYTES];
    enum status s = premium_read(m->db, m->county, id, cli_arena(cli), &r, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PREMIUM_UNKNOWN",
                         _("没有 %" PRId64 " 号资助参合名单。"), id);
    if (s != STATUS_OK)
        return s;
    if (cli_format(cli) == CLI_TEXT) {
        cli_say(cli,
                _("%" PRId64 " 号资助参合名单  %d 年  %s  %" PRId64 " 人，已参合 %" PRId64
                  " 人，未参合 %" PRId64 " 人，资助 %s 元"),
                r.id, r.year, _(premium_state_label(r.state)), r.people, r.enrolled, r.not_enrolled,
                fen_format_people(r.total, total));
        return STATUS_OK;
    }
    cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    row(cli, &r);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status prepare_command(struct cli *cli, struct error *e)
{
    struct money m;
    int year;
    int64_t id;
    struct month month;
    TRY(money_year(cli, &year, e));
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(money_writer(cli, &m, e));
    enum status s = premium_prepare(m.db, m.county, year, month, m.actor, &id, e);
    if (s == STATUS_NONE)
        cli_say(cli, _("没有需要新增资助的人。"));
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    return say_one(cli, &m, id, e);
}

static enum status scheme_option(struct cli *cli, enum medical_scheme *ret, struct error *e)
{
    *ret = (enum medical_scheme)0;
    if (!cli_has(cli, "--scheme"))
        return STATUS_OK;
    return medical_scheme_parse(cli_option(cli, "--scheme"), ret, e);
}

static enum status enrolment_command(struct cli *cli, struct error *e)
{
    struct money m;
    int year;
    enum medical_scheme scheme;
    struct enrolment_row *rows;
    size_t count;
    struct enrolment_result r;
    const struct keyring *keys;
    const char *path = cli_argument(cli, 0);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ENROLMENT_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    TRY(money_year(cli, &year, e));
    TRY(scheme_option(cli, &scheme, e));
    if (enrolment_read(path, scheme, arena, &rows, &count, e) != STATUS_OK)
        return error_place(e, "%s", path);
    TRY(money_writer(cli, &m, e));
    TRY(cli_keys(cli, &keys, e));
    TRY(premium_enrolment_take(m.db, m.county, keys, year, rows, count, m.actor, &r, e));
    cli_say(cli,
            _("名单 %" PRId64 " 行：登记在册 %" PRId64 " 行，不在册 %" PRId64
              " 行，新增参合 %" PRId64 " 人。"),
            r.rows, r.known, r.unknown, r.added);
    return STATUS_OK;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct premium_list *rows;
    size_t count;
    TRY(money_reader(cli, &m, e));
    TRY(premium_lists(m.db, m.county, cli_arena(cli), &rows, &count, e));
    cli_rows_begin(cli, COLUMNS, COLUMN_COUNT);
    for (size_t i = 0; i < count; i++)
        row(cli, &rows[i]);
    cli_rows_end(cli);
    return STATUS_OK;
}

static void line_row(struct cli *cli, const struct premium_line *l)
{
    cli_i64(cli, l->person);
    cli_text(cli, l->person_name);
    cli_text(cli, l->id_tail);
    cli_i64(cli, l->household);
    cli_i64(cli, l->division);
    cli_text(cli, medical_class_code(l->class));
    cli_i64(cli, l->rate_bp);
    cli_fen(cli, l->amount);
    cli_i64(cli, l->is_enrolled);
    cli_text(cli, l->is_enrolled ? medical_scheme_code(l->scheme) : "");
    cli_row_end(cli);
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"person",   "name",  "id_tail", "household",
                                          "division", "class", "rate_bp", "amount_fen",
                                          "enrolled", "scheme"};
    struct money m;
    struct case_actor actor;
    struct premium_list r;
    struct premium_line *rows, last = {0};
    int64_t id, scope;
    size_t count;
    TRY(money_number(cli, &id, e));
    TRY(money_reader(cli, &m, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &scope, e));
    enum status s = premium_read(m.db, m.county, id, cli_arena(cli), &r, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PREMIUM_UNKNOWN",
                         _("没有 %" PRId64 " 号资助参合名单。"), id);
    if (s != STATUS_OK)
        return s;
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    do {
        TRY(premium_lines(m.db, m.county, id, scope, cli_has(cli, "--not-enrolled"), last.division,
                          last.person, PAGE_ROWS, cli_arena(cli), &rows, &count, e));
        for (size_t i = 0; i < count; i++)
            line_row(cli, &rows[i]);
        if (count > 0)
            last = rows[count - 1];
    } while (count == PAGE_ROWS);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status confirm_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t id;
    TRY(money_number(cli, &id, e));
    TRY(money_writer(cli, &m, e));
    TRY(premium_confirm(m.db, m.county, id, m.actor, e));
    return say_one(cli, &m, id, e);
}

static enum status transfer_command(struct cli *cli, struct error *e)
{
    struct money m;
    int64_t id, transfer;
    struct payee office;
    struct month month = date_month(date_today());
    TRY(money_number(cli, &id, e));
    if (cli_has(cli, "--month"))
        TRY(cli_month_option(cli, "--month", &month, e));
    TRY(money_writer(cli, &m, e));
    TRY(money_payee(cli, &m, "--payee", PAYEE_INSURANCE, &office, e));
    TRY(premium_transfer(m.db, m.county, id, office.id, month, m.actor, &transfer, e));
    money_transfer_prepared(cli, transfer);
    return STATUS_OK;
}

static enum status paper_command(struct cli *cli, struct error *e)
{
    struct money m;
    struct case_actor actor;
    int64_t id, scope;
    struct medical_paper_options options = {.today = date_today()};
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    TRY(money_number(cli, &id, e));
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(money_reader(cli, &m, e));
    TRY(cli_case_actor(cli, &actor, e));
    TRY(cli_township_option(cli, &actor, &scope, e));
    enum status s = premium_paper_render(m.db, m.county, id, scope, &options, &bytes, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PREMIUM_UNKNOWN",
                         _("没有 %" PRId64 " 号资助参合名单。"), id);
    if (s != STATUS_OK)
        return s;
    return cli_document_write(cli, &bytes, e);
}

#define OPTION_TOWNSHIP                                                                            \
    {                                                                                              \
        "--township", "CODE", N_("只看一个乡镇"), false                                            \
    }

const struct cli_command CLI_MEDICAL_PREMIUM[] = {
    {"medical premium prepare",
     "",
     0,
     0,
     N_("按某月的对象身份编制全年资助参合名单"),
     "medical.statement",
     prepare_command,
     {{"--year", "YYYY", N_("参合年度"), true},
      {"--month", "YYYY-MM", N_("认定对象的月份"), true},
      {0}}},
    {"medical premium enrolment",
     "FILE",
     1,
     1,
     N_("导入参合(参保)名单：身份证号、险种"),
     "medical.statement",
     enrolment_command,
     {{"--year", "YYYY", N_("参合年度"), true},
      {"--scheme", "ncms|employees|residents", N_("名单没有险种列时的险种"), false},
      {0}}},
    {"medical premium list", "", 0, 0, N_("资助参合名单"), "medical.read", list_command, {{0}}},
    {"medical premium show",
     "N",
     1,
     1,
     N_("名单上的人"),
     "medical.read",
     show_command,
     {{"--not-enrolled", NULL, N_("只列没有参合的"), false}, OPTION_TOWNSHIP, {0}}},
    {"medical premium confirm",
     "N",
     1,
     1,
     N_("定稿：只留已参合的人"),
     "medical.statement",
     confirm_command,
     {{0}}},
    {"medical premium transfer",
     "N",
     1,
     1,
     N_("编制拨付单，付给医保(新农合)经办机构"),
     "transfer.prepare",
     transfer_command,
     {{"--payee", "CODE", N_("收款单位，只有一家时可不写"), false},
      {"--month", "YYYY-MM", N_("所属月份，缺省为本月"), false},
      {0}}},
    {"medical premium paper",
     "N",
     1,
     1,
     N_("打印名单"),
     "medical.read",
     paper_command,
     {{"-o", "FILE", N_(".pdf 或 .docx 文件"), true}, OPTION_TOWNSHIP, {0}}},
    {0},
};
