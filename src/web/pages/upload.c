#include "web/pages/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/server_internal.h"

#define COPY_BYTES 65536
#define SQLITE_PREFIX "sqlite:"

static const char *upload_folder(struct request *r)
{
    const char *set = getenv("MINSHENG_UPLOADS"), *url = r->server->options.db_url;
    if (set != NULL && *set != '\0')
        return set;
    if (strncmp(url, SQLITE_PREFIX, strlen(SQLITE_PREFIX)) != 0)
        return "var/uploads";
    const char *path = url + strlen(SQLITE_PREFIX), *slash = strrchr(path, '/');
    return slash == NULL ? "uploads"
                         : arena_printf(r->arena, "%.*s/uploads", (int)(slash - path), path);
}

enum status upload_new_path(struct request *r, const char *ending, const char **ret_path,
                            struct error *e)
{
    char token[ACCESS_TOKEN_BYTES];
    const char *folder = upload_folder(r);
    if (folder == NULL)
        return arena_exhausted(e);
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return error_set(e, STATUS_FAILED, "UPLOAD_FOLDER", _("不能建立文件夹 %s:%s"), folder,
                         strerror(errno));
    access_token_make(token);
    const char *path = arena_printf(r->arena, "%s/%s%s", folder, token, ending);
    if (path == NULL)
        return arena_exhausted(e);
    *ret_path = path;
    return STATUS_OK;
}

static const char *known_ending(const char *name)
{
    static const char *const endings[] = {".xlsx", ".xls", ".csv", ".txt"};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof(endings) / sizeof(endings[0]); i++)
        if (strcasecmp(dot, endings[i]) == 0)
            return endings[i];
    return ".bin";
}

static bool copy_bytes(int in, int out)
{
    char block[COPY_BYTES];
    ssize_t n;
    while ((n = read(in, block, sizeof(block))) > 0)
        if (write(out, block, (size_t)n) != n)
            return false;
    return n == 0 && fsync(out) == 0;
}

enum status upload_keep(struct request *r, const struct form_file *file, const char **ret_path,
                        struct error *e)
{
    const char *path;
    TRY(upload_new_path(r, known_ending(file->client_name), &path, e));
    int in = open(file->path, O_RDONLY | O_CLOEXEC);
    int out = in < 0 ? -1 : open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_whole = out >= 0 && copy_bytes(in, out);
    int reason = errno;
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    if (!is_whole) {
        if (out >= 0)
            unlink(path);
        return error_set(e, STATUS_FAILED, "UPLOAD_COPY", _("不能保存上传的文件：%s"),
                         strerror(reason));
    }
    *ret_path = path;
    return STATUS_OK;
}

void upload_name_place(const struct form_file *file, struct error *e)
{
    char rest[ERROR_PLACE_BYTES];
    if (!text_starts(e->place, file->path))
        return;
    snprintf(rest, sizeof(rest), "%s", e->place + strlen(file->path));
    snprintf(e->place, sizeof(e->place), "%.100s%.100s", file->client_name, rest);
}
