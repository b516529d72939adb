/* Good practices: proposed by one, published or declined by another. */
#include "domain/meeting/meeting_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "practice_sql.h"

#define CODE "PRACTICE_FIELD"

const char *practice_state_label(enum practice_state s)
{
    switch (s) {
    case PRACTICE_PROPOSED:
        return N_("待审定");
    case PRACTICE_PUBLISHED:
        return N_("已推广");
    case PRACTICE_DECLINED:
        return N_("未采用");
    }
    return "";
}

struct proposing {
    struct meeting_act act;
    const struct practice *practice;
};

static enum status propose_work(struct db *db, void *context, struct error *e)
{
    struct proposing *x = context;
    const struct practice *p = x->practice;
    x->act.db = db;
    x->act.id = p->meeting;
    arena_reset(x->act.arena);
    TRY(meeting_may(&x->act, PERMISSION_PROBLEM_REPORT, PERMISSION_MEETING_MANAGE, p->township, e));
    TRY(meeting_act_record(&x->act, "practice.propose", "meeting", "", e));
    TRY(meeting_text_check(CODE, "title", p->title, true, MEETING_TITLE_BYTES_MAX, e));
    TRY(meeting_text_check(CODE, "body", p->body, true, MEETING_TEXT_BYTES_MAX, e));
    TRY(meeting_township_check(db, x->act.county, CODE, p->township, x->act.today, x->act.arena,
                               e));
    if (p->meeting)
        TRY(meeting_is_open(db, x->act.county, p->meeting, e));
    TRY(counter_take(db, x->act.county, "practice", 1, &x->act.id, e));
    return practice_insert(db,
                           (struct practice_insert_args){.county = x->act.county,
                                                         .id = x->act.id,
                                                         .meeting = p->meeting,
                                                         .township = p->township,
                                                         .title = p->title,
                                                         .body = p->body,
                                                         .proposed_by = x->act.actor,
                                                         .known_from = x->act.change},
                           NULL, e);
}

enum status practice_propose(struct db *db, int64_t county, const struct practice *practice,
                             const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    struct proposing x = {.act = {.arena = arena, .county = county, .actor = actor},
                          .practice = practice};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, propose_work, &x, e));
    *ret_id = x.act.id;
    return STATUS_OK;
}

static enum status practice_of(const struct practice_row *r, struct arena *arena,
                               struct practice *ret, struct error *e)
{
    *ret = (struct practice){.id = r->id,
                             .meeting = r->meeting,
                             .township = r->township,
                             .township_name = arena_strdup(arena, r->township_name),
                             .title = arena_strdup(arena, r->title),
                             .body = arena_strdup(arena, r->body),
                             .proposed_by = arena_strdup(arena, r->proposed_by),
                             .decided_by = r->decided_by ? arena_strdup(arena, r->decided_by) : "",
                             .state = (enum practice_state)r->state,
                             .decided_on = meeting_day_of(r->decided_on)};
    return ret->township_name && ret->title && ret->body && ret->proposed_by && ret->decided_by
               ? STATUS_OK
               : arena_exhausted(e);
}

struct deciding {
    struct meeting_act act;
    bool is_published;
};

static enum status decide_work(struct db *db, void *context, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct deciding *x = context;
    struct practice_row row;
    struct practice p;
    x->act.db = db;
    arena_reset(x->act.arena);
    TRY(meeting_may(&x->act, PERMISSION_MEETING_ISSUE, PERMISSION_NONE, 0, e));
    TRY(meeting_act_record(&x->act, x->is_published ? "practice.publish" : "practice.decline",
                           "practice", "", e));
    TRY(practice_rows_open(db,
                           (struct practice_rows_args){
                               .county = x->act.county, .id = x->act.id, .known = x->act.change},
                           &cursor, e));
    enum status s = practice_rows_next(cursor, &row, e);
    if (s == STATUS_NONE || x->act.id <= 0)
        return error_set(e, STATUS_REFUSED, "PRACTICE_UNKNOWN", _("没有第 %" PRId64 " 号做法"),
                         x->act.id);
    if (s != STATUS_OK)
        return s;
    TRY(practice_of(&row, x->act.arena, &p, e));
    if (p.state != PRACTICE_PROPOSED)
        return error_set(e, STATUS_REFUSED, "PRACTICE_STATE",
                         _("第 %" PRId64 " 号做法%s，不再审定"), p.id,
                         _(practice_state_label(p.state)));
    if (text_equals(p.proposed_by, x->act.actor))
        return meeting_same_person(e, x->act.actor);
    return practice_set_decided(db,
                                (struct practice_set_decided_args){.county = x->act.county,
                                                                   .id = p.id,
                                                                   .state = x->is_published
                                                                                ? PRACTICE_PUBLISHED
                                                                                : PRACTICE_DECLINED,
                                                                   .decided_by = x->act.actor,
                                                                   .decided_on = x->act.today,
                                                                   .change = x->act.change},
                                NULL, e);
}

enum status practice_decide(struct db *db, int64_t county, int64_t id, bool is_published,
                            const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEETING_ARENA_BYTES);
    struct deciding x = {.act = {.arena = arena, .county = county, .id = id, .actor = actor},
                         .is_published = is_published};
    return arena ? db_transaction(db, decide_work, &x, e) : arena_exhausted(e);
}

enum status practice_list(struct db *db, int64_t county, int64_t scope, int64_t meeting,
                          int64_t known, struct arena *arena, struct practice **ret,
                          size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct practice *list = ARENA_ARRAY(arena, struct practice, PRACTICES_MAX);
    struct practice_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(practice_rows_open(db,
                           (struct practice_rows_args){.county = county,
                                                       .meeting = meeting,
                                                       .known = known ? known : KNOWN_NOW},
                           &cursor, e));
    while ((s = practice_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == PRACTICES_MAX)
            return error_set(e, STATUS_FAILED, "PRACTICE_ROWS", _("做法超过 %d 条"), PRACTICES_MAX);
        TRY(practice_of(&row, arena, &list[n], e));
        n +=
            list[n].state == PRACTICE_PUBLISHED || meeting_in_scope(scope, county, list[n].township)
                ? 1
                : 0;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status practice_public_list(struct db *db, int64_t county, struct arena *arena,
                                 struct practice **ret, size_t *ret_count, struct error *e)
{
    struct practice *list;
    size_t n, kept = 0;
    TRY(practice_list(db, county, 0, 0, 0, arena, &list, &n, e));
    for (size_t i = 0; i < n; i++) {
        if (list[i].state != PRACTICE_PUBLISHED)
            continue;
        list[kept] = list[i];
        list[kept].proposed_by = list[kept].decided_by = "";
        kept++;
    }
    *ret = list;
    *ret_count = kept;
    return STATUS_OK;
}
