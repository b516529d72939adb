/* Answers: one per code, of nobody; and whether a drawn household was reached. */
#include "domain/survey/survey_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "survey_sql.h"

#define PUBLIC_ACTOR "public"

static const char *const CHANNELS[] = {
    [SURVEY_PAPER] = "PAPER", [SURVEY_PHONE] = "PHONE", [SURVEY_WEB] = "WEB"};

const char *survey_channel_code(enum survey_channel c)
{
    return c >= SURVEY_PAPER && c <= SURVEY_WEB ? CHANNELS[c] : "";
}

enum status survey_channel_parse(const char *code, enum survey_channel *ret, struct error *e)
{
    for (int i = SURVEY_PAPER; i <= SURVEY_WEB; i++) {
        if (text_equals(code, CHANNELS[i])) {
            *ret = (enum survey_channel)i;
            return STATUS_OK;
        }
    }
    return survey_field(e, "channel", _("方式应为 PAPER（纸质）、PHONE（电话）或 WEB（网上）"));
}

static const struct {
    const char *code, *label;
} CONTACTS[] = {
    {"", N_("未联系")},
    {"DELIVERED", N_("已送达")},
    {"ABSENT", N_("不在家")},
    {"REFUSED", N_("不愿参加")},
};
#define CONTACT_COUNT (sizeof CONTACTS / sizeof CONTACTS[0])

const char *survey_contact_label(const char *contact)
{
    for (size_t i = 0; i < CONTACT_COUNT; i++) {
        if (text_equals(contact, CONTACTS[i].code))
            return CONTACTS[i].label;
    }
    return "";
}

/* ---- codes ---- */

struct found_code {
    struct survey_code_row row;
    uint8_t index[BLIND_INDEX_BYTES];
};

static enum status code_refuse(struct error *e)
{
    return error_set(e, STATUS_REFUSED, "SURVEY_CODE",
                     _("没有这个答题码：请对照答题卡，看看有没有抄错。"));
}

static enum status code_find(struct db *db, int64_t county, const struct keyring *keys,
                             const char *text, struct found_code *ret, struct error *e)
{
    char code[SURVEY_CODE_BYTES] = "";
    /* What can be no code is looked for as well: the answer takes as long. */
    bool is_code = survey_code_tidy(text, code);
    survey_code_index(keys, code, ret->index);
    enum status s =
        survey_code_find(db,
                         (struct survey_code_find_args){
                             .county = county, .code_index = {ret->index, BLIND_INDEX_BYTES}},
                         NULL, &ret->row, e);
    if (s == STATUS_NONE || (s == STATUS_OK && !is_code))
        return code_refuse(e);
    if (s != STATUS_OK)
        return s;
    if (ret->row.answer < 0)
        return error_set(e, STATUS_REFUSED, "SURVEY_VOID",
                         _("这张答题卡已经作废：请用新发的答题卡。"));
    if (ret->row.answer > 0)
        return error_set(e, STATUS_REFUSED, "SURVEY_ANSWERED",
                         _("这个答题码已经答过。一个答题码只能答一次。"));
    if (ret->row.state != SURVEY_OPEN)
        return error_set(e, STATUS_REFUSED, "SURVEY_OVER", _("这次测评已经结束，谢谢您的参与。"));
    return STATUS_OK;
}

static enum status day_check(const struct found_code *f, struct date on, struct error *e)
{
    char first[DATE_TEXT_BYTES], last[DATE_TEXT_BYTES];
    if (on.v >= f->row.opened_on.v && on.v <= f->row.last_day.v)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "SURVEY_OVER", _("这次测评从%s到%s，%s。"),
                     date_format_people(f->row.opened_on, first),
                     date_format_people(f->row.last_day, last),
                     on.v < f->row.opened_on.v ? _("那天还没有开始") : _("现已截止"));
}

enum status survey_by_code(struct db *db, int64_t county, const struct keyring *keys,
                           const char *code, int64_t *ret_survey, struct error *e)
{
    struct found_code f;
    TRY(code_find(db, county, keys, code, &f, e));
    TRY(day_check(&f, date_today(), e));
    *ret_survey = f.row.survey;
    return STATUS_OK;
}

/* ---- one sheet ---- */

struct answering {
    struct survey_work w;
    const struct keyring *keys;
    const struct survey_sheet *sheet;
    struct found_code code;
    const struct survey_reply *replies[SURVEY_QUESTIONS_MAX]; /* by question */
    int overall;
};

