/* Who an item is paid to: decision, head and account, as known now. */
#pragma once
#include "domain/payment/payment_internal.h"

/* Texts and seals hold until the next call. No account: bank, holder and number_sealed are NULL. */
struct recipient {
    const char *bank, *holder;
    struct blob id_sealed, number_sealed;
};
struct recipients;
MUST_USE enum status recipients_open(struct db *db, int64_t county, int64_t programme,
                                     struct recipients **ret, struct error *e);
/* Cheapest in the order of months and households, right in any. NONE: no decision for that month,
   or no head. */
MUST_USE enum status recipient_at(struct recipients *r, struct month month, int64_t household,
                                  struct recipient *ret, struct error *e);
void recipients_cleanup(struct recipients **r);
