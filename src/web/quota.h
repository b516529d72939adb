/* How often somebody without a session may ask of the public site, by his address: IPv4 each, IPv6
   by its /64. A bucket that fills steadily (GCRA), in a table of fixed size, the oldest out. */
#pragma once
#include "base/status.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#define QUOTA_PROXIES_MAX 8
#define QUOTA_ADDRESSES_MAX 8192 /* remembered of each kind */

enum quota_kind {
    QUOTA_PAGES,   /* anything, a minute */
    QUOTA_LOOKUPS, /* by a receipt or a code, a minute */
    QUOTA_POSTS,   /* what is sent in, an hour */
    QUOTA_KINDS
};
struct quota_address {
    uint8_t byte[16]; /* IPv6, its last half empty; IPv4 as ::ffff:… whole */
};
struct quota;

/* most: by kind; 0: no limit. proxies: numeric addresses with commas between them, whose
   X-Forwarded-For is believed; NULL: nobody's. REFUSED: QUOTA_PROXY. */
MUST_USE enum status quota_new(const unsigned most[QUOTA_KINDS], const char *proxies,
                               struct quota **ret, struct error *e);
void quota_free(struct quota *q);
/* Who asks: the peer; behind a trusted proxy the last address of forwarded (may be "") that is no
   such proxy. */
struct quota_address quota_address_of(const struct quota *q, const struct sockaddr *peer,
                                      const char *forwarded);
/* False when there have been too many; ret_wait_s: seconds until one more, at least 1. now_us: of a
   clock that never goes back. */
bool quota_take(struct quota *q, enum quota_kind kind, const struct quota_address *who,
                int64_t now_us, unsigned *ret_wait_s);
