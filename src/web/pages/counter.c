/* A hospital's counter: who is entitled, filing a stay, the stays that are open, its own bills. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/medical/board.h"
#include "web/pages/counter_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

static const struct plain_field CHECK_FIELDS[] = {
    {"id_number", N_("身份证号"), NULL, PLAIN_TEXT, false},
    {"name", N_("姓名"), NULL, PLAIN_TEXT, false},
};
static const struct plain_cause CHECK_CAUSES[] = {
    {"PERSON_UNKNOWN", "id_number"},
    {NULL, NULL},
};
static const struct plain_field ADMIT_FIELDS[] = {
    {"admission_no", N_("住院号（门诊号）"), NULL, PLAIN_TEXT, false},
    {"visit", N_("就诊方式"), NULL, PLAIN_CHOICE, false},
    {"scheme", N_("参加的医保"), NULL, PLAIN_CHOICE, false},
    {"admitted_on", N_("入院（就诊）日期"), NULL, PLAIN_DATE, false},
    {"department", N_("科室"), NULL, PLAIN_TEXT, false},
    {"disease", N_("疾病编码"), N_("国际疾病分类编码，如 C34.1"), PLAIN_TEXT, false},
    {"disease_name", N_("疾病名称"), NULL, PLAIN_TEXT, false},
    {"insurance_no", N_("医保号"), NULL, PLAIN_TEXT, true},
};
#define ADMIT_FIELD_COUNT (sizeof(ADMIT_FIELDS) / sizeof(ADMIT_FIELDS[0]))
static const struct plain_cause ADMIT_CAUSES[] = {
    {"ADMISSION_KNOWN", "admission_no"},
    {"BILL_DATES", "admitted_on"},
    {"POST_LATE", "admitted_on"},
    {NULL, NULL},
};

void counter_serial_add(struct request *r, struct view *v)
{
    char token[ACCESS_TOKEN_BYTES];
    const char *posted = r->method == HTTP_POST ? request_field(r, "serial") : "";
    if (posted[0] == '\0')
        access_token_make(token);
    view_add_text(v, "serial", posted[0] != '\0' ? posted : token);
}

enum status counter_send(struct request *r, const struct payee *hospital, struct medical_message *m,
                         struct medical_answer *ret, struct error *e)
{
    CLEANUP(medical_desk_cleanup) struct medical_desk *desk = medical_desk_new(r->county, r->keys);
    struct db *db;
    if (desk == NULL)
        return arena_exhausted(e);
    m->hospital = hospital->id;
    m->actor = r->session.user.name;
    m->serial = request_field(r, "serial");
    m->today = date_today();
    TRY(request_writer(r, &db, e));
    return medical_message_hear_take(db, desk, m, r->arena, ret, e);
}

/* ---- the first page ---- */

static enum status home_respond(struct request *r, const struct payee *hospital,
                                struct plain_form *f, unsigned status, const struct error *why,
                                struct error *e)
{
    static const char *const paging[] = {"before", NULL};
    struct admission_record *stays;
    size_t count;
    int64_t before = query_number(r, "before");
    plain_end(f);
    view_add_text(r->page, "own_name", hospital->name);
    TRY(admission_list(r->db, r->county, hospital->id, 0, ADMISSION_OPEN, before,
                       MEDICAL_PAGE_ROWS + 1, r->arena, &stays, &count, e));
    struct view *rows = view_add_list(r->page, "rows");
    for (size_t i = 0; i < count && i < MEDICAL_PAGE_ROWS; i++)
        stay_add(r, view_add_object(rows, NULL), &stays[i], NULL);
    view_add_bool(r->page, "is_first", before == 0);
    if (count > MEDICAL_PAGE_ROWS)
        view_add_textf(r->page, "next", "%sbefore=%" PRId64, query_address(r, "/counter", paging),
                       stays[MEDICAL_PAGE_ROWS - 1].id);
    return respond_page_status(r, status, "counter/home.html", request_text(r, N_("医院窗口")), why,
                               e);
}

static enum status counter_home(struct request *r, struct error *e)
{
    struct payee hospital;
    struct plain_form f;
    TRY(hospital_of_viewer(r, &hospital, e));
    plain_begin(&f, r, r->page, CHECK_FIELDS, 2);
    return home_respond(r, &hospital, &f, 200, NULL, e);
}

/* ---- who is entitled, and filing his stay ---- */

