#include "cli/cli_internal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "domain/access/access.h"
#include "domain/registry/change.h"

enum exit_code { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_BROKEN = 3 };

static const struct cli_command *const NOUNS[] = {
    CLI_PLAN,
    CLI_ROSTER,
    CLI_REGISTRY,
    CLI_PAY,
    CLI_LEDGER,
    CLI_SIMULATE,
    CLI_AUDIT,
    CLI_USER,
    CLI_SYSTEM,
    CLI_SERVE,
    CLI_DEMO,
    CLI_MATCH,
    CLI_NOTICE,
    CLI_RECHECK,
    CLI_CHANGES,
    CLI_SAMPLE,
    CLI_ATTACH,
    CLI_KEY,
    CLI_API,
    CLI_CASE,
    CLI_PAPER,
    CLI_INDICATOR,
    CLI_HANDOVER,
    CLI_MEDICAL_RULE,
    CLI_MEDICAL_BILL,
    CLI_MEDICAL_COUNTER,
    CLI_MEDICAL_ADVANCE,
    CLI_HOSPITAL,
    CLI_MEDICAL_STATEMENT,
    CLI_MEDICAL_PREMIUM,
    CLI_TRANSFER,
    CLI_ALLOCATION,
    CLI_PAYEE,
    CLI_PROJECT_PAY,
    CLI_HOME_RATE,
    CLI_HOME_RECORD,
    CLI_HOME_PAPER,
    CLI_PROJECT,
    CLI_PROJECT_ACT,
    CLI_PROJECT_RETURN,
    CLI_HOME,
    CLI_HOME_STAY,
    CLI_HOME_BOOK,
    CLI_HOME_CLAIM,
    CLI_PROJECT_PAPER,
    CLI_TARGET,
    CLI_TARGET_LETTER,
    CLI_TARGET_PEOPLE,
    CLI_MEETING,
    CLI_PROBLEM,
    CLI_BULLETIN,
    CLI_SURVEY,
    CLI_COMPLAINT,
    CLI_INSPECTION,
    CLI_RECTIFICATION,
    CLI_ACCOUNTABILITY,
    CLI_SELF_ASSESSMENT,
    CLI_LIBRARY,
    CLI_TRAINING,
    CLI_PUBLICITY,
    CLI_SLIP,
    CLI_ASSESS,
    CLI_ASSESS_ACT,
    CLI_ASSESS_PAPER,
};
#define NOUN_COUNT (sizeof(NOUNS) / sizeof(NOUNS[0]))

static const struct cli_option GLOBAL_OPTIONS[] = {
    {"--db", "URL", N_("数据库：sqlite:路径 或 postgresql://…"), false},
    {"--as", "USER", N_("以谁的身份办理"), false},
    {"--as-of", "DATE", N_("按某日所知(只读命令)"), false},
    {"--format", "csv|json|text", N_("输出格式"), false},
    {"--json", NULL, N_("等同 --format json"), false},
    {"--help", NULL, N_("显示帮助"), false},
    {NULL, NULL, NULL, false},
};

const char *cli_default_key_path(struct cli *cli)
{
    const char *prefix = "sqlite:";
    if (!strncmp(cli->db_url, prefix, strlen(prefix))) {
        const char *path = arena_printf(cli->arena, "%s.key", cli->db_url + strlen(prefix));
        if (path != NULL)
            return path;
    }
    return "var/minsheng.key";
}

static const struct cli_option *find_option(const struct cli_option *list, const char *name)
{
    for (; list->name != NULL; list++)
        if (strcmp(list->name, name) == 0)
            return list;
    return NULL;
}

/* How many words a command's name has, if the arguments begin with them; 0 otherwise. */
static int words_of(const char *name, int argc, char **argv)
{
    int words = 0;
    while (words < argc) {
        size_t n = strcspn(name, " ");
        if (strncmp(argv[words], name, n) != 0 || argv[words][n] != '\0')
            return 0;
        words++;
        if (name[n] == '\0')
            return words;
        name += n + 1;
    }
    return 0;
}

