/* Courses: the year's, one of them with its people and results, and the test one takes oneself. */
#include "domain/training/training.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/library_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/training_page.h"

static void course_add(struct request *r, struct view *v, const struct course *c)
{
    view_add_integer(v, "course", c->id);
    view_add_text(v, "title", c->title);
    view_add_date(v, "on", c->on);
    view_add_text(v, "place", c->place);
    view_add_count(v, "hours", c->hours);
    view_add_text(v, "lecturer", c->lecturer);
    view_add_text(v, "audience", c->audience);
    view_add_text(v, "content", c->content);
    view_add_count(v, "pass", c->pass);
    view_add_text(v, "state_label", request_text(r, course_state_label(c->state)));
    view_add_bool(v, "is_planned", c->state == COURSE_PLANNED);
    view_add_bool(v, "is_held", c->state == COURSE_HELD);
    view_add_count(v, "expected", c->expected);
    view_add_count(v, "came", c->came);
    view_add_count(v, "excused", c->excused);
    view_add_count(v, "questions", c->questions);
    view_add_count(v, "passed", c->passed);
}

static void results_add(struct request *r, const struct training_result *rows, size_t n)
{
    struct view *list = view_add_list(r->page, "results");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "name", rows[i].name);
        view_add_count(v, "expected", rows[i].expected);
        view_add_count(v, "came", rows[i].came);
        view_add_count(v, "tested", rows[i].tested);
        view_add_count(v, "passed", rows[i].passed);
    }
}

static enum status list_show(struct request *r, struct error *e)
{
    struct course *all;
    struct training_result *results;
    size_t n;
    int64_t year = query_number(r, "year");
    if (year < 1990 || year > 9998)
        year = month_year(date_month(date_today()));
    TRY(training_list(r->db, r->county, (int)year, r->arena, &all, &n, e));
    struct view *list = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n; i++)
        course_add(r, view_add_object(list, NULL), &all[i]);
    TRY(training_results(r->db, r->county, (int)year, 0, r->arena, &results, &n, e));
    results_add(r, results, n);
    view_add_integer(r->page, "year", year);
    view_add_integer(r->page, "year_before", year - 1);
    view_add_integer(r->page, "year_after", year + 1);
    view_add_bool(r->page, "can_manage", request_can(r, PERMISSION_TRAINING_MANAGE));
    return respond_page(r, "training/list.html", NULL, e);
}

/* ---- one ---- */

enum status training_of_address(struct request *r, struct course *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "course", &id));
    return training_read(r->db, r->county, id, r->arena, ret, e);
}

/* A township sees its own people; each his own row in any case. */
static enum status people_add(struct request *r, const struct course *c, struct error *e)
{
    struct course_person *people;
    size_t n;
    bool is_mine = false;
    TRY(training_people(r->db, r->county, c->id, r->arena, &people, &n, e));
    struct view *list = view_add_list(r->page, "people");
    for (size_t i = 0; i < n; i++) {
        const struct course_person *p = &people[i];
        bool is_own = text_equals(p->user_name, r->session.user.name);
        is_mine = is_mine || is_own;
        if (!is_own && !access_in_scope(r->session.user.scope, p->division))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "number", p->number);
        view_add_text(v, "name", p->name);
        view_add_text(v, "place", p->place);
        view_add_text(v, "attended_label", request_text(r, course_attendance_label(p->attended)));
        view_add_bool(v, "is_expected", p->attended == COURSE_EXPECTED);
        view_add_count(v, "attempts", p->attempts);
        view_add_bool(v, "is_passed", p->is_passed);
        view_add_count(v, "right", p->best_right);
        view_add_count(v, "count", p->best_count);
    }
    view_add_bool(r->page, "can_take", is_mine && c->state == COURSE_HELD && c->questions > 0);
    return STATUS_OK;
}

