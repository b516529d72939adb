/* Allocations (经费拨付汇总表): a month's money of one fund to one receiver, by category — a home's
   management money and staff subsidy, care and electricity subsidies, or what a bank pays by a
   list. Categories are table rows: a fund and an expense account each, so that support money can
   not pay what management money must (P3.2; 令456号 Art. 14). Paid by transfer (maker, checker,
   approver, payer). */
#pragma once
#include "domain/transfer/transfer.h"

struct allocation_category {
    const char *code, *label; /* "SCATTERED_BASIC"; msgid */
    enum fund fund;
    enum ledger_code account;
    bool is_electricity; /* shown as a sum of its own beside the total */
};
/* SCATTERED_BASIC, SCATTERED_CARE, SCATTERED_ELECTRICITY, INSTITUTION_BASIC, INSTITUTION_CARE,
   INSTITUTION_ELECTRICITY (support); HOME_RUNNING (公用经费), HOME_STAFF (工作人员生活补助)
   (management). Ends with a NULL code. */
extern const struct allocation_category ALLOCATION_CATEGORIES[];
MUST_USE enum status allocation_category_parse(const char *code,
                                               const struct allocation_category **ret,
                                               struct error *e);
struct allocation_line {
    const struct allocation_category *category;
    int64_t people;
    int supplement; /* 0; 1, 2 … for a second sum of the same month */
    struct fen amount;
    const char *note;
};
struct allocation {
    int64_t id, payee, transfer, people;
    enum fund fund;
    struct month month;
    const char *payee_name, *document, *memo, *prepared_by;
    int state; /* 1 DRAFT 2 TRANSFERRED 3 APPROVED 4 DISCARDED */
    struct fen total;
    size_t line_count;
    const struct allocation_line *lines;
};
/* All lines of one fund: else REFUSED (HOME_FUND_CROSSED), the attempt recorded in the change trail
   ("allocation.cross_funds"); so is money sent into a home's account of another money. Also
   ALLOCATION_TWICE (naming the earlier one), ALLOCATION_FIELD, PAYEE_UNKNOWN. With its transfer,
   one transaction. */
MUST_USE enum status allocation_write(struct db *db, int64_t county, const struct allocation *a,
                                      const char *actor, int64_t *ret_id, int64_t *ret_transfer,
                                      struct error *e);
/* Several in one transaction: all or none. ret_ids, ret_transfers: count each; *ret_at, when it
   fails: the one that was refused. May be NULL. */
MUST_USE enum status allocation_write_all(struct db *db, int64_t county,
                                          const struct allocation *list, size_t count,
                                          const char *actor, int64_t *ret_ids,
                                          int64_t *ret_transfers, size_t *ret_at, struct error *e);
/* Of receivers of one name, is this the kind that the fund is meant for? */
bool allocation_fits(enum payee_kind kind, enum fund fund);
/* A receiver by code or whole name; of a home's accounts, which share its name, the one that the
   fund may go to. NONE: no such. */
MUST_USE enum status allocation_payee_by_name(struct db *db, int64_t county,
                                              const char *code_or_name, enum fund fund,
                                              struct arena *arena, struct payee *ret,
                                              struct error *e);
MUST_USE enum status allocation_read(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                     struct allocation *ret, struct error *e); /* NONE */
MUST_USE enum status allocation_list(struct db *db, int64_t county, enum fund fund,
                                     struct month month, int64_t before, int rows,
                                     struct arena *arena, struct allocation **ret,
                                     size_t *ret_count,
                                     struct error *e); /* fund 0, month v 0: any */
/* A month by category, each fund by itself: what was approved. Σ is of one fund; there is no sum of
   both but the printed total of the notice, which names both. */
struct allocation_sum {
    const struct allocation_category *category;
    int64_t people, payees;
    struct fen amount, paid;
};
MUST_USE enum status allocation_month(struct db *db, int64_t county, struct month month,
                                      struct arena *arena, struct allocation_sum **ret,
                                      size_t *ret_count, struct error *e);
extern const struct transfer_kind TRANSFER_OF_SUPPORT, TRANSFER_OF_MANAGEMENT;
