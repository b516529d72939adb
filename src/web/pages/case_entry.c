#include "web/pages/case_entry.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/plan/plan.h"
#include "web/pages/case_check.h"
#include "web/pages/case_sums.h"

#define FIELD_PREFIX "f."
#define FIELD_PREFIX_BYTES 2
#define ROWS_NAME_BYTES_MAX 100

enum status case_entry_begin(struct request *r, const struct entry_form *form, const char *draft,
                             struct case_entry *ret, struct error *e)
{
    *ret = (struct case_entry){.form = form,
                               .data = entry_data_new(r->arena),
                               .faults = {.arena = r->arena},
                               .draft = arena_strdup(r->arena, draft),
                               .saved_at = "",
                               .on = ""};
    return ret->data != NULL && ret->draft != NULL ? STATUS_OK : arena_exhausted(e);
}

/* ---- names ---- */

static const char *full_name(struct arena *arena, const struct entry_section *section, int row,
                             const char *field)
{
    return section->repeat_max > 0 ? arena_printf(arena, "%s.%d.%s", section->name, row, field)
                                   : field;
}

/* ---- what was typed ---- */

enum status case_entry_collect(const struct form *posted, struct entry_data *into, struct error *e)
{
    for (const struct form_field *f = posted->first; f != NULL; f = f->next) {
        if (text_starts(f->name, FIELD_PREFIX))
            TRY(entry_data_set(into, f->name + FIELD_PREFIX_BYTES, f->value, e));
    }
    return STATUS_OK;
}

static enum status known_keep(const struct entry_data *in, struct case_entry *x, struct error *e)
{
    for (size_t i = 0; i < in->count; i++)
        if (entry_field_find(x->form, in->item[i].name, NULL) != NULL)
            TRY(entry_data_set(x->data, in->item[i].name, in->item[i].value, e));
    return STATUS_OK;
}

static int number_of(const char *text)
{
    int64_t value;
    struct error ignored;
    return i64_parse(text, &value, &ignored) == STATUS_OK && value > 0 && value <= ENTRY_REPEAT_MAX
               ? (int)value
               : 0;
}

enum status case_entry_read(struct request *r, struct case_entry *x, struct error *e)
{
    struct entry_data *all = entry_data_new(r->arena);
    struct error ignored;
    char name[ROWS_NAME_BYTES_MAX];
    if (all == NULL)
        return arena_exhausted(e);
    TRY(case_entry_collect(&r->form, all, e));
    TRY(known_keep(all, x, e));
    for (size_t s = 0; s < x->form->section_count && s < CASE_ENTRY_SECTIONS_MAX; s++) {
        const struct entry_section *section = &x->form->sections[s];
        if (section->repeat_max == 0)
            continue;
        snprintf(name, sizeof(name), "rows.%s", section->name);
        x->rows_shown[s] = number_of(request_field(r, name));
    }
    x->on = request_field(r, "on");
    x->draft_version = 0;
    if (i64_parse(request_field(r, "draft_version"), &x->draft_version, &ignored) != STATUS_OK)
        x->draft_version = 0;
    return STATUS_OK;
}

/* ---- drafts ---- */

const char *case_time_text(struct arena *arena, const char *utc)
{
    struct tm tm = {0};
    char text[TIME_TEXT_BYTES];
    if (utc == NULL || strptime(utc, "%Y-%m-%dT%H:%M:%SZ", &tm) == NULL)
        return arena_strdup(arena, utc != NULL ? utc : "");
    time_t at = timegm(&tm);
    if (localtime_r(&at, &tm) == NULL || strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm) == 0)
        return arena_strdup(arena, utc);
    return arena_strdup(arena, text);
}

