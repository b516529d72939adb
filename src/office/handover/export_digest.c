#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "office/handover/export_internal.h"

#define CHUNK_BYTES 65536

enum status export_path(const char *directory, const char *name, char out[EXPORT_PATH_BYTES],
                        struct error *e)
{
    int n = snprintf(out, EXPORT_PATH_BYTES, "%s/%s", directory, name);
    if (n < 0 || n >= EXPORT_PATH_BYTES)
        return error_set(e, STATUS_REFUSED, "HANDOVER_FOLDER", _("文件夹的路径太长"));
    return STATUS_OK;
}

static void file_close(FILE **f)
{
    if (*f != NULL)
        (void)fclose(*f);
}

/* Line ends inside quotes belong to a cell. */
static int64_t records_in(const char *p, size_t n, bool *is_quoted)
{
    int64_t records = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '"')
            *is_quoted = !*is_quoted;
        else if (p[i] == '\n' && !*is_quoted)
            records++;
    }
    return records;
}

enum status export_digest(const char *path, struct export_digest *ret, struct error *e)
{
    struct hash_state state;
    uint8_t hash[HASH_BYTES];
    char chunk[CHUNK_BYTES];
    bool is_quoted = false;
    int64_t bytes = 0, records = 0;
    size_t n;
    CLEANUP(file_close) FILE *file = fopen(path, "rb");
    if (file == NULL)
        return error_set(e, STATUS_REFUSED, "HANDOVER_FILE", _("打不开 %s：%s"), path,
                         strerror(errno));
    hash_init(&state);
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0) {
        hash_update(&state, chunk, n);
        records += records_in(chunk, n, &is_quoted);
        bytes += (int64_t)n;
    }
    if (ferror(file))
        return error_set(e, STATUS_FAILED, "HANDOVER_FILE", _("读不出 %s：%s"), path,
                         strerror(errno));
    hash_final(&state, hash);
    hash_hex(hash, ret->sha256);
    ret->bytes = bytes;
    ret->rows = records > 0 ? records - 1 : 0;
    return STATUS_OK;
}
