/* What is done about publicity: planned, reported, with papers, confirmed, cancelled. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/enclosure_page.h"
#include "web/pages/library_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/publicity_page.h"
#include "web/pages/query.h"

static const struct plain_field PLAN_FIELDS[] = {
    {"title", N_("活动"), NULL, PLAIN_TEXT, false},
    {"form", N_("宣传方式"), NULL, PLAIN_CHOICE, false},
    {"township", N_("县里或乡镇"), NULL, PLAIN_CHOICE, false},
    {"programme", N_("项目"), NULL, PLAIN_CHOICE, true},
    {"audience", N_("对象"), NULL, PLAIN_TEXT, true},
    {"planned_on", N_("计划日期"), NULL, PLAIN_DATE, false},
    {"responsible", N_("责任人"), NULL, PLAIN_TEXT, false},
};

static enum status plan_begin(struct request *r, struct plain_form *f, struct error *e)
{
    const struct division_table *table;
    const struct division *d;
    TRY(place_table(r, date_month(date_today()), &table, e));
    for (enum publicity_form k = PUBLICITY_LEAFLET; k < PUBLICITY_FORM_END; k++)
        plain_choice(f, "form", publicity_form_code(k), request_text(r, publicity_form_label(k)));
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++)
        if (d->level <= 2 && access_in_scope(r->session.user.scope, d->code))
            plain_choice(f, "township", arena_printf(r->arena, "%" PRId64, d->code), d->name);
    library_programme_choices(r, f);
    library_default_date(f, "planned_on", date_today());
    plain_default(f, "responsible", r->session.user.title);
    return STATUS_OK;
}

static enum status plan_act(struct request *r, struct plain_form *f, const char **ret_path,
                            struct error *e)
{
    struct db *db;
    struct error why;
    int64_t id;
    struct publicity_item i = {.title = plain_text(f, "title"),
                               .township = plain_number(f, "township"),
                               .audience = plain_text(f, "audience"),
                               .planned_on = plain_date(f, "planned_on"),
                               .responsible = plain_text(f, "responsible")};
    const char *form = plain_text(f, "form");
    if (form[0] && publicity_form_parse(form, &i.form, &why) != STATUS_OK)
        plain_fault(f, "form", why.message);
    TRY(library_programme_typed(f, &i.programme, e));
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    TRY(publicity_plan(db, r->county, &i, r->session.user.name, &id, e));
    *ret_path = arena_printf(r->arena, "/publicity/%" PRId64, id);
    return *ret_path ? STATUS_OK : arena_exhausted(e);
}

static enum status plan_form(struct request *r, struct error *e)
{
    static const struct library_form form = {.fields = PLAN_FIELDS,
                                             .count = sizeof PLAN_FIELDS / sizeof PLAN_FIELDS[0],
                                             .button = N_("保存"),
                                             .notice = N_("已列入计划"),
                                             .back = "/publicity",
                                             .begin = plan_begin,
                                             .act = plan_act};
    return library_form_serve(r, &form, e);
}

/* ---- on the item's page ---- */

