/* The divisions' file beside the plan (tools/divisions makes it): one period of one division a
 * line. */
#include "domain/plan/plan_model.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

#define CSV_HEADER "code12,level,name,parent_code12,committee_type,valid_from,valid_to"
#define CSV_FIELDS 7
#define CSV_FILE_BYTES_MAX (1u << 20)
#define PATH_BYTES_MAX 4096

struct csv {
    const char *path;
    int line;
};

static enum status csv_refuse(const struct csv *csv, int field, struct error *e,
                              const char *message)
{
    (void)error_set(e, STATUS_REFUSED, "DIVISIONS", "%s", message);
    (void)error_place(e, "%s:%d:%d", csv->path, csv->line, field);
    return STATUS_REFUSED;
}

static bool code_parse(const char *text, int64_t *ret)
{
    return strlen(text) == 12 && text_is_digits(text) && i64_parse(text, ret, NULL) == STATUS_OK;
}

static bool level_parse(const char *text, int *ret)
{
    static const char *const levels[] = {
        [LEVEL_COUNTY] = "county", [LEVEL_TOWNSHIP] = "township", [LEVEL_VILLAGE] = "village"};
    for (int level = LEVEL_COUNTY; level <= LEVEL_VILLAGE; level++) {
        if (strcmp(text, levels[level]) == 0) {
            *ret = level;
            return true;
        }
    }
    return false;
}

static enum status row_parse(const struct csv *csv, char *line, struct plan_division *d,
                             struct error *e)
{
    char *field[CSV_FIELDS];
    size_t n = 0;
    for (char *p = line; p && n <= CSV_FIELDS; n++) {
        char *comma = strchr(p, ',');
        if (n < CSV_FIELDS)
            field[n] = p;
        if (comma)
            *comma = '\0';
        p = comma ? comma + 1 : NULL;
    }
    if (n != CSV_FIELDS)
        return csv_refuse(csv, 1, e, _("应有 7 列，与第一行相同"));
    *d = (struct plan_division){.name = field[2], .committee = field[4], .to = MONTH_OPEN};
    if (!code_parse(field[0], &d->code))
        return csv_refuse(csv, 1, e, _("代码应为 12 位数字"));
    if (!level_parse(field[1], &d->level))
        return csv_refuse(csv, 2, e, _("级别应为 county、township 或 village"));
    if (!d->name[0])
        return csv_refuse(csv, 3, e, _("缺少名称"));
    if (d->level != LEVEL_COUNTY && !code_parse(field[3], &d->parent))
        return csv_refuse(csv, 4, e, _("上级代码应为 12 位数字"));
    if (month_parse(field[5], &d->from, NULL) != STATUS_OK)
        return csv_refuse(csv, 6, e, _("起始月份应写成 2013-01"));
    if (field[6][0] && month_parse(field[6], &d->to, NULL) != STATUS_OK)
        return csv_refuse(csv, 7, e, _("截止月份应写成 2019-12，仍有效时留空"));
    if (d->to.v < d->from.v)
        return csv_refuse(csv, 7, e, _("截止月份早于起始月份"));
    return STATUS_OK;
}

/* In the order of the file: the county first, every parent before its children, periods of one code
 * apart. */
static enum status row_check(const struct plan *plan, const struct csv *csv,
                             const struct plan_division *d, struct error *e)
{
    const struct plan_division *last =
        plan->division_count > 0 ? &plan->divisions[plan->division_count - 1] : NULL;
    int64_t county = plan->county * 1000000;
    if (!last &&
        (d->level != LEVEL_COUNTY || d->code != county || strcmp(d->name, plan->county_name) != 0))
        return csv_refuse(csv, 1, e, _("第一行应为方案中的县"));
    if (last && d->level == LEVEL_COUNTY)
        return csv_refuse(csv, 2, e, _("只能有一个县"));
    if (last && (d->code < last->code || (d->code == last->code && d->from.v <= last->to.v)))
        return csv_refuse(csv, 1, e, _("应按代码和起始月份排列，同一代码的时段不能重叠"));
    if (d->level == LEVEL_TOWNSHIP && d->parent != county)
        return csv_refuse(csv, 4, e, _("乡镇的上级应为本县"));
    if (d->level == LEVEL_VILLAGE && d->parent != division_township(d->code))
        return csv_refuse(csv, 4, e, _("村的上级应为其代码所属的乡镇"));
    for (size_t i = 0; i < plan->division_count; i++) {
        if (plan->divisions[i].code == d->parent)
            return STATUS_OK;
    }
    return d->level == LEVEL_COUNTY ? STATUS_OK : csv_refuse(csv, 4, e, _("上级代码不在文件中"));
}