enum status case_entry_restore(struct request *r, struct case_entry *x, struct error *e)
{
    struct entry_data *kept;
    struct draft_row *drafts;
    size_t count;
    if (x->draft[0] == '\0')
        return STATUS_OK;
    enum status s = draft_read(r->db, r->county, r->keys, r->session.user.name, x->draft, r->arena,
                               &kept, &x->draft_version, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    struct entry_data *fresh = entry_data_new(r->arena);
    if (fresh == NULL)
        return arena_exhausted(e);
    x->data = fresh;
    TRY(known_keep(kept, x, e));
    x->on = entry_get(kept, CASE_ENTRY_DRAFT_DAY);
    TRY(draft_list(r->db, r->county, r->session.user.name, r->arena, &drafts, &count, e));
    for (size_t i = 0; i < count; i++)
        if (strcmp(drafts[i].form, x->draft) == 0)
            x->saved_at = case_time_text(r->arena, drafts[i].saved_at);
    return STATUS_OK;
}

enum status case_entry_save(struct request *r, struct case_entry *x, struct error *e)
{
    struct db *db;
    struct entry_data *kept = entry_data_new(r->arena);
    char now[TIME_TEXT_BYTES];
    if (kept == NULL)
        return arena_exhausted(e);
    for (size_t i = 0; i < x->data->count; i++)
        TRY(entry_data_set(kept, x->data->item[i].name, x->data->item[i].value, e));
    TRY(entry_data_set(kept, CASE_ENTRY_DRAFT_DAY, x->on, e));
    TRY(request_writer(r, &db, e));
    TRY(draft_save(db, r->county, r->keys, r->session.user.name, x->draft, x->draft_version, kept,
                   &x->draft_version, e));
    x->saved_at = case_time_text(r->arena, time_now(now));
    return x->saved_at != NULL ? STATUS_OK : arena_exhausted(e);
}

enum status case_entry_drop(struct request *r, const struct case_entry *x, struct error *e)
{
    struct db *db;
    if (x->draft[0] == '\0')
        return STATUS_OK;
    TRY(request_writer(r, &db, e));
    enum status s = draft_drop(db, r->county, r->session.user.name, x->draft, e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

/* ---- buttons ---- */

static int rows_of(const struct case_entry *x, size_t s)
{
    const struct entry_section *section = &x->form->sections[s];
    int rows = entry_rows(x->data, section->name);
    if (rows < x->rows_shown[s])
        rows = x->rows_shown[s];
    if (rows < section->repeat_min)
        rows = section->repeat_min;
    return rows < section->repeat_max ? rows : section->repeat_max;
}

/* The rows behind move up by one. */
static enum status row_remove(struct request *r, struct case_entry *x, size_t s, int row,
                              struct error *e)
{
    const struct entry_section *section = &x->form->sections[s];
    int rows = rows_of(x, s);
    for (size_t i = 0; i < section->field_count; i++)
        for (int n = row; n <= rows; n++) {
            const char *to = full_name(r->arena, section, n, section->fields[i].name);
            const char *from = full_name(r->arena, section, n + 1, section->fields[i].name);
            if (to == NULL || from == NULL)
                return arena_exhausted(e);
            TRY(entry_data_set(x->data, to, n < rows ? entry_get(x->data, from) : "", e));
        }
    x->rows_shown[s] = rows - 1;
    return STATUS_OK;
}

static enum status rows_button(struct request *r, struct case_entry *x, const char *button,
                               struct error *e)
{
    bool is_add = text_starts(button, "add:");
    const char *name = strchr(button, ':') + 1;
    size_t name_bytes = strcspn(name, ":");
    for (size_t s = 0; s < x->form->section_count && s < CASE_ENTRY_SECTIONS_MAX; s++) {
        const struct entry_section *section = &x->form->sections[s];
        if (section->repeat_max == 0 || strlen(section->name) != name_bytes ||
            strncmp(section->name, name, name_bytes) != 0)
            continue;
        int row = name[name_bytes] == ':' ? number_of(name + name_bytes + 1) : 0;
        if (is_add)
            x->rows_shown[s] = rows_of(x, s) + 1;
        else if (row > 0)
            TRY(row_remove(r, x, s, row, e));
    }
    return case_check_fill(r, x->form, x->data, e);
}

enum status case_entry_button(struct request *r, struct case_entry *x, bool *ret_is_done,
                              struct error *why, struct error *e)
{
    const char *button = request_field(r, "do");
    *ret_is_done = true;
    if (text_starts(button, "add:") || text_starts(button, "remove:"))
        return rows_button(r, x, button, e);
    if (strcmp(button, CASE_ENTRY_DO_SAVE) == 0 && x->draft[0] != '\0') {
        TRY(case_check_fill(r, x->form, x->data, e));
        enum status s = case_entry_save(r, x, why);
        if (s == STATUS_OK || s == STATUS_REFUSED)
            return STATUS_OK;
        *e = *why;
        return s;
    }
    *ret_is_done = false;
    return STATUS_OK;
}

/* ---- onto the page ---- */

static const char *field_id(struct arena *arena, const char *name)
{
    char *id = arena_printf(arena, "f-%s", name);
    for (char *p = id; p != NULL && *p != '\0'; p++)
        if (*p == '.')
            *p = '-';
    return id;
}

static const char *fault_of(const struct case_entry *x, const char *name)
{
    for (size_t i = 0; i < x->faults.count; i++)
        if (x->faults.fault[i].field != NULL && strcmp(x->faults.fault[i].field, name) == 0)
            return x->faults.fault[i].message;
    return NULL;
}

/* A browser's date field shows only what is a date: anything else stays readable as text. */
static const char *input_type(enum field_kind kind, const char *value)
{
    struct date day;
    struct month month;
    struct error ignored;
    switch (kind) {
    case FIELD_DATE:
        return value[0] == '\0' || date_parse(value, &day, &ignored) == STATUS_OK ? "date" : "text";
    case FIELD_MONTH:
        return value[0] == '\0' || month_parse(value, &month, &ignored) == STATUS_OK ? "month"
                                                                                     : "text";
    case FIELD_PHONE:
        return "tel";
    default:
        return "text";
    }
}

static const char *input_mode(enum field_kind kind)
{
    switch (kind) {
    case FIELD_YUAN:
        return "decimal";
    case FIELD_COUNT:
    case FIELD_ACCOUNT:
    case FIELD_DIVISION:
        return "numeric";
    default:
        return "";
    }
}

static void choices_add(const struct request *r, struct view *field,
                        const struct field_choice *choices, const char *value)
{
    struct view *list = view_add_list(field, "choices");
    for (; choices != NULL && choices->value != NULL; choices++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "value", choices->value);
        view_add_text(v, "label", request_text(r, choices->label));
        view_add_bool(v, "is_chosen", strcmp(choices->value, value) == 0);
    }
}

/* Villages and townships of the whole county, under their townships: people move beyond the
   clerk's own. */
static void divisions_add(struct view *field, const struct division_table *table, const char *value)
{
    struct view *list = view_add_list(field, "choices");
    const struct division *d;
    for (size_t i = 0; table != NULL && (d = division_at(table, i)) != NULL; i++) {
        char code[24];
        const struct division *parent = division_by_code(table, d->parent);
        if (d->level < 2)
            continue;
        snprintf(code, sizeof(code), "%" PRId64, d->code);
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "value", code);
        view_add_textf(v, "label", "%s%s%s", d->level > 2 && parent != NULL ? parent->name : "",
                       d->level > 2 ? " " : "", d->name);
        view_add_bool(v, "is_chosen", strcmp(code, value) == 0);
    }
}

static enum status field_add(struct request *r, const struct case_entry *x, struct view *list,
                             const struct entry_field *f, const char *name,
                             const struct division_table *table, struct error *e)
{
    const char *value = entry_get(x->data, name), *fault = fault_of(x, name);
    const char *id = name != NULL ? field_id(r->arena, name) : NULL;
    if (id == NULL)
        return arena_exhausted(e);
    bool is_choice = f->kind == FIELD_CHOICE || f->kind == FIELD_DIVISION;
    bool is_other = is_choice || f->kind == FIELD_BOOL || f->kind == FIELD_LONG_TEXT;
    struct view *v = view_add_object(list, NULL);
    view_add_textf(v, "name", "f.%s", name);
    view_add_text(v, "id", id);
    view_add_text(v, "label", request_text(r, f->label));
    view_add_text(v, "value", value);
    view_add_text(v, "hint", f->hint != NULL ? request_text(r, f->hint) : NULL);
    view_add_text(v, "error", fault != NULL ? request_text(r, fault) : NULL);
    view_add_bool(v, "is_described",
                  fault != NULL || f->hint != NULL || f->kind == FIELD_ID_NUMBER);
    view_add_bool(v, "is_required", f->is_required);
    view_add_bool(v, "is_input", !is_other);
    view_add_bool(v, "is_long", f->kind == FIELD_LONG_TEXT);
    view_add_bool(v, "is_bool", f->kind == FIELD_BOOL);
    view_add_bool(v, "is_checked", value[0] != '\0');
    view_add_bool(v, "is_choice", is_choice);
    view_add_bool(v, "is_id", f->kind == FIELD_ID_NUMBER);
    view_add_text(v, "type", input_type(f->kind, value));
    view_add_text(v, "mode", input_mode(f->kind));
    view_add_bool(v, "is_yuan", f->kind == FIELD_YUAN);
    if (f->kind == FIELD_DIVISION)
        divisions_add(v, table, value);
    else
        choices_add(r, v, f->choices, value);
    return STATUS_OK;
}

static enum status section_add(struct request *r, const struct case_entry *x, struct view *list,
                               size_t s, const struct division_table *table, struct error *e)
{
    const struct entry_section *section = &x->form->sections[s];
    if (x->hidden != NULL && text_starts(section->fields[0].name, x->hidden))
        return STATUS_OK;
    bool is_table = section->repeat_max > 0;
    const char *fault = section->name != NULL ? fault_of(x, section->name) : NULL;
    int rows = is_table ? rows_of(x, s) : 1;
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "name", section->name != NULL ? section->name : "");
    view_add_text(v, "id", section->name != NULL ? field_id(r->arena, section->name) : "");
    view_add_text(v, "label", section->label != NULL ? request_text(r, section->label) : "");
    view_add_text(v, "error", fault != NULL ? request_text(r, fault) : NULL);
    view_add_bool(v, "is_table", is_table);
    view_add_integer(v, "row_count", rows);
    view_add_bool(v, "can_add", is_table && rows < section->repeat_max);
    if (is_table)
        case_sums_add(r, section, x->data, rows, v);
    else
        view_add_bool(v, "has_sums", false);
    struct view *row_list = view_add_list(v, "rows");
    for (int n = 1; n <= rows; n++) {
        struct view *row = view_add_object(row_list, NULL);
        view_add_integer(row, "number", n);
        view_add_bool(row, "can_remove", is_table && rows > section->repeat_min);
        struct view *fields = view_add_list(row, "fields");
        for (size_t i = 0; i < section->field_count; i++)
            TRY(field_add(r, x, fields, &section->fields[i],
                          full_name(r->arena, section, n, section->fields[i].name), table, e));
    }
    return STATUS_OK;
}

