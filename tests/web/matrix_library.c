/* Library, courses and publicity in the matrix of access: a document that is approved and waits
   with another version, a course that is planned, and in each of two townships an item that was
   reported.
 */
#include "domain/casework/enclosure.h"
#include "domain/publicity/publicity.h"
#include "domain/training/training.h"
#include "web/matrix.h"

#include <stdio.h>

void matrix_library_fill(struct matrix *m, struct db *db)
{
    struct error e = {0};
    struct library_document d = {.kind = LIBRARY_NOTICE,
                                 .document = "泾民〔2013〕7号",
                                 .title = "关于入户调查的通知",
                                 .issuer = "泾县民政局",
                                 .clause = "",
                                 .body = "每户两人到场。",
                                 .issued_on = date_make(2013, 2, 1),
                                 .effective_from = date_make(2013, 2, 1),
                                 .effective_until = DATE_OPEN,
                                 .is_public = true};
    const struct course course = {
        .title = "经办培训", .place = "会议室", .on = date_today(), .hours = 2, .pass = 60};
    assert_ok_e(library_enter(db, LIVE_COUNTY, &d, "supervisor", &m->document, &e), &e);
    assert_ok_e(library_approve(db, LIVE_COUNTY, m->document, "director", &e), &e);
    assert_ok_e(training_plan(db, LIVE_COUNTY, &course, "supervisor", &m->course, &e), &e);
}
