/* Slips (明白卡, P5.3): what a household gets this month and why, on paper, with a code that leads
   to the same explanation without names. Only a blind index of the code is kept. */
#pragma once
#include "domain/payment/explain.h"

#define SLIP_CODE_BYTES 17 /* 16 letters and digits of 32 (80 bits), and NUL */
#define SLIPS_MAX 2500     /* of one printing */
struct slip {
    int64_t household, division, known; /* known: what the explanation rests on */
    enum programme programme;
    struct month month;
    struct fen amount;                     /* of the month: what is paid, or would be by the rule */
    struct date printed_on, delivered_on;  /* delivered_on v 0: not yet */
    const char *printed_by, *delivered_by; /* delivered_by "": not yet */
    const char *head_name;
};
/* A slip as it is printed: its code is known only now. */
struct slip_made {
    struct slip slip;
    char code[SLIP_CODE_BYTES];
    const struct explained_month *why;
};
struct slip_wish {
    enum programme programme;
    struct month month;
    int64_t household; /* 0: all of the division with money this month */
    int64_t division;  /* a village or township */
};
/* One transaction. Printing a household's month again gives a new code; the old one leads nowhere
   from then on; who has been given one stays so. REFUSED: SLIP_NOTHING, SLIP_MANY, ACCESS_…. */
MUST_USE enum status slip_print(struct db *db, int64_t county, const struct keyring *keys,
                                const struct slip_wish *wish, const char *actor,
                                struct arena *arena, struct slip_made **ret, size_t *ret_count,
                                struct error *e);
/* Makes the paper of what is printed, inside the transaction: what fails here leaves the codes of
   the cards that are out. May be called again, with other codes, when the transaction is repeated.
 */
typedef enum status (*slip_render)(struct db *db, int64_t county, const struct slip_made *made,
                                   size_t count, void *context, struct error *e);
/* The same, with its paper; its errors are passed on. */
MUST_USE enum status slip_print_on(struct db *db, int64_t county, const struct keyring *keys,
                                   const struct slip_wish *wish, const char *actor,
                                   slip_render render, void *context, struct arena *arena,
                                   size_t *ret_count, struct error *e);
/* Given to the household on a day. household 0: all printed of the division not yet given. REFUSED:
   SLIP_UNKNOWN, SLIP_DAY, ACCESS_…. */
MUST_USE enum status slip_deliver(struct db *db, int64_t county, const struct slip_wish *wish,
                                  struct date on, const char *actor, int64_t *ret_count,
                                  struct error *e);
/* division 0: all. By place, then household. */
MUST_USE enum status slip_list(struct db *db, int64_t county, enum programme p, struct month m,
                               int64_t division, struct arena *arena, struct slip **ret,
                               size_t *ret_count, struct error *e);
/* By the code on the paper (letters of either size, blanks and dashes ignored), for anybody: NONE
   for every code there is not, whatever is wrong with it. ret_why may be NULL. */
MUST_USE enum status slip_find(struct db *db, int64_t county, const struct keyring *keys,
                               const char *code, struct arena *arena, struct slip *ret,
                               struct explained_month **ret_why, struct error *e);
