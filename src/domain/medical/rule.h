/* The rule of medical assistance: what a bill leaves × the terms of the person's class → aid, and
   why. Pure: no database, no clock. The counter, claims, re-assessment and what-if use this one
   function. P3.3; 社会救助暂行办法 Art. 28–31.

   left = max(0, in scope − insurance − critical − other)
   aid  = min( half_up((left − deductible)⁺ × rate), cap − aided before, borne )
   borne = total − insurance − critical − other − relief − veteran; personal = borne − aid. */
#pragma once
#include "domain/benefit/benefit.h"

enum medical_visit { VISIT_INPATIENT = 1, VISIT_OUTPATIENT = 2, VISIT_COUNT = 2 };
enum medical_class {
    MEDICAL_NONE = 0,       /* nobody of the programme, or suspended (停助) */
    MEDICAL_WUBAO = 1,      /* 五保（特困） */
    MEDICAL_DIBAO = 2,      /* 低保 */
    MEDICAL_LOW_INCOME = 3, /* 低收入（低保边缘）: elderly, minors, disabled, seriously ill */
    MEDICAL_RETURNED = 4,     /* 返贫致贫 */
    MEDICAL_MONITORED = 5,    /* 监测对象 */
    MEDICAL_ILLNESS_POOR = 6, /* 因病致困（支出型） */
    MEDICAL_OTHER = 7,        /* 县政府确定的其他困难人员 */
    MEDICAL_CLASS_COUNT = 7
};
enum medical_scheme {
    SCHEME_NCMS = 1,
    SCHEME_EMPLOYEES = 2,
    SCHEME_RESIDENTS = 3,
    SCHEME_COUNT = 3
};
const char *medical_visit_code(enum medical_visit v);   /* "inpatient" */
const char *medical_visit_label(enum medical_visit v);  /* msgid: 住院 */
const char *medical_class_code(enum medical_class c);   /* "low_income"; "none" */
const char *medical_class_label(enum medical_class c);  /* msgid */
const char *medical_scheme_code(enum medical_scheme s); /* "ncms" */
const char *medical_scheme_label(enum medical_scheme s);
/* REFUSED: MEDICAL_VISIT, MEDICAL_CLASS, MEDICAL_SCHEME, naming what there is. */
MUST_USE enum status medical_visit_parse(const char *code, enum medical_visit *ret,
                                         struct error *e);
MUST_USE enum status medical_class_parse(const char *code, enum medical_class *ret,
                                         struct error *e);
MUST_USE enum status medical_scheme_parse(const char *code, enum medical_scheme *ret,
                                          struct error *e);
/* Dibao and wubao people: the county decides directly, without township review and notice. */
static inline bool medical_class_is_key(enum medical_class c)
{
    return c == MEDICAL_WUBAO || c == MEDICAL_DIBAO;
}

/* The numbers in force for a class and visit in a month: medical.<class>.<visit>.deductible, rate,
   cap, listed_only. */
struct medical_terms {
    enum medical_class class;
    enum medical_visit visit;
    struct month month;
    struct fen deductible, cap; /* cap: per calendar year and visit */
    int64_t rate_bp;
    bool is_listed_only;           /* helped only with diseases of the list */
    const char *document, *clause; /* of the rate */
    bool is_example;
};
/* REFUSED (POLICY_MISSING) naming the parameter; class MEDICAL_NONE gives zeros. */
MUST_USE enum status medical_terms_at(const struct policy_table *t, enum medical_class class,
                                      enum medical_visit visit, struct month m,
                                      struct medical_terms *ret, struct error *e);
/* One plain number: "advance.max" … as medical.<name>; for whole-programme parameters. REFUSED
   (POLICY_MISSING). */
enum medical_number {
    MEDICAL_PREMIUM_YEAR, /* medical.premium_year, fen a person pays for the year */
    MEDICAL_ADVANCE_MAX,  /* medical.advance.max, fen */
    MEDICAL_ADVANCE_DAYS, /* medical.advance.days, day_limit_pack: how long an approval may be used
                           */
    MEDICAL_CLAIM_DAYS,   /* medical.claim.days: from discharge within which a claim is taken */
    MEDICAL_POST_DAYS,    /* medical.post.days: from discharge within which a hospital may post */
    MEDICAL_BUDGET_YEAR,  /* medical.budget_year, fen: the year's money of the fund */
    MEDICAL_NUMBER_COUNT
};
MUST_USE enum status medical_number_at(const struct policy_table *t, enum medical_number n,
                                       struct month m, int64_t *ret, struct error *e);
