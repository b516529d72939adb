#include "web/kept.h"
#include "base/hash.h"
#include "base/month.h"
#include "domain/registry/change.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAYS 4
#define SETS (KEPT_PAGES_MAX / WAYS)

struct version {
    int64_t change;
    int32_t day;
};
struct page {
    char *key; /* NULL: empty place */
    char etag[RESPONSE_ETAG_BYTES];
    struct MHD_Response *whole, *unmodified;
    uint64_t age;
};
struct kept {
    pthread_mutex_t lock;
    struct page page[SETS][WAYS];
    struct version version;
    int64_t checked_us;
    bool is_checked;
    atomic_bool is_stale;
    uint64_t ages;
};

static int64_t clock_us(const struct server *s)
{
    return s->options.clock_us();
}

enum status kept_new(struct kept **ret, struct error *e)
{
    struct kept *k = calloc(1, sizeof(*k));
    if (k == NULL)
        return arena_exhausted(e);
    pthread_mutex_init(&k->lock, NULL);
    *ret = k;
    return STATUS_OK;
}

static void page_drop(struct page *p)
{
    if (p->key == NULL)
        return;
    free(p->key);
    MHD_destroy_response(p->whole);
    MHD_destroy_response(p->unmodified);
    *p = (struct page){0};
}

static void pages_drop(struct kept *k)
{
    for (size_t s = 0; s < SETS; s++)
        for (size_t i = 0; i < WAYS; i++)
            page_drop(&k->page[s][i]);
}

void kept_free(struct kept *k)
{
    if (k == NULL)
        return;
    pages_drop(k);
    pthread_mutex_destroy(&k->lock);
    free(k);
}

void kept_wrote(struct kept *k)
{
    if (k != NULL)
        atomic_store(&k->is_stale, true);
}

/* ---- what may be kept ---- */

static bool is_input(const struct route *route, const char *name)
{
    for (const struct route_input *i = route->inputs; i != NULL && i->name != NULL; i++)
        if (strcmp(i->name, name) == 0)
            return true;
    return strcmp(name, "format") == 0;
}

/* Anything else in an address could only fill the memory. */
static bool query_is_known(const struct exchange *x)
{
    for (const struct form_field *f = x->r.query.first; f != NULL; f = f->next)
        if (!is_input(x->r.match.route, f->name))
            return false;
    return strlen(x->target) < KEPT_KEY_BYTES_MAX - 16;
}

static bool has_something_of_his(struct exchange *x, struct MHD_Connection *connection)
{
    const char *cookies = exchange_header(connection, MHD_HTTP_HEADER_COOKIE);
    return strstr(cookies, COOKIE_SESSION) != NULL || x->r.notice[0] != '\0' || x->r.is_htmx ||
           exchange_header(connection, MHD_HTTP_HEADER_AUTHORIZATION)[0] != '\0';
}

bool kept_is_shared(struct exchange *x, struct MHD_Connection *connection)
{
    struct request *r = &x->r;
    if (r->server->kept == NULL || r->method != HTTP_GET || !path_is_public(r->path) ||
        has_something_of_his(x, connection))
        return false;
    return (r->is_api ? route_find_program : route_find)(r->server->options.map, r->method, r->path,
                                                         r->arena, &r->match) == ROUTE_FOUND &&
           r->match.route->is_kept && query_is_known(x);
}

/* ---- keeping ---- */

static const char *key_of(const struct exchange *x, char out[KEPT_KEY_BYTES_MAX])
{
    (void)snprintf(out, KEPT_KEY_BYTES_MAX, "%c%c%.1s %s", x->r.wants_json ? 'j' : 'h',
                   x->r.language == VIEW_ENGLISH ? 'e' : 'z',
                   x->r.theme[0] == '\0' ? "-" : x->r.theme, x->target);
    return out;
}

static struct page *set_of(struct kept *k, const char *key)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (const char *p = key; *p != '\0'; p++)
        h = (h ^ (uint8_t)*p) * UINT64_C(0x100000001b3);
    return k->page[(h ^ (h >> 31)) % SETS];
}

