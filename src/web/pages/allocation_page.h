/* Shared by the pages of allocations. */
#pragma once
#include "domain/allocation/allocation.h"
#include "web/request.h"

const char *allocation_fund_label(const struct request *r, enum fund fund);
