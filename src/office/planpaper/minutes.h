/* 会议纪要 of a monthly meeting as PDF or DOCX (document.h), in the official layout. The same rows
   and day give the same bytes. */
#pragma once
#include "domain/meeting/meeting.h"
#include "office/document.h"

struct meeting_paper_options {
    enum document_kind kind;
    struct date today; /* of printing */
    int64_t scope;     /* of the reader: a township's gets an extract; 0: the whole */
};
/* Figures from the items' whole numbers; problems as they stood when the minutes were issued. Until
   then it says that it is a draft. NONE: no such meeting. */
MUST_USE enum status meeting_paper_render(struct db *db, int64_t county, int64_t meeting,
                                          const struct meeting_paper_options *options,
                                          struct buf *ret, struct error *e);
