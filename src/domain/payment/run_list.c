#include "domain/payment/run_list.h"

#include <string.h>

#include "base/i18n.h"
#include "domain/registry/household_list.h"
#include "payment_internal.h"
#include "run_list_sql.h"

#define TOWNSHIPS_MAX 1000
#define EXCEPTION_CODES_MAX 16
#define EXPORT_ROWS_MAX INT64_C(2000000)

static enum status entry_copy(struct arena *arena, const struct payment_run_row *row,
                              struct run_entry *ret, struct error *e)
{
    struct payment_run_row kept = *row;
    const char **const texts[] = {&kept.prepared_by, &kept.prepared_at, &kept.checked_by,
                                  &kept.checked_at,  &kept.reviewed_by, &kept.reviewed_at,
                                  &kept.approved_by, &kept.approved_at, &kept.funded_by,
                                  &kept.funded_at,   &kept.sent_by,     &kept.sent_at,
                                  &kept.closed_by,   &kept.closed_at};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (*texts[i] == NULL)
            continue;
        *texts[i] = arena_strdup(arena, *texts[i]);
        if (*texts[i] == NULL)
            return arena_exhausted(e);
    }
    *ret = (struct run_entry){
        .run = run_from_row(&kept),
        .step = {{RUN_DRAFT, kept.prepared_by, kept.prepared_at},
                 {RUN_CHECKED, kept.checked_by, kept.checked_at},
                 {RUN_REVIEWED, kept.reviewed_by, kept.reviewed_at},
                 {RUN_APPROVED, kept.approved_by, kept.approved_at},
                 {RUN_FUNDED, kept.funded_by, kept.funded_at},
                 {RUN_SENT, kept.sent_by, kept.sent_at},
                 {RUN_RECONCILED, NULL, NULL},
                 {RUN_CLOSED, kept.closed_by, kept.closed_at}},
    };
    return STATUS_OK;
}

