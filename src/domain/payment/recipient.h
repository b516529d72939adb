/* Who an item is paid to: decision, head and account, as known now or then. */
#pragma once
#include "domain/payment/payment_internal.h"

/* A scan in the order of its keys, moved on to the number asked for: where numbers rise together
   a merge, and for a number further back or past the block a look-up that begins another block. */
struct key_scan {
    struct db_cursor *cursor;
    int64_t asked; /* the last number asked for */
    int64_t at; /* number of the row it stands on, the first from `asked` on; `until` at the end */
    int64_t until; /* end of the block, exclusive */
};
#define KEY_SCAN_NUMBERS 4096 /* of a block: bounds what a jump reads in vain */
/* Whether the number is ahead in the block being read; otherwise the caller opens the cursor on
   [number, until). */
bool key_scan_reaches(struct key_scan *s, int64_t number, int64_t block);
/* After a step of the cursor to `number`: notes where it stands. */
MUST_USE enum status key_scan_moved(struct key_scan *s, enum status step, int64_t number);

/* Texts and blobs hold until the next call. No account: bank, holder and number_* are NULL. */
struct recipient {
    const char *bank, *holder;
    struct blob id_sealed, id_index, number_sealed, number_index;
};
struct recipients;
/* Later than every change, and within what a current row covers. */
#define RECIPIENTS_NOW ((int64_t)2147483646)
/* known: the change as of which decisions and accounts are read, or RECIPIENTS_NOW. */
MUST_USE enum status recipients_open(struct db *db, int64_t county, int64_t programme,
                                     int64_t known, struct recipients **ret, struct error *e);
/* Cheapest in the order of months and households, right in any. NONE: no decision for that month,
   or no head. */
MUST_USE enum status recipient_at(struct recipients *r, struct month month, int64_t household,
                                  struct recipient *ret, struct error *e);
void recipients_cleanup(struct recipients **r);
