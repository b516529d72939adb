/* Writing an export: table after table from one snapshot, then what they mean and what they are. */
#include "office/handover/handover_export.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/json.h"
#include "domain/registry/change.h"
#include "office/csv_write.h"
#include "office/handover/export_internal.h"
#include "office/outfile.h"

#define SCHEMA_BYTES_MAX (1u << 20)
#define MANIFEST_BYTES_MAX (1u << 20)
#define CELL_BYTES 256 /* of a number, a day or an unsealed number */
#define FILE_NAME_BYTES 128
#define OPEN_MONTH INT64_C(999912)
#define YEAR_DAYS 10000
#define MONTH_DAYS 100

struct export
{
    struct db *db;
    int64_t county;
    const struct keyring *keys;
    const char *directory;
    struct buf manifest; /* its tables, one after the other */
    struct handover_export_result result;
};

/* ---- cells ---- */

static const char *number_cell(enum field_kind kind, int64_t v, char cell[CELL_BYTES])
{
    bool is_none = (kind == FIELD_DATE && (v == 0 || v / MONTH_DAYS == OPEN_MONTH)) ||
                   (kind == FIELD_MONTH && (v == 0 || v == OPEN_MONTH)) ||
                   (kind == FIELD_KNOWN && v == KNOWN_OPEN);
    if (is_none)
        return "";
    if (kind == FIELD_DATE)
        snprintf(cell, CELL_BYTES, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, v / YEAR_DAYS,
                 v / MONTH_DAYS % MONTH_DAYS, v % MONTH_DAYS);
    else if (kind == FIELD_MONTH)
        snprintf(cell, CELL_BYTES, "%04" PRId64 "-%02" PRId64, v / MONTH_DAYS, v % MONTH_DAYS);
    else
        snprintf(cell, CELL_BYTES, "%" PRId64, v);
    return cell;
}

static enum status blob_cell(const struct export *x, enum field_kind kind, const struct blob *b,
                             char cell[CELL_BYTES], struct error *e)
{
    size_t n;
    cell[0] = '\0';
    if (b->p == NULL)
        return STATUS_OK;
    if (kind == FIELD_HASH) {
        if (b->n == HASH_BYTES)
            hash_hex(b->p, cell);
        return STATUS_OK;
    }
    if (b->n <= SEAL_OVERHEAD_BYTES || b->n - SEAL_OVERHEAD_BYTES >= CELL_BYTES)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN", _("密封的号码长度不对"));
    return unseal(x->keys, kind == FIELD_ACCOUNT ? SEAL_ACCOUNT : SEAL_ID_NUMBER, b->p, b->n, cell,
                  &n, e);
}

static enum status row_write(const struct export *x, const struct export_table *t, const char *row,
                             struct csv_writer *csv, struct error *e)
{
    char cell[CELL_BYTES];
    for (size_t i = 0; t->columns[i].name != NULL; i++) {
        const struct export_field *f = export_field_by_name(t->columns[i].name);
        const void *value = row + t->columns[i].offset;
        const char *text = cell;
        int64_t number;
        if (f->kind == FIELD_TEXT || f->kind == FIELD_TIME) {
            memcpy(&text, value, sizeof text);
        } else if (f->kind == FIELD_HASH || f->kind == FIELD_ID_NUMBER ||
                   f->kind == FIELD_ACCOUNT) {
            TRY(blob_cell(x, f->kind, value, cell, e));
        } else {
            memcpy(&number, value, sizeof number);
            text = number_cell(f->kind, number, cell);
        }
        csv_plain(csv, text ? text : "");
    }
    csv_end_row(csv);
    return STATUS_OK;
}

/* ---- files ---- */

