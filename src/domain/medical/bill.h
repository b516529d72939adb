/* During treatment (医中, 一站式): a hospital files a stay, asks what it may expect, settles it at
   the counter and may reverse it; the aid is deducted there and then, the hospital advances it and
   the month's statement pays it back (P3.3). Claims after treatment bring their bills here as well:
   one year, one cap, one rule for all.

   The cap of a year is taken in the order of admission (admitted_on, then number of the bill),
   whenever a bill arrives: a bill posted late, struck, corrected, or a class that changes
   back-dated re-assesses the year's later bills, and the difference is a line of its own. So a
   year's end is the same in whatever order its facts became known. */
#pragma once
#include "domain/medical/rule.h"

/* ---- what a counter keeps between calls: parsed rules and diseases, renewed when parameters
   change. One per connection; not shared by threads. ---- */
struct medical_desk;
struct medical_desk *medical_desk_new(int64_t county,
                                      const struct keyring *keys); /* NULL: no memory */
void medical_desk_free(struct medical_desk *d);
void medical_desk_cleanup(struct medical_desk **d);

enum admission_state { ADMISSION_OPEN = 1, ADMISSION_SETTLED = 2, ADMISSION_CANCELLED = 3 };
enum bill_state { BILL_SETTLED = 1, BILL_STRUCK = 2 };
enum bill_source { BILL_HOSPITAL = 1, BILL_CLAIM = 2 };
const char *admission_state_label(enum admission_state s); /* msgid */
const char *bill_state_label(enum bill_state s);

struct medical_entitlement { /* what a counter may know before it admits somebody */
    int64_t person;
    enum medical_class class;
    bool is_suspended;                          /* 停助 */
    struct medical_terms inpatient, outpatient; /* of the class, today */
    struct fen inpatient_room, outpatient_room; /* of this year's caps */
    struct fen advance; /* approved and not used, for this hospital; 0 none */
    struct date advance_expires;
};

/* One message of a hospital. serial: the hospital's running number of messages: the same serial
   with the same content gives the same answer again (is_repeat), with other content it is REFUSED
   (SERIAL_REUSED). Everything else REFUSED says which field: SERIAL_FORM, MESSAGE_FIELD (missing,
   too long), ADMISSION_UNKNOWN (post the admission first), ADMISSION_KNOWN, ADMISSION_SETTLED,
   ADMISSION_CANCELLED, PERSON_UNKNOWN, PERSON_NAME, PERSON_DEAD (admitted after the death that is
   registered), NOT_ENTITLED, MEDICAL_VISIT, MEDICAL_SCHEME, DISEASE_CODE, BILL_AMOUNTS, BILL_DATES,
   BILL_CLAIMED (the same stay was paid as a claim), BILL_UNKNOWN, BILL_STRUCK, POST_LATE,
   POLICY_MISSING, PROGRAMME_HANDED_OVER. RETRY (SERIAL_BUSY): the same serial is being taken by
   another connection; db_transaction begins again. A refusal leaves nothing behind, so the same
   serial may be sent again. */
enum medical_message_kind {
    MESSAGE_ADMIT = 1,
    MESSAGE_SETTLE = 2,
    MESSAGE_REVERSE = 3,
    MESSAGE_CANCEL = 4
};
struct medical_message {
    enum medical_message_kind kind;
    int64_t hospital;
    const char *actor;  /* user */
    const char *serial; /* 1–64 of A–Z a–z 0–9 . _ - */
    struct date today;
    const char *admission_no; /* 住院号 (outpatients: 门诊号) */
    /* ADMIT */
    const char *id_number, *name, *department, *disease, *disease_name, *insurance_no;
    enum medical_visit visit;
    enum medical_scheme scheme;
    struct date admitted_on;
    /* SETTLE */
    struct date discharged_on;
    struct medical_amounts amounts;
    const char *replaces; /* number of the struck bill that this one corrects; NULL */
    /* REVERSE (the standing bill of the admission), CANCEL (an open admission) */
    const char *reason;
};
struct medical_answer {
    bool is_repeat;
    int64_t admission, bill; /* 0 none */
    enum medical_class class;
    struct medical_assessment assessment; /* SETTLE; of the reversed bill for REVERSE */
    struct fen advance;                   /* drawn with the admission */
    struct fen pay_now; /* SETTLE: aid − advance, what the counter deducts now */
    const char *json;   /* the answer as kept and repeated, byte for byte */
};
/* Inside db_transaction (or a savepoint of it); records its own change. Text in the arena. */
MUST_USE enum status medical_message_do(struct db *db, struct medical_desk *desk,
                                        const struct medical_message *m, struct arena *arena,
                                        struct medical_answer *ret, struct error *e);
