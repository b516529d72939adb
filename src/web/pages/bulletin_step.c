/* What is done to a bulletin: drafted, edited section by section, handed in, issued, printed. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/planpaper/bulletin.h"
#include "web/pages/bulletin_page.h"
#include "web/pages/pages.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"

#define MONTHS_OF_QUARTER 3

/* ---- a new one ---- */

static const struct plain_field NEW_FIELDS[] = {
    {"kind", N_("通报种类"), NULL, PLAIN_CHOICE, false},
    {"year", N_("年份"), NULL, PLAIN_NUMBER, false},
    {"quarter", N_("第几季度"), N_("季度通报填 1 到 4；考核通报不填"), PLAIN_NUMBER, true},
};
static const struct plain_cause NEW_CAUSES[] = {{"BULLETIN_KIND", "kind"},
                                                {"BULLETIN_ASSESSMENT", "year"},
                                                {"BULLETIN_EXISTS", "quarter"},
                                                {NULL, NULL}};

/* The last quarter that is over. */
static void new_begin(struct request *r, struct plain_form *f)
{
    const struct month last = month_add(date_month(date_today()), 1 - MONTHS_OF_QUARTER);
    plain_begin(f, r, r->page, NEW_FIELDS, sizeof NEW_FIELDS / sizeof NEW_FIELDS[0]);
    for (int k = BULLETIN_QUARTER; k <= BULLETIN_YEAR; k++)
        plain_choice(f, "kind", bulletin_kind_code((enum bulletin_kind)k),
                     request_text(r, bulletin_kind_label((enum bulletin_kind)k)));
    plain_default(f, "kind", bulletin_kind_code(BULLETIN_QUARTER));
    const char *year = arena_printf(r->arena, "%d", month_year(last));
    const char *quarter = arena_printf(r->arena, "%d", month_quarter(last));
    plain_default(f, "year", year ? year : "");
    plain_default(f, "quarter", quarter ? quarter : "");
}

static enum status new_show(struct request *r, struct error *e)
{
    struct plain_form f;
    new_begin(r, &f);
    plain_end(&f);
    return respond_page(r, "bulletin/new.html", NULL, e);
}

static enum status new_act(struct request *r, struct plain_form *f, int64_t *ret_id,
                           struct error *e)
{
    struct db *db;
    struct bulletin_request request = {0};
    const char *kind = plain_text(f, "kind");
    const int64_t year = plain_number(f, "year"), quarter = plain_number(f, "quarter");
    if (kind[0] != '\0')
        TRY(bulletin_kind_parse(kind, &request.kind, e));
    TRY(plain_status(f, e));
    request.year = year > 0 && year < 10000 ? (int)year : 0;
    request.quarter = quarter > 0 && quarter < 5 ? (int)quarter : 0;
    TRY(request_writer(r, &db, e));
    return bulletin_draft(db, r->county, &request, r->session.user.name, ret_id, e);
}

static enum status new_do(struct request *r, struct error *e)
{
    struct plain_form f;
    struct error why = {0};
    int64_t id = 0;
    new_begin(r, &f);
    enum status s = new_act(r, &f, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("通报已起草")), e, "/bulletins/%" PRId64, id);
    if (!bulletin_is_shown(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, NEW_CAUSES, &why);
    plain_end(&f);
    return respond_page_status(r, 422, "bulletin/new.html", NULL, &why, e);
}

/* ---- a section ---- */

static void figure_add(struct request *r, struct view *list, const struct bulletin *b,
                       const struct bulletin_figure *f)
{
    char text[BULLETIN_MARK_TEXT_BYTES];
    struct view *v = view_add_object(list, NULL);
    view_add_integer(v, "number", f->number);
    view_add_textf(v, "mark", "[[%" PRId64 "]]", f->number);
    view_add_text(v, "label", request_text(r, f->label));
    view_add_text(v, "name", f->name);
    view_add_text(v, "printed", bulletin_figure_text(f, text));
    view_add_text(v, "path", bulletin_figure_path(r, b, f));
    view_add_bool(v, "is_behind", bulletin_figure_is_behind(f));
    view_add_integer(v, "rank", f->rank);
}

static enum status section_of_address(struct request *r, const struct bulletin *b,
                                      struct bulletin_section *ret, struct error *e)
{
    struct bulletin_section *list;
    size_t n;
    int64_t number;
    TRY(request_parameter_i64(r, "section", &number));
    TRY(bulletin_section_list(r->db, r->county, b, r->arena, &list, &n, e));
    for (size_t i = 0; i < n; i++)
        if (list[i].number == number) {
            *ret = list[i];
            return STATUS_OK;
        }
    return STATUS_NONE;
}

