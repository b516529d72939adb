/* Shared by the files of the server only. */
#pragma once
#include "base/catalog.h"
#include "base/mustache.h"
#include "web/commit_group.h"
#include "web/server.h"

#include <microhttpd.h>
#include <netdb.h>
#include <pthread.h>
#include <stdatomic.h>

/* A thread that answers, with its own daemon of the library and no door. */
struct worker_thread {
    struct MHD_Daemon *daemon;
    atomic_uint connections; /* given to it and not yet closed */
};

struct kept;
struct quota;

struct server {
    struct server_options options;
    struct arena *arena; /* copies of the options' texts */
    struct worker_thread threads[SERVER_THREADS_MAX];
    pthread_t door_thread;
    bool is_door_kept;
    int door, door_stop; /* listens; wakes the door's thread for the last time. -1: none */
    uint16_t port;
    struct mustache *templates[2]; /* by enum view_language */
    struct catalog *english;       /* NULL: Chinese only */
    pthread_key_t things_key;      /* struct thread_things */
    bool has_things_key;
    pthread_mutex_t login_lock; /* one password is hashed at a time: 64 MB each */
    struct db *login_db;        /* under login_lock: hashing must not keep a writer from others */
    pthread_mutex_t writer_lock;
    pthread_cond_t writer_freed;
    struct db *writers[SERVER_WRITERS_MAX]; /* idle ones */
    size_t writers_idle, writers_open, writers_max;
    uint64_t writer_tickets, writer_turn; /* first come, first served */
    struct commit_group *commits;
    struct quota *quota;
    struct kept *kept; /* NULL: every page is made anew */
};

/* Of one thread, between requests. */
struct thread_things {
    struct db *reader; /* NULL: to be opened */
    void *kept;
    void (*free_kept)(void *);
};

/* door.c: who listens, and which thread a connection is given to. */
MUST_USE enum status door_open(struct server *s, const struct addrinfo *address, struct error *e);
void door_close(struct server *s); /* nobody new comes in */
/* context: the worker_thread. */
void door_connection_noted(void *context, struct MHD_Connection *connection, void **unused,
                           enum MHD_ConnectionNotificationCode what);
unsigned server_connections_max(const struct server *s); /* of one thread */

/* connections.c */
MUST_USE enum status connections_start(struct server *s, struct error *e);
void connections_stop(struct server *s);
MUST_USE enum status connection_reader(struct server *s, struct db **ret, struct error *e);
MUST_USE enum status connection_things(struct server *s, struct thread_things **ret,
                                       struct error *e);
/* After a failure of the database: the next request of this thread opens a new one. */
void connection_reader_drop(struct server *s);
MUST_USE enum status connection_writer_take(struct server *s, struct db **ret, struct error *e);
void connection_writer_give(struct server *s, struct db *db, bool is_broken);

/* Of login_lock's holder. */
MUST_USE enum status connection_login(struct server *s, struct db **ret, struct error *e);
void connection_login_drop(struct server *s);

/* head.c: what libmicrohttpd lets through and a server must not (RFC 9112 §6, §11.2). */
struct head_field {
    const char *name, *value;
    size_t name_bytes, value_bytes;
    bool is_folded; /* continued on a second line, which libmicrohttpd 0.9.75 glues to the name */
};
#define HEAD_FIELDS_MAX 100
/* REFUSED (HEAD_FORM): the connection must be closed after the answer. ret_body_bytes: -1 when
 * chunked. */
MUST_USE enum status head_check(const struct head_field *fields, size_t count, const char *target,
                                int64_t *ret_body_bytes, struct error *e);

/* site.c: what every page shows around its own data, as {{site.…}}. NULL when the arena is
 * exhausted. */
struct view *site_view(const struct request *r, const char *title, const struct error *error);

/* api.c: the same routes for programs (docs/api.md). */
/* True when the path stands under the prefix, which is then cut off. */
bool api_path_cut(const char **path);
/* The token of an Authorization field; "" when it has none. Points into the field. */
const char *api_bearer_token(const char *authorization);
/* A body of application/json as fields: {"a":{"b":1}} is "a.b", {"a":[{"b":1}]} is "a.1.b",
   {"a":[1,2]} gives "a" twice; true is "1", false and null are left out. REFUSED (FORM_JSON)
   otherwise; numbers with a fraction too: amounts are texts. */
MUST_USE enum status api_form_read(struct form *f, const char *p, size_t n, struct error *e);

/* commit.c: works that are committed together. */
MUST_USE enum status commits_start(struct server *s, struct error *e);
void commits_close(struct server *s); /* before the threads stop: nobody may be left waiting */

/* dispatch.c */
struct exchange; /* one request on its connection */
void security_headers_add(struct MHD_Response *body);
void *exchange_begin(void *context, const char *target, struct MHD_Connection *connection);
enum MHD_Result exchange_access(void *context, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *upload,
                                size_t *upload_bytes, void **exchange);
void exchange_end(void *context, struct MHD_Connection *connection, void **exchange,
                  enum MHD_RequestTerminationCode how);

/* templates.c */
MUST_USE enum status templates_load(const struct server_options *options,
                                    const struct catalog *catalog, struct mustache **ret,
                                    struct error *e);
/* assets.c: true when the path was one of ours, answered. */
bool asset_respond(struct MHD_Connection *connection, const char *path, const char *query);
#define ASSET_ADDRESS_BYTES 160
/* "/assets/app.css?v=…" in out; NULL when there is no such file. */
const char *asset_address(const char *name, char out[ASSET_ADDRESS_BYTES]);
