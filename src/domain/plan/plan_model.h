/* The plan as read from its file, and what the files of this folder share. Private to plan/. */
#pragma once
#include "base/yaml.h"
#include "domain/payee/payee.h"
#include "domain/plan/plan.h"
#include "domain/project/project.h"

#define PLAN_PERIODS_MAX 60 /* per parameter */
#define PLAN_DIVISIONS_MAX 5000
#define PLAN_ROWS_MAX 1000 /* homes, targets per measure, posts, accounts */
#define PLAN_TEXT_BYTES_MAX 20000
#define PLAN_ASSESSMENT_NODES_MAX 200 /* of one scope */
#define PLAN_ASSESSMENT_DEPTH_MAX 4
#define FUND_COUNT 5
#define LEVEL_COUNTY 1
#define LEVEL_TOWNSHIP 2
#define LEVEL_VILLAGE 3

enum policy_unit { UNIT_FEN, UNIT_BP, UNIT_COUNT, UNIT_DAYS };
const char *policy_unit_code(enum policy_unit unit); /* "fen", "bp", "count", "days" */
enum policy_unit policy_key_unit(enum policy_key key);
bool policy_key_parse(const char *name, enum policy_key *ret);
/* REFUSED (POLICY_VALUE) outside the range of the key. */
MUST_USE enum status policy_key_check(enum policy_key key, int64_t value, struct error *e);
/* Does the amount of a month of this programme depend on it (so that a change re-assesses paid
 * months)? */
bool policy_key_moves_amount(enum policy_key key, enum programme p);
/* Casework's numbers, which a plan takes from a rule set instead of writing each. */
static inline bool policy_key_is_case(enum policy_key key)
{
    return key >= POLICY_CASE_RULE_SET && key < POLICY_FUND_SHARE_FIRST;
}
/* Medical assistance's, which a plan takes from an example table. */
static inline bool policy_key_is_medical(enum policy_key key)
{
    return key >= POLICY_MEDICAL_CLASS_FIRST && key < POLICY_PROJECT_STAGE_FIRST;
}
/* Weights of stages, which a plan writes together. */
static inline bool policy_key_is_stage(enum policy_key key)
{
    return key >= POLICY_PROJECT_STAGE_FIRST;
}
static inline bool policy_key_is_share(enum policy_key key)
{
    return key >= POLICY_FUND_SHARE_FIRST && key < POLICY_MEDICAL_CLASS_FIRST;
}
/* "10 working days", "7 days", 10个工作日, 7天, packed. REFUSED (POLICY_VALUE). */
MUST_USE enum status day_limit_parse(const char *text, int64_t *ret, struct error *e);

/* A rule set of casework as shipped: every number with the document that says so. */
struct rule_value {
    int64_t value;
    const char *document; /* 示例 when no document gives it */
    const char *clause;   /* of the county's plan */
    bool is_example;      /* no document, or known from memory only */
};
bool rule_set_exists(int64_t rule_set); /* 2012, 2021 */
/* key: policy_key_is_case. */
struct rule_value rule_set_value(int64_t rule_set, enum policy_key key);

/* An example table of medical assistance as shipped: "xiuning", "jinghu". */
bool medical_set_exists(const char *set);
/* key: policy_key_is_medical. False: the table has no such number. */
bool medical_set_value(const char *set, enum policy_key key, struct rule_value *ret);
/* The list of serious diseases that comes with either. */
struct plan_disease {
    const char *code_from, *code_to, *name;
    int age_below; /* 0: any age */
    const char *document;
};
extern const struct plan_disease plan_diseases[]; /* ended by a NULL code_from */

const char *fund_code(enum fund fund); /* "dibao_rural" */
bool fund_parse(const char *code, enum fund *ret);

/* One value of a parameter, from .. to inclusive. */
struct parameter_period {
    struct month from, to;
    int64_t value;
    const char *document, *clause;
    bool is_example;
};
/* What is believed of one parameter changes, from the first period's month on, to `periods`
   (ascending, not overlapping). Earlier months keep what they had; so do values already decided to
   begin after `until` (and after the last period's beginning), which end the last period. Rows that
   stay the same stay untouched. Inside db_transaction. */
MUST_USE enum status parameter_replace(struct db *db, int64_t county, enum policy_key key,
                                       const struct parameter_period *periods, size_t count,
                                       struct month until, int64_t change, struct error *e);

