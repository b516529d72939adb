/* Faults planted in the plan in motion: targets, letters, meetings, problems, bulletins, the
   survey, complaints, policy, training, publicity. Scores and visits: score_tamper_test.c. */
#include "audit/tamper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/bulletin/bulletin.h"
#include "domain/complaint/complaint.h"
#include "domain/library/library.h"
#include "domain/meeting/meeting.h"
#include "domain/meeting/practice.h"
#include "domain/meeting/problem.h"
#include "domain/publicity/publicity.h"
#include "domain/publicity/slip.h"
#include "domain/survey/survey.h"
#include "domain/target/letter.h"
#include "domain/training/training.h"

#define COUNTY COUNTY_JINGXIAN
#define TOWNSHIP INT64_C(341823100000)
#define SUPERVISOR "supervisor"
#define DIRECTOR "director"
#define CLERK "township100.clerk"
#define LEAD "township100.lead"
#define ANSWERS 6

#define BEDS "(SELECT min(id) FROM target_split WHERE state = 2 AND unit = 'COUNT')"
#define RATE "(SELECT min(id) FROM target_split WHERE state = 2 AND unit = 'BP')"
#define CLOSED "(SELECT min(id) FROM problem WHERE state = 3)"
#define OPEN "(SELECT min(id) FROM problem WHERE state < 3)"
#define RANKED                                                                                     \
    "(SELECT min(f.number) FROM bulletin_figure AS f WHERE f.rank_no = 1 AND EXISTS (SELECT 1 "    \
    "FROM bulletin_figure AS g WHERE g.indicator = f.indicator AND g.rank_no > 1))"

