#include "web/pages/case_sums.h"

#include <string.h>

#include "base/i18n.h"

#define COLUMNS_MIN 3 /* fewer need no sums */
#define BILLS "bills"
#define FIRST "total" /* the others of a bill that are paid by somebody are taken off it */
#define NOT_PAID "in_scope"

static size_t columns_of(const struct entry_section *section)
{
    size_t n = 0;
    for (size_t i = 0; i < section->field_count; i++)
        n += section->fields[i].kind == FIELD_YUAN;
    return n;
}

/* What cannot be read is not counted yet: its field says so when the form is sent. */
static struct fen column_sum(const struct entry_data *data, const char *section, const char *field,
                             int rows)
{
    struct fen sum = {0}, value;
    for (int n = 1; n <= rows; n++) {
        const char *text = entry_getf(data, "%s.%d.%s", section, n, field);
        if (*text && fen_parse(text, &value, NULL) == STATUS_OK &&
            fen_add(sum, value, &sum) != STATUS_OK)
            continue;
    }
    return sum;
}

void case_sums_add(const struct request *r, const struct entry_section *section,
                   const struct entry_data *data, int rows, struct view *v)
{
    struct fen rest = {0};
    view_add_bool(v, "has_sums", columns_of(section) >= COLUMNS_MIN);
    if (columns_of(section) < COLUMNS_MIN)
        return;
    struct view *list = view_add_list(v, "sums");
    for (size_t i = 0; i < section->field_count; i++) {
        const struct entry_field *f = &section->fields[i];
        if (f->kind != FIELD_YUAN)
            continue;
        struct fen sum = column_sum(data, section->name, f->name, rows);
        struct view *one = view_add_object(list, NULL);
        view_add_text(one, "sum_label", request_text(r, f->label));
        view_add_text(one, "field", f->name);
        view_add_fen(one, "sum_fen", sum);
        bool is_paid = strcmp(f->name, FIRST) != 0 && strcmp(f->name, NOT_PAID) != 0;
        if (strcmp(f->name, NOT_PAID) != 0 &&
            (is_paid ? fen_sub(rest, sum, &rest) : fen_add(rest, sum, &rest)) != STATUS_OK)
            continue;
    }
    bool is_bills = strcmp(section->name, BILLS) == 0;
    view_add_bool(v, "has_rest", is_bills);
    if (is_bills)
        view_add_fen(v, "rest_fen", rest);
}
