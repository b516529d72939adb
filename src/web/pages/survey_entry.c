/* A survey is made, its sample visited, its sheets entered. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"
#include "web/pages/survey_page.h"
#include "web/pages/voice_page.h"

#define SAMPLE_SHOWN_MAX 2000

/* ---- a new one ---- */

static const struct plain_field FIELDS[] = {
    {"title", N_("名称"), NULL, PLAIN_TEXT, false},
    {"frame", N_("抽样范围"), NULL, PLAIN_CHOICE, false},
    {"month", N_("按哪个月的名册"), NULL, PLAIN_MONTH, false},
    {"size", N_("全县样本户数"), N_("按各乡镇户数分配，每个乡镇至少一户"), PLAIN_NUMBER, true},
    {"each", N_("或每个乡镇的样本户数"), NULL, PLAIN_NUMBER, true},
    {"until", N_("截止日期"), NULL, PLAIN_DATE, false},
    {"questions", N_("题目"),
     N_("一行一题：OVERALL:总体评价、SATISFACTION:满意度题、CHOICE:选择题|选项|选项、WORDS:意见题"),
     PLAIN_LONG, false},
};
static const char DEFAULT_QUESTIONS[] =
    N_("OVERALL:总的来说，您对本乡镇民生工程工作满意吗？\n"
       "SATISFACTION:您对低保、五保评定的公开公平满意吗？\n"
       "CHOICE:您从哪里知道这些政策？|村干部|公示栏|广播电视|没听说过\n"
       "WORDS:您有什么意见和建议？");

static enum status question_read(struct request *r, char *line, struct survey_question *ret,
                                 struct error *e)
{
    char *words = strchr(line, ':');
    if (!words)
        return error_set(e, STATUS_REFUSED, "SURVEY_QUESTION",
                         _("每行写成“题型:题目”，例如 OVERALL:您满意吗？"));
    *words++ = '\0';
    const char *code = text_tidy(r->arena, line);
    *ret = (struct survey_question){.choices = ""};
    ret->is_overall = text_equals(code, "OVERALL");
    TRY(survey_question_parse(ret->is_overall ? "SATISFACTION" : code, &ret->kind, e));
    char *choices = ret->kind == SURVEY_CHOICE ? strchr(words, '|') : NULL;
    if (choices) {
        *choices++ = '\0';
        ret->choices = text_tidy(r->arena, choices);
    }
    ret->text = text_tidy(r->arena, words);
    return ret->text && ret->choices ? STATUS_OK : arena_exhausted(e);
}

static enum status questions_read(struct request *r, struct survey_question *questions,
                                  size_t *ret_count, struct error *e)
{
    char *save = NULL, *text = arena_strdup(r->arena, request_field(r, "questions"));
    size_t n = 0;
    if (!text)
        return arena_exhausted(e);
    for (char *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
        if (n == SURVEY_QUESTIONS_MAX)
            return error_set(e, STATUS_REFUSED, "SURVEY_QUESTION", _("题目最多 %d 道。"),
                             SURVEY_QUESTIONS_MAX);
        TRY(question_read(r, line, &questions[n++], e));
    }
    *ret_count = n;
    return STATUS_OK;
}

static void form_begin(struct request *r, struct plain_form *f)
{
    plain_begin(f, r, r->page, FIELDS, sizeof FIELDS / sizeof FIELDS[0]);
    plain_default(f, "questions", request_text(r, DEFAULT_QUESTIONS));
    plain_choice(f, "frame", "RECIPIENTS", request_text(r, survey_frame_label(SURVEY_RECIPIENTS)));
    plain_choice(f, "frame", "HOUSEHOLDS", request_text(r, survey_frame_label(SURVEY_HOUSEHOLDS)));
}

static enum status new_show(struct request *r, struct error *e)
{
    struct plain_form f;
    form_begin(r, &f);
    plain_end(&f);
    return respond_page(r, "survey/new.html", NULL, e);
}

