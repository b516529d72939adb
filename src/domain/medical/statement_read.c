/* Statements as they are shown. */
#include "statement_internal.h"

#include <string.h>

#define ROWS_FIRST 64

static struct statement_record record_of(const struct statement_row *r)
{
    return (struct statement_record){
        .id = r->id,
        .hospital = r->hospital,
        .lines = r->lines,
        .transfer = r->transfer,
        .month = r->month,
        .state = (enum statement_state)r->state,
        .hospital_name = r->hospital_name,
        .prepared_by = r->prepared_by,
        .prepared_at = r->prepared_at,
        .agreed_by = r->agreed_by,
        .before = r->before,
        .during = r->during,
        .total = r->total,
        .differences = r->differences,
        .is_compared = r->compared > 0,
    };
}

enum status statement_read(struct db *db, int64_t county, int64_t statement, struct arena *arena,
                           struct statement_record *ret, struct error *e)
{
    struct statement_row row;
    TRY(statement_by_id(db, (struct statement_by_id_args){.county = county, .id = statement}, arena,
                        &row, e));
    *ret = record_of(&row);
    return STATUS_OK;
}

/* Room for one more element of a list that grows in the arena. NULL: no memory. */
static void *grown(struct arena *arena, void *list, size_t count, size_t *room, size_t bytes)
{
    if (count < *room)
        return list;
    *room = *room ? *room * 2 : ROWS_FIRST;
    void *more = arena_array(arena, *room, bytes);
    if (more && count > 0)
        memcpy(more, list, count * bytes);
    return more;
}

/* Copies the texts of a row that lives only until the next one. */
static enum status texts_keep(struct arena *arena, const char **const *texts, size_t count,
                              struct error *e)
{
    for (size_t i = 0; i < count; i++) {
        if (!*texts[i])
            continue;
        *texts[i] = arena_strdup(arena, *texts[i]);
        if (!*texts[i])
            return arena_exhausted(e);
    }
    return STATUS_OK;
}
#define TEXTS_KEEP(arena, e, ...)                                                                  \
    texts_keep((arena), (const char **const[]){__VA_ARGS__},                                       \
               sizeof((const char **const[]){__VA_ARGS__}) / sizeof(const char **), (e))

enum status statement_list(struct db *db, int64_t county, int64_t hospital, struct arena *arena,
                           struct statement_record **ret, size_t *ret_count, struct error *e)
{
    struct statement_record *list = NULL;
    size_t count = 0, room = 0;
    struct statement_row row;
    enum status s;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(statement_page_open(
        db, (struct statement_page_args){.county = county, .hospital = hospital}, &cursor, e));
    while ((s = statement_page_next(cursor, &row, e)) == STATUS_OK) {
        list = grown(arena, list, count, &room, sizeof *list);
        if (!list)
            return arena_exhausted(e);
        struct statement_record *r = &list[count++];
        *r = record_of(&row);
        TRY(TEXTS_KEEP(arena, e, &r->hospital_name, &r->prepared_by, &r->prepared_at,
                       &r->agreed_by));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status statement_lines(struct db *db, int64_t county, int64_t statement, struct arena *arena,
                            struct statement_line **ret, size_t *ret_count, struct error *e)
{
    struct statement_record of;
    struct statement_line *list = NULL;
    size_t count = 0, room = 0;
    struct statement_line_row row;
    TRY(statement_read(db, county, statement, arena, &of, e));
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(statement_line_list_open(db,
                                 (struct statement_line_list_args){.county = county,
                                                                   .hospital = of.hospital,
                                                                   .statement = statement},
                                 &cursor, e));
    enum status s;
    while ((s = statement_line_list_next(cursor, &row, e)) == STATUS_OK) {
        list = grown(arena, list, count, &room, sizeof *list);
        if (!list)
            return arena_exhausted(e);
        struct statement_line *l = &list[count++];
        *l = (struct statement_line){.line = row.id,
                                     .bill = row.bill,
                                     .admission = row.admission,
                                     .admission_no = row.admission_number,
                                     .person_name = row.person_name,
                                     .id_tail = row.id_tail,
                                     .reason = row.reason,
                                     .before = row.before,
                                     .during = row.during,
                                     .entered_on = row.entered_on};
        TRY(TEXTS_KEEP(arena, e, &l->admission_no, &l->person_name, &l->id_tail, &l->reason));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status statement_matches(struct db *db, int64_t county, int64_t statement,
                              bool differences_only, struct arena *arena,
                              struct statement_match **ret, size_t *ret_count, struct error *e)
{
    struct statement_match *list = NULL;
    size_t count = 0, room = 0;
    struct statement_match_row row;
    enum status s;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(statement_match_list_open(
        db,
        (struct statement_match_list_args){
            .county = county, .statement = statement, .differences_only = differences_only},
        &cursor, e));
    while ((s = statement_match_list_next(cursor, &row, e)) == STATUS_OK) {
        list = grown(arena, list, count, &room, sizeof *list);
        if (!list)
            return arena_exhausted(e);
        struct statement_match *m = &list[count++];
        *m = (struct statement_match){.admission_no = row.admission_number,
                                      .outcome = row.outcome,
                                      .ours = row.ours,
                                      .theirs = row.theirs};
        TRY(TEXTS_KEEP(arena, e, &m->admission_no, &m->outcome));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}
