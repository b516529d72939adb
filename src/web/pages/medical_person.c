/* One person and medical assistance: class, the year's cap, advances, stays, bills, premiums, what
   is under way. Every amount leads to its explanation. Not for hospitals. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/medical/board.h"
#include "domain/registry/registry.h"
#include "web/pages/case_page.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define CLASS_MONTHS 36
#define ROWS_SHOWN_MAX 200
#define PERCENT 100

static enum status classes_story_add(struct request *r, int64_t person, struct error *e)
{
    struct board_class_span *spans;
    size_t count;
    TRY(board_classes(r->db, r->county, person, date_month(date_today()), CLASS_MONTHS, r->arena,
                      &spans, &count, e));
    struct view *list = view_add_list(r->page, "class_story");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_month(v, "from", spans[i].from);
        view_add_month(v, "to", spans[i].to);
        view_add_text(v, "class_label", request_text(r, medical_class_label(spans[i].class)));
        view_add_bool(v, "is_suspended", spans[i].is_suspended);
        view_add_bool(v, "is_none", spans[i].class == MEDICAL_NONE);
    }
    view_add_text(r->page, "class_label", request_text(r, medical_class_label(spans[0].class)));
    view_add_bool(r->page, "has_class", spans[0].class != MEDICAL_NONE);
    view_add_bool(r->page, "is_suspended", spans[0].is_suspended);
    return STATUS_OK;
}

static enum status caps_add(struct request *r, int64_t person, struct error *e)
{
    struct person_year *years;
    size_t count;
    TRY(medical_person_years(r->db, r->county, person, date_today(), r->arena, &years, &count, e));
    struct view *list = view_add_list(r->page, "caps");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        int64_t used = years[i].cap.v > 0 ? years[i].used.v * PERCENT / years[i].cap.v : 0;
        view_add_integer(v, "year", years[i].year);
        view_add_text(v, "visit_label", request_text(r, medical_visit_label(years[i].visit)));
        view_add_fen(v, "cap_fen", years[i].cap);
        view_add_fen(v, "used_fen", years[i].used);
        view_add_fen(v, "left_fen", years[i].left);
        view_add_integer(v, "used_percent", used > PERCENT ? PERCENT : used);
        view_add_textf(v, "percent_label", "%" PRId64 "%%", used > PERCENT ? PERCENT : used);
    }
    return STATUS_OK;
}

static enum status advances_add(struct request *r, int64_t person, struct error *e)
{
    struct advance_record *advances;
    size_t count;
    bool has_more;
    const struct advance_filter filter = {
        .scope = r->session.user.scope, .person = person, .row_count = ROWS_SHOWN_MAX};
    TRY(advance_list(r->db, r->county, &filter, r->arena, &advances, &count, &has_more, e));
    struct view *list = view_add_list(r->page, "advances");
    for (size_t i = 0; i < count; i++)
        advance_add(r, view_add_object(list, NULL), &advances[i], NULL);
    return STATUS_OK;
}

static enum status stays_add(struct request *r, int64_t person, bool *is_busy, struct error *e)
{
    struct admission_record *stays;
    size_t count;
    TRY(admission_list(r->db, r->county, 0, person, (enum admission_state)0, 0, ROWS_SHOWN_MAX,
                       r->arena, &stays, &count, e));
    struct view *list = view_add_list(r->page, "stays");
    for (size_t i = 0; i < count; i++) {
        stay_add(r, view_add_object(list, NULL), &stays[i], NULL);
        *is_busy = *is_busy || stays[i].state == ADMISSION_OPEN;
    }
    return STATUS_OK;
}

static enum status bills_add(struct request *r, int64_t person, struct error *e)
{
    struct bill_record *bills;
    size_t count;
    bool has_more;
    const struct bill_filter filter = {.scope = r->session.user.scope,
                                       .person = person,
                                       .is_struck_too = true,
                                       .row_count = ROWS_SHOWN_MAX};
    TRY(bill_list(r->db, r->county, &filter, r->arena, &bills, &count, &has_more, e));
    struct view *list = view_add_list(r->page, "bills");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_textf(v, "bill_path", "/medical/bills/%" PRId64, bills[i].id);
        bill_add(r, v, &bills[i], NULL);
    }
    return STATUS_OK;
}

static enum status premiums_add(struct request *r, int64_t person, struct error *e)
{
    struct board_premium premiums[BOARD_PREMIUM_YEARS];
    size_t count;
    int next_year = month_year(date_month(date_today())) + 1;
    TRY(board_premiums(r->db, r->county, person, next_year, premiums, &count, e));
    struct view *list = view_add_list(r->page, "premiums");
    for (size_t i = 0; i < count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "year", premiums[i].year);
        view_add_integer(v, "list", premiums[i].list);
        view_add_text(v, "class_label", request_text(r, medical_class_label(premiums[i].class)));
        rate_add(v, "rate", premiums[i].rate_bp);
        view_add_fen(v, "amount_fen", premiums[i].amount);
        view_add_bool(v, "is_enrolled", premiums[i].is_enrolled);
        view_add_text(v, "list_state_label", premium_state_text(r, premiums[i].state));
        if (premiums[i].transfer != 0 && request_can(r, PERMISSION_TRANSFER_READ) &&
            request_sees_county(r))
            view_add_integer(v, "transfer", premiums[i].transfer);
    }
    return STATUS_OK;
}

/* Cases of the household that are under way, claims and advances among them. */
static enum status cases_add(struct request *r, int64_t household,
                             const struct division_table *table, bool *is_busy, struct error *e)
{
    struct case_record *cases;
    size_t count;
    struct view *list = view_add_list(r->page, "open_cases");
    if (household == 0 || !request_can(r, PERMISSION_CASE_READ))
        return STATUS_OK;
    TRY(case_list_of_household(r->db, r->county, household, date_today(), r->arena, &cases, &count,
                               e));
    for (size_t i = 0; i < count; i++) {
        if (cases[i].closed_on.v != 0 || !access_in_scope(r->session.user.scope, cases[i].division))
            continue;
        case_head_add(r, view_add_object(list, NULL), &cases[i], table);
        *is_busy = true;
    }
    return STATUS_OK;
}

