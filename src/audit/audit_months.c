/* Every item against raw facts and parameters, and all that was ever settled for a month against
 * what was due. */
#include <inttypes.h>

#include "audit/audit_internal.h"
#include "base/i18n.h"

#define CHECK_ITEM 1
#define CHECK_SETTLED 2
#define PARAMETER_ABSENT INT64_C(-1)

static enum status parameter(struct audit *a, const char *name, struct month m, int64_t known,
                             int64_t *ret, struct error *e)
{
    struct audit_parameter_row row;
    enum status s =
        audit_parameter(a->db,
                        (struct audit_parameter_args){
                            .county = a->scope.county, .name = name, .month = m, .known = known},
                        a->arena, &row, e);
    if (s == STATUS_NONE) {
        *ret = PARAMETER_ABSENT;
        s = audit_find(a, "PARAMETER_MISSING", e, name, _("该月没有生效的参数"));
        return s == STATUS_NONE ? STATUS_OK : s;
    }
    if (s == STATUS_OK)
        *ret = row.value;
    return s;
}

static enum status open_due(struct audit *a, int64_t programme, struct month m, int64_t known,
                            int64_t kind, struct month settled_to, struct db_cursor **ret,
                            struct error *e)
{
    struct audit_due_args args = {.county = a->scope.county,
                                  .month = m,
                                  .known = known,
                                  .month_index = m.v,
                                  .check_kind = kind,
                                  .settled_to = settled_to,
                                  .programme = programme,
                                  .granted_before = a->frozen[programme].last_from};
    const struct {
        int64_t programme;
        const char *name;
        int64_t *value;
    } parameters[] = {
        {AUDIT_DIBAO, "dibao.standard_year", &args.standard},
        {AUDIT_DIBAO, "dibao.topup.severe_disability", &args.disability},
        {AUDIT_DIBAO, "dibao.topup.serious_illness", &args.illness},
        {AUDIT_DIBAO, "dibao.topup.aged", &args.aged},
        {AUDIT_DIBAO, "dibao.topup.minor", &args.minor},
        {AUDIT_DIBAO, "dibao.topup.aged_years", &args.aged_years},
        {AUDIT_DIBAO, "dibao.topup.minor_years", &args.minor_years},
        {AUDIT_DIBAO, "dibao.topup.severe_grade", &args.severe_grade},
        {AUDIT_WUBAO, "wubao.scattered_year", &args.scattered},
        {AUDIT_WUBAO, "wubao.institution_year", &args.institution},
    };
    for (size_t i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++)
        if (parameters[i].programme == programme)
            TRY(parameter(a, parameters[i].name, m, known, parameters[i].value, e));
    return audit_due_open(a->db, args, ret, e);
}

static enum status judge_item(struct audit *a, const char *subject, const struct audit_due_row *row,
                              struct error *e)
{
    if (!row->has_item)
        return audit_find(a, "ITEM_MISSING", e, subject, _("应发 %s 元，没有发放项"),
                          audit_yuan(a, row->basic + row->topup));
    if (!row->is_due)
        return audit_find(a, "ITEM_UNDUE", e, subject, _("不应发放，却有 %s 元"),
                          audit_yuan(a, row->item_basic + row->item_topup));
    if (row->basic != row->item_basic || row->topup != row->item_topup)
        return audit_find(a, "ITEM_AMOUNT", e, subject,
                          _("按事实和标准应为 %s + %s 元，发放项为 %s + %s 元"),
                          audit_yuan(a, row->basic), audit_yuan(a, row->topup),
                          audit_yuan(a, row->item_basic), audit_yuan(a, row->item_topup));
    if (row->form != row->item_form)
        return audit_find(a, "ITEM_FORM", e, subject,
                          _("供养形式应为 %" PRId64 ",发放项为 %" PRId64), row->form,
                          row->item_form);
    return audit_find(a, "ITEM_FACTS", e, subject,
                      _("保障人数或区划与事实不符（应 %" PRId64 " 人 %" PRId64 "，为 %" PRId64
                        " 人 %" PRId64 "）"),
                      row->n, row->division, row->item_n, row->item_division);
}

