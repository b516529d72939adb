#include "web/live.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define ANSWER_BYTES_MAX (8u << 20)
#define ANSWER_WAIT_MS 10000

void live_user_add(struct db *writer, const char *name, enum role role, int64_t scope)
{
    struct error e = {0};
    struct access_new_user user = {.name = name,
                                   .title = "测试用户",
                                   .role = role,
                                   .scope = scope,
                                   .password = LIVE_PASSWORD,
                                   .cost = ACCESS_COST_TEST};
    assert_ok_e(access_user_add(writer, LIVE_COUNTY, "system", &user, &e), &e);
}

void live_settings_set(struct db *writer, bool is_on)
{
    struct error e = {0};
    for (int k = 0; k < ACCESS_SETTING_COUNT; k++)
        assert_ok_e(
            access_setting_set(writer, LIVE_COUNTY, "system", (enum access_setting)k, is_on, &e),
            &e);
}

void live_start(struct live *l, enum db_engine engine, const struct site_map *map)
{
    testdb_fresh(engine, &l->testdb);
    struct error e = {0};
    struct db *db = testdb_open(l->testdb.url, DB_WRITER);
    live_settings_set(db, false);
    live_user_add(db, "officer", ROLE_BUREAU_OFFICER, LIVE_COUNTY * 1000000);
    live_user_add(db, "clerk", ROLE_TOWNSHIP_CLERK, INT64_C(341823106000));
    live_user_add(db, "locked", ROLE_BUREAU_OFFICER, LIVE_COUNTY * 1000000);
    assert_ok_e(access_user_lock(db, LIVE_COUNTY, "system", "locked", true, &e), &e);
    db_close(db);
    snprintf(l->folder, sizeof(l->folder), "%s/uploads", test_tmpdir());
    mkdir(l->folder, 0700);
    struct server_options options = {.listen = "127.0.0.1:0",
                                     .db_url = l->testdb.url,
                                     .county = LIVE_COUNTY,
                                     .temp_dir = l->folder,
                                     .upload_bytes_max = 1 << 20,
                                     .is_quiet = true,
                                     .map = map};
    assert_ok_e(server_start(&options, &l->server, &e), &e);
}

void live_stop(struct live *l)
{
    server_stop(l->server);
    l->server = NULL;
}

static int live_connect(const struct live *l)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons(server_port(l->server)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
    return fd;
}

/* Whether head and the body that its Content-Length announces are there. */
static bool answer_is_whole(const struct buf *b)
{
    const char *text = buf_text(b), *head_end = strstr(text, "\r\n\r\n");
    if (head_end == NULL)
        return false;
    const char *length = strcasestr(text, "\r\ncontent-length:");
    long n = length == NULL || length > head_end ? 0 : strtol(length + 17, NULL, 10);
    return b->n >= (size_t)(head_end + 4 - text) + (size_t)n;
}

static void answer_read(int fd, bool until_close, struct buf *out)
{
    char piece[65536];
    while (until_close || !answer_is_whole(out)) {
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        if (poll(&wait, 1, ANSWER_WAIT_MS) != 1) {
            fprintf(stderr, "# the server neither answered nor closed; so far: %.400s\n",
                    buf_text(out));
            fail();
        }
        ssize_t n = recv(fd, piece, sizeof(piece), 0);
        if (n <= 0)
            break;
        buf_add(out, piece, (size_t)n);
    }
    assert_false(out->overflow);
    close(fd);
}

static void send_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
        if (sent < 0)
            return; /* the server has hung up: what it said is still to be read */
        p += sent;
        n -= (size_t)sent;
    }
}

void live_send(const struct live *l, const void *bytes, size_t n, struct buf *out)
{
    *out = BUF_INIT(ANSWER_BYTES_MAX);
    int fd = live_connect(l);
    send_all(fd, bytes, n);
    answer_read(fd, false, out);
}

void live_send_until_close(const struct live *l, const void *bytes, size_t n, struct buf *out)
{
    *out = BUF_INIT(ANSWER_BYTES_MAX);
    int fd = live_connect(l);
    send_all(fd, bytes, n);
    answer_read(fd, true, out);
}

int live_status(const struct buf *answer)
{
    const char *text = buf_text(answer);
    return strncmp(text, "HTTP/1.1 ", 9) == 0 ? (int)strtol(text + 9, NULL, 10) : 0;
}

bool live_has(const struct buf *answer, const char *text)
{
    return answer->n > 0 && memmem(answer->p, answer->n, text, strlen(text)) != NULL;
}

const char *live_cookie(const struct buf *answer, const char *name)
{
    static char value[512];
    char wanted[128];
    snprintf(wanted, sizeof(wanted), "\r\nSet-Cookie: %s=", name);
    const char *at = strstr(buf_text(answer), wanted);
    if (at == NULL)
        return "";
    at += strlen(wanted);
    snprintf(value, sizeof(value), "%.*s", (int)strcspn(at, ";\r"), at);
    return value;
}

void live_get(const struct live *l, const char *target, const char *cookies, struct buf *out)
{
    CLEANUP(buf_free) struct buf request = BUF_INIT(65536);
    buf_addf(&request,
             "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: %s\r\n\r\n",
             target, cookies);
    live_send(l, request.p, request.n, out);
}

void live_post(const struct live *l, const char *target, const char *cookies, const char *body,
               struct buf *out)
{
    CLEANUP(buf_free) struct buf request = BUF_INIT(4u << 20);
    buf_addf(&request,
             "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: %s\r\n"
             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n",
             target, cookies, strlen(body));
    buf_adds(&request, body);
    live_send(l, request.p, request.n, out);
}

const char *live_csrf(const struct buf *page)
{
    static char value[64];
    static const char wanted[] = "name=\"csrf\" value=\"";
    const char *at = strstr(buf_text(page), wanted);
    assert_non_null(at);
    at += sizeof(wanted) - 1;
    snprintf(value, sizeof(value), "%.*s", (int)strcspn(at, "\""), at);
    return value;
}

void live_login(const struct live *l, const char *name, char cookie[200], char csrf[64])
{
    CLEANUP(buf_free) struct buf page = {0};
    CLEANUP(buf_free) struct buf answer = {0};
    CLEANUP(buf_free) struct buf home = {0};
    char before[200], body[400];
    live_get(l, "/login", "", &page);
    snprintf(before, sizeof(before), "minsheng_login=%s", live_cookie(&page, "minsheng_login"));
    snprintf(body, sizeof(body), "csrf=%s&name=%s&password=correct+horse&next=%%2F",
             live_csrf(&page), name);
    live_post(l, "/login", before, body, &answer);
    assert_int_equal(live_status(&answer), 303);
    snprintf(cookie, 200, "minsheng_session=%s", live_cookie(&answer, "minsheng_session"));
    live_get(l, "/", cookie, &home);
    assert_int_equal(live_status(&home), 200);
    snprintf(csrf, 64, "%s", live_csrf(&home));
}
