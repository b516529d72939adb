/* The year's plan (clauses P0–P5.3) as configuration: read strictly from YAML, loaded as a version,
   and the policy numbers in it as dated parameters with document, clause and an example mark. */
#pragma once
#include "base/arena.h"
#include "base/seal.h"
#include "db/db.h"

#define COUNTY_JINGXIAN INT64_C(341823)

enum programme {
    PROGRAMME_DIBAO = 1,
    PROGRAMME_WUBAO = 2,
    PROGRAMME_MEDICAL = 3,
    PROGRAMME_ENTITLED_COUNT = 2, /* the first ones: households have an entitlement by month */
    PROGRAMME_COUNT = 3
};
const char *programme_code(enum programme p); /* "dibao", "wubao", "medical" */
const char *programme_name(enum programme p); /* localised: 农村低保 … */
MUST_USE enum status programme_parse(const char *code, enum programme *ret, struct error *e);
/* The same of programmes whose households have an entitlement by month (rosters, changes, what-if):
   also REFUSED (PROGRAMME_UNENTITLED) for medical assistance, which goes by bills. */
MUST_USE enum status programme_parse_entitled(const char *code, enum programme *ret,
                                              struct error *e);
int64_t programme_fund(enum programme p); /* FUND_DIBAO … */

enum fund {
    FUND_DIBAO = 1,
    FUND_WUBAO = 2,
    FUND_HOME_MANAGEMENT = 3,
    FUND_MEDICAL_AID = 4,
    FUND_HOME_CONSTRUCTION = 5
};
enum source { SOURCE_CENTRAL, SOURCE_PROVINCE, SOURCE_CITY, SOURCE_COUNTY, FUND_SOURCE_COUNT };

/* ---- the plan file ---- */
struct plan; /* parsed, in its arena */
/* Reads and checks everything: unknown key, wrong type, a standard without a date, targets that do
   not add up (both books), divisions that do not exist … each with file:line:column. Nothing
   touches a database. */
MUST_USE enum status plan_read(const char *path, struct arena *arena, struct plan **ret,
                               struct error *e);
struct plan_summary {
    const char *title, *county_name, *document;
    int64_t county;
    int year;
    size_t clauses, parameters, divisions, homes, funds, targets, users;
};
struct plan_summary plan_summary(const struct plan *plan);
/* Loads as a new version inside one transaction of its own: divisions, clauses, funds with
   accounts, homes with their accounts (sealed with `keys`), parameters (only what differs becomes
   new knowledge; values decided to begin after the plan's year stay), targets, posts (users without
   password). content: the file's bytes as read. The same content again: STATUS_NONE, nothing
   changed. REFUSED (PLAN_OTHER_COUNTY) when the database belongs to another county. ret_version may
   be NULL. */
MUST_USE enum status plan_load(struct db *db, const struct plan *plan, const char *content,
                               const struct keyring *keys, const char *actor, int64_t *ret_version,
                               struct error *e);
/* The text that plan_read read, to hand to plan_load. */
const char *plan_content(const struct plan *plan);
/* The number by which the bank knows the paying unit, from the plan last loaded. In the arena. NONE
 * without a plan. */
MUST_USE enum status plan_bank_unit(struct db *db, int64_t county, struct arena *arena,
                                    const char **ret, struct error *e);
/* The telephone to ask and to complain at, as papers and public pages show it (an example says so);
   "" without a plan or without one in it. In the arena. */
MUST_USE enum status plan_phone(struct db *db, int64_t county, struct arena *arena,
                                const char **ret, struct error *e);
/* The county the database was initialised with. REFUSED (NOT_INITIALISED) when none. */
MUST_USE enum status plan_county(struct db *db, int64_t *ret_county, struct error *e);
/* A clause's title and whole text as loaded last. In the arena. NONE when unknown. */
MUST_USE enum status plan_clause_text(struct db *db, int64_t county, const char *clause,
                                      struct arena *arena, const char **ret_title,
                                      const char **ret_body, struct error *e);

/* The plan loaded last: which version it is and all its clauses, by id. In the arena. NONE without
   a plan. */
#define PLAN_CLAUSES_MAX 100
struct plan_clause {
    const char *id, *title, *body;
};
struct plan_text {
    int64_t version, known_from; /* known_from: the change that loaded it */
    int year;
    const char *title, *document;
    char sha256[65]; /* of the file as it was loaded, in hex */
    struct plan_clause *clauses;
    size_t clause_count;
};
MUST_USE enum status plan_text_read(struct db *db, int64_t county, struct arena *arena,
                                    struct plan_text *ret, struct error *e);

