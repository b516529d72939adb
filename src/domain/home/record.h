/* What a home writes down each day (民政部令37号): leave, visits, check-ups, meals, clothing,
   pocket money, incidents, duty; care levels by six items; property; staff. */
#pragma once
#include "domain/home/stay.h"

enum record_kind {
    RECORD_LEAVE = 1, /* 请假: on … until */
    RECORD_VISIT,     /* 探视 */
    RECORD_CHECKUP,   /* 查体: result */
    RECORD_MEAL,      /* 伙食: quantity diners, amount the day's food */
    RECORD_CLOTHING,  /* 服装: quantity sets, detail the kind */
    RECORD_POCKET,    /* 零花钱: amount, month; confirmed by the resident */
    RECORD_INCIDENT,  /* 事故 */
    RECORD_DUTY,      /* 值班 */
    RECORD_ACTIVITY,  /* 院务、活动 */
    RECORD_KIND_COUNT = RECORD_ACTIVITY
};
struct record_kind_row {
    enum record_kind kind;
    const char *code, *label; /* "POCKET"; msgid */
    bool needs_stay, has_until, has_month, has_quantity, has_amount, has_result;
    bool needs_detail, is_of_home; /* is_of_home: never of one resident */
    bool is_confirmed;             /* takes the resident's mark */
};
extern const struct record_kind_row RECORD_KINDS[]; /* by kind - 1; forms and checks read it */
MUST_USE enum status record_kind_parse(const char *code, enum record_kind *ret, struct error *e);
struct home_record {
    int64_t id, home, stay; /* stay 0: of the home */
    enum record_kind kind;
    struct date on, until; /* until: the last day of it, included; v 0: the same day */
    struct month month;    /* v 0: of on */
    int64_t quantity;
    struct fen amount;
    const char *result, *detail, *actor, *confirmed_by, *person_name, *strike_reason;
    struct date confirmed_on;
    bool is_struck;
};
/* home 0: the stay's. A month's pocket money may be given from the month of moving in to the month
   of the day. One transaction. REFUSED: HOME_RECORD (naming the field), STAY_UNKNOWN (not of this
   home, or not there that day), RECORD_TWICE (a month's pocket money, a day's meals, a leave that
   shares a day with another), RECORD_DATE (in the future), ACCESS_…. */
MUST_USE enum status home_record_add(struct db *db, int64_t county,
                                     const struct home_record *record, const char *actor,
                                     int64_t *ret_id, struct error *e);
/* The home of an admission that holds or held: whom to ask first. REFUSED: STAY_UNKNOWN. */
MUST_USE enum status home_of_stay(struct db *db, int64_t county, int64_t stay, int64_t *ret_home,
                                  struct error *e);
#define RECORD_STAYS_MAX 1000
/* Stays of those who sleep there that night, by id: for what everybody gets. REFUSED (HOME_RECORD):
   more than RECORD_STAYS_MAX. */
MUST_USE enum status home_record_residents(struct db *db, int64_t county, int64_t home,
                                           struct date on, struct arena *arena, int64_t **ret_stays,
                                           size_t *ret_count, struct error *e);
#define RECORD_ROWS_MAX 1000 /* of a list; more: go on with `before` */
/* The same for many residents of one home at once (pocket money, clothing, check-ups): all or none;
   the error's place names who. */
MUST_USE enum status home_record_add_all(struct db *db, int64_t county,
                                         const struct home_record *record, const int64_t *stays,
                                         size_t count, const char *actor, struct error *e);
/* The resident's own mark that he got it (POCKET, CLOTHING): who witnessed it. REFUSED:
   RECORD_UNKNOWN, RECORD_STATE (struck, confirmed already, of a kind that takes none), RECORD_DATE,
   HOME_RECORD (witness), ACCESS_…. */
MUST_USE enum status home_record_confirm(struct db *db, int64_t county, int64_t id,
                                         const char *witness, struct date on, const char *actor,
                                         struct error *e);
/* A signed sheet at once: all or none; the error's place names which. */
MUST_USE enum status home_record_confirm_all(struct db *db, int64_t county, const int64_t *ids,
                                             size_t count, const char *witness, struct date on,
                                             const char *actor, struct error *e);
/* Struck, never edited. REFUSED: REASON_MISSING, RECORD_UNKNOWN, RECORD_STATE, ACCESS_…. */
MUST_USE enum status home_record_strike(struct db *db, int64_t county, int64_t id,
                                        const char *reason, const char *actor, struct error *e);
/* home or stay; kind 0: any; from … to inclusive, v 0: open; newest first, struck ones too; before:
   the last id of the page before, 0: from the newest. */
