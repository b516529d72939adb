#include "web/pages/case_check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/registry.h"
#include "person_sql.h"
#include "web/pages/pages.h"

#define NAME_BYTES_MAX 128
#define ID_FIELD "id_number" /* as entry_check knows it, with "birth" and "sex" beside it */

/* ---- beside the number ---- */

static enum status value_fill(struct entry_data *data, const char *prefix,
                              const struct entry_field *f, const struct idno *id, struct error *e)
{
    char name[NAME_BYTES_MAX], day[DATE_TEXT_BYTES];
    snprintf(name, sizeof(name), "%s%s", prefix, f->name);
    if (entry_get(data, name)[0] != '\0')
        return STATUS_OK;
    if (strcmp(f->name, "birth") == 0)
        return entry_data_set(data, name, date_format(id->birth, day), e);
    if (strcmp(f->name, "sex") == 0)
        return entry_data_set(data, name, id->sex == SEX_MALE ? "1" : "2", e);
    return STATUS_OK;
}

static enum status row_fill(struct request *r, const struct entry_section *section,
                            const char *prefix, struct entry_data *data, struct error *e)
{
    struct idno id;
    struct error ignored;
    const char *text = text_tidy_solid(r->arena, entry_getf(data, "%s" ID_FIELD, prefix));
    if (text == NULL)
        return arena_exhausted(e);
    if (text[0] == '\0' || idno_parse(text, date_today(), &id, &ignored) != STATUS_OK)
        return STATUS_OK;
    for (size_t i = 0; i < section->field_count; i++)
        TRY(value_fill(data, prefix, &section->fields[i], &id, e));
    return STATUS_OK;
}

enum status case_check_fill(struct request *r, const struct entry_form *form,
                            struct entry_data *data, struct error *e)
{
    for (size_t s = 0; s < form->section_count; s++) {
        const struct entry_section *section = &form->sections[s];
        int rows = section->repeat_max > 0 ? entry_rows(data, section->name) : 1;
        for (int n = 1; n <= rows; n++) {
            char prefix[NAME_BYTES_MAX] = "";
            if (section->repeat_max > 0)
                snprintf(prefix, sizeof(prefix), "%s.%d.", section->name, n);
            TRY(row_fill(r, section, prefix, data, e));
        }
    }
    return STATUS_OK;
}

/* ---- the question while typing ---- */

static void message_add(struct view *list, bool is_bad, const char *text)
{
    struct view *v = view_add_object(list, NULL);
    view_add_text(v, "text", text);
    view_add_bool(v, "is_bad", is_bad);
}

static enum status death_add(struct request *r, struct view *list, int64_t person, struct error *e)
{
    struct person_death_now_row death;
    char day[DATE_TEXT_BYTES];
    enum status s = person_death_now(
        r->db, (struct person_death_now_args){.county = r->county, .person = person}, r->arena,
        &death, e);
    if (s == STATUS_OK)
        message_add(list, true,
                    arena_printf(r->arena, "%s %s", request_text(r, N_("登记为已死亡，死亡日期")),
                                 date_format(death.died_on, day)));
    return s == STATUS_NONE ? STATUS_OK : s;
}

static enum status person_add(struct request *r, struct view *list, const char *number,
                              struct error *e)
{
    struct person_row person;
    struct person_place place;
    enum status s = person_by_id_number(r->db, r->county, r->keys, number, r->arena, &person, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    message_add(list, false,
                arena_printf(r->arena, "%s %s", request_text(r, N_("登记的姓名是")), person.name));
    TRY(death_add(r, list, person.id, e));
    s = person_current_place(r->db, r->county, person.id, r->arena, &place, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    message_add(list, true,
                arena_printf(r->arena, "%s %s · %s %s · %s %s", request_text(r, N_("已享受")),
                             request_text(r, programme_name(place.programme)), place.township_name,
                             place.village_name, request_text(r, N_("户主")), place.head_name));
    return STATUS_OK;
}

/* The number comes in the body, so that no log keeps it: in "number", or in the one field of a form
   that the page sends. */
static const char *number_of(const struct request *r)
{
    const char *number = request_field(r, "number");
    for (const struct form_field *f = r->form.first; number[0] == '\0' && f != NULL; f = f->next)
        if (text_starts(f->name, "f."))
            number = f->value;
    return number;
}

static enum status check_id(struct request *r, struct error *e)
{
    struct idno id;
    struct error why = {0};
    const char *text = text_tidy_solid(r->arena, number_of(r));
    struct view *list = view_add_list(r->page, "messages");
    if (text == NULL)
        return arena_exhausted(e);
    if (text[0] == '\0')
        return respond_page(r, "case/check.html", NULL, e);
    if (idno_parse(text, date_today(), &id, &why) != STATUS_OK) {
        message_add(list, true, request_text(r, why.message));
        return respond_page(r, "case/check.html", NULL, e);
    }
    view_add_date(r->page, "birth", id.birth);
    view_add_integer(r->page, "sex", id.sex);
    view_add_text(r->page, "sex_label", request_text(r, id.sex == SEX_MALE ? N_("男") : N_("女")));
    view_add_integer(r->page, "age", age_in_month(date_month(id.birth), date_month(date_today())));
    TRY(person_add(r, list, id.text, e));
    return respond_page(r, "case/check.html", NULL, e);
}

static const struct route_input CHECK_INPUTS[] = {
    {"number", INPUT_TEXT, true, N_("身份证号")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_POST, "/cases/check-id", check_id, PERMISSION_CASE_READ, N_("核对身份证号"),
     .inputs = CHECK_INPUTS},
};
const struct route_table CASE_CHECK_ROUTES = ROUTE_TABLE("case_check", ROUTES);
