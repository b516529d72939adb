/* Shared by the pages of publicity: whose item it is, and its page. */
#pragma once
#include "domain/publicity/publicity.h"
#include "web/request.h"

/* The item of the address. NONE (404): not there, or of another township. */
MUST_USE enum status publicity_of_address(struct request *r, struct publicity_item *ret,
                                          struct error *e);
bool publicity_is_own(const struct request *r, const struct publicity_item *i);
/* why: what was refused, NULL otherwise. */
MUST_USE enum status publicity_respond(struct request *r, const struct publicity_item *i,
                                       unsigned status, const struct error *why, struct error *e);
