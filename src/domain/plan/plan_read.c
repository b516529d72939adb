#include "domain/plan/plan_model.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

static void file_cleanup(FILE **f)
{
    if (*f)
        (void)fclose(*f);
}

enum status plan_file_read(struct arena *arena, const char *path, size_t max_bytes,
                           const char **ret, size_t *ret_n, struct error *e)
{
    CLEANUP(file_cleanup) FILE *f = fopen(path, "rbe");
    if (!f) {
        (void)error_set(e, STATUS_REFUSED, "PLAN_FILE", _("打不开文件：%s"), strerror(errno));
        return error_place(e, "%s", path), STATUS_REFUSED;
    }
    long n = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    if (n < 0 || (size_t)n > max_bytes || fseek(f, 0, SEEK_SET) != 0) {
        (void)error_set(e, STATUS_REFUSED, "PLAN_FILE", _("不是普通文件，或超过 %zu 字节"),
                        max_bytes);
        return error_place(e, "%s", path), STATUS_REFUSED;
    }
    char *text = arena_alloc(arena, (size_t)n + 1);
    if (!text)
        return arena_exhausted(e);
    if (fread(text, 1, (size_t)n, f) != (size_t)n) {
        (void)error_set(e, STATUS_REFUSED, "PLAN_FILE", _("读不完整：%s"), strerror(errno));
        return error_place(e, "%s", path), STATUS_REFUSED;
    }
    *ret = text;
    *ret_n = (size_t)n;
    return STATUS_OK;
}

enum status plan_read(const char *path, struct arena *arena, struct plan **ret, struct error *e)
{
    struct plan *plan = ARENA_NEW(arena, struct plan);
    if (!plan)
        return arena_exhausted(e);
    plan->arena = arena;
    plan->path = arena_strdup(arena, path);
    if (!plan->path)
        return arena_exhausted(e);
    size_t n;
    TRY(plan_file_read(arena, path, YAML_FILE_BYTES_MAX, &plan->content, &n, e));
    const struct yaml_node *root;
    TRY(yaml_parse(arena, plan->path, plan->content, n, &root, e));
    TRY(plan_bind(plan, root, e));
    *ret = plan;
    return STATUS_OK;
}

const char *plan_content(const struct plan *plan)
{
    return plan->content;
}

struct plan_summary plan_summary(const struct plan *plan)
{
    return (struct plan_summary){
        .title = plan->title,
        .county_name = plan->county_name,
        .document = plan->document,
        .county = plan->county,
        .year = plan->year,
        .clauses = plan->clause_count,
        .parameters = plan->parameter_count,
        .divisions = plan->division_count,
        .homes = plan->home_count,
        .funds = FUND_COUNT,
        .targets = plan->target_count,
        .users = plan->post_count,
    };
}
