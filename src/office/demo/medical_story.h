/* The story of medical assistance, shared by its files. */
#pragma once
#include "domain/casework/casework.h"
#include "domain/medical/advance.h"
#include "domain/medical/bill.h"
#include "office/demo/medical.h"

#define STORY_HOSPITALS 3
#define STORY_STAYS_MAX 60
#define STORY_PATIENTS_MAX 80 /* of the registry */
#define STORY_STRANGERS_MAX 8 /* in no register of the county */
#define STORY_CLAIMS_MAX 24
#define STORY_TEXT_BYTES 64
#define STORY_COUNTY_SCOPE 1000000 /* county code to division code */
#define OFFICER "medical1"
#define SECOND_OFFICER "medical2"
#define ACCOUNTANT "accountant"
#define APPROVER "finance1"
#define PAYER "finance2"

struct patient {
    char name[DEMO_NAME_BYTES], phone[DEMO_PHONE_BYTES], account[DEMO_ACCOUNT_BYTES];
    struct idno id;
    const struct demo_place *place;
    int64_t person, household; /* 0: in no register */
};
struct illness {
    const char *code, *name, *department;
};

struct stay {
    const struct patient *who;
    const struct illness *illness;
    int hospital; /* 0 … */
    enum medical_visit visit;
    char number[STORY_TEXT_BYTES];
    struct date admitted, discharged, told; /* told: when the hospital says so */
    bool is_open, is_corrected;
    struct medical_amounts amounts, corrected;
    int64_t bill;
};

struct claim_step {
    int day; /* after the application */
    enum case_action action;
    char post[12]; /* "clerk", "lead" of the township, else a post of the county */
};
struct claim_story {
    enum case_kind kind;
    const struct patient *who;
    const struct illness *illness;
    const char *class; /* as applied for; NULL: by the registry */
    const struct claim_step *way;
    size_t steps, done;
    struct date opened;
    int64_t id, notice;
};

struct medical_story {
    struct db *db;
    const struct payment_context *c;
    const struct demo_options *options;
    struct arena *arena;
    const char *folder;
    void (*set_today)(struct date day);
    struct date first, next, until, today; /* next: first day of the month after */
    struct random random;
    struct medical_desk *desk;
    int64_t hospital[STORY_HOSPITALS], office;
    struct patient patients[STORY_PATIENTS_MAX], strangers[STORY_STRANGERS_MAX];
    size_t patient_count, patient_next, stranger_count, stranger_next;
    struct stay stays[STORY_STAYS_MAX];
    size_t stay_count;
    struct claim_story claims[STORY_CLAIMS_MAX];
    size_t claim_count;
    int64_t statement[STORY_HOSPITALS], transfer[STORY_HOSPITALS], premium_transfer, run;
    struct demo_medical_counts counts;
};

/* Patients, strangers, hospitals. NONE: too few. */
MUST_USE enum status medical_people_choose(struct medical_story *s, struct error *e);
const struct patient *medical_next_patient(struct medical_story *s);
const struct illness *medical_illness(struct medical_story *s);
const struct illness *medical_listed_illness(void); /* of the county's list */

void medical_stays_plan(struct medical_story *s);
/* What the hospitals say on s->today: one transaction. */
MUST_USE enum status medical_stays_day(struct medical_story *s, struct error *e);

void medical_claims_plan(struct medical_story *s);
MUST_USE enum status medical_claims_day(struct medical_story *s, struct error *e);
/* An advance of last winter that nobody drew. */
MUST_USE enum status medical_old_advance(struct medical_story *s, struct error *e);

/* What bureau, hospitals and finance do with the money on s->today. */
MUST_USE enum status medical_money_day(struct medical_story *s, struct error *e);
