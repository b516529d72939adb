/* Library, courses and publicity in the matrix of access: a document that is approved and waits
   with another version, a course that is planned, and in each of two townships an item that was
   reported.
 */
#include "domain/casework/enclosure.h"
#include "domain/publicity/publicity.h"
#include "domain/training/training.h"
#include "web/matrix.h"

#include <stdio.h>
#include <string.h>

static void photo_make(struct matrix *m, struct db *db, enum enclosure_kind kind, int64_t subject,
                       const char *actor)
{
    static const char picture[] = "\xff\xd8\xff\xe0 a photograph";
    struct error e = {0};
    int seq;
    const struct enclosure_new photo = {.kind = kind,
                                        .subject = subject,
                                        .title = "原件",
                                        .bytes = picture,
                                        .size_bytes = sizeof(picture) - 1,
                                        .thumbnail = picture,
                                        .thumbnail_bytes = sizeof(picture) - 1};
    assert_ok_e(enclosure_add(db, LIVE_COUNTY, m->keys, &photo, actor, &seq, &e), &e);
    assert_int_equal(seq, MATRIX_PAPER);
}

static void publicity_make(struct matrix *m, struct db *db, struct matrix_things *t,
                           int64_t township)
{
    struct error e = {0};
    char clerk[40];
    const struct publicity_item item = {.title = "集市咨询",
                                        .township = township,
                                        .form = PUBLICITY_MARKET,
                                        .audience = "",
                                        .planned_on = date_today(),
                                        .responsible = "王五"};
    (void)snprintf(clerk, sizeof clerk, "township%03d.clerk", (int)(township / 1000 % 1000));
    assert_ok_e(publicity_plan(db, LIVE_COUNTY, &item, clerk, &t->publicity, &e), &e);
    assert_ok_e(publicity_done(db, LIVE_COUNTY, t->publicity, date_today(), "发放宣传页", NULL, 0,
                               clerk, &e),
                &e);
    photo_make(m, db, ENCLOSURE_PUBLICITY, t->publicity, clerk);
}

static void slip_make(struct matrix *m, struct db *db)
{
    struct error e = {0};
    struct slip_made *made;
    size_t n;
    const struct slip_wish wish = {.programme = PROGRAMME_DIBAO,
                                   .month = month_make(2013, 6),
                                   .household = m->of[SIDE_OWN].household};
    assert_ok_e(slip_print(db, LIVE_COUNTY, m->keys, &wish, ACTOR_SYSTEM, m->arena, &made, &n, &e),
                &e);
    assert_int_equal(n, 1);
    memcpy(m->slip, made[0].code, sizeof m->slip);
}

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
    photo_make(m, db, ENCLOSURE_LIBRARY, m->document, "supervisor");
    publicity_make(m, db, &m->of[SIDE_OWN], MATRIX_TOWNSHIP);
    publicity_make(m, db, &m->of[SIDE_OTHER], MATRIX_OTHER_TOWNSHIP);
    m->of[SIDE_NEAR].publicity = m->of[SIDE_OWN].publicity;
    slip_make(m, db);
}
