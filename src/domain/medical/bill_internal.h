/* What the files of bills and advances share: the desk, one change's work, a person's year, and the
   lines that follow from it. Private to medical/. */
#pragma once
#include "domain/medical/advance.h"

#define MEDICAL_TEXT_BYTES_MAX 200 /* of any single field of a message or paper */
#define REASON_SETTLEMENT "SETTLEMENT"
#define REASON_CLAIM "CLAIM"
#define REASON_REASSESSMENT "REASSESSMENT"
#define REASON_REVERSAL "REVERSAL"
#define REASON_CANCELLATION "CANCELLATION"
#define REASON_ADVANCE "ADVANCE"
#define ADVANCE_OVERDUE N_("超过有效期未使用")

/* ---- bill_desk.c ---- */
struct medical_desk {
    int64_t county;
    const struct keyring *keys;
    struct arena *arena; /* of what is kept */
    struct policy_table *policy;
    struct medical_disease_table *diseases;
    bool is_filled, is_read_only;
    const char *bureau, *document; /* to whom the programme was handed over */
    /* A change of the trail, by number and hash, as of which the above holds. */
    int64_t mark;
    uint8_t mark_hash[HASH_BYTES];
};
/* Renews what is kept when the trail shows a change that may have touched it. change: the caller's
   own, just recorded, or 0 when only reading. */
MUST_USE enum status desk_refresh(struct db *db, struct medical_desk *desk, int64_t change,
                                  struct error *e);
/* REFUSED (PROGRAMME_HANDED_OVER), of a fresh desk. */
MUST_USE enum status desk_writable(const struct medical_desk *desk, struct error *e);

/* ---- one change ---- */
#define WORK_IDS 4 /* a settlement needs two */
struct medical_work {
    struct db *db;
    struct medical_desk *desk;
    int64_t county, change;
    struct date today;
    int64_t next_id, last_id; /* taken and not yet used */
    int64_t held_claim;       /* its line is the caller's to bring, once, at the end */
};
MUST_USE enum status work_id(struct medical_work *w, int64_t *ret, struct error *e);

/* ---- year.c: one person's living bills of a year and visit, in the order of the cap ---- */
#define YEAR_BILLS_MAX 4000 /* dialysis: some hundred visits a year */
struct year_bill {
    int64_t id, admission, case_file, household;
    enum bill_source source;
    struct date admitted_on, discharged_on;
    const char *disease;
    struct medical_amounts amounts;
    enum medical_class class_given; /* NONE: as the registry says */
    int64_t kept_known_from;        /* 0: never assessed */
    struct medical_assessment kept; /* terms' numbers, aided_before, borne, aid of it only */
    struct medical_assessment now;  /* filled by year_compute */
    bool differs;                   /* now from kept */
    bool is_explained;              /* year_compute is to say why */
};
struct year_month {
    bool is_known;
    struct medical_person who;
    struct medical_terms terms;
};
struct year {
    int64_t person;
    int year;
    enum medical_visit visit;
    size_t count, room;
    struct year_bill *bill;
    struct year_month month[12];
    struct arena *arena;
};
MUST_USE enum status year_load(struct db *db, int64_t county, int64_t person, int year,
                               enum medical_visit visit, struct arena *arena, struct year *ret,
                               struct error *e);
/* Puts one more in its place. */
MUST_USE enum status year_add(struct year *y, const struct year_bill *bill, struct error *e);
struct year_bill *year_find(struct year *y, int64_t bill); /* NULL: not there */
/* Every bill by what is known now. explain: of those that are to be explained; may be NULL. */
MUST_USE enum status year_compute(struct db *db, struct medical_desk *desk, struct year *y,
                                  struct explanation *explain, struct error *e);
bool year_differs(const struct year *y);
/* The class, and the terms of it, of a day in that year. */
MUST_USE enum status year_month_of(struct db *db, struct medical_desk *desk, struct year *y,
                                   struct date day, struct year_month **ret, struct error *e);
/* Completed years of age on the day; AGE_UNKNOWN when the birth is. */
#define AGE_UNKNOWN 999
int age_on(struct date birth, struct date day);
/* What a bill leaves in the kept columns when the rule said `now`. */
MUST_USE enum status bill_assess(struct medical_desk *desk, const struct year_month *month,
                                 const struct year_bill *bill, struct fen aided_before,
                                 struct medical_assessment *ret, struct explanation *explain,
                                 struct error *e);

