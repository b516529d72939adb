/* The words of an assessment, line by line. Private to benefit/. Each function appends one line;
   FAILED when the explanation is full or its arena exhausted. */
#pragma once
#include "domain/benefit/benefit.h"

MUST_USE enum status explain_dibao_basic(struct explanation *x, const struct policy *policy,
                                         const struct benefit_amount *amount, struct error *e);
MUST_USE enum status explain_topup(struct explanation *x, const struct policy *policy,
                                   enum policy_key key, const struct member_row *row,
                                   struct month m, const struct benefit_amount *amount,
                                   struct fen topup, struct error *e);
MUST_USE enum status explain_wubao(struct explanation *x, const struct policy *policy,
                                   enum policy_key key, struct month m,
                                   const struct benefit_amount *amount, struct error *e);
MUST_USE enum status explain_nothing(struct explanation *x, const struct benefit_amount *amount,
                                     struct month m, struct error *e);
