/* Papers of residents of homes as PDF or DOCX (document.h): agreement, file, property, the sheets
   of a month. The same rows and day give the same bytes; no whole number of anybody stands on them.
 */
#pragma once
#include "domain/home/record.h"
#include "office/document.h"

struct home_paper_options {
    enum document_kind kind;
    struct date today; /* of printing */
};
/* 农村五保集中供养协议书, of an admission asked for or confirmed (令456号 Art. 9, 17). NONE: no
   such stay. REFUSED (PAPER_UNKNOWN): refused, or of somebody who pays. */
MUST_USE enum status home_agreement_paper_render(struct db *db, int64_t county, int64_t stay,
                                                 const struct home_paper_options *options,
                                                 struct buf *ret, struct error *e);
/* 入住人员档案: person, stay, beds, care levels, sums of records, property. NONE: no such stay. */
MUST_USE enum status home_file_paper_render(struct db *db, int64_t county, int64_t stay,
                                            const struct home_paper_options *options,
                                            struct buf *ret, struct error *e);
/* 遗物清单 of a dead resident, 物品清单 of a living one. NONE: no such stay. */
MUST_USE enum status home_property_paper_render(struct db *db, int64_t county, int64_t stay,
                                                const struct home_paper_options *options,
                                                struct buf *ret, struct error *e);
/* A month's sheet of one kind of record of residents: POCKET (零花钱发放签收表), CLOTHING, CHECKUP.
   NONE: no such home. REFUSED: PAPER_UNKNOWN (another kind). */
MUST_USE enum status home_sheet_paper_render(struct db *db, int64_t county, int64_t home,
                                             enum record_kind kind, struct month month,
                                             const struct home_paper_options *options,
                                             struct buf *ret, struct error *e);
