/* The insurance office's list of those enrolled for a year (xlsx, xls, csv): 身份证号, 险种. */
#pragma once
#include "domain/medical/premium.h"

/* scheme: of rows that name none; 0: each must. REFUSED as list_read, with the cells that are no ID
   number or no scheme. Rows in the arena, as in the file; ID numbers of 18 characters. */
MUST_USE enum status enrolment_read(const char *path, enum medical_scheme scheme,
                                    struct arena *arena, struct enrolment_row **ret,
                                    size_t *ret_count, struct error *e);
