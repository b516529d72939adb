/* What waits for the viewer's name, on the first screen. */
#pragma once
#include "web/request.h"

/* List "sign_work": what he may sign, publish, decide or confirm, and did not prepare himself. */
MUST_USE enum status sign_work_add(struct request *r, struct error *e);
