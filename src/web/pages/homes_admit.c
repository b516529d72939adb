/* Asking for an admission, from a number or from a wish; and the wishes of people who would like to
   move in, as townships take them down. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/homes_page.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define KIND_WUBAO "WUBAO"
#define KIND_PAYING "PAYING"
#define WISHES_BACK "/homes/wishes"

static const struct plain_field ADMIT_FIELDS[] = {
    {"id_number", N_("身份证号"), N_("要先在系统里有五保待遇；自费入住的也要先登记家庭"),
     PLAIN_TEXT, false},
    {"kind", N_("类别"), NULL, PLAIN_CHOICE, false},
    {"bed", N_("床位"), N_("不选就安排第一张空床"), PLAIN_CHOICE, true},
    {"from", N_("哪天住进来"), NULL, PLAIN_DATE, false},
    {"agreement", N_("供养协议编号"), NULL, PLAIN_TEXT, false},
    {"health", N_("健康状况"), N_("慢性病、传染病检查、过敏"), PLAIN_TEXT, true},
    {"contact", N_("联系人和电话"), NULL, PLAIN_TEXT, true},
    {"note", N_("说明"), NULL, PLAIN_TEXT, true},
};
#define ADMIT_FIELD_COUNT (sizeof(ADMIT_FIELDS) / sizeof(ADMIT_FIELDS[0]))
static const struct plain_cause ADMIT_CAUSES[] = {
    HOME_IDNO_CAUSES("id_number"),
    {"PERSON_UNKNOWN", "id_number"},
    {"NOT_WUBAO", "id_number"},
    {"STAY_OPEN", "id_number"},
    {"STAY_BED", "bed"},
    {"STAY_DATE", "from"},
    {"STAY_AGREEMENT", "agreement"},
    {NULL, NULL},
};

/* ---- wishes that the viewer may see ---- */

/* A director: who asked for his home, or for any and lives in its township. */
static bool wish_is_seen(const struct request *r, const struct home_wish *w, const struct home *own)
{
    if (own != NULL)
        return w->home == own->id || (w->home == 0 && w->township == own->township);
    return access_in_scope(r->session.user.scope, w->township);
}

static enum status wishes_read(struct request *r, struct home_wish **ret, size_t *ret_count,
                               struct error *e)
{
    struct home_wish *all;
    struct home own;
    int64_t own_id;
    size_t count, kept = 0;
    enum status s = home_of_viewer(r, &own_id, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK)
        TRY(home_by_id(r->db, r->county, own_id, r->arena, &own, e));
    TRY(home_wish_list(r->db, r->county, 0, r->arena, &all, &count, e));
    for (size_t i = 0; i < count; i++)
        if (wish_is_seen(r, &all[i], s == STATUS_OK ? &own : NULL))
            all[kept++] = all[i];
    *ret = all;
    *ret_count = kept;
    return STATUS_OK;
}

/* NONE: no such wish for this viewer. */
static enum status wish_find(struct request *r, int64_t id, struct home_wish *ret, struct error *e)
{
    struct home_wish *all;
    size_t count;
    TRY(wishes_read(r, &all, &count, e));
    for (size_t i = 0; i < count; i++)
        if (all[i].id == id) {
            *ret = all[i];
            return STATUS_OK;
        }
    return STATUS_NONE;
}

static void wish_add(struct request *r, struct view *v, const struct home_wish *w)
{
    view_add_integer(v, "wish", w->id);
    view_add_text(v, "person_name", w->person_name);
    view_add_text(v, "id_tail", w->id_tail);
    view_add_text(v, "village_name", w->village_name);
    view_add_text(v, "origin_name", w->township_name);
    view_add_date(v, "asked_on", w->asked_on);
    view_add_text(v, "note", w->note);
    view_add_text(v, "wished_home",
                  w->home != 0 ? w->home_name : request_text(r, N_("哪所都可以")));
    view_add_integer(v, "wished_home_id", w->home);
}

/* ---- admission ---- */

struct admission {
    struct home home;
    struct home_wish wish; /* id 0: none */
};

static enum status admission_of_address(struct request *r, struct admission *ret, struct error *e)
{
    const struct form *given = r->method == HTTP_POST ? &r->form : &r->query;
    const char *wish = form_get(given, "wish");
    int64_t id;
    struct error ignored;
    *ret = (struct admission){0};
    TRY(home_of_address(r, &ret->home, e));
    if (wish != NULL && i64_parse(wish, &id, &ignored) == STATUS_OK && id > 0)
        TRY(wish_find(r, id, &ret->wish, e));
    return STATUS_OK;
}

static enum status admit_begin(struct request *r, const struct admission *a, struct plain_form *f,
                               struct error *e)
{
    const bool is_known = a->wish.id != 0; /* the number is not asked for again */
    const size_t skip = is_known ? 1 : 0;
    plain_begin(f, r, r->page, ADMIT_FIELDS + skip, ADMIT_FIELD_COUNT - skip);
    plain_default(f, "from", home_day_text(r, date_today()));
    plain_default(f, "kind", KIND_WUBAO);
    plain_choice(f, "kind", KIND_WUBAO, request_text(r, N_("五保")));
    plain_choice(f, "kind", KIND_PAYING, request_text(r, N_("自费")));
    return home_bed_choices(f, "bed", a->home.id, date_today(), e);
}

