/* Which run a request to prepare a month means: a new one, or a draft to be computed anew. */
#include "prepare.h"

#include "base/i18n.h"

#include <inttypes.h>

#define RUNS_MAX 4096 /* of one programme: three centuries of months */

struct run_history {
    struct payment_run_row latest, before_latest; /* numbers only: their texts are gone */
    size_t count;
    struct month first; /* of the oldest run */
};

static enum status history_read(struct db *db, int64_t county, enum programme p,
                                struct run_history *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(payment_run_latest_open(
        db, (struct payment_run_latest_args){.county = county, .programme = p}, &cursor, e));
    *ret = (struct run_history){0};
    struct payment_run_row row;
    enum status s;
    while ((s = payment_run_latest_next(cursor, &row, e)) == STATUS_OK) {
        if (ret->count == RUNS_MAX)
            return error_set(e, STATUS_FAILED, "RUNS_MAX", _("发放次数超过上限 %d。"), RUNS_MAX);
        if (ret->count == 0)
            ret->latest = row;
        else if (ret->count == 1)
            ret->before_latest = row;
        ret->first = row.from_month;
        ret->count++;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* The months a run of this programme covers that contains m: itself, or its quarter. Claims are
 * paid month by month. */
static void span_of(const struct policy *policy, enum programme p, struct month m,
                    struct month *from, struct month *to)
{
    enum policy_key key = p == PROGRAMME_DIBAO ? POLICY_DIBAO_PAY_MONTHS : POLICY_WUBAO_PAY_MONTHS;
    *from = *to = m;
    if (p == PROGRAMME_MEDICAL)
        return;
    if (policy->value[key].is_set && policy->value[key].v == 3) {
        *from = month_add(m, -(m.v % 3));
        *to = month_add(*from, 2);
    }
}

static enum status refuse_past(const struct payment_run_row *latest, struct month m,
                               struct error *e)
{
    char month[MONTH_TEXT_BYTES], span[SPAN_TEXT_BYTES];
    if (m.v >= latest->from_month.v && m.v <= latest->to_month.v)
        return error_set(e, STATUS_REFUSED, "RUN_EXISTS",
                         _("%s 已在 %" PRId64 " 号发放中，状态“%s”，不能重新编制。"
                           "之后的更正会在下月自动补发或追回。"),
                         month_format(m, month), latest->id,
                         run_state_label((enum run_state)latest->state));
    return error_set(e, STATUS_REFUSED, "RUN_LATER",
                     _("已有较晚的 %" PRId64 " 号发放(%s),不能再编制 %s。"
                       "漏发的月份会在下月自动补发。"),
                     latest->id, span_format(latest->from_month, latest->to_month, span),
                     month_format(m, month));
}

/* A month without claims has no run; what is open goes into the next one whatever its month. */
static enum status next_after(const struct payment_run_row *latest, struct month from,
                              struct error *e)
{
    char month[MONTH_TEXT_BYTES], next[MONTH_TEXT_BYTES], span[SPAN_TEXT_BYTES];
    if (latest->state < RUN_APPROVED)
        return error_set(
            e, STATUS_REFUSED, "RUN_UNFINISHED",
            _("%" PRId64 " 号发放(%s)还是“%s”，尚未审批。请先办完或作废它，再编制 %s。"),
            latest->id, span_format(latest->from_month, latest->to_month, span),
            run_state_label((enum run_state)latest->state), month_format(from, month));
    if (from.v != latest->to_month.v + 1 && latest->programme != PROGRAMME_MEDICAL)
        return error_set(
            e, STATUS_REFUSED, "MONTH_SKIPPED", _("不能跳过月份：下一次应编制 %s，不是 %s。"),
            month_format(month_add(latest->to_month, 1), next), month_format(from, month));
    return STATUS_OK;
}

enum status prepare_decide(struct db *db, int64_t county, enum programme p, struct month m,
                           const struct policy *policy, struct prepare_decision *ret,
                           struct error *e)
{
    struct run_history h;
    TRY(history_read(db, county, p, &h, e));
    struct prepare_decision d = {.settled_first = MONTH_OPEN};
    span_of(policy, p, m, &d.from, &d.to);
    if (h.count == 0) {
        *ret = d;
        return STATUS_OK;
    }
    const struct payment_run_row *latest = &h.latest;
    const struct payment_run_row *previous = latest;
    if (latest->state == RUN_DRAFT && m.v >= latest->from_month.v && m.v <= latest->to_month.v) {
        d.draft = latest->id;
        d.from = latest->from_month;
        d.to = latest->to_month;
        previous = h.count > 1 ? &h.before_latest : NULL;
    } else if (m.v <= latest->to_month.v) {
        return refuse_past(latest, m, e);
    } else {
        if (d.from.v <= latest->to_month.v) /* paid monthly until the middle of this quarter */
            d.from = month_add(latest->to_month, 1);
        TRY(next_after(latest, d.from, e));
    }
    if (previous) {
        d.settled_first = h.first;
        d.known_before = previous->known;
        d.previous_from = previous->from_month;
        d.previous_to = previous->to_month;
        d.previous_items = previous->items;
    }
    *ret = d;
    return STATUS_OK;
}
