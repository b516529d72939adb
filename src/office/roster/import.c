/* One import from files to the registry, in one transaction and one change. */
#include "base/i18n.h"
#include "base/json.h"
#include "office/roster/places.h"
#include "office/roster/write.h"
#include "office/sheet_errors.h"
#include "roster_sql.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH_BYTES ((size_t)16 << 20)
#define DETAIL_BYTES_MAX (200u << 10)
#define RENAMES_MAX 1000 /* the trail keeps each: what a person was called stands nowhere else */
#define SUBJECT_BYTES 64

static void import_close(struct roster_import *m)
{
    for (size_t i = 0; i < m->file_count; i++)
        sheet_book_cleanup(&m->files[i].book);
    free(m->households);
    free(m->members);
    arena_free(m->arena);
    arena_free(m->scratch);
    arena_free(m->attempt);
}

/* One name for all the bytes of an import: of one file its own hash, of several the hash of their
 * sorted hashes. */
static int compare_hashes(const void *a, const void *b)
{
    return memcmp(a, b, HASH_BYTES);
}

static void import_hash(const struct roster_import *m, uint8_t out[HASH_BYTES])
{
    uint8_t all[ROSTER_FILES_MAX][HASH_BYTES];
    for (size_t i = 0; i < m->file_count; i++)
        memcpy(all[i], m->files[i].sha256, HASH_BYTES);
    qsort(all, m->file_count, HASH_BYTES, compare_hashes);
    if (m->file_count == 1)
        memcpy(out, all[0], HASH_BYTES);
    else
        hash_bytes(all, m->file_count * HASH_BYTES, out);
}

