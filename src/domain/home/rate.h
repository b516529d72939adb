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
    int64_t target_bp,
        gap; /* gap: persons still to move in: max(0, ceil(target·all / 10000) − in) */
    bool is_met;
    int64_t forecast_in, forecast_all; /* at 31 December */
    bool is_forecast_met;
    bool has_project; /* a target of beds in the book county→township */
};
/* Each township of the county, in order of code; *ret_county the sums (not a judgement: P3.4 asks
   each township). known: of stays and benefits. Forecast: in + waiting + what three months' net
   moves, divided by three, bring until December, rounded toward zero; all likewise. */
MUST_USE enum status home_rate_list(struct db *db, int64_t county, struct date on, int64_t known,
                                    struct arena *arena, struct home_rate **ret, size_t *ret_count,
                                    struct home_rate *ret_county, struct error *e);
/* ceil(target_bp·all / 10000) − in, at least 0: 34 of 87 at 4000 → 1. */
int64_t home_rate_gap(int64_t in, int64_t all, int64_t target_bp);
struct home_occupancy {
    int64_t home, township, beds, occupied, reserved, paying, away; /* away: on leave that night */
    const char *name, *township_name;
};
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
/* Pairs of homes that could be one (整合): all residents of `from` fit into the free beds of
 * `into`; smallest first. */
struct home_merge_option {
    int64_t from, into, residents, free_beds;
    const char *from_name, *into_name;
    bool is_same_township;
};
MUST_USE enum status home_merge_options(struct db *db, int64_t county, struct date on,
                                        struct arena *arena, struct home_merge_option **ret,
                                        size_t *ret_count, struct error *e);
