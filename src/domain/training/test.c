/* Short tests: questions with their choices, and what people answered. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/may.h"
#include "domain/training/training_internal.h"

#define CHOICES_BYTES_MAX 2000
#define ANSWERS_BYTES 400
#define CHOICE_BREAK "\n" /* between the choices of a question, as they are kept */

struct asking {
    struct training_work w;
    const struct course_question *question;
    int64_t number;
};

static enum status question_check(const struct course_question *q, struct error *e)
{
    TRY(library_text_check("TRAINING_FIELD", "text", q->text, true, TRAINING_TEXT_BYTES_MAX, e));
    TRY(library_text_check("TRAINING_FIELD", "clause", q->clause, false, 100, e));
    if (q->choice_count < COURSE_CHOICES_MIN || q->choice_count > COURSE_CHOICES_MAX)
        return training_field(e, "choices", _("选项应有 2 到 6 个"));
    for (int i = 0; i < q->choice_count; i++) {
        TRY(library_text_check("TRAINING_FIELD", "choices", q->choices[i], true, 300, e));
        if (strstr(q->choices[i], CHOICE_BREAK))
            return training_field(e, "choices", _("一个选项只写一行"));
    }
    if (q->answer < 1 || q->answer > q->choice_count)
        return training_field(e, "answer", _("正确答案不在选项里"));
    return STATUS_OK;
}

static enum status question_work(struct db *db, void *context, struct error *e)
{
    struct asking *x = context;
    const struct course_question *q = x->question;
    struct course_attempt *attempts;
    size_t taken;
    CLEANUP(buf_free) struct buf choices = BUF_INIT(CHOICES_BYTES_MAX);
    TRY(training_begin(&x->w, db, PERMISSION_TRAINING_MANAGE, "training.question", e));
    TRY(question_check(q, e));
    if (x->w.course.state == COURSE_CANCELLED)
        return training_state(&x->w, COURSE_PLANNED, e);
    TRY(training_attempts(db, x->w.county, x->w.id, 0, x->w.arena, &attempts, &taken, e));
    if (taken > 0)
        return error_set(e, STATUS_REFUSED, "TRAINING_STARTED", _("已有人参加测验，不能再加题目"));
    if (x->w.course.questions >= COURSE_QUESTIONS_MAX)
        return training_field(e, "text", _("一次测验最多 50 题"));
    for (int i = 0; i < q->choice_count; i++) {
        buf_adds(&choices, i ? CHOICE_BREAK : "");
        buf_adds(&choices, q->choices[i]);
    }
    TRY(buf_status(&choices, e));
    x->number = x->w.course.questions + 1;
    return course_question_insert(
        db,
        (struct course_question_insert_args){.county = x->w.county,
                                             .course = x->w.id,
                                             .number = x->number,
                                             .text = q->text,
                                             .choices = buf_text(&choices),
                                             .answer = q->answer,
                                             .clause = q->clause ? q->clause : ""},
        NULL, e);
}

enum status training_question_add(struct db *db, int64_t county, int64_t course,
                                  const struct course_question *question, const char *actor,
                                  int64_t *ret_number, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TRAINING_ARENA_BYTES);
    struct asking x = {.w = {.arena = arena, .county = county, .id = course, .actor = actor},
                       .question = question};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, question_work, &x, e));
    *ret_number = x.number;
    return STATUS_OK;
}

static enum status question_of(const struct course_question_row *r, struct arena *arena,
                               struct course_question *ret, struct error *e)
{
    char *p = arena_strdup(arena, r->choices);
    *ret = (struct course_question){.number = r->number,
                                    .text = arena_strdup(arena, r->text),
                                    .clause = arena_strdup(arena, r->clause),
                                    .answer = (int)r->answer};
    if (!p || !ret->text || !ret->clause)
        return arena_exhausted(e);
    while (p && ret->choice_count < COURSE_CHOICES_MAX) {
        char *end = strstr(p, CHOICE_BREAK);
        if (end)
            *end = '\0';
        ret->choices[ret->choice_count++] = p;
        p = end ? end + 1 : NULL;
    }
    return STATUS_OK;
}

