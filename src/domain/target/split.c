/* Splits as they are read, as known at a change. */
#include "domain/target/target_internal.h"

#include "target_sql.h"

/* What it was then: a later issue, replacement or discard is not known yet. */
static enum target_state state_then(const struct target_split_row *row, int64_t known)
{
    bool is_ended = row->replaced_change > 0 && row->replaced_change <= known;
    if (row->issued_change > 0 && row->issued_change <= known)
        return is_ended ? TARGET_REPLACED : TARGET_ISSUED;
    return is_ended ? TARGET_DISCARDED : TARGET_DRAFT;
}

static enum target_rule rule_of(const char *code)
{
    enum target_rule r = TARGET_PLAN;
    return target_rule_parse(code, &r, NULL) == STATUS_OK ? r : TARGET_PLAN;
}

static enum status take(const struct target_split_row *row, int64_t known, struct arena *arena,
                        struct target_split *ret, struct error *e)
{
    enum target_state state = state_then(row, known);
    bool is_issued = state == TARGET_ISSUED || state == TARGET_REPLACED;
    *ret = (struct target_split){
        .id = row->id,
        .year = (int)row->year,
        .book = target_book_of(row->book),
        .measure = arena_strdup(arena, row->measure),
        .indicator = arena_strdup(arena, row->indicator),
        .due_on = row->due_on,
        .unit = target_unit_of(row->unit),
        .total = row->total,
        .rule = rule_of(row->rule),
        .weights = arena_strdup(arena, row->weights),
        .clause = arena_strdup(arena, row->clause),
        .reason = arena_strdup(arena, row->reason),
        .document = is_issued ? arena_strdup(arena, row->document) : "",
        .is_example = row->is_example,
        .state = state,
        .prepared_by = arena_strdup(arena, row->prepared_by),
        .issued_by = is_issued ? arena_strdup(arena, row->issued_by) : NULL,
        .issued_on = is_issued ? target_day(row->issued_on) : (struct date){0},
        .known_from = row->known_from,
        .issued_change = is_issued ? row->issued_change : 0,
        .replaced_change =
            state == TARGET_REPLACED || state == TARGET_DISCARDED ? row->replaced_change : 0};
    bool is_whole = ret->measure && ret->indicator && ret->weights && ret->clause && ret->reason &&
                    ret->document && ret->prepared_by && (!is_issued || ret->issued_by);
    return is_whole ? STATUS_OK : arena_exhausted(e);
}

static enum status shares_read(struct db *db, int64_t county, struct arena *arena,
                               struct target_split *s, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct target_share_row row;
    struct target_share list[TARGET_TOWNSHIPS_MAX];
    enum status st;
    TRY(target_share_rows_open(
        db, (struct target_share_rows_args){.county = county, .split = s->id}, &cursor, e));
    while ((st = target_share_rows_next(cursor, &row, e)) == STATUS_OK &&
           s->share_count < TARGET_TOWNSHIPS_MAX) {
        struct target_share *share = &list[s->share_count++];
        *share = (struct target_share){.township = row.township,
                                       .name = arena_strdup(arena, row.name),
                                       .weight = row.weight,
                                       .value = row.value,
                                       .is_asked = row.is_asked};
        if (!share->name)
            return arena_exhausted(e);
    }
    if (st != STATUS_NONE)
        return st == STATUS_OK ? error_set(e, STATUS_FAILED, "TARGET_ROWS", _("乡镇过多")) : st;
    s->shares = ARENA_ARRAY(arena, struct target_share, s->share_count + 1);
    if (!s->shares)
        return arena_exhausted(e);
    memcpy(s->shares, list, s->share_count * sizeof list[0]);
    return STATUS_OK;
}

static bool is_wanted(const struct target_split *s, const struct target_filter *f)
{
    return (!f->book || s->book == f->book) &&
           (!f->measure || text_equals(s->measure, f->measure)) &&
           (!f->is_current_only || s->state == TARGET_DRAFT || s->state == TARGET_ISSUED);
}

