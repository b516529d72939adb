/* Forms as papers show them: words for codes, boxes to tick, empty rows to write in. */
#include <string.h>

#include "base/text.h"
#include "casepaper_internal.h"

struct form_source {
    struct paper *paper;
    const struct entry_data *data;
    const char *table; /* NULL: a field by itself */
    int row;
};

static const char *value_of(const struct form_source *s, const char *field)
{
    return s->table ? entry_getf(s->data, "%s.%d.%s", s->table, s->row, field)
                    : entry_get(s->data, field);
}

/* "name" + ending, living as long as the tree. */
static const char *named(struct paper *p, const char *name, const char *ending)
{
    const char *whole = arena_printf(p->arena, "%s%s", name, ending);
    return whole ? whole : "";
}

static void choice_add(const struct form_source *s, struct view *o, const struct entry_field *f,
                       const char *value)
{
    struct view *options = view_add_list(o, named(s->paper, f->name, "_options"));
    const char *label = NULL;
    for (const struct field_choice *c = f->choices; c->value; c++) {
        bool is_on = strcmp(c->value, value) == 0;
        struct view *option = view_add_object(options, NULL);
        view_add_text(option, "label", c->label);
        view_add_text(option, "on", is_on ? "true" : "false");
        if (is_on)
            label = c->label;
    }
    view_add_text(o, f->name, label);
}

static void bool_add(const struct form_source *s, struct view *o, const struct entry_field *f,
                     const char *value)
{
    bool is_on = value[0] == '1', is_known = s->data != NULL;
    view_add_text(o, f->name, is_on ? "是" : NULL);
    view_add_text(o, named(s->paper, f->name, "_on"), is_on ? "true" : "false");
    view_add_text(o, named(s->paper, f->name, "_word"), is_on ? "是" : is_known ? "否" : "");
}

static void number_add(const struct form_source *s, struct view *o, const struct entry_field *f,
                       const char *value)
{
    struct paper *p = s->paper;
    view_add_text(o, f->name, p->options->shows_numbers ? value : paper_covered(p->arena, value));
}

static void field_add(const struct form_source *s, struct view *o, const struct entry_field *f)
{
    const char *value = value_of(s, f->name);
    struct date d;
    struct month m;
    struct fen amount;
    switch (f->kind) {
    case FIELD_CHOICE:
        choice_add(s, o, f, value);
        return;
    case FIELD_BOOL:
        bool_add(s, o, f, value);
        return;
    case FIELD_ID_NUMBER:
    case FIELD_ACCOUNT:
        number_add(s, o, f, value);
        return;
    case FIELD_DATE:
        if (date_parse(value, &d, NULL) != STATUS_OK)
            d = (struct date){0};
        paper_date(o, f->name, d, s->table == NULL);
        return;
    case FIELD_MONTH:
        if (month_parse(value, &m, NULL) != STATUS_OK)
            m = (struct month){0};
        paper_month(o, f->name, m);
        return;
    case FIELD_YUAN:
        if (value[0] && fen_parse(value, &amount, NULL) == STATUS_OK)
            paper_fen(s->paper, o, f->name, amount);
        else
            view_add_text(o, f->name, NULL);
        return;
    default:
        view_add_text(o, f->name, value);
        return;
    }
}

/* How many rows the paper form has at least. */
static int rows_least(const struct entry_section *section)
{
    static const struct {
        const char *name;
        int rows;
    } least[] = {
        {"members", 5}, {"incomes", 5}, {"obligors", 2}, {"investigators", 2}, {"bills", 3}};
    for (size_t i = 0; i < sizeof least / sizeof least[0]; i++)
        if (strcmp(least[i].name, section->name) == 0)
            return least[i].rows < section->repeat_max ? least[i].rows : section->repeat_max;
    return 0;
}

static void row_add(struct form_source *s, struct view *list, const struct entry_section *section,
                    bool is_empty)
{
    struct view *o = view_add_object(list, NULL);
    if (is_empty)
        view_add_text(o, "no", "");
    else
        view_add_integer(o, "no", s->row);
    for (size_t f = 0; f < section->field_count; f++)
        if (!is_empty)
            field_add(s, o, &section->fields[f]);
        else /* so that a name inside a row never means that of the form around it */
            view_add_text(o, section->fields[f].name, NULL);
}

static void table_add(struct paper *p, struct view *o, const struct entry_section *section,
                      const struct entry_data *data)
{
    struct view *list = view_add_list(o, section->name);
    int filled = data ? entry_rows(data, section->name) : 0, least = rows_least(section);
    struct form_source s = {p, data, section->name, 0};
    for (s.row = 1; s.row <= filled || s.row <= least; s.row++)
        row_add(&s, list, section, s.row > filled);
}

/* The first member by himself, and those protected: for forms of one person and certificates. */
static void members_add(struct paper *p, struct view *o, const struct entry_section *section,
                        const struct entry_data *data)
{
    struct form_source s = {p, data, section->name, 1};
    struct view *person = view_add_object(o, "person");
    for (size_t f = 0; f < section->field_count; f++)
        field_add(&s, person, &section->fields[f]);
    struct view *list = view_add_list(o, "protected_members");
    int filled = data ? entry_rows(data, section->name) : 0, no = 0;
    for (s.row = 1; s.row <= filled; s.row++) {
        if (section->repeat_max > 1 && value_of(&s, "is_protected")[0] != '1')
            continue;
        struct view *member = view_add_object(list, NULL);
        view_add_integer(member, "no", ++no);
        for (size_t f = 0; f < section->field_count; f++)
            field_add(&s, member, &section->fields[f]);
    }
}

const char *paper_sum(struct paper *p, const struct entry_data *data, const char *table)
{
    struct fen sum = {0}, amount;
    char text[FEN_TEXT_BYTES];
    int rows = data ? entry_rows(data, table) : 0;
    for (int n = 1; n <= rows; n++) {
        const char *value = entry_getf(data, "%s.%d.amount_year", table, n);
        if (value[0] && (fen_parse(value, &amount, NULL) != STATUS_OK ||
                         fen_add(sum, amount, &sum) != STATUS_OK))
            return "";
    }
    return rows == 0 ? "" : arena_strdup(p->arena, fen_format_people(sum, text));
}

void paper_form(struct paper *p, struct view *o, const struct entry_form *form,
                const struct entry_data *data)
{
    for (size_t i = 0; i < form->section_count; i++) {
        const struct entry_section *section = &form->sections[i];
        struct form_source s = {p, data, NULL, 0};
        if (section->name) {
            table_add(p, o, section, data);
            if (strcmp(section->name, "members") == 0)
                members_add(p, o, section, data);
            if (strcmp(section->name, "incomes") == 0)
                view_add_text(o, "income_total", paper_sum(p, data, "incomes"));
            continue;
        }
        for (size_t f = 0; f < section->field_count; f++)
            field_add(&s, o, &section->fields[f]);
    }
}
