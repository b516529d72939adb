/* What the system suggests: found by one query each, written once for each evidence. */
#include "base/i18n.h"
#include "accountability_sql.h"
#include "domain/inspection/accountability_internal.h"

#define FACTS_BYTES 400

struct scanning {
    struct inspection_act act;
    struct accountability_new *found;
    size_t count;
};

static struct accountability_new *found_next(struct scanning *x)
{
    return x->count < ACCOUNTABILITY_SCAN_MAX ? &x->found[x->count++] : NULL;
}

static enum status found_keep(struct scanning *x, struct accountability_new n, struct error *e)
{
    struct accountability_new *to = found_next(x);
    if (!to)
        return STATUS_OK;
    n.evidence = arena_strdup(x->act.arena, n.evidence);
    n.facts = arena_strdup(x->act.arena, n.facts);
    if (!n.evidence || !n.facts)
        return arena_exhausted(e);
    *to = n;
    return STATUS_OK;
}

static enum status rows_keep(struct scanning *x, struct db_cursor *cursor,
                             enum status (*next)(struct db_cursor *,
                                                 struct accountability_found_row *, struct error *),
                             struct error *e)
{
    struct accountability_found_row row;
    enum status s;
    while ((s = next(cursor, &row, e)) == STATUS_OK) {
        struct accountability_new n = {
            .evidence = row.evidence, .township = row.township, .facts = row.facts};
        TRY(accountability_trigger_parse(row.trigger_kind, &n.trigger, e));
        TRY(found_keep(x, n, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status scan_findings(struct scanning *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(accountability_findings_open(
        x->act.db, (struct accountability_findings_args){.county = x->act.county}, &cursor, e));
    return rows_keep(x, cursor, accountability_findings_next, e);
}

static enum status scan_moved(struct scanning *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(accountability_moved_open(
        x->act.db,
        (struct accountability_moved_args){.county = x->act.county, .moved = ACCOUNTABILITY_MOVED},
        &cursor, e));
    return rows_keep(x, cursor, accountability_moved_next, e);
}

static enum status scan_overdue(struct scanning *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct accountability_overdue_row row;
    char month[24], facts[FACTS_BYTES];
    enum status s;
    (void)snprintf(month, sizeof month, "%" PRId64, date_yyyymmdd(x->act.today) / 100);
    TRY(accountability_overdue_open(
        x->act.db,
        (struct accountability_overdue_args){.county = x->act.county,
                                             .today = x->act.today,
                                             .month_name = month,
                                             .least = ACCOUNTABILITY_OVERDUE},
        &cursor, e));
    while ((s = accountability_overdue_next(cursor, &row, e)) == STATUS_OK) {
        (void)snprintf(facts, sizeof facts, _("问题和整改共 %" PRId64 " 件逾期未办结"),
                       row.overdue);
        TRY(found_keep(x,
                       (struct accountability_new){.trigger = ACCOUNTABILITY_REPEATED_DELAY,
                                                   .evidence = row.evidence,
                                                   .township = row.township,
                                                   .facts = facts},
                       e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status scan_cases(struct scanning *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct accountability_case_row row;
    char evidence[64], facts[FACTS_BYTES], day[DATE_TEXT_BYTES];
    enum status s;
    TRY(accountability_cases_open(
        x->act.db,
        (struct accountability_cases_args){
            .county = x->act.county,
            .due_before = (struct date){x->act.today.v - ACCOUNTABILITY_CASE_DAYS}},
        &cursor, e));
    while ((s = accountability_cases_next(cursor, &row, e)) == STATUS_OK) {
        (void)snprintf(evidence, sizeof evidence, "case %" PRId64 " %" PRId64, row.id,
                       date_yyyymmdd(row.due_on));
        (void)snprintf(facts, sizeof facts, _("案件 %.60s 应在 %s 前办理，至今未办"), row.number,
                       date_format_people(row.due_on, day));
        TRY(found_keep(x,
                       (struct accountability_new){.trigger = ACCOUNTABILITY_MISSED_STEP,
                                                   .evidence = evidence,
                                                   .township = row.township,
                                                   .facts = facts},
                       e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Who answers for it there, when the list of duties names somebody. */
static enum status person_find(struct scanning *x, struct accountability_new *n, struct error *e)
{
    struct accountability_person_row row;
    enum status s = accountability_person(
        x->act.db,
        (struct accountability_person_args){
            .county = x->act.county, .township = n->township, .today = x->act.today},
        x->act.arena, &row, e);
    n->person = s == STATUS_OK ? row.name : "";
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status scan_work(struct db *db, void *context, struct error *e)
{
    struct scanning *x = context;
    x->act.db = db;
    arena_reset(x->act.arena);
    x->count = 0;
    x->found = ARENA_ARRAY(x->act.arena, struct accountability_new, ACCOUNTABILITY_SCAN_MAX);
    if (!x->found)
        return arena_exhausted(e);
    TRY(inspection_may(&x->act, PERMISSION_ACCOUNTABILITY_SUGGEST, 0, e));
    x->act.today = date_today();
    TRY(scan_findings(x, e));
    TRY(scan_moved(x, e));
    TRY(scan_overdue(x, e));
    TRY(scan_cases(x, e));
    if (x->count == 0)
        return STATUS_OK;
    x->act.id = x->act.county;
    TRY(inspection_act_record(&x->act, "accountability.scan", "county", "", e));
    for (size_t i = 0; i < x->count; i++) {
        TRY(person_find(x, &x->found[i], e));
        TRY(accountability_write(&x->act, &x->found[i], e));
    }
    return STATUS_OK;
}

enum status accountability_suggest_scan(struct db *db, int64_t county, const char *actor,
                                        int64_t *ret_new, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct scanning x = {.act = {.arena = arena, .county = county, .actor = actor}};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, scan_work, &x, e));
    *ret_new = (int64_t)x.count;
    return STATUS_OK;
}
