/* Indicators: the county and its townships over a span of months, one indicator month by month, and
   the way from a figure to the rows behind it. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/indicator/indicator.h"
#include "web/pages/indicator_page.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define MONTHS_SHOWN 6
#define MONTHS_MAX 12 /* columns of a table */

/* Complaints about a township's own people are not for it to count by. */
static bool indicator_is_shared(const struct indicator *i)
{
    return strncmp(i->code, "complaint.", strlen("complaint.")) != 0 && !i->is_county_only;
}

void indicator_query_read(const struct request *r, int months, int most,
                          struct indicator_query *ret)
{
    struct indicator_query q = {.to = query_month(r, "to", date_month(date_today()))};
    q.known = query_number(r, "known");
    if (q.known <= 0)
        q.known = KNOWN_NOW;
    q.from = query_month(r, "from", month_add(q.to, 1 - months));
    if (q.from.v > q.to.v)
        q.from = q.to;
    if (q.to.v - q.from.v >= most)
        q.from = month_add(q.to, 1 - most);
    *ret = q;
}

const char *indicator_rows_address(struct request *r, const struct indicator *i, int64_t township,
                                   struct month from, struct month to, int64_t known)
{
    char first[MONTH_TEXT_BYTES], last[MONTH_TEXT_BYTES];
    const char *place = "", *when = "";
    if (!request_can(r, indicator_behind_permission(i)) ||
        (!request_sees_county(r) && !indicator_is_shared(i)))
        return NULL;
    if (township != 0)
        place = arena_printf(r->arena, "&township=%" PRId64, township);
    if (known != KNOWN_NOW)
        when = arena_printf(r->arena, "&known=%" PRId64, known);
    if (place == NULL || when == NULL)
        return NULL;
    return arena_printf(r->arena, "/indicators/%s/rows?from=%s&to=%s%s%s", i->code,
                        month_format(from, first), month_format(to, last), place, when);
}

void indicator_figure_add(struct request *r, struct view *v, const struct indicator *i,
                          const struct indicator_row *row, struct month from, struct month to,
                          int64_t known)
{
    char text[INDICATOR_TEXT_BYTES];
    const char *address = indicator_rows_address(r, i, row->township, from, to, known);
    view_add_text(v, "figure", indicator_format(i, row->numerator, row->denominator, text));
    view_add_count(v, "numerator", row->numerator);
    view_add_count(v, "denominator", row->denominator);
    if (i->is_numerator_fen)
        view_add_fen(v, "numerator_fen", FEN(row->numerator));
    if (i->is_denominator_fen)
        view_add_fen(v, "denominator_fen", FEN(row->denominator));
    view_add_bool(v, "is_empty", row->denominator == 0 || i->unit == INDICATOR_COUNT);
    view_add_text(v, "address", address ? address : "");
}

void indicator_words_add(const struct request *r, struct view *v, const struct indicator *i)
{
    view_add_text(v, "code", i->code);
    view_add_text(v, "label", request_text(r, i->label));
    view_add_text(v, "clause", i->clause);
    view_add_text(v, "numerator_words", request_text(r, i->numerator));
    view_add_text(v, "denominator_words", request_text(r, i->denominator));
    view_add_bool(v, "is_more_better", i->is_more_better);
}

const char *indicator_row_name(const struct request *r, const struct indicator *i,
                               const struct indicator_row *row)
{
    if (i->is_county_only)
        return request_text(r, N_("全县"));
    return row->township == 0 ? request_text(r, N_("不属于乡镇")) : row->name;
}

bool indicator_is_seen(const struct request *r, int64_t township)
{
    return request_sees_county(r) ||
           (township != 0 && (access_in_scope(r->session.user.scope, township) ||
                              township == division_township(r->session.user.scope)));
}

void indicator_span_add(struct request *r, const struct indicator_query *q)
{
    char key[MONTH_TEXT_BYTES];
    view_add_month(r->page, "from", q->from);
    view_add_month(r->page, "to", q->to);
    view_add_text(r->page, "from_key", month_format(q->from, key));
    view_add_text(r->page, "to_key", month_format(q->to, key));
    if (q->known != KNOWN_NOW)
        view_add_integer(r->page, "known", q->known);
    view_add_bool(r->page, "sees_county", request_sees_county(r));
}

/* ---- all of them over the span ---- */

struct column {
    const struct indicator *indicator;
    struct indicator_row *rows;
    size_t count;
};

static enum status columns_read(struct request *r, const struct indicator_query *q,
                                struct column **ret, size_t *ret_count, struct error *e)
{
    size_t count = 0;
    while (indicator_at(count) != NULL)
        count++;
    struct column *columns = ARENA_ARRAY(r->arena, struct column, count);
    if (columns == NULL)
        return arena_exhausted(e);
    for (size_t n = 0; n < count; n++) {
        columns[n].indicator = indicator_at(n);
        TRY(indicator_read(r->db, r->county, columns[n].indicator, q->from, q->to, q->known,
                           r->arena, &columns[n].rows, &columns[n].count, e));
    }
    *ret = columns;
    *ret_count = count;
    return STATUS_OK;
}

static const struct indicator_row *row_of(const struct column *c, int64_t township)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->rows[i].township == township)
            return &c->rows[i];
    return NULL;
}

