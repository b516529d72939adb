/* Shared by the auditor's files only. */
#pragma once
#include "audit/audit.h"
#include "audit_books_sql.h"
#include "audit_items_sql.h"
#include "audit_medical_items_sql.h"
#include "audit_registry_sql.h"
#include "audit_runs_sql.h"

#define AUDIT_DIBAO 1
#define AUDIT_WUBAO 2
#define AUDIT_MEDICAL 3 /* claims after treatment: items come from lines, not entitlements */
#define AUDIT_FUND_MEDICAL 4

struct audit {
    struct db *db;
    struct audit_scope scope;
    audit_sink sink;
    void *context;
    struct arena *arena; /* reset per check */
    struct audit_result result;
    int64_t check_findings; /* of the check under way */
    /* The latest frozen run per programme. */
    struct {
        int64_t known;
        struct month from_first, to_last; /* all frozen runs: first and last month */
        struct month last_from;
        bool is_set;
    } frozen[AUDIT_WUBAO + 1];
};

/* Reports one finding. NONE once the check has reached its cap: stop looking further. */
enum status audit_find(struct audit *a, const char *code, struct error *e, const char *subject,
                       const char *format, ...) PRINTF_LIKE(5, 6);
void audit_check_begin(struct audit *a);
const char *audit_programme(int64_t programme); /* "dibao" */
int64_t audit_fund(int64_t programme);
/* "dibao 2013-06 household 12" in the arena; household 0: without. */
const char *audit_subject(struct audit *a, int64_t programme, struct month m, int64_t household);
const char *audit_yuan(struct audit *a, int64_t fen);

/* A rule is a statement whose rows (subject, expected, actual) are what breaks it. */
struct audit_breach {
    const char *subject;
    int64_t expected, actual;
};
struct audit_rule {
    const char *code;
    enum status (*open_rows)(struct audit *a, struct db_cursor **ret, struct error *e);
    enum status (*next_row)(struct db_cursor *cursor, struct audit_breach *ret, struct error *e);
    /* What the two numbers of a row are. */
    enum { RULE_NONE_SHOWN, RULE_ONE_SHOWN, RULE_COUNTS, RULE_MONEY } numbers;
    const char *what; /* msgid */
};
/* The two functions of the statement audit_<rule>, whose rows are struct <row>. */
#define RULE_STATEMENT(rule, row)                                                                  \
    static enum status open_##rule(struct audit *a, struct db_cursor **ret, struct error *e)       \
    {                                                                                              \
        return audit_##rule##_open(a->db, (struct audit_##rule##_args){.county = a->scope.county}, \
                                   ret, e);                                                        \
    }                                                                                              \
    static enum status next_##rule(struct db_cursor *cursor, struct audit_breach *ret,             \
                                   struct error *e)                                                \
    {                                                                                              \
        struct row found;                                                                          \
        TRY(audit_##rule##_next(cursor, &found, e));                                               \
        *ret = (struct audit_breach){found.subject, found.expected, found.actual};                 \
        return STATUS_OK;                                                                          \
    }
#define RULE_ROWS(rule) open_##rule, next_##rule
MUST_USE enum status audit_check_rule(struct audit *a, const struct audit_rule *rule,
                                      struct error *e);

/* One check each. */
MUST_USE enum status audit_check_trail(struct audit *a, struct error *e);
MUST_USE enum status audit_check_registry(struct audit *a, struct error *e);
MUST_USE enum status audit_check_run(struct audit *a, const struct audit_run_row *run,
                                     struct error *e);
MUST_USE enum status audit_check_month(struct audit *a, const struct audit_run_row *run,
                                       struct month m, struct error *e);
MUST_USE enum status audit_check_settlement(struct audit *a, int64_t programme, struct error *e);
MUST_USE enum status audit_check_items(struct audit *a, struct error *e);
MUST_USE enum status audit_check_books(struct audit *a, struct error *e);
MUST_USE enum status audit_check_remittances(struct audit *a, struct error *e);
MUST_USE enum status audit_check_rules(struct audit *a, struct error *e);
MUST_USE enum status audit_check_access(struct audit *a, struct error *e);
MUST_USE enum status audit_check_cases(struct audit *a, struct error *e);
/* A month of claims: its items against the lines owed to households. */
MUST_USE enum status audit_check_claim_month(struct audit *a, const struct audit_run_row *run,
                                             struct month m, struct error *e);
MUST_USE enum status audit_check_claims(struct audit *a, struct error *e);
MUST_USE enum status audit_check_medical(struct audit *a, struct error *e);
MUST_USE enum status audit_check_transfers(struct audit *a, struct error *e);
MUST_USE enum status audit_check_homes(struct audit *a, struct error *e);
MUST_USE enum status audit_check_home_books(struct audit *a, struct error *e);
MUST_USE enum status audit_check_projects(struct audit *a, struct error *e);
/* Claims, months and returns against the hashes of those who signed them. */
MUST_USE enum status audit_check_home_content(struct audit *a, struct error *e);
/* The plan in motion: targets to bulletins; scores and visits; what the public says and is told. */
MUST_USE enum status audit_check_motion(struct audit *a, struct error *e);
MUST_USE enum status audit_check_assessment(struct audit *a, struct error *e);
MUST_USE enum status audit_check_public(struct audit *a, struct error *e);
/* Bulletins, letters, minutes, visits, self-assessments, scores against the hashes of those who
   signed them. */
MUST_USE enum status audit_check_signed(struct audit *a, struct error *e);