static bool has_division(const struct entry_form *form)
{
    for (size_t s = 0; s < form->section_count; s++)
        for (size_t i = 0; i < form->sections[s].field_count; i++)
            if (form->sections[s].fields[i].kind == FIELD_DIVISION)
                return true;
    return false;
}

/* Of a table with several rows, which row: "医疗费用票据 2 · 总费用（元）". */
static const char *fault_label(const struct request *r, const struct case_entry *x,
                               const char *name, const char *label)
{
    int row = 0;
    (void)entry_field_find(x->form, name, &row);
    for (size_t s = 0; row > 0 && s < x->form->section_count; s++) {
        const struct entry_section *section = &x->form->sections[s];
        const char *of = section->repeat_max > 1 ? section->name : "";
        if (*of != '\0' && text_starts(name, of) && name[strlen(of)] == '.')
            return arena_printf(r->arena, "%s %d · %s", request_text(r, section->label), row,
                                request_text(r, label));
    }
    return request_text(r, label);
}

enum status case_entry_add(struct request *r, const struct case_entry *x, struct error *e)
{
    struct division_table *table = NULL;
    if (has_division(x->form))
        TRY(division_table_read(r->db, r->county, date_month(date_today()), r->arena, &table, e));
    struct view *v = view_add_object(r->page, "entry");
    view_add_text(v, "form", x->form->name);
    view_add_text(v, "form_label", request_text(r, x->form->label));
    view_add_text(v, "draft", x->draft);
    view_add_integer(v, "draft_version", x->draft_version);
    view_add_text(v, "saved_at", x->saved_at);
    view_add_bool(v, "is_kept", x->draft_version > 0);
    view_add_text(v, "on", x->on);
    view_add_text(v, "on_type", input_type(FIELD_DATE, x->on));
    struct view *sections = view_add_list(v, "sections");
    for (size_t s = 0; s < x->form->section_count && s < CASE_ENTRY_SECTIONS_MAX; s++)
        TRY(section_add(r, x, sections, s, table, e));
    struct view *faults = view_add_list(r->page, "faults");
    for (size_t i = 0; i < x->faults.count; i++) {
        struct view *fault = view_add_object(faults, NULL);
        const char *name = x->faults.fault[i].field != NULL ? x->faults.fault[i].field : "";
        view_add_text(fault, "field", name);
        view_add_text(fault, "id", field_id(r->arena, name));
        view_add_text(fault, "label", fault_label(r, x, name, x->faults.fault[i].label));
        view_add_text(fault, "message", request_text(r, x->faults.fault[i].message));
    }
    return STATUS_OK;
}

