/* The web server: libmicrohttpd, epoll, a fixed pool of threads; each thread has its own reader
   connection and all share few writers. */
#pragma once
#include "web/request.h"

#define SERVER_THREADS_MIN 4
#define SERVER_THREADS_MAX 64
#define SERVER_CONNECTIONS_MAX 2000
#define SERVER_TIMEOUT_S 60
#define SERVER_HEADER_BYTES_MAX (64u * 1024)
#define SERVER_FORM_BYTES_MAX (2u * 1024 * 1024)
#define SERVER_WRITERS_MAX 4

/* The public site, to a visitor without a session, unless the operator says otherwise. */
#define SERVER_PAGES_A_MINUTE 300
#define SERVER_LOOKUPS_A_MINUTE 20
#define SERVER_POSTS_AN_HOUR 10

struct worker;

struct server_options {
    const char *listen; /* "127.0.0.1:8080", "[::1]:8080"; port 0: any free one */
    const char *db_url;
    int64_t county;
    const struct keyring *keys; /* lives longer than the server; may be NULL */
    struct worker *worker;      /* does the jobs that pages ask for; lives longer; NULL: another
                                   process does */
    unsigned threads;           /* 0: SERVER_THREADS_MIN */
    int64_t upload_bytes_max;   /* 0: 64 MB */
    const char *temp_dir;       /* NULL: TMPDIR or /tmp */
    const char *templates_dir;  /* NULL: those compiled in */
    const char *catalog_path;   /* the English .mo; NULL: where i18n looks; absent: the site speaks
                                   Chinese only */
    bool is_behind_tls;         /* cookies get Secure */
    /* What one address may ask of the public site without a session; 0: no limit. */
    unsigned pages_a_minute, lookups_a_minute, posts_an_hour;
    const char
        *trusted_proxies;      /* "127.0.0.1,::1": whose X-Forwarded-For is believed; NULL: nobody's
                                */
    bool keeps_public_pages;   /* in memory, until something is written (kept.h) */
    int64_t (*clock_us)(void); /* never goes back; NULL: the machine's */
    bool is_quiet;             /* no line per request */
    const struct site_map *map; /* &SITE_MAP */
};
/* REFUSED: SERVER_ADDRESS, TEMPLATE_*; FAILED: the port is taken, the database is not there. */
MUST_USE enum status server_start(const struct server_options *options, struct server **ret,
                                  struct error *e);
uint16_t server_port(const struct server *s);
void server_stop(struct server *s); /* waits for requests under way */
void server_cleanup(struct server **s);
