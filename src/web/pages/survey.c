/* Surveys: the list, one with its result, and what its makers do: draw, print, close. */
#include "domain/survey/survey.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/change.h"
#include "office/planpaper/survey.h"
#include "web/pages/guarded.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/query.h"
#include "web/pages/survey_page.h"
#include "web/pages/voice_page.h"

enum status survey_of_address(struct request *r, struct survey *ret, struct error *e)
{
    struct error why = {0};
    int64_t id;
    TRY(request_parameter_i64(r, "survey", &id));
    enum status s = survey_read(r->db, r->county, id, r->arena, ret, &why);
    if (s != STATUS_OK && s != STATUS_REFUSED)
        *e = why;
    return s == STATUS_REFUSED ? STATUS_NONE : s;
}

void survey_head_add(struct request *r, struct view *v, const struct survey *s)
{
    char month[MONTH_TEXT_BYTES];
    view_add_integer(v, "survey", s->id);
    view_add_integer(v, "year", s->year);
    view_add_text(v, "survey_title", s->title);
    view_add_text(v, "state", survey_state_code(s->state));
    view_add_text(v, "state_label", request_text(r, survey_state_label(s->state)));
    view_add_text(v, "frame_label", request_text(r, survey_frame_label(s->frame)));
    view_add_text(v, "month_text", month_text(r, s->month, month));
    view_add_date(v, "last_day", s->last_day);
    if (s->opened_on.v)
        view_add_date(v, "opened_on", s->opened_on);
    if (s->closed_on.v)
        view_add_date(v, "closed_on", s->closed_on);
    view_add_text(v, "seed", s->seed);
    view_add_text(v, "drawn_by", meeting_person(r, s->drawn_by));
    view_add_integer(v, "known", s->known);
    view_add_count(v, "sample_size", s->sample_size);
    view_add_count(v, "per_township", s->per_township);
    view_add_bool(v, "is_draft", s->state == SURVEY_DRAFT);
    view_add_bool(v, "is_open", s->state == SURVEY_OPEN);
    view_add_bool(v, "is_closed", s->state == SURVEY_CLOSED);
}

/* ---- the result ---- */

static void township_add(struct request *r, struct view *v, const struct survey_township *t)
{
    char text[RATIO_TEXT_BYTES];
    view_add_integer(v, "township", t->township);
    view_add_text(v, "township_name", t->township ? t->name : request_text(r, N_("全县")));
    view_add_count(v, "households", t->population);
    view_add_count(v, "selected", t->selected);
    view_add_count(v, "delivered", t->delivered);
    view_add_count(v, "answered", t->answered);
    view_add_count(v, "valid", t->valid);
    view_add_count(v, "satisfied", t->satisfied);
    view_add_count(v, "count1", t->counts[0]);
    view_add_count(v, "count2", t->counts[1]);
    view_add_count(v, "count3", t->counts[2]);
    view_add_count(v, "count4", t->counts[3]);
    view_add_text(v, "rate", survey_percent(t->rate_ppm, text));
    view_add_text(v, "low", survey_percent(t->low_ppm, text));
    view_add_text(v, "high", survey_percent(t->high_ppm, text));
    view_add_bool(v, "is_measured", t->rate_ppm >= 0);
}

enum status survey_result_add(struct request *r, struct view *v, int64_t survey, struct error *e)
{
    struct survey_result result;
    TRY(survey_result(r->db, r->county, survey, r->arena, &result, e));
    struct view *list = view_add_list(v, "townships");
    for (size_t i = 0; i < result.count; i++)
        township_add(r, view_add_object(list, NULL), &result.townships[i]);
    township_add(r, view_add_object(v, "whole"), &result.county);
    view_add_count(v, "unmeasured", result.unmeasured);
    return STATUS_OK;
}

/* Before it is closed its makers and the auditor follow it; then everybody who may read. */
static bool may_follow(const struct request *r, const struct survey *s)
{
    return s->state == SURVEY_CLOSED || request_can(r, PERMISSION_SURVEY_MANAGE) ||
           request_can(r, PERMISSION_SURVEY_ENTER) || r->session.user.role == ROLE_AUDITOR;
}

static enum status tallies_add(struct request *r, const struct survey *s, struct error *e)
{
    struct survey_tally *tallies;
    size_t n;
    TRY(survey_tallies(r->db, r->county, s->id, r->arena, &tallies, &n, e));
    struct view *list = view_add_list(r->page, "tallies");
    for (size_t i = 0; i < n; i++) {
        const int question = tallies[i].question;
        if (question < 1 || (size_t)question > s->question_count)
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "question_text", s->questions[question - 1].text);
        view_add_text(v, "choice_text",
                      survey_choice_text(r, &s->questions[question - 1], tallies[i].choice));
        view_add_count(v, "answers", tallies[i].answers);
    }
    return STATUS_OK;
}

static bool remark_is_same(const struct survey_remark *a, const struct survey_remark *b)
{
    return a->township == b->township && a->question == b->question &&
           text_equals(a->words, b->words);
}

