/* Courses for those who do the work (P5.1): planned, held, who came, short tests with what the
   attempts gave, results by township. */
#pragma once
#include "domain/access/access.h"
#include "domain/library/library.h"

enum course_state { COURSE_PLANNED = 1, COURSE_HELD, COURSE_CANCELLED };
enum course_attendance { COURSE_EXPECTED = 0, COURSE_CAME, COURSE_EXCUSED };
const char *course_state_label(enum course_state s);           /* msgid */
const char *course_attendance_label(enum course_attendance a); /* msgid */
#define COURSE_CHOICES_MIN 2
#define COURSE_CHOICES_MAX 6
#define COURSE_QUESTIONS_MAX 50
#define COURSE_PEOPLE_MAX 3000
#define COURSE_DOCUMENTS_MAX 30
#define COURSES_MAX 2000
struct course {
    int64_t id;
    int year, hours;
    const char *title, *place, *lecturer, *audience, *content, *entered_by;
    struct date on;
    int pass; /* right answers in a hundred */
    enum course_state state;
    const int64_t *documents; /* of the library */
    size_t document_count;
    int64_t expected, came, excused, questions, passed; /* read only */
};
struct course_person {
    int64_t number, division;                         /* division 0: none */
    const char *user_name, *name, *place, *marked_by; /* user_name "": without an account */
    enum course_attendance attended;
    int attempts;
    bool is_passed;
    int64_t best_right, best_count; /* of the best attempt */
};
struct course_question {
    int64_t number;
    const char *text, *clause;
    const char *choices[COURSE_CHOICES_MAX];
    int choice_count, answer; /* answer: from 1 */
};
struct course_attempt {
    int attempt;
    struct date on;
    int64_t right, count;
    bool is_passed;
    const char *answers; /* "1,3,2" */
};
/* Each is one transaction. Managers: PERMISSION_TRAINING_MANAGE. REFUSED: TRAINING_FIELD,
   TRAINING_UNKNOWN, TRAINING_STATE, ACCESS_DENIED. */
MUST_USE enum status training_plan(struct db *db, int64_t county, const struct course *course,
                                   const char *actor, int64_t *ret_id, struct error *e);
/* Adds those not yet expected: users of a role (ROLE_NONE: any) whose scope lies in the division
   (0: any); ret_added may be 0. */
MUST_USE enum status training_expect_users(struct db *db, int64_t county, int64_t course,
                                           enum role role, int64_t division, const char *actor,
                                           int64_t *ret_added, struct error *e);
/* Somebody without an account: a village cadre, by name and village. */
MUST_USE enum status training_expect_person(struct db *db, int64_t county, int64_t course,
                                            const char *name, int64_t division, const char *actor,
                                            int64_t *ret_number, struct error *e);
MUST_USE enum status training_question_add(struct db *db, int64_t county, int64_t course,
                                           const struct course_question *question,
                                           const char *actor, int64_t *ret_number,
                                           struct error *e); /* REFUSED also: TRAINING_STARTED */
MUST_USE enum status training_hold(struct db *db, int64_t county, int64_t course, struct date on,
                                   const char *actor, struct error *e);
MUST_USE enum status training_cancel(struct db *db, int64_t county, int64_t course,
                                     const char *actor, struct error *e);
/* Of a course that was held. number 0: all who are still only expected. */
MUST_USE enum status training_mark(struct db *db, int64_t county, int64_t course, int64_t number,
                                   enum course_attendance attended, const char *actor,
                                   struct error *e);
/* The actor's own test, as one who is expected; answers: one choice (from 1, 0 none) per question,
   in their order. Every attempt is kept. REFUSED also: TRAINING_NOT_EXPECTED, TRAINING_NO_QUESTION.
 */
#define COURSE_ATTEMPTS_MAX 20
MUST_USE enum status training_take(struct db *db, int64_t county, int64_t course,
                                   const int *answers, size_t answer_count, const char *actor,
                                   struct course_attempt *ret, struct error *e);
/* year 0: all. Newest first. */
MUST_USE enum status training_list(struct db *db, int64_t county, int year, struct arena *arena,
                                   struct course **ret, size_t *ret_count, struct error *e);
MUST_USE enum status training_read(struct db *db, int64_t county, int64_t course,
                                   struct arena *arena, struct course *ret,
                                   struct error *e); /* NONE */
MUST_USE enum status training_people(struct db *db, int64_t county, int64_t course,
                                     struct arena *arena, struct course_person **ret,
                                     size_t *ret_count, struct error *e);
MUST_USE enum status training_questions(struct db *db, int64_t county, int64_t course,
                                        struct arena *arena, struct course_question **ret,
                                        size_t *ret_count, struct error *e);
MUST_USE enum status training_attempts(struct db *db, int64_t county, int64_t course,
                                       int64_t person, struct arena *arena,
                                       struct course_attempt **ret, size_t *ret_count,
                                       struct error *e);
/* Held courses of a year by township (0: the county's own): expected, came, passed of those who
   came. course 0: all of the year. */
struct training_result {
    int64_t township, expected, came, excused, tested, passed;
    const char *name;
};
MUST_USE enum status training_results(struct db *db, int64_t county, int year, int64_t course,
                                      struct arena *arena, struct training_result **ret,
                                      size_t *ret_count, struct error *e);