/* Writes nothing. name must agree with the ID number: REFUSED PERSON_UNKNOWN for both faults, so
   that nobody can ask around. Class NONE is an answer. */
MUST_USE enum status medical_entitlement_check(struct db *db, struct medical_desk *desk,
                                               int64_t hospital, const char *id_number,
                                               const char *name, struct date today,
                                               struct arena *arena, struct medical_entitlement *ret,
                                               struct error *e);
/* The check as a hospital asks it: inside db_transaction, a row of the trail says who asked about
   whom (person, or the last four of a number that is nobody's), also when it is refused: then OK
   all the same, and ret_why->status is REFUSED. */
struct medical_ask {
    int64_t hospital;
    const char *actor, *id_number, *name;
    struct date today;
};
MUST_USE enum status medical_entitlement_ask(struct db *db, struct medical_desk *desk,
                                             const struct medical_ask *ask, struct arena *arena,
                                             struct medical_entitlement *ret, struct error *ret_why,
                                             struct error *e);
/* The same as a transaction of its own, which is kept although REFUSED is returned. */
MUST_USE enum status medical_entitlement_take(struct db *db, struct medical_desk *desk,
                                              const struct medical_ask *ask, struct arena *arena,
                                              struct medical_entitlement *ret, struct error *e);
/* medical_message_do as a counter says it: an ADMIT that is refused because of whom it names is
   written down like a check: then OK, and ret_why->status is REFUSED. */
MUST_USE enum status medical_message_hear(struct db *db, struct medical_desk *desk,
                                          const struct medical_message *m, struct arena *arena,
                                          struct medical_answer *ret, struct error *ret_why,
                                          struct error *e);
MUST_USE enum status medical_message_hear_take(struct db *db, struct medical_desk *desk,
                                               const struct medical_message *m, struct arena *arena,
                                               struct medical_answer *ret, struct error *e);
/* What SETTLE would answer now; writes nothing. explain may be NULL. */
MUST_USE enum status medical_quote(struct db *db, struct medical_desk *desk,
                                   const struct medical_message *m, struct arena *arena,
                                   struct medical_answer *ret, struct explanation *explain,
                                   struct error *e);

/* ---- bills of claims (casework, within its transaction) ---- */
struct claim_bill {
    const char *hospital_name; /* as on the invoice */
    enum medical_visit visit;
    enum medical_scheme scheme;
    struct date admitted_on, discharged_on;
    const char *disease;
    struct medical_amounts amounts;
};
/* The bills of a decided claim: each assessed in its place in the year, the household's line
   written. The class is the registry's, or that of the decision, written beforehand by
   medical_class_write. In time is what was handed in (the case opened) within medical.claim.days.
   *ret_total_aid: of the claim's living bills. REFUSED: NOT_ENTITLED, BILL_COUNT (none, or above
   200), BILL_AMOUNTS, BILL_DATES, POST_LATE, MEDICAL_VISIT, MEDICAL_SCHEME, MESSAGE_FIELD,
   POLICY_MISSING, PROGRAMME_HANDED_OVER. */
MUST_USE enum status medical_claim_decide(struct db *db, struct medical_desk *desk,
                                          int64_t case_file, int64_t person, int64_t household,
                                          int64_t division, const struct claim_bill *bills,
                                          size_t bill_count, struct date decided_on, int64_t change,
                                          struct fen *ret_total_aid, struct error *e);
/* What it would be; writes nothing, and asks neither for a class nor whether it is in time: without
   a class the aid is 0. class NONE: read from the registry. */
MUST_USE enum status medical_claim_quote(struct db *db, struct medical_desk *desk, int64_t person,
                                         enum medical_class class, const struct claim_bill *bills,
                                         size_t bill_count, struct arena *arena,
                                         struct fen *ret_total_aid, struct explanation *explain,
                                         struct error *e);
/* A bill of a claim put right: struck, and decided again with other figures (amounts NULL: struck
   only). One transaction. REFUSED: SAME_PERSON (actor approved the case), BILL_UNKNOWN, BILL_SOURCE
   (a hospital's: it strikes its own), BILL_STRUCK, BILL_AMOUNTS, MESSAGE_FIELD (no reason),
   PROGRAMME_HANDED_OVER. */
