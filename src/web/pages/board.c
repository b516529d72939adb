/* The board (看板): the year so far at a glance. The programmes' main figures, actual against line
   by township, and all townships beside each other; a township sees its own. P4.2. */
#include "web/pages/board.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/ratio.h"
#include "base/text.h"
#include "domain/registry/change.h"
#include "web/pages/download.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define CARD_FIGURES 4
#define COLUMNS_MAX 64           /* every indicator that any part of the board shows */
#define CHARTED "home.inst_rate" /* unless another is asked for */

static const struct card {
    const char *title, *path;
    enum permission permission; /* of the path */
    const char *codes[CARD_FIGURES];
} CARDS[] = {
    {N_("农村居民最低生活保障"),
     "/runs?programme=dibao",
     PERMISSION_PAYMENT_READ,
     {"pay.on_time_dibao", "pay.in_full_dibao", "benefit.new", "benefit.withdrawn"}},
    {N_("农村五保供养"),
     "/runs?programme=wubao",
     PERMISSION_PAYMENT_READ,
     {"pay.on_time_wubao", "pay.in_full_wubao", "home.inst_rate", "death.cancel_days"}},
    {N_("城乡医疗救助"),
     "/medical",
     PERMISSION_MEDICAL_READ,
     {"medical.coverage", "medical.rate", "medical.on_counter", "medical.fund_use"}},
    {N_("敬老院建设"),
     "/projects",
     PERMISSION_PROJECT_READ,
     {"project.beds_city", "project.beds_county", "project.investment_city", "home.occupancy"}},
    {N_("办件、公示和复核"),
     "/cases",
     PERMISSION_CASE_READ,
     {"case.in_limit", "case.spot_check", "recheck.done", "notice.posted"}},
    {N_("群众和宣传"),
     "/publicity",
     PERMISSION_PUBLICITY_READ,
     {"complaint.in_time", "survey.satisfaction", "publicity.done", "slip.delivered"}},
    {N_("督办和整改"),
     "/problems",
     PERMISSION_MEETING_READ,
     {"problem.closed_in_time", "rectification.in_time", "training.done", "pay.returns_resent"}},
};

struct board {
    struct month from, to;
    int64_t township; /* whose it is; 0: the county's */
    const struct indicator *charted;
    struct board_column *columns; /* as they were read: each indicator once for all parts */
    size_t column_count;
};

static enum status column_take(struct request *r, struct board *b, const struct indicator *i,
                               struct board_column *ret, struct error *e)
{
    for (size_t n = 0; n < b->column_count; n++)
        if (b->columns[n].indicator == i)
            return *ret = b->columns[n], STATUS_OK;
    if (b->columns == NULL)
        b->columns = ARENA_ARRAY(r->arena, struct board_column, COLUMNS_MAX);
    if (b->columns == NULL)
        return arena_exhausted(e);
    TRY(board_column_read(r, i, b->from, b->to, ret, e));
    if (b->column_count < COLUMNS_MAX)
        b->columns[b->column_count++] = *ret;
    return STATUS_OK;
}

static void asked(struct request *r, struct board *b)
{
    *b = (struct board){.to = query_month(r, "to", date_month(date_today())),
                        .charted = indicator_by_code(request_query(r, "indicator"))};
    b->from = month_make(month_year(b->to), 1);
    if (!request_sees_county(r))
        b->township = division_township(r->session.user.scope);
    if (b->charted == NULL || b->charted->unit != INDICATOR_RATE || b->charted->is_county_only)
        b->charted = indicator_by_code(CHARTED);
}

/* ---- the programmes ---- */

static void line_add(struct view *v, const struct board_column *c, size_t row)
{
    char text[RATIO_TEXT_BYTES];
    int compared = board_compare(c, row);
    view_add_bool(v, "is_reached", compared > 0);
    view_add_bool(v, "is_behind", compared < 0);
    view_add_bool(v, "is_unasked", !c->lines[row].is_asked);
    if (compared != 0)
        view_add_text(v, "line", ratio_rate(c->lines[row].target_bp, text));
    if (c->ranks[row] > 0)
        view_add_count(v, "rank", c->ranks[row]);
    view_add_count(v, "ranked", (int64_t)board_ranked_count(c));
}

