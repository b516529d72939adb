/* What a hospital's program sends (医中, 一站式): signed messages, each with a serial of its own,
   so that one that got no answer is simply sent again. Several settlements share one commit. */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "domain/medical/bill.h"
#include "domain/medical/hospital.h"
#include "web/openapi.h"
#include "web/pages/pages.h"
#include "web/request.h"

#define ANSWER_BYTES_MAX (64u << 10)
#define JSON_TYPE "application/json; charset=utf-8"

enum status counter_signature(struct request *r, struct error *e)
{
    int64_t hospital;
    const struct signed_request given = {.method = http_method_name(r->method),
                                         .path = r->signed_as.path,
                                         .timestamp = r->signed_as.timestamp,
                                         .signature = r->signed_as.signature,
                                         .body = r->signed_as.body,
                                         .body_bytes = r->signed_as.body_bytes};
    enum status s = hospital_of_user(r->db, r->county, r->session.user.name, &hospital, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "SIGNATURE_HOSPITAL",
                         _("令牌的用户还没有对应的医院，请系统管理员登记"));
    TRY(s);
    TRY(hospital_signature_check(r->db, r->county, r->keys, hospital, &given, (int64_t)time(NULL),
                                 e));
    r->signer = hospital;
    return STATUS_OK;
}

/* ---- fields ---- */

static enum status date_field(const struct request *r, const char *name, struct date *ret,
                              struct error *e)
{
    return date_parse(request_field(r, name), ret, e) == STATUS_OK ? STATUS_OK
                                                                   : error_place(e, "%s", name);
}

/* Absent: nothing. */
static enum status fen_field(const struct request *r, const char *name, struct fen *ret,
                             struct error *e)
{
    const char *text = request_field(r, name);
    *ret = FEN(0);
    if (text[0] == '\0')
        return STATUS_OK;
    return fen_parse(text, ret, e) == STATUS_OK ? STATUS_OK : error_place(e, "%s", name);
}

static enum status visit_fields(const struct request *r, struct medical_message *m, struct error *e)
{
    if (medical_visit_parse(request_field(r, "visit"), &m->visit, e) != STATUS_OK)
        return error_place(e, "visit");
    if (medical_scheme_parse(request_field(r, "scheme"), &m->scheme, e) != STATUS_OK)
        return error_place(e, "scheme");
    return date_field(r, "admitted_on", &m->admitted_on, e);
}

static enum status bill_fields(const struct request *r, struct medical_message *m, struct error *e)
{
    struct medical_amounts *a = &m->amounts;
    const struct {
        const char *name;
        struct fen *amount;
    } amounts[] = {
        {"total", &a->total},       {"in_scope", &a->in_scope}, {"insurance", &a->insurance},
        {"critical", &a->critical}, {"other", &a->other},       {"relief", &a->relief},
        {"veteran", &a->veteran},
    };
    for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++)
        TRY(fen_field(r, amounts[i].name, amounts[i].amount, e));
    if (request_field(r, "replaces")[0] != '\0')
        m->replaces = request_field(r, "replaces");
    return date_field(r, "discharged_on", &m->discharged_on, e);
}

/* Which field a refusal of the rules is about. */
static enum status refusal_place(enum status s, struct error *e)
{
    static const struct {
        const char *code, *field;
    } places[] = {
        {"ADMISSION_UNKNOWN", "admission_no"},
        {"ADMISSION_KNOWN", "admission_no"},
        {"ADMISSION_SETTLED", "admission_no"},
        {"ADMISSION_CANCELLED", "admission_no"},
        {"BILL_UNKNOWN", "admission_no"},
        {"BILL_STRUCK", "admission_no"},
        {"BILL_CLAIMED", "admission_no"},
        {"PERSON_DEAD", "id_number"},
        {"PERSON_UNKNOWN", "id_number"},
        {"NOT_ENTITLED", "id_number"},
        {"PERSON_NAME", "name"},
        {"BILL_AMOUNTS", "total"},
        {"BILL_DATES", "discharged_on"},
        {"POST_LATE", "discharged_on"},
        {"DISEASE_CODE", "disease"},
        {"SERIAL_FORM", "serial"},
        {"SERIAL_REUSED", "serial"},
    };
    for (size_t i = 0; s == STATUS_REFUSED && i < sizeof(places) / sizeof(places[0]); i++)
        if (strcmp(e->code, places[i].code) == 0)
            return error_place(e, "%s", places[i].field);
    return s;
}

