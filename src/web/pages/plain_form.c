#include "web/pages/plain_form.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

static size_t index_of(const struct plain_form *f, const char *name)
{
    size_t i = 0;
    while (i < f->count && strcmp(f->fields[i].name, name) != 0)
        i++;
    assert(i < f->count);
    return i;
}

void plain_begin(struct plain_form *f, struct request *r, struct view *parent,
                 const struct plain_field *fields, size_t count)
{
    struct view *list = view_add_list(parent, "fields");
    assert(count <= PLAIN_FIELDS_MAX);
    *f = (struct plain_form){.r = r, .fields = fields, .count = count};
    for (size_t i = 0; i < count; i++) {
        f->value[i] = r->method == HTTP_POST ? request_field(r, fields[i].name)
                                             : request_query(r, fields[i].name);
        f->view[i] = view_add_object(list, NULL);
        f->choices[i] = view_add_list(f->view[i], "choices");
    }
}

void plain_default(struct plain_form *f, const char *name, const char *value)
{
    const struct request *r = f->r;
    const struct form *given = r->method == HTTP_POST ? &r->form : &r->query;
    if (form_get(given, name) == NULL && value != NULL)
        f->value[index_of(f, name)] = value;
}

void plain_choice(struct plain_form *f, const char *name, const char *value, const char *label)
{
    size_t i = index_of(f, name);
    struct view *v = view_add_object(f->choices[i], NULL);
    view_add_text(v, "value", value);
    view_add_text(v, "label", label);
    view_add_bool(v, "is_chosen", strcmp(f->value[i], value) == 0);
}

/* A browser's date field shows only what is a date: anything else stays readable as text. */
static const char *input_type(enum plain_kind kind, const char *value)
{
    struct date day;
    struct month month;
    struct error ignored;
    if (kind == PLAIN_DATE)
        return value[0] == '\0' || date_parse(value, &day, &ignored) == STATUS_OK ? "date" : "text";
    if (kind == PLAIN_MONTH)
        return value[0] == '\0' || month_parse(value, &month, &ignored) == STATUS_OK ? "month"
                                                                                     : "text";
    return "text";
}

static void field_end(struct plain_form *f, size_t i, struct view *faults)
{
    struct request *r = f->r;
    const struct plain_field *field = &f->fields[i];
    struct view *v = f->view[i];
    const char *fault = f->fault[i] != NULL ? request_text(r, f->fault[i]) : NULL;
    const char *id = arena_printf(r->arena, "f-%s", field->name);
    view_add_text(v, "name", field->name);
    view_add_text(v, "id", id);
    view_add_text(v, "label", request_text(r, field->label));
    view_add_text(v, "value", f->value[i]);
    view_add_text(v, "hint", request_text(r, field->hint));
    view_add_text(v, "error", fault);
    view_add_bool(v, "is_described", fault != NULL || field->hint != NULL);
    view_add_bool(v, "is_required", !field->is_optional);
    view_add_bool(v, "is_input", field->kind != PLAIN_LONG && field->kind != PLAIN_CHOICE);
    view_add_bool(v, "is_long", field->kind == PLAIN_LONG);
    view_add_bool(v, "is_choice", field->kind == PLAIN_CHOICE);
    view_add_bool(v, "is_bool", false);
    view_add_bool(v, "is_id", false);
    view_add_bool(v, "is_yuan", field->kind == PLAIN_YUAN);
    view_add_text(v, "type", input_type(field->kind, f->value[i]));
    view_add_text(v, "mode",
                  field->kind == PLAIN_YUAN     ? "decimal"
                  : field->kind == PLAIN_NUMBER ? "numeric"
                                                : "");
    if (fault == NULL)
        return;
    struct view *row = view_add_object(faults, NULL);
    view_add_text(row, "field", field->name);
    view_add_text(row, "id", id);
    view_add_text(row, "label", request_text(r, field->label));
    view_add_text(row, "message", fault);
}

void plain_end(struct plain_form *f)
{
    struct view *faults = f->fault_count > 0 ? view_add_list(f->r->page, "faults") : NULL;
    for (size_t i = 0; i < f->count; i++)
        field_end(f, i, faults);
}

/* ---- reading ---- */

void plain_fault(struct plain_form *f, const char *name, const char *message)
{
    size_t i = index_of(f, name);
    if (f->fault[i] != NULL)
        return;
    f->fault[i] = arena_strdup(f->r->arena, message);
    f->fault_count++;
}

/* NULL: nothing to parse. */
static const char *given(struct plain_form *f, const char *name)
{
    size_t i = index_of(f, name);
    const char *text = text_tidy(f->r->arena, f->value[i]);
    if (text != NULL && text[0] != '\0')
        return text;
    if (!f->fields[i].is_optional)
        plain_fault(f, name, N_("请填写"));
    return NULL;
}

const char *plain_text(struct plain_form *f, const char *name)
{
    const char *text = given(f, name);
    return text != NULL ? text : "";
}

struct fen plain_yuan(struct plain_form *f, const char *name)
{
    struct error why;
    struct fen amount = FEN(0);
    const char *text = given(f, name);
    if (text != NULL && fen_parse(text, &amount, &why) != STATUS_OK)
        plain_fault(f, name, why.message);
    return amount;
}

struct date plain_date(struct plain_form *f, const char *name)
{
    struct error why;
    struct date day = {0};
    const char *text = given(f, name);
    if (text != NULL && date_parse(text, &day, &why) != STATUS_OK)
        plain_fault(f, name, why.message);
    return day;
}

struct month plain_month(struct plain_form *f, const char *name)
{
    struct error why;
    struct month month = {0};
    const char *text = given(f, name);
    if (text != NULL && month_parse_people(text, &month, &why) != STATUS_OK)
        plain_fault(f, name, why.message);
    return month;
}

int64_t plain_number(struct plain_form *f, const char *name)
{
    struct error why;
    int64_t number = 0;
    const char *text = given(f, name);
    if (text != NULL && i64_parse(text, &number, &why) != STATUS_OK)
        plain_fault(f, name, why.message);
    return number;
}

enum status plain_status(const struct plain_form *f, struct error *e)
{
    if (f->fault_count == 0)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "FORM", _("有 %zu 处要改，请看标出的栏目"), f->fault_count);
}

void plain_refused(struct plain_form *f, const struct plain_cause *causes, const struct error *why)
{
    for (; causes != NULL && causes->code != NULL; causes++)
        if (strcmp(causes->code, why->code) == 0)
            plain_fault(f, causes->field, why->message);
}
