/* Three homes in two townships, the people who may live in them, and beside the county a plain
   model of what happened: arrays, no SQL, nothing of src/domain but its data types. Every act is
   done to both; the model says whether it has to be refused. */
#pragma once
#include "domain/payment/county.h"

#include "base/random.h"
#include "domain/home/book.h"
#include "domain/home/rate.h"

#define TOWNS 2
#define HOMES 3
#define BEDS_MAX 24
#define WUBAO 44 /* the bank of the fixture keeps 64 lines a file */
#define PAYING 6 /* dibao households of one */
#define PEOPLE (WUBAO + PAYING)
#define MONTHS 8
#define STAYS_MAX 2000
#define USES_MAX 4000
#define SNAPSHOTS_MAX 60
#define BACK_MAX 200
#define OFFICER "wubao1"
#define OFFICER_2 "wubao2"
#define ACCOUNTANT "accountant.p"
#define NEVER INT32_MAX

extern const int64_t TOWN[TOWNS];

struct model_stay {
    int64_t id;
    int home, person;
    enum stay_kind kind;
    enum stay_state state;
    int32_t from, until; /* until: NEVER while he has not left */
    int32_t leave_on;    /* asked for */
    enum stay_leave reason;
    int to_home;
};
struct model_bed {
    int64_t id;
    int home;
    int32_t until;
};
struct model_use {
    int bed, stay;
    int32_t from, until;
};
struct model_person {
    int64_t household, person;
    const char *id_number;
    int town;
    int32_t died; /* 0: alive, as the registry believes */
    int stay;     /* open; -1 */
    int64_t wish; /* open; 0 */
    int32_t last_until;
    int home[13];     /* of each month, 1 … 12; -1 at home */
    int64_t paid;     /* by the bank */
    bool is_reported; /* dead, by a home; of one who pays the registry is not told */
};
struct answer { /* of a day, as it was known then */
    struct date on;
    int64_t known;
    int64_t in[TOWNS], all[TOWNS];
    struct {
        bool is_listed;
        int64_t beds, occupied, paying, free_beds, reserved;
    } home[HOMES];
};
struct model_book {
    int64_t balance, budget, claimed;
};
struct model_back { /* a line that the bank sent back */
    int64_t run, fen;
    int person, month;
};
struct homes {
    struct county c;
    struct arena *scratch;
    struct random random;
    struct error e;
    int64_t home[HOMES];
    char director[HOMES][24];
    int32_t closed[HOMES]; /* NEVER: open */
    struct model_bed bed[BEDS_MAX];
    int beds;
    struct model_person person[PEOPLE];
    struct model_stay stay[STAYS_MAX];
    struct model_use use[USES_MAX];
    int stays, uses, agreements;
    int32_t today;
    int64_t at_bank[HOMES];                       /* paid by the bank, not gathered yet */
    int64_t gathered[HOMES];                      /* support money, all */
    struct model_book support[HOMES], own[HOMES]; /* balance: of the book's account */
    struct answer snapshot[SNAPSHOTS_MAX];
    int snapshots;
    struct model_back back[BACK_MAX];
    int backs;
    int done, refused; /* acts */
};

void homes_open(struct homes *h, enum db_engine engine, uint64_t seed);
void homes_close(struct homes *h);
void homes_today(struct homes *h, int32_t day);
int32_t homes_below(struct homes *h, int32_t n);
/* 1 … 12. */
int month_of_day(int32_t day);
int32_t first_day_of(int month);

/* The act's answer is as the model says. */
void homes_agree(struct homes *h, const char *act, enum status got, bool is_right);
/* The first bed of a home that is free from a day on; -1: none. */
int homes_free_bed(const struct homes *h, int home, int32_t from);
/* Nobody but `except` (-1: nobody) sleeps in it from that day on. */
bool homes_bed_is_free(const struct homes *h, int bed, int32_t from, int except);

/* What happens: one random act of everyday life. */
void homes_live(struct homes *h);
/* All that waits for a decision is decided, and C becomes part of A, if there is room. */
void homes_merge(struct homes *h);
/* A month's run from the draft to the bank's answer; some lines come back. */
void homes_pay(struct homes *h, int month);
/* What came back is put right and sent again. */
void homes_pay_again(struct homes *h);
void homes_gather(struct homes *h);
/* An income or a step of a claim. */
void homes_money(struct homes *h);

/* The model's answer for a day, and what the county says. */
struct answer homes_model(const struct homes *h, struct date on);
struct answer homes_asked(struct homes *h, struct date on, int64_t known);
void homes_same(const struct answer *a, const struct answer *b, const char *what);
