/* Homes and posts: what stands, and who sits, in the townships. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/registry/change.h"

#define ACCOUNT_DIGITS_MIN 8
#define ACCOUNT_DIGITS_MAX 32
#define USER_BYTES_MAX 64

static enum status bind_home(struct plan *plan, const struct yaml_node *node, struct error *e)
{
    struct plan_home *home = &plan->homes[plan->home_count];
    TRY(yaml_known_keys(
        node, YAML_KEYS("name", "township", "bank", "holder", "account", "management", "example"),
        e));
    TRY(yaml_text(node, "name", &home->name, e));
    for (size_t i = 0; i < plan->home_count; i++) {
        if (strcmp(plan->homes[i].name, home->name) == 0)
            return yaml_refuse(yaml_get(node, "name"), e, "HOME_TWICE", _("“%.60s”写了两次"),
                               home->name);
    }
    TRY(plan_bind_township(plan, node, "township", &home->township, e));
    TRY(yaml_text(node, "bank", &home->bank, e));
    TRY(yaml_text(node, "holder", &home->holder, e));
    TRY(yaml_text(node, "account", &home->account, e));
    const struct yaml_node *account = yaml_get(node, "account");
    size_t digits = strlen(home->account);
    if (!account->is_quoted || !text_is_digits(home->account) || digits < ACCOUNT_DIGITS_MIN ||
        digits > ACCOUNT_DIGITS_MAX)
        return yaml_refuse(account, e, "HOME_ACCOUNT", _("账号应为加引号的 %d 到 %d 位数字"),
                           ACCOUNT_DIGITS_MIN, ACCOUNT_DIGITS_MAX);
    TRY(yaml_bool_or(node, "example", false, &home->is_example, e));
    TRY(plan_bind_home_management(plan, node, home, e));
    plan->home_count++;
    return STATUS_OK;
}

enum status plan_bind_homes(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(root, "homes", &list, e));
    if (list->count > PLAN_ROWS_MAX)
        return yaml_refuse(list, e, "PLAN_ROWS", _("最多 %d 行"), PLAN_ROWS_MAX);
    plan->homes = ARENA_ARRAY(plan->arena, struct plan_home, (size_t)list->count + 1);
    if (!plan->homes)
        return arena_exhausted(e);
    for (const struct yaml_node *c = list->first; c; c = c->next)
        TRY(bind_home(plan, c, e));
    return STATUS_OK;
}

/* The roles a plan may fill, and whether each is bound to a township. */
static const struct {
    const char *code;
    bool needs_township, needs_hospital;
} roles[] = {
    {"township_clerk", true, false},     {"township_lead", true, false},
    {"home_director", true, false},      {"bureau_officer", false, false},
    {"bureau_accountant", false, false}, {"bureau_supervisor", false, false},
    {"finance_officer", false, false},   {"inspector", false, false},
    {"auditor", false, false},           {"administrator", false, false},
    {"bureau_director", false, false},   {"hospital", false, true},
};

static bool user_name_is_good(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-");
    return n > 0 && n <= USER_BYTES_MAX && name[n] == '\0' && strcmp(name, ACTOR_SYSTEM) != 0;
}

static enum status bind_role(const struct plan *plan, const struct yaml_node *node,
                             struct plan_post *post, struct error *e)
{
    TRY(yaml_text(node, "role", &post->role, e));
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
        if (strcmp(roles[i].code, post->role) != 0)
            continue;
        if (!roles[i].needs_hospital && yaml_get(node, "hospital"))
            return yaml_refuse(yaml_get(node, "hospital"), e, "POST_SCOPE",
                               _("%s 不属于医院，不写 hospital"), post->role);
        if (strcmp(post->role, "home_director") != 0 && yaml_get(node, "home"))
            return yaml_refuse(yaml_get(node, "home"), e, "POST_SCOPE",
                               _("%s 不属于敬老院，不写 home"), post->role);
        if (roles[i].needs_township) {
            TRY(plan_bind_township(plan, node, "township", &post->scope, e));
            return plan_bind_post_home(plan, node, post, e);
        }
        if (yaml_get(node, "township"))
            return yaml_refuse(yaml_get(node, "township"), e, "POST_SCOPE",
                               _("%s 管全县，不写乡镇"), post->role);
        if (roles[i].needs_hospital)
            return plan_bind_post_hospital(plan, node, post, e);
        post->scope = plan->county * 1000000;
        return STATUS_OK;
    }
    return yaml_refuse(yaml_get(node, "role"), e, "POST_ROLE", _("没有岗位“%.40s”"), post->role);
}

enum status plan_bind_posts(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(root, "posts", &list, e));
    if (list->count > PLAN_ROWS_MAX)
        return yaml_refuse(list, e, "PLAN_ROWS", _("最多 %d 行"), PLAN_ROWS_MAX);
    plan->posts = ARENA_ARRAY(plan->arena, struct plan_post, (size_t)list->count + 1);
    if (!plan->posts)
        return arena_exhausted(e);
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        struct plan_post *post = &plan->posts[plan->post_count];
        TRY(yaml_known_keys(c, YAML_KEYS("user", "role", "title", "township", "hospital", "home"),
                            e));
        TRY(yaml_text(c, "user", &post->user, e));
        if (!user_name_is_good(post->user))
            return yaml_refuse(yaml_get(c, "user"), e, "POST_USER",
                               _("登录名“%.40s”只能用小写字母、数字和 . _ -，最多 %d 个"),
                               post->user, USER_BYTES_MAX);
        for (size_t i = 0; i < plan->post_count; i++) {
            if (strcmp(plan->posts[i].user, post->user) == 0)
                return yaml_refuse(yaml_get(c, "user"), e, "POST_TWICE", _("登录名“%s”写了两次"),
                                   post->user);
        }
        TRY(bind_role(plan, c, post, e));
        TRY(yaml_text(c, "title", &post->title, e));
        plan->post_count++;
    }
    return STATUS_OK;
}
