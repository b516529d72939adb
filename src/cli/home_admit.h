/* Many admissions out of a file. */
#pragma once
#include "cli/home.h"

/* Columns id_number, home, from, agreement, and bed if wanted, by their names in the first row; csv
   or a workbook. All or none; an error names row and column. */
MUST_USE enum status home_admit_file(struct cli *cli, const struct home_call *c, const char *path,
                                     int64_t **ret_stays, size_t *ret_count, struct error *e);
