/* The year's tree of assessment as the plan has it: what is measured, by whom, for how many points.
   Points are hundredths (cp). P4.3. */
#pragma once
#include "domain/access/access.h"
#include "domain/indicator/indicator.h"

enum assessment_scope { ASSESSMENT_MIDYEAR = 1, ASSESSMENT_YEAR };
enum assessment_source {
    ASSESSMENT_GROUP = 1, /* of its children */
    ASSESSMENT_SYSTEM,    /* an indicator */
    ASSESSMENT_INSPECTION,
    ASSESSMENT_SELF,
    ASSESSMENT_SURVEY /* the indicator of the survey */
};
enum assessment_rule {
    ASSESSMENT_SUM = 1,
    ASSESSMENT_LINEAR, /* from base_bp (nothing) to the target (everything) */
    ASSESSMENT_STEP,
    ASSESSMENT_DEDUCT, /* per_cp for each `per` cases, never below zero */
    ASSESSMENT_VETO,   /* any case: the whole assessment is 不合格 */
    ASSESSMENT_BONUS,  /* per_cp for each `per`, at most cap_cp, on top of the hundred */
    ASSESSMENT_MARK    /* the share that an inspector or the township gives */
};
enum assessment_missing { ASSESSMENT_SPREAD = 1, ASSESSMENT_FULL, ASSESSMENT_ZERO };
#define ASSESSMENT_NODES_MAX 200
#define ASSESSMENT_DEPTH_MAX 4
struct assessment_node {
    const char *code, *parent, *title, *indicator, *book, *steps, *clause;
    int number; /* in reading order, from 1; parents before children */
    int64_t weight_cp, target_bp, base_bp, per, per_cp, cap_cp;
    enum assessment_source source;
    enum assessment_rule rule;
    enum assessment_missing missing;
    bool is_example, is_leaf;
    bool is_tie; /* between equal points this one decides */
};
const char *assessment_scope_code(enum assessment_scope s);    /* "MIDYEAR" */
const char *assessment_scope_label(enum assessment_scope s);   /* msgid */
const char *assessment_source_label(enum assessment_source s); /* msgid */
const char *assessment_rule_label(enum assessment_rule r);     /* msgid */
/* "midyear", "year" or the code. REFUSED (ASSESSMENT_SCOPE). */
MUST_USE enum status assessment_scope_parse(const char *text, enum assessment_scope *ret,
                                            struct error *e);
/* Of a version of the plan; 0: the one loaded last. In order of number. NONE: that plan has no tree
   of this scope. */
MUST_USE enum status assessment_tree_read(struct db *db, int64_t county, int64_t plan,
                                          enum assessment_scope scope, struct arena *arena,
                                          struct assessment_node **ret, size_t *ret_count,
                                          struct error *e);
