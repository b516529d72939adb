/* Hits: who looks at them, and what they found. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "domain/access/access.h"
#include "domain/match/match_internal.h"
#include "domain/registry/household_list.h"
#include "match_candidate_sql.h"
#include "match_sql.h"
#include "person_sql.h"

enum status match_change_record(struct db *db, int64_t county, const struct match_actor *actor,
                                const char *action, const char *noun, int64_t id,
                                const struct buf *detail, int64_t *ret_change, struct error *e)
{
    char subject[MATCH_SUBJECT_BYTES];
    (void)snprintf(subject, sizeof subject, "match %s %" PRId64, noun, id);
    TRY(buf_status(detail, e));
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor->user, .action = action, .subject = subject, .detail = buf_text(detail)},
        ret_change, e);
}

enum status match_scope_check(const struct match_actor *actor, int64_t division, struct error *e)
{
    if (access_in_scope(actor->scope, division))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("不在您的管辖范围内，由当地乡镇核实。"));
}

/* ---- lists ---- */

static bool list_fill(const struct match_list_row *row, struct arena *arena, struct match_list *out)
{
    *out = (struct match_list){.id = row->id,
                               .kind = match_kind_by_code(row->kind),
                               .name = arena_strdup(arena, row->name),
                               .actor = arena_strdup(arena, row->actor),
                               .opened_on = row->opened_on,
                               .due_on = row->due_on,
                               .row_count = row->row_count,
                               .returned_count = row->returned_count,
                               .hit_count = row->hit_count,
                               .doubtful_count = row->doubtful_count,
                               .candidate_count = row->candidate_count,
                               .open_count = row->open_count,
                               .overdue_count = row->overdue_count};
    return out->name && out->actor;
}