enum status training_questions(struct db *db, int64_t county, int64_t course, struct arena *arena,
                               struct course_question **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct course_question *list = ARENA_ARRAY(arena, struct course_question, COURSE_QUESTIONS_MAX);
    struct course_question_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(course_question_rows_open(
        db, (struct course_question_rows_args){.county = county, .course = course}, &cursor, e));
    while ((s = course_question_rows_next(cursor, &row, e)) == STATUS_OK &&
           n < COURSE_QUESTIONS_MAX)
        TRY(question_of(&row, arena, &list[n++], e));
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status training_attempts(struct db *db, int64_t county, int64_t course, int64_t person,
                              struct arena *arena, struct course_attempt **ret, size_t *ret_count,
                              struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct course_attempt *list = ARENA_ARRAY(arena, struct course_attempt, COURSE_PEOPLE_MAX);
    struct course_test_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(course_test_rows_open(
        db, (struct course_test_rows_args){.county = county, .course = course, .person = person},
        &cursor, e));
    while ((s = course_test_rows_next(cursor, &row, e)) == STATUS_OK && n < COURSE_PEOPLE_MAX) {
        list[n] = (struct course_attempt){.attempt = (int)row.attempt,
                                          .on = row.taken_on,
                                          .right = row.right_count,
                                          .count = row.question_count,
                                          .is_passed = row.is_passed,
                                          .answers = arena_strdup(arena, row.answers)};
        if (!list[n++].answers)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

struct taking {
    struct training_work w;
    const int *answers;
    size_t answer_count;
    struct course_attempt attempt;
    char answer_text[ANSWERS_BYTES];
};

static enum status person_of(struct taking *x, int64_t *ret, struct error *e)
{
    struct course_person *people;
    size_t n;
    TRY(training_people(x->w.db, x->w.county, x->w.id, x->w.arena, &people, &n, e));
    for (size_t i = 0; i < n; i++) {
        if (text_equals(people[i].user_name, x->w.actor)) {
            if (people[i].attempts >= COURSE_ATTEMPTS_MAX)
                return error_set(e, STATUS_REFUSED, "TRAINING_ATTEMPTS", _("一人最多测验 %d 次"),
                                 COURSE_ATTEMPTS_MAX);
            x->attempt.attempt = people[i].attempts + 1;
            *ret = people[i].number;
            return STATUS_OK;
        }
    }
    return error_set(e, STATUS_REFUSED, "TRAINING_NOT_EXPECTED", _("%s 不在这次培训的名单里"),
                     x->w.actor);
}

static enum status marks_count(struct taking *x, struct error *e)
{
    struct course_question *questions;
    size_t n;
    struct buf text = BUF_INIT(ANSWERS_BYTES - 1);
    x->attempt.right = 0;
    TRY(training_questions(x->w.db, x->w.county, x->w.id, x->w.arena, &questions, &n, e));
    if (n == 0)
        return error_set(e, STATUS_REFUSED, "TRAINING_NO_QUESTION", _("这次培训没有测验题"));
    if (x->answer_count != n)
        return training_field(e, "answers", _("答案的个数与题目不一致"));
    for (size_t i = 0; i < n; i++) {
        int answer = x->answers[i];
        if (answer < 0 || answer > questions[i].choice_count) {
            buf_free(&text);
            return training_field(e, "answers", _("答案不在选项里"));
        }
        x->attempt.right += answer == questions[i].answer;
        buf_addf(&text, "%s%d", i ? "," : "", answer);
    }
    (void)snprintf(x->answer_text, sizeof x->answer_text, "%s", buf_text(&text));
    buf_free(&text);
    x->attempt.count = (int64_t)n;
    x->attempt.is_passed = x->attempt.right * 100 >= (int64_t)x->w.course.pass * (int64_t)n;
    return STATUS_OK;
}

static enum status take_work(struct db *db, void *context, struct error *e)
{
    struct taking *x = context;
    int64_t person;
    TRY(training_begin(&x->w, db, PERMISSION_TRAINING_READ, "training.test", e));
    TRY(training_state(&x->w, COURSE_HELD, e));
    TRY(person_of(x, &person, e));
    TRY(marks_count(x, e));
    x->attempt.on = date_today();
    return course_test_insert(db,
                              (struct course_test_insert_args){.county = x->w.county,
                                                               .course = x->w.id,
                                                               .person = person,
                                                               .attempt = x->attempt.attempt,
                                                               .taken_on = x->attempt.on,
                                                               .right_count = x->attempt.right,
                                                               .question_count = x->attempt.count,
                                                               .answers = x->answer_text,
                                                               .is_passed = x->attempt.is_passed,
                                                               .known_from = x->w.change},
                              NULL, e);
}

enum status training_take(struct db *db, int64_t county, int64_t course, const int *answers,
                          size_t answer_count, const char *actor, struct course_attempt *ret,
                          struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TRAINING_ARENA_BYTES);
    struct taking x = {.w = {.arena = arena, .county = county, .id = course, .actor = actor},
                       .answers = answers,
                       .answer_count = answer_count};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, take_work, &x, e));
    *ret = x.attempt;
    ret->answers = ""; /* the caller gave them */
    return STATUS_OK;
}