static int choice_count(const struct survey_question *q)
{
    int n = 1;
    if (q->kind != SURVEY_CHOICE)
        return q->kind == SURVEY_SATISFACTION ? SURVEY_CHOICES : 0;
    for (const char *p = q->choices; *p; p++)
        n += *p == '|';
    return n;
}

static enum status reply_refuse(struct error *e, int question, const char *reason)
{
    error_set(e, STATUS_REFUSED, "SURVEY_REPLY", "%s", reason);
    return error_place(e, _("第 %d 题"), question);
}

static enum status reply_check(const struct survey_question *q, const struct survey_reply *r,
                               struct error *e)
{
    const char *words = r->words ? r->words : "";
    if (r->choice < 0 || r->choice > choice_count(q))
        return reply_refuse(e, q->number, _("没有这个选项。"));
    if (words[0] && q->kind != SURVEY_WORDS)
        return reply_refuse(e, q->number, _("这道题不用写字，请选一项。"));
    if (strlen(words) > SURVEY_WORDS_BYTES_MAX || !utf8_is_valid(words, strlen(words)))
        return reply_refuse(e, q->number, _("写得太长，请控制在 500 字以内。"));
    return STATUS_OK;
}

static enum status replies_check(struct answering *x, struct error *e)
{
    const struct survey *s = &x->w.survey;
    memset(x->replies, 0, sizeof x->replies);
    x->overall = 0;
    if (!x->sheet->is_valid)
        return STATUS_OK;
    for (size_t i = 0; i < x->sheet->reply_count; i++) {
        const struct survey_reply *r = &x->sheet->replies[i];
        if (r->question < 1 || (size_t)r->question > s->question_count ||
            x->replies[r->question - 1])
            return reply_refuse(e, r->question, _("没有这道题，或答了两次。"));
        TRY(reply_check(&s->questions[r->question - 1], r, e));
        x->replies[r->question - 1] = r;
    }
    for (size_t i = 0; i < s->question_count; i++) {
        if (s->questions[i].is_overall)
            x->overall = x->replies[i] ? x->replies[i]->choice : 0;
        if (s->questions[i].is_overall && x->overall == 0)
            return reply_refuse(e, (int)i + 1, _("请选一项总体评价，这一题不能空着。"));
    }
    return STATUS_OK;
}

static enum status replies_write(struct answering *x, int64_t answer, struct error *e)
{
    CLEANUP(db_bulk_cleanup) struct db_bulk *rows = NULL;
    TRY(survey_answer_line_bulk_begin(x->w.db, &rows, e));
    for (size_t i = 0; i < x->w.survey.question_count; i++) {
        const struct survey_reply *r = x->replies[i];
        if (!r || (r->choice == 0 && (!r->words || !r->words[0])))
            continue;
        TRY(survey_answer_line_bulk_add(
            rows,
            &(struct survey_answer_line_bulk_row){.county = x->w.county,
                                                  .survey = x->w.id,
                                                  .answer = answer,
                                                  .question = (int64_t)i + 1,
                                                  .choice = r->choice,
                                                  .words = r->words ? r->words : ""},
            e));
    }
    struct db_bulk *whole = rows;
    rows = NULL;
    return db_bulk_end(whole, e);
}

static enum status sheet_days(struct answering *x, struct date *ret, struct error *e)
{
    struct date on = x->sheet->channel == SURVEY_WEB ? x->w.today : x->sheet->answered_on;
    if (on.v == 0 || on.v > x->w.today.v)
        return survey_field(e, "on", _("答卷日期没有写，或还没有到。"));
    TRY(day_check(&x->code, on, e));
    *ret = on;
    return STATUS_OK;
}

