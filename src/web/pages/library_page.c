#include "web/pages/library_page.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "web/pages/query.h"

bool library_is_shown(enum status s, const struct error *why)
{
    return s == STATUS_REFUSED && strncmp(why->code, "ACCESS_", 7) != 0;
}

static enum status form_respond(struct request *r, const struct library_form *form,
                                struct plain_form *f, const struct error *why, struct error *e)
{
    plain_end(f);
    view_add_text(r->page, "path", r->path);
    view_add_text(r->page, "back", form->back);
    view_add_text(r->page, "button", request_text(r, form->button));
    if (form->long_text) {
        struct view *v = view_add_object(r->page, "long_text");
        view_add_text(v, "name", form->long_text);
        view_add_text(v, "value",
                      r->method == HTTP_POST ? request_field(r, form->long_text)
                      : form->long_value     ? form->long_value
                                             : request_query(r, form->long_text));
    }
    return respond_page_status(r, why ? 422 : 200, "library/form.html", NULL, why, e);
}

enum status library_form_serve(struct request *r, const struct library_form *form, struct error *e)
{
    static const struct plain_cause none[] = {{NULL, NULL}};
    struct plain_form f;
    struct error why = {0};
    const char *path = form->back;
    plain_begin(&f, r, r->page, form->fields, form->count);
    if (form->begin)
        TRY(form->begin(r, &f, e));
    if (r->method == HTTP_GET)
        return form_respond(r, form, &f, NULL, e);
    enum status s = form->act(r, &f, &path, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, form->notice), e, "%s", path);
    if (!library_is_shown(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, none, &why);
    return form_respond(r, form, &f, &why, e);
}

const char *library_person(const struct request *r, const char *user)
{
    struct access_user row;
    struct error ignored;
    if (!user || !user[0])
        return "";
    return access_user_by_name(r->db, r->county, user, r->arena, &row, &ignored) == STATUS_OK &&
                   row.title[0]
               ? row.title
               : user;
}

void library_default_date(struct plain_form *f, const char *name, struct date v)
{
    char text[DATE_TEXT_BYTES];
    plain_default(f, name, arena_strdup(f->r->arena, date_format(v, text)));
}

int64_t library_township_of(const struct request *r)
{
    int64_t scope = r->session.user.scope;
    if (request_sees_county(r))
        return 0;
    while (scope > 0 && scope < INT64_C(100000000000))
        scope *= 10;
    return division_township(scope);
}

void library_programme_choices(struct request *r, struct plain_form *f)
{
    (void)r;
    for (int p = PROGRAMME_DIBAO; p <= PROGRAMME_COUNT; p++)
        plain_choice(f, "programme", programme_code((enum programme)p),
                     programme_name((enum programme)p));
}

enum status library_programme_typed(struct plain_form *f, int *ret, struct error *e)
{
    const char *code = plain_text(f, "programme");
    enum programme p;
    *ret = 0;
    if (!code[0])
        return STATUS_OK;
    TRY(programme_parse(code, &p, e));
    *ret = (int)p;
    return STATUS_OK;
}

/* ---- documents ---- */

void library_document_add(const struct request *r, struct view *v, const struct library_document *d)
{
    struct date today = date_today();
    view_add_integer(v, "document", d->id);
    view_add_text(v, "kind", library_kind_code(d->kind));
    view_add_text(v, "kind_label", request_text(r, library_kind_label(d->kind)));
    view_add_text(v, "number", d->document);
    view_add_text(v, "title", d->title);
    view_add_text(v, "issuer", d->issuer);
    view_add_text(v, "clause", d->clause);
    view_add_date(v, "issued_on", d->issued_on);
    view_add_date(v, "effective_from", d->effective_from);
    if (d->effective_until.v != DATE_OPEN.v)
        view_add_date(v, "effective_until", d->effective_until);
    view_add_text(v, "programme", d->programme ? programme_name((enum programme)d->programme) : "");
    view_add_bool(v, "is_example", d->is_example);
    view_add_bool(v, "is_over", d->effective_until.v < today.v);
    view_add_bool(v, "is_replaced", d->replaced_by != 0);
    view_add_bool(v, "is_to_come", d->effective_from.v > today.v);
    view_add_bool(v, "is_approved", d->state == LIBRARY_APPROVED);
    view_add_bool(v, "is_open", d->state == LIBRARY_ENTERED || d->has_open_version);
    view_add_bool(v, "is_public", d->is_public);
}

