#include "office/match/returned.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "office/sheet_errors.h"

#define PART_ENDING ".part" /* holds whole numbers: nobody else may read it, and it goes away */

struct match_returned {
    const char *path, *errors_path;
    char *part_path; /* csv with a place for the workbook */
    FILE *part;
    int part_rows;
    struct arena *arena;
    struct sheet_mark *marks;
    size_t count, capacity;
    int64_t total;
    int *header_last_row;
    int sheets, sheet;
    const char *sheet_name;
    bool is_csv;
    struct match_file_mark shown[MATCH_MARKS_SHOWN_MAX];
    size_t shown_count;
};

static enum status part_failed(struct error *e)
{
    return error_set(e, STATUS_FAILED, "SHEET_WRITE", _("写不了错误工作簿：%s"), strerror(errno));
}

static enum status part_open(struct match_returned *r, struct error *e)
{
    size_t n = strlen(r->errors_path) + sizeof PART_ENDING;
    r->part_path = malloc(n);
    if (!r->part_path)
        return arena_exhausted(e);
    (void)snprintf(r->part_path, n, "%s%s", r->errors_path, PART_ENDING);
    unlink(r->part_path);
    int fd = open(r->part_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    r->part = fd < 0 ? NULL : fdopen(fd, "wb");
    if (r->part)
        return STATUS_OK;
    if (fd >= 0)
        close(fd);
    return part_failed(e);
}

enum status match_returned_new(const char *path, const char *errors_path, int sheets, bool is_csv,
                               struct arena *arena, struct match_returned **ret, struct error *e)
{
    CLEANUP(match_returned_cleanup) struct match_returned *r = calloc(1, sizeof *r);
    if (!r)
        return arena_exhausted(e);
    *r = (struct match_returned){.path = path,
                                 .errors_path = errors_path,
                                 .arena = arena,
                                 .sheets = sheets,
                                 .is_csv = is_csv,
                                 .header_last_row = calloc((size_t)sheets, sizeof(int))};
    if (!r->header_last_row)
        return arena_exhausted(e);
    if (is_csv && errors_path)
        TRY(part_open(r, e));
    *ret = r;
    r = NULL;
    return STATUS_OK;
}

void match_returned_free(struct match_returned *r)
{
    if (!r)
        return;
    if (r->part)
        fclose(r->part);
    if (r->part_path)
        unlink(r->part_path);
    free(r->part_path);
    free(r->marks);
    free(r->header_last_row);
    free(r);
}

void match_returned_cleanup(struct match_returned **r)
{
    match_returned_free(*r);
    *r = NULL;
}

static enum status part_line(struct match_returned *r, const struct source_line *line,
                             struct error *e)
{
    if (!r->part)
        return STATUS_OK;
    r->part_rows++;
    if (fwrite(line->p, 1, line->n, r->part) != line->n || fputc('\n', r->part) == EOF)
        return part_failed(e);
    return STATUS_OK;
}

enum status match_returned_sheet(struct match_returned *r, int sheet, const char *name,
                                 const struct match_header *header, struct error *e)
{
    r->sheet = sheet;
    r->sheet_name = name;
    r->header_last_row[sheet] = r->is_csv ? header->rows : (int)header->raw[header->rows - 1].row;
    for (int i = 0; i < header->rows; i++)
        TRY(part_line(r, &header->raw[i], e));
    return STATUS_OK;
}

static enum status mark_keep(struct match_returned *r, const struct source_line *line, int column,
                             const char *reason, struct error *e)
{
    if (r->count == r->capacity) {
        size_t more = r->capacity ? r->capacity * 2 : 64;
        struct sheet_mark *grown = realloc(r->marks, more * sizeof *grown);
        if (!grown)
            return arena_exhausted(e);
        r->marks = grown;
        r->capacity = more;
    }
    TRY(part_line(r, line, e));
    const char *text =
        r->is_csv ? arena_printf(r->arena, _("原文件第 %lld 行：%s"), (long long)line->row, reason)
                  : arena_strdup(r->arena, reason);
    if (!text)
        return arena_exhausted(e);
    r->marks[r->count++] = (struct sheet_mark){.sheet = r->sheet,
                                               .row = r->is_csv ? r->part_rows : (int)line->row,
                                               .col = column,
                                               .reason = text};
    return STATUS_OK;
}

enum status match_returned_add(struct match_returned *r, const struct source_line *line, int column,
                               const char *reason, struct error *e)
{
    r->total++;
    if (r->shown_count < MATCH_MARKS_SHOWN_MAX) {
        struct match_file_mark *m = &r->shown[r->shown_count++];
        *m = (struct match_file_mark){
            .sheet = r->sheet_name, .row = line->row, .reason = arena_strdup(r->arena, reason)};
        if (!m->reason)
            return arena_exhausted(e);
    }
    if (!r->errors_path || r->count == MATCH_MARKS_MAX)
        return STATUS_OK;
    return mark_keep(r, line, column, reason, e);
}

int64_t match_returned_count(const struct match_returned *r)
{
    return r->total;
}

enum status match_returned_write(struct match_returned *r, bool *ret_has_file, struct error *e)
{
    *ret_has_file = false;
    if (!r->count)
        return STATUS_OK;
    if (r->part && fflush(r->part) != 0)
        return part_failed(e);
    TRY(sheet_errors_write(r->part ? r->part_path : r->path, r->errors_path,
                           &(struct sheet_errors){.marks = r->marks,
                                                  .mark_count = r->count,
                                                  .header_last_row = r->header_last_row,
                                                  .sheet_count = r->sheets},
                           e));
    *ret_has_file = true;
    return STATUS_OK;
}

const struct match_file_mark *match_returned_marks(const struct match_returned *r,
                                                   size_t *ret_count)
{
    *ret_count = r->shown_count;
    return r->shown;
}
