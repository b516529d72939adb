/* What a household's page tells beside its members and its amount: what happens next, what may be
   proposed, and everything that happened in one line of time. */
#pragma once
#include "domain/registry/household_list.h"
#include "web/request.h"

/* Adds "open_cases", "recheck", "changes" and "timeline" (newest first: the registry's decisions,
   the steps of every case, payments and what came back). */
MUST_USE enum status household_tale_add(struct request *r, int64_t household,
                                        const struct household_period *now, struct error *e);
