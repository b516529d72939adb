/* Changes of a project: another site, scope, township or contract asked for, and decided by
   another. The original target stays. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/projectpaper/report.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/project_page.h"

#define LEVEL_TOWNSHIP 2

static const char *const CHANGES[] = {"SITE", "SCOPE", "SWAP", "CONTRACT", "CANCEL", NULL};
static const struct {
    enum project_kind kind;
    const char *code;
} KINDS[] = {{PROJECT_NEW, "NEW"}, {PROJECT_EXTEND, "EXTEND"}, {PROJECT_CONVERT, "CONVERT"}};
#define KIND_COUNT (sizeof(KINDS) / sizeof(KINDS[0]))

static const struct plain_field FIELDS[] = {
    {"change", N_("变更事项"), NULL, PLAIN_CHOICE, false},
    {"reason", N_("变更理由"), NULL, PLAIN_LONG, false},
    {"document", N_("依据文号"), NULL, PLAIN_TEXT, true},
    {"township", N_("乡镇"), NULL, PLAIN_CHOICE, false},
    {"site", N_("建设地点"), NULL, PLAIN_TEXT, true},
    {"kind", N_("建设性质"), NULL, PLAIN_CHOICE, false},
    {"land", N_("用地（亩）"), N_("可到两位小数"), PLAIN_YUAN, true},
    {"area", N_("建筑面积（平方米）"), NULL, PLAIN_NUMBER, true},
    {"beds", N_("床位"), N_("考核目标不随之改变"), PLAIN_NUMBER, false},
    PROJECT_SOURCE_ROWS,
    {"contractor", N_("施工单位"), NULL, PLAIN_CHOICE, true},
    {"contract", N_("合同价（元）"), NULL, PLAIN_YUAN, true},
    {"start_on", N_("开工日期"), NULL, PLAIN_DATE, false},
    {"finish_on", N_("计划竣工日期"), NULL, PLAIN_DATE, false},
};
static const struct plain_cause CAUSES[] = {
    {"PROJECT_BEDS", "beds"}, {"REASON_MISSING", "reason"}, {NULL, NULL}};

static enum status choices_add(struct request *r, struct plain_form *f, struct error *e)
{
    const struct division_table *table;
    const struct division *d;
    struct payee *payees;
    size_t count;
    for (const char *const *c = CHANGES; *c != NULL; c++)
        plain_choice(f, "change", *c, request_text(r, project_change_words(*c)));
    for (size_t i = 0; i < KIND_COUNT; i++)
        plain_choice(f, "kind", KINDS[i].code, request_text(r, project_kind_words(KINDS[i].kind)));
    TRY(place_table(r, date_month(date_today()), &table, e));
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++)
        if (d->level == LEVEL_TOWNSHIP)
            plain_choice(f, "township", arena_printf(r->arena, "%" PRId64, d->code), d->name);
    TRY(payee_list(r->db, r->county, PAYEE_CONTRACTOR, r->arena, &payees, &count, e));
    for (size_t i = 0; i < count; i++)
        plain_choice(f, "contractor", arena_printf(r->arena, "%" PRId64, payees[i].id),
                     payees[i].name);
    return STATUS_OK;
}

static enum status request_begin(struct request *r, const struct project *p, struct plain_form *f,
                                 struct error *e)
{
    const struct project_scope *s = &p->scope;
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (KINDS[i].kind == s->kind)
            plain_default(f, "kind", KINDS[i].code);
    project_default_number(f, "township", s->township);
    plain_default(f, "site", s->site);
    project_default_fen(f, "land", FEN(s->land));
    project_default_number(f, "area", s->area_m2);
    project_default_number(f, "beds", s->beds);
    project_sources_default(f, s->investment);
    if (s->contractor != 0)
        project_default_number(f, "contractor", s->contractor);
    project_default_fen(f, "contract", s->contract);
    project_default_date(f, "start_on", s->start_on);
    project_default_date(f, "finish_on", s->finish_on);
    struct view *facts = view_add_list(r->page, "facts");
    project_fact(r, facts, N_("原定任务"), "%s · %" PRId64 " · %s", p->original.township_name,
                 p->original.beds, p->original.site);
    return choices_add(r, f, e);
}

static int64_t number_chosen(struct plain_form *f, const char *name)
{
    int64_t v = 0;
    struct error why;
    const char *text = plain_text(f, name);
    if (text[0] != '\0' && i64_parse(text, &v, &why) != STATUS_OK)
        plain_fault(f, name, why.message);
    return v;
}

static enum status request_act(struct request *r, const struct project *p, struct plain_form *f,
                               const char **ret_path, struct error *e)
{
    struct db *db;
    int version;
    const char *kind = plain_text(f, "kind");
    (void)ret_path;
    struct project_scope s = {.change = plain_text(f, "change"),
                              .township = number_chosen(f, "township"),
                              .site = plain_text(f, "site"),
                              .land = plain_yuan(f, "land").v,
                              .area_m2 = plain_number(f, "area"),
                              .beds = plain_number(f, "beds"),
                              .contractor = number_chosen(f, "contractor"),
                              .contract = plain_yuan(f, "contract"),
                              .start_on = plain_date(f, "start_on"),
                              .finish_on = plain_date(f, "finish_on"),
                              .reason = plain_text(f, "reason"),
                              .document = plain_text(f, "document"),
                              .requested_on = date_today()};
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strcmp(KINDS[i].code, kind) == 0)
            s.kind = KINDS[i].kind;
    project_sources_typed(f, s.investment);
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return project_change_request(db, r->county, p->id, &s, r->session.user.name, &version, e);
}

static const struct project_form REQUEST = {
    .fields = FIELDS,
    .count = sizeof(FIELDS) / sizeof(FIELDS[0]),
    .title = N_("申请变更"),
    .button = N_("提交申请"),
    .notice = N_("已提交变更申请，等待审批"),
    .causes = CAUSES,
    .begin = request_begin,
    .act = request_act,
};

static enum status change_request(struct request *r, struct error *e)
{
    return project_form_serve(r, &REQUEST, e);
}

/* ---- deciding ---- */

