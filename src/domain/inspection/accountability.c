/* Accountability: suggested by hand, answered by the person, decided by the director. */
#include "domain/inspection/accountability.h"

#include "base/i18n.h"
#include "base/text.h"
#include "accountability_sql.h"
#include "domain/inspection/accountability_internal.h"

static const char FIELD[] = "ACCOUNTABILITY_FIELD";

enum status accountability_write(struct inspection_act *act, const struct accountability_new *n,
                                 struct error *e)
{
    TRY(counter_take(act->db, act->county, "accountability", 1, &act->id, e));
    return accountability_insert(
        act->db,
        (struct accountability_insert_args){.county = act->county,
                                            .id = act->id,
                                            .trigger_kind = accountability_trigger_code(n->trigger),
                                            .evidence = n->evidence ? n->evidence : "",
                                            .township = n->township,
                                            .person = n->person ? n->person : "",
                                            .facts = n->facts,
                                            .suggested_by = act->actor,
                                            .suggested_on = act->today,
                                            .known_from = act->change},
        NULL, e);
}

struct deciding {
    struct inspection_act act;
    struct accountability now;
    struct accountability_new suggestion;
    struct accountability_decision decision;
    const char *text;
    int64_t order;
};

static enum status suggest_work(struct db *db, void *context, struct error *e)
{
    struct deciding *x = context;
    struct inspection_act *act = &x->act;
    const struct accountability_new *n = &x->suggestion;
    struct accountability_same_row same;
    act->db = db;
    arena_reset(act->arena);
    TRY(inspection_may(act, PERMISSION_ACCOUNTABILITY_SUGGEST, n->township, e));
    act->id = n->township;
    TRY(inspection_act_record(act, "accountability.suggest", "township", "", e));
    if (!accountability_trigger_code(n->trigger)[0])
        return inspection_field_refuse(e, FIELD, "trigger", _("没有写明追究事由"));
    TRY(inspection_text_check(FIELD, "facts", n->facts, true, INSPECTION_TEXT_BYTES_MAX, e));
    TRY(inspection_text_check(FIELD, "person", n->person, false, INSPECTION_LINE_BYTES_MAX, e));
    TRY(inspection_text_check(FIELD, "evidence", n->evidence, false, INSPECTION_LINE_BYTES_MAX, e));
    TRY(inspection_township_check(db, act->county, FIELD, n->township, act->today, act->arena, e));
    if (n->evidence && n->evidence[0]) {
        enum status s =
            accountability_same(db,
                                (struct accountability_same_args){
                                    .county = act->county,
                                    .trigger_kind = accountability_trigger_code(n->trigger),
                                    .evidence = n->evidence},
                                NULL, &same, e);
        if (s == STATUS_OK)
            return error_set(e, STATUS_REFUSED, "ACCOUNTABILITY_ONCE",
                             _("“%.60s”已列入第 %" PRId64 " 号责任追究"), n->evidence, same.id);
        if (s != STATUS_NONE)
            return s;
    }
    return accountability_write(act, n, e);
}

enum status accountability_suggest(struct db *db, int64_t county,
                                   const struct accountability_new *suggestion, const char *actor,
                                   int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct deciding x = {.act = {.arena = arena, .county = county, .actor = actor},
                         .suggestion = *suggestion};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, suggest_work, &x, e));
    *ret_id = x.act.id;
    return STATUS_OK;
}

static enum status decide_begin(struct deciding *x, struct db *db, enum permission permission,
                                const char *action, struct error *e)
{
    x->act.db = db;
    arena_reset(x->act.arena);
    TRY(inspection_act_record(&x->act, action, "accountability", "", e));
    enum status s = accountability_read(db, x->act.county, x->act.id, x->act.arena, &x->now, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCOUNTABILITY_UNKNOWN",
                         _("没有第 %" PRId64 " 号责任追究"), x->act.id);
    if (s != STATUS_OK)
        return s;
    TRY(inspection_may(&x->act, permission, x->now.township, e));
    if (x->now.state != ACCOUNTABILITY_SUGGESTED)
        return error_set(e, STATUS_REFUSED, "ACCOUNTABILITY_STATE",
                         _("第 %" PRId64 " 号责任追究%s，不能再改"), x->act.id,
                         _(accountability_state_label(x->now.state)));
    return STATUS_OK;
}

static enum status decide_write(const struct deciding *x, enum accountability_state state,
                                enum accountability_action action, const char *text,
                                const char *person, struct error *e)
{
    return accountability_decide(
        x->act.db,
        (struct accountability_decide_args){.county = x->act.county,
                                            .id = x->act.id,
                                            .state = state,
                                            .action = accountability_action_code(action),
                                            .decision = text,
                                            .person = person,
                                            .decided_by = x->act.actor,
                                            .decided_on = x->act.today,
                                            .change = x->act.change},
        NULL, e);
}