/* By township; the same words once, with how often. The remarks are in order of township, words and
   question, so what is the same stands together. */
static void remarks_of_question_add(struct request *r, struct view *list,
                                    const struct survey_question *question,
                                    const struct division_table *table,
                                    const struct survey_remark *remarks, size_t n)
{
    struct view *townships = NULL, *words = NULL;
    int64_t township = 0;
    for (size_t i = 0, same; i < n; i += same) {
        for (same = 1; i + same < n && remark_is_same(&remarks[i], &remarks[i + same]);)
            same++;
        if (remarks[i].question != question->number ||
            !access_in_scope(r->session.user.scope, remarks[i].township))
            continue;
        if (!townships) {
            struct view *v = view_add_object(list, NULL);
            view_add_text(v, "question_text", question->text);
            townships = view_add_list(v, "townships");
        }
        if (township != remarks[i].township) {
            const struct division *d = division_by_code(table, remarks[i].township);
            struct view *v = view_add_object(townships, NULL);
            township = remarks[i].township;
            view_add_text(v, "township_name", d ? d->name : "");
            words = view_add_list(v, "answers");
        }
        struct view *v = view_add_object(words, NULL);
        view_add_text(v, "words", remarks[i].words);
        view_add_count(v, "times", (int64_t)same);
        view_add_bool(v, "is_repeated", same > 1);
    }
}

static enum status remarks_add(struct request *r, const struct survey *s, struct error *e)
{
    const struct division_table *table;
    struct survey_remark *remarks;
    size_t n;
    TRY(survey_remarks(r->db, r->county, s->id, r->arena, &remarks, &n, e));
    TRY(place_table(r, s->month, &table, e));
    struct view *list = view_add_list(r->page, "remarks");
    for (size_t q = 0; q < s->question_count; q++)
        if (s->questions[q].kind == SURVEY_WORDS)
            remarks_of_question_add(r, list, &s->questions[q], table, remarks, n);
    return STATUS_OK;
}

static enum status one_respond(struct request *r, const struct survey *s, unsigned status,
                               const struct error *why, struct error *e)
{
    const bool may_manage = request_can(r, PERMISSION_SURVEY_MANAGE);
    const bool may_enter = request_can(r, PERMISSION_SURVEY_ENTER);
    const bool is_over = date_today().v > s->last_day.v;
    survey_head_add(r, r->page, s);
    TRY(voice_questions_add(r, s, e));
    view_add_bool(r->page, "can_draw", may_manage && s->state == SURVEY_DRAFT);
    view_add_bool(r->page, "can_print", may_manage && s->state == SURVEY_OPEN);
    view_add_bool(r->page, "can_close", may_manage && s->state == SURVEY_OPEN && is_over);
    view_add_bool(r->page, "can_enter", may_enter && s->state == SURVEY_OPEN);
    view_add_bool(r->page, "has_sample",
                  (may_enter || may_manage) && s->state != SURVEY_DRAFT && request_sees_county(r));
    const bool has_result =
        (s->state == SURVEY_OPEN || s->state == SURVEY_CLOSED) && may_follow(r, s);
    view_add_bool(r->page, "has_result", has_result);
    if (has_result) {
        TRY(survey_result_add(r, r->page, s->id, e));
        TRY(tallies_add(r, s, e));
        TRY(remarks_add(r, s, e));
    }
    return respond_page_status(r, status, "survey/page.html", s->title, why, e);
}

static enum status one_show(struct request *r, struct error *e)
{
    struct survey s;
    TRY(survey_of_address(r, &s, e));
    return one_respond(r, &s, 200, NULL, e);
}

static enum status list_show(struct request *r, struct error *e)
{
    struct survey *list;
    size_t n;
    TRY(survey_list(r->db, r->county, r->arena, &list, &n, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n; i++)
        survey_head_add(r, view_add_object(rows, NULL), &list[i]);
    view_add_bool(r->page, "can_create", request_can(r, PERMISSION_SURVEY_MANAGE));
    return respond_page(r, "survey/list.html", NULL, e);
}

/* ---- draw, print, close ---- */

static enum status slips_respond(struct request *r, const struct survey *s,
                                 const struct survey_codes *codes, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct survey_paper_options options = {.kind = DOCUMENT_PDF, .today = date_today()};
    const struct division_table *table;
    TRY(place_table(r, date_month(options.today), &table, e));
    options.county_name = voice_county_name(table);
    TRY(survey_slips_render(s, codes, &options, &bytes, e));
    const char *name = arena_printf(r->arena, "survey-%" PRId64 ".pdf", s->id);
    return name ? respond_bytes(r, document_media_type(DOCUMENT_PDF), name, &bytes, e)
                : arena_exhausted(e);
}

static enum status refused(struct request *r, const struct survey *s, enum status status,
                           const struct error *why, struct error *e)
{
    if (voice_is_shown(status, why))
        return one_respond(r, s, 422, why, e);
    *e = *why;
    return status;
}

static int64_t field_number(const struct request *r, const char *name)
{
    int64_t n = 0;
    return i64_parse(request_field(r, name), &n, NULL) == STATUS_OK ? n : 0;
}

/* What one document can not hold is not begun: codes are told once. */
static enum status size_check(const struct survey *s, int64_t reserve, struct error *e)
{
    int64_t most = s->sample_size > 0 ? s->sample_size : s->per_township * SURVEY_TOWNSHIPS_MAX;
    most += reserve * SURVEY_TOWNSHIPS_MAX;
    if (most <= SURVEY_SLIPS_MAX)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "SURVEY_LIMIT",
                     _("网页上一次最多印 %d 张答题卡，样本更大请用命令 minsheng survey draw。"),
                     SURVEY_SLIPS_MAX);
}

