/* People, households, what they are entitled to and what is known of them, by month and by
 * knowledge. */
#pragma once
#include "base/idno.h"
#include "base/seal.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

enum entitlement_status {
    ENTITLEMENT_ACTIVE = 1,
    ENTITLEMENT_SUSPENDED = 2,
    ENTITLEMENT_GRACE = 3,
    ENTITLEMENT_ENDED = 4
};
enum support_form { FORM_NONE = 0, FORM_SCATTERED = 1, FORM_INSTITUTION = 2 };
enum care_level { CARE_NONE = 0, CARE_SELF = 1, CARE_HALF = 2, CARE_FULL = 3 };
enum relation {
    RELATION_HEAD = 1,
    RELATION_SPOUSE = 2,
    RELATION_SON = 3,
    RELATION_DAUGHTER = 4,
    RELATION_GRANDSON = 5,
    RELATION_GRANDDAUGHTER = 6,
    RELATION_FATHER = 7,
    RELATION_MOTHER = 8,
    RELATION_OTHER = 9
};
enum owner_kind { OWNER_HOUSEHOLD = 1, OWNER_HOME = 2 };

/* Period rows as stored. to/from inclusive. */
struct entitlement_row {
    struct month from, to;
    int64_t known_from;
    enum entitlement_status status;
    int64_t division, head, home;
    int mgmt_class; /* 0 none, 1 A, 2 B, 3 C */
    struct fen income_year;
    enum support_form form;
    enum care_level care;
    struct month begun; /* 纳入月份 as the township wrote it */
    const char *cause;
};
struct member_row {
    int64_t person;
    struct month from, to;
    int64_t known_from;
    struct date birth;
    /* Not present but protected, with an end: died in the household's grace period, until whose
       end the basic amount still counts the member (§A.6). */
    bool is_present, is_protected, is_seriously_ill, is_student;
    enum relation relation;
    int disability_kind, disability_grade;
    const char *cause;
};

/* Everything believed at one knowledge about one household that touches a span of months. */
struct dossier {
    int64_t household;
    size_t entitlement_count, member_count;
    const struct entitlement_row *entitlements; /* by from month; never overlapping */
    const struct member_row *members; /* by person, then from month; never overlapping per person */
    int64_t newest_known;             /* largest known_from of all rows */
};
#define DOSSIER_ENTITLEMENTS_MAX 400
#define DOSSIER_MEMBERS_MAX 2000

/* `cause` is "" in a stream: written text costs as much as the rest of the row; dossier_read has
   it. All households of a programme in household order, as believed at `known` (KNOWN_NOW or a
   change id), with rows touching [from, to]. One merge of two sequential scans; memory of one
   dossier. Cursors live until close; inside a transaction other statements may run in between. */
struct dossier_stream;
MUST_USE enum status dossier_stream_open(struct db *db, int64_t county, enum programme p,
                                         struct month from, struct month to, int64_t known,
                                         struct dossier_stream **ret, struct error *e);
/* The same with only what an amount depends on: head, class, care, begun month, relation, kind of
   disability and student stay zero. For runs over millions of rows. */
MUST_USE enum status dossier_stream_open_due(struct db *db, int64_t county, enum programme p,
                                             struct month from, struct month to, int64_t known,
                                             struct dossier_stream **ret, struct error *e);
/* One month for a what-if: only the members who count in it; person, home and
   what is known since when stay zero as well, from and to are the month. */
MUST_USE enum status dossier_stream_open_month(struct db *db, int64_t county, enum programme p,
                                               struct month m, int64_t known,
                                               struct dossier_stream **ret, struct error *e);
MUST_USE enum status dossier_stream_next(struct dossier_stream *s, const struct dossier **ret,
                                         struct error *e); /* NONE: end */
void dossier_stream_close(struct dossier_stream *s);
void dossier_stream_cleanup(struct dossier_stream **s);
/* One household's dossier, rows in the arena. NONE when there is no such household in the
 * programme. */
MUST_USE enum status dossier_read(struct db *db, int64_t county, enum programme p,
                                  int64_t household, struct month from, struct month to,
                                  int64_t known, struct arena *arena, struct dossier *ret,
                                  struct error *e);
/* The entitlement row in force in month m; NULL when none. */
const struct entitlement_row *dossier_entitlement_at(const struct dossier *d, struct month m);

/* ---- identity ---- */
struct person_row {
    int64_t id;
    const char *name, *id_tail, *phone_tail; /* phone_tail may be NULL */
    enum sex sex;
    int64_t known_from;
    char id_number[IDNO_BYTES]; /* filled only when unsealed; "" otherwise */
};
/* keyring NULL: id_number stays "". */
MUST_USE enum status person_by_id(struct db *db, int64_t county, int64_t person,
                                  const struct keyring *keys, struct arena *arena,
                                  struct person_row *ret, struct error *e);