/* ---- year_write.c ---- */
struct year_result {
    int64_t bills;
    struct fen more, less; /* of bills that had been assessed before */
};
/* Writes what differs: assessments, the year's guard, and a line for every stay or claim whose
   position moved. new_reason: of bills that were never assessed. ret may be NULL. */
MUST_USE enum status year_write(struct medical_work *w, const struct year *y,
                                const char *new_reason, struct year_result *ret, struct error *e);
/* year_load, year_compute and year_write. */
MUST_USE enum status year_assess(struct medical_work *w, int64_t person, int year,
                                 enum medical_visit visit, const char *new_reason,
                                 struct year_result *ret, struct error *e);

/* ---- line.c ---- */
enum { PAYEE_KIND_HOSPITAL = 1, PAYEE_KIND_HOUSEHOLD = 2 }; /* of medical_line */
struct stay_position { /* what a stay should have brought the hospital by now */
    struct fen before, during;
};
struct stay_position stay_position_of(enum admission_state state, struct fen advance,
                                      struct fen aid);
/* Brings the stay's lines to its position by one line more, when they differ. bill 0: none. */
MUST_USE enum status stay_bring(struct medical_work *w, int64_t admission, int64_t bill,
                                const char *reason, struct error *e);
MUST_USE enum status claim_bring(struct medical_work *w, int64_t case_file, int64_t household,
                                 int64_t person, int64_t bill, const char *reason, struct error *e);

/* ---- bill_write.c: a new bill of either source ---- */
struct bill_draft {
    enum bill_source source;
    int64_t hospital, admission, case_file, person, household, division, replaces;
    const char *hospital_name;
    enum medical_visit visit;
    enum medical_scheme scheme;
    struct date admitted_on, discharged_on;
    const char *disease;
    struct medical_amounts amounts;
};
MUST_USE enum status bill_write(struct medical_work *w, const struct bill_draft *draft,
                                int64_t *ret_id, struct error *e);
void bill_draft_of_year(const struct bill_draft *draft, int64_t id, struct year_bill *ret);
/* REFUSED: BILL_DATES, POST_LATE (by the number `limit`: of hospitals or of claims). */
MUST_USE enum status bill_dates_check(const struct medical_desk *desk, enum medical_number limit,
                                      struct date admitted_on, struct date discharged_on,
                                      struct date today, struct error *e);
/* REFUSED (DISEASE_CODE). */
MUST_USE enum status disease_code_check(const char *code, struct error *e);

/* ---- bill_quote.c ---- */
/* One line more: what of the aid an advance has already brought. x may be NULL. */
MUST_USE enum status explain_advance(struct explanation *x, struct fen advance, struct fen aid,
                                     struct error *e);

/* ---- advance.c ---- */
/* Back from USED, its stay kept. */
MUST_USE enum status advance_restore(struct medical_work *w, int64_t advance, int64_t admission,
                                     struct error *e);
/* From its stay: free again, or ended when its last day is over or another was approved since. */
MUST_USE enum status advance_release(struct medical_work *w, int64_t advance, int64_t person,
                                     struct error *e);

/* ---- message_answer.c ---- */
void message_digest(const struct medical_desk *desk, const struct medical_message *m,
                    uint8_t out[HASH_BYTES]);
/* Renders ret->json. */
MUST_USE enum status message_answer(const struct medical_message *m, struct arena *arena,
                                    struct medical_answer *ret, struct error *e);
/* The numbers of an answer out of its JSON. */
MUST_USE enum status message_answer_again(const char *json, struct arena *arena,
                                          struct medical_answer *ret, struct error *e);

/* ---- message_*.c: what each kind does, after the checks that all share ---- */
MUST_USE enum status message_admit(struct medical_work *w, const struct medical_message *m,
                                   struct arena *arena, struct medical_answer *ret,
                                   struct error *e);
MUST_USE enum status message_settle(struct medical_work *w, const struct medical_message *m,
                                    struct arena *arena, struct medical_answer *ret,
                                    struct error *e);
MUST_USE enum status message_reverse(struct medical_work *w, const struct medical_message *m,
                                     struct arena *arena, struct medical_answer *ret,
                                     struct error *e);
MUST_USE enum status message_cancel(struct medical_work *w, const struct medical_message *m,
                                    struct arena *arena, struct medical_answer *ret,
                                    struct error *e);
