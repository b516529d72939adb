/* Two counties with the same households, to which the same facts happen; one learns of them in
   another order and at other times than the other. */
#pragma once
#include "domain/payment/county.h"

#include "base/random.h"

#define PAIR_HOUSEHOLDS_MAX 400
#define PAIR_EVENTS_MAX 2000
#define PAIR_MONTHS 12
#define PAIR_LAST_EVENT_MONTH 8 /* by index; the months after it collect what is open */

enum pair_event_kind {
    PAIR_INCOME,
    PAIR_SUSPENDED,
    PAIR_DEATH,  /* of the household's person `who`; 0 is the head */
    PAIR_MEMBER, /* person `who` is protected, or no longer, as `value` says */
    PAIR_FORM,   /* into the home */
    PAIR_STANDARD
};
struct pair_event {
    enum pair_event_kind kind;
    int household, who;
    int month;        /* from when it holds, by index */
    int known[2];     /* before which month's run each county learns of it */
    uint32_t turn[2]; /* the order within that month */
    int64_t value;
};
struct pair {
    struct county county[2];
    struct random random;
    int households, events;
    enum programme programme[PAIR_HOUSEHOLDS_MAX];
    int64_t number[2][PAIR_HOUSEHOLDS_MAX];
    struct pair_event event[PAIR_EVENTS_MAX];
};
extern const char *const PAIR_MONTH[PAIR_MONTHS];

/* Households, the same in both, and what will happen to them. */
void pair_open(struct pair *p, enum db_engine engine, uint64_t seed, int households);
void pair_close(struct pair *p);
/* A year of runs up to approval, each county learning in its own order. */
void pair_live(struct pair *p, int which);
