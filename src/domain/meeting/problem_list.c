/* Problems as they are read: as known at a change, days overdue to a day. */
#include "domain/meeting/meeting_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "problem_sql.h"

static enum status problem_of(const struct problem_row *r, struct date on, struct arena *arena,
                              struct problem *ret, struct error *e)
{
    const bool is_closed = r->state == PROBLEM_CLOSED;
    *ret = (struct problem){
        .id = r->id,
        .source_id = r->source_id,
        .township = r->township,
        .state = (enum problem_state)r->state,
        .township_name = arena_strdup(arena, r->township_name),
        .indicator = arena_strdup(arena, r->indicator),
        .title = arena_strdup(arena, r->title),
        .cause = arena_strdup(arena, r->cause),
        .measure = arena_strdup(arena, r->measure),
        .owner = arena_strdup(arena, r->owner),
        .outcome = is_closed ? arena_strdup(arena, r->outcome) : "",
        .raised_by = arena_strdup(arena, r->raised_by),
        .reported_by = r->reported_by ? arena_strdup(arena, r->reported_by) : "",
        .closed_by = is_closed && r->closed_by ? arena_strdup(arena, r->closed_by) : "",
        .raised_on = r->raised_on,
        .first_due_on = r->first_due_on,
        .due_on = r->due_on,
        .reported_on = meeting_day_of(r->reported_on),
        .closed_on = meeting_day_of(is_closed ? r->closed_on : 0),
        .carried = (int)r->carried,
        .deferred = (int)r->deferred};
    TRY(problem_source_parse(r->source, &ret->source, e));
    int late = (is_closed ? ret->closed_on.v : on.v) - ret->due_on.v;
    ret->days_overdue = late > 0 ? late : 0;
    return ret->township_name && ret->indicator && ret->title && ret->cause && ret->measure &&
                   ret->owner && ret->outcome && ret->raised_by && ret->reported_by &&
                   ret->closed_by
               ? STATUS_OK
               : arena_exhausted(e);
}

static bool is_wanted(const struct problem *p, int64_t county, const struct problem_filter *f)
{
    return meeting_in_scope(f->scope, county, p->township) &&
           (f->township == 0 || f->township == p->township) &&
           (f->source == 0 || f->source == p->source) &&
           (!f->owner || !f->owner[0] || strstr(p->owner, f->owner)) &&
           (!f->is_open || p->state != PROBLEM_CLOSED) && (!f->is_overdue || p->days_overdue > 0);
}

static int by_urgency(const void *a, const void *b)
{
    const struct problem *x = a, *y = b;
    const bool x_closed = x->state == PROBLEM_CLOSED, y_closed = y->state == PROBLEM_CLOSED;
    if (x_closed != y_closed)
        return x_closed ? 1 : -1;
    if (x->due_on.v != y->due_on.v)
        return x->due_on.v < y->due_on.v ? -1 : 1;
    return x->id < y->id ? -1 : 1;
}

enum status problem_list(struct db *db, int64_t county, const struct problem_filter *f,
                         struct arena *arena, struct problem **ret, size_t *ret_count,
                         struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    const struct date on = f->on.v ? f->on : date_today();
    struct problem *list = ARENA_ARRAY(arena, struct problem, PROBLEMS_MAX);
    struct problem_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(problem_rows_open(
        db, (struct problem_rows_args){.county = county, .known = f->known ? f->known : KNOWN_NOW},
        &cursor, e));
    while ((s = problem_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == PROBLEMS_MAX)
            return error_set(e, STATUS_FAILED, "PROBLEM_ROWS", _("问题超过 %d 个"), PROBLEMS_MAX);
        TRY(problem_of(&row, on, arena, &list[n], e));
        n += is_wanted(&list[n], county, f) ? 1 : 0;
    }
    if (s != STATUS_NONE)
        return s;
    if (n > 1)
        qsort(list, n, sizeof *list, by_urgency);
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status problem_read(struct db *db, int64_t county, int64_t id, int64_t scope, int64_t known,
                         struct arena *arena, struct problem *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct problem_row row;
    struct problem p;
    if (id <= 0)
        return STATUS_NONE;
    TRY(problem_rows_open(
        db,
        (struct problem_rows_args){.county = county, .id = id, .known = known ? known : KNOWN_NOW},
        &cursor, e));
    TRY(problem_rows_next(cursor, &row, e));
    TRY(problem_of(&row, date_today(), arena, &p, e));
    if (!meeting_in_scope(scope, county, p.township))
        return STATUS_NONE;
    *ret = p;
    return STATUS_OK;
}

enum status problem_note_list(struct db *db, int64_t county, int64_t id, int64_t known,
                              struct arena *arena, struct problem_note **ret, size_t *ret_count,
                              struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct problem_note *list = ARENA_ARRAY(arena, struct problem_note, PROBLEM_NOTES_MAX);
    struct problem_note_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(problem_note_rows_open(db,
                               (struct problem_note_rows_args){.county = county,
                                                               .problem = id,
                                                               .known = known ? known : KNOWN_NOW},
                               &cursor, e));
    while ((s = problem_note_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == PROBLEM_NOTES_MAX)
            return error_set(e, STATUS_FAILED, "PROBLEM_ROWS", _("问题的记载超过 %d 条"),
                             PROBLEM_NOTES_MAX);
        struct problem_note *note = &list[n++];
        *note = (struct problem_note){.number = (int)row.number,
                                      .kind = arena_strdup(arena, row.kind),
                                      .meeting = row.meeting,
                                      .text = arena_strdup(arena, row.text),
                                      .actor = arena_strdup(arena, row.actor),
                                      .on = row.on_date,
                                      .new_due_on = meeting_day_of(row.new_due_on)};
        if (!note->kind || !note->text || !note->actor)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
