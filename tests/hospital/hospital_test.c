/* Hospitals at their counters, all at once, over the network as it is: messages come twice, out of
   order, late, and their answers get lost; the server is killed in between. In the end everything
   has happened once, and what it brought is what the town reckons. */
#include "hospital/town.h"

#include <inttypes.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNTERS_OF_A_HOSPITAL 4
#define COUNTERS (TOWN_HOSPITALS * COUNTERS_OF_A_HOSPITAL)
#define OPEN_STAYS 6 /* at one counter at a time: their messages mix */
#define STEPS_MAX 5
#define TRIES_MAX 200
#define BODY_BYTES 900
#define FAULT_BYTES 700
#define ASKED_AGAIN_ONE_IN 10

enum step_kind { STEP_ADMIT, STEP_SETTLE, STEP_REVERSE, STEP_CORRECT, STEP_CANCEL };
static const char *const PATHS[] = {
    [STEP_ADMIT] = "/counter/admissions",     [STEP_SETTLE] = "/counter/settlements",
    [STEP_REVERSE] = "/counter/reversals",    [STEP_CORRECT] = "/counter/settlements",
    [STEP_CANCEL] = "/counter/cancellations",
};

struct stage {
    enum step_kind kind;
    bool is_refused; /* posted before its admission */
};
/* What one stay has come to. */
struct journey {
    struct stage step[STEPS_MAX];
    int steps, at;
    char *answer[STEPS_MAX]; /* as it came first; of the steps that are taken */
    long bill;               /* of the last settlement */
};
struct hall { /* what all counters share */
    struct town *town;
    uint16_t port;
    struct journey *journey; /* by stay */
    atomic_long answered;
    pthread_mutex_t lock;
    pthread_cond_t moved; /* answered has grown, or a counter has closed */
    int closed;
    bool is_disturbed; /* the server goes away: no answer is no fault */
};
struct desk { /* one counter */
    struct hall *hall;
    int index;
    struct random random;
    struct counter line;
    long cut, repeated, early, reused;
    char fault[FAULT_BYTES]; /* the first; "" none */
};

/* ---- messages ---- */

static void yuan(struct buf *b, const char *name, struct fen amount)
{
    char text[FEN_TEXT_BYTES];
    buf_addf(b, ",\"%s\":\"%s\"", name, fen_format(amount, text));
}

static void bill_add(struct buf *b, const struct town_stay *s, const struct medical_amounts *a)
{
    char date[DATE_TEXT_BYTES];
    buf_addf(b, ",\"discharged_on\":\"%s\"", date_format(s->discharged_on, date));
    yuan(b, "total", a->total);
    yuan(b, "in_scope", a->in_scope);
    yuan(b, "insurance", a->insurance);
    yuan(b, "critical", a->critical);
    yuan(b, "other", a->other);
    yuan(b, "relief", a->relief);
}

/* is_other: the same serial with other content. */
static void body_make(const struct town *t, size_t i, const struct journey *j, enum step_kind kind,
                      bool is_other, struct buf *b)
{
    static const char letters[] = "ASRKC";
    const struct town_stay *s = &t->stay[i];
    char date[DATE_TEXT_BYTES];
    buf_clear(b);
    buf_addf(b, "{\"serial\":\"%05zu-%c\",\"admission_no\":\"Z%05zu\"", i, letters[kind],
             is_other ? i + 90000 : i);
    switch (kind) {
    case STEP_ADMIT:
        buf_addf(b,
                 ",\"id_number\":\"%s\",\"name\":\"%s\",\"visit\":\"%s\",\"scheme\":\"ncms\","
                 "\"admitted_on\":\"%s\",\"disease\":\"C34.1\",\"disease_name\":\"肺癌\","
                 "\"department\":\"内科\",\"insurance_no\":\"3418230000%06zu\"",
                 t->person[s->person].number, t->person[s->person].name,
                 medical_visit_code(s->visit), date_format(s->admitted_on, date), i);
        break;
    case STEP_SETTLE:
        bill_add(b, s, &s->first);
        break;
    case STEP_CORRECT:
        bill_add(b, s, &s->corrected);
        buf_addf(b, ",\"replaces\":%ld", j->bill);
        break;
    case STEP_REVERSE:
        buf_adds(b, ",\"reason\":\"费用录错\"");
        break;
    case STEP_CANCEL:
        buf_adds(b, ",\"reason\":\"未住院\"");
        break;
    }
    buf_addc(b, '}');
}

