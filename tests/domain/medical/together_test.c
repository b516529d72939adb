/* Two hospitals at one moment, each by a connection of its own: the cap holds and both are
   answered. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "domain/medical/medical_fixture.h"

#define ROUNDS 25
#define SPEAKERS 2
#define ARENA_BYTES ((size_t)64 << 20)

struct speaker {
    const char *url;
    const struct keyring *keys;
    pthread_barrier_t *barrier;
    struct medical_message message[ROUNDS];
    struct medical_answer answer[ROUNDS];
    enum status status[ROUNDS];
    struct arena *arena;
    struct error e;
};

static void *speak(void *context)
{
    struct speaker *s = context;
    struct db *db = testdb_open(s->url, DB_WRITER);
    struct medical_desk *desk = medical_desk_new(COUNTY, s->keys);
    for (int i = 0; i < ROUNDS; i++) {
        pthread_barrier_wait(s->barrier);
        s->status[i] =
            medical_message_hear_take(db, desk, &s->message[i], s->arena, &s->answer[i], &s->e);
    }
    medical_desk_free(desk);
    db_close(db);
    return NULL;
}

static void speak_together(struct world *w, struct speaker speakers[SPEAKERS])
{
    pthread_t thread[SPEAKERS];
    pthread_barrier_t barrier;
    assert_int_equal(pthread_barrier_init(&barrier, NULL, SPEAKERS), 0);
    for (int i = 0; i < SPEAKERS; i++) {
        speakers[i].url = w->c->url;
        speakers[i].keys = w->c->keys;
        speakers[i].barrier = &barrier;
        speakers[i].arena = arena_new(ARENA_BYTES);
        assert_int_equal(pthread_create(&thread[i], NULL, speak, &speakers[i]), 0);
    }
    for (int i = 0; i < SPEAKERS; i++)
        assert_int_equal(pthread_join(thread[i], NULL), 0);
    for (int i = 0; i < SPEAKERS; i++)
        for (int r = 0; r < ROUNDS; r++)
            if (speakers[i].status[r] != STATUS_OK)
                fail_msg("speaker %d, round %d: %s", i, r, speakers[i].e.message);
    assert_int_equal(pthread_barrier_destroy(&barrier), 0);
}

static void speakers_free(struct speaker speakers[SPEAKERS])
{
    for (int i = 0; i < SPEAKERS; i++)
        arena_free(speakers[i].arena);
}

static struct speaker speakers[SPEAKERS];

static void settle_together_in(struct world *w)
{
    const char *id[ROUNDS];
    memset(speakers, 0, sizeof speakers);
    for (int r = 0; r < ROUNDS; r++) {
        id[r] = world_person(w, MEDICAL_DIBAO, 1950);
        for (int h = 0; h < SPEAKERS; h++) {
            const char *number = arena_printf(w->c->arena, "N%d", r);
            struct medical_message m = admit_message(w, h, number, id[r], VISIT_INPATIENT,
                                                     h ? "2013-06-02" : "2013-06-01");
            (void)take(w, &m);
            speakers[h].message[r] = settle_message(w, h, number, "2013-06-20", plain("20000.00"));
        }
    }
    speak_together(w, speakers);
    for (int r = 0; r < ROUNDS; r++) {
        assert_int_equal(year_aid(w, id[r], 2013, VISIT_INPATIENT).v, 2000000);
        assert_int_equal(bill_aid(w, speakers[0].answer[r].bill).v, 1400000);
        assert_int_equal(bill_aid(w, speakers[1].answer[r].bill).v, 600000);
    }
    speakers_free(speakers);
}

static void no_cap_is_passed_by_two_hospitals_at_once(void **state)
{
    (void)state;
    world_each(settle_together_in);
}

static void repeat_together_in(struct world *w)
{
    memset(speakers, 0, sizeof speakers);
    for (int r = 0; r < ROUNDS; r++) {
        const char *id = world_person(w, MEDICAL_DIBAO, 1950);
        speakers[0].message[r] = admit_message(w, 0, arena_printf(w->c->arena, "N%d", r), id,
                                               VISIT_INPATIENT, "2013-06-01");
        speakers[1].message[r] = speakers[0].message[r];
    }
    speak_together(w, speakers);
    for (int r = 0; r < ROUNDS; r++) {
        assert_string_equal(speakers[0].answer[r].json, speakers[1].answer[r].json);
        assert_true(speakers[0].answer[r].is_repeat != speakers[1].answer[r].is_repeat);
    }
    speakers_free(speakers);
}

static void one_message_sent_twice_at_once_is_one(void **state)
{
    (void)state;
    world_each(repeat_together_in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_cap_is_passed_by_two_hospitals_at_once),
        cmocka_unit_test(one_message_sent_twice_at_once_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
