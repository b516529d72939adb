/* Premium subsidies: the year's lists, one list with its people, the enrolment it is checked
   against, and its payment. A township sees its own people only: who is not enrolled is its task.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/medical/premium.h"
#include "office/medical/enrolment.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"
#include "web/pages/upload.h"

#define PEOPLE_SCAN_ROWS 500
#define TOWNSHIPS_MAX 200

static const struct plain_field PREPARE_FIELDS[] = {
    {"year", N_("参保年度"), NULL, PLAIN_NUMBER, false},
    {"reference", N_("按哪个月的身份"), N_("这个月在册的对象进名单"), PLAIN_MONTH, false},
};

/* ---- all lists ---- */

static void list_add(const struct request *r, struct view *v, const struct premium_list *l)
{
    view_add_integer(v, "list", l->id);
    view_add_integer(v, "year", l->year);
    view_add_month(v, "reference", l->reference);
    view_add_text(v, "state_label", premium_state_text(r, (int)l->state));
    view_add_bool(v, "is_draft", l->state == PREMIUM_DRAFT);
    view_add_bool(v, "is_confirmed", l->state == PREMIUM_CONFIRMED);
    view_add_bool(v, "is_approved", l->state == PREMIUM_APPROVED);
    view_add_fen(v, "premium_fen", l->premium);
    view_add_text(v, "prepared_by", l->prepared_by);
    if (!request_sees_county(r))
        return;
    view_add_count(v, "people", l->people);
    view_add_count(v, "enrolled", l->enrolled);
    view_add_count(v, "not_enrolled", l->not_enrolled);
    view_add_fen(v, "total_fen", l->total);
    if (l->transfer != 0 && request_can(r, PERMISSION_TRANSFER_READ))
        view_add_integer(v, "transfer", l->transfer);
}

static bool may_manage(const struct request *r)
{
    return request_can(r, PERMISSION_MEDICAL_STATEMENT) && request_sees_county(r);
}

static enum status lists_respond(struct request *r, struct plain_form *f, unsigned status,
                                 const struct error *why, struct error *e)
{
    struct premium_list *lists;
    size_t count;
    char month[MONTH_TEXT_BYTES], year[24];
    struct month now = date_month(date_today());
    TRY(premium_lists(r->db, r->county, r->arena, &lists, &count, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        list_add(r, view_add_object(rows, NULL), &lists[i]);
    view_add_bool(r->page, "sees_county", request_sees_county(r));
    view_add_bool(r->page, "can_prepare", may_manage(r));
    snprintf(year, sizeof(year), "%d", month_year(now) + 1);
    plain_default(f, "year", arena_strdup(r->arena, year));
    plain_default(f, "reference", arena_strdup(r->arena, month_format(now, month)));
    plain_end(f);
    return respond_page_status(r, status, "premium/list.html", request_text(r, N_("资助参合名单")),
                               why, e);
}

static enum status premium_index(struct request *r, struct error *e)
{
    struct plain_form f;
    plain_begin(&f, r, r->page, PREPARE_FIELDS, 2);
    return lists_respond(r, &f, 200, NULL, e);
}

static enum status prepare(struct request *r, struct plain_form *f, int64_t *ret_list,
                           struct error *e)
{
    struct db *db;
    int64_t year = plain_number(f, "year");
    struct month reference = plain_month(f, "reference");
    TRY(plain_status(f, e));
    if (year < 1900 || year > 9998)
        return error_set(e, STATUS_REFUSED, "YEAR", _("请写年度，如 2013"));
    TRY(request_writer(r, &db, e));
    enum status s =
        premium_prepare(db, r->county, (int)year, reference, r->session.user.name, ret_list, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PREMIUM_NOBODY",
                         _("没有新的资助对象：这一年的对象都已经在定了的名单上"));
    return s;
}

static enum status premium_make(struct request *r, struct error *e)
{
    struct plain_form f;
    struct error why = {0};
    int64_t list;
    TRY(require_county(r, e));
    plain_begin(&f, r, r->page, PREPARE_FIELDS, 2);
    enum status s = prepare(r, &f, &list, &why);
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("名单已编好，请导入参保名册核对")), e,
                                "/medical/premiums/%" PRId64, list);
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    return lists_respond(r, &f, 422, &why, e);
}

