/* What the bureau says of a home, and its rooms and beds. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/homes_page.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"

#define GRADE_MAX 5
#define MU_PARTS 100 /* hundredths of a mu */

static const struct plain_field PROFILE_FIELDS[] = {
    {"grade", N_("星级"), NULL, PLAIN_CHOICE, false},
    {"registration", N_("登记证号"), N_("事业单位法人或民办非企业登记"), PLAIN_TEXT, true},
    {"opened_on", N_("启用日期"), NULL, PLAIN_DATE, true},
    {"land", N_("占地（亩）"), N_("两位小数，如 12.50"), PLAIN_YUAN, true},
    {"floor_m2", N_("建筑面积（平方米）"), NULL, PLAIN_NUMBER, true},
    {"indoor_m2", N_("室内活动场所（平方米）"), NULL, PLAIN_NUMBER, true},
    {"outdoor_m2", N_("室外活动场地（平方米）"), NULL, PLAIN_NUMBER, true},
    {"heating", N_("取暖方式"), NULL, PLAIN_CHOICE, false},
    {"address", N_("地址"), NULL, PLAIN_TEXT, true},
    {"phone", N_("电话"), NULL, PLAIN_TEXT, true},
    {"director", N_("院长"), NULL, PLAIN_TEXT, true},
    {"introduction", N_("简介"), N_("公开页上也看得到"), PLAIN_LONG, true},
};
static const struct plain_field BED_FIELDS[] = {
    {"room", N_("房间号"), N_("已有的房间号就是加床"), PLAIN_TEXT, false},
    {"storey", N_("楼层"), NULL, PLAIN_NUMBER, false},
    {"area_m2", N_("房间面积（平方米）"), N_("每床不少于 5 平方米"), PLAIN_NUMBER, false},
    {"beds", N_("加几张床"), NULL, PLAIN_NUMBER, false},
    {"from_on", N_("从哪天起可用"), NULL, PLAIN_DATE, false},
};
static const struct plain_field CLOSE_FIELDS[] = {
    {"bed", N_("空床"), NULL, PLAIN_CHOICE, false},
    {"close_on", N_("从哪天起停用"), NULL, PLAIN_DATE, false},
    {"close_reason", N_("停用原因"), NULL, PLAIN_TEXT, false},
};
static const struct plain_cause BED_CAUSES[] = {
    {"HOME_ROOM", "room"},
    {"HOME_BEDS", "beds"},
    {NULL, NULL},
};
static const struct plain_cause CLOSE_CAUSES[] = {
    {"HOME_BED_USED", "bed"},
    {"HOME_BED_UNKNOWN", "bed"},
    {"REASON_MISSING", "close_reason"},
    {NULL, NULL},
};
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct manage {
    struct home home;
    struct plain_form profile, beds, close;
};

static const char *number_text(struct request *r, int64_t v)
{
    return v != 0 ? arena_printf(r->arena, "%" PRId64, v) : "";
}

static void profile_begin(struct request *r, struct manage *m)
{
    const struct home *h = &m->home;
    struct plain_form *f = &m->profile;
    plain_begin(f, r, view_add_object(r->page, "profile"), PROFILE_FIELDS, COUNT(PROFILE_FIELDS));
    plain_default(f, "grade", arena_printf(r->arena, "%d", h->grade));
    plain_default(f, "registration", h->registration);
    plain_default(f, "opened_on", home_day_text(r, h->opened_on));
    if (h->land > 0)
        plain_default(f, "land",
                      arena_printf(r->arena, "%" PRId64 ".%02" PRId64, h->land / MU_PARTS,
                                   h->land % MU_PARTS));
    plain_default(f, "floor_m2", number_text(r, h->floor_m2));
    plain_default(f, "indoor_m2", number_text(r, h->indoor_m2));
    plain_default(f, "outdoor_m2", number_text(r, h->outdoor_m2));
    plain_default(f, "heating", heating_code(h->heating));
    plain_default(f, "address", h->address);
    plain_default(f, "phone", h->phone);
    plain_default(f, "director", h->director);
    plain_default(f, "introduction", h->introduction);
    for (int g = 0; g <= GRADE_MAX; g++)
        plain_choice(f, "grade", arena_printf(r->arena, "%d", g),
                     g == 0 ? request_text(r, N_("未评定")) : arena_printf(r->arena, "%d", g));
    for (int i = HEATING_NONE; i < HEATING_COUNT; i++)
        plain_choice(f, "heating", heating_code((enum heating)i),
                     request_text(r, heating_label((enum heating)i)));
}

