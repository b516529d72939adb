/* Reading notices, and the bytes their hash is taken over. */
#include "domain/casework/notice.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/household_list.h"
#include "notice_internal.h"

static const struct {
    const char *code, *label;
} KINDS[] = {
    [NOTICE_FIRST] = {"first", N_("初审公示")},
    [NOTICE_DECISION] = {"decision", N_("审批公示")},
    [NOTICE_LONG_TERM] = {"long_term", N_("长期公示")},
    [NOTICE_CHANGE] = {"change", N_("变动公示")},
};
#define KIND_COUNT (sizeof KINDS / sizeof KINDS[0])

const char *notice_kind_code(enum notice_kind k)
{
    return k >= NOTICE_FIRST && (size_t)k < KIND_COUNT ? KINDS[k].code : "";
}

const char *notice_kind_label(enum notice_kind k)
{
    return k >= NOTICE_FIRST && (size_t)k < KIND_COUNT ? KINDS[k].label : N_("公示");
}

enum status notice_kind_parse(const char *code, enum notice_kind *ret, struct error *e)
{
    for (size_t i = NOTICE_FIRST; i < KIND_COUNT; i++)
        if (text_equals(code, KINDS[i].code)) {
            *ret = (enum notice_kind)i;
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "NOTICE_KIND",
                     _("没有公示种类“%s”。可用：first、decision、long_term、change。"),
                     code == NULL ? "" : code);
}

enum notice_kind notice_kind_of(const struct case_record *c)
{
    const struct case_transition *t = case_transition_find(c->kind, c->state, ACTION_POST);
    if (t == NULL)
        return (enum notice_kind)0;
    if (!case_kind_is_application(c->kind))
        return NOTICE_CHANGE;
    return t->to == STATE_PUBLICISED_1 ? NOTICE_FIRST : NOTICE_DECISION;
}

/* ---- the hashed bytes ---- */

