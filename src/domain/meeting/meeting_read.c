/* Meetings and their items as they are read, and the hash over them. */
#include "domain/meeting/meeting_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "meeting_sql.h"

static const struct {
    const char *code, *label;
} KINDS[] = {[MEETING_BEHIND] = {"BEHIND", N_("进度落后")},
             [MEETING_PROBLEM] = {"PROBLEM", N_("未解决的问题")},
             [MEETING_PROJECT] = {"PROJECT", N_("建设项目的问题")},
             [MEETING_DUE] = {"DUE", N_("下次会前到期")},
             [MEETING_REPORT] = {"REPORT", N_("汇报")},
             [MEETING_DECISION] = {"DECISION", N_("议定事项")}};

const char *meeting_item_code(enum meeting_item_kind k)
{
    return KINDS[k].code;
}

const char *meeting_item_label(enum meeting_item_kind k)
{
    return KINDS[k].label;
}

const char *meeting_state_label(enum meeting_state s)
{
    switch (s) {
    case MEETING_DRAFT:
        return N_("议程已起草");
    case MEETING_HELD:
        return N_("已召开，纪要待签发");
    case MEETING_ISSUED:
        return N_("纪要已签发");
    case MEETING_CANCELLED:
        return N_("已取消");
    }
    return "";
}

static enum status meeting_of(const struct meeting_row *r, struct arena *arena, struct meeting *ret,
                              struct error *e)
{
    const bool is_issued = r->state == MEETING_ISSUED;
    *ret = (struct meeting){.id = r->id,
                            .known = r->known,
                            .year = (int)r->year,
                            .number = (int)r->number,
                            .month = r->month,
                            .held_on = r->held_on,
                            .issued_on = meeting_day_of(is_issued ? r->issued_on : 0),
                            .place = arena_strdup(arena, r->place),
                            .chair = arena_strdup(arena, r->chair),
                            .recorder = arena_strdup(arena, r->recorder),
                            .present = arena_strdup(arena, r->present),
                            .absent = arena_strdup(arena, r->absent),
                            .summary = arena_strdup(arena, r->summary),
                            .document = is_issued ? arena_strdup(arena, r->document) : "",
                            .prepared_by = arena_strdup(arena, r->prepared_by),
                            .issued_by =
                                is_issued && r->issued_by ? arena_strdup(arena, r->issued_by) : "",
                            .state = (enum meeting_state)r->state,
                            .issued_change = is_issued ? r->issued_change : 0};
    if (is_issued && r->content_hash.n == HASH_BYTES)
        hash_hex(r->content_hash.p, ret->hash);
    return ret->place && ret->chair && ret->recorder && ret->present && ret->absent &&
                   ret->summary && ret->document && ret->prepared_by && ret->issued_by
               ? STATUS_OK
               : arena_exhausted(e);
}

enum status meeting_list(struct db *db, int64_t county, int year, int64_t known,
                         struct arena *arena, struct meeting **ret, size_t *ret_count,
                         struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct meeting *list = ARENA_ARRAY(arena, struct meeting, MEETINGS_MAX);
    struct meeting_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(meeting_rows_open(db,
                          (struct meeting_rows_args){
                              .county = county, .year = year, .known = known ? known : KNOWN_NOW},
                          &cursor, e));
    while ((s = meeting_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == MEETINGS_MAX)
            return error_set(e, STATUS_FAILED, "MEETING_ROWS", _("调度会超过 %d 次"), MEETINGS_MAX);
        TRY(meeting_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status meeting_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                         struct meeting *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct meeting_row row;
    if (id <= 0)
        return STATUS_NONE;
    TRY(meeting_rows_open(
        db, (struct meeting_rows_args){.county = county, .id = id, .known = KNOWN_NOW}, &cursor,
        e));
    TRY(meeting_rows_next(cursor, &row, e));
    return meeting_of(&row, arena, ret, e);
}

static enum status item_of(const struct meeting_item_row *r, struct arena *arena,
                           struct meeting_item *ret, struct error *e)
{
    *ret = (struct meeting_item){.number = (int)r->number,
                                 .indicator = arena_strdup(arena, r->indicator),
                                 .book = arena_strdup(arena, r->book),
                                 .township = r->township,
                                 .township_name = arena_strdup(arena, r->township_name),
                                 .numerator = r->numerator,
                                 .denominator = r->denominator,
                                 .target_bp = r->target_bp,
                                 .subject = r->subject,
                                 .text = arena_strdup(arena, r->text),
                                 .outcome = arena_strdup(arena, r->outcome),
                                 .actor = arena_strdup(arena, r->actor)};
    for (int k = MEETING_BEHIND; k <= MEETING_DECISION; k++)
        if (text_equals(r->kind, KINDS[k].code))
            ret->kind = (enum meeting_item_kind)k;
    if (r->from_month && r->to_month) {
        ret->from = month_from_yyyymm(r->from_month);
        ret->to = month_from_yyyymm(r->to_month);
    }
    return ret->indicator && ret->book && ret->township_name && ret->text && ret->outcome &&
                   ret->actor
               ? STATUS_OK
               : arena_exhausted(e);
}

/* A township's viewer: his own items, and what is decided for all. */
static bool is_shown(const struct meeting_item *item, int64_t scope, int64_t county)
{
    return meeting_in_scope(scope, county, item->township) ||
           (item->township == 0 && item->kind != MEETING_PROBLEM);
}

enum status meeting_item_list(struct db *db, int64_t county, int64_t id, int64_t scope,
                              struct arena *arena, struct meeting_item **ret, size_t *ret_count,
                              struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct meeting_item *list = ARENA_ARRAY(arena, struct meeting_item, MEETING_ITEMS_MAX);
    struct meeting_item_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(meeting_item_rows_open(db, (struct meeting_item_rows_args){.county = county, .meeting = id},
                               &cursor, e));
    while ((s = meeting_item_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == MEETING_ITEMS_MAX)
            return error_set(e, STATUS_FAILED, "MEETING_ROWS", _("议程超过 %d 项"),
                             MEETING_ITEMS_MAX);
        TRY(item_of(&row, arena, &list[n], e));
        n += is_shown(&list[n], scope, county) ? 1 : 0;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
