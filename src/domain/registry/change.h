/* The trail of changes: append-only, hash-chained, and the clock of what was known when. Whoever
   writes facts first records a change; its id is the known_from of every row written with it. */
#pragma once
#include "base/hash.h"
#include "db/db.h"

#define KNOWN_OPEN INT64_C(2147483647) /* known_to of a row still believed */
#define KNOWN_NOW                                                                                  \
    (KNOWN_OPEN - 1) /* as a `known` argument: everything known at the moment of reading */
#define ACTOR_SYSTEM "system"

struct change_entry {
    const char *actor;  /* user name */
    const char *action; /* stable verb: "roster.import", "payment.approve", "person.death" … */
    const char *
        subject; /* what it touches: "run 12", "household 345"; never a full ID number or account */
    const char *detail; /* JSON text or "" */
};
/* Inside db_transaction. Extends the chain: hash = SHA-256 over prev_hash, county, id, at, actor,
   action, subject, detail in this order, each preceded by its length in bytes as 8 bytes
   big-endian, numbers as decimal text; the first prev_hash is 32 zero bytes. Changes of one county
   are serialised: ids ascend in commit order. */
MUST_USE enum status change_record(struct db *db, int64_t county, const struct change_entry *entry,
                                   int64_t *ret_id, struct error *e);
/* The last change known at the end of that civil day (UTC stamps); 0 when none. */
MUST_USE enum status change_known_on(struct db *db, int64_t county, struct date day,
                                     int64_t *ret_known, struct error *e);
/* The chain's head, to print on notices: hex of the last hash and its id. NONE when the trail is
 * empty. */
MUST_USE enum status change_head(struct db *db, int64_t county, int64_t *ret_id,
                                 char ret_hex[HASH_HEX_BYTES], struct error *e);
/* Takes `count` numbers from a named counter: the first of them is returned. Inside db_transaction.
 * Never dense. */
MUST_USE enum status counter_take(struct db *db, int64_t county, const char *name, int64_t count,
                                  int64_t *ret_first, struct error *e);
