#include "web/pages/project_page.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "office/projectpaper/report.h"
#include "web/pages/query.h"

#define FACT_BYTES 512

int64_t project_scope_of(const struct request *r)
{
    return request_sees_county(r) ? 0 : division_township(r->session.user.scope);
}

enum status project_of_address(struct request *r, struct project *ret, struct error *e)
{
    struct error why = {0};
    enum status s =
        project_find(r->db, r->county, request_parameter(r, "project"), r->arena, ret, &why);
    if (s == STATUS_REFUSED)
        return STATUS_NONE;
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return access_in_scope(r->session.user.scope, ret->scope.township) ? STATUS_OK : STATUS_NONE;
}

const char *project_stage_words(const struct request *r, enum project_stage stage)
{
    return request_text(r,
                        stage == STAGE_NONE ? N_("未开始") : PROJECT_STAGE_ROWS[stage - 1].label);
}

void project_head_add(const struct request *r, struct view *v, const struct project *p)
{
    view_add_text(v, "project", p->code);
    view_add_text(v, "code", p->code);
    view_add_text(v, "name", p->name);
    view_add_integer(v, "home", p->home);
    view_add_text(v, "home_name", p->home_name);
    view_add_integer(v, "township_code", p->scope.township);
    view_add_text(v, "township", p->scope.township_name);
    view_add_text(v, "kind_label", request_text(r, project_kind_words(p->scope.kind)));
    view_add_bool(v, "is_city", p->is_city);
    view_add_bool(v, "is_county", p->is_county);
    view_add_bool(v, "is_cancelled", p->is_cancelled);
    view_add_bool(v, "has_open_change", p->has_open_change);
    view_add_count(v, "beds", p->scope.beds);
}

const char *project_person(const struct request *r, const char *user)
{
    struct access_user row;
    struct error ignored;
    if (user == NULL || user[0] == '\0')
        return "";
    const bool is_known =
        access_user_by_name(r->db, r->county, user, r->arena, &row, &ignored) == STATUS_OK;
    return is_known && row.title[0] != '\0' ? row.title : user;
}

void project_share_add(struct view *v, const char *name, int64_t numerator, int64_t denominator)
{
    char text[RATIO_TEXT_BYTES];
    view_add_text(v, name, ratio_percent(numerator, denominator, 2, text));
}

void project_percent_add(struct view *v, const char *name, int64_t numerator, int64_t denominator)
{
    char text[RATIO_TEXT_BYTES];
    view_add_text(v, name, ratio_number(numerator, denominator, 2, text));
}

void project_compared_add(const struct request *r, struct view *v, const char *name, int compared)
{
    struct view *o = view_add_object(v, name);
    view_add_integer(o, "compared", compared);
    view_add_text(o, "label", request_text(r, project_line_words(compared)));
    view_add_bool(o, "is_behind", compared < 0);
    view_add_bool(o, "is_kept", compared >= 0);
}

void project_standing_add(const struct request *r, struct view *v, const struct project_standing *s,
                          struct plan_share line)
{
    view_add_text(v, "book", target_book_code(s->book));
    view_add_text(v, "book_label", request_text(r, target_book_label(s->book)));
    view_add_bool(v, "has_target", s->has_target);
    view_add_count(v, "projects", s->projects);
    view_add_count(v, "target_beds", s->target_beds);
    view_add_count(v, "beds_due", s->beds_due);
    view_add_count(v, "beds_done", s->beds);
    project_share_add(v, "beds_share", s->beds, s->target_beds);
    view_add_fen(v, "target_investment_fen", s->target_investment);
    view_add_fen(v, "investment_due_fen", FEN(plan_line_due(s->target_investment.v, line)));
    view_add_fen(v, "invested_fen", s->invested);
    project_share_add(v, "investment_share", s->invested.v, s->target_investment.v);
    project_share_add(v, "stage_share", s->stage_bp, s->target_stage_bp);
    project_share_add(v, "line", line.numerator, line.denominator);
    if (!s->has_target)
        return;
    project_compared_add(r, v, "by_beds", s->by_beds);
    project_compared_add(r, v, "by_investment", s->by_investment);
    project_compared_add(r, v, "by_stage", s->by_stage);
}

void project_amounts_add(const struct request *r, struct view *v, const char *name,
                         const struct fen amounts[PROJECT_SOURCES])
{
    struct view *list = view_add_list(v, name);
    for (int i = 0; i < PROJECT_SOURCES; i++) {
        struct view *one = view_add_object(list, NULL);
        view_add_text(one, "label", request_text(r, PROJECT_SOURCE_LABELS[i]));
        view_add_fen(one, "amount_fen", amounts[i]);
    }
}

