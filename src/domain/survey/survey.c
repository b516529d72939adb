/* A survey and its questions: written once, read by everybody else. */
#include "domain/survey/survey_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "survey_sql.h"

#define SURVEYS_MAX 500
#define YEAR_MIN 2000
#define YEAR_MAX 2100
#define CHOICES_MIN 2
#define CHOICES_MAX 9

struct name_row {
    const char *code, *label;
};
static const struct name_row STATES[] = {[SURVEY_DRAFT] = {"DRAFT", N_("待抽样")},
                                         [SURVEY_OPEN] = {"OPEN", N_("测评中")},
                                         [SURVEY_CLOSED] = {"CLOSED", N_("已结束")},
                                         [SURVEY_DISCARDED] = {"DISCARDED", N_("已作废")}};
static const struct name_row FRAMES[] = {[SURVEY_RECIPIENTS] = {"RECIPIENTS", N_("在保户")},
                                         [SURVEY_HOUSEHOLDS] = {"HOUSEHOLDS", N_("在册户")}};
static const struct name_row KINDS[] = {[SURVEY_SATISFACTION] = {"SATISFACTION", N_("满意度")},
                                        [SURVEY_CHOICE] = {"CHOICE", N_("选择")},
                                        [SURVEY_WORDS] = {"WORDS", N_("意见")}};
static const char *const CHOICES[] = {N_("满意"), N_("基本满意"), N_("不满意"), N_("不了解")};
#define COUNT(a) ((int)(sizeof(a) / sizeof((a)[0])))

const char *survey_state_code(enum survey_state s)
{
    return s >= SURVEY_DRAFT && s <= SURVEY_DISCARDED ? STATES[s].code : "";
}

const char *survey_state_label(enum survey_state s)
{
    return s >= SURVEY_DRAFT && s <= SURVEY_DISCARDED ? STATES[s].label : "";
}

const char *survey_choice_label(int choice)
{
    return choice >= 1 && choice <= SURVEY_CHOICES ? CHOICES[choice - 1] : "";
}

const char *survey_frame_code(enum survey_frame f)
{
    return f == SURVEY_RECIPIENTS || f == SURVEY_HOUSEHOLDS ? FRAMES[f].code : "";
}

const char *survey_frame_label(enum survey_frame f)
{
    return f == SURVEY_RECIPIENTS || f == SURVEY_HOUSEHOLDS ? FRAMES[f].label : "";
}

const char *survey_question_code(enum survey_question_kind k)
{
    return k >= SURVEY_SATISFACTION && k <= SURVEY_WORDS ? KINDS[k].code : "";
}

static int code_find(const struct name_row *rows, int count, const char *code)
{
    for (int i = 1; i < count; i++) {
        if (text_equals(code, rows[i].code))
            return i;
    }
    return 0;
}

enum status survey_frame_parse(const char *code, enum survey_frame *ret, struct error *e)
{
    int i = code_find(FRAMES, COUNT(FRAMES), code);
    if (i == 0)
        return survey_field(e, "frame", _("范围应为 RECIPIENTS（在保户）或 HOUSEHOLDS（在册户）"));
    *ret = (enum survey_frame)i;
    return STATUS_OK;
}

enum status survey_question_parse(const char *code, enum survey_question_kind *ret, struct error *e)
{
    int i = code_find(KINDS, COUNT(KINDS), code);
    if (i == 0)
        return survey_field(e, "kind",
                            _("题型应为 SATISFACTION（满意度）、CHOICE（选择）或 WORDS（意见）"));
    *ret = (enum survey_question_kind)i;
    return STATUS_OK;
}

enum status survey_field(struct error *e, const char *field, const char *reason)
{
    error_set(e, STATUS_REFUSED, "SURVEY_FIELD", "%s", reason);
    return error_place(e, "%s", field);
}

enum status survey_in_state(const struct survey *s, enum survey_state state, struct error *e)
{
    if (s->state == state)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "SURVEY_STATE",
                     _("第 %" PRId64 " 号测评%s，不能这样办理：应在“%s”时办理。"), s->id,
                     _(survey_state_label(s->state)), _(survey_state_label(state)));
}

/* ---- who may ---- */