/* A line a village: name and households. */
static enum status reach_typed(struct request *r, const struct publicity_item *i,
                               struct publicity_reached **ret, size_t *ret_count, struct error *e)
{
    const struct division_table *table;
    struct publicity_reached *list =
        ARENA_ARRAY(r->arena, struct publicity_reached, PUBLICITY_VILLAGES_MAX);
    char *text = arena_strdup(r->arena, request_field(r, "reach")), *rest = NULL;
    size_t n = 0;
    if (!list || !text)
        return arena_exhausted(e);
    TRY(place_table(r, date_month(i->planned_on), &table, e));
    for (char *line = strtok_r(text, "\r\n", &rest); line; line = strtok_r(NULL, "\r\n", &rest)) {
        const char *tidy = text_tidy(r->arena, line);
        const char *space = tidy ? strrchr(tidy, ' ') : NULL;
        char *name = space ? arena_strndup(r->arena, tidy, (size_t)(space - tidy)) : NULL;
        if (tidy && !tidy[0])
            continue;
        const struct division *d = name ? division_by_name(table, i->township, name, NULL) : NULL;
        if (!d || n == PUBLICITY_VILLAGES_MAX ||
            i64_parse(space + 1, &list[n].households, NULL) != STATUS_OK)
            return error_set(e, STATUS_REFUSED, "PUBLICITY_FIELD",
                             _("覆盖户数每行写“村名 户数”：%.60s"), line);
        list[n++].village = d->code;
    }
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

static enum status done_act(struct request *r, struct publicity_item *i, struct error *e)
{
    struct publicity_reached *reached;
    struct date on;
    struct db *db;
    size_t n;
    if (date_parse(request_field(r, "on"), &on, e) != STATUS_OK)
        return error_place(e, "on");
    TRY(reach_typed(r, i, &reached, &n, e));
    TRY(request_writer(r, &db, e));
    return publicity_done(db, r->county, i->id, on, text_tidy(r->arena, request_field(r, "report")),
                          reached, n, r->session.user.name, e);
}

static enum status confirm_act(struct request *r, struct publicity_item *i, struct error *e)
{
    struct db *db;
    TRY(request_writer(r, &db, e));
    return publicity_confirm(db, r->county, i->id, r->session.user.name, e);
}

static enum status cancel_act(struct request *r, struct publicity_item *i, struct error *e)
{
    struct db *db;
    TRY(request_writer(r, &db, e));
    return publicity_cancel(db, r->county, i->id, text_tidy(r->arena, request_field(r, "reason")),
                            r->session.user.name, e);
}

static enum status paper_act(struct request *r, struct publicity_item *i, struct error *e)
{
    struct enclosure_new paper;
    struct db *db;
    int seq;
    if (i->state == PUBLICITY_CONFIRMED || i->state == PUBLICITY_CANCELLED)
        return error_set(e, STATUS_REFUSED, "PUBLICITY_STATE", _("已核实或取消，材料不能再增加"));
    enum status s = enclosure_of_form(r, ENCLOSURE_PUBLICITY, i->id,
                                      request_text(r, N_("现场照片")), &paper, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ATTACHMENT_FILE", _("请选择一个文件或拍一张照片。"));
    if (s != STATUS_OK)
        return s;
    TRY(request_writer(r, &db, e));
    return enclosure_add(db, r->county, r->keys, &paper, r->session.user.name, &seq, e);
}

static enum status act(struct request *r,
                       enum status (*work)(struct request *, struct publicity_item *,
                                           struct error *),
                       const char *notice, struct error *e)
{
    struct publicity_item i;
    struct error why = {0};
    TRY(publicity_of_address(r, &i, e));
    if (!publicity_is_own(r, &i))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("只能办理本乡镇的宣传活动"));
    enum status s = work(r, &i, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/publicity/%" PRId64, i.id);
    if (library_is_shown(s, &why))
        return publicity_respond(r, &i, 422, &why, e);
    *e = why;
    return s;
}

static enum status done_do(struct request *r, struct error *e)
{
    return act(r, done_act, N_("已报告，待另一人核实"), e);
}

static enum status confirm_do(struct request *r, struct error *e)
{
    return act(r, confirm_act, N_("已核实"), e);
}

static enum status cancel_do(struct request *r, struct error *e)
{
    return act(r, cancel_act, N_("已取消"), e);
}

static enum status paper_do(struct request *r, struct error *e)
{
    return act(r, paper_act, N_("已收存"), e);
}

static const struct route_input PLAN_INPUTS[] = {
    {"title", INPUT_TEXT, true, N_("活动")},
    {"form", INPUT_TEXT, true, N_("宣传方式")},
    {"township", INPUT_INTEGER, true, N_("县里或乡镇")},
    {"programme", INPUT_TEXT, false, N_("项目")},
    {"audience", INPUT_TEXT, false, N_("对象")},
    {"planned_on", INPUT_DATE, true, N_("计划日期")},
    {"responsible", INPUT_TEXT, true, N_("责任人")},
    {.name = NULL},
};
static const struct route_input DONE_INPUTS[] = {
    {"on", INPUT_DATE, true, N_("开展日期")},
    {"report", INPUT_TEXT, true, N_("做了什么")},
    {"reach", INPUT_TEXT, false, N_("每行一个村：村名 户数")},
    {.name = NULL},
};
static const struct route_input CANCEL_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("原因")},
    {.name = NULL},
};
static const struct route_input PAPER_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("JPEG、PNG 或 PDF")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/publicity/new", plan_form, PERMISSION_PUBLICITY_WRITE, N_("安排宣传活动"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/publicity/new", plan_form, PERMISSION_PUBLICITY_WRITE, N_("安排宣传活动"),
     .inputs = PLAN_INPUTS},
    {HTTP_POST, "/publicity/{publicity}/done", done_do, PERMISSION_PUBLICITY_WRITE,
     N_("报告已开展"), .inputs = DONE_INPUTS},
    {HTTP_POST, "/publicity/{publicity}/confirm", confirm_do, PERMISSION_PUBLICITY_CONFIRM,
     N_("核实宣传活动")},
    {HTTP_POST, "/publicity/{publicity}/cancel", cancel_do, PERMISSION_PUBLICITY_WRITE,
     N_("取消宣传活动"), .inputs = CANCEL_INPUTS},
    {HTTP_POST, "/publicity/{publicity}/papers", paper_do, PERMISSION_PUBLICITY_WRITE,
     N_("收存材料"), .inputs = PAPER_INPUTS},
};
const struct route_table PUBLICITY_STEP_ROUTES = ROUTE_TABLE("publicity_step", ROUTES);