/* The command whose words the arguments begin with; the longest match wins. */
static const struct cli_command *find_command(int argc, char **argv, int *ret_words)
{
    const struct cli_command *best = NULL;
    for (size_t n = 0; n < NOUN_COUNT; n++) {
        for (const struct cli_command *c = NOUNS[n]; c->name != NULL; c++) {
            int words = words_of(c->name, argc, argv);
            if (words > 0 && (best == NULL || words > *ret_words)) {
                best = c;
                *ret_words = words;
            }
        }
    }
    return best;
}

static void print_options(const struct cli_option *list)
{
    for (; list->name != NULL; list++)
        printf("  %-12s %-16s %s%s\n", list->name, list->value != NULL ? list->value : "",
               _(list->help), list->is_required ? _("(必填)") : "");
}

static void print_help(const struct cli_command *only)
{
    printf("%s\n", _("用法：minsheng 命令 [参数] [选项]"));
    for (size_t n = 0; n < NOUN_COUNT; n++) {
        for (const struct cli_command *c = NOUNS[n]; c->name != NULL; c++) {
            if (only != NULL && only != c)
                continue;
            printf("%s %s\n    %s\n", c->name, c->arguments, _(c->help));
            if (only == c)
                print_options(c->options);
        }
    }
    printf("%s\n", _("各命令通用的选项："));
    print_options(GLOBAL_OPTIONS);
}

static enum status take_option(struct cli *cli, const char *name, const char *value,
                               struct error *e)
{
    if (cli->given_count == CLI_GIVEN_MAX)
        return cli_usage(e, _("选项太多(最多 %d 个)"), CLI_GIVEN_MAX);
    cli->given[cli->given_count].name = name;
    cli->given[cli->given_count++].value = value;
    return STATUS_OK;
}

/* "--name value" and "--name=value"; options may stand anywhere after the command's words. */
static enum status parse(struct cli *cli, int argc, char **argv, struct error *e)
{
    for (int i = 0; i < argc; i++) {
        char *text = argv[i];
        if (strncmp(text, "--", 2) != 0 && strcmp(text, "-o") != 0) {
            if (cli->argument_count == CLI_ARGUMENTS_MAX)
                return cli_usage(e, _("参数太多(最多 %d 个)"), CLI_ARGUMENTS_MAX);
            cli->arguments[cli->argument_count++] = text;
            continue;
        }
        char *equals = text[1] == '-' ? strchr(text, '=') : NULL;
        char *name =
            equals != NULL ? arena_strndup(cli->arena, text, (size_t)(equals - text)) : text;
        if (name == NULL)
            return arena_exhausted(e);
        const struct cli_option *option = find_option(cli->command->options, name);
        if (option == NULL)
            option = find_option(GLOBAL_OPTIONS, name);
        if (option == NULL)
            return cli_usage(e, _("%s 没有选项 %s；用 --help 查看"), cli->command->name, name);
        const char *value = "";
        if (option->value != NULL) {
            value = equals != NULL ? equals + 1 : (i + 1 < argc ? argv[++i] : NULL);
            if (value == NULL)
                return cli_usage(e, _("选项 %s 缺少值 %s"), name, option->value);
        }
        TRY(take_option(cli, option->name, value, e));
    }
    return STATUS_OK;
}

static enum status check_shape(struct cli *cli, struct error *e)
{
    const struct cli_command *c = cli->command;
    const char *format = cli_option(cli, "--format");
    if (cli_has(cli, "--json"))
        format = "json";
    if (format != NULL) {
        if (strcmp(format, "csv") == 0)
            cli->format = CLI_CSV;
        else if (strcmp(format, "json") == 0)
            cli->format = CLI_JSON;
        else if (strcmp(format, "text") != 0)
            return cli_usage(e, _("--format 只能是 csv、json 或 text，不是 %s"), format);
    }
    const char *url = cli_option(cli, "--db");
    if (url == NULL)
        url = getenv("MINSHENG_DB");
    cli->db_url = url != NULL && *url != '\0' ? url : "sqlite:var/minsheng.db";
    const char *actor = cli_option(cli, "--as");
    cli->actor = actor != NULL ? actor : ACTOR_SYSTEM;
    cli->as_of = cli_option(cli, "--as-of");
    if (cli->as_of != NULL && !c->takes_as_of)
        return cli_usage(e, _("%s 不能按过去某日所知办理：去掉 --as-of"), c->name);
    if ((int)cli->argument_count < c->arguments_min ||
        (c->arguments_max >= 0 && (int)cli->argument_count > c->arguments_max))
        return cli_usage(e, _("用法：minsheng %s %s"), c->name, c->arguments);
    for (const struct cli_option *o = c->options; o->name != NULL; o++)
        if (o->is_required && !cli_has(cli, o->name))
            return cli_usage(e, _("缺少选项 %s %s"), o->name, o->value != NULL ? o->value : "");
    return STATUS_OK;
}

