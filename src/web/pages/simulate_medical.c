/* What-if for medical assistance: a year's bills under other deductibles, rates, caps and lists, by
   township and class, before any parameter is changed. */
#include <string.h>

#include "base/i18n.h"
#include "domain/medical/rule.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"
#include "web/request.h"

#define YEAR_MIN 1990
#define YEAR_MAX 2100
#define DECEMBER 12
#define ASSIGNMENTS_MAX 60 /* seven classes, two visits, four numbers */

struct asked {
    int year;
    bool is_year_given;
    struct policy_table *now;
    const char *assignments[ASSIGNMENTS_MAX];
    size_t count;
    struct medical_simulation result;
};

static const char *const FIELD_KEYS[] = {"deductible", "rate", "cap"};
static const char *const FIELD_LABELS[] = {N_("起付线（元）"), N_("比例"), N_("年封顶线（元）")};

static enum status assign(struct request *r, struct asked *q, const char *name, const char *typed,
                          struct error *why)
{
    if (q->count == ASSIGNMENTS_MAX)
        return error_set(why, STATUS_REFUSED, "POLICY_ASSUMPTIONS", _("一次最多假设 %d 个参数"),
                         ASSIGNMENTS_MAX);
    const char *assignment = arena_printf(r->arena, "%s=%s", name, typed);
    if (assignment == NULL)
        return arena_exhausted(why);
    q->assignments[q->count++] = assignment;
    return STATUS_OK;
}

/* What was typed for a number, and its assignment when it differs from what holds. */
static enum status value_read(struct request *r, struct asked *q, enum policy_key key,
                              const struct policy_value *now, int64_t *ret, struct error *why)
{
    const char *name = policy_key_name(key), *typed = request_query(r, name);
    *ret = now->v;
    if (typed[0] == '\0')
        return STATUS_OK;
    TRY(policy_value_parse(name, typed, ret, why));
    return now->is_set && *ret == now->v ? STATUS_OK : assign(r, q, name, typed, why);
}

static enum status field_add(struct request *r, struct view *fields, struct asked *q,
                             enum policy_key key, const char *label, struct error *why)
{
    struct policy_value now = policy_value_of(q->now, key, month_make(q->year, DECEMBER));
    const char *name = policy_key_name(key), *typed = request_query(r, name);
    char text[FEN_TEXT_BYTES];
    int64_t value;
    size_t before = q->count;
    struct view *v = view_add_object(fields, NULL);
    enum status s = value_read(r, q, key, &now, &value, why);
    if (s != STATUS_OK)
        (void)error_place(why, "%s", label);
    bool is_shown = s == STATUS_OK && (now.is_set || typed[0] != '\0');
    view_add_text(v, "name", name);
    view_add_text(v, "label", label);
    view_add_text(v, "now",
                  now.is_set ? policy_value_format(key, now.v, text)
                             : request_text(r, N_("没有数值")));
    view_add_text(v, "value", is_shown ? policy_value_format(key, value, text) : typed);
    view_add_bool(v, "is_changed", q->count > before || s != STATUS_OK);
    return s;
}

static enum status listed_add(struct request *r, struct view *row, struct asked *q,
                              enum policy_key key, const char *label, struct error *why)
{
    struct policy_value now = policy_value_of(q->now, key, month_make(q->year, DECEMBER));
    int64_t value;
    enum status s = value_read(r, q, key, &now, &value, why);
    view_add_text(row, "listed_name", policy_key_name(key));
    view_add_text(row, "listed_label", label);
    bool is_known = now.is_set || request_query(r, policy_key_name(key))[0] != '\0';
    view_add_bool(row, "is_listed_only", is_known && value != 0);
    view_add_bool(row, "is_unlisted", is_known && value == 0);
    view_add_bool(row, "is_listed_known", is_known);
    return s;
}

/* One class and visit: its four numbers. The first fault is kept, the others stay in their fields.
 */
static enum status row_add(struct request *r, struct view *rows, struct asked *q,
                           enum medical_class class, enum medical_visit visit, struct error *e)
{
    struct view *row = view_add_object(rows, NULL);
    struct view *fields = view_add_list(row, "fields");
    const char *class_label = request_text(r, medical_class_label(class)),
               *visit_label = request_text(r, medical_visit_label(visit));
    enum status kept = STATUS_OK;
    view_add_text(row, "class", class_label);
    view_add_text(row, "visit", visit_label);
    for (int f = 0; f <= POLICY_MEDICAL_LISTED_ONLY; f++) {
        enum policy_key key =
            policy_medical_key((int)class, (int)visit, (enum policy_medical_field)f);
        const char *label = arena_printf(
            r->arena, "%s %s %s", class_label, visit_label,
            request_text(r, f == POLICY_MEDICAL_LISTED_ONLY ? N_("病种") : FIELD_LABELS[f]));
        struct error why = {0};
        if (label == NULL)
            return arena_exhausted(e);
        enum status s = f == POLICY_MEDICAL_LISTED_ONLY ? listed_add(r, row, q, key, label, &why)
                                                        : field_add(r, fields, q, key, label, &why);
        if (s != STATUS_OK && kept == STATUS_OK) {
            kept = s;
            *e = why;
        }
    }
    return kept;
}