enum status survey_may(struct db *db, int64_t county, const char *actor, enum permission permission,
                       enum permission other, struct arena *arena, struct error *e)
{
    struct access_user user;
    if (text_equals(actor, ACTOR_SYSTEM))
        return STATUS_OK;
    enum status s = access_user_by_name(db, county, actor, arena, &user, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("没有用户“%s”"), actor);
    if (s != STATUS_OK)
        return s;
    if (user.is_locked || (!access_can(user.role, permission) && !access_can(user.role, other)))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), actor,
                         _(PERMISSIONS[permission].label));
    return STATUS_OK;
}

enum status survey_work_begin(struct survey_work *w, enum permission permission,
                              enum permission other, struct error *e)
{
    assert(db_in_transaction(w->db));
    w->today = date_today();
    TRY(survey_may(w->db, w->county, w->actor, permission, other, w->arena, e));
    TRY(survey_hold(w->db, (struct survey_hold_args){.county = w->county, .id = w->id}, NULL, e));
    return survey_read(w->db, w->county, w->id, w->arena, &w->survey, e);
}

enum status survey_work_record(struct survey_work *w, const char *action, const char *detail,
                               struct error *e)
{
    char subject[40];
    (void)snprintf(subject, sizeof subject, "survey %" PRId64, w->id);
    return change_record(
        w->db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = action, .subject = subject, .detail = detail},
        &w->change, e);
}

/* ---- creating ---- */

static int choices_count(const char *choices)
{
    int n = 1;
    for (const char *p = choices; *p; p++)
        n += *p == '|';
    return n;
}

static bool text_fits(const char *text)
{
    return text && text[0] && strlen(text) <= SURVEY_TEXT_BYTES_MAX;
}

static enum status question_refuse(struct error *e, size_t index, const char *reason)
{
    error_set(e, STATUS_REFUSED, "SURVEY_QUESTION", "%s", reason);
    return error_place(e, _("第 %zu 题"), index + 1);
}

static enum status questions_check(const struct survey_new *n, struct error *e)
{
    size_t overall = 0;
    if (n->question_count == 0 || n->question_count > SURVEY_QUESTIONS_MAX)
        return error_set(e, STATUS_REFUSED, "SURVEY_QUESTION", _("题目应有 1 到 %d 道。"),
                         SURVEY_QUESTIONS_MAX);
    for (size_t i = 0; i < n->question_count; i++) {
        const struct survey_question *q = &n->questions[i];
        const char *choices = q->choices ? q->choices : "";
        if (q->kind < SURVEY_SATISFACTION || q->kind > SURVEY_WORDS)
            return question_refuse(e, i, _("题型不对。"));
        if (!text_fits(q->text))
            return question_refuse(e, i, _("题目没有写，或太长。"));
        if (q->kind == SURVEY_CHOICE &&
            (strlen(choices) > SURVEY_TEXT_BYTES_MAX || choices_count(choices) < CHOICES_MIN ||
             choices_count(choices) > CHOICES_MAX || strstr(choices, "||") || choices[0] == '|' ||
             text_ends(choices, "|")))
            return question_refuse(e, i, _("选择题要写 2 到 9 个选项，用 | 隔开。"));
        if (q->kind != SURVEY_CHOICE && choices[0])
            return question_refuse(e, i, _("只有选择题才写选项。"));
        if (q->is_overall && q->kind != SURVEY_SATISFACTION)
            return question_refuse(e, i, _("总体评价应是满意度题。"));
        overall += q->is_overall;
    }
    if (overall != 1)
        return error_set(e, STATUS_REFUSED, "SURVEY_QUESTION",
                         _("应有且只有一道总体评价题，现有 %zu 道。"), overall);
    return STATUS_OK;
}

/* "1,2": digits 1..4 that rise, a comma between. */
static bool satisfied_is_valid(const char *text)
{
    char before = '0';
    for (const char *p = text;; p += 2) {
        if (p[0] <= before || p[0] > '0' + SURVEY_CHOICES)
            return false;
        before = p[0];
        if (p[1] == '\0')
            return true;
        if (p[1] != ',')
            return false;
    }
}

