/* Two people do the same thing at once: exactly one succeeds, the other is told. */
#include "domain/payment/county.h"

#include <pthread.h>

#define ROUNDS 5

struct attempt {
    struct county *c;
    const char *actor;
    int64_t run;
    enum status (*act)(struct db *db, struct county *c, const struct payment_context *as,
                       int64_t run, struct error *e);
    pthread_barrier_t *start;
    enum status status;
    struct error e;
};

static void *attempt_run(void *context)
{
    struct attempt *a = context;
    struct db *db = testdb_open(a->c->testdb.url, DB_WRITER);
    struct payment_context as = county_as(a->c, a->actor);
    pthread_barrier_wait(a->start);
    a->status = a->act(db, a->c, &as, a->run, &a->e);
    db_close(db);
    return NULL;
}

/* Both at once; how many succeeded. The other's refusal is checked by its code. */
static int together(struct county *c, int64_t run, const char *first, const char *second,
                    enum status (*act)(struct db *, struct county *, const struct payment_context *,
                                       int64_t, struct error *),
                    const char *code)
{
    pthread_barrier_t start;
    pthread_t thread[2];
    struct attempt attempts[2] = {
        {.c = c, .actor = first, .run = run, .act = act, .start = &start},
        {.c = c, .actor = second, .run = run, .act = act, .start = &start}};
    int successes = 0;
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, attempt_run, &attempts[i]), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    pthread_barrier_destroy(&start);
    for (int i = 0; i < 2; i++) {
        if (attempts[i].status == STATUS_OK) {
            successes++;
            continue;
        }
        assert_int_equal(attempts[i].status, STATUS_REFUSED);
        assert_string_equal(attempts[i].e.code, code);
    }
    return successes;
}

static enum status approve(struct db *db, struct county *c, const struct payment_context *as,
                           int64_t run, struct error *e)
{
    (void)c;
    return payment_approve(db, as, run, e);
}

static enum status fund(struct db *db, struct county *c, const struct payment_context *as,
                        int64_t run, struct error *e)
{
    (void)c;
    return payment_fund(db, as, run, e);
}

static enum status cancel(struct db *db, struct county *c, const struct payment_context *as,
                          int64_t run, struct error *e)
{
    (void)c;
    int64_t household;
    TRY(db_query_i64_raw(db, "SELECT max(household) FROM payment_item", &household, e));
    return payment_cancel(db, as, run, household, month_make(2013, 6), "放弃", e);
}

static enum status sink_line(void *context, const struct payment_line *line, struct error *e)
{
    (void)context;
    (void)line;
    (void)e;
    return STATUS_OK;
}

static enum status sink_begin(void *context, const struct payment_batch *batch, struct error *e)
{
    (void)context;
    (void)batch;
    (void)e;
    return STATUS_OK;
}

static enum status sink_end(void *context, struct error *e)
{
    (void)context;
    (void)e;
    return STATUS_OK;
}

static enum status sink_read(void *context, void *p, size_t n, size_t *ret_n, struct error *e)
{
    (void)context;
    (void)p;
    (void)n;
    (void)ret_n;
    (void)e;
    return STATUS_NONE;
}

static enum status send(struct db *db, struct county *c, const struct payment_context *as,
                        int64_t run, struct error *e)
{
    (void)c;
    const struct payment_sink sink = {NULL, sink_begin, sink_line, sink_end, sink_read};
    return payment_send(db, as, run, "x", false, &sink, NULL, e);
}

static enum status prepare(struct db *db, struct county *c, const struct payment_context *as,
                           int64_t run, struct error *e)
{
    (void)run;
    (void)c;
    struct payment_run r;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new((size_t)1 << 20);
    return payment_prepare(db, as, PROGRAMME_DIBAO, month_make(2013, 6), &r, arena, e);
}

static void one_of_two(struct county *c)
{
    struct error e = {0};
    for (int i = 0; i < ROUNDS; i++)
        county_household(c,
                         &(struct new_household){.programme = PROGRAMME_DIBAO, .from = "2013-06"});
    /* Two makers: one run, whichever of them computed it last. */
    int prepared = together(c, 0, MAKER, MAKER, prepare, "RUN_EXISTS");
    assert_true(prepared >= 1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_run"), 1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM payment_item"), ROUNDS);
    int64_t run = county_number(c, "SELECT id FROM payment_run");
    struct payment_context checker = county_as(c, CHECKER), reviewer = county_as(c, REVIEWER);
    assert_ok_e(payment_check(c->db, &checker, run, &e), &e);
    assert_ok_e(payment_review(c->db, &reviewer, run, &e), &e);
    assert_int_equal(together(c, run, FINANCE, "finance2", approve, "RUN_STATE"), 1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM posting"), ROUNDS);
    assert_int_equal(together(c, run, FINANCE, "finance2", fund, "RUN_STATE"), 1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM journal WHERE kind = 'APPROPRIATION'"),
                     1);
    assert_int_equal(together(c, run, FINANCE, "finance2", cancel, "ITEM_STATE"), 1);
    assert_int_equal(together(c, run, FINANCE, "finance2", send, "RUN_STATE"), 1);
    assert_int_equal(county_number(c, "SELECT count(*) FROM remittance"), 1);
    assert_int_equal(county_number(c, "SELECT max(attempt) FROM payment_item"), 1);
    county_tie(c, run);
}

static void test_one_of_two(void **state)
{
    (void)state;
    county_each(one_of_two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {"two_at_once_one_succeeds_the_other_is_told", test_one_of_two, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("together", tests, NULL, NULL);
}
