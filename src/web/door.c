/* The door: one thread accepts, and gives each connection to the thread that has the fewest. The
   library's own pool lets whoever wakes first accept, so that sixteen browsers end up at two of
   four threads and wait for each other (docs/decisions/0070). */
#include "base/i18n.h"
#include "base/log.h"
#include "web/server_internal.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define DOOR_BACKLOG 1024
#define DOOR_PAUSE_MS 50 /* all places taken, or no file descriptor left */

static struct worker_thread *least_busy(struct server *s)
{
    struct worker_thread *least = &s->threads[0];
    for (unsigned i = 1; i < s->options.threads; i++)
        if (atomic_load(&s->threads[i].connections) < atomic_load(&least->connections))
            least = &s->threads[i];
    return least;
}

void door_connection_noted(void *context, struct MHD_Connection *connection, void **unused,
                           enum MHD_ConnectionNotificationCode what)
{
    (void)connection;
    (void)unused;
    struct worker_thread *t = context;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED)
        atomic_fetch_sub(&t->connections, 1);
}

static void pause_door(struct server *s)
{
    struct pollfd stopped = {.fd = s->door_stop, .events = POLLIN};
    poll(&stopped, 1, DOOR_PAUSE_MS);
}

/* Counted here and not when the thread takes it up: many may come at once. */
static void let_in(struct server *s)
{
    struct sockaddr_storage address;
    socklen_t address_bytes = sizeof(address);
    struct worker_thread *t = least_busy(s);
    if (atomic_load(&t->connections) >= server_connections_max(s)) {
        pause_door(s);
        return;
    }
    int fd =
        accept4(s->door, (struct sockaddr *)&address, &address_bytes, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            log_event(LOG_WARNING, "door", "%s", strerrordesc_np(errno));
            pause_door(s);
        }
        return;
    }
    atomic_fetch_add(&t->connections, 1);
    if (MHD_add_connection(t->daemon, fd, (struct sockaddr *)&address, address_bytes) != MHD_YES)
        atomic_fetch_sub(&t->connections, 1); /* closed by the library */
}

static void *door_keep(void *context)
{
    struct server *s = context;
    struct pollfd seen[] = {{.fd = s->door, .events = POLLIN},
                            {.fd = s->door_stop, .events = POLLIN}};
    while ((seen[1].revents & POLLIN) == 0) {
        if (poll(seen, 2, -1) < 0 && errno != EINTR)
            break;
        if ((seen[0].revents & POLLIN) != 0)
            let_in(s);
    }
    return NULL;
}

static enum status door_failed(const struct server *s, struct error *e)
{
    return error_set(e, STATUS_FAILED, "SERVER_START",
                     _("无法在 %s 上提供服务：%s。可能端口已被占用，请用 --listen 换一个"),
                     s->options.listen, strerrordesc_np(errno));
}

enum status door_open(struct server *s, const struct addrinfo *address, struct error *e)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } bound = {0};
    socklen_t bound_bytes = sizeof(bound);
    int yes = 1;
    s->door = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    s->door_stop = eventfd(0, EFD_CLOEXEC);
    if (s->door < 0 || s->door_stop < 0)
        return door_failed(s, e);
    /* A port that was left a moment ago may be taken again; two servers on one may not. */
    setsockopt(s->door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (address->ai_family == AF_INET6)
        setsockopt(s->door, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes));
    if (bind(s->door, address->ai_addr, address->ai_addrlen) != 0 ||
        listen(s->door, DOOR_BACKLOG) != 0 || getsockname(s->door, &bound.any, &bound_bytes) != 0)
        return door_failed(s, e);
    s->port = ntohs(bound.any.sa_family == AF_INET6 ? bound.v6.sin6_port : bound.v4.sin_port);
    errno = pthread_create(&s->door_thread, NULL, door_keep, s);
    if (errno != 0)
        return door_failed(s, e);
    s->is_door_kept = true;
    return STATUS_OK;
}

void door_close(struct server *s)
{
    if (s->is_door_kept) {
        const uint64_t one = 1;
        while (write(s->door_stop, &one, sizeof(one)) < 0 && errno == EINTR)
            continue;
        pthread_join(s->door_thread, NULL);
        s->is_door_kept = false;
    }
    if (s->door >= 0)
        close(s->door);
    if (s->door_stop >= 0)
        close(s->door_stop);
    s->door = s->door_stop = -1;
}