static enum status line_text(struct buf *out, const char *text, struct error *e)
{
    for (const char *p = text; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            return error_set(e, STATUS_REFUSED, "NOTICE_TEXT",
                             _("公示中的文字“%.60s”含有换行或制表符，请写成一行。"), text);
    buf_addc(out, '\t');
    buf_adds(out, text);
    return STATUS_OK;
}

static void line_number(struct buf *out, int64_t value)
{
    buf_addc(out, '\t');
    buf_add_i64(out, value);
}

enum status notice_head_line(struct buf *out, int64_t county, const struct notice_record *notice,
                             struct error *e)
{
    const int64_t numbers[] = {
        county,
        notice->id,
        notice->kind,
        notice->programme,
        notice->division,
        date_yyyymmdd(notice->posted_on),
        date_yyyymmdd(notice->last_day),
        notice->days,
        notice->is_working_days,
    };
    buf_adds(out, "minsheng-notice-1");
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        line_number(out, numbers[i]);
    TRY(line_text(out, notice->place, e));
    TRY(line_text(out, notice->posted_by, e));
    buf_addc(out, '\n');
    return buf_status(out, e);
}

enum status notice_row_line(struct buf *out, const struct notice_row *row, struct error *e)
{
    buf_add_i64(out, row->row_no);
    line_number(out, row->case_id);
    line_number(out, row->household);
    line_number(out, row->division);
    TRY(line_text(out, row->head_name, e));
    line_number(out, row->is_minor);
    line_number(out, row->people_count);
    line_number(out, row->protected_count);
    line_number(out, row->income_year.v);
    line_number(out, row->amount_month.v);
    TRY(line_text(out, row->remark, e));
    buf_addc(out, '\n');
    return buf_status(out, e);
}

/* ---- stored and shown ---- */

struct notice_record notice_of_stored(const struct notice_stored *row)
{
    struct notice_record notice = {
        .id = row->id,
        .division = row->division,
        .row_count = row->row_count,
        .head_change = row->head_change,
        .kind = (enum notice_kind)row->kind,
        .programme = (enum programme)row->programme,
        .posted_on = date_stored(row->posted_on),
        .last_day = date_stored(row->last_day),
        .closed_on = date_stored(row->closed_on),
        .days = (int)row->days,
        .is_working_days = row->is_working_days,
        .head_hash = row->head_hash,
        .posted_by = row->posted_by,
        .closed_by = row->closed_by,
        .result = row->result,
        .place = row->place,
    };
    if (row->sha256.n == HASH_BYTES)
        hash_hex(row->sha256.p, notice.sha256);
    return notice;
}

struct notice_row notice_row_of_stored(const struct notice_row_stored *row)
{
    return (struct notice_row){
        .row_no = (int)row->row_no,
        .case_id = row->case_id,
        .household = row->household,
        .division = row->division,
        .head_name = row->head_name,
        .is_minor = row->is_minor,
        .people_count = (int)row->people_count,
        .protected_count = (int)row->protected_count,
        .income_year = row->income,
        .amount_month = row->amount,
        .remark = row->remark,
    };
}

enum status notice_require(struct db *db, int64_t county, int64_t notice, struct arena *arena,
                           struct notice_stored *ret, struct error *e)
{
    enum status s =
        notice_by_id(db, (struct notice_by_id_args){.county = county, .id = notice}, arena, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "NOTICE_UNKNOWN", _("没有 %" PRId64 " 号公示。"),
                         notice);
    return s;
}

static enum status rows_read(struct db *db, int64_t county, int64_t notice, size_t limit,
                             struct arena *arena, struct notice_row **ret, size_t *ret_count,
                             struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct notice_row *rows = ARENA_ARRAY(arena, struct notice_row, limit > 0 ? limit : 1);
    struct notice_row_stored row;
    size_t count = 0;
    enum status s;
    if (!rows)
        return arena_exhausted(e);
    TRY(notice_rows_open(db, (struct notice_rows_args){.county = county, .notice = notice}, &cursor,
                         e));
    while ((s = notice_rows_next(cursor, &row, e)) == STATUS_OK && count < limit) {
        rows[count] = notice_row_of_stored(&row);
        rows[count].head_name = arena_strdup(arena, row.head_name);
        rows[count].remark = arena_strdup(arena, row.remark);
        if (!rows[count].head_name || !rows[count].remark)
            return arena_exhausted(e);
        count++;
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = rows;
    *ret_count = count;
    return STATUS_OK;
}

enum status notice_read(struct db *db, int64_t county, int64_t notice, struct arena *arena,
                        struct notice_record *ret, struct notice_row **ret_rows, size_t *ret_count,
                        struct error *e)
{
    struct notice_stored stored;
    TRY(notice_by_id(db, (struct notice_by_id_args){.county = county, .id = notice}, arena, &stored,
                     e));
    struct notice_record record = notice_of_stored(&stored);
    size_t limit = stored.row_count < NOTICE_ROWS_MAX ? (size_t)stored.row_count : NOTICE_ROWS_MAX;
    TRY(rows_read(db, county, notice, limit, arena, ret_rows, ret_count, e));
    *ret = record;
    return STATUS_OK;
}

static enum status record_keep(struct arena *arena, const struct notice_stored *row,
                               struct notice_record *ret, struct error *e)
{
    struct notice_record notice = notice_of_stored(row);
    const char **const texts[] = {&notice.head_hash, &notice.posted_by, &notice.closed_by,
                                  &notice.result, &notice.place};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        *texts[i] = arena_strdup(arena, *texts[i]);
        if (*texts[i] == NULL)
            return arena_exhausted(e);
    }
    *ret = notice;
    return STATUS_OK;
}

enum status notice_list(struct db *db, int64_t county, const struct notice_filter *filter,
                        struct arena *arena, struct notice_record **ret, size_t *ret_count,
                        bool *ret_has_more, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    int wanted = filter->row_count < 1                      ? 1
                 : filter->row_count > NOTICE_PAGE_ROWS_MAX ? NOTICE_PAGE_ROWS_MAX
                                                            : filter->row_count;
    struct notice_page_args args = {.county = county,
                                    .kind = filter->kind,
                                    .running_on =
                                        filter->is_running_only ? date_yyyymmdd(filter->today) : 0,
                                    .before = filter->before,
                                    .row_count = wanted + 1};
    division_span(filter->scope, &args.division_from, &args.division_to);
    if (filter->division != 0) {
        int64_t from, to;
        division_span(filter->division, &from, &to);
        args.division_from = from > args.division_from ? from : args.division_from;
        args.division_to = to < args.division_to ? to : args.division_to;
    }
    struct notice_record *list = ARENA_ARRAY(arena, struct notice_record, (size_t)wanted);
    struct notice_stored row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(notice_page_open(db, args, &cursor, e));
    while ((s = notice_page_next(cursor, &row, e)) == STATUS_OK && count < (size_t)wanted)
        TRY(record_keep(arena, &row, &list[count++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    *ret_has_more = s == STATUS_OK;
    return STATUS_OK;
}

enum status notice_of_case(struct db *db, int64_t county, int64_t case_id, int64_t *ret_notice,
                           struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROW_ARENA_BYTES);
    struct notice_of_case_row row;
    if (!arena)
        return arena_exhausted(e);
    TRY(notice_of_case_one(db,
                           (struct notice_of_case_one_args){.county = county, .case_id = case_id},
                           arena, &row, e));
    if (row.notice == 0)
        return STATUS_NONE;
    *ret_notice = row.notice;
    return STATUS_OK;
}

/* ---- holding the rows against the hash ---- */

/* Calls take for every line in order; the line lives until it returns. */
static enum status lines_each(struct db *db, int64_t county, const struct notice_record *notice,
                              void (*take)(void *context, const struct buf *line), void *context,
                              int64_t *ret_rows, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    CLEANUP(buf_free) struct buf line = BUF_INIT(NOTICE_LINE_BYTES_MAX);
    struct notice_row_stored stored;
    int64_t rows = 0;
    enum status s;
    TRY(notice_head_line(&line, county, notice, e));
    take(context, &line);
    TRY(notice_rows_open(db, (struct notice_rows_args){.county = county, .notice = notice->id},
                         &cursor, e));
    while ((s = notice_rows_next(cursor, &stored, e)) == STATUS_OK) {
        struct notice_row row = notice_row_of_stored(&stored);
        buf_clear(&line);
        TRY(notice_row_line(&line, &row, e));
        take(context, &line);
        rows++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret_rows = rows;
    return STATUS_OK;
}

static void line_hash(void *context, const struct buf *line)
{
    hash_update(context, line->p, line->n);
}

static void line_keep(void *context, const struct buf *line)
{
    buf_add(context, line->p, line->n);
}

enum status notice_bytes(struct db *db, int64_t county, int64_t notice, struct buf *out,
                         struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROW_ARENA_BYTES);
    struct notice_stored stored;
    int64_t rows;
    if (!arena)
        return arena_exhausted(e);
    TRY(notice_require(db, county, notice, arena, &stored, e));
    struct notice_record record = notice_of_stored(&stored);
    TRY(lines_each(db, county, &record, line_keep, out, &rows, e));
    return buf_status(out, e);
}

static enum status altered(int64_t notice, const char *what, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "NOTICE_ALTERED",
                     _("%" PRId64 " 号公示%s：张贴之后被改动过，请对照张贴时的照片核查。"), notice,
                     what);
}

enum status notice_verify(struct db *db, int64_t county, int64_t notice, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROW_ARENA_BYTES);
    struct notice_stored stored;
    struct notice_change_row change;
    struct hash_state h;
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    int64_t rows = 0;
    if (!arena)
        return arena_exhausted(e);
    TRY(notice_require(db, county, notice, arena, &stored, e));
    struct notice_record record = notice_of_stored(&stored);
    hash_init(&h);
    enum status s = lines_each(db, county, &record, line_hash, &h, &rows, e);
    if (s == STATUS_REFUSED)
        return altered(notice, _("有一行文字不合规"), e);
    if (s != STATUS_OK)
        return s;
    hash_final(&h, hash);
    hash_hex(hash, hex);
    if (stored.sha256.n != HASH_BYTES || memcmp(hash, stored.sha256.p, HASH_BYTES) != 0 ||
        rows != stored.row_count)
        return altered(notice, _("的内容与校验值不符"), e);
    /* Who changes rows and hash together still leaves the trail, which can not be rewritten. */
    s = notice_change_detail(
        db, (struct notice_change_detail_args){.county = county, .id = stored.known_from}, arena,
        &change, e);
    if (s == STATUS_NONE || (s == STATUS_OK && strstr(change.detail, hex) == NULL))
        return altered(notice, _("的校验值与变动记录不符"), e);
    return s;
}