static void terms_add(struct request *r, struct view *list, const struct medical_terms *t,
                      struct fen room)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "visit_label", request_text(r, medical_visit_label(t->visit)));
    view_add_fen(v, "deductible_fen", t->deductible);
    rate_add(v, "rate", t->rate_bp);
    view_add_fen(v, "cap_fen", t->cap);
    view_add_fen(v, "room_fen", room);
    view_add_bool(v, "is_listed_only", t->is_listed_only);
    view_add_text(v, "document", request_text(r, t->document));
    view_add_text(v, "clause", t->clause);
}

static void entitlement_add(struct request *r, const struct medical_entitlement *t,
                            const char *id_number, const char *name)
{
    size_t n = strlen(id_number);
    view_add_text(r->page, "name", name);
    view_add_text(r->page, "id_number", id_number);
    view_add_text(r->page, "id_tail", n > 4 ? id_number + n - 4 : "");
    view_add_text(r->page, "class", medical_class_code(t->class));
    view_add_text(r->page, "class_label", request_text(r, medical_class_label(t->class)));
    view_add_bool(r->page, "is_entitled", t->class != MEDICAL_NONE && !t->is_suspended);
    view_add_bool(r->page, "is_suspended", t->is_suspended);
    view_add_fen(r->page, "advance_fen", t->advance);
    if (t->advance.v > 0)
        view_add_date(r->page, "advance_expires", t->advance_expires);
    struct view *list = view_add_list(r->page, "terms");
    if (t->class == MEDICAL_NONE)
        return;
    terms_add(r, list, &t->inpatient, t->inpatient_room);
    terms_add(r, list, &t->outpatient, t->outpatient_room);
}

static enum status entitlement_read(struct request *r, const struct payee *hospital,
                                    struct plain_form *f, struct error *e)
{
    CLEANUP(medical_desk_cleanup) struct medical_desk *desk = medical_desk_new(r->county, r->keys);
    struct medical_entitlement t;
    const char *id_number = plain_text(f, "id_number"), *name = plain_text(f, "name");
    const struct medical_ask ask = {.hospital = hospital->id,
                                    .actor = r->session.user.name,
                                    .id_number = id_number,
                                    .name = name,
                                    .today = date_today()};
    struct db *db;
    if (desk == NULL)
        return arena_exhausted(e);
    TRY(plain_status(f, e));
    TRY(request_writer(r, &db, e));
    TRY(medical_entitlement_take(db, desk, &ask, r->arena, &t, e));
    entitlement_add(r, &t, id_number, name);
    return STATUS_OK;
}

static void admit_form_begin(struct request *r, struct plain_form *f)
{
    char day[DATE_TEXT_BYTES];
    plain_begin(f, r, r->page, ADMIT_FIELDS, ADMIT_FIELD_COUNT);
    plain_default(f, "admitted_on", arena_strdup(r->arena, date_format(date_today(), day)));
    plain_default(f, "visit", medical_visit_code(VISIT_INPATIENT));
    plain_default(f, "scheme", medical_scheme_code(SCHEME_NCMS));
    for (int i = VISIT_INPATIENT; i <= VISIT_COUNT; i++)
        plain_choice(f, "visit", medical_visit_code((enum medical_visit)i),
                     request_text(r, medical_visit_label((enum medical_visit)i)));
    for (int i = SCHEME_NCMS; i <= SCHEME_COUNT; i++)
        plain_choice(f, "scheme", medical_scheme_code((enum medical_scheme)i),
                     request_text(r, medical_scheme_label((enum medical_scheme)i)));
}

static enum status admit_respond(struct request *r, struct plain_form *f, unsigned status,
                                 const struct error *why, struct error *e)
{
    plain_end(f);
    counter_serial_add(r, r->page);
    return respond_page_status(r, status, "counter/admit.html", request_text(r, N_("入院备案")),
                               why, e);
}

/* Leaves no number in an address, which travels in the body, and who asked in the trail. */
static enum status counter_check(struct request *r, struct error *e)
{
    struct payee hospital;
    struct plain_form asked, f;
    struct error why = {0};
    struct view *apart = view_new(r->arena);
    TRY(hospital_of_viewer(r, &hospital, e));
    plain_begin(&asked, r, apart, CHECK_FIELDS, 2);
    enum status s = entitlement_read(r, &hospital, &asked, &why);
    if (s == STATUS_OK) {
        admit_form_begin(r, &f);
        return admit_respond(r, &f, 200, NULL, e);
    }
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_begin(&f, r, r->page, CHECK_FIELDS, 2);
    (void)plain_text(&f, "id_number");
    (void)plain_text(&f, "name");
    plain_refused(&f, CHECK_CAUSES, &why);
    return home_respond(r, &hospital, &f, 422, &why, e);
}