static enum status check_items_of_month(struct audit *a, const struct audit_run_row *run,
                                        struct month m, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_due_row row;
    enum status s;
    TRY(open_due(a, run->programme, m, run->known, CHECK_ITEM, m, &cursor, e));
    while ((s = audit_due_next(cursor, &row, e)) == STATUS_OK) {
        s = judge_item(a, audit_subject(a, run->programme, m, row.household), &row, e);
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_unexplained(struct audit *a, const struct audit_run_row *run,
                                     struct month m, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_household_row row;
    enum status s;
    TRY(audit_unexplained_open(a->db,
                               (struct audit_unexplained_args){.county = a->scope.county,
                                                               .programme = run->programme,
                                                               .month = m,
                                                               .known = run->known},
                               &cursor, e));
    while ((s = audit_unexplained_next(cursor, &row, e)) == STATUS_OK) {
        s = audit_find(a, "MISSED", e, audit_subject(a, run->programme, m, row.household),
                       _("在保，但既无发放项也无说明"));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status check_adjustment_sums(struct audit *a, const struct audit_run_row *run,
                                         struct month m, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_adjustment_row row;
    enum status s;
    TRY(audit_adjustment_sum_open(a->db,
                                  (struct audit_adjustment_sum_args){.county = a->scope.county,
                                                                     .programme = run->programme,
                                                                     .month = m},
                                  &cursor, e));
    while ((s = audit_adjustment_sum_next(cursor, &row, e)) == STATUS_OK) {
        s = audit_find(a, "ADJUSTMENT_SUM", e, audit_subject(a, run->programme, m, row.household),
                       _("补发追回明细合计 %s 元，发放项记 %s 元"), audit_yuan(a, row.lines_fen),
                       audit_yuan(a, row.item_fen));
        if (s != STATUS_OK)
            break;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_month(struct audit *a, const struct audit_run_row *run, struct month m,
                              struct error *e)
{
    audit_check_begin(a);
    if (run->programme == AUDIT_MEDICAL) {
        TRY(audit_check_claim_month(a, run, m, e));
        return check_adjustment_sums(a, run, m, e);
    }
    TRY(check_items_of_month(a, run, m, e));
    TRY(check_unexplained(a, run, m, e));
    return check_adjustment_sums(a, run, m, e);
}

/* ---- settlement: all months already paid, by what the last frozen run knew ---- */

struct balance {
    int64_t household, difference_fen; /* due minus settled, over all months */
};
#define BALANCES_MAX ((size_t)1 << 20)

struct balances {
    struct balance *slot; /* open addressing by household; 0 is empty */
    size_t capacity, count;
};

static struct balance *balance_of(struct balances *b, int64_t household)
{
    size_t i = ((uint64_t)household * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (b->capacity - 1);
    while (b->slot[i].household != 0 && b->slot[i].household != household)
        i = (i + 1) & (b->capacity - 1);
    if (b->slot[i].household == 0) {
        b->slot[i].household = household;
        b->count++;
    }
    return &b->slot[i];
}

static enum status add_month(struct audit *a, int64_t programme, struct month m, struct balances *b,
                             struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_due_row row;
    enum status s;
    TRY(open_due(a, programme, m, a->frozen[programme].known, CHECK_SETTLED,
                 a->frozen[programme].to_last, &cursor, e));
    while ((s = audit_due_next(cursor, &row, e)) == STATUS_OK) {
        if (b->count * 2 >= b->capacity)
            return error_set(e, STATUS_FAILED, "AUDIT_BALANCES_MAX",
                             _("与应发不符的家庭超过 %zu 户"), b->capacity / 2);
        balance_of(b, row.household)->difference_fen +=
            row.basic + row.topup + row.extra - row.settled;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status add_carries(struct audit *a, int64_t programme, struct balances *b,
                               struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct audit_carrier_row row;
    enum status s;
    TRY(audit_carriers_open(a->db,
                            (struct audit_carriers_args){.county = a->scope.county,
                                                         .programme = programme,
                                                         .month = a->frozen[programme].last_from},
                            &cursor, e));
    while ((s = audit_carriers_next(cursor, &row, e)) == STATUS_OK) {
        if (b->count * 2 >= b->capacity)
            return error_set(e, STATUS_FAILED, "AUDIT_BALANCES_MAX",
                             _("与应发不符的家庭超过 %zu 户"), b->capacity / 2);
        balance_of(b, row.household)->difference_fen -= row.carry_fen;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status audit_check_settlement(struct audit *a, int64_t programme, struct error *e)
{
    if (!a->frozen[programme].is_set)
        return STATUS_OK;
    CLEANUP(arena_cleanup)
    struct arena *arena = arena_new(BALANCES_MAX * sizeof(struct balance) + 4096);
    struct balances b = {.capacity = BALANCES_MAX};
    if (arena == NULL || (b.slot = ARENA_ARRAY(arena, struct balance, BALANCES_MAX)) == NULL)
        return arena_exhausted(e);
    audit_check_begin(a);
    for (struct month m = a->frozen[programme].from_first; m.v <= a->frozen[programme].to_last.v;
         m = month_add(m, 1))
        TRY(add_month(a, programme, m, &b, e));
    TRY(add_carries(a, programme, &b, e));
    for (size_t i = 0; i < b.capacity; i++) {
        if (b.slot[i].household == 0 || b.slot[i].difference_fen == 0)
            continue;
        enum status s = audit_find(
            a, "SETTLEMENT", e,
            audit_subject(a, programme, a->frozen[programme].to_last, b.slot[i].household),
            _("历月应发与已结算相差 %s 元，未由待追回解释"),
            audit_yuan(a, b.slot[i].difference_fen));
        if (s != STATUS_OK)
            return s == STATUS_NONE ? STATUS_OK : s;
    }
    return STATUS_OK;
}
