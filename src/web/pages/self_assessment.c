/* What townships say of themselves: a table of the tree, saved as a draft, signed by the lead. */
#include "domain/assessment/self.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/assessment/assessment.h"
#include "office/planpaper/self.h"
#include "web/pages/inspection_page.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"

/* ---- all ---- */

static enum status round_add(struct request *r, struct view *rows,
                             const struct assessment_head *head, struct error *e)
{
    struct self_assessment *list;
    size_t n;
    TRY(self_assessment_list(r->db, r->county, head->id, inspection_scope_of(r), r->arena, &list,
                             &n, e));
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "assessment", head->id);
        view_add_integer(v, "year", head->year);
        view_add_text(v, "scope_label", request_text(r, assessment_scope_label(head->scope)));
        view_add_integer(v, "township", list[i].township);
        view_add_text(v, "township_name", list[i].township_name);
        view_add_text(v, "state", self_assessment_state_code(list[i].state));
        view_add_text(v, "state_label",
                      request_text(r, self_assessment_state_label(list[i].state)));
        view_add_bool(v, "is_signed", list[i].state == SELF_ASSESSMENT_SIGNED);
        view_add_bool(v, "is_waiting", list[i].state == SELF_ASSESSMENT_SUBMITTED);
        view_add_bool(v, "is_written", list[i].state != 0);
        inspection_points_add(v, "claimed", list[i].claimed_cp);
    }
    return STATUS_OK;
}

