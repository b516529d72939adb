/* Hospitals' monthly statements as they are read: the list, one with its lines and the comparison
   with the hospital's own list, and the lines as a file. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/transfer/transfer.h"
#include "web/pages/download.h"
#include "web/pages/medical_page.h"
#include "web/pages/pages.h"
#include "web/pages/plain_form.h"
#include "web/pages/query.h"
#include "web/pages/statement_page.h"

#define LINES_SHOWN_MAX 500

bool statement_is_counter(const struct request *r)
{
    return strncmp(r->match.route->pattern, "/counter/", strlen("/counter/")) == 0;
}

const char *statement_prefix(const struct request *r)
{
    return statement_is_counter(r) ? "/counter" : "/medical";
}

enum status statement_of_address(struct request *r, struct statement_record *ret, struct error *e)
{
    struct payee own = {0};
    int64_t id;
    TRY(request_parameter_i64(r, "statement", &id));
    if (statement_is_counter(r))
        TRY(hospital_of_viewer(r, &own, e));
    else
        TRY(require_county(r, e));
    TRY(statement_read(r->db, r->county, id, r->arena, ret, e));
    return own.id == 0 || own.id == ret->hospital ? STATUS_OK : STATUS_NONE;
}

static void head_add(const struct request *r, struct view *v, const struct statement_record *s)
{
    view_add_integer(v, "statement", s->id);
    view_add_textf(v, "statement_path", "%s/statements/%" PRId64, statement_prefix(r), s->id);
    view_add_integer(v, "hospital", s->hospital);
    view_add_text(v, "hospital_name", s->hospital_name);
    view_add_month(v, "month", s->month);
    view_add_text(v, "state_label", request_text(r, statement_state_label(s->state)));
    view_add_bool(v, "is_draft", s->state == STATEMENT_DRAFT);
    view_add_bool(v, "is_agreed", s->state == STATEMENT_AGREED);
    view_add_bool(v, "is_approved", s->state == STATEMENT_APPROVED);
    view_add_count(v, "line_count", s->lines);
    view_add_fen(v, "before_fen", s->before);
    view_add_fen(v, "during_fen", s->during);
    view_add_fen(v, "total_fen", s->total);
    view_add_bool(v, "is_compared", s->is_compared);
    view_add_count(v, "differences", s->differences);
    view_add_text(v, "prepared_by", s->prepared_by);
    view_add_text(v, "agreed_by", s->agreed_by);
    if (s->transfer != 0 && request_can(r, PERMISSION_TRANSFER_READ))
        view_add_integer(v, "transfer", s->transfer);
    view_add_bool(v, "has_transfer", s->transfer != 0);
}

/* Whether the money has gone, and when: the hospital looks for it in its account. */
static enum status payment_add(struct request *r, const struct statement_record *s, struct error *e)
{
    struct transfer_record t;
    if (s->transfer == 0)
        return STATUS_OK;
    TRY(transfer_read(r->db, r->county, s->transfer, r->arena, &t, e));
    struct view *v = view_add_object(r->page, "payment");
    view_add_text(v, "transfer_state", request_text(r, transfer_state_label(t.state)));
    view_add_bool(v, "is_paid", t.state == TRANSFER_PAID);
    view_add_bool(v, "is_returned", t.state == TRANSFER_RETURNED);
    if (t.state == TRANSFER_PAID) {
        view_add_date(v, "paid_on", t.paid_on);
        view_add_text(v, "bank_reference", t.bank_reference);
    }
    return STATUS_OK;
}

/* ---- the list ---- */

static const struct plain_field PREPARE_FIELDS[] = {
    {"hospital", N_("医院"), NULL, PLAIN_CHOICE, false},
    {"month", N_("月份"), N_("归集到这个月底为止记下的应付"), PLAIN_MONTH, false},
};

static enum status prepare_form_add(struct request *r, struct error *e)
{
    struct plain_form f;
    struct payee *hospitals;
    size_t count;
    char month[MONTH_TEXT_BYTES];
    struct month last = month_add(date_month(date_today()), -1);
    TRY(payee_list(r->db, r->county, PAYEE_HOSPITAL, r->arena, &hospitals, &count, e));
    plain_begin(&f, r, view_add_object(r->page, "prepare"), PREPARE_FIELDS, 2);
    plain_default(&f, "month", arena_strdup(r->arena, month_format(last, month)));
    for (size_t i = 0; i < count; i++)
        plain_choice(&f, "hospital", arena_printf(r->arena, "%" PRId64, hospitals[i].id),
                     hospitals[i].name);
    if (r->method == HTTP_POST) {
        (void)plain_number(&f, "hospital");
        (void)plain_month(&f, "month");
    }
    plain_end(&f);
    return STATUS_OK;
}

