/* Payments of the works (工程款): from the construction fund to the contractor by transfer. P3.4.
 */
#pragma once
#include "domain/project/project.h"
#include "domain/transfer/transfer.h"

struct project_payment {
    int64_t id, project, contractor, transfer;
    struct month month;
    struct fen amount;
    const char *purpose, *document, *contractor_name, *prepared_by;
    int state; /* 1 DRAFT 2 TRANSFERRED 3 APPROVED 4 DISCARDED */
};
/* Drafted with its transfer in one transaction. REFUSED: WORKS_CONTRACTOR (none in the scope),
   WORKS_CONTRACT (Σ beyond the contract), WORKS_INVESTMENT (Σ beyond the planned investment),
   PROJECT_STAGE_ORDER (before the foundation is reached), PAYEE…. */
MUST_USE enum status project_pay(struct db *db, int64_t county, int64_t project, struct fen amount,
                                 struct month month, const char *purpose, const char *document,
                                 const char *actor, int64_t *ret_payment, int64_t *ret_transfer,
                                 struct error *e);
MUST_USE enum status project_payment_list(struct db *db, int64_t county, int64_t project,
                                          struct arena *arena, struct project_payment **ret,
                                          size_t *ret_count, struct error *e);
extern const struct transfer_kind TRANSFER_OF_PROJECT; /* PROJECT; fund construction */
