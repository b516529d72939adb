/* A project's monthly return: written by the township's clerk with photographs, signed or sent back
   by its lead. Totals are shown, never typed. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "web/pages/guarded.h"
#include "web/pages/pages.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

#define FIRST_YEAR 1990 /* before any return there is */

static const struct plain_field FIELDS[] = {
    {"month", N_("月份"), NULL, PLAIN_MONTH, false},
    {"beds", N_("本月新增床位"), NULL, PLAIN_NUMBER, false},
    {"invested", N_("本月完成投资（元）"), NULL, PLAIN_YUAN, false},
    PROJECT_SOURCE_ROWS,
    {"progress", N_("形象进度说明"), N_("例如：二层楼面浇筑完成"), PLAIN_LONG, false},
    {"problem", N_("存在问题"), NULL, PLAIN_LONG, true},
    {"cause", N_("原因"), NULL, PLAIN_LONG, true},
    {"measure", N_("措施"), NULL, PLAIN_LONG, true},
};
static const struct plain_cause CAUSES[] = {
    {"PROJECT_BEDS", "beds"},
    {"PROJECT_MONEY", "invested"},
    {"PROJECT_RETURN_ORDER", "month"},
    {NULL, NULL},
};

enum status project_return_of_address(struct request *r, struct project *ret_project,
                                      struct project_return *ret, struct error *e)
{
    int64_t id;
    TRY(project_of_address(r, ret_project, e));
    TRY(request_parameter_i64(r, "return", &id));
    TRY(project_return_read(r->db, r->county, id, r->arena, ret, e));
    return ret->project == ret_project->id ? STATUS_OK : STATUS_NONE;
}

/* ---- writing ---- */

/* What is known of the month asked for, and what the months before it come to. */
struct month_known {
    bool has_own;
    struct project_return own; /* the draft there is, else the one that was signed */
    int64_t beds;
    struct fen invested;
};

static enum status month_known_read(struct request *r, const struct project *p, struct month month,
                                    struct month_known *ret, struct error *e)
{
    struct project_return *all;
    size_t count;
    *ret = (struct month_known){0};
    TRY(project_return_list(r->db, r->county, p->id, month_make(FIRST_YEAR, 1), month, r->arena,
                            &all, &count, e));
    for (size_t i = 0; i < count; i++) {
        const struct project_return *one = &all[i];
        const bool is_open = one->state == RETURN_DRAFT || one->state == RETURN_SENT_BACK ||
                             one->state == RETURN_SUBMITTED;
        if (one->month.v == month.v &&
            (is_open || (one->state == RETURN_SIGNED && !ret->has_own))) {
            ret->own = *one;
            ret->has_own = true;
        }
        if (one->month.v < month.v && one->state == RETURN_SIGNED) {
            ret->beds += one->beds_added;
            TRY(fen_add(ret->invested, one->invested, &ret->invested));
        }
    }
    return STATUS_OK;
}

static enum status write_begin(struct request *r, const struct project *p, struct plain_form *f,
                               struct error *e)
{
    struct month_known known;
    char text[FEN_TEXT_BYTES], month[MONTH_TEXT_BYTES];
    struct month m = query_month(r, "month", project_return_month_due(date_today()));
    struct error ignored;
    if (r->method == HTTP_POST &&
        month_parse_people(request_field(r, "month"), &m, &ignored) != STATUS_OK)
        m = project_return_month_due(date_today());
    TRY(month_known_read(r, p, m, &known, e));
    plain_default(f, "month", arena_strdup(r->arena, month_format(m, month)));
    if (known.has_own) {
        project_default_number(f, "beds", known.own.beds_added);
        plain_default(f, "invested", arena_strdup(r->arena, fen_format(known.own.invested, text)));
        project_sources_default(f, known.own.received);
        plain_default(f, "progress", known.own.progress);
        plain_default(f, "problem", known.own.problem);
        plain_default(f, "cause", known.own.cause);
        plain_default(f, "measure", known.own.measure);
    }
    struct view *facts = view_add_list(r->page, "facts");
    project_fact(r, facts, N_("计划床位"), "%" PRId64, p->scope.beds);
    project_fact(r, facts, N_("以前各月累计床位"), "%" PRId64, known.beds);
    project_fact(r, facts, N_("计划总投资（元）"), "%s",
                 fen_format_people(project_investment(&p->scope), text));
    project_fact(r, facts, N_("以前各月累计投资（元）"), "%s",
                 fen_format_people(known.invested, text));
    if (known.has_own && known.own.state == RETURN_SIGNED)
        project_fact(r, facts, N_("本月月报"), "%s", request_text(r, N_("已签发，再填就是更正")));
    return STATUS_OK;
}