static void figure_add(struct request *r, const struct board *b, struct view *list,
                       const struct board_column *c)
{
    struct view *v;
    struct indicator_row total = indicator_total(c->rows, c->count);
    for (size_t i = 0; i < c->count && b->township != 0; i++) {
        if (c->rows[i].township != b->township || c->indicator->is_county_only)
            continue;
        v = view_add_object(list, NULL);
        indicator_words_add(r, v, c->indicator);
        indicator_figure_add(r, v, c->indicator, &c->rows[i], b->from, b->to, KNOWN_NOW);
        line_add(v, c, i);
        return;
    }
    if (b->township != 0)
        return;
    v = view_add_object(list, NULL);
    indicator_words_add(r, v, c->indicator);
    indicator_figure_add(r, v, c->indicator, &total, b->from, b->to, KNOWN_NOW);
    if (c->has_target)
        view_add_count(v, "behind", (int64_t)board_behind_count(c));
}

static enum status cards_add(struct request *r, struct board *b, struct error *e)
{
    struct view *list = view_add_list(r->page, "cards");
    for (size_t n = 0; n < sizeof CARDS / sizeof CARDS[0]; n++) {
        struct view *v = view_add_object(list, NULL);
        view_add_text(v, "title", request_text(r, CARDS[n].title));
        view_add_text(v, "path", request_can(r, CARDS[n].permission) ? CARDS[n].path : "");
        view_add_integer(v, "number", (int64_t)n + 1);
        struct view *figures = view_add_list(v, "figures");
        for (size_t i = 0; i < CARD_FIGURES; i++) {
            struct board_column c;
            TRY(column_take(r, b, indicator_by_code(CARDS[n].codes[i]), &c, e));
            figure_add(r, b, figures, &c);
        }
    }
    return STATUS_OK;
}

/* ---- actual against line ---- */

static void charted_row_add(struct request *r, const struct board *b, struct view *list,
                            const struct board_column *c, size_t row)
{
    char text[RATIO_TEXT_BYTES];
    const struct indicator_row *figure = &c->rows[row];
    struct view *v = view_add_object(list, NULL);
    view_add_integer(v, "township", figure->township);
    view_add_text(v, "name", indicator_row_name(r, c->indicator, figure));
    view_add_text(v, "actual", ratio_number(figure->numerator, figure->denominator, 1, text));
    view_add_text(v, "due",
                  c->has_target && c->lines[row].is_asked
                      ? ratio_number(c->lines[row].target_bp, RATIO_WHOLE_BP, 1, text)
                      : "—");
    indicator_figure_add(r, v, c->indicator, figure, b->from, b->to, KNOWN_NOW);
    line_add(v, c, row);
}

static enum status chart_add(struct request *r, struct board *b, struct error *e)
{
    struct board_column c;
    const struct indicator *i;
    struct view *choices = view_add_list(r->page, "choices");
    for (size_t n = 0; (i = board_compared_at(n)) != NULL; n++)
        option_add(choices, i->code, request_text(r, i->label), i == b->charted);
    TRY(column_take(r, b, b->charted, &c, e));
    struct view *v = view_add_object(r->page, "charted");
    indicator_words_add(r, v, b->charted);
    view_add_bool(v, "has_target", c.has_target);
    struct view *rows = view_add_list(v, "rows");
    for (size_t n = 0; n < c.count; n++)
        if (indicator_is_seen(r, c.rows[n].township))
            charted_row_add(r, b, rows, &c, n);
    return STATUS_OK;
}

/* ---- townships beside each other ---- */

static int64_t share_bp(const struct indicator_row *row)
{
    if (row->denominator <= 0 || row->numerator <= 0)
        return 0;
    if (row->numerator >= row->denominator)
        return RATIO_WHOLE_BP;
    return (int64_t)((__int128)row->numerator * RATIO_WHOLE_BP / row->denominator);
}

static enum status columns_read(struct request *r, struct board *b, struct board_column **ret,
                                size_t *ret_count, struct error *e)
{
    size_t count = 0;
    while (board_compared_at(count) != NULL)
        count++;
    struct board_column *columns = ARENA_ARRAY(r->arena, struct board_column, count);
    if (columns == NULL)
        return arena_exhausted(e);
    for (size_t n = 0; n < count; n++)
        TRY(column_take(r, b, board_compared_at(n), &columns[n], e));
    *ret = columns;
    *ret_count = count;
    return STATUS_OK;
}

static size_t row_at(const struct board_column *c, int64_t township)
{
    size_t i = 0;
    while (i < c->count && c->rows[i].township != township)
        i++;
    return i;
}