const struct error *case_entry_refusal(const struct request *r, const struct error *why)
{
    struct error *shown = why != NULL ? ARENA_NEW(r->arena, struct error) : NULL;
    if (shown == NULL || strcmp(why->code, "CASE_FORM") != 0)
        return why;
    *shown = *why;
    shown->place[0] = '\0';
    return shown;
}

/* ---- as it is read ---- */

static const char *value_text(const struct request *r, const struct entry_field *f,
                              const char *value)
{
    if (f->kind == FIELD_BOOL)
        return request_text(r, N_("是"));
    for (const struct field_choice *c = f->choices; c != NULL && c->value != NULL; c++)
        if (strcmp(c->value, value) == 0)
            return request_text(r, c->label);
    return value;
}

void case_entry_values_add(const struct request *r, struct view *list,
                           const struct entry_form *form, const struct entry_data *data,
                           bool is_secret_shown)
{
    for (size_t s = 0; s < form->section_count; s++) {
        const struct entry_section *section = &form->sections[s];
        int rows = section->repeat_max > 0 ? entry_rows(data, section->name) : 1;
        for (int n = 1; n <= rows; n++)
            for (size_t i = 0; i < section->field_count; i++) {
                const struct entry_field *f = &section->fields[i];
                const char *name = full_name(r->arena, section, n, f->name);
                const char *value = name != NULL ? entry_get(data, name) : "";
                if (value[0] == '\0')
                    continue;
                bool is_hidden = f->is_secret && !is_secret_shown;
                struct view *v = view_add_object(list, NULL);
                view_add_text(v, "name", name);
                view_add_text(v, "label", request_text(r, f->label));
                if (section->repeat_max > 0)
                    view_add_integer(v, "row", n);
                else
                    view_add_text(v, "row", NULL);
                view_add_text(v, "value", is_hidden ? "••••" : value_text(r, f, value));
                view_add_bool(v, "is_secret", is_hidden);
            }
    }
}