static void result_row_add(struct view *row, const struct medical_simulation_row *s,
                           const char *name)
{
    view_add_text(row, "name", name);
    view_add_count(row, "bills", s->bills);
    view_add_count(row, "people", s->people);
    view_add_count(row, "gaining", s->gaining);
    view_add_count(row, "losing", s->losing);
    view_add_fen(row, "before_fen", s->before);
    view_add_fen(row, "after_fen", s->after);
    view_add_fen(row, "difference_fen", FEN(s->after.v - s->before.v));
}

static enum status result_add(struct request *r, struct asked *q, struct error *e)
{
    const struct medical_simulation *s = &q->result;
    TRY(medical_simulate(r->db, r->county, q->year, q->assignments, q->count, r->arena, &q->result,
                         e));
    struct view *townships = view_add_list(r->page, "townships"),
                *classes = view_add_list(r->page, "classes");
    for (size_t i = 0; i < s->township_count; i++) {
        struct view *row = view_add_object(townships, NULL);
        view_add_integer(row, "code", s->township[i].key);
        result_row_add(row, &s->township[i], s->township[i].name);
    }
    for (size_t i = 0; i < s->class_count; i++) {
        struct view *row = view_add_object(classes, NULL);
        view_add_text(row, "code", medical_class_code((enum medical_class)s->class[i].key));
        result_row_add(row, &s->class[i],
                       request_text(r, medical_class_label((enum medical_class)s->class[i].key)));
    }
    result_row_add(view_add_object(r->page, "whole"), &s->total, s->total.name);
    view_add_bool(r->page, "has_result", true);
    return STATUS_OK;
}

static enum status ask(struct request *r, struct asked *q, struct error *e)
{
    struct view *rows = view_add_list(r->page, "rows");
    enum status s = STATUS_OK;
    for (int c = MEDICAL_WUBAO; c <= MEDICAL_CLASS_COUNT; c++) {
        for (int v = VISIT_INPATIENT; v <= VISIT_OUTPATIENT; v++) {
            struct error why = {0};
            enum status one =
                row_add(r, rows, q, (enum medical_class)c, (enum medical_visit)v, &why);
            if (s == STATUS_OK && one != STATUS_OK) {
                s = one;
                *e = why;
            }
        }
    }
    view_add_bool(r->page, "is_changed", q->count > 0);
    return s == STATUS_OK ? result_add(r, q, e) : s;
}

/* The year asked for; else the last whole one, or this one when the rules began with it. */
static enum status year_read(struct request *r, struct asked *q, struct error *e)
{
    const enum policy_key rate =
        policy_medical_key(MEDICAL_DIBAO, VISIT_INPATIENT, POLICY_MEDICAL_RATE);
    int64_t asked = query_number(r, "year");
    TRY(policy_table_read(r->db, r->county, KNOWN_NOW, r->arena, &q->now, e));
    q->is_year_given = asked >= YEAR_MIN && asked <= YEAR_MAX;
    q->year = q->is_year_given ? (int)asked : month_year(date_month(date_today())) - 1;
    if (!q->is_year_given && !policy_value_of(q->now, rate, month_make(q->year, DECEMBER)).is_set)
        q->year++;
    return STATUS_OK;
}

static enum status simulate_medical_show(struct request *r, struct error *e)
{
    struct asked q = {0};
    struct error why = {0};
    TRY(require_county(r, e));
    view_add_bool(r->page, "is_htmx", r->is_htmx);
    TRY(year_read(r, &q, e));
    view_add_integer(r->page, "year", q.year);
    view_add_integer(r->page, "year_before", q.year - 1);
    view_add_integer(r->page, "year_after", q.year + 1);
    struct view *heads = view_add_list(r->page, "heads");
    for (size_t f = 0; f < sizeof(FIELD_KEYS) / sizeof(FIELD_KEYS[0]); f++) {
        struct view *head = view_add_object(heads, NULL);
        view_add_text(head, "key", FIELD_KEYS[f]);
        view_add_text(head, "label", request_text(r, FIELD_LABELS[f]));
    }
    enum status s = ask(r, &q, &why);
    if (s == STATUS_REFUSED)
        return respond_page_status(r, 422, "simulate/medical.html", NULL, &why, e);
    if (s != STATUS_OK) {
        *e = why;
        return s;
    }
    return respond_page(r, "simulate/medical.html", NULL, e);
}

static const struct route_input INPUTS[] = {
    {"year", INPUT_INTEGER, false, N_("哪一年的账单")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/simulate/medical", simulate_medical_show, PERMISSION_SIMULATE, N_("医疗救助测算"),
     .inputs = INPUTS},
};
const struct route_table SIMULATE_MEDICAL_ROUTES = ROUTE_TABLE("simulate", ROUTES);
