#include "base/i18n.h"
#include "base/log.h"
#include "web/kept.h"
#include "web/quota.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define UPLOAD_BYTES_MAX_DEFAULT (INT64_C(64) << 20)
#define OPTIONS_ARENA_BYTES (64u * 1024)
#define ADDRESS_BYTES_MAX 128

/* Escapes are ours to judge: the address is taken as it came (dispatch.c). */
static size_t keep_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

static void log_from_library(void *context, const char *format, va_list arguments)
{
    (void)context;
    char text[512];
    vsnprintf(text, sizeof(text), format, arguments);
    log_event(LOG_DEBUG, "microhttpd", "%s", text);
}

static enum status address_bad(const char *listen, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "SERVER_ADDRESS",
                     _("监听地址“%s”不正确，应写作 地址:端口，例如 127.0.0.1:8080"), listen);
}

static enum status address_parse(const char *listen, struct addrinfo **ret, struct error *e)
{
    char host[ADDRESS_BYTES_MAX];
    const char *colon = strrchr(listen, ':');
    if (colon == NULL || colon == listen || strlen(listen) >= sizeof(host))
        return address_bad(listen, e);
    size_t n = (size_t)(colon - listen);
    bool is_bracketed = listen[0] == '[' && n > 2 && listen[n - 1] == ']';
    memcpy(host, listen + (is_bracketed ? 1 : 0), n - (is_bracketed ? 2 : 0));
    host[n - (is_bracketed ? 2 : 0)] = '\0';
    struct addrinfo hints = {.ai_flags = AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM};
    if (getaddrinfo(host, colon + 1, &hints, ret) != 0)
        return address_bad(listen, e);
    return STATUS_OK;
}

unsigned server_connections_max(const struct server *s)
{
    return SERVER_CONNECTIONS_MAX / s->options.threads;
}

static enum status thread_start(struct server *s, struct worker_thread *t, struct error *e)
{
    const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG | MHD_USE_ITC |
                           MHD_USE_NO_LISTEN_SOCKET | MHD_ALLOW_SUSPEND_RESUME;
    t->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, exchange_access, s,
        /* first, so that it hears of everything */
        MHD_OPTION_EXTERNAL_LOGGER, log_from_library, NULL, MHD_OPTION_CONNECTION_LIMIT,
        server_connections_max(s), MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SERVER_TIMEOUT_S,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVER_HEADER_BYTES_MAX,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, exchange_begin, s,
        MHD_OPTION_NOTIFY_COMPLETED, exchange_end, s, MHD_OPTION_NOTIFY_CONNECTION,
        door_connection_noted, t, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_END);
    if (t->daemon == NULL)
        return error_set(e, STATUS_FAILED, "SERVER_START", _("无法启动：系统资源不足"));
    return STATUS_OK;
}

static enum status daemon_start(struct server *s, const struct addrinfo *address, struct error *e)
{
    for (unsigned i = 0; i < s->options.threads; i++)
        TRY(thread_start(s, &s->threads[i], e));
    return door_open(s, address, e);
}

static int64_t machine_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static enum status public_start(struct server *s, struct error *e)
{
    const unsigned most[QUOTA_KINDS] = {[QUOTA_PAGES] = s->options.pages_a_minute,
                                        [QUOTA_LOOKUPS] = s->options.lookups_a_minute,
                                        [QUOTA_POSTS] = s->options.posts_an_hour};
    if (s->options.clock_us == NULL)
        s->options.clock_us = machine_us;
    TRY(quota_new(most, s->options.trusted_proxies, &s->quota, e));
    s->options.trusted_proxies = NULL; /* the caller's; read */
    return s->options.keeps_public_pages ? kept_new(&s->kept, e) : STATUS_OK;
}

static const char *keep(struct server *s, const char *text, const char *otherwise)
{
    return arena_strdup(s->arena, text == NULL ? otherwise : text);
}