static enum status manage_begin(struct request *r, struct manage *m, struct error *e)
{
    const char *today = home_day_text(r, date_today());
    TRY(home_of_address(r, &m->home, e));
    profile_begin(r, m);
    plain_begin(&m->beds, r, view_add_object(r->page, "beds"), BED_FIELDS, COUNT(BED_FIELDS));
    plain_default(&m->beds, "storey", "1");
    plain_default(&m->beds, "from_on", today);
    plain_begin(&m->close, r, view_add_object(r->page, "close"), CLOSE_FIELDS, COUNT(CLOSE_FIELDS));
    plain_default(&m->close, "close_on", today);
    return home_bed_choices(&m->close, "bed", m->home.id, date_today(), e);
}

static enum status manage_respond(struct request *r, struct manage *m, unsigned status,
                                  const struct error *why, struct error *e)
{
    plain_end(&m->profile);
    plain_end(&m->beds);
    plain_end(&m->close);
    home_head_add(r->page, &m->home);
    return respond_page_status(
        r, status, "homes/edit.html",
        request_text(r, arena_printf(r->arena, _("%s的基本情况和床位"), m->home.name)), why, e);
}

static enum status manage_page(struct request *r, struct error *e)
{
    struct manage m;
    TRY(manage_begin(r, &m, e));
    return manage_respond(r, &m, 200, NULL, e);
}

/* ---- doing it ---- */

static enum status profile_do(struct request *r, struct manage *m, struct error *e)
{
    struct plain_form *f = &m->profile;
    struct home p = m->home;
    struct db *db;
    const char *heating = plain_text(f, "heating");
    struct date opened = plain_date(f, "opened_on");
    p.grade = (int)plain_number(f, "grade");
    p.registration = plain_text(f, "registration");
    p.opened_on = opened.v != 0 ? opened : DATE_OPEN;
    p.land = plain_yuan(f, "land").v; /* two decimals, as an amount has */
    p.floor_m2 = plain_number(f, "floor_m2");
    p.indoor_m2 = plain_number(f, "indoor_m2");
    p.outdoor_m2 = plain_number(f, "outdoor_m2");
    p.address = plain_text(f, "address");
    p.phone = plain_text(f, "phone");
    p.director = plain_text(f, "director");
    p.introduction = plain_text(f, "introduction");
    p.heating = HEATING_COUNT;
    for (int i = HEATING_NONE; i < HEATING_COUNT; i++)
        if (strcmp(heating_code((enum heating)i), heating) == 0)
            p.heating = (enum heating)i;
    if (p.heating == HEATING_COUNT)
        plain_fault(f, "heating", N_("请选择"));
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return home_profile_write(db, r->county, &p, r->session.user.name, e);
}

static enum status beds_do(struct request *r, struct manage *m, struct error *e)
{
    struct plain_form *f = &m->beds;
    struct db *db;
    const struct home_beds_new beds = {
        .home = m->home.id,
        .room = plain_text(f, "room"),
        .storey = (int)plain_number(f, "storey"),
        .area_m2 = plain_number(f, "area_m2"),
        .beds = (int)plain_number(f, "beds"),
        .from = plain_date(f, "from_on"),
    };
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return home_beds_add(db, r->county, &beds, r->session.user.name, e);
}

