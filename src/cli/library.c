/* library …: policy documents, entered by one, approved by another, searched. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "domain/library/library.h"

#define PARAMETER_OPTIONS_MAX 50

struct library_call {
    struct db *db;
    int64_t county;
};

static enum status begin(struct cli *cli, bool is_writing, struct library_call *ret,
                         struct error *e)
{
    struct library_call c = {0};
    TRY(is_writing ? cli_writer(cli, &c.db, e) : cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    *ret = c;
    return STATUS_OK;
}

static enum status day_or(struct cli *cli, const char *option, struct date otherwise,
                          struct date *ret, struct error *e)
{
    *ret = otherwise;
    return cli_option(cli, option) ? cli_day_option(cli, option, ret, e) : STATUS_OK;
}

static enum status programme_option(struct cli *cli, int *ret, struct error *e)
{
    enum programme p;
    *ret = 0;
    if (!cli_option(cli, "--programme"))
        return STATUS_OK;
    TRY(programme_parse(cli_option(cli, "--programme"), &p, e));
    *ret = (int)p;
    return STATUS_OK;
}

/* --body TEXT, or --file PATH. */
static enum status body_option(struct cli *cli, const char **ret, struct error *e)
{
    const char *path = cli_option(cli, "--file");
    char *bytes;
    if (!path == !cli_option(cli, "--body"))
        return cli_usage(e, _("请写 --body TEXT 或 --file FILE 中的一个"));
    *ret = cli_option(cli, "--body");
    if (!path)
        return STATUS_OK;
    FILE *f = fopen(path, "rb");
    if (!f)
        return error_set(e, STATUS_REFUSED, "FILE_OPEN", _("打不开 %s：%s"), path, strerror(errno));
    bytes = arena_alloc(cli_arena(cli), LIBRARY_BODY_BYTES_MAX + 2);
    size_t n = bytes ? fread(bytes, 1, LIBRARY_BODY_BYTES_MAX + 1, f) : 0;
    fclose(f);
    if (!bytes)
        return arena_exhausted(e);
    bytes[n] = '\0';
    *ret = bytes;
    return strlen(bytes) == n
               ? STATUS_OK
               : error_set(e, STATUS_REFUSED, "LIBRARY_FIELD", _("%s 不是文本文件"), path);
}

static enum status add_command(struct cli *cli, struct error *e)
{
    struct library_call c;
    const char *parameters[PARAMETER_OPTIONS_MAX], *text;
    int64_t id = 0;
    struct library_document d = {.document = cli_option(cli, "--document"),
                                 .title = cli_option(cli, "--title"),
                                 .issuer = cli_option(cli, "--issuer"),
                                 .clause = cli_option(cli, "--clause"),
                                 .is_public = cli_has(cli, "--public"),
                                 .is_example = cli_has(cli, "--example"),
                                 .parameters = parameters};
    if (cli_option(cli, "--id") && i64_parse(cli_option(cli, "--id"), &d.id, NULL) != STATUS_OK)
        return cli_usage(e, _("--id 应为文件号"));
    TRY(library_kind_parse(cli_option(cli, "--kind"), &d.kind, e));
    TRY(cli_day_option(cli, "--issued", &d.issued_on, e));
    TRY(day_or(cli, "--from", d.issued_on, &d.effective_from, e));
    TRY(day_or(cli, "--until", DATE_OPEN, &d.effective_until, e));
    TRY(programme_option(cli, &d.programme, e));
    TRY(body_option(cli, &d.body, e));
    while ((text = cli_option_nth(cli, "--parameter", d.parameter_count)) != NULL) {
        if (d.parameter_count == PARAMETER_OPTIONS_MAX)
            return cli_usage(e, _("--parameter 太多"));
        parameters[d.parameter_count++] = text;
    }
    TRY(begin(cli, true, &c, e));
    TRY(library_enter(c.db, c.county, &d, cli_actor(cli), &id, e));
    cli_say(cli, _("第 %" PRId64 " 号文件已录入，待另一人审核"), id);
    return STATUS_OK;
}

