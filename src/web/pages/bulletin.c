/* Bulletins as they are read: the list, one with its figures opened to their rows, and what
   everybody may read of the issued ones. */
#include "web/pages/bulletin_page.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "office/planpaper/bulletin.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

bool bulletin_is_shown(enum status s, const struct error *why)
{
    return s == STATUS_REFUSED && strncmp(why->code, "ACCESS_", 7) != 0;
}

static bool sees_drafts(const struct request *r)
{
    return request_sees_county(r) || request_can(r, PERMISSION_BULLETIN_DRAFT) ||
           request_can(r, PERMISSION_BULLETIN_ISSUE);
}

enum status bulletin_of_address(struct request *r, struct bulletin *ret, struct error *e)
{
    struct bulletin b;
    int64_t id;
    TRY(request_parameter_i64(r, "bulletin", &id));
    TRY(bulletin_read(r->db, r->county, id, r->arena, &b, e));
    if (b.state != BULLETIN_ISSUED && (!r->has_session || !sees_drafts(r)))
        return STATUS_NONE;
    *ret = b;
    return STATUS_OK;
}

const char *bulletin_figure_path(struct request *r, const struct bulletin *b,
                                 const struct bulletin_figure *f)
{
    char from[MONTH_TEXT_BYTES], to[MONTH_TEXT_BYTES];
    if (!f->indicator)
        return arena_printf(r->arena, "/assessments/%" PRId64, b->assessment);
    return arena_printf(
        r->arena, "/indicators/%s/rows?township=%" PRId64 "&from=%s&to=%s&known=%" PRId64, f->code,
        f->township, month_format(f->from, from), month_format(f->to, to), b->known);
}

void bulletin_head_add(struct request *r, struct view *v, const struct bulletin *b)
{
    view_add_integer(v, "bulletin", b->id);
    view_add_text(v, "kind", bulletin_kind_code(b->kind));
    view_add_text(v, "kind_label", request_text(r, bulletin_kind_label(b->kind)));
    view_add_integer(v, "year", b->year);
    view_add_integer(v, "quarter", b->quarter);
    view_add_month(v, "from", b->from);
    view_add_month(v, "to", b->to);
    view_add_text(v, "bulletin_title", b->title);
    view_add_text(v, "addressee", b->addressee);
    view_add_text(v, "document", b->document);
    view_add_text(v, "state_label", request_text(r, bulletin_state_label(b->state)));
    view_add_bool(v, "is_draft", b->state == BULLETIN_DRAFT);
    view_add_bool(v, "is_submitted", b->state == BULLETIN_SUBMITTED);
    view_add_bool(v, "is_issued", b->state == BULLETIN_ISSUED);
    view_add_bool(v, "is_discarded", b->state == BULLETIN_DISCARDED);
    if (b->issued_on.v)
        view_add_date(v, "issued_on", b->issued_on);
}

/* ---- one ---- */

struct showing {
    struct request *r;
    const struct bulletin *b;
    const struct bulletin_figure *figures;
    size_t count;
    bool is_public;
};

static enum status line_add(const struct showing *x, struct view *lines, const char *line,
                            struct error *e)
{
    struct bulletin_mark *pieces;
    size_t n;
    TRY(bulletin_text_pieces(x->figures, x->count, line, x->r->arena, &pieces, &n, e));
    struct view *v = view_add_object(lines, NULL);
    view_add_bool(v, "is_heading", bulletin_line_is_heading(line));
    struct view *list = view_add_list(v, "pieces");
    for (size_t i = 0; i < n; i++) {
        struct view *p = view_add_object(list, NULL);
        view_add_textf(p, "text", "%.*s", (int)pieces[i].bytes, pieces[i].text);
        view_add_text(p, "path",
                      pieces[i].figure && !x->is_public
                          ? bulletin_figure_path(x->r, x->b, pieces[i].figure)
                          : "");
        view_add_bool(p, "is_figure", pieces[i].figure != NULL);
    }
    return STATUS_OK;
}

static enum status section_add(const struct showing *x, struct view *sections,
                               const struct bulletin_section *s, struct error *e)
{
    static const char *const ordinals[] = {"", "一", "二", "三", "四", "五", "六"};
    struct view *v = view_add_object(sections, NULL);
    const char *heading;
    TRY(bulletin_text_print(x->figures, x->count, s->heading, x->r->arena, &heading, e));
    view_add_integer(v, "section", s->number);
    view_add_textf(v, "heading", "%s、%s", ordinals[s->number], heading);
    view_add_bool(v, "is_edited", s->is_edited && !x->is_public);
    struct view *lines = view_add_list(v, "lines");
    for (const char *at = s->body; at; at = *at ? at + 1 : NULL) {
        const size_t bytes = strcspn(at, "\n");
        const char *line = arena_strndup(x->r->arena, at, bytes);
        if (!line)
            return arena_exhausted(e);
        if (bytes)
            TRY(line_add(x, lines, line, e));
        at += bytes;
    }
    if (s->number == BULLETIN_SECTION_TABLE)
        TRY(bulletin_tables_add(view_add_object(v, "whole"), x->figures, x->count, x->r->arena, e));
    return STATUS_OK;
}