/* Who acts must exist and may do this. Without --as it is the system user: whoever holds the
 * database holds that. */
static enum status check_permission(struct cli *cli, struct error *e)
{
    struct access_user user = {.role = ROLE_SYSTEM, .name = ACTOR_SYSTEM};
    enum permission needed;

    if (cli->command->permission == NULL)
        return STATUS_OK;
    needed = permission_by_name(cli->command->permission);
    if (strcmp(cli->actor, ACTOR_SYSTEM) != 0) {
        struct db *db;
        int64_t county;
        TRY(cli_reader(cli, &db, e));
        TRY(cli_county(cli, &county, e));
        enum status s = access_user_by_name(db, county, cli->actor, cli->arena, &user, e);
        if (s == STATUS_NONE)
            return error_set(e, STATUS_REFUSED, "USER_UNKNOWN",
                             _("没有用户 %s：用 user list 查看，或用 user add 添加"), cli->actor);
        if (s != STATUS_OK)
            return s;
        if (user.is_locked)
            return error_set(e, STATUS_REFUSED, "USER_LOCKED", _("用户 %s 已停用"), cli->actor);
    }
    if (!access_can(user.role, needed))
        return error_set(e, STATUS_REFUSED, "NOT_PERMITTED", _("用户 %s(%s)无权办理 %s"),
                         cli->actor, _(role_label(user.role)), cli->command->name);
    return STATUS_OK;
}

static enum exit_code report(const struct error *e, enum status s)
{
    char text[ERROR_MESSAGE_BYTES + ERROR_PLACE_BYTES + 64];
    if (s == STATUS_OK || s == STATUS_NONE)
        return EXIT_DONE;
    if (strcmp(e->code, "SILENT") == 0)
        return s == STATUS_REFUSED ? EXIT_REFUSED : EXIT_BROKEN;
    error_text(e, text, sizeof(text));
    fprintf(stderr, "minsheng: %s\n", text);
    if (strcmp(e->code, "USAGE") == 0)
        return EXIT_USAGE;
    return s == STATUS_REFUSED ? EXIT_REFUSED : EXIT_BROKEN;
}

static enum status run(struct cli *cli, int argc, char **argv, struct error *e)
{
    TRY(parse(cli, argc, argv, e));
    if (cli_has(cli, "--help")) {
        print_help(cli->command);
        return STATUS_OK;
    }
    TRY(check_shape(cli, e));
    TRY(check_permission(cli, e));
    return cli->command->run(cli, e);
}

static void close_all(struct cli *cli)
{
    db_close(cli->reader);
    db_close(cli->writer);
    keyring_free(cli->keys);
    buf_free(&cli->line);
    arena_free(cli->arena);
}

int main(int argc, char **argv)
{
    int words = 0;
    i18n_init();
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(NULL);
        return argc < 2 ? EXIT_USAGE : EXIT_DONE;
    }
    const struct cli_command *command = find_command(argc - 1, argv + 1, &words);
    if (command == NULL) {
        fprintf(stderr, _("minsheng: 没有命令 %s；用 --help 查看全部命令\n"), argv[1]);
        return EXIT_USAGE;
    }
    struct cli cli = {
        .command = command,
        .arena = arena_new(CLI_ARENA_BYTES_MAX),
        .line = BUF_INIT(CLI_LINE_BYTES_MAX),
        .has_terminal = isatty(STDERR_FILENO) == 1,
    };
    struct error e = {0};
    enum status s =
        cli.arena == NULL ? arena_exhausted(&e) : run(&cli, argc - 1 - words, argv + 1 + words, &e);
    enum exit_code code = report(&e, s);
    close_all(&cli);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "%s\n", _("minsheng: 输出没有写完(磁盘满或管道已关闭)"));
        return EXIT_BROKEN;
    }
    return code;
}
