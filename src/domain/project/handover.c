/* Hand-over (移交): accepted beds become beds of a home's rooms, each once. */
#include "domain/project/project_internal.h"

#include <assert.h>

#include "base/i18n.h"
#include "base/text.h"
#include "project_finish_sql.h"
#include "project_sql.h"

#define HANDOVER_ROWS_MAX 2000
#define HANDOVER_ROOMS_MAX 500

static enum status rooms_of(struct db *db, int64_t county, struct project_handover *h,
                            struct arena *arena, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project_handover_room *rooms =
        ARENA_ARRAY(arena, struct project_handover_room, HANDOVER_ROOMS_MAX);
    struct project_handover_room_row row;
    enum status s;
    if (!rooms)
        return arena_exhausted(e);
    TRY(project_handover_room_rows_open(
        db, (struct project_handover_room_rows_args){.county = county, .handover = h->id}, &cursor,
        e));
    while ((s = project_handover_room_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (h->room_count == HANDOVER_ROOMS_MAX)
            return error_set(e, STATUS_FAILED, "PROJECT_ROWS", _("一次移交的房间超过 %d 间"),
                             HANDOVER_ROOMS_MAX);
        rooms[h->room_count] =
            (struct project_handover_room){.number = arena_strdup(arena, row.number),
                                           .storey = (int)row.storey,
                                           .beds = (int)row.beds,
                                           .area_m2 = row.area_m2};
        if (!rooms[h->room_count++].number)
            return arena_exhausted(e);
    }
    h->rooms = rooms;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status project_handover_list(struct db *db, int64_t county, int64_t project,
                                  struct arena *arena, struct project_handover **ret,
                                  size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct project_handover *list = ARENA_ARRAY(arena, struct project_handover, HANDOVER_ROWS_MAX);
    struct project_handover_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(project_handover_rows_open(
        db, (struct project_handover_rows_args){.county = county, .project = project}, &cursor, e));
    while ((s = project_handover_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == HANDOVER_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "PROJECT_ROWS", _("移交记录超过 %d 条"),
                             HANDOVER_ROWS_MAX);
        struct project_handover h = {.id = row.id,
                                     .project = row.project,
                                     .home = row.home,
                                     .beds = row.beds,
                                     .on = row.on_date,
                                     .given_by = arena_strdup(arena, row.given_by),
                                     .received_by = arena_strdup(arena, row.received_by),
                                     .document = arena_strdup(arena, row.document)};
        if (!h.given_by || !h.received_by || !h.document)
            return arena_exhausted(e);
        list[n++] = h;
    }
    if (s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < n; i++)
        TRY(rooms_of(db, county, &list[i], arena, e));
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

struct giving {
    struct project_work w;
    const struct project_handover *h;
    int64_t id, home, beds;
};

static enum status fields_check(struct giving *x, struct error *e)
{
    const struct project_handover *h = x->h;
    x->beds = 0;
    if (!h->on.v || h->on.v > x->w.today.v)
        return project_field(e, "on", _("移交日期没有写，或还没有到"));
    TRY(project_text_check("given_by", h->given_by, true, e));
    TRY(project_text_check("received_by", h->received_by, true, e));
    TRY(project_text_check("document", h->document, false, e));
    /* Spaces between the letters make no other person. */
    const char *giver = text_tidy_solid(x->w.arena, h->given_by);
    const char *receiver = text_tidy_solid(x->w.arena, h->received_by);
    if (!giver || !receiver)
        return arena_exhausted(e);
    if (text_equals(giver, receiver))
        return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("移交人和接收人须是两个人"));
    if (h->room_count == 0 || h->room_count > HANDOVER_ROOMS_MAX)
        return project_field(e, "rooms", _("请逐间写明移交的房间和床位"));
    for (size_t i = 0; i < h->room_count; i++) {
        if (h->rooms[i].beds <= 0 || h->rooms[i].beds > PROJECT_BEDS_MAX)
            return project_field(e, "rooms", _("每间房的床位应大于零"));
        x->beds += h->rooms[i].beds;
    }
    if (h->beds && h->beds != x->beds)
        return project_field(e, "beds", _("床位合计与各房间不符"));
    return STATUS_OK;
}

/* Accepted and confirmed beds, less what was given over before. */
static enum status room_left(struct giving *x, int64_t *ret_left, struct error *e)
{
    struct project_acceptance passed;
    struct project_handover *list;
    size_t n;
    enum status s = project_passed(&x->w, &passed, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_NONE || !passed.is_confirmed)
        return error_set(e, STATUS_REFUSED, "PROJECT_STAGE_ORDER",
                         _("项目 %s 还没有验收合格并确认，不能移交"), x->w.project.code);
    if (x->h->on.v < passed.accepted_on.v)
        return error_set(e, STATUS_REFUSED, "PROJECT_STAGE_ORDER", _("移交日期早于验收日期"));
    TRY(project_handover_list(x->w.db, x->w.county, x->w.id, x->w.arena, &list, &n, e));
    *ret_left = passed.beds;
    for (size_t i = 0; i < n; i++)
        *ret_left -= list[i].beds;
    if (x->beds > *ret_left)
        return project_beds_refuse(e, _("移交床位不能多于验收合格而未移交的"), x->beds, *ret_left);
    return STATUS_OK;
}

/* The project's home while it is open and lies where the project is built now; else the one named,
   or a new one of the project's name. */
static enum status home_choose(struct giving *x, struct error *e)
{
    const struct project *p = &x->w.project;
    struct home home;
    int64_t own = p->home;
    if (own) {
        TRY(home_by_id(x->w.db, x->w.county, own, x->w.arena, &home, e));
        bool is_usable = home.township == p->scope.township && home.closed_on.v > x->h->on.v;
        own = is_usable ? own : 0;
    }
    x->home = own ? own : x->h->home;
    if (own && x->h->home && own != x->h->home)
        return project_field(e, "home", _("项目的床位属于另一所敬老院"));
    if (!x->home)
        TRY(home_add(x->w.db, x->w.county, p->name, p->scope.township, x->w.change, &x->home, e));
    enum status s = home_by_id(x->w.db, x->w.county, x->home, x->w.arena, &home, e);
    if (s == STATUS_NONE || (s == STATUS_OK && home.township != p->scope.township))
        return project_field(e, "home", _("这个乡镇没有这所敬老院"));
    if (s != STATUS_OK || own)
        return s;
    return project_home_set(
        x->w.db,
        (struct project_home_set_args){.county = x->w.county, .id = x->w.id, .home = x->home}, NULL,
        e);
}

static enum status beds_give(struct giving *x, struct error *e)
{
    for (size_t i = 0; i < x->h->room_count; i++) {
        const struct project_handover_room *r = &x->h->rooms[i];
        if (home_beds_add_within(x->w.db, x->w.county,
                                 &(struct home_beds_new){.home = x->home,
                                                         .handover = x->id,
                                                         .room = r->number,
                                                         .storey = r->storey,
                                                         .beds = r->beds,
                                                         .area_m2 = r->area_m2,
                                                         .from = x->h->on},
                                 x->w.change, e) != STATUS_OK)
            return error_place(e, "%s", r->number ? r->number : "");
    }
    return STATUS_OK;
}

static enum status give_work(struct db *db, void *context, struct error *e)
{
    struct giving *x = context;
    int64_t left = 0;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(project_work_begin(&x->w, PERMISSION_PROJECT_MANAGE, PERMISSION_NONE, "project.handover",
                           e));
    TRY(fields_check(x, e));
    TRY(room_left(x, &left, e));
    TRY(home_choose(x, e));
    TRY(counter_take(db, x->w.county, "project_handover", 1, &x->id, e));
    TRY(project_handover_insert(
        db,
        (struct project_handover_insert_args){.county = x->w.county,
                                              .id = x->id,
                                              .project = x->w.id,
                                              .home = x->home,
                                              .on_date = x->h->on,
                                              .beds = x->beds,
                                              .given_by = x->h->given_by,
                                              .received_by = x->h->received_by,
                                              .document = x->h->document ? x->h->document : "",
                                              .known_from = x->w.change},
        NULL, e));
    TRY(beds_give(x, e));
    if (x->beds < left)
        return STATUS_OK;
    TRY(project_stage_order(db, x->w.county, x->w.id, STAGE_IN_USE, x->h->on, e));
    return project_stage_write(&x->w, STAGE_IN_USE, x->h->on, e);
}

enum status project_hand_over(struct db *db, int64_t county,
                              const struct project_handover *handover, const char *actor,
                              int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct giving x = {
        .w = {.arena = arena, .county = county, .id = handover->project, .actor = actor},
        .h = handover};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, give_work, &x, e));
    *ret_id = x.id;
    return STATUS_OK;
}
