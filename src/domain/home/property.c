/* What a resident brought and left: listed before witnesses, given out once. */
#include "domain/home/record.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "property_sql.h"
#include "record_internal.h"

#define PROPERTY_WITNESSES_MIN 2
#define QUANTITY_MAX 10000
#define VALUE_FEN_MAX INT64_C(1000000000) /* ten million yuan */

struct listing {
    int64_t county;
    const struct home_property *given;
    const char *actor;
};

static enum status property_check(const struct listing *l, const struct record_stay_row *stay,
                                  struct arena *arena, const char **ret_item,
                                  const char **ret_witnesses, struct error *e)
{
    const struct home_property *g = l->given;
    TRY(record_text(arena, g->item, RECORD_NAME_BYTES_MAX, true, "HOME_PROPERTY", _("物品名称"),
                    ret_item, e));
    TRY(record_text(arena, g->witnesses, RECORD_NAME_BYTES_MAX, false, "HOME_PROPERTY", _("见证人"),
                    ret_witnesses, e));
    if (g->quantity < 1 || g->quantity > QUANTITY_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_PROPERTY", _("数量应为 1 至 %d。"), QUANTITY_MAX);
    if (g->value.v < 0 || g->value.v > VALUE_FEN_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_PROPERTY",
                         _("估价不能为负，不超过一千万元；不知道的填 0。"));
    TRY(record_day(g->listed_on, e));
    if (g->listed_on.v < stay->from_date.v)
        return error_set(e, STATUS_REFUSED, "RECORD_DATE", _("登记日期不能早于入院。"));
    if (stay->is_dead && record_names_count(arena, *ret_witnesses) < PROPERTY_WITNESSES_MIN)
        return error_set(e, STATUS_REFUSED, "PROPERTY_WITNESSES",
                         _("清点去世老人的遗物要有两名见证人，用顿号隔开：如“张三、李四”。"));
    return STATUS_OK;
}

static enum status add_work(struct db *db, void *context, struct error *e)
{
    const struct listing *l = context;
    const struct home_property *g = l->given;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(RECORD_ARENA_BYTES);
    struct record_stay_row stay;
    struct property_last_row last;
    const char *item, *witnesses;
    int64_t change;
    if (!arena)
        return arena_exhausted(e);
    TRY(record_stay_find(db, l->county, g->stay, arena, &stay, e));
    TRY(home_require(db, l->county, l->actor, PERMISSION_HOME_RECORD, stay.home, e));
    TRY(property_check(l, &stay, arena, &item, &witnesses, e));
    TRY(record_change(db, l->county, l->actor, "home.property", "stay", g->stay, "", &change, e));
    TRY(property_last(db, (struct property_last_args){.county = l->county, .stay = g->stay}, arena,
                      &last, e));
    if (last.number >= PROPERTY_ROWS_MAX)
        return error_set(e, STATUS_REFUSED, "HOME_PROPERTY", _("一位老人最多登记 %d 件物品。"),
                         PROPERTY_ROWS_MAX);
    return property_insert(db,
                           (struct property_insert_args){.county = l->county,
                                                         .stay = g->stay,
                                                         .number = last.number + 1,
                                                         .item = item,
                                                         .quantity = g->quantity,
                                                         .value = g->value,
                                                         .listed_on = g->listed_on,
                                                         .witnesses = witnesses,
                                                         .actor = l->actor,
                                                         .change = change},
                           NULL, e);
}

enum status home_property_add(struct db *db, int64_t county, const struct home_property *property,
                              const char *actor, struct error *e)
{
    struct listing l = {.county = county, .given = property, .actor = actor};
    return db_transaction(db, add_work, &l, e);
}

struct giving {
    int64_t county, stay, number;
    const char *to, *actor;
    struct date on;
};

static enum status give_work(struct db *db, void *context, struct error *e)
{
    const struct giving *g = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(RECORD_ARENA_BYTES);
    struct record_stay_row stay;
    struct property_row row;
    const char *to;
    int64_t change, affected;
    if (!arena)
        return arena_exhausted(e);
    TRY(record_stay_find(db, g->county, g->stay, arena, &stay, e));
    TRY(home_require(db, g->county, g->actor, PERMISSION_HOME_RECORD, stay.home, e));
    TRY(record_text(arena, g->to, RECORD_NAME_BYTES_MAX, true, "HOME_PROPERTY", _("领取人"), &to,
                    e));
    TRY(record_change(db, g->county, g->actor, "home.property_give", "stay", g->stay,
                      arena_printf(arena, "{\"number\":%" PRId64 "}", g->number), &change, e));
    enum status s = property_one(
        db, (struct property_one_args){.county = g->county, .stay = g->stay, .number = g->number},
        arena, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PROPERTY_UNKNOWN",
                         _("清单里没有第 %" PRId64 " 件物品。"), g->number);
    if (s != STATUS_OK)
        return s;
    if (row.given_to[0] != '\0')
        return error_set(e, STATUS_REFUSED, "PROPERTY_GIVEN", _("“%s”已由%s领走。"), row.item,
                         row.given_to);
    TRY(record_day(g->on, e));
    if (g->on.v < row.listed_on.v)
        return error_set(e, STATUS_REFUSED, "RECORD_DATE", _("领取日期不能早于登记日期。"));
    TRY(property_give(db,
                      (struct property_give_args){.county = g->county,
                                                  .stay = g->stay,
                                                  .number = g->number,
                                                  .given_to = to,
                                                  .given_on = g->on,
                                                  .change = change},
                      &affected, e));
    return affected == 1 ? STATUS_OK
                         : error_set(e, STATUS_REFUSED, "PROPERTY_GIVEN", _("这件物品已被领走。"));
}

enum status home_property_give(struct db *db, int64_t county, int64_t stay, int64_t number,
                               const char *to, struct date on, const char *actor, struct error *e)
{
    struct giving g = {
        .county = county, .stay = stay, .number = number, .to = to, .actor = actor, .on = on};
    return db_transaction(db, give_work, &g, e);
}

enum status home_property_list(struct db *db, int64_t county, int64_t stay, struct arena *arena,
                               struct home_property **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct home_property *list = ARENA_ARRAY(arena, struct home_property, PROPERTY_ROWS_MAX);
    struct property_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(property_of_stay_open(db,
                              (struct property_of_stay_args){
                                  .county = county, .stay = stay, .row_count = PROPERTY_ROWS_MAX},
                              &cursor, e));
    while (n < PROPERTY_ROWS_MAX && (s = property_of_stay_next(cursor, &row, e)) == STATUS_OK) {
        struct home_property *p = &list[n++];
        *p = (struct home_property){.stay = stay,
                                    .number = row.number,
                                    .quantity = row.quantity,
                                    .item = arena_strdup(arena, row.item),
                                    .witnesses = arena_strdup(arena, row.witnesses),
                                    .given_to = arena_strdup(arena, row.given_to),
                                    .value = row.value,
                                    .listed_on = row.listed_on,
                                    .given_on = record_date_or_none(row.given_on)};
        if (!p->item || !p->witnesses || !p->given_to)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
