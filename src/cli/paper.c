/* case paper, case blank, notice paper, sample paper, changes paper: official documents into files.
 */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "cli/document.h"
#include "domain/access/reveal.h"
#include "domain/casework/notice.h"
#include "domain/plan/plan.h"
#include "office/casepaper/casepaper.h"

#define COUNTY_SCOPE INT64_C(1000000) /* county code to division code */

struct paper_command {
    struct case_command base;
    struct case_paper_options options;
};

static enum status command_begin(struct cli *cli, struct paper_command *ret, struct error *e)
{
    *ret = (struct paper_command){.options = {.today = date_today()}};
    return cli_case_begin(cli, false, &ret->base, e);
}

static enum status document_parse(const char *code, enum case_document *ret, struct error *e)
{
    for (int d = DOCUMENT_NONE + 1; d < DOCUMENT_COUNT; d++)
        if (text_equals(case_document_code((enum case_document)d), code)) {
            *ret = (enum case_document)d;
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "PAPER_UNKNOWN", _("没有叫“%s”的文书。"), code);
}

/* ---- of a case ---- */

static void list_papers(struct cli *cli, const struct case_paper *papers, size_t count)
{
    static const char *const columns[] = {"paper", "label", "on", "blank", "numbers"};
    char day[DATE_TEXT_BYTES];
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_text(cli, case_document_code(papers[i].document));
        cli_text(cli, _(papers[i].label));
        cli_text(cli, papers[i].on.v == 0 ? "" : date_format(papers[i].on, day));
        cli_i64(cli, papers[i].is_blank);
        cli_i64(cli, case_paper_has_numbers(papers[i].document));
        cli_row_end(cli);
    }
    cli_rows_end(cli);
}

/* Who asked for whole numbers, and for what, before the paper is made. */
static enum status purpose_record(struct cli *cli, const struct paper_command *c,
                                  const struct case_record *r, enum case_document d,
                                  struct error *e)
{
    struct db *db;
    const struct access_user user = {
        .name = c->base.actor.user, .role = c->base.actor.role, .scope = c->base.actor.scope};
    TRY(cli_writer(cli, &db, e));
    return access_reveal_paper(
        db, c->base.county, &user,
        &(struct reveal_paper_request){.case_id = r->id,
                                       .division = r->division,
                                       .paper = case_document_code(d),
                                       .purpose = cli_option(cli, "--purpose")},
        e);
}

