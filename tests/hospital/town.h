/* A county with hospitals, people to fall ill, and what befalls them, drawn from a seed; and by
   reckoning of its own what must come of it. */
#pragma once
#include "scenario/story.h"

#include "base/random.h"
#include "domain/medical/bill.h"
#include "hospital/counter.h"

#define TOWN_COUNTY INT64_C(341823)
#define TOWN_TODAY "2013-12-20"
#define TOWN_HOSPITALS 3
#define TOWN_ADVANCES 20 /* people 0…: one stay each, with money approved before it */
#define STAYS_OF_A_PERSON 5

struct town_person {
    int64_t id;
    enum medical_class class; /* wubao or dibao the whole time */
    char number[24], name[64];
};
struct town_hospital {
    int64_t id;
    char user[16], token[ACCESS_TOKEN_BYTES], secret[HOSPITAL_SECRET_BYTES];
};
struct town_stay {
    int hospital, person;
    enum medical_visit visit;
    struct date admitted_on, discharged_on;
    struct medical_amounts first, corrected;
    bool is_early;     /* the settlement is posted before the admission, and again after it */
    bool is_cancelled; /* never settled */
    bool is_corrected; /* reversed, and settled anew with other figures */
    int64_t aid_fen;   /* by the town's own reckoning */
};
struct town {
    struct story story; /* database, key, folder, today */
    struct keyring *keys;
    struct arena *arena;
    struct town_hospital hospital[TOWN_HOSPITALS];
    struct town_person *person;
    struct town_stay *stay;
    size_t person_count, stay_count;
};

void town_open(struct town *t, enum db_engine engine, size_t stays, struct random *r);
void town_close(struct town *t);
/* What stands in the database is what the town reckons: every stay, line, year and message, nothing
   twice. messages: distinct serials that were taken. */
void town_is_right(struct town *t, int64_t messages);

/* A port that is free now. */
uint16_t town_port(void);
/* The program itself, over the town's database. */
void town_serve(struct town *t, uint16_t port, struct process *ret);
void town_serve_end(struct process *p); /* asks it to end, which it must do well */
int64_t town_number(struct db *db, const char *sql);