/* Of the plan loaded last, in the arena; NONE without a plan. Is the target's number an example? */
MUST_USE enum status plan_target_is_example(struct db *db, int64_t county, const char *measure,
                                            bool *ret, struct error *e);
/* The calendar as the plan writes it. */
struct plan_calendar_entry {
    const char *when, *what, *clause;
};
MUST_USE enum status plan_calendar_read(struct db *db, int64_t county, struct arena *arena,
                                        struct plan_calendar_entry **ret, size_t *ret_count,
                                        int *ret_year, struct error *e);
/* Names given for the leading group, blank ones left out. seat: 1 leader 2 first deputy 3 deputy 4
   member. */
#define PLAN_LEADING_MAX 100
struct plan_leading_name {
    int seat;
    const char *name;
};
MUST_USE enum status plan_leading_read(struct db *db, int64_t county, struct arena *arena,
                                       struct plan_leading_name **ret, size_t *ret_count,
                                       int *ret_year, struct error *e);

/* ---- policy: every number a month's payment, or a case's course, depends on ---- */
#define POLICY_CASE_LIMITS 25 /* limits of casework: enum case_limit without its NONE */
/* Medical assistance: classes, visits and numbers of medical/rule.h. */
#define POLICY_MEDICAL_CLASSES 7
#define POLICY_MEDICAL_VISITS 2
#define POLICY_MEDICAL_VISIT_FIELDS 4
#define POLICY_MEDICAL_CLASS_FIELDS 2
#define POLICY_MEDICAL_NUMBERS 6
/* Stages of a project, as numbered in project/project.h, from 1. */
#define POLICY_PROJECT_STAGES 10
enum policy_key {
    POLICY_DIBAO_STANDARD_YEAR,    /* dibao.standard_year, fen per person-year */
    POLICY_DIBAO_TOPUP_DISABILITY, /* dibao.topup.severe_disability, bp of the own grant per person
                                    */
    POLICY_DIBAO_TOPUP_ILLNESS,    /* dibao.topup.serious_illness, bp */
    POLICY_DIBAO_TOPUP_AGED,       /* dibao.topup.aged, bp */
    POLICY_DIBAO_TOPUP_MINOR,      /* dibao.topup.minor, bp */
    POLICY_DIBAO_AGED_YEARS,       /* dibao.topup.aged_years, count: this age or more */
    POLICY_DIBAO_MINOR_YEARS,      /* dibao.topup.minor_years, count: below this age */
    POLICY_DIBAO_SEVERE_GRADE, /* dibao.topup.severe_grade, count: this disability grade or stronger
                                  (1..grade) */
    POLICY_DIBAO_PAY_MONTHS,   /* dibao.pay_months, count: 1 monthly, 3 quarterly */
    POLICY_DIBAO_PAY_DAY,      /* dibao.pay_day, count: due by this day */
    POLICY_WUBAO_SCATTERED_YEAR,   /* wubao.scattered_year, fen per person-year */
    POLICY_WUBAO_INSTITUTION_YEAR, /* wubao.institution_year, fen per person-year */
    POLICY_WUBAO_PAY_MONTHS,       /* wubao.pay_months */
    POLICY_WUBAO_PAY_DAY,          /* wubao.pay_day */
    POLICY_RECOVERY_FLOOR, /* recovery.floor, bp of the month's own amount that a recovery must
                              leave */
    /* Casework. Not needed to pay: a plan without them is whole, casework then says so. */
    POLICY_CASE_RULE_SET,    /* case.rule_set: 2012 or 2021, whose numbers the plan took */
    POLICY_CASE_LIMIT_FIRST, /* case.limit.accept …: POLICY_CASE_LIMIT_FIRST + enum case_limit - 1,
                                days (day_limit_pack); LIMIT_NOTICE is case.notice_days */
    POLICY_CASE_LIMIT_LAST = POLICY_CASE_LIMIT_FIRST + POLICY_CASE_LIMITS - 1,
    POLICY_CASE_DELIBERATION,      /* case.deliberation_required, 1 or 0 */
    POLICY_CASE_INVESTIGATORS,     /* case.investigators, count: at least */
    POLICY_CASE_VOTERS_MIN,        /* case.voters_min, count */
    POLICY_CASE_VILLAGERS_SHARE,   /* case.villagers_share, bp of those present */
    POLICY_CASE_SPOT_CHECK,        /* case.spot_check, bp of the cases */
    POLICY_CASE_START_MONTHS,      /* case.start_months, 0 from the month of approval, 1 the next */
    POLICY_CASE_RECHECK_NONE,      /* case.recheck_months.none, months between re-verifications */
    POLICY_CASE_RECHECK_A,         /* case.recheck_months.a */
    POLICY_CASE_RECHECK_B,         /* case.recheck_months.b */
    POLICY_CASE_RECHECK_C,         /* case.recheck_months.c */
    POLICY_CASE_GRACE_MONTHS,      /* case.grace_months, count */
    POLICY_CASE_CUTOFF_DAY,        /* case.cutoff_day, day of the month, the last that counts */
    POLICY_CASE_ESCALATE_DAYS,     /* case.escalate_days, working days overdue */
    POLICY_CASE_FUNERAL_MONTHS,    /* case.funeral_months, months of the person's standard */
    POLICY_CASE_CHANGE_PUBLICISED, /* case.change_publicised, 1 or 0 */
    POLICY_CASE_MINOR_HIDDEN,      /* case.minor_hidden, 1 or 0 */
    POLICY_FUND_SHARE_FIRST,       /* fund.dibao.share.central … : POLICY_FUND_SHARE_FIRST +
                                      (fund-1)*FUND_SOURCE_COUNT + source, bp */
    POLICY_MONTHLY_COUNT = POLICY_FUND_SHARE_FIRST + 5 * FUND_SOURCE_COUNT,
    /* What no month's payment depends on: read one by one (policy_value_of). A plan may lack them.
       medical.<class>.<visit>.deductible, rate, cap, listed_only; .premium; .publicised: by
       policy_medical_key. */
    POLICY_MEDICAL_CLASS_FIRST = POLICY_MONTHLY_COUNT,
    POLICY_MEDICAL_NUMBER_FIRST =
        POLICY_MEDICAL_CLASS_FIRST +
        POLICY_MEDICAL_CLASSES *
            (POLICY_MEDICAL_VISITS * POLICY_MEDICAL_VISIT_FIELDS + POLICY_MEDICAL_CLASS_FIELDS),
    /* project.stage.site … in_use: weight of a stage of building, bp; together 100 %. */
    POLICY_PROJECT_STAGE_FIRST = POLICY_MEDICAL_NUMBER_FIRST + POLICY_MEDICAL_NUMBERS,
    POLICY_COUNT = POLICY_PROJECT_STAGE_FIRST + POLICY_PROJECT_STAGES
};
/* person_class, visit: as numbered in medical/rule.h, from 1. */
enum policy_medical_field {
    POLICY_MEDICAL_DEDUCTIBLE,  /* fen */
    POLICY_MEDICAL_RATE,        /* bp */
    POLICY_MEDICAL_CAP,         /* fen per calendar year and visit */
    POLICY_MEDICAL_LISTED_ONLY, /* 1 or 0 */
    POLICY_MEDICAL_PREMIUM = POLICY_MEDICAL_VISITS * POLICY_MEDICAL_VISIT_FIELDS, /* bp */
    POLICY_MEDICAL_PUBLICISED,                                                    /* 1 or 0 */
};
/* visit: 0 for premium and publicised. */
static inline enum policy_key policy_medical_key(int person_class, int visit,
                                                 enum policy_medical_field field)
{
    int of_class =
        POLICY_MEDICAL_VISITS * POLICY_MEDICAL_VISIT_FIELDS + POLICY_MEDICAL_CLASS_FIELDS;
    int of_visit = visit ? (visit - 1) * POLICY_MEDICAL_VISIT_FIELDS : 0;
    return (enum policy_key)(POLICY_MEDICAL_CLASS_FIRST + (person_class - 1) * of_class + of_visit +
                             (int)field);
}
struct policy_value {
    int64_t v;            /* fen, bp, count or packed days */
    const char *document; /* 文号 */
    const char *clause;   /* "P3.1" */
    struct month from;    /* in force since */
    int64_t known_from;
    bool is_set, is_example;
};
struct policy {
    struct month month;
    struct policy_value value[POLICY_MONTHLY_COUNT];
};
struct policy_table; /* all parameter rows as known at one time, in an arena */
const char *policy_key_name(enum policy_key key); /* "dibao.standard_year" */
/* known: a change id, or KNOWN_NOW. */
MUST_USE enum status policy_table_read(struct db *db, int64_t county, int64_t known,
                                       struct arena *arena, struct policy_table **ret,
                                       struct error *e);
