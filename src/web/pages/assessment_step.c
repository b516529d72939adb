/* What is done to a round: its team, steps, scoring, publication; its papers and packs. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/planpaper/assessment.h"
#include "web/pages/assessment_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

static enum status answer(struct request *r, const struct assessment_head *a, enum status s,
                          const struct error *why, const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/assessments/%" PRId64, a->id);
    if (assessment_is_shown(s, why))
        return assessment_respond(r, a, 422, why, e);
    *e = *why;
    return s;
}

static enum status advance_act(struct request *r, const struct assessment_head *a, struct error *e)
{
    struct db *db;
    enum assessment_state to;
    int64_t survey = 0;
    TRY(assessment_state_parse(request_field(r, "state"), &to, e));
    TRY(request_writer(r, &db, e));
    if (to != ASSESSMENT_SURVEYED)
        return assessment_advance(db, r->county, a->id, to, request_field(r, "note"),
                                  r->session.user.name, e);
    if (i64_parse(request_field(r, "survey"), &survey, NULL) != STATUS_OK)
        survey = 0;
    return assessment_survey_take(db, r->county, a->id, survey, r->session.user.name, e);
}

static enum status advance_do(struct request *r, struct error *e)
{
    struct assessment_head a;
    struct error why = {0};
    TRY(assessment_of_address(r, &a, e));
    enum status s = advance_act(r, &a, &why);
    return answer(r, &a, s, &why, N_("已推进一步"), e);
}

static enum status score_act(struct request *r, const struct assessment_head *a, struct error *e)
{
    struct db *db;
    struct date until;
    TRY(assessment_field_date(r, "dispute_until", &until, e));
    TRY(request_writer(r, &db, e));
    return assessment_score(db, r->county, a->id, until, r->session.user.name, e);
}

static enum status score_do(struct request *r, struct error *e)
{
    struct assessment_head a;
    struct error why = {0};
    TRY(assessment_of_address(r, &a, e));
    enum status s = score_act(r, &a, &why);
    return answer(r, &a, s, &why, N_("已计分"), e);
}

static enum status publish_act(struct request *r, const struct assessment_head *a, struct error *e)
{
    struct db *db;
    struct assessment_publication p = {.document = request_field(r, "document")};
    int64_t orders;
    TRY(assessment_field_date(r, "orders_due", &p.due_on, e));
    if (a->scope == ASSESSMENT_MIDYEAR || p.due_on.v)
        p.order_share_bp = ASSESSMENT_ORDER_SHARE_BP;
    TRY(request_writer(r, &db, e));
    return assessment_publish(db, r->county, a->id, &p, r->session.user.name, &orders, e);
}

static enum status publish_do(struct request *r, struct error *e)
{
    struct assessment_head a;
    struct error why = {0};
    TRY(assessment_of_address(r, &a, e));
    enum status s = publish_act(r, &a, &why);
    return answer(r, &a, s, &why, N_("考核结果已公布"), e);
}

static enum status team_act(struct request *r, const struct assessment_head *a, bool is_adding,
                            struct error *e)
{
    struct db *db;
    int64_t township;
    if (i64_parse(request_field(r, "township"), &township, NULL) != STATUS_OK)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_MEMBER", "%s",
                         request_text(r, N_("请选择乡镇")));
    TRY(request_writer(r, &db, e));
    if (!is_adding)
        return assessment_team_remove(db, r->county, a->id, township, request_field(r, "user"),
                                      r->session.user.name, e);
    return assessment_team_add(db, r->county, a->id, township, request_field(r, "user"),
                               text_equals(request_field(r, "is_leader"), "1"),
                               r->session.user.name, e);
}

static enum status team_add_do(struct request *r, struct error *e)
{
    struct assessment_head a;
    struct error why = {0};
    TRY(assessment_of_address(r, &a, e));
    enum status s = team_act(r, &a, true, &why);
    return answer(r, &a, s, &why, N_("已加入考评组"), e);
}

static enum status team_remove_do(struct request *r, struct error *e)
{
    struct assessment_head a;
    struct error why = {0};
    TRY(assessment_of_address(r, &a, e));
    enum status s = team_act(r, &a, false, &why);
    return answer(r, &a, s, &why, N_("已退出考评组"), e);
}

/* ---- papers ---- */
static enum document_kind kind_asked(const struct request *r)
{
    const char *ending = strrchr(r->match.route->pattern, '.');
    return strcmp(ending, document_ending(DOCUMENT_PDF)) == 0 ? DOCUMENT_PDF : DOCUMENT_DOCX;
}

static enum status paper_send(struct request *r, const struct assessment_head *a, const char *what,
                              enum document_kind kind, struct buf *bytes, struct error *e)
{
    const char *name = arena_printf(r->arena, "%d-%s-%s%s", a->year,
                                    request_text(r, assessment_scope_label(a->scope)), what,
                                    document_ending(kind));
    return name ? respond_bytes(r, document_media_type(kind), name, bytes, e) : arena_exhausted(e);
}

/* What tells all townships' points together is the county's. */
static enum status county_only(const struct request *r, struct error *e)
{
    if (request_sees_county(r))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", "%s",
                     request_text(r, N_("这份材料由县里打印")));
}

