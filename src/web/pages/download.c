#include "web/pages/download.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "web/pages/upload.h"

static const char *type_of(const char *ending)
{
    if (strcmp(ending, ".pdf") == 0)
        return "application/pdf";
    if (strcmp(ending, ".csv") == 0)
        return "text/csv; charset=utf-8";
    if (strcmp(ending, ".txt") == 0)
        return "application/octet-stream"; /* the bank's charset, byte for byte */
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

enum status download_begin(struct request *r, const char *title, const char *subtitle,
                           const struct paper_column *columns, size_t column_count,
                           struct download *ret, struct error *e)
{
    struct download d = {.ending = strrchr(r->match.route->pattern, '.')};
    struct paper_table *table = ARENA_NEW(r->arena, struct paper_table);
    struct paper_column *own = ARENA_ARRAY(r->arena, struct paper_column, column_count);
    if (table == NULL || own == NULL || title == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < column_count; i++) {
        own[i] = columns[i];
        own[i].title = request_text(r, columns[i].title);
    }
    *table = (struct paper_table){.title = title,
                                  .subtitle = subtitle,
                                  .subtitle_right = request_text(r, N_("单位：元")),
                                  .columns = own,
                                  .column_count = (int)column_count,
                                  .is_landscape = true,
                                  .date = date_today()};
    TRY(upload_new_path(r, d.ending, &d.path, e));
    TRY(paper_begin(d.path, table, &d.paper, e));
    *ret = d;
    return STATUS_OK;
}

enum status download_file(struct request *r, const char *path, const char *ending, const char *name,
                          struct error *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int reason = errno;
    unlink(path);
    if (fd < 0)
        return error_set(e, STATUS_FAILED, "DOWNLOAD", _("无法读取要下载的文件：%s"),
                         strerror(reason));
    return respond_fd(r, type_of(ending), arena_printf(r->arena, "%s%s", name, ending), fd, e);
}

enum status download_send(struct request *r, struct download *d, const char *name, struct error *e)
{
    TRY(paper_end(d->paper, e));
    return download_file(r, d->path, d->ending, name, e);
}

void download_cleanup(struct download *d)
{
    paper_cleanup(&d->paper);
}