/* The policy in force in month m. REFUSED (POLICY_MISSING) naming the first key of that programme
   without a value; casework's numbers may be missing, medical assistance's are not among them. */
MUST_USE enum status policy_at(const struct policy_table *t, enum programme p, struct month m,
                               struct policy *ret, struct error *e);
/* One number of it, of whichever programme; is_set false when nothing is known. */
struct policy_value policy_value_of(const struct policy_table *t, enum policy_key key,
                                    struct month m);
/* A limit in days in one number, as the table of parameters keeps it. */
static inline int64_t day_limit_pack(int days, bool is_working)
{
    return (int64_t)days * 2 + is_working;
}
static inline int day_limit_days(int64_t packed)
{
    return (int)(packed / 2);
}
static inline bool day_limit_is_working(int64_t packed)
{
    return packed % 2 != 0;
}
/* "2400.00" (yuan), "30%" or 3000 (bp), "10 working days" or "7 days" (10个工作日, 7天), or a whole
   number, as the parameter of that name is written; in its range. */
MUST_USE enum status policy_value_parse(const char *name, const char *text, int64_t *ret,
                                        struct error *e);
char *policy_value_format(enum policy_key key, int64_t value,
                          char out[FEN_TEXT_BYTES]); /* 2160.00, 30%, 70, 10个工作日, 7天 */
