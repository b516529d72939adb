/* The policy in force in a month, as known at a time. A county has some hundred parameter rows:
   they are read once per run and searched by eye of the processor. */
#include "domain/plan/plan_model.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"
#include "domain/registry/change.h"
#include "parameter_sql.h"

#define POLICY_ROWS_MAX 20000
#define POLICY_ASSUMPTIONS_MAX 64
#define POLICY_NAME_BYTES 64
#define DAY_LIMIT_DAYS_MAX                                                                         \
    9999 /* read further than any range allows, so that the range refuses                          \
          */

struct policy_row {
    enum policy_key key;
    struct month to;
    int64_t known_to;
    struct policy_value value; /* with from and known_from */
    struct policy_row *next;
};
struct assumption {
    enum policy_key key;
    struct month from;
    int64_t value;
};
struct policy_table {
    struct arena *arena;
    int64_t known;
    struct policy_row *first[POLICY_COUNT];
    size_t assumption_count;
    struct assumption assumptions[POLICY_ASSUMPTIONS_MAX]; /* the last that fits holds */
};

static enum status row_add(struct policy_table *t, const struct parameter_row *row, struct error *e)
{
    enum policy_key key;
    if (!policy_key_parse(row->name, &key))
        return STATUS_OK; /* of a newer program */
    struct policy_row *p = ARENA_NEW(t->arena, struct policy_row);
    if (!p)
        return arena_exhausted(e);
    *p = (struct policy_row){.key = key, .to = row->to_month, .known_to = row->known_to};
    p->value = (struct policy_value){.v = row->value,
                                     .document = arena_strdup(t->arena, row->document),
                                     .clause = arena_strdup(t->arena, row->clause),
                                     .from = row->from_month,
                                     .known_from = row->known_from,
                                     .is_set = true,
                                     .is_example = row->is_example};
    if (!p->value.document || !p->value.clause)
        return arena_exhausted(e);
    p->next = t->first[key];
    t->first[key] = p;
    return STATUS_OK;
}

