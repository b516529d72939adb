/* project list, show, standing: what is built, and how it stands against the plan in one book. */
#include "cli/project.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/township.h"

/* ---- what commands begin with ---- */

enum status project_call_begin(struct cli *cli, bool is_writing, struct project_call *ret,
                               struct error *e)
{
    struct project_call c = {0};
    TRY(is_writing ? cli_writer(cli, &c.db, e) : cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    TRY(cli_case_actor(cli, &c.actor, e));
    *ret = c;
    return STATUS_OK;
}

enum status project_call_find(struct cli *cli, const struct project_call *c, struct project *ret,
                              struct error *e)
{
    const char *text = cli_argument(cli, 0);
    enum status s = project_find(c->db, c->county, text, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PROJECT_UNKNOWN",
                         _("没有项目“%.60s”。用 minsheng project list 查看编号。"), text);
    return s == STATUS_OK ? cli_case_scope(&c->actor, ret->scope.township, e) : s;
}

enum status project_call_number(struct cli *cli, const char *option, int64_t otherwise,
                                int64_t *ret, struct error *e)
{
    const char *text = cli_option(cli, option);
    *ret = otherwise;
    if (!text || i64_parse(text, ret, NULL) == STATUS_OK)
        return STATUS_OK;
    return cli_usage(e, _("%s 应为整数"), option);
}

enum status project_call_yuan(struct cli *cli, const char *option, struct fen otherwise,
                              struct fen *ret, struct error *e)
{
    const char *text = cli_option(cli, option);
    *ret = otherwise;
    if (!text || fen_parse(text, ret, NULL) == STATUS_OK)
        return STATUS_OK;
    return cli_usage(e, _("%s 应为金额，如 1000.00"), option);
}

enum status project_call_sources(struct cli *cli, const char *option,
                                 struct fen money[PROJECT_SOURCES], struct error *e)
{
    static const char *const sources[PROJECT_SOURCES] = {"central", "province", "city", "county",
                                                         "own"};
    const char *text;
    for (size_t n = 0; (text = cli_option_nth(cli, option, n)) != NULL; n++) {
        size_t i = 0;
        while (i < PROJECT_SOURCES &&
               !(text_starts(text, sources[i]) && text[strlen(sources[i])] == '='))
            i++;
        if (i == PROJECT_SOURCES ||
            fen_parse(text + strlen(sources[i]) + 1, &money[i], NULL) != STATUS_OK)
            return cli_usage(
                e, _("%s 要写成“来源=元”，来源为 central、province、city、county 或 own"), option);
    }
    return STATUS_OK;
}

enum status project_call_argument(struct cli *cli, size_t index, int64_t *ret, struct error *e)
{
    if (i64_parse(cli_argument(cli, index), ret, NULL) == STATUS_OK && *ret > 0)
        return STATUS_OK;
    return cli_usage(e, _("“%s”不是编号。"), cli_argument(cli, index));
}

void project_call_day(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v ? date_format(d, text) : NULL);
}

/* ---- list ---- */

static const char *kind_code(enum project_kind k)
{
    static const char *const codes[] = {
        [PROJECT_NEW] = "new", [PROJECT_EXTEND] = "extend", [PROJECT_CONVERT] = "convert"};
    return codes[k];
}

static const char *books_of(const struct project *p)
{
    return p->is_city ? p->is_county ? "city,county" : "city" : "county";
}

/* Nothing, or a book. */
static enum status book_option(struct cli *cli, enum target_book *ret, struct error *e)
{
    const char *code = cli_option(cli, "--book");
    *ret = 0;
    return code ? target_book_parse(code, ret, e) : STATUS_OK;
}

static void land_cell(struct cli *cli, int64_t land)
{
    char text[FEN_TEXT_BYTES];
    cli_text(cli, fen_format(FEN(land), text)); /* both have two decimals */
}