void project_return_add(const struct request *r, struct view *v, const struct project *p,
                        const struct project_return *m)
{
    struct fen received = FEN(0);
    for (int i = 0; i < PROJECT_SOURCES; i++)
        if (fen_add(received, m->received[i], &received) != STATUS_OK)
            break;
    view_add_integer(v, "return", m->id);
    view_add_textf(v, "path", "/projects/%s/returns/%" PRId64, p->code, m->id);
    view_add_month(v, "month", m->month);
    view_add_integer(v, "version", m->version);
    view_add_bool(v, "is_correction", m->version > 1);
    view_add_text(v, "state", return_state_code(m->state));
    view_add_text(v, "state_label", request_text(r, return_state_label(m->state)));
    view_add_bool(v, "is_signed", m->state == RETURN_SIGNED);
    view_add_bool(v, "is_waiting", m->state == RETURN_SUBMITTED || m->state == RETURN_DRAFT);
    view_add_bool(v, "is_sent_back", m->state == RETURN_SENT_BACK);
    view_add_count(v, "beds_added", m->beds_added);
    view_add_count(v, "beds_total", m->beds_total);
    view_add_fen(v, "invested_fen", m->invested);
    view_add_fen(v, "invested_total_fen", m->invested_total);
    view_add_fen(v, "received_fen", received);
    view_add_text(v, "stage_label", project_stage_words(r, m->stage));
    view_add_text(v, "progress", m->progress);
    view_add_text(v, "problem", m->problem);
    view_add_text(v, "cause", m->cause);
    view_add_text(v, "measure", m->measure);
    view_add_text(v, "prepared_by", project_person(r, m->prepared_by));
    view_add_date(v, "prepared_on", m->prepared_on);
    view_add_text(v, "signed_by", project_person(r, m->signed_by));
    if (m->signed_on.v != 0)
        view_add_date(v, "signed_on", m->signed_on);
    view_add_text(v, "reason", m->reason);
}

bool project_is_shown(enum status s, const struct error *why)
{
    return s == STATUS_REFUSED && strncmp(why->code, "ACCESS_", 7) != 0;
}

/* ---- short forms ---- */

void project_fact(struct request *r, struct view *facts, const char *label, const char *format, ...)
{
    char text[FACT_BYTES];
    va_list arguments;
    struct view *v = view_add_object(facts, NULL);
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    view_add_text(v, "label", request_text(r, label));
    view_add_text(v, "value", text);
}

void project_default_number(struct plain_form *f, const char *name, int64_t v)
{
    plain_default(f, name, arena_printf(f->r->arena, "%" PRId64, v));
}

void project_default_fen(struct plain_form *f, const char *name, struct fen v)
{
    char text[FEN_TEXT_BYTES];
    if (v.v != 0)
        plain_default(f, name, arena_strdup(f->r->arena, fen_format(v, text)));
}

void project_default_date(struct plain_form *f, const char *name, struct date v)
{
    char text[DATE_TEXT_BYTES];
    if (v.v != 0 && v.v != DATE_OPEN.v)
        plain_default(f, name, arena_strdup(f->r->arena, date_format(v, text)));
}

const char *const PROJECT_SOURCE_FIELDS[PROJECT_SOURCES] = {"central", "province", "city", "county",
                                                            "own"};

void project_sources_default(struct plain_form *f, const struct fen amounts[PROJECT_SOURCES])
{
    for (int i = 0; i < PROJECT_SOURCES; i++)
        project_default_fen(f, PROJECT_SOURCE_FIELDS[i], amounts[i]);
}

void project_sources_typed(struct plain_form *f, struct fen ret[PROJECT_SOURCES])
{
    for (int i = 0; i < PROJECT_SOURCES; i++)
        ret[i] = plain_yuan(f, PROJECT_SOURCE_FIELDS[i]);
}

static enum status form_respond(struct request *r, const struct project *p,
                                const struct project_form *form, struct plain_form *f,
                                const struct error *why, struct error *e)
{
    const char *title = arena_printf(r->arena, "%s · %s", p->name, request_text(r, form->title));
    if (title == NULL)
        return arena_exhausted(e);
    plain_end(f);
    project_head_add(r, r->page, p);
    view_add_text(r->page, "path", r->path);
    view_add_text(r->page, "button", request_text(r, form->button));
    view_add_bool(r->page, "takes_photo", form->takes_photo);
    return respond_page_status(r, why != NULL ? 422 : 200, "project/form.html", title, why, e);
}

/* The domain names the field in the error's place: "finish" for finish_on. */
static void place_fault(struct plain_form *f, const struct error *why)
{
    const size_t n = strlen(why->place);
    for (size_t i = 0; i < f->count && n > 0; i++) {
        const char *name = f->fields[i].name;
        if (strncmp(name, why->place, n) == 0 && (name[n] == '\0' || strcmp(name + n, "_on") == 0))
            plain_fault(f, name, why->message);
    }
}

enum status project_form_serve(struct request *r, const struct project_form *form, struct error *e)
{
    struct project p;
    struct plain_form f;
    struct error why = {0};
    const char *path = NULL;
    TRY(project_of_address(r, &p, e));
    plain_begin(&f, r, r->page, form->fields, form->count);
    TRY(form->begin(r, &p, &f, e));
    if (r->method == HTTP_GET)
        return form_respond(r, &p, form, &f, NULL, e);
    enum status s = form->act(r, &p, &f, &path, &why);
    if (s == STATUS_OK)
        return path != NULL
                   ? respond_redirect(r, request_text(r, form->notice), e, "%s", path)
                   : respond_redirect(r, request_text(r, form->notice), e, "/projects/%s", p.code);
    if (!project_is_shown(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, form->causes, &why);
    place_fault(&f, &why);
    return form_respond(r, &p, form, &f, &why, e);
}
