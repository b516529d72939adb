/* The papers of casework, filled from the rows of a case, a notice, a draw or a month's changes and
   written as PDF or DOCX (document.h). The same rows, day and choice of numbers give the same
   bytes. docs/document.md lists what each template may name. */
#pragma once
#include "domain/casework/casework.h"
#include "office/document.h"

struct case_paper_options {
    enum document_kind kind;
    struct date today; /* day of printing: the file's properties and "打印日期" */
    /* Whole ID and account numbers, as the form for signing needs them: whoever sets this logs who
       asked and for what purpose. Otherwise their middle is covered. */
    bool shows_numbers;
};
/* Whether ID or account numbers stand on this paper at all. */
bool case_paper_has_numbers(enum case_document d);

/* What there is to print of a case now, in the order of the file: the papers of the steps it took,
   then blank forms that the next steps need (is_blank). */
struct case_paper {
    enum case_document document;
    const char *label; /* msgid */
    bool is_blank;     /* the step has not been taken: to be filled in by hand */
    struct date on;    /* of the step; v 0 when blank */
};
#define CASE_PAPERS_MAX DOCUMENT_COUNT
MUST_USE enum status case_paper_list(struct db *db, int64_t county, int64_t case_id,
                                     struct date today, struct arena *arena,
                                     struct case_paper **ret, size_t *ret_count, struct error *e);
/* A notice is that in which the case stands last. NONE: no such case, or no such paper of it
   (no notice yet; a list that is not of one case). The caller checks the scope. */
MUST_USE enum status case_paper_render(struct db *db, int64_t county, const struct keyring *keys,
                                       int64_t case_id, enum case_document d,
                                       const struct case_paper_options *options, struct buf *ret,
                                       struct error *e);
/* An empty form of a place, to be filled in by hand before there is a case: DOCUMENT_APPLICATION,
   CHECK_REPORT, HOME_VISIT, DELIBERATION, APPROVAL_FORM, RECHECK_FORM, FORM_CHANGE, CANCELLATION.
   NONE for others. division: village, township or county. */
MUST_USE enum status case_blank_render(struct db *db, int64_t county, enum programme p,
                                       int64_t division, enum case_document d,
                                       const struct case_paper_options *options, struct buf *ret,
                                       struct error *e);
/* DOCUMENT_NOTICE_WALL, DOCUMENT_NOTICE_WEB (family names only) or DOCUMENT_NOTICE_RESULT. Never
   holds a number of anybody. Rows that no longer give the notice's hash are REFUSED
   (NOTICE_ALTERED). */
MUST_USE enum status notice_paper_render(struct db *db, int64_t county, int64_t notice,
                                         enum case_document d,
                                         const struct case_paper_options *options, struct buf *ret,
                                         struct error *e);
/* REFUSED when there is no such draw. */
MUST_USE enum status sample_paper_render(struct db *db, int64_t county, int64_t sample,
                                         const struct case_paper_options *options, struct buf *ret,
                                         struct error *e);
/* The changes of a month as known at its cut-off, within a scope. REFUSED (DOCUMENT_LIMIT) above
   CHANGE_PAPER_ROWS_MAX rows: print by township. */
#define CHANGE_PAPER_ROWS_MAX 10000
MUST_USE enum status change_list_paper_render(struct db *db, int64_t county, enum programme p,
                                              struct month m, int64_t scope,
                                              const struct case_paper_options *options,
                                              struct buf *ret, struct error *e);
/* "泾县-DB2013-106-00012-home_visit.pdf" without the county: a name for the download. */
const char *case_paper_file_name(struct arena *a, const char *number, enum case_document d,
                                 enum document_kind kind);
