/* bulletin …: the quarter's and the assessments' bulletins drafted, edited, issued, proved,
 * printed.
 */
#include "domain/bulletin/bulletin.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/document.h"
#include "cli/project.h"
#include "office/planpaper/bulletin.h"

static enum status unknown(int64_t id, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "BULLETIN_UNKNOWN",
                     _("没有第 %" PRId64 " 号通报。用 minsheng bulletin list 查看编号。"), id);
}

/* ---- drafting ---- */

static enum status codes_option(struct cli *cli, struct bulletin_request *r, struct error *e)
{
    const char *text = cli_option(cli, "--indicators");
    const char **codes = ARENA_ARRAY(cli_arena(cli), const char *, BULLETIN_ITEMS_MAX + 1);
    if (!codes)
        return arena_exhausted(e);
    for (const char *at = text; at && *at; at += *at == ',') {
        const size_t n = strcspn(at, ",");
        if (n == 0 || r->code_count == BULLETIN_ITEMS_MAX)
            return cli_usage(e, _("--indicators 要写成逗号隔开的指标代码，最多 %d 个"),
                             BULLETIN_ITEMS_MAX);
        codes[r->code_count++] = arena_strndup(cli_arena(cli), at, n);
        at += n;
    }
    if (r->code_count > 0)
        r->codes = codes;
    return STATUS_OK;
}

static enum status draft_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct bulletin_request r = {.kind = BULLETIN_QUARTER};
    int64_t year, quarter, id;
    if (cli_option(cli, "--kind"))
        TRY(bulletin_kind_parse(cli_option(cli, "--kind"), &r.kind, e));
    TRY(project_call_number(cli, "--year", 0, &year, e));
    TRY(project_call_number(cli, "--quarter", 0, &quarter, e));
    TRY(codes_option(cli, &r, e));
    r.year = year > 0 && year < 10000 ? (int)year : 0;
    r.quarter = quarter > 0 && quarter < 5 ? (int)quarter : 0;
    TRY(project_call_begin(cli, true, &c, e));
    TRY(bulletin_draft(c.db, c.county, &r, c.actor.user, &id, e));
    cli_say(cli, _("第 %" PRId64 " 号通报已起草"), id);
    return STATUS_OK;
}

static enum status step_begin(struct cli *cli, struct project_call *c, int64_t *id, struct error *e)
{
    TRY(project_call_argument(cli, 0, id, e));
    return project_call_begin(cli, true, c, e);
}

static enum status redraft_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(bulletin_redraft(c.db, c.county, id, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号通报的数据已更新，没有改过的部分已重新起草"), id);
    return STATUS_OK;
}

static enum status text_take(struct cli *cli, const char *path, const char **ret, struct error *e)
{
    char *text = arena_alloc(cli_arena(cli), BULLETIN_BODY_BYTES_MAX + 2);
    if (!text)
        return arena_exhausted(e);
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!file)
        return error_set(e, STATUS_REFUSED, "FILE_OPEN", _("打不开文件 %s"), path);
    const size_t n = fread(text, 1, BULLETIN_BODY_BYTES_MAX + 1, file);
    if (file != stdin)
        (void)fclose(file);
    text[n] = '\0';
    if (strlen(text) != n || !utf8_is_valid(text, n))
        return error_set(e, STATUS_REFUSED, "BULLETIN_FIELD", _("文字不是有效的 UTF-8 编码"));
    *ret = text;
    return STATUS_OK;
}