/* What-if: "dibao.standard_year=2400.00" (yuan for fen, "30%" or 3000 for bp, integer for counts),
 * from month `from` on. */
MUST_USE enum status policy_table_set(struct policy_table *t, const char *assignment,
                                      struct month from, struct error *e);
/* The earliest month in which a number that moves this programme's amounts (standards, top-ups,
   ages) has another value than was known at `known`; MONTH_OPEN when none. */
struct month policy_changed_since(const struct policy_table *t, enum programme p, int64_t known);
/* All periods of all parameters as known at `known`, by name, then month. In the arena. */
struct parameter_info {
    enum policy_key key;
    struct month from, to; /* inclusive; to: MONTH_OPEN when it still holds */
    int64_t value, known_from;
    const char *document, *clause;
    bool is_example;
};
MUST_USE enum status parameter_list(struct db *db, int64_t county, int64_t known,
                                    struct arena *arena, struct parameter_info **ret,
                                    size_t *ret_count, struct error *e);
/* Where the numbers known at `after` begin to differ from those known at `before`: by name, then
 * month. In the arena. */
struct parameter_difference {
    enum policy_key key;
    struct month from;
    bool is_set; /* false: no value any more */
    int64_t value;
    const char *document; /* "" when not set */
};
MUST_USE enum status parameter_differences(struct db *db, int64_t county, int64_t before,
                                           int64_t after, struct arena *arena,
                                           struct parameter_difference **ret, size_t *ret_count,
                                           struct error *e);
/* Changes one parameter from a month on, until the next month from which another value was already
   decided, with document and clause (NULL: the clause of the value in force), as new knowledge
   (inside a transaction). REFUSED: POLICY_UNKNOWN, POLICY_VALUE. */
MUST_USE enum status parameter_set(struct db *db, int64_t county, const char *name,
                                   struct month from, int64_t value, const char *document,
                                   const char *clause, int64_t change, struct error *e);

/* ---- divisions ---- */
struct division {
    int64_t code; /* 12 digits */
    int64_t parent;
    int level; /* 1 county, 2 township, 3 village */
    const char *name;
};
struct division_table; /* those valid in a month, in an arena, sorted by code */
MUST_USE enum status division_table_read(struct db *db, int64_t county, struct month m,
                                         struct arena *arena, struct division_table **ret,
                                         struct error *e);
const struct division *division_by_code(const struct division_table *t, int64_t code);
const struct division *division_at(const struct division_table *t,
                                   size_t index); /* NULL past the end */
/* By the name a clerk writes: exact, without 村委会/居委会/村/社区 endings, within a township (0: a
   township is meant). NULL when unknown or ambiguous; then *ret_suggestion (may be NULL) is the
   closest name or NULL. */
const struct division *division_by_name(const struct division_table *t, int64_t township,
                                        const char *name, const char **ret_suggestion);
static inline int64_t division_township(int64_t code)
{
    return code / 1000 * 1000;
}