static void journey_plan(const struct town_stay *s, struct journey *j)
{
    if (s->is_early)
        j->step[j->steps++] = (struct stage){STEP_SETTLE, true};
    j->step[j->steps++] = (struct stage){STEP_ADMIT, false};
    if (s->is_cancelled) {
        j->step[j->steps++] = (struct stage){STEP_CANCEL, false};
        return;
    }
    j->step[j->steps++] = (struct stage){STEP_SETTLE, false};
    if (!s->is_corrected)
        return;
    j->step[j->steps++] = (struct stage){STEP_REVERSE, false};
    j->step[j->steps++] = (struct stage){STEP_CORRECT, false};
}

/* ---- one counter ---- */

static bool desk_fault(struct desk *d, const char *what, int status, const struct buf *body,
                       const struct buf *answer)
{
    if (d->fault[0] == '\0')
        (void)snprintf(d->fault, sizeof d->fault, "%s: %d\n  %s\n  %s", what, status,
                       buf_text(body), buf_text(answer));
    return false;
}

/* Until there is an answer: a program whose line is cut does not know, and says the same again. */
static int desk_say(struct desk *d, const char *path, const struct buf *body, struct buf *answer)
{
    for (int i = 0; i < TRIES_MAX; i++) {
        int status = counter_post(&d->line, path, buf_text(body), COUNTER_PLAIN, answer);
        if (status != 0 && !(status >= 500 && d->hall->is_disturbed))
            return status;
        if (!d->hall->is_disturbed)
            return status;
    }
    return 0;
}

static void desk_count(struct desk *d)
{
    pthread_mutex_lock(&d->hall->lock);
    atomic_fetch_add(&d->hall->answered, 1);
    pthread_cond_signal(&d->hall->moved);
    pthread_mutex_unlock(&d->hall->lock);
}

static bool answer_keep(struct desk *d, struct journey *j, const struct buf *body,
                        const struct buf *answer)
{
    const char *bill = strstr(buf_text(answer), "\"bill\":");
    if (bill != NULL)
        j->bill = strtol(bill + strlen("\"bill\":"), NULL, 10);
    if (j->answer[j->at] != NULL && strcmp(j->answer[j->at], buf_text(answer)) != 0)
        return desk_fault(d, "the answer was another one before", 200, body, answer);
    if (j->answer[j->at] == NULL)
        j->answer[j->at] = strdup(buf_text(answer));
    return true;
}

static bool desk_disturb(struct desk *d, size_t i, struct journey *j, const struct buf *body)
{
    CLEANUP(buf_free) struct buf answer = BUF_INIT(BODY_BYTES * 8);
    CLEANUP(buf_free) struct buf other = BUF_INIT(BODY_BYTES);
    const enum step_kind kind = j->step[j->at].kind;
    if (random_below(&d->random, 12) == 0) {
        d->repeated++;
        int status = desk_say(d, PATHS[kind], body, &answer);
        if (status != 200 || !answer_keep(d, j, body, &answer))
            return desk_fault(d, "a repeat was answered otherwise", status, body, &answer);
    }
    if (random_below(&d->random, 60) == 0) {
        d->reused++;
        body_make(d->hall->town, i, j, kind, true, &other);
        int status = desk_say(d, PATHS[kind], &other, &answer);
        if (status != 409 || strstr(buf_text(&answer), "SERIAL_REUSED") == NULL)
            return desk_fault(d, "a serial was used twice", status, &other, &answer);
    }
    return true;
}

/* True when the stay's next step was answered as it should be. */
static bool desk_step(struct desk *d, size_t i)
{
    CLEANUP(buf_free) struct buf body = BUF_INIT(BODY_BYTES);
    CLEANUP(buf_free) struct buf answer = BUF_INIT(BODY_BYTES * 8);
    struct journey *j = &d->hall->journey[i];
    const struct stage step = j->step[j->at];
    body_make(d->hall->town, i, j, step.kind, false, &body);
    if (random_below(&d->random, 30) == 0) {
        d->cut++;
        (void)counter_post(&d->line, PATHS[step.kind], buf_text(&body), COUNTER_CUT, &answer);
    }
    int status = desk_say(d, PATHS[step.kind], &body, &answer);
    if (step.is_refused) {
        d->early++;
        if (status != 422 || strstr(buf_text(&answer), "ADMISSION_UNKNOWN") == NULL ||
            strstr(buf_text(&answer), "\"place\":\"admission_no\"") == NULL)
            return desk_fault(d, "not refused before its admission", status, &body, &answer);
    } else if (status != 200) {
        return desk_fault(d, "not taken", status, &body, &answer);
    } else if (!answer_keep(d, j, &body, &answer) || !desk_disturb(d, i, j, &body)) {
        return false;
    }
    j->at++;
    desk_count(d);
    return true;
}