static const struct fault FAULTS[] = {
    {"a share raised",
     "UPDATE target_share SET value = value + 10 WHERE split = " BEDS " AND is_asked = 1",
     "TARGET_SUM"},
    {"a target's total lowered", "UPDATE target_split SET total = total - 50 WHERE id = " BEDS,
     "TARGET_SUM"},
    {"a rate lowered for one",
     "UPDATE target_share SET value = 3000 WHERE split = " RATE " AND township = 341823100000",
     "TARGET_RATE"},
    {"beds moved between townships",
     "UPDATE target_share SET value = CASE WHEN township = 341823100000 THEN value - 10 ELSE value "
     "+ 10 END WHERE split = " BEDS " AND township IN (341823100000, 341823101000)",
     "TARGET_PLAN"},
    {"a township let off",
     "UPDATE target_share SET value = 0, is_asked = 0 WHERE split = " BEDS
     " AND township = 341823100000",
     "TARGET_PLAN"},
    {"a target that nobody put into force",
     "UPDATE target_split SET issued_by = 'mallory' WHERE id = " BEDS, "TARGET_DUTY"},
    {"a target replaced by nothing",
     "UPDATE target_split SET state = 3, replaced_change = issued_change + 100000 WHERE id = " BEDS,
     "TARGET_DUTY"},
    {"a letter that asks for less",
     "UPDATE target_letter_line SET value = value - 10 WHERE unit = 'COUNT'", "LETTER_LINES"},
    {"a letter of another book",
     "UPDATE target_letter_line SET book = 'city' WHERE book = 'county' AND unit = 'COUNT'",
     "LETTER_LINES"},
    {"a letter signed by nobody", "UPDATE target_letter SET signed_by = 'mallory' WHERE state = 2",
     "LETTER_DUTY"},

    {"minutes confirmed by nobody", "UPDATE progress_meeting SET issued_by = 'mallory'",
     "MEETING_DUTY"},
    {"a problem dropped from the agenda",
     "DELETE FROM meeting_item WHERE kind = 'PROBLEM' AND subject = " OPEN, "PROBLEM_DROPPED"},
    {"a problem closed by nobody", "UPDATE problem SET closed_by = 'mallory' WHERE id = " CLOSED,
     "PROBLEM_DUTY"},
    {"a problem out of nowhere", "UPDATE problem SET known_from = 999999 WHERE id = " OPEN,
     "PROBLEM_DUTY"},
    {"a deadline moved without a word", "UPDATE problem SET due_on = 20131231 WHERE id = " OPEN,
     "PROBLEM_DEADLINE"},
    {"a practice published by nobody", "UPDATE good_practice SET decided_by = 'mallory'",
     "PRACTICE_DUTY"},

    {"a bulletin issued by who wrote it", "UPDATE bulletin SET issued_by = 'mallory'",
     "BULLETIN_DUTY"},
    {"figures younger than the bulletin", "UPDATE bulletin SET known = issued_change + 1",
     "BULLETIN_DUTY"},
    {"a bed more in the bulletin",
     "UPDATE bulletin_figure SET numerator = numerator + 1 WHERE indicator = 'project.beds_county' "
     "AND township = 0",
     "BULLETIN_BEDS"},
    {"one book's beds told as the other's",
     "UPDATE bulletin_figure SET numerator = numerator + 50 WHERE indicator = 'project.beds_city' "
     "AND township = 0",
     "BULLETIN_BEDS"},
    {"the first put last", "UPDATE bulletin_figure SET rank_no = 11 WHERE number = " RANKED,
     "BULLETIN_RANK"},
    {"a rank for nothing",
     "UPDATE bulletin_figure SET rank_no = 1, denominator = 0 WHERE number = " RANKED,
     "BULLETIN_RANK"},
    {"the county ranked",
     "UPDATE bulletin_figure SET rank_no = 1 WHERE township = 0 AND indicator = 'home.inst_rate'",
     "BULLETIN_RANK"},
    {"a percentage typed",
     "UPDATE bulletin_section SET body = '完成率103.64%。' WHERE known_to = 2147483647 AND number "
     "= 1",
     "BULLETIN_TYPED"},
    {"a mark of no figure",
     "UPDATE bulletin_section SET body = '完成[[99999]]。' WHERE known_to = 2147483647 AND number "
     "= 1",
     "BULLETIN_MARK"},
    {"a section written afterwards",
     "INSERT INTO bulletin_section SELECT county, bulletin, 99, 999999, known_to, heading, body, "
     "actor FROM bulletin_section WHERE number = 1 AND known_to = 2147483647",
     "BULLETIN_EDITED"},

    {"a bulletin's title put another way", "UPDATE bulletin SET title = '通报'",
     "BULLETIN_ALTERED"},
    {"a section put another way",
     "UPDATE bulletin_section SET body = '完成较好。' WHERE known_to = 2147483647 AND number = 6",
     "BULLETIN_ALTERED"},
    {"a letter signed by another", "UPDATE target_letter SET bureau_signer = '某人'",
     "LETTER_ALTERED"},
    {"minutes put another way", "UPDATE progress_meeting SET summary = '会议圆满'",
     "MINUTES_ALTERED"},
    {"a practice told otherwise", "UPDATE good_practice SET body = '其他'", "MINUTES_ALTERED"},
    {"a bulletin whose issue names another content",
     "UPDATE change_trail SET detail = '' WHERE action = 'bulletin.issue'", "BULLETIN_ALTERED"},

    {"a household put into the sample",
     "UPDATE survey_sample SET household = household + 100000 WHERE number = 1", "SURVEY_DRAW"},
    {"a draw in another order",
     "UPDATE survey_sample SET draw_key = (SELECT t.hash FROM change_trail AS t WHERE t.id = 1) "
     "WHERE number = 1",
     "SURVEY_DRAW"},
    {"a household taken out of the sample",
     "DELETE FROM survey_sample WHERE number = 1 AND township = (SELECT min(township) FROM "
     "survey_sample)",
     "SURVEY_STRATUM"},
    {"an answer without a code", "UPDATE survey_code SET answer = 0 WHERE answer > 0",
     "SURVEY_CODE"},
    {"an answer of another township's code",
     "UPDATE survey_answer SET township = township + 1000 WHERE id = (SELECT min(id) FROM "
     "survey_answer)",
     "SURVEY_CODE"},
    {"an answer after the last day", "UPDATE survey_answer SET answered_on = 20131231",
     "SURVEY_DAY"},
    {"a no made a yes", "UPDATE survey_answer SET overall = 1 WHERE overall = 3", "SURVEY_OVERALL"},

    {"a complaint closed unanswered", "UPDATE complaint SET state = 7 WHERE state = 2",
     "COMPLAINT_STATE"},
    {"an extension by the handler",
     "UPDATE complaint_step SET actor = (SELECT c.handler FROM complaint AS c WHERE c.id = "
     "complaint_step.complaint) WHERE step = 'EXTEND'",
     "COMPLAINT_DUTY"},
    {"a step out of nowhere", "UPDATE complaint_step SET known_from = 999999 WHERE step = 'REPLY'",
     "COMPLAINT_DUTY"},
    {"a late reply in time", "UPDATE complaint_step SET on_date = 20140601 WHERE step = 'REPLY'",
     "COMPLAINT_CLOCK"},
    {"a year to accept", "UPDATE complaint_step SET due_on = 20140701 WHERE step = 'RECEIVE'",
     "COMPLAINT_CLOCK"},
    {"an extension of half a year",
     "UPDATE complaint_step SET due_on = 20140601 WHERE step = 'EXTEND'", "COMPLAINT_CLOCK"},

    {"a document approved by nobody",
     "UPDATE library_document SET known_from = 999999, known_to = 2147483647 WHERE state = 2",
     "LIBRARY_DUTY"},
    {"a test passed by a stroke of the pen", "UPDATE course_test SET is_passed = 1", "COURSE_TEST"},
    {"publicity confirmed by nobody", "UPDATE publicity_item SET confirmed_by = 'mallory'",
     "PUBLICITY_DUTY"},
    {"another township's village reached", "UPDATE publicity_reach SET village = village + 1000000",
     "PUBLICITY_PLACE"},
    {"a slip delivered by nobody", "UPDATE slip SET delivered_by = 'mallory'", "SLIP_DELIVERED"},
};