static enum status new_check(const struct survey_new *n, struct error *e)
{
    if (n->year < YEAR_MIN || n->year > YEAR_MAX)
        return survey_field(e, "year", _("年度不对。"));
    if (!text_fits(n->title))
        return survey_field(e, "title", _("名称没有写，或太长。"));
    if (n->frame != SURVEY_RECIPIENTS && n->frame != SURVEY_HOUSEHOLDS)
        return survey_field(e, "frame", _("没有写抽样范围。"));
    if (n->month.v <= 0)
        return survey_field(e, "month", _("没有写按哪个月的名册抽样。"));
    if (n->sample_size < 0 || n->per_township < 0 || (n->sample_size > 0) == (n->per_township > 0))
        return survey_field(e, "sample", _("样本数和每乡镇户数只写一个，应大于零。"));
    if (n->sample_size > SURVEY_SAMPLE_MAX || n->per_township > SURVEY_SAMPLE_MAX)
        return survey_field(e, "sample", _("样本太大。"));
    if (n->last_day.v < date_today().v)
        return survey_field(e, "last_day", _("截止日期没有写，或已经过去。"));
    if (n->satisfied && n->satisfied[0] && !satisfied_is_valid(n->satisfied))
        return survey_field(e, "satisfied", _("算作满意的答案应写成 1,2 这样，从小到大。"));
    return questions_check(n, e);
}

struct creating {
    struct survey_work w;
    const struct survey_new *entry;
};

static enum status questions_write(struct survey_work *w, const struct survey_new *n,
                                   struct error *e)
{
    CLEANUP(db_bulk_cleanup) struct db_bulk *rows = NULL;
    TRY(survey_question_bulk_begin(w->db, &rows, e));
    for (size_t i = 0; i < n->question_count; i++) {
        const struct survey_question *q = &n->questions[i];
        TRY(survey_question_bulk_add(
            rows,
            &(struct survey_question_bulk_row){.county = w->county,
                                               .survey = w->id,
                                               .number = (int64_t)i + 1,
                                               .kind = survey_question_code(q->kind),
                                               .programme = q->programme,
                                               .text = q->text,
                                               .choices = q->choices ? q->choices : "",
                                               .is_overall = q->is_overall},
            e));
    }
    struct db_bulk *whole = rows;
    rows = NULL;
    return db_bulk_end(whole, e);
}

static enum status create_work(struct db *db, void *context, struct error *e)
{
    struct creating *x = context;
    const struct survey_new *n = x->entry;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(survey_may(db, x->w.county, x->w.actor, PERMISSION_SURVEY_MANAGE, PERMISSION_NONE,
                   x->w.arena, e));
    TRY(counter_take(db, x->w.county, "survey", 1, &x->w.id, e));
    CLEANUP(buf_free) struct buf detail = BUF_INIT(4096);
    buf_addf(&detail, "{\"year\":%d,\"frame\":\"%s\",\"questions\":%zu,\"title\":", n->year,
             survey_frame_code(n->frame), n->question_count);
    buf_add_json(&detail, n->title);
    buf_addc(&detail, '}');
    TRY(buf_status(&detail, e));
    TRY(survey_work_record(&x->w, "survey.create", buf_text(&detail), e));
    TRY(survey_insert(db,
                      (struct survey_insert_args){
                          .county = x->w.county,
                          .id = x->w.id,
                          .year = n->year,
                          .title = n->title,
                          .frame = survey_frame_code(n->frame),
                          .month = n->month,
                          .sample_size = n->sample_size,
                          .per_township = n->per_township,
                          .satisfied = n->satisfied && n->satisfied[0] ? n->satisfied : "1,2",
                          .last_day = n->last_day,
                          .change = x->w.change},
                      NULL, e));
    return questions_write(&x->w, n, e);
}

enum status survey_create(struct db *db, int64_t county, const struct survey_new *survey,
                          const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SURVEY_ARENA_BYTES);
    struct creating x = {.w = {.arena = arena, .county = county, .actor = actor}, .entry = survey};
    if (!arena)
        return arena_exhausted(e);
    TRY(new_check(survey, e));
    TRY(db_transaction(db, create_work, &x, e));
    *ret_id = x.w.id;
    return STATUS_OK;
}