/* Its hospital's stays whose turn is here, in an order of its own: most come late. */
static size_t stays_of(struct desk *d, size_t *out)
{
    const struct town *t = d->hall->town;
    const int hospital = d->index / COUNTERS_OF_A_HOSPITAL, own = d->index % COUNTERS_OF_A_HOSPITAL;
    size_t n = 0;
    for (size_t i = 0; i < t->stay_count; i++)
        if (t->stay[i].hospital == hospital && (int)(i % COUNTERS_OF_A_HOSPITAL) == own)
            out[n++] = i;
    for (size_t i = n; i > 1; i--) {
        size_t k = random_below(&d->random, (uint32_t)i), swapped = out[k];
        out[k] = out[i - 1];
        out[i - 1] = swapped;
    }
    return n;
}

static void *desk_keep(void *context)
{
    struct desk *d = context;
    size_t *queue = malloc(d->hall->town->stay_count * sizeof *queue);
    size_t open[OPEN_STAYS], opened = 0, next = 0, count = queue ? stays_of(d, queue) : 0;
    while (d->fault[0] == '\0' && (opened > 0 || next < count)) {
        while (opened < OPEN_STAYS && next < count)
            open[opened++] = queue[next++];
        size_t k = random_below(&d->random, (uint32_t)opened);
        const struct journey *j = &d->hall->journey[open[k]];
        if (desk_step(d, open[k]) && j->at == j->steps)
            open[k] = open[--opened];
    }
    counter_hang_up(&d->line);
    free(queue);
    pthread_mutex_lock(&d->hall->lock);
    d->hall->closed++;
    pthread_cond_signal(&d->hall->moved);
    pthread_mutex_unlock(&d->hall->lock);
    return NULL;
}

/* ---- everybody ---- */

/* Waits until so many messages were answered; false when the counters closed before. */
static bool hall_wait(struct hall *h, long answered)
{
    pthread_mutex_lock(&h->lock);
    while (atomic_load(&h->answered) < answered && h->closed < COUNTERS)
        pthread_cond_wait(&h->moved, &h->lock);
    bool is_open = h->closed < COUNTERS;
    pthread_mutex_unlock(&h->lock);
    return is_open;
}

static void hall_open(struct hall *h, struct town *t, bool is_disturbed)
{
    *h = (struct hall){.town = t,
                       .port = town_port(),
                       .is_disturbed = is_disturbed,
                       .journey = ARENA_ARRAY(t->arena, struct journey, t->stay_count),
                       .lock = PTHREAD_MUTEX_INITIALIZER,
                       .moved = PTHREAD_COND_INITIALIZER};
    assert_non_null(h->journey);
    for (size_t i = 0; i < t->stay_count; i++)
        journey_plan(&t->stay[i], &h->journey[i]);
}

static void hall_free(struct hall *h)
{
    for (size_t i = 0; i < h->town->stay_count; i++)
        for (int k = 0; k < STEPS_MAX; k++)
            free(h->journey[i].answer[k]);
}

static int64_t messages_of(const struct hall *h)
{
    int64_t n = 0;
    for (size_t i = 0; i < h->town->stay_count; i++)
        for (int k = 0; k < h->journey[i].steps; k++)
            n += !h->journey[i].step[k].is_refused;
    return n;
}

/* After all is over, also after the last kill: what was once answered is still the answer. */
static void answers_are_kept(struct hall *h, struct random *r)
{
    CLEANUP(buf_free) struct buf body = BUF_INIT(BODY_BYTES);
    CLEANUP(buf_free) struct buf answer = BUF_INIT(BODY_BYTES * 8);
    long asked = 0;
    for (size_t i = 0; i < h->town->stay_count; i++) {
        const struct town_hospital *hospital = &h->town->hospital[h->town->stay[i].hospital];
        struct counter line = {h->port, hospital->token, hospital->secret, -1};
        struct journey *j = &h->journey[i];
        if (random_below(r, ASKED_AGAIN_ONE_IN) != 0)
            continue;
        for (int k = 0; k < j->steps; k++) {
            if (j->step[k].is_refused || j->step[k].kind == STEP_CORRECT)
                continue; /* a correction's body names the bill before it */
            body_make(h->town, i, j, j->step[k].kind, false, &body);
            assert_int_equal(counter_post(&line, PATHS[j->step[k].kind], buf_text(&body),
                                          COUNTER_PLAIN, &answer),
                             200);
            assert_string_equal(buf_text(&answer), j->answer[k]);
            asked++;
        }
        counter_hang_up(&line);
    }
    printf("# %ld answers asked for again\n", asked);
}

