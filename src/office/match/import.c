/* A file through the registry: cut, check, hash, look, take. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "office/match/match_file.h"
#include "office/match/number.h"
#include "office/match/returned.h"

#define READ_BYTES ((size_t)1 << 18)
#define ROW_ARENA_BYTES ((size_t)4 << 20)
#define FACTS_BYTES_MAX ((size_t)16 << 10)
#define NUMBER_BYTES (IDNO_BYTES - 1)
#define PROGRESS_BATCHES 32

struct batch {
    size_t count;
    char numbers[MATCH_BATCH_ROWS][NUMBER_BYTES];
    struct source_line lines[MATCH_BATCH_ROWS];
    uint8_t indexes[MATCH_BATCH_ROWS][BLIND_INDEX_BYTES];
    bool may_hit[MATCH_BATCH_ROWS];
};

struct import {
    struct db *db;
    int64_t county;
    const struct keyring *keys;
    const struct match_file_request *request;
    struct match_run_entry entry;
    struct number_rules rules;
    struct match_source *source;
    struct arena *arena; /* of the caller */
    struct match_file_result result;
    /* anew for every attempt */
    struct arena *attempt, *row; /* reasons and divisions; one row */
    struct match_run *run;
    struct match_returned *returned;
    struct division_table *divisions; /* NULL until a list names a place */
    struct match_header header;
    struct batch *batch;
    int64_t row_count, batches;
    int sheets_read;
};

/* ---- one row ---- */

static enum status give_back(struct import *m, const struct source_line *line,
                             const struct error *why, struct error *e)
{
    return match_returned_add(m->returned, line, m->header.id, why->message, e);
}

static bool line_is_blank(const struct import *m, const struct source_line *line)
{
    for (int c = 0; c < HEADER_COLUMNS_MAX; c++) {
        struct source_cell cell;
        if (!match_source_cell(m->source, line, c, &cell))
            return true;
        for (size_t i = 0; i < cell.n; i++)
            if (cell.p[i] != ' ' && cell.p[i] != '\t')
                return false;
    }
    return false;
}

/* Spaces, full-width digits, fifteen digits, a spreadsheet's apostrophe; the rest comes back. */
static enum status number_read(struct import *m, const struct source_cell *cell,
                               char out[NUMBER_BYTES], struct error *e)
{
    const char *text = "";
    struct idno id;
    arena_reset(m->row);
    enum status s = match_source_text(m->source, cell, m->row, &text, e);
    if (s == STATUS_OK) {
        text = text_tidy_solid(m->row, text);
        if (!text)
            return arena_exhausted(e);
        text += text[0] == '\'' || text[0] == '`';
        s = *text ? idno_parse(text, m->entry.today, &id, e)
                  : error_set(e, STATUS_REFUSED, "MATCH_NUMBER", _("没有身份证号。"));
    }
    if (s != STATUS_OK)
        return s;
    memcpy(out, id.text, NUMBER_BYTES);
    return STATUS_OK;
}

static enum status batch_add(struct import *m, const struct source_line *line, struct error *e)
{
    struct batch *b = m->batch;
    struct source_cell cell;
    struct error why = {0};
    (void)match_source_cell(m->source, line, m->header.id, &cell);
    if (cell.n == NUMBER_BYTES && number_is_plain(&m->rules, cell.p)) {
        memcpy(b->numbers[b->count], cell.p, NUMBER_BYTES);
    } else {
        if (line_is_blank(m, line))
            return STATUS_OK;
        enum status s = number_read(m, &cell, b->numbers[b->count], &why);
        if (s == STATUS_REFUSED) {
            m->row_count++;
            return give_back(m, line, &why, e);
        }
        if (s != STATUS_OK) {
            if (e)
                *e = why;
            return s;
        }
    }
    m->row_count++;
    b->lines[b->count++] = *line;
    return STATUS_OK;
}

/* ---- what a row says beside its number ---- */

