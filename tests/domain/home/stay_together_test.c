/* Several desks at the same moment: as many are in as there are beds, and a person once. */
#include "domain/home/stay_fixture.h"

#include <pthread.h>
#include <stdio.h>

#define DESKS 4

struct desk {
    struct county *c;
    pthread_barrier_t *start;
    struct stay_request request;
    int64_t stay; /* to confirm; 0: ask */
    char agreement[32];
    enum status status;
    struct error e;
};

static void *desk_run(void *context)
{
    struct desk *d = context;
    struct db *db = testdb_open(d->c->testdb.url, DB_WRITER);
    int64_t id;
    pthread_barrier_wait(d->start);
    d->status = d->stay
                    ? stay_confirm(db, COUNTY, d->c->keys, d->stay, OFFICER, &d->e)
                    : stay_request(db, COUNTY, d->c->keys, &d->request, OTHER_DIRECTOR, &id, &d->e);
    db_close(db);
    return NULL;
}

/* How many succeeded; each of the others was told this code. */
static int together(struct county *c, struct desk *desks, const char *code)
{
    pthread_barrier_t start;
    pthread_t threads[DESKS];
    int done = 0;
    pthread_barrier_init(&start, NULL, DESKS);
    for (int i = 0; i < DESKS; i++) {
        desks[i].c = c;
        desks[i].start = &start;
        assert_int_equal(pthread_create(&threads[i], NULL, desk_run, &desks[i]), 0);
    }
    for (int i = 0; i < DESKS; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&start);
    for (int i = 0; i < DESKS; i++) {
        if (desks[i].status == STATUS_OK) {
            done++;
            continue;
        }
        assert_int_equal(desks[i].status, STATUS_REFUSED);
        assert_string_equal(desks[i].e.code, code);
    }
    return done;
}

static void desk_ask(struct county *c, struct desk *d, int64_t household, int number)
{
    *d = (struct desk){.c = c};
    (void)snprintf(d->agreement, sizeof d->agreement, "同时%lld-%d", (long long)household, number);
    d->request = (struct stay_request){.home = homes.b,
                                       .id_number = county_id_number(c, household, 0),
                                       .kind = STAY_WUBAO,
                                       .from = stay_day("2013-06-10"),
                                       .agreement = d->agreement};
}

static void of_those_who_ask_at_once_two_get_the_two_beds(struct county *c)
{
    struct desk desks[DESKS];
    for (int i = 0; i < DESKS; i++)
        desk_ask(c, &desks[i], wubao(c), i);
    assert_int_equal(together(c, desks, "STAY_BED"), 2);
    assert_int_equal(free_beds(c, homes.b, "2013-06-10"), 0);
}

static void a_person_is_admitted_once_and_confirmed_once(struct county *c)
{
    struct desk desks[DESKS];
    int64_t h = wubao(c);
    for (int i = 0; i < DESKS; i++)
        desk_ask(c, &desks[i], h, i);
    assert_int_equal(together(c, desks, "STAY_OPEN"), 1);
    int64_t stay = county_number(c, "SELECT id FROM home_stay WHERE state = 1");
    for (int i = 0; i < DESKS; i++)
        desks[i] = (struct desk){.stay = stay};
    assert_int_equal(together(c, desks, "STAY_STATE"), 1);
    assert_int_equal(form_in(c, h, "2013-07"), homes.b);
}

static void test_of_those_who_ask_at_once_two_get_the_two_beds(void **state)
{
    (void)state;
    stay_each(of_those_who_ask_at_once_two_get_the_two_beds);
}
static void test_a_person_is_admitted_once_and_confirmed_once(void **state)
{
    (void)state;
    stay_each(a_person_is_admitted_once_and_confirmed_once);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_of_those_who_ask_at_once_two_get_the_two_beds),
        cmocka_unit_test(test_a_person_is_admitted_once_and_confirmed_once),
    };
    return cmocka_run_group_tests_name("stay-together", tests, NULL, NULL);
}