static enum status admit(struct request *r, const struct payee *hospital, struct plain_form *f,
                         struct medical_answer *ret, struct error *e)
{
    struct error ignored;
    struct medical_message m = {.kind = MESSAGE_ADMIT,
                                .admission_no = plain_text(f, "admission_no"),
                                .id_number = request_field(r, "id_number"),
                                .name = request_field(r, "name"),
                                .department = plain_text(f, "department"),
                                .disease = plain_text(f, "disease"),
                                .disease_name = plain_text(f, "disease_name"),
                                .insurance_no = plain_text(f, "insurance_no"),
                                .admitted_on = plain_date(f, "admitted_on")};
    if (medical_visit_parse(plain_text(f, "visit"), &m.visit, &ignored) != STATUS_OK)
        plain_fault(f, "visit", N_("请选择"));
    if (medical_scheme_parse(plain_text(f, "scheme"), &m.scheme, &ignored) != STATUS_OK)
        plain_fault(f, "scheme", N_("请选择"));
    TRY(plain_status(f, e));
    return counter_send(r, hospital, &m, ret, e);
}

static enum status counter_admit(struct request *r, struct error *e)
{
    struct payee hospital;
    struct plain_form asked, f;
    struct medical_answer answer;
    struct error why = {0}, lost = {0};
    TRY(hospital_of_viewer(r, &hospital, e));
    admit_form_begin(r, &f);
    enum status s = admit(r, &hospital, &f, &answer, &why);
    if (s == STATUS_OK) {
        const char *notice = answer.advance.v > 0 ? N_("已备案，医前救助已抵作押金")
                                                  : N_("已备案，出院时在这里结算");
        return respond_redirect(r, request_text(r, notice), e, "/counter/admissions/%" PRId64,
                                answer.admission);
    }
    if (!is_page_refusal(s, &why)) {
        *e = why;
        return s;
    }
    plain_refused(&f, ADMIT_CAUSES, &why);
    plain_begin(&asked, r, view_new(r->arena), CHECK_FIELDS, 2);
    if (entitlement_read(r, &hospital, &asked, &lost) != STATUS_OK) {
        *e = why; /* who it is has gone from the form: nothing to show it with */
        return s;
    }
    return admit_respond(r, &f, 422, &why, e);
}

/* ---- its bills ---- */

static enum status counter_bills(struct request *r, struct error *e)
{
    struct payee hospital;
    TRY(hospital_of_viewer(r, &hospital, e));
    TRY(bill_list_fill(r, hospital.id, "/counter/bills", e));
    return respond_page(r, "medical/bills.html", NULL, e);
}

static enum status counter_bills_export(struct request *r, struct error *e)
{
    struct payee hospital;
    TRY(hospital_of_viewer(r, &hospital, e));
    return bill_list_export(r, hospital.id, e);
}

static const struct route_input HOME_INPUTS[] = {
    {"before", INPUT_INTEGER, false, N_("上一页最后一次住院的编号")},
    {.name = NULL},
};
static const struct route_input CHECK_INPUTS[] = {
    {"id_number", INPUT_TEXT, true, N_("身份证号")},
    {"name", INPUT_TEXT, true, N_("姓名")},
    {.name = NULL},
};
static const struct route_input BILL_INPUTS[] = {
    BILL_LIST_INPUTS,
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/counter", counter_home, PERMISSION_MEDICAL_COUNTER, N_("医院窗口"),
     .audience = AUDIENCE_PEOPLE, .inputs = HOME_INPUTS},
    {HTTP_POST, "/counter/check", counter_check, PERMISSION_MEDICAL_COUNTER, N_("查询救助资格"),
     .audience = AUDIENCE_PEOPLE, .inputs = CHECK_INPUTS},
    {HTTP_POST, "/counter/admissions", counter_admit, PERMISSION_MEDICAL_COUNTER, N_("入院备案"),
     .audience = AUDIENCE_PEOPLE},
    {HTTP_GET, "/counter/bills", counter_bills, PERMISSION_MEDICAL_COUNTER, N_("本院账单"),
     .audience = AUDIENCE_PEOPLE, .inputs = BILL_INPUTS},
    {HTTP_GET, "/counter/bills.xlsx", counter_bills_export, PERMISSION_MEDICAL_COUNTER,
     N_("本院账单"), .audience = AUDIENCE_PEOPLE, .inputs = BILL_INPUTS},
    {HTTP_GET, "/counter/bills.csv", counter_bills_export, PERMISSION_MEDICAL_COUNTER,
     N_("本院账单"), .audience = AUDIENCE_PEOPLE, .inputs = BILL_INPUTS},
};
const struct route_table COUNTER_ROUTES = ROUTE_TABLE("counter", ROUTES);
