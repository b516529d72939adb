/* Surveys and complaints in the matrix of access: a survey that waits for its draw, a complaint
   about each of two townships. */
#include "domain/complaint/complaint.h"
#include "domain/survey/survey.h"
#include "web/matrix.h"

static void complaint_make(struct matrix *m, struct db *db, struct matrix_things *t,
                           int64_t township)
{
    struct error e = {0};
    struct complaint_receipt receipt;
    const struct complaint_new complaint = {.channel = COMPLAINT_WEB,
                                            .township = township,
                                            .category = "AMOUNT",
                                            .content = {.text = "少发了一个月。"}};
    assert_ok_e(complaint_receive(db, LIVE_COUNTY, m->keys, &complaint, NULL, &receipt, &e), &e);
    t->complaint = receipt.id;
}

void matrix_voice_fill(struct matrix *m, struct db *db)
{
    static const struct survey_question question = {
        .kind = SURVEY_SATISFACTION, .text = "您满意吗？", .is_overall = true};
    struct error e = {0};
    const struct survey_new survey = {.year = 2013,
                                      .title = "百姓测评",
                                      .frame = SURVEY_RECIPIENTS,
                                      .month = date_month(date_today()),
                                      .sample_size = 20,
                                      .last_day = {date_today().v + 20},
                                      .questions = &question,
                                      .question_count = 1};
    assert_ok_e(survey_create(db, LIVE_COUNTY, &survey, "system", &m->survey, &e), &e);
    complaint_make(m, db, &m->of[SIDE_OWN], MATRIX_TOWNSHIP);
    complaint_make(m, db, &m->of[SIDE_OTHER], MATRIX_OTHER_TOWNSHIP);
    m->of[SIDE_NEAR].complaint = m->of[SIDE_OWN].complaint;
}
