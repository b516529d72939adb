/* Visits: opened, written piece by piece, struck. */
#include "domain/inspection/inspection.h"

#include "base/i18n.h"
#include "base/text.h"
#include "domain/inspection/inspection_visit.h"
#include "inspection_sql.h"

#define TOWNSHIP_OF(division) ((division) / 1000 * 1000)
#define LATITUDE_MAX INT64_C(90000000)
#define LONGITUDE_MAX INT64_C(180000000)
#define CASES_MAX 100000
#define WHOLE_BP 10000
static const char FIELD[] = "INSPECTION_FIELD";

enum status inspection_team_check(struct inspection_act *act, int64_t assessment, int64_t township,
                                  struct error *e)
{
    struct assessment_head head;
    bool is_member = false;
    if (!assessment)
        return STATUS_OK;
    enum status s = assessment_head_read(act->db, act->county, assessment, act->arena, &head, e);
    if (s == STATUS_NONE)
        return inspection_field_refuse(e, FIELD, "assessment", _("没有这次考核"));
    if (s != STATUS_OK)
        return s;
    if (!assessment_is_gathering(head.state))
        return error_set(e, STATUS_REFUSED, "INSPECTION_STATE",
                         _("第 %" PRId64 " 号考核%s，不能再检查评分"), assessment,
                         _(assessment_state_label(head.state)));
    TRY(assessment_team_has(act->db, act->county, assessment, township, act->actor, &is_member, e));
    return is_member ? STATUS_OK
                     : error_set(e, STATUS_REFUSED, "INSPECTION_TEAM",
                                 _("%s 不是第 %" PRId64 " 号考核在这个乡镇的考评组成员"),
                                 act->actor, assessment);
}

enum status inspection_work_begin(struct inspection_work *w, struct db *db, const char *action,
                                  struct error *e)
{
    struct inspection_act *act = &w->act;
    act->db = db;
    TRY(inspection_act_record(act, action, "inspection", w->detail ? w->detail : "", e));
    enum status s = inspection_read(db, act->county, act->id, &(struct inspection_filter){0},
                                    act->arena, &w->visit, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "INSPECTION_UNKNOWN", _("没有第 %" PRId64 " 号检查"),
                         act->id);
    if (s != STATUS_OK)
        return s;
    TRY(inspection_may(act, PERMISSION_INSPECTION_RECORD, w->visit.township, e));
    if (!text_equals(act->actor, w->visit.inspected_by))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED",
                         _("第 %" PRId64 " 号检查由 %s 记录，只能由本人填写"), act->id,
                         w->visit.inspected_by);
    if (w->visit.state != INSPECTION_DRAFT)
        return error_set(e, STATUS_REFUSED, "INSPECTION_STATE",
                         _("第 %" PRId64 " 号检查%s，不能再改"), act->id,
                         _(inspection_state_label(w->visit.state)));
    return inspection_team_check(act, w->visit.assessment, w->visit.township, e);
}

/* ---- the visit itself ---- */

struct writing {
    struct inspection_work w;
    struct inspection_entry entry;
};

static enum status entry_check(struct writing *x, struct error *e)
{
    struct inspection_entry *n = &x->entry;
    struct inspection_division_row row;
    if (!n->on.v)
        n->on = x->w.act.today;
    if (n->on.v > x->w.act.today.v)
        return inspection_field_refuse(e, "INSPECTION_DATE", "on", _("检查日期还没有到"));
    TRY(inspection_text_check(FIELD, "place", n->place, true, INSPECTION_LINE_BYTES_MAX, e));
    TRY(inspection_text_check(FIELD, "inspectors", n->inspectors, true, INSPECTION_LINE_BYTES_MAX,
                              e));
    TRY(inspection_text_check(FIELD, "summary", n->summary, false, INSPECTION_TEXT_BYTES_MAX, e));
    if (n->latitude < -LATITUDE_MAX || n->latitude > LATITUDE_MAX ||
        n->longitude < -LONGITUDE_MAX || n->longitude > LONGITUDE_MAX)
        return inspection_field_refuse(e, FIELD, "latitude", _("经纬度超出范围"));
    enum status s = inspection_division_known(
        x->w.act.db,
        (struct inspection_division_known_args){
            .county = x->w.act.county, .division = n->division, .on_month = date_month(n->on)},
        x->w.act.arena, &row, e);
    return s == STATUS_NONE
               ? inspection_field_refuse(e, FIELD, "division", _("本县没有这个乡镇或村"))
               : s;
}

