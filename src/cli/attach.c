/* attach …: papers and photographs of a case. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/case_actor.h"
#include "domain/casework/attachment.h"
#include "office/outfile.h"
#include "office/thumbnail.h"

/* The case must be there and the actor's to see. */
static enum status command_begin(struct cli *cli, bool is_writing, struct case_command *ret,
                                 int64_t *ret_case, struct error *e)
{
    struct case_record r;
    TRY(cli_case_begin(cli, is_writing, ret, e));
    TRY(cli_case_argument(cli, ret, &r, e));
    *ret_case = r.id;
    return STATUS_OK;
}

static enum status file_read(struct cli *cli, const char *path, const void **ret, size_t *ret_n,
                             struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(ATTACHMENT_BYTES_MAX + 1);
    char piece[65536];
    size_t got;
    FILE *file = fopen(path, "rbe");
    if (!file)
        return error_set(e, STATUS_REFUSED, "FILE_OPEN", _("打不开 %s：%s"), path, strerror(errno));
    while ((got = fread(piece, 1, sizeof piece, file)) > 0 && !bytes.overflow)
        buf_add(&bytes, piece, got);
    bool is_bad = ferror(file) != 0;
    (void)fclose(file);
    if (is_bad)
        return error_set(e, STATUS_REFUSED, "FILE_READ", _("读不完 %s。"), path);
    if (bytes.overflow)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_SIZE", _("%s 超过 %u MB。"), path,
                         ATTACHMENT_BYTES_MAX >> 20);
    void *kept = arena_alloc(cli_arena(cli), bytes.n + 1);
    if (!kept)
        return arena_exhausted(e);
    if (bytes.n > 0)
        memcpy(kept, bytes.p, bytes.n);
    *ret = kept;
    *ret_n = bytes.n;
    return STATUS_OK;
}

static enum status run_add(struct cli *cli, struct error *e)
{
    struct case_command c;
    int64_t id;
    const char *path = cli_argument(cli, 1);
    int seq;
    TRY(command_begin(cli, true, &c, &id, e));
    struct attachment_new paper = {
        .case_id = id, .kind = cli_option(cli, "--kind"), .title = cli_option(cli, "--title")};
    TRY(file_read(cli, path, &paper.bytes, &paper.size_bytes, e));
    enum status s = thumbnail_make(paper.bytes, paper.size_bytes, cli_arena(cli), &paper.thumbnail,
                                   &paper.thumbnail_bytes, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return error_place(e, "%s", path);
    TRY(attachment_add(c.db, c.county, c.keys, &c.actor, &paper, &seq, e));
    cli_say(cli, _("第 %d 份材料已收存。"), seq);
    return STATUS_OK;
}

static enum status run_list(struct cli *cli, struct error *e)
{
    static const char *const columns[] = {"seq", "kind", "title", "media_type", "bytes", "actor"};
    struct case_command c;
    int64_t id;
    struct attachment_row *list;
    size_t count;
    TRY(command_begin(cli, false, &c, &id, e));
    TRY(attachment_list(c.db, c.county, id, cli_arena(cli), &list, &count, e));
    cli_rows_begin(cli, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        cli_i64(cli, list[i].seq);
        cli_text(cli, list[i].kind);
        cli_text(cli, list[i].title);
        cli_text(cli, list[i].media_type);
        cli_i64(cli, list[i].size_bytes);
        cli_text(cli, list[i].actor);
        cli_row_end(cli);
    }
    cli_rows_end(cli);
    return STATUS_OK;
}

static enum status seq_argument(struct cli *cli, int64_t *ret, struct error *e)
{
    if (i64_parse(cli_argument(cli, 1), ret, NULL) == STATUS_OK && *ret > 0 && *ret <= INT32_MAX)
        return STATUS_OK;
    return cli_usage(e, _("“%s”不是材料的序号。"), cli_argument(cli, 1));
}

static enum status unknown(int64_t seq, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "ATTACHMENT_UNKNOWN", _("没有第 %" PRId64 " 份材料。"),
                     seq);
}

static enum status file_write(const char *path, const void *bytes, size_t n, struct error *e)
{
    CLEANUP(outfile_discard) struct outfile out = {0};
    TRY(outfile_open(&out, path, e));
    if (fwrite(bytes, 1, n, out.file) != n)
        return error_set(e, STATUS_FAILED, "FILE_WRITE", _("写不进 %s：%s"), path, strerror(errno));
    return outfile_commit(&out, e);
}

static enum status run_get(struct cli *cli, struct error *e)
{
    struct case_command c;
    const void *bytes;
    const char *media_type;
    int64_t id, seq;
    size_t n;
    TRY(seq_argument(cli, &seq, e));
    TRY(command_begin(cli, false, &c, &id, e));
    TRY(cli_keys(cli, &c.keys, e));
    enum status s = attachment_read(c.db, c.county, c.keys, id, (int)seq, false, cli_arena(cli),
                                    &bytes, &n, &media_type, e);
    if (s == STATUS_NONE)
        return unknown(seq, e);
    if (s != STATUS_OK)
        return s;
    TRY(file_write(cli_option(cli, "-o"), bytes, n, e));
    cli_say(cli, _("%s：%s，%zu 字节"), cli_option(cli, "-o"), media_type, n);
    return STATUS_OK;
}

static enum status run_strike(struct cli *cli, struct error *e)
{
    struct case_command c;
    int64_t id, seq;
    TRY(seq_argument(cli, &seq, e));
    TRY(command_begin(cli, true, &c, &id, e));
    enum status s = attachment_remove(c.db, c.county, &c.actor, id, (int)seq, e);
    if (s == STATUS_NONE)
        return unknown(seq, e);
    if (s != STATUS_OK)
        return s;
    cli_say(cli, _("第 %" PRId64 " 份材料已撤下。"), seq);
    return STATUS_OK;
}

const struct cli_command CLI_ATTACH[] = {
    {"attach add",
     "CASE FILE",
     2,
     2,
     N_("收存一份材料：JPEG、PNG 或 PDF"),
     "objection.record",
     run_add,
     {{"--kind", "KIND", N_("种类，如 id_card、photo_home、notice_photo"), true},
      {"--title", "TEXT", N_("名称"), true}},
     false},
    {"attach list", "CASE", 1, 1, N_("一件事的材料"), "case.read", run_list, {{0}}, false},
    {"attach get",
     "CASE SEQ",
     2,
     2,
     N_("取出一份材料"),
     "case.read",
     run_get,
     {{"-o", "FILE", N_("写到哪个文件"), true}},
     false},
    {"attach strike",
     "CASE SEQ",
     2,
     2,
     N_("撤下一份收错的材料，办结前"),
     "objection.record",
     run_strike,
     {{0}},
     false},
    {0},
};
