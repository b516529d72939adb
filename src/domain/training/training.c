/* Courses: planned, held, cancelled, and as they are read. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/may.h"
#include "domain/training/training_internal.h"

#define HOURS_MAX 200

const char *course_state_label(enum course_state s)
{
    return s == COURSE_HELD ? N_("已举办") : s == COURSE_CANCELLED ? N_("已取消") : N_("计划中");
}

const char *course_attendance_label(enum course_attendance a)
{
    return a == COURSE_CAME ? N_("已参加") : a == COURSE_EXCUSED ? N_("请假") : N_("应参加");
}

enum status training_field(struct error *e, const char *field, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, "TRAINING_FIELD", "%s", reason);
    (void)error_place(e, "%s", field);
    return STATUS_REFUSED;
}

enum status training_state(const struct training_work *w, enum course_state wanted, struct error *e)
{
    if (w->course.state == wanted)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "TRAINING_STATE", _("培训“%s”现在是“%s”，不能这样办"),
                     w->course.title, _(course_state_label(w->course.state)));
}

enum status training_begin(struct training_work *w, struct db *db, enum permission permission,
                           const char *action, struct error *e)
{
    char subject[40];
    assert(db_in_transaction(db));
    w->db = db;
    arena_reset(w->arena);
    TRY(course_hold(db, (struct course_hold_args){.county = w->county, .id = w->id}, NULL, e));
    enum status s = training_read(db, w->county, w->id, w->arena, &w->course, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "TRAINING_UNKNOWN", _("没有第 %" PRId64 " 号培训"),
                         w->id);
    if (s != STATUS_OK)
        return s;
    TRY(library_may(db, w->county, w->actor, permission, 0, w->arena, e));
    (void)snprintf(subject, sizeof subject, "course %" PRId64, w->id);
    return change_record(db, w->county,
                         &(struct change_entry){
                             .actor = w->actor, .action = action, .subject = subject, .detail = ""},
                         &w->change, e);
}

/* ---- planned ---- */

struct planning {
    struct training_work w;
    const struct course *course;
};

static enum status text_check(const char *field, const char *text, bool is_needed, struct error *e)
{
    return library_text_check("TRAINING_FIELD", field, text, is_needed, TRAINING_TEXT_BYTES_MAX, e);
}

static enum status course_check(struct db *db, const struct planning *x, struct error *e)
{
    const struct course *c = x->course;
    TRY(text_check("title", c->title, true, e));
    TRY(text_check("place", c->place, true, e));
    TRY(text_check("lecturer", c->lecturer, false, e));
    TRY(text_check("audience", c->audience, false, e));
    TRY(text_check("content", c->content, false, e));
    if (!c->on.v)
        return training_field(e, "on", _("培训日期没有写"));
    if (c->hours < 0 || c->hours > HOURS_MAX)
        return training_field(e, "hours", _("学时应在 0 到 200 之间"));
    if (c->pass < 0 || c->pass > 100)
        return training_field(e, "pass", _("合格线应在 0 到 100 之间"));
    if (c->document_count > COURSE_DOCUMENTS_MAX)
        return training_field(e, "documents", _("学习文件太多"));
    for (size_t i = 0; i < c->document_count; i++) {
        struct library_document d;
        enum status s =
            library_read(db, x->w.county, c->documents[i], KNOWN_NOW, true, x->w.arena, &d, e);
        if (s == STATUS_NONE)
            return training_field(e, "documents", _("政策库里没有这件已审核的文件"));
        if (s != STATUS_OK)
            return s;
    }
    return STATUS_OK;
}

static enum status plan_work(struct db *db, void *context, struct error *e)
{
    struct planning *x = context;
    const struct course *c = x->course;
    struct training_work *w = &x->w;
    char subject[40];
    arena_reset(w->arena);
    TRY(library_may(db, w->county, w->actor, PERMISSION_TRAINING_MANAGE, 0, w->arena, e));
    TRY(course_check(db, x, e));
    TRY(counter_take(db, w->county, "course", 1, &w->id, e));
    (void)snprintf(subject, sizeof subject, "course %" PRId64, w->id);
    TRY(change_record(
        db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = "training.plan", .subject = subject, .detail = ""},
        &w->change, e));
    TRY(course_insert(db,
                      (struct course_insert_args){.county = w->county,
                                                  .id = w->id,
                                                  .year = month_year(date_month(c->on)),
                                                  .title = c->title,
                                                  .on_date = c->on,
                                                  .place = c->place,
                                                  .hours = c->hours,
                                                  .lecturer = c->lecturer ? c->lecturer : "",
                                                  .audience = c->audience ? c->audience : "",
                                                  .content = c->content ? c->content : "",
                                                  .pass = c->pass,
                                                  .entered_by = w->actor,
                                                  .known_from = w->change},
                      NULL, e));
    for (size_t i = 0; i < c->document_count; i++)
        TRY(course_document_put(db,
                                (struct course_document_put_args){.county = w->county,
                                                                  .course = w->id,
                                                                  .document = c->documents[i]},
                                NULL, e));
    return STATUS_OK;
}

enum status training_plan(struct db *db, int64_t county, const struct course *course,
                          const char *actor, int64_t *ret_id, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TRAINING_ARENA_BYTES);
    struct planning x = {.w = {.arena = arena, .county = county, .actor = actor}, .course = course};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, plan_work, &x, e));
    *ret_id = x.w.id;
    return STATUS_OK;
}

/* ---- held or cancelled ---- */

struct ending {
    struct training_work w;
    enum course_state state;
    struct date on;
};

