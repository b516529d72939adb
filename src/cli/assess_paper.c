/* assess paper, assess pack: papers of a round, and what the city and the province are shown. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/assess.h"
#include "cli/document.h"
#include "office/outfile.h"
#include "office/planpaper/assessment.h"

static enum status paper_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct assessment_paper_options options = {.today = date_today()};
    struct assess_call c;
    const char *which = cli_argument(cli, 1), *place = cli_option(cli, "--township");
    int64_t township;
    TRY(cli_document_kind(cli, &options.kind, e));
    TRY(assess_call_round(cli, false, &c, e));
    bool is_letter = text_equals(which, "letter");
    if (is_letter && !place)
        return cli_usage(e, _("反馈函要写 --township"));
    if (!is_letter && !access_in_scope(c.actor.scope, c.county))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("乡镇只能打印本乡镇的反馈函"));
    if (is_letter) {
        TRY(assess_call_township(cli, &c, place, &township, e));
        TRY(cli_case_scope(&c.actor, township, e));
        TRY(assessment_letter_render(c.db, c.county, c.head.id, township, &options, &bytes, e));
    } else if (text_equals(which, "table")) {
        TRY(assessment_table_render(c.db, c.county, c.head.id, &options, &bytes, e));
    } else if (text_equals(which, "report")) {
        TRY(assessment_report_render(c.db, c.county, c.head.id, &options, &bytes, e));
    } else {
        return cli_usage(e, _("没有“%.20s”：可用 table、letter、report"), which);
    }
    return cli_document_write(cli, &bytes, e);
}

static enum status bytes_write(const char *path, const char *p, size_t n, struct error *e)
{
    CLEANUP(outfile_discard) struct outfile out = {0};
    TRY(outfile_open(&out, path, e));
    if (fwrite(p, 1, n, out.file) != n)
        return error_set(e, STATUS_FAILED, "FILE_WRITE", _("不能写入 %.200s"), path);
    return outfile_commit(&out, e);
}

static enum status folder_write(struct cli *cli, const char *folder,
                                const struct assessment_pack_file *files, size_t n, struct error *e)
{
    if (mkdir(folder, 0755) != 0 && errno != EEXIST)
        return error_set(e, STATUS_REFUSED, "FILE_WRITE", _("不能建立文件夹 %.200s"), folder);
    for (size_t i = 0; i < n; i++) {
        const char *path = arena_printf(cli_arena(cli), "%s/%s", folder, files[i].name);
        if (!path)
            return arena_exhausted(e);
        TRY(bytes_write(path, files[i].bytes, files[i].n, e));
    }
    return STATUS_OK;
}

static enum status pack_command(struct cli *cli, struct error *e)
{
    CLEANUP(buf_free) struct buf zip = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct assess_call c;
    struct assessment_pack_file *files;
    enum assessment_pack_for whom;
    size_t n;
    const char *to = cli_option(cli, "-o");
    TRY(assessment_pack_parse(cli_option(cli, "--for"), &whom, e));
    TRY(assess_call_round(cli, false, &c, e));
    if (!access_in_scope(c.actor.scope, c.county))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("验收材料由县里整理"));
    TRY(assessment_pack_make(c.db, c.county, c.head.id, whom, cli_arena(cli), &files, &n, e));
    if (text_ends(to, ".zip")) {
        TRY(assessment_pack_zip(files, n, c.head.published_on, &zip, e));
        TRY(bytes_write(to, buf_text(&zip), zip.n, e));
    } else {
        TRY(folder_write(cli, to, files, n, e));
    }
    cli_say(cli, _("已写入 %s：%zu 个文件"), to, n);
    return STATUS_OK;
}

const struct cli_command CLI_ASSESS_PAPER[] = {
    {"assess paper",
     "N table|letter|report",
     2,
     2,
     N_("成绩表、反馈函、向县政府的报告"),
     "assessment.read",
     paper_command,
     {{"--township", "NAME", N_("反馈函给哪个乡镇"), false},
      {"-o", "FILE", N_("写到 .pdf 或 .docx"), true},
      {0}}},
    {"assess pack",
     "N",
     1,
     1,
     N_("省市考评验收材料，连同目录和校验值"),
     "assessment.read",
     pack_command,
     {{"--for", "city|province", N_("报给谁"), true},
      {"-o", "DIR", N_("写到文件夹，或 .zip 文件"), true},
      {0}}},
    {0},
};
