#include "office/outfile.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"

#define FILE_BUFFER_BYTES (256u << 10)

static enum status write_failed(const struct outfile *o, int code, struct error *e)
{
    (void)error_set(e, STATUS_FAILED, "FILE_WRITE", _("写文件出错：%s"), strerror(code));
    (void)error_place(e, "%s", o->path);
    return STATUS_FAILED;
}

enum status outfile_prepare(struct outfile *o, const char *path, struct error *e)
{
    *o = (struct outfile){.file = NULL};
    int n = snprintf(o->part, sizeof o->part, "%s.%ld.part", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof o->part) {
        o->part[0] = '\0';
        return error_set(e, STATUS_REFUSED, "FILE_NAME", _("文件路径太长"));
    }
    (void)snprintf(o->path, sizeof o->path, "%s", path);
    return STATUS_OK;
}

enum status outfile_open(struct outfile *o, const char *path, struct error *e)
{
    TRY(outfile_prepare(o, path, e));
    return outfile_start(o, e);
}

enum status outfile_start(struct outfile *o, struct error *e)
{
    o->file = fopen(o->part, "wbe");
    if (!o->file) {
        int code = errno;
        o->part[0] = '\0';
        (void)error_set(e, STATUS_REFUSED, "FILE_WRITE", _("无法建立文件：%s"), strerror(code));
        (void)error_place(e, "%s", o->path);
        return STATUS_REFUSED;
    }
    (void)setvbuf(o->file, NULL, _IOFBF, FILE_BUFFER_BYTES);
    return STATUS_OK;
}

enum status outfile_commit(struct outfile *o, struct error *e)
{
    int code = 0;
    if (o->file) {
        if (fflush(o->file) != 0 || ferror(o->file) || fsync(fileno(o->file)) != 0)
            code = errno ? errno : EIO;
        if (fclose(o->file) != 0 && code == 0)
            code = errno;
        o->file = NULL;
    }
    if (code == 0 && rename(o->part, o->path) != 0)
        code = errno;
    if (code != 0) {
        outfile_discard(o);
        return write_failed(o, code, e);
    }
    o->part[0] = '\0';
    return STATUS_OK;
}

void outfile_discard(struct outfile *o)
{
    if (o->file)
        fclose(o->file);
    o->file = NULL;
    if (o->part[0])
        (void)unlink(o->part);
    o->part[0] = '\0';
}
