/* What of casework waits for the viewer: for the first screen. */
#pragma once
#include "web/request.h"

/* Adds "work" (cases by kind and state with what is due and overdue), "rechecks" of this month,
   "matches" and "drafts", each only to whom it concerns. */
MUST_USE enum status case_home_add(struct request *r, struct error *e);
