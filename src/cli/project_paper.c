/* project paper …: the monthly return, the county's monthly table of one book, the acceptance. */
#include "base/i18n.h"
#include "base/text.h"
#include "cli/document.h"
#include "cli/money.h"
#include "office/projectpaper/projectpaper.h"

static enum status project_argument(struct cli *cli, const struct money *m, struct project *ret,
                                    struct error *e)
{
    const char *name = cli_argument(cli, 0);
    enum status s = project_find(m->db, m->county, name, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PROJECT_UNKNOWN",
                         _("没有项目“%s”。请用 minsheng project list 查看。"), name);
    return s;
}

/* The return of a month: the one in force, else the newest version there is. */
static enum status return_of_month(struct cli *cli, const struct money *m, const struct project *p,
                                   struct month month, int64_t *ret, struct error *e)
{
    struct project_return *all;
    size_t count;
    int64_t id = 0;
    char text[MONTH_TEXT_BYTES];
    TRY(project_return_list(m->db, m->county, p->id, month, month, cli_arena(cli), &all, &count,
                            e));
    for (size_t i = 0; i < count; i++)
        if (id == 0 || all[i].state == RETURN_SIGNED)
            id = all[i].id;
    if (id == 0)
        return error_set(e, STATUS_REFUSED, "PROJECT_RETURN_UNKNOWN", _("%s没有%s的月报。"),
                         p->name, month_format_people(month, text));
    *ret = id;
    return STATUS_OK;
}

static enum status return_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct project_paper_options options = {.today = date_today()};
    struct money m;
    struct project p;
    struct month month;
    int64_t id;
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(money_reader(cli, &m, e));
    TRY(project_argument(cli, &m, &p, e));
    TRY(return_of_month(cli, &m, &p, month, &id, e));
    TRY(project_return_paper_render(m.db, m.county, id, &options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

static enum status report_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct project_paper_options options = {.today = date_today()};
    struct money m;
    struct month month;
    enum target_book book;
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(target_book_parse(cli_option(cli, "--book"), &book, e));
    TRY(cli_month_option(cli, "--month", &month, e));
    TRY(money_reader(cli, &m, e));
    TRY(project_report_paper_render(m.db, m.county, book, month, 0, &options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

static enum status acceptance_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct project_paper_options options = {.today = date_today()};
    struct money m;
    struct project p;
    struct project_acceptance *all;
    size_t count;
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(money_reader(cli, &m, e));
    TRY(project_argument(cli, &m, &p, e));
    TRY(project_acceptance_list(m.db, m.county, p.id, cli_arena(cli), &all, &count, e));
    if (count == 0)
        return error_set(e, STATUS_REFUSED, "ACCEPTANCE_UNKNOWN", _("%s还没有竣工验收。"), p.name);
    int64_t id = all[0].id;
    for (size_t i = 0; i < count; i++)
        if (all[i].is_passed && !all[i].is_struck)
            id = all[i].id;
    TRY(project_acceptance_paper_render(m.db, m.county, p.id, id, &options, &bytes, e));
    return cli_document_write(cli, &bytes, e);
}

const struct cli_command CLI_PROJECT_PAPER[] = {
    {"project paper return",
     "PROJECT",
     1,
     1,
     N_("一个项目的月报"),
     "project.read",
     return_command,
     {{"--month", "YYYY-MM", N_("月份"), true},
      {"-o", "FILE", N_("写到 .pdf 或 .docx"), true},
      {0}}},
    {"project paper report",
     "",
     0,
     0,
     N_("一种考核口径的项目月报表"),
     "project.read",
     report_command,
     {{"--book", "city|county", N_("考核口径"), true},
      {"--month", "YYYY-MM", N_("月份"), true},
      {"-o", "FILE", N_("写到 .pdf 或 .docx"), true},
      {0}}},
    {"project paper acceptance",
     "PROJECT",
     1,
     1,
     N_("竣工验收表"),
     "project.read",
     acceptance_command,
     {{"-o", "FILE", N_("写到 .pdf 或 .docx"), true}, {0}}},
    {0},
};
