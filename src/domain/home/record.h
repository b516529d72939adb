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
};
extern const struct record_kind_row RECORD_KINDS[]; /* by kind - 1; forms and checks read it */
MUST_USE enum status record_kind_parse(const char *code, enum record_kind *ret, struct error *e);
struct home_record {
    int64_t id, home, stay; /* stay 0: of the home */
    enum record_kind kind;
    struct date on, until; /* until v 0: the same day */
    struct month month;    /* v 0: of on */
    int64_t quantity;
    struct fen amount;
    const char *result, *detail, *actor, *confirmed_by, *person_name, *strike_reason;
    struct date confirmed_on;
    bool is_struck;
};
/* One transaction. REFUSED: HOME_RECORD (naming the field), STAY_UNKNOWN (not of this home, or not
   there that day), RECORD_TWICE (a month's pocket money, a day's meals), RECORD_DATE (in the
   future), ACCESS_…. */
MUST_USE enum status home_record_add(struct db *db, int64_t county,
                                     const struct home_record *record, const char *actor,
                                     int64_t *ret_id, struct error *e);
/* The same for many residents at once (pocket money, clothing, check-ups): all or none. */
MUST_USE enum status home_record_add_all(struct db *db, int64_t county,
                                         const struct home_record *record, const int64_t *stays,
                                         size_t count, const char *actor, struct error *e);
/* The resident's own mark that he got it (POCKET, CLOTHING): who witnessed it. */
MUST_USE enum status home_record_confirm(struct db *db, int64_t county, int64_t id,
                                         const char *witness, struct date on, const char *actor,
                                         struct error *e);
/* Struck, never edited. REFUSED: REASON_MISSING. */
MUST_USE enum status home_record_strike(struct db *db, int64_t county, int64_t id,
                                        const char *reason, const char *actor, struct error *e);
/* home or stay; kind 0: any; from … to inclusive; newest first. */
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
/* One transaction; the registry's care level follows from the next month on. The level is never
   given by hand. REFUSED: STAY_UNKNOWN, CARE_DATE, CARE_ASSESSORS. */
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
/* Of a dead resident: two witnesses (REFUSED PROPERTY_WITNESSES). */
MUST_USE enum status home_property_add(struct db *db, int64_t county,
                                       const struct home_property *property, const char *actor,
                                       struct error *e);
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
extern const struct staff_post STAFF_POSTS[]; /* ends with NULL */
/* REFUSED: STAFF_FIELD, IDNO_…, STAFF_TWICE (on a post elsewhere). */
MUST_USE enum status home_staff_write(struct db *db, int64_t county, const struct keyring *keys,
                                      const struct home_staff *staff, const char *actor,
                                      int64_t *ret_id, struct error *e);
MUST_USE enum status home_staff_list(struct db *db, int64_t county, int64_t home, struct date on,
                                     struct arena *arena, struct home_staff **ret,
                                     size_t *ret_count, struct error *e);
