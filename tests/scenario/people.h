/* A small county of made-up people, small enough to reckon by hand. */
#pragma once
#include "scenario/story.h"

/* What June 2013 brings each of them, in fen, with the plan's example parameters: 2160.00 a year
   per person, top-ups 30 % and 20 % of a person's share, wubao 1300.00 and 2640.00 a year. */
// clang-format off
/*
   h1          2 adults, income 0:            2 * 216000 / 12                           36000
   h2          1 person born 1940, 1200.00:   (216000 - 120000) / 12 = 8000, aged 20 %   9600
   h3          3 with a minor, 1000.00:       (648000 - 100000) / 12 = 45667, 20 % / 3  48711
   h4          1 person, 3000.00:             nothing is due (应退)                         0
   h5          2, one disabled grade 1, 500:  (432000 - 50000) / 12 = 31833, 30 % / 2   36608
   h6          1 person, 960.00:              (216000 - 96000) / 12, held               10000
   h7, h8, h9  1 person, income 0:            18000 each                                54000
   w1, w2, w3  scattered:                     10833 each (65000 - 54167)                32499
   w4, w5      in the home of 泾川镇:         22000 each                                44000 */
// clang-format on
#define LITTLE_DIBAO_FEN 194919

/* Values {H1} … {H9}, {W1} … {W5}: ID numbers of heads; {S1}, {C3}: h1's spouse, h3's child. */
void little_numbers(struct story *s);
/* {dir}/dibao.csv, dibao-members.csv and wubao.csv. */
void little_rosters(struct story *s);
/* init, both rosters from a month on, and {h1} … {w5}: household numbers. */
void little_county(struct story *s, const char *from);
/* The same, made once per engine in this program and month, then copied. */
void little_county_copy(struct story *s, enum db_engine engine, const char *from);
/* pay check, review, approve by those who may. */
void little_decide(struct story *s, const char *run);
/* {dir}/NAME: the county's plan with each `from` text (it must be there) replaced by its `to`. */
struct plan_edit {
    const char *from, *to;
};
void plan_variant(const struct story *s, const char *name, const struct plan_edit *edits,
                  size_t count);
