/* The year's beginning: who leads, what is asked of whom, what the rules are, who learns them. */
#include "domain/library/library.h"
#include "domain/target/leading.h"
#include "domain/target/letter.h"
#include "domain/training/training.h"
#include "office/demo/motion.h"

#define PASS_MARK 60
#define QUESTIONS 3

/* Names that nobody bears as such: 甲乙丙丁. */
static const struct leading_member GROUP[] = {
    {.seat = SEAT_LEADER, .name = "甲某", .post = "局长", .duty = "总负责"},
    {.seat = SEAT_FIRST_DEPUTY, .name = "乙某", .post = "副局长", .duty = "低保、五保"},
    {.seat = SEAT_DEPUTY, .name = "丙某", .post = "副局长", .duty = "敬老院建设"},
    {.seat = SEAT_DEPUTY, .name = "丁某", .post = "副局长", .duty = "医疗救助"},
    {.seat = SEAT_MEMBER, .name = "戊某", .post = "低保股股长", .duty = "农村低保"},
    {.seat = SEAT_MEMBER, .name = "己某", .post = "五保股股长", .duty = "农村五保"},
    {.seat = SEAT_OFFICE, .name = "庚某", .post = "民生办主任", .duty = "日常工作"},
};

enum status motion_leading(struct motion *m, struct error *e)
{
    int64_t id;
    for (size_t i = 0; i < sizeof GROUP / sizeof GROUP[0]; i++) {
        struct leading_member member = GROUP[i];
        member.from = date_make(m->year, 1, 1);
        member.until = DATE_OPEN;
        member.document = "示例";
        TRY(leading_set(m->db, m->c->county, &member, SUPERVISOR, &id, e));
    }
    for (size_t i = 0; i < m->township_count; i++) {
        const struct responsible person = {.division = m->townships[i].code,
                                           .item = "P3.4",
                                           .is_lead = true,
                                           .name = "辛某",
                                           .post = "分管领导",
                                           .phone = "",
                                           .from = date_make(m->year, 1, 1),
                                           .until = DATE_OPEN};
        TRY(responsible_set(m->db, m->c->county, &person, SUPERVISOR, &id, e));
    }
    return STATUS_OK;
}

/* The plan's targets, and one more that the county asks of every township. */
enum status motion_targets(struct motion *m, struct error *e)
{
    const struct target_entry occupancy = {.year = m->year,
                                           .book = BOOK_COUNTY,
                                           .measure = "occupancy_bp",
                                           .indicator = "home.occupancy",
                                           .clause = "P3.4",
                                           .reason = "督促整合现有敬老院资源，提高入住率（示例）",
                                           .due_on = date_make(m->year, 12, 31),
                                           .unit = TARGET_BP,
                                           .total = 7000,
                                           .rule = TARGET_EQUAL};
    size_t drafts, issued;
    int64_t id;
    TRY(target_split_from_plan(m->db, m->c->county, "", SUPERVISOR, &drafts, e));
    TRY(target_split_prepare(m->db, m->c->county, &occupancy, SUPERVISOR, &id, e));
    TRY(target_split_issue(m->db, m->c->county, 0, m->year, "泾民〔2013〕1号（示例）", DIRECTOR,
                           &issued, e));
    m->counts.targets = (int64_t)issued;
    return STATUS_OK;
}

enum status motion_letters(struct motion *m, struct error *e)
{
    struct target_letter *letters;
    size_t count;
    TRY(target_letter_issue(m->db, m->c->county, m->year, 0, "泾民〔2013〕2号（示例）", DIRECTOR,
                            &count, e));
    TRY(target_letter_list(m->db, m->c->county, m->year, 0, true, KNOWN_NOW, m->arena, &letters,
                           &count, e));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < m->township_count; k++)
            if (m->townships[k].code == letters[i].township)
                TRY(target_letter_sign(m->db, m->c->county, letters[i].id, NULL,
                                       m->townships[k].lead, e));
    m->counts.letters = (int64_t)count;
    return STATUS_OK;
}

enum status motion_library(struct motion *m, struct error *e)
{
    const struct library_filter all = {0};
    struct library_document *list;
    int64_t entered;
    size_t count;
    TRY(library_seed(m->db, m->c->county, SUPERVISOR, &entered, e));
    TRY(library_list(m->db, m->c->county, &all, m->arena, &list, &count, e));
    for (size_t i = 0; i < count; i++)
        if (list[i].state == LIBRARY_ENTERED || list[i].has_open_version)
            TRY(library_approve(m->db, m->c->county, list[i].id, SECOND_SUPERVISOR, e));
    return STATUS_OK;
}

enum status motion_course(struct motion *m, struct error *e)
{
    static const struct course_question questions[QUESTIONS] = {
        {.text = "农村低保对象入户调查至少几人？",
         .clause = "P3.1",
         .choices = {"一人", "二人", "三人"},
         .choice_count = 3,
         .answer = 2},
        {.text = "初审公示不少于几天？",
         .clause = "P3.1",
         .choices = {"三天", "五天", "七天"},
         .choice_count = 3,
         .answer = 3},
        {.text = "年底前各乡镇集中供养率应达到多少？",
         .clause = "P3.4",
         .choices = {"百分之三十", "百分之四十"},
         .choice_count = 2,
         .answer = 2},
    };
    const struct course course = {.year = m->year,
                                  .title = "民生工程政策业务培训",
                                  .on = date_make(m->year, month_of_year(date_month(m->today)), 20),
                                  .place = "县民政局会议室",
                                  .hours = 6,
                                  .lecturer = "低保股、五保股",
                                  .audience = "乡镇民政干部",
                                  .content = "低保、五保、医疗救助政策和系统操作",
                                  .pass = PASS_MARK};
    int64_t added, number;
    TRY(training_plan(m->db, m->c->county, &course, SUPERVISOR, &m->course, e));
    TRY(training_expect_users(m->db, m->c->county, m->course, ROLE_TOWNSHIP_CLERK, 0, SUPERVISOR,
                              &added, e));
    TRY(training_expect_users(m->db, m->c->county, m->course, ROLE_TOWNSHIP_LEAD, 0, SUPERVISOR,
                              &added, e));
    for (size_t i = 0; i < QUESTIONS; i++)
        TRY(training_question_add(m->db, m->c->county, m->course, &questions[i], SUPERVISOR,
                                  &number, e));
    return STATUS_OK;
}

/* All came but one in seven; of the clerks who came one in four fails. */
enum status motion_course_held(struct motion *m, struct error *e)
{
    struct course_person *people;
    size_t count;
    TRY(training_hold(m->db, m->c->county, m->course, m->today, SUPERVISOR, e));
    TRY(training_people(m->db, m->c->county, m->course, m->arena, &people, &count, e));
    for (size_t i = 0; i < count; i++) {
        bool came = random_below(&m->random, 7) > 0;
        const int answers[QUESTIONS] = {2, random_below(&m->random, 4) > 0 ? 3 : 1,
                                        random_below(&m->random, 3) > 0 ? 2 : 1};
        struct course_attempt attempt;
        TRY(training_mark(m->db, m->c->county, m->course, people[i].number,
                          came ? COURSE_CAME : COURSE_EXCUSED, SUPERVISOR, e));
        if (came)
            TRY(training_take(m->db, m->c->county, m->course, answers, QUESTIONS,
                              people[i].user_name, &attempt, e));
    }
    return STATUS_OK;
}
