/* Writing down: one record, or the same one for many residents; all or none. */
#include "record_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"

#define LEAVE_DAYS_MAX 366
#define QUANTITY_MAX 10000
#define AMOUNT_FEN_MAX INT64_C(100000000) /* a million yuan */

struct adding {
    int64_t county;
    const struct home_record *given;
    const int64_t *stays; /* NULL: of the home as a whole */
    size_t count;
    const char *actor;
    int64_t first_id;
    /* worked out inside */
    const struct record_kind_row *kind;
    struct home_record r;
};

static enum status field_refused(const char *field, const char *why, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "HOME_RECORD", _("%s：%s"), field, why);
}

static enum status numbers_check(const struct adding *a, struct error *e)
{
    const struct record_kind_row *k = a->kind;
    int64_t quantity = a->given->quantity, amount = a->given->amount.v;
    if (!k->has_quantity && quantity != 0)
        return field_refused(_("数量"), _("这种记录没有数量，请留空。"), e);
    if (k->has_quantity && (quantity < 1 || quantity > QUANTITY_MAX))
        return field_refused(_("数量"), _("应为 1 至 10000。"), e);
    if (!k->has_amount && amount != 0)
        return field_refused(_("金额"), _("这种记录没有金额，请留空。"), e);
    if (k->has_amount && (amount < 1 || amount > AMOUNT_FEN_MAX))
        return field_refused(_("金额"), _("应大于 0、不超过 100 万元。"), e);
    return STATUS_OK;
}

static enum status days_check(struct adding *a, struct error *e)
{
    const struct home_record *g = a->given;
    TRY(record_day(g->on, e));
    a->r.until = g->until.v == 0 ? g->on : g->until;
    if (!a->kind->has_until && a->r.until.v != g->on.v)
        return field_refused(_("截止日期"), _("这种记录只记一天。"), e);
    if (a->r.until.v < g->on.v || a->r.until.v - g->on.v >= LEAVE_DAYS_MAX)
        return field_refused(_("截止日期"), _("不能早于开始日期，最多 366 天。"), e);
    a->r.month = g->month.v == 0 ? date_month(g->on) : g->month;
    if (!a->kind->has_month && a->r.month.v != date_month(g->on).v)
        return field_refused(_("月份"), _("这种记录的月份就是日期所在的月份，请留空。"), e);
    if (a->r.month.v > date_month(g->on).v)
        return field_refused(_("月份"), _("不能晚于发放日期所在的月份。"), e);
    return STATUS_OK;
}

static enum status record_check(struct adding *a, struct arena *arena, struct error *e)
{
    const struct home_record *g = a->given;
    if (g->kind < RECORD_LEAVE || g->kind > RECORD_KIND_COUNT)
        return field_refused(_("种类"), _("没有这种记录。"), e);
    a->kind = &RECORD_KINDS[g->kind - 1];
    a->r = *g;
    if (a->kind->needs_stay && a->count == 0)
        return field_refused(_("老人"), _("这种记录要写明是哪位老人。"), e);
    if (a->kind->is_of_home && a->count > 0)
        return field_refused(_("老人"), _("这种记录记全院的，不记在某位老人名下。"), e);
    TRY(days_check(a, e));
    TRY(numbers_check(a, e));
    TRY(record_text(arena, g->detail, RECORD_TEXT_BYTES_MAX, a->kind->needs_detail, "HOME_RECORD",
                    _("内容"), &a->r.detail, e));
    TRY(record_text(arena, g->result, RECORD_TEXT_BYTES_MAX, a->kind->has_result, "HOME_RECORD",
                    _("结果"), &a->r.result, e));
    if (!a->kind->has_result && a->r.result[0] != '\0')
        return field_refused(_("结果"), _("这种记录没有结果，请写在内容里。"), e);
    return STATUS_OK;
}

static enum status twice(enum status s, const struct record_twice_row *row, const char *what,
                         struct error *e)
{
    char day[DATE_TEXT_BYTES];
    if (s == STATUS_NONE)
        return STATUS_OK;
    if (s != STATUS_OK)
        return s;
    return error_set(e, STATUS_REFUSED, "RECORD_TWICE",
                     _("%s已在 %s 登记过：写错的先划去，再登记。"), what,
                     date_format(row->on_date, day));
}

static enum status twice_check(struct db *db, const struct adding *a, int64_t stay,
                               struct arena *arena, struct error *e)
{
    struct record_twice_row row;
    if (a->kind->kind == RECORD_LEAVE)
        return twice(record_leave_open(db,
                                       (struct record_leave_open_args){.county = a->county,
                                                                       .stay = stay,
                                                                       .on_date = a->r.on,
                                                                       .until_date = a->r.until},
                                       arena, &row, e),
                     &row, _("这几天的请假"), e);
    if (a->kind->kind == RECORD_POCKET)
        return twice(record_pocket_given(db,
                                         (struct record_pocket_given_args){.county = a->county,
                                                                           .stay = stay,
                                                                           .month = a->r.month},
                                         arena, &row, e),
                     &row, _("这个月的零花钱"), e);
    if (a->kind->kind == RECORD_MEAL)
        return twice(record_meal_given(db,
                                       (struct record_meal_given_args){.county = a->county,
                                                                       .home = a->r.home,
                                                                       .on_date = a->r.on},
                                       arena, &row, e),
                     &row, _("这一天的伙食"), e);
    return STATUS_OK;
}