/* One row per township that the first indicator with townships names, a cell per indicator. */
static void townships_add(struct request *r, const struct indicator_query *q,
                          const struct column *columns, size_t count)
{
    const struct column *lead = &columns[0];
    struct view *list = view_add_list(r->page, "townships_by_name");
    for (size_t t = 0; t < lead->count; t++) {
        int64_t township = lead->rows[t].township;
        if (!indicator_is_seen(r, township))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "township", township);
        view_add_text(v, "name", indicator_row_name(r, lead->indicator, &lead->rows[t]));
        struct view *cells = view_add_list(v, "cells");
        for (size_t n = 0; n < count; n++) {
            const struct indicator_row none = {.township = township}, *row;
            if (columns[n].indicator->is_county_only)
                continue;
            row = row_of(&columns[n], township);
            indicator_figure_add(r, view_add_object(cells, NULL), columns[n].indicator,
                                 row ? row : &none, q->from, q->to, q->known);
        }
    }
}

static enum status indicator_index(struct request *r, struct error *e)
{
    struct indicator_query q;
    struct column *columns = NULL;
    size_t count = 0;
    indicator_query_read(r, MONTHS_SHOWN, MONTHS_MAX, &q);
    indicator_span_add(r, &q);
    TRY(columns_read(r, &q, &columns, &count, e));
    struct view *list = view_add_list(r->page, "indicators");
    for (size_t n = 0; n < count; n++) {
        struct view *v = view_add_object(list, NULL);
        struct indicator_row total = indicator_total(columns[n].rows, columns[n].count);
        indicator_words_add(r, v, columns[n].indicator);
        view_add_bool(v, "has_townships", !columns[n].indicator->is_county_only);
        if (request_sees_county(r))
            indicator_figure_add(r, v, columns[n].indicator, &total, q.from, q.to, q.known);
    }
    townships_add(r, &q, columns, count);
    return respond_page(r, "indicator/list.html", NULL, e);
}

/* ---- one by month ---- */

static enum status month_columns_read(struct request *r, const struct indicator_query *q,
                                      const struct indicator *i, struct column *columns,
                                      size_t *ret_count, struct error *e)
{
    size_t count = 0;
    for (struct month m = q->from; m.v <= q->to.v; m = month_add(m, 1), count++)
        TRY(indicator_read(r->db, r->county, i, m, m, q->known, r->arena, &columns[count].rows,
                           &columns[count].count, e));
    /* The span as a whole stands last: a person of two months is one person. */
    TRY(indicator_read(r->db, r->county, i, q->from, q->to, q->known, r->arena,
                       &columns[count].rows, &columns[count].count, e));
    *ret_count = count + 1;
    return STATUS_OK;
}

static void line_add(struct request *r, struct view *line, const struct indicator_query *q,
                     const struct indicator *i, const struct column *columns, size_t count,
                     int64_t township, bool is_total)
{
    struct view *cells = view_add_list(line, "cells");
    for (size_t n = 0; n < count; n++) {
        const struct indicator_row none = {.township = township};
        const struct indicator_row *row = is_total ? NULL : row_of(&columns[n], township);
        const struct indicator_row total = indicator_total(columns[n].rows, columns[n].count);
        bool is_whole = n + 1 == count;
        struct month m = month_add(q->from, (int)n);
        struct view *cell = view_add_object(cells, NULL);
        indicator_figure_add(r, cell, i,
                             is_total ? &total
                             : row    ? row
                                      : &none,
                             is_whole ? q->from : m, is_whole ? q->to : m, q->known);
        view_add_bool(cell, "is_whole", is_whole);
    }
}

static enum status indicator_page(struct request *r, struct error *e)
{
    struct indicator_query q;
    struct column columns[MONTHS_MAX + 1] = {{0}};
    size_t count = 0;
    char text[MONTH_TEXT_BYTES];
    const struct indicator *i = indicator_by_code(request_parameter(r, "code"));
    if (i == NULL)
        return STATUS_NONE;
    indicator_query_read(r, MONTHS_SHOWN, MONTHS_MAX, &q);
    indicator_span_add(r, &q);
    indicator_words_add(r, r->page, i);
    TRY(month_columns_read(r, &q, i, columns, &count, e));
    struct view *heads = view_add_list(r->page, "months");
    for (struct month m = q.from; m.v <= q.to.v; m = month_add(m, 1))
        view_add_text(view_add_object(heads, NULL), "label", month_text(r, m, text));
    struct view *lines = view_add_list(r->page, "rows");
    const struct column *whole = &columns[count - 1];
    for (size_t t = 0; t < whole->count; t++) {
        if (!indicator_is_seen(r, whole->rows[t].township))
            continue;
        struct view *line = view_add_object(lines, NULL);
        view_add_integer(line, "township", whole->rows[t].township);
        view_add_text(line, "name", indicator_row_name(r, i, &whole->rows[t]));
        line_add(r, line, &q, i, columns, count, whole->rows[t].township, false);
    }
    if (request_sees_county(r) && !i->is_county_only)
        line_add(r, view_add_object(r->page, "total"), &q, i, columns, count, 0, true);
    return respond_page(r, "indicator/page.html", request_text(r, i->label), e);
}

static const struct route_input INPUTS[] = {
    {"from", INPUT_MONTH, false, N_("从哪个月起；默认截止月份前五个月")},
    {"to", INPUT_MONTH, false, N_("到哪个月；默认本月")},
    {"known", INPUT_INTEGER, false, N_("截至哪一次变更所知；默认现在")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/indicators", indicator_index, PERMISSION_INDICATOR_READ, N_("指标"),
     .inputs = INPUTS},
    {HTTP_GET, "/indicators/{code}", indicator_page, PERMISSION_INDICATOR_READ, N_("一项指标"),
     .inputs = INPUTS},
};
const struct route_table INDICATOR_ROUTES = ROUTE_TABLE("indicator", ROUTES);