static const struct plain_field DECIDE_FIELDS[] = {
    {"decision", N_("审批意见"), NULL, PLAIN_CHOICE, false},
    {"document", N_("批准文号或不予批准的理由"), NULL, PLAIN_TEXT, false},
};

static enum status scope_asked(struct request *r, const struct project *p,
                               struct project_scope *ret, struct error *e)
{
    struct project_scope *scopes;
    size_t count;
    int64_t version;
    TRY(request_parameter_i64(r, "version", &version));
    TRY(project_scope_list(r->db, r->county, p->id, r->arena, &scopes, &count, e));
    for (size_t i = 0; i < count; i++)
        if (scopes[i].version == version) {
            *ret = scopes[i];
            return STATUS_OK;
        }
    return STATUS_NONE;
}

static void pair_add(struct request *r, struct view *facts, const char *label, const char *before,
                     const char *after)
{
    if (strcmp(before, after) == 0)
        project_fact(r, facts, label, "%s", after);
    else
        project_fact(r, facts, label, "%s → %s", before, after);
}

static const char *number_text(struct request *r, int64_t v)
{
    return arena_printf(r->arena, "%" PRId64, v);
}

static const char *fen_text(struct request *r, struct fen v)
{
    char text[FEN_TEXT_BYTES];
    return arena_strdup(r->arena, fen_format_people(v, text));
}

static const char *date_text(struct request *r, struct date v)
{
    char text[DATE_TEXT_BYTES];
    return arena_strdup(r->arena, date_format(v, text));
}

static enum status decide_begin(struct request *r, const struct project *p, struct plain_form *f,
                                struct error *e)
{
    struct project_scope asked;
    const struct project_scope *now = &p->scope;
    TRY(scope_asked(r, p, &asked, e));
    struct view *facts = view_add_list(r->page, "facts");
    project_fact(r, facts, N_("变更事项"), "%s",
                 request_text(r, project_change_words(asked.change)));
    project_fact(r, facts, N_("变更理由"), "%s", asked.reason);
    project_fact(r, facts, N_("申请人"), "%s %s", project_person(r, asked.requested_by),
                 date_text(r, asked.requested_on));
    pair_add(r, facts, N_("乡镇"), now->township_name, asked.township_name);
    pair_add(r, facts, N_("建设地点"), now->site, asked.site);
    pair_add(r, facts, N_("床位"), number_text(r, now->beds), number_text(r, asked.beds));
    pair_add(r, facts, N_("建筑面积（平方米）"), number_text(r, now->area_m2),
             number_text(r, asked.area_m2));
    pair_add(r, facts, N_("计划总投资（元）"), fen_text(r, project_investment(now)),
             fen_text(r, project_investment(&asked)));
    pair_add(r, facts, N_("合同价（元）"), fen_text(r, now->contract), fen_text(r, asked.contract));
    pair_add(r, facts, N_("计划竣工日期"), date_text(r, now->finish_on),
             date_text(r, asked.finish_on));
    plain_choice(f, "decision", "APPROVE", request_text(r, N_("批准")));
    plain_choice(f, "decision", "REFUSE", request_text(r, N_("不予批准")));
    return STATUS_OK;
}

