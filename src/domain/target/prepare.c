/* Drafts of splits: by a rule from weights, in equal parts, or by hand. */
#include "domain/target/target_internal.h"

#include "base/apportion.h"

#include "target_sql.h"

#define RATE_BP_MAX 10000
#define CODE "TARGET_FIELD"

struct preparing {
    struct arena *arena;
    int64_t county, id;
    const char *actor;
    const struct target_entry *entry;
    struct target_split split;
};

static enum status entry_check(struct db *db, const struct preparing *x, struct error *e)
{
    const struct target_entry *t = x->entry;
    if (t->book != BOOK_CITY && t->book != BOOK_COUNTY)
        return target_field(e, CODE, "book", _("没有写考核口径：可用 city、county"));
    if (t->year != month_year(date_month(t->due_on)))
        return target_field(e, CODE, "due_on", _("完成期限应在目标所属年份之内"));
    TRY(target_text_check(CODE, "measure", t->measure, true, e));
    TRY(target_text_check(CODE, "reason", t->reason, false, e));
    TRY(target_clause_check(db, x->county, CODE, "clause", t->clause, x->arena, e));
    if (t->indicator && t->indicator[0] && !indicator_by_code(t->indicator))
        return target_field(e, CODE, "indicator", _("没有这个指标"));
    if (t->total < 0 || t->total > (t->unit == TARGET_BP ? RATE_BP_MAX : TARGET_VALUE_MAX))
        return target_field(e, CODE, "total", _("目标数不对：应为零或正数，比率不超过 100%"));
    if (t->unit < TARGET_COUNT || t->unit > TARGET_BP)
        return target_field(e, CODE, "unit", _("没有写计量单位"));
    if (t->rule <= TARGET_PLAN || t->rule > TARGET_BY_HAND ||
        (t->unit == TARGET_BP && t->rule == TARGET_PROPORTION))
        return error_set(e, STATUS_REFUSED, "TARGET_RULE",
                         _("这样的目标不能这样分解：比率只能各乡镇相同（EQUAL）或逐乡镇确定"
                           "（BY_HAND），方案的目标用“按方案分解”"));
    return STATUS_OK;
}

/* Every township in the month of the due day; asked are those given, or all. */
static enum status townships_take(struct db *db, struct preparing *x, struct error *e)
{
    struct division_table *table;
    const struct division *d;
    struct target_split *s = &x->split;
    size_t given = 0;
    TRY(division_table_read(db, x->county, date_month(s->due_on), x->arena, &table, e));
    s->shares = ARENA_ARRAY(x->arena, struct target_share, TARGET_TOWNSHIPS_MAX);
    if (!s->shares)
        return arena_exhausted(e);
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level != 2 || s->share_count == TARGET_TOWNSHIPS_MAX)
            continue;
        struct target_share *share = &s->shares[s->share_count++];
        *share = (struct target_share){
            .township = d->code, .name = d->name, .is_asked = x->entry->share_count == 0};
        for (size_t g = 0; g < x->entry->share_count; g++) {
            const struct target_share *want = &x->entry->shares[g];
            if (want->township != d->code)
                continue;
            if (share->is_asked)
                return target_field(e, CODE, d->name, _("这个乡镇写了两次"));
            if (want->weight < 0 || want->value < 0 || want->value > TARGET_VALUE_MAX)
                return target_field(e, CODE, d->name, _("权重和目标数应为零或正数"));
            share->weight = want->weight;
            share->value = want->value;
            share->is_asked = true;
            given++;
        }
    }
    if (given != x->entry->share_count)
        return target_field(e, CODE, "township", _("写了本县没有的乡镇"));
    return STATUS_OK;
}

static enum status weights_take(struct db *db, struct preparing *x, struct error *e)
{
    const struct target_entry *t = x->entry;
    struct indicator_row *rows;
    size_t n;
    char month[MONTH_TEXT_BYTES];
    if (!t->weight_indicator || !t->weight_indicator[0]) {
        x->split.weights = N_("按所列权重");
        return STATUS_OK;
    }
    const struct indicator *i = indicator_by_code(t->weight_indicator);
    if (!i || i->is_county_only)
        return target_field(e, CODE, "weight_indicator", _("没有这个指标，或它不分乡镇"));
    TRY(indicator_read(db, x->county, i, t->weight_month, t->weight_month, KNOWN_NOW, x->arena,
                       &rows, &n, e));
    for (size_t k = 0; k < x->split.share_count; k++) {
        struct target_share *share = &x->split.shares[k];
        share->weight = 0;
        for (size_t r = 0; r < n && share->is_asked; r++) {
            int64_t w = t->is_weight_numerator ? rows[r].numerator : rows[r].denominator;
            if (rows[r].township == share->township && w > 0)
                share->weight = w;
        }
    }
    x->split.weights =
        arena_printf(x->arena, "%s %s %s", i->code, month_format(t->weight_month, month),
                     t->is_weight_numerator ? "numerator" : "denominator");
    return x->split.weights ? STATUS_OK : arena_exhausted(e);
}

/* The asked ones' weights to values; the others stay at zero. */
static enum status apportion(struct preparing *x, struct error *e)
{
    int64_t weights[TARGET_TOWNSHIPS_MAX], values[TARGET_TOWNSHIPS_MAX];
    size_t n = 0, k = 0;
    for (size_t i = 0; i < x->split.share_count; i++) {
        struct target_share *share = &x->split.shares[i];
        if (x->entry->rule == TARGET_EQUAL)
            share->weight = share->is_asked;
        if (share->is_asked)
            weights[n++] = share->weight;
    }
    if (!apportion_whole(x->split.total, weights, n, values))
        return error_set(e, STATUS_REFUSED, "TARGET_WEIGHTS",
                         _("各乡镇的权重都是零，目标无从分解：请换一个权重，或逐乡镇确定"));
    for (size_t i = 0; i < x->split.share_count; i++)
        x->split.shares[i].value = x->split.shares[i].is_asked ? values[k++] : 0;
    return STATUS_OK;
}