enum status statement_list_respond(struct request *r, unsigned status, const struct error *why,
                                   struct error *e)
{
    struct statement_record *statements;
    struct payee own = {0};
    size_t count;
    bool is_counter = statement_is_counter(r);
    if (is_counter)
        TRY(hospital_of_viewer(r, &own, e));
    else
        TRY(require_county(r, e));
    TRY(statement_list(r->db, r->county, own.id, r->arena, &statements, &count, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count; i++)
        head_add(r, view_add_object(rows, NULL), &statements[i]);
    view_add_text(r->page, "prefix", statement_prefix(r));
    view_add_bool(r->page, "is_bureau", !is_counter);
    if (!is_counter && request_can(r, PERMISSION_MEDICAL_STATEMENT))
        TRY(prepare_form_add(r, e));
    return respond_page_status(r, status, "statement/list.html", request_text(r, N_("医院结算单")),
                               why, e);
}

static enum status statement_index(struct request *r, struct error *e)
{
    return statement_list_respond(r, 200, NULL, e);
}

/* ---- one ---- */

static enum status lines_add(struct request *r, const struct statement_record *s, struct error *e)
{
    struct statement_line *lines;
    size_t count;
    TRY(statement_lines(r->db, r->county, s->id, r->arena, &lines, &count, e));
    struct view *list = view_add_list(r->page, "lines");
    for (size_t i = 0; i < count && i < LINES_SHOWN_MAX; i++) {
        struct view *v = view_add_object(list, NULL);
        struct fen amount = FEN(lines[i].before.v + lines[i].during.v);
        view_add_text(v, "admission_no", lines[i].admission_no);
        view_add_text(v, "person_name", lines[i].person_name);
        view_add_text(v, "id_tail", lines[i].id_tail);
        view_add_text(v, "reason_label", request_text(r, medical_reason_label(lines[i].reason)));
        view_add_fen(v, "before_fen", lines[i].before);
        view_add_fen(v, "during_fen", lines[i].during);
        view_add_fen(v, "amount_fen", amount);
        view_add_bool(v, "is_negative", amount.v < 0);
        view_add_date(v, "entered_on", lines[i].entered_on);
        if (lines[i].bill != 0)
            view_add_textf(v, "bill_path", "%s/bills/%" PRId64, statement_prefix(r), lines[i].bill);
        else if (statement_is_counter(r))
            view_add_textf(v, "bill_path", "/counter/admissions/%" PRId64, lines[i].admission);
        else
            view_add_text(v, "bill_path", NULL);
    }
    view_add_bool(r->page, "has_more_lines", count > LINES_SHOWN_MAX);
    return STATUS_OK;
}

static const char *outcome_label(const char *outcome)
{
    static const struct {
        const char *code, *label;
    } labels[] = {
        {"EQUAL", N_("一致")},
        {"DIFFERENT", N_("金额不同")},
        {"ONLY_HOSPITAL", N_("只有医院有")},
        {"ONLY_COUNTY", N_("只有民政有")},
    };
    for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
        if (strcmp(labels[i].code, outcome) == 0)
            return labels[i].label;
    return outcome;
}

static enum status matches_add(struct request *r, const struct statement_record *s, struct error *e)
{
    struct statement_match *matches;
    size_t count;
    bool can_put_off = s->state == STATEMENT_DRAFT && !statement_is_counter(r) &&
                       request_can(r, PERMISSION_MEDICAL_STATEMENT);
    if (!s->is_compared)
        return STATUS_OK;
    TRY(statement_matches(r->db, r->county, s->id, true, r->arena, &matches, &count, e));
    struct view *list = view_add_list(r->page, "matches");
    for (size_t i = 0; i < count && i < LINES_SHOWN_MAX; i++) {
        struct view *v = view_add_object(list, NULL);
        bool is_ours = strcmp(matches[i].outcome, "ONLY_HOSPITAL") != 0;
        view_add_text(v, "admission_no", matches[i].admission_no);
        view_add_text(v, "outcome", matches[i].outcome);
        view_add_text(v, "outcome_label", request_text(r, outcome_label(matches[i].outcome)));
        view_add_fen(v, "ours_fen", matches[i].ours);
        view_add_fen(v, "theirs_fen", matches[i].theirs);
        view_add_fen(v, "difference_fen", FEN(matches[i].ours.v - matches[i].theirs.v));
        view_add_integer(v, "number", (int64_t)i + 1);
        view_add_bool(v, "can_put_off", can_put_off && is_ours);
    }
    return STATUS_OK;
}

enum status statement_respond(struct request *r, const struct statement_record *s, unsigned status,
                              const struct error *why, struct error *e)
{
    char month[MONTH_TEXT_BYTES];
    bool is_counter = statement_is_counter(r), is_draft = s->state == STATEMENT_DRAFT;
    const char *title = arena_printf(r->arena, "%s %s · %s", month_text(r, s->month, month),
                                     request_text(r, N_("结算单")), s->hospital_name);
    head_add(r, r->page, s);
    view_add_text(r->page, "prefix", statement_prefix(r));
    view_add_bool(r->page, "is_bureau", !is_counter);
    view_add_bool(r->page, "can_compare",
                  is_draft && request_can(r, is_counter ? PERMISSION_MEDICAL_AGREE
                                                        : PERMISSION_MEDICAL_STATEMENT));
    view_add_bool(r->page, "can_gather",
                  is_draft && !is_counter && request_can(r, PERMISSION_MEDICAL_STATEMENT));
    view_add_bool(r->page, "can_transfer",
                  s->state == STATEMENT_AGREED && s->transfer == 0 && !is_counter &&
                      request_can(r, PERMISSION_TRANSFER_PREPARE));
    char key[MONTH_TEXT_BYTES];
    view_add_text(r->page, "month_key", month_format(s->month, key));
    TRY(payment_add(r, s, e));
    TRY(lines_add(r, s, e));
    TRY(matches_add(r, s, e));
    return respond_page_status(r, status, "statement/page.html", title, why, e);
}

static enum status statement_show(struct request *r, struct error *e)
{
    struct statement_record s;
    TRY(statement_of_address(r, &s, e));
    return statement_respond(r, &s, 200, NULL, e);
}

/* ---- its lines as a file ---- */

static const struct paper_column COLUMNS[] = {
    {N_("住院号"), 16, PAPER_LEFT, PAPER_TEXT, false},
    {N_("姓名"), 10, PAPER_LEFT, PAPER_TEXT, false},
    {N_("证件后四位"), 11, PAPER_CENTER, PAPER_TEXT, false},
    {N_("事由"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("日期"), 12, PAPER_CENTER, PAPER_TEXT, false},
    {N_("医前救助"), 14, PAPER_RIGHT, PAPER_FEN, true},
    {N_("医中救助"), 14, PAPER_RIGHT, PAPER_FEN, true},
    {N_("金额"), 14, PAPER_RIGHT, PAPER_FEN, true},
};

static enum status statement_file(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct statement_record s;
    struct statement_line *lines;
    size_t count;
    char month[MONTH_TEXT_BYTES], day[DATE_TEXT_BYTES];
    TRY(statement_of_address(r, &s, e));
    TRY(statement_lines(r->db, r->county, s.id, r->arena, &lines, &count, e));
    const char *title = arena_printf(r->arena, "%s %s", month_text(r, s.month, month),
                                     request_text(r, N_("医院结算单")));
    TRY(download_begin(r, title, s.hospital_name, COLUMNS, sizeof(COLUMNS) / sizeof(COLUMNS[0]),
                       &download, e));
    for (size_t i = 0; i < count; i++) {
        const struct paper_cell cells[] = {
            {.text = lines[i].admission_no},
            {.text = lines[i].person_name},
            {.text = lines[i].id_tail},
            {.text = request_text(r, medical_reason_label(lines[i].reason))},
            {.text = date_format(lines[i].entered_on, day)},
            {.number = lines[i].before.v},
            {.number = lines[i].during.v},
            {.number = lines[i].before.v + lines[i].during.v},
        };
        TRY(paper_row(download.paper, cells, e));
    }
    return download_send(r, &download, title, e);
}

static const struct route ROUTES[] = {
    {HTTP_GET, "/medical/statements", statement_index, PERMISSION_MEDICAL_READ, N_("医院结算单")},
    {HTTP_GET, "/medical/statements/{statement}", statement_show, PERMISSION_MEDICAL_READ,
     N_("医院结算单")},
    {HTTP_GET, "/medical/statements/{statement}/lines.xlsx", statement_file,
     PERMISSION_MEDICAL_READ, N_("医院结算单")},
    {HTTP_GET, "/counter/statements", statement_index, PERMISSION_MEDICAL_AGREE, N_("医院结算单")},
    {HTTP_GET, "/counter/statements/{statement}", statement_show, PERMISSION_MEDICAL_AGREE,
     N_("医院结算单")},
    {HTTP_GET, "/counter/statements/{statement}/lines.xlsx", statement_file,
     PERMISSION_MEDICAL_AGREE, N_("医院结算单")},
    {HTTP_GET, "/counter/statements/{statement}/lines.csv", statement_file,
     PERMISSION_MEDICAL_AGREE, N_("医院结算单")},
};
const struct route_table STATEMENT_ROUTES = ROUTE_TABLE("statement", ROUTES);