static enum status cell_text(struct import *m, const struct source_line *line, int column,
                             bool is_solid, const char **ret, struct error *e)
{
    struct source_cell cell;
    const char *text;
    *ret = "";
    if (column < 0 || !match_source_cell(m->source, line, column, &cell) || !cell.n)
        return STATUS_OK;
    TRY(match_source_text(m->source, &cell, m->row, &text, e));
    *ret = is_solid ? text_tidy_solid(m->row, text) : text_tidy(m->row, text);
    return *ret ? STATUS_OK : arena_exhausted(e);
}

/* 2013-05-01, 2013/5/1, 2013年5月1日, 20130501, each with a time of day behind it or not. */
static bool day_read(const char *text, struct date today, struct date *ret)
{
    int parts[3] = {0}, count = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits == 8) {
        int64_t packed = 0;
        for (size_t i = 0; i < digits; i++)
            packed = packed * 10 + (text[i] - '0');
        parts[0] = (int)(packed / 10000);
        parts[1] = (int)(packed / 100 % 100);
        parts[2] = (int)(packed % 100);
        count = 3;
    }
    for (const char *p = text; count < 3 && *p; count++) {
        size_t n = strspn(p, "0123456789");
        if (n == 0 || n > 4)
            return false;
        for (size_t i = 0; i < n; i++)
            parts[count] = parts[count] * 10 + (p[i] - '0');
        p += n;
        p += strcspn(p, "0123456789");
    }
    if (count < 3 || parts[0] < 1900 || parts[0] > 9999 ||
        !date_is_valid(parts[0], parts[1], parts[2]))
        return false;
    struct date day = date_make(parts[0], parts[1], parts[2]);
    if (day.v > today.v)
        return false;
    *ret = day;
    return true;
}

static enum status facts_read(struct import *m, const struct source_line *line,
                              struct match_row *row, struct error *e)
{
    CLEANUP(buf_free) struct buf facts = BUF_INIT(FACTS_BYTES_MAX);
    const struct match_column *columns = MATCH_KINDS[m->entry.kind].columns;
    buf_addc(&facts, '{');
    for (int i = 0; i < MATCH_COLUMNS_MAX && columns[i].name; i++) {
        const char *text;
        TRY(cell_text(m, line, m->header.facts[i], false, &text, e));
        if (!*text || (columns[i].type == MATCH_DAY && day_read(text, m->entry.today, &row->day)))
            continue;
        buf_adds(&facts, facts.n > 1 ? "," : "");
        buf_add_json(&facts, columns[i].name);
        buf_addc(&facts, ':');
        buf_add_json(&facts, text);
    }
    buf_addc(&facts, '}');
    if (facts.overflow)
        return error_set(e, STATUS_REFUSED, "MATCH_LONG", _("这一行的内容太长。"));
    row->facts = arena_strdup(m->row, buf_text(&facts));
    return row->facts ? STATUS_OK : arena_exhausted(e);
}

static enum status place_read(struct import *m, const struct source_line *line,
                              struct match_row *row, struct error *e)
{
    const char *part[PLACE_COUNT];
    for (int i = 0; i < PLACE_COUNT; i++)
        TRY(cell_text(m, line, m->header.place[i], false, &part[i], e));
    row->place = arena_printf(m->row, "%s%s%s", part[PLACE_TOWNSHIP], part[PLACE_VILLAGE],
                              part[PLACE_ADDRESS]);
    if (!row->place)
        return arena_exhausted(e);
    if (!*part[PLACE_TOWNSHIP])
        return STATUS_OK;
    if (!m->divisions)
        TRY(division_table_read(m->db, m->county, date_month(m->entry.today), m->attempt,
                                &m->divisions, e));
    const struct division *township = division_by_name(m->divisions, 0, part[PLACE_TOWNSHIP], NULL);
    const struct division *village =
        township && *part[PLACE_VILLAGE]
            ? division_by_name(m->divisions, township->code, part[PLACE_VILLAGE], NULL)
            : NULL;
    row->division = village ? village->code : township ? township->code : 0;
    return STATUS_OK;
}

