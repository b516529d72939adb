/* Target responsibility letters (目标责任书) on paper: one, or all that stand of a year, each on
   pages of its own. The same rows and day give the same bytes. */
#pragma once
#include "domain/target/letter.h"
#include "office/document.h"

struct target_letter_paper {
    enum document_kind kind;
    struct date today; /* of printing */
};
/* NONE: no such letter. */
MUST_USE enum status target_letter_paper_render(struct db *db, int64_t county, int64_t letter,
                                                const struct target_letter_paper *options,
                                                struct buf *ret, struct error *e);
/* Of the townships within the scope. NONE: no letter stands. */
MUST_USE enum status target_letters_paper_render(struct db *db, int64_t county, int year,
                                                 int64_t scope,
                                                 const struct target_letter_paper *options,
                                                 struct buf *ret, struct error *e);
