#include "cli/document.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/outfile.h"

enum status cli_document_kind(struct cli *cli, enum document_kind *ret, struct error *e)
{
    const char *path = cli_option(cli, "-o");
    if (path == NULL)
        return cli_usage(e, _("请写 -o FILE.pdf 或 FILE.docx。"));
    for (int k = DOCUMENT_PDF; k <= DOCUMENT_DOCX; k++)
        if (text_ends(path, document_ending((enum document_kind)k))) {
            *ret = (enum document_kind)k;
            return STATUS_OK;
        }
    return cli_usage(e, _("文书写成 .pdf 或 .docx，不是“%s”。"), path);
}

enum status cli_document_probe(struct cli *cli, struct error *e)
{
    CLEANUP(outfile_discard) struct outfile out = {0};
    return outfile_open(&out, cli_option(cli, "-o"), e);
}

enum status cli_document_write(struct cli *cli, const struct buf *bytes, struct error *e)
{
    CLEANUP(outfile_discard) struct outfile out = {0};
    const char *path = cli_option(cli, "-o");
    TRY(outfile_open(&out, path, e));
    if (fwrite(bytes->p, 1, bytes->n, out.file) != bytes->n)
        return error_set(e, STATUS_FAILED, "FILE_WRITE", _("写不进 %s：%s"), path, strerror(errno));
    TRY(outfile_commit(&out, e));
    cli_say(cli, _("已写出 %s，%zu 字节"), path, bytes->n);
    return STATUS_OK;
}