/* ---- a county in motion ---- */

static void today(const char *day)
{
    setenv("MINSHENG_TODAY", day, 1);
}

static void targets_fill(struct world *w)
{
    struct error e = {0};
    size_t count;
    int64_t id;
    const struct target_entry rate = {.year = 2013,
                                      .book = BOOK_COUNTY,
                                      .measure = "occupancy_bp",
                                      .indicator = "home.occupancy",
                                      .clause = "P3.4",
                                      .reason = "提高入住率",
                                      .due_on = date_make(2013, 12, 31),
                                      .unit = TARGET_BP,
                                      .total = 8000,
                                      .rule = TARGET_EQUAL};
    today("2013-07-01");
    assert_ok_e(target_split_from_plan(w->db, COUNTY, "", SUPERVISOR, &count, &e), &e);
    assert_ok_e(target_split_prepare(w->db, COUNTY, &rate, SUPERVISOR, &id, &e), &e);
    assert_ok_e(target_split_issue(w->db, COUNTY, 0, 2013, "泾民〔2013〕1号", DIRECTOR, &count, &e),
                &e);
    assert_ok_e(
        target_letter_issue(w->db, COUNTY, 2013, 0, "泾民〔2013〕2号", DIRECTOR, &count, &e), &e);
    struct target_letter *letters;
    assert_ok_e(target_letter_list(w->db, COUNTY, 2013, TOWNSHIP, true, KNOWN_NOW, w->arena,
                                   &letters, &count, &e),
                &e);
    assert_int_equal(count, 1);
    assert_ok_e(target_letter_sign(w->db, COUNTY, letters[0].id, NULL, LEAD, &e), &e);
    /* Split again: the earlier one stays, replaced. */
    struct target_entry again = rate;
    again.total = 8500;
    again.reason = "调整";
    today("2013-07-02");
    assert_ok_e(target_split_prepare(w->db, COUNTY, &again, SUPERVISOR, &id, &e), &e);
    assert_ok_e(
        target_split_issue(w->db, COUNTY, id, 2013, "泾民〔2013〕3号", DIRECTOR, &count, &e), &e);
}

static int64_t problem_of(struct world *w, const char *title)
{
    struct error e = {0};
    int64_t id;
    const struct problem_new p = {.source = PROBLEM_INDICATOR,
                                  .township = TOWNSHIP,
                                  .indicator = "home.inst_rate",
                                  .title = title,
                                  .cause = "床位不足",
                                  .measure = "动员入住",
                                  .owner = "泾川镇",
                                  .raised_on = date_make(2013, 7, 3),
                                  .due_on = date_make(2013, 7, 31)};
    assert_ok_e(problem_raise(w->db, COUNTY, &p, SUPERVISOR, &id, &e), &e);
    return id;
}

static void meeting_fill(struct world *w)
{
    struct error e = {0};
    int64_t meeting, practice, done;
    const struct meeting_new m = {.month = month_make(2013, 7),
                                  .held_on = date_make(2013, 7, 10),
                                  .place = "三楼会议室",
                                  .chair = "局长",
                                  .recorder = "民生办"};
    struct practice p = {.township = TOWNSHIP, .title = "上门算账", .body = "干部入户算账"};
    const struct meeting_record r = {
        .present = "各乡镇", .absent = "", .summary = "会议听取了汇报"};
    today("2013-07-03");
    done = problem_of(w, "集中供养率偏低");
    int64_t open = problem_of(w, "床位闲置");
    today("2013-07-05");
    assert_ok_e(problem_defer(w->db, COUNTY, open, date_make(2013, 8, 31), "汛期", SUPERVISOR, &e),
                &e);
    today("2013-07-10");
    assert_ok_e(meeting_open(w->db, COUNTY, &m, SUPERVISOR, &meeting, &e), &e);
    assert_ok_e(meeting_record(w->db, COUNTY, meeting, &r, SUPERVISOR, &e), &e);
    p.meeting = meeting;
    assert_ok_e(practice_propose(w->db, COUNTY, &p, CLERK, &practice, &e), &e);
    assert_ok_e(practice_decide(w->db, COUNTY, practice, true, DIRECTOR, &e), &e);
    assert_ok_e(meeting_issue(w->db, COUNTY, meeting, "", DIRECTOR, &e), &e);
    today("2013-07-12");
    assert_ok_e(problem_report(w->db, COUNTY, done, "已动员", CLERK, &e), &e);
    assert_ok_e(problem_close(w->db, COUNTY, done, "已看现场", SUPERVISOR, &e), &e);
}