enum status policy_table_read(struct db *db, int64_t county, int64_t known, struct arena *arena,
                              struct policy_table **ret, struct error *e)
{
    struct policy_table *t = ARENA_NEW(arena, struct policy_table);
    if (!t)
        return arena_exhausted(e);
    t->arena = arena;
    t->known = known;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(parameter_rows_open(db, (struct parameter_rows_args){.county = county, .known = known},
                            &cursor, e));
    struct parameter_row row;
    enum status s;
    for (size_t n = 0; (s = parameter_rows_next(cursor, &row, e)) == STATUS_OK; n++) {
        if (n == POLICY_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "PARAMETER_ROWS", _("参数的记录超过 %d 行"),
                             POLICY_ROWS_MAX);
        TRY(row_add(t, &row, e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = t;
    return STATUS_OK;
}

static const struct policy_value *value_known(const struct policy_table *t, enum policy_key key,
                                              struct month m, int64_t known)
{
    for (const struct policy_row *p = t->first[key]; p; p = p->next) {
        if (p->value.from.v <= m.v && m.v <= p->to.v && p->value.known_from <= known &&
            known < p->known_to)
            return &p->value;
    }
    return NULL;
}

/* What the table says: what was known, under what is assumed. */
static struct policy_value value_at(const struct policy_table *t, enum policy_key key,
                                    struct month m)
{
    const struct policy_value *known = value_known(t, key, m, t->known);
    struct policy_value value =
        known ? *known : (struct policy_value){.document = "", .clause = ""};
    for (size_t i = t->assumption_count; i > 0; i--) {
        const struct assumption *a = &t->assumptions[i - 1];
        if (a->key != key || a->from.v > m.v)
            continue;
        value.v = a->value;
        value.from = a->from;
        value.document = _("测算假设");
        value.is_set = true;
        value.is_example = false;
        break;
    }
    return value;
}

struct policy_value policy_value_of(const struct policy_table *t, enum policy_key key,
                                    struct month m)
{
    return value_at(t, key, m);
}

/* dibao.* and wubao.* each need all of theirs; both need the floor of recoveries. */
static bool is_needed(enum policy_key key, enum programme p)
{
    const char *name = policy_key_name(key), *code = programme_code(p);
    size_t n = strlen(code);
    return key == POLICY_RECOVERY_FLOOR || (strncmp(name, code, n) == 0 && name[n] == '.');
}

enum status policy_at(const struct policy_table *t, enum programme p, struct month m,
                      struct policy *ret, struct error *e)
{
    struct policy policy = {.month = m};
    for (int k = 0; k < POLICY_MONTHLY_COUNT; k++) {
        policy.value[k] = value_at(t, (enum policy_key)k, m);
        if (policy.value[k].is_set || !is_needed((enum policy_key)k, p))
            continue;
        char month[MONTH_TEXT_BYTES];
        return error_set(
            e, STATUS_REFUSED, "POLICY_MISSING",
            _("%s没有参数 %s 的值：请在方案中写明并用 plan load 装入，或用 plan set 录入"),
            month_format_people(m, month), policy_key_name((enum policy_key)k));
    }
    *ret = policy;
    return STATUS_OK;
}

enum status day_limit_parse(const char *text, int64_t *ret, struct error *e)
{
    static const struct {
        const char *unit;
        bool is_working;
    } units[] = {{"working days", true}, {"working day", true}, {"个工作日", true},
                 {"工作日", true},       {"days", false},       {"day", false},
                 {"个自然日", false},    {"天", false},         {"日", false}};
    int64_t days = 0;
    const char *p = text;
    for (; *p >= '0' && *p <= '9' && days <= DAY_LIMIT_DAYS_MAX; p++)
        days = days * 10 + (*p - '0');
    bool has_number = p > text;
    while (*p == ' ')
        p++;
    for (size_t i = 0; has_number && i < sizeof units / sizeof units[0]; i++) {
        if (strcmp(p, units[i].unit) != 0)
            continue;
        *ret = day_limit_pack((int)days, units[i].is_working);
        return STATUS_OK;
    }
    return error_set(
        e, STATUS_REFUSED, "POLICY_VALUE",
        _("“%.40s”不是期限：请写“10 working days”（10个工作日）或“7 days”（7天），须写明单位"),
        text);
}

/* "30%" or 3000. */
static enum status rate_parse(const char *text, int64_t *ret, struct error *e)
{
    size_t n = strlen(text);
    if (n < 2 || n >= 16 || text[n - 1] != '%')
        return i64_parse(text, ret, e);
    char rate[16]; /* two decimals of a per cent are basis points as two of a yuan are fen */
    struct fen fen;
    (void)snprintf(rate, sizeof rate, "%.*s", (int)(n - 1), text);
    TRY(fen_parse(rate, &fen, e));
    *ret = fen.v;
    return STATUS_OK;
}

enum status policy_value_parse(const char *name, const char *text, int64_t *ret, struct error *e)
{
    enum policy_key key;
    if (!policy_key_parse(name, &key))
        return error_set(e, STATUS_REFUSED, "POLICY_UNKNOWN",
                         _("没有名为“%.80s”的参数：用 plan show 查看全部名称"), name);
    struct fen fen;
    int64_t value = 0;
    switch (policy_key_unit(key)) {
    case UNIT_FEN:
        TRY(fen_parse(text, &fen, e));
        value = fen.v;
        break;
    case UNIT_BP:
        TRY(rate_parse(text, &value, e));
        break;
    case UNIT_COUNT:
        TRY(i64_parse(text, &value, e));
        break;
    case UNIT_DAYS:
        TRY(day_limit_parse(text, &value, e));
        break;
    }
    TRY(policy_key_check(key, value, e));
    *ret = value;
    return STATUS_OK;
}

char *policy_value_format(enum policy_key key, int64_t value, char out[FEN_TEXT_BYTES])
{
    switch (policy_key_unit(key)) {
    case UNIT_FEN:
        return fen_format(FEN(value), out);
    case UNIT_BP:
        return ratio_rate(value, out);
    case UNIT_DAYS:
        (void)snprintf(out, FEN_TEXT_BYTES,
                       day_limit_is_working(value) ? _("%d个工作日") : _("%d天"),
                       day_limit_days(value));
        return out;
    case UNIT_COUNT:
        break;
    }
    (void)snprintf(out, FEN_TEXT_BYTES, "%" PRId64, value);
    return out;
}

enum status policy_table_set(struct policy_table *t, const char *assignment, struct month from,
                             struct error *e)
{
    const char *equals = strchr(assignment, '=');
    char name[POLICY_NAME_BYTES];
    if (!equals || equals == assignment || (size_t)(equals - assignment) >= sizeof name)
        return error_set(e, STATUS_REFUSED, "POLICY_ASSIGNMENT",
                         _("“%.80s”应写成 参数名=值，如 dibao.standard_year=2400.00"), assignment);
    if (t->assumption_count == POLICY_ASSUMPTIONS_MAX)
        return error_set(e, STATUS_REFUSED, "POLICY_ASSUMPTIONS", _("一次最多假设 %d 个参数"),
                         POLICY_ASSUMPTIONS_MAX);
    (void)snprintf(name, sizeof name, "%.*s", (int)(equals - assignment), assignment);
    struct assumption a = {.from = from};
    TRY(policy_value_parse(name, equals + 1, &a.value, e));
    (void)policy_key_parse(name, &a.key);
    t->assumptions[t->assumption_count++] = a;
    return STATUS_OK;
}

static bool differs_since(const struct policy_table *t, enum policy_key key, struct month m,
                          int64_t known)
{
    const struct policy_value *before = value_known(t, key, m, known);
    struct policy_value now = value_at(t, key, m);
    return before ? !now.is_set || before->v != now.v : now.is_set;
}

struct month policy_changed_since(const struct policy_table *t, enum programme p, int64_t known)
{
    struct month first = MONTH_OPEN;
    for (int k = 0; k < POLICY_COUNT; k++) {
        enum policy_key key = (enum policy_key)k;
        if (!policy_key_moves_amount(key, p))
            continue;
        for (const struct policy_row *row = t->first[key]; row; row = row->next) {
            const struct month edges[] = {row->value.from, month_add(row->to, 1)};
            for (size_t i = 0; i < 2; i++) {
                if (edges[i].v < first.v && differs_since(t, key, edges[i], known))
                    first = edges[i];
            }
        }
        for (size_t i = 0; i < t->assumption_count; i++) {
            struct month m = t->assumptions[i].from;
            if (t->assumptions[i].key == key && m.v < first.v && differs_since(t, key, m, known))
                first = m;
        }
    }
    return first;
}
