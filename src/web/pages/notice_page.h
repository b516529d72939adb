/* Shared by the pages of notices. */
#pragma once
#include "domain/casework/notice.h"
#include "web/pages/case_page.h"

/* What lists and pages say of a notice. Nothing of it is secret. */
void notice_head_add(const struct request *r, struct view *v, const struct notice_record *n,
                     const struct division_table *table);
/* The list "rows" as that channel shows it; the web's has no case. */
MUST_USE enum status notice_rows_add(struct request *r, const struct notice_record *n,
                                     const struct notice_row *rows, size_t count,
                                     enum notice_channel channel,
                                     const struct division_table *table, struct error *e);
/* The notice of the address with its rows. NONE (404) unless it is in the viewer's scope. */
MUST_USE enum status notice_of_address(struct request *r, struct notice_record *ret,
                                       struct notice_row **ret_rows, size_t *ret_count,
                                       struct error *e);
/* Fills the whole page of a notice. */
MUST_USE enum status notice_fill(struct request *r, const struct notice_record *n,
                                 const struct notice_row *rows, size_t count, struct error *e);
const char *notice_title(const struct request *r, const struct notice_record *n);
