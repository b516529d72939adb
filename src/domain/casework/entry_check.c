/* Checks what was written on a form, field by field, and brings it into one spelling. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/idno.h"
#include "base/text.h"
#include "base/utf8.h"
#include "domain/casework/entry.h"

#define TEXT_CHARACTERS_MAX 100
#define LONG_TEXT_CHARACTERS_MAX 1000
#define COUNT_DEFAULT_MAX 1000000
#define YUAN_DEFAULT_MAX_FEN INT64_C(1000000000000)
#define ACCOUNT_DIGITS_MIN 8
#define ACCOUNT_DIGITS_MAX 32
#define PHONE_DIGITS_MIN 7
#define PHONE_DIGITS_MAX 15
#define DIVISION_DIGITS 12

struct check {
    struct arena *arena;
    struct date today;
    struct entry_faults *faults;
    struct entry_data *out;
    const char *name; /* as it was written, for the fault */
    const struct entry_field *field;
};

/* Adds the fault and says that there is no value. */
static const char *fault(struct check *c, const char *message)
{
    entry_fault_add(c->faults, c->name, _(c->field->label), "%s", message);
    return NULL;
}

static const char *fault_of(struct check *c, const struct error *e)
{
    return fault(c, e->message);
}

/* Spaces of every width at the ends go; inside, a run becomes one; long texts keep their lines. */
static const char *trim(struct check *c, const char *text, bool keeps_lines)
{
    CLEANUP(buf_free) struct buf out = BUF_INIT(ENTRY_VALUE_BYTES_MAX + 1);
    bool has_space = false, has_line = false;
    size_t n = strlen(text), step;
    for (size_t i = 0; i < n; i += step) {
        step = utf8_step(text + i, n - i);
        if (step == 0)
            return fault(c, _("不是 UTF-8 文字。"));
        int code = utf8_code(text + i, step);
        if (code == '\n') {
            has_line = true;
        } else if (code == ' ' || code == '\t' || code == '\r' || code == 0x3000 || code == 0xA0) {
            has_space = true;
        } else if (code < 0x20 || code == 0x7F || code == 0xFEFF || code == 0x200B ||
                   (code >= 0x80 && code < 0xA0)) {
            continue;
        } else {
            if (out.n > 0 && has_line && keeps_lines)
                buf_addc(&out, '\n');
            else if (out.n > 0 && (has_space || has_line))
                buf_addc(&out, ' ');
            has_space = has_line = false;
            buf_add(&out, text + i, step);
        }
    }
    return arena_strndup(c->arena, buf_text(&out), out.n);
}

static const char *length_checked(struct check *c, const char *text, int64_t max_default)
{
    int64_t max = c->field->max > 0 ? c->field->max : max_default;
    int64_t n = text ? (int64_t)utf8_length(text) : 0;
    char message[160];
    if (!text)
        return NULL;
    if (n > max) {
        (void)snprintf(message, sizeof message, _("最多 %" PRId64 " 个字，现有 %" PRId64 " 个。"),
                       max, n);
        return fault(c, message);
    }
    if (n > 0 && n < c->field->min) {
        (void)snprintf(message, sizeof message, _("至少写 %" PRId64 " 个字。"), c->field->min);
        return fault(c, message);
    }
    return text;
}

/* Day and month as people write them: 2013-06-30, 2013/6/30, 2013.6.30, 2013年6月30日, 20130630. */
static bool date_from_people(const char *text, struct date *ret)
{
    int part[3] = {0}, at = 0, digits = 0;
    if (strlen(text) == 8 && text_is_digits(text)) {
        for (int i = 0; i < 8; i++)
            part[i < 4 ? 0 : i < 6 ? 1 : 2] = part[i < 4 ? 0 : i < 6 ? 1 : 2] * 10 + text[i] - '0';
        at = 2;
    } else {
        for (const char *p = text; *p; p++) {
            if (*p >= '0' && *p <= '9') {
                if (++digits > 4)
                    return false;
                part[at] = part[at] * 10 + (*p - '0');
                continue;
            }
            static const char *const marks[] = {"-", "/", ".", "年", "月", "日"};
            size_t m = 0;
            while (m < 6 && strncmp(p, marks[m], strlen(marks[m])) != 0)
                m++;
            if (m == 6 || digits == 0)
                return false;
            p += strlen(marks[m]) - 1;
            if (m == 5 && p[1] == '\0')
                break;
            if (m == 5 || ++at > 2)
                return false;
            digits = 0;
        }
        if (digits == 0)
            return false;
    }
    if (at != 2 || !date_is_valid(part[0], part[1], part[2]))
        return false;
    *ret = date_make(part[0], part[1], part[2]);
    return true;
}

