/* Approving, revoking and ending advances. */
#include "base/calendar.h"
#include "base/i18n.h"
#include "base/text.h"
#include "advance_sql.h"
#include "bill_internal.h"
#include "bill_sql.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#define ADVANCE_ARENA_BYTES ((size_t)16 << 20)

static enum status not_entitled(struct month m, struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    return error_set(e, STATUS_REFUSED, "NOT_ENTITLED",
                     _("%s不是医疗救助对象，不能批准医前救助：请先认定救助类别"),
                     month_format_people(m, month));
}

static enum status too_much(struct fen amount, struct fen most, struct error *e)
{
    char a[FEN_TEXT_BYTES], b[FEN_TEXT_BYTES];
    return error_set(e, STATUS_REFUSED, "ADVANCE_AMOUNT",
                     _("医前救助 %s 元不可批准：须大于零，最多 %s 元（单次上限与本年住院封顶线余额"
                       "取小）"),
                     fen_format_people(amount, a), fen_format_people(most, b));
}

/* Above the limit for one advance, or what the year's cap has left. */
static enum status amount_check(struct db *db, int64_t county, const struct advance_grant *grant,
                                const struct policy_table *policy, struct error *e)
{
    struct month m = date_month(grant->approved_on);
    struct medical_person who;
    struct medical_terms terms;
    struct year_guard_row guard = {0};
    int64_t most;
    TRY(medical_class_of(db, county, grant->person, m, KNOWN_NOW, &who, e));
    if (who.class == MEDICAL_NONE)
        return not_entitled(m, e);
    TRY(medical_terms_at(policy, who.class, VISIT_INPATIENT, m, &terms, e));
    TRY(medical_number_at(policy, MEDICAL_ADVANCE_MAX, m, &most, e));
    enum status s = year_guard_read(db,
                                    (struct year_guard_read_args){.county = county,
                                                                  .person = grant->person,
                                                                  .year = month_year(m),
                                                                  .visit = VISIT_INPATIENT},
                                    NULL, &guard, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    int64_t room = terms.cap.v > guard.aid.v ? terms.cap.v - guard.aid.v : 0;
    most = room < most ? room : most;
    if (grant->amount.v > 0 && grant->amount.v <= most)
        return STATUS_OK;
    return too_much(grant->amount, FEN(most), e);
}

/* One at a time; one that is over and was never drawn makes room. */
static enum status none_is_open(struct medical_work *w, int64_t person, struct error *e)
{
    struct advance_alive_row alive;
    struct advance_open_row open;
    enum status s =
        advance_open_of(w->db, (struct advance_open_of_args){.county = w->county, .person = person},
                        NULL, &open, e);
    if (s == STATUS_OK && open.expires_on.v < w->today.v)
        TRY(advance_end(w->db,
                        (struct advance_end_args){.county = w->county,
                                                  .id = open.id,
                                                  .state = ADVANCE_EXPIRED,
                                                  .ended_on = w->today,
                                                  .change = w->change,
                                                  .reason = ADVANCE_OVERDUE},
                        NULL, e));
    else if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    s = advance_alive(w->db, (struct advance_alive_args){.county = w->county, .person = person},
                      NULL, &alive, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "ADVANCE_OPEN",
                         _("此人已有未使用的医前救助（第 %" PRId64 " 号）：用完或撤回后再批"),
                         alive.id);
    return s == STATUS_NONE ? STATUS_OK : s;
}

static struct date last_day(struct date from, int64_t packed)
{
    return day_limit_is_working(packed) ? calendar_add_working_days(from, day_limit_days(packed))
                                        : (struct date){from.v + day_limit_days(packed)};
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

enum status advance_approve(struct db *db, int64_t county, const struct advance_grant *grant,
                            int64_t change, int64_t *ret_id, struct error *e)
{
    assert(db_in_transaction(db));
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ADVANCE_ARENA_BYTES);
    struct medical_work w = {
        .db = db, .county = county, .change = change, .today = grant->approved_on};
    struct policy_table *policy;
    int64_t days, id;
    if (!arena)
        return arena_exhausted(e);
    TRY(medical_writable(db, county, e));
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &policy, e));
    TRY(medical_number_at(policy, MEDICAL_ADVANCE_DAYS, date_month(grant->approved_on), &days, e));
    TRY(none_is_open(&w, grant->person, e));
    TRY(amount_check(db, county, grant, policy, e));
    TRY(work_id(&w, &id, e));
    TRY(advance_insert(db,
                       (struct advance_insert_args){
                           .county = county,
                           .id = id,
                           .person = grant->person,
                           .household = grant->household,
                           .division = grant->division,
                           .hospital = grant->hospital,
                           .disease = text_or_empty(grant->disease),
                           .disease_name = text_or_empty(grant->disease_name),
                           .amount = grant->amount,
                           .approved_on = grant->approved_on,
                           .expires_on = last_day(grant->approved_on, days),
                           .case_file = grant->case_file,
                           .approved_by = text_or_empty(grant->approved_by),
                           .known_from = change,
                       },
                       NULL, e));
    *ret_id = id;
    return STATUS_OK;
}