static enum status open_work(struct db *db, void *context, struct error *e)
{
    struct writing *x = context;
    struct inspection_act *act = &x->w.act;
    const struct inspection_entry *n = &x->entry;
    act->db = db;
    arena_reset(act->arena);
    TRY(inspection_may(act, PERMISSION_INSPECTION_RECORD, TOWNSHIP_OF(n->division), e));
    TRY(counter_take(db, act->county, "inspection", 1, &act->id, e));
    TRY(inspection_act_record(act, "inspection.open", "inspection", "", e));
    TRY(entry_check(x, e));
    TRY(inspection_team_check(act, n->assessment, TOWNSHIP_OF(n->division), e));
    return inspection_insert(
        db,
        (struct inspection_insert_args){.county = act->county,
                                        .id = act->id,
                                        .assessment = n->assessment,
                                        .township = TOWNSHIP_OF(n->division),
                                        .division = n->division,
                                        .on_date = n->on,
                                        .place = n->place,
                                        .latitude = n->latitude,
                                        .longitude = n->longitude,
                                        .inspectors = n->inspectors,
                                        .summary = n->summary ? n->summary : "",
                                        .inspected_by = act->actor,
                                        .known_from = act->change},
        NULL, e);
}

enum status inspection_open(struct db *db, int64_t county, const struct inspection_entry *entry,
                            const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct writing x = {.w = {.act = {.arena = arena, .county = county, .actor = actor}},
                        .entry = *entry};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, open_work, &x, e));
    *ret_id = x.w.act.id;
    return STATUS_OK;
}

static enum status edit_work(struct db *db, void *context, struct error *e)
{
    struct writing *x = context;
    struct inspection_entry *n = &x->entry;
    arena_reset(x->w.act.arena);
    TRY(inspection_work_begin(&x->w, db, "inspection.edit", e));
    if (!n->division)
        n->division = x->w.visit.division;
    if (!n->on.v)
        n->on = x->w.visit.on;
    if (!n->latitude && !n->longitude) {
        n->latitude = x->w.visit.latitude;
        n->longitude = x->w.visit.longitude;
    }
    if (TOWNSHIP_OF(n->division) != x->w.visit.township)
        return inspection_field_refuse(e, FIELD, "division",
                                       _("地点应在同一个乡镇：另一个乡镇请另开一次检查"));
    TRY(entry_check(x, e));
    return inspection_update(
        db,
        (struct inspection_update_args){.county = x->w.act.county,
                                        .id = x->w.act.id,
                                        .division = n->division,
                                        .on_date = n->on,
                                        .place = n->place,
                                        .latitude = n->latitude,
                                        .longitude = n->longitude,
                                        .inspectors = n->inspectors,
                                        .summary = n->summary ? n->summary : ""},
        NULL, e);
}

enum status inspection_edit(struct db *db, int64_t county, int64_t id,
                            const struct inspection_entry *entry, const char *actor,
                            struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct writing x = {.w = {.act = {.arena = arena, .county = county, .id = id, .actor = actor}},
                        .entry = *entry};
    return arena ? db_transaction(db, edit_work, &x, e) : arena_exhausted(e);
}

/* ---- what was found ---- */

struct finding_work {
    struct inspection_work w;
    struct inspection_finding finding;
};

static enum status finding_check(struct finding_work *x, struct error *e)
{
    struct inspection_finding *f = &x->finding;
    struct inspection_act *act = &x->w.act;
    if (!inspection_kind_code(f->kind)[0])
        return inspection_field_refuse(e, FIELD, "kind", _("没有写明是哪一种情况"));
    if (f->kind != INSPECTION_GOOD && f->cases == 0)
        f->cases = 1;
    if (f->cases < 0 || f->cases > CASES_MAX)
        return inspection_field_refuse(e, FIELD, "cases", _("件数应为零或正数"));
    TRY(inspection_text_check(FIELD, "text", f->text, true, INSPECTION_TEXT_BYTES_MAX, e));
    if (f->node && f->node[0])
        TRY(inspection_node_check(act->db, act->county, x->w.visit.assessment, f->node, false,
                                  act->arena, e));
    return inspection_subject_check(act->db, act->county, x->w.visit.township, f->subject, e);
}

