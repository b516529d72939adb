/* A county with the table of Xiuning, three hospitals and people of each class, for the tests of
   medical assistance. "Today" is 2013-06-30 unless a message says otherwise. */
#pragma once
#include "support/county.h"

#include "domain/medical/advance.h"
#include "domain/medical/bill.h"

#define COUNTY COUNTY_JINGXIAN
#define VILLAGE INT64_C(341823100204)
#define HOSPITALS 3
#define CLERK "hospital1"

struct world {
    struct county *c;
    struct medical_desk *desk;
    int64_t hospital[HOSPITALS];
    int64_t serial; /* of messages */
    struct date today;
    struct error e;
};
/* Runs the body in a fresh world on each engine. */
void world_each(void (*body)(struct world *w));
/* Parameters, diseases and hospitals, in one transaction; for county_on_each and property tests. */
void world_fill(struct county *c);
void world_open(struct world *w, struct county *c);
void world_close(struct world *w);

struct date day(const char *text);
struct fen yuan(const char *text);
int64_t world_number(struct world *w, const char *sql, ...) PRINTF_LIKE(2, 3);

/* Someone of a class from 2012-01 on, alone in a household; LOW_INCOME and below: decided. The ID
   number in the county's arena; the name is "张某". */
#define NAME "张某"
const char *world_person(struct world *w, enum medical_class class, int year_of_birth);
struct new_person {
    enum medical_class class;
    int year_of_birth;
};
/* Many in one transaction. */
void world_people(struct world *w, const struct new_person *people, size_t count, const char **ret);
int64_t person_of(struct world *w, const char *id_number);
int64_t household_of(struct world *w, const char *id_number);
/* The class decided from a month on. */
void world_class(struct world *w, const char *id_number, enum medical_class class, const char *from,
                 const char *to);
void world_parameter(struct world *w, const char *name, const char *from, int64_t value);

/* Messages of hospital h (0…), each with a serial of its own, on w->today. */
struct medical_message admit_message(struct world *w, int h, const char *number,
                                     const char *id_number, enum medical_visit visit,
                                     const char *admitted_on);
struct medical_message settle_message(struct world *w, int h, const char *number,
                                      const char *discharged_on, struct medical_amounts amounts);
struct medical_message reverse_message(struct world *w, int h, const char *number);
struct medical_message cancel_message(struct world *w, int h, const char *number);
/* OK or the test fails. */
struct medical_answer take(struct world *w, const struct medical_message *m);
/* admit and settle in one go. */
struct medical_answer stay(struct world *w, int h, const char *number, const char *id_number,
                           enum medical_visit visit, const char *admitted_on,
                           const char *discharged_on, struct medical_amounts amounts);
/* Refused with this code, and not one row of the county changed by it. */
void refused(struct world *w, const struct medical_message *m, const char *code);
/* In scope left = total in scope, insurance 0: the aid is easy to see. */
struct medical_amounts plain(const char *in_scope_yuan);
/* Σ lines of the stay: before, during. */
struct fen stay_before(struct world *w, int64_t admission);
struct fen stay_during(struct world *w, int64_t admission);
struct fen bill_aid(struct world *w, int64_t bill);
/* Aid of the year's guard. */
struct fen year_aid(struct world *w, const char *id_number, int year, enum medical_visit visit);
int64_t world_advance(struct world *w, const char *id_number, const char *amount,
                      const char *approved_on);
int64_t advance_state_of(struct world *w, int64_t advance);
/* Every row of every table that medical assistance writes, counted. */
int64_t world_rows(struct world *w);
/* The invariants of the whole database: identity, cap, lines equal positions. */
void world_is_sound(struct world *w);
