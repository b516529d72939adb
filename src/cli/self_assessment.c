/* self-assessment …: what townships say of themselves. */
#include "domain/assessment/self.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/document.h"
#include "cli/project.h"
#include "office/planpaper/self.h"

#define CLAIMS_MAX 60

struct self_call {
    struct project_call c;
    int64_t assessment, township;
};

/* ASSESSMENT TOWNSHIP; people of a township see and act for their own. */
static enum status self_begin(struct cli *cli, bool is_writing, struct self_call *ret,
                              struct error *e)
{
    TRY(project_call_argument(cli, 0, &ret->assessment, e));
    TRY(project_call_argument(cli, 1, &ret->township, e));
    TRY(project_call_begin(cli, is_writing, &ret->c, e));
    return ret->c.actor.role == ROLE_INSPECTOR ? STATUS_OK
                                               : cli_case_scope(&ret->c.actor, ret->township, e);
}

/* NODE=POINTS or NODE=POINTS:WORDS. */
static enum status claim_parse(struct cli *cli, const char *text, struct self_assessment_claim *ret,
                               struct error *e)
{
    const char *equal = strchr(text, '='), *colon = equal ? strchr(equal, ':') : NULL;
    struct fen points;
    if (!equal)
        return cli_usage(e, _("--claim 应为 项目=分数:说明，如 A11=4.00:按时发放"));
    size_t n = colon ? (size_t)(colon - equal - 1) : strlen(equal + 1);
    const char *number = arena_printf(cli_arena(cli), "%.*s", (int)n, equal + 1);
    ret->node = arena_printf(cli_arena(cli), "%.*s", (int)(equal - text), text);
    ret->statement = colon ? colon + 1 : "";
    if (!number || !ret->node)
        return arena_exhausted(e);
    if (fen_parse(number, &points, NULL) != STATUS_OK)
        return cli_usage(e, _("--claim 应为 项目=分数:说明，如 A11=4.00:按时发放"));
    ret->claimed_cp = points.v;
    return STATUS_OK;
}

static enum status write_command(struct cli *cli, struct error *e)
{
    struct self_call x;
    struct self_assessment_claim claims[CLAIMS_MAX];
    const char *text;
    size_t n = 0;
    int64_t id;
    for (; n < CLAIMS_MAX && (text = cli_option_nth(cli, "--claim", n)) != NULL; n++)
        TRY(claim_parse(cli, text, &claims[n], e));
    TRY(self_begin(cli, true, &x, e));
    TRY(self_assessment_write(
        x.c.db, x.c.county,
        &(struct self_assessment_entry){.assessment = x.assessment,
                                        .township = x.township,
                                        .summary = cli_option(cli, "--summary"),
                                        .problems = cli_option(cli, "--problems"),
                                        .claims = claims,
                                        .claim_count = n},
        x.c.actor.user, &id, e));
    cli_say(cli, _("自查自评已保存（%zu 项）"), n);
    return STATUS_OK;
}

static enum status submit_command(struct cli *cli, struct error *e)
{
    struct self_call x;
    TRY(self_begin(cli, true, &x, e));
    TRY(self_assessment_submit(x.c.db, x.c.county, x.assessment, x.township, x.c.actor.user, e));
    cli_say(cli, _("自查自评已报送，待签发"));
    return STATUS_OK;
}

static enum status sign_command(struct cli *cli, struct error *e)
{
    struct self_call x;
    TRY(self_begin(cli, true, &x, e));
    TRY(self_assessment_sign(x.c.db, x.c.county, x.assessment, x.township, x.c.actor.user, e));
    cli_say(cli, _("自查自评已签发"));
    return STATUS_OK;
}