static enum status create(struct request *r, struct plain_form *f, int64_t *ret, struct error *e)
{
    struct survey_question questions[SURVEY_QUESTIONS_MAX];
    struct survey_new n = {.title = plain_text(f, "title"),
                           .month = plain_month(f, "month"),
                           .sample_size = plain_number(f, "size"),
                           .per_township = plain_number(f, "each"),
                           .last_day = plain_date(f, "until"),
                           .questions = questions};
    struct db *db;
    const char *frame = plain_text(f, "frame");
    (void)plain_text(f, "questions");
    TRY(plain_status(f, e));
    TRY(survey_frame_parse(frame, &n.frame, e));
    TRY(questions_read(r, questions, &n.question_count, e));
    n.year = month_year(date_month(n.last_day));
    TRY(request_writer(r, &db, e));
    return survey_create(db, r->county, &n, r->session.user.name, ret, e);
}

static enum status new_do(struct request *r, struct error *e)
{
    static const struct plain_cause causes[] = {{"SURVEY_QUESTION", "questions"}, {NULL, NULL}};
    struct plain_form f;
    struct error why = {0};
    int64_t id = 0;
    form_begin(r, &f);
    enum status s = create(r, &f, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("测评已建立")), e, "/surveys/%" PRId64, id);
    if (!voice_is_shown(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, causes, &why);
    plain_end(&f);
    return respond_page_status(r, 422, "survey/new.html", NULL, &why, e);
}

/* ---- the sample ---- */

static enum status sample_respond(struct request *r, const struct survey *s, unsigned status,
                                  const struct error *why, struct error *e)
{
    static const char *const contacts[] = {"DELIVERED", "ABSENT", "REFUSED"};
    const struct division_table *table;
    struct survey_household *list;
    size_t n;
    int64_t township = query_number(r, "township");
    TRY(require_county(r, e));
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(survey_sample_list(r->db, r->county, s->id, township, r->arena, &list, &n, e));
    survey_head_add(r, r->page, s);
    place_add_choices(r->page, r, table, township, 0);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n && i < SAMPLE_SHOWN_MAX; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "township_code", list[i].township);
        view_add_integer(v, "number", list[i].number);
        view_add_integer(v, "household", list[i].household);
        view_add_text(v, "head", list[i].head);
        view_add_text(v, "address", list[i].address);
        view_add_text(v, "draw_key", list[i].draw_key);
        view_add_text(v, "contact_label", request_text(r, survey_contact_label(list[i].contact)));
        place_add(v, table, list[i].division);
        struct view *choices = view_add_list(v, "contacts");
        for (size_t k = 0; k < 3; k++)
            option_add(choices, contacts[k], request_text(r, survey_contact_label(contacts[k])),
                       text_equals(contacts[k], list[i].contact));
    }
    view_add_bool(r->page, "is_cut", n > SAMPLE_SHOWN_MAX);
    return respond_page_status(r, status, "survey/sample.html", NULL, why, e);
}

static enum status sample_show(struct request *r, struct error *e)
{
    struct survey s;
    TRY(survey_of_address(r, &s, e));
    return sample_respond(r, &s, 200, NULL, e);
}

static enum status contact_do(struct request *r, struct error *e)
{
    struct survey survey;
    struct error why = {0};
    struct db *db;
    int64_t township = 0, number = 0;
    TRY(survey_of_address(r, &survey, e));
    if (i64_parse(request_field(r, "township"), &township, NULL) != STATUS_OK ||
        i64_parse(request_field(r, "number"), &number, NULL) != STATUS_OK || number > 100000)
        number = 0;
    TRY(request_writer(r, &db, e));
    enum status s = survey_contact(db, r->county, survey.id, township, (int)number,
                                   request_field(r, "contact"), r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已登记")), e,
                                "/surveys/%" PRId64 "/sample?township=%" PRId64, survey.id,
                                township);
    if (voice_is_shown(s, &why))
        return sample_respond(r, &survey, 422, &why, e);
    *e = why;
    return s;
}

/* ---- a sheet ---- */

static enum status entry_respond(struct request *r, const struct survey *s, unsigned status,
                                 const struct error *why, struct error *e)
{
    survey_head_add(r, r->page, s);
    TRY(voice_questions_add(r, s, e));
    view_add_text(r->page, "code", status == 200 ? "" : request_field(r, "code"));
    view_add_bool(r->page, "is_phone", text_equals(request_field(r, "channel"), "PHONE"));
    const char *on = request_field(r, "answered_on");
    char day[DATE_TEXT_BYTES];
    view_add_text(r->page, "answered_on", on[0] ? on : date_format(date_today(), day));
    return respond_page_status(r, status, "survey/enter.html", NULL, why, e);
}