static enum status section_respond(struct request *r, const struct bulletin *b,
                                   const struct bulletin_section *s, unsigned status,
                                   const struct error *why, struct error *e)
{
    const bool is_posted = r->method == HTTP_POST;
    const bool is_heading = why && text_equals(why->place, "heading");
    struct bulletin_figure *figures;
    size_t n;
    TRY(bulletin_figure_list(r->db, r->county, b, r->arena, &figures, &n, e));
    bulletin_head_add(r, r->page, b);
    view_add_integer(r->page, "section", s->number);
    view_add_text(r->page, "heading", is_posted ? request_field(r, "heading") : s->heading);
    view_add_text(r->page, "body", is_posted ? request_field(r, "body") : s->body);
    if (is_posted)
        view_add_text(r->page, "seen", request_field(r, "seen"));
    else
        view_add_integer(r->page, "seen", s->known_from);
    view_add_text(r->page, "heading_error", is_heading ? why->message : "");
    view_add_text(r->page, "body_error", why && !is_heading ? why->message : "");
    struct view *list = view_add_list(r->page, "figures");
    for (size_t i = 0; i < n; i++)
        figure_add(r, list, b, &figures[i]);
    return respond_page_status(r, status, "bulletin/section.html", NULL, why, e);
}

static enum status section_show(struct request *r, struct error *e)
{
    struct bulletin b;
    struct bulletin_section s;
    TRY(bulletin_of_address(r, &b, e));
    TRY(section_of_address(r, &b, &s, e));
    return section_respond(r, &b, &s, 200, NULL, e);
}

static enum status section_do(struct request *r, struct error *e)
{
    struct bulletin b;
    struct bulletin_section section;
    struct error why = {0};
    struct db *db;
    int64_t seen = 0;
    TRY(bulletin_of_address(r, &b, e));
    TRY(section_of_address(r, &b, &section, e));
    if (request_field(r, "seen")[0] != '\0')
        TRY(i64_parse(request_field(r, "seen"), &seen, e));
    TRY(request_writer(r, &db, e));
    enum status s =
        bulletin_section_write(db, r->county, b.id, section.number, request_field(r, "heading"),
                               request_field(r, "body"), seen, r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已保存")), e, "/bulletins/%" PRId64, b.id);
    if (bulletin_is_shown(s, &why))
        return section_respond(r, &b, &section, 422, &why, e);
    *e = why;
    return s;
}

/* ---- its way ---- */

static enum status answer(struct request *r, const struct bulletin *b, enum status s,
                          const struct error *why, const char *notice, struct error *e)
{
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, notice), e, "/bulletins/%" PRId64, b->id);
    if (bulletin_is_shown(s, why))
        return bulletin_respond(r, b, 422, why, e);
    *e = *why;
    return s;
}

static enum status redraft_do(struct request *r, struct error *e)
{
    struct bulletin b;
    struct error why = {0};
    struct db *db;
    TRY(bulletin_of_address(r, &b, e));
    TRY(request_writer(r, &db, e));
    enum status s = bulletin_redraft(db, r->county, b.id, r->session.user.name, &why);
    return answer(r, &b, s, &why, N_("数据已更新，没有改过的部分已重新起草"), e);
}

static enum status submit_do(struct request *r, struct error *e)
{
    struct bulletin b;
    struct error why = {0};
    struct db *db;
    TRY(bulletin_of_address(r, &b, e));
    TRY(request_writer(r, &db, e));
    enum status s = bulletin_submit(db, r->county, b.id, r->session.user.name, &why);
    return answer(r, &b, s, &why, N_("已送签"), e);
}

static enum status send_back_do(struct request *r, struct error *e)
{
    struct bulletin b;
    struct error why = {0};
    struct db *db;
    TRY(bulletin_of_address(r, &b, e));
    TRY(request_writer(r, &db, e));
    enum status s = bulletin_send_back(db, r->county, b.id, request_field(r, "reason"),
                                       r->session.user.name, &why);
    return answer(r, &b, s, &why, N_("已退回修改"), e);
}

