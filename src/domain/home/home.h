/* A home for the aged (敬老院): what it is, its rooms and beds, and who speaks for it. P3.4;
 * 民政部令37号. */
#pragma once
#include "base/idno.h"
#include "domain/access/access.h"
#include "domain/registry/registry.h"

enum heating {
    HEATING_NONE,
    HEATING_STOVE,
    HEATING_AIR,
    HEATING_CENTRAL,
    HEATING_ELECTRIC,
    HEATING_COUNT
};
const char *heating_code(enum heating h);  /* "STOVE" */
const char *heating_label(enum heating h); /* msgid */

struct home {
    int64_t id, township, merged_into; /* 0: not merged */
    const char *name, *township_name;
    struct date closed_on; /* DATE_OPEN: in use */
    int grade;             /* 0 none, 1 … 5 */
    int64_t land;          /* hundredths of a mu */
    int64_t floor_m2, indoor_m2, outdoor_m2;
    enum heating heating;
    struct date opened_on;                                                /* DATE_OPEN: not said */
    const char *registration, *address, *phone, *director, *introduction; /* "" when not said */
};
/* By its number or whole name. NONE. */
MUST_USE enum status home_find(struct db *db, int64_t county, const char *name_or_number,
                               struct arena *arena, struct home *ret, struct error *e);
MUST_USE enum status home_by_id(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                struct home *ret, struct error *e);
/* In the order of townships. township 0: all; also those that closed. */
MUST_USE enum status home_list(struct db *db, int64_t county, int64_t township, struct arena *arena,
                               struct home **ret, size_t *ret_count, struct error *e);
/* A new home in the registry (a new building's), or the known one of that name. Inside
   db_transaction. REFUSED: HOME_NAME, TOWNSHIP_UNKNOWN. */
MUST_USE enum status home_add(struct db *db, int64_t county, const char *name, int64_t township,
                              int64_t change, int64_t *ret_id, struct error *e);
/* What is said of it, as a whole: supersedes. One transaction. REFUSED: HOME_UNKNOWN, HOME_PROFILE
   (naming the field), NOTHING_TO_CHANGE. */
MUST_USE enum status home_profile_write(struct db *db, int64_t county, const struct home *profile,
                                        const char *actor, struct error *e);

/* ---- who speaks for it ---- */
/* The home of a user of the role home_director. NONE: none. */
MUST_USE enum status home_of_user(struct db *db, int64_t county, const char *user,
                                  int64_t *ret_home, struct error *e);
/* Inside db_transaction. REFUSED: ACCESS_ROLE, HOME_UNKNOWN. */
MUST_USE enum status home_user_bind(struct db *db, int64_t county, const char *user, int64_t home,
                                    struct error *e);
/* What every act upon a home asks first: a director has his own home only, a township's people
   those of their township, the bureau all. ACTOR_SYSTEM all. REFUSED: ACCESS_DENIED (lacks the
   permission), ACCESS_SCOPE, HOME_UNKNOWN. */
MUST_USE enum status home_require(struct db *db, int64_t county, const char *actor,
                                  enum permission permission, int64_t home, struct error *e);

/* ---- rooms and beds ---- */
struct home_room {
    int64_t id;
    const char *number;
    int storey;
    int64_t area_m2, beds, occupied; /* at the day asked for */
};
struct home_bed {
    int64_t id, room;
    const char *room_number, *label; /* "1" */
    struct date from, until;
    int64_t stay;            /* 0: free */
    const char *person_name; /* NULL: free */
};
/* Adds beds to a room, making the room when it is new: labels go on counting. One transaction; or
   inside one with a recorded change (home_beds_add_within) for a hand-over. REFUSED: HOME_UNKNOWN,
   HOME_CLOSED, HOME_ROOM (number, area: at least 5 m² a bed), HOME_BEDS (1 … 20 per room). */
struct home_beds_new {
    int64_t home, handover; /* handover 0: was there */
    const char *room;
    int storey, beds;
    int64_t area_m2;
    struct date from;
};
MUST_USE enum status home_beds_add(struct db *db, int64_t county, const struct home_beds_new *beds,
                                   const char *actor, struct error *e);
MUST_USE enum status home_beds_add_within(struct db *db, int64_t county,
                                          const struct home_beds_new *beds, int64_t change,
                                          struct error *e);
/* Taken out of use from a day. REFUSED: HOME_BED_USED (somebody sleeps in it), HOME_BED_UNKNOWN. */
MUST_USE enum status home_bed_close(struct db *db, int64_t county, int64_t bed, struct date on,
                                    const char *reason, const char *actor, struct error *e);
MUST_USE enum status home_room_list(struct db *db, int64_t county, int64_t home, struct date on,
                                    struct arena *arena, struct home_room **ret, size_t *ret_count,
                                    struct error *e);
/* only_free: nobody sleeps or will sleep in it from that day on. */
MUST_USE enum status home_bed_list(struct db *db, int64_t county, int64_t home, struct date on,
                                   bool only_free, struct arena *arena, struct home_bed **ret,
                                   size_t *ret_count, struct error *e);
