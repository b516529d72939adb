/* Letters: lines frozen from the splits in force, numbered by version, signed by the township. */
#include "domain/target/target_internal.h"

#include "target_sql.h"

#define LETTER_LINES_MAX 200
#define LETTERS_MAX 4096

/* ---- reading ---- */

static enum status letter_take(const struct target_letter_row *row, int64_t known,
                               struct arena *arena, struct target_letter *ret, struct error *e)
{
    bool is_signed = row->signed_change > 0 && row->signed_change <= known;
    bool is_replaced = row->replaced_change > 0 && row->replaced_change <= known;
    *ret = (struct target_letter){
        .id = row->id,
        .year = (int)row->year,
        .version = (int)row->version,
        .township = row->township,
        .township_name = arena_strdup(arena, row->township_name),
        .state = is_replaced ? LETTER_REPLACED
                 : is_signed ? LETTER_SIGNED
                             : LETTER_ISSUED,
        .document = arena_strdup(arena, row->document),
        .issued_by = arena_strdup(arena, row->issued_by),
        .bureau_signer = arena_strdup(arena, row->bureau_signer),
        .signed_by = is_signed ? arena_strdup(arena, row->signed_by) : NULL,
        .township_signer = is_signed ? arena_strdup(arena, row->township_signer) : "",
        .issued_on = row->issued_on,
        .signed_on = is_signed ? target_day(row->signed_on) : (struct date){0},
        .known_from = row->known_from,
        .signed_change = is_signed ? row->signed_change : 0,
        .replaced_change = is_replaced ? row->replaced_change : 0};
    if (row->content_hash.n != HASH_BYTES)
        return error_set(e, STATUS_FAILED, "LETTER_HASH", _("责任书的哈希长度不对"));
    memcpy(ret->content_hash, row->content_hash.p, HASH_BYTES);
    bool is_whole = ret->township_name && ret->document && ret->issued_by && ret->bureau_signer &&
                    ret->township_signer && (!is_signed || ret->signed_by);
    return is_whole ? STATUS_OK : arena_exhausted(e);
}

static enum status lines_read(struct db *db, int64_t county, struct arena *arena,
                              struct target_letter *l, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct target_letter_line_row row;
    enum status s;
    l->lines = ARENA_ARRAY(arena, struct target_letter_line, LETTER_LINES_MAX);
    if (!l->lines)
        return arena_exhausted(e);
    TRY(target_letter_line_rows_open(
        db, (struct target_letter_line_rows_args){.county = county, .letter = l->id}, &cursor, e));
    while ((s = target_letter_line_rows_next(cursor, &row, e)) == STATUS_OK &&
           l->line_count < LETTER_LINES_MAX) {
        struct target_letter_line *line = &l->lines[l->line_count++];
        *line = (struct target_letter_line){.split = row.split,
                                            .book = target_book_of(row.book),
                                            .measure = arena_strdup(arena, row.measure),
                                            .due_on = row.due_on,
                                            .unit = target_unit_of(row.unit),
                                            .value = row.value,
                                            .clause = arena_strdup(arena, row.clause)};
        if (!line->measure || !line->clause)
            return arena_exhausted(e);
    }
    return s == STATUS_NONE || s == STATUS_OK ? STATUS_OK : s;
}

struct letter_query {
    int64_t id, township;
    int year;
    bool is_current_only;
};

static enum status letters_read(struct db *db, int64_t county, const struct letter_query *q,
                                int64_t known, struct arena *arena, struct target_letter **ret,
                                size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct target_letter_row row;
    struct target_letter *list = NULL;
    size_t n = 0, room = 0;
    enum status s;
    TRY(target_letter_rows_open(db,
                                (struct target_letter_rows_args){.county = county,
                                                                 .id = q->id,
                                                                 .year = q->year,
                                                                 .township = q->township,
                                                                 .known = known},
                                &cursor, e));
    while ((s = target_letter_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == room) {
            size_t more = room ? room * 2 : 32;
            struct target_letter *wider =
                more > LETTERS_MAX ? NULL : ARENA_ARRAY(arena, struct target_letter, more);
            if (!wider)
                return arena_exhausted(e);
            if (n)
                memcpy(wider, list, n * sizeof wider[0]);
            list = wider;
            room = more;
        }
        TRY(letter_take(&row, known, arena, &list[n], e));
        n += !q->is_current_only || list[n].state != LETTER_REPLACED;
    }
    if (s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < n; i++)
        TRY(lines_read(db, county, arena, &list[i], e));
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status target_letter_list(struct db *db, int64_t county, int year, int64_t township,
                               bool is_current_only, int64_t known, struct arena *arena,
                               struct target_letter **ret, size_t *ret_count, struct error *e)
{
    return letters_read(db, county,
                        &(struct letter_query){
                            .year = year, .township = township, .is_current_only = is_current_only},
                        known, arena, ret, ret_count, e);
}

enum status target_letter_read(struct db *db, int64_t county, int64_t id, int64_t known,
                               struct arena *arena, struct target_letter *ret, struct error *e)
{
    struct target_letter *list;
    size_t n;
    if (id <= 0)
        return STATUS_NONE;
    TRY(letters_read(db, county, &(struct letter_query){.id = id}, known, arena, &list, &n, e));
    if (n == 0)
        return STATUS_NONE;
    *ret = list[0];
    return STATUS_OK;
}

void target_letter_hash(const struct target_letter *l, uint8_t out[HASH_BYTES])
{
    struct hash_state h;
    hash_init(&h);
    hash_put_number(&h, l->year);
    hash_put_number(&h, l->township);
    hash_put_number(&h, l->version);
    hash_put_text(&h, l->document);
    hash_put_number(&h, date_yyyymmdd(l->issued_on));
    hash_put_text(&h, l->bureau_signer);
    for (size_t i = 0; i < l->line_count; i++) {
        const struct target_letter_line *line = &l->lines[i];
        hash_put_number(&h, (int64_t)i + 1);
        hash_put_number(&h, line->split);
        hash_put_text(&h, target_book_code(line->book));
        hash_put_text(&h, line->measure);
        hash_put_number(&h, date_yyyymmdd(line->due_on));
        hash_put_text(&h, target_unit_code(line->unit));
        hash_put_number(&h, line->value);
        hash_put_text(&h, line->clause);
    }
    hash_final(&h, out);
}
