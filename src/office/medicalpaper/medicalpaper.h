/* Papers of money to institutions: a hospital's monthly statement, a premium list, an allocation,
   the order to pay a transfer, as PDF or DOCX (document.h). The same rows and day give the same
   bytes; no whole number of anybody stands on them. */
#pragma once
#include "domain/medical/premium.h"
#include "domain/medical/statement.h"
#include "domain/allocation/allocation.h"
#include "domain/transfer/transfer.h"
#include "office/document.h"

struct medical_paper_options {
    enum document_kind kind;
    struct date today; /* of printing */
};
/* 医疗救助费用结算单. NONE: no such statement. REFUSED (DOCUMENT_LIMIT) above its 20,000 lines. */
MUST_USE enum status statement_paper_render(struct db *db, int64_t county, int64_t statement,
                                            const struct medical_paper_options *options,
                                            struct buf *ret, struct error *e);
/* 资助参合（参保）人员名单 of a scope. NONE: no such list. REFUSED (DOCUMENT_LIMIT): by township.
 */
MUST_USE enum status premium_paper_render(struct db *db, int64_t county, int64_t list,
                                          int64_t scope,
                                          const struct medical_paper_options *options,
                                          struct buf *ret, struct error *e);
/* 拨付单. NONE: no such transfer. */
MUST_USE enum status transfer_paper_render(struct db *db, int64_t county, int64_t transfer,
                                           const struct medical_paper_options *options,
                                           struct buf *ret, struct error *e);
/* 经费拨付汇总表. NONE: no such allocation. */
MUST_USE enum status allocation_paper_render(struct db *db, int64_t county, int64_t allocation,
                                             const struct medical_paper_options *options,
                                             struct buf *ret, struct error *e);
/* What was approved for a month by category, each fund by itself. */
MUST_USE enum status allocation_month_paper_render(struct db *db, int64_t county,
                                                   struct month month,
                                                   const struct medical_paper_options *options,
                                                   struct buf *ret, struct error *e);
