/* What is said of a home, as a whole and by knowledge. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/home/home_internal.h"
#include "home_sql.h"

#define LINE_BYTES_MAX 300
#define INTRODUCTION_BYTES_MAX 8000
#define GRADE_MAX 5

struct profile_work {
    int64_t county;
    const struct home *profile;
    const char *actor;
};

static enum status field_refused(const char *field, const char *why, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "HOME_PROFILE", _("“%s”不对：%s。请更正后再存。"), field,
                     why);
}

static enum status text_check(const char *label, const char *text, size_t bytes_max,
                              struct error *e)
{
    if (text && strlen(text) > bytes_max)
        return field_refused(label, _("写得太长"), e);
    return STATUS_OK;
}

static enum status profile_check(const struct home *p, struct error *e)
{
    if (p->grade < 0 || p->grade > GRADE_MAX)
        return field_refused(_("等级"), _("应为 0（未评）至 5 星"), e);
    if (p->land < 0)
        return field_refused(_("占地面积"), _("不能是负数"), e);
    if (p->floor_m2 < 0)
        return field_refused(_("建筑面积"), _("不能是负数"), e);
    if (p->indoor_m2 < 0)
        return field_refused(_("室内活动面积"), _("不能是负数"), e);
    if (p->outdoor_m2 < 0)
        return field_refused(_("室外活动面积"), _("不能是负数"), e);
    if ((int)p->heating < 0 || p->heating >= HEATING_COUNT)
        return field_refused(_("取暖方式"), _("没有这一种"), e);
    if (p->opened_on.v != DATE_OPEN.v && p->opened_on.v > date_today().v)
        return field_refused(_("开办日期"), _("还没有到"), e);
    TRY(text_check(_("登记证号"), p->registration, LINE_BYTES_MAX, e));
    TRY(text_check(_("地址"), p->address, LINE_BYTES_MAX, e));
    TRY(text_check(_("电话"), p->phone, LINE_BYTES_MAX, e));
    TRY(text_check(_("院长"), p->director, LINE_BYTES_MAX, e));
    return text_check(_("简介"), p->introduction, INTRODUCTION_BYTES_MAX, e);
}

static const char *text_or_empty(const char *text)
{
    return text ? text : "";
}

static bool is_same_text(const char *now, const char *wish)
{
    return text_equals(now, text_or_empty(wish));
}

static bool is_same(const struct home *now, const struct home *p)
{
    return now->grade == p->grade && now->land == p->land && now->floor_m2 == p->floor_m2 &&
           now->indoor_m2 == p->indoor_m2 && now->outdoor_m2 == p->outdoor_m2 &&
           now->heating == p->heating && now->opened_on.v == p->opened_on.v &&
           is_same_text(now->registration, p->registration) &&
           is_same_text(now->address, p->address) && is_same_text(now->phone, p->phone) &&
           is_same_text(now->director, p->director) &&
           is_same_text(now->introduction, p->introduction);
}

static enum status profile_work(struct db *db, void *context, struct error *e)
{
    const struct profile_work *w = context;
    const struct home *p = w->profile;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(HOME_ARENA_BYTES);
    struct home now;
    int64_t change;
    if (!arena)
        return arena_exhausted(e);
    TRY(home_require(db, w->county, w->actor, PERMISSION_HOME_MANAGE, p->id, e));
    TRY(home_read(db, w->county, p->id, arena, &now, e));
    if (is_same(&now, p))
        return error_set(e, STATUS_REFUSED, "NOTHING_TO_CHANGE",
                         _("%s已经是这样登记的，没有改动。"), now.name);
    TRY(home_change(db, w->county, w->actor, "home.profile", "home", p->id, "", &change, e));
    TRY(home_profile_supersede(
        db,
        (struct home_profile_supersede_args){.county = w->county, .home = p->id, .change = change},
        NULL, e));
    return home_profile_insert(
        db,
        (struct home_profile_insert_args){.county = w->county,
                                          .home = p->id,
                                          .known_from = change,
                                          .grade = p->grade,
                                          .registration = text_or_empty(p->registration),
                                          .opened_on = p->opened_on,
                                          .land = p->land,
                                          .floor_m2 = p->floor_m2,
                                          .indoor_m2 = p->indoor_m2,
                                          .outdoor_m2 = p->outdoor_m2,
                                          .heating = heating_code(p->heating),
                                          .address = text_or_empty(p->address),
                                          .phone = text_or_empty(p->phone),
                                          .director = text_or_empty(p->director),
                                          .introduction = text_or_empty(p->introduction)},
        NULL, e);
}

enum status home_profile_write(struct db *db, int64_t county, const struct home *profile,
                               const char *actor, struct error *e)
{
    struct home copy = *profile;
    struct profile_work w = {county, &copy, actor};
    if (copy.opened_on.v == 0)
        copy.opened_on = DATE_OPEN;
    TRY(profile_check(&copy, e));
    return db_transaction(db, profile_work, &w, e);
}
