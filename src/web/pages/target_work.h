/* Targets on the first screen. */
#pragma once
#include "web/request.h"

/* List "duties" of the plan's calendar, for people of the bureau; empty for others. */
MUST_USE enum status target_duties_add(struct request *r, struct error *e);