static enum status entry_show(struct request *r, struct error *e)
{
    struct survey s;
    TRY(survey_of_address(r, &s, e));
    return entry_respond(r, &s, 200, NULL, e);
}

static enum status entry_take(struct request *r, const struct survey *survey, struct error *e)
{
    struct survey_reply replies[SURVEY_QUESTIONS_MAX];
    struct survey_sheet sheet = {.code = request_field(r, "code"),
                                 .is_valid = !text_equals(request_field(r, "invalid"), "1"),
                                 .replies = replies};
    struct db *db;
    int64_t id;
    TRY(survey_channel_parse(request_field(r, "channel"), &sheet.channel, e));
    TRY(date_parse(request_field(r, "answered_on"), &sheet.answered_on, e));
    TRY(request_writer(r, &db, e));
    TRY(survey_by_code(db, r->county, r->keys, sheet.code, &id, e));
    if (id != survey->id)
        return error_set(e, STATUS_REFUSED, "SURVEY_CODE", _("这个答题码是另一次测评的。"));
    sheet.reply_count = voice_replies_read(r, survey, replies);
    return survey_answer(db, r->county, r->keys, &sheet, r->session.user.name, &id, e);
}

static enum status entry_do(struct request *r, struct error *e)
{
    struct survey survey;
    struct error why = {0};
    TRY(survey_of_address(r, &survey, e));
    TRY(require_keys(r, e));
    enum status s = entry_take(r, &survey, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已登记一份答卷")), e,
                                "/surveys/%" PRId64 "/enter", survey.id);
    if (voice_is_shown(s, &why))
        return entry_respond(r, &survey, 422, &why, e);
    *e = why;
    return s;
}

static const struct route_input NEW_INPUTS[] = {
    {"title", INPUT_TEXT, true, N_("名称")},
    {"frame", INPUT_TEXT, true, N_("RECIPIENTS 或 HOUSEHOLDS")},
    {"month", INPUT_MONTH, true, N_("按哪个月的名册")},
    {"size", INPUT_INTEGER, false, N_("全县样本户数")},
    {"each", INPUT_INTEGER, false, N_("每个乡镇的样本户数")},
    {"until", INPUT_DATE, true, N_("截止日期")},
    {"questions", INPUT_TEXT, true, N_("题目，一行一题")},
    {.name = NULL},
};
static const struct route_input CONTACT_INPUTS[] = {
    {"township", INPUT_INTEGER, true, N_("乡镇")},
    {"number", INPUT_INTEGER, true, N_("样本序号")},
    {"contact", INPUT_TEXT, true, N_("DELIVERED、ABSENT 或 REFUSED")},
    {.name = NULL},
};
static const struct route_input SAMPLE_INPUTS[] = {
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {.name = NULL},
};
static const struct route_input ENTRY_INPUTS[] = {
    {"code", INPUT_TEXT, true, N_("答题码")},
    {"channel", INPUT_TEXT, true, N_("PAPER 或 PHONE")},
    {"answered_on", INPUT_DATE, true, N_("答卷日期")},
    {"invalid", INPUT_BOOL, false, N_("无效答卷")},
    {"q1", INPUT_TEXT, false, N_("第一题的选项或文字；q2、q3 等同")},
    {.name = NULL},
};
#define ONE "/surveys/{survey}"
static const struct route ROUTES[] = {
    {HTTP_GET, "/surveys/new", new_show, PERMISSION_SURVEY_MANAGE, N_("建立测评"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/surveys/new", new_do, PERMISSION_SURVEY_MANAGE, N_("建立测评"),
     .inputs = NEW_INPUTS},
    {HTTP_GET, ONE "/sample", sample_show, PERMISSION_SURVEY_ENTER, N_("测评样本"),
     .inputs = SAMPLE_INPUTS},
    {HTTP_POST, ONE "/sample", contact_do, PERMISSION_SURVEY_ENTER, N_("登记联系结果"),
     .inputs = CONTACT_INPUTS},
    {HTTP_GET, ONE "/enter", entry_show, PERMISSION_SURVEY_ENTER, N_("登记答卷"), AUDIENCE_PEOPLE},
    {HTTP_POST, ONE "/enter", entry_do, PERMISSION_SURVEY_ENTER, N_("登记答卷"),
     .inputs = ENTRY_INPUTS},
};
const struct route_table SURVEY_ENTRY_ROUTES = ROUTE_TABLE("survey_entry", ROUTES);