static enum status admit_respond(struct request *r, const struct admission *a, struct plain_form *f,
                                 unsigned status, const struct error *why, struct error *e)
{
    struct home_figures figures;
    struct home_wish *wishes;
    size_t count;
    plain_end(f);
    home_head_add(r->page, &a->home);
    TRY(home_figures_of(r, a->home.id, &figures, e));
    home_figures_add(r->page, &figures);
    if (a->wish.id != 0)
        wish_add(r, view_add_object(r->page, "from_wish"), &a->wish);
    TRY(wishes_read(r, &wishes, &count, e));
    struct view *list = view_add_list(r->page, "wishes");
    bool is_any = false;
    for (size_t i = 0; i < count && a->wish.id == 0; i++)
        if (wishes[i].home == 0 || wishes[i].home == a->home.id) {
            wish_add(r, view_add_object(list, NULL), &wishes[i]);
            is_any = true;
        }
    view_add_bool(r->page, "has_wishes", is_any);
    return respond_page_status(
        r, status, "homes/admit.html",
        request_text(r, arena_printf(r->arena, _("办理入住%s"), a->home.name)), why, e);
}

static enum status admit_form(struct request *r, struct error *e)
{
    struct admission a;
    struct plain_form f;
    TRY(admission_of_address(r, &a, e));
    TRY(admit_begin(r, &a, &f, e));
    return admit_respond(r, &a, &f, 200, NULL, e);
}

static enum status admit_do(struct request *r, const struct admission *a, struct plain_form *f,
                            int64_t *ret, struct error *e)
{
    struct db *db;
    const char *kind = plain_text(f, "kind");
    struct stay_request request = {
        .home = a->home.id,
        .bed = plain_number(f, "bed"),
        .id_number = a->wish.id == 0 ? plain_text(f, "id_number") : NULL,
        .person = a->wish.person,
        .kind = strcmp(kind, KIND_PAYING) == 0 ? STAY_PAYING : STAY_WUBAO,
        .from = plain_date(f, "from"),
        .agreement = plain_text(f, "agreement"),
        .health = plain_text(f, "health"),
        .contact = plain_text(f, "contact"),
        .note = plain_text(f, "note"),
    };
    if (kind[0] != '\0' && strcmp(kind, KIND_PAYING) != 0 && strcmp(kind, KIND_WUBAO) != 0)
        plain_fault(f, "kind", N_("请选择"));
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return stay_request(db, r->county, r->keys, &request, r->session.user.name, ret, e);
}

static enum status admit_take(struct request *r, struct error *e)
{
    struct admission a;
    struct plain_form f;
    struct error why = {0};
    int64_t stay;
    TRY(admission_of_address(r, &a, e));
    TRY(admit_begin(r, &a, &f, e));
    enum status s = admit_do(r, &a, &f, &stay, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已申请入院，床位留好，等人确认")), e,
                                "/residents/%" PRId64, stay);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    if (a.wish.id == 0 || strcmp(why.code, "STAY_BED") == 0 || strcmp(why.code, "STAY_DATE") == 0 ||
        strcmp(why.code, "STAY_AGREEMENT") == 0)
        plain_refused(&f, ADMIT_CAUSES, &why);
    return admit_respond(r, &a, &f, 422, &why, e);
}

/* ---- the wishes' own page ---- */

static const struct plain_field WISH_FIELDS[] = {
    {"id_number", N_("身份证号"), N_("分散供养的五保对象"), PLAIN_TEXT, false},
    {"home", N_("想去的敬老院"), N_("不选就是哪所都可以"), PLAIN_CHOICE, true},
    {"asked_on", N_("提出日期"), NULL, PLAIN_DATE, false},
    {"note", N_("说明"), NULL, PLAIN_TEXT, true},
};
static const struct plain_cause WISH_CAUSES[] = {
    HOME_IDNO_CAUSES("id_number"), {"PERSON_UNKNOWN", "id_number"}, {"NOT_WUBAO", "id_number"},
    {"STAY_OPEN", "id_number"},    {"WISH_OPEN", "id_number"},      {NULL, NULL},
};

static enum status wish_begin(struct request *r, struct plain_form *f, struct error *e)
{
    struct home *homes;
    size_t count;
    plain_begin(f, r, r->page, WISH_FIELDS, sizeof(WISH_FIELDS) / sizeof(WISH_FIELDS[0]));
    plain_default(f, "asked_on", home_day_text(r, date_today()));
    TRY(home_list(r->db, r->county, 0, r->arena, &homes, &count, e));
    for (size_t i = 0; i < count; i++)
        if (homes[i].closed_on.v == DATE_OPEN.v)
            plain_choice(f, "home", arena_printf(r->arena, "%" PRId64, homes[i].id), homes[i].name);
    return STATUS_OK;
}