static enum status rows_write(struct export *x, const struct export_table *t, FILE *file,
                              int64_t *ret_rows, struct error *e)
{
    _Alignas(max_align_t) char row[EXPORT_ROW_BYTES_MAX];
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct csv_writer csv;
    int64_t rows = 0;
    enum status s;
    csv_begin(&csv, file, true);
    for (size_t i = 0; t->columns[i].name != NULL; i++)
        csv_plain(&csv, t->columns[i].name);
    csv_end_row(&csv);
    TRY(t->open(x->db, x->county, &cursor, e));
    while ((s = db_next(cursor, row, e)) == STATUS_OK) {
        if ((s = row_write(x, t, row, &csv, e)) != STATUS_OK)
            return error_place(e, "%s %" PRId64, t->name, rows + 1);
        rows++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret_rows = rows;
    return csv_end(&csv, e);
}

static void manifest_table_add(struct export *x, const struct export_table *t, const char *file,
                               const struct export_digest *digest)
{
    buf_adds(&x->manifest, x->result.tables ? ",\n    " : "\n    ");
    buf_adds(&x->manifest, "{\"name\":");
    buf_add_json(&x->manifest, t->name);
    buf_adds(&x->manifest, ",\"file\":");
    buf_add_json(&x->manifest, file);
    buf_addf(&x->manifest, ",\"rows\":%" PRId64 ",\"bytes\":%" PRId64 ",\"sha256\":\"%s\"}",
             digest->rows, digest->bytes, digest->sha256);
}

static enum status table_write(struct export *x, const struct export_table *t, struct error *e)
{
    CLEANUP(outfile_discard) struct outfile out = {{0}, {0}, NULL};
    char name[FILE_NAME_BYTES], path[EXPORT_PATH_BYTES];
    struct export_digest digest;
    int64_t rows;
    snprintf(name, sizeof name, "%s.csv", t->name);
    TRY(export_path(x->directory, name, path, e));
    TRY(outfile_open(&out, path, e));
    TRY(rows_write(x, t, out.file, &rows, e));
    TRY(outfile_commit(&out, e));
    TRY(export_digest(path, &digest, e));
    if (digest.rows != rows)
        return error_set(e, STATUS_FAILED, "HANDOVER_FILE", _("%s 写出的行数不对"), path);
    manifest_table_add(x, t, name, &digest);
    x->result.tables++;
    x->result.rows += rows;
    return STATUS_OK;
}

static enum status text_write(const struct export *x, const char *name, const struct buf *text,
                              struct error *e)
{
    CLEANUP(outfile_discard) struct outfile out = {{0}, {0}, NULL};
    char path[EXPORT_PATH_BYTES];
    TRY(buf_status(text, e));
    TRY(export_path(x->directory, name, path, e));
    TRY(outfile_open(&out, path, e));
    /* A short write shows at commit. */
    (void)fwrite(text->p, 1, text->n, out.file);
    return outfile_commit(&out, e);
}

static enum status manifest_write(struct export *x, struct error *e)
{
    CLEANUP(buf_free) struct buf text = BUF_INIT(MANIFEST_BYTES_MAX);
    struct export_digest schema;
    char path[EXPORT_PATH_BYTES], head[HASH_HEX_BYTES];
    int64_t change;
    TRY(buf_status(&x->manifest, e));
    TRY(export_path(x->directory, EXPORT_SCHEMA, path, e));
    TRY(export_digest(path, &schema, e));
    TRY(change_head(x->db, x->county, &change, head, e));
    buf_addf(&text,
             "{\n  \"format\":\"" EXPORT_FORMAT "\",\n  \"county\":%" PRId64
             ",\n  \"programme\":\"%s\",\n  \"rows\":%" PRId64 ",\n  \"schema\":{\"file\":\"%s\","
             "\"bytes\":%" PRId64 ",\"sha256\":\"%s\"},\n  \"tables\":[",
             x->county, programme_code(PROGRAMME_MEDICAL), x->result.rows, EXPORT_SCHEMA,
             schema.bytes, schema.sha256);
    buf_add(&text, x->manifest.p, x->manifest.n);
    buf_addf(&text, "\n  ],\n  \"trail\":{\"change\":%" PRId64 ",\"sha256\":\"%s\"}\n}\n", change,
             head);
    return text_write(x, EXPORT_MANIFEST, &text, e);
}

static enum status export_work(struct db *db, void *context, struct error *e)
{
    struct export *x = context;
    const struct export_table *t;
    CLEANUP(buf_free) struct buf schema = BUF_INIT(SCHEMA_BYTES_MAX);
    x->db = db;
    x->result = (struct handover_export_result){0};
    buf_clear(&x->manifest);
    for (size_t i = 0; (t = export_table_at(i)) != NULL; i++)
        TRY(table_write(x, t, e));
    export_schema(&schema);
    TRY(text_write(x, EXPORT_SCHEMA, &schema, e));
    return manifest_write(x, e);
}

/* ---- the folder ---- */

/* Whose it is, and that nobody else looks into it, is settled only for a folder that is ours to
   fill. */
static enum status folder_make(const char *directory, struct error *e)
{
    if (mkdir(directory, 0700) != 0 && errno != EEXIST)
        return error_set(e, STATUS_REFUSED, "HANDOVER_FOLDER", _("不能创建文件夹 %s：%s"),
                         directory, strerror(errno));
    DIR *folder = opendir(directory);
    if (folder == NULL)
        return error_set(e, STATUS_REFUSED, "HANDOVER_FOLDER", _("打不开文件夹 %s：%s"), directory,
                         strerror(errno));
    bool is_empty = true;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            is_empty = false;
    (void)closedir(folder);
    if (!is_empty)
        return error_set(e, STATUS_REFUSED, "HANDOVER_FOLDER", _("文件夹 %s 不是空的"), directory);
    if (chmod(directory, 0700) != 0)
        return error_set(e, STATUS_REFUSED, "HANDOVER_FOLDER", _("不能使用文件夹 %s：%s"),
                         directory, strerror(errno));
    return STATUS_OK;
}

static void folder_clear(const char *directory)
{
    const struct export_table *t;
    char path[EXPORT_PATH_BYTES], name[FILE_NAME_BYTES];
    struct error ignored;
    for (size_t i = 0; (t = export_table_at(i)) != NULL; i++) {
        snprintf(name, sizeof name, "%s.csv", t->name);
        if (export_path(directory, name, path, &ignored) == STATUS_OK)
            (void)unlink(path);
    }
    if (export_path(directory, EXPORT_SCHEMA, path, &ignored) == STATUS_OK)
        (void)unlink(path);
    if (export_path(directory, EXPORT_MANIFEST, path, &ignored) == STATUS_OK)
        (void)unlink(path);
}

struct record_work {
    int64_t county;
    const char *actor;
};
static enum status record_work(struct db *db, void *context, struct error *e)
{
    const struct record_work *w = context;
    int64_t change;
    return change_record(db, w->county,
                         &(struct change_entry){.actor = w->actor,
                                                .action = "programme.export",
                                                .subject = programme_code(PROGRAMME_MEDICAL),
                                                .detail = ""},
                         &change, e);
}

enum status handover_export(struct db *reader, struct db *writer, int64_t county,
                            const struct keyring *keys, enum programme p, const char *directory,
                            const char *actor, struct handover_export_result *ret, struct error *e)
{
    struct record_work record = {county, actor};
    struct export x = {.county = county,
                       .keys = keys,
                       .directory = directory,
                       .manifest = BUF_INIT(MANIFEST_BYTES_MAX)};
    if (p != PROGRAMME_MEDICAL)
        return error_set(e, STATUS_REFUSED, "HANDOVER_PROGRAMME", _("只有医疗救助可以移交"));
    TRY(folder_make(directory, e));
    TRY(db_transaction(writer, record_work, &record, e));
    enum status s = db_transaction(reader, export_work, &x, e);
    buf_free(&x.manifest);
    if (s != STATUS_OK) {
        folder_clear(directory);
        return s;
    }
    *ret = x.result;
    return STATUS_OK;
}