struct plan_parameter {
    enum policy_key key;
    size_t count;
    const struct parameter_period *periods;
};
struct plan_division {
    int64_t code, parent;
    struct month from, to;
    int level;
    const char *name, *committee;
};
struct plan_account {
    int64_t code;
    const char *name, *kind;
    bool in_fund[FUND_COUNT + 1]; /* by enum fund */
};
struct plan_fund {
    const char *name, *clause;
};
struct plan_home {
    const char *name, *bank, *holder, *account;
    int64_t township;
    bool is_example;
    struct payee_entry management; /* its account for management money; bank NULL: none */
};
struct plan_target {
    const char *book, *measure, *clause;
    int64_t township, value;
    struct date due;
};
struct plan_project {
    const char *home; /* NULL: a new one comes with the hand-over */
    struct project_entry entry;
};
/* A node of a tree of assessment, in words as the table keeps them ("MIDYEAR", "LINEAR"). */
struct plan_assessment_node {
    const char *scope, *code, *parent, *title, *source, *rule, *indicator, *book, *steps, *missing,
        *clause;
    int number, depth; /* depth: 0 on the first level */
    int64_t weight_cp, target_bp, base_bp, per, per_cp, cap_cp;
    bool is_example, is_tie; /* is_tie: decides between equal points */
};
struct plan_post {
    const char *user, *role, *title;
    const char *hospital; /* its name; NULL for other posts */
    const char *home;     /* a director's; NULL for other posts */
    int64_t scope;
};
struct plan {
    struct arena *arena;
    const char *path, *content;
    const char *title, *document, *county_name, *bank_unit;
    const char *phone; /* to ask and to complain; NULL: none */
    int64_t county;
    int year;
    size_t clause_count, parameter_count, division_count, account_count, home_count, target_count,
        post_count, payee_count, project_count, assessment_count;
    bool has_medical; /* the plan takes an example table of medical assistance, from: */
    struct month medical_from;
    struct plan_clause *clauses;
    struct plan_parameter parameters[POLICY_COUNT];
    struct plan_division *divisions;  /* by code, then from */
    struct division_table *townships; /* those valid in January of the plan's year, villages too */
    struct plan_account *accounts;
    struct plan_fund funds[FUND_COUNT + 1]; /* by enum fund */
    struct plan_home *homes;
    struct payee_entry *payees;
    struct plan_target *targets;
    struct plan_post *posts;
    struct plan_project *projects;
    struct plan_assessment_node *assessment; /* scope by scope, in reading order */
};

/* A whole file into the arena, NUL-terminated. REFUSED (PLAN_FILE). */
MUST_USE enum status plan_file_read(struct arena *arena, const char *path, size_t max_bytes,
                                    const char **ret, size_t *ret_n, struct error *e);
/* Binders: each reads one part of the document into the plan. */
MUST_USE enum status plan_bind(struct plan *plan, const struct yaml_node *root, struct error *e);
MUST_USE enum status plan_bind_parameters(struct plan *plan, const struct yaml_node *root,
                                          struct error *e);
/* `casework: {rules: 2012}`: the rule set's numbers that `parameters` does not write itself. */
MUST_USE enum status plan_bind_casework(struct plan *plan, const struct yaml_node *root,
                                        struct error *e);
/* The number of a rule set or example table, unless `parameters` writes it itself. */
MUST_USE enum status plan_parameter_default(struct plan *plan, enum policy_key key,
                                            struct month from, const struct rule_value *value,
                                            struct error *e);
/* `medical: {rules: xiuning}`: the table's numbers that `parameters` does not write itself. */
MUST_USE enum status plan_bind_medical(struct plan *plan, const struct yaml_node *root,
                                       struct error *e);
MUST_USE enum status plan_bind_payees(struct plan *plan, const struct yaml_node *root,
                                      struct error *e);
/* A home's account for management money: of no other home and no other money (P3.2). */
MUST_USE enum status plan_bind_home_management(struct plan *plan, const struct yaml_node *node,
                                               struct plan_home *home, struct error *e);
MUST_USE enum status plan_bind_post_hospital(const struct plan *plan, const struct yaml_node *node,
                                             struct plan_post *post, struct error *e);
MUST_USE enum status plan_bind_funds(struct plan *plan, const struct yaml_node *root,
                                     struct error *e);