static enum status approve_command(struct cli *cli, struct error *e)
{
    struct library_call c;
    int64_t id;
    TRY(begin(cli, true, &c, e));
    for (size_t i = 0; i < cli_argument_count(cli); i++) {
        if (i64_parse(cli_argument(cli, i), &id, NULL) != STATUS_OK)
            return cli_usage(e, _("“%s”不是文件号。"), cli_argument(cli, i));
        TRY(library_approve(c.db, c.county, id, cli_actor(cli), e));
        cli_say(cli, _("第 %" PRId64 " 号文件已审核，可以检索"), id);
    }
    return STATUS_OK;
}

static enum status replace_command(struct cli *cli, struct error *e)
{
    struct library_call c;
    struct date last;
    int64_t id, by;
    TRY(cli_number_argument(cli, _("文件号"), &id, e));
    if (i64_parse(cli_option(cli, "--by"), &by, NULL) != STATUS_OK)
        return cli_usage(e, _("--by 应为文件号"));
    TRY(cli_day_option(cli, "--until", &last, e));
    TRY(begin(cli, true, &c, e));
    TRY(library_replace(c.db, c.county, id, by, last, cli_actor(cli), e));
    cli_say(cli, _("第 %" PRId64 " 号文件由第 %" PRId64 " 号替代，待另一人审核"), id, by);
    return STATUS_OK;
}

static enum status seed_command(struct cli *cli, struct error *e)
{
    struct library_call c;
    int64_t entered;
    TRY(begin(cli, true, &c, e));
    TRY(library_seed(c.db, c.county, cli_actor(cli), &entered, e));
    if (entered)
        cli_say(cli, _("已录入 %" PRId64 " 件，待审核"), entered);
    else
        cli_say(cli, _("没有变化"));
    return STATUS_OK;
}

static void day_text(struct cli *cli, struct date d)
{
    char text[DATE_TEXT_BYTES];
    cli_text(cli, d.v == DATE_OPEN.v ? "" : date_format(d, text));
}

static void row_say(struct cli *cli, const struct library_document *d)
{
    cli_i64(cli, d->id);
    cli_text(cli, library_kind_code(d->kind));
    cli_text(cli, d->document);
    cli_text(cli, d->title);
    cli_text(cli, d->issuer);
    cli_text(cli, d->clause);
    day_text(cli, d->issued_on);
    day_text(cli, d->effective_from);
    day_text(cli, d->effective_until);
    cli_text(cli, d->programme ? programme_code((enum programme)d->programme) : "");
    cli_text(cli, d->state == LIBRARY_APPROVED ? "approved" : "entered");
    cli_i64(cli, d->has_open_version);
    cli_i64(cli, d->is_public);
    cli_i64(cli, d->replaced_by);
}
#define ROW_COLUMNS                                                                                \
    "id", "kind", "document", "title", "issuer", "clause", "issued_on", "effective_from",          \
        "effective_until", "programme", "state", "has_open_version", "is_public", "replaced_by"
#define ROW_COLUMN_COUNT 14