/* ---- one list ---- */

static enum status list_of_address(struct request *r, struct premium_list *ret, struct error *e)
{
    int64_t id;
    TRY(request_parameter_i64(r, "list", &id));
    return premium_read(r->db, r->county, id, r->arena, ret, e);
}

struct township_tally {
    int64_t township, people, not_enrolled;
    struct fen amount;
};

static struct township_tally *tally_of(struct township_tally *all, size_t *count, int64_t township)
{
    for (size_t i = 0; i < *count; i++)
        if (all[i].township == township)
            return &all[i];
    if (*count == TOWNSHIPS_MAX)
        return &all[TOWNSHIPS_MAX - 1];
    all[*count] = (struct township_tally){.township = township};
    return &all[(*count)++];
}

/* All of the scope's lines are read once: they come in order of the villages. */
static enum status people_tally(struct request *r, const struct premium_list *l, bool only_absent,
                                struct township_tally *all, size_t *townships, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *page = arena_new(4u << 20);
    size_t count = PEOPLE_SCAN_ROWS;
    int64_t after_division = 0, after = 0;
    if (page == NULL)
        return arena_exhausted(e);
    while (count == PEOPLE_SCAN_ROWS) {
        struct premium_line *lines;
        arena_reset(page);
        TRY(premium_lines(r->db, r->county, l->id, r->session.user.scope, only_absent,
                          after_division, after, PEOPLE_SCAN_ROWS, page, &lines, &count, e));
        for (size_t i = 0; i < count; i++) {
            struct township_tally *t =
                tally_of(all, townships, division_township(lines[i].division));
            t->people += !only_absent;
            t->not_enrolled += !lines[i].is_enrolled;
            t->amount.v += lines[i].is_enrolled ? lines[i].amount.v : 0;
            after_division = lines[i].division;
            after = lines[i].person;
        }
    }
    return STATUS_OK;
}

/* Once the list is confirmed, those not enrolled are no longer on it. */
static enum status townships_add(struct request *r, const struct premium_list *l,
                                 const struct division_table *table, struct error *e)
{
    struct township_tally *all = ARENA_ARRAY(r->arena, struct township_tally, TOWNSHIPS_MAX);
    size_t townships = 0;
    if (all == NULL)
        return arena_exhausted(e);
    TRY(people_tally(r, l, false, all, &townships, e));
    if (l->state != PREMIUM_DRAFT)
        TRY(people_tally(r, l, true, all, &townships, e));
    struct view *list = view_add_list(r->page, "townships");
    for (size_t i = 0; i < townships; i++) {
        const struct division *d = division_by_code(table, all[i].township);
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "code", all[i].township);
        view_add_text(v, "name", d != NULL ? d->name : "");
        view_add_count(v, "people", all[i].people);
        view_add_count(v, "not_enrolled", all[i].not_enrolled);
        view_add_fen(v, "amount_fen", all[i].amount);
    }
    return STATUS_OK;
}

static enum status people_add(struct request *r, const struct premium_list *l,
                              const struct division_table *table, struct error *e)
{
    static const char *const paging[] = {"after", "village", NULL};
    struct premium_line *lines;
    size_t count;
    bool is_all = strcmp(request_query(r, "show"), "all") == 0;
    int64_t after = query_number(r, "after"), village = query_number(r, "village");
    TRY(premium_lines(r->db, r->county, l->id, r->session.user.scope, !is_all, village, after,
                      MEDICAL_PAGE_ROWS + 1, r->arena, &lines, &count, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count && i < MEDICAL_PAGE_ROWS; i++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "person", lines[i].person);
        view_add_text(v, "person_name", lines[i].person_name);
        view_add_text(v, "id_tail", lines[i].id_tail);
        view_add_text(v, "class_label", request_text(r, medical_class_label(lines[i].class)));
        rate_add(v, "rate", lines[i].rate_bp);
        view_add_fen(v, "amount_fen", lines[i].amount);
        view_add_bool(v, "is_enrolled", lines[i].is_enrolled);
        view_add_text(v, "scheme_label",
                      lines[i].is_enrolled ? request_text(r, medical_scheme_label(lines[i].scheme))
                                           : "");
        place_add(v, table, lines[i].division);
    }
    view_add_bool(r->page, "is_all", is_all);
    view_add_bool(r->page, "is_first", after == 0);
    if (count > MEDICAL_PAGE_ROWS) {
        const struct premium_line *last = &lines[MEDICAL_PAGE_ROWS - 1];
        const char *path = arena_printf(r->arena, "/medical/premiums/%" PRId64, l->id);
        view_add_textf(r->page, "next", "%svillage=%" PRId64 "&after=%" PRId64,
                       query_address(r, path, paging), last->division, last->person);
    }
    return STATUS_OK;
}