static void list_row(struct cli *cli, const struct project *p)
{
    cli_text(cli, p->code);
    cli_text(cli, p->name);
    cli_text(cli, p->home ? p->home_name : NULL);
    cli_text(cli, p->scope.township_name);
    cli_text(cli, books_of(p));
    cli_text(cli, kind_code(p->scope.kind));
    cli_i64(cli, p->original.beds);
    cli_i64(cli, p->scope.beds);
    cli_i64(cli, p->scope.area_m2);
    land_cell(cli, p->scope.land);
    cli_text(cli, p->scope.site);
    cli_fen(cli, project_investment(&p->scope));
    project_call_day(cli, p->scope.start_on);
    project_call_day(cli, p->scope.finish_on);
    cli_text(cli, p->is_cancelled ? "cancelled" : p->has_open_change ? "change_open" : "");
    cli_row_end(cli);
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"code", "name",           "home",  "township", "books",
                                          "kind", "original_beds",  "beds",  "area",     "land",
                                          "site", "investment_fen", "start", "finish",   "state"};
    struct project_call c;
    struct project *list;
    enum target_book book;
    int64_t scope;
    size_t n;
    TRY(book_option(cli, &book, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_township_option(cli, &c.actor, &scope, e));
    TRY(project_list(c.db, c.county, 0, book, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        if (access_in_scope(scope, list[i].scope.township))
            list_row(cli, &list[i]);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

/* ---- show ---- */

static enum status show_versions(struct cli *cli, const struct project_call *c, int64_t project,
                                 struct error *e)
{
    static const char *const columns[] = {
        "version",      "change",       "township",     "site",           "land",
        "area",         "beds",         "kind",         "investment_fen", "contractor",
        "contract_fen", "start",        "finish",       "state",          "reason",
        "document",     "requested_by", "requested_on", "decided_by",     "decided_on"};
    static const char *const states[] = {"", "REQUESTED", "APPROVED", "REFUSED"};
    struct project_scope *list;
    size_t n;
    TRY(project_scope_list(c->db, c->county, project, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        const struct project_scope *s = &list[i];
        cli_i64(cli, s->version);
        cli_text(cli, s->change);
        cli_text(cli, s->township_name);
        cli_text(cli, s->site);
        land_cell(cli, s->land);
        cli_i64(cli, s->area_m2);
        cli_i64(cli, s->beds);
        cli_text(cli, kind_code(s->kind));
        cli_fen(cli, project_investment(s));
        cli_text(cli, s->contractor_name);
        cli_fen(cli, s->contract);
        project_call_day(cli, s->start_on);
        project_call_day(cli, s->finish_on);
        cli_text(cli, states[s->state]);
        cli_text(cli, s->reason);
        cli_text(cli, s->document);
        cli_text(cli, s->requested_by);
        project_call_day(cli, s->requested_on);
        cli_text(cli, s->decided_by);
        project_call_day(cli, s->decided_on);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_stages(struct cli *cli, const struct project_call *c, int64_t project,
                               struct error *e)
{
    static const char *const columns[] = {"stage", "name", "planned", "reached"};
    struct project_stage_day days[PROJECT_STAGES];
    TRY(project_stage_days(c->db, c->county, project, days, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < PROJECT_STAGES; i++) {
        cli_text(cli, PROJECT_STAGE_ROWS[i].code);
        cli_text(cli, _(PROJECT_STAGE_ROWS[i].label));
        project_call_day(cli, days[i].planned_on);
        project_call_day(cli, days[i].reached_on);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_problems(struct cli *cli, const struct project_call *c, int64_t project,
                                 struct error *e)
{
    static const char *const columns[] = {"problem_id", "raised", "problem", "cause",
                                          "owner",      "due",    "closed",  "outcome"};
    struct project_problem *list;
    size_t n;
    TRY(project_problem_list(c->db, c->county, project, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].id);
        project_call_day(cli, list[i].raised_on);
        cli_text(cli, list[i].problem);
        cli_text(cli, list[i].cause);
        cli_text(cli, list[i].owner_unit);
        project_call_day(cli, list[i].due_on);
        project_call_day(cli, list[i].closed_on);
        cli_text(cli, list[i].outcome);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_acceptances(struct cli *cli, const struct project_call *c, int64_t project,
                                    struct error *e)
{
    static const char *const columns[] = {"acceptance", "on",         "result",       "beds",
                                          "area",       "cost_fen",   "members",      "opinion",
                                          "document",   "entered_by", "confirmed_by", "struck"};
    struct project_acceptance *list;
    size_t n;
    TRY(project_acceptance_list(c->db, c->county, project, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].id);
        project_call_day(cli, list[i].accepted_on);
        cli_text(cli, list[i].is_passed ? "passed" : "failed");
        cli_i64(cli, list[i].beds);
        cli_i64(cli, list[i].area_m2);
        cli_fen(cli, list[i].cost);
        cli_text(cli, list[i].members);
        cli_text(cli, list[i].opinion);
        cli_text(cli, list[i].document);
        cli_text(cli, list[i].entered_by);
        cli_text(cli, list[i].confirmed_by);
        cli_text(cli, list[i].strike_reason);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_handovers(struct cli *cli, const struct project_call *c, int64_t project,
                                  struct error *e)
{
    static const char *const columns[] = {"handover", "on",          "room",    "beds",
                                          "given_by", "received_by", "document"};
    struct project_handover *list;
    size_t n;
    TRY(project_handover_list(c->db, c->county, project, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < list[i].room_count; k++) {
            cli_i64(cli, list[i].id);
            project_call_day(cli, list[i].on);
            cli_text(cli, list[i].rooms[k].number);
            cli_i64(cli, list[i].rooms[k].beds);
            cli_text(cli, list[i].given_by);
            cli_text(cli, list[i].received_by);
            cli_text(cli, list[i].document);
            cli_row_end(cli);
        }
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const struct {
        const char *code;
        enum status (*show)(struct cli *cli, const struct project_call *c, int64_t project,
                            struct error *e);
    } parts[] = {{"versions", show_versions},
                 {"stages", show_stages},
                 {"problems", show_problems},
                 {"acceptances", show_acceptances},
                 {"handovers", show_handovers}};
    const char *what = cli_option(cli, "--part");
    struct project_call c;
    struct project p;
    size_t i = 0;
    while (what && i < sizeof parts / sizeof parts[0] && !text_equals(what, parts[i].code))
        i++;
    if (i == sizeof parts / sizeof parts[0])
        return cli_usage(e, _("--part 应为 versions、stages、problems、acceptances 或 handovers"));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(project_call_find(cli, &c, &p, e));
    return parts[i].show(cli, &c, p.id, e);
}

/* ---- standing ---- */

static const char *compared(const struct project_standing *s, int by)
{
    static const char *const words[] = {"behind", "on", "ahead"};
    return s->has_target ? words[by + 1] : NULL;
}

static void standing_row(struct cli *cli, const struct project_standing *s, const char *name)
{
    cli_text(cli, target_book_code(s->book));
    cli_text(cli, name);
    cli_i64(cli, s->projects);
    cli_i64(cli, s->target_beds);
    cli_i64(cli, s->beds_due);
    cli_i64(cli, s->beds);
    cli_text(cli, compared(s, s->by_beds));
    cli_fen(cli, s->target_investment);
    cli_fen(cli, s->invested);
    cli_text(cli, compared(s, s->by_investment));
    cli_i64(cli, s->target_stage_bp);
    cli_i64(cli, s->stage_bp);
    cli_text(cli, compared(s, s->by_stage));
    cli_row_end(cli);
}

static const char *const STANDING_COLUMNS[] = {
    "book",         "name",          "projects",        "target_beds",
    "beds_due",     "beds",          "by_beds",         "target_investment_fen",
    "invested_fen", "by_investment", "target_stage_bp", "stage_bp",
    "by_stage"};
#define STANDING_COLUMN_COUNT (sizeof STANDING_COLUMNS / sizeof STANDING_COLUMNS[0])

static enum status standing_of_project(struct cli *cli, const struct project_call *c,
                                       enum target_book book, struct date on, int64_t known,
                                       struct error *e)
{
    struct project p;
    struct project_standing s;
    bool is_in;
    TRY(project_call_find(cli, c, &p, e));
    TRY(project_standing_of(c->db, c->county, p.id, book, on, known, &s, &is_in, e));
    if (!is_in)
        return error_set(e, STATUS_REFUSED, "PROJECT_BOOK", _("项目 %s 不在“%s”口径之内"), p.code,
                         _(target_book_label(book)));
    cli_rows_begin(cli, STANDING_COLUMNS, STANDING_COLUMN_COUNT);
    standing_row(cli, &s, p.code);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status standing_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct project_standing *list, county;
    enum target_book book;
    struct date on;
    int64_t known, scope;
    size_t n;
    TRY(book_option(cli, &book, e));
    TRY(cli_day_option(cli, "--on", &on, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    if (cli_argument_count(cli) > 0)
        return standing_of_project(cli, &c, book, on, known, e);
    TRY(cli_township_option(cli, &c.actor, &scope, e));
    TRY(project_standing_list(c.db, c.county, book, on, known, cli_arena(cli), &list, &n, &county,
                              e));
    cli_rows_begin(cli, STANDING_COLUMNS, STANDING_COLUMN_COUNT);
    for (size_t i = 0; i < n; i++) {
        if (access_in_scope(scope, list[i].township))
            standing_row(cli, &list[i], list[i].name);
    }
    if (access_in_scope(scope, c.county * 1000000))
        standing_row(cli, &county, _("全县"));
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_PROJECT[] = {
    {"project list",
     "",
     0,
     0,
     N_("建设项目：原定和现行的床位、地点、投资"),
     "project.read",
     list_command,
     {{"--book", "city|county", N_("只列一个考核口径的"), false},
      {"--township", "CODE", N_("只列一个乡镇"), false},
      {0}}},
    {"project show",
     "CODE",
     1,
     1,
     N_("一个项目的各版规模、阶段、问题、验收或移交"),
     "project.read",
     show_command,
     {{"--part", "versions|stages|problems|acceptances|handovers", N_("看哪一部分；默认各版规模"),
       false},
      {0}}},
    {"project standing",
     "[CODE]",
     0,
     1,
     N_("到某日的床位、投资、形象进度与序时进度相比：各乡镇和全县，或一个项目"),
     "project.read",
     standing_command,
     {{"--book", "city|county", N_("考核口径：市对县，或县对乡镇"), true},
      {"--on", "DATE", N_("哪一天；默认今天"), false},
      {"--township", "CODE", N_("只列一个乡镇"), false},
      {0}},
     .takes_as_of = true},
    {0},
};
