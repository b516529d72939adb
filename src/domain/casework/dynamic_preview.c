/* What the calendar alone will do next month: ages reached, grace periods over (§A.6). */
#include "base/i18n.h"
#include "domain/benefit/benefit.h"
#include "domain/casework/dynamic.h"

#define PREVIEW_ROWS_MAX 20000
#define PREVIEW_ROWS_START 64
#define SUSPENSION_LONG_MONTHS 3 /* to be decided: resumed or stopped */

const char *age_event_label(enum age_event event)
{
    static const char *const labels[] = {
        [0] = "",
        [AGE_AGED_BEGINS] = N_("到老年年龄，开始增发"),
        [AGE_MINOR_ENDS] = N_("满成年年龄，停止增发"),
        [GRACE_ENDS] = N_("渐退期满"),
        [SUSPENSION_LONG] = N_("暂停已久，应恢复或停发"),
    };
    return labels[event];
}

struct previewing {
    struct db *db;
    int64_t county, scope;
    enum programme programme;
    struct month month;
    struct policy before, after;
    struct arena *arena;
    struct preview_row *rows;
    size_t count, room;
};

static enum status name_of(struct previewing *w, int64_t person, const char **ret, struct error *e)
{
    struct person_row row;
    enum status s = person_by_id(w->db, w->county, person, NULL, w->arena, &row, e);
    *ret = s == STATUS_OK ? row.name : "";
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status row_add(struct previewing *w, const struct preview_row *row, struct error *e)
{
    if (w->count == w->room) {
        size_t room = w->room ? w->room * 2 : PREVIEW_ROWS_START;
        struct preview_row *more =
            room <= PREVIEW_ROWS_MAX * 2 ? ARENA_ARRAY(w->arena, struct preview_row, room) : NULL;
        if (!more)
            return arena_exhausted(e);
        for (size_t i = 0; i < w->count; i++)
            more[i] = w->rows[i];
        w->rows = more;
        w->room = room;
    }
    w->rows[w->count++] = *row;
    return STATUS_OK;
}

static struct fen amount_of(const struct benefit_amount *a)
{
    return a->outcome == BENEFIT_PAYABLE ? FEN(a->basic.v + a->topup.v) : FEN(0);
}

/* 0: nothing. Both at once can not be: one ends below where the other begins. */
static int age_event_of(const struct previewing *w, const struct member_row *row)
{
    struct month birth = date_month(row->birth);
    int before = age_in_month(birth, month_add(w->month, -1)),
        after = age_in_month(birth, w->month);
    int64_t aged = w->after.value[POLICY_DIBAO_AGED_YEARS].v,
            minor = w->after.value[POLICY_DIBAO_MINOR_YEARS].v;
    if (before < aged && after >= aged)
        return AGE_AGED_BEGINS;
    return before < minor && after >= minor ? AGE_MINOR_ENDS : 0;
}

static int status_event_of(const struct previewing *w, const struct entitlement_row *before,
                           const struct entitlement_row *after)
{
    if (before && before->status == ENTITLEMENT_GRACE && after &&
        after->status == ENTITLEMENT_ENDED)
        return GRACE_ENDS;
    if (after && after->status == ENTITLEMENT_SUSPENDED &&
        w->month.v - after->from.v >= SUSPENSION_LONG_MONTHS)
        return SUSPENSION_LONG;
    return 0;
}

static enum status household_add(struct previewing *w, const struct dossier *d, struct error *e)
{
    struct month last = month_add(w->month, -1);
    const struct entitlement_row *before = dossier_entitlement_at(d, last),
                                 *after = dossier_entitlement_at(d, w->month);
    const struct entitlement_row *row =
        after && after->status != ENTITLEMENT_ENDED ? after : before;
    struct benefit_amount a, b;
    if (!row || row->status == ENTITLEMENT_ENDED || !access_in_scope(w->scope, row->division))
        return STATUS_OK;
    struct preview_row out = {.household = d->household, .division = row->division};
    bool is_assessed = false;
    int household_event = status_event_of(w, before, after);
    for (size_t i = 0; i <= d->member_count; i++) {
        const struct member_row *m = i < d->member_count ? &d->members[i] : NULL;
        bool counts = m && w->programme == PROGRAMME_DIBAO && m->is_present && m->is_protected &&
                      m->from.v <= w->month.v && m->to.v >= w->month.v;
        int event = !m ? household_event : counts ? age_event_of(w, m) : 0;
        if (event == 0)
            continue;
        if (!is_assessed) {
            TRY(benefit_assess(&w->before, w->programme, d, last, &a, NULL, e));
            TRY(benefit_assess(&w->after, w->programme, d, w->month, &b, NULL, e));
            TRY(name_of(w, row->head, &out.head_name, e));
            out.before = amount_of(&a);
            out.after = amount_of(&b);
            is_assessed = true;
        }
        out.event = (enum age_event)event;
        out.person = m ? m->person : row->head;
        out.birth = m ? m->birth : (struct date){0};
        TRY(name_of(w, out.person, &out.name, e));
        TRY(row_add(w, &out, e));
    }
    return STATUS_OK;
}

static enum status preview_work(struct db *db, void *context, struct error *e)
{
    struct previewing *w = context;
    CLEANUP(dossier_stream_cleanup) struct dossier_stream *stream = NULL;
    struct policy_table *table;
    const struct dossier *d;
    struct month last = month_add(w->month, -1);
    enum status s;
    w->db = db;
    w->count = 0;
    TRY(policy_table_read(db, w->county, KNOWN_NOW, w->arena, &table, e));
    TRY(policy_at(table, w->programme, last, &w->before, e));
    TRY(policy_at(table, w->programme, w->month, &w->after, e));
    TRY(dossier_stream_open(db, w->county, w->programme, last, w->month, KNOWN_NOW, &stream, e));
    while ((s = dossier_stream_next(stream, &d, e)) == STATUS_OK)
        TRY(household_add(w, d, e));
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status dynamic_preview(struct db *db, int64_t county, enum programme p, struct month m,
                            int64_t scope, struct arena *arena, struct preview_row **ret,
                            size_t *ret_count, struct error *e)
{
    struct previewing *w = ARENA_NEW(arena, struct previewing);
    if (!w)
        return arena_exhausted(e);
    *w = (struct previewing){
        .county = county, .scope = scope, .programme = p, .month = m, .arena = arena};
    if (db_in_transaction(db))
        TRY(preview_work(db, w, e));
    else
        TRY(db_transaction(db, preview_work, w, e));
    *ret = w->rows;
    *ret_count = w->count;
    return STATUS_OK;
}