static enum status row_take(struct import *m, size_t i, struct error *e)
{
    const struct source_line *line = &m->batch->lines[i];
    char number[IDNO_BYTES];
    struct match_row row = {.row_no = line->row, .index = m->batch->indexes[i], .number = number};
    struct error why = {0};
    memcpy(number, m->batch->numbers[i], NUMBER_BYTES);
    number[NUMBER_BYTES] = 0;
    arena_reset(m->row);
    enum status s = cell_text(m, line, m->header.name, true, &row.name, &why);
    if (s == STATUS_OK)
        s = facts_read(m, line, &row, &why);
    if (s == STATUS_OK && MATCH_KINDS[m->entry.kind].sense == MATCH_OF_NEED)
        s = place_read(m, line, &row, &why);
    if (s == STATUS_REFUSED)
        return give_back(m, line, &why, e);
    if (s == STATUS_OK)
        return match_run_take(m->run, &row, e);
    if (e)
        *e = why;
    return s;
}

/* ---- batches and sheets ---- */

static enum status report(struct import *m, struct error *e)
{
    int64_t done, total, rows = m->row_count;
    if (!m->request->progress || m->batches++ % PROGRESS_BATCHES)
        return STATUS_OK;
    match_source_progress(m->source, &done, &total);
    total = done > 0 ? (int64_t)((__int128)rows * total / done) : 0;
    if (m->request->progress(m->request->progress_context, rows, total))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "CANCELLED", _("比对已取消，没有改动。"));
}

static enum status batch_flush(struct import *m, bool is_whole, struct error *e)
{
    struct batch *b = m->batch;
    if (!b->count)
        return STATUS_OK;
    TRY(match_run_probe(m->run, (const char(*)[NUMBER_BYTES])b->numbers, b->count, is_whole,
                        b->indexes, b->may_hit, e));
    for (size_t i = 0; i < b->count; i++)
        if (b->may_hit[i])
            TRY(row_take(m, i, e));
    b->count = 0;
    return report(m, e);
}

static enum status block_rows(struct import *m, bool is_only_block, struct error *e)
{
    struct source_line line;
    bool is_first = true;
    while (match_source_next(m->source, &line)) {
        if (m->batch->count == MATCH_BATCH_ROWS) {
            TRY(batch_flush(m, false, e));
            is_first = false;
        }
        TRY(batch_add(m, &line, e));
    }
    return batch_flush(m, is_first && is_only_block, e);
}

