#include "cli/case_actor.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

enum status cli_case_actor(struct cli *cli, struct case_actor *ret, struct error *e)
{
    struct access_user user;
    struct db *db;
    int64_t county;
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    if (text_equals(cli_actor(cli), ACTOR_SYSTEM)) {
        *ret = (struct case_actor){ACTOR_SYSTEM, ROLE_SYSTEM, county, date_today()};
        return STATUS_OK;
    }
    enum status s = access_user_by_name(db, county, cli_actor(cli), cli_arena(cli), &user, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "USER_UNKNOWN", _("没有用户 %s。"), cli_actor(cli));
    if (s != STATUS_OK)
        return s;
    *ret = (struct case_actor){user.name, user.role, user.scope, date_today()};
    return STATUS_OK;
}

enum status cli_case_begin(struct cli *cli, bool is_writing, struct case_command *ret,
                           struct error *e)
{
    struct case_command c = {0};
    TRY(is_writing ? cli_writer(cli, &c.db, e) : cli_reader(cli, &c.db, e));
    TRY(cli_county(cli, &c.county, e));
    if (is_writing)
        TRY(cli_keys(cli, &c.keys, e));
    TRY(cli_case_actor(cli, &c.actor, e));
    TRY(cli_day_option(cli, "--on", &c.on, e));
    *ret = c;
    return STATUS_OK;
}

enum status cli_case_number(struct cli *cli, struct db *db, int64_t county, const char *text,
                            int64_t *ret, struct error *e)
{
    (void)cli;
    if (i64_parse(text, ret, NULL) == STATUS_OK)
        return STATUS_OK;
    enum status s = case_by_number(db, county, text, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "CASE_UNKNOWN", _("没有编号为“%s”的办件。"), text);
    return s;
}

enum status cli_number_argument(struct cli *cli, const char *what, int64_t *ret, struct error *e)
{
    if (i64_parse(cli_argument(cli, 0), ret, NULL) == STATUS_OK && *ret > 0)
        return STATUS_OK;
    return cli_usage(e, _("“%s”不是%s。"), cli_argument(cli, 0), what);
}

enum status cli_case_argument(struct cli *cli, const struct case_command *c,
                              struct case_record *ret, struct error *e)
{
    int64_t id;
    const char *text = cli_argument(cli, 0);
    TRY(cli_case_number(cli, c->db, c->county, text, &id, e));
    enum status s = case_read(c->db, c->county, id, c->actor.today, cli_arena(cli), ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "CASE_UNKNOWN", _("没有编号为“%s”的办件。"), text);
    return s == STATUS_OK ? cli_case_scope(&c->actor, ret->division, e) : s;
}

enum status cli_case_scope(const struct case_actor *actor, int64_t division, struct error *e)
{
    if (access_in_scope(actor->scope, division))
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不管 %lld 这个地方。"), actor->user,
                     (long long)division);
}

enum status cli_day_option(struct cli *cli, const char *name, struct date *ret, struct error *e)
{
    const char *text = cli_option(cli, name);
    if (text == NULL) {
        *ret = date_today();
        return STATUS_OK;
    }
    if (date_parse(text, ret, e) != STATUS_OK)
        return error_place(e, "%s", name);
    return STATUS_OK;
}

enum status cli_entry_options(struct cli *cli, const char *name, struct entry_data **ret,
                              struct error *e)
{
    struct entry_data *data = entry_data_new(cli_arena(cli));
    const char *text;
    if (!data)
        return arena_exhausted(e);
    for (size_t i = 0; (text = cli_option_nth(cli, name, i)) != NULL; i++) {
        const char *equals = strchr(text, '=');
        if (equals == NULL || equals == text)
            return cli_usage(e, _("%s 要写成“项目=内容”，不是“%s”。"), name, text);
        const char *field = arena_strndup(cli_arena(cli), text, (size_t)(equals - text));
        if (!field)
            return arena_exhausted(e);
        TRY(entry_data_set(data, field, equals + 1, e));
    }
    *ret = data;
    return STATUS_OK;
}
