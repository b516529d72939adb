/* Months already settled, looked at again with what is known now.
 * docs/decisions/0005-reassessment.md says why it converges. */
#include "payment_internal.h"

#include "base/i18n.h"
#include "reassess_sql.h"

#include <inttypes.h>

#define RATE_ONE_BP 10000

static enum status targets(const struct reassess_basis *b, const struct dossier *d,
                           struct reassessment *r, struct error *e)
{
    r->count = (size_t)(b->before.v - b->first.v);
    for (size_t i = 0; i < r->count; i++) {
        struct month m = month_add(b->first, (int)i);
        struct benefit_amount amount;
        TRY(benefit_assess(&b->policies[i], b->programme, d, m, &amount, NULL, e));
        r->months[i] = (struct settled_month){.month = m};
        if (amount.outcome == BENEFIT_PAYABLE)
            TRY(fen_add(amount.basic, amount.topup, &r->months[i].target));
    }
    return STATUS_OK;
}

/* The first grant of this household, or where it would stand. */
static size_t grants_of(const struct reassess_basis *b, int64_t household)
{
    size_t low = 0, high = b->grant_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (b->grants[middle].household < household)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static enum status add_grants(const struct reassess_basis *b, int64_t household,
                              struct reassessment *r)
{
    for (size_t i = grants_of(b, household);
         i < b->grant_count && b->grants[i].household == household; i++) {
        struct month m = b->grants[i].month;
        if (m.v < b->first.v || m.v >= b->before.v)
            continue;
        struct settled_month *s = &r->months[m.v - b->first.v];
        TRY(fen_add(s->grant, b->grants[i].amount, &s->grant));
    }
    return STATUS_OK;
}

static enum status add_settled(struct settled_month *m, const struct settled_entry *row)
{
    bool is_cancelled = row->state == ITEM_CANCELLED;
    m->has_settled = true;
    switch (row->kind) {
    case 1:
        m->is_waived = is_cancelled;
        return is_cancelled ? STATUS_OK : fen_add(m->settled, row->amount, &m->settled);
    case 2:
        /* What a cancelled item would have taken back was not taken; what it would have paid is
         * waived with it. */
        return is_cancelled && row->amount.v < 0 ? STATUS_OK
                                                 : fen_add(m->settled, row->amount, &m->settled);
    default:
        return fen_sub(m->settled, row->amount, &m->settled);
    }
}

void settled_reader_close(struct settled_reader *r)
{
    db_cursor_cleanup(&r->cursor);
    r->has_row = false;
}

static enum status reader_next(struct settled_reader *r, struct error *e)
{
    struct settled_row row;
    enum status s = settled_scan_next(r->cursor, &row, e);
    r->has_row = s == STATUS_OK;
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    r->household = row.household;
    r->row = (struct settled_entry){
        .kind = row.kind, .state = row.state, .for_month = row.for_month, .amount = row.amount};
    return STATUS_OK;
}

/* Stands on the first row of this household, or of a later one. */
static enum status reader_seek(struct db *db, const struct reassess_basis *b,
                               struct settled_reader *r, int64_t household, struct error *e)
{
    if (!r->cursor || household > r->last) {
        settled_reader_close(r);
        r->last = household + r->block - 1;
        TRY(settled_scan_open(db,
                              (struct settled_scan_args){.county = b->county,
                                                         .programme = b->programme,
                                                         .before = b->before,
                                                         .first = household,
                                                         .last = r->last},
                              &r->cursor, e));
        TRY(reader_next(r, e));
    }
    while (r->has_row && r->household < household)
        TRY(reader_next(r, e));
    return STATUS_OK;
}

enum status reassess_household(struct db *db, const struct reassess_basis *b,
                               struct settled_reader *reader, const struct dossier *d,
                               struct reassessment *ret, struct error *e)
{
    TRY(targets(b, d, ret, e));
    if (add_grants(b, d->household, ret) != STATUS_OK)
        return error_set(e, STATUS_FAILED, "FEN_OVERFLOW", _("家庭 %" PRId64 " 的金额超出范围。"),
                         d->household);
    TRY(reader_seek(db, b, reader, d->household, e));
    while (reader->has_row && reader->household == d->household) {
        struct month m = reader->row.for_month;
        if (m.v >= b->first.v && m.v < b->before.v &&
            add_settled(&ret->months[m.v - b->first.v], &reader->row) != STATUS_OK)
            return error_set(e, STATUS_FAILED, "FEN_OVERFLOW",
                             _("家庭 %" PRId64 " 的已发金额超出范围。"), d->household);
        TRY(reader_next(reader, e));
    }
    return STATUS_OK;
}

static struct fen difference(const struct settled_month *m)
{
    if (!m->is_waived)
        return FEN(m->target.v + m->grant.v - m->settled.v);
    /* What was waived with a cancelled item is the month's amount, not the grant beside it. */
    return FEN(m->grant.v > m->settled.v ? m->grant.v - m->settled.v : 0);
}

/* Was a row that covers this month learned since the run before? */
static bool has_new_fact(const struct reassess_basis *b, const struct dossier *d, struct month m)
{
    for (size_t i = 0; i < d->entitlement_count; i++) {
        const struct entitlement_row *r = &d->entitlements[i];
        if (r->known_from > b->known_before && r->from.v <= m.v && m.v <= r->to.v)
            return true;
    }
    for (size_t i = 0; i < d->member_count; i++) {
        const struct member_row *r = &d->members[i];
        if (r->known_from > b->known_before && r->from.v <= m.v && m.v <= r->to.v)
            return true;
    }
    return false;
}

static const char *reason_of(const struct reassess_basis *b, const struct dossier *d,
                             const struct settled_month *settled)
{
    struct month m = settled->month;
    if (settled->grant.v > 0)
        return "GRANT";
    bool has_fact = has_new_fact(b, d, m);
    bool has_standard = b->policy_changed.v <= m.v;
    if (has_fact)
        return has_standard ? "BOTH" : "FACT";
    return has_standard ? "STANDARD" : "CARRY";
}

static enum status line_add(struct adjustment_plan *plan, struct month item_month,
                            struct month for_month, int64_t amount_fen, const char *reason,
                            struct error *e)
{
    if (plan->count == ADJUSTMENT_LINES_MAX)
        return error_set(e, STATUS_FAILED, "ADJUSTMENT_LINES", _("一户的补发追回超过 %d 行。"),
                         ADJUSTMENT_LINES_MAX);
    plan->lines[plan->count++] =
        (struct adjustment_line){item_month, for_month, FEN(amount_fen), reason};
    return STATUS_OK;
}

/* The month's item that arrears go on: the first that exists, else one made for the purpose. */
static struct run_month_amount *arrears_item(struct run_month_amount *months, size_t month_count)
{
    for (size_t i = 0; i < month_count; i++) {
        if (months[i].has_item)
            return &months[i];
    }
    return NULL;
}

/* Takes at most *room of the recoveries still open, oldest first. */
static enum status take(const struct reassess_basis *b, const struct dossier *d,
                        const struct reassessment *r, size_t *next, int64_t *taken_of_next,
                        int64_t *room, struct month item_month, struct adjustment_plan *plan,
                        int64_t *ret_taken, struct error *e)
{
    int64_t taken = 0;
    while (*room > 0 && *next < r->count) {
        int64_t owed = -difference(&r->months[*next]).v - *taken_of_next;
        if (owed <= 0) {
            ++*next;
            *taken_of_next = 0;
            continue;
        }
        int64_t part = owed < *room ? owed : *room;
        struct month m = r->months[*next].month;
        TRY(line_add(plan, item_month, m, -part, reason_of(b, d, &r->months[*next]), e));
        *taken_of_next += part;
        *room -= part;
        taken += part;
    }
    *ret_taken = taken;
    return STATUS_OK;
}

enum status reassess_allocate(const struct reassess_basis *b, const struct dossier *d,
                              const struct reassessment *r, int64_t floor_bp,
                              struct run_month_amount *months, size_t month_count,
                              struct adjustment_plan *ret, struct error *e)
{
    int64_t arrears = 0, owed = 0;
    ret->count = 0;
    for (size_t i = 0; i < r->count; i++) {
        int64_t difference_fen = difference(&r->months[i]).v;
        if (difference_fen > 0)
            arrears += difference_fen;
        else
            owed -= difference_fen;
    }
    if (arrears == 0 && owed == 0)
        return STATUS_OK;
    struct run_month_amount *first = arrears_item(months, month_count);
    if (!first) {
        first = &months[0];
        first->has_item = true;
    }
    for (size_t i = 0; i < r->count; i++) {
        struct month m = r->months[i].month;
        if (difference(&r->months[i]).v > 0)
            TRY(line_add(ret, first->month, m, difference(&r->months[i]).v,
                         reason_of(b, d, &r->months[i]), e));
    }
    size_t next = 0;
    int64_t taken_of_next = 0;
    struct run_month_amount *last = first;
    for (size_t i = 0; i < month_count; i++) {
        struct run_month_amount *item = &months[i];
        if (!item->has_item)
            continue;
        int64_t gained = item == first ? arrears : 0;
        int64_t room =
            gained + item->base.v - fen_half_up_i64((__int128)item->base.v * floor_bp, RATE_ONE_BP);
        int64_t taken;
        TRY(take(b, d, r, &next, &taken_of_next, &room, item->month, ret, &taken, e));
        item->adjustment = FEN(gained - taken);
        owed -= taken;
        last = item;
    }
    last->carry = FEN(-owed);
    return STATUS_OK;
}