enum status training_respond(struct request *r, const struct course *c, unsigned status,
                             const struct error *why, struct error *e)
{
    char today[DATE_TEXT_BYTES];
    bool may = request_can(r, PERMISSION_TRAINING_MANAGE);
    course_add(r, r->page, c);
    struct view *list = view_add_list(r->page, "documents");
    for (size_t i = 0; i < c->document_count; i++) {
        struct library_document d;
        struct error ignored;
        if (library_read(r->db, r->county, c->documents[i], KNOWN_NOW, true, r->arena, &d,
                         &ignored) != STATUS_OK)
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "document", d.id);
        view_add_text(v, "title", d.title);
    }
    TRY(people_add(r, c, e));
    view_add_bool(r->page, "can_plan", may && c->state == COURSE_PLANNED);
    view_add_bool(r->page, "can_mark", may && c->state == COURSE_HELD);
    view_add_bool(r->page, "can_ask", may && c->state != COURSE_CANCELLED);
    view_add_text(r->page, "today", date_format(date_today(), today));
    return respond_page_status(r, status, "training/page.html", c->title, why, e);
}

static enum status course_show(struct request *r, struct error *e)
{
    struct course c;
    TRY(training_of_address(r, &c, e));
    return training_respond(r, &c, 200, NULL, e);
}

/* ---- the test ---- */

static enum status test_respond(struct request *r, const struct course *c, unsigned status,
                                const struct error *why, struct error *e)
{
    struct course_question *questions;
    size_t n;
    TRY(training_questions(r->db, r->county, c->id, r->arena, &questions, &n, e));
    course_add(r, r->page, c);
    struct view *list = view_add_list(r->page, "asked");
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "number", questions[i].number);
        view_add_text(v, "text", questions[i].text);
        struct view *choices = view_add_list(v, "choices");
        for (int k = 0; k < questions[i].choice_count; k++) {
            struct view *one = view_add_object(choices, NULL);
            view_add_integer(one, "choice", k + 1);
            view_add_text(one, "label", questions[i].choices[k]);
            view_add_textf(one, "field", "q%" PRId64, questions[i].number);
        }
    }
    return respond_page_status(r, status, "training/test.html", c->title, why, e);
}

static enum status test_show(struct request *r, struct error *e)
{
    struct course c;
    TRY(training_of_address(r, &c, e));
    return test_respond(r, &c, 200, NULL, e);
}

static enum status take_act(struct request *r, const struct course *c,
                            struct course_attempt *attempt, struct error *e)
{
    int answers[COURSE_QUESTIONS_MAX] = {0};
    struct db *db;
    size_t n = (size_t)c->questions;
    for (size_t i = 0; i < n && i < COURSE_QUESTIONS_MAX; i++) {
        char name[16];
        int64_t v = 0;
        (void)snprintf(name, sizeof name, "q%zu", i + 1);
        const char *typed = request_field(r, name);
        if (typed[0] && (i64_parse(typed, &v, NULL) != STATUS_OK || v < 0 || v > 99))
            return error_set(e, STATUS_REFUSED, "TRAINING_FIELD", _("答案不在选项里"));
        answers[i] = (int)v;
    }
    TRY(request_writer(r, &db, e));
    return training_take(db, r->county, c->id, answers, n, r->session.user.name, attempt, e);
}

static enum status test_take(struct request *r, struct error *e)
{
    struct course c;
    struct course_attempt attempt;
    struct error why = {0};
    TRY(training_of_address(r, &c, e));
    enum status s = take_act(r, &c, &attempt, &why);
    if (s == STATUS_OK)
        return respond_redirect(
            r, request_text(r, attempt.is_passed ? N_("测验合格") : N_("测验不合格，可以再做")), e,
            "/courses/%" PRId64, c.id);
    if (library_is_shown(s, &why))
        return test_respond(r, &c, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input YEAR_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("年度；默认今年")},
    {.name = NULL},
};
static const struct route_input TEST_INPUTS[] = {
    {"q1", INPUT_INTEGER, false, N_("第一题选第几项；其余各题 q2、q3……")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/courses", list_show, PERMISSION_TRAINING_READ, N_("业务培训"),
     .inputs = YEAR_INPUTS},
    {HTTP_GET, "/courses/{course}", course_show, PERMISSION_TRAINING_READ, N_("培训")},
    {HTTP_GET, "/courses/{course}/test", test_show, PERMISSION_TRAINING_READ, N_("测验")},
    {HTTP_POST, "/courses/{course}/test", test_take, PERMISSION_TRAINING_READ, N_("交卷"),
     .inputs = TEST_INPUTS},
};
const struct route_table TRAINING_ROUTES = ROUTE_TABLE("training", ROUTES);
