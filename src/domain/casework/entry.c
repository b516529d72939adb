/* Filled forms as flat names and texts. */
#include "domain/casework/entry.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

struct entry_data *entry_data_new(struct arena *a)
{
    struct entry_data *d = ARENA_NEW(a, struct entry_data);
    if (d)
        d->arena = a;
    return d;
}

static bool name_is_plain(const char *name)
{
    size_t n = strlen(name);
    return n > 0 && n <= ENTRY_NAME_BYTES_MAX &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.") == n;
}

static size_t item_index(const struct entry_data *d, const char *name)
{
    size_t i = 0;
    while (i < d->count && strcmp(d->item[i].name, name) != 0)
        i++;
    return i;
}

enum status entry_data_set(struct entry_data *d, const char *name, const char *value,
                           struct error *e)
{
    if (!name_is_plain(name))
        return error_set(e, STATUS_REFUSED, "ENTRY_NAME", _("“%.80s”不是表上的栏目名。"), name);
    size_t bytes = strlen(value), at = item_index(d, name);
    if (bytes == 0) {
        if (at < d->count)
            d->item[at] = d->item[--d->count];
        return STATUS_OK;
    }
    if (bytes > ENTRY_VALUE_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "ENTRY_TOO_LARGE",
                         _("“%s”写得太长：最多 %d 字节。请缩短，详情可作为附件。"), name,
                         ENTRY_VALUE_BYTES_MAX);
    if (!utf8_is_valid(value, bytes))
        return error_set(e, STATUS_REFUSED, "ENTRY_TEXT", _("“%s”不是 UTF-8 文字。"), name);
    if (at == ENTRY_FIELDS_MAX)
        return error_set(e, STATUS_REFUSED, "ENTRY_TOO_LARGE", _("填写的栏目超过 %d 个。"),
                         ENTRY_FIELDS_MAX);
    const char *kept = arena_strdup(d->arena, value);
    const char *key = at < d->count ? d->item[at].name : arena_strdup(d->arena, name);
    if (!kept || !key)
        return arena_exhausted(e);
    d->item[at].name = key;
    d->item[at].value = kept;
    if (at == d->count)
        d->count++;
    return STATUS_OK;
}

enum status entry_merge(struct entry_data *into, const struct entry_data *from, struct error *e)
{
    for (size_t i = 0; from && i < from->count; i++)
        TRY(entry_data_set(into, from->item[i].name, from->item[i].value, e));
    return STATUS_OK;
}

const char *entry_get(const struct entry_data *d, const char *name)
{
    size_t at = d ? item_index(d, name) : 0;
    return d && at < d->count ? d->item[at].value : "";
}

const char *entry_getf(const struct entry_data *d, const char *format, ...)
{
    char name[ENTRY_NAME_BYTES_MAX + 1];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(name, sizeof name, format, args);
    va_end(args);
    return entry_get(d, name);
}

bool entry_bool(const struct entry_data *d, const char *name)
{
    return entry_get(d, name)[0] != '\0';
}

struct fen entry_fen(const struct entry_data *d, const char *name)
{
    struct fen amount = {0};
    const char *text = entry_get(d, name);
    if (*text && fen_parse(text, &amount, NULL) != STATUS_OK)
        return FEN(0);
    return amount;
}

int64_t entry_count(const struct entry_data *d, const char *name)
{
    int64_t count = 0;
    const char *text = entry_get(d, name);
    if (*text && i64_parse(text, &count, NULL) != STATUS_OK)
        return 0;
    return count;
}

struct date entry_date(const struct entry_data *d, const char *name)
{
    struct date day = {0};
    const char *text = entry_get(d, name);
    if (*text && date_parse(text, &day, NULL) != STATUS_OK)
        return (struct date){0};
    return day;
}

struct month entry_month(const struct entry_data *d, const char *name)
{
    struct month m = {0};
    const char *text = entry_get(d, name);
    if (*text && month_parse(text, &m, NULL) != STATUS_OK)
        return (struct month){0};
    return m;
}

/* "members.12.name" in section "members" is row 12; 0 when it is no row of the section. */
static int row_of(const char *name, const char *section, const char **ret_rest)
{
    size_t n = strlen(section);
    if (strncmp(name, section, n) != 0 || name[n] != '.')
        return 0;
    const char *p = name + n + 1;
    int row = 0, digits = 0;
    if (*p == '0')
        return 0;
    for (; *p >= '0' && *p <= '9' && digits < 3; p++, digits++)
        row = row * 10 + (*p - '0');
    if (*p != '.' || digits == 0)
        return 0;
    *ret_rest = p + 1;
    return row;
}

int entry_rows(const struct entry_data *d, const char *section)
{
    int rows = 0;
    const char *rest;
    for (size_t i = 0; d && i < d->count; i++) {
        int row = row_of(d->item[i].name, section, &rest);
        rows = row > rows ? row : rows;
    }
    return rows;
}

const struct entry_field *entry_field_find(const struct entry_form *form, const char *name,
                                           int *ret_row)
{
    for (size_t s = 0; s < form->section_count; s++) {
        const struct entry_section *section = &form->sections[s];
        const char *rest = name;
        int row = 0;
        if (section->repeat_max > 0) {
            row = row_of(name, section->name, &rest);
            if (row == 0 || row > section->repeat_max)
                continue;
        }
        for (size_t f = 0; f < section->field_count; f++) {
            if (strcmp(section->fields[f].name, rest) != 0)
                continue;
            if (ret_row)
                *ret_row = row;
            return &section->fields[f];
        }
    }
    return NULL;
}

void entry_fault_add(struct entry_faults *faults, const char *field, const char *label,
                     const char *format, ...)
{
    char message[ERROR_MESSAGE_BYTES];
    if (faults->count == ENTRY_FAULTS_MAX)
        return;
    va_list args;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    const char *kept = arena_strdup(faults->arena, message);
    const char *key = arena_strdup(faults->arena, field);
    const char *title = arena_strdup(faults->arena, label);
    if (!kept || !key || !title)
        return;
    faults->fault[faults->count].field = key;
    faults->fault[faults->count].label = title;
    faults->fault[faults->count].message = kept;
    faults->count++;
}

enum status entry_faults_status(const struct entry_faults *faults, struct error *e)
{
    if (faults->count == 0)
        return STATUS_OK;
    enum status s =
        faults->count == 1
            ? error_set(e, STATUS_REFUSED, "CASE_FORM", _("%s：%s"), faults->fault[0].label,
                        faults->fault[0].message)
            : error_set(e, STATUS_REFUSED, "CASE_FORM", _("%s：%s（共有 %zu 处要改）"),
                        faults->fault[0].label, faults->fault[0].message, faults->count);
    (void)error_place(e, "%s", faults->fault[0].field);
    return s;
}