/* The first fault of any counter; "" none. */
static const char *desks_join(struct desk *desks, pthread_t *threads)
{
    const char *fault = "";
    long cut = 0, repeated = 0, early = 0, reused = 0;
    for (int i = 0; i < COUNTERS; i++) {
        pthread_join(threads[i], NULL);
        if (fault[0] == '\0')
            fault = desks[i].fault;
        cut += desks[i].cut;
        repeated += desks[i].repeated;
        early += desks[i].early;
        reused += desks[i].reused;
    }
    printf("# %ld lines cut, %ld messages repeated, %ld too early, %ld serials used twice\n", cut,
           repeated, early, reused);
    if (cut == 0 || repeated == 0 || early == 0)
        return "nothing was disturbed";
    return fault;
}

/* kills: how often the server is killed on the way. */
static void town_live(struct town *t, int kills, struct random *r)
{
    struct hall h;
    struct desk desks[COUNTERS];
    pthread_t threads[COUNTERS];
    struct process server;
    const int64_t begun_us = process_now_us();
    hall_open(&h, t, kills > 0);
    town_serve(t, h.port, &server);
    const int64_t messages = messages_of(&h);
    for (int i = 0; i < COUNTERS; i++) {
        const struct town_hospital *hospital = &t->hospital[i / COUNTERS_OF_A_HOSPITAL];
        desks[i] = (struct desk){.hall = &h,
                                 .index = i,
                                 .random = random_seed(random_u64(r)),
                                 .line = {h.port, hospital->token, hospital->secret, -1}};
        assert_int_equal(pthread_create(&threads[i], NULL, desk_keep, &desks[i]), 0);
    }
    int killed = 0;
    long at = 0;
    for (int k = 0; k < kills; k++) {
        at += 1 + (long)random_below(r, (uint32_t)(messages / kills));
        if (!hall_wait(&h, at))
            break;
        kill(server.pid, SIGKILL);
        killed += process_wait(&server) == 128 + SIGKILL;
        town_serve(t, h.port, &server);
    }
    const char *fault = desks_join(desks, threads);
    printf("# %s: %zu stays, %" PRId64 " messages, %d kills, %.1f s\n",
           testdb_engine_name(t->story.db.engine), t->stay_count, messages, killed,
           (double)(process_now_us() - begun_us) / 1e6);
    if (fault[0] == '\0' && (kills == 0 || killed > 0))
        answers_are_kept(&h, r);
    town_serve_end(&server);
    if (fault[0] != '\0')
        fail_msg("%s", fault);
    assert_true(kills == 0 || killed > 0);
    town_is_right(t, messages);
    hall_free(&h);
}

static bool is_long(void)
{
    return getenv("MINSHENG_LONG") != NULL;
}

static void town_story(enum db_engine on, size_t stays, int kills)
{
    struct town t;
    struct random r = random_seed(test_seed());
    town_open(&t, on, stays, &r);
    town_live(&t, kills, &r);
    town_close(&t);
}

static enum db_engine engine;

static void a_year_s_end_is_the_same_however_its_messages_arrive(void **state)
{
    (void)state;
    town_story(engine, engine == DB_SQLITE || is_long() ? 10000 : 600, 0);
}

static void a_server_that_is_killed_loses_nothing_and_does_nothing_twice(void **state)
{
    (void)state;
    town_story(engine, engine == DB_SQLITE ? 1500 : 400,
               (engine == DB_SQLITE ? 6 : 3) * (is_long() ? 10 : 1));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_year_s_end_is_the_same_however_its_messages_arrive),
        cmocka_unit_test(a_server_that_is_killed_loses_nothing_and_does_nothing_twice),
    };
    engine = argc > 1 && strcmp(argv[1], "postgresql") == 0 ? DB_POSTGRES : DB_SQLITE;
    if (engine == DB_POSTGRES && !testdb_has_postgres()) {
        puts("1..0 # SKIP MINSHENG_TEST_PG is not set (tests/with-postgres.sh sets it)");
        return 0;
    }
    return cmocka_run_group_tests_name(testdb_engine_name(engine), tests, NULL, NULL);
}