static const char *check_date(struct check *c, const char *text)
{
    struct date day;
    char out[DATE_TEXT_BYTES];
    if (!date_from_people(text_tidy_solid(c->arena, text), &day))
        return fault(c, _("不是日期。请写成 2013-06-30。"));
    if (day.v > c->today.v && c->field->max != 1)
        return fault(c, _("日期在今天以后。"));
    if (day.v < date_make(1880, 1, 1).v)
        return fault(c, _("日期太早了。"));
    return arena_strdup(c->arena, date_format(day, out));
}

static const char *check_month(struct check *c, const char *text)
{
    struct month m;
    struct error e;
    char out[MONTH_TEXT_BYTES];
    if (month_parse_people(text, &m, &e) != STATUS_OK)
        return fault_of(c, &e);
    return arena_strdup(c->arena, month_format(m, out));
}

static const char *check_range(struct check *c, int64_t value, int64_t max_default, bool is_money)
{
    char message[160], low[FEN_TEXT_BYTES], high[FEN_TEXT_BYTES];
    int64_t max = c->field->max > 0 ? c->field->max : max_default;
    if (value >= c->field->min && value <= max)
        return "";
    if (is_money) {
        (void)fen_format(FEN(c->field->min), low);
        (void)fen_format(FEN(max), high);
    } else {
        (void)snprintf(low, sizeof low, "%" PRId64, c->field->min);
        (void)snprintf(high, sizeof high, "%" PRId64, max);
    }
    (void)snprintf(message, sizeof message, _("应在 %.40s 与 %.40s 之间。"), low, high);
    return fault(c, message);
}

static const char *check_yuan(struct check *c, const char *text)
{
    struct fen amount;
    struct error e;
    char out[FEN_TEXT_BYTES];
    if (fen_parse(text_tidy_solid(c->arena, text), &amount, &e) != STATUS_OK)
        return fault_of(c, &e);
    if (!check_range(c, amount.v, YUAN_DEFAULT_MAX_FEN, true))
        return NULL;
    return arena_strdup(c->arena, fen_format(amount, out));
}

static const char *check_count(struct check *c, const char *text)
{
    int64_t value;
    if (i64_parse(text_tidy_solid(c->arena, text), &value, NULL) != STATUS_OK)
        return fault(c, _("应填整数。"));
    if (!check_range(c, value, COUNT_DEFAULT_MAX, false))
        return NULL;
    return arena_printf(c->arena, "%" PRId64, value);
}

static const char *check_bool(struct check *c, const char *text)
{
    static const char *const yes[] = {"1", "on", "true", "yes", "y", "是", "有", NULL};
    static const char *const no[] = {"0", "off", "false", "no", "n", "否", "无", NULL};
    const char *tidy = text_tidy_solid(c->arena, text);
    for (size_t i = 0; yes[i]; i++)
        if (strcmp(tidy, yes[i]) == 0)
            return "1";
    for (size_t i = 0; no[i]; i++)
        if (strcmp(tidy, no[i]) == 0)
            return "";
    return fault(c, _("应填 1（是）或 0（否）。"));
}

static const char *check_choice(struct check *c, const char *text)
{
    char message[ERROR_MESSAGE_BYTES / 2];
    size_t used = 0;
    const char *tidy = text_tidy(c->arena, text);
    for (const struct field_choice *o = c->field->choices; o->value; o++)
        if (strcmp(o->value, tidy) == 0 || strcmp(o->label, tidy) == 0 ||
            strcmp(_(o->label), tidy) == 0)
            return o->value;
    int n = snprintf(message, sizeof message, "%s", _("不在可选的值中。可选："));
    used = n > 0 ? (size_t)n : 0;
    for (const struct field_choice *o = c->field->choices; o->value && used < sizeof message; o++) {
        n = snprintf(message + used, sizeof message - used, "%s%s（%s）",
                     o == c->field->choices ? "" : "、", o->value, _(o->label));
        used += n > 0 ? (size_t)n : 0;
    }
    return fault(c, message);
}

