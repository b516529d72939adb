/* The homes as they stand, and who lives there, comes, leaves or asks to come. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "office/demo/homes_story.h"

#define ROOM_BEDS 4
#define ROOMS_A_STOREY 12
#define BED_M2 6
#define STAFF_MIN 3
#define STAFF_SPREAD 4
#define STAFF_YEAR_FIRST 1956
#define STAFF_YEARS 28
#define DIRECTOR_YUAN 1900
#define STAFF_YUAN 1010
#define ROOM_TEXT_BYTES 16
#define MOVERS 4
#define WISHES_MIN 2

/* ---- what stands ---- */

/* Residents in a hundred beds, home by home. */
static const int FILLED[] = {88, 76, 93, 66, 83, 61, 90, 72, 95, 79, 69};
#define FILLED_COUNT (sizeof FILLED / sizeof FILLED[0])

static enum status profile_write(struct homes_story *s, size_t i, struct error *e)
{
    static const enum heating heating[] = {HEATING_AIR, HEATING_STOVE, HEATING_ELECTRIC};
    const struct home_place *h = &s->homes[i];
    char phone[STORY_POST_BYTES], registration[STORY_POST_BYTES];
    (void)snprintf(phone, sizeof phone, "0563-000%04zu（示例）", 1100 + i);
    (void)snprintf(registration, sizeof registration, "示例第%03zu号", i + 1);
    struct home profile = {.id = h->id,
                           .grade = 1 + (int)(i % 3),
                           .land = 320 + (int64_t)random_below(&s->random, 600),
                           .floor_m2 = h->beds * 18,
                           .indoor_m2 = 60 + (int64_t)random_below(&s->random, 120),
                           .outdoor_m2 = 300 + (int64_t)random_below(&s->random, 900),
                           .heating = heating[i % 3],
                           .opened_on = date_make(2004 + (int)(i % 7), 10, 1),
                           .registration = registration,
                           .address = arena_printf(s->arena, "%s（示例地址）", h->name),
                           .phone = phone,
                           .director = h->director_name,
                           .introduction =
                               "供养本乡镇五保老人；院内有食堂、活动室、菜园。（示例）"};
    if (profile.address == NULL)
        return arena_exhausted(e);
    return home_profile_write(s->db, s->c->county, &profile, OFFICER, e);
}

struct rooms_work {
    struct homes_story *s;
    const struct home_place *home;
};

static enum status rooms_work(struct db *db, void *context, struct error *e)
{
    const struct rooms_work *w = context;
    char subject[STORY_POST_BYTES], number[ROOM_TEXT_BYTES];
    int64_t change, left = w->home->beds, county = w->s->c->county;
    (void)snprintf(subject, sizeof subject, "home %" PRId64, w->home->id);
    TRY(change_record(
        db, county,
        &(struct change_entry){
            .actor = OFFICER, .action = "home.beds", .subject = subject, .detail = ""},
        &change, e));
    for (int room = 0; left > 0; room++) {
        int beds = left < ROOM_BEDS ? (int)left : ROOM_BEDS;
        int storey = room / ROOMS_A_STOREY + 1;
        (void)snprintf(number, sizeof number, "%d%02d", storey, room % ROOMS_A_STOREY + 1);
        TRY(home_beds_add_within(db, county,
                                 &(struct home_beds_new){.home = w->home->id,
                                                         .room = number,
                                                         .storey = storey,
                                                         .beds = beds,
                                                         .area_m2 = beds * BED_M2,
                                                         .from = date_make(2012, 1, 1)},
                                 change, e));
        left -= beds;
    }
    return STATUS_OK;
}

static enum status staff_write(struct homes_story *s, struct home_place *h, int place,
                               struct error *e)
{
    static const char *const posts[] = {"MANAGER", "CARER", "COOK", "CARER", "CLEANER", "GUARD"};
    static const char *const duties[] = {"全面负责", "护理", "食堂", "护理", "保洁", "门卫"};
    char name[DEMO_NAME_BYTES], phone[DEMO_PHONE_BYTES];
    enum sex sex = place % 2 == 0 ? SEX_MALE : SEX_FEMALE;
    struct date birth =
        date_make(STAFF_YEAR_FIRST + (int)random_below(&s->random, STAFF_YEARS),
                  1 + (int)random_below(&s->random, 12), 1 + (int)random_below(&s->random, 28));
    struct idno id = demo_idno_draw(s->numbers, birth, sex);
    int64_t staff,
        yuan = place == 0 ? DIRECTOR_YUAN : STAFF_YUAN + 10 * (int64_t)random_below(&s->random, 30);
    demo_name_draw(&s->random, demo_surname_draw(&s->random), sex, name);
    demo_phone_next(s->numbers, phone);
    if (place == 0)
        memcpy(h->director_name, name, sizeof name);
    h->pay.v += yuan * 100;
    return home_staff_write(s->db, s->c->county, s->c->keys,
                            &(struct home_staff){.home = h->id,
                                                 .name = name,
                                                 .id_number = id.text,
                                                 .from = date_make(2012, 3, 1),
                                                 .until = DATE_OPEN,
                                                 .political = place == 0 ? "中共党员" : "群众",
                                                 .education = place == 0 ? "高中" : "初中",
                                                 .post = posts[place],
                                                 .duty = duties[place],
                                                 .training = place < 2 ? "2012年护理员培训" : "",
                                                 .phone = phone,
                                                 .is_established = place == 0,
                                                 .is_legal = place == 0,
                                                 .pay = FEN(yuan * 100)},
                            h->director, &staff, e);
}

