/* Shared by the files of the ledger only. */
#pragma once
#include "domain/ledger/ledger.h"

/* REFUSED (FUND_UNKNOWN) when the county keeps no such books. */
MUST_USE enum status ledger_fund_check(struct db *db, int64_t county, enum fund fund,
                                       struct error *e);
/* The last closed month; NONE when no month was ever closed. */
MUST_USE enum status ledger_closed_until(struct db *db, int64_t county, enum fund fund,
                                         struct month *ret, struct error *e);
