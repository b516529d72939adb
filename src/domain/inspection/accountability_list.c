/* The words of accountability, and reading its records. */
#include <string.h>

#include "base/i18n.h"
#include "domain/inspection/accountability.h"
#include "domain/inspection/inspection_internal.h"
#include "accountability_sql.h"

static const struct {
    const char *code, *small, *label;
} TRIGGERS[] = {{"", "", ""},
                {"MISSED_STEP", "missed", N_("漏办环节")},
                {"FALSE_REPORT", "false", N_("弄虚作假")},
                {"REPEATED_DELAY", "delay", N_("多次逾期")},
                {"OTHER", "other", N_("其他")}};
static const char *const STATES[] = {"", N_("待决定"), N_("已记录"), N_("不予追究")};
static const struct {
    const char *code, *small, *label;
} ACTIONS[] = {{"", "", ""},
               {"TALK", "talk", N_("约谈")},
               {"WARNING", "warning", N_("通报批评")},
               {"RECTIFICATION", "rectification", N_("责令整改")}};

const char *accountability_trigger_code(enum accountability_trigger t)
{
    return t >= ACCOUNTABILITY_MISSED_STEP && t <= ACCOUNTABILITY_OTHER ? TRIGGERS[t].code : "";
}

const char *accountability_trigger_label(enum accountability_trigger t)
{
    return t >= ACCOUNTABILITY_MISSED_STEP && t <= ACCOUNTABILITY_OTHER ? TRIGGERS[t].label : "";
}

enum status accountability_trigger_parse(const char *code, enum accountability_trigger *ret,
                                         struct error *e)
{
    for (int t = ACCOUNTABILITY_MISSED_STEP; t <= ACCOUNTABILITY_OTHER; t++) {
        if (code && (strcmp(code, TRIGGERS[t].code) == 0 || strcmp(code, TRIGGERS[t].small) == 0)) {
            *ret = (enum accountability_trigger)t;
            return STATUS_OK;
        }
    }
    (void)error_set(
        e, STATUS_REFUSED, "ACCOUNTABILITY_FIELD",
        _("没有追究事由“%.20s”：可用 missed（漏办）、false（弄虚作假）、delay（多次逾期）、"
          "other（其他）"),
        code ? code : "");
    return error_place(e, "trigger");
}

const char *accountability_state_label(enum accountability_state s)
{
    return s >= ACCOUNTABILITY_SUGGESTED && s <= ACCOUNTABILITY_DISMISSED ? STATES[s] : "";
}

const char *accountability_action_code(enum accountability_action a)
{
    return a <= ACCOUNTABILITY_RECTIFICATION ? ACTIONS[a].code : "";
}

const char *accountability_action_label(enum accountability_action a)
{
    return a <= ACCOUNTABILITY_RECTIFICATION ? ACTIONS[a].label : "";
}

enum status accountability_action_parse(const char *code, enum accountability_action *ret,
                                        struct error *e)
{
    for (int a = ACCOUNTABILITY_TALK; a <= ACCOUNTABILITY_RECTIFICATION; a++) {
        if (code && (strcmp(code, ACTIONS[a].code) == 0 || strcmp(code, ACTIONS[a].small) == 0)) {
            *ret = (enum accountability_action)a;
            return STATUS_OK;
        }
    }
    (void)error_set(e, STATUS_REFUSED, "ACCOUNTABILITY_FIELD",
                    _("没有处理方式“%.20s”：可用 talk（约谈）、warning（通报批评）、rectification"
                      "（责令整改）"),
                    code ? code : "");
    return error_place(e, "action");
}

static enum status record_of(const struct accountability_row *r, struct arena *arena,
                             struct accountability *ret, struct error *e)
{
    struct accountability x = {.id = r->id,
                               .township = r->township,
                               .known_from = r->known_from,
                               .decided_change = r->decided_change,
                               .state = (enum accountability_state)r->state,
                               .township_name = arena_strdup(arena, r->township_name),
                               .evidence = arena_strdup(arena, r->evidence),
                               .person = arena_strdup(arena, r->person),
                               .facts = arena_strdup(arena, r->facts),
                               .decision = arena_strdup(arena, r->decision),
                               .statement = arena_strdup(arena, r->statement),
                               .suggested_by = arena_strdup(arena, r->suggested_by),
                               .decided_by =
                                   arena_strdup(arena, r->decided_by ? r->decided_by : ""),
                               .suggested_on = r->suggested_on,
                               .decided_on = inspection_day_of(r->decided_on)};
    if (!x.township_name || !x.evidence || !x.person || !x.facts || !x.decision || !x.statement ||
        !x.suggested_by || !x.decided_by)
        return arena_exhausted(e);
    TRY(accountability_trigger_parse(r->trigger_kind, &x.trigger, e));
    if (r->action[0])
        TRY(accountability_action_parse(r->action, &x.action, e));
    *ret = x;
    return STATUS_OK;
}

static enum status rows_read(struct db *db, struct accountability_rows_args args,
                             struct arena *arena, struct accountability **ret, size_t *ret_count,
                             struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct accountability *list =
        ARENA_ARRAY(arena, struct accountability, args.id ? 1 : ACCOUNTABILITIES_MAX);
    struct accountability_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(accountability_rows_open(db, args, &cursor, e));
    while ((s = accountability_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == ACCOUNTABILITIES_MAX)
            return error_set(e, STATUS_FAILED, "ACCOUNTABILITY_ROWS", _("责任追究超过 %d 件"),
                             ACCOUNTABILITIES_MAX);
        TRY(record_of(&row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status accountability_list(struct db *db, int64_t county, int64_t township,
                                enum accountability_state state, struct arena *arena,
                                struct accountability **ret, size_t *ret_count, struct error *e)
{
    return rows_read(
        db,
        (struct accountability_rows_args){.county = county, .township = township, .state = state},
        arena, ret, ret_count, e);
}

enum status accountability_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                struct accountability *ret, struct error *e)
{
    struct accountability *list;
    size_t n;
    if (id <= 0)
        return STATUS_NONE;
    TRY(rows_read(db, (struct accountability_rows_args){.county = county, .id = id}, arena, &list,
                  &n, e));
    if (n == 0)
        return STATUS_NONE;
    *ret = list[0];
    return STATUS_OK;
}