static enum status is_known(struct roster_import *m, const uint8_t hash[HASH_BYTES], bool *ret,
                            struct error *e)
{
    struct import_file_row row;
    enum status s =
        import_file_find(m->db,
                         (struct import_file_find_args){.county = m->county,
                                                        .sha256 = {hash, HASH_BYTES},
                                                        .programme = m->request->programme,
                                                        .from_month = m->request->from},
                         m->arena, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK;
    return STATUS_OK;
}

/* ---- the change ---- */

static enum status add_renames(const struct roster_import *m, struct buf *detail, struct error *e)
{
    int named = 0;
    for (int32_t i = 0; i < m->person_count; i++) {
        const struct person_in *p = &m->persons[i];
        const struct member_in *in = &m->members[p->member];
        if (!p->known_name || in->household < 0 ||
            household_returns(&m->households[in->household]) ||
            strcmp(p->known_name, in->name) == 0)
            continue;
        if (named == RENAMES_MAX)
            return error_set(
                e, STATUS_REFUSED, "IMPORT_RENAMES",
                _("有 %d 人以上的姓名与登记的不同，像是姓名错了位。请核对，确实要改的分批导入。"),
                RENAMES_MAX);
        buf_addf(detail, "%s{\"person\":%" PRId64 ",\"was\":", named++ ? "," : ",\"renamed\":[",
                 p->id);
        buf_add_json(detail, p->known_name);
        buf_adds(detail, ",\"is\":");
        buf_add_json(detail, in->name);
        buf_addc(detail, '}');
    }
    if (named)
        buf_addc(detail, ']');
    return STATUS_OK;
}

static enum status record_change(struct roster_import *m, const struct roster_result *r,
                                 const uint8_t hash[HASH_BYTES], int64_t *ret, struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    char hex[HASH_HEX_BYTES], month[MONTH_TEXT_BYTES], subject[SUBJECT_BYTES];
    buf_adds(&detail, "{\"files\":[");
    for (size_t i = 0; i < m->file_count; i++) {
        buf_adds(&detail, i ? "," : "");
        buf_add_json(&detail, m->files[i].base_name);
    }
    hash_hex(hash, hex);
    buf_addf(&detail,
             "],\"sha256\":\"%s\",\"from\":\"%s\",\"rows\":%" PRId64 ",\"new\":%" PRId64
             ",\"changed\":%" PRId64 ",\"returned\":%" PRId64,
             hex, month_format(m->request->from, month), m->rows, r->households_new,
             r->households_changed, r->households_returned);
    TRY(add_renames(m, &detail, e));
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    (void)snprintf(subject, sizeof subject, "programme %s", programme_code(m->request->programme));
    return change_record(m->db, m->county,
                         &(struct change_entry){.actor = m->request->actor,
                                                .action = "roster.import",
                                                .subject = subject,
                                                .detail = buf_text(&detail)},
                         ret, e);
}

/* ---- what comes back ---- */

struct returned_rows {
    struct sheet_row_ref *list[ROSTER_FILES_MAX];
    size_t count[ROSTER_FILES_MAX];
};

/* Each returned row once: households with their members, and members without a household. */
static enum status collect_returned(struct roster_import *m, struct returned_rows *out,
                                    struct roster_result *r, struct error *e)
{
    size_t most = (size_t)m->household_count + (size_t)m->member_count + 1;
    for (size_t f = 0; f < m->file_count; f++) {
        out->list[f] = ARENA_ARRAY(m->attempt, struct sheet_row_ref, most);
        if (!out->list[f])
            return arena_exhausted(e);
    }
    bool is_wubao = m->request->programme == PROGRAMME_WUBAO;
    for (int32_t i = 0; i < m->household_count; i++) {
        const struct household_in *h = &m->households[i];
        if (!household_returns(h))
            continue;
        r->households_returned++;
        r->rows_returned++;
        out->list[h->file][out->count[h->file]++] = (struct sheet_row_ref){h->sheet, h->row};
    }
    for (int32_t i = 0; !is_wubao && i < m->member_count; i++) {
        const struct member_in *p = &m->members[i];
        if (p->household >= 0 ? !household_returns(&m->households[p->household]) : !p->is_bad)
            continue;
        r->rows_returned++;
        out->list[p->file][out->count[p->file]++] = (struct sheet_row_ref){p->sheet, p->row};
    }
    return STATUS_OK;
}

/* "errors.xlsx", and for further files "errors-2.xlsx". */
static const char *errors_path(struct roster_import *m, struct arena *arena, size_t number)
{
    const char *path = m->request->errors_path;
    const char *dot = strrchr(path, '.');
    if (number == 1)
        return arena_strdup(arena, path);
    if (!dot || strchr(dot, '/'))
        return arena_printf(arena, "%s-%zu.xlsx", path, number);
    return arena_printf(arena, "%.*s-%zu%s", (int)(dot - path), path, number, dot);
}

static enum status write_error_book(struct roster_import *m, size_t f, const char *path,
                                    const struct returned_rows *rows, struct error *e)
{
    const struct roster_file *file = &m->files[f];
    struct sheet_mark *marks = ARENA_ARRAY(m->attempt, struct sheet_mark, m->marks.count + 1);
    int *header_last = ARENA_ARRAY(m->attempt, int, (size_t)file->sheet_count + 1);
    size_t count = 0;
    if (!marks || !header_last || !path)
        return arena_exhausted(e);
    for (size_t i = 0; i < m->marks.count; i++) {
        const struct roster_mark *k = &m->marks.list[i];
        if ((size_t)k->file == f)
            marks[count++] = (struct sheet_mark){.sheet = k->sheet,
                                                 .row = k->row,
                                                 .col = k->col,
                                                 .reason = k->reason,
                                                 .suggestion = k->suggestion};
    }
    for (int i = 0; i < file->sheet_count; i++)
        header_last[i] = file->header[i] ? file->header[i]->last_row : 0;
    return sheet_errors_write(file->path, path,
                              &(struct sheet_errors){.marks = marks,
                                                     .mark_count = count,
                                                     .rows = rows->list[f],
                                                     .row_count = rows->count[f],
                                                     .header_last_row = header_last,
                                                     .sheet_count = file->sheet_count},
                              e);
}

/* Before the commit: if the workbook can not be written, nothing was imported. */
static enum status give_back(struct roster_import *m, struct arena *arena, struct roster_result *r,
                             struct error *e)
{
    struct returned_rows rows = {.count = {0}};
    TRY(collect_returned(m, &rows, r, e));
    const char **paths = ARENA_ARRAY(arena, const char *, m->file_count + 1);
    if (!paths)
        return arena_exhausted(e);
    for (size_t f = 0; m->request->errors_path && f < m->file_count; f++) {
        if (!rows.count[f])
            continue;
        const char *path = errors_path(m, arena, r->error_file_count + 1);
        TRY(write_error_book(m, f, path, &rows, e));
        paths[r->error_file_count++] = path;
    }
    r->error_files = paths;
    return STATUS_OK;
}

/* ---- the transaction ---- */

struct import_work {
    struct roster_import *m;
    struct arena *arena;
    bool has_raced;
    uint8_t hash[HASH_BYTES];
    struct roster_result result;
};

static void count_existing(const struct roster_import *m, struct roster_result *r)
{
    for (int32_t i = 0; i < m->household_count; i++) {
        const struct household_in *h = &m->households[i];
        if (household_returns(h))
            continue;
        if (h->existing < 0)
            r->households_new++;
        else if (m->existing[h->existing].differences)
            r->households_changed++;
        else
            r->households_unchanged++;
    }
}

static enum status count_untouched(struct roster_import *m, int64_t *ret, struct error *e)
{
    struct roster_active_count_row active;
    TRY(roster_active_count(
        m->db,
        (struct roster_active_count_args){.county = m->county, .programme = m->request->programme},
        m->attempt, &active, e));
    for (int32_t i = 0; i < m->existing_count; i++) {
        const struct existing_household *x = &m->existing[i];
        active.households -= x->file_household >= 0 && x->status != ENTITLEMENT_ENDED;
    }
    *ret = active.households;
    return STATUS_OK;
}

static enum status remember_file(struct roster_import *m, const struct import_work *w,
                                 struct error *e)
{
    const struct roster_result *r = &w->result;
    return import_file_insert(
        m->db,
        (struct import_file_insert_args){.county = m->county,
                                         .sha256 = {w->hash, HASH_BYTES},
                                         .programme = m->request->programme,
                                         .from_month = m->request->from,
                                         .name = m->files[0].base_name,
                                         .known_from = r->change,
                                         .rows_total = r->rows,
                                         .rows_new = r->households_new,
                                         .rows_changed = r->households_changed,
                                         .rows_returned = r->rows_returned},
        NULL, e);
}

/* Somebody else took the same people in between our look and our write: look again, once. */
static enum status again_if_raced(struct import_work *w, enum status s, struct error *e)
{
    if (s != STATUS_REFUSED || !e || w->has_raced || strcmp(e->code, "DB_UNIQUE") != 0)
        return s;
    w->has_raced = true;
    return error_set(e, STATUS_RETRY, "IMPORT_RACED", _("另一处正在导入相同的人员，请稍后再试。"));
}

static enum status import_work(struct db *db, void *context, struct error *e)
{
    struct import_work *w = context;
    struct roster_import *m = w->m;
    struct roster_result r = {.rows = m->rows};
    (void)db;
    arena_reset(m->attempt);
    TRY(match_registry(m, e));
    count_existing(m, &r);
    TRY(count_untouched(m, &r.households_untouched, e));
    TRY(give_back(m, w->arena, &r, e));
    w->result = r;
    if (!r.households_new && !r.households_changed)
        return STATUS_OK;
    TRY(record_change(m, &r, w->hash, &w->result.change, e));
    struct roster_writer writer = {.m = m, .change = w->result.change, .result = &w->result};
    TRY(write_leavers(&writer, e));
    TRY(again_if_raced(w, write_new(&writer, e), e));
    TRY(write_changed(&writer, e));
    return remember_file(m, w, e);
}

/* ---- the import ---- */

static enum status copy_marks(const struct mark_list *from, struct arena *arena,
                              const struct roster_mark **ret, size_t *ret_count, struct error *e)
{
    struct roster_mark *list = ARENA_ARRAY(arena, struct roster_mark, from->count + 1);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; i < from->count; i++) {
        list[i] = from->list[i];
        list[i].sheet_name = arena_strdup(arena, list[i].sheet_name);
        list[i].column = arena_strdup(arena, list[i].column);
        list[i].reason = arena_strdup(arena, list[i].reason);
        list[i].suggestion = arena_strdup(arena, list[i].suggestion);
        if (!list[i].sheet_name || !list[i].column || !list[i].reason)
            return arena_exhausted(e);
    }
    *ret = list;
    *ret_count = from->count;
    return STATUS_OK;
}

