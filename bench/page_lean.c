/* The limit of a list page: epoll, one SQLite statement, 50 rows and the same number of bytes,
   nothing else: bench-page-lean DB PORT BYTES. Stops on SIGTERM. */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench/bench.h"
#include "bench/lean.h"

#define PAGE_BYTES_MAX (1u << 20)
#define REQUEST_BYTES_MAX 8192
#define CONNECTIONS_MAX 4096

struct connection {
    size_t n;
    char request[REQUEST_BYTES_MAX];
};
static struct connection connections[CONNECTIONS_MAX];
static char page[PAGE_BYTES_MAX + 256];
static size_t page_bytes;
static sqlite3_stmt *rows;

static const char rows_sql[] =
    "SELECT e.household, p.name, p.id_tail, e.status, e.mgmt_class, e.income_year_fen, d.name "
    "FROM entitlement AS e CROSS JOIN person AS p LEFT JOIN division AS d ON d.county = e.county "
    "AND d.code = e.division AND d.valid_from <= 201301 AND d.valid_to >= 201301 "
    "WHERE e.county = 341823 AND e.programme = 1 AND e.household > 0 AND e.known_to = 2147483647 "
    "AND e.from_month <= 201301 AND e.to_month >= 201301 "
    "AND p.county = e.county AND p.id = e.head ORDER BY e.household LIMIT 50";

/* Head and body; the body is filled up with spaces to the bytes asked for. */
static size_t make_page(void)
{
    size_t head = (size_t)snprintf(page, sizeof(page),
                                   "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                                   "Content-Length: %zu\r\n\r\n",
                                   page_bytes);
    size_t n = head;
    while (sqlite3_step(rows) == SQLITE_ROW && n + 512 < PAGE_BYTES_MAX) {
        int64_t fen = sqlite3_column_int64(rows, 5);
        n += (size_t)snprintf(
            page + n, 512,
            "<tr><td><a href=\"/households/%" PRId64 "\">%s</a><td>%s<td>%s<td>%d<td>%d<td>%" PRId64
            ".%02d</tr>\n",
            (int64_t)sqlite3_column_int64(rows, 0), (const char *)sqlite3_column_text(rows, 1),
            (const char *)sqlite3_column_text(rows, 2), (const char *)sqlite3_column_text(rows, 6),
            sqlite3_column_int(rows, 3), sqlite3_column_int(rows, 4), fen / 100, (int)(fen % 100));
    }
    sqlite3_reset(rows);
    if (n < head + page_bytes)
        memset(page + n, ' ', head + page_bytes - n);
    return head + page_bytes;
}

static void answer(int fd)
{
    size_t n = make_page(), done = 0;
    while (done < n) {
        ssize_t sent = send(fd, page + done, n - done, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            return;
        if (sent > 0)
            done += (size_t)sent;
    }
}

static void serve(int fd)
{
    struct connection *c = &connections[fd];
    ssize_t got = recv(fd, c->request + c->n, REQUEST_BYTES_MAX - 1 - c->n, 0);
    if (got <= 0) {
        if (got == 0 || (errno != EAGAIN && errno != EINTR))
            close(fd);
        return;
    }
    c->n += (size_t)got;
    c->request[c->n] = '\0';
    char *end = strstr(c->request, "\r\n\r\n");
    if (end == NULL)
        return;
    c->n = 0;
    answer(fd);
}

static int listen_on(int port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)port),
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
    if (bind(fd, (struct sockaddr *)&a, sizeof(a)) != 0 || listen(fd, 1024) != 0) {
        perror("bind");
        exit(1);
    }
    return fd;
}

static void stop(int signal_number)
{
    (void)signal_number;
    _exit(0);
}

int main(int argc, char **argv)
{
    struct epoll_event events[64];
    if (argc != 4)
        return bench_usage("DB PORT BYTES");
    signal(SIGTERM, stop);
    page_bytes = (size_t)strtoul(argv[3], NULL, 10);
    if (page_bytes > PAGE_BYTES_MAX)
        return 2;
    sqlite3 *db = lean_open(argv[1]);
    rows = lean_prepare(db, rows_sql);
    int poll = epoll_create1(0), door = listen_on((int)strtol(argv[2], NULL, 10));
    epoll_ctl(poll, EPOLL_CTL_ADD, door, &(struct epoll_event){EPOLLIN, {.fd = door}});
    for (;;) {
        int n = epoll_wait(poll, events, 64, -1);
        for (int i = 0; i < n; i++) {
            if (events[i].data.fd != door) {
                serve(events[i].data.fd);
                continue;
            }
            int fd = accept4(door, NULL, NULL, SOCK_NONBLOCK), one = 1;
            if (fd < 0 || fd >= CONNECTIONS_MAX)
                continue;
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
            connections[fd].n = 0;
            epoll_ctl(poll, EPOLL_CTL_ADD, fd, &(struct epoll_event){EPOLLIN, {.fd = fd}});
        }
    }
}