static enum status issue_do(struct request *r, struct error *e)
{
    struct bulletin b;
    struct error why = {0};
    struct db *db;
    int64_t number = 0;
    const char *typed = text_tidy_solid(r->arena, request_field(r, "number"));
    TRY(bulletin_of_address(r, &b, e));
    TRY(request_writer(r, &db, e));
    if (!typed)
        return arena_exhausted(e);
    enum status s = STATUS_OK;
    if (typed[0] != '\0' && i64_parse(typed, &number, NULL) != STATUS_OK)
        s = error_set(&why, STATUS_REFUSED, "BULLETIN_DOCUMENT", _("文号的序号应为整数"));
    if (s == STATUS_OK)
        s = bulletin_issue(db, r->county, b.id, number, r->session.user.name, &why);
    return answer(r, &b, s, &why, N_("通报已签发"), e);
}

static enum status discard_do(struct request *r, struct error *e)
{
    struct bulletin b;
    struct error why = {0};
    struct db *db;
    TRY(bulletin_of_address(r, &b, e));
    TRY(request_writer(r, &db, e));
    enum status s = bulletin_discard(db, r->county, b.id, request_field(r, "reason"),
                                     r->session.user.name, &why);
    return answer(r, &b, s, &why, N_("已作废"), e);
}

static enum status paper_show(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    struct bulletin b;
    char name[BULLETIN_PAPER_NAME_BYTES];
    const enum document_kind kind =
        text_ends(r->match.route->pattern, ".docx") ? DOCUMENT_DOCX : DOCUMENT_PDF;
    TRY(bulletin_of_address(r, &b, e));
    TRY(bulletin_paper_render(r->db, r->county, b.id, kind, date_today(), &bytes, e));
    return respond_bytes(r, document_media_type(kind), bulletin_paper_name(&b, kind, name), &bytes,
                         e);
}

static const struct route_input NEW_INPUTS[] = {
    {"kind", INPUT_TEXT, true, N_("QUARTER、MIDYEAR 或 YEAR")},
    {"year", INPUT_INTEGER, true, N_("年份")},
    {"quarter", INPUT_INTEGER, false, N_("第几季度")},
    {.name = NULL},
};
static const struct route_input SECTION_INPUTS[] = {
    {"heading", INPUT_TEXT, true, N_("标题")},
    {"body", INPUT_TEXT, true, N_("正文：数字用 [[12]] 这样的标记")},
    {"seen", INPUT_INTEGER, false, N_("改的是哪一次变更的文字")},
    {.name = NULL},
};
static const struct route_input REASON_INPUTS[] = {
    {"reason", INPUT_TEXT, true, N_("原因")},
    {.name = NULL},
};
static const struct route_input ISSUE_INPUTS[] = {
    {"number", INPUT_INTEGER, false, N_("文号的序号；默认本年下一号")},
    {.name = NULL},
};
#define ONE "/bulletins/{bulletin}"
static const struct route ROUTES[] = {
    {HTTP_GET, "/bulletins/new", new_show, PERMISSION_BULLETIN_DRAFT, N_("起草通报"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/bulletins", new_do, PERMISSION_BULLETIN_DRAFT, N_("起草通报"),
     .inputs = NEW_INPUTS},
    {HTTP_GET, ONE "/sections/{section}", section_show, PERMISSION_BULLETIN_DRAFT, N_("修改通报")},
    {HTTP_POST, ONE "/sections/{section}", section_do, PERMISSION_BULLETIN_DRAFT, N_("修改通报"),
     .inputs = SECTION_INPUTS},
    {HTTP_POST, ONE "/redraft", redraft_do, PERMISSION_BULLETIN_DRAFT, N_("更新通报数据")},
    {HTTP_POST, ONE "/submit", submit_do, PERMISSION_BULLETIN_DRAFT, N_("通报送签")},
    {HTTP_POST, ONE "/send-back", send_back_do, PERMISSION_BULLETIN_ISSUE, N_("退回通报"),
     .inputs = REASON_INPUTS},
    {HTTP_POST, ONE "/issue", issue_do, PERMISSION_BULLETIN_ISSUE, N_("签发通报"),
     .inputs = ISSUE_INPUTS},
    {HTTP_POST, ONE "/discard", discard_do, PERMISSION_BULLETIN_DRAFT, N_("作废通报"),
     .inputs = REASON_INPUTS},
    {HTTP_GET, ONE "/paper.pdf", paper_show, PERMISSION_BULLETIN_READ, N_("通报")},
    {HTTP_GET, ONE "/paper.docx", paper_show, PERMISSION_BULLETIN_READ, N_("通报")},
};
const struct route_table BULLETIN_STEP_ROUTES = ROUTE_TABLE("bulletin_step", ROUTES);
