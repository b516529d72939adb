/* What of medical assistance waits for the viewer: for the first screen. */
#pragma once
#include "web/request.h"

/* Adds the list "medical_work" of {path, label, what, count, total_fen}: a hospital's open stays
   and statements, the bureau's statements and advances near their end, transfers whose next step
   the viewer may take. */
MUST_USE enum status medical_work_add(struct request *r, struct error *e);