/* Of the visit, when the evidence is one; else of the round of work as a whole. */
static void origin_of(const struct accountability *a, struct rectification_new *order)
{
    static const struct {
        const char *noun;
        enum rectification_origin origin;
    } nouns[] = {{"inspection ", RECTIFICATION_INSPECTION}, {"problem ", RECTIFICATION_PROBLEM}};
    order->origin = RECTIFICATION_PROBLEM;
    for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
        if (text_starts(a->evidence, nouns[i].noun)) {
            order->origin = nouns[i].origin;
            for (const char *p = a->evidence + strlen(nouns[i].noun); *p >= '0' && *p <= '9'; p++)
                if (order->origin_id < INT64_C(100000000000))
                    order->origin_id = order->origin_id * 10 + (*p - '0');
        }
    }
}

static enum status record_work(struct db *db, void *context, struct error *e)
{
    struct deciding *x = context;
    const struct accountability_decision *d = &x->decision;
    TRY(decide_begin(x, db, PERMISSION_ACCOUNTABILITY_DECIDE, "accountability.record", e));
    if (text_equals(x->now.suggested_by, x->act.actor))
        return inspection_same_person(e, x->act.actor);
    if (!accountability_action_code(d->action)[0])
        return inspection_field_refuse(e, FIELD, "action", _("没有写明处理方式"));
    const char *person = d->person && d->person[0] ? d->person : x->now.person;
    TRY(inspection_text_check(FIELD, "person", person, true, INSPECTION_LINE_BYTES_MAX, e));
    TRY(inspection_text_check(FIELD, "decision", d->decision, true, INSPECTION_TEXT_BYTES_MAX, e));
    TRY(decide_write(x, ACCOUNTABILITY_RECORDED, d->action, d->decision, person, e));
    if (d->action != ACCOUNTABILITY_RECTIFICATION)
        return STATUS_OK;
    struct rectification_new order = {.township = x->now.township,
                                      .node = "",
                                      .problem = x->now.facts,
                                      .demand = d->demand,
                                      .document = d->document,
                                      .issued_on = x->act.today,
                                      .due_on = d->due_on};
    origin_of(&x->now, &order);
    return rectification_issue_within(db, x->act.county, &order, x->act.actor, x->act.change,
                                      &x->order, e);
}

static enum status dismiss_work(struct db *db, void *context, struct error *e)
{
    struct deciding *x = context;
    TRY(decide_begin(x, db, PERMISSION_ACCOUNTABILITY_DECIDE, "accountability.dismiss", e));
    if (text_equals(x->now.suggested_by, x->act.actor))
        return inspection_same_person(e, x->act.actor);
    TRY(inspection_text_check("REASON_MISSING", "reason", x->text, true, INSPECTION_TEXT_BYTES_MAX,
                              e));
    return decide_write(x, ACCOUNTABILITY_DISMISSED, ACCOUNTABILITY_NONE, x->text, x->now.person,
                        e);
}

static enum status statement_work(struct db *db, void *context, struct error *e)
{
    struct deciding *x = context;
    TRY(decide_begin(x, db, PERMISSION_ACCOUNTABILITY_SUGGEST, "accountability.statement", e));
    TRY(inspection_text_check(FIELD, "statement", x->text, true, INSPECTION_TEXT_BYTES_MAX, e));
    return accountability_set_statement(
        db,
        (struct accountability_set_statement_args){
            .county = x->act.county, .id = x->act.id, .statement = x->text},
        NULL, e);
}

enum status accountability_record(struct db *db, int64_t county, int64_t id,
                                  const struct accountability_decision *decision, const char *actor,
                                  int64_t *ret_order, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct deciding x = {.act = {.arena = arena, .county = county, .id = id, .actor = actor},
                         .decision = *decision};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, record_work, &x, e));
    *ret_order = x.order;
    return STATUS_OK;
}

static enum status text_do(struct db *db, int64_t county, int64_t id, const char *text,
                           const char *actor, db_work work, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct deciding x = {.act = {.arena = arena, .county = county, .id = id, .actor = actor},
                         .text = text};
    return arena ? db_transaction(db, work, &x, e) : arena_exhausted(e);
}

enum status accountability_dismiss(struct db *db, int64_t county, int64_t id, const char *reason,
                                   const char *actor, struct error *e)
{
    return text_do(db, county, id, reason, actor, dismiss_work, e);
}

enum status accountability_state_own(struct db *db, int64_t county, int64_t id,
                                     const char *statement, const char *actor, struct error *e)
{
    return text_do(db, county, id, statement, actor, statement_work, e);
}
