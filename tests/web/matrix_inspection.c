/* Visits, orders, accountability and self-assessments in the matrix of access: in each of two
   townships a visit that was handed in and an order, each with a photograph, and the township's own
   draft; one suggestion of the county's. */
#include "domain/assessment/assessment.h"
#include "domain/assessment/self.h"
#include "domain/casework/enclosure.h"
#include "domain/inspection/accountability.h"
#include "domain/inspection/inspection.h"
#include "web/matrix.h"

#include <stdio.h>

static void photo_make(struct matrix *m, struct db *db, enum enclosure_kind kind, int64_t subject,
                       const char *actor)
{
    static const char picture[] = "\xff\xd8\xff\xe0 a photograph";
    struct error e = {0};
    int seq;
    const struct enclosure_new photo = {.kind = kind,
                                        .subject = subject,
                                        .title = "现场",
                                        .bytes = picture,
                                        .size_bytes = sizeof(picture) - 1,
                                        .thumbnail = picture,
                                        .thumbnail_bytes = sizeof(picture) - 1};
    assert_ok_e(enclosure_add(db, LIVE_COUNTY, m->keys, &photo, actor, &seq, &e), &e);
    assert_int_equal(seq, MATRIX_PHOTO);
}

static void township_fill(struct matrix *m, struct db *db, struct matrix_things *t,
                          int64_t township)
{
    const char *inspector = matrix_user(ROLE_INSPECTOR);
    struct error e = {0};
    char clerk[40];
    int number;
    int64_t self;
    const struct inspection_entry entry = {
        .division = township, .place = "敬老院", .inspectors = "张三"};
    const struct inspection_finding finding = {.kind = INSPECTION_DEFECT, .text = "公示不全"};
    const struct rectification_new order = {.origin = RECTIFICATION_PROBLEM,
                                            .township = township,
                                            .problem = "公示不全",
                                            .demand = "补齐公示",
                                            .due_on = {date_today().v + 10}};
    const struct self_assessment_entry claims = {
        .assessment = m->assessment, .township = township, .summary = "按期完成"};
    assert_ok_e(inspection_open(db, LIVE_COUNTY, &entry, inspector, &t->inspection, &e), &e);
    assert_ok_e(
        inspection_finding_add(db, LIVE_COUNTY, t->inspection, &finding, inspector, &number, &e),
        &e);
    photo_make(m, db, ENCLOSURE_INSPECTION, t->inspection, inspector);
    assert_ok_e(inspection_submit(db, LIVE_COUNTY, t->inspection, NULL, 0, inspector, &e), &e);
    assert_ok_e(rectification_issue(db, LIVE_COUNTY, &order, ACTOR_SYSTEM, &t->rectification, &e),
                &e);
    photo_make(m, db, ENCLOSURE_RECTIFICATION, t->rectification, ACTOR_SYSTEM);
    (void)snprintf(clerk, sizeof clerk, "township%03d.clerk", (int)(township / 1000 % 1000));
    assert_ok_e(self_assessment_write(db, LIVE_COUNTY, &claims, clerk, &self, &e), &e);
    photo_make(m, db, ENCLOSURE_SELF_ASSESSMENT, self, clerk);
}

void matrix_inspection_fill(struct matrix *m, struct db *db)
{
    struct error e = {0};
    const struct accountability_new suggestion = {.trigger = ACCOUNTABILITY_OTHER,
                                                  .township = MATRIX_TOWNSHIP,
                                                  .person = "王五",
                                                  .facts = "多次催办未办"};
    if (m->assessment == 0)
        assert_ok_e(
            assessment_open(db, LIVE_COUNTY,
                            &(struct assessment_new){.year = 2013, .scope = ASSESSMENT_YEAR},
                            ACTOR_SYSTEM, &m->assessment, &e),
            &e);
    township_fill(m, db, &m->of[SIDE_OWN], MATRIX_TOWNSHIP);
    township_fill(m, db, &m->of[SIDE_OTHER], MATRIX_OTHER_TOWNSHIP);
    m->of[SIDE_NEAR].inspection = m->of[SIDE_OWN].inspection;
    m->of[SIDE_NEAR].rectification = m->of[SIDE_OWN].rectification;
    assert_ok_e(
        accountability_suggest(db, LIVE_COUNTY, &suggestion, ACTOR_SYSTEM, &m->accountability, &e),
        &e);
}
