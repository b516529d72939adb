/* Residents of homes (入住): admission by agreement, bed, transfer, discharge, death. Asked for by
   one, confirmed by another. The registry follows on its own: from the month after the admission a
   wubao person is INSTITUTION with this home as payee, from the month after leaving SCATTERED again
   (P3.2, P3.4; 令456号 Art. 12, 17). */
#pragma once
#include "domain/home/home.h"

enum stay_kind { STAY_WUBAO = 1, STAY_PAYING };
enum stay_state { STAY_REQUESTED = 1, STAY_IN, STAY_LEAVING, STAY_LEFT, STAY_REFUSED };
enum stay_leave {
    STAY_LEAVE_NONE,
    STAY_DISCHARGE,
    STAY_TRANSFER,
    STAY_DEATH,
    STAY_CEASED,
    STAY_MERGE
};
const char *stay_state_code(enum stay_state s);
const char *stay_state_label(enum stay_state s); /* msgid */
const char *stay_leave_code(enum stay_leave l);  /* "DISCHARGE"; "" */
const char *stay_leave_label(enum stay_leave l); /* msgid */
MUST_USE enum status stay_leave_parse(const char *code, enum stay_leave *ret, struct error *e);
/* Who may do what from which state; buttons and help read it (as RUN_TRANSITIONS). */
enum stay_action {
    STAY_CONFIRM = 1,
    STAY_REFUSE,
    STAY_LEAVE,
    STAY_LEAVE_CONFIRM,
    STAY_LEAVE_TAKE_BACK
};
struct stay_transition {
    enum stay_action action;
    enum stay_state from, to;
    const char *name, *label, *permission, *must_differ;
};
extern const struct stay_transition STAY_TRANSITIONS[];
extern const size_t STAY_TRANSITION_COUNT;

struct stay_request {
    int64_t home, bed;     /* bed 0: the first free one */
    const char *id_number; /* whole */
    enum stay_kind kind;
    struct date from; /* first night */
    const char *agreement, *health, *contact, *note;
    int64_t person; /* instead of id_number, when known; 0 */
};
/* One transaction. The person must be in the registry: for WUBAO with a living wubao benefit. The
   bed is kept from now on. REFUSED: PERSON_UNKNOWN, NOT_WUBAO, STAY_OPEN (is in a home already,
   naming it), STAY_BED (none free, or not that one), STAY_DATE (before the home opened, more than
   60 days ahead, after a death), STAY_AGREEMENT (missing, or used), HOME_CLOSED, ACCESS_…. */
MUST_USE enum status stay_request(struct db *db, int64_t county, const struct keyring *keys,
                                  const struct stay_request *request, const char *actor,
                                  int64_t *ret_stay, struct error *e);
/* Many at once, one transaction; nothing is done when one is refused: *ret_failed (may be NULL) is
   its place in the list. ret_stays: room for count, at most STAY_BATCH_MAX. */
#define STAY_BATCH_MAX 2000
MUST_USE enum status stay_request_all(struct db *db, int64_t county, const struct keyring *keys,
                                      const struct stay_request *requests, size_t count,
                                      const char *actor, int64_t *ret_stays, size_t *ret_failed,
                                      struct error *e);
/* By another person with HOME_CONFIRM: the admission holds, the registry's form changes from the
   month after stay.from (even when confirmed later: paid months are re-assessed). One transaction.
   REFUSED: STAY_UNKNOWN, STAY_STATE, SAME_PERSON, ACCESS_…, and the registry's own reasons. */
MUST_USE enum status stay_confirm(struct db *db, int64_t county, const struct keyring *keys,
                                  int64_t stay, const char *actor, struct error *e);
/* Many at once, one transaction; nothing is done when one is refused (its number in the error). */
MUST_USE enum status stay_confirm_all(struct db *db, int64_t county, const struct keyring *keys,
                                      const int64_t *stays, size_t count, const char *actor,
                                      struct error *e);
MUST_USE enum status stay_refuse(struct db *db, int64_t county, int64_t stay, const char *reason,
                                 const char *actor, struct error *e);
struct stay_leave_request {
    int64_t stay;
    enum stay_leave reason;  /* not MERGE */
    struct date until;       /* first night away; of a death: the day after it */
    struct date died_on;     /* DEATH */
    struct date funeral_on;  /* DEATH: v 0: today */
    const char *funeral_by;  /* DEATH: NULL: the home */
    int64_t to_home, to_bed; /* TRANSFER: to_bed 0: the first free one */
    const char *agreement;   /* TRANSFER: the new one */
    const char *note;
};
/* DEATH is at once known to the registry (the bed is free from the next day, the month of death is
   still due), and opens the cancellation of the benefit (核销: certificate, funeral payment), whose
   case stands in the stay; it needs no confirming. Others are asked for here and confirmed by
   another. No case is opened when somebody of the household goes on with the benefit, or when the
   village reported the death first: then that case stands in the stay. A death before the first
   night ends the stay on that night, if the registry has it. REFUSED: STAY_UNKNOWN,
   STAY_STATE, STAY_REASON, STAY_DATE, HOME_CLOSED, STAY_BED, STAY_AGREEMENT. */