/* He is of this home, was there those days, and does not have it yet. */
static enum status stay_check(struct db *db, struct adding *a, int64_t stay, struct arena *arena,
                              struct error *e)
{
    struct record_stay_row s;
    char day[DATE_TEXT_BYTES];
    TRY(record_stay_find(db, a->county, stay, arena, &s, e));
    if (a->r.home == 0) {
        a->r.home = s.home;
        TRY(home_require(db, a->county, a->actor, PERMISSION_HOME_RECORD, s.home, e));
    }
    enum status done;
    if (s.home != a->r.home)
        done = error_set(e, STATUS_REFUSED, "STAY_UNKNOWN", _("不是这所敬老院的老人，请核对。"));
    else if (!record_stay_has(&s, a->r.on, a->r.until))
        done = error_set(e, STATUS_REFUSED, "STAY_UNKNOWN",
                         _("%s 不在院（或请假超出了在院的日子），请核对日期。"),
                         date_format(a->r.on, day));
    else if (a->kind->has_month && a->r.month.v < date_month(s.from_date).v)
        done = field_refused(_("月份"), _("那个月还没有入院。"), e);
    else
        done = twice_check(db, a, stay, arena, e);
    if (done == STATUS_REFUSED)
        (void)error_place(e, "%s", s.person_name);
    return done;
}

static enum status row_insert(struct db *db, const struct adding *a, size_t i, int64_t change,
                              struct error *e)
{
    return record_insert(db,
                         (struct record_insert_args){.county = a->county,
                                                     .id = a->first_id + (int64_t)i,
                                                     .home = a->r.home,
                                                     .stay = a->count > 0 ? a->stays[i] : 0,
                                                     .kind = a->kind->code,
                                                     .on_date = a->r.on,
                                                     .until_date = a->r.until,
                                                     .month = a->r.month,
                                                     .quantity = a->r.quantity,
                                                     .amount = a->r.amount,
                                                     .result = a->r.result,
                                                     .detail = a->r.detail,
                                                     .actor = a->actor,
                                                     .change = change},
                         NULL, e);
}

static enum status same_twice(const struct adding *a, struct error *e)
{
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = i + 1; k < a->count; k++)
            if (a->stays[i] == a->stays[k])
                return error_set(e, STATUS_REFUSED, "RECORD_TWICE",
                                 _("名单里入住 %" PRId64 " 出现了两次，请去掉一个。"), a->stays[i]);
    return STATUS_OK;
}

static enum status add_work(struct db *db, void *context, struct error *e)
{
    struct adding *a = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(8 * RECORD_ARENA_BYTES);
    size_t rows = a->count > 0 ? a->count : 1;
    int64_t change;
    if (!arena)
        return arena_exhausted(e);
    TRY(record_check(a, arena, e));
    if (a->r.home != 0 || a->count == 0)
        TRY(home_require(db, a->county, a->actor, PERMISSION_HOME_RECORD, a->r.home, e));
    /* Whoever holds the counter adds alone: what is found missing next stays missing. */
    TRY(counter_take(db, a->county, "home_record", (int64_t)rows, &a->first_id, e));
    for (size_t i = 0; i < a->count; i++)
        TRY(stay_check(db, a, a->stays[i], arena, e));
    if (a->count == 0)
        TRY(twice_check(db, a, 0, arena, e));
    TRY(record_change(db, a->county, a->actor, "home.record", "home", a->r.home,
                      arena_printf(arena, "{\"kind\":\"%s\",\"record\":%" PRId64 ",\"count\":%zu}",
                                   a->kind->code, a->first_id, rows),
                      &change, e));
    for (size_t i = 0; i < rows; i++)
        TRY(row_insert(db, a, i, change, e));
    return STATUS_OK;
}

enum status home_record_add(struct db *db, int64_t county, const struct home_record *record,
                            const char *actor, int64_t *ret_id, struct error *e)
{
    struct adding a = {.county = county,
                       .given = record,
                       .stays = &record->stay,
                       .count = record->stay != 0,
                       .actor = actor};
    TRY(db_transaction(db, add_work, &a, e));
    *ret_id = a.first_id;
    return STATUS_OK;
}

enum status home_record_add_all(struct db *db, int64_t county, const struct home_record *record,
                                const int64_t *stays, size_t count, const char *actor,
                                struct error *e)
{
    struct adding a = {
        .county = county, .given = record, .stays = stays, .count = count, .actor = actor};
    if (count == 0 || count > RECORD_STAYS_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_RECORD", _("请选 1 至 %d 位老人一起登记。"),
                         RECORD_STAYS_MAX);
    TRY(same_twice(&a, e));
    return db_transaction(db, add_work, &a, e);
}