enum status homes_furnish(struct homes_story *s, struct error *e)
{
    for (size_t i = 0; i < s->home_count; i++) {
        struct home_place *h = &s->homes[i];
        /* Some come in the month: never fewer than eight beds to spare. */
        h->beds = h->roster * 100 / FILLED[i % FILLED_COUNT] + 1;
        if (h->beds < h->roster + STORY_FREE_MAX / 2)
            h->beds = h->roster + STORY_FREE_MAX / 2;
        h->staff = STAFF_MIN + (int64_t)random_below(&s->random, STAFF_SPREAD);
        for (int place = 0; place < (int)h->staff; place++)
            TRY(staff_write(s, h, place, e));
        TRY(profile_write(s, i, e));
        TRY(db_transaction(s->db, rooms_work, &(struct rooms_work){s, h}, e));
        s->counts.beds += h->beds;
    }
    return STATUS_OK;
}

/* ---- who lives there ---- */

enum status homes_adopt(struct homes_story *s, struct error *e)
{
    for (size_t i = 0; i < s->home_count; i++) {
        struct home_place *h = &s->homes[i];
        int64_t count;
        TRY(stay_adopt(s->db, s->c->county, h->id, s->first, OFFICER, &count, e));
        TRY(home_record_residents(s->db, s->c->county, h->id, s->first, s->arena, &h->stays,
                                  &h->stay_count, e));
        s->counts.residents += count;
    }
    return STATUS_OK;
}

enum status homes_ask(struct homes_story *s, struct home_place *h, struct date from,
                      int64_t *ret_stay, struct error *e)
{
    const struct mover *m = homes_next_mover(h);
    *ret_stay = 0;
    if (m == NULL)
        return STATUS_OK;
    const char *agreement = arena_printf(s->arena, "%.6s敬〔%d〕%" PRId64 "号", h->name,
                                         month_year(s->options->month), ++s->agreements);
    if (agreement == NULL)
        return arena_exhausted(e);
    return stay_request(s->db, s->c->county, s->c->keys,
                        &(struct stay_request){.home = h->id,
                                               .id_number = m->id.text,
                                               .kind = STAY_WUBAO,
                                               .from = from,
                                               .agreement = agreement,
                                               .health = "一般，能自理",
                                               .contact = "侄子，本村"},
                        h->director, ret_stay, e);
}

enum status homes_movers_ask(struct homes_story *s, struct error *e)
{
    for (size_t i = 0; i < s->home_count && i < MOVERS; i++)
        TRY(homes_ask(s, &s->homes[i], (struct date){s->first.v + 14}, &s->movers[i], e));
    return STATUS_OK;
}

enum status homes_movers_confirm(struct homes_story *s, struct error *e)
{
    for (size_t i = 0; i < s->home_count && i < MOVERS; i++)
        if (s->movers[i] != 0)
            TRY(stay_confirm(s->db, s->c->county, s->c->keys, s->movers[i], s->homes[i].lead, e));
    s->counts.residents += s->agreements;
    return STATUS_OK;
}

/* From the second home to the third. */
enum status homes_transfer_ask(struct homes_story *s, struct error *e)
{
    struct home_place *from = &s->homes[1], *to = &s->homes[2 % s->home_count];
    if (from->stay_count < 2 || from == to)
        return STATUS_OK;
    return stay_leave(s->db, s->c->county, s->c->keys,
                      &(struct stay_leave_request){.stay = from->stays[1],
                                                   .reason = STAY_TRANSFER,
                                                   .until = {s->first.v + 24},
                                                   .to_home = to->id,
                                                   .agreement = "转院协议2013-1号",
                                                   .note = "靠近亲属居住"},
                      from->director, e);
}

enum status homes_transfer_confirm(struct homes_story *s, struct error *e)
{
    struct home_place *from = &s->homes[1], *to = &s->homes[2 % s->home_count];
    if (from->stay_count < 2 || from == to)
        return STATUS_OK;
    return stay_leave_confirm(s->db, s->c->county, s->c->keys, from->stays[1], OFFICER, e);
}

enum status homes_wishes(struct homes_story *s, struct error *e)
{
    for (size_t i = 0; i < s->home_count; i++) {
        struct home_place *h = &s->homes[i];
        int wishes = h->is_low ? WISHES_MIN + (int)(i % 2) : 0;
        for (int k = 0; k < wishes; k++) {
            const struct mover *m = homes_next_mover(h);
            int64_t id;
            if (m == NULL)
                break;
            TRY(home_wish_add(s->db, s->c->county, s->c->keys, m->id.text, k == 0 ? h->id : 0,
                              (struct date){s->today.v - k}, "本人愿意到敬老院生活", h->clerk, &id,
                              e));
            s->counts.wishes++;
        }
    }
    return STATUS_OK;
}

/* The cases of the story have put others into homes, from this month on: they get their beds. */
enum status homes_waiting(struct homes_story *s, struct error *e)
{
    int64_t stay;
    for (size_t i = 0; i < s->home_count; i++) {
        int64_t count;
        TRY(stay_adopt(s->db, s->c->county, s->homes[i].id, s->next, OFFICER, &count, e));
        s->counts.residents += count;
    }
    TRY(homes_ask(s, &s->homes[s->home_count - 1], (struct date){s->next.v + 7}, &stay, e));
    const struct home_place *h = &s->homes[0];
    if (h->stay_count < 2)
        return STATUS_OK;
    return stay_leave(s->db, s->c->county, s->c->keys,
                      &(struct stay_leave_request){.stay = h->stays[1],
                                                   .reason = STAY_DISCHARGE,
                                                   .until = {s->next.v + 14},
                                                   .note = "由侄子接回照料"},
                      h->director, e);
}
