/* The county's monthly report table of one book (项目月报): a project a row, what the month
   brought, the totals so far, and whether it keeps to the plan's line. Read once, shown on the
   board, in a workbook and on paper. */
#pragma once
#include "domain/project/return.h"

/* msgids: 新建 …; what a version of the scope changed. */
const char *project_kind_words(enum project_kind kind);
const char *project_change_words(const char *change);
/* How done : target stands to the line, as plan_line_compare answers: 未达序时 …; msgid. */
const char *project_line_words(int compared);

struct project_report_row {
    struct project project;
    struct project_standing standing; /* of the report's book, at its day */
    int64_t beds_month;
    struct fen invested_month, received[PROJECT_SOURCES]; /* received: so far */
    enum project_stage stage;
    struct date accepted_on; /* v 0: not yet */
    const char *problems;    /* open ones, "" when there are none */
    bool has_return;         /* signed, of that month */
    bool is_behind;          /* in any of the three measures */
};
struct project_report {
    enum target_book book;
    struct month month; /* the last that was over: whose additions are shown */
    struct date on;     /* at whose end it stands */
    size_t count;
    struct project_report_row *rows; /* in order of code */
    struct project_report_row sum;   /* of these rows, all of one book; money, beds, received */
};
/* township 0: the county. */
MUST_USE enum status project_report_read(struct db *db, int64_t county, enum target_book book,
                                         struct date on, int64_t township, struct arena *arena,
                                         struct project_report *ret, struct error *e);

#define WAN_TEXT_BYTES 40
/* Ten thousand yuan, exact: 360.00, 0.123456. */
char *fen_format_wan(struct fen amount, char out[WAN_TEXT_BYTES]);