static enum status draw_do(struct request *r, struct error *e)
{
    struct survey s;
    struct survey_codes codes;
    struct error why = {0};
    struct db *db;
    const char *seed = text_tidy(r->arena, request_field(r, "seed"));
    TRY(survey_of_address(r, &s, e));
    TRY(require_keys(r, e));
    if (!seed)
        return arena_exhausted(e);
    enum status status = size_check(&s, field_number(r, "reserve"), &why);
    if (status == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        status =
            survey_draw(db, r->county, r->keys, s.id, seed, KNOWN_NOW, field_number(r, "reserve"),
                        r->session.user.name, r->arena, &codes, &why);
    }
    return status == STATUS_OK ? slips_respond(r, &s, &codes, e) : refused(r, &s, status, &why, e);
}

static enum status codes_do(struct request *r, struct error *e)
{
    struct survey s;
    struct survey_codes codes;
    struct error why = {0};
    struct db *db;
    TRY(survey_of_address(r, &s, e));
    TRY(require_keys(r, e));
    TRY(request_writer(r, &db, e));
    int64_t count = field_number(r, "count");
    enum status status =
        count > SURVEY_SLIPS_MAX
            ? error_set(&why, STATUS_REFUSED, "SURVEY_LIMIT", _("答题卡一次最多印 %d 张。"),
                        SURVEY_SLIPS_MAX)
            : survey_reprint(db, r->county, r->keys, s.id, field_number(r, "township"), count,
                             r->session.user.name, r->arena, &codes, &why);
    return status == STATUS_OK ? slips_respond(r, &s, &codes, e) : refused(r, &s, status, &why, e);
}

static enum status simple_do(struct request *r, bool is_close, struct error *e)
{
    struct survey s;
    struct error why = {0};
    struct db *db;
    TRY(survey_of_address(r, &s, e));
    TRY(request_writer(r, &db, e));
    const char *actor = r->session.user.name;
    enum status status = is_close ? survey_close(db, r->county, s.id, actor, &why)
                                  : survey_discard(db, r->county, s.id, actor, &why);
    if (status != STATUS_OK)
        return refused(r, &s, status, &why, e);
    return respond_redirect(r, request_text(r, is_close ? N_("测评已结束") : N_("测评已作废")), e,
                            "/surveys/%" PRId64, s.id);
}

static enum status close_do(struct request *r, struct error *e)
{
    return simple_do(r, true, e);
}

static enum status discard_do(struct request *r, struct error *e)
{
    return simple_do(r, false, e);
}

static const struct route_input DRAW_INPUTS[] = {
    {"seed", INPUT_TEXT, false, N_("公开的种子；不写则用变动记录的链头")},
    {"reserve", INPUT_INTEGER, false, N_("每个乡镇多制作几个答题码")},
    {.name = NULL},
};
static const struct route_input CODES_INPUTS[] = {
    {"township", INPUT_INTEGER, true, N_("乡镇")},
    {"count", INPUT_INTEGER, false, N_("多少个；不写则与作废的一样多")},
    {.name = NULL},
};
#define ONE "/surveys/{survey}"
static const struct route ROUTES[] = {
    {HTTP_GET, "/surveys", list_show, PERMISSION_SURVEY_READ, N_("百姓测评")},
    {HTTP_GET, ONE, one_show, PERMISSION_SURVEY_READ, N_("百姓测评")},
    {HTTP_POST, ONE "/draw", draw_do, PERMISSION_SURVEY_MANAGE, N_("抽样并印答题卡"),
     .inputs = DRAW_INPUTS, .answers_file = true},
    {HTTP_POST, ONE "/codes", codes_do, PERMISSION_SURVEY_MANAGE, N_("换发答题卡"),
     .inputs = CODES_INPUTS, .answers_file = true},
    {HTTP_POST, ONE "/close", close_do, PERMISSION_SURVEY_MANAGE, N_("结束测评")},
    {HTTP_POST, ONE "/discard", discard_do, PERMISSION_SURVEY_MANAGE, N_("作废测评")},
};
const struct route_table SURVEY_ROUTES = ROUTE_TABLE("survey", ROUTES);
