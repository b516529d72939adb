/* The team of a round (考评组): who looks at which township; nobody at his own. */
#include "domain/assessment/assessment_internal.h"

#include "assessment_sql.h"
#include "base/i18n.h"

#define MEMBERS_MAX 2000

struct joining {
    struct assessment_work w;
    int64_t township;
    const char *user;
    bool is_leader, is_leaving;
    char detail[200];
};

static enum status member_check(struct joining *x, struct error *e)
{
    struct access_user user;
    struct assessment_place *places;
    size_t count, at = 0;
    bool is_there;
    TRY(assessment_places(x->w.db, x->w.county, x->w.head.to, x->w.arena, &places, &count, e));
    while (at < count && places[at].code != x->township)
        at++;
    if (at == count)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_MEMBER", _("没有这个乡镇"));
    enum status s = access_user_by_name(x->w.db, x->w.county, x->user, x->w.arena, &user, e);
    if (s == STATUS_NONE || (s == STATUS_OK && user.is_locked))
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_MEMBER", _("没有用户“%.64s”，或已停用"),
                         x->user);
    if (s != STATUS_OK)
        return s;
    if (!access_can(user.role, PERMISSION_INSPECTION_RECORD))
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_MEMBER", _("%s 没有“%s”的权限"), x->user,
                         _(PERMISSIONS[PERMISSION_INSPECTION_RECORD].label));
    if (division_township(user.scope) == x->township)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_OWN", _("%s 是%s的人，不能考评本乡镇"),
                         x->user, places[at].name);
    TRY(assessment_team_has(x->w.db, x->w.county, x->w.id, x->township, x->user, &is_there, e));
    if (is_there)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_MEMBER", _("%s 已在%s的考评组里"), x->user,
                         places[at].name);
    return STATUS_OK;
}

static enum status leave(struct joining *x, struct error *e)
{
    int64_t n = 0;
    TRY(assessment_team_leave(x->w.db,
                              (struct assessment_team_leave_args){.county = x->w.county,
                                                                  .assessment = x->w.id,
                                                                  .township = x->township,
                                                                  .user_name = x->user,
                                                                  .change = x->w.change},
                              &n, e));
    return n ? STATUS_OK
             : error_set(e, STATUS_REFUSED, "ASSESSMENT_MEMBER", _("%.64s 不在这个乡镇的考评组里"),
                         x->user);
}

static enum status team_work(struct db *db, void *context, struct error *e)
{
    struct joining *x = context;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(assessment_take(&x->w, PERMISSION_ASSESSMENT_MANAGE, 0, e));
    if (!assessment_is_gathering(x->w.head.state))
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_STATE", _("已经计分，不能再调整考评组"));
    if (!x->is_leaving)
        TRY(member_check(x, e));
    TRY(assessment_record(&x->w, x->is_leaving ? "assessment.team.remove" : "assessment.team.add",
                          e));
    if (x->is_leaving)
        return leave(x, e);
    return assessment_team_insert(db,
                                  (struct assessment_team_insert_args){.county = x->w.county,
                                                                       .assessment = x->w.id,
                                                                       .township = x->township,
                                                                       .user_name = x->user,
                                                                       .is_leader = x->is_leader,
                                                                       .actor = x->w.actor,
                                                                       .known_from = x->w.change},
                                  NULL, e);
}

enum status assessment_team_add(struct db *db, int64_t county, int64_t id, int64_t township,
                                const char *user, bool is_leader, const char *actor,
                                struct error *e)
{
    struct joining x = {.w = {.county = county, .id = id, .actor = actor},
                        .township = township,
                        .user = user,
                        .is_leader = is_leader};
    return assessment_run(db, &x.w, team_work, &x, e);
}

enum status assessment_team_remove(struct db *db, int64_t county, int64_t id, int64_t township,
                                   const char *user, const char *actor, struct error *e)
{
    struct joining x = {.w = {.county = county, .id = id, .actor = actor},
                        .township = township,
                        .user = user,
                        .is_leaving = true};
    return assessment_run(db, &x.w, team_work, &x, e);
}

enum status assessment_team_list(struct db *db, int64_t county, int64_t id, struct arena *arena,
                                 struct assessment_member **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct assessment_member *list = ARENA_ARRAY(arena, struct assessment_member, MEMBERS_MAX);
    struct assessment_team_row row;
    struct assessment_head head;
    struct assessment_place *places;
    size_t n = 0, count;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(assessment_head_read(db, county, id, arena, &head, e));
    TRY(assessment_places(db, county, head.to, arena, &places, &count, e));
    TRY(assessment_team_all_open(
        db, (struct assessment_team_all_args){.county = county, .assessment = id}, &cursor, e));
    while ((s = assessment_team_all_next(cursor, &row, e)) == STATUS_OK && n < MEMBERS_MAX) {
        list[n] = (struct assessment_member){.township = row.township,
                                             .township_name = "",
                                             .user = arena_strdup(arena, row.user_name),
                                             .title = arena_strdup(arena, row.title),
                                             .is_leader = row.is_leader};
        for (size_t i = 0; i < count; i++) {
            if (places[i].code == row.township)
                list[n].township_name = places[i].name;
        }
        if (!list[n].user || !list[n].title)
            return arena_exhausted(e);
        n++;
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