/* medical.<class>.premium, bp of the premium that the fund pays; 0 when not set. */
int64_t medical_premium_rate(const struct policy_table *t, enum medical_class class,
                             struct month m);
/* medical.<class>.publicised: whether claims of this class hang before the decision. */
bool medical_is_publicised(const struct policy_table *t, enum medical_class class, struct month m);

struct medical_amounts { /* of a bill, as the hospital or the papers give them */
    struct fen total, in_scope, insurance, critical, other, relief, veteran;
};
/* All faults of the figures in one message: negative, in scope above total, payments above total …
   REFUSED (BILL_AMOUNTS). */
MUST_USE enum status medical_amounts_check(const struct medical_amounts *a, struct error *e);

struct medical_assessment {
    struct fen left, above; /* above: over the deductible */
    struct fen by_rate;     /* half_up(above × rate) */
    struct fen room;        /* cap − aided before, not below 0 */
    struct fen borne, aid, personal;
    struct medical_terms terms;
    struct fen aided_before;
};
/* is_listed: the disease stands in the list that month. amounts must have passed the check. explain
   may be NULL. Never fails but on overflow. */
MUST_USE enum status medical_assess(const struct medical_amounts *amounts,
                                    const struct medical_terms *terms, bool is_listed,
                                    struct fen aided_before, struct medical_assessment *ret,
                                    struct explanation *explain, struct error *e);

/* ---- diseases ---- */
struct medical_disease {
    const char *code_from, *code_to, *name, *document;
    int age_below; /* 0: any age */
    struct month from, to;
    bool is_example;
};
struct medical_disease_table; /* as known at one time, in an arena */
MUST_USE enum status medical_disease_table_read(struct db *db, int64_t county, int64_t known,
                                                struct arena *arena,
                                                struct medical_disease_table **ret,
                                                struct error *e);
/* code: of the bill ("C34.1"), compared by as many characters as each end of a span has. age: in
   years on the day that counts; below 0: not known, in no span with an age. NULL: not listed. */
const struct medical_disease *medical_disease_find(const struct medical_disease_table *t,
                                                   const char *code, int age, struct month m);
const struct medical_disease *medical_disease_at(const struct medical_disease_table *t,
                                                 size_t index); /* NULL past the end */
/* Adds or ends (is_listed false) a span from a month on. Inside db_transaction. REFUSED:
   DISEASE_CODE, DISEASE_UNKNOWN. */
MUST_USE enum status medical_disease_set(struct db *db, int64_t county,
                                         const struct medical_disease *d, bool is_listed,
                                         int64_t change, struct error *e);

/* ---- whose class ---- */
struct medical_person {
    int64_t person, household, division; /* household, division 0: in none */
    enum medical_class class;
    bool is_suspended; /* the household's benefit is: 停助 */
    struct date birth; /* v 0: not known */
};
/* The class in a month as believed at `known`: wubao, then dibao (protected members of an ACTIVE or
   GRACE household), then the class decided for the person; MEDICAL_NONE otherwise. */
MUST_USE enum status medical_class_of(struct db *db, int64_t county, int64_t person, struct month m,
                                      int64_t known, struct medical_person *ret, struct error *e);
/* A class that is decided, from a month to a month (MONTH_OPEN), within a transaction. MEDICAL_NONE
   ends it. REFUSED: MEDICAL_CLASS (wubao and dibao are the registry's; months the wrong way round),
   POLICY_MISSING (the county has no number for the class). */
MUST_USE enum status medical_class_write(struct db *db, int64_t county, int64_t person,
                                         enum medical_class class, struct month from,
                                         struct month to, const char *document, int64_t case_file,
                                         int64_t change, struct error *e);

/* ---- what-if over a year's bills ---- */
struct medical_simulation_row {
    int64_t key; /* township code, or class */
    const char *name;
    int64_t bills, people, gaining, losing;
    struct fen before, after;
};
struct medical_simulation {
    size_t township_count, class_count;
    struct medical_simulation_row *township, *class;
    struct medical_simulation_row total;
};
/* The living bills of a year under the rules known now and under the assignments
   ("medical.dibao.inpatient.rate=80%"); changes nothing. */
MUST_USE enum status medical_simulate(struct db *db, int64_t county, int year,
                                      const char *const *assignments, size_t assignment_count,
                                      struct arena *arena, struct medical_simulation *ret,
                                      struct error *e);
