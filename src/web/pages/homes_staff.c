/* Who works in a home: posts, training, pay; taking somebody on, putting a row right, leaving. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/home/record.h"
#include "web/pages/homes_page.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define YES "1"
#define NO "0"

static const struct plain_field FIELDS[] = {
    {"name", N_("姓名"), NULL, PLAIN_TEXT, false},
    {"id_number", N_("身份证号"), N_("性别和出生日期由号码得出"), PLAIN_TEXT, false},
    {"post", N_("岗位"), NULL, PLAIN_CHOICE, false},
    {"duty", N_("职务"), NULL, PLAIN_TEXT, true},
    {"from", N_("到岗日期"), NULL, PLAIN_DATE, false},
    {"until", N_("离岗日期"), N_("从这一天起不在岗；在岗不填"), PLAIN_DATE, true},
    {"pay", N_("月工资（元）"), N_("从工作管理经费支出"), PLAIN_YUAN, true},
    {"is_established", N_("乡镇在编"), NULL, PLAIN_CHOICE, false},
    {"is_legal", N_("法定代表人"), NULL, PLAIN_CHOICE, false},
    {"phone", N_("电话"), NULL, PLAIN_TEXT, true},
    {"education", N_("文化程度"), NULL, PLAIN_TEXT, true},
    {"political", N_("政治面貌"), NULL, PLAIN_TEXT, true},
    {"trade", N_("技能"), N_("厨师证、护理员证等"), PLAIN_TEXT, true},
    {"training", N_("培训"), NULL, PLAIN_TEXT, true},
};
#define FIELD_COUNT (sizeof(FIELDS) / sizeof(FIELDS[0]))
static const struct plain_cause CAUSES[] = {
    {"STAFF_TWICE", "id_number"},
    HOME_IDNO_CAUSES("id_number"),
    {NULL, NULL},
};

struct staff_page {
    struct home home;
    struct home_staff *all;
    size_t count;
    const struct home_staff *edited; /* NULL: a new one */
    struct plain_form form;
    struct plain_field fields[FIELD_COUNT];
};

static const char *yes_no(bool is)
{
    return is ? YES : NO;
}

static void defaults_of(struct request *r, struct plain_form *f, const struct home_staff *s)
{
    char text[FEN_TEXT_BYTES];
    plain_default(f, "name", s->name);
    plain_default(f, "post", s->post);
    plain_default(f, "duty", s->duty);
    plain_default(f, "from", home_day_text(r, s->from));
    plain_default(f, "until", home_day_text(r, s->until));
    plain_default(f, "pay", arena_strdup(r->arena, fen_format(s->pay, text)));
    plain_default(f, "is_established", yes_no(s->is_established));
    plain_default(f, "is_legal", yes_no(s->is_legal));
    plain_default(f, "phone", s->phone);
    plain_default(f, "education", s->education);
    plain_default(f, "political", s->political);
    plain_default(f, "trade", s->trade);
    plain_default(f, "training", s->training);
}

static void yes_no_choices(struct request *r, struct plain_form *f, const char *name)
{
    plain_default(f, name, NO);
    plain_choice(f, name, NO, request_text(r, N_("否")));
    plain_choice(f, name, YES, request_text(r, N_("是")));
}

static enum status staff_begin(struct request *r, struct staff_page *p, struct error *e)
{
    struct error ignored;
    const char *asked =
        r->method == HTTP_POST ? request_field(r, "staff") : request_query(r, "staff");
    int64_t id = 0;
    *p = (struct staff_page){0};
    TRY(home_of_address(r, &p->home, e));
    TRY(home_staff_list(r->db, r->county, p->home.id, (struct date){0}, r->arena, &p->all,
                        &p->count, e));
    if (asked[0] != '\0' && i64_parse(asked, &id, &ignored) != STATUS_OK)
        return STATUS_NONE;
    for (size_t i = 0; i < p->count && id != 0; i++)
        if (p->all[i].id == id)
            p->edited = &p->all[i];
    if (id != 0 && p->edited == NULL)
        return STATUS_NONE;
    memcpy(p->fields, FIELDS, sizeof(FIELDS));
    if (p->edited != NULL) {
        p->fields[1].is_optional = true;
        p->fields[1].hint = N_("不改就不填");
    }
    plain_begin(&p->form, r, r->page, p->fields, FIELD_COUNT);
    if (p->edited != NULL)
        defaults_of(r, &p->form, p->edited);
    plain_default(&p->form, "from", home_day_text(r, date_today()));
    yes_no_choices(r, &p->form, "is_established");
    yes_no_choices(r, &p->form, "is_legal");
    for (const struct staff_post *post = STAFF_POSTS; post->code != NULL; post++)
        plain_choice(&p->form, "post", post->code, request_text(r, post->label));
    return STATUS_OK;
}