enum status bulletin_view_add(struct request *r, const struct bulletin *b, bool is_public,
                              struct error *e)
{
    struct showing x = {.r = r, .b = b, .is_public = is_public};
    struct bulletin_figure *figures;
    struct bulletin_section *list;
    char key[MONTH_TEXT_BYTES], hex[HASH_HEX_BYTES];
    size_t n;
    TRY(bulletin_figure_list(r->db, r->county, b, r->arena, &figures, &x.count, e));
    x.figures = figures;
    TRY(bulletin_section_list(r->db, r->county, b, r->arena, &list, &n, e));
    bulletin_head_add(r, r->page, b);
    if (!is_public) {
        view_add_text(r->page, "from_key", month_format(b->from, key));
        view_add_text(r->page, "to_key", month_format(b->to, key));
        view_add_integer(r->page, "known", b->known);
        view_add_integer(r->page, "assessment", b->assessment);
        view_add_integer(r->page, "version", b->version);
    }
    hash_hex(b->content_hash, hex);
    view_add_text(r->page, "sha256", b->has_hash ? hex : "");
    struct view *sections = view_add_list(r->page, "sections");
    for (size_t i = 0; i < n; i++)
        TRY(section_add(&x, sections, &list[i], e));
    return STATUS_OK;
}

static const char *person(const struct request *r, const char *user)
{
    struct access_user row;
    if (user[0] != '\0' &&
        access_user_by_name(r->db, r->county, user, r->arena, &row, NULL) == STATUS_OK &&
        row.title && row.title[0] != '\0')
        return row.title;
    return user;
}

enum status bulletin_respond(struct request *r, const struct bulletin *b, unsigned status,
                             const struct error *why, struct error *e)
{
    const bool may_draft = request_can(r, PERMISSION_BULLETIN_DRAFT);
    const bool is_own = strcmp(b->prepared_by, r->session.user.name) == 0;
    const bool is_open = b->state == BULLETIN_DRAFT || b->state == BULLETIN_SUBMITTED;
    TRY(bulletin_view_add(r, b, false, e));
    view_add_text(r->page, "prepared_by", person(r, b->prepared_by));
    view_add_text(r->page, "issued_by", person(r, b->issued_by));
    view_add_bool(r->page, "can_edit", may_draft && b->state == BULLETIN_DRAFT);
    view_add_bool(r->page, "can_discard", may_draft && is_open);
    view_add_bool(r->page, "can_issue",
                  b->state == BULLETIN_SUBMITTED && !is_own &&
                      request_can(r, PERMISSION_BULLETIN_ISSUE));
    view_add_text(r->page, "reason_typed",
                  r->method == HTTP_POST ? request_field(r, "reason") : "");
    view_add_text(r->page, "number_typed",
                  r->method == HTTP_POST ? request_field(r, "number") : "");
    return respond_page_status(r, status, "bulletin/page.html", b->title, why, e);
}

static enum status bulletin_show(struct request *r, struct error *e)
{
    struct bulletin b;
    TRY(bulletin_of_address(r, &b, e));
    return bulletin_respond(r, &b, 200, NULL, e);
}

/* ---- lists ---- */

static enum status list_add(struct request *r, bool is_issued_only, struct error *e)
{
    struct bulletin *list;
    size_t n;
    const int64_t year = query_number(r, "year");
    const bool has_year = year > 0 && year < 10000;
    TRY(bulletin_list(r->db, r->county, has_year ? (int)year : 0, is_issued_only, r->arena, &list,
                      &n, e));
    if (has_year)
        view_add_integer(r->page, "year", year);
    struct view *rows = view_add_list(r->page, "bulletins");
    for (size_t i = 0; i < n; i++)
        bulletin_head_add(r, view_add_object(rows, NULL), &list[i]);
    return STATUS_OK;
}

static enum status list_show(struct request *r, struct error *e)
{
    TRY(list_add(r, !sees_drafts(r), e));
    view_add_bool(r->page, "can_draft", request_can(r, PERMISSION_BULLETIN_DRAFT));
    return respond_page(r, "bulletin/list.html", NULL, e);
}

static enum status public_list_show(struct request *r, struct error *e)
{
    TRY(list_add(r, true, e));
    return respond_page(r, "public/bulletins.html", NULL, e);
}

static enum status public_show(struct request *r, struct error *e)
{
    struct bulletin b;
    TRY(bulletin_of_address(r, &b, e));
    if (b.state != BULLETIN_ISSUED)
        return STATUS_NONE;
    TRY(bulletin_view_add(r, &b, true, e));
    return respond_page(r, "public/bulletin.html", b.title, e);
}

static const struct route_input YEAR_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("哪一年；默认全部")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/bulletins", list_show, PERMISSION_BULLETIN_READ, N_("通报"),
     .inputs = YEAR_INPUTS},
    {HTTP_GET, "/bulletins/{bulletin}", bulletin_show, PERMISSION_BULLETIN_READ, N_("通报")},
    {HTTP_GET, "/public/bulletins", public_list_show, PERMISSION_PUBLIC, N_("民生工程通报"),
     .inputs = YEAR_INPUTS, .is_kept = true},
    {HTTP_GET, "/public/bulletins/{bulletin}", public_show, PERMISSION_PUBLIC, N_("民生工程通报"),
     .is_kept = true},
};
const struct route_table BULLETIN_ROUTES = ROUTE_TABLE("bulletin", ROUTES);
