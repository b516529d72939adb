#include "hospital/counter.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PREFIX "/api/v1"
#define REQUEST_BYTES_MAX (16u << 10)
#define ANSWER_BYTES_MAX (4u << 20)
#define CONNECT_PAUSE_MS 5
#define CONNECT_TRIES 4000 /* a server that was killed is back by then */

void counter_hang_up(struct counter *c)
{
    if (c->fd >= 0)
        close(c->fd);
    c->fd = -1;
}

static bool connect_once(struct counter *c)
{
    const struct sockaddr_in to = {.sin_family = AF_INET,
                                   .sin_port = htons(c->port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd < 0)
        return false;
    if (connect(c->fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        counter_hang_up(c);
        return false;
    }
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return true;
}

static bool is_connected(struct counter *c)
{
    for (int i = 0; c->fd < 0 && i < CONNECT_TRIES; i++)
        if (!connect_once(c))
            poll(NULL, 0, CONNECT_PAUSE_MS);
    return c->fd >= 0;
}

static bool send_all(const struct counter *c, const struct buf *b)
{
    size_t at = 0;
    while (at < b->n) {
        ssize_t n = send(c->fd, b->p + at, b->n - at, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

/* Head and body of one answer; 0 when the server is gone. */
static int answer_read(struct counter *c, struct buf *out)
{
    CLEANUP(buf_free) struct buf all = BUF_INIT(ANSWER_BYTES_MAX);
    size_t whole = 0, head = 0;
    char piece[4096];
    while (whole == 0 || all.n < whole) {
        ssize_t n = recv(c->fd, piece, sizeof piece, 0);
        if (n <= 0)
            return 0;
        buf_add(&all, piece, (size_t)n);
        const char *end = whole == 0 ? strstr(buf_text(&all), "\r\n\r\n") : NULL;
        const char *length = end ? strcasestr(buf_text(&all), "\r\ncontent-length:") : NULL;
        if (!length)
            continue;
        head = (size_t)(end + 4 - all.p);
        whole = head + strtoul(length + 17, NULL, 10);
    }
    buf_clear(out);
    buf_add(out, all.p + head, all.n - head);
    if (strcasestr(buf_text(&all), "\r\nconnection: close") != NULL)
        counter_hang_up(c);
    return (int)strtol(buf_text(&all) + strlen("HTTP/1.1 "), NULL, 10);
}

static int exchange(struct counter *c, const struct buf *request, enum counter_way way,
                    struct buf *out)
{
    int status = 0;
    if (!is_connected(c))
        return 0;
    const bool is_sent = send_all(c, request);
    if (is_sent && way == COUNTER_PLAIN)
        status = answer_read(c, out);
    if (status == 0)
        counter_hang_up(c);
    return status;
}

static int post(struct counter *c, const char *path, const char *body, const char *stamp,
                const char *signature, enum counter_way way, struct buf *out)
{
    CLEANUP(buf_free) struct buf request = BUF_INIT(REQUEST_BYTES_MAX);
    buf_addf(&request,
             "POST " PREFIX "%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n"
             "Content-Type: application/json\r\nContent-Length: %zu\r\n",
             path, c->token, strlen(body));
    if (stamp != NULL)
        buf_addf(&request, "X-Minsheng-Timestamp: %s\r\n", stamp);
    if (signature != NULL)
        buf_addf(&request, "X-Minsheng-Signature: %s\r\n", signature);
    buf_addf(&request, "\r\n%s", body);
    return exchange(c, &request, way, out);
}

int counter_post(struct counter *c, const char *path, const char *body, enum counter_way way,
                 struct buf *out)
{
    char target[200], stamp[24], signature[65];
    (void)snprintf(target, sizeof target, PREFIX "%s", path);
    (void)snprintf(stamp, sizeof stamp, "%" PRId64, (int64_t)time(NULL));
    hospital_sign(c->secret,
                  &(struct signed_request){.method = "POST",
                                           .path = target,
                                           .timestamp = stamp,
                                           .body = body,
                                           .body_bytes = strlen(body)},
                  signature);
    return post(c, path, body, stamp, signature, way, out);
}

int counter_post_as(struct counter *c, const char *path, const char *body, const char *stamp,
                    const char *signature, struct buf *out)
{
    return post(c, path, body, stamp, signature, COUNTER_PLAIN, out);
}

int counter_get(struct counter *c, const char *path, struct buf *out)
{
    CLEANUP(buf_free) struct buf request = BUF_INIT(REQUEST_BYTES_MAX);
    buf_addf(&request,
             "GET " PREFIX "%s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n\r\n",
             path, c->token);
    return exchange(c, &request, COUNTER_PLAIN, out);
}
