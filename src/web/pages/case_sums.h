/* Sums under a table of money on a form: what a clerk adds up by hand beside a pile of invoices. */
#pragma once
#include "web/pages/case_entry.h"

/* Adds "sums" (label, field, fen) to the view of a section that has several columns of money, and
   for bills "rest": what others leave to pay. app.js keeps them up while one types. */
void case_sums_add(const struct request *r, const struct entry_section *section,
                   const struct entry_data *data, int rows, struct view *v);