static enum status options_keep(struct server *s, const struct server_options *options,
                                struct error *e)
{
    s->arena = arena_new(OPTIONS_ARENA_BYTES);
    if (s->arena == NULL)
        return arena_exhausted(e);
    s->options = *options;
    const char *temp_dir = getenv("TMPDIR");
    s->options.listen = keep(s, options->listen, "127.0.0.1:8080");
    s->options.db_url = keep(s, options->db_url, "");
    s->options.temp_dir = keep(s, options->temp_dir, temp_dir == NULL ? "/tmp" : temp_dir);
    s->options.templates_dir = keep(s, options->templates_dir, NULL);
    s->options.catalog_path = keep(s, options->catalog_path, NULL);
    if (s->options.listen == NULL || s->options.db_url == NULL || s->options.temp_dir == NULL)
        return arena_exhausted(e);
    if (s->options.threads < SERVER_THREADS_MIN)
        s->options.threads = SERVER_THREADS_MIN;
    if (s->options.threads > SERVER_THREADS_MAX)
        s->options.threads = SERVER_THREADS_MAX;
    if (s->options.upload_bytes_max <= 0)
        s->options.upload_bytes_max = UPLOAD_BYTES_MAX_DEFAULT;
    return STATUS_OK;
}

/* Where gettext was told to look (i18n_init), the process's own language being another matter. */
static const char *catalog_default(struct server *s)
{
    const char *folder = bindtextdomain("minsheng", NULL);
    return folder == NULL ? NULL : arena_printf(s->arena, "%s/en/LC_MESSAGES/minsheng.mo", folder);
}

static enum status languages_load(struct server *s, struct error *e)
{
    if (s->options.catalog_path == NULL)
        s->options.catalog_path = catalog_default(s);
    if (s->options.catalog_path != NULL) {
        enum status found = catalog_open(s->options.catalog_path, &s->english, e);
        if (found != STATUS_OK && found != STATUS_NONE)
            return found;
    }
    TRY(templates_load(&s->options, NULL, &s->templates[VIEW_CHINESE], e));
    return templates_load(&s->options, s->english, &s->templates[VIEW_ENGLISH], e);
}

/* What ended while no server ran. Not vital: an ended session opens nothing. */
static void sessions_sweep(struct server *s)
{
    struct db *db = NULL;
    struct error e = {0};
    enum status status = connection_writer_take(s, &db, &e);
    if (status == STATUS_OK) {
        status = access_session_sweep(db, s->options.county, (int64_t)time(NULL), &e);
        connection_writer_give(s, db, status == STATUS_FAILED);
    }
    if (status != STATUS_OK)
        log_event(LOG_WARNING, "session_sweep", "%s %s", e.code, e.message);
}

enum status server_start(const struct server_options *options, struct server **ret, struct error *e)
{
    CLEANUP(server_cleanup) struct server *s = calloc(1, sizeof(*s));
    if (s == NULL)
        return arena_exhausted(e);
    s->door = s->door_stop = -1;
    TRY(options_keep(s, options, e));
    TRY(public_start(s, e));
    TRY(languages_load(s, e));
    struct addrinfo *address = NULL;
    TRY(address_parse(s->options.listen, &address, e));
    enum status started = connections_start(s, e);
    if (started == STATUS_OK) {
        sessions_sweep(s);
        started = commits_start(s, e);
    }
    if (started == STATUS_OK)
        started = daemon_start(s, address, e);
    freeaddrinfo(address);
    TRY(started);
    *ret = s;
    s = NULL;
    return STATUS_OK;
}

uint16_t server_port(const struct server *s)
{
    return s->port;
}

void server_stop(struct server *s)
{
    if (s == NULL)
        return;
    door_close(s);
    commits_close(s);
    for (unsigned i = 0; i < SERVER_THREADS_MAX; i++)
        if (s->threads[i].daemon != NULL)
            MHD_stop_daemon(s->threads[i].daemon);
    commit_group_free(s->commits);
    connections_stop(s);
    kept_free(s->kept);
    quota_free(s->quota);
    mustache_free(s->templates[VIEW_CHINESE]);
    mustache_free(s->templates[VIEW_ENGLISH]);
    catalog_free(s->english);
    arena_free(s->arena);
    free(s);
}

void server_cleanup(struct server **s)
{
    server_stop(*s);
}
