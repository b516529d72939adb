/* The plan's own split of its targets, as drafts. */
#include "domain/target/target_internal.h"

#include "target_sql.h"

struct drafting {
    struct arena *arena;
    int64_t county;
    const char *actor, *reason;
    struct target_split *splits;
    size_t count, written;
};

static const char *indicator_of(const char *measure, enum target_book book)
{
    if (text_equals(measure, "beds"))
        return book == BOOK_CITY ? "project.beds_city" : "project.beds_county";
    return text_equals(measure, "inst_rate_bp") ? "home.inst_rate" : "";
}

static enum status split_begin(struct db *db, struct drafting *x, const struct target_plan_row *row,
                               struct error *e)
{
    struct division_table *table;
    const struct division *d;
    if (x->count == PLAN_TARGETS_MAX)
        return error_set(e, STATUS_REFUSED, "TARGET_ROWS", _("方案的目标过多"));
    struct target_split *s = &x->splits[x->count++];
    *s = (struct target_split){.year = (int)row->year,
                               .book = target_book_of(row->book),
                               .measure = arena_strdup(x->arena, row->measure),
                               .due_on = row->due,
                               .unit = text_ends(row->measure, "_bp") ? TARGET_BP : TARGET_COUNT,
                               .rule = TARGET_PLAN,
                               .weights = "",
                               .clause = arena_strdup(x->arena, row->clause),
                               .reason = target_or_empty(x->reason)};
    s->indicator = indicator_of(row->measure, s->book);
    s->shares = ARENA_ARRAY(x->arena, struct target_share, TARGET_TOWNSHIPS_MAX);
    if (!s->measure || !s->clause || !s->shares)
        return arena_exhausted(e);
    TRY(division_table_read(db, x->county, date_month(row->due), x->arena, &table, e));
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level == 2 && s->share_count < TARGET_TOWNSHIPS_MAX)
            s->shares[s->share_count++] =
                (struct target_share){.township = d->code, .name = d->name};
    }
    return STATUS_OK;
}

static bool is_of(const struct target_split *s, const struct target_plan_row *row)
{
    return s->book == target_book_of(row->book) && text_equals(s->measure, row->measure) &&
           s->due_on.v == row->due.v;
}

static enum status share_take(struct target_split *s, const struct target_plan_row *row,
                              struct error *e)
{
    for (size_t i = 0; i < s->share_count; i++) {
        struct target_share *share = &s->shares[i];
        if (share->township != row->township)
            continue;
        share->value = row->value;
        share->is_asked = true;
        s->total = s->unit == TARGET_BP ? row->value : s->total + row->value;
        return STATUS_OK;
    }
    return error_set(e, STATUS_REFUSED, "TARGET_FIELD",
                     _("方案的目标写给了 %" PRId64 "，到期限时本县没有这个乡镇"), row->township);
}

static enum status plan_take(struct db *db, struct drafting *x, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct target_plan_row row;
    enum status s;
    TRY(target_plan_rows_open(db, (struct target_plan_rows_args){.county = x->county}, &cursor, e));
    while ((s = target_plan_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (x->count == 0 || !is_of(&x->splits[x->count - 1], &row))
            TRY(split_begin(db, x, &row, e));
        TRY(share_take(&x->splits[x->count - 1], &row, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static bool is_same(const struct target_split *a, const struct target_split *b)
{
    if (a->total != b->total || a->share_count != b->share_count)
        return false;
    for (size_t i = 0; i < a->share_count; i++) {
        const struct target_share *p = &a->shares[i], *q = &b->shares[i];
        if (p->township != q->township || p->value != q->value || p->is_asked != q->is_asked)
            return false;
    }
    return true;
}

static enum status draft_write(struct db *db, struct drafting *x, struct target_split *split,
                               struct error *e)
{
    struct target_split now;
    int64_t id;
    enum status s = target_split_same(db, x->county, split, TARGET_DRAFT, x->arena, &now, e);
    if (s == STATUS_OK && !is_same(&now, split))
        return error_set(e, STATUS_REFUSED, "TARGET_DRAFT_OPEN",
                         _("第 %" PRId64 " 号拟分解与方案不同：请先下达或作废"), now.id);
    if (s != STATUS_NONE)
        return s;
    s = target_split_same(db, x->county, split, TARGET_ISSUED, x->arena, &now, e);
    if (s == STATUS_OK && is_same(&now, split))
        return STATUS_OK;
    if (s == STATUS_OK && !split->reason[0])
        return error_set(e, STATUS_REFUSED, "REASON_MISSING",
                         _("第 %" PRId64 " 号分解正在执行，与方案不同：重新分解请写明原因"),
                         now.id);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(plan_target_is_example(db, x->county, split->measure, &split->is_example, e));
    TRY(target_split_write(db, x->county, split, x->actor, &id, e));
    x->written++;
    return STATUS_OK;
}

static enum status from_plan_work(struct db *db, void *context, struct error *e)
{
    struct drafting *x = context;
    arena_reset(x->arena);
    x->count = x->written = 0;
    TRY(target_may(db, x->county, x->actor, PERMISSION_TARGET_MANAGE, TARGET_PLACE(x->county),
                   x->arena, NULL, e));
    TRY(target_text_check("TARGET_FIELD", "reason", x->reason, false, e));
    x->splits = ARENA_ARRAY(x->arena, struct target_split, PLAN_TARGETS_MAX);
    if (!x->splits)
        return arena_exhausted(e);
    TRY(plan_take(db, x, e));
    for (size_t i = 0; i < x->count; i++)
        TRY(draft_write(db, x, &x->splits[i], e));
    return x->written ? STATUS_OK : STATUS_NONE;
}

enum status target_split_from_plan(struct db *db, int64_t county, const char *reason,
                                   const char *actor, size_t *ret_count, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct drafting x = {.arena = arena, .county = county, .actor = actor, .reason = reason};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, from_plan_work, &x, e));
    *ret_count = x.written;
    return STATUS_OK;
}
