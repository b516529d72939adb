/* Requests whose works share a commit, over the network: each is answered with its own outcome, the
   thread does other things meanwhile, and a server that ends leaves nobody hanging. */
#include "web/live.h"
#include "domain/registry/change.h"
#include "web/request.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BUF CLEANUP(buf_free) struct buf
#define CLIENTS 24 /* on four threads */
#define ASKED 30
#define SIGNED_BY 7

static struct live live;
static enum db_engine engine;
static char token[ACCESS_TOKEN_BYTES];
static atomic_int freed; /* kept things given back */

/* ---- a site with one thing to do ---- */

static void kept_free(void *kept)
{
    free(kept);
    atomic_fetch_add(&freed, 1);
}

struct marking {
    struct request *r;
    int64_t change;
    const char *kept; /* what the works keep between them */
};

static enum status mark_work(struct db *db, void *context, struct error *e)
{
    struct marking *m = context;
    const char *what = request_field(m->r, "what");
    void **kept = request_commit_kept(m->r, kept_free);
    if (*kept == NULL)
        *kept = strdup("kept");
    m->kept = *kept;
    TRY(change_record(db, LIVE_COUNTY,
                      &(struct change_entry){.actor = "clerk", .action = "mark", .subject = what},
                      &m->change, e));
    if (strcmp(what, "no") == 0) {
        error_set(e, STATUS_REFUSED, "MARK_NO", "不行");
        return error_place(e, "what");
    }
    return strcmp(what, "none") == 0 ? STATUS_NONE : STATUS_OK;
}

static enum status marked(struct request *r, struct error *e)
{
    const struct marking *m = r->commit.context;
    view_add_integer(r->page, "change", m->change);
    view_add_text(r->page, "kept", m->kept);
    view_add_text(r->page, "what", request_field(r, "what"));
    view_add_integer(r->page, "signer", r->signer);
    return respond_page(r, "", NULL, e);
}

static enum status mark(struct request *r, struct error *e)
{
    struct marking *m = ARENA_NEW(r->arena, struct marking);
    if (m == NULL)
        return arena_exhausted(e);
    m->r = r;
    request_commit(r, mark_work, m, marked);
    return STATUS_OK;
}

static enum status hello(struct request *r, struct error *e)
{
    void **kept;
    TRY(request_kept(r, kept_free, &kept, e));
    if (*kept == NULL)
        *kept = strdup("of a thread");
    view_add_text(r->page, "kept", *kept);
    return respond_page(r, "", NULL, e);
}

/* Signed with the length of the body: enough to see who is asked what. */
static enum status signature(struct request *r, struct error *e)
{
    char right[80];
    snprintf(right, sizeof(right), "%zu %s %s", r->signed_as.body_bytes, r->signed_as.timestamp,
             r->signed_as.path);
    if (strcmp(r->signed_as.signature, right) != 0)
        return error_set(e, STATUS_REFUSED, "SIGNATURE_WRONG", "签名不对");
    r->signer = SIGNED_BY;
    return STATUS_OK;
}

static const struct route routes[] = {
    {HTTP_GET, "/hello", hello, PERMISSION_SESSION, "t"},
    {HTTP_POST, "/mark", mark, PERMISSION_SESSION, "t"},
    {HTTP_POST, "/both", hello, PERMISSION_SESSION, "t", .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/both", mark, PERMISSION_SESSION, "t", .audience = AUDIENCE_PROGRAMS,
     .is_signed = true},
};
static const struct route_table TABLE = ROUTE_TABLE("t", routes);
static const struct route_table *const TABLES[] = {&TABLE};
static const struct site_map MAP = {.tables = TABLES, .table_count = 1, .signature = signature};

static int start(void **state)
{
    (void)state;
    struct error e = {0};
    int64_t id;
    atomic_store(&freed, 0);
    live_start(&live, engine, &MAP);
    struct db *db = testdb_open(live.testdb.url, DB_WRITER);
    assert_ok_e(access_bearer_create(db, LIVE_COUNTY, ACTOR_SYSTEM, "clerk", "测试",
                                     (int64_t)time(NULL), 1, token, &id, &e),
                &e);
    db_close(db);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    live_stop(&live);
    return 0;
}

/* ---- asking ---- */

static int64_t marks(void)
{
    struct error e = {0};
    int64_t n = 0;
    struct db *db = testdb_open(live.testdb.url, DB_READER);
    assert_ok_e(
        db_query_i64_raw(db, "SELECT count(*) FROM change_trail WHERE action = 'mark'", &n, &e),
        &e);
    db_close(db);
    return n;
}

static void request_make(struct buf *b, const char *target, const char *body, const char *fields)
{
    *b = BUF_INIT(4096);
    buf_addf(b,
             "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s"
             "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
             target, token, fields, strlen(body), body);
}

static int ask(const char *target, const char *body, const char *fields, struct buf *answer)
{
    BUF request = {0};
    request_make(&request, target, body, fields);
    live_send(&live, request.p, request.n, answer);
    return live_status(answer);
}

static void a_work_is_answered_with_what_came_of_it(void **state)
{
    (void)state;
    BUF good = {0};
    BUF no = {0};
    BUF none = {0};
    const int64_t before = marks();
    assert_int_equal(ask("/api/v1/mark", "{\"what\":\"yes\"}", "", &good), 200);
    assert_non_null(strstr(buf_text(&good), "\"kept\":\"kept\""));
    assert_int_equal(marks(), before + 1);
    assert_int_equal(ask("/api/v1/mark", "{\"what\":\"no\"}", "", &no), 422);
    assert_non_null(strstr(buf_text(&no), "\"code\":\"MARK_NO\",\"place\":\"what\""));
    assert_int_equal(ask("/api/v1/mark", "{\"what\":\"none\"}", "", &none), 404);
    assert_int_equal(marks(), before + 1);
}