/* By full ID number through the blind index. NONE when unknown. */
MUST_USE enum status person_by_id_number(struct db *db, int64_t county, const struct keyring *keys,
                                         const char *id_number, struct arena *arena,
                                         struct person_row *ret, struct error *e);
/* Where a person is now: household, programme, head's name, village. NONE when in none. */
struct person_place {
    int64_t household;
    enum programme programme;
    const char *head_name, *village_name, *township_name;
};
MUST_USE enum status person_current_place(struct db *db, int64_t county, int64_t person,
                                          struct arena *arena, struct person_place *ret,
                                          struct error *e);

/* The household a person is in, or was in last: the dead and those who left are found too. NONE
   when never in any. */
MUST_USE enum status person_last_household(struct db *db, int64_t county, int64_t person,
                                           int64_t *ret, struct error *e);

struct account_row {
    const char *bank, *holder, *number_tail;
    char number[40]; /* when unsealed */
};
MUST_USE enum status account_current(struct db *db, int64_t county, enum owner_kind kind,
                                     int64_t owner, const struct keyring *keys, struct arena *arena,
                                     struct account_row *ret, struct error *e);

/* ---- changes of fact, all inside db_transaction, all with a recorded change id ---- */
/* Writes `row` for [row->from, row->to] as known from `change` on: rows in the way are superseded,
   what is left of them on either side is written again. Never deletes. */
MUST_USE enum status entitlement_write(struct db *db, int64_t county, enum programme p,
                                       int64_t household, int64_t change,
                                       const struct entitlement_row *row, struct error *e);
MUST_USE enum status member_write(struct db *db, int64_t county, int64_t household, int64_t change,
                                  const struct member_row *row, struct error *e);
MUST_USE enum status account_write(struct db *db, int64_t county, const struct keyring *keys,
                                   enum owner_kind kind, int64_t owner, int64_t change,
                                   const char *bank, const char *holder, const char *number,
                                   struct error *e);

/* Commands for what happens to people (each records its change; each is one transaction of its
   own). Death: the month of death is still due; from the next month on the member is gone. A dead
   head's household goes on under the spouse, else the eldest adult, else the eldest; when nobody is
   left the entitlement ends (令456号 Art. 8; 社会救助暂行办法 Art. 13). A second report with
   another day corrects the first. REFUSED: PERSON_UNKNOWN, DEATH_FUTURE, DEATH_BEFORE_BIRTH,
   DEATH_KNOWN. */
struct registry_actor {
    const char *user;
    const char *document; /* evidence or file number, may be "" */
};
MUST_USE enum status registry_report_death(struct db *db, int64_t county,
                                           const struct keyring *keys, const char *id_number,
                                           struct date died_on, const struct registry_actor *actor,
                                           struct error *e);
/* The changes below hold from `from` on. All are REFUSED as HOUSEHOLD_UNKNOWN or PERSON_UNKNOWN,
   MONTH_TOO_EARLY (the benefit begins later) and NOTHING_TO_CHANGE. Wubao: the person chooses the
   form (令456号 Art. 12); home only for INSTITUTION (NOT_WUBAO, PERSON_WITHOUT_BENEFIT,
   HOME_UNKNOWN, HOME_MISSING, HOME_UNEXPECTED). */
MUST_USE enum status registry_change_form(struct db *db, int64_t county, const struct keyring *keys,
                                          const char *id_number, enum support_form form,
                                          const char *home_name, struct month from,
                                          const struct registry_actor *actor, struct error *e);
/* INCOME_NEGATIVE. */
MUST_USE enum status registry_change_income(struct db *db, int64_t county, int64_t household,
                                            struct fen income_year, struct month from,
                                            const struct registry_actor *actor, struct error *e);
/* A stop needs its cause (社会救助暂行办法 Art. 13): CAUSE_MISSING. */
MUST_USE enum status registry_set_status(struct db *db, int64_t county, int64_t household,
                                         enum entitlement_status status, const char *cause,
                                         struct month from, const struct registry_actor *actor,
                                         struct error *e);
/* At once, whatever the month; the old account stays, closed. */
MUST_USE enum status registry_change_account(struct db *db, int64_t county,
                                             const struct keyring *keys, int64_t household,
                                             const char *bank, const char *holder,
                                             const char *number, const struct registry_actor *actor,
                                             struct error *e);