MUST_USE enum status plan_bind_divisions(struct plan *plan, const struct yaml_node *root,
                                         struct error *e);
MUST_USE enum status plan_bind_homes(struct plan *plan, const struct yaml_node *root,
                                     struct error *e);
MUST_USE enum status plan_bind_posts(struct plan *plan, const struct yaml_node *root,
                                     struct error *e);
MUST_USE enum status plan_bind_targets(struct plan *plan, const struct yaml_node *root,
                                       struct error *e);
MUST_USE enum status plan_bind_fund_shares(struct plan *plan, const struct yaml_node *fund_node,
                                           enum fund fund, const char *clause, struct error *e);
/* `stage_weights`: what each stage of a project weighs, by period; together 100 %. */
extern const char *const plan_stage_codes[POLICY_PROJECT_STAGES + 1]; /* "site" …, ended by NULL */
MUST_USE enum status plan_bind_stage_weights(struct plan *plan, const struct yaml_node *root,
                                             struct error *e);
/* `books`: [0] city, [1] county. */
MUST_USE enum status plan_bind_books(const struct yaml_node *node, bool in_book[2],
                                     struct error *e);
MUST_USE enum status plan_bind_projects(struct plan *plan, const struct yaml_node *root,
                                        struct error *e);
/* `assessment`: the trees of points; parents before children, points that add up. */
MUST_USE enum status plan_bind_assessment(struct plan *plan, const struct yaml_node *root,
                                          struct error *e);
/* The home of a director's post: `home`, else the only one of the township; NULL: none or several.
 */
MUST_USE enum status plan_bind_post_home(const struct plan *plan, const struct yaml_node *node,
                                         struct plan_post *post, struct error *e);
/* A clause the plan has. */
MUST_USE enum status plan_bind_clause(const struct plan *plan, const struct yaml_node *map,
                                      const char **ret, struct error *e);
/* A township of the plan's year by its name under `key`. */
MUST_USE enum status plan_bind_township(const struct plan *plan, const struct yaml_node *map,
                                        const char *key, int64_t *ret, struct error *e);

/* A table from divisions already sorted by code, in the arena. */
struct division_table *division_table_make(struct arena *arena, const struct division *rows,
                                           size_t count);

/* Loading, by kind of row; inside the transaction of plan_load. */
struct plan_load {
    const struct plan *plan;
    const struct keyring *keys;
    int64_t version, change;
    struct arena *arena;
    const char *actor;
};
MUST_USE enum status plan_load_divisions(struct db *db, const struct plan_load *load,
                                         struct error *e);
MUST_USE enum status plan_load_clauses(struct db *db, const struct plan_load *load,
                                       struct error *e);
MUST_USE enum status plan_load_targets(struct db *db, const struct plan_load *load,
                                       struct error *e);
MUST_USE enum status plan_load_funds(struct db *db, const struct plan_load *load, struct error *e);
MUST_USE enum status plan_load_homes(struct db *db, const struct plan_load *load, struct error *e);
MUST_USE enum status plan_load_posts(struct db *db, const struct plan_load *load, struct error *e);
MUST_USE enum status plan_load_payees(struct db *db, const struct plan_load *load, struct error *e);
/* The payees of its accounts for management money (code G and the home's number) and support money
   (S), and their rows in home_payee. */
MUST_USE enum status plan_load_home_payees(struct db *db, const struct plan_load *load,
                                           int64_t home, const struct plan_home *entry,
                                           struct error *e);
MUST_USE enum status plan_load_hospital_users(struct db *db, const struct plan_load *load,
                                              struct error *e);
MUST_USE enum status plan_load_projects(struct db *db, const struct plan_load *load,
                                        struct error *e);
MUST_USE enum status plan_load_assessment(struct db *db, const struct plan_load *load,
                                          struct error *e);
/* Who speaks for a home: rows of home_user. */
MUST_USE enum status plan_load_directors(struct db *db, const struct plan_load *load,
                                         struct error *e);
MUST_USE enum status plan_load_diseases(struct db *db, const struct plan_load *load,
                                        struct error *e);
/* True when the divisions in the database are those of the plan. */
MUST_USE enum status plan_divisions_are_loaded(struct db *db, const struct plan *plan, bool *ret,
                                               struct error *e);
