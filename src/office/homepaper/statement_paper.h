/* 敬老院月度收支表: a home's month, its books side by side and never summed (专帐核算, P3.2), as
   PDF or DOCX (document.h). The same rows and day give the same bytes. */
#pragma once
#include "domain/home/book.h"
#include "office/document.h"

/* today: of printing. NONE: no such home. */
MUST_USE enum status home_statement_paper_render(struct db *db, int64_t county, int64_t home,
                                                 struct month month, enum document_kind kind,
                                                 struct date today, struct buf *ret,
                                                 struct error *e);
