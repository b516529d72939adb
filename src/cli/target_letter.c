/* target letter …: responsibility letters issued, signed, shown, on paper. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/document.h"
#include "cli/target.h"
#include "cli/township.h"
#include "office/planpaper/letter.h"

static enum status issue_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t township = 0;
    int year;
    size_t n = 0;
    TRY(target_year_option(cli, &year, e));
    TRY(project_call_begin(cli, true, &c, e));
    if (cli_option(cli, "--township"))
        TRY(target_place_parse(cli, &c, cli_option(cli, "--township"), &township, e));
    enum status s = target_letter_issue(c.db, c.county, year, township,
                                        cli_option(cli, "--document"), c.actor.user, &n, e);
    if (s == STATUS_OK)
        cli_say(cli, _("已签发 %zu 份目标责任书"), n);
    if (s == STATUS_NONE)
        cli_say(cli, _("各乡镇的目标没有变动，责任书不必重签"));
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status sign_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, true, &c, e));
    TRY(target_letter_sign(c.db, c.county, id, cli_option(cli, "--signer"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号目标责任书已签订"), id);
    return STATUS_OK;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",        "year",      "township", "name",
                                          "version",   "state",     "document", "issued_on",
                                          "issued_by", "signed_on", "signer",   "lines"};
    struct project_call c;
    struct target_letter *list;
    int64_t known, scope;
    int year;
    size_t n;
    TRY(target_year_option(cli, &year, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    TRY(cli_township_option(cli, &c.actor, &scope, e));
    TRY(target_letter_list(c.db, c.county, year, 0, !cli_has(cli, "--history"), known,
                           cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        const struct target_letter *l = &list[i];
        if (!access_in_scope(scope, l->township))
            continue;
        cli_i64(cli, l->id);
        cli_i64(cli, l->year);
        cli_i64(cli, l->township);
        cli_text(cli, l->township_name);
        cli_i64(cli, l->version);
        cli_text(cli, target_letter_state_code(l->state));
        cli_text(cli, l->document);
        project_call_day(cli, l->issued_on);
        cli_text(cli, l->issued_by);
        project_call_day(cli, l->signed_on);
        cli_text(cli, l->township_signer);
        cli_i64(cli, (int64_t)l->line_count);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* The letter of the first argument, in the actor's scope. */
static enum status letter_argument(struct cli *cli, const struct project_call *c, int64_t known,
                                   struct target_letter *ret, struct error *e)
{
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    enum status s = target_letter_read(c->db, c->county, id, known, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "LETTER_UNKNOWN", _("没有第 %" PRId64 " 号责任书"), id);
    return s == STATUS_OK ? cli_case_scope(&c->actor, ret->township, e) : s;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"number", "split", "book",  "measure",
                                          "due",    "unit",  "value", "clause"};
    struct project_call c;
    struct target_letter l;
    int64_t known;
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    TRY(letter_argument(cli, &c, known, &l, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < l.line_count; i++) {
        const struct target_letter_line *line = &l.lines[i];
        cli_i64(cli, (int64_t)i + 1);
        cli_i64(cli, line->split);
        cli_text(cli, target_book_code(line->book));
        cli_text(cli, line->measure);
        project_call_day(cli, line->due_on);
        cli_text(cli, target_unit_code(line->unit));
        cli_i64(cli, line->value);
        cli_text(cli, line->clause);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status paper_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct target_letter_paper options = {.today = date_today()};
    struct project_call c;
    struct target_letter l;
    int year;
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(target_year_option(cli, &year, e));
    TRY(project_call_begin(cli, false, &c, e));
    if (cli_argument_count(cli) > 0) {
        TRY(letter_argument(cli, &c, KNOWN_NOW, &l, e));
        TRY(target_letter_paper_render(c.db, c.county, l.id, &options, &bytes, e));
        return cli_document_write(cli, &bytes, e);
    }
    enum status s =
        target_letters_paper_render(c.db, c.county, year, c.actor.scope, &options, &bytes, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "LETTER_UNKNOWN", _("%d 年还没有目标责任书"), year);
    return s == STATUS_OK ? cli_document_write(cli, &bytes, e) : s;
}

const struct cli_command CLI_TARGET_LETTER[] = {
    {"target letter issue",
     "",
     0,
     0,
     N_("按已下达的目标签发责任书：一个乡镇，或全部"),
     "target.issue",
     issue_command,
     {{"--document", "TEXT", N_("文号"), true},
      {"--township", "NAME", N_("乡镇"), false},
      {"--year", "YYYY", N_("年份"), false},
      {0}}},
    {"target letter sign",
     "LETTER",
     1,
     1,
     N_("乡镇签订本乡镇的责任书"),
     "target.sign",
     sign_command,
     {{"--signer", "NAME", N_("签订人姓名；不写为职务"), false}, {0}}},
    {"target letter list",
     "",
     0,
     0,
     N_("目标责任书"),
     "target.read",
     list_command,
     {{"--year", "YYYY", N_("年份"), false},
      {"--township", "CODE", N_("乡镇"), false},
      {"--history", NULL, N_("也列已被替代的"), false},
      {0}},
     true},
    {"target letter show",
     "LETTER",
     1,
     1,
     N_("一份责任书的各项目标"),
     "target.read",
     show_command,
     {{0}},
     true},
    {"target letter paper",
     "[LETTER]",
     0,
     1,
     N_("责任书打印稿；不写编号为当年全部"),
     "target.read",
     paper_command,
     {{"-o", "FILE", N_("写到 .pdf 或 .docx"), true}, {"--year", "YYYY", N_("年份"), false}, {0}}},
    {0},
};
