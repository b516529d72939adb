#include "cli/cli_internal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/plan/plan.h"
#include "domain/registry/change.h"

#define PROGRESS_BAR_CELLS 30

size_t cli_argument_count(const struct cli *cli)
{
    return cli->argument_count;
}

const char *cli_argument(const struct cli *cli, size_t index)
{
    return index < cli->argument_count ? cli->arguments[index] : NULL;
}

const char *cli_option_nth(const struct cli *cli, const char *name, size_t n)
{
    for (size_t i = 0; i < cli->given_count; i++)
        if (strcmp(cli->given[i].name, name) == 0 && n-- == 0)
            return cli->given[i].value;
    return NULL;
}

const char *cli_option(const struct cli *cli, const char *name)
{
    return cli_option_nth(cli, name, 0);
}

bool cli_has(const struct cli *cli, const char *name)
{
    return cli_option(cli, name) != NULL;
}

struct arena *cli_arena(struct cli *cli)
{
    return cli->arena;
}

enum cli_format cli_format(const struct cli *cli)
{
    return cli->format;
}

const char *cli_actor(const struct cli *cli)
{
    return cli->actor;
}

const char *cli_db_url(const struct cli *cli)
{
    return cli->db_url;
}

static enum status open_checked(struct cli *cli, enum db_mode mode, struct db **slot,
                                struct error *e)
{
    if (*slot != NULL)
        return STATUS_OK;
    TRY(db_open(cli->db_url, mode, slot, e));
    return db_schema_check(*slot, e);
}

enum status cli_reader(struct cli *cli, struct db **ret, struct error *e)
{
    TRY(open_checked(cli, DB_READER, &cli->reader, e));
    *ret = cli->reader;
    return STATUS_OK;
}

enum status cli_writer(struct cli *cli, struct db **ret, struct error *e)
{
    TRY(open_checked(cli, DB_WRITER, &cli->writer, e));
    *ret = cli->writer;
    return STATUS_OK;
}

enum status cli_writer_new(struct cli *cli, struct db **ret, struct error *e)
{
    cli->makes_keys = true;
    if (cli->writer == NULL)
        TRY(db_open(cli->db_url, DB_WRITER, &cli->writer, e));
    *ret = cli->writer;
    return STATUS_OK;
}

enum status cli_county(struct cli *cli, int64_t *ret, struct error *e)
{
    if (cli->county == 0) {
        struct db *db = cli->writer;
        if (db == NULL)
            TRY(cli_reader(cli, &db, e));
        TRY(plan_county(db, &cli->county, e));
    }
    *ret = cli->county;
    return STATUS_OK;
}

enum status cli_keys(struct cli *cli, const struct keyring **ret, struct error *e)
{
    if (cli->keys == NULL) {
        const char *path = getenv("MINSHENG_KEY");
        TRY(keyring_open(path != NULL ? path : cli_default_key_path(cli), cli->makes_keys,
                         &cli->keys, e));
    }
    *ret = cli->keys;
    return STATUS_OK;
}

enum status cli_known(struct cli *cli, int64_t *ret, struct error *e)
{
    if (cli->as_of == NULL) {
        *ret = KNOWN_NOW;
        return STATUS_OK;
    }
    struct date day;
    struct db *db;
    int64_t county;
    TRY(date_parse(cli->as_of, &day, e));
    TRY(cli_reader(cli, &db, e));
    TRY(cli_county(cli, &county, e));
    return change_known_on(db, county, day, ret, e);
}

enum status cli_month_option(struct cli *cli, const char *name, struct month *ret, struct error *e)
{
    const char *text = cli_option(cli, name);
    if (text == NULL)
        return cli_usage(e, _("缺少选项 %s YYYY-MM"), name);
    if (month_parse(text, ret, e) != STATUS_OK)
        return error_place(e, "%s", name);
    return STATUS_OK;
}

enum status cli_usage(struct error *e, const char *format, ...)
{
    char message[ERROR_MESSAGE_BYTES];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof(message), format, list);
    va_end(list);
    return error_set(e, STATUS_REFUSED, "USAGE", "%s", message);
}

/* ---- saying ---- */

