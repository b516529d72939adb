/* Taking a list in: which rows are worth a look, whom they mean, and what is written down. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/blind.h"
#include "base/calendar.h"
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/match/match_internal.h"
#include "domain/match/match_set.h"
#include "match_candidate_sql.h"
#include "match_sql.h"

#define HIT_IDS_AT_ONCE 1000
#define TAIL_BYTES 4
/* A list of need that names this many people without a benefit is not of this county. */
#define CANDIDATES_MAX 200000

struct match_run {
    struct db *db;
    int64_t county, list;
    const struct keyring *keys;
    struct match_run_entry entry;
    const struct match_kind_row *kind;
    struct match_set *set; /* NULL: not needed yet */
    struct arena *arena;   /* of one row */
    struct db_bulk *hits;
    int64_t change; /* of the candidates and the list */
    int64_t hit_next, hit_end;
    int64_t hit_count, doubtful_count, candidate_count;
    struct date due_on;
};

enum status match_note_check(const char *note, struct error *e)
{
    if (!note || !note[strspn(note, " \t\r\n")])
        return error_set(e, STATUS_REFUSED, "MATCH_NOTE",
                         _("请写明核实的情况：找谁、看了什么材料、结果如何。"));
    if (strlen(note) > MATCH_NOTE_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "MATCH_NOTE", _("核实情况太长，请控制在 %d 字以内。"),
                         MATCH_NOTE_BYTES_MAX / 3);
    return STATUS_OK;
}

void match_run_cleanup(struct match_run **run)
{
    struct match_run *r = *run;
    if (!r)
        return;
    db_bulk_cleanup(&r->hits);
    match_set_free(r->set);
    arena_free(r->arena);
    free(r);
    *run = NULL;
}

static enum status record_begin(struct match_run *r, struct error *e)
{
    char hex[HASH_HEX_BYTES], subject[MATCH_SUBJECT_BYTES];
    CLEANUP(buf_free) struct buf detail = BUF_INIT(MATCH_DETAIL_BYTES_MAX);
    hash_hex(r->entry.sha256, hex);
    (void)snprintf(subject, sizeof subject, "match %" PRId64, r->list);
    buf_addf(&detail, "{\"kind\":\"%s\",\"file\":", r->kind->code);
    buf_add_json(&detail, r->entry.name);
    buf_addf(&detail, ",\"sha256\":\"%s\"}", hex);
    TRY(buf_status(&detail, e));
    return change_record(r->db, r->county,
                         &(struct change_entry){.actor = r->entry.actor,
                                                .action = "match.import",
                                                .subject = subject,
                                                .detail = buf_text(&detail)},
                         &r->change, e);
}

static enum status run_open(struct match_run *r, struct error *e)
{
    struct match_list_id_row known;
    enum status s = match_list_by_hash(
        r->db,
        (struct match_list_by_hash_args){
            .county = r->county, .kind = r->kind->code, .sha256 = {r->entry.sha256, HASH_BYTES}},
        r->arena, &known, e);
    if (s != STATUS_NONE)
        return s == STATUS_OK ? STATUS_NONE : s;
    r->due_on = calendar_add_working_days(r->entry.today, r->kind->days);
    TRY(counter_take(r->db, r->county, "match_list", 1, &r->list, e));
    TRY(record_begin(r, e));
    TRY(match_list_insert(r->db,
                          (struct match_list_insert_args){.county = r->county,
                                                          .id = r->list,
                                                          .kind = r->kind->code,
                                                          .name = r->entry.name,
                                                          .sha256 = {r->entry.sha256, HASH_BYTES},
                                                          .opened_on = r->entry.today,
                                                          .due_on = r->due_on,
                                                          .actor = r->entry.actor},
                          NULL, e));
    return match_hit_bulk_begin(r->db, &r->hits, e);
}

enum status match_run_begin(struct db *db, int64_t county, const struct keyring *keys,
                            const struct match_run_entry *entry, struct match_run **ret,
                            struct error *e)
{
    assert(db_in_transaction(db));
    CLEANUP(match_run_cleanup) struct match_run *r = calloc(1, sizeof *r);
    if (!r)
        return arena_exhausted(e);
    *r = (struct match_run){.db = db,
                            .county = county,
                            .keys = keys,
                            .entry = *entry,
                            .kind = &MATCH_KINDS[entry->kind],
                            .arena = arena_new(MATCH_ARENA_BYTES)};
    if (!r->arena)
        return arena_exhausted(e);
    TRY(run_open(r, e));
    *ret = r;
    r = NULL;
    return STATUS_OK;
}