static enum status answer_work(struct db *db, void *context, struct error *e)
{
    struct answering *x = context;
    bool is_web = x->sheet->channel == SURVEY_WEB;
    struct date on = {0};
    int64_t answer, taken = 0;
    char detail[80];
    x->w.db = db;
    arena_reset(x->w.arena);
    x->w.today = date_today();
    if (!is_web)
        TRY(survey_may(db, x->w.county, x->w.actor, PERMISSION_SURVEY_ENTER, PERMISSION_NONE,
                       x->w.arena, e));
    TRY(code_find(db, x->w.county, x->keys, x->sheet->code, &x->code, e));
    x->w.id = x->code.row.survey;
    TRY(survey_read(db, x->w.county, x->w.id, x->w.arena, &x->w.survey, e));
    TRY(sheet_days(x, &on, e));
    TRY(replies_check(x, e));
    TRY(counter_take(db, x->w.county, "survey_answer", 1, &answer, e));
    (void)snprintf(detail, sizeof detail, "{\"answer\":%" PRId64 ",\"channel\":\"%s\"}", answer,
                   survey_channel_code(x->sheet->channel));
    TRY(survey_work_record(&x->w, "survey.answer", detail, e));
    TRY(survey_code_take(
        db,
        (struct survey_code_take_args){.county = x->w.county,
                                       .survey = x->w.id,
                                       .code_index = {x->code.index, BLIND_INDEX_BYTES},
                                       .answer = answer},
        &taken, e));
    if (taken != 1)
        return error_set(e, STATUS_REFUSED, "SURVEY_ANSWERED",
                         _("这个答题码已经答过。一个答题码只能答一次。"));
    TRY(survey_answer_insert(
        db,
        (struct survey_answer_insert_args){.county = x->w.county,
                                           .survey = x->w.id,
                                           .id = answer,
                                           .township = x->code.row.township,
                                           .channel = survey_channel_code(x->sheet->channel),
                                           .answered_on = on,
                                           .is_valid = x->sheet->is_valid,
                                           .overall = x->overall,
                                           .entered_by = is_web ? "" : x->w.actor,
                                           .change = x->w.change},
        NULL, e));
    return replies_write(x, answer, e);
}

enum status survey_answer(struct db *db, int64_t county, const struct keyring *keys,
                          const struct survey_sheet *sheet, const char *actor, int64_t *ret_survey,
                          struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SURVEY_ARENA_BYTES);
    struct answering x = {
        .w = {.arena = arena, .county = county, .actor = actor ? actor : PUBLIC_ACTOR},
        .keys = keys,
        .sheet = sheet};
    if (!arena)
        return arena_exhausted(e);
    if (sheet->channel < SURVEY_PAPER || sheet->channel > SURVEY_WEB)
        return survey_field(e, "channel", _("没有写答卷方式。"));
    if (sheet->channel == SURVEY_WEB && actor)
        return survey_field(e, "channel", _("登记的答卷应为 PAPER（纸质）或 PHONE（电话）。"));
    if (sheet->channel != SURVEY_WEB && !actor)
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("请先登录。"));
    TRY(db_transaction(db, answer_work, &x, e));
    *ret_survey = x.w.id;
    return STATUS_OK;
}

/* ---- households reached ---- */

struct contacting {
    struct survey_work w;
    int64_t township;
    int number;
    const char *contact;
};

static enum status contact_work(struct db *db, void *context, struct error *e)
{
    struct contacting *x = context;
    int64_t affected = 0;
    char detail[120];
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(survey_work_begin(&x->w, PERMISSION_SURVEY_ENTER, PERMISSION_SURVEY_MANAGE, e));
    TRY(survey_in_state(&x->w.survey, SURVEY_OPEN, e));
    (void)snprintf(detail, sizeof detail,
                   "{\"township\":%" PRId64 ",\"number\":%d,\"contact\":\"%s\"}", x->township,
                   x->number, x->contact);
    TRY(survey_work_record(&x->w, "survey.contact", detail, e));
    TRY(survey_contact_set(db,
                           (struct survey_contact_set_args){.county = x->w.county,
                                                            .survey = x->w.id,
                                                            .township = x->township,
                                                            .number = x->number,
                                                            .contact = x->contact},
                           &affected, e));
    return affected == 1 ? STATUS_OK
                         : survey_field(e, "number", _("这个乡镇的样本里没有这个序号。"));
}

enum status survey_contact(struct db *db, int64_t county, int64_t survey, int64_t township,
                           int number, const char *contact, const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SURVEY_ARENA_BYTES);
    struct contacting x = {.w = {.arena = arena, .county = county, .id = survey, .actor = actor},
                           .township = township,
                           .number = number,
                           .contact = contact};
    if (!arena)
        return arena_exhausted(e);
    if (!contact || !survey_contact_label(contact)[0])
        return survey_field(
            e, "contact",
            _("联系结果应为 DELIVERED（已送达）、ABSENT（不在家）或 REFUSED（不愿参加）"));
    return db_transaction(db, contact_work, &x, e);
}