static enum status edit_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id, section;
    const char *body;
    TRY(project_call_argument(cli, 1, &section, e));
    TRY(text_take(cli, cli_option(cli, "--file"), &body, e));
    TRY(step_begin(cli, &c, &id, e));
    TRY(bulletin_section_write(c.db, c.county, id, section <= BULLETIN_SECTIONS ? (int)section : 0,
                               cli_option(cli, "--heading"), body, 0, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号通报第 %" PRId64 " 部分已保存"), id, section);
    return STATUS_OK;
}

/* ---- its way ---- */

static enum status submit_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(bulletin_submit(c.db, c.county, id, c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号通报已送签"), id);
    return STATUS_OK;
}

static enum status send_back_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(bulletin_send_back(c.db, c.county, id, cli_option(cli, "--reason"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号通报已退回修改"), id);
    return STATUS_OK;
}

static enum status issue_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    struct bulletin b;
    int64_t id, number;
    TRY(project_call_number(cli, "--number", 0, &number, e));
    TRY(step_begin(cli, &c, &id, e));
    TRY(bulletin_issue(c.db, c.county, id, number, c.actor.user, e));
    TRY(bulletin_read(c.db, c.county, id, cli_arena(cli), &b, e));
    cli_say(cli, _("%s 已签发"), b.document);
    return STATUS_OK;
}

static enum status discard_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    TRY(step_begin(cli, &c, &id, e));
    TRY(bulletin_discard(c.db, c.county, id, cli_option(cli, "--reason"), c.actor.user, e));
    cli_say(cli, _("第 %" PRId64 " 号通报已作废"), id);
    return STATUS_OK;
}

/* ---- reading ---- */

static const char *state_code(enum bulletin_state s)
{
    static const char *const codes[] = {[BULLETIN_DRAFT] = "DRAFT",
                                        [BULLETIN_SUBMITTED] = "SUBMITTED",
                                        [BULLETIN_ISSUED] = "ISSUED",
                                        [BULLETIN_DISCARDED] = "DISCARDED"};
    return codes[s];
}

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id",       "kind",      "year",      "quarter", "from",
                                          "to",       "version",   "known",     "state",   "title",
                                          "document", "issued_by", "issued_on", "sha256"};
    struct project_call c;
    struct bulletin *list;
    int64_t year;
    size_t n;
    TRY(project_call_number(cli, "--year", 0, &year, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(bulletin_list(c.db, c.county, (int)year, cli_has(cli, "--issued"), cli_arena(cli), &list,
                      &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        char hex[HASH_HEX_BYTES];
        cli_i64(cli, list[i].id);
        cli_text(cli, bulletin_kind_code(list[i].kind));
        cli_i64(cli, list[i].year);
        cli_i64(cli, list[i].quarter);
        cli_month(cli, list[i].from);
        cli_month(cli, list[i].to);
        cli_i64(cli, list[i].version);
        cli_i64(cli, list[i].known);
        cli_text(cli, state_code(list[i].state));
        cli_text(cli, list[i].title);
        cli_text(cli, list[i].document);
        cli_text(cli, list[i].issued_by);
        project_call_day(cli, list[i].issued_on);
        hash_hex(list[i].content_hash, hex);
        cli_text(cli, list[i].has_hash ? hex : NULL);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

struct whole {
    struct project_call c;
    struct bulletin b;
    struct bulletin_figure *figures;
    size_t count;
};

static enum status whole_read(struct cli *cli, struct whole *w, struct error *e)
{
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, false, &w->c, e));
    enum status s = bulletin_read(w->c.db, w->c.county, id, cli_arena(cli), &w->b, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? unknown(id, e) : s;
    return bulletin_figure_list(w->c.db, w->c.county, &w->b, cli_arena(cli), &w->figures, &w->count,
                                e);
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"section", "heading", "body", "printed", "edited"};
    struct whole w;
    struct bulletin_section *sections;
    size_t n;
    TRY(whole_read(cli, &w, e));
    TRY(bulletin_section_list(w.c.db, w.c.county, &w.b, cli_arena(cli), &sections, &n, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < n; i++) {
        const char *printed;
        TRY(bulletin_text_print(w.figures, w.count, sections[i].body, cli_arena(cli), &printed, e));
        cli_i64(cli, sections[i].number);
        cli_text(cli, sections[i].heading);
        cli_text(cli, sections[i].body);
        cli_text(cli, printed);
        cli_text(cli, sections[i].is_edited ? "edited" : "drafted");
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status figures_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"number",      "indicator", "book", "township",
                                          "name",        "from",      "to",   "numerator",
                                          "denominator", "target_bp", "rank", "printed"};
    struct whole w;
    TRY(whole_read(cli, &w, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < w.count; i++) {
        const struct bulletin_figure *f = &w.figures[i];
        char text[BULLETIN_MARK_TEXT_BYTES];
        cli_i64(cli, f->number);
        cli_text(cli, f->code);
        cli_text(cli, f->book);
        cli_i64(cli, f->township);
        cli_text(cli, f->name);
        cli_month(cli, f->from);
        cli_month(cli, f->to);
        cli_i64(cli, f->numerator);
        cli_i64(cli, f->denominator);
        cli_i64(cli, f->target_bp);
        cli_i64(cli, f->rank);
        cli_text(cli, bulletin_figure_text(f, text));
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status verify_command(struct cli *cli, struct error *e)
{
    struct project_call c;
    int64_t id;
    size_t n;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(project_call_begin(cli, false, &c, e));
    TRY(bulletin_verify(c.db, c.county, id, &n, e));
    cli_say(cli, _("第 %" PRId64 " 号通报无误：%zu 个数据按当时登记重新统计，逐一相符"), id, n);
    return STATUS_OK;
}

static enum status paper_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    enum document_kind kind;
    struct project_call c;
    int64_t id;
    TRY(project_call_argument(cli, 0, &id, e));
    TRY(cli_document_kind(cli, &kind, e));
    TRY(project_call_begin(cli, false, &c, e));
    enum status s = bulletin_paper_render(c.db, c.county, id, kind, date_today(), &bytes, e);
    if (s == STATUS_NONE)
        return unknown(id, e);
    return s == STATUS_OK ? cli_document_write(cli, &bytes, e) : s;
}

#define OPTION_REASON                                                                              \
    {                                                                                              \
        "--reason", "TEXT", N_("原因"), true                                                       \
    }
const struct cli_command CLI_BULLETIN[] = {
    {"bulletin draft",
     "",
     0,
     0,
     N_("起草一份通报：数据按此刻的登记统计"),
     "bulletin.draft",
     draft_command,
     {{"--year", "YYYY", N_("哪一年"), true},
      {"--quarter", "N", N_("第几季度"), false},
      {"--kind", "KIND", N_("quarter（默认）、midyear 或 year：后两种通报已公布的考核"), false},
      {"--indicators", "CODES", N_("逗号隔开的指标代码；默认常用的一套"), false},
      {0}}},
    {"bulletin redraft",
     "N",
     1,
     1,
     N_("更新数据，重新起草没有改过的部分"),
     "bulletin.draft",
     redraft_command,
     {{0}}},
    {"bulletin edit",
     "N SECTION",
     2,
     2,
     N_("改写一个部分：数字用 [[12]] 这样的标记"),
     "bulletin.draft",
     edit_command,
     {{"--file", "FILE", N_("正文；- 为标准输入"), true},
      {"--heading", "TEXT", N_("标题；默认不变"), false},
      {0}}},
    {"bulletin submit", "N", 1, 1, N_("送局长签发"), "bulletin.draft", submit_command, {{0}}},
    {"bulletin send-back",
     "N",
     1,
     1,
     N_("退回修改"),
     "bulletin.issue",
     send_back_command,
     {OPTION_REASON, {0}}},
    {"bulletin issue",
     "N",
     1,
     1,
     N_("签发：由起草人以外的人，签发后不再改动"),
     "bulletin.issue",
     issue_command,
     {{"--number", "N", N_("文号的序号；默认本年下一号"), false}, {0}}},
    {"bulletin discard",
     "N",
     1,
     1,
     N_("作废没有签发的通报"),
     "bulletin.draft",
     discard_command,
     {OPTION_REASON, {0}}},
    {"bulletin list",
     "",
     0,
     0,
     N_("通报"),
     "bulletin.read",
     list_command,
     {{"--year", "YYYY", N_("哪一年；默认全部"), false},
      {"--issued", NULL, N_("只列已签发的"), false},
      {0}}},
    {"bulletin show", "N", 1, 1, N_("一份通报的各部分"), "bulletin.read", show_command, {{0}}},
    {"bulletin figures",
     "N",
     1,
     1,
     N_("一份通报的全部数据及其来源"),
     "bulletin.read",
     figures_command,
     {{0}}},
    {"bulletin verify",
     "N",
     1,
     1,
     N_("核对：重算校验值，按当时的登记重新统计每个数据"),
     "bulletin.read",
     verify_command,
     {{0}}},
    {"bulletin paper",
     "N",
     1,
     1,
     N_("打印通报"),
     "bulletin.read",
     paper_command,
     {{"-o", "FILE", N_("写到 .pdf 或 .docx"), true}, {0}}},
    {0},
};
