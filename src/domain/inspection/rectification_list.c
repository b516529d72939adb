/* Reads orders to put something right, and their names. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/inspection/inspection_internal.h"
#include "domain/inspection/rectification.h"
#include "rectification_sql.h"

static const struct {
    const char *code, *small, *label;
} ORIGINS[] = {{"", "", ""},
               {"ASSESSMENT", "assessment", N_("考核")},
               {"INSPECTION", "inspection", N_("检查")},
               {"PROBLEM", "problem", N_("问题清单")},
               {"COMPLAINT", "complaint", N_("投诉")}};
static const struct {
    const char *code, *label;
} STATES[] = {{"", ""},
              {"NOTICE", N_("待回复")},
              {"REPLY", N_("待复查")},
              {"RECHECK", N_("复查未通过，待再回复")},
              {"CLOSED", N_("已销号")}};

const char *rectification_origin_code(enum rectification_origin o)
{
    return o >= RECTIFICATION_ASSESSMENT && o <= RECTIFICATION_COMPLAINT ? ORIGINS[o].code : "";
}

const char *rectification_origin_small(enum rectification_origin o)
{
    return o >= RECTIFICATION_ASSESSMENT && o <= RECTIFICATION_COMPLAINT ? ORIGINS[o].small
                                                                         : "rectification";
}

const char *rectification_origin_label(enum rectification_origin o)
{
    return o >= RECTIFICATION_ASSESSMENT && o <= RECTIFICATION_COMPLAINT ? ORIGINS[o].label : "";
}

enum status rectification_origin_parse(const char *code, enum rectification_origin *ret,
                                       struct error *e)
{
    for (int o = RECTIFICATION_ASSESSMENT; o <= RECTIFICATION_COMPLAINT; o++) {
        if (code && (strcmp(code, ORIGINS[o].code) == 0 || strcmp(code, ORIGINS[o].small) == 0)) {
            *ret = (enum rectification_origin)o;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "RECTIFICATION_FIELD",
                     _("没有整改来源“%.20s”：可用 assessment（考核）、inspection（检查）、"
                       "problem（问题）、complaint（投诉）"),
                     code ? code : "");
}

const char *rectification_state_code(enum rectification_state s)
{
    return s >= RECTIFICATION_NOTICE && s <= RECTIFICATION_CLOSED ? STATES[s].code : "";
}

const char *rectification_state_label(enum rectification_state s)
{
    return s >= RECTIFICATION_NOTICE && s <= RECTIFICATION_CLOSED ? STATES[s].label : "";
}

const char *rectification_step_label(const struct rectification_step *s)
{
    if (text_equals(s->step, "REPLY"))
        return N_("回复");
    if (text_equals(s->step, "EXTEND"))
        return N_("延期");
    return s->is_passed ? N_("复查通过") : N_("复查未通过");
}

static enum status order_of(const struct rectification_row *r, struct date on, struct arena *arena,
                            struct rectification *ret, struct error *e)
{
    struct rectification x = {.id = r->id,
                              .origin_id = r->origin_id,
                              .township = r->township,
                              .known_from = r->known_from,
                              .closed_change = r->closed_change,
                              .state = (enum rectification_state)r->state,
                              .township_name = arena_strdup(arena, r->township_name),
                              .node = arena_strdup(arena, r->node),
                              .problem = arena_strdup(arena, r->problem),
                              .demand = arena_strdup(arena, r->demand),
                              .document = arena_strdup(arena, r->document),
                              .issued_by = arena_strdup(arena, r->issued_by),
                              .closed_by = arena_strdup(arena, r->closed_by ? r->closed_by : ""),
                              .issued_on = r->issued_on,
                              .due_on = r->due_on,
                              .closed_on = inspection_day_of(r->closed_on),
                              .moved = (int)r->moved,
                              .replies = (int)r->replies};
    if (!x.township_name || !x.node || !x.problem || !x.demand || !x.document || !x.issued_by ||
        !x.closed_by)
        return arena_exhausted(e);
    TRY(rectification_origin_parse(r->origin, &x.origin, e));
    int32_t until = x.closed_on.v ? x.closed_on.v : on.v;
    x.days_overdue = until > x.due_on.v ? until - x.due_on.v : 0;
    *ret = x;
    return STATUS_OK;
}

static enum status rows_read(struct db *db, struct rectification_rows_args args, int64_t scope,
                             struct date on, struct arena *arena, struct rectification **ret,
                             size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct rectification *list =
        ARENA_ARRAY(arena, struct rectification, args.id ? 1 : RECTIFICATIONS_MAX);
    struct rectification_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(rectification_rows_open(db, args, &cursor, e));
    while ((s = rectification_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (scope && !access_in_scope(scope, row.township))
            continue;
        if (n == RECTIFICATIONS_MAX)
            return error_set(e, STATUS_FAILED, "RECTIFICATION_ROWS", _("整改通知超过 %d 件"),
                             RECTIFICATIONS_MAX);
        TRY(order_of(&row, on, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status rectification_list(struct db *db, int64_t county, const struct rectification_filter *f,
                               struct arena *arena, struct rectification **ret, size_t *ret_count,
                               struct error *e)
{
    struct date on = f->on.v ? f->on : date_today();
    return rows_read(
        db,
        (struct rectification_rows_args){.county = county,
                                         .township = f->township,
                                         .open_only = f->is_open,
                                         .overdue_on = f->is_overdue ? date_yyyymmdd(on) : 0},
        f->scope, on, arena, ret, ret_count, e);
}

enum status rectification_read(struct db *db, int64_t county, int64_t id, int64_t scope,
                               struct arena *arena, struct rectification *ret, struct error *e)
{
    struct rectification *list;
    size_t n;
    if (id <= 0)
        return STATUS_NONE;
    TRY(rows_read(db, (struct rectification_rows_args){.county = county, .id = id}, scope,
                  date_today(), arena, &list, &n, e));
    if (n == 0)
        return STATUS_NONE;
    *ret = list[0];
    return STATUS_OK;
}

enum status rectification_step_list(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                    struct rectification_step **ret, size_t *ret_count,
                                    struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct rectification_step *list =
        ARENA_ARRAY(arena, struct rectification_step, RECTIFICATION_STEPS_MAX);
    struct rectification_step_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(rectification_step_rows_open(
        db, (struct rectification_step_rows_args){.county = county, .rectification = id}, &cursor,
        e));
    while ((s = rectification_step_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == RECTIFICATION_STEPS_MAX)
            return error_set(e, STATUS_FAILED, "RECTIFICATION_ROWS", _("整改步骤超过 %d 条"),
                             RECTIFICATION_STEPS_MAX);
        list[n] = (struct rectification_step){.number = (int)row.number,
                                              .step = arena_strdup(arena, row.step),
                                              .text = arena_strdup(arena, row.text),
                                              .actor = arena_strdup(arena, row.actor),
                                              .is_passed = row.is_passed,
                                              .on = row.on_date,
                                              .new_due_on = inspection_day_of(row.new_due_on)};
        if (!list[n].step || !list[n].text || !list[n].actor)
            return arena_exhausted(e);
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
