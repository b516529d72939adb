/* One case with its steps, as papers see it. Shared by src/office/casepaper only. */
#pragma once
#include "casepaper_internal.h"

struct case_paper_case {
    struct case_record c;
    struct case_step *steps;
    size_t step_count;
    const struct entry_data *form; /* NULL without keys */
    bool is_blank;                 /* no case yet: only kind, programme and division are set */
};
MUST_USE enum status case_paper_read(struct db *db, int64_t county, const struct keyring *keys,
                                     int64_t case_id, struct date today, struct arena *arena,
                                     struct case_paper_case *ret, struct error *e);
/* The newest step with this action; NULL: none. */
const struct case_step *case_paper_step(const struct case_paper_case *x, enum case_action action);
/* case, form, step, place, law, appeal */
MUST_USE enum status case_paper_view(struct paper *p, const struct case_paper_case *x,
                                     struct error *e);
/* attachments */
MUST_USE enum status case_paper_attachments(struct paper *p, int64_t case_id, struct error *e);
/* claim, advance: what was decided, line by line. */
MUST_USE enum status case_paper_medical(struct paper *p, const struct case_paper_case *x,
                                        struct error *e);
MUST_USE enum status case_paper_certificate(struct paper *p, const struct case_paper_case *x,
                                            struct error *e);
/* rows: the file's contents, with pages counted */
MUST_USE enum status case_paper_archive(struct paper *p, const struct case_paper_case *x,
                                        struct error *e);
/* Whether the case has this paper: not at all, as a blank form, or with its step taken. */
enum case_paper_state { PAPER_NONE, PAPER_BLANK, PAPER_DONE };
enum case_paper_state case_paper_state(const struct case_paper_case *x, enum case_document d,
                                       const struct case_step **ret_step);
/* "application_wubao" for the wubao's application, else the document's code. */
const char *case_paper_template(const struct case_record *c, enum case_document d);