static enum status rows_parse(struct plan *plan, struct csv *csv, char *text, struct error *e)
{
    char *next;
    for (char *line = text; line && *line; line = next) {
        next = strchr(line, '\n');
        size_t n = next ? (size_t)(next - line) : strlen(line);
        if (next)
            next++;
        if (n > 0 && line[n - 1] == '\r')
            n--;
        line[n] = '\0';
        csv->line++;
        if (csv->line == 1) {
            if (strcmp(line, CSV_HEADER) != 0)
                return csv_refuse(
                    csv, 1, e,
                    _("第一行应为 "
                      "code12,level,name,parent_code12,committee_type,valid_from,valid_to"));
            continue;
        }
        if (plan->division_count == PLAN_DIVISIONS_MAX)
            return csv_refuse(csv, 1, e, _("行数过多"));
        struct plan_division d;
        TRY(row_parse(csv, line, &d, e));
        TRY(row_check(plan, csv, &d, e));
        plan->divisions[plan->division_count++] = d;
    }
    if (plan->division_count == 0)
        return csv_refuse(csv, 1, e, _("文件是空的"));
    return STATUS_OK;
}

/* Those valid when the plan's year begins: the names that the plan may use. */
static enum status valid_make(struct plan *plan, struct error *e)
{
    struct division *rows = ARENA_ARRAY(plan->arena, struct division, plan->division_count);
    size_t n = 0;
    if (!rows)
        return arena_exhausted(e);
    struct month begin = month_make(plan->year, 1);
    for (size_t i = 0; i < plan->division_count; i++) {
        const struct plan_division *d = &plan->divisions[i];
        if (d->from.v <= begin.v && begin.v <= d->to.v)
            rows[n++] = (struct division){
                .code = d->code, .parent = d->parent, .level = d->level, .name = d->name};
    }
    plan->townships = division_table_make(plan->arena, rows, n);
    return plan->townships ? STATUS_OK : arena_exhausted(e);
}

enum status plan_bind_divisions(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const char *name, *slash = strrchr(plan->path, '/'), *content;
    TRY(yaml_text(root, "divisions", &name, e));
    if (strchr(name, '/'))
        return yaml_refuse(yaml_get(root, "divisions"), e, "DIVISIONS",
                           _("区划文件应与方案放在同一目录，只写文件名"));
    char path[PATH_BYTES_MAX];
    int directory = slash ? (int)(slash + 1 - plan->path) : 0;
    (void)snprintf(path, sizeof path, "%.*s%s", directory, plan->path, name);
    size_t n;
    struct error reason = {.status = STATUS_OK};
    if (plan_file_read(plan->arena, path, CSV_FILE_BYTES_MAX, &content, &n, &reason) != STATUS_OK)
        return yaml_refuse(yaml_get(root, "divisions"), e, "DIVISIONS", _("区划文件 %.200s：%s"),
                           path, reason.message);
    struct csv csv = {.path = path};
    if (!utf8_is_valid(content, n))
        return csv_refuse(&csv, 1, e, _("不是 UTF-8 文本"));
    char *text = arena_strndup(plan->arena, content, n);
    plan->divisions = ARENA_ARRAY(plan->arena, struct plan_division, PLAN_DIVISIONS_MAX);
    if (!text || !plan->divisions)
        return arena_exhausted(e);
    TRY(rows_parse(plan, &csv, text, e));
    return valid_make(plan, e);
}