static void bulletin_fill(struct world *w)
{
    struct error e = {0};
    int64_t id;
    const struct bulletin_request q = {.kind = BULLETIN_QUARTER, .year = 2013, .quarter = 2};
    today("2013-07-15");
    assert_ok_e(bulletin_draft(w->db, COUNTY, &q, SUPERVISOR, &id, &e), &e);
    assert_ok_e(bulletin_submit(w->db, COUNTY, id, SUPERVISOR, &e), &e);
    assert_ok_e(bulletin_issue(w->db, COUNTY, id, 0, DIRECTOR, &e), &e);
}

static void survey_fill(struct world *w)
{
    struct error e = {0};
    int64_t survey, answered;
    struct survey_codes codes;
    const struct survey_question q = {
        .kind = SURVEY_SATISFACTION, .text = "总体满意吗", .choices = "", .is_overall = true};
    const struct survey_new s = {.year = 2013,
                                 .title = "民生工程测评",
                                 .satisfied = "1,2",
                                 .frame = SURVEY_RECIPIENTS,
                                 .month = month_make(2013, 6),
                                 .sample_size = 30,
                                 .last_day = date_make(2013, 7, 31),
                                 .questions = &q,
                                 .question_count = 1};
    today("2013-07-16");
    assert_ok_e(survey_create(w->db, COUNTY, &s, SUPERVISOR, &survey, &e), &e);
    assert_ok_e(survey_draw(w->db, COUNTY, w->keys, survey, "20130716", KNOWN_NOW, 1, SUPERVISOR,
                            w->arena, &codes, &e),
                &e);
    for (size_t i = 0; i < ANSWERS; i++) {
        const struct survey_reply reply = {.question = 1, .choice = i % 2 ? 1 : 3, .words = ""};
        const struct survey_sheet sheet = {.code = codes.list[i].code,
                                           .channel = SURVEY_WEB,
                                           .answered_on = date_today(),
                                           .is_valid = true,
                                           .replies = &reply,
                                           .reply_count = 1};
        assert_ok_e(survey_answer(w->db, COUNTY, w->keys, &sheet, NULL, &answered, &e), &e);
    }
}

static void act(struct world *w, int64_t complaint, const struct complaint_act *a,
                const char *actor)
{
    struct error e = {0};
    assert_ok_e(complaint_act(w->db, COUNTY, w->keys, complaint, a, actor, &e), &e);
}

static int64_t complaint_of(struct world *w, const char *text)
{
    struct error e = {0};
    struct complaint_receipt receipt;
    const struct complaint_new c = {
        .channel = COMPLAINT_WEB,
        .received_on = date_today(),
        .township = TOWNSHIP,
        .category = "AMOUNT",
        .content = {.name = "", .phone = "", .about = "", .text = text}};
    assert_ok_e(complaint_receive(w->db, COUNTY, w->keys, &c, NULL, &receipt, &e), &e);
    return receipt.id;
}

static void complaint_fill(struct world *w)
{
    today("2013-07-16");
    int64_t answered = complaint_of(w, "金额不对"), waiting = complaint_of(w, "没有公示");
    today("2013-07-20");
    act(w, waiting,
        &(struct complaint_act){.action = COMPLAINT_ACCEPT, .text = "受理", .document = "受2号"},
        "dibao1");
    act(w, answered,
        &(struct complaint_act){.action = COMPLAINT_ACCEPT, .text = "受理", .document = "受1号"},
        "dibao1");
    today("2013-09-10");
    act(w, answered,
        &(struct complaint_act){
            .action = COMPLAINT_EXTEND, .text = "需入户", .document = "延1号", .days = 20},
        DIRECTOR);
    today("2013-09-25");
    act(w, answered,
        &(struct complaint_act){.action = COMPLAINT_REPLY,
                                .text = "已核实",
                                .document = "复1号",
                                .is_founded = 2,
                                .public_result = "经核实金额正确"},
        "dibao1");
}