static enum status list_show(struct request *r, struct error *e)
{
    struct assessment_head *rounds;
    size_t n;
    TRY(assessment_list(r->db, r->county, r->arena, &rounds, &n, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < n; i++)
        if (rounds[i].state != ASSESSMENT_CANCELLED)
            TRY(round_add(r, rows, &rounds[i], e));
    return respond_page(r, "self_assessment/list.html", NULL, e);
}

/* ---- one ---- */

struct self_page {
    struct assessment_head head;
    struct self_assessment self;
    bool can_write;
};

static enum status of_address(struct request *r, struct self_page *ret, struct error *e)
{
    const int64_t scope = inspection_scope_of(r);
    int64_t assessment, township;
    TRY(request_parameter_i64(r, "assessment", &assessment));
    TRY(request_parameter_i64(r, "township", &township));
    if (scope && !access_in_scope(scope, township))
        return STATUS_NONE;
    TRY(assessment_head_read(r->db, r->county, assessment, r->arena, &ret->head, e));
    TRY(self_assessment_read(r->db, r->county, assessment, township, r->arena, &ret->self, e));
    ret->can_write =
        request_can(r, PERMISSION_ASSESSMENT_SELF) && ret->head.state == ASSESSMENT_OPEN &&
        ret->self.state != SELF_ASSESSMENT_SUBMITTED && ret->self.state != SELF_ASSESSMENT_SIGNED;
    return STATUS_OK;
}

/* What was typed, else what is saved. */
static void typed_or(struct request *r, struct view *v, const char *name, const char *field,
                     const char *saved)
{
    const char *typed = r->method == HTTP_POST && field ? form_get(&r->form, field) : NULL;
    view_add_text(v, name, typed ? typed : saved);
}

static void line_add(struct request *r, struct view *rows, const struct self_assessment_line *l)
{
    char text[INDICATOR_TEXT_BYTES];
    struct view *v = view_add_object(rows, NULL);
    const char *claimed =
        arena_printf(r->arena, "%" PRId64 ".%02d", l->claimed_cp / 100, (int)(l->claimed_cp % 100));
    view_add_text(v, "node", l->node.code);
    view_add_text(v, "node_title", l->node.title);
    inspection_points_add(v, "full", l->node.weight_cp);
    view_add_bool(v, "is_claimable", l->is_claimable);
    view_add_bool(v, "is_needed", l->is_claimable && l->node.source == ASSESSMENT_SELF);
    typed_or(r, v, "claimed", arena_printf(r->arena, "claim.%s", l->node.code),
             l->is_claimed ? claimed : "");
    typed_or(r, v, "statement", arena_printf(r->arena, "words.%s", l->node.code), l->statement);
    view_add_bool(v, "has_figure", l->has_figure);
    if (!l->has_figure)
        return;
    view_add_text(v, "figure", indicator_format(l->indicator, l->numerator, l->denominator, text));
    view_add_integer(v, "numerator", l->numerator);
    view_add_integer(v, "denominator", l->denominator);
    view_add_text(v, "indicator", l->indicator->code);
}

static enum status one_respond(struct request *r, struct self_page *p, unsigned status,
                               const struct error *why, struct error *e)
{
    struct self_assessment_line *lines;
    const struct self_assessment *s = &p->self;
    const char *path = arena_printf(r->arena, "/self-assessments/%" PRId64 "/%" PRId64,
                                    s->assessment, s->township);
    const char *title =
        arena_printf(r->arena, "%s %s", s->township_name, request_text(r, N_("自查自评")));
    const bool is_waiting = s->state == SELF_ASSESSMENT_SUBMITTED;
    const bool is_own = text_equals(s->prepared_by, r->session.user.name);
    const bool may_sign = request_can(r, PERMISSION_ASSESSMENT_SIGN) && is_waiting &&
                          p->head.state == ASSESSMENT_OPEN && !is_own;
    size_t n;
    if (!path || !title)
        return arena_exhausted(e);
    TRY(self_assessment_line_list(r->db, r->county, s->assessment, s->township, r->arena, &lines,
                                  &n, e));
    view_add_integer(r->page, "assessment", s->assessment);
    view_add_integer(r->page, "township", s->township);
    view_add_text(r->page, "township_name", s->township_name);
    view_add_integer(r->page, "year", p->head.year);
    view_add_text(r->page, "scope_label", request_text(r, assessment_scope_label(p->head.scope)));
    view_add_text(r->page, "path", path);
    view_add_text(r->page, "state", self_assessment_state_code(s->state));
    view_add_text(r->page, "state_label", request_text(r, self_assessment_state_label(s->state)));
    view_add_bool(r->page, "is_signed", s->state == SELF_ASSESSMENT_SIGNED);
    view_add_bool(r->page, "is_waiting", is_waiting);
    view_add_bool(r->page, "is_written", s->state != 0);
    typed_or(r, r->page, "summary", "summary", s->summary);
    typed_or(r, r->page, "problems", "problems", s->problems);
    view_add_text(r->page, "reason", s->state == SELF_ASSESSMENT_SENT_BACK ? s->reason : "");
    view_add_text(r->page, "prepared_by", meeting_person(r, s->prepared_by));
    view_add_text(r->page, "signed_by", meeting_person(r, s->signed_by));
    if (s->signed_on.v)
        view_add_date(r->page, "signed_on", s->signed_on);
    inspection_points_add(r->page, "claimed_total", s->claimed_cp);
    struct view *rows = view_add_list(r->page, "lines");
    for (size_t i = 0; i < n; i++)
        line_add(r, rows, &lines[i]);
    TRY(inspection_papers_add(r, ENCLOSURE_SELF_ASSESSMENT, s->id, path, false, e));
    view_add_bool(r->page, "can_write", p->can_write);
    view_add_bool(r->page, "can_submit", p->can_write && s->state == SELF_ASSESSMENT_DRAFT);
    view_add_bool(r->page, "can_add_photo", p->can_write && s->id > 0);
    view_add_bool(r->page, "can_sign", may_sign);
    return respond_page_status(r, status, "self_assessment/page.html", title, why, e);
}

static enum status one_show(struct request *r, struct error *e)
{
    struct self_page p;
    TRY(of_address(r, &p, e));
    return one_respond(r, &p, 200, NULL, e);
}

static enum status answer(struct request *r, struct self_page *p, enum status s,
                          const struct error *why, const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e,
                                "/self-assessments/%" PRId64 "/%" PRId64, p->self.assessment,
                                p->self.township);
    if (meeting_is_shown(s, why))
        return one_respond(r, p, 422, why, e);
    *e = *why;
    return s;
}