static enum status import_run(struct roster_import *m, struct arena *arena,
                              struct roster_result *ret, struct error *e)
{
    struct import_work w = {.m = m, .arena = arena};
    bool known = false;
    TRY(roster_open(m, e));
    import_hash(m, w.hash);
    TRY(is_known(m, w.hash, &known, e));
    if (known && !m->request->is_repeat) {
        *ret = (struct roster_result){.is_known_file = true};
        return STATUS_OK;
    }
    TRY(places_open(m, e));
    TRY(roster_read(m, e));
    TRY(roster_link(m, e));
    TRY(roster_check(m, e));
    match_prepare(m);
    m->marks_before = m->marks.count;
    TRY(db_transaction(m->db, import_work, &w, e));
    marks_sort(&m->marks);
    marks_sort(&m->warnings);
    TRY(copy_marks(&m->marks, arena, &w.result.marks, &w.result.mark_count, e));
    TRY(copy_marks(&m->warnings, arena, &w.result.warnings, &w.result.warning_count, e));
    *ret = w.result;
    return STATUS_OK;
}

enum status roster_import(struct db *db, int64_t county, const struct keyring *keys,
                          const struct roster_request *request, struct arena *arena,
                          struct roster_result *ret, struct error *e)
{
    CLEANUP(import_close)
    struct roster_import m = {.db = db,
                              .county = county,
                              .keys = keys,
                              .request = request,
                              .today = date_today(),
                              .arena = arena_new(ROSTER_ARENA_BYTES),
                              .scratch = arena_new(SCRATCH_BYTES),
                              .attempt = arena_new(ROSTER_ARENA_BYTES)};
    if (!m.arena || !m.scratch || !m.attempt)
        return arena_exhausted(e);
    return import_run(&m, arena, ret, e);
}
