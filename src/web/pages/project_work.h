/* What of projects waits for the viewer, for the first screen. */
#pragma once
#include "web/request.h"

/* List "project_work": label, what, path, count. */
MUST_USE enum status project_work_add(struct request *r, struct error *e);
