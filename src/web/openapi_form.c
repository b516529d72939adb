/* The forms of casework as schemas, and which of them a step takes. */
#include "base/text.h"
#include "domain/casework/forms.h"
#include "web/openapi_internal.h"

#include <string.h>

#define FORMS_MAX 64

static void choices_add(struct view *v, const struct field_choice *choices)
{
    struct view *values = view_add_list(v, "enum");
    for (; choices->value != NULL; choices++)
        view_add_text(values, NULL, choices->value);
}

static void field_add(const struct document *d, struct view *properties,
                      const struct entry_field *field)
{
    static const struct {
        const char *type, *format, *pattern;
    } kinds[] = {
        [FIELD_TEXT] = {"string", NULL, NULL},
        [FIELD_LONG_TEXT] = {"string", NULL, NULL},
        [FIELD_DATE] = {"string", "date", NULL},
        [FIELD_MONTH] = {"string", NULL, "^[0-9]{4}-[0-9]{2}$"},
        [FIELD_YUAN] = {"string", NULL, "^[0-9,]+(\\.[0-9]{1,2})?$"},
        [FIELD_COUNT] = {"integer", NULL, NULL},
        [FIELD_BOOL] = {"boolean", NULL, NULL},
        [FIELD_CHOICE] = {"string", NULL, NULL},
        [FIELD_ID_NUMBER] = {"string", NULL, "^[0-9]{17}[0-9Xx]$"},
        [FIELD_ACCOUNT] = {"string", NULL, "^[0-9]+$"},
        [FIELD_PHONE] = {"string", NULL, NULL},
        [FIELD_DIVISION] = {"string", NULL, "^[0-9]{12}$"},
    };
    const bool is_known =
        (size_t)field->kind < sizeof(kinds) / sizeof(kinds[0]) && kinds[field->kind].type != NULL;
    struct view *v = view_add_object(properties, field->name);
    view_add_text(v, "type", is_known ? kinds[field->kind].type : "string");
    if (is_known && kinds[field->kind].format != NULL)
        view_add_text(v, "format", kinds[field->kind].format);
    if (is_known && kinds[field->kind].pattern != NULL)
        view_add_text(v, "pattern", kinds[field->kind].pattern);
    if (field->kind == FIELD_CHOICE && field->choices != NULL)
        choices_add(v, field->choices);
    view_add_text(v, "title", openapi_text(d, field->label));
    if (field->hint != NULL)
        view_add_text(v, "description", openapi_text(d, field->hint));
    if (field->is_secret)
        view_add_bool(v, "x-secret", true);
}

static void fields_add(const struct document *d, struct view *properties, struct view **required,
                       struct view *owner, const struct entry_section *section)
{
    for (size_t i = 0; i < section->field_count; i++) {
        field_add(d, properties, &section->fields[i]);
        if (!section->fields[i].is_required)
            continue;
        if (*required == NULL)
            *required = view_add_list(owner, "required");
        view_add_text(*required, NULL, section->fields[i].name);
    }
}

static void table_add(const struct document *d, struct view *properties,
                      const struct entry_section *section)
{
    struct view *v = view_add_object(properties, section->name), *required = NULL;
    view_add_text(v, "type", "array");
    view_add_text(v, "title", section->label == NULL ? "" : openapi_text(d, section->label));
    view_add_integer(v, "minItems", section->repeat_min);
    view_add_integer(v, "maxItems", section->repeat_max);
    struct view *item = view_add_object(v, "items");
    view_add_text(item, "type", "object");
    fields_add(d, view_add_object(item, "properties"), &required, item, section);
}

static void form_add_schema(const struct document *d, const struct entry_form *form)
{
    struct view *v = view_add_object(d->schemas, form->name), *required = NULL;
    view_add_text(v, "type", "object");
    view_add_text(v, "title", openapi_text(d, form->label));
    view_add_bool(v, "additionalProperties", false);
    struct view *properties = view_add_object(v, "properties");
    for (size_t i = 0; i < form->section_count; i++)
        if (form->sections[i].repeat_max > 0)
            table_add(d, properties, &form->sections[i]);
        else
            fields_add(d, properties, &required, v, &form->sections[i]);
}

void openapi_forms_add(const struct document *d)
{
    const struct entry_form *form;
    for (size_t i = 0; (form = case_form_at(i)) != NULL; i++)
        if (view_get(d->schemas, form->name) == NULL)
            form_add_schema(d, form);
}

struct form_set {
    const struct entry_form *form[FORMS_MAX];
    size_t count;
};

static void form_collect(struct form_set *set, const struct entry_form *form)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->form[i] == form)
            return;
    if (set->count < FORMS_MAX)
        set->form[set->count++] = form;
}

/* Of every kind of case that can take the action; for the first step of every change as well. */
static void transition_collect(struct form_set *set, const struct case_transition *t)
{
    for (int kind = 1; kind < CASE_KIND_COUNT; kind++) {
        if ((t->kinds >> kind & 1u) == 0)
            continue;
        if (t->action != ACTION_PROPOSE && t->action != ACTION_REPORT)
            form_collect(set, case_form_of((enum case_kind)kind, CHANGE_NONE, t->action));
        for (int change = CHANGE_NONE + 1; change < CHANGE_COUNT; change++)
            if (case_change_code((enum case_change)change)[0] != '\0' && t->from == STATE_NONE)
                form_collect(
                    set, case_form_of((enum case_kind)kind, (enum case_change)change, t->action));
    }
}

void openapi_step_forms_add(struct view *parent, const char *name, const struct route *route)
{
    struct form_set set = {.count = 0};
    struct error ignored;
    enum case_action action = ACTION_NONE;
    if (case_action_parse(strrchr(route->pattern, '/') + 1, &action, &ignored) != STATUS_OK)
        action = ACTION_NONE; /* a case is opened */
    for (size_t i = 0; i < CASE_TRANSITION_COUNT; i++) {
        const struct case_transition *t = &CASE_TRANSITIONS[i];
        if (action == ACTION_NONE ? t->from == STATE_NONE : t->action == action)
            transition_collect(&set, t);
    }
    if (set.count == 1) {
        openapi_ref_add(parent, name, "schemas", set.form[0]->name);
        return;
    }
    struct view *any = view_add_list(view_add_object(parent, name), "anyOf");
    for (size_t i = 0; i < set.count; i++)
        openapi_ref_add(any, NULL, "schemas", set.form[i]->name);
}
