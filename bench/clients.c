/* Clients of a site, in turns over the addresses of a file: bench-clients PORT CLIENTS SECONDS
   PAUSE_MS|RATE/s TOKEN FILE. Each keeps its connection, asks for the next address and pauses
   before the one after it between nothing and twice PAUSE_MS. At a RATE, such as 1000/s, somebody
   comes so often, evenly, and takes a client that is free: his time runs from when he was due, so
   that a slow site cannot slow down who comes. TOKEN "-": a stranger, without a cookie. Prints one
   line: NAME, the median and the 99th percentile until the first byte came, the same until the last
   one, the answers. An answer that is not 200 ends it with 1. */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "bench/bench.h"

#define CLIENTS_MAX 64
#define PATHS_MAX 1024
#define PATH_BYTES 512
#define HEAD_BYTES_MAX 4096
#define SAMPLES_MAX (1u << 22)
#define PAUSE_SEED 20130601u

struct client {
    int fd;
    bool is_waiting; /* asked, not yet answered in full */
    int64_t begun_ns, first_ns, next_ns;
    size_t got, whole; /* bytes; whole 0 until the head is read */
    char head[HEAD_BYTES_MAX];
};
static struct client clients[CLIENTS_MAX];
static char paths[PATHS_MAX][PATH_BYTES];
static float first_ms[SAMPLES_MAX], last_ms[SAMPLES_MAX];
static size_t path_count, asked, answered;
static uint32_t drawn = PAUSE_SEED;
static int64_t pause_ns;
static int64_t every_ns, due_ns; /* at a rate: between two requests, when the next is due */
static const char *token;
static uint16_t port;

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void fail(const char *what)
{
    fprintf(stderr, "clients: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t draw_pause_ns(void)
{
    drawn = drawn * 1664525u + 1013904223u;
    return pause_ns == 0 ? 0 : (int64_t)((double)pause_ns * 2 * (drawn >> 8) / (1 << 24));
}

static void read_paths(const char *file)
{
    FILE *f = fopen(file, "r");
    if (f == NULL)
        fail(file);
    while (path_count < PATHS_MAX && fgets(paths[path_count], PATH_BYTES, f) != NULL) {
        paths[path_count][strcspn(paths[path_count], "\n")] = '\0';
        path_count += paths[path_count][0] != '\0';
    }
    fclose(f);
    if (path_count == 0)
        fail("no addresses");
}

static void knock(struct client *c, int poll)
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
    char text[PATH_BYTES + 512];
    bool is_stranger = strcmp(token, "-") == 0;
    int n = snprintf(text, sizeof(text),
                     "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n%s%s%s\r\n",
                     paths[asked++ % path_count],
                     is_stranger ? "" : "Cookie: minsheng_session=", is_stranger ? "" : token,
                     is_stranger ? "" : "\r\n");
    c->got = c->whole = 0;
    c->is_waiting = true;
    c->begun_ns = every_ns > 0 ? due_ns : now_ns();
    if (send(c->fd, text, (size_t)n, MSG_NOSIGNAL) != n)
        fail("send");
}

static void read_head(struct client *c)
{
    size_t n = c->got < HEAD_BYTES_MAX - 1 ? c->got : HEAD_BYTES_MAX - 1;
    c->head[n] = '\0';
    const char *end = strstr(c->head, "\r\n\r\n"), *length = strcasestr(c->head, "Content-Length:");
    if (end == NULL)
        return;
    if (strncmp(c->head, "HTTP/1.1 200", 12) != 0 || length == NULL || length > end) {
        fprintf(stderr, "clients: not a page: %s %s\n", paths[(asked - 1) % path_count], c->head);
        exit(1);
    }
    c->whole = (size_t)(end + 4 - c->head) + strtoul(length + 15, NULL, 10);
}

static void hear(struct client *c)
{
    static char rest[1u << 18];
    char *into = c->got < HEAD_BYTES_MAX - 1 ? c->head + c->got : rest;
    size_t space = c->got < HEAD_BYTES_MAX - 1 ? HEAD_BYTES_MAX - 1 - c->got : sizeof(rest);
    ssize_t n = recv(c->fd, into, space, 0);
    if (n <= 0 || !c->is_waiting)
        fail("hung up");
    int64_t now = now_ns();
    if (c->got == 0)
        c->first_ns = now;
    c->got += (size_t)n;
    if (c->whole == 0)
        read_head(c);
    if (c->whole == 0 || c->got < c->whole)
        return;
    if (answered < SAMPLES_MAX) {
        first_ms[answered] = (float)(c->first_ns - c->begun_ns) / 1e6f;
        last_ms[answered++] = (float)(now - c->begun_ns) / 1e6f;
    }
    c->is_waiting = false;
    c->next_ns = now + draw_pause_ns();
}

/* While nobody is free those who come wait: hear() wakes up, nothing else can be done. */
static int64_t ask_at_rate(size_t count, int64_t until)
{
    static size_t at;
    for (size_t tried = 0; due_ns <= now_ns(); at = (at + 1) % count) {
        if (clients[at].is_waiting) {
            if (++tried == count)
                return until;
            continue;
        }
        ask(&clients[at]);
        due_ns += every_ns;
        tried = 0;
    }
    return due_ns < until ? due_ns : until;
}

static int64_t ask_what_is_due(size_t count, int64_t until)
{
    int64_t next = until, now = now_ns();
    for (size_t i = 0; i < count; i++) {
        if (!clients[i].is_waiting && clients[i].next_ns <= now)
            ask(&clients[i]);
        if (!clients[i].is_waiting && clients[i].next_ns < next)
            next = clients[i].next_ns;
    }
    return next;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double percentile(float *of, unsigned percent)
{
    qsort(of, answered, sizeof(*of), by_size);
    return (double)of[(answered - 1) * percent / 100];
}

static void read_pace(const char *text)
{
    char *end;
    int64_t n = strtoll(text, &end, 10);
    if (strcmp(end, "/s") == 0 && n > 0)
        every_ns = 1000000000 / n;
    else
        pause_ns = n * 1000000;
}

int main(int argc, char **argv)
{
    struct epoll_event events[CLIENTS_MAX];
    if (argc != 7)
        return bench_usage("PORT CLIENTS SECONDS PAUSE_MS|RATE/s TOKEN FILE");
    size_t count = strtoul(argv[2], NULL, 10);
    port = (uint16_t)strtoul(argv[1], NULL, 10);
    read_pace(argv[4]);
    token = argv[5];
    read_paths(argv[6]);
    if (count == 0 || count > CLIENTS_MAX)
        return 2;
    int poll = epoll_create1(0);
    for (size_t i = 0; i < count; i++) {
        knock(&clients[i], poll);
        clients[i].next_ns = now_ns() + draw_pause_ns();
    }
    due_ns = now_ns();
    int64_t until = due_ns + strtoll(argv[3], NULL, 10) * 1000000000;
    while (now_ns() < until) {
        int64_t next = every_ns > 0 ? ask_at_rate(count, until) : ask_what_is_due(count, until);
        int64_t left = next - now_ns();
        struct timespec wait = {left / 1000000000, left > 0 ? left % 1000000000 : 0};
        int n =
            epoll_pwait2(poll, events, CLIENTS_MAX, left > 0 ? &wait : &(struct timespec){0}, NULL);
        for (int i = 0; i < n; i++)
            hear(events[i].data.ptr);
    }
    if (answered == 0)
        fail("no answers");
    printf("clients %.4f %.4f %.4f %.4f %zu\n", percentile(first_ms, 50), percentile(first_ms, 99),
           percentile(last_ms, 50), percentile(last_ms, 99), answered);
    return 0;
}
