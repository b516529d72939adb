/* Who is expected at a course, and who came. */
#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/library/may.h"
#include "domain/training/training_internal.h"

#define DIVISION_DIGITS INT64_C(1000000)

struct expecting {
    struct training_work w;
    enum role role;
    int64_t division, added, number;
    const char *name;
};

/* A scope may be written short: 341823, 341823106. */
static int64_t division_whole(int64_t scope)
{
    while (scope > 0 && scope < INT64_C(100000000000))
        scope *= 10;
    return scope;
}

static enum status person_put(struct expecting *x, const char *user_name, const char *name,
                              int64_t division, struct error *e)
{
    struct course_count_row last;
    TRY(course_person_last(
        x->w.db, (struct course_person_last_args){.county = x->w.county, .course = x->w.id},
        x->w.arena, &last, e));
    if (last.n >= COURSE_PEOPLE_MAX)
        return error_set(e, STATUS_REFUSED, "TRAINING_FIELD", _("一次培训最多 %d 人"),
                         COURSE_PEOPLE_MAX);
    x->number = last.n + 1;
    x->added++;
    return course_person_insert(x->w.db,
                                (struct course_person_insert_args){.county = x->w.county,
                                                                   .course = x->w.id,
                                                                   .number = x->number,
                                                                   .user_name = user_name,
                                                                   .name = name,
                                                                   .division = division,
                                                                   .known_from = x->w.change},
                                NULL, e);
}

static bool is_expected(const struct course_person *people, size_t count, const char *user_name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equals(people[i].user_name, user_name))
            return true;
    return false;
}

static enum status expect_users_work(struct db *db, void *context, struct error *e)
{
    struct expecting *x = context;
    struct access_user *users;
    struct course_person *people;
    size_t user_count, people_count;
    x->added = 0;
    TRY(training_begin(&x->w, db, PERMISSION_TRAINING_MANAGE, "training.expect", e));
    TRY(training_state(&x->w, COURSE_PLANNED, e));
    TRY(access_user_list(db, x->w.county, x->w.arena, &users, &user_count, e));
    TRY(training_people(db, x->w.county, x->w.id, x->w.arena, &people, &people_count, e));
    for (size_t i = 0; i < user_count; i++) {
        const struct access_user *u = &users[i];
        int64_t division = division_whole(u->scope);
        if (u->is_locked || (x->role != ROLE_NONE && u->role != x->role) ||
            (x->division && !access_in_scope(x->division, division)) ||
            is_expected(people, people_count, u->name))
            continue;
        TRY(person_put(x, u->name, u->title[0] ? u->title : u->name, division, e));
    }
    return STATUS_OK;
}

enum status training_expect_users(struct db *db, int64_t county, int64_t course, enum role role,
                                  int64_t division, const char *actor, int64_t *ret_added,
                                  struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TRAINING_ARENA_BYTES);
    struct expecting x = {.w = {.arena = arena, .county = county, .id = course, .actor = actor},
                          .role = role,
                          .division = division};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, expect_users_work, &x, e));
    *ret_added = x.added;
    return STATUS_OK;
}

static enum status expect_person_work(struct db *db, void *context, struct error *e)
{
    struct expecting *x = context;
    TRY(training_begin(&x->w, db, PERMISSION_TRAINING_MANAGE, "training.expect", e));
    TRY(training_state(&x->w, COURSE_PLANNED, e));
    TRY(library_text_check("TRAINING_FIELD", "name", x->name, true, 100, e));
    if (x->division / DIVISION_DIGITS != x->w.county)
        return training_field(e, "division", _("没有写是哪个村的"));
    return person_put(x, "", x->name, x->division, e);
}

enum status training_expect_person(struct db *db, int64_t county, int64_t course, const char *name,
                                   int64_t division, const char *actor, int64_t *ret_number,
                                   struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TRAINING_ARENA_BYTES);
    struct expecting x = {.w = {.arena = arena, .county = county, .id = course, .actor = actor},
                          .name = name,
                          .division = division};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, expect_person_work, &x, e));
    *ret_number = x.number;
    return STATUS_OK;
}

struct marking {
    struct training_work w;
    int64_t number;
    enum course_attendance attended;
};

static enum status mark_work(struct db *db, void *context, struct error *e)
{
    struct marking *x = context;
    int64_t marked;
    TRY(training_begin(&x->w, db, PERMISSION_TRAINING_MANAGE, "training.mark", e));
    TRY(training_state(&x->w, COURSE_HELD, e));
    if (x->attended != COURSE_CAME && x->attended != COURSE_EXCUSED)
        return training_field(e, "attended", _("应为已参加或请假"));
    TRY(course_person_mark(db,
                           (struct course_person_mark_args){.county = x->w.county,
                                                            .course = x->w.id,
                                                            .number = x->number,
                                                            .attended = x->attended,
                                                            .marked_by = x->w.actor,
                                                            .known_from = x->w.change},
                           &marked, e));
    if (marked == 0 && x->number != 0)
        return error_set(e, STATUS_REFUSED, "TRAINING_NOT_EXPECTED",
                         _("名单里没有第 %" PRId64 " 号"), x->number);
    return STATUS_OK;
}

enum status training_mark(struct db *db, int64_t county, int64_t course, int64_t number,
                          enum course_attendance attended, const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TRAINING_ARENA_BYTES);
    struct marking x = {.w = {.arena = arena, .county = county, .id = course, .actor = actor},
                        .number = number,
                        .attended = attended};
    return arena ? db_transaction(db, mark_work, &x, e) : arena_exhausted(e);
}

enum status training_people(struct db *db, int64_t county, int64_t course, struct arena *arena,
                            struct course_person **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct course_person *list = ARENA_ARRAY(arena, struct course_person, COURSE_PEOPLE_MAX);
    struct course_person_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(course_person_rows_open(
        db, (struct course_person_rows_args){.county = county, .course = course}, &cursor, e));
    while ((s = course_person_rows_next(cursor, &row, e)) == STATUS_OK && n < COURSE_PEOPLE_MAX) {
        list[n] = (struct course_person){.number = row.number,
                                         .division = row.division,
                                         .user_name = arena_strdup(arena, row.user_name),
                                         .name = arena_strdup(arena, row.name),
                                         .place = arena_strdup(arena, row.place),
                                         .marked_by = arena_strdup(arena, row.marked_by),
                                         .attended = (enum course_attendance)row.attended,
                                         .attempts = (int)row.attempts,
                                         .is_passed = row.passes > 0,
                                         .best_right = row.best,
                                         .best_count = row.questions};
        if (!list[n].user_name || !list[n].name || !list[n].place || !list[n].marked_by)
            return arena_exhausted(e);
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