static enum status paper_write(struct cli *cli, struct paper_command *c,
                               const struct case_record *r, enum case_document d, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    const struct keyring *keys;
    TRY(cli_document_kind(cli, &c->options.kind, e));
    TRY(cli_keys(cli, &keys, e));
    if (cli_has(cli, "--purpose")) {
        if (!case_paper_has_numbers(d))
            return cli_usage(e, _("“%s”上没有证件号码和账号，不用写 --purpose。"),
                             _(case_document_label(d)));
        TRY(purpose_record(cli, c, r, d, e));
        c->options.shows_numbers = true;
    }
    TRY(case_paper_render(c->base.db, c->base.county, keys, r->id, d, &c->options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

static enum status run_case_paper(struct cli *cli, struct error *e)
{
    struct paper_command c;
    struct case_record r;
    struct case_paper *papers;
    enum case_document d = DOCUMENT_NONE;
    size_t count;
    TRY(command_begin(cli, &c, e));
    TRY(cli_case_argument(cli, &c.base, &r, e));
    TRY(case_paper_list(c.base.db, c.base.county, r.id, c.base.actor.today, cli_arena(cli), &papers,
                        &count, e));
    if (cli_argument_count(cli) == 1) {
        list_papers(cli, papers, count);
        return STATUS_OK;
    }
    TRY(document_parse(cli_argument(cli, 1), &d, e));
    for (size_t i = 0; i < count; i++)
        if (papers[i].document == d)
            return paper_write(cli, &c, &r, d, e);
    return error_set(e, STATUS_REFUSED, "PAPER_UNKNOWN",
                     _("这件事现在没有“%s”。不写文书名，可列出它有哪些文书。"),
                     _(case_document_label(d)));
}

static enum status run_case_blank(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct paper_command c;
    enum case_document d = DOCUMENT_NONE;
    enum programme programme = PROGRAMME_DIBAO;
    int64_t division;
    TRY(command_begin(cli, &c, e));
    TRY(document_parse(cli_argument(cli, 0), &d, e));
    TRY(cli_document_kind(cli, &c.options.kind, e));
    if (cli_has(cli, "--programme"))
        TRY(programme_parse_entitled(cli_option(cli, "--programme"), &programme, e));
    division = c.base.actor.scope;
    if (cli_has(cli, "--division") &&
        i64_parse(cli_option(cli, "--division"), &division, NULL) != STATUS_OK)
        return cli_usage(e, _("--division 要写 12 位代码。"));
    TRY(cli_case_scope(&c.base.actor, division, e));
    enum status s =
        case_blank_render(c.base.db, c.base.county, programme, division, d, &c.options, &bytes, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PAPER_BLANK", _("“%s”没有空表。"),
                         _(case_document_label(d)));
    if (s != STATUS_OK)
        return s;
    return cli_document_write(cli, &bytes, e);
}

/* ---- of a notice, a draw, a month ---- */

static enum status run_notice_paper(struct cli *cli, struct error *e)
{
    static const struct {
        const char *name;
        enum case_document document;
    } papers[] = {{"wall", DOCUMENT_NOTICE_WALL},
                  {"web", DOCUMENT_NOTICE_WEB},
                  {"result", DOCUMENT_NOTICE_RESULT}};
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct paper_command c;
    struct notice_record notice;
    struct notice_row *rows;
    size_t count, which = 0;
    int64_t id;
    TRY(cli_number_argument(cli, _("公示号"), &id, e));
    while (which < 3 && !text_equals(papers[which].name, cli_argument(cli, 1)))
        which++;
    if (which == 3)
        return cli_usage(e, _("请写 wall（村内张贴）、web（网上）或 result（公示结果）。"));
    TRY(command_begin(cli, &c, e));
    TRY(cli_document_kind(cli, &c.options.kind, e));
    enum status s =
        notice_read(c.base.db, c.base.county, id, cli_arena(cli), &notice, &rows, &count, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "NOTICE_UNKNOWN", _("没有 %" PRId64 " 号公示。"), id);
    if (s != STATUS_OK)
        return s;
    TRY(cli_case_scope(&c.base.actor, notice.division, e));
    if (papers[which].document == DOCUMENT_NOTICE_RESULT && notice.closed_on.v == 0)
        return error_set(e, STATUS_REFUSED, "PAPER_UNKNOWN",
                         _("%" PRId64 " 号公示还没有收回，没有公示结果。"), id);
    TRY(notice_paper_render(c.base.db, c.base.county, id, papers[which].document, &c.options,
                            &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

static enum status run_sample_paper(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct paper_command c;
    int64_t id;
    TRY(cli_number_argument(cli, _("抽查号"), &id, e));
    TRY(command_begin(cli, &c, e));
    TRY(cli_document_kind(cli, &c.options.kind, e));
    /* A draw is the whole county's. */
    TRY(cli_case_scope(&c.base.actor, c.base.county * COUNTY_SCOPE, e));
    TRY(sample_paper_render(c.base.db, c.base.county, id, &c.options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

static enum status run_changes_paper(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct paper_command c;
    enum programme programme;
    struct month month;
    int64_t scope;
    TRY(programme_parse_entitled(cli_option(cli, "--programme"), &programme, e));
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(command_begin(cli, &c, e));
    TRY(cli_document_kind(cli, &c.options.kind, e));
    scope = c.base.actor.scope;
    if (cli_has(cli, "--township") &&
        i64_parse(cli_option(cli, "--township"), &scope, NULL) != STATUS_OK)
        return cli_usage(e, _("--township 要写 12 位代码。"));
    TRY(cli_case_scope(&c.base.actor, scope, e));
    TRY(change_list_paper_render(c.base.db, c.base.county, programme, month, scope, &c.options,
                                 &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

#define OPTION_FILE                                                                                \
    {                                                                                              \
        "-o", "FILE", N_("写成 .pdf 或 .docx"), true                                               \
    }
const struct cli_command CLI_PAPER[] = {
    {"case paper",
     "CASE [PAPER]",
     1,
     2,
     N_("打印一件事的一份文书；不写文书名，列出它有哪些"),
     "case.read",
     run_case_paper,
     {{"-o", "FILE", N_("写成 .pdf 或 .docx"), false},
      {"--purpose", "TEXT", N_("打印完整的证件号码和账号，写明用途；记入变动记录"), false}},
     false},
    {"case blank",
     "PAPER",
     1,
     1,
     N_("打印一张空表，供手填"),
     "case.read",
     run_case_blank,
     {{"--programme", "dibao|wubao", N_("项目，不写为低保"), false},
      {"--division", "CODE", N_("抬头写哪个村或乡镇；不写为本人所管的地方"), false},
      OPTION_FILE},
     false},
    {"notice paper",
     "NOTICE wall|web|result",
     2,
     2,
     N_("打印公示：村内张贴的、网上的（遮盖姓名），或公示结果"),
     "case.read",
     run_notice_paper,
     {OPTION_FILE},
     false},
    {"sample paper",
     "SAMPLE",
     1,
     1,
     N_("打印抽查名单"),
     "case.read",
     run_sample_paper,
     {OPTION_FILE},
     false},
    {"changes paper",
     "",
     0,
     0,
     N_("打印一个月的变动清单，公文格式"),
     "case.read",
     run_changes_paper,
     {{"--programme", "dibao|wubao", N_("项目"), true},
      {"--month", "YYYY-MM", N_("哪个月，与上月相比"), true},
      {"--township", "CODE", N_("只看这个乡镇或村（12 位代码）"), false},
      OPTION_FILE},
     false},
    {0},
};
