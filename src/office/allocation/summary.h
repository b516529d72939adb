/* A month's summary sheet (经费拨付汇总表; xlsx, xls, csv) into allocations: 收款单位, 类别, 人数,
   金额, 说明, 补拨序号. */
#pragma once
#include "domain/allocation/allocation.h"

struct allocation_sheet {
    struct allocation *list; /* one per receiver and fund, in the order of the sheet */
    size_t count;
    int64_t rows;
};
/* REFUSED as list_read (office/medical/list_read.h), with the cells whose receiver is not known,
   whose category there is not, whose people or amount (yuan) are no number. A name that several
   receivers have means the one the category's fund may go to. Rows in the arena. */
MUST_USE enum status allocation_sheet_read(struct db *db, int64_t county, const char *path,
                                           struct month month, const char *document,
                                           const char *memo, struct arena *arena,
                                           struct allocation_sheet *ret, struct error *e);
/* The sheet becomes allocations on their transfers, all or none. ids, transfers: ret->count each.
 */
MUST_USE enum status allocation_sheet_import(struct db *db, int64_t county, const char *path,
                                             struct month month, const char *document,
                                             const char *memo, const char *actor,
                                             struct arena *arena, struct allocation_sheet *ret,
                                             int64_t **ret_ids, int64_t **ret_transfers,
                                             struct error *e);