static enum status sheet_rows(struct import *m, int sheet, bool is_only_sheet, struct error *e)
{
    TRY(match_source_begin(m->source, sheet, e));
    enum status s = match_source_fill(m->source, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    s = match_header_find(m->source, m->entry.kind, m->attempt, &m->header, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    m->sheets_read++;
    TRY(match_returned_sheet(m->returned, sheet, match_source_sheet_name(m->source, sheet),
                             &m->header, e));
    bool is_only_block = is_only_sheet && match_source_is_last(m->source);
    do
        TRY(block_rows(m, is_only_block, e));
    while ((s = match_source_fill(m->source, e)) == STATUS_OK);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status all_sheets(struct import *m, struct error *e)
{
    int count = match_source_sheet_count(m->source);
    for (int i = 0; i < count; i++)
        if (!match_source_sheet_is_hidden(m->source, i)) {
            enum status s = sheet_rows(m, i, count == 1, e);
            if (s != STATUS_OK)
                return error_place(e, "%s", match_source_sheet_name(m->source, i));
        }
    if (!m->sheets_read)
        return error_set(e, STATUS_REFUSED, "MATCH_HEADER",
                         _("没有找到表头：名单要有一行列名，其中有姓名和身份证号。"));
    if (!m->row_count)
        return error_set(e, STATUS_REFUSED, "MATCH_ROWS", _("名单里一行也没有。"));
    return STATUS_OK;
}

/* ---- the import ---- */

static enum status marks_copy(struct import *m, struct error *e)
{
    size_t count;
    const struct match_file_mark *from = match_returned_marks(m->returned, &count);
    struct match_file_mark *list = ARENA_ARRAY(m->arena, struct match_file_mark, count + 1);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++) {
        list[i] = from[i];
        list[i].sheet = arena_strdup(m->arena, from[i].sheet);
        list[i].reason = arena_strdup(m->arena, from[i].reason);
        if (!list[i].sheet || !list[i].reason)
            return arena_exhausted(e);
    }
    m->result.marks = list;
    m->result.mark_count = count;
    return STATUS_OK;
}

static void attempt_end(struct import *m)
{
    match_run_cleanup(&m->run);
    match_returned_cleanup(&m->returned);
}

static enum status attempt(struct import *m, struct error *e)
{
    TRY(match_returned_new(m->request->path, m->request->errors_path,
                           match_source_sheet_count(m->source), match_source_is_csv(m->source),
                           m->attempt, &m->returned, e));
    enum status s = match_run_begin(m->db, m->county, m->keys, &m->entry, &m->run, e);
    if (s == STATUS_NONE) {
        m->result.is_known = true;
        return STATUS_OK;
    }
    if (s != STATUS_OK)
        return s;
    TRY(all_sheets(m, e));
    TRY(match_run_end(m->run, m->row_count, match_returned_count(m->returned), m->arena,
                      &m->result.list, e));
    TRY(marks_copy(m, e));
    return match_returned_write(m->returned, &m->result.has_errors_file, e);
}

static enum status import_work(struct db *db, void *context, struct error *e)
{
    struct import *m = context;
    (void)db;
    arena_reset(m->attempt);
    m->divisions = NULL;
    m->batch->count = 0;
    m->row_count = m->batches = 0;
    m->sheets_read = 0;
    m->result = (struct match_file_result){0};
    enum status s = attempt(m, e);
    attempt_end(m);
    return s;
}

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static enum status file_hash(const char *path, uint8_t out[HASH_BYTES], struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(READ_BYTES * 2);
    char *block = arena ? arena_alloc(arena, READ_BYTES) : NULL;
    CLEANUP(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct hash_state h;
    ssize_t n = 0;
    if (!block)
        return arena_exhausted(e);
    hash_init(&h);
    while (fd >= 0 && ((n = read(fd, block, READ_BYTES)) > 0 || (n < 0 && errno == EINTR)))
        if (n > 0)
            hash_update(&h, block, (size_t)n);
    if (fd < 0 || n < 0)
        return error_set(e, STATUS_REFUSED, "SHEET_FILE", _("打不开文件：%s"), strerror(errno));
    hash_final(&h, out);
    return STATUS_OK;
}

static void import_close(struct import *m)
{
    match_source_free(m->source);
    arena_free(m->attempt);
    arena_free(m->row);
    free(m->batch);
}

enum status match_file_import(struct db *db, int64_t county, const struct keyring *keys,
                              const struct match_file_request *request, struct arena *arena,
                              struct match_file_result *ret, struct error *e)
{
    const char *slash = strrchr(request->path, '/');
    CLEANUP(import_close)
    struct import m = {.db = db,
                       .county = county,
                       .keys = keys,
                       .request = request,
                       .entry = {.kind = request->kind,
                                 .name = request->name ? request->name
                                         : slash       ? slash + 1
                                                       : request->path,
                                 .actor = request->actor,
                                 .today = date_today()},
                       .arena = arena,
                       .attempt = arena_new(MATCH_FILE_ARENA_BYTES),
                       .row = arena_new(ROW_ARENA_BYTES),
                       .batch = calloc(1, sizeof(struct batch))};
    if (!m.attempt || !m.row || !m.batch)
        return arena_exhausted(e);
    number_rules_make(m.entry.today, &m.rules);
    TRY(match_source_open(request->path, &m.source, e));
    TRY(file_hash(request->path, m.entry.sha256, e));
    TRY(db_transaction(db, import_work, &m, e));
    *ret = m.result;
    return STATUS_OK;
}