static enum status head_add(struct request *r, int64_t person, int64_t division,
                            const struct division_table *table, const char **ret_name,
                            int64_t *ret_household, struct error *e)
{
    struct person_row row;
    int64_t household = 0;
    TRY(person_by_id(r->db, r->county, person, NULL, r->arena, &row, e));
    enum status s = person_last_household(r->db, r->county, person, &household, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    view_add_integer(r->page, "person", person);
    view_add_text(r->page, "person_name", row.name);
    view_add_text(r->page, "id_tail", row.id_tail);
    place_add(r->page, table, division);
    if (household != 0)
        view_add_integer(r->page, "household", household);
    view_add_bool(r->page, "sees_household",
                  household != 0 && request_can(r, PERMISSION_REGISTRY_READ));
    view_add_bool(r->page, "sees_illness", medical_sees_illness(r));
    *ret_name = row.name;
    *ret_household = household;
    return STATUS_OK;
}

static enum status person_show(struct request *r, struct error *e)
{
    const struct division_table *table;
    const char *name;
    int64_t person, division, household;
    bool is_busy = false;
    TRY(request_parameter_i64(r, "person", &person));
    TRY(medical_person_seen(r, person, &division, e));
    TRY(place_table(r, date_month(date_today()), &table, e));
    TRY(head_add(r, person, division, table, &name, &household, e));
    TRY(classes_story_add(r, person, e));
    TRY(caps_add(r, person, e));
    TRY(advances_add(r, person, e));
    TRY(stays_add(r, person, &is_busy, e));
    TRY(bills_add(r, person, e));
    TRY(premiums_add(r, person, e));
    TRY(cases_add(r, household, table, &is_busy, e));
    view_add_bool(r->page, "is_busy", is_busy);
    return respond_page(r, "medical/person.html",
                        arena_printf(r->arena, "%s · %s", name, request_text(r, N_("医疗救助"))),
                        e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/medical/people/{person}", person_show, PERMISSION_MEDICAL_READ,
     N_("一个人的医疗救助")},
};
const struct route_table MEDICAL_PERSON_ROUTES = ROUTE_TABLE("medical_person", ROUTES);