static enum status decide_act(struct request *r, const struct project *p, struct plain_form *f,
                              const char **ret_path, struct error *e)
{
    struct db *db;
    struct project_scope asked;
    const char *decision = plain_text(f, "decision"), *document = plain_text(f, "document");
    (void)ret_path;
    const bool is_approved = strcmp(decision, "APPROVE") == 0;
    if (!is_approved && decision[0] != '\0' && strcmp(decision, "REFUSE") != 0)
        plain_fault(f, "decision", N_("请选择"));
    TRY(scope_asked(r, p, &asked, e));
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return project_change_decide(db, r->county, p->id, asked.version, is_approved, document,
                                 r->session.user.name, e);
}

static const struct project_form DECIDE = {
    .fields = DECIDE_FIELDS,
    .count = sizeof(DECIDE_FIELDS) / sizeof(DECIDE_FIELDS[0]),
    .title = N_("审批变更"),
    .button = N_("提交审批"),
    .notice = N_("已审批"),
    .begin = decide_begin,
    .act = decide_act,
};

static enum status change_decide(struct request *r, struct error *e)
{
    return project_form_serve(r, &DECIDE, e);
}

static const struct route_input REQUEST_INPUTS[] = {
    {"change", INPUT_TEXT, true, N_("SITE、SCOPE、SWAP、CONTRACT 或 CANCEL")},
    {"reason", INPUT_TEXT, true, N_("变更理由")},
    {"document", INPUT_TEXT, false, N_("依据文号")},
    {"township", INPUT_INTEGER, true, N_("乡镇代码")},
    {"site", INPUT_TEXT, false, N_("建设地点")},
    {"kind", INPUT_TEXT, true, N_("NEW、EXTEND 或 CONVERT")},
    {"land", INPUT_YUAN, false, N_("用地（亩）")},
    {"area", INPUT_INTEGER, false, N_("建筑面积（平方米）")},
    {"beds", INPUT_INTEGER, true, N_("床位")},
    {"central", INPUT_YUAN, false, N_("中央资金（元）")},
    {"province", INPUT_YUAN, false, N_("省级资金（元）")},
    {"city", INPUT_YUAN, false, N_("市级资金（元）")},
    {"county", INPUT_YUAN, false, N_("县级资金（元）")},
    {"own", INPUT_YUAN, false, N_("自筹资金（元）")},
    {"contractor", INPUT_INTEGER, false, N_("施工单位编号")},
    {"contract", INPUT_YUAN, false, N_("合同价（元）")},
    {"start_on", INPUT_DATE, true, N_("开工日期")},
    {"finish_on", INPUT_DATE, true, N_("计划竣工日期")},
    {.name = NULL},
};
static const struct route_input DECIDE_INPUTS[] = {
    {"decision", INPUT_TEXT, true, N_("APPROVE 或 REFUSE")},
    {"document", INPUT_TEXT, true, N_("批准文号或不予批准的理由")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/projects/{project}/changes/new", change_request, PERMISSION_PROJECT_RETURN,
     N_("申请变更"), AUDIENCE_PEOPLE},
    {HTTP_POST, "/projects/{project}/changes/new", change_request, PERMISSION_PROJECT_RETURN,
     N_("申请变更"), .inputs = REQUEST_INPUTS},
    {HTTP_GET, "/projects/{project}/changes/{version}", change_decide, PERMISSION_PROJECT_DECIDE,
     N_("审批变更")},
    {HTTP_POST, "/projects/{project}/changes/{version}", change_decide, PERMISSION_PROJECT_DECIDE,
     N_("审批变更"), .inputs = DECIDE_INPUTS},
};
const struct route_table PROJECT_CHANGE_ROUTES = ROUTE_TABLE("project_change", ROUTES);
