/* Consolidation (整合): one officer of the bureau asks that a home become part of another, a second
   one carries it out; then everybody has moved and the home is closed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "web/pages/homes_page.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/project_page.h"
#include "web/pages/query.h"

static const struct plain_field FIELDS[] = {
    {"into", N_("并入"), N_("这里只列住得下全部老人的敬老院"), PLAIN_CHOICE, false},
    {"on", N_("哪一天并入"), N_("这一晚起住在新的敬老院，本院当天关闭"), PLAIN_DATE, false},
};
static const struct plain_cause CAUSES[] = {
    {"HOME_MERGE", "into"}, {"STAY_BED", "into"}, {"HOME_CLOSED", "into"},
    {"STAY_DATE", "on"},    {NULL, NULL},
};

struct merge {
    struct home home;
    struct plain_form form;
    struct home_merger *asked; /* NULL: nobody has asked */
};

static enum status merge_begin(struct request *r, struct merge *m, struct error *e)
{
    struct home_merge_option *options;
    size_t count, asked_count;
    TRY(home_of_address(r, &m->home, e));
    TRY(home_merger_list(r->db, r->county, m->home.id, r->arena, &m->asked, &asked_count, e));
    if (asked_count == 0)
        m->asked = NULL;
    plain_begin(&m->form, r, r->page, FIELDS, sizeof(FIELDS) / sizeof(FIELDS[0]));
    plain_default(&m->form, "on", home_day_text(r, date_today()));
    TRY(home_merge_options(r->db, r->county, date_today(), r->arena, &options, &count, e));
    for (size_t i = 0; i < count; i++) {
        if (options[i].from != m->home.id)
            continue;
        view_add_bool(r->page, "has_options", true);
        plain_choice(&m->form, "into", arena_printf(r->arena, "%" PRId64, options[i].into),
                     arena_printf(r->arena, request_text(r, N_("%s（空床 %" PRId64 " 张）")),
                                  options[i].into_name, options[i].free_beds));
    }
    return STATUS_OK;
}

static void asked_add(struct request *r, const struct home_merger *asked)
{
    struct view *v = view_add_object(r->page, "asked");
    const bool is_own = strcmp(asked->requested_by, r->session.user.name) == 0;
    view_add_integer(v, "asked_into", asked->into);
    view_add_text(v, "asked_into_name", asked->into_name);
    view_add_date(v, "asked_on", asked->on);
    view_add_text(v, "asked_on_key", home_day_text(r, asked->on));
    view_add_text(v, "asked_by", project_person(r, asked->requested_by));
    view_add_bool(v, "is_own", is_own);
}

static enum status merge_respond(struct request *r, struct merge *m, unsigned status,
                                 const struct error *why, struct error *e)
{
    struct home_figures figures;
    TRY(home_figures_of(r, m->home.id, &figures, e));
    plain_end(&m->form);
    home_head_add(r->page, &m->home);
    home_figures_add(r->page, &figures);
    if (m->asked != NULL)
        asked_add(r, m->asked);
    return respond_page_status(
        r, status, "homes/merge.html",
        arena_printf(r->arena, "%s · %s", request_text(r, N_("敬老院整合")), m->home.name), why, e);
}

static enum status merge_show(struct request *r, struct error *e)
{
    struct merge m = {.asked = NULL};
    TRY(merge_begin(r, &m, e));
    return merge_respond(r, &m, 200, NULL, e);
}

/* What both forms say: into which home, on which day. */
static enum status merge_read(struct merge *m, int64_t *ret_into, struct date *ret_on,
                              struct error *e)
{
    *ret_into = strtoll(plain_text(&m->form, "into"), NULL, 10);
    *ret_on = plain_date(&m->form, "on");
    return plain_status(&m->form, e);
}

static enum status merge_refused(struct request *r, struct merge *m, enum status s,
                                 const struct error *why, struct error *e)
{
    if (!is_page_refusal(s, why)) {
        *e = *why;
        return s;
    }
    plain_refused(&m->form, CAUSES, why);
    return merge_respond(r, m, 422, why, e);
}

static enum status ask_take(struct request *r, struct error *e)
{
    struct merge m = {.asked = NULL};
    struct error why = {0};
    struct db *db;
    struct date on;
    int64_t into;
    TRY(merge_begin(r, &m, e));
    enum status s = merge_read(&m, &into, &on, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = home_merge_request(db, r->county, m.home.id, into, on, r->session.user.name, &why);
    }
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("已提出整合，等另一人确认")), e,
                                "/homes/%" PRId64 "/merge", m.home.id);
    return merge_refused(r, &m, s, &why, e);
}

static enum status confirm_take(struct request *r, struct error *e)
{
    struct merge m = {.asked = NULL};
    struct error why = {0};
    struct db *db;
    struct date on;
    int64_t into, moved = 0;
    TRY(merge_begin(r, &m, e));
    enum status s = merge_read(&m, &into, &on, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = home_merge(db, r->county, r->keys, m.home.id, into, on, NULL, r->session.user.name,
                       &moved, &why);
    }
    if (s == STATUS_OK)
        return respond_redirect(
            r,
            arena_printf(r->arena, request_text(r, N_("已并入，%" PRId64 " 位老人已转入")), moved),
            e, "/homes/%" PRId64, into);
    return merge_refused(r, &m, s, &why, e);
}

static const struct route_input INPUTS[] = {
    {"into", INPUT_INTEGER, true, N_("并入的敬老院")},
    {"on", INPUT_DATE, true, N_("哪一天并入")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/homes/{home}/merge", merge_show, PERMISSION_HOME_MANAGE, N_("敬老院整合")},
    {HTTP_POST, "/homes/{home}/merge", ask_take, PERMISSION_HOME_MANAGE, N_("提出敬老院整合"),
     .inputs = INPUTS},
    {HTTP_POST, "/homes/{home}/merge/confirm", confirm_take, PERMISSION_HOME_MANAGE,
     N_("确认敬老院整合"), .inputs = INPUTS},
};
const struct route_table HOMES_MERGE_ROUTES = ROUTE_TABLE("homes_merge", ROUTES);
