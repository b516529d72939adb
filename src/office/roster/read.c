/* Files to rows: which sheets are rosters, and their rows one after the other. */
#include "base/i18n.h"
#include "office/roster/roster_internal.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define READ_BYTES 65536
#define PROGRESS_ROWS 512

static void file_close(FILE **f)
{
    if (*f)
        fclose(*f);
}

static enum status file_hash(const char *path, uint8_t out[HASH_BYTES], struct error *e)
{
    static const char *const read_only = "rbe";
    CLEANUP(file_close) FILE *f = fopen(path, read_only);
    char bytes[READ_BYTES];
    struct hash_state h;
    size_t n;
    if (!f)
        return error_set(e, STATUS_REFUSED, "SHEET_FILE", _("文件 %s 打不开：%s。"), path,
                         strerror(errno));
    hash_init(&h);
    while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
        hash_update(&h, bytes, n);
    if (ferror(f))
        return error_set(e, STATUS_REFUSED, "SHEET_FILE", _("文件 %s 读不出来。"), path);
    hash_final(&h, out);
    return STATUS_OK;
}

static enum status open_file(struct roster_import *m, struct roster_file *file,
                             bool has[KIND_COUNT], struct error *e)
{
    const char *slash = strrchr(file->path, '/');
    file->base_name = slash ? slash + 1 : file->path;
    TRY(file_hash(file->path, file->sha256, e));
    TRY(sheet_book_open(file->path, &file->book, e));
    file->sheet_count = sheet_book_count(file->book);
    file->header = ARENA_ARRAY(m->arena, struct roster_header *, (size_t)file->sheet_count + 1);
    if (!file->header)
        return arena_exhausted(e);
    for (int i = 0; i < file->sheet_count; i++) {
        if (sheet_book_is_hidden(file->book, i))
            continue;
        struct roster_header *h = ARENA_NEW(m->arena, struct roster_header);
        if (!h)
            return arena_exhausted(e);
        enum status s = header_find(file->book, i, m->request->programme, m->arena, h, e);
        if (s == STATUS_REFUSED) {
            error_place(e, "%s", file->base_name);
            return s;
        }
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        if (s == STATUS_OK) {
            file->header[i] = h;
            has[h->kind] = true;
        }
    }
    return STATUS_OK;
}

static enum status sheet_missing(const struct roster_import *m, const char *what, struct error *e)
{
    CLEANUP(buf_free) struct buf names = BUF_INIT(400);
    for (size_t f = 0; f < m->file_count; f++) {
        for (int i = 0; i < m->files[f].sheet_count; i++)
            buf_addf(&names, "%s%s", names.n ? "、" : "", sheet_book_name(m->files[f].book, i));
    }
    return error_set(
        e, STATUS_REFUSED, "IMPORT_SHEET_MISSING",
        _("没有找到%s：按表头文字找过这些工作表：%s。请检查表头，或把两张表一起给出。"), what,
        buf_text(&names));
}

enum status roster_open(struct roster_import *m, struct error *e)
{
    bool has[KIND_COUNT] = {false};
    if (!m->request->file_count || m->request->file_count > ROSTER_FILES_MAX)
        return error_set(e, STATUS_REFUSED, "IMPORT_FILES", _("一次给出 1 至 %d 个文件。"),
                         ROSTER_FILES_MAX);
    for (size_t i = 0; i < m->request->file_count; i++) {
        struct roster_file *file = &m->files[i];
        file->path = m->request->files[i];
        m->file_count = i + 1;
        TRY(open_file(m, file, has, e));
    }
    if (m->request->programme == PROGRAMME_WUBAO)
        return has[KIND_WUBAO] ? STATUS_OK
                               : sheet_missing(m, _("五保对象名册（要有“供养形式”一列）"), e);
    if (!has[KIND_HOUSEHOLD])
        return sheet_missing(m, _("低保家庭表（要有“家庭年收入”一列）"), e);
    if (!has[KIND_MEMBER])
        return sheet_missing(m, _("家庭成员表（要有“与户主关系”一列）"), e);
    return STATUS_OK;
}

static enum status report(const struct roster_import *m, struct error *e)
{
    const struct roster_request *r = m->request;
    if (m->rows % PROGRESS_ROWS || !r->progress || r->progress(r->progress_context, m->rows, 0))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "CANCELLED", _("导入已取消，没有改动。"));
}

static enum status read_sheet(struct roster_import *m, int file, int sheet, struct error *e)
{
    const struct roster_header *h = m->files[file].header[sheet];
    CLEANUP(sheet_cleanup) struct sheet_reader *reader = NULL;
    struct sheet_row row;
    enum status s;
    TRY(sheet_open(m->files[file].book, sheet, SHEET_REPEAT_MERGED, &reader, e));
    while ((s = sheet_next(reader, &row, e)) == STATUS_OK) {
        if (row.row <= h->last_row)
            continue;
        arena_reset(m->scratch);
        if (row_sort(h, &row, m->scratch) != ROW_DATA)
            continue;
        m->rows++;
        if (h->kind == KIND_MEMBER)
            TRY(member_row_read(m, file, sheet, h, &row, e));
        else
            TRY(household_row_read(m, file, sheet, h, &row, e));
        TRY(report(m, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status roster_read(struct roster_import *m, struct error *e)
{
    for (size_t f = 0; f < m->file_count; f++) {
        for (int i = 0; i < m->files[f].sheet_count; i++) {
            if (!m->files[f].header[i])
                continue;
            enum status s = read_sheet(m, (int)f, i, e);
            if (s == STATUS_REFUSED)
                error_place(e, "%s", m->files[f].base_name);
            if (s != STATUS_OK)
                return s;
        }
    }
    return STATUS_OK;
}
