/* 不漏一户: who was named, the visits, and how each was closed. */
#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/calendar.h"
#include "base/i18n.h"
#include "base/json.h"
#include "domain/match/match_internal.h"
#include "domain/registry/household_list.h"
#include "match_candidate_sql.h"

#define REASONS_MAX 16

/* A visit for the same reason is still fresh. */
static enum status is_resting(struct db *db, int64_t county, const struct match_opening *o,
                              const struct match_candidate_last_row *last, struct arena *arena,
                              bool *ret, struct error *e)
{
    struct match_reason_has_row had;
    enum status s = match_reason_has(
        db,
        (struct match_reason_has_args){
            .county = county, .candidate = last->id, .kind = MATCH_KINDS[o->kind].code},
        arena, &had, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK && o->today.v - match_day(last->closed_on).v < MATCH_REST_DAYS;
    return STATUS_OK;
}

static enum status candidate_new(struct db *db, int64_t county, int64_t change,
                                 const struct match_opening *o, int64_t *ret, struct error *e)
{
    int64_t id;
    TRY(counter_take(db, county, "match_candidate", 1, &id, e));
    TRY(match_candidate_insert(
        db,
        (struct match_candidate_insert_args){
            .county = county,
            .id = id,
            .id_index = {o->index, BLIND_INDEX_BYTES},
            .person = o->person,
            .household = o->household,
            .name = o->name,
            .id_tail = o->id_tail,
            .division = o->division,
            .place = o->place,
            .programme = o->programme,
            .opened_on = o->today,
            .due_on = calendar_add_working_days(o->today, MATCH_KINDS[o->kind].days),
            .known_from = change},
        NULL, e));
    *ret = id;
    return STATUS_OK;
}

enum status candidate_open(struct db *db, int64_t county, int64_t change,
                           const struct match_opening *o, struct arena *arena, bool *ret_is_new,
                           struct error *e)
{
    struct match_candidate_last_row last;
    bool rests = false, is_open = false;
    int64_t candidate = 0;
    enum status s =
        match_candidate_last(db,
                             (struct match_candidate_last_args){
                                 .county = county, .id_index = {o->index, BLIND_INDEX_BYTES}},
                             arena, &last, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK) {
        is_open = strcmp(last.state, "OPEN") == 0;
        candidate = last.id;
        if (!is_open)
            TRY(is_resting(db, county, o, &last, arena, &rests, e));
    }
    if (ret_is_new)
        *ret_is_new = !is_open && !rests;
    if (rests)
        return STATUS_OK;
    if (!is_open)
        TRY(candidate_new(db, county, change, o, &candidate, e));
    return match_reason_put(db,
                            (struct match_reason_put_args){.county = county,
                                                           .candidate = candidate,
                                                           .kind = MATCH_KINDS[o->kind].code,
                                                           .list = o->list,
                                                           .row_no = o->row_no,
                                                           .facts = o->facts,
                                                           .known_from = change},
                            NULL, e);
}

/* ---- reading ---- */

static enum status candidate_fill(const struct match_candidate_row *row, struct arena *arena,
                                  struct match_candidate *out, struct error *e)
{
    enum match_result result = MATCH_UNVISITED;
    if (row->result[0])
        TRY(match_result_parse(row->result, &result, e));
    *out = (struct match_candidate){.id = row->id,
                                    .person = row->person,
                                    .household = row->household,
                                    .division = row->division,
                                    .name = arena_strdup(arena, row->name),
                                    .id_tail = arena_strdup(arena, row->id_tail),
                                    .place = arena_strdup(arena, row->place),
                                    .programme = (enum programme)row->programme,
                                    .is_open = strcmp(row->state, "OPEN") == 0,
                                    .opened_on = row->opened_on,
                                    .due_on = row->due_on,
                                    .visited_on = match_day(row->visited_on),
                                    .closed_on = match_day(row->closed_on),
                                    .result = result,
                                    .case_number = arena_strdup(arena, row->case_number),
                                    .note = arena_strdup(arena, row->note),
                                    .closed_by = arena_strdup(arena, row->closed_by)};
    if (!out->name || !out->id_tail || !out->place || !out->case_number || !out->note ||
        !out->closed_by)
        return arena_exhausted(e);
    return STATUS_OK;
}

enum status match_reason_list(struct db *db, int64_t county, int64_t candidate, struct arena *arena,
                              struct match_reason **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct match_reason_row row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    struct match_reason *list = ARENA_ARRAY(arena, struct match_reason, REASONS_MAX);
    if (!list)
        return arena_exhausted(e);
    TRY(match_reason_page_open(
        db, (struct match_reason_page_args){.county = county, .candidate = candidate}, &cursor, e));
    while (count < REASONS_MAX && (s = match_reason_page_next(cursor, &row, e)) == STATUS_OK) {
        struct match_reason *r = &list[count++];
        *r = (struct match_reason){.kind = match_kind_by_code(row.kind),
                                   .list = row.list,
                                   .row_no = row.row_no,
                                   .list_name =
                                       arena_strdup(arena, row.list_name ? row.list_name : ""),
                                   .facts = arena_strdup(arena, row.facts)};
        if (!r->list_name || !r->facts)
            return arena_exhausted(e);
    }
    *ret = list;
    *ret_count = count;
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status reasons_fill(struct db *db, int64_t county, struct arena *arena,
                                struct match_candidate *c, struct error *e)
{
    struct match_reason *reasons;
    size_t count;
    TRY(match_reason_list(db, county, c->id, arena, &reasons, &count, e));
    for (size_t i = 0; i < count; i++)
        c->reasons |= 1u << reasons[i].kind;
    return STATUS_OK;
}

static struct match_candidate_page_args page_args(int64_t county,
                                                  const struct match_candidate_filter *f)
{
    int64_t from, to;
    const char *kind = MATCH_KINDS[f->kind].code;
    struct match_candidate_page_args args = {.county = county,
                                             .kind = kind ? kind : "",
                                             .state = f->is_open_only || f->is_overdue_only ? "OPEN"
                                                      : f->is_closed_only ? "CLOSED"
                                                                          : "",
                                             .due_before =
                                                 f->is_overdue_only ? f->today : DATE_OPEN,
                                             .after_division = f->after_division,
                                             .after = f->after,
                                             .row_count = (int64_t)f->row_count + 1};
    division_span(f->scope, &args.division_from, &args.division_to);
    if (f->division) {
        division_span(f->division, &from, &to);
        args.division_from = from > args.division_from ? from : args.division_from;
        args.division_to = to < args.division_to ? to : args.division_to;
    }
    return args;
}

enum status match_candidate_list(struct db *db, int64_t county,
                                 const struct match_candidate_filter *filter, struct arena *arena,
                                 struct match_candidate **ret, size_t *ret_count,
                                 bool *ret_has_more, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct match_candidate_row row;
    enum status s;
    size_t count = 0;
    bool has_more = false;
    struct match_candidate *list = ARENA_ARRAY(arena, struct match_candidate, filter->row_count);
    if (!list)
        return arena_exhausted(e);
    TRY(match_candidate_page_open(db, page_args(county, filter), &cursor, e));
    while ((s = match_candidate_page_next(cursor, &row, e)) == STATUS_OK && !has_more) {
        has_more = count == filter->row_count;
        if (!has_more)
            TRY(candidate_fill(&row, arena, &list[count++], e));
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    for (size_t i = 0; i < count; i++)
        TRY(reasons_fill(db, county, arena, &list[i], e));
    *ret = list;
    *ret_count = count;
    *ret_has_more = has_more;
    return STATUS_OK;
}

enum status match_candidate_read(struct db *db, int64_t county, int64_t candidate,
                                 struct arena *arena, struct match_candidate *ret, struct error *e)
{
    struct match_candidate_row row;
    struct match_candidate c;
    TRY(match_candidate_one(
        db, (struct match_candidate_one_args){.county = county, .id = candidate}, arena, &row, e));
    TRY(candidate_fill(&row, arena, &c, e));
    TRY(reasons_fill(db, county, arena, &c, e));
    *ret = c;
    return STATUS_OK;
}

/* ---- closing ---- */

struct close_work {
    int64_t county;
    const struct match_actor *actor;
    const struct match_closing *closing;
    struct arena *arena;
};

static enum status candidate_check(struct db *db, const struct close_work *w, struct error *e)
{
    struct match_candidate c;
    char day[DATE_TEXT_BYTES];
    enum status s = match_candidate_read(db, w->county, w->closing->candidate, w->arena, &c, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "MATCH_UNKNOWN", _("没有这条走访对象：%" PRId64 "。"),
                         w->closing->candidate);
    if (s != STATUS_OK)
        return s;
    TRY(match_scope_check(w->actor, c.division, e));
    if (!c.is_open)
        return error_set(e, STATUS_REFUSED, "MATCH_CLOSED", _("%s已由 %s 于%s走访：%s。"), c.name,
                         c.closed_by, date_format_people(c.closed_on, day),
                         _(match_result_label(c.result)));
    if (w->closing->visited_on.v < c.opened_on.v || w->closing->visited_on.v > w->actor->today.v)
        return error_set(e, STATUS_REFUSED, "MATCH_VISIT_DAY",
                         _("走访日期应在%s（列入之日）和今天之间。"),
                         date_format_people(c.opened_on, day));
    return STATUS_OK;
}

static enum status case_check(struct db *db, const struct close_work *w, struct error *e)
{
    struct match_case_known_row row;
    const char *number = w->closing->case_number ? w->closing->case_number : "";
    bool applies = w->closing->result == MATCH_APPLIES;
    if (!applies && !number[0])
        return STATUS_OK;
    if (!applies)
        return error_set(e, STATUS_REFUSED, "MATCH_CASE",
                         _("只有结果是“已申请”时才填写办件编号。"));
    if (!number[0])
        return error_set(e, STATUS_REFUSED, "MATCH_CASE",
                         _("请填写申请的办件编号，如 DB2013-106-00012。"));
    enum status s =
        match_case_known(db, (struct match_case_known_args){.county = w->county, .number = number},
                         w->arena, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "MATCH_CASE", _("没有编号为 %.60s 的办件，请核对。"),
                         number);
    return s;
}

static enum status close_record(struct db *db, const struct close_work *w, int64_t *ret_change,
                                struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(MATCH_DETAIL_BYTES_MAX);
    char day[DATE_TEXT_BYTES];
    buf_addf(&detail, "{\"result\":\"%s\",\"visited_on\":\"%s\",\"case\":",
             match_result_code(w->closing->result), date_format(w->closing->visited_on, day));
    buf_add_json(&detail, w->closing->case_number ? w->closing->case_number : "");
    buf_adds(&detail, ",\"note\":");
    buf_add_json(&detail, w->closing->note);
    buf_addc(&detail, '}');
    return match_change_record(db, w->county, w->actor, "match.visit", "candidate",
                               w->closing->candidate, &detail, ret_change, e);
}

static enum status close_work(struct db *db, void *context, struct error *e)
{
    const struct close_work *w = context;
    const struct match_closing *c = w->closing;
    int64_t change, affected = 0;
    TRY(candidate_check(db, w, e));
    TRY(match_note_check(c->note, e));
    TRY(case_check(db, w, e));
    TRY(close_record(db, w, &change, e));
    TRY(match_candidate_closed(
        db,
        (struct match_candidate_closed_args){.county = w->county,
                                             .id = c->candidate,
                                             .result = match_result_code(c->result),
                                             .case_number = c->case_number ? c->case_number : "",
                                             .note = c->note,
                                             .visited_on = c->visited_on,
                                             .closed_on = w->actor->today,
                                             .closed_by = w->actor->user,
                                             .closed_change = change},
        &affected, e));
    if (affected != 1)
        return error_set(e, STATUS_RETRY, "MATCH_RACED", _("这条走访结果正在被别人登记。"));
    return STATUS_OK;
}

enum status match_candidate_close(struct db *db, int64_t county, const struct match_actor *actor,
                                  const struct match_closing *closing, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MATCH_ARENA_BYTES);
    struct close_work w = {county, actor, closing, arena};
    if (!arena)
        return arena_exhausted(e);
    assert(closing->result > MATCH_UNVISITED && closing->result < MATCH_RESULT_COUNT);
    return db_transaction(db, close_work, &w, e);
}