static enum status list_respond(struct request *r, const struct premium_list *l, unsigned status,
                                const struct error *why, struct error *e)
{
    const struct division_table *table;
    struct payee *offices;
    size_t count;
    const char *title =
        arena_printf(r->arena, "%d %s", l->year, request_text(r, N_("年度资助参合名单")));
    TRY(place_table(r, date_month(date_today()), &table, e));
    list_add(r, r->page, l);
    view_add_bool(r->page, "sees_county", request_sees_county(r));
    view_add_bool(r->page, "can_manage", may_manage(r) && l->state == PREMIUM_DRAFT);
    bool can_transfer = request_can(r, PERMISSION_TRANSFER_PREPARE) && request_sees_county(r) &&
                        l->state == PREMIUM_CONFIRMED && l->transfer == 0;
    view_add_bool(r->page, "can_transfer", can_transfer);
    struct view *list = view_add_list(r->page, "offices");
    TRY(payee_list(r->db, r->county, PAYEE_INSURANCE, r->arena, &offices, &count, e));
    for (size_t i = 0; i < count && can_transfer; i++)
        option_add(list, arena_printf(r->arena, "%" PRId64, offices[i].id), offices[i].name,
                   i == 0);
    char month[MONTH_TEXT_BYTES];
    view_add_text(r->page, "month_key", month_format(date_month(date_today()), month));
    TRY(townships_add(r, l, table, e));
    TRY(people_add(r, l, table, e));
    return respond_page_status(r, status, "premium/page.html", title, why, e);
}

static enum status premium_show(struct request *r, struct error *e)
{
    struct premium_list l;
    TRY(list_of_address(r, &l, e));
    return list_respond(r, &l, 200, NULL, e);
}

static enum status premium_answer(struct request *r, const struct premium_list *l,
                                  enum status outcome, const struct error *why, const char *notice,
                                  struct error *e)
{
    if (outcome == STATUS_OK)
        return respond_redirect(r, notice, e, "/medical/premiums/%" PRId64, l->id);
    if (is_page_refusal(outcome, why))
        return list_respond(r, l, 422, why, e);
    *e = *why;
    return outcome;
}

/* ---- enrolment ---- */

/* Rows that name no scheme are of the rural one. */
static enum status enrolment_take(struct request *r, const struct premium_list *l,
                                  struct enrolment_result *ret, struct error *e)
{
    const struct form_file *file;
    struct enrolment_row *rows;
    struct db *db;
    size_t count;
    enum status found = request_file(r, "file", &file);
    if (found == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "FILE_MISSING", _("请选择要交的表格"));
    TRY(found);
    found = enrolment_read(file->path, SCHEME_NCMS, r->arena, &rows, &count, e);
    if (found != STATUS_OK) {
        upload_name_place(file, e);
        return found;
    }
    TRY(request_writer(r, &db, e));
    return premium_enrolment_take(db, r->county, r->keys, l->year, rows, count,
                                  r->session.user.name, ret, e);
}

