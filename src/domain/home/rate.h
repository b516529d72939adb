/* Rates at a date, by integers (P3.4). Centralised rate of a township of household registration =
   wubao people that live in a home that night ÷ all wubao people with a living benefit in that
   month, alive that day; tested as 100·in ≥ 40·all. Occupancy of a home = residents ÷ usable beds;
   of a township: of the homes that stand in it. Paying residents fill beds and count in no rate. */
#pragma once
#include "domain/home/stay.h"

struct home_rate {
    int64_t township;
    const char *name;
    int64_t in, all;          /* wubao people of this registration */
    int64_t beds, occupied;   /* of the homes here */
    int64_t waiting, leaving; /* confirmed from a later day on; asked to leave */
    int64_t wishes;           /* open, of this registration */
    int64_t target_bp, gap;   /* target_bp 0: the plan sets none. gap: persons still to move in:
                                 max(0, ceil(target·all / 10000) − in) */
    bool is_met;
    int64_t forecast_in, forecast_all; /* at 31 December */
    bool is_forecast_met;
    bool has_project; /* a target of beds in the book county→township */
};
#define HOME_RATES_MAX 400 /* townships of a county, with those that have gone since */
/* Each township of the county, in order of code, then what belongs to none of them; *ret_county the
   sums (gap: of the townships' gaps; is_met, is_forecast_met: of every township, as P3.4 asks).
   known: of stays and benefits. The target is that of the newest plan of the day's year.
   Forecast: in + waiting + what three months' net moves, divided by three, bring until December,
   rounded toward zero; all likewise; never below zero, in never beyond all. */
MUST_USE enum status home_rate_list(struct db *db, int64_t county, struct date on, int64_t known,
                                    struct arena *arena, struct home_rate **ret, size_t *ret_count,
                                    struct home_rate *ret_county, struct error *e);
/* ceil(target_bp·all / 10000) − in, at least 0: 34 of 87 at 4000 → 1. */
int64_t home_rate_gap(int64_t in, int64_t all, int64_t target_bp);
/* The people behind a township's in and all, by number. */
struct home_rate_person {
    int64_t person, household, division;
    const char *name, *id_tail;
    bool is_in, is_wish;   /* is_wish: asked to move in */
    int64_t home;          /* where he lives, or is to come (then not is_in); 0: in none */
    const char *home_name; /* NULL: in none */
    struct date from;      /* first night; v 0: in none */
};
/* after: the last person of the page before, 0 at first. */
MUST_USE enum status home_rate_people(struct db *db, int64_t county, struct date on, int64_t known,
                                      int64_t township, int64_t after, int rows,
                                      struct arena *arena, struct home_rate_person **ret,
                                      size_t *ret_count, struct error *e);
struct home_occupancy {
    int64_t home, township, beds, occupied, reserved, paying, away; /* away: on leave that day */
    int64_t free_beds; /* nobody sleeps in, nor is to, from that day on */
    const char *name, *township_name;
};
/* By township, then number: homes that are open that day, and those with somebody in them. */
MUST_USE enum status home_occupancy_list(struct db *db, int64_t county, struct date on,
                                         int64_t known, struct arena *arena,
                                         struct home_occupancy **ret, size_t *ret_count,
                                         struct error *e);
/* Who could move where: people who asked, oldest wish first, into the home they asked for, else one
   of their township with room, else the one with most room; at most as many as there are beds. For
   townships below the target first. */
struct home_suggestion {
    int64_t wish, person, home, township;
    const char *person_name, *home_name, *township_name;
    bool is_own_township;
};
MUST_USE enum status home_suggest(struct db *db, int64_t county, struct date on,
                                  struct arena *arena, struct home_suggestion **ret,
                                  size_t *ret_count, struct error *e);
#define HOME_MERGE_OPTIONS_MAX 500
/* Pairs of homes that could be one (整合): all residents of `from`, and who is to come, fit into
 * the free beds of `into`; smallest first, within a township first, then the fullest. At most
 * HOME_MERGE_OPTIONS_MAX. */
struct home_merge_option {
    int64_t from, into, residents, free_beds;
    const char *from_name, *into_name;
    bool is_same_township;
};
MUST_USE enum status home_merge_options(struct db *db, int64_t county, struct date on,
                                        struct arena *arena, struct home_merge_option **ret,
                                        size_t *ret_count, struct error *e);
/* What people gave the home in a year, and what it paid out of its own income: for everybody. */
MUST_USE enum status home_own_money(struct db *db, int64_t county, int64_t home, int year,
                                    struct arena *arena, struct fen *ret_donated,
                                    struct fen *ret_spent, struct error *e);