/* ---- the desk ---- */

static void desk_free(void *desk)
{
    medical_desk_free(desk);
}

static enum status desk_of(const struct request *r, void **kept, struct medical_desk **ret,
                           struct error *e)
{
    if (*kept == NULL)
        *kept = medical_desk_new(r->county, r->keys);
    *ret = *kept;
    return *ret == NULL ? arena_exhausted(e) : STATUS_OK;
}

static enum status json_respond(struct request *r, const char *json, struct error *e)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(ANSWER_BYTES_MAX);
    buf_adds(&out, json);
    return respond_bytes(r, JSON_TYPE, NULL, &out, e);
}

/* ---- what writes ---- */

struct sending {
    struct request *r;
    struct medical_message message;
    struct medical_answer answer;
    struct error why; /* refused, and written down that it was asked */
};

/* In the thread that commits. */
static enum status message_work(struct db *db, void *context, struct error *e)
{
    struct sending *s = context;
    struct medical_desk *desk;
    TRY(desk_of(s->r, request_commit_kept(s->r, desk_free), &desk, e));
    s->why = (struct error){0};
    return refusal_place(
        medical_message_hear(db, desk, &s->message, s->r->arena, &s->answer, &s->why, e), e);
}

static enum status message_answered(struct request *r, struct error *e)
{
    const struct sending *s = r->commit.context;
    if (s->why.status != STATUS_OK) {
        *e = s->why;
        return refusal_place(s->why.status, e);
    }
    return json_respond(r, s->answer.json, e);
}

static enum status sending_new(struct request *r, enum medical_message_kind kind,
                               struct sending **ret, struct error *e)
{
    struct sending *s = ARENA_NEW(r->arena, struct sending);
    if (s == NULL)
        return arena_exhausted(e);
    s->r = r;
    s->message = (struct medical_message){
        .kind = kind,
        .hospital = r->signer,
        .actor = r->session.user.name,
        .serial = request_field(r, "serial"),
        .today = date_today(),
        .admission_no = request_field(r, "admission_no"),
        .reason = request_field(r, "reason"),
    };
    *ret = s;
    return STATUS_OK;
}

static void send(struct request *r, struct sending *s)
{
    request_commit(r, message_work, s, message_answered);
}

static enum status counter_admit(struct request *r, struct error *e)
{
    struct sending *s;
    TRY(sending_new(r, MESSAGE_ADMIT, &s, e));
    s->message.id_number = request_field(r, "id_number");
    s->message.name = request_field(r, "name");
    s->message.department = request_field(r, "department");
    s->message.disease = request_field(r, "disease");
    s->message.disease_name = request_field(r, "disease_name");
    s->message.insurance_no = request_field(r, "insurance_no");
    TRY(visit_fields(r, &s->message, e));
    send(r, s);
    return STATUS_OK;
}

static enum status counter_settle(struct request *r, struct error *e)
{
    struct sending *s;
    TRY(sending_new(r, MESSAGE_SETTLE, &s, e));
    TRY(bill_fields(r, &s->message, e));
    send(r, s);
    return STATUS_OK;
}

static enum status counter_reverse(struct request *r, struct error *e)
{
    struct sending *s;
    TRY(sending_new(r, MESSAGE_REVERSE, &s, e));
    send(r, s);
    return STATUS_OK;
}

static enum status counter_cancel(struct request *r, struct error *e)
{
    struct sending *s;
    TRY(sending_new(r, MESSAGE_CANCEL, &s, e));
    send(r, s);
    return STATUS_OK;
}

/* ---- what asks ---- */

struct asking {
    struct request *r;
    struct medical_desk *desk;
    struct sending *quote;
    struct explanation explain;
};

static enum status asking_new(struct request *r, struct asking **ret, struct error *e)
{
    void **kept;
    struct asking *a = ARENA_NEW(r->arena, struct asking);
    if (a == NULL)
        return arena_exhausted(e);
    a->r = r;
    a->explain.arena = r->arena;
    TRY(request_kept(r, desk_free, &kept, e));
    TRY(desk_of(r, kept, &a->desk, e));
    *ret = a;
    return STATUS_OK;
}

/* The trail keeps who asked about whom, so it shares a commit with whatever is settled then. */
struct checking {
    struct request *r;
    struct medical_ask ask;
    struct medical_entitlement entitlement;
    struct error why;
};