MUST_USE enum status medical_claim_correct(struct db *db, struct medical_desk *desk, int64_t bill,
                                           const struct medical_amounts *amounts,
                                           const char *reason, const char *actor, struct date today,
                                           struct error *e);

/* ---- re-assessment ---- */
struct reassess_result {
    int64_t people, bills; /* whose aid changed */
    struct fen more, less;
};
/* Everybody whose bills of the year were reckoned with a class or terms that are known otherwise
   today. One transaction; nothing changed when nothing differs. today: day of the lines. */
MUST_USE enum status medical_reassess(struct db *db, struct medical_desk *desk, int year,
                                      const char *actor, struct date today,
                                      struct reassess_result *ret, struct error *e);

/* ---- reading ---- */
struct bill_record {
    int64_t id, hospital, admission, case_file, person, household, division, replaces;
    enum bill_source source;
    enum bill_state state;
    enum medical_visit visit;
    enum medical_scheme scheme;
    int year;
    const char *hospital_name, *admission_no, *person_name, *id_tail, *disease, *strike_reason;
    struct date admitted_on, discharged_on, posted_on, struck_on;
    struct medical_amounts amounts;
    enum medical_class class; /* and the rest as assessed last */
    struct fen deductible, cap, aided_before, borne, aid, personal, advance;
    int64_t rate_bp;
    bool is_paid; /* its statement's transfer, or its household's item, is paid */
};
/* NONE: unknown. The caller checks hospital or scope. */
MUST_USE enum status bill_read(struct db *db, int64_t county, int64_t bill, struct arena *arena,
                               struct bill_record *ret, struct error *e);
/* Line by line, as it was assessed: recomputed from bill and assessment with the terms of its
   knowledge; differs: the rule gives another figure than was kept. */
MUST_USE enum status bill_explain(struct db *db, int64_t county, int64_t bill, struct arena *arena,
                                  struct explanation *ret, bool *ret_differs, struct error *e);
#define BILL_PAGE_ROWS_MAX 200
struct bill_filter {
    int64_t scope;    /* of the viewer: division prefix; 0: not by place (hospital given) */
    int64_t hospital; /* 0: any */
    int64_t division, person, household;
    enum bill_source source; /* 0 any */
    enum medical_class class;
    int year; /* 0 any */
    bool is_struck_too;
    const char *search; /* name, ID tail, admission number */
    int64_t before;     /* id of the last row shown; 0: from the newest */
    int row_count;
};
MUST_USE enum status bill_list(struct db *db, int64_t county, const struct bill_filter *filter,
                               struct arena *arena, struct bill_record **ret, size_t *ret_count,
                               bool *ret_has_more, struct error *e);
struct admission_record {
    int64_t id, hospital, person, household, division, advance, bill;
    const char *number, *hospital_name, *person_name, *id_tail, *department, *disease,
        *disease_name;
    enum medical_visit visit;
    enum medical_scheme scheme;
    enum admission_state state;
    struct date admitted_on, received_on;
    struct fen advance_amount;
};
/* Newest first; those of one hospital (0: any) and state (0: any) after the id `before`. */
MUST_USE enum status admission_list(struct db *db, int64_t county, int64_t hospital, int64_t person,
                                    enum admission_state state, int64_t before, int row_count,
                                    struct arena *arena, struct admission_record **ret,
                                    size_t *ret_count, struct error *e);
MUST_USE enum status admission_by_number(struct db *db, int64_t county, int64_t hospital,
                                         const char *number, struct arena *arena,
                                         struct admission_record *ret, struct error *e); /* NONE */
/* The year of a person: cap, used and left per visit. Rows only where there was aid or a class. */
struct person_year {
    int year;
    enum medical_visit visit;
    struct fen cap, used, left;
};
MUST_USE enum status medical_person_years(struct db *db, int64_t county, int64_t person,
                                          struct date today, struct arena *arena,
                                          struct person_year **ret, size_t *ret_count,
                                          struct error *e);
/* REFUSED (PROGRAMME_HANDED_OVER, naming to whom and by which document) when medical assistance is
   read-only. Called first by everything here that writes. */
MUST_USE enum status medical_writable(struct db *db, int64_t county, struct error *e);