/* One thread looks, once in a while; the others go on with what is there. False: unknown. */
static bool version_read(struct exchange *x, struct version *ret)
{
    struct kept *k = x->r.server->kept;
    int64_t now = clock_us(x->r.server), change = 0;
    char head[HASH_HEX_BYTES];
    struct error e = {0};
    pthread_mutex_lock(&k->lock);
    bool is_due = atomic_exchange(&k->is_stale, false) || !k->is_checked ||
                  now - k->checked_us >= KEPT_CHECK_US;
    if (is_due)
        k->checked_us = now;
    *ret = k->version;
    pthread_mutex_unlock(&k->lock);
    if (!is_due)
        return true;
    enum status s = connection_reader(x->r.server, &x->r.db, &e);
    if (s == STATUS_OK)
        s = change_head(x->r.db, x->r.county, &change, head, &e);
    if (s != STATUS_OK && s != STATUS_NONE) {
        kept_wrote(k);
        return false;
    }
    *ret = (struct version){.change = change, .day = date_today().v};
    pthread_mutex_lock(&k->lock);
    if (!k->is_checked || k->version.change != ret->change || k->version.day != ret->day)
        pages_drop(k);
    k->version = *ret;
    k->is_checked = true;
    pthread_mutex_unlock(&k->lock);
    return true;
}

bool kept_answer(struct exchange *x, struct MHD_Connection *connection, enum MHD_Result *ret)
{
    struct kept *k = x->r.server->kept;
    struct version version;
    char key[KEPT_KEY_BYTES_MAX];
    bool is_found = false;
    if (!version_read(x, &version))
        return false;
    x->kept_change = version.change;
    x->kept_day = version.day;
    const char *has = exchange_header(connection, MHD_HTTP_HEADER_IF_NONE_MATCH);
    pthread_mutex_lock(&k->lock);
    struct page *set = set_of(k, key_of(x, key));
    for (size_t i = 0; i < WAYS && !is_found; i++) {
        if (set[i].key == NULL || strcmp(set[i].key, key) != 0)
            continue;
        is_found = true;
        bool is_same = has[0] != '\0' && strstr(has, set[i].etag) != NULL;
        x->r.response.status = is_same ? MHD_HTTP_NOT_MODIFIED : MHD_HTTP_OK;
        *ret = MHD_queue_response(connection, x->r.response.status,
                                  is_same ? set[i].unmodified : set[i].whole);
    }
    pthread_mutex_unlock(&k->lock);
    return is_found;
}

static struct MHD_Response *unmodified_make(const struct request *r)
{
    static char nothing[] = "";
    struct MHD_Response *ret = MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT);
    if (ret == NULL)
        return NULL;
    MHD_add_response_header(ret, MHD_HTTP_HEADER_ETAG, r->response.etag);
    MHD_add_response_header(ret, MHD_HTTP_HEADER_CACHE_CONTROL, KEPT_AGE);
    MHD_add_response_header(ret, MHD_HTTP_HEADER_VARY,
                            r->is_api ? "Authorization" : "Accept, Cookie");
    return ret;
}

void kept_put(struct exchange *x)
{
    struct request *r = &x->r;
    struct kept *k = r->server->kept;
    char key[KEPT_KEY_BYTES_MAX];
    if (r->response.etag[0] == '\0' || r->response.status != MHD_HTTP_OK ||
        r->response.byte_count > KEPT_PAGE_BYTES_MAX)
        return;
    struct page new = {.key = strdup(key_of(x, key)), .unmodified = unmodified_make(r)};
    if (new.key == NULL || new.unmodified == NULL) {
        free(new.key);
        if (new.unmodified != NULL)
            MHD_destroy_response(new.unmodified);
        return;
    }
    new.whole = r->response.body;
    r->response.body = NULL;
    memcpy(new.etag, r->response.etag, sizeof(new.etag));
    pthread_mutex_lock(&k->lock);
    struct page *set = set_of(k, key), *place = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key != NULL && strcmp(set[i].key, key) == 0) {
            place = &set[i];
            break;
        }
        if (set[i].age < place->age)
            place = &set[i];
    }
    new.age = ++k->ages;
    /* Made from what has been written over meanwhile: goes to this one visitor only. */
    if (k->version.change == x->kept_change && k->version.day == x->kept_day) {
        page_drop(place);
        *place = new;
    } else {
        page_drop(&new);
    }
    pthread_mutex_unlock(&k->lock);
}
