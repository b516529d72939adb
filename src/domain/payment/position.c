/* Where a run's money is: due = paid + returned + held + not sent + in transit + cancelled, always.
 */
#include "payment_internal.h"

#include "base/i18n.h"

#include <assert.h>

static enum status bucket_add(struct payment_position *p, const struct payment_position_row *row,
                              struct error *e)
{
    int64_t *items = NULL;
    struct fen *total = NULL;
    switch ((enum item_state)row->state) {
    case ITEM_PENDING:
    case ITEM_CORRECTED:
        items = &p->not_sent_items;
        total = &p->not_sent;
        break;
    case ITEM_HELD:
        items = &p->held_items;
        total = &p->held;
        break;
    case ITEM_SENT:
        items = &p->in_transit_items;
        total = &p->in_transit;
        break;
    case ITEM_PAID:
        items = &p->paid_items;
        total = &p->paid;
        break;
    case ITEM_RETURNED:
        items = &p->returned_items;
        total = &p->returned;
        break;
    case ITEM_CANCELLED:
        items = &p->cancelled_items;
        total = &p->cancelled;
        break;
    }
    assert(items && total);
    *items += row->items;
    p->due_items += row->items;
    if (fen_add(*total, row->total, total) != STATUS_OK ||
        fen_add(p->due, row->total, &p->due) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("发放总额超出范围。"));
    return STATUS_OK;
}

enum status run_position(struct db *db, int64_t county, const struct payment_run_row *run,
                         struct payment_position *ret, struct error *e)
{
    struct payment_position p = {0};
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(payment_position_scan_open(
        db,
        (struct payment_position_scan_args){.county = county,
                                            .programme = run->programme,
                                            .from_month = run->from_month,
                                            .to_month = run->to_month},
        &cursor, e));
    struct payment_position_row row;
    enum status s;
    while ((s = payment_position_scan_next(cursor, &row, e)) == STATUS_OK)
        TRY(bucket_add(&p, &row, e));
    if (s != STATUS_NONE)
        return s;
    *ret = p;
    return STATUS_OK;
}

enum status payment_position_read(struct db *db, int64_t county, int64_t run,
                                  struct payment_position *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PAYMENT_SCRATCH_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    struct payment_run_row row;
    TRY(run_require(db, county, run, scratch, &row, e));
    return run_position(db, county, &row, ret, e);
}
