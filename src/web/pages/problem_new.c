/* A problem put on the list, at a meeting or from an indicator. */
#include <inttypes.h>

#include "base/i18n.h"
#include "domain/indicator/indicator.h"
#include "web/pages/meeting_page.h"
#include "web/pages/pages.h"
#include "web/pages/place.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"

static const struct plain_field FIELDS[] = {
    {"title", N_("问题"), NULL, PLAIN_TEXT, false},
    {"cause", N_("原因"), NULL, PLAIN_LONG, false},
    {"measure", N_("措施"), NULL, PLAIN_LONG, false},
    {"township", N_("乡镇"), N_("不选表示全县的问题"), PLAIN_CHOICE, true},
    {"owner", N_("责任单位"), NULL, PLAIN_TEXT, false},
    {"due_on", N_("解决期限"), NULL, PLAIN_DATE, false},
    {"indicator", N_("有关的指标"), NULL, PLAIN_CHOICE, true},
    {"meeting", N_("在哪次调度会上提出"), N_("调度会的编号；不是会上提出的不填"), PLAIN_NUMBER,
     true},
};
static const struct plain_cause CAUSES[] = {
    {"MEETING_UNKNOWN", "meeting"}, {"MEETING_STATE", "meeting"}, {NULL, NULL}};

static enum status form_begin(struct request *r, struct plain_form *f, struct error *e)
{
    const struct division_table *table;
    const struct division *d;
    const struct indicator *i;
    plain_begin(f, r, r->page, FIELDS, sizeof FIELDS / sizeof FIELDS[0]);
    TRY(place_table(r, date_month(date_today()), &table, e));
    for (size_t k = 0; (d = division_at(table, k)) != NULL; k++)
        if (d->level == 2)
            plain_choice(f, "township", arena_printf(r->arena, "%" PRId64, d->code), d->name);
    for (size_t k = 0; (i = indicator_at(k)) != NULL; k++)
        plain_choice(f, "indicator", i->code, request_text(r, i->label));
    return STATUS_OK;
}

static enum status form_respond(struct request *r, struct plain_form *f, unsigned status,
                                const struct error *why, struct error *e)
{
    plain_end(f);
    return respond_page_status(r, status, "problem/new.html", NULL, why, e);
}

static enum status new_show(struct request *r, struct error *e)
{
    struct plain_form f;
    TRY(form_begin(r, &f, e));
    return form_respond(r, &f, 200, NULL, e);
}

static enum status raise_act(struct request *r, struct plain_form *f, int64_t *ret_id,
                             struct error *e)
{
    struct db *db;
    struct problem_new new = {.title = plain_text(f, "title"),
                              .cause = plain_text(f, "cause"),
                              .measure = plain_text(f, "measure"),
                              .township = plain_number(f, "township"),
                              .owner = plain_text(f, "owner"),
                              .due_on = plain_date(f, "due_on"),
                              .indicator = plain_text(f, "indicator"),
                              .source_id = plain_number(f, "meeting")};
    new.source = new.source_id ? PROBLEM_MEETING : PROBLEM_INDICATOR;
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    return problem_raise(db, r->county, &new, r->session.user.name, ret_id, e);
}

static enum status raise_do(struct request *r, struct error *e)
{
    struct plain_form f;
    struct error why = {0};
    int64_t id = 0;
    TRY(form_begin(r, &f, e));
    enum status s = raise_act(r, &f, &id, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已列入问题清单")), e, "/problems/%" PRId64,
                                id);
    if (!meeting_is_shown(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, CAUSES, &why);
    return form_respond(r, &f, 422, &why, e);
}

static const struct route_input RAISE_INPUTS[] = {
    {"title", INPUT_TEXT, true, N_("问题")},
    {"cause", INPUT_TEXT, true, N_("原因")},
    {"measure", INPUT_TEXT, true, N_("措施")},
    {"owner", INPUT_TEXT, true, N_("责任单位")},
    {"due_on", INPUT_DATE, true, N_("解决期限")},
    {"township", INPUT_INTEGER, false, N_("乡镇")},
    {"indicator", INPUT_TEXT, false, N_("有关的指标")},
    {"meeting", INPUT_INTEGER, false, N_("在哪次调度会上提出")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/problems/new", new_show, PERMISSION_MEETING_MANAGE, N_("登记问题"),
     AUDIENCE_PEOPLE},
    {HTTP_POST, "/problems", raise_do, PERMISSION_MEETING_MANAGE, N_("登记问题"),
     .inputs = RAISE_INPUTS},
};
const struct route_table PROBLEM_NEW_ROUTES = ROUTE_TABLE("problem_new", ROUTES);
