/* Opening a case: an application in a village, or a change, stop, re-verification or cancellation
   of a household. The form is its table's; the URL says which. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/forms.h"
#include "web/pages/case_check.h"
#include "web/pages/case_page.h"
#include "web/pages/draft.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define ASSESSED_PREFIX                                                                            \
    "assessed_" /* what the township finds later is not the applicant's to say */
#define FIRST_RELATION "members.1.relation"
#define VILLAGES_PER_TOWNSHIP 1000 /* of the division code */
#define CASES_COPIES_MAX 9

struct opening {
    struct draft_place place;
    int64_t linked_case;
    const struct case_transition *transition;
    struct case_entry entry;
    const struct division_table *table;
};

static const char *asked(const struct request *r, const char *name)
{
    return r->method == HTTP_POST ? request_field(r, name) : request_query(r, name);
}

static int64_t asked_number(const struct request *r, const char *name)
{
    int64_t value;
    struct error ignored;
    const char *text = asked(r, name);
    return text[0] != '\0' && i64_parse(text, &value, &ignored) == STATUS_OK && value > 0 ? value
                                                                                          : 0;
}

/* The step that opens a case of a kind. */
static const struct case_transition *opening_transition(enum case_kind kind)
{
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++)
        if (CASE_TRANSITIONS[i].from == STATE_NONE &&
            (CASE_TRANSITIONS[i].kinds & (1u << kind)) != 0)
            return &CASE_TRANSITIONS[i];
    return NULL;
}

/* NONE while it is not said what for whom: then the page asks. */
static enum status place_read(struct request *r, struct draft_place *ret, struct error *e)
{
    struct draft_place p = {0};
    struct error ignored;
    int64_t township = asked_number(r, "township");
    if (case_kind_parse(asked(r, "kind"), &p.kind, &ignored) != STATUS_OK)
        return STATUS_NONE;
    if (asked(r, "change")[0] != '\0' &&
        case_change_parse(asked(r, "change"), &p.change, &ignored) != STATUS_OK)
        return STATUS_NONE;
    int64_t copy = asked_number(r, "copy");
    p.copy = copy >= 2 && copy <= CASES_COPIES_MAX ? (int)copy : 0;
    if (case_kind_is_application(p.kind)) {
        p.change = CHANGE_NONE;
        p.division = asked_number(r, "division");
        if (p.division == 0 && r->session.user.scope % VILLAGES_PER_TOWNSHIP != 0)
            p.division = r->session.user.scope; /* a village's own clerk */
        /* The village of a township that was changed since is no answer. */
        if (township != 0 && division_township(p.division) != township)
            return STATUS_NONE;
        *ret = p;
        return p.division != 0 && access_in_scope(r->session.user.scope, p.division) ? STATUS_OK
                                                                                     : STATUS_NONE;
    }
    p.household = asked_number(r, "household");
    if (p.household == 0)
        return STATUS_NONE;
    TRY(case_household_seen(r, p.household, &p.division, e));
    *ret = p;
    return STATUS_OK;
}