static enum status entitlement_work(struct db *db, void *context, struct error *e)
{
    struct checking *c = context;
    struct medical_desk *desk;
    TRY(desk_of(c->r, request_commit_kept(c->r, desk_free), &desk, e));
    c->why = (struct error){0};
    return medical_entitlement_ask(db, desk, &c->ask, c->r->arena, &c->entitlement, &c->why, e);
}

static void terms_add(struct view *list, const struct medical_terms *t, struct fen room)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "visit", medical_visit_code(t->visit));
    view_add_fen(v, "deductible_fen", t->deductible);
    view_add_integer(v, "rate_bp", t->rate_bp);
    view_add_fen(v, "cap_fen", t->cap);
    view_add_fen(v, "room_fen", room);
    view_add_bool(v, "is_listed_only", t->is_listed_only);
    view_add_text(v, "document", t->document);
}

static enum status entitlement_answered(struct request *r, struct error *e)
{
    const struct checking *c = r->commit.context;
    const struct medical_entitlement *t = &c->entitlement;
    if (c->why.status != STATUS_OK) {
        *e = c->why;
        return refusal_place(c->why.status, e);
    }
    view_add_text(r->page, "class", medical_class_code(t->class));
    view_add_text(r->page, "class_label", request_text(r, medical_class_label(t->class)));
    view_add_bool(r->page, "is_entitled", t->class != MEDICAL_NONE && !t->is_suspended);
    view_add_bool(r->page, "is_suspended", t->is_suspended);
    view_add_fen(r->page, "advance_fen", t->advance);
    if (t->advance.v > 0)
        view_add_date(r->page, "advance_expires", t->advance_expires);
    struct view *list = view_add_list(r->page, "terms");
    if (t->class != MEDICAL_NONE) {
        terms_add(list, &t->inpatient, t->inpatient_room);
        terms_add(list, &t->outpatient, t->outpatient_room);
    }
    return respond_page(r, "", NULL, e);
}

static enum status counter_entitlement(struct request *r, struct error *e)
{
    struct checking *c = ARENA_NEW(r->arena, struct checking);
    if (c == NULL)
        return arena_exhausted(e);
    c->r = r;
    c->ask = (struct medical_ask){.hospital = r->signer,
                                  .actor = r->session.user.name,
                                  .id_number = request_field(r, "id_number"),
                                  .name = request_field(r, "name"),
                                  .today = date_today()};
    request_commit(r, entitlement_work, c, entitlement_answered);
    return STATUS_OK;
}

static enum status quote_work(struct db *db, void *context, struct error *e)
{
    struct asking *a = context;
    a->explain.count = 0;
    return refusal_place(medical_quote(db, a->desk, &a->quote->message, a->r->arena,
                                       &a->quote->answer, &a->explain, e),
                         e);
}

static enum status counter_quote(struct request *r, struct error *e)
{
    struct asking *a;
    TRY(asking_new(r, &a, e));
    TRY(sending_new(r, MESSAGE_SETTLE, &a->quote, e));
    TRY(bill_fields(r, &a->quote->message, e));
    TRY(db_transaction(r->db, quote_work, a, e));
    const struct medical_answer *t = &a->quote->answer;
    view_add_text(r->page, "class", medical_class_code(t->class));
    view_add_fen(r->page, "deductible_fen", t->assessment.terms.deductible);
    view_add_integer(r->page, "rate_bp", t->assessment.terms.rate_bp);
    view_add_fen(r->page, "cap_fen", t->assessment.terms.cap);
    view_add_fen(r->page, "aided_before_fen", t->assessment.aided_before);
    view_add_fen(r->page, "borne_fen", t->assessment.borne);
    view_add_fen(r->page, "aid_fen", t->assessment.aid);
    view_add_fen(r->page, "personal_fen", t->assessment.personal);
    view_add_fen(r->page, "advance_fen", t->advance);
    view_add_fen(r->page, "pay_now_fen", t->pay_now);
    struct view *list = view_add_list(r->page, "lines");
    for (size_t i = 0; i < a->explain.count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "label", request_text(r, a->explain.line[i].label));
        view_add_text(v, "formula", a->explain.line[i].formula);
        view_add_text(v, "document", a->explain.line[i].document);
        view_add_fen(v, "amount_fen", a->explain.line[i].amount);
    }
    return respond_page(r, "", NULL, e);
}

