/* 整改通知书 and the record of its replies and rechecks, as PDF or DOCX (document.h). The same rows
   and day give the same bytes. */
#pragma once
#include "domain/inspection/rectification.h"
#include "office/document.h"

struct rectification_paper_options {
    enum document_kind kind;
    struct date today; /* of printing */
    int64_t scope;     /* of the reader; 0: everything */
    bool with_steps;   /* 整改情况: the replies and rechecks too */
};
/* NONE: no such order, or not in that scope. */
MUST_USE enum status rectification_paper_render(struct db *db, int64_t county, int64_t order,
                                                const struct rectification_paper_options *options,
                                                struct buf *ret, struct error *e);
