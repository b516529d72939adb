/* What a counter keeps between calls. It is renewed by the trail: whoever changes a number, a
   disease or the hand-over records a change, and a change is known by its number and hash, so that
   one that was rolled back is never taken for another that got its number. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "bill_internal.h"
#include "bill_sql.h"

#define DESK_ARENA_BYTES ((size_t)16 << 20)
#define DESK_ROW_BYTES ((size_t)64 << 10)
#define TRAIL_ROWS_MAX 260 /* beyond these it is cheaper to read anew */

struct medical_desk *medical_desk_new(int64_t county, const struct keyring *keys)
{
    struct arena *arena = arena_new(DESK_ARENA_BYTES);
    struct medical_desk *d = arena ? malloc(sizeof *d) : NULL;
    if (!d) {
        arena_free(arena);
        return NULL;
    }
    *d = (struct medical_desk){.county = county, .keys = keys, .arena = arena};
    return d;
}

void medical_desk_free(struct medical_desk *d)
{
    if (!d)
        return;
    arena_free(d->arena);
    free(d);
}

void medical_desk_cleanup(struct medical_desk **d)
{
    medical_desk_free(*d);
    *d = NULL;
}

/* Changes of hospitals' messages touch nothing that a desk keeps. */
static bool is_of_counter(const char *action)
{
    static const char *const actions[] = {"medical.settle", "medical.admit", "medical.reverse",
                                          "medical.cancel", "medical.entitlement"};
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        if (strcmp(action, actions[i]) == 0)
            return true;
    return false;
}

static bool mark_set(struct medical_desk *desk, int64_t id, struct blob hash)
{
    if (hash.n != HASH_BYTES)
        return false;
    desk->mark = id;
    memcpy(desk->mark_hash, hash.p, HASH_BYTES);
    return true;
}

/* Whether everything since the mark is of counters; then the mark moves up to before the caller's
   own change, which may yet be undone. */
static enum status is_current(struct db *db, struct medical_desk *desk, int64_t change, bool *ret,
                              struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct trail_since_row row;
    enum status s;
    bool is_same = false, is_first = true;
    int count = 0;
    TRY(trail_since_open(db,
                         (struct trail_since_args){
                             .county = desk->county, .id = desk->mark, .row_count = TRAIL_ROWS_MAX},
                         &cursor, e));
    while ((s = trail_since_next(cursor, &row, e)) == STATUS_OK) {
        if (is_first)
            is_same = row.id == desk->mark && row.hash.n == HASH_BYTES &&
                      memcmp(row.hash.p, desk->mark_hash, HASH_BYTES) == 0;
        else if (row.id != change)
            is_same = is_same && is_of_counter(row.action);
        if (!is_same || ++count == TRAIL_ROWS_MAX)
            break;
        is_first = false;
        if (row.id != change)
            (void)mark_set(desk, row.id, row.hash);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = is_same && count < TRAIL_ROWS_MAX;
    return STATUS_OK;
}

static enum status handover_of(struct db *db, int64_t county, struct arena *arena,
                               struct medical_handover_row *ret, struct error *e)
{
    *ret = (struct medical_handover_row){.bureau = "", .document = ""};
    enum status s = medical_handover_last(db, (struct medical_handover_last_args){.county = county},
                                          arena, ret, e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status fill(struct db *db, struct medical_desk *desk, int64_t change, struct error *e)
{
    struct trail_since_row last;
    struct medical_handover_row handover;
    desk->is_filled = false;
    arena_reset(desk->arena);
    /* The mark first: what is changed while the rest is read will be seen as later than it. */
    enum status s = trail_before(
        db, (struct trail_before_args){.county = desk->county, .id = change ? change : KNOWN_OPEN},
        desk->arena, &last, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    bool has_mark = s == STATUS_OK && mark_set(desk, last.id, last.hash);
    TRY(policy_table_read(db, desk->county, KNOWN_NOW, desk->arena, &desk->policy, e));
    TRY(medical_disease_table_read(db, desk->county, KNOWN_NOW, desk->arena, &desk->diseases, e));
    TRY(handover_of(db, desk->county, desk->arena, &handover, e));
    desk->is_read_only = handover.is_read_only;
    desk->bureau = handover.bureau;
    desk->document = handover.document;
    desk->is_filled = has_mark;
    return STATUS_OK;
}

enum status desk_refresh(struct db *db, struct medical_desk *desk, int64_t change, struct error *e)
{
    bool is_kept = false;
    if (desk->is_filled)
        TRY(is_current(db, desk, change, &is_kept, e));
    return is_kept ? STATUS_OK : fill(db, desk, change, e);
}

static enum status handed_over(const char *bureau, const char *document, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "PROGRAMME_HANDED_OVER",
                     _("医疗救助已移交%s（%s），这里只能查看：请到接收单位办理"), bureau, document);
}

enum status desk_writable(const struct medical_desk *desk, struct error *e)
{
    return desk->is_read_only ? handed_over(desk->bureau, desk->document, e) : STATUS_OK;
}

enum status medical_writable(struct db *db, int64_t county, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(DESK_ROW_BYTES);
    struct medical_handover_row row;
    if (!arena)
        return arena_exhausted(e);
    TRY(handover_of(db, county, arena, &row, e));
    return row.is_read_only ? handed_over(row.bureau, row.document, e) : STATUS_OK;
}

enum status work_id(struct medical_work *w, int64_t *ret, struct error *e)
{
    if (w->next_id == w->last_id) {
        TRY(counter_take(w->db, w->county, "medical", WORK_IDS, &w->next_id, e));
        w->last_id = w->next_id + WORK_IDS;
    }
    *ret = w->next_id++;
    return STATUS_OK;
}