static const char *check_digits(struct check *c, const char *text, size_t min, size_t max,
                                const char *message)
{
    const char *tidy = text_tidy_solid(c->arena, text);
    size_t n = strlen(tidy);
    if (!text_is_digits(tidy) || n < min || n > max)
        return fault(c, message);
    return tidy;
}

static const char *check_phone(struct check *c, const char *text)
{
    const char *tidy = text_tidy_solid(c->arena, text);
    size_t digits = 0;
    for (const char *p = tidy; *p; p++) {
        if (*p >= '0' && *p <= '9')
            digits++;
        else if (*p != '-' && !(*p == '+' && p == tidy))
            return fault(c, _("电话只能有数字和“-”。"));
    }
    if (digits < PHONE_DIGITS_MIN || digits > PHONE_DIGITS_MAX)
        return fault(c, _("电话应为 7 至 15 位数字。"));
    return tidy;
}

static const char *check_id_number(struct check *c, const char *text)
{
    struct idno id;
    struct error e;
    if (idno_parse(text_tidy_solid(c->arena, text), c->today, &id, &e) != STATUS_OK)
        return fault_of(c, &e);
    return arena_strdup(c->arena, id.text);
}

/* The value in its normal spelling; NULL after a fault. */
static const char *check_value(struct check *c, const char *text)
{
    switch (c->field->kind) {
    case FIELD_TEXT:
        return length_checked(c, trim(c, text, false), TEXT_CHARACTERS_MAX);
    case FIELD_LONG_TEXT:
        return length_checked(c, trim(c, text, true), LONG_TEXT_CHARACTERS_MAX);
    case FIELD_NAME:
        return length_checked(c, text_tidy_solid(c->arena, text), TEXT_CHARACTERS_MAX);
    case FIELD_DATE:
        return check_date(c, text);
    case FIELD_MONTH:
        return check_month(c, text);
    case FIELD_YUAN:
        return check_yuan(c, text);
    case FIELD_COUNT:
        return check_count(c, text);
    case FIELD_BOOL:
        return check_bool(c, text);
    case FIELD_CHOICE:
        return check_choice(c, text);
    case FIELD_ID_NUMBER:
        return check_id_number(c, text);
    case FIELD_ACCOUNT:
        return check_digits(c, text, ACCOUNT_DIGITS_MIN, ACCOUNT_DIGITS_MAX,
                            _("账号应为 8 至 32 位数字。"));
    case FIELD_PHONE:
        return check_phone(c, text);
    case FIELD_DIVISION:
        return check_digits(c, text, DIVISION_DIGITS, DIVISION_DIGITS,
                            _("区划代码应为 12 位数字。"));
    }
    return fault(c, _("表上没有这一栏。"));
}

/* A group is what stands in one row of a table, or by itself. prefix_in: as written ("members.3."),
   prefix_out: after empty rows were closed up ("members.2."). */
struct group {
    const struct entry_section *section;
    const char *prefix_in, *prefix_out;
    struct idno id;
    bool has_id;
};

static bool section_has(const struct entry_section *s, const char *name)
{
    for (size_t i = 0; i < s->field_count; i++)
        if (strcmp(s->fields[i].name, name) == 0)
            return true;
    return false;
}

/* What the ID number beside it says of the field; NULL when nothing. */
static const char *derived(struct check *c, const struct group *g, const char *field)
{
    char out[DATE_TEXT_BYTES];
    if (!g->has_id)
        return NULL;
    if (strcmp(field, "birth") == 0)
        return arena_strdup(c->arena, date_format(g->id.birth, out));
    if (strcmp(field, "sex") == 0)
        return g->id.sex == SEX_MALE ? "1" : "2";
    return NULL;
}

