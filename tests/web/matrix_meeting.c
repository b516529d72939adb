/* Meetings in the matrix of access: one with a photograph, a problem of each of two townships, a
   practice that nobody has decided. */
#include "domain/casework/enclosure.h"
#include "domain/meeting/meeting.h"
#include "domain/meeting/practice.h"
#include "domain/meeting/problem.h"
#include "web/matrix.h"

static void listed_make(struct db *db, struct matrix_things *t, int64_t township)
{
    struct error e = {0};
    const struct problem_new p = {.source = PROBLEM_INDICATOR,
                                  .township = township,
                                  .title = "月报迟报",
                                  .cause = "无专人",
                                  .measure = "定专人",
                                  .owner = "镇民政办",
                                  .raised_on = date_today(),
                                  .due_on = {date_today().v + 10}};
    assert_ok_e(problem_raise(db, LIVE_COUNTY, &p, ACTOR_SYSTEM, &t->listed, &e), &e);
}

void matrix_meeting_fill(struct matrix *m, struct db *db)
{
    static const char picture[] = "\xff\xd8\xff\xe0 a photograph";
    struct error e = {0};
    int seq;
    const struct meeting_new meeting = {.month = date_month(date_today()),
                                        .held_on = date_today(),
                                        .place = "会议室",
                                        .chair = "局长",
                                        .recorder = "民生办"};
    const struct practice practice = {.title = "月初提醒", .body = "每月一日短信提醒。"};
    listed_make(db, &m->of[SIDE_OWN], MATRIX_TOWNSHIP);
    listed_make(db, &m->of[SIDE_OTHER], MATRIX_OTHER_TOWNSHIP);
    m->of[SIDE_NEAR].listed = m->of[SIDE_OWN].listed;
    assert_ok_e(meeting_open(db, LIVE_COUNTY, &meeting, ACTOR_SYSTEM, &m->meeting, &e), &e);
    const struct enclosure_new photo = {.kind = ENCLOSURE_MEETING,
                                        .subject = m->meeting,
                                        .title = "会场",
                                        .bytes = picture,
                                        .size_bytes = sizeof(picture) - 1,
                                        .thumbnail = picture,
                                        .thumbnail_bytes = sizeof(picture) - 1};
    assert_ok_e(enclosure_add(db, LIVE_COUNTY, m->keys, &photo, ACTOR_SYSTEM, &seq, &e), &e);
    assert_int_equal(seq, MATRIX_PHOTO);
    assert_ok_e(practice_propose(db, LIVE_COUNTY, &practice, ACTOR_SYSTEM, &m->practice, &e), &e);
}