static enum status strip_add(struct request *r, struct board *b, struct error *e)
{
    struct board_column *columns = NULL;
    size_t count = 0;
    TRY(columns_read(r, b, &columns, &count, e));
    struct view *heads = view_add_list(r->page, "compared");
    for (size_t n = 0; n < count; n++)
        indicator_words_add(r, view_add_object(heads, NULL), columns[n].indicator);
    struct view *list = view_add_list(r->page, "townships");
    for (size_t t = 0; t < columns[0].count; t++) {
        const int64_t township = columns[0].rows[t].township;
        if (township == 0 || !indicator_is_seen(r, township))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "township", township);
        view_add_text(v, "name", columns[0].rows[t].name);
        struct view *cells = view_add_list(v, "cells");
        for (size_t n = 0; n < count; n++) {
            struct view *cell = view_add_object(cells, NULL);
            size_t row = row_at(&columns[n], township);
            if (row == columns[n].count)
                continue;
            indicator_figure_add(r, cell, columns[n].indicator, &columns[n].rows[row], b->from,
                                 b->to, KNOWN_NOW);
            view_add_integer(cell, "share_bp", share_bp(&columns[n].rows[row]));
            line_add(cell, &columns[n], row);
        }
    }
    return STATUS_OK;
}

static enum status board_show(struct request *r, struct error *e)
{
    struct board b;
    char key[MONTH_TEXT_BYTES];
    asked(r, &b);
    view_add_month(r->page, "from", b.from);
    view_add_month(r->page, "to", b.to);
    view_add_text(r->page, "from_key", month_format(b.from, key));
    view_add_text(r->page, "to_key", month_format(b.to, key));
    view_add_bool(r->page, "sees_county", b.township == 0);
    TRY(cards_add(r, &b, e));
    TRY(chart_add(r, &b, e));
    TRY(strip_add(r, &b, e));
    return respond_page(r, "board/page.html", NULL, e);
}

/* ---- to take away ---- */

static const struct paper_column COLUMNS[] = {
    {N_("乡镇"), 14, PAPER_LEFT, PAPER_TEXT, false},
    {N_("指标"), 26, PAPER_LEFT, PAPER_TEXT, false},
    {N_("分子"), 14, PAPER_RIGHT, PAPER_INT, false},
    {N_("分母"), 14, PAPER_RIGHT, PAPER_INT, false},
    {N_("完成"), 12, PAPER_RIGHT, PAPER_TEXT, false},
    {N_("应达到"), 12, PAPER_RIGHT, PAPER_TEXT, false},
    {N_("排名"), 8, PAPER_RIGHT, PAPER_TEXT, false},
};

static enum status row_write(struct request *r, struct paper_writer *paper,
                             const struct board_column *c, size_t row, struct error *e)
{
    char figure[INDICATOR_TEXT_BYTES], line[RATIO_TEXT_BYTES], rank[RATIO_TEXT_BYTES];
    const struct indicator_row *f = &c->rows[row];
    const bool has_line = c->has_target && c->lines[row].is_asked;
    (void)snprintf(rank, sizeof rank, "%d", c->ranks[row]);
    const struct paper_cell cells[] = {
        {.text = indicator_row_name(r, c->indicator, f)},
        {.text = request_text(r, c->indicator->label)},
        {.number = f->numerator},
        {.number = f->denominator},
        {.text = indicator_format(c->indicator, f->numerator, f->denominator, figure)},
        {.text = has_line ? ratio_rate(c->lines[row].target_bp, line) : "—"},
        {.text = c->ranks[row] > 0 ? rank : "—"},
    };
    return paper_row(paper, cells, e);
}

static enum status board_export(struct request *r, struct error *e)
{
    CLEANUP(download_cleanup) struct download download = {0};
    struct board b;
    struct board_column *columns = NULL;
    size_t count = 0;
    char first[MONTH_TEXT_BYTES], last[MONTH_TEXT_BYTES];
    asked(r, &b);
    const char *title = request_text(r, N_("看板"));
    const char *subtitle =
        arena_printf(r->arena, "%s..%s", month_format(b.from, first), month_format(b.to, last));
    if (subtitle == NULL)
        return arena_exhausted(e);
    TRY(columns_read(r, &b, &columns, &count, e));
    TRY(download_begin(r, title, subtitle, COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &download,
                       e));
    for (size_t n = 0; n < count; n++)
        for (size_t row = 0; row < columns[n].count; row++)
            if (indicator_is_seen(r, columns[n].rows[row].township))
                TRY(row_write(r, download.paper, &columns[n], row, e));
    return download_send(r, &download, title, e);
}

static const struct route_input INPUTS[] = {
    {"to", INPUT_MONTH, false, N_("到哪个月；默认本月，从一月起")},
    {"indicator", INPUT_TEXT, false, N_("图上的指标")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/board", board_show, PERMISSION_INDICATOR_READ, N_("看板"), .inputs = INPUTS},
    {HTTP_GET, "/board.xlsx", board_export, PERMISSION_INDICATOR_READ, N_("看板"),
     .inputs = INPUTS},
};
const struct route_table BOARD_ROUTES = ROUTE_TABLE("board", ROUTES);