static enum status send_back_command(struct cli *cli, struct error *e)
{
    struct self_call x;
    TRY(self_begin(cli, true, &x, e));
    TRY(self_assessment_send_back(x.c.db, x.c.county, x.assessment, x.township,
                                  cli_option(cli, "--reason"), x.c.actor.user, e));
    cli_say(cli, _("自查自评已退回"));
    return STATUS_OK;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"node",      "title",       "full_cp",  "claimed_cp",
                                          "numerator", "denominator", "statement"};
    struct self_call x;
    struct self_assessment_line *lines;
    size_t n;
    TRY(self_begin(cli, false, &x, e));
    enum status s = self_assessment_line_list(x.c.db, x.c.county, x.assessment, x.township,
                                              cli_arena(cli), &lines, &n, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_UNKNOWN", _("没有这次考核或这个乡镇"));
    if (s != STATUS_OK)
        return s;
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        if (!lines[i].is_claimable)
            continue;
        cli_text(cli, lines[i].node.code);
        cli_text(cli, lines[i].node.title);
        cli_i64(cli, lines[i].node.weight_cp);
        if (lines[i].is_claimed)
            cli_i64(cli, lines[i].claimed_cp);
        else
            cli_text(cli, NULL);
        if (lines[i].has_figure) {
            cli_i64(cli, lines[i].numerator);
            cli_i64(cli, lines[i].denominator);
        } else {
            cli_text(cli, NULL);
            cli_text(cli, NULL);
        }
        cli_text(cli, lines[i].statement);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"township",   "name",        "state",
                                          "claimed_cp", "prepared_by", "signed_by"};
    struct project_call c;
    struct self_assessment *list;
    int64_t assessment;
    size_t n;
    TRY(project_call_argument(cli, 0, &assessment, e));
    TRY(project_call_begin(cli, false, &c, e));
    enum status s = self_assessment_list(c.db, c.county, assessment,
                                         c.actor.role == ROLE_INSPECTOR ? 0 : c.actor.scope,
                                         cli_arena(cli), &list, &n, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_UNKNOWN", _("没有第 %" PRId64 " 号考核"),
                         assessment);
    if (s != STATUS_OK)
        return s;
    cli_rows_begin(cli, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, list[i].township);
        cli_text(cli, list[i].township_name);
        cli_text(cli, self_assessment_state_code(list[i].state));
        cli_i64(cli, list[i].claimed_cp);
        cli_text(cli, list[i].prepared_by);
        cli_text(cli, list[i].signed_by);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status paper_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct self_paper_options options = {.today = date_today()};
    struct self_call x;
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(self_begin(cli, false, &x, e));
    enum status s =
        self_paper_render(x.c.db, x.c.county, x.assessment, x.township, &options, &bytes, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "SELF_ASSESSMENT_STATE", _("还没有填报自查自评"));
    if (s != STATUS_OK)
        return s;
    return cli_document_write(cli, &bytes, e);
}

const struct cli_command CLI_SELF_ASSESSMENT[] = {
    {"self-assessment write",
     "ASSESSMENT TOWNSHIP",
     2,
     2,
     N_("填写自查自评，可分几次"),
     "assessment.self",
     write_command,
     {{"--claim", "NODE=POINTS:TEXT", N_("一个项目的自评分和说明；可多次"), false},
      {"--summary", "TEXT", N_("自查情况"), false},
      {"--problems", "TEXT", N_("存在的问题"), false},
      {0}}},
    {"self-assessment submit",
     "ASSESSMENT TOWNSHIP",
     2,
     2,
     N_("报送自查自评"),
     "assessment.self",
     submit_command,
     {{0}}},
    {"self-assessment sign",
     "ASSESSMENT TOWNSHIP",
     2,
     2,
     N_("签发自查自评"),
     "assessment.sign",
     sign_command,
     {{0}}},
    {"self-assessment send-back",
     "ASSESSMENT TOWNSHIP",
     2,
     2,
     N_("退回自查自评重写"),
     "assessment.sign",
     send_back_command,
     {{"--reason", "TEXT", N_("原因"), true}, {0}}},
    {"self-assessment show",
     "ASSESSMENT TOWNSHIP",
     2,
     2,
     N_("逐项的自评分和系统数据"),
     "assessment.read",
     show_command,
     {{0}}},
    {"self-assessment list",
     "ASSESSMENT",
     1,
     1,
     N_("各乡镇的自查自评"),
     "assessment.read",
     list_command,
     {{0}}},
    {"self-assessment paper",
     "ASSESSMENT TOWNSHIP",
     2,
     2,
     N_("自查自评报告"),
     "assessment.read",
     paper_command,
     {{"-o", "FILE", N_("写到 .pdf 或 .docx"), true}, {0}}},
    {0},
};