static enum status list_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {ROW_COLUMNS};
    struct library_call c;
    struct library_filter f = {.document = cli_option(cli, "--document"),
                               .is_public_only = cli_has(cli, "--public")};
    struct library_document *list;
    size_t n;
    if (cli_option(cli, "--kind"))
        TRY(library_kind_parse(cli_option(cli, "--kind"), &f.kind, e));
    TRY(programme_option(cli, &f.programme, e));
    TRY(day_or(cli, "--on", (struct date){0}, &f.in_force, e));
    TRY(begin(cli, false, &c, e));
    TRY(library_list(c.db, c.county, &f, cli_arena(cli), &list, &n, e));
    cli_rows_begin(cli, columns, ROW_COLUMN_COUNT);
    for (size_t i = 0; i < n; i++) {
        row_say(cli, &list[i]);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status show_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {ROW_COLUMNS, "entered_by", "approved_by", "body"};
    struct library_call c;
    struct library_document d;
    int64_t id, known;
    TRY(cli_number_argument(cli, _("文件号"), &id, e));
    TRY(begin(cli, false, &c, e));
    TRY(cli_known(cli, &known, e));
    enum status s =
        library_read(c.db, c.county, id, known, cli_has(cli, "--public"), cli_arena(cli), &d, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "LIBRARY_UNKNOWN",
                         _("政策库里没有第 %" PRId64 " 号文件"), id);
    if (s != STATUS_OK)
        return s;
    cli_rows_begin(cli, columns, ROW_COLUMN_COUNT + 3);
    row_say(cli, &d);
    cli_text(cli, d.entered_by);
    cli_text(cli, d.approved_by);
    cli_text(cli, d.body);
    cli_row_end(cli);
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status search_command(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"id", "document", "title", "score", "text"};
    struct library_call c;
    struct library_filter f = {.is_public_only = cli_has(cli, "--public")};
    struct library_hit *hits;
    size_t n;
    TRY(programme_option(cli, &f.programme, e));
    TRY(begin(cli, false, &c, e));
    TRY(library_search(c.db, c.county, cli_argument(cli, 0), &f, cli_arena(cli), &hits, &n, e));
    cli_rows_begin(cli, columns, 5);
    for (size_t i = 0; i < n; i++) {
        cli_i64(cli, hits[i].document.id);
        cli_text(cli, hits[i].document.document);
        cli_text(cli, hits[i].document.title);
        cli_i64(cli, hits[i].score);
        cli_text(cli, arena_printf(cli_arena(cli), hits[i].match[0] ? "%s【%s】%s" : "%s%s%s",
                                   hits[i].before, hits[i].match, hits[i].after));
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

const struct cli_command CLI_LIBRARY[] = {
    {"library add",
     "",
     0,
     0,
     N_("录入一件政策文件，或一件文件的新版本（--id），待另一人审核"),
     "library.write",
     add_command,
     {{"--kind", "KIND", N_("LAW、RULE、NOTICE、PLAN、EXPLANATION 或 FORM"), true},
      {"--title", "TEXT", N_("标题"), true},
      {"--issuer", "TEXT", N_("发文机关"), true},
      {"--issued", "DATE", N_("发文日期"), true},
      {"--document", "TEXT", N_("文号"), false},
      {"--from", "DATE", N_("施行日期；默认发文日期"), false},
      {"--until", "DATE", N_("失效日期；默认长期有效"), false},
      {"--programme", "P", N_("救助项目"), false},
      {"--clause", "TEXT", N_("条款"), false},
      {"--body", "TEXT", N_("正文"), false},
      {"--file", "FILE", N_("正文的文本文件"), false},
      {"--parameter", "NAME", N_("它规定的参数，可以写几次"), false},
      {"--public", NULL, N_("审核后群众可以查看"), false},
      {"--example", NULL, N_("示例"), false},
      {"--id", "N", N_("哪件文件的新版本"), false},
      {0}}},
    {"library approve",
     "ID…",
     1,
     -1,
     N_("审核别人录入的文件，审核后即可检索"),
     "library.approve",
     approve_command,
     {{0}}},
    {"library replace",
     "ID",
     1,
     1,
     N_("写明一件文件由哪件替代、到哪天失效，待另一人审核"),
     "library.write",
     replace_command,
     {{"--by", "N", N_("替代它的文件号"), true},
      {"--until", "DATE", N_("最后有效的一天"), true},
      {0}}},
    {"library seed",
     "",
     0,
     0,
     N_("录入产品自带的法规摘要和实施办法条款；再运行一次没有变化"),
     "library.write",
     seed_command,
     {{0}}},
    {"library list",
     "",
     0,
     0,
     N_("政策文件"),
     "library.read",
     list_command,
     {{"--kind", "KIND", N_("种类"), false},
      {"--programme", "P", N_("救助项目"), false},
      {"--document", "TEXT", N_("文号"), false},
      {"--on", "DATE", N_("这一天有效的"), false},
      {"--public", NULL, N_("群众可以查看的"), false},
      {0}}},
    {"library show",
     "ID",
     1,
     1,
     N_("一件政策文件"),
     "library.read",
     show_command,
     {{"--public", NULL, N_("只看已审核的"), false}, {0}},
     true},
    {"library search",
     "TEXT",
     1,
     1,
     N_("按正文、标题和文号检索政策文件"),
     "library.read",
     search_command,
     {{"--programme", "P", N_("救助项目"), false},
      {"--public", NULL, N_("群众可以查看的"), false},
      {0}}},
    {0},
};
