/* Settlements at hospitals' counters: bench-settle make DB STAYS files open stays and prints what
   the hospital's program needs; bench-settle sync FILE SECONDS is the limit: a page and fdatasync,
   nothing else; bench-settle run PORT CLIENTS TOKEN SECRET FIRST COUNT settles stays FIRST… over
   the API, each client asking again as soon as it is answered. Prints NAME SECONDS P99_MS COUNT. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bench/bench.h"
#include "domain/access/access.h"
#include "domain/medical/bill.h"
#include "domain/medical/hospital.h"
#include "domain/payee/payee.h"
#include "domain/plan/plan.h"

#define USER "bench.hospital"
#define PAGE_BYTES 4096
#define SYNC_FILE_PAGES 1024 /* written round and round, as a log is */
#define CLIENTS_MAX 64
#define STAYS_MAX 200000
#define REQUEST_BYTES 1024
#define ANSWER_BYTES 8192
#define STAYS_OF_A_PERSON 5
#define ADMITTED_ON "2013-06-03"
#define DISCHARGED_ON "2013-06-20"
#define ARENA_BYTES ((size_t)512 << 20)

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* ---- make ---- */

struct making {
    const struct keyring *keys;
    struct medical_desk *desk;
    int64_t hospital, stays;
};

static enum status admit(struct db *db, const struct making *m, int64_t number,
                         const struct person_row *person, struct arena *arena, struct error *e)
{
    struct medical_answer answer;
    struct medical_message message = {.kind = MESSAGE_ADMIT,
                                      .hospital = m->hospital,
                                      .actor = USER,
                                      .today = date_today(),
                                      .id_number = person->id_number,
                                      .name = person->name,
                                      .department = "内科",
                                      .disease = "C34.1",
                                      .disease_name = "肺癌",
                                      .visit = VISIT_INPATIENT,
                                      .scheme = SCHEME_NCMS};
    message.serial = arena_printf(arena, "A%06" PRId64, number);
    message.admission_no = arena_printf(arena, "Z%06" PRId64, number);
    TRY(date_parse(ADMITTED_ON, &message.admitted_on, e));
    return medical_message_do(db, m->desk, &message, arena, &answer, e);
}

/* Several for each person, as far apart in the file as hospitals' days are. */
static enum status make_work(struct db *db, void *context, struct error *e)
{
    const struct making *m = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ARENA_BYTES);
    const struct month june = month_make(2013, 6);
    int64_t made = 0;
    if (arena == NULL)
        return arena_exhausted(e);
    TRY(hospital_user_bind(db, COUNTY_JINGXIAN, USER, m->hospital, e));
    for (int64_t id = 1; made < m->stays; id++) {
        struct medical_person who;
        struct person_row person;
        arena_reset(arena);
        TRY(person_by_id(db, COUNTY_JINGXIAN, id, m->keys, arena, &person, e));
        TRY(medical_class_of(db, COUNTY_JINGXIAN, id, june, KNOWN_NOW, &who, e));
        const int64_t people = m->stays / STAYS_OF_A_PERSON;
        const int64_t nth = made / STAYS_OF_A_PERSON;
        if (!medical_class_is_key(who.class))
            continue;
        for (int64_t k = 0; k < STAYS_OF_A_PERSON; k++, made++)
            TRY(admit(db, m, nth + k * people, &person, arena, e));
    }
    return STATUS_OK;
}

static int make(const char *path, int64_t stays)
{
    CLEANUP(db_cleanup) struct db *db = NULL;
    CLEANUP(keyring_cleanup) struct keyring *keys = NULL;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(1u << 20);
    struct error e = {0};
    struct payee hospital;
    int64_t id;
    char token[ACCESS_TOKEN_BYTES], secret[HOSPITAL_SECRET_BYTES];
    const struct access_new_user user = {.name = USER,
                                         .title = "医院程序",
                                         .role = ROLE_HOSPITAL,
                                         .scope = COUNTY_JINGXIAN * 1000000,
                                         .cost = ACCESS_COST_TEST};
    bench_check(bench_open(path, &db, &keys, &e), &e);
    bench_check(payee_by_name(db, COUNTY_JINGXIAN, "H001", arena, &hospital, &e), &e);
    struct making m = {.keys = keys,
                       .hospital = hospital.id,
                       .stays = stays,
                       .desk = medical_desk_new(COUNTY_JINGXIAN, keys)};
    bench_check(access_user_add(db, COUNTY_JINGXIAN, ACTOR_SYSTEM, &user, &e), &e);
    bench_check(db_transaction(db, make_work, &m, &e), &e);
    bench_check(access_bearer_create(db, COUNTY_JINGXIAN, ACTOR_SYSTEM, USER, "bench",
                                     (int64_t)time(NULL), 1, token, &id, &e),
                &e);
    bench_check(
        hospital_key_add(db, COUNTY_JINGXIAN, keys, ACTOR_SYSTEM, hospital.id, &id, secret, &e),
        &e);
    medical_desk_free(m.desk);
    printf("%s %s\n", token, secret);
    return 0;
}

/* ---- the limit ---- */

