/* The leading group of the livelihood projects (P2), and who answers for what down to the village
   (P4.1 一级抓一级). By knowledge: what is ended or corrected stays in the record. */
#pragma once
#include "domain/access/access.h"

enum leading_seat { SEAT_LEADER = 1, SEAT_FIRST_DEPUTY, SEAT_DEPUTY, SEAT_MEMBER, SEAT_OFFICE };
const char *leading_seat_code(enum leading_seat s);  /* "LEADER" … */
const char *leading_seat_label(enum leading_seat s); /* msgid 组长 … */
MUST_USE enum status leading_seat_parse(const char *code, enum leading_seat *ret, struct error *e);
struct leading_member {
    int64_t id; /* 0: a new one */
    enum leading_seat seat;
    const char *name, *post, *duty, *document, *actor;
    struct date from, until; /* DATE_OPEN: until further notice */
    int64_t known_from;
};
/* A new one, or what is known of one from now on. One leader, one first deputy and one head of the
   office at a time. REFUSED: LEADING_FIELD, LEADING_SEAT (taken), LEADING_UNKNOWN, ACCESS_…. */
MUST_USE enum status leading_set(struct db *db, int64_t county, const struct leading_member *member,
                                 const char *actor, int64_t *ret_id, struct error *e);
/* until: his last day. */
MUST_USE enum status leading_end(struct db *db, int64_t county, int64_t id, struct date until,
                                 const char *document, const char *actor, struct error *e);
/* Names that the plan loaded last gives and that are not in the group yet, from the first day of
   the plan's year. NONE: the plan gives none that are missing. */
MUST_USE enum status leading_from_plan(struct db *db, int64_t county, const char *actor,
                                       size_t *ret_count, struct error *e);
/* Of that day (v 0: all), by seat and number. */
MUST_USE enum status leading_list(struct db *db, int64_t county, struct date day, int64_t known,
                                  struct arena *arena, struct leading_member **ret,
                                  size_t *ret_count, struct error *e);

/* ---- who answers ---- */
struct responsible {
    int64_t id; /* 0: a new one */
    int64_t division;
    const char *division_name;
    int level;        /* 1 county, 2 township, 3 village */
    const char *item; /* a clause of the plan, a measure of its targets, or an indicator's code */
    bool is_lead;     /* 领导责任; else 直接责任 */
    const char *name, *post, *phone, *actor;
    struct date from, until;
    int64_t known_from;
};
/* REFUSED: RESPONSIBLE_FIELD (named field), RESPONSIBLE_UNKNOWN, ACCESS_…. */
MUST_USE enum status responsible_set(struct db *db, int64_t county,
                                     const struct responsible *person, const char *actor,
                                     int64_t *ret_id, struct error *e);
/* Many at once or none: a refusal's place begins with the row, counted from 1. */
MUST_USE enum status responsible_set_many(struct db *db, int64_t county,
                                          const struct responsible *persons, size_t count,
                                          const char *actor, struct error *e);
MUST_USE enum status responsible_end(struct db *db, int64_t county, int64_t id, struct date until,
                                     const char *actor, struct error *e);
/* Of that day (v 0: all). division 0: everywhere within `scope`; else those of the division and,
   before them, those of its township and of the county, who answer for it too. item NULL: every
   one. By item, level, division, duty, number. */
MUST_USE enum status responsible_list(struct db *db, int64_t county, int64_t scope,
                                      int64_t division, const char *item, struct date day,
                                      int64_t known, struct arena *arena, struct responsible **ret,
                                      size_t *ret_count, struct error *e);