static enum status claims_typed(struct request *r, const struct self_page *p,
                                struct self_assessment_claim **ret, size_t *ret_count,
                                struct error *e)
{
    struct self_assessment_line *lines;
    size_t n, count = 0;
    TRY(self_assessment_line_list(r->db, r->county, p->self.assessment, p->self.township, r->arena,
                                  &lines, &n, e));
    struct self_assessment_claim *claims =
        ARENA_ARRAY(r->arena, struct self_assessment_claim, n + 1);
    if (!claims)
        return arena_exhausted(e);
    for (size_t i = 0; i < n; i++) {
        struct fen points;
        const char *name = arena_printf(r->arena, "claim.%s", lines[i].node.code);
        const char *words = arena_printf(r->arena, "words.%s", lines[i].node.code);
        const char *text = name ? text_tidy(r->arena, request_field(r, name)) : NULL;
        if (!text || !words)
            return arena_exhausted(e);
        if (text[0] == '\0')
            continue;
        if (fen_parse(text, &points, e) != STATUS_OK)
            return error_place(e, "%s", lines[i].node.title);
        claims[count++] = (struct self_assessment_claim){.node = lines[i].node.code,
                                                         .claimed_cp = points.v,
                                                         .statement = request_field(r, words)};
    }
    *ret = claims;
    *ret_count = count;
    return STATUS_OK;
}

static enum status save_do(struct request *r, struct error *e)
{
    struct self_page p;
    struct self_assessment_claim *claims = NULL;
    struct db *db;
    struct error why = {0};
    size_t n = 0;
    int64_t id;
    TRY(of_address(r, &p, e));
    TRY(request_writer(r, &db, e));
    enum status s = claims_typed(r, &p, &claims, &n, &why);
    if (s == STATUS_OK)
        s = self_assessment_write(
            db, r->county,
            &(struct self_assessment_entry){.assessment = p.self.assessment,
                                            .township = p.self.township,
                                            .summary = request_field(r, "summary"),
                                            .problems = request_field(r, "problems"),
                                            .claims = claims,
                                            .claim_count = n},
            r->session.user.name, &id, &why);
    return answer(r, &p, s, &why, N_("草稿已保存"), e);
}

static enum status submit_do(struct request *r, struct error *e)
{
    struct self_page p;
    struct db *db;
    struct error why = {0};
    TRY(of_address(r, &p, e));
    TRY(request_writer(r, &db, e));
    enum status s = self_assessment_submit(db, r->county, p.self.assessment, p.self.township,
                                           r->session.user.name, &why);
    return answer(r, &p, s, &why, N_("已报送，待签发"), e);
}

static enum status sign_do(struct request *r, struct error *e)
{
    struct self_page p;
    struct db *db;
    struct error why = {0};
    TRY(of_address(r, &p, e));
    TRY(request_writer(r, &db, e));
    enum status s = self_assessment_sign(db, r->county, p.self.assessment, p.self.township,
                                         r->session.user.name, &why);
    return answer(r, &p, s, &why, N_("已签发，系统数据已固定"), e);
}

static enum status send_back_do(struct request *r, struct error *e)
{
    struct self_page p;
    struct db *db;
    struct error why = {0};
    TRY(of_address(r, &p, e));
    TRY(request_writer(r, &db, e));
    enum status s =
        self_assessment_send_back(db, r->county, p.self.assessment, p.self.township,
                                  request_field(r, "reason"), r->session.user.name, &why);
    return answer(r, &p, s, &why, N_("已退回"), e);
}

static enum status photo_add(struct request *r, struct error *e)
{
    struct self_page p;
    struct error why = {0};
    enum status s = STATUS_OK;
    TRY(of_address(r, &p, e));
    if (!p.can_write || p.self.id == 0)
        s = error_set(&why, STATUS_REFUSED, "SELF_ASSESSMENT_STATE",
                      _("请先保存草稿；报送以后不能再增加依据材料。"));
    if (s == STATUS_OK)
        s = inspection_paper_store(r, ENCLOSURE_SELF_ASSESSMENT, p.self.id, N_("依据材料"), &why);
    return answer(r, &p, s, &why, N_("已收存"), e);
}