static enum status end_work(struct db *db, void *context, struct error *e)
{
    struct ending *x = context;
    bool is_held = x->state == COURSE_HELD;
    TRY(training_begin(&x->w, db, PERMISSION_TRAINING_MANAGE,
                       is_held ? "training.hold" : "training.cancel", e));
    TRY(training_state(&x->w, COURSE_PLANNED, e));
    if (is_held && (!x->on.v || x->on.v > date_today().v))
        return training_field(e, "on", _("举办日期没有写，或还没有到"));
    return course_state_set(
        db,
        (struct course_state_set_args){.county = x->w.county,
                                       .id = x->w.id,
                                       .state = x->state,
                                       .on_date = is_held ? x->on : x->w.course.on,
                                       .change = x->w.change},
        NULL, e);
}

static enum status end(struct db *db, struct ending x, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TRAINING_ARENA_BYTES);
    x.w.arena = arena;
    return arena ? db_transaction(db, end_work, &x, e) : arena_exhausted(e);
}

enum status training_hold(struct db *db, int64_t county, int64_t course, struct date on,
                          const char *actor, struct error *e)
{
    return end(db,
               (struct ending){.w = {.county = county, .id = course, .actor = actor},
                               .state = COURSE_HELD,
                               .on = on},
               e);
}

enum status training_cancel(struct db *db, int64_t county, int64_t course, const char *actor,
                            struct error *e)
{
    return end(db,
               (struct ending){.w = {.county = county, .id = course, .actor = actor},
                               .state = COURSE_CANCELLED},
               e);
}

/* ---- reading ---- */

static enum status course_of(const struct course_row *r, struct arena *arena, struct course *ret,
                             struct error *e)
{
    *ret = (struct course){.id = r->id,
                           .year = (int)r->year,
                           .hours = (int)r->hours,
                           .title = arena_strdup(arena, r->title),
                           .place = arena_strdup(arena, r->place),
                           .lecturer = arena_strdup(arena, r->lecturer),
                           .audience = arena_strdup(arena, r->audience),
                           .content = arena_strdup(arena, r->content),
                           .entered_by = arena_strdup(arena, r->entered_by),
                           .on = r->on_date,
                           .pass = (int)r->pass,
                           .state = (enum course_state)r->state,
                           .expected = r->expected,
                           .came = r->came,
                           .excused = r->excused,
                           .questions = r->questions,
                           .passed = r->passed};
    return ret->title && ret->place && ret->lecturer && ret->audience && ret->content &&
                   ret->entered_by
               ? STATUS_OK
               : arena_exhausted(e);
}

static enum status courses_read(struct db *db, struct course_rows_args args, struct arena *arena,
                                struct course *list, size_t most, size_t *ret_count,
                                struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct course_row row;
    size_t n = 0;
    enum status s;
    TRY(course_rows_open(db, args, &cursor, e));
    while ((s = course_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (n == most)
            return error_set(e, STATUS_FAILED, "TRAINING_ROWS", _("培训超过 %zu 次"), most);
        TRY(course_of(&row, arena, &list[n++], e));
    }
    *ret_count = n;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status training_list(struct db *db, int64_t county, int year, struct arena *arena,
                          struct course **ret, size_t *ret_count, struct error *e)
{
    struct course *list = ARENA_ARRAY(arena, struct course, COURSES_MAX);
    if (!list)
        return arena_exhausted(e);
    TRY(courses_read(db, (struct course_rows_args){.county = county, .year = year}, arena, list,
                     COURSES_MAX, ret_count, e));
    *ret = list;
    return STATUS_OK;
}

enum status training_read(struct db *db, int64_t county, int64_t course, struct arena *arena,
                          struct course *ret, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct course_document_row row;
    size_t n = 0;
    enum status s;
    int64_t *documents = ARENA_ARRAY(arena, int64_t, COURSE_DOCUMENTS_MAX);
    if (!documents)
        return arena_exhausted(e);
    if (course <= 0)
        return STATUS_NONE;
    TRY(courses_read(db, (struct course_rows_args){.county = county, .id = course}, arena, ret, 1,
                     &n, e));
    if (n == 0)
        return STATUS_NONE;
    TRY(course_document_rows_open(
        db, (struct course_document_rows_args){.county = county, .course = course}, &cursor, e));
    while ((s = course_document_rows_next(cursor, &row, e)) == STATUS_OK &&
           ret->document_count < COURSE_DOCUMENTS_MAX)
        documents[ret->document_count++] = row.document;
    ret->documents = documents;
    return s == STATUS_NONE || s == STATUS_OK ? STATUS_OK : s;
}

enum status training_results(struct db *db, int64_t county, int year, int64_t course,
                             struct arena *arena, struct training_result **ret, size_t *ret_count,
                             struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct training_result *list = ARENA_ARRAY(arena, struct training_result, COURSE_PEOPLE_MAX);
    struct course_result_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(course_result_rows_open(
        db, (struct course_result_rows_args){.county = county, .course = course, .year = year},
        &cursor, e));
    while ((s = course_result_rows_next(cursor, &row, e)) == STATUS_OK && n < COURSE_PEOPLE_MAX) {
        list[n] = (struct training_result){.township = row.township,
                                           .name = arena_strdup(arena, row.name),
                                           .expected = row.expected,
                                           .came = row.came,
                                           .excused = row.excused,
                                           .tested = row.tested,
                                           .passed = row.passed};
        if (!list[n++].name)
            return arena_exhausted(e);
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
