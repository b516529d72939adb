#include "web/quota.h"
#include "base/arena.h"
#include "base/i18n.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define WAYS 8
#define SETS (QUOTA_ADDRESSES_MAX / WAYS)
#define ADDRESS_TEXT_MAX 64

static const int64_t PERIOD_US[QUOTA_KINDS] = {
    [QUOTA_PAGES] = INT64_C(60) * 1000000,
    [QUOTA_LOOKUPS] = INT64_C(60) * 1000000,
    [QUOTA_POSTS] = INT64_C(3600) * 1000000,
};

/* full_us: when nothing that this address asked would count any more. */
struct bucket {
    struct quota_address who;
    int64_t full_us; /* 0: empty place */
};
struct quota {
    pthread_mutex_t lock;
    unsigned most[QUOTA_KINDS];
    struct quota_address proxies[QUOTA_PROXIES_MAX];
    size_t proxy_count;
    struct bucket bucket[QUOTA_KINDS][SETS][WAYS];
};

static struct quota_address address_v4(const void *four)
{
    struct quota_address ret = {.byte = {[10] = 0xff, [11] = 0xff}};
    memcpy(ret.byte + 12, four, 4);
    return ret;
}

static struct quota_address address_v6(const void *sixteen)
{
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
    struct quota_address ret = {.byte = {0}};
    if (memcmp(sixteen, mapped, sizeof(mapped)) == 0)
        return address_v4((const uint8_t *)sixteen + sizeof(mapped));
    memcpy(ret.byte, sixteen, 8); /* a house has a whole /64 */
    return ret;
}

/* n bytes of text; blanks around it are allowed. */
static bool address_parse(const char *text, size_t n, struct quota_address *ret)
{
    char copy[ADDRESS_TEXT_MAX];
    struct in6_addr v6;
    struct in_addr v4;
    while (n > 0 && (*text == ' ' || *text == '\t'))
        text++, n--;
    while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    if (n == 0 || n >= sizeof(copy))
        return false;
    memcpy(copy, text, n);
    copy[n] = '\0';
    if (inet_pton(AF_INET, copy, &v4) == 1)
        *ret = address_v4(&v4);
    else if (inet_pton(AF_INET6, copy, &v6) == 1)
        *ret = address_v6(&v6);
    else
        return false;
    return true;
}

static bool address_equals(const struct quota_address *a, const struct quota_address *b)
{
    return memcmp(a->byte, b->byte, sizeof(a->byte)) == 0;
}

static bool is_proxy(const struct quota *q, const struct quota_address *a)
{
    for (size_t i = 0; i < q->proxy_count; i++)
        if (address_equals(&q->proxies[i], a))
            return true;
    return false;
}

static enum status proxies_read(struct quota *q, const char *list, struct error *e)
{
    while (list != NULL && *list != '\0') {
        size_t n = strcspn(list, ",");
        if (q->proxy_count == QUOTA_PROXIES_MAX ||
            !address_parse(list, n, &q->proxies[q->proxy_count]))
            return error_set(e, STATUS_REFUSED, "QUOTA_PROXY",
                             _("代理地址“%s”不正确：应是 IP 地址，用逗号隔开，最多 %d 个"), list,
                             QUOTA_PROXIES_MAX);
        q->proxy_count++;
        list += n;
        list += *list == ',';
    }
    return STATUS_OK;
}

enum status quota_new(const unsigned most[QUOTA_KINDS], const char *proxies, struct quota **ret,
                      struct error *e)
{
    struct quota *q = calloc(1, sizeof(*q));
    if (q == NULL)
        return arena_exhausted(e);
    pthread_mutex_init(&q->lock, NULL);
    memcpy(q->most, most, sizeof(q->most));
    enum status s = proxies_read(q, proxies, e);
    if (s == STATUS_OK)
        *ret = q;
    else
        quota_free(q);
    return s;
}

void quota_free(struct quota *q)
{
    if (q == NULL)
        return;
    pthread_mutex_destroy(&q->lock);
    free(q);
}

static struct quota_address peer_address(const struct sockaddr *peer)
{
    union {
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } a = {0};
    if (peer != NULL && peer->sa_family == AF_INET) {
        memcpy(&a.v4, peer, sizeof(a.v4));
        return address_v4(&a.v4.sin_addr);
    }
    if (peer != NULL && peer->sa_family == AF_INET6) {
        memcpy(&a.v6, peer, sizeof(a.v6));
        return address_v6(&a.v6.sin6_addr);
    }
    return (struct quota_address){.byte = {0}};
}

/* Each proxy adds whom it heard at the end: what stands before an address that nobody of ours wrote
   is a stranger's tale. */
struct quota_address quota_address_of(const struct quota *q, const struct sockaddr *peer,
                                      const char *forwarded)
{
    struct quota_address who = peer_address(peer), before;
    size_t end = strlen(forwarded);
    while (end > 0 && is_proxy(q, &who)) {
        size_t from = end;
        while (from > 0 && forwarded[from - 1] != ',')
            from--;
        if (!address_parse(forwarded + from, end - from, &before))
            break;
        who = before;
        end = from > 0 ? from - 1 : 0;
    }
    return who;
}

static uint64_t address_hash(const struct quota_address *a)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < sizeof(a->byte); i++)
        h = (h ^ a->byte[i]) * UINT64_C(0x100000001b3);
    return h ^ (h >> 29);
}

/* Its bucket, or the one that will soonest be full in its place. */
static struct bucket *bucket_of(struct quota *q, enum quota_kind kind,
                                const struct quota_address *who)
{
    struct bucket *set = q->bucket[kind][address_hash(who) % SETS], *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].full_us != 0 && address_equals(&set[i].who, who))
            return &set[i];
        if (set[i].full_us < oldest->full_us)
            oldest = &set[i];
    }
    *oldest = (struct bucket){.who = *who};
    return oldest;
}

bool quota_take(struct quota *q, enum quota_kind kind, const struct quota_address *who,
                int64_t now_us, unsigned *ret_wait_s)
{
    if (q->most[kind] == 0)
        return true;
    const int64_t each_us = PERIOD_US[kind] / q->most[kind];
    pthread_mutex_lock(&q->lock);
    struct bucket *b = bucket_of(q, kind, who);
    int64_t full_us = b->full_us > now_us ? b->full_us : now_us;
    int64_t wait_us = full_us + each_us - PERIOD_US[kind] - now_us;
    const bool is_taken = wait_us <= 0;
    if (is_taken)
        b->full_us = full_us + each_us;
    pthread_mutex_unlock(&q->lock);
    if (!is_taken)
        *ret_wait_s = (unsigned)((wait_us + 999999) / 1000000);
    return is_taken;
}