/* One reading of the registry's index, in its own order. */
static enum status set_fill(struct match_run *r, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct match_count_row persons;
    struct match_index_row row;
    enum status s;
    TRY(match_person_count(r->db, (struct match_person_count_args){.county = r->county}, r->arena,
                           &persons, e));
    TRY(match_set_new(persons.count, &r->set, e));
    TRY(match_person_indexes_open(r->db, (struct match_person_indexes_args){.county = r->county},
                                  &cursor, e));
    while ((s = match_person_indexes_next(cursor, &row, e)) == STATUS_OK) {
        if (row.id_index.n != BLIND_INDEX_BYTES)
            return error_set(e, STATUS_FAILED, "MATCH_INDEX", _("人员索引的长度不对"));
        TRY(match_set_add(r->set, row.id_index.p, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status match_run_probe(struct match_run *r, const char (*numbers)[IDNO_BYTES - 1],
                            size_t count, bool is_whole, uint8_t (*indexes)[BLIND_INDEX_BYTES],
                            bool *may_hit, struct error *e)
{
    assert(count <= MATCH_BATCH_ROWS);
    blind_index_many(r->keys, SEAL_ID_NUMBER, numbers, count, indexes);
    bool wants_all = r->kind->sense == MATCH_OF_NEED;
    if (!r->set && !wants_all && !is_whole)
        TRY(set_fill(r, e));
    if (r->set)
        match_set_find(r->set, (const uint8_t(*)[BLIND_INDEX_BYTES])indexes, count, may_hit);
    else
        memset(may_hit, 1, count * sizeof *may_hit);
    return STATUS_OK;
}

static enum status hit_id(struct match_run *r, int64_t *ret, struct error *e)
{
    if (r->hit_next == r->hit_end) {
        TRY(counter_take(r->db, r->county, "match_hit", HIT_IDS_AT_ONCE, &r->hit_next, e));
        r->hit_end = r->hit_next + HIT_IDS_AT_ONCE;
    }
    *ret = r->hit_next++;
    return STATUS_OK;
}

static enum status take_hit(struct match_run *r, const struct match_row *row,
                            const struct match_person_row *p, struct error *e)
{
    /* The registry's name is tidied as well: rosters write 张  三. */
    const char *known = text_tidy_solid(r->arena, p->name);
    if (!known)
        return arena_exhausted(e);
    bool is_same = strcmp(known, row->name) == 0;
    struct match_hit_bulk_row hit = {.county = r->county,
                                     .list = r->list,
                                     .row_no = row->row_no,
                                     .person = p->id,
                                     .household = p->household,
                                     .programme = p->programme,
                                     .division = p->division,
                                     .listed_name = is_same        ? ""
                                                    : row->name[0] ? row->name
                                                                   : _("（空）"),
                                     .facts = row->facts,
                                     .day = row->day.v ? date_yyyymmdd(row->day) : 0,
                                     .state = "OPEN",
                                     .due_on = r->due_on,
                                     .conclusion = "",
                                     .note = "",
                                     .explained_by = ""};
    TRY(hit_id(r, &hit.id, e));
    TRY(match_hit_bulk_add(r->hits, &hit, e));
    r->hit_count++;
    r->doubtful_count += !is_same;
    return STATUS_OK;
}

/* Where a person without a benefit is looked for: where the list says, else where his household
   last had one, else the county has to find out. */
static enum status candidate_division(struct match_run *r, const struct match_row *row,
                                      const struct match_person_row *p, int64_t *ret,
                                      struct error *e)
{
    struct match_division_row last;
    *ret = row->division;
    if (*ret || !p->has_household) {
        *ret = *ret ? *ret : r->county * 1000000;
        return STATUS_OK;
    }
    enum status s = match_household_division(
        r->db,
        (struct match_household_division_args){.county = r->county, .household = p->household},
        r->arena, &last, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK ? last.division : r->county * 1000000;
    return STATUS_OK;
}

static enum status take_candidate(struct match_run *r, const struct match_row *row,
                                  const struct match_person_row *p, struct error *e)
{
    bool is_new;
    struct match_opening opening = {.kind = r->entry.kind,
                                    .list = r->list,
                                    .row_no = row->row_no,
                                    .index = row->index,
                                    .person = p->id,
                                    .household = p->has_household ? p->household : 0,
                                    .programme = r->entry.kind == MATCH_ELDER ||
                                                         r->entry.kind == MATCH_ORPHAN
                                                     ? PROGRAMME_WUBAO
                                                     : PROGRAMME_DIBAO,
                                    .name = row->name,
                                    .id_tail = row->number + (IDNO_BYTES - 1 - TAIL_BYTES),
                                    .place = row->place,
                                    .facts = row->facts,
                                    .today = r->entry.today};
    TRY(candidate_division(r, row, p, &opening.division, e));
    TRY(candidate_open(r->db, r->county, r->change, &opening, r->arena, &is_new, e));
    r->candidate_count += is_new;
    if (r->candidate_count > CANDIDATES_MAX)
        return error_set(e, STATUS_REFUSED, "MATCH_CANDIDATES",
                         _("名单里没有待遇的人超过 %d 名，像是别处的名单。请只交本县的。"),
                         CANDIDATES_MAX);
    return STATUS_OK;
}

enum status match_run_take(struct match_run *r, const struct match_row *row, struct error *e)
{
    struct match_person_row p = {0};
    arena_reset(r->arena);
    enum status s =
        match_person(r->db,
                     (struct match_person_args){.county = r->county,
                                                .id_index = {row->index, BLIND_INDEX_BYTES}},
                     r->arena, &p, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    bool is_known = s == STATUS_OK;
    if (!is_known)
        p = (struct match_person_row){0};
    if (p.has_died_on)
        return STATUS_OK;
    bool has_benefit = is_known && p.has_programme;
    if (r->kind->sense == MATCH_OF_NEED)
        return has_benefit ? STATUS_OK : take_candidate(r, row, &p, e);
    return has_benefit ? take_hit(r, row, &p, e) : STATUS_OK;
}

enum status match_run_end(struct match_run *r, int64_t row_count, int64_t returned_count,
                          struct arena *arena, struct match_list *ret, struct error *e)
{
    struct db_bulk *hits = r->hits;
    r->hits = NULL;
    TRY(db_bulk_end(hits, e));
    TRY(match_list_finish(r->db,
                          (struct match_list_finish_args){.county = r->county,
                                                          .id = r->list,
                                                          .row_count = row_count,
                                                          .returned_count = returned_count,
                                                          .hit_count = r->hit_count,
                                                          .doubtful_count = r->doubtful_count,
                                                          .candidate_count = r->candidate_count,
                                                          .known_from = r->change},
                          NULL, e));
    return match_list_read(r->db, r->county, r->list, r->county, r->entry.today, arena, ret, e);
}
