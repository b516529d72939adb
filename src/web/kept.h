/* Public pages that are the same for every stranger, rendered once and kept in memory until
   anything is written down or a day begins (decision 0113). */
#pragma once
#include "web/exchange.h"

#define KEPT_PAGES_MAX 256
#define KEPT_PAGE_BYTES_MAX (128u * 1024)
#define KEPT_KEY_BYTES_MAX 512
#define KEPT_CHECK_US 1000000 /* what other processes wrote is seen after so long */
#define KEPT_AGE "public, max-age=60"

struct kept;
MUST_USE enum status kept_new(struct kept **ret, struct error *e);
void kept_free(struct kept *k);
/* This process has written: look before the next answer. */
void kept_wrote(struct kept *k);

/* A GET by a stranger, without anything of his own in it, of a route that is_kept: his page may be
   everybody's. Chooses the route. */
bool kept_is_shared(struct exchange *x, struct MHD_Connection *connection);
/* True when a kept page, or that his own copy is as new, was queued. */
bool kept_answer(struct exchange *x, struct MHD_Connection *connection, enum MHD_Result *ret);
/* Takes over the answer that was just queued. */
void kept_put(struct exchange *x);
