/* 自查自评报告 of a township as PDF or DOCX (document.h): points claimed beside the system's own
   figures. The same rows and day give the same bytes. */
#pragma once
#include "domain/assessment/self.h"
#include "office/document.h"

struct self_paper_options {
    enum document_kind kind;
    struct date today; /* of printing */
};
/* Until it is signed it says that it is a draft. NONE: nothing is written. */
MUST_USE enum status self_paper_render(struct db *db, int64_t county, int64_t assessment,
                                       int64_t township, const struct self_paper_options *options,
                                       struct buf *ret, struct error *e);