/* Only a bed that the form offers: a free one of this home. */
static enum status close_do(struct request *r, struct manage *m, struct error *e)
{
    struct plain_form *f = &m->close;
    struct home_bed *beds;
    size_t count, i = 0;
    struct db *db;
    int64_t bed = plain_number(f, "bed");
    struct date on = plain_date(f, "close_on");
    const char *reason = plain_text(f, "close_reason");
    TRY(plain_status(f, e));
    TRY(home_bed_list(r->db, r->county, m->home.id, date_today(), true, r->arena, &beds, &count,
                      e));
    while (i < count && beds[i].id != bed)
        i++;
    if (i == count) {
        plain_fault(f, "bed", N_("请选一张空床"));
        return plain_status(f, e);
    }
    TRY(request_writer(r, &db, e));
    return home_bed_close(db, r->county, bed, on, reason, r->session.user.name, e);
}

static enum status manage_take(struct request *r, struct error *e)
{
    const char *what = strrchr(r->match.route->pattern, '/') + 1;
    const bool is_profile = strcmp(what, "edit") == 0, is_beds = strcmp(what, "beds") == 0;
    struct manage m;
    struct error why = {0};
    TRY(manage_begin(r, &m, e));
    enum status s = is_profile ? profile_do(r, &m, &why)
                    : is_beds  ? beds_do(r, &m, &why)
                               : close_do(r, &m, &why);
    if (s == STATUS_OK)
        return respond_redirect(r,
                                request_text(r, is_profile ? N_("已更新基本情况")
                                                : is_beds  ? N_("已加床")
                                                           : N_("已停用床位")),
                                e, "/homes/%" PRId64, m.home.id);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    if (!is_profile)
        plain_refused(is_beds ? &m.beds : &m.close, is_beds ? BED_CAUSES : CLOSE_CAUSES, &why);
    return manage_respond(r, &m, 422, &why, e);
}

static const struct route_input PROFILE_INPUTS[] = {
    {"grade", INPUT_INTEGER, true, N_("星级，0 未评定")},
    {"registration", INPUT_TEXT, false, N_("登记证号")},
    {"opened_on", INPUT_DATE, false, N_("启用日期")},
    {"land", INPUT_TEXT, false, N_("占地（亩）")},
    {"floor_m2", INPUT_INTEGER, false, N_("建筑面积（平方米）")},
    {"indoor_m2", INPUT_INTEGER, false, N_("室内活动场所（平方米）")},
    {"outdoor_m2", INPUT_INTEGER, false, N_("室外活动场地（平方米）")},
    {"heating", INPUT_TEXT, true, N_("取暖方式")},
    {"address", INPUT_TEXT, false, N_("地址")},
    {"phone", INPUT_TEXT, false, N_("电话")},
    {"director", INPUT_TEXT, false, N_("院长")},
    {"introduction", INPUT_TEXT, false, N_("简介")},
    {.name = NULL},
};
static const struct route_input BED_INPUTS[] = {
    {"room", INPUT_TEXT, true, N_("房间号")},
    {"storey", INPUT_INTEGER, true, N_("楼层")},
    {"area_m2", INPUT_INTEGER, true, N_("房间面积（平方米）")},
    {"beds", INPUT_INTEGER, true, N_("加几张床")},
    {"from_on", INPUT_DATE, true, N_("从哪天起可用")},
    {.name = NULL},
};
static const struct route_input CLOSE_INPUTS[] = {
    {"bed", INPUT_INTEGER, true, N_("床位编号")},
    {"close_on", INPUT_DATE, true, N_("从哪天起停用")},
    {"close_reason", INPUT_TEXT, true, N_("停用原因")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/edit", manage_page, PERMISSION_HOME_MANAGE, N_("基本情况和床位"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/homes/{home}/edit", manage_take, PERMISSION_HOME_MANAGE, N_("更新基本情况"),
     .inputs = PROFILE_INPUTS},
    {HTTP_POST, "/homes/{home}/beds", manage_take, PERMISSION_HOME_MANAGE, N_("加床"),
     .inputs = BED_INPUTS},
    {HTTP_POST, "/homes/{home}/beds/close", manage_take, PERMISSION_HOME_MANAGE, N_("停用床位"),
     .inputs = CLOSE_INPUTS},
};
const struct route_table HOMES_MANAGE_ROUTES = ROUTE_TABLE("homes_manage", ROUTES);
