/* Responsibility letters: all of a year, one with its lines, signed here, printed. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "office/planpaper/letter.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/pages/target_page.h"

static void head_add(struct request *r, struct view *v, const struct target_letter *l)
{
    view_add_integer(v, "letter", l->id);
    view_add_integer(v, "year", l->year);
    view_add_text(v, "township", l->township_name);
    view_add_integer(v, "version", l->version);
    view_add_text(v, "state", target_letter_state_code(l->state));
    view_add_text(v, "state_label", request_text(r, target_letter_state_label(l->state)));
    view_add_bool(v, "is_signed", l->state == LETTER_SIGNED);
    view_add_bool(v, "is_waiting", l->state == LETTER_ISSUED);
    view_add_text(v, "document", l->document);
    view_add_date(v, "issued_on", l->issued_on);
    view_add_text(v, "issued_by", target_person(r, l->issued_by));
    view_add_text(v, "bureau_signer", l->bureau_signer);
    view_add_text(v, "township_signer", l->township_signer);
    if (l->signed_on.v)
        view_add_date(v, "signed_on", l->signed_on);
}

static enum status letters_respond(struct request *r, unsigned status, const struct error *why,
                                   struct error *e)
{
    struct target_letter *list;
    int year = target_year_of(r);
    size_t n;
    TRY(target_letter_list(r->db, r->county, year, 0, false, KNOWN_NOW, r->arena, &list, &n, e));
    target_year_add(r, year);
    struct view *letters = view_add_list(r->page, "letters");
    for (size_t i = 0; i < n; i++)
        if (access_in_scope(target_scope_of(r), list[i].township))
            head_add(r, view_add_object(letters, NULL), &list[i]);
    view_add_bool(r->page, "can_issue", request_can(r, PERMISSION_TARGET_ISSUE));
    view_add_text(r->page, "document", r->method == HTTP_POST ? request_field(r, "document") : "");
    return respond_page_status(r, status, "target/letters.html", NULL, why, e);
}

static enum status letters_show(struct request *r, struct error *e)
{
    return letters_respond(r, 200, NULL, e);
}

static enum status letters_do(struct request *r, struct error *e)
{
    struct db *db;
    struct error why = {0};
    int year = target_year_of(r);
    size_t n = 0;
    TRY(request_writer(r, &db, e));
    enum status s = target_letter_issue(db, r->county, year, 0, request_field(r, "document"),
                                        r->session.user.name, &n, &why);
    if (s == STATUS_OK || s == STATUS_NONE)
        return respond_redirect(r,
                                request_text(r, s == STATUS_OK
                                                    ? N_("已签发目标责任书")
                                                    : N_("各乡镇的目标没有变动，责任书不必重签")),
                                e, "/targets/letters?year=%d", year);
    if (target_is_shown(s, &why))
        return letters_respond(r, 422, &why, e);
    *e = why;
    return s;
}

/* ---- one ---- */

static enum status letter_of_address(struct request *r, struct target_letter *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "letter", &id));
    TRY(target_letter_read(r->db, r->county, id, KNOWN_NOW, r->arena, ret, e));
    return access_in_scope(target_scope_of(r), ret->township) ? STATUS_OK : STATUS_NONE;
}

static enum status letter_respond(struct request *r, unsigned status, const struct error *why,
                                  struct error *e)
{
    struct target_letter l;
    char hex[HASH_HEX_BYTES];
    TRY(letter_of_address(r, &l, e));
    head_add(r, r->page, &l);
    hash_hex(l.content_hash, hex);
    view_add_text(r->page, "sha256", hex);
    struct view *books = view_add_list(r->page, "books");
    for (int b = BOOK_COUNTY; b >= BOOK_CITY; b--) {
        struct view *v = view_add_object(books, NULL);
        view_add_text(v, "book_label", request_text(r, target_book_label((enum target_book)b)));
        struct view *lines = view_add_list(v, "lines");
        for (size_t i = 0; i < l.line_count; i++) {
            const struct target_letter_line *line = &l.lines[i];
            char value[TARGET_VALUE_BYTES];
            if ((int)line->book != b)
                continue;
            struct view *row = view_add_object(lines, NULL);
            view_add_integer(row, "split", line->split);
            view_add_text(row, "measure_label",
                          request_text(r, target_measure_label(line->measure)));
            view_add_text(row, "value", target_value_text(line->unit, line->value, value));
            view_add_date(row, "due_on", line->due_on);
            view_add_text(row, "clause", line->clause);
        }
    }
    view_add_bool(r->page, "can_sign",
                  l.state == LETTER_ISSUED && request_can(r, PERMISSION_TARGET_SIGN));
    return respond_page_status(r, status, "target/letter.html", NULL, why, e);
}