static enum status premium_enrol(struct request *r, struct error *e)
{
    struct premium_list l;
    struct enrolment_result result = {0};
    struct error why = {0};
    TRY(require_county(r, e));
    TRY(list_of_address(r, &l, e));
    enum status s = enrolment_take(r, &l, &result, &why);
    const char *notice = arena_printf(r->arena, "%s %" PRId64 " · %s %" PRId64 " · %s %" PRId64,
                                      request_text(r, N_("名册行数：")), result.rows,
                                      request_text(r, N_("认出的人：")), result.known,
                                      request_text(r, N_("新记参保：")), result.added);
    return premium_answer(r, &l, s, &why, notice, e);
}

static enum status premium_fix(struct request *r, struct error *e)
{
    struct premium_list l;
    struct error why = {0};
    struct db *db;
    TRY(require_county(r, e));
    TRY(list_of_address(r, &l, e));
    TRY(request_writer(r, &db, e));
    enum status s = premium_confirm(db, r->county, l.id, r->session.user.name, &why);
    return premium_answer(r, &l, s, &why,
                          request_text(r, N_("名单已定：没有参保的已移出，由乡镇动员参保")), e);
}

static enum status premium_hand_on(struct request *r, struct error *e)
{
    struct premium_list l;
    struct error why = {0};
    struct month month;
    struct db *db;
    int64_t payee, transfer = 0;
    TRY(require_county(r, e));
    TRY(list_of_address(r, &l, e));
    enum status s = i64_parse(request_field(r, "payee"), &payee, &why);
    if (s == STATUS_OK)
        s = field_month(r, "month", &month, &why);
    if (s == STATUS_OK) {
        TRY(request_writer(r, &db, e));
        s = premium_transfer(db, r->county, l.id, payee, month, r->session.user.name, &transfer,
                             &why);
    }
    if (s == STATUS_OK)
        return respond_redirect(r, request_text(r, N_("拨付单已编制，请他人复核")), e,
                                "/transfers/%" PRId64, transfer);
    return premium_answer(r, &l, s, &why, NULL, e);
}

static const struct route_input PREPARE_INPUTS[] = {
    {"year", INPUT_INTEGER, true, N_("参保年度")},
    {"reference", INPUT_MONTH, true, N_("按哪个月的身份")},
    {.name = NULL},
};
static const struct route_input SHOW_INPUTS[] = {
    {"show", INPUT_TEXT, false, N_("填 all：所有的人；否则只列没有参保的")},
    {"village", INPUT_INTEGER, false, N_("上一页最后一人的村（居）")},
    {"after", INPUT_INTEGER, false, N_("上一页最后一人的编号")},
    {.name = NULL},
};
static const struct route_input ENROL_INPUTS[] = {
    {"file", INPUT_FILE, true, N_("参保名册：身份证号一列，可以有险种一列")},
    {.name = NULL},
};
static const struct route_input TRANSFER_INPUTS[] = {
    {"payee", INPUT_INTEGER, true, N_("医保经办机构")},
    {"month", INPUT_MONTH, true, N_("月份")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/medical/premiums", premium_index, PERMISSION_MEDICAL_READ, N_("资助参合名单")},
    {HTTP_POST, "/medical/premiums", premium_make, PERMISSION_MEDICAL_STATEMENT,
     N_("编制资助参合名单"), .inputs = PREPARE_INPUTS},
    {HTTP_GET, "/medical/premiums/{list}", premium_show, PERMISSION_MEDICAL_READ,
     N_("资助参合名单"), .inputs = SHOW_INPUTS},
    {HTTP_POST, "/medical/premiums/{list}/enrolment", premium_enrol, PERMISSION_MEDICAL_STATEMENT,
     N_("导入参保名册"), .inputs = ENROL_INPUTS},
    {HTTP_POST, "/medical/premiums/{list}/confirm", premium_fix, PERMISSION_MEDICAL_STATEMENT,
     N_("名单定下来")},
    {HTTP_POST, "/medical/premiums/{list}/transfer", premium_hand_on, PERMISSION_TRANSFER_PREPARE,
     N_("编制拨付单"), .inputs = TRANSFER_INPUTS},
};
const struct route_table PREMIUM_ROUTES = ROUTE_TABLE("premium", ROUTES);