static enum status table_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct assessment_head a;
    const struct assessment_paper_options options = {.kind = kind_asked(r), .today = date_today()};
    TRY(county_only(r, e));
    TRY(assessment_of_address(r, &a, e));
    TRY(assessment_table_render(r->db, r->county, a.id, &options, &bytes, e));
    return paper_send(r, &a, request_text(r, N_("成绩表")), options.kind, &bytes, e);
}

static enum status report_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct assessment_head a;
    const struct assessment_paper_options options = {.kind = kind_asked(r), .today = date_today()};
    TRY(county_only(r, e));
    TRY(assessment_of_address(r, &a, e));
    TRY(assessment_report_render(r->db, r->county, a.id, &options, &bytes, e));
    return paper_send(r, &a, request_text(r, N_("报告")), options.kind, &bytes, e);
}

static enum status letter_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct assessment_head a;
    const struct division *d;
    const struct assessment_paper_options options = {.kind = kind_asked(r), .today = date_today()};
    TRY(assessment_of_address(r, &a, e));
    TRY(assessment_township_of_address(r, &a, &d, e));
    TRY(assessment_letter_render(r->db, r->county, a.id, d->code, &options, &bytes, e));
    return paper_send(r, &a, d->name, options.kind, &bytes, e);
}

static enum status pack_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct assessment_head a;
    struct assessment_pack_file *files;
    size_t n;
    bool is_city = strstr(r->match.route->pattern, "/city.zip") != NULL;
    TRY(county_only(r, e));
    TRY(assessment_of_address(r, &a, e));
    TRY(assessment_pack_make(r->db, r->county, a.id,
                             is_city ? ASSESSMENT_PACK_CITY : ASSESSMENT_PACK_PROVINCE, r->arena,
                             &files, &n, e));
    TRY(assessment_pack_zip(files, n, a.published_on, &bytes, e));
    const char *name =
        arena_printf(r->arena, "assessment-%d-%s.zip", a.year, is_city ? "city" : "province");
    return name ? respond_bytes(r, "application/zip", name, &bytes, e) : arena_exhausted(e);
}

static const struct route_input ADVANCE_INPUTS[] = {
    {"state", INPUT_TEXT, true, N_("下一个状态，如 INSPECTED")},
    {"note", INPUT_TEXT, false, N_("缺报、缺查的乡镇和原因，或取消的原因")},
    {"survey", INPUT_INTEGER, false, N_("采用哪一次测评")},
    {.name = NULL},
};
static const struct route_input SCORE_INPUTS[] = {
    {"dispute_until", INPUT_DATE, true, N_("争议截止日")},
    {.name = NULL},
};
static const struct route_input PUBLISH_INPUTS[] = {
    {"document", INPUT_TEXT, true, N_("文号")},
    {"orders_due", INPUT_DATE, false, N_("整改期限；年中必填")},
    {.name = NULL},
};
static const struct route_input TEAM_INPUTS[] = {
    {"township", INPUT_INTEGER, true, N_("乡镇")},
    {"user", INPUT_TEXT, true, N_("用户")},
    {"is_leader", INPUT_BOOL, false, N_("组长")},
    {.name = NULL},
};
static const struct route_input LEAVE_INPUTS[] = {
    {"township", INPUT_INTEGER, true, N_("乡镇")},
    {"user", INPUT_TEXT, true, N_("用户")},
    {.name = NULL},
};
#define READ PERMISSION_ASSESSMENT_READ
#define MANAGE PERMISSION_ASSESSMENT_MANAGE
static const struct route ROUTES[] = {
    {HTTP_POST, "/assessments/{assessment}/advance", advance_do, MANAGE, N_("推进考核"),
     .inputs = ADVANCE_INPUTS},
    {HTTP_POST, "/assessments/{assessment}/score", score_do, MANAGE, N_("计分"),
     .inputs = SCORE_INPUTS},
    {HTTP_POST, "/assessments/{assessment}/publish", publish_do, PERMISSION_ASSESSMENT_DECIDE,
     N_("公布考核结果"), .inputs = PUBLISH_INPUTS},
    {HTTP_POST, "/assessments/{assessment}/team", team_add_do, MANAGE, N_("考评组增加一人"),
     .inputs = TEAM_INPUTS},
    {HTTP_POST, "/assessments/{assessment}/team/remove", team_remove_do, MANAGE,
     N_("考评组减少一人"), .inputs = LEAVE_INPUTS},
    {HTTP_GET, "/assessments/{assessment}/table.pdf", table_show, READ, N_("成绩表")},
    {HTTP_GET, "/assessments/{assessment}/table.docx", table_show, READ, N_("成绩表")},
    {HTTP_GET, "/assessments/{assessment}/report.pdf", report_show, READ, N_("报告")},
    {HTTP_GET, "/assessments/{assessment}/report.docx", report_show, READ, N_("报告")},
    {HTTP_GET, "/assessments/{assessment}/townships/{township}/letter.pdf", letter_show, READ,
     N_("反馈函")},
    {HTTP_GET, "/assessments/{assessment}/townships/{township}/letter.docx", letter_show, READ,
     N_("反馈函")},
    {HTTP_GET, "/assessments/{assessment}/city.zip", pack_show, READ, N_("报市验收材料")},
    {HTTP_GET, "/assessments/{assessment}/province.zip", pack_show, READ, N_("报省验收材料")},
};
const struct route_table ASSESSMENT_STEP_ROUTES = ROUTE_TABLE("assessment_step", ROUTES);