static enum status discard_work(struct db *db, void *context, struct error *e)
{
    struct survey_work *w = context;
    int64_t affected;
    w->db = db;
    arena_reset(w->arena);
    TRY(survey_work_begin(w, PERMISSION_SURVEY_MANAGE, PERMISSION_NONE, e));
    TRY(survey_in_state(&w->survey, SURVEY_DRAFT, e));
    TRY(survey_work_record(w, "survey.discard", "", e));
    return survey_state_set(db,
                            (struct survey_state_set_args){.county = w->county,
                                                           .id = w->id,
                                                           .from_state = SURVEY_DRAFT,
                                                           .state = SURVEY_DISCARDED},
                            &affected, e);
}

enum status survey_discard(struct db *db, int64_t county, int64_t survey, const char *actor,
                           struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SURVEY_ARENA_BYTES);
    struct survey_work w = {.arena = arena, .county = county, .id = survey, .actor = actor};
    return arena ? db_transaction(db, discard_work, &w, e) : arena_exhausted(e);
}

/* ---- reading ---- */

static enum status survey_of(const struct survey_row *r, struct arena *arena, struct survey *ret,
                             struct error *e)
{
    *ret = (struct survey){
        .id = r->id,
        .known = r->known,
        .head_change = r->head_change,
        .sample_size = r->sample_size,
        .per_township = r->per_township,
        .closed_change = r->closed_change,
        .year = (int)r->year,
        .state = (enum survey_state)r->state,
        .frame = (enum survey_frame)code_find(FRAMES, COUNT(FRAMES), r->frame),
        .month = r->month,
        .opened_on = survey_day(r->opened_on),
        .last_day = r->last_day,
        .closed_on = survey_day(r->closed_on),
        .title = arena_strdup(arena, r->title),
        .seed = arena_strdup(arena, r->seed),
        .head_hash = arena_strdup(arena, r->head_hash),
        .satisfied = arena_strdup(arena, r->satisfied),
        .drawn_by = arena_strdup(arena, r->drawn_by),
        .closed_by = arena_strdup(arena, r->closed_by ? r->closed_by : ""),
    };
    return ret->title && ret->seed && ret->head_hash && ret->satisfied && ret->drawn_by &&
                   ret->closed_by
               ? STATUS_OK
               : arena_exhausted(e);
}

static enum status questions_read(struct db *db, int64_t county, struct arena *arena,
                                  struct survey *s, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey_question_row row;
    enum status st;
    s->questions = ARENA_ARRAY(arena, struct survey_question, SURVEY_QUESTIONS_MAX);
    if (!s->questions)
        return arena_exhausted(e);
    TRY(survey_questions_open(db, (struct survey_questions_args){.county = county, .survey = s->id},
                              &cursor, e));
    while ((st = survey_questions_next(cursor, &row, e)) == STATUS_OK &&
           s->question_count < SURVEY_QUESTIONS_MAX) {
        struct survey_question *q = &s->questions[s->question_count++];
        *q = (struct survey_question){
            .number = (int)row.number,
            .kind = (enum survey_question_kind)code_find(KINDS, COUNT(KINDS), row.kind),
            .programme = row.programme,
            .text = arena_strdup(arena, row.text),
            .choices = arena_strdup(arena, row.choices),
            .is_overall = row.is_overall};
        if (!q->text || !q->choices)
            return arena_exhausted(e);
    }
    return st == STATUS_OK || st == STATUS_NONE ? STATUS_OK : st;
}

enum status survey_read(struct db *db, int64_t county, int64_t survey, struct arena *arena,
                        struct survey *ret, struct error *e)
{
    struct survey_row row;
    struct survey s;
    enum status st = survey_row_read(
        db, (struct survey_row_read_args){.county = county, .id = survey}, arena, &row, e);
    if (st == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "SURVEY_UNKNOWN", _("没有第 %" PRId64 " 号测评。"),
                         survey);
    if (st != STATUS_OK)
        return st;
    TRY(survey_of(&row, arena, &s, e));
    TRY(questions_read(db, county, arena, &s, e));
    *ret = s;
    return STATUS_OK;
}

enum status survey_list(struct db *db, int64_t county, struct arena *arena, struct survey **ret,
                        size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct survey *list = ARENA_ARRAY(arena, struct survey, SURVEYS_MAX);
    struct survey_row row;
    size_t n = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(survey_rows_open(db, (struct survey_rows_args){.county = county}, &cursor, e));
    while (n < SURVEYS_MAX && (s = survey_rows_next(cursor, &row, e)) == STATUS_OK)
        TRY(survey_of(&row, arena, &list[n++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