/* ---- ended before it was used ---- */

struct ending {
    int64_t county, advance;
    const char *reason, *actor;
    struct date today;
    int64_t count;
};

static enum status advance_change(struct db *db, const struct ending *x, const char *action,
                                  int64_t *ret, struct error *e)
{
    char subject[64];
    if (x->advance)
        (void)snprintf(subject, sizeof subject, "advance %" PRId64, x->advance);
    else
        (void)snprintf(subject, sizeof subject, "advances %" PRId64, x->count);
    return change_record(db, x->county,
                         &(struct change_entry){
                             .actor = x->actor, .action = action, .subject = subject, .detail = ""},
                         ret, e);
}

static enum status revocable(const struct advance_core_row *row, const struct ending *x,
                             struct error *e)
{
    if (row->state != ADVANCE_APPROVED)
        return error_set(e, STATUS_REFUSED, "ADVANCE_STATE",
                         _("第 %" PRId64 " 号医前救助%s，不能撤回"), x->advance,
                         _(advance_state_label((enum advance_state)row->state)));
    if (row->admission)
        return error_set(e, STATUS_REFUSED, "ADVANCE_DRAWN",
                         _("第 %" PRId64 " 号医前救助已由%s用于住院号 %.64s：请医院先撤销登记"),
                         x->advance, row->hospital_name, row->admission_number);
    if (text_equals(row->approved_by, x->actor))
        return error_set(e, STATUS_REFUSED, "SAME_PERSON",
                         _("%s 批准了这笔医前救助：撤回须由另一人办理"), x->actor);
    return STATUS_OK;
}

static enum status revoke_work(struct db *db, void *context, struct error *e)
{
    const struct ending *x = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ADVANCE_ARENA_BYTES);
    struct advance_core_row row;
    int64_t change;
    if (!arena)
        return arena_exhausted(e);
    TRY(advance_change(db, x, "medical.advance.revoke", &change, e));
    TRY(medical_writable(db, x->county, e));
    enum status s = advance_core(
        db, (struct advance_core_args){.county = x->county, .id = x->advance}, arena, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ADVANCE_UNKNOWN", _("没有第 %" PRId64 " 号医前救助"),
                         x->advance);
    if (s != STATUS_OK)
        return s;
    TRY(revocable(&row, x, e));
    return advance_end(db,
                       (struct advance_end_args){.county = x->county,
                                                 .id = x->advance,
                                                 .state = ADVANCE_REVOKED,
                                                 .ended_on = x->today,
                                                 .change = change,
                                                 .reason = x->reason},
                       NULL, e);
}

enum status advance_revoke(struct db *db, int64_t county, int64_t advance, const char *reason,
                           const char *actor, struct date today, struct error *e)
{
    struct ending x = {county, advance, reason, actor, today, 0};
    if (!reason || !reason[0])
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明撤回原因"));
    return db_transaction(db, revoke_work, &x, e);
}

static enum status expire_work(struct db *db, void *context, struct error *e)
{
    struct ending *x = context;
    struct advance_overdue_row overdue;
    int64_t change;
    TRY(advance_overdue(db, (struct advance_overdue_args){.county = x->county, .today = x->today},
                        NULL, &overdue, e));
    x->count = overdue.advances;
    if (x->count == 0)
        return STATUS_OK;
    TRY(medical_writable(db, x->county, e));
    TRY(advance_change(db, x, "medical.advance.expire", &change, e));
    return advance_expire_all(
        db,
        (struct advance_expire_all_args){
            .county = x->county, .today = x->today, .change = change, .reason = ADVANCE_OVERDUE},
        &x->count, e);
}

enum status advance_expire(struct db *db, int64_t county, const char *actor, struct date today,
                           int64_t *ret_count, struct error *e)
{
    struct ending x = {.county = county, .actor = actor, .today = today};
    TRY(db_transaction(db, expire_work, &x, e));
    *ret_count = x.count;
    return STATUS_OK;
}