static enum status programme_runs(struct db *db, int64_t county, enum programme programme,
                                  struct arena *arena, struct run_entry *list, size_t *count,
                                  struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct payment_run_row row;
    enum status s = STATUS_OK;
    size_t added = 0;
    TRY(payment_run_latest_open(
        db, (struct payment_run_latest_args){.county = county, .programme = programme}, &cursor,
        e));
    while (added < RUN_LIST_MAX / PROGRAMME_COUNT &&
           (s = payment_run_latest_next(cursor, &row, e)) == STATUS_OK) {
        TRY(entry_copy(arena, &row, &list[*count], e));
        (*count)++;
        added++;
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* Lists that are each in order, made one: newest month first, then by number. */
static void entries_sort(struct run_entry *list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct run_entry entry = list[i];
        size_t at = i;
        for (; at > 0 && (list[at - 1].run.to.v < entry.run.to.v ||
                          (list[at - 1].run.to.v == entry.run.to.v &&
                           list[at - 1].run.programme > entry.run.programme));
             at--)
            list[at] = list[at - 1];
        list[at] = entry;
    }
}

enum status run_list(struct db *db, int64_t county, enum programme programme, struct arena *arena,
                     struct run_entry **ret, size_t *ret_count, struct error *e)
{
    struct run_entry *list = ARENA_ARRAY(arena, struct run_entry, RUN_LIST_MAX);
    size_t count = 0;
    if (!list)
        return arena_exhausted(e);
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++)
        if (programme == 0 || (int)programme == p)
            TRY(programme_runs(db, county, (enum programme)p, arena, list, &count, e));
    entries_sort(list, count);
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status run_entry_read(struct db *db, int64_t county, int64_t run, struct arena *arena,
                           struct run_entry *ret, struct error *e)
{
    struct payment_run_row row;
    enum status s = payment_run_read(
        db, (struct payment_run_read_args){.county = county, .id = run}, arena, &row, e);
    return s == STATUS_OK ? entry_copy(arena, &row, ret, e) : s;
}

enum status run_newest_month(struct db *db, int64_t county, enum programme programme,
                             struct month *ret, struct error *e)
{
    struct month newest = {0};
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++) {
        CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
        struct payment_run_row row;
        if (programme != 0 && (int)programme != p)
            continue;
        TRY(payment_run_latest_open(
            db, (struct payment_run_latest_args){.county = county, .programme = p}, &cursor, e));
        enum status s = payment_run_latest_next(cursor, &row, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
        if (s == STATUS_OK && row.to_month.v > newest.v)
            newest = row.to_month;
    }
    if (newest.v == 0)
        return STATUS_NONE;
    *ret = newest;
    return STATUS_OK;
}

/* ---- by township ---- */

static void position_add(struct payment_position *p, enum item_state state, int64_t items,
                         struct fen amount)
{
    p->due_items += items;
    p->due.v += amount.v;
    int64_t *count = NULL;
    struct fen *sum = NULL;
    switch (state) {
    case ITEM_PENDING:
    case ITEM_CORRECTED:
        count = &p->not_sent_items;
        sum = &p->not_sent;
        break;
    case ITEM_HELD:
        count = &p->held_items;
        sum = &p->held;
        break;
    case ITEM_SENT:
        count = &p->in_transit_items;
        sum = &p->in_transit;
        break;
    case ITEM_PAID:
        count = &p->paid_items;
        sum = &p->paid;
        break;
    case ITEM_RETURNED:
        count = &p->returned_items;
        sum = &p->returned;
        break;
    case ITEM_CANCELLED:
        count = &p->cancelled_items;
        sum = &p->cancelled;
        break;
    }
    if (!count)
        return;
    *count += items;
    sum->v += amount.v;
}

static void township_add(struct run_township *t, const struct run_township_row *row)
{
    struct fen amount = FEN(row->basic.v + row->topup.v + row->adjustment.v);
    t->basic.v += row->basic.v;
    t->topup.v += row->topup.v;
    t->adjustment.v += row->adjustment.v;
    position_add(&t->position, (enum item_state)row->state, row->items, amount);
}

enum status run_township_list(struct db *db, int64_t county, const struct payment_run *run,
                              int64_t scope, struct arena *arena, struct run_township **ret,
                              size_t *ret_count, struct run_township *ret_total, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct run_township_scan_args args = {.county = county,
                                          .programme = run->programme,
                                          .from_month = run->from,
                                          .to_month = run->to};
    struct run_township *list = ARENA_ARRAY(arena, struct run_township, TOWNSHIPS_MAX);
    struct run_township total = {0};
    struct run_township_row row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    division_span(scope, &args.division_from, &args.division_to);
    TRY(run_township_scan_open(db, args, &cursor, e));
    while ((s = run_township_scan_next(cursor, &row, e)) == STATUS_OK) {
        if (count == 0 || list[count - 1].township != row.township) {
            if (count == TOWNSHIPS_MAX)
                return error_set(e, STATUS_FAILED, "TOWNSHIPS_MAX", _("乡镇超过 %d 个。"),
                                 TOWNSHIPS_MAX);
            list[count++] = (struct run_township){.township = row.township};
        }
        township_add(&list[count - 1], &row);
        township_add(&total, &row);
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    *ret_total = total;
    return STATUS_OK;
}

/* ---- items ---- */

static struct run_item_page_args page_args(int64_t county, const struct payment_run *run,
                                           const struct run_item_filter *f, int64_t row_count)
{
    struct run_item_page_args args = {.county = county,
                                      .programme = run->programme,
                                      .after_month =
                                          f->after_household > 0 ? f->after_month : run->from,
                                      .to_month = run->to,
                                      .after_household = f->after_household,
                                      .state = f->state,
                                      .row_count = row_count};
    int64_t from, to;
    division_span(f->scope, &args.division_from, &args.division_to);
    if (f->division != 0) {
        division_span(f->division, &from, &to);
        args.division_from = from > args.division_from ? from : args.division_from;
        args.division_to = to < args.division_to ? to : args.division_to;
    }
    return args;
}

static enum status page_open(struct db *db, const struct run_item_page_args *a,
                             struct db_cursor **ret, struct error *e)
{
    if (a->programme != PROGRAMME_MEDICAL)
        return run_item_page_open(db, *a, ret, e);
    return run_claim_page_open(db,
                               (struct run_claim_page_args){a->county, a->programme, a->after_month,
                                                            a->to_month, a->after_household,
                                                            a->division_from, a->division_to,
                                                            a->state, a->row_count},
                               ret, e);
}

static struct run_item item_of(const struct run_item_row *row)
{
    return (struct run_item){.month = row->month,
                             .household = row->household,
                             .division = row->division,
                             .form = (enum support_form)row->form,
                             .protected_count = row->protected_count,
                             .attempt = row->attempt,
                             .basic = row->basic,
                             .topup = row->topup,
                             .adjustment = row->adjustment,
                             .carry = row->carry,
                             .total = FEN(row->basic.v + row->topup.v + row->adjustment.v),
                             .state = (enum item_state)row->state,
                             .name = row->name,
                             .id_tail = row->id_tail,
                             .number_tail = row->number_tail};
}

static enum status item_keep(struct arena *arena, struct run_item *item, struct error *e)
{
    item->name = arena_strdup(arena, item->name);
    item->id_tail = arena_strdup(arena, item->id_tail);
    const char *tail = item->number_tail;
    item->number_tail = arena_strdup(arena, tail);
    return item->name && item->id_tail && (item->number_tail || !tail) ? STATUS_OK
                                                                       : arena_exhausted(e);
}

enum status run_item_list(struct db *db, int64_t county, const struct payment_run *run,
                          const struct run_item_filter *filter, struct arena *arena,
                          struct run_item **ret, size_t *ret_count, bool *ret_has_more,
                          struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    size_t wanted = filter->row_count < RUN_ITEM_ROWS_MAX ? filter->row_count : RUN_ITEM_ROWS_MAX;
    struct run_item *list = ARENA_ARRAY(arena, struct run_item, wanted);
    struct run_item_row row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    const struct run_item_page_args args = page_args(county, run, filter, (int64_t)wanted + 1);
    TRY(page_open(db, &args, &cursor, e));
    while ((s = run_item_page_next(cursor, &row, e)) == STATUS_OK) {
        if (count == wanted)
            break;
        list[count] = item_of(&row);
        TRY(item_keep(arena, &list[count], e));
        count++;
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = list;
    *ret_count = count;
    *ret_has_more = s == STATUS_OK;
    return STATUS_OK;
}

enum status run_item_read(struct db *db, int64_t county, const struct payment_run *run,
                          struct month month, int64_t household, int64_t scope, struct arena *arena,
                          struct run_item *ret, struct error *e)
{
    struct run_item_filter filter = {
        .scope = scope, .after_month = month, .after_household = household - 1, .row_count = 1};
    struct payment_run one = *run;
    struct run_item *list;
    size_t count;
    bool has_more;
    if (month.v < run->from.v || month.v > run->to.v || household < 1)
        return STATUS_NONE;
    one.from = one.to = month;
    TRY(run_item_list(db, county, &one, &filter, arena, &list, &count, &has_more, e));
    if (count == 0 || list[0].household != household)
        return STATUS_NONE;
    *ret = list[0];
    return STATUS_OK;
}

enum status run_item_each(struct db *db, int64_t county, const struct payment_run *run,
                          const struct run_item_filter *filter,
                          enum status (*take)(void *context, const struct run_item *item,
                                              struct error *e),
                          void *context, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct run_item_filter all = *filter;
    struct run_item_row row;
    enum status s;
    all.after_household = 0;
    const struct run_item_page_args args = page_args(county, run, &all, EXPORT_ROWS_MAX + 1);
    TRY(page_open(db, &args, &cursor, e));
    for (int64_t done = 0; (s = run_item_page_next(cursor, &row, e)) == STATUS_OK; done++) {
        if (done == EXPORT_ROWS_MAX)
            return error_set(e, STATUS_REFUSED, "EXPORT_LIMIT",
                             _("超过 %lld 行，一个文件放不下。请按乡镇分开导出。"),
                             (long long)EXPORT_ROWS_MAX);
        struct run_item item = item_of(&row);
        TRY(take(context, &item, e));
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- exceptions ---- */

static enum status exception_counts(struct db *db, int64_t county, const struct payment_run *run,
                                    int64_t from, int64_t to, struct arena *arena,
                                    struct run_exception_count *list, size_t *count,
                                    struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct run_exception_count_row row;
    enum status s = STATUS_OK;
    TRY(run_exception_count_open(db,
                                 (struct run_exception_count_args){.county = county,
                                                                   .programme = run->programme,
                                                                   .from_month = run->from,
                                                                   .to_month = run->to,
                                                                   .division_from = from,
                                                                   .division_to = to},
                                 &cursor, e));
    while (*count < EXCEPTION_CODES_MAX &&
           (s = run_exception_count_next(cursor, &row, e)) == STATUS_OK) {
        list[*count] = (struct run_exception_count){.code = arena_strdup(arena, row.code),
                                                    .households = row.households};
        if (!list[(*count)++].code)
            return arena_exhausted(e);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status exceptions_open(struct db *db, const struct run_exception_page_args *a,
                                   struct db_cursor **ret, struct error *e)
{
    if (a->programme != PROGRAMME_MEDICAL)
        return run_exception_page_open(db, *a, ret, e);
    return run_claim_exception_page_open(
        db,
        (struct run_claim_exception_page_args){a->county, a->programme, a->from_month, a->to_month,
                                               a->division_from, a->division_to, a->row_count},
        ret, e);
}

static enum status exception_rows(struct db *db, int64_t county, const struct payment_run *run,
                                  int64_t from, int64_t to, struct arena *arena,
                                  struct run_exception *list, size_t *count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct run_exception_row row;
    enum status s = STATUS_OK;
    const struct run_exception_page_args args = {.county = county,
                                                 .programme = run->programme,
                                                 .from_month = run->from,
                                                 .to_month = run->to,
                                                 .division_from = from,
                                                 .division_to = to,
                                                 .row_count = RUN_EXCEPTION_ROWS_MAX};
    TRY(exceptions_open(db, &args, &cursor, e));
    while (*count < RUN_EXCEPTION_ROWS_MAX &&
           (s = run_exception_page_next(cursor, &row, e)) == STATUS_OK) {
        struct run_exception *x = &list[(*count)++];
        *x = (struct run_exception){.month = row.month,
                                    .household = row.household,
                                    .division = row.division,
                                    .code = arena_strdup(arena, row.code),
                                    .detail = arena_strdup(arena, row.detail),
                                    .name = arena_strdup(arena, row.name),
                                    .state = (enum item_state)row.state};
        if (!x->code || !x->detail || !x->name)
            return arena_exhausted(e);
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status run_exception_list(struct db *db, int64_t county, const struct payment_run *run,
                               int64_t scope, struct arena *arena, struct run_exception **ret,
                               size_t *ret_count, struct run_exception_count **ret_counts,
                               size_t *ret_counts_count, struct error *e)
{
    struct run_exception *list = ARENA_ARRAY(arena, struct run_exception, RUN_EXCEPTION_ROWS_MAX);
    struct run_exception_count *counts =
        ARENA_ARRAY(arena, struct run_exception_count, EXCEPTION_CODES_MAX);
    size_t count = 0, code_count = 0;
    int64_t from, to;
    if (!list || !counts)
        return arena_exhausted(e);
    division_span(scope, &from, &to);
    TRY(exception_counts(db, county, run, from, to, arena, counts, &code_count, e));
    TRY(exception_rows(db, county, run, from, to, arena, list, &count, e));
    *ret = list;
    *ret_count = count;
    *ret_counts = counts;
    *ret_counts_count = code_count;
    return STATUS_OK;
}

const char *run_exception_label(const char *code)
{
    static const struct {
        const char *code, *label;
    } labels[] = {
        {"ZERO_BASIC", N_("收入已达标准，应退")},    {"SUSPENDED", N_("已停发")},
        {"NO_ACCOUNT", N_("没有账号，暂缓")},        {"HOME_ACCOUNT", N_("敬老院没有账号，暂缓")},
        {"RECOVERY_LEFT", N_("追回未完，结转下月")}, {"OWED_BACK", N_("应退未退，待以后抵扣")},
    };
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (strcmp(labels[i].code, code) == 0)
            return labels[i].label;
    return code;
}

enum status run_step_person_check(const struct payment_run *run, enum run_action action,
                                  const char *actor, struct error *e)
{
    const struct payment_run_row row = {.id = run->id,
                                        .prepared_by = run->prepared_by,
                                        .checked_by = run->checked_by,
                                        .reviewed_by = run->reviewed_by};
    return run_actor_check(&row, action, actor, e);
}
