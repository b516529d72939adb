/* Papers of projects as PDF or DOCX (document.h): a project's monthly return, the county's monthly
   table of one book, the acceptance. The same rows and day give the same bytes. */
#pragma once
#include "office/document.h"
#include "office/projectpaper/report.h"

struct project_paper_options {
    enum document_kind kind;
    struct date today; /* of printing */
};
/* 项目月报. NONE: no such return. */
MUST_USE enum status project_return_paper_render(struct db *db, int64_t county, int64_t return_id,
                                                 const struct project_paper_options *options,
                                                 struct buf *ret, struct error *e);
/* 项目月报表 of one book at the end of a month. township 0: the county. */
MUST_USE enum status project_report_paper_render(struct db *db, int64_t county,
                                                 enum target_book book, struct month month,
                                                 int64_t township,
                                                 const struct project_paper_options *options,
                                                 struct buf *ret, struct error *e);
/* 竣工验收表. NONE: no such acceptance of that project. */
MUST_USE enum status project_acceptance_paper_render(struct db *db, int64_t county, int64_t project,
                                                     int64_t acceptance,
                                                     const struct project_paper_options *options,
                                                     struct buf *ret, struct error *e);