static enum status list_page(struct db *db, struct match_list_page_args args, int64_t scope,
                             struct arena *arena, struct match_list *out, size_t *ret_count,
                             struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct match_list_row row;
    enum status s = STATUS_NONE;
    size_t count = 0;
    division_span(scope, &args.division_from, &args.division_to);
    TRY(match_list_page_open(db, args, &cursor, e));
    while (count < (size_t)args.row_count &&
           (s = match_list_page_next(cursor, &row, e)) == STATUS_OK)
        if (!list_fill(&row, arena, &out[count++]))
            return arena_exhausted(e);
    *ret_count = count;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status match_list(struct db *db, int64_t county, int64_t scope, struct date today,
                       struct arena *arena, struct match_list **ret, size_t *ret_count,
                       struct error *e)
{
    struct match_list *list = ARENA_ARRAY(arena, struct match_list, MATCH_LISTS_MAX);
    if (!list)
        return arena_exhausted(e);
    TRY(list_page(db,
                  (struct match_list_page_args){
                      .county = county, .today = today, .row_count = MATCH_LISTS_MAX},
                  scope, arena, list, ret_count, e));
    *ret = list;
    return STATUS_OK;
}

enum status match_list_read(struct db *db, int64_t county, int64_t list, int64_t scope,
                            struct date today, struct arena *arena, struct match_list *ret,
                            struct error *e)
{
    size_t count = 0;
    if (list <= 0) /* 0 would mean all */
        return STATUS_NONE;
    TRY(list_page(db,
                  (struct match_list_page_args){
                      .county = county, .list = list, .today = today, .row_count = 1},
                  scope, arena, ret, &count, e));
    return count ? STATUS_OK : STATUS_NONE;
}

/* ---- hits ---- */

static enum status hit_fill(const struct match_hit_row *row, struct arena *arena,
                            struct match_hit *out, struct error *e)
{
    enum match_conclusion conclusion = MATCH_OPEN;
    if (row->conclusion[0])
        TRY(match_conclusion_parse(row->conclusion, &conclusion, e));
    *out = (struct match_hit){.id = row->id,
                              .list = row->list,
                              .row_no = row->row_no,
                              .person = row->person,
                              .household = row->household,
                              .division = row->division,
                              .kind = match_kind_by_code(row->kind),
                              .programme = (enum programme)row->programme,
                              .list_name = arena_strdup(arena, row->list_name),
                              .name = arena_strdup(arena, row->name),
                              .id_tail = arena_strdup(arena, row->id_tail),
                              .listed_name = arena_strdup(arena, row->listed_name),
                              .facts = arena_strdup(arena, row->facts),
                              .day = match_day(row->day),
                              .due_on = row->due_on,
                              .is_open = strcmp(row->state, "OPEN") == 0,
                              .conclusion = conclusion,
                              .note = arena_strdup(arena, row->note),
                              .explained_by = arena_strdup(arena, row->explained_by),
                              .explained_on = match_day(row->explained_on)};
    if (!out->list_name || !out->name || !out->id_tail || !out->listed_name || !out->facts ||
        !out->note || !out->explained_by)
        return arena_exhausted(e);
    return STATUS_OK;
}

/* Of one household or person through their index; what else the filter asks holds as well, but not
   list, kind and doubt. */
static enum status hits_of_one(struct db *db, const struct match_hit_page_args *a,
                               const struct match_hit_filter *f, struct db_cursor **ret,
                               struct error *e)
{
    if (f->household)
        return match_hit_of_household_open(
            db,
            (struct match_hit_of_household_args){.county = a->county,
                                                 .household = f->household,
                                                 .division_from = a->division_from,
                                                 .division_to = a->division_to,
                                                 .state = a->state,
                                                 .due_before = a->due_before,
                                                 .after = a->after,
                                                 .row_count = a->row_count},
            ret, e);
    return match_hit_of_person_open(
        db,
        (struct match_hit_of_person_args){.county = a->county,
                                          .person = f->person,
                                          .division_from = a->division_from,
                                          .division_to = a->division_to,
                                          .state = a->state,
                                          .due_before = a->due_before,
                                          .after = a->after,
                                          .row_count = a->row_count},
        ret, e);
}

static enum status hits_open(struct db *db, int64_t county, const struct match_hit_filter *f,
                             struct db_cursor **ret, struct error *e)
{
    int64_t from, to;
    const char *kind = MATCH_KINDS[f->kind].code;
    struct match_hit_page_args args = {.county = county,
                                       .list = f->list,
                                       .kind = kind ? kind : "",
                                       .state = f->is_open_only || f->is_overdue_only ? "OPEN"
                                                : f->is_explained_only                ? "EXPLAINED"
                                                                                      : "",
                                       .due_before = f->is_overdue_only ? f->today : DATE_OPEN,
                                       .is_doubtful_only = f->is_doubtful_only,
                                       .after = f->after,
                                       .row_count = (int64_t)f->row_count + 1};
    division_span(f->scope, &args.division_from, &args.division_to);
    if (f->division) {
        division_span(f->division, &from, &to);
        args.division_from = from > args.division_from ? from : args.division_from;
        args.division_to = to < args.division_to ? to : args.division_to;
    }
    return f->household || f->person ? hits_of_one(db, &args, f, ret, e)
                                     : match_hit_page_open(db, args, ret, e);
}

enum status match_hit_list(struct db *db, int64_t county, const struct match_hit_filter *filter,
                           struct arena *arena, struct match_hit **ret, size_t *ret_count,
                           bool *ret_has_more, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct match_hit_row row;
    enum status s;
    size_t count = 0;
    struct match_hit *list = ARENA_ARRAY(arena, struct match_hit, filter->row_count);
    if (!list)
        return arena_exhausted(e);
    bool has_more = false;
    TRY(hits_open(db, county, filter, &cursor, e));
    while ((s = match_hit_page_next(cursor, &row, e)) == STATUS_OK && !has_more) {
        has_more = count == filter->row_count;
        if (!has_more)
            TRY(hit_fill(&row, arena, &list[count++], e));
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    *ret_has_more = has_more;
    return STATUS_OK;
}

enum status match_hit_read(struct db *db, int64_t county, int64_t hit, struct arena *arena,
                           struct match_hit *ret, struct error *e)
{
    struct match_hit_row row;
    TRY(match_hit_one(db, (struct match_hit_one_args){.county = county, .id = hit}, arena, &row,
                      e));
    return hit_fill(&row, arena, ret, e);
}

/* ---- explaining ---- */

struct explain_work {
    int64_t county;
    const struct keyring *keys;
    const struct match_actor *actor;
    const struct match_explanation *explanation;
    struct arena *arena;
    struct match_hit hit;
};

static enum status hit_open_read(struct db *db, struct explain_work *w, struct error *e)
{
    char day[DATE_TEXT_BYTES];
    enum status s = match_hit_read(db, w->county, w->explanation->hit, w->arena, &w->hit, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "MATCH_UNKNOWN", _("没有这条比对结果：%" PRId64 "。"),
                         w->explanation->hit);
    if (s != STATUS_OK)
        return s;
    TRY(match_scope_check(w->actor, w->hit.division, e));
    if (w->hit.is_open)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "MATCH_EXPLAINED", _("这条比对结果已由 %s 于%s核实：%s。"),
                     w->hit.explained_by, date_format_people(w->hit.explained_on, day),
                     _(match_conclusion_label(w->hit.conclusion)));
}

static enum status conclusion_check(const struct explain_work *w, struct error *e)
{
    const struct match_explanation *x = w->explanation;
    CLEANUP(buf_free) struct buf all = BUF_INIT(ERROR_MESSAGE_BYTES / 2);
    if (x->conclusion != MATCH_OPEN && match_kind_allows(w->hit.kind, x->conclusion))
        return match_note_check(x->note, e);
    for (int c = MATCH_OPEN + 1; c < MATCH_CONCLUSION_COUNT; c++)
        if (match_kind_allows(w->hit.kind, (enum match_conclusion)c))
            buf_addf(&all, "%s%s", all.n ? _("、") : "",
                     _(match_conclusion_label((enum match_conclusion)c)));
    return error_set(e, STATUS_REFUSED, "MATCH_CONCLUSION",
                     _("%s的比对结果不能这样下结论（%s）。可以是：%s。"),
                     _(MATCH_KINDS[w->hit.kind].label), _(match_conclusion_label(x->conclusion)),
                     buf_text(&all));
}

static enum status death_is_known(struct db *db, const struct explain_work *w, bool *ret,
                                  struct error *e)
{
    struct person_death_now_row row;
    enum status s = person_death_now(
        db, (struct person_death_now_args){.county = w->county, .person = w->hit.person}, w->arena,
        &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_OK;
    return STATUS_OK;
}

static enum status require_death(struct db *db, const struct explain_work *w, struct error *e)
{
    bool is_known = false;
    if (w->explanation->conclusion != MATCH_DEATH_REPORTED)
        return STATUS_OK;
    TRY(death_is_known(db, w, &is_known, e));
    if (is_known)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "MATCH_DEATH",
                     _("%s的死亡还没有登记。请先报告死亡（person death），或在核实时一并报告。"),
                     w->hit.name);
}

/* The registry's own command, asked for by the person who explains: its rules hold. Reported
   meanwhile by somebody else is as good. */
static enum status report_death(struct db *db, struct explain_work *w, struct error *e)
{
    const struct match_explanation *x = w->explanation;
    struct date day = x->died_on.v ? x->died_on : w->hit.day;
    struct person_row person;
    bool is_known = false;
    if (x->conclusion != MATCH_DEATH_REPORTED)
        return error_set(e, STATUS_REFUSED, "MATCH_CONCLUSION",
                         _("只有结论是“已报告死亡”时才能一并报告死亡。"));
    TRY(death_is_known(db, w, &is_known, e));
    if (is_known)
        return STATUS_OK;
    if (!day.v)
        return error_set(e, STATUS_REFUSED, "MATCH_DEATH_DAY",
                         _("名单上没有死亡日期，请填写查实的死亡日期。"));
    TRY(person_by_id(db, w->county, w->hit.person, w->keys, w->arena, &person, e));
    const char *document =
        arena_printf(w->arena, "%s %s", _(MATCH_KINDS[w->hit.kind].label), w->hit.list_name);
    if (!document)
        return arena_exhausted(e);
    enum status s = registry_report_death(
        db, w->county, w->keys, person.id_number, day,
        &(struct registry_actor){.user = w->actor->user, .document = document}, e);
    return s == STATUS_REFUSED && strcmp(e->code, "DEATH_KNOWN") == 0 ? STATUS_OK : s;
}

static enum status explain_record(struct db *db, const struct explain_work *w, int64_t *ret_change,
                                  struct error *e)
{
    CLEANUP(buf_free) struct buf detail = BUF_INIT(MATCH_DETAIL_BYTES_MAX);
    buf_addf(&detail,
             "{\"person\":%" PRId64 ",\"household\":%" PRId64 ",\"conclusion\":\"%s\",\"note\":",
             w->hit.person, w->hit.household, match_conclusion_code(w->explanation->conclusion));
    buf_add_json(&detail, w->explanation->note);
    buf_addc(&detail, '}');
    return match_change_record(db, w->county, w->actor, "match.explain", "hit", w->hit.id, &detail,
                               ret_change, e);
}

static enum status explain_work(struct db *db, void *context, struct error *e)
{
    struct explain_work *w = context;
    int64_t change, affected = 0;
    /* Once more: somebody may have been quicker. */
    TRY(hit_open_read(db, w, e));
    TRY(conclusion_check(w, e));
    TRY(require_death(db, w, e));
    TRY(explain_record(db, w, &change, e));
    TRY(match_hit_explained(db,
                            (struct match_hit_explained_args){
                                .county = w->county,
                                .id = w->hit.id,
                                .conclusion = match_conclusion_code(w->explanation->conclusion),
                                .note = w->explanation->note,
                                .explained_on = w->actor->today,
                                .explained_by = w->actor->user,
                                .explained_change = change},
                            &affected, e));
    if (affected != 1)
        return error_set(e, STATUS_RETRY, "MATCH_RACED", _("这条比对结果正在被别人核实。"));
    return STATUS_OK;
}

enum status match_hit_explain(struct db *db, int64_t county, const struct keyring *keys,
                              const struct match_actor *actor,
                              const struct match_explanation *explanation, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MATCH_ARENA_BYTES);
    struct explain_work w = {county, keys, actor, explanation, arena, {0}};
    if (!arena)
        return arena_exhausted(e);
    TRY(hit_open_read(db, &w, e));
    TRY(conclusion_check(&w, e));
    if (explanation->reports_death)
        TRY(report_death(db, &w, e));
    return db_transaction(db, explain_work, &w, e);
}

enum status match_open_counts(struct db *db, int64_t county, int64_t scope, struct date today,
                              struct match_open_counts *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MATCH_ARENA_BYTES);
    struct match_waiting_row hits;
    struct match_candidate_waiting_row candidates;
    int64_t from, to;
    if (!arena)
        return arena_exhausted(e);
    division_span(scope, &from, &to);
    TRY(match_hit_waiting(
        db,
        (struct match_hit_waiting_args){
            .county = county, .division_from = from, .division_to = to, .today = today},
        arena, &hits, e));
    TRY(match_candidate_waiting(
        db,
        (struct match_candidate_waiting_args){
            .county = county, .division_from = from, .division_to = to, .today = today},
        arena, &candidates, e));
    *ret = (struct match_open_counts){hits.open_count, hits.overdue_count, candidates.open_count,
                                      candidates.overdue_count};
    return STATUS_OK;
}