static enum status by_hand(struct preparing *x, struct error *e)
{
    __int128 sum = 0;
    for (size_t i = 0; i < x->split.share_count; i++) {
        const struct target_share *share = &x->split.shares[i];
        sum += share->value;
        if (x->split.unit == TARGET_BP && share->value > RATE_BP_MAX)
            return target_field(e, CODE, share->name, _("不能超过 100%"));
    }
    if (x->split.unit != TARGET_BP && sum != x->split.total)
        return error_set(e, STATUS_REFUSED, "TARGET_SUM",
                         _("各乡镇合计 %" PRId64 "，与全县目标 %" PRId64 " 不符"), (int64_t)sum,
                         x->split.total);
    return STATUS_OK;
}

static enum status shares_reckon(struct db *db, struct preparing *x, struct error *e)
{
    size_t asked = 0;
    for (size_t i = 0; i < x->split.share_count; i++)
        asked += x->split.shares[i].is_asked;
    if (asked == 0)
        return target_field(e, CODE, "township", _("没有一个乡镇承担这项目标"));
    if (x->entry->rule == TARGET_BY_HAND)
        return by_hand(x, e);
    if (x->split.unit == TARGET_BP) {
        for (size_t i = 0; i < x->split.share_count; i++)
            x->split.shares[i].value = x->split.shares[i].is_asked ? x->split.total : 0;
        return STATUS_OK;
    }
    if (x->entry->rule == TARGET_PROPORTION)
        TRY(weights_take(db, x, e));
    return apportion(x, e);
}

/* No second draft of the same target, and one in force gives way only for a reason. */
static enum status place_check(struct db *db, const struct preparing *x, struct error *e)
{
    struct target_split other;
    enum status s = target_split_same(db, x->county, &x->split, TARGET_DRAFT, x->arena, &other, e);
    if (s == STATUS_OK)
        return error_set(e, STATUS_REFUSED, "TARGET_DRAFT_OPEN",
                         _("这项目标已有第 %" PRId64 " 号拟分解：请先下达或作废"), other.id);
    if (s != STATUS_NONE)
        return s;
    s = target_split_same(db, x->county, &x->split, TARGET_ISSUED, x->arena, &other, e);
    if (s == STATUS_OK && !x->split.reason[0])
        return error_set(e, STATUS_REFUSED, "REASON_MISSING",
                         _("第 %" PRId64 " 号分解正在执行：重新分解请写明原因"), other.id);
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status target_split_write(struct db *db, int64_t county, const struct target_split *s,
                               const char *actor, int64_t *ret_id, struct error *e)
{
    int64_t id, change;
    TRY(counter_take(db, county, "target_split", 1, &id, e));
    TRY(target_change(db, county, actor, "target.prepare", "target_split", id, NULL, &change, e));
    TRY(target_split_insert(db,
                            (struct target_split_insert_args){.county = county,
                                                              .id = id,
                                                              .year = s->year,
                                                              .book = target_book_code(s->book),
                                                              .measure = s->measure,
                                                              .indicator = s->indicator,
                                                              .due_on = s->due_on,
                                                              .unit = target_unit_code(s->unit),
                                                              .total = s->total,
                                                              .rule = target_rule_code(s->rule),
                                                              .weights = s->weights,
                                                              .clause = s->clause,
                                                              .reason = s->reason,
                                                              .is_example = s->is_example,
                                                              .prepared_by = actor,
                                                              .known_from = change},
                            NULL, e));
    for (size_t i = 0; i < s->share_count; i++) {
        const struct target_share *share = &s->shares[i];
        TRY(target_share_insert(db,
                                (struct target_share_insert_args){.county = county,
                                                                  .split = id,
                                                                  .township = share->township,
                                                                  .weight = share->weight,
                                                                  .value = share->value,
                                                                  .is_asked = share->is_asked},
                                NULL, e));
    }
    *ret_id = id;
    return STATUS_OK;
}

static enum status prepare_work(struct db *db, void *context, struct error *e)
{
    struct preparing *x = context;
    const struct target_entry *t = x->entry;
    arena_reset(x->arena);
    TRY(target_may(db, x->county, x->actor, PERMISSION_TARGET_MANAGE, TARGET_PLACE(x->county),
                   x->arena, NULL, e));
    TRY(entry_check(db, x, e));
    x->split = (struct target_split){.year = t->year,
                                     .book = t->book,
                                     .measure = t->measure,
                                     .indicator = target_or_empty(t->indicator),
                                     .due_on = t->due_on,
                                     .unit = t->unit,
                                     .total = t->total,
                                     .rule = t->rule,
                                     .weights = "",
                                     .clause = t->clause,
                                     .reason = target_or_empty(t->reason)};
    TRY(townships_take(db, x, e));
    TRY(shares_reckon(db, x, e));
    TRY(place_check(db, x, e));
    return target_split_write(db, x->county, &x->split, x->actor, &x->id, e);
}

enum status target_split_prepare(struct db *db, int64_t county, const struct target_entry *entry,
                                 const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct preparing x = {.arena = arena, .county = county, .actor = actor, .entry = entry};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, prepare_work, &x, e));
    *ret_id = x.id;
    return STATUS_OK;
}