/* ---- routes ---- */

#define SERIAL_INPUT                                                                               \
    {                                                                                              \
        "serial", INPUT_TEXT, true, N_("本院的报文流水号：同一流水号重发得到同一应答")             \
    }
#define ADMISSION_INPUT                                                                            \
    {                                                                                              \
        "admission_no", INPUT_TEXT, true, N_("住院号（门诊号）")                                   \
    }
#define BILL_INPUTS                                                                                \
    {"discharged_on", INPUT_DATE, true, N_("出院日期")},                                           \
        {"total", INPUT_YUAN, true, N_("总费用")}, {"in_scope", INPUT_YUAN, true, N_("保内费用")}, \
        {"insurance", INPUT_YUAN, false, N_("基本保险支付")},                                      \
        {"critical", INPUT_YUAN, false, N_("大病保险支付")},                                       \
        {"other", INPUT_YUAN, false, N_("其他救助")},                                              \
        {"relief", INPUT_YUAN, false, N_("医院减免")},                                             \
    {                                                                                              \
        "veteran", INPUT_YUAN, false, N_("优抚补助")                                               \
    }
#define INPUTS_END                                                                                 \
    {                                                                                              \
        .name = NULL                                                                               \
    }

static const struct route_input PERSON_INPUTS[] = {
    {"id_number", INPUT_TEXT, true, N_("身份证号")},
    {"name", INPUT_TEXT, true, N_("姓名")},
    INPUTS_END,
};
static const struct route_input ADMIT_INPUTS[] = {
    SERIAL_INPUT,
    ADMISSION_INPUT,
    {"id_number", INPUT_TEXT, true, N_("身份证号")},
    {"name", INPUT_TEXT, true, N_("姓名")},
    {"visit", INPUT_TEXT, true, N_("就诊方式：inpatient 住院，outpatient 门诊")},
    {"scheme", INPUT_TEXT, true, N_("医保：ncms 新农合，employees 职工，residents 居民")},
    {"admitted_on", INPUT_DATE, true, N_("入院（就诊）日期")},
    {"disease", INPUT_TEXT, true, N_("疾病编码，如 C34.1")},
    {"disease_name", INPUT_TEXT, false, N_("疾病名称")},
    {"department", INPUT_TEXT, false, N_("科室")},
    {"insurance_no", INPUT_TEXT, false, N_("医保号")},
    INPUTS_END,
};
static const struct route_input QUOTE_INPUTS[] = {
    ADMISSION_INPUT,
    BILL_INPUTS,
    {"replaces", INPUT_INTEGER, false, N_("所更正的、已冲账的账单号")},
    INPUTS_END,
};
static const struct route_input SETTLE_INPUTS[] = {
    SERIAL_INPUT, ADMISSION_INPUT,
    BILL_INPUTS,  {"replaces", INPUT_INTEGER, false, N_("所更正的、已冲账的账单号")},
    INPUTS_END,
};
static const struct route_input REASON_INPUTS[] = {
    SERIAL_INPUT,
    ADMISSION_INPUT,
    {"reason", INPUT_TEXT, true, N_("原因")},
    INPUTS_END,
};

#define SIGNED(pattern_, handler, title_, inputs_)                                                 \
    {                                                                                              \
        HTTP_POST, pattern_, handler, PERMISSION_MEDICAL_COUNTER, title_,                          \
            .audience = AUDIENCE_PROGRAMS, .is_signed = true, .inputs = inputs_                    \
    }
static const struct route ROUTES[] = {
    SIGNED("/counter/entitlement", counter_entitlement, N_("查询救助资格"), PERSON_INPUTS),
    SIGNED("/counter/admissions", counter_admit, N_("入院备案"), ADMIT_INPUTS),
    SIGNED("/counter/quotes", counter_quote, N_("试算救助"), QUOTE_INPUTS),
    SIGNED("/counter/settlements", counter_settle, N_("出院结算"), SETTLE_INPUTS),
    SIGNED("/counter/reversals", counter_reverse, N_("冲账"), REASON_INPUTS),
    SIGNED("/counter/cancellations", counter_cancel, N_("撤销备案"), REASON_INPUTS),
};
const struct route_table COUNTER_MESSAGE_ROUTES = ROUTE_TABLE("counter_message", ROUTES);