static enum status photo_show(struct request *r, struct error *e)
{
    struct self_page p;
    TRY(of_address(r, &p, e));
    return inspection_paper_show(r, ENCLOSURE_SELF_ASSESSMENT, p.self.id, "self", false, e);
}

static enum status thumbnail_show(struct request *r, struct error *e)
{
    struct self_page p;
    TRY(of_address(r, &p, e));
    return inspection_paper_show(r, ENCLOSURE_SELF_ASSESSMENT, p.self.id, "self", true, e);
}

static enum status paper_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct self_page p;
    const bool is_pdf = text_ends(r->path, ".pdf");
    TRY(of_address(r, &p, e));
    const struct self_paper_options options = {.kind = is_pdf ? DOCUMENT_PDF : DOCUMENT_DOCX,
                                               .today = date_today()};
    TRY(self_paper_render(r->db, r->county, p.self.assessment, p.self.township, &options, &bytes,
                          e));
    const char *name = arena_printf(r->arena, "self-assessment-%" PRId64 "%s", p.self.township,
                                    is_pdf ? ".pdf" : ".docx");
    if (!name)
        return arena_exhausted(e);
    return respond_bytes(r,
                         is_pdf ? "application/pdf"
                                : "application/vnd.openxmlformats-officedocument."
                                  "wordprocessingml.document",
                         name, &bytes, e);
}

static const struct route_input SAVE_INPUTS[] = {
    {"summary", INPUT_TEXT, false, N_("自查情况")},
    {"problems", INPUT_TEXT, false, N_("存在的问题")},
    {"claim", INPUT_LIST, false, N_("claim.项目：自评分；words.项目：说明")},
    {.name = NULL},
};
static const struct route_input REASON_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("原因")},
    {.name = NULL},
};
static const struct route_input PHOTO_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("JPEG、PNG 或 PDF")},
    {"title", INPUT_TEXT, false, N_("说明")},
    {.name = NULL},
};
#define ONE "/self-assessments/{assessment}/{township}"
static const struct route ROUTES[] = {
    {HTTP_GET, "/self-assessments", list_show, PERMISSION_ASSESSMENT_READ, N_("自查自评")},
    {HTTP_GET, ONE, one_show, PERMISSION_ASSESSMENT_READ, N_("自查自评")},
    {HTTP_POST, ONE, save_do, PERMISSION_ASSESSMENT_SELF, N_("保存自查自评"),
     .inputs = SAVE_INPUTS},
    {HTTP_POST, ONE "/submit", submit_do, PERMISSION_ASSESSMENT_SELF, N_("报送自查自评")},
    {HTTP_POST, ONE "/sign", sign_do, PERMISSION_ASSESSMENT_SIGN, N_("签发自查自评")},
    {HTTP_POST, ONE "/send-back", send_back_do, PERMISSION_ASSESSMENT_SIGN, N_("退回自查自评"),
     .inputs = REASON_INPUTS},
    {HTTP_POST, ONE "/photos", photo_add, PERMISSION_ASSESSMENT_SELF, N_("收存依据材料"),
     .inputs = PHOTO_INPUTS},
    {HTTP_GET, ONE "/photos/{photo}", photo_show, PERMISSION_ASSESSMENT_READ, N_("依据材料"),
     .answers_file = true},
    {HTTP_GET, ONE "/photos/{photo}/thumbnail", thumbnail_show, PERMISSION_ASSESSMENT_READ,
     N_("依据材料"), .answers_file = true},
    {HTTP_GET, ONE "/paper.pdf", paper_show, PERMISSION_ASSESSMENT_READ, N_("自查自评报告"),
     .answers_file = true},
    {HTTP_GET, ONE "/paper.docx", paper_show, PERMISSION_ASSESSMENT_READ, N_("自查自评报告"),
     .answers_file = true},
};
const struct route_table SELF_ASSESSMENT_ROUTES = ROUTE_TABLE("self_assessment", ROUTES);