static enum status opening_begin(struct request *r, struct opening *o, struct error *e)
{
    TRY(place_read(r, &o->place, e));
    o->transition = opening_transition(o->place.kind);
    if (o->transition == NULL)
        return STATUS_NONE;
    if (!request_can(r, o->transition->permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED",
                         _("您的岗位不能做这件事。如有需要，请找系统管理员调整权限"));
    o->linked_case = asked_number(r, "linked_case");
    const char *draft = draft_name(r->arena, &o->place);
    if (draft == NULL)
        return arena_exhausted(e);
    TRY(place_table(r, date_month(date_today()), &o->table, e));
    TRY(case_entry_begin(r, case_form_of(o->place.kind, o->place.change, o->transition->action),
                         draft, &o->entry, e));
    o->entry.hidden = ASSESSED_PREFIX;
    return STATUS_OK;
}

/* ---- the page ---- */

static const char *opening_title(const struct request *r, const struct opening *o)
{
    return request_text(r, o->place.change != CHANGE_NONE ? case_change_label(o->place.change)
                                                          : case_kind_label(o->place.kind));
}

static enum status form_show(struct request *r, struct opening *o, unsigned status,
                             const struct error *why, struct error *e)
{
    struct view *page = r->page;
    char day[DATE_TEXT_BYTES];
    if (o->entry.on[0] == '\0' &&
        (o->entry.on = arena_strdup(r->arena, date_format(date_today(), day))) == NULL)
        return arena_exhausted(e);
    view_add_text(page, "kind", case_kind_code(o->place.kind));
    view_add_text(page, "kind_label", request_text(r, case_kind_label(o->place.kind)));
    view_add_text(page, "change",
                  o->place.change != CHANGE_NONE ? case_change_code(o->place.change) : "");
    if (o->place.household != 0)
        view_add_integer(page, "household", o->place.household);
    else
        view_add_text(page, "household", NULL);
    view_add_integer(page, "division_code", o->place.division);
    view_add_integer(page, "copy", o->place.copy);
    view_add_integer(page, "linked_case", o->linked_case);
    view_add_text(page, "action", "/cases");
    view_add_text(page, "submit_label", request_text(r, case_action_label(o->transition->action)));
    view_add_textf(page, "discard", "/drafts/%s/discard", o->entry.draft);
    view_add_bool(page, "can_copy",
                  case_kind_is_application(o->place.kind) && o->entry.draft_version > 0 &&
                      o->place.copy < CASES_COPIES_MAX);
    view_add_integer(page, "next_copy", o->place.copy == 0 ? 2 : o->place.copy + 1);
    place_add(page, o->table, o->place.division);
    TRY(case_entry_add(r, &o->entry, e));
    return respond_page_status(r, status, "case/form.html", opening_title(r, o),
                               case_entry_refusal(r, why), e);
}

static void kinds_add(struct request *r, struct view *list, enum case_kind chosen)
{
    for (int k = CASE_DIBAO; k < CASE_KIND_COUNT; k++) {
        const struct case_transition *t = opening_transition((enum case_kind)k);
        if (case_kind_is_application((enum case_kind)k) && t != NULL &&
            request_can(r, t->permission))
            option_add(list, case_kind_code((enum case_kind)k),
                       request_text(r, case_kind_label((enum case_kind)k)), (int)chosen == k);
    }
}

static enum status choose_show(struct request *r, struct error *e)
{
    const struct division_table *table;
    enum case_kind kind = CASE_DIBAO;
    struct error ignored;
    int64_t township = query_number(r, "township");
    if (case_kind_parse(request_query(r, "kind"), &kind, &ignored) != STATUS_OK)
        kind = CASE_DIBAO;
    TRY(place_table(r, date_month(date_today()), &table, e));
    kinds_add(r, view_add_list(r->page, "kinds"), kind);
    /* A clerk of one township or village has it chosen. */
    if (township == 0 && !request_sees_county(r))
        township = division_township(r->session.user.scope);
    place_add_choices(r->page, r, table, township, r->session.user.scope);
    view_add_integer(r->page, "township", township);
    return respond_page(r, "case/choose.html", NULL, e);
}

static enum status case_new_show(struct request *r, struct error *e)
{
    struct opening o = {0};
    enum status s = opening_begin(r, &o, e);
    if (s == STATUS_NONE && o.place.division == 0 && request_query(r, "household")[0] == '\0')
        return choose_show(r, e);
    TRY(s);
    if (o.place.kind == CASE_DIBAO)
        TRY(entry_data_set(o.entry.data, FIRST_RELATION, "HEAD", e));
    if (o.place.household != 0) {
        struct entry_data *known;
        /* Without keys: whole numbers are shown on demand only (reveal.c), never as a by-product.
         */
        s = case_form_prefill(r->db, r->county, NULL, o.place.kind, o.place.change,
                              o.place.household, r->arena, &known, e);
        if (s == STATUS_OK)
            TRY(entry_merge(o.entry.data, known, e));
        else if (s != STATUS_NONE)
            return s;
    }
    TRY(case_entry_restore(r, &o.entry, e));
    return form_show(r, &o, 200, NULL, e);
}

/* ---- opening it ---- */

static enum status open_it(struct request *r, struct opening *o, int64_t *ret_case, struct error *e)
{
    struct db *db;
    struct case_actor actor = case_page_actor(r);
    struct case_opening opening = {.kind = o->place.kind,
                                   .change = o->place.change,
                                   .division = o->place.division,
                                   .household = o->place.household,
                                   .linked_case = o->linked_case,
                                   .content = o->entry.data};
    enum status s = date_parse(o->entry.on, &opening.on, e);
    if (s != STATUS_OK)
        return error_place(e, "%s", request_text(r, N_("日期")));
    TRY(request_writer(r, &db, e));
    return case_open(db, r->county, r->keys, &actor, &opening, &o->entry.faults, ret_case, e);
}

static enum status case_new_take(struct request *r, struct error *e)
{
    struct opening o = {0};
    struct error why = {0};
    int64_t case_id;
    bool is_button;
    TRY(opening_begin(r, &o, e));
    TRY(case_entry_read(r, &o.entry, e));
    TRY(case_entry_button(r, &o.entry, &is_button, &why, e));
    if (is_button)
        return form_show(r, &o, why.status == STATUS_OK ? 200 : case_refusal_status(&why),
                         why.status == STATUS_OK ? NULL : &why, e);
    enum status s = open_it(r, &o, &case_id, &why);
    if (s == STATUS_REFUSED) {
        TRY(case_check_fill(r, o.entry.form, o.entry.data, e));
        return form_show(r, &o, case_refusal_status(&why), &why, e);
    }
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    TRY(case_entry_drop(r, &o.entry, e));
    return respond_redirect(r, request_text(r, N_("已登记，以下是办件页面")), e, "/cases/%" PRId64,
                            case_id);
}

static const struct route_input ASK_INPUTS[] = {
    {"kind", INPUT_TEXT, false, N_("种类")},
    {"change", INPUT_TEXT, false, N_("变动")},
    {"division", INPUT_INTEGER, false, N_("申请人所在的村（居）")},
    {"household", INPUT_INTEGER, false, N_("变动的家庭")},
    {.name = NULL},
};
static const struct route_input OPEN_INPUTS[] = {
    {"kind", INPUT_TEXT, true, N_("种类")},
    {"change", INPUT_TEXT, false, N_("变动")},
    {"division", INPUT_INTEGER, false, N_("申请人所在的村（居）")},
    {"household", INPUT_INTEGER, false, N_("变动的家庭")},
    {"linked_case", INPUT_INTEGER, false, N_("关联的办件")},
    {"on", INPUT_DATE, true, N_("日期")},
    {"f.", INPUT_FORM, true, N_("申请或变动的表")},
    {.name = NULL},
};
/* Each kind is opened by another post: the opening transition says whose. */
static const struct route ROUTES[] = {
    {HTTP_GET, "/cases/new", case_new_show, PERMISSION_CASE_READ, N_("新办件"),
     .inputs = ASK_INPUTS},
    {HTTP_POST, "/cases", case_new_take, PERMISSION_CASE_READ, N_("新办件"), .inputs = OPEN_INPUTS,
     .keeps_typed = true},
};
const struct route_table CASE_NEW_ROUTES = ROUTE_TABLE("case_new", ROUTES);
