/* Every figure opens to the rows it is made of. */
#pragma once
#include "support/county.h"

#include "domain/indicator/indicator.h"

/* For every indicator, the county and each of its townships: the rows behind, read page by page,
   add up to the figure, and the pages are the same as a large one. */
void behind_adds_up(struct county *c, int64_t county, struct month from, struct month to,
                    int64_t known);