static void out_text_csv(const char *text)
{
    bool needs_quotes = text[strcspn(text, ",\"\r\n")] != '\0';
    /* A spreadsheet must not run what a name begins with. */
    bool is_formula = strchr("=+-@", text[0]) != NULL && text[0] != '\0';
    if (is_formula)
        needs_quotes = true;
    if (!needs_quotes) {
        fputs(text, stdout);
        return;
    }
    putchar('"');
    if (is_formula)
        putchar('\'');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"')
            putchar('"');
        putchar(*p);
    }
    putchar('"');
}

static void value_begin(struct cli *cli)
{
    struct cli_rows *rows = &cli->rows;
    if (cli->format == CLI_JSON) {
        fputs(rows->column > 0 ? "," : (rows->row > 0 ? ",\n{" : "{"), stdout);
        buf_clear(&cli->line);
        buf_add_json(&cli->line, rows->columns[rows->column]);
        fputs(buf_text(&cli->line), stdout);
        putchar(':');
    } else if (rows->column > 0) {
        putchar(cli->format == CLI_CSV ? ',' : '\t');
    }
    rows->column++;
}

void cli_rows_begin(struct cli *cli, const char *const *columns, size_t count)
{
    cli->rows = (struct cli_rows){.columns = columns, .count = count};
    if (cli->format == CLI_JSON) {
        putchar('[');
        return;
    }
    for (size_t i = 0; i < count; i++) {
        /* For people amounts are in yuan, so the unit leaves the heading too. */
        size_t n = strlen(columns[i]), unit = strlen("_fen");
        if (cli->format == CLI_TEXT && n > unit && strcmp(columns[i] + n - unit, "_fen") == 0)
            n -= unit;
        if (i > 0)
            putchar(cli->format == CLI_CSV ? ',' : '\t');
        fwrite(columns[i], 1, n, stdout);
    }
    putchar('\n');
}

void cli_text(struct cli *cli, const char *text)
{
    value_begin(cli);
    if (cli->format == CLI_JSON) {
        buf_clear(&cli->line);
        buf_add_json(&cli->line, text);
        fputs(buf_text(&cli->line), stdout);
    } else if (text != NULL && cli->format == CLI_CSV) {
        out_text_csv(text);
    } else if (text != NULL) {
        fputs(text, stdout);
    }
}

void cli_i64(struct cli *cli, int64_t value)
{
    value_begin(cli);
    printf("%" PRId64, value);
}

void cli_fen(struct cli *cli, struct fen amount)
{
    char text[FEN_TEXT_BYTES];
    value_begin(cli);
    if (cli->format == CLI_TEXT)
        fputs(fen_format_people(amount, text), stdout);
    else
        printf("%" PRId64, amount.v);
}

void cli_month(struct cli *cli, struct month m)
{
    char text[MONTH_TEXT_BYTES];
    cli_text(cli, month_format(m, text));
}

void cli_row_end(struct cli *cli)
{
    if (cli->format == CLI_JSON)
        putchar('}');
    else
        putchar('\n');
    cli->rows.column = 0;
    cli->rows.row++;
}

void cli_rows_end(struct cli *cli)
{
    if (cli->format == CLI_JSON)
        fputs("]\n", stdout);
}

void cli_say(struct cli *cli, const char *format, ...)
{
    if (cli->format == CLI_CSV)
        return;
    char message[2048];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof(message), format, list);
    va_end(list);
    if (cli->format == CLI_TEXT) {
        puts(message);
        return;
    }
    buf_clear(&cli->line);
    buf_adds(&cli->line, "{\"message\":");
    buf_add_json(&cli->line, message);
    buf_adds(&cli->line, "}\n");
    fputs(buf_text(&cli->line), stdout);
}

bool cli_progress(void *context, int64_t done, int64_t total)
{
    struct cli *cli = context;
    if (!cli->has_terminal || total <= 0)
        return true;
    int64_t shown = done < total ? done : total;
    int cells = (int)(shown * PROGRESS_BAR_CELLS / total);
    char bar[PROGRESS_BAR_CELLS + 1];
    for (int i = 0; i < PROGRESS_BAR_CELLS; i++)
        bar[i] = i < cells ? '#' : '.';
    bar[PROGRESS_BAR_CELLS] = '\0';
    fprintf(stderr, "\r[%s] %" PRId64 "/%" PRId64 "%s", bar, shown, total,
            shown == total ? "\n" : "");
    return true;
}
