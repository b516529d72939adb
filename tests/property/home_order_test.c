/* Two counties in which the same people move into homes, leave and die, and which learn of it in
   other orders and other months, with a run in every month: in the end rates and occupancy of every
   day are the same, and everybody was paid the same. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/registry/registry.h"
#include "property/homes.h"

#define CASES 10 /* people of a county: a bed for each */
#define ROUNDS 2
#define ROUNDS_LONG 60
#define LAST_TOLD 7 /* month */

struct life { /* of one person: days, and when each county hears of each */
    int32_t came, left, died;
    int told[2][3];
};

static void tell_later(struct homes *h, struct life *l, int fact, int32_t day)
{
    for (int c = 0; c < 2; c++) {
        int first = month_of_day(day);
        if (fact > 0 && l->told[c][fact - 1] > first)
            first = l->told[c][fact - 1];
        l->told[c][fact] = first + homes_below(h, LAST_TOLD - first + 1);
    }
}

static struct life random_life(struct homes *h)
{
    struct life l = {.came = first_day_of(2) + homes_below(h, 55)};
    tell_later(h, &l, 0, l.came);
    if (homes_below(h, 3))
        l.left = first_day_of(4) + homes_below(h, 55);
    tell_later(h, &l, 1, l.left ? l.left : l.came);
    if (homes_below(h, 4) == 0)
        l.died = first_day_of(6) + homes_below(h, 25);
    tell_later(h, &l, 2, l.died ? l.died : l.left ? l.left : l.came);
    return l;
}

static int64_t stay_of(struct homes *h, int i)
{
    return county_number(&h->c, "SELECT max(id) FROM home_stay WHERE person = %" PRId64,
                         h->person[i].person);
}

static void told(struct homes *h, int i, const struct life *l, int fact)
{
    char text[32];
    int home = i % 2;
    (void)snprintf(text, sizeof text, "协议%d", i);
    int64_t stay;
    const struct stay_request r = {.home = h->home[home],
                                   .id_number = h->person[i].id_number,
                                   .kind = STAY_WUBAO,
                                   .from = {l->came},
                                   .agreement = text};
    const struct registry_actor actor = {"township", "死亡证明"};
    if (fact == 0) {
        homes_agree(h, "ask",
                    stay_request(h->c.db, COUNTY, h->c.keys, &r, h->director[home], &stay, &h->e),
                    true);
        homes_agree(h, "confirm", stay_confirm(h->c.db, COUNTY, h->c.keys, stay, OFFICER, &h->e),
                    true);
    } else if (fact == 1 && l->left) {
        const struct stay_leave_request leave = {
            .stay = stay_of(h, i), .reason = STAY_DISCHARGE, .until = {l->left}};
        homes_agree(h, "leave",
                    stay_leave(h->c.db, COUNTY, h->c.keys, &leave, h->director[home], &h->e), true);
        homes_agree(h, "confirm",
                    stay_leave_confirm(h->c.db, COUNTY, h->c.keys, leave.stay, OFFICER, &h->e),
                    true);
    } else if (fact == 2 && l->died && l->left) {
        homes_agree(h, "death",
                    registry_report_death(h->c.db, COUNTY, h->c.keys, r.id_number,
                                          (struct date){l->died}, &actor, &h->e),
                    true);
    } else if (fact == 2 && l->died) {
        const struct stay_leave_request death = {
            .stay = stay_of(h, i), .reason = STAY_DEATH, .died_on = {l->died}};
        homes_agree(h, "death",
                    stay_leave(h->c.db, COUNTY, h->c.keys, &death, h->director[home], &h->e), true);
    }
}

static void year_live(struct homes *h, int which, const struct life *lives)
{
    for (int month = 1; month <= MONTHS; month++) {
        char text[16];
        int first = homes_below(h, CASES);
        (void)snprintf(text, sizeof text, "2013-%02d", month);
        homes_today(h, first_day_of(month + 1) - 1);
        for (int k = 0; k < CASES; k++) {
            int i = (first + k) % CASES;
            for (int fact = 0; fact < 3; fact++)
                if (lives[i].told[which][fact] == month)
                    told(h, i, &lives[i], fact);
        }
        county_decide(&h->c, county_prepare(&h->c, PROGRAMME_WUBAO, text));
    }
}

static int64_t money_of(struct homes *h, int i)
{
    int64_t sum = 0;
    struct item item;
    for (int m = 1; m <= MONTHS; m++) {
        char text[16];
        (void)snprintf(text, sizeof text, "2013-%02d", m);
        sum += county_settled(&h->c, PROGRAMME_WUBAO, text, h->person[i].household);
    }
    if (county_item(&h->c, PROGRAMME_WUBAO, "2013-08", h->person[i].household, &item))
        sum += item.carry;
    return sum;
}

static void pair_run(enum db_engine engine, uint64_t seed)
{
    struct homes *h[2];
    struct life lives[CASES];
    for (int c = 0; c < 2; c++) {
        h[c] = calloc(1, sizeof *h[c]);
        assert_non_null(h[c]);
        homes_open(h[c], engine, seed);
    }
    for (int i = 0; i < CASES; i++)
        lives[i] = random_life(h[0]);
    for (int c = 0; c < 2; c++)
        year_live(h[c], c, lives);
    for (int32_t day = first_day_of(1); day < first_day_of(9); day += 3) {
        struct answer a = homes_asked(h[0], (struct date){day}, KNOWN_NOW);
        struct answer b = homes_asked(h[1], (struct date){day}, KNOWN_NOW);
        homes_same(&a, &b, "the other order");
    }
    for (int i = 0; i < WUBAO; i++)
        assert_int_equal(money_of(h[0], i), money_of(h[1], i));
    for (int c = 0; c < 2; c++) {
        homes_close(h[c]);
        free(h[c]);
    }
}

static void test_homes_do_not_depend_on_the_order_of_news(void **state)
{
    (void)state;
    int rounds = getenv("MINSHENG_LONG") ? ROUNDS_LONG : ROUNDS;
    for (int i = 0; i < rounds; i++) {
        printf("# round %d: seed %" PRIu64 "\n", i, test_seed() + (uint64_t)i);
        pair_run(DB_SQLITE, test_seed() + (uint64_t)i);
        if (i % 10 == 0 && testdb_has_postgres())
            pair_run(DB_POSTGRES, test_seed() + (uint64_t)i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_homes_do_not_depend_on_the_order_of_news),
    };
    return cmocka_run_group_tests_name("home order", tests, NULL, NULL);
}