static enum status letter_show(struct request *r, struct error *e)
{
    return letter_respond(r, 200, NULL, e);
}

static enum status sign_do(struct request *r, struct error *e)
{
    struct db *db;
    struct error why = {0};
    struct target_letter l;
    TRY(letter_of_address(r, &l, e));
    TRY(request_writer(r, &db, e));
    enum status s = target_letter_sign(db, r->county, l.id, request_field(r, "signer"),
                                       r->session.user.name, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已签订目标责任书")), e,
                                "/targets/letters/%" PRId64, l.id);
    if (target_is_shown(s, &why))
        return letter_respond(r, 422, &why, e);
    *e = why;
    return s;
}

/* ---- paper ---- */

static struct target_letter_paper paper_of(const struct request *r)
{
    bool is_pdf = text_equals(strrchr(r->match.route->pattern, '.'), document_ending(DOCUMENT_PDF));
    return (struct target_letter_paper){.kind = is_pdf ? DOCUMENT_PDF : DOCUMENT_DOCX,
                                        .today = date_today()};
}

static enum status paper_respond(struct request *r, const struct target_letter_paper *paper,
                                 int64_t number, struct buf *bytes, struct error *e)
{
    const char *file = arena_printf(r->arena, "%s-%" PRId64 "%s", request_text(r, N_("目标责任书")),
                                    number, document_ending(paper->kind));
    if (!file)
        return arena_exhausted(e);
    return respond_bytes(r, document_media_type(paper->kind), file, bytes, e);
}

static enum status letter_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct target_letter_paper paper = paper_of(r);
    struct target_letter l;
    TRY(letter_of_address(r, &l, e));
    TRY(target_letter_paper_render(r->db, r->county, l.id, &paper, &bytes, e));
    return paper_respond(r, &paper, l.id, &bytes, e);
}

static enum status letters_paper(struct request *r, struct error *e)
{
    CLEANUP(buf_free) struct buf bytes = BUF_INIT(RESPONSE_BYTES_MAX);
    const struct target_letter_paper paper = paper_of(r);
    int year = target_year_of(r);
    TRY(target_letters_paper_render(r->db, r->county, year, target_scope_of(r), &paper, &bytes, e));
    return paper_respond(r, &paper, year, &bytes, e);
}

static const struct route_input YEAR_INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("哪一年；默认今年")},
    {.name = NULL},
};
static const struct route_input ISSUE_INPUTS[] = {
    {"document", INPUT_TEXT, true, N_("文号")},
    {.name = NULL},
};
static const struct route_input SIGN_INPUTS[] = {
    {"signer", INPUT_TEXT, false, N_("签订人姓名；不写为职务")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/targets/letters", letters_show, PERMISSION_TARGET_READ, N_("目标责任书"),
     .inputs = YEAR_INPUTS},
    {HTTP_POST, "/targets/letters", letters_do, PERMISSION_TARGET_ISSUE, N_("签发目标责任书"),
     .inputs = ISSUE_INPUTS},
    {HTTP_GET, "/targets/letters/all.pdf", letters_paper, PERMISSION_TARGET_READ,
     N_("全部目标责任书"), .inputs = YEAR_INPUTS},
    {HTTP_GET, "/targets/letters/{letter}", letter_show, PERMISSION_TARGET_READ, N_("目标责任书")},
    {HTTP_POST, "/targets/letters/{letter}/sign", sign_do, PERMISSION_TARGET_SIGN,
     N_("签订目标责任书"), .inputs = SIGN_INPUTS},
    {HTTP_GET, "/targets/letters/{letter}/paper.pdf", letter_paper, PERMISSION_TARGET_READ,
     N_("目标责任书")},
    {HTTP_GET, "/targets/letters/{letter}/paper.docx", letter_paper, PERMISSION_TARGET_READ,
     N_("目标责任书")},
};
const struct route_table TARGET_LETTER_ROUTES = ROUTE_TABLE("target_letter", ROUTES);