static enum status hits_add(struct request *r, const struct library_filter *f, const char *query,
                            const char *prefix, struct view *list, struct error *e)
{
    struct library_hit *hits;
    size_t n;
    TRY(library_search(r->db, r->county, query, f, r->arena, &hits, &n, e));
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        library_document_add(r, v, &hits[i].document);
        view_add_textf(v, "path", "%s/%" PRId64, prefix, hits[i].document.id);
        view_add_text(v, "before", hits[i].before);
        view_add_text(v, "match", hits[i].match);
        view_add_text(v, "after", hits[i].after);
    }
    return STATUS_OK;
}

enum status library_rows_add(struct request *r, bool is_public_only, const char *prefix,
                             struct error *e)
{
    struct library_document *all;
    size_t n;
    struct error ignored;
    enum programme p;
    struct library_filter f = {.is_public_only = is_public_only};
    const char *query = text_tidy(r->arena, request_query(r, "q"));
    const char *programme = request_query(r, "programme");
    if (!query)
        return arena_exhausted(e);
    if (programme[0] && programme_parse(programme, &p, &ignored) == STATUS_OK)
        f.programme = (int)p;
    struct view *choices = view_add_list(r->page, "programmes");
    for (int k = PROGRAMME_DIBAO; k <= PROGRAMME_COUNT; k++)
        option_add(choices, programme_code((enum programme)k), programme_name((enum programme)k),
                   k == f.programme);
    view_add_text(r->page, "q", query);
    view_add_text(r->page, "prefix", prefix);
    view_add_bool(r->page, "is_search", query[0] != '\0');
    struct view *list = view_add_list(r->page, "rows");
    if (query[0])
        return hits_add(r, &f, query, prefix, list, e);
    TRY(library_list(r->db, r->county, &f, r->arena, &all, &n, e));
    for (size_t i = 0; i < n; i++) {
        struct view *v = view_add_object(list, NULL);
        library_document_add(r, v, &all[i]);
        view_add_textf(v, "path", "%s/%" PRId64, prefix, all[i].id);
    }
    return STATUS_OK;
}

static enum status parameters_add(struct request *r, const struct library_document *d,
                                  struct error *e)
{
    struct parameter_info *parameters;
    size_t n;
    TRY(library_parameters(r->db, r->county, d, KNOWN_NOW, r->arena, &parameters, &n, e));
    struct view *list = view_add_list(r->page, "parameters");
    for (size_t i = 0; i < n; i++) {
        char text[FEN_TEXT_BYTES];
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "name", policy_key_name(parameters[i].key));
        view_add_text(v, "value",
                      policy_value_format(parameters[i].key, parameters[i].value, text));
        view_add_month(v, "from", parameters[i].from);
        if (parameters[i].to.v != MONTH_OPEN.v)
            view_add_month(v, "to", parameters[i].to);
        view_add_text(v, "clause", parameters[i].clause);
        view_add_text(v, "source", parameters[i].document);
        view_add_bool(v, "is_example", parameters[i].is_example);
    }
    return STATUS_OK;
}

enum status library_text_add(struct request *r, const struct library_document *d, struct error *e)
{
    char *text = arena_strdup(r->arena, d->body), *rest = NULL;
    if (!text)
        return arena_exhausted(e);
    struct view *list = view_add_list(r->page, "paragraphs");
    for (char *line = strtok_r(text, "\r\n", &rest); line; line = strtok_r(NULL, "\r\n", &rest))
        view_add_text(view_add_object(list, NULL), "text", line);
    return parameters_add(r, d, e);
}
