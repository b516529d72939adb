/* Lines of a claim: from the command line or a file. */
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "cli/home_book.h"
#include "office/medical/list_read.h"

#define LINES_MAX 500
#define FIELDS_MAX 5
#define FIELDS_MIN 4

const char *home_line_name(const char *text)
{
    for (const struct home_line *l = HOME_LINES; text && l->code; l++)
        if (text_equals(l->label, text) || text_equals(_(l->label), text))
            return l->name;
    return text;
}

static enum status line_parse(struct arena *arena, const char *text, struct home_claim_line *ret,
                              struct error *e)
{
    char *field[FIELDS_MAX], *at = arena_strdup(arena, text);
    size_t count = 0;
    if (!at)
        return arena_exhausted(e);
    while (at && count < FIELDS_MAX) {
        field[count++] = at;
        at = strchr(at, ':');
        if (at)
            *at++ = '\0';
    }
    if (at || count < FIELDS_MIN)
        return cli_usage(e, _("--line 写成“项目:日期:内容:金额”或再加“:票据号”，不是“%s”"), text);
    *ret = (struct home_claim_line){.line = home_line_name(field[0]),
                                    .detail = field[2],
                                    .receipt = count == FIELDS_MAX ? field[4] : ""};
    TRY(date_parse(field[1], &ret->spent_on, e));
    return fen_parse(field[3], &ret->amount, e);
}

/* ---- a file ---- */

static const struct list_column COLUMNS[] = {
    {N_("项目"), "|项目|开支项目|预算项目|line|", false},
    {N_("日期"), "|日期|开支日期|spent_on|", false},
    {N_("内容"), "|内容|开支内容|摘要|detail|", false},
    {N_("金额"), "|金额|金额元|amount|", false},
    {N_("票据号"), "|票据号|发票号|票据|receipt|", true},
};

struct taking {
    struct arena *arena;
    struct home_claim_line *rows;
    size_t count, room;
};

static enum status cell_text(struct taking *t, const struct sheet_cell *cell, const char **ret,
                             struct error *e)
{
    if (!cell)
        return error_set(e, STATUS_REFUSED, "HOME_CLAIM", _("这一格没有填"));
    const char *tidy = text_tidy(t->arena, cell->text);
    *ret = tidy ? arena_strdup(t->arena, tidy) : NULL;
    return *ret ? STATUS_OK : arena_exhausted(e);
}

static enum status row_take(void *context, const struct sheet_cell *const *cell, size_t *bad,
                            struct error *e)
{
    struct taking *t = context;
    struct home_claim_line row = {.receipt = ""};
    const char *text;
    *bad = 0;
    TRY(cell_text(t, cell[0], &text, e));
    row.line = home_line_name(text);
    *bad = 1;
    TRY(cell_text(t, cell[1], &text, e));
    TRY(date_parse(text, &row.spent_on, e));
    *bad = 2;
    TRY(cell_text(t, cell[2], &row.detail, e));
    *bad = 3;
    TRY(cell_text(t, cell[3], &text, e));
    TRY(cell[3]->kind == SHEET_NUMBER ? fen_parse_cell_number(text, &row.amount, e)
                                      : fen_parse(text, &row.amount, e));
    *bad = 4;
    if (cell[4])
        TRY(cell_text(t, cell[4], &row.receipt, e));
    t->rows = list_room(t->arena, t->rows, t->count, &t->room, sizeof *t->rows);
    if (!t->rows)
        return arena_exhausted(e);
    t->rows[t->count++] = row;
    return STATUS_OK;
}

enum status home_claim_lines_option(struct cli *cli, struct home_claim_line **ret,
                                    size_t *ret_count, struct error *e)
{
    struct arena *arena = cli_arena(cli);
    const char *text, *path = cli_option(cli, "--file");
    if (path) {
        struct taking t = {.arena = arena};
        const struct list_reading reading = {.columns = COLUMNS,
                                             .column_count = sizeof COLUMNS / sizeof COLUMNS[0],
                                             .row = row_take,
                                             .context = &t,
                                             .arena = arena};
        if (cli_has(cli, "--line"))
            return cli_usage(e, _("--line 和 --file 只用一种"));
        TRY(list_read(path, &reading, e));
        *ret = t.rows;
        *ret_count = t.count;
        return STATUS_OK;
    }
    struct home_claim_line *lines = ARENA_ARRAY(arena, struct home_claim_line, LINES_MAX);
    size_t count = 0;
    if (!lines)
        return arena_exhausted(e);
    while (count < LINES_MAX && (text = cli_option_nth(cli, "--line", count)) != NULL) {
        TRY(line_parse(arena, text, &lines[count], e));
        count++;
    }
    if (count == 0)
        return cli_usage(e, _("请用 --line 写明开支，或用 --file 给出清单"));
    *ret = lines;
    *ret_count = count;
    return STATUS_OK;
}