static enum status write_act(struct request *r, const struct project *p, struct plain_form *f,
                             const char **ret_path, struct error *e)
{
    struct db *db;
    int64_t id;
    struct enclosure_new photo = {0};
    int seq;
    struct project_return m = {.project = p->id,
                               .month = plain_month(f, "month"),
                               .beds_added = plain_number(f, "beds"),
                               .invested = plain_yuan(f, "invested"),
                               .progress = plain_text(f, "progress"),
                               .problem = plain_text(f, "problem"),
                               .cause = plain_text(f, "cause"),
                               .measure = plain_text(f, "measure")};
    project_sources_typed(f, m.received);
    TRY(plain_status(f, e));
    enum status with_photo = project_photo_read(r, 0, m.progress, &photo, e);
    if (with_photo != STATUS_OK && with_photo != STATUS_NONE)
        return with_photo;
    TRY(request_writer(r, &db, e));
    TRY(project_return_write(db, r->county, &m, r->session.user.name, &id, e));
    photo.subject = id;
    if (with_photo == STATUS_OK)
        TRY(enclosure_add(db, r->county, r->keys, &photo, r->session.user.name, &seq, e));
    *ret_path = arena_printf(r->arena, "/projects/%s/returns/%" PRId64, p->code, id);
    return *ret_path != NULL ? STATUS_OK : arena_exhausted(e);
}

static const struct project_form WRITE = {
    .fields = FIELDS,
    .count = sizeof(FIELDS) / sizeof(FIELDS[0]),
    .title = N_("填写月报"),
    .button = N_("保存月报"),
    .notice = N_("月报已保存，核对后请报送"),
    .causes = CAUSES,
    .takes_photo = true,
    .begin = write_begin,
    .act = write_act,
};

static enum status return_write(struct request *r, struct error *e)
{
    return project_form_serve(r, &WRITE, e);
}

/* ---- one return ---- */

enum status project_return_respond(struct request *r, const struct project *p,
                                   const struct project_return *m, unsigned status,
                                   const struct error *why, struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    const char *title =
        arena_printf(r->arena, "%s · %s %s", p->name, month_text(r, m->month, month),
                     request_text(r, N_("项目月报")));
    const bool is_own = strcmp(m->prepared_by, r->session.user.name) == 0;
    const bool may_write = request_can(r, PERMISSION_PROJECT_RETURN);
    const bool may_sign = request_can(r, PERMISSION_PROJECT_SIGN);
    const bool is_open = m->state == RETURN_DRAFT || m->state == RETURN_SENT_BACK;
    char key[MONTH_TEXT_BYTES];
    if (title == NULL)
        return arena_exhausted(e);
    project_head_add(r, r->page, p);
    struct view *v = view_add_object(r->page, "month_return");
    project_return_add(r, v, p, m);
    view_add_text(v, "month_key", month_format(m->month, key));
    project_amounts_add(r, v, "received", m->received);
    view_add_count(v, "beds_planned", p->scope.beds);
    view_add_fen(v, "investment_planned_fen", project_investment(&p->scope));
    view_add_bool(r->page, "can_edit", may_write && (is_open || m->state == RETURN_SIGNED));
    view_add_bool(r->page, "can_submit", may_write && m->state == RETURN_DRAFT);
    view_add_bool(r->page, "can_sign", may_sign && m->state == RETURN_SUBMITTED && !is_own);
    view_add_bool(r->page, "needs_other", may_sign && m->state == RETURN_SUBMITTED && is_own);
    view_add_text(r->page, "reason_typed", request_field(r, "reason"));
    TRY(project_photos_add(r, p, m, e));
    return respond_page_status(r, status, "project/return.html", title, why, e);
}