MUST_USE enum status stay_leave(struct db *db, int64_t county, const struct keyring *keys,
                                const struct stay_leave_request *request, const char *actor,
                                struct error *e);
MUST_USE enum status stay_leave_confirm(struct db *db, int64_t county, const struct keyring *keys,
                                        int64_t stay, const char *actor, struct error *e);
MUST_USE enum status stay_leave_take_back(struct db *db, int64_t county, int64_t stay,
                                          const char *actor, struct error *e);
/* Another bed of the same home from a day on (not before the present one began). One transaction.
 */
MUST_USE enum status stay_move(struct db *db, int64_t county, int64_t stay, int64_t bed,
                               struct date from, const char *actor, struct error *e);
/* People whom the registry has as INSTITUTION of this home in the month of `on`, without a stay: a
   county that begins. Each gets one, confirmed, in the next free bed (agreement "补登" and a
   number). One transaction. REFUSED: STAY_BED naming how many beds lack. */
MUST_USE enum status stay_adopt(struct db *db, int64_t county, int64_t home, struct date on,
                                const char *actor, int64_t *ret_count, struct error *e);
/* Consolidation (整合): everybody moves to free beds of another home; the home closes on that day.
   Asked for by one, who is written down then and there, and carried out by another: requested_by
   may be NULL, or must be who asked. One transaction each. REFUSED: HOME_MERGE (into itself, or
   nobody asked for it so), STAY_BED, STAY_DATE, HOME_CLOSED, SAME_PERSON. */
MUST_USE enum status home_merge_request(struct db *db, int64_t county, int64_t home, int64_t into,
                                        struct date on, const char *actor, struct error *e);
MUST_USE enum status home_merge(struct db *db, int64_t county, const struct keyring *keys,
                                int64_t home, int64_t into, struct date on,
                                const char *requested_by, const char *actor, int64_t *ret_moved,
                                struct error *e);
/* Consolidations asked for and not carried out yet; home 0: of all homes. */
#define HOME_MERGERS_MAX 500
struct home_merger {
    int64_t home, into;
    const char *name, *into_name, *requested_by;
    struct date on;
};
MUST_USE enum status home_merger_list(struct db *db, int64_t county, int64_t home,
                                      struct arena *arena, struct home_merger **ret,
                                      size_t *ret_count, struct error *e);

struct stay {
    int64_t id, home, person, household, bed, next_stay, case_file;
    int64_t to_home; /* of a transfer asked for */
    enum stay_kind kind;
    enum stay_state state;
    struct date from, until; /* until DATE_OPEN */
    struct date died_on;     /* registered, by the village perhaps, while the stay goes on; v 0 */
    enum stay_leave leave;
    struct month form_from, form_back; /* v 0: not by this stay */
    const char *home_name, *person_name, *id_tail, *room_number, *bed_label, *agreement, *health,
        *contact, *note, *leave_note, *requested_by, *confirmed_by, *leave_requested_by,
        *leave_confirmed_by, *village_name, *township_name; /* of the household's registration */
    int64_t township;
    enum sex sex;
    struct date birth;
    enum care_level care; /* of the newest assessment; CARE_NONE */
};
MUST_USE enum status stay_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                               struct stay *ret, struct error *e); /* NONE */
struct stay_filter {
    int64_t home, township, person; /* 0: any; township: of the home */
    enum stay_state state;          /* 0: any */
    struct date on;                 /* v 0: any; else who slept there that night (states 2 … 4) */
    bool is_dead;                   /* open stays of people who are registered as dead */
    const char *search;             /* name or last digits; NULL */
    int64_t after;                  /* id; for paging */
    int rows;
};
MUST_USE enum status stay_list(struct db *db, int64_t county, const struct stay_filter *filter,
                               struct arena *arena, struct stay **ret, size_t *ret_count,
                               struct error *e);

/* Whose death is registered and whose stay goes on come first; else the order stays. */
void stay_dead_first(struct stay *list, size_t count);

/* ---- wishes to move in ---- */
struct home_wish {
    int64_t id, person, household, home, township;
    struct date asked_on;
    int state; /* 1 OPEN 2 DONE 3 WITHDRAWN */
    const char *person_name, *id_tail, *village_name, *township_name, *home_name, *note;
};
/* A living wubao person, SCATTERED now. home 0: any. One transaction. REFUSED: PERSON_UNKNOWN,
   NOT_WUBAO, STAY_OPEN, WISH_OPEN. Admission closes the wish on its own. */
MUST_USE enum status home_wish_add(struct db *db, int64_t county, const struct keyring *keys,
                                   const char *id_number, int64_t home, struct date asked_on,
                                   const char *note, const char *actor, int64_t *ret_id,
                                   struct error *e);
MUST_USE enum status home_wish_withdraw(struct db *db, int64_t county, int64_t wish,
                                        const char *actor, struct error *e);
/* Open ones; township: of the registration, 0 all. Oldest first. */
MUST_USE enum status home_wish_list(struct db *db, int64_t county, int64_t township,
                                    struct arena *arena, struct home_wish **ret, size_t *ret_count,
                                    struct error *e);