static enum status finding_add_work(struct db *db, void *context, struct error *e)
{
    struct finding_work *x = context;
    struct inspection_finding_next_row next;
    struct inspection_act *act = &x->w.act;
    arena_reset(act->arena);
    TRY(inspection_work_begin(&x->w, db, "inspection.finding", e));
    TRY(finding_check(x, e));
    if (x->w.visit.findings >= INSPECTION_FINDINGS_MAX)
        return error_set(e, STATUS_REFUSED, FIELD, _("一次检查最多记 %d 条情况"),
                         INSPECTION_FINDINGS_MAX);
    TRY(inspection_finding_next(
        db, (struct inspection_finding_next_args){.county = act->county, .inspection = act->id},
        NULL, &next, e));
    x->finding.number = (int)next.number;
    return inspection_finding_insert(db,
                                     (struct inspection_finding_insert_args){
                                         .county = act->county,
                                         .inspection = act->id,
                                         .number = next.number,
                                         .kind = inspection_kind_code(x->finding.kind),
                                         .node = x->finding.node ? x->finding.node : "",
                                         .subject = x->finding.subject ? x->finding.subject : "",
                                         .text = x->finding.text,
                                         .cases = x->finding.cases,
                                         .actor = act->actor,
                                         .known_from = act->change},
                                     NULL, e);
}

enum status inspection_finding_add(struct db *db, int64_t county, int64_t id,
                                   const struct inspection_finding *finding, const char *actor,
                                   int *ret_number, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct finding_work x = {
        .w = {.act = {.arena = arena, .county = county, .id = id, .actor = actor}},
        .finding = *finding};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, finding_add_work, &x, e));
    *ret_number = x.finding.number;
    return STATUS_OK;
}

static enum status finding_remove_work(struct db *db, void *context, struct error *e)
{
    struct finding_work *x = context;
    int64_t affected = 0;
    arena_reset(x->w.act.arena);
    TRY(inspection_work_begin(&x->w, db, "inspection.finding.remove", e));
    TRY(inspection_finding_delete(
        db,
        (struct inspection_finding_delete_args){
            .county = x->w.act.county, .inspection = x->w.act.id, .number = x->finding.number},
        &affected, e));
    return affected ? STATUS_OK
                    : inspection_field_refuse(e, FIELD, "finding", _("没有这条检查情况"));
}

enum status inspection_finding_remove(struct db *db, int64_t county, int64_t id, int number,
                                      const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct finding_work x = {
        .w = {.act = {.arena = arena, .county = county, .id = id, .actor = actor}},
        .finding = {.number = number}};
    return arena ? db_transaction(db, finding_remove_work, &x, e) : arena_exhausted(e);
}

/* ---- marks ---- */

struct marking {
    struct inspection_work w;
    const struct inspection_mark *marks;
    size_t count;
};

static enum status mark_put(struct marking *x, const struct inspection_mark *m, struct error *e)
{
    struct inspection_act *act = &x->w.act;
    if (m->share_bp < 0 || m->share_bp > WHOLE_BP)
        return inspection_field_refuse(e, FIELD, m->node, _("得分应在零分到满分之间"));
    if (m->share_bp < WHOLE_BP)
        TRY(inspection_text_check("REASON_MISSING", m->node, m->reason, true,
                                  INSPECTION_TEXT_BYTES_MAX, e));
    TRY(inspection_node_check(act->db, act->county, x->w.visit.assessment, m->node, true,
                              act->arena, e));
    return inspection_mark_put(
        act->db,
        (struct inspection_mark_put_args){.county = act->county,
                                          .inspection = act->id,
                                          .node = m->node,
                                          .share_bp = m->share_bp,
                                          .reason = m->reason ? m->reason : "",
                                          .actor = act->actor,
                                          .known_from = act->change},
        NULL, e);
}

static enum status mark_work(struct db *db, void *context, struct error *e)
{
    struct marking *x = context;
    arena_reset(x->w.act.arena);
    TRY(inspection_work_begin(&x->w, db, "inspection.mark", e));
    if (!x->w.visit.assessment)
        return error_set(e, STATUS_REFUSED, "INSPECTION_NODE",
                         _("日常检查不评分：评分须在考核的检查中"));
    for (size_t i = 0; i < x->count; i++)
        TRY(mark_put(x, &x->marks[i], e));
    return STATUS_OK;
}

enum status inspection_mark_write(struct db *db, int64_t county, int64_t id,
                                  const struct inspection_mark *marks, size_t count,
                                  const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct marking x = {.w = {.act = {.arena = arena, .county = county, .id = id, .actor = actor}},
                        .marks = marks,
                        .count = count};
    return arena ? db_transaction(db, mark_work, &x, e) : arena_exhausted(e);
}
