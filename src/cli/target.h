/* Commands about targets: what they share. */
#pragma once
#include "cli/project.h"

/* --year; the year of today without it. */
MUST_USE enum status target_year_option(struct cli *cli, int *ret, struct error *e);
/* A place by code or a township's name, 12 digits. REFUSED: DIVISION_UNKNOWN. */
MUST_USE enum status target_place_parse(struct cli *cli, const struct project_call *c,
                                        const char *text, int64_t *ret, struct error *e);