static void staff_row_add(struct request *r, struct view *v, const struct home_staff *s)
{
    bool has_left = s->until.v <= date_today().v;
    view_add_integer(v, "staff", s->id);
    view_add_text(v, "name", s->name);
    view_add_text(v, "id_tail", s->id_tail);
    view_add_text(v, "sex", request_text(r, s->sex == SEX_FEMALE ? N_("女") : N_("男")));
    view_add_integer(v, "age", age_in_month(date_month(s->birth), date_month(date_today())));
    view_add_text(v, "post_label", request_text(r, staff_post_label(s->post)));
    view_add_text(v, "duty", s->duty);
    view_add_fen(v, "pay_fen", s->pay);
    view_add_text(v, "phone", s->phone);
    view_add_text(v, "training", s->training);
    view_add_date(v, "from", s->from);
    view_add_date(v, "until", s->until);
    view_add_bool(v, "has_left", has_left);
    view_add_bool(v, "is_established", s->is_established);
    view_add_bool(v, "is_legal", s->is_legal);
}

static enum status staff_respond(struct request *r, struct staff_page *p, unsigned status,
                                 const struct error *why, struct error *e)
{
    int64_t on_post = 0;
    struct fen pay = FEN(0);
    plain_end(&p->form);
    home_head_add(r->page, &p->home);
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < p->count; i++) {
        staff_row_add(r, view_add_object(rows, NULL), &p->all[i]);
        if (p->all[i].until.v <= date_today().v)
            continue;
        on_post++;
        pay.v += p->all[i].pay.v;
    }
    view_add_count(r->page, "on_post", on_post);
    view_add_fen(r->page, "pay_sum_fen", pay);
    view_add_bool(r->page, "can_record", request_can(r, PERMISSION_HOME_RECORD));
    view_add_integer(r->page, "edited", p->edited != NULL ? p->edited->id : 0);
    view_add_text(r->page, "edited_name", p->edited != NULL ? p->edited->name : NULL);
    view_add_bool(r->page, "is_open_form", why != NULL || p->edited != NULL);
    return respond_page_status(
        r, status, "homes/staff.html",
        request_text(r, arena_printf(r->arena, _("%s的工作人员"), p->home.name)), why, e);
}

static enum status staff_show(struct request *r, struct error *e)
{
    struct staff_page p;
    TRY(staff_begin(r, &p, e));
    return staff_respond(r, &p, 200, NULL, e);
}

static bool yes_no_typed(struct plain_form *f, const char *name)
{
    return strcmp(plain_text(f, name), YES) == 0;
}

static enum status staff_do(struct request *r, struct staff_page *p, struct error *e)
{
    struct plain_form *f = &p->form;
    struct db *db;
    int64_t id;
    struct date until = plain_date(f, "until");
    const struct home_staff staff = {
        .home = p->home.id,
        .id = p->edited != NULL ? p->edited->id : 0,
        .name = plain_text(f, "name"),
        .id_number = plain_text(f, "id_number"),
        .post = plain_text(f, "post"),
        .duty = plain_text(f, "duty"),
        .from = plain_date(f, "from"),
        .until = until.v != 0 ? until : DATE_OPEN,
        .pay = plain_yuan(f, "pay"),
        .is_established = yes_no_typed(f, "is_established"),
        .is_legal = yes_no_typed(f, "is_legal"),
        .phone = plain_text(f, "phone"),
        .education = plain_text(f, "education"),
        .political = plain_text(f, "political"),
        .trade = plain_text(f, "trade"),
        .training = plain_text(f, "training"),
    };
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return home_staff_write(db, r->county, r->keys, &staff, r->session.user.name, &id, e);
}

static enum status staff_take(struct request *r, struct error *e)
{
    struct staff_page p;
    struct error why = {0};
    TRY(staff_begin(r, &p, e));
    enum status s = staff_do(r, &p, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已登记")), e, "/homes/%" PRId64 "/staff",
                                p.home.id);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&p.form, CAUSES, &why);
    return staff_respond(r, &p, 422, &why, e);
}

static const struct route_input ASKED[] = {
    {"staff", INPUT_INTEGER, false, N_("要改的人员编号")},
    {.name = NULL},
};
static const struct route_input INPUTS[] = {
    {"staff", INPUT_INTEGER, false, N_("要改的人员编号；新人不写")},
    {"name", INPUT_TEXT, true, N_("姓名")},
    {"id_number", INPUT_TEXT, false, N_("身份证号；新人必填")},
    {"post", INPUT_TEXT, true, N_("岗位")},
    {"duty", INPUT_TEXT, false, N_("职务")},
    {"from", INPUT_DATE, true, N_("到岗日期")},
    {"until", INPUT_DATE, false, N_("离岗日期")},
    {"pay", INPUT_YUAN, false, N_("月工资（元）")},
    {"is_established", INPUT_TEXT, true, N_("乡镇在编：1 是，0 否")},
    {"is_legal", INPUT_TEXT, true, N_("法定代表人：1 是，0 否")},
    {"phone", INPUT_TEXT, false, N_("电话")},
    {"education", INPUT_TEXT, false, N_("文化程度")},
    {"political", INPUT_TEXT, false, N_("政治面貌")},
    {"trade", INPUT_TEXT, false, N_("技能")},
    {"training", INPUT_TEXT, false, N_("培训")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/staff", staff_show, PERMISSION_HOME_READ, N_("工作人员"),
     .inputs = ASKED},
    {HTTP_POST, "/homes/{home}/staff", staff_take, PERMISSION_HOME_RECORD, N_("登记工作人员"),
     .inputs = INPUTS},
};
const struct route_table HOMES_STAFF_ROUTES = ROUTE_TABLE("homes_staff", ROUTES);