static enum status check_field(struct check *c, const struct entry_data *in, const struct group *g,
                               const struct entry_field *field, struct error *e)
{
    const char *text = entry_getf(in, "%s%s", g->prefix_in, field->name);
    const char *known = derived(c, g, field->name);
    c->field = field;
    c->name = arena_printf(c->arena, "%s%s", g->prefix_in, field->name);
    const char *target = arena_printf(c->arena, "%s%s", g->prefix_out, field->name);
    if (!c->name || !target)
        return arena_exhausted(e);
    size_t faults_before = c->faults->count;
    const char *value = *text ? check_value(c, text) : "";
    if (!value)
        return c->faults->count > faults_before || faults_before == ENTRY_FAULTS_MAX
                   ? STATUS_OK
                   : arena_exhausted(e);
    if (known && *value && strcmp(value, known) != 0) {
        (void)fault(c, _("与身份证号不符。请核对号码，或让这一栏空着。"));
        return STATUS_OK;
    }
    if (known)
        value = known;
    if (!*value) {
        if (field->is_required)
            (void)fault(c, field->kind == FIELD_BOOL ? _("必须勾选。") : _("没有填写。"));
        return STATUS_OK;
    }
    return entry_data_set(c->out, target, value, e);
}

static enum status check_group(struct check *c, const struct entry_data *in, struct group *g,
                               struct error *e)
{
    if (section_has(g->section, "id_number")) {
        const char *text = entry_getf(in, "%sid_number", g->prefix_in);
        g->has_id = *text && idno_parse(text_tidy_solid(c->arena, text), c->today, &g->id, NULL) ==
                                 STATUS_OK;
    }
    for (size_t f = 0; f < g->section->field_count; f++)
        TRY(check_field(c, in, g, &g->section->fields[f], e));
    return STATUS_OK;
}

static bool has_prefix(const struct entry_data *d, const char *prefix)
{
    for (size_t i = 0; i < d->count; i++)
        if (text_starts(d->item[i].name, prefix))
            return true;
    return false;
}

static enum status check_table(struct check *c, const struct entry_data *in,
                               const struct entry_section *section, struct error *e)
{
    int filled = 0;
    for (int row = 1; row <= section->repeat_max; row++) {
        const char *prefix = arena_printf(c->arena, "%s.%d.", section->name, row);
        if (!prefix)
            return arena_exhausted(e);
        if (!has_prefix(in, prefix))
            continue;
        filled++;
        struct group g = {.section = section,
                          .prefix_in = prefix,
                          .prefix_out = arena_printf(c->arena, "%s.%d.", section->name, filled)};
        if (!g.prefix_out)
            return arena_exhausted(e);
        TRY(check_group(c, in, &g, e));
    }
    if (filled < section->repeat_min) {
        char field[2 * ENTRY_NAME_BYTES_MAX];
        (void)snprintf(field, sizeof field, "%.30s.%d.%.30s", section->name, filled + 1,
                       section->fields[0].name);
        entry_fault_add(c->faults, field, _(section->label), _("至少要填 %d 行，现有 %d 行。"),
                        section->repeat_min, filled);
    }
    return STATUS_OK;
}

static void check_names(struct check *c, const struct entry_form *form, const struct entry_data *in)
{
    for (size_t i = 0; i < in->count; i++)
        if (!entry_field_find(form, in->item[i].name, NULL))
            entry_fault_add(c->faults, in->item[i].name, in->item[i].name, "%s",
                            _("表上没有这一栏。"));
}

enum status entry_check(const struct entry_form *form, const struct entry_data *in,
                        struct date today, struct arena *arena, struct entry_faults *faults,
                        const struct entry_data **ret, struct error *e)
{
    static const struct entry_data nothing = {0};
    struct entry_faults *own = ARENA_NEW(arena, struct entry_faults);
    struct check c = {.arena = arena, .today = today, .out = entry_data_new(arena)};
    if (!own || !c.out)
        return arena_exhausted(e);
    own->arena = arena;
    c.faults = faults ? faults : own;
    if (!in)
        in = &nothing;
    for (size_t s = 0; s < form->section_count; s++) {
        struct group g = {.section = &form->sections[s], .prefix_in = "", .prefix_out = ""};
        if (form->sections[s].repeat_max > 0)
            TRY(check_table(&c, in, &form->sections[s], e));
        else
            TRY(check_group(&c, in, &g, e));
    }
    check_names(&c, form, in);
    TRY(entry_faults_status(c.faults, e));
    *ret = c.out;
    return STATUS_OK;
}