static enum status return_show(struct request *r, struct error *e)
{
    struct project p;
    struct project_return m;
    TRY(project_return_of_address(r, &p, &m, e));
    return project_return_respond(r, &p, &m, 200, NULL, e);
}

/* ---- on its way ---- */

enum step { STEP_SUBMIT, STEP_SIGN, STEP_SEND_BACK };

static enum status step_do(struct request *r, enum step step, const char *notice, struct error *e)
{
    struct project p;
    struct project_return m;
    struct error why = {0};
    struct db *db;
    const char *user = r->session.user.name;
    enum status s = STATUS_OK;
    TRY(project_return_of_address(r, &p, &m, e));
    TRY(request_writer(r, &db, e));
    switch (step) {
    case STEP_SUBMIT:
        s = project_return_submit(db, r->county, m.id, user, &why);
        break;
    case STEP_SIGN:
        s = project_return_sign(db, r->county, m.id, user, &why);
        break;
    case STEP_SEND_BACK:
        s = project_return_send_back(db, r->county, m.id, request_field(r, "reason"), user, &why);
        break;
    }
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/projects/%s/returns/%" PRId64,
                                p.code, m.id);
    if (project_is_shown(s, &why))
        return project_return_respond(r, &p, &m, 422, &why, e);
    *e = why;
    return s;
}

static enum status return_submit(struct request *r, struct error *e)
{
    return step_do(r, STEP_SUBMIT, N_("已报送，等待签发"), e);
}

static enum status return_sign(struct request *r, struct error *e)
{
    return step_do(r, STEP_SIGN, N_("已签发"), e);
}

static enum status return_send_back(struct request *r, struct error *e)
{
    return step_do(r, STEP_SEND_BACK, N_("已退回"), e);
}

static const struct route_input WRITE_INPUTS[] = {
    {"month", INPUT_MONTH, true, N_("月份")},
    {"beds", INPUT_INTEGER, true, N_("本月新增床位")},
    {"invested", INPUT_YUAN, true, N_("本月完成投资（元）")},
    {"central", INPUT_YUAN, false, N_("中央资金（元）")},
    {"province", INPUT_YUAN, false, N_("省级资金（元）")},
    {"city", INPUT_YUAN, false, N_("市级资金（元）")},
    {"county", INPUT_YUAN, false, N_("县级资金（元）")},
    {"own", INPUT_YUAN, false, N_("自筹资金（元）")},
    {"progress", INPUT_TEXT, true, N_("形象进度说明")},
    {"problem", INPUT_TEXT, false, N_("存在问题")},
    {"cause", INPUT_TEXT, false, N_("原因")},
    {"measure", INPUT_TEXT, false, N_("措施")},
    {"file", INPUT_FILE, false, N_("现场照片：JPEG 或 PNG")},
    {.name = NULL},
};
static const struct route_input SEND_BACK_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("退回原因")},
    {.name = NULL},
};
#define RETURNS "/projects/{project}/returns"
static const struct route ROUTES[] = {
    {HTTP_GET, RETURNS "/new", return_write, PERMISSION_PROJECT_RETURN, N_("填写月报"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, RETURNS "/new", return_write, PERMISSION_PROJECT_RETURN, N_("填写月报"),
     .inputs = WRITE_INPUTS},
    {HTTP_GET, RETURNS "/{return}", return_show, PERMISSION_PROJECT_READ, N_("项目月报")},
    {HTTP_POST, RETURNS "/{return}/submit", return_submit, PERMISSION_PROJECT_RETURN,
     N_("报送月报")},
    {HTTP_POST, RETURNS "/{return}/sign", return_sign, PERMISSION_PROJECT_SIGN, N_("签发月报")},
    {HTTP_POST, RETURNS "/{return}/send-back", return_send_back, PERMISSION_PROJECT_SIGN,
     N_("退回月报"), .inputs = SEND_BACK_INPUTS},
};
const struct route_table PROJECT_RETURN_ROUTES = ROUTE_TABLE("project_return", ROUTES);