static int sync_measure(const char *path, double seconds)
{
    static char page[PAGE_BYTES];
    int64_t count = 0;
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        fail(path);
    for (int i = 0; i < SYNC_FILE_PAGES; i++)
        if (pwrite(fd, page, sizeof(page), (off_t)i * PAGE_BYTES) != PAGE_BYTES)
            fail("write");
    if (fsync(fd) != 0)
        fail("fsync");
    const double begun = now_s();
    while (now_s() - begun < seconds) {
        off_t at = count % SYNC_FILE_PAGES * PAGE_BYTES;
        memset(page, (int)(count % 251), 64);
        if (pwrite(fd, page, sizeof(page), at) != PAGE_BYTES || fdatasync(fd) != 0)
            fail("fdatasync");
        count++;
    }
    printf("sync %.4f 0 %" PRId64 "\n", now_s() - begun, count);
    close(fd);
    unlink(path);
    return 0;
}

/* ---- run ---- */

struct client {
    int fd;
    double begun_s;
    size_t got;
    char answer[ANSWER_BYTES];
};
static char (*requests)[REQUEST_BYTES];
static float *waited_ms;
static size_t asked, answered, wanted;

/* All signed before the clock runs: what is measured is the server. */
static void requests_make(const char *token, const char *secret, int64_t first)
{
    char stamp[24], signature[65], body[400];
    snprintf(stamp, sizeof(stamp), "%" PRId64, (int64_t)time(NULL));
    requests = malloc(wanted * sizeof(*requests));
    waited_ms = malloc(wanted * sizeof(*waited_ms));
    if (requests == NULL || waited_ms == NULL)
        fail("memory");
    for (size_t i = 0; i < wanted; i++) {
        const int64_t n = first + (int64_t)i, fen = 100000 + n * 37 % 400000;
        int bytes = snprintf(body, sizeof(body),
                             "{\"serial\":\"S%06" PRId64 "\",\"admission_no\":\"Z%06" PRId64
                             "\",\"discharged_on\":\"" DISCHARGED_ON "\",\"total\":\"%" PRId64
                             ".%02d\",\"in_scope\":\"%" PRId64 ".00\",\"insurance\":\"%" PRId64
                             ".00\",\"critical\":\"0\",\"other\":\"0\",\"relief\":\"0\"}",
                             n, n, fen / 100, (int)(fen % 100), fen / 120, fen / 200);
        const struct signed_request r = {.method = "POST",
                                         .path = "/api/v1/counter/settlements",
                                         .timestamp = stamp,
                                         .body = body,
                                         .body_bytes = (size_t)bytes};
        hospital_sign(secret, &r, signature);
        snprintf(requests[i], sizeof(requests[i]),
                 "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
                 "X-Minsheng-Timestamp: %s\r\nX-Minsheng-Signature: %s\r\n"
                 "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
                 r.path, token, stamp, signature, bytes, body);
    }
}

static void knock(struct client *c, uint16_t port, int poll)
{
    struct sockaddr_in a = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&a, sizeof(a)) != 0)
        fail("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &(struct epoll_event){EPOLLIN, {.ptr = c}});
}

static void ask(struct client *c)
{
    if (asked == wanted)
        return;
    const char *text = requests[asked++];
    const size_t n = strlen(text);
    c->got = 0;
    c->begun_s = now_s();
    if (send(c->fd, text, n, MSG_NOSIGNAL) != (ssize_t)n)
        fail("send");
}

static void hear(struct client *c)
{
    ssize_t n = recv(c->fd, c->answer + c->got, sizeof(c->answer) - 1 - c->got, 0);
    if (n <= 0)
        fail("hung up");
    c->got += (size_t)n;
    c->answer[c->got] = '\0';
    const char *end = strstr(c->answer, "\r\n\r\n");
    const char *length = end == NULL ? NULL : strcasestr(c->answer, "\r\nContent-Length:");
    if (length == NULL || c->got < (size_t)(end + 4 - c->answer) + strtoul(length + 17, NULL, 10))
        return;
    if (strncmp(c->answer, "HTTP/1.1 200", 12) != 0) {
        fprintf(stderr, "settle: %s\n", c->answer);
        exit(1);
    }
    waited_ms[answered++] = (float)((now_s() - c->begun_s) * 1e3);
    ask(c);
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static int run(uint16_t port, size_t clients)
{
    static struct client all[CLIENTS_MAX];
    struct epoll_event events[CLIENTS_MAX];
    int poll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < clients; i++)
        knock(&all[i], port, poll);
    const double begun = now_s();
    for (size_t i = 0; i < clients; i++)
        ask(&all[i]);
    while (answered < wanted) {
        int n = epoll_wait(poll, events, CLIENTS_MAX, -1);
        for (int i = 0; i < n; i++)
            hear(events[i].data.ptr);
    }
    const double seconds = now_s() - begun;
    qsort(waited_ms, answered, sizeof(*waited_ms), by_size);
    printf("settle %.4f %.4f %zu\n", seconds, (double)waited_ms[(answered - 1) * 99 / 100],
           answered);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "make") == 0)
        return make(argv[2], strtoll(argv[3], NULL, 10));
    if (argc == 4 && strcmp(argv[1], "sync") == 0)
        return sync_measure(argv[2], (double)strtol(argv[3], NULL, 10));
    if (argc != 8 || strcmp(argv[1], "run") != 0)
        return bench_usage(
            "make DB STAYS | sync FILE SECONDS | run PORT CLIENTS TOKEN SECRET FIRST "
            "COUNT");
    const size_t clients = strtoul(argv[3], NULL, 10);
    wanted = strtoul(argv[7], NULL, 10);
    if (clients == 0 || clients > CLIENTS_MAX || wanted < clients || wanted > STAYS_MAX)
        return 2;
    requests_make(argv[4], argv[5], strtoll(argv[6], NULL, 10));
    return run((uint16_t)strtoul(argv[2], NULL, 10), clients);
}