static void learning_fill(struct world *w)
{
    struct error e = {0};
    int64_t id, course, added, number;
    struct course_attempt attempt;
    const struct library_document d = {.kind = LIBRARY_NOTICE,
                                       .document = "民发〔2012〕220号",
                                       .title = "审核审批办法",
                                       .issuer = "民政部",
                                       .clause = "P3.1",
                                       .body = "示例摘要",
                                       .issued_on = date_make(2012, 12, 12),
                                       .effective_from = date_make(2012, 12, 12),
                                       .effective_until = DATE_OPEN,
                                       .is_public = true,
                                       .is_example = true};
    const struct course c = {.year = 2013,
                             .title = "业务培训",
                             .on = date_make(2013, 9, 26),
                             .place = "县局",
                             .hours = 4,
                             .lecturer = "低保股",
                             .audience = "乡镇经办",
                             .content = "政策",
                             .pass = 60};
    const struct course_question q = {.text = "几人调查",
                                      .clause = "P3.1",
                                      .choices = {"一人", "二人"},
                                      .choice_count = 2,
                                      .answer = 2};
    const int wrong[] = {1};
    today("2013-09-26");
    assert_ok_e(library_enter(w->db, COUNTY, &d, "dibao1", &id, &e), &e);
    assert_ok_e(library_approve(w->db, COUNTY, id, "dibao2", &e), &e);
    assert_ok_e(training_plan(w->db, COUNTY, &c, SUPERVISOR, &course, &e), &e);
    assert_ok_e(training_expect_users(w->db, COUNTY, course, ROLE_TOWNSHIP_CLERK, 0, SUPERVISOR,
                                      &added, &e),
                &e);
    assert_ok_e(training_question_add(w->db, COUNTY, course, &q, SUPERVISOR, &number, &e), &e);
    assert_ok_e(training_hold(w->db, COUNTY, course, date_today(), SUPERVISOR, &e), &e);
    assert_ok_e(training_mark(w->db, COUNTY, course, 0, COURSE_CAME, SUPERVISOR, &e), &e);
    assert_ok_e(training_take(w->db, COUNTY, course, wrong, 1, CLERK, &attempt, &e), &e);
}

static void publicity_fill(struct world *w)
{
    struct error e = {0};
    int64_t item, village, count;
    size_t made;
    struct slip_made *slips;
    const struct publicity_item p = {.township = TOWNSHIP,
                                     .year = 2013,
                                     .title = "发放明白纸",
                                     .audience = "全体村民",
                                     .responsible = "民政办",
                                     .form = PUBLICITY_LEAFLET,
                                     .planned_on = date_make(2013, 9, 27)};
    assert_ok_e(db_query_i64_raw(w->db,
                                 "SELECT min(division) FROM entitlement WHERE division BETWEEN "
                                 "341823100001 AND 341823100999 AND programme = 1 AND status = 1",
                                 &village, &e),
                &e);
    const struct publicity_reached reached = {village, 30};
    const struct slip_wish wish = {
        .programme = PROGRAMME_DIBAO, .month = month_make(2013, 6), .division = village};
    today("2013-09-27");
    assert_ok_e(publicity_plan(w->db, COUNTY, &p, CLERK, &item, &e), &e);
    assert_ok_e(publicity_done(w->db, COUNTY, item, date_today(), "已发放", &reached, 1, CLERK, &e),
                &e);
    assert_ok_e(publicity_confirm(w->db, COUNTY, item, LEAD, &e), &e);
    assert_ok_e(slip_print(w->db, COUNTY, w->keys, &wish, CLERK, w->arena, &slips, &made, &e), &e);
    assert_ok_e(slip_deliver(w->db, COUNTY, &wish, date_today(), CLERK, &count, &e), &e);
}

static void fill(struct world *w)
{
    targets_fill(w);
    meeting_fill(w);
    bulletin_fill(w);
    survey_fill(w);
    complaint_fill(w);
    learning_fill(w);
    publicity_fill(w);
}

static void a_county_in_motion_ties_out(void **state)
{
    (void)state;
    worlds_tie_out();
}

static void every_fault_is_named(void **state)
{
    (void)state;
    faults_are_named(FAULTS, sizeof(FAULTS) / sizeof(FAULTS[0]));
}

static int begin(void **state)
{
    (void)state;
    worlds_open(fill);
    return 0;
}

static int end(void **state)
{
    (void)state;
    worlds_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_county_in_motion_ties_out),
        cmocka_unit_test(every_fault_is_named),
    };
    return cmocka_run_group_tests_name("audit-motion", tests, begin, end);
}