/* One more fits, or the list moves to twice the room. */
static enum status room_make(struct arena *arena, struct target_split **list, size_t n,
                             size_t *room, struct error *e)
{
    if (n < *room)
        return STATUS_OK;
    if (n == TARGET_SPLITS_MAX)
        return error_set(e, STATUS_REFUSED, "TARGET_ROWS", _("目标分解超过 %d 项"),
                         TARGET_SPLITS_MAX);
    size_t more = n ? n * 2 : 32;
    struct target_split *wider = ARENA_ARRAY(arena, struct target_split, more);
    if (!wider)
        return arena_exhausted(e);
    if (n)
        memcpy(wider, *list, n * sizeof wider[0]);
    *list = wider;
    *room = more;
    return STATUS_OK;
}

static enum status rows_read(struct db *db, int64_t county, int64_t id,
                             const struct target_filter *filter, int64_t known, struct arena *arena,
                             struct target_split **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct target_split_row row;
    struct target_split *list = NULL;
    size_t n = 0, room = 0;
    enum status s;
    TRY(target_split_rows_open(
        db,
        (struct target_split_rows_args){
            .county = county, .id = id, .year = filter->year, .known = known},
        &cursor, e));
    while ((s = target_split_rows_next(cursor, &row, e)) == STATUS_OK) {
        TRY(room_make(arena, &list, n, &room, e));
        TRY(take(&row, known, arena, &list[n], e));
        n += is_wanted(&list[n], filter);
    }
    if (s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < n; i++)
        TRY(shares_read(db, county, arena, &list[i], e));
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status target_split_list(struct db *db, int64_t county, const struct target_filter *filter,
                              int64_t known, struct arena *arena, struct target_split **ret,
                              size_t *ret_count, struct error *e)
{
    return rows_read(db, county, 0, filter, known, arena, ret, ret_count, e);
}

enum status target_split_read(struct db *db, int64_t county, int64_t id, int64_t known,
                              struct arena *arena, struct target_split *ret, struct error *e)
{
    struct target_split *list;
    size_t n;
    if (id <= 0)
        return STATUS_NONE;
    TRY(rows_read(db, county, id, &(struct target_filter){0}, known, arena, &list, &n, e));
    if (n == 0)
        return STATUS_NONE;
    *ret = list[0];
    return STATUS_OK;
}

enum status target_split_same(struct db *db, int64_t county, const struct target_split *s,
                              enum target_state state, struct arena *arena,
                              struct target_split *ret, struct error *e)
{
    struct target_split *list;
    size_t n;
    TRY(target_split_list(
        db, county,
        &(struct target_filter){
            .year = s->year, .book = s->book, .measure = s->measure, .is_current_only = true},
        KNOWN_NOW, arena, &list, &n, e));
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == state && list[i].due_on.v == s->due_on.v) {
            *ret = list[i];
            return STATUS_OK;
        }
    }
    return STATUS_NONE;
}

void target_split_hash(const struct target_split *s, uint8_t out[HASH_BYTES])
{
    struct hash_state h;
    hash_init(&h);
    hash_put_number(&h, s->id);
    hash_put_number(&h, s->year);
    hash_put_text(&h, target_book_code(s->book));
    hash_put_text(&h, s->measure);
    hash_put_text(&h, s->indicator);
    hash_put_number(&h, date_yyyymmdd(s->due_on));
    hash_put_text(&h, target_unit_code(s->unit));
    hash_put_number(&h, s->total);
    hash_put_text(&h, target_rule_code(s->rule));
    hash_put_text(&h, s->clause);
    for (size_t i = 0; i < s->share_count; i++) {
        const struct target_share *share = &s->shares[i];
        hash_put_number(&h, share->township);
        hash_put_number(&h, share->weight);
        hash_put_number(&h, share->value);
        hash_put_number(&h, share->is_asked);
    }
    hash_final(&h, out);
}
