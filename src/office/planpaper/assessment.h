/* Papers of a round of assessment: the table of townships, a letter to each township's government,
   the report to the county's government, as PDF or DOCX; and the packs for the city's and the
   province's acceptance. The same rows and day give the same bytes. P4.3. */
#pragma once
#include "domain/assessment/assessment.h"
#include "office/document.h"

struct assessment_paper_options {
    enum document_kind kind;
    struct date today; /* of printing a round that is not published; else the day of publication */
};
/* NONE: no such round. REFUSED (ASSESSMENT_STATE): it has no scores yet. */
MUST_USE enum status assessment_table_render(struct db *db, int64_t county, int64_t id,
                                             const struct assessment_paper_options *options,
                                             struct buf *ret, struct error *e);
MUST_USE enum status assessment_letter_render(struct db *db, int64_t county, int64_t id,
                                              int64_t township,
                                              const struct assessment_paper_options *options,
                                              struct buf *ret, struct error *e);
MUST_USE enum status assessment_report_render(struct db *db, int64_t county, int64_t id,
                                              const struct assessment_paper_options *options,
                                              struct buf *ret, struct error *e);

/* ---- the pack (省市考评验收) ---- Table, report, letters, the bulletins issued that year, scores
   and the rows behind every figure as CSV, the beds of the city's book, and an index with the
   SHA-256 of each file. */
enum assessment_pack_for { ASSESSMENT_PACK_CITY = 1, ASSESSMENT_PACK_PROVINCE };
MUST_USE enum status assessment_pack_parse(const char *code, enum assessment_pack_for *ret,
                                           struct error *e); /* "city", "province" */
struct assessment_pack_file {
    const char *name; /* "01-table.pdf": no folder, no dots but the ending's */
    const char *title;
    const char *bytes;
    size_t n;
    char sha256[HASH_HEX_BYTES];
};
#define ASSESSMENT_PACK_FILES_MAX 300
/* The index is the last. Of a published round. REFUSED (ASSESSMENT_STATE). */
MUST_USE enum status assessment_pack_make(struct db *db, int64_t county, int64_t id,
                                          enum assessment_pack_for whom, struct arena *arena,
                                          struct assessment_pack_file **ret, size_t *ret_count,
                                          struct error *e);
/* All of them in one zip, with the day of publication as their time. */
MUST_USE enum status assessment_pack_zip(const struct assessment_pack_file *files, size_t count,
                                         struct date day, struct buf *ret, struct error *e);
