/* Care levels by six items; the registry's care level follows (民发〔2021〕43号). */
#include "domain/home/record.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "care_sql.h"
#include "domain/registry/within.h"
#include "record_internal.h"

#define CARE_HALF_FAILED_MAX 3
#define CARE_ASSESSORS_MIN 2

const char *const CARE_ITEM_LABELS[CARE_ITEMS] = {N_("吃饭"), N_("穿衣"),     N_("上下床"),
                                                  N_("如厕"), N_("室内行走"), N_("洗澡")};

enum care_level care_level_of(const bool can[CARE_ITEMS])
{
    int failed = 0;
    for (int i = 0; i < CARE_ITEMS; i++)
        failed += !can[i];
    return failed == 0 ? CARE_SELF : failed <= CARE_HALF_FAILED_MAX ? CARE_HALF : CARE_FULL;
}

struct assessing {
    int64_t county;
    const struct care_assessment *given;
    const char *actor;
};

static enum status day_check(struct db *db, const struct assessing *a,
                             const struct record_stay_row *stay, struct arena *arena,
                             struct error *e)
{
    struct care_newest_row newest;
    char day[DATE_TEXT_BYTES];
    struct date on = a->given->assessed_on;
    if (on.v <= 0 || on.v > date_today().v)
        return error_set(e, STATUS_REFUSED, "CARE_DATE", _("评估日期要填，不能晚于今天（%s）。"),
                         date_format(date_today(), day));
    if (!record_stay_has(stay, on, on))
        return error_set(e, STATUS_REFUSED, "CARE_DATE", _("%s 这一天老人不在院，请核对日期。"),
                         date_format(on, day));
    enum status s =
        care_newest(db, (struct care_newest_args){.county = a->county, .person = stay->person},
                    arena, &newest, e);
    if (s == STATUS_OK && newest.assessed_on.v > on.v)
        return error_set(e, STATUS_REFUSED, "CARE_DATE",
                         _("%s 已有更新的评估：评估日期不能早于它。"),
                         date_format(newest.assessed_on, day));
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* A household has one level: that of the one who needs most. */
static enum status registry_follow(struct db *db, const struct assessing *a,
                                   const struct record_stay_row *stay, enum care_level level,
                                   int64_t change, struct arena *arena, struct error *e)
{
    struct care_heaviest_row others;
    struct care_benefit_row benefit;
    struct month next = month_add(date_month(a->given->assessed_on), 1);
    if (stay->kind != STAY_WUBAO)
        return STATUS_OK;
    TRY(care_heaviest(db,
                      (struct care_heaviest_args){.county = a->county,
                                                  .household = stay->household,
                                                  .other_than = a->given->stay},
                      arena, &others, e));
    if (others.level > (int64_t)level)
        level = (enum care_level)others.level;
    enum status s = care_benefit(
        db,
        (struct care_benefit_args){
            .county = a->county, .household = stay->household, .month = next, .level = level},
        arena, &benefit, e);
    if (s == STATUS_NONE || (s == STATUS_OK && benefit.others == 0))
        return STATUS_OK; /* no benefit any more, or it says so already */
    if (s != STATUS_OK)
        return s;
    return registry_care_within(db, a->county, stay->household, level, benefit.begins, change, e);
}

static enum status assess_work(struct db *db, void *context, struct error *e)
{
    const struct assessing *a = context;
    const bool *can = a->given->can;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(RECORD_ARENA_BYTES);
    struct record_stay_row stay;
    enum care_level level = care_level_of(can);
    const char *assessors;
    int64_t change;
    if (!arena)
        return arena_exhausted(e);
    TRY(record_stay_find(db, a->county, a->given->stay, arena, &stay, e));
    TRY(home_require(db, a->county, a->actor, PERMISSION_HOME_RECORD, stay.home, e));
    TRY(record_text(arena, a->given->assessors, RECORD_NAME_BYTES_MAX, true, "CARE_ASSESSORS",
                    _("评估人"), &assessors, e));
    if (record_names_count(arena, assessors) < CARE_ASSESSORS_MIN)
        return error_set(e, STATUS_REFUSED, "CARE_ASSESSORS",
                         _("评估人至少两名，用顿号隔开：如“张三、李四”。"));
    TRY(record_change(db, a->county, a->actor, "home.care", "stay", a->given->stay,
                      arena_printf(arena, "{\"level\":%d}", (int)level), &change, e));
    TRY(day_check(db, a, &stay, arena, e));
    TRY(care_supersede(db,
                       (struct care_supersede_args){.county = a->county,
                                                    .stay = a->given->stay,
                                                    .assessed_on = a->given->assessed_on,
                                                    .change = change},
                       NULL, e));
    TRY(care_insert(db,
                    (struct care_insert_args){.county = a->county,
                                              .stay = a->given->stay,
                                              .assessed_on = a->given->assessed_on,
                                              .change = change,
                                              .eats = can[0],
                                              .dresses = can[1],
                                              .rises = can[2],
                                              .toilets = can[3],
                                              .walks = can[4],
                                              .bathes = can[5],
                                              .level = level,
                                              .assessors = assessors,
                                              .actor = a->actor},
                    NULL, e));
    return registry_follow(db, a, &stay, level, change, arena, e);
}

enum status care_assess(struct db *db, int64_t county, const struct care_assessment *care,
                        const char *actor, struct error *e)
{
    struct assessing a = {.county = county, .given = care, .actor = actor};
    return db_transaction(db, assess_work, &a, e);
}

enum status care_list(struct db *db, int64_t county, int64_t stay, struct arena *arena,
                      struct care_assessment **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct care_assessment *list = ARENA_ARRAY(arena, struct care_assessment, CARE_ROWS_MAX);
    struct care_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(care_of_stay_open(
        db, (struct care_of_stay_args){.county = county, .stay = stay, .row_count = CARE_ROWS_MAX},
        &cursor, e));
    while (n < CARE_ROWS_MAX && (s = care_of_stay_next(cursor, &row, e)) == STATUS_OK) {
        struct care_assessment *c = &list[n++];
        *c = (struct care_assessment){
            .stay = stay,
            .assessed_on = row.assessed_on,
            .can = {row.eats, row.dresses, row.rises, row.toilets, row.walks, row.bathes},
            .level = (enum care_level)row.level,
            .assessors = arena_strdup(arena, row.assessors),
            .actor = arena_strdup(arena, row.actor)};
        if (!c->assessors || !c->actor)
            return arena_exhausted(e);
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