static void a_signed_route_is_for_programs_and_asks_for_the_signature(void **state)
{
    (void)state;
    BUF right = {0};
    BUF wrong = {0};
    char fields[160];
    const char *body = "{\"what\":\"signed\"}";
    const int64_t before = marks();
    snprintf(fields, sizeof(fields),
             "X-Minsheng-Timestamp: 12\r\nX-Minsheng-Signature: %zu 12 /api/v1/both\r\n",
             strlen(body));
    assert_int_equal(ask("/api/v1/both", body, "", &wrong), 401);
    assert_non_null(strstr(buf_text(&wrong), "SIGNATURE_WRONG"));
    assert_non_null(strstr(buf_text(&wrong), "\r\nWWW-Authenticate: Signature"));
    assert_int_equal(marks(), before);
    assert_int_equal(ask("/api/v1/both?lang=en", body, fields, &right), 200);
    assert_non_null(strstr(buf_text(&right), "\"signer\":7"));
    assert_int_equal(marks(), before + 1);
}

/* ---- many at once ---- */

struct client {
    pthread_t thread;
    int index, answered, refused, wrong, failed;
};

static int connected(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons(server_port(live.server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
        return fd;
    close(fd);
    return -1;
}

/* One answer on a connection that stays; false when the server has gone. */
static bool answer_take(int fd, char *out, size_t out_bytes)
{
    size_t n = 0;
    const char *end = NULL;
    while (end == NULL || n < (size_t)(end + 4 - out) +
                                  strtoul(strcasestr(out, "\r\ncontent-length:") + 17, NULL, 10)) {
        ssize_t got = recv(fd, out + n, out_bytes - 1 - n, 0);
        if (got <= 0)
            return false;
        n += (size_t)got;
        out[n] = '\0';
        end = strstr(out, "\r\n\r\n");
    }
    return true;
}

static void *client_run(void *context)
{
    struct client *c = context;
    int fd = connected();
    for (int i = 0; fd >= 0 && i < ASKED; i++) {
        BUF request = {0};
        char body[60], what[40], answer[4096];
        const bool is_no = i % 4 == 3;
        snprintf(what, sizeof(what), "c%d.%d", c->index, i);
        snprintf(body, sizeof(body), "{\"what\":\"%s\"}", is_no ? "no" : what);
        request_make(&request, "/api/v1/mark", body, "");
        if (send(fd, request.p, request.n, MSG_NOSIGNAL) != (ssize_t)request.n ||
            !answer_take(fd, answer, sizeof(answer)))
            break;
        const int status = (int)strtol(answer + strlen("HTTP/1.1 "), NULL, 10);
        c->failed += status >= 500;
        c->answered += status == 200;
        c->refused += status == 422;
        c->wrong += status < 500 &&
                    (status != (is_no ? 422 : 200) || (!is_no && strstr(answer, what) == NULL));
    }
    if (fd >= 0)
        close(fd);
    return NULL;
}

static void clients_start(struct client *clients)
{
    for (int i = 0; i < CLIENTS; i++) {
        clients[i] = (struct client){.index = i};
        assert_int_equal(pthread_create(&clients[i].thread, NULL, client_run, &clients[i]), 0);
    }
}

static int64_t clients_join(struct client *clients)
{
    int64_t answered = 0;
    for (int i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        assert_int_equal(clients[i].wrong, 0);
        answered += clients[i].answered;
    }
    return answered;
}

static void everybody_gets_his_own_answer(void **state)
{
    (void)state;
    struct client clients[CLIENTS];
    const int64_t before = marks();
    clients_start(clients);
    BUF hello_answer = {0};
    BUF request = BUF_INIT(1024);
    buf_addf(&request,
             "GET /api/v1/hello HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n",
             token);
    live_send(&live, request.p, request.n, &hello_answer);
    assert_int_equal(live_status(&hello_answer), 200);
    assert_int_equal(clients_join(clients), CLIENTS * (ASKED - ASKED / 4));
    assert_int_equal(marks() - before, CLIENTS * (ASKED - ASKED / 4));
}

/* Whatever was answered is there, whatever was not may be: nobody waits for ever. */
static void a_server_that_ends_leaves_nobody_waiting(void **state)
{
    (void)state;
    struct client clients[CLIENTS];
    const int64_t before = marks();
    clients_start(clients);
    while (marks() - before < CLIENTS)
        sched_yield();
    live_stop(&live);
    const int64_t answered = clients_join(clients);
    assert_true(marks() - before >= answered);
    print_message("# %" PRId64 " of %d were answered\n", answered, CLIENTS * (ASKED - ASKED / 4));
    assert_true(atomic_load(&freed) >= 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_work_is_answered_with_what_came_of_it),
        cmocka_unit_test(a_signed_route_is_for_programs_and_asks_for_the_signature),
        cmocka_unit_test(everybody_gets_his_own_answer),
        cmocka_unit_test(a_server_that_ends_leaves_nobody_waiting), /* the last: it is gone */
    };
    engine = argc > 1 && strcmp(argv[1], "postgresql") == 0 ? DB_POSTGRES : DB_SQLITE;
    if (engine == DB_POSTGRES && !testdb_has_postgres()) {
        puts("1..0 # SKIP MINSHENG_TEST_PG is not set (tests/with-postgres.sh sets it)");
        return 0;
    }
    return cmocka_run_group_tests_name(testdb_engine_name(engine), tests, start, stop);
}
