/* The rule: policy × facts × month → amount and explanation. Pure: no database, no clock, no
   allocation but the explanation's. The same function pays, explains, simulates and re-assesses.
   P3.1, P3.2; 社会救助暂行办法 Art. 9–13; 令456号 Art. 10. */
#pragma once
#include "domain/registry/registry.h"

enum benefit_outcome {
    BENEFIT_PAYABLE = 1,
    BENEFIT_ZERO = 2, /* income reaches the standard: no item, listed as 应退 */
    BENEFIT_SUSPENDED = 3,
    BENEFIT_NOT_ENTITLED = 4, /* no row, ended, or nobody protected is left */
};
struct benefit_amount {
    enum benefit_outcome outcome;
    int protected_count;
    struct fen basic, topup;
    const struct entitlement_row *entitlement; /* the row it was assessed on, NULL when none */
};

#define EXPLANATION_LINES_MAX 64
struct explanation_line {
    const char *label;    /* localised: 基本保障金, 分类施保:重度残疾 … */
    const char *formula;  /* with the numbers in it: (3 × 2160.00 − 5700.00) ÷ 12 = 65.00 */
    const char *clause;   /* P3.1 */
    const char *document; /* 文号 of the parameter used; 示例 marked */
    struct fen amount;
    int64_t person; /* 0: the household as a whole */
};
struct explanation {
    struct arena *arena; /* where the texts go */
    size_t count;
    struct explanation_line line[EXPLANATION_LINES_MAX];
};

/* explain may be NULL (the hot path). FAILED only on overflow or when the explanation does not fit
 * its arena. */
MUST_USE enum status benefit_assess(const struct policy *policy, enum programme p,
                                    const struct dossier *dossier, struct month m,
                                    struct benefit_amount *ret, struct explanation *explain,
                                    struct error *e);
/* Cumulative rounding of an annual amount: R(A*k/12) − R(A*(k−1)/12), k = month of year. domain:
 * annual support standard. */
struct fen benefit_month_of_year(struct fen annual, struct month m);
