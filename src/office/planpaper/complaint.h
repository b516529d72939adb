/* What a complainant gets in writing: 受理告知书, 不予受理告知书, 转送告知书, 延期告知书,
   答复意见书, 复查意见书, 复核意见书. 信访条例 Art. 21, 22, 32–35. The texts were opened by
   complaint_open, which the trail tells. */
#pragma once
#include "domain/complaint/complaint.h"
#include "office/document.h"

struct complaint_paper_options {
    enum document_kind kind;
    struct date today;
    const char *county_name;
};
/* The letter of one step. NONE: a step without a letter (receipt, a request, the close). */
MUST_USE enum status complaint_paper_render(const struct complaint *complaint,
                                            const struct complaint_content *content,
                                            const struct complaint_step *step,
                                            const struct complaint_paper_options *options,
                                            struct buf *ret, struct error *e);
