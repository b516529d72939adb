/* Arguments: kind, files and names (one each), errors: where rows that could not be read go. */
#pragma once
#include "office/work/work.h"

MUST_USE enum status match_work_run(const struct work_task *task, const char **ret_result,
                                    struct error *e);
