/* What a household's page tells beside its members and its amount: what happens next, what may be
   proposed, and everything that happened in one line of time. */
#pragma once
#include "domain/payment/explain.h"
#include "domain/registry/household_list.h"
#include "web/request.h"

/* What the page has read already. */
struct household_told {
    int64_t household;
    const struct household_period *now, *story;
    const struct household_payment *payments;
    size_t story_count, payment_count;
};
/* label, formula, clause, document, amount_fen */
void explanation_line_add(struct request *r, struct view *row, const struct explanation_line *line);
/* Adds "open_cases", "recheck", "changes" and "timeline" (newest first: the registry's decisions,
   the steps of every case, payments and what came back). */
MUST_USE enum status household_tale_add(struct request *r, const struct household_told *told,
                                        struct error *e);
