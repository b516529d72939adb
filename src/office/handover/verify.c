/* An export read back: what its manifest says, against the files as they lie there. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/handover/export_internal.h"
#include "office/handover/handover_export.h"

#define TABLES_MAX 100

static void json_cleanup(json_t **j)
{
    json_decref(*j);
}

static enum status manifest_bad(struct error *e, const char *what)
{
    return error_set(e, STATUS_REFUSED, "HANDOVER_MANIFEST", _("%s 不是移交清单：%s"),
                     EXPORT_MANIFEST, what);
}

/* A name of the manifest may not lead out of the folder. */
static bool is_plain_name(const char *name)
{
    return name != NULL && name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

/* counts_rows: a table; the schema has none. */
static enum status file_verify(const char *directory, const json_t *entry, bool counts_rows,
                               int64_t *ret_rows, struct error *e)
{
    const char *name = json_string_value(json_object_get(entry, "file"));
    const char *sha256 = json_string_value(json_object_get(entry, "sha256"));
    const json_t *bytes = json_object_get(entry, "bytes"), *rows = json_object_get(entry, "rows");
    char path[EXPORT_PATH_BYTES];
    struct export_digest digest;
    if (!is_plain_name(name) || sha256 == NULL || !json_is_integer(bytes) ||
        (counts_rows && !json_is_integer(rows)))
        return manifest_bad(e, _("文件一项不全"));
    TRY(export_path(directory, name, path, e));
    TRY(export_digest(path, &digest, e));
    if (digest.bytes != json_integer_value(bytes) || !text_equals(digest.sha256, sha256))
        return error_set(e, STATUS_REFUSED, "HANDOVER_FILE", _("%s 与移交清单不符：内容被改动"),
                         name);
    if (counts_rows && digest.rows != json_integer_value(rows))
        return error_set(e, STATUS_REFUSED, "HANDOVER_FILE",
                         _("%s 有 %" PRId64 " 行，移交清单写 %" PRId64 " 行"), name, digest.rows,
                         (int64_t)json_integer_value(rows));
    if (ret_rows != NULL)
        *ret_rows = digest.rows;
    return STATUS_OK;
}

static bool is_listed(const json_t *manifest, const char *name)
{
    const json_t *tables = json_object_get(manifest, "tables");
    if (strcmp(name, EXPORT_MANIFEST) == 0 || strcmp(name, EXPORT_SCHEMA) == 0)
        return true;
    for (size_t i = 0; i < json_array_size(tables); i++)
        if (text_equals(json_string_value(json_object_get(json_array_get(tables, i), "file")),
                        name))
            return true;
    return false;
}

static enum status nothing_else(const char *directory, const json_t *manifest, struct error *e)
{
    DIR *folder = opendir(directory);
    enum status s = STATUS_OK;
    if (folder == NULL)
        return error_set(e, STATUS_REFUSED, "HANDOVER_FOLDER", _("打不开文件夹 %s：%s"), directory,
                         strerror(errno));
    for (struct dirent *entry; s == STATUS_OK && (entry = readdir(folder)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            !is_listed(manifest, entry->d_name))
            s = error_set(e, STATUS_REFUSED, "HANDOVER_FILE", _("%s 不在移交清单里"),
                          entry->d_name);
    (void)closedir(folder);
    return s;
}

enum status handover_verify(const char *directory, struct handover_export_result *ret,
                            struct error *e)
{
    char path[EXPORT_PATH_BYTES];
    json_error_t wrong;
    struct handover_export_result result = {0};
    TRY(export_path(directory, EXPORT_MANIFEST, path, e));
    CLEANUP(json_cleanup) json_t *manifest = json_load_file(path, JSON_REJECT_DUPLICATES, &wrong);
    if (manifest == NULL)
        return manifest_bad(e, wrong.text);
    const json_t *tables = json_object_get(manifest, "tables");
    if (!text_equals(json_string_value(json_object_get(manifest, "format")), EXPORT_FORMAT))
        return manifest_bad(e, _("格式不认识"));
    if (json_array_size(tables) == 0 || json_array_size(tables) > TABLES_MAX)
        return manifest_bad(e, _("没有列出数据表"));
    TRY(file_verify(directory, json_object_get(manifest, "schema"), false, NULL, e));
    for (size_t i = 0; i < json_array_size(tables); i++) {
        int64_t rows;
        TRY(file_verify(directory, json_array_get(tables, i), true, &rows, e));
        result.tables++;
        result.rows += rows;
    }
    if (json_integer_value(json_object_get(manifest, "rows")) != result.rows)
        return manifest_bad(e, _("总行数不符"));
    TRY(nothing_else(directory, manifest, e));
    *ret = result;
    return STATUS_OK;
}
