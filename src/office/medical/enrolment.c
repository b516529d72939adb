#include "office/medical/enrolment.h"

#include "base/i18n.h"
#include "base/text.h"
#include "office/medical/list_read.h"

#include <stdio.h>
#include <string.h>

#define EXACT_DIGITS 15 /* a number cell keeps no more */

static const struct list_column COLUMNS[] = {
    {N_("身份证号"),
     "|身份证号|身份证号码|身份证|公民身份号码|公民身份证号|居民身份证号|居民身份证号码|证件号|"
     "证件号码|",
     false},
    {N_("险种"),
     "|险种|险种类型|参保险种|参合险种|参保类型|参合类型|保险类型|医保类型|医疗保险险种|", true},
};
static const struct {
    const char *words;
    enum medical_scheme scheme;
} SCHEMES[] = {
    {"|新农合|农合|合作医疗|新型农村合作医疗|农村合作医疗|", SCHEME_NCMS},
    {"|职工|职工医保|城镇职工|城镇职工医保|职工医疗保险|职工基本医疗保险|城镇职工医疗保险|"
     "城镇职工基本医疗保险|",
     SCHEME_EMPLOYEES},
    {"|居民|居民医保|城镇居民|城乡居民|城镇居民医保|城乡居民医保|居民医疗保险|居民基本医疗保险|"
     "城镇居民医疗保险|城乡居民医疗保险|城镇居民基本医疗保险|城乡居民基本医疗保险|",
     SCHEME_RESIDENTS},
};

struct taking {
    struct arena *arena;
    enum medical_scheme scheme;
    struct enrolment_row *rows;
    size_t count, room;
};

static enum status scheme_of(const char *text, enum medical_scheme *ret, struct error *e)
{
    char needle[128];
    if (strlen(text) + 3 < sizeof needle) {
        (void)snprintf(needle, sizeof needle, "|%s|", text);
        for (size_t i = 0; i < sizeof SCHEMES / sizeof SCHEMES[0]; i++)
            if (strstr(SCHEMES[i].words, needle)) {
                *ret = SCHEMES[i].scheme;
                return STATUS_OK;
            }
    }
    return error_set(e, STATUS_REFUSED, "MEDICAL_SCHEME",
                     _("“%.40s”不是险种(新农合、城镇职工、城乡居民)"), text);
}

static enum status number_of(const struct sheet_cell *cell, struct arena *arena, const char **ret,
                             struct error *e)
{
    struct idno id;
    if (!cell)
        return error_set(e, STATUS_REFUSED, "IDNO_LENGTH", _("没有身份证号"));
    const char *text = text_tidy_solid(arena, cell->text);
    if (!text)
        return arena_exhausted(e);
    if (cell->kind == SHEET_NUMBER && strlen(text) > EXACT_DIGITS)
        return error_set(e, STATUS_REFUSED, "IDNO_NUMBER",
                         _("身份证号被电子表格当作数字改坏了，请改成文本重新录入"));
    TRY(idno_parse(text, date_today(), &id, e));
    *ret = arena_strdup(arena, id.text);
    return *ret ? STATUS_OK : arena_exhausted(e);
}

static enum status row_take(void *context, const struct sheet_cell *const *cell, size_t *bad,
                            struct error *e)
{
    struct taking *t = context;
    struct enrolment_row row = {.scheme = t->scheme};
    *bad = 0;
    TRY(number_of(cell[0], t->arena, &row.id_number, e));
    *bad = 1;
    if (cell[1]) {
        const char *text = text_tidy_solid(t->arena, cell[1]->text);
        if (!text)
            return arena_exhausted(e);
        TRY(scheme_of(text, &row.scheme, e));
    } else if ((int)row.scheme == 0) {
        return error_set(e, STATUS_REFUSED, "MEDICAL_SCHEME", _("没有险种"));
    }
    t->rows = list_room(t->arena, t->rows, t->count, &t->room, sizeof *t->rows);
    if (!t->rows)
        return arena_exhausted(e);
    t->rows[t->count++] = row;
    return STATUS_OK;
}

enum status enrolment_read(const char *path, enum medical_scheme scheme, struct arena *arena,
                           struct enrolment_row **ret, size_t *ret_count, struct error *e)
{
    struct taking t = {.arena = arena, .scheme = scheme};
    const struct list_reading reading = {.columns = COLUMNS,
                                         .column_count = sizeof COLUMNS / sizeof COLUMNS[0],
                                         .row = row_take,
                                         .context = &t,
                                         .arena = arena};
    TRY(list_read(path, &reading, e));
    *ret = t.rows;
    *ret_count = t.count;
    return STATUS_OK;
}
