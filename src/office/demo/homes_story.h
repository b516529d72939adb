/* The story of the homes, shared by its files. */
#pragma once
#include "domain/home/book.h"
#include "domain/home/record.h"
#include "office/demo/homes.h"
#include "office/demo/identity.h"

#define STORY_HOMES_MAX 16
#define STORY_FREE_MAX 12 /* people of a township who live at home and could move in */
#define STORY_POST_BYTES 32
#define STORY_NUMBERS_FROM 475
#define OFFICER "wubao1"
#define SECOND_OFFICER "wubao2"
#define ACCOUNTANT "accountant"
#define APPROVER "finance1"
#define PAYER "finance2"

struct mover {
    char name[DEMO_NAME_BYTES];
    struct idno id;
};
struct home_place {
    int64_t id, township, management; /* management: payee */
    const char *name;
    char director[STORY_POST_BYTES], clerk[STORY_POST_BYTES], lead[STORY_POST_BYTES];
    char director_name[DEMO_NAME_BYTES];
    int64_t roster; /* whom the registry has there */
    int64_t beds, staff;
    struct fen pay; /* of the staff, a month */
    bool is_low;    /* below the target of the township */
    struct mover free[STORY_FREE_MAX];
    size_t free_count, free_next;
    int64_t *stays; /* of the first of the month, in the arena */
    size_t stay_count;
};
struct homes_story {
    struct db *db;
    const struct payment_context *c;
    const struct demo_options *options;
    struct arena *arena;
    void (*set_today)(struct date day);
    struct date before, first, next, today; /* first days of the months */
    struct random random;
    struct demo_identity *numbers;
    struct home_place homes[STORY_HOMES_MAX];
    size_t home_count;
    int64_t movers[STORY_HOMES_MAX];                     /* stays asked for */
    int64_t may[STORY_HOMES_MAX], june[STORY_HOMES_MAX]; /* transfers */
    int64_t agreements;                                  /* of those who asked to come */
    struct demo_home_counts counts;
};

/* The next of the township who lives at home; NULL: none left. */
const struct mover *homes_next_mover(struct home_place *h);

/* The other home of which the story tells more than of the rest. */
struct home_place *homes_second(struct homes_story *s);

/* Which homes there are, who speaks for them and who could move in. NONE: fewer than two. */
MUST_USE enum status homes_find(struct homes_story *s, struct error *e);
/* Asks for the next of the township to move in; *ret_stay 0: nobody is left. */
MUST_USE enum status homes_ask(struct homes_story *s, struct home_place *h, struct date from,
                               int64_t *ret_stay, struct error *e);
/* Profile, rooms, staff. */
MUST_USE enum status homes_furnish(struct homes_story *s, struct error *e);
MUST_USE enum status homes_adopt(struct homes_story *s, struct error *e);
/* Four admissions of the middle of the month, asked for; then confirmed. */
MUST_USE enum status homes_movers_ask(struct homes_story *s, struct error *e);
MUST_USE enum status homes_movers_confirm(struct homes_story *s, struct error *e);
MUST_USE enum status homes_transfer_ask(struct homes_story *s, struct error *e);
MUST_USE enum status homes_transfer_confirm(struct homes_story *s, struct error *e);
MUST_USE enum status homes_wishes(struct homes_story *s, struct error *e);
/* Who waits at the end: one to come, one to leave; and who came by the registry meanwhile. */
MUST_USE enum status homes_waiting(struct homes_story *s, struct error *e);

MUST_USE enum status homes_care(struct homes_story *s, struct error *e);
MUST_USE enum status homes_pocket(struct homes_story *s, struct error *e);
MUST_USE enum status homes_days(struct homes_story *s, struct error *e);

MUST_USE enum status homes_budgets(struct homes_story *s, struct error *e);
MUST_USE enum status homes_allocate_before(struct homes_story *s, struct error *e);
MUST_USE enum status homes_decide_before(struct homes_story *s, struct error *e);
MUST_USE enum status homes_pay_before(struct homes_story *s, struct error *e);
MUST_USE enum status homes_allocate(struct homes_story *s, struct error *e);
MUST_USE enum status homes_check(struct homes_story *s, struct error *e);
MUST_USE enum status homes_gather(struct homes_story *s, struct error *e);
MUST_USE enum status homes_income(struct homes_story *s, struct error *e);
MUST_USE enum status homes_claims_before(struct homes_story *s, struct error *e);
MUST_USE enum status homes_statements_before(struct homes_story *s, struct error *e);
MUST_USE enum status homes_confirm_before(struct homes_story *s, struct error *e);
MUST_USE enum status homes_claims(struct homes_story *s, struct error *e);
MUST_USE enum status homes_claims_late(struct homes_story *s, struct error *e);
