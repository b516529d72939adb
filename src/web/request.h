/* One request, as a page handler sees it: what was asked, by whom, and how to answer. */
#pragma once
#include "web/form.h"
#include "web/router.h"
#include "base/view.h"

struct server;
struct keyring;
struct MHD_Response;

#define REQUEST_ARENA_BYTES_MAX (48u * 1024 * 1024)
#define RESPONSE_BYTES_MAX (16u * 1024 * 1024)
#define RESPONSE_HEADERS_MAX 16
#define REQUEST_QUERY_BYTES_MAX 8192
#define API_PREFIX "/api/v1"
#define RESPONSE_ETAG_BYTES 40
#define HEADER_TIMESTAMP "X-Minsheng-Timestamp" /* of a request that is signed */
#define HEADER_SIGNATURE "X-Minsheng-Signature"

struct response {
    struct MHD_Response *body; /* NULL until answered */
    unsigned status;
    size_t byte_count;              /* of an answer that is_shared */
    char etag[RESPONSE_ETAG_BYTES]; /* the same; else "" */
    size_t header_count;
    struct {
        const char *name, *value;
    } header[RESPONSE_HEADERS_MAX];
};

struct request {
    struct server *server;
    struct arena *arena;
    int64_t county;
    const struct keyring *keys;
    struct db *db; /* this thread's reader: can not write */
    enum http_method method;
    const char *path; /* without /api/v1 */
    struct form query, form;
    struct route_match match;

    bool has_session;
    struct access_session session; /* user: name, title, role, scope */
    const char *token;             /* of the session cookie or the program; NULL without */
    const char *csrf;              /* what a form must carry; "" for a program */
    enum view_language language;
    const char *theme; /* "light", "dark", "" for the system's */
    bool wants_json, is_htmx;
    bool is_shared; /* no stranger's page differs from another's: nothing of his may be in it */
    bool is_api;    /* under /api/v1: a bearer token, no cookies, always JSON */

    struct view *page;  /* the page's data: fill it, then respond_page() */
    const char *notice; /* from the redirect before, "" when none */
    struct response response;
    struct db *writer; /* borrowed by request_writer */

    /* Of a route that is_signed: as it came, for site_map.signature; path with /api/v1, without the
       query. Texts "" when absent. */
    struct {
        const char *path, *timestamp, *signature;
        const void *body;
        size_t body_bytes;
    } signed_as;
    int64_t signer; /* who signed, set by site_map.signature; 0: nobody */
    struct {
        db_work work; /* NULL: nothing is to be committed */
        void *context;
        route_handler answer;
    } commit; /* request_commit */
};

/* ---- what was asked ---- all never NULL unless said */
const char *request_parameter(const struct request *r,
                              const char *name); /* of the pattern; asserts that it is there */
/* NONE (404) unless it is a positive number. */
MUST_USE enum status request_parameter_i64(const struct request *r, const char *name, int64_t *ret);
const char *request_query(const struct request *r, const char *name); /* "" when absent */
const char *request_field(const struct request *r, const char *name); /* "" when absent */
/* NONE when nothing was chosen. */
MUST_USE enum status request_file(const struct request *r, const char *name,
                                  const struct form_file **ret);
bool request_can(const struct request *r, enum permission permission);
/* Text of the interface in the language of the request; also of a message that is filled in
   already. NULL: NULL. */
const char *request_text(const struct request *r, const char *msgid);
/* A writer connection until the request ends. Asserts POST: a GET never writes. */
MUST_USE enum status request_writer(struct request *r, struct db **ret, struct error *e);

/* Hands a work over to be committed together with those of other requests (commit_group.h): it runs
   in another thread once the handler has returned OK without an answer; context stays untouched by
   the handler from then on. When it is on the disk, answer is called in this thread; when the work
   was refused or failed, its error is the answer. */
void request_commit(struct request *r, db_work work, void *context, route_handler answer);
/* What this thread keeps between requests beside its reader. NULL at first; given to free_kept when
   the thread ends. One user of it in the whole site: the hospitals' counter. */
MUST_USE enum status request_kept(struct request *r, void (*free_kept)(void *), void ***ret,
                                  struct error *e);
/* The same for the works of request_commit, called from within. */
void **request_commit_kept(struct request *r, void (*free_kept)(void *));

/* ---- answers ---- */
/* r->page as HTML through a template, or as JSON. title NULL: the route's. */
MUST_USE enum status respond_page(struct request *r, const char *template_name, const char *title,
                                  struct error *e);
/* Same with a status other than 200; error (may be NULL) appears as {{site.error}} and in the JSON.
 */
MUST_USE enum status respond_page_status(struct request *r, unsigned status,
                                         const char *template_name, const char *title,
                                         const struct error *error, struct error *e);
/* 303 to a path of this site; notice (may be NULL) is shown once on the next page. JSON: 200
 * {"location":…,"notice":…}. */
MUST_USE enum status respond_redirect(struct request *r, const char *notice, struct error *e,
                                      const char *path_format, ...) PRINTF_LIKE(4, 5);
/* Takes what buf holds (it is empty afterwards). file_name NULL: shown, not saved. */
MUST_USE enum status respond_bytes(struct request *r, const char *content_type,
                                   const char *file_name, struct buf *bytes, struct error *e);
/* Sends a file from the beginning and closes fd, whatever happens. */
MUST_USE enum status respond_fd(struct request *r, const char *content_type, const char *file_name,
                                int fd, struct error *e);
/* The error page, or its JSON. Never fails: at worst a line of plain text. */
void respond_error(struct request *r, unsigned status, const struct error *error);
/* Value is copied. Asserts at most RESPONSE_HEADERS_MAX. */
void response_header_add(struct request *r, const char *name, const char *value);
void response_cookie_add(struct request *r, const char *name, const char *value, int max_age_s);
void response_cookie_add_readable(struct request *r, const char *name, const char *value,
                                  int max_age_s);

#define COOKIE_SESSION "minsheng_session"
#define COOKIE_LOGIN "minsheng_login" /* csrf of those who have no session yet */
#define COOKIE_NOTICE "minsheng_notice"
#define COOKIE_LANGUAGE "minsheng_lang"
#define COOKIE_THEME "minsheng_theme"
