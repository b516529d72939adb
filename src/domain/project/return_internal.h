/* What the files on monthly returns share. Private to project/. */
#pragma once
#include "domain/project/project_internal.h"
#include "project_return_sql.h"

#define RETURN_ROWS_MAX 5000

/* The project's returns in order of month: the signed one of each, with `draft` in the place of the
   signed one of its month. Totals reckoned. */
struct return_line {
    struct project_return *rows;
    size_t count;
};
MUST_USE enum status return_line_read(struct project_work *w, const struct project_return *draft,
                                      struct return_line *ret, struct error *e);
/* May these stand together? REFUSED: PROJECT_RETURN_ORDER (a month lacks), PROJECT_BEDS,
   PROJECT_MONEY (in the draft's month). */
MUST_USE enum status return_line_check(struct project_work *w, const struct return_line *line,
                                       const struct project_return *draft, struct error *e);
/* The draft's own place in it, with its totals. */
const struct project_return *return_line_at(const struct return_line *line, struct month m);
/* The highest stage reached by the end of a month. */
MUST_USE enum status return_stage(struct project_work *w, struct month m, enum project_stage *ret,
                                  struct error *e);
/* The return, and the project it is of (begun as project_work). REFUSED: PROJECT_RETURN_UNKNOWN,
   PROJECT_RETURN_STATE unless it is in the state. */
MUST_USE enum status return_begin(struct project_work *w, int64_t id, enum return_state state,
                                  enum permission permission, const char *action,
                                  struct project_return *ret, struct error *e);