struct record_filter {
    int64_t home, stay;
    enum record_kind kind;
    struct date from, to;
    int64_t before;
    int rows;
};
MUST_USE enum status home_record_list(struct db *db, int64_t county,
                                      const struct record_filter *filter, struct arena *arena,
                                      struct home_record **ret, size_t *ret_count, struct error *e);

/* ---- care level: 吃饭 穿衣 上下床 如厕 室内行走 洗澡 ---- */
#define CARE_ITEMS 6
struct care_assessment {
    int64_t stay;
    struct date assessed_on;
    bool can[CARE_ITEMS]; /* in that order */
    enum care_level level;
    const char *assessors; /* two at least, by name */
    const char *actor;
};
extern const char *const CARE_ITEM_LABELS[CARE_ITEMS]; /* msgid */
/* Pure. All six: SELF; up to three fail: HALF; four or more: FULL (民发〔2021〕43号). */
enum care_level care_level_of(const bool can[CARE_ITEMS]);
#define CARE_ROWS_MAX 200
/* One transaction; of a wubao resident the registry's care level follows from the next month on (or
   from the benefit's first month): a household of several residents has the heaviest. The level is
   never given by hand. A second one of the same day corrects the first. REFUSED: STAY_UNKNOWN,
   CARE_DATE (in the future, before a newer one of the person, not there that day), CARE_ASSESSORS,
   ACCESS_…. */
MUST_USE enum status care_assess(struct db *db, int64_t county, const struct care_assessment *care,
                                 const char *actor, struct error *e);
MUST_USE enum status care_list(struct db *db, int64_t county, int64_t stay, struct arena *arena,
                               struct care_assessment **ret, size_t *ret_count, struct error *e);

/* ---- property ---- */
struct home_property {
    int64_t stay, number, quantity;
    const char *item, *witnesses, *given_to; /* given_to "": still kept */
    struct fen value;
    struct date listed_on, given_on;
};
#define PROPERTY_ROWS_MAX 500
/* Of a dead resident: two witnesses (REFUSED PROPERTY_WITNESSES). number is given here. REFUSED
   also: HOME_PROPERTY (naming the field), STAY_UNKNOWN, RECORD_DATE, ACCESS_…. */
MUST_USE enum status home_property_add(struct db *db, int64_t county,
                                       const struct home_property *property, const char *actor,
                                       struct error *e);
/* REFUSED: PROPERTY_UNKNOWN, PROPERTY_GIVEN, HOME_PROPERTY, RECORD_DATE, ACCESS_…. */
MUST_USE enum status home_property_give(struct db *db, int64_t county, int64_t stay, int64_t number,
                                        const char *to, struct date on, const char *actor,
                                        struct error *e);
MUST_USE enum status home_property_list(struct db *db, int64_t county, int64_t stay,
                                        struct arena *arena, struct home_property **ret,
                                        size_t *ret_count, struct error *e);

/* ---- staff ---- */
struct home_staff {
    int64_t home, id;                       /* id 0: new */
    const char *name, *id_number, *id_tail; /* id_number: when written */
    enum sex sex;
    struct date birth, from, until; /* until DATE_OPEN: on the post */
    const char *political, *education, *post, *trade, *duty, *training, *phone;
    bool is_established, is_legal; /* 乡镇在编; 法定代表人 */
    struct fen pay;                /* a month */
};
struct staff_post {
    const char *code, *label; /* "CARER"; msgid */
};
extern const struct staff_post STAFF_POSTS[];   /* ends with NULL */
const char *staff_post_label(const char *code); /* msgid; "" when unknown */
#define STAFF_ROWS_MAX 500                      /* of a home */
/* As a whole: supersedes. Sex and birth are those of the ID number; id_number NULL or "": the one
   that is known. until: the first day no longer on the post. REFUSED: STAFF_FIELD, STAFF_UNKNOWN,
   IDNO_…, STAFF_TWICE (on a post elsewhere), ACCESS_…. */
MUST_USE enum status home_staff_write(struct db *db, int64_t county, const struct keyring *keys,
                                      const struct home_staff *staff, const char *actor,
                                      int64_t *ret_id, struct error *e);
/* on v 0: those who have left too. */
MUST_USE enum status home_staff_list(struct db *db, int64_t county, int64_t home, struct date on,
                                     struct arena *arena, struct home_staff **ret,
                                     size_t *ret_count, struct error *e);
/* The whole ID number, written into the trail before it is opened (reveal.h). NONE: no such one, or
   of a home out of the user's scope. REFUSED: ACCESS_DENIED, REVEAL_PURPOSE. */
MUST_USE enum status home_staff_reveal(struct db *db, int64_t county, const struct keyring *keys,
                                       const struct access_user *user, int64_t home, int64_t id,
                                       const char *purpose, struct arena *arena,
                                       const char **ret_number, struct error *e);
