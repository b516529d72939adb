/* A month of what homes write down: care levels, pocket money, meals, visits, one incident. */
#include <stdio.h>

#include "office/demo/homes_story.h"

#define ASSESSED 3 /* in each home */
#define POCKET_YUAN 30
#define MARKED 6 /* residents whose mark stands beside the pocket money */
#define MEAL_DAYS 28
#define MEAL_FEN 430 /* a day's food of one */
#define DUTY_EVERY 7
#define ASSESSORS_BYTES 64

static enum status add(struct homes_story *s, const struct home_place *h, struct home_record record,
                       struct error *e)
{
    int64_t id;
    record.home = h->id;
    s->counts.records++;
    return home_record_add(s->db, s->c->county, &record, h->director, &id, e);
}

static enum status add_all(struct homes_story *s, const struct home_place *h,
                           struct home_record record, struct error *e)
{
    if (h->stay_count == 0)
        return STATUS_OK;
    record.home = h->id;
    s->counts.records += (int64_t)h->stay_count;
    return home_record_add_all(s->db, s->c->county, &record, h->stays, h->stay_count, h->director,
                               e);
}

static struct date day_of(const struct homes_story *s, int day)
{
    return (struct date){s->first.v + day - 1};
}

/* ---- care ---- */

enum status homes_care(struct homes_story *s, struct error *e)
{
    char assessors[ASSESSORS_BYTES];
    for (size_t i = 0; i < s->home_count; i++) {
        const struct home_place *h = &s->homes[i];
        (void)snprintf(assessors, sizeof assessors, "%s、评估员乙", h->director_name);
        for (size_t k = 0; k < ASSESSED && k + 2 < h->stay_count; k++) {
            struct care_assessment care = {
                .stay = h->stays[k + 2], .assessed_on = s->today, .assessors = assessors};
            uint32_t fails = random_below(&s->random, CARE_ITEMS);
            for (uint32_t item = 0; item < CARE_ITEMS; item++)
                care.can[CARE_ITEMS - 1 - item] = item >= fails;
            TRY(care_assess(s->db, s->c->county, &care, h->director, e));
        }
    }
    return STATUS_OK;
}

/* ---- pocket money ---- */

static enum status marks(struct homes_story *s, const struct home_place *h, struct error *e)
{
    struct home_record *list;
    size_t count;
    TRY(home_record_list(
        s->db, s->c->county,
        &(struct record_filter){.home = h->id, .kind = RECORD_POCKET, .rows = MARKED}, s->arena,
        &list, &count, e));
    for (size_t i = 0; i < count; i++)
        TRY(home_record_confirm(s->db, s->c->county, list[i].id, "护理员", list[i].on, h->director,
                                e));
    return STATUS_OK;
}

enum status homes_pocket(struct homes_story *s, struct error *e)
{
    for (size_t i = 0; i < s->home_count; i++)
        TRY(add_all(s, &s->homes[i],
                    (struct home_record){.kind = RECORD_POCKET,
                                         .on = day_of(s, 10),
                                         .month = s->options->month,
                                         .amount = FEN(POCKET_YUAN * 100)},
                    e));
    return marks(s, &s->homes[0], e);
}

/* ---- the days ---- */

static enum status meals(struct homes_story *s, const struct home_place *h, struct error *e)
{
    for (int day = 1; day <= MEAL_DAYS && h->stay_count > 0; day++) {
        int64_t away = h->stay_count > 4 ? (int64_t)random_below(&s->random, 3) : 0;
        int64_t diners = (int64_t)h->stay_count + h->staff - away;
        TRY(add(s, h,
                (struct home_record){.kind = RECORD_MEAL,
                                     .on = day_of(s, day),
                                     .quantity = diners,
                                     .amount = FEN(diners * MEAL_FEN),
                                     .detail = day % 7 == 0 ? "包饺子" : ""},
                e));
    }
    return STATUS_OK;
}

/* Of one resident; not where there are too few. */
static enum status one(struct homes_story *s, const struct home_place *h, size_t place,
                       struct home_record record, struct error *e)
{
    if (place >= h->stay_count)
        return STATUS_OK;
    record.stay = h->stays[place];
    return add(s, h, record, e);
}

static enum status week(struct homes_story *s, const struct home_place *h, struct error *e)
{
    for (int day = 1; day <= MEAL_DAYS; day += DUTY_EVERY)
        TRY(add(s, h,
                (struct home_record){
                    .kind = RECORD_DUTY, .on = day_of(s, day), .detail = "本周夜班：护理员、门卫"},
                e));
    return add(s, h,
               (struct home_record){.kind = RECORD_ACTIVITY,
                                    .on = day_of(s, 12),
                                    .detail = "端午节包粽子，镇卫生院义诊"},
               e);
}

enum status homes_days(struct homes_story *s, struct error *e)
{
    const struct home_place *a = &s->homes[0], *b = homes_second(s);
    TRY(meals(s, a, e));
    TRY(meals(s, b, e));
    TRY(week(s, a, e));
    TRY(one(s, a, 0,
            (struct home_record){
                .kind = RECORD_VISIT, .on = day_of(s, 9), .detail = "侄女探望，带来夏衣"},
            e));
    TRY(one(
        s, a, 5,
        (struct home_record){.kind = RECORD_VISIT, .on = day_of(s, 16), .detail = "村委会干部走访"},
        e));
    TRY(one(
        s, b, 4,
        (struct home_record){.kind = RECORD_VISIT, .on = day_of(s, 23), .detail = "外甥一家探望"},
        e));
    TRY(one(s, a, 2,
            (struct home_record){.kind = RECORD_INCIDENT,
                                 .on = day_of(s, 17),
                                 .detail = "浴室滑倒，当日送镇卫生院检查，未骨折；已铺防滑垫"},
            e));
    TRY(one(s, b, 2,
            (struct home_record){.kind = RECORD_LEAVE,
                                 .on = day_of(s, 12),
                                 .until = day_of(s, 14),
                                 .detail = "回村探亲过节"},
            e));
    TRY(one(s, a, 4,
            (struct home_record){.kind = RECORD_LEAVE,
                                 .on = day_of(s, 27),
                                 .until = day_of(s, 37),
                                 .detail = "到妹妹家小住"},
            e));
    TRY(add_all(s, b,
                (struct home_record){.kind = RECORD_CHECKUP,
                                     .on = day_of(s, 20),
                                     .result = "血压、心肺听诊，未见新异常"},
                e));
    return add_all(
        s, a,
        (struct home_record){
            .kind = RECORD_CLOTHING, .on = day_of(s, 24), .quantity = 1, .detail = "夏装一套"},
        e);
}