static enum status wish_respond(struct request *r, struct plain_form *f, unsigned status,
                                const struct error *why, struct error *e)
{
    struct home_wish *wishes;
    size_t count;
    plain_end(f);
    TRY(wishes_read(r, &wishes, &count, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        wish_add(r, view_add_object(rows, NULL), &wishes[i]);
    view_add_bool(r->page, "can_admit", request_can(r, PERMISSION_HOME_ADMIT));
    view_add_bool(r->page, "is_tried", why != NULL);
    return respond_page_status(r, status, "homes/wishes.html", request_text(r, N_("入住意愿")), why,
                               e);
}

static enum status wish_index(struct request *r, struct error *e)
{
    struct plain_form f;
    TRY(wish_begin(r, &f, e));
    return wish_respond(r, &f, 200, NULL, e);
}

static enum status wish_do(struct request *r, struct plain_form *f, struct error *e)
{
    struct db *db;
    int64_t id;
    const char *number = plain_text(f, "id_number"), *note = plain_text(f, "note");
    int64_t home = plain_number(f, "home");
    struct date asked_on = plain_date(f, "asked_on");
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return home_wish_add(db, r->county, r->keys, number, home, asked_on, note, r->session.user.name,
                         &id, e);
}

static enum status wish_take(struct request *r, struct error *e)
{
    struct plain_form f;
    struct error why = {0};
    TRY(wish_begin(r, &f, e));
    enum status s = wish_do(r, &f, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已登记入住意愿")), e, WISHES_BACK);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, WISH_CAUSES, &why);
    return wish_respond(r, &f, 422, &why, e);
}

static enum status wish_withdraw(struct request *r, struct error *e)
{
    struct plain_form f;
    struct home_wish wish;
    struct error why = {0};
    struct db *db;
    int64_t id = 0;
    enum status s = i64_parse(request_field(r, "wish"), &id, &why);
    if (s == STATUS_OK && wish_find(r, id, &wish, &why) == STATUS_NONE)
        s = error_set(&why, STATUS_REFUSED, "WISH_UNKNOWN", _("没有这条意愿，或已经办完、撤回"));
    if (s == STATUS_OK)
        s = request_writer(r, &db, &why);
    if (s == STATUS_OK)
        s = home_wish_withdraw(db, r->county, id, r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已撤回入住意愿")), e, WISHES_BACK);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    TRY(wish_begin(r, &f, e));
    return wish_respond(r, &f, 422, &why, e);
}

static const struct route_input ADMIT_ASKED[] = {
    {"wish", INPUT_INTEGER, false, N_("从这条入住意愿办")},
    {.name = NULL},
};
static const struct route_input ADMIT_INPUTS[] = {
    {"id_number", INPUT_TEXT, false, N_("身份证号；从意愿办的不填")},
    {"wish", INPUT_INTEGER, false, N_("从这条入住意愿办")},
    {"kind", INPUT_TEXT, true, N_("WUBAO 五保，PAYING 自费")},
    {"bed", INPUT_INTEGER, false, N_("床位编号")},
    {"from", INPUT_DATE, true, N_("哪天住进来")},
    {"agreement", INPUT_TEXT, true, N_("供养协议编号")},
    {"health", INPUT_TEXT, false, N_("健康状况")},
    {"contact", INPUT_TEXT, false, N_("联系人和电话")},
    {"note", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
static const struct route_input WISH_INPUTS[] = {
    {"id_number", INPUT_TEXT, true, N_("身份证号")},
    {"home", INPUT_INTEGER, false, N_("想去的敬老院")},
    {"asked_on", INPUT_DATE, true, N_("提出日期")},
    {"note", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
static const struct route_input WITHDRAW_INPUTS[] = {
    {"wish", INPUT_INTEGER, true, N_("意愿编号")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, WISHES_BACK, wish_index, PERMISSION_HOME_READ, N_("入住意愿")},
    {HTTP_POST, WISHES_BACK, wish_take, PERMISSION_HOME_ADMIT, N_("登记入住意愿"),
     .inputs = WISH_INPUTS},
    {HTTP_POST, WISHES_BACK "/withdraw", wish_withdraw, PERMISSION_HOME_ADMIT, N_("撤回入住意愿"),
     .inputs = WITHDRAW_INPUTS},
    {HTTP_GET, "/homes/{home}/admit", admit_form, PERMISSION_HOME_ADMIT, N_("办理入住"),
     .inputs = ADMIT_ASKED, .audience = AUDIENCE_PEOPLE},
    {HTTP_POST, "/homes/{home}/admit", admit_take, PERMISSION_HOME_ADMIT, N_("办理入住"),
     .inputs = ADMIT_INPUTS},
};
const struct route_table HOMES_ADMIT_ROUTES = ROUTE_TABLE("homes_admit", ROUTES);
