/* Answering a survey by the code of a slip, and the results of those that are over. No login, no
   script; nothing that tells who answered. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/survey_page.h"
#include "web/pages/voice_page.h"

#define RESULTS_SHOWN_MAX 10

static const char *field_name(int question, char out[16])
{
    (void)snprintf(out, 16, "q%d", question);
    return out;
}

const char *survey_choice_text(struct request *r, const struct survey_question *q, int choice)
{
    char *save = NULL, *all = arena_strdup(r->arena, q->choices);
    if (q->kind == SURVEY_SATISFACTION)
        return request_text(r, survey_choice_label(choice));
    int n = 0;
    for (char *c = all ? strtok_r(all, "|", &save) : NULL; c; c = strtok_r(NULL, "|", &save))
        if (++n == choice)
            return c;
    return "";
}

enum status voice_questions_add(struct request *r, const struct survey *s, struct error *e)
{
    struct view *list = view_add_list(r->page, "questions");
    char name[16], value[16];
    for (size_t i = 0; i < s->question_count; i++) {
        const struct survey_question *q = &s->questions[i];
        struct view *v = view_add_object(list, NULL);
        const char *typed = request_field(r, field_name(q->number, name));
        view_add_integer(v, "number", q->number);
        view_add_text(v, "field", name);
        view_add_text(v, "text", q->text);
        view_add_text(v, "kind", survey_question_code(q->kind));
        view_add_bool(v, "is_words", q->kind == SURVEY_WORDS);
        view_add_bool(v, "is_overall", q->is_overall);
        view_add_text(v, "words", q->kind == SURVEY_WORDS ? typed : "");
        struct view *choices = view_add_list(v, "choices");
        for (int c = 1; q->kind != SURVEY_WORDS && c <= 9; c++) {
            const char *label = survey_choice_text(r, q, c);
            if (!label[0])
                break;
            struct view *of = view_add_object(choices, NULL);
            (void)snprintf(value, sizeof value, "%d", c);
            view_add_text(of, "value", value);
            view_add_text(of, "label", label);
            view_add_bool(of, "is_chosen", text_equals(value, typed));
            view_add_textf(of, "id", "%s-%d", name, c);
        }
    }
    (void)e;
    return STATUS_OK;
}

size_t voice_replies_read(struct request *r, const struct survey *s, struct survey_reply *ret)
{
    char name[16];
    size_t n = 0;
    for (size_t i = 0; i < s->question_count; i++) {
        const struct survey_question *q = &s->questions[i];
        const char *typed = request_field(r, field_name(q->number, name));
        int64_t choice = 0;
        if (!typed[0])
            continue;
        ret[n] = (struct survey_reply){.question = q->number, .words = ""};
        if (q->kind == SURVEY_WORDS)
            ret[n].words = typed;
        else
            ret[n].choice =
                i64_parse(typed, &choice, NULL) == STATUS_OK && choice > 0 && choice < 100
                    ? (int)choice
                    : 99; /* no question has so many: refused */
        n++;
    }
    return n;
}

/* survey NULL: the code is asked for. */
static enum status form_respond(struct request *r, const struct survey *s, const char *code,
                                unsigned status, const struct error *why, struct error *e)
{
    view_add_text(r->page, "code", code);
    view_add_bool(r->page, "has_questions", s != NULL);
    if (s) {
        view_add_text(r->page, "survey_title", s->title);
        view_add_date(r->page, "last_day", s->last_day);
        TRY(voice_questions_add(r, s, e));
    }
    return respond_page_status(r, status, "public/survey.html", NULL, why, e);
}

static enum status of_code(struct request *r, const char *code, struct survey *ret, struct error *e)
{
    int64_t id;
    TRY(survey_by_code(r->db, r->county, r->keys, code, &id, e));
    return survey_read(r->db, r->county, id, r->arena, ret, e);
}

static enum status survey_show(struct request *r, struct error *e)
{
    const char *code = request_query(r, "code");
    struct survey s;
    struct error why = {0};
    if (!code[0])
        return form_respond(r, NULL, "", 200, NULL, e);
    TRY(require_keys(r, e));
    enum status status = of_code(r, code, &s, &why);
    if (status == STATUS_OK)
        return form_respond(r, &s, code, 200, NULL, e);
    if (status == STATUS_REFUSED)
        return form_respond(r, NULL, code, 422, &why, e);
    *e = why;
    return status;
}

static enum status survey_do(struct request *r, struct error *e)
{
    struct survey_reply replies[SURVEY_QUESTIONS_MAX];
    struct survey_sheet sheet = {.code = request_field(r, "code"),
                                 .channel = SURVEY_WEB,
                                 .is_valid = true,
                                 .replies = replies};
    struct survey s;
    struct error why = {0};
    struct db *db;
    int64_t id;
    TRY(require_keys(r, e));
    enum status status = of_code(r, sheet.code, &s, &why);
    const bool has_survey = status == STATUS_OK;
    if (has_survey) {
        sheet.reply_count = voice_replies_read(r, &s, replies);
        TRY(request_writer(r, &db, e));
        status = survey_answer(db, r->county, r->keys, &sheet, NULL, &id, &why);
    }
    if (status == STATUS_OK) {
        view_add_bool(r->page, "is_thanked", true);
        return respond_page(r, "public/survey.html", NULL, e);
    }
    if (status != STATUS_REFUSED) {
        *e = why;
        return status;
    }
    const bool asks_again = has_survey && text_equals(why.code, "SURVEY_REPLY");
    return form_respond(r, asks_again ? &s : NULL, sheet.code, 422, &why, e);
}

/* ---- what came of them ---- */

static enum status results_show(struct request *r, struct error *e)
{
    struct survey *list;
    size_t n, shown = 0;
    TRY(survey_list(r->db, r->county, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "surveys");
    for (size_t i = 0; i < n && shown < RESULTS_SHOWN_MAX; i++) {
        if (list[i].state != SURVEY_CLOSED)
            continue;
        struct view *v = view_add_object(rows, NULL);
        survey_head_add(r, v, &list[i]);
        TRY(survey_result_add(r, v, list[i].id, e));
        shown++;
    }
    return respond_page(r, "public/survey-results.html", NULL, e);
}

static const struct route_input CODE_INPUTS[] = {
    {"code", INPUT_TEXT, false, N_("答题码")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/public/survey", survey_show, PERMISSION_PUBLIC, N_("百姓测评"), AUDIENCE_PEOPLE,
     .inputs = CODE_INPUTS, .secret = "code"},
    {HTTP_POST, "/public/survey", survey_do, PERMISSION_PUBLIC, N_("百姓测评"), AUDIENCE_PEOPLE},
    {HTTP_GET, "/public/survey/results", results_show, PERMISSION_PUBLIC, N_("测评结果"),
     .is_kept = true},
};
const struct route_table PUBLIC_SURVEY_ROUTES = ROUTE_TABLE("public_survey", ROUTES);
