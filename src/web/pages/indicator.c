/* Indicators: the county and its townships over a span of months, one indicator month by month, and
   the way from a figure to the rows behind it. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "domain/indicator/indicator.h"
#include "web/pages/pages.h"
#include "web/pages/query.h"

#define MONTHS_SHOWN 6
#define MONTHS_MAX 12 /* columns of a table */

struct indicator_query {
    struct month from, to;
    int64_t known;
};

static void query_read(const struct request *r, struct indicator_query *q)
{
    *q = (struct indicator_query){.to = query_month(r, "to", date_month(date_today())),
                                  .known = KNOWN_NOW};
    q->from = query_month(r, "from", month_add(q->to, 1 - MONTHS_SHOWN));
    if (q->from.v > q->to.v)
        q->from = q->to;
    if (q->to.v - q->from.v >= MONTHS_MAX)
        q->from = month_add(q->to, 1 - MONTHS_MAX);
}

static bool is_of(const struct indicator *i, const char *noun)
{
    return strncmp(i->code, noun, strlen(noun)) == 0;
}

/* Homes: the township's people and homes at the end of the month. */
static const char *homes_address(struct request *r, const struct indicator *i, int64_t township,
                                 struct month m)
{
    char day[DATE_TEXT_BYTES];
    struct date last = month_last_day(m), today = date_today();
    if (strcmp(i->code, "home.inst_rate") != 0 && strcmp(i->code, "home.occupancy") != 0)
        return NULL;
    if (!request_can(r, PERMISSION_HOME_READ))
        return NULL;
    date_format(last.v < today.v ? last : today, day);
    if (township == 0)
        return arena_printf(r->arena, "/homes/rates?on=%s", day);
    return arena_printf(r->arena, "/homes/rates/%" PRId64 "?on=%s", township, day);
}

static const char *projects_address(struct request *r, int64_t township)
{
    if (!request_can(r, PERMISSION_PROJECT_READ))
        return NULL;
    return township == 0 ? "/projects"
                         : arena_printf(r->arena, "/projects?township=%" PRId64, township);
}

/* Where the rows behind a figure are, for those who may see them; NULL otherwise. */
static const char *rows_address(struct request *r, const struct indicator *i, int64_t township,
                                struct month m)
{
    if (is_of(i, "project.") || strcmp(i->code, "home.returns_on_time") == 0)
        return projects_address(r, township);
    if (is_of(i, "home."))
        return homes_address(r, i, township, m);
    if (i->is_county_only)
        return request_can(r, PERMISSION_LEDGER_READ) && request_sees_county(r) ? "/funds/4" : NULL;
    if (!request_can(r, PERMISSION_MEDICAL_READ) ||
        strcmp(i->code, "medical.premium_enrolled") == 0)
        return NULL;
    if (township == 0)
        return arena_printf(r->arena, "/medical/bills?year=%d", month_year(m));
    return arena_printf(r->arena, "/medical/bills?year=%d&township=%" PRId64, month_year(m),
                        township);
}

static void figure_add(struct request *r, struct view *v, const struct indicator *i,
                       const struct indicator_row *row, struct month m)
{
    char text[INDICATOR_TEXT_BYTES];
    const char *address = rows_address(r, i, row->township, m);
    view_add_text(v, "figure", indicator_format(i, row->numerator, row->denominator, text));
    view_add_count(v, "numerator", row->numerator);
    view_add_count(v, "denominator", row->denominator);
    if (i->is_numerator_fen)
        view_add_fen(v, "numerator_fen", FEN(row->numerator));
    if (i->is_denominator_fen)
        view_add_fen(v, "denominator_fen", FEN(row->denominator));
    view_add_bool(v, "is_empty", row->denominator == 0);
    view_add_text(v, "address", address ? address : "");
}

static void words_add(const struct request *r, struct view *v, const struct indicator *i)
{
    view_add_text(v, "code", i->code);
    view_add_text(v, "label", request_text(r, i->label));
    view_add_text(v, "clause", i->clause);
    view_add_text(v, "numerator_words", request_text(r, i->numerator));
    view_add_text(v, "denominator_words", request_text(r, i->denominator));
    view_add_bool(v, "is_more_better", i->is_more_better);
}

static bool is_seen(const struct request *r, int64_t township)
{
    return request_sees_county(r) ||
           (township != 0 && (access_in_scope(r->session.user.scope, township) ||
                              township == division_township(r->session.user.scope)));
}

static void span_add(struct request *r, const struct indicator_query *q)
{
    char key[MONTH_TEXT_BYTES];
    view_add_month(r->page, "from", q->from);
    view_add_month(r->page, "to", q->to);
    view_add_text(r->page, "from_key", month_format(q->from, key));
    view_add_text(r->page, "to_key", month_format(q->to, key));
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
        if (!is_seen(r, township))
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "township", township);
        view_add_text(v, "name", lead->rows[t].name);
        struct view *cells = view_add_list(v, "cells");
        for (size_t n = 0; n < count; n++) {
            const struct indicator_row none = {.township = township}, *row;
            if (columns[n].indicator->is_county_only)
                continue;
            row = row_of(&columns[n], township);
            figure_add(r, view_add_object(cells, NULL), columns[n].indicator, row ? row : &none,
                       q->to);
        }
    }
}

static enum status indicator_index(struct request *r, struct error *e)
{
    struct indicator_query q;
    struct column *columns = NULL;
    size_t count = 0;
    query_read(r, &q);
    span_add(r, &q);
    TRY(columns_read(r, &q, &columns, &count, e));
    struct view *list = view_add_list(r->page, "indicators");
    for (size_t n = 0; n < count; n++) {
        struct view *v = view_add_object(list, NULL);
        struct indicator_row total = indicator_total(columns[n].rows, columns[n].count);
        words_add(r, v, columns[n].indicator);
        view_add_bool(v, "has_townships", !columns[n].indicator->is_county_only);
        if (request_sees_county(r))
            figure_add(r, v, columns[n].indicator, &total, q.to);
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
        struct month m = n + 1 < count ? month_add(q->from, (int)n) : q->to;
        struct view *cell = view_add_object(cells, NULL);
        figure_add(r, cell, i, is_total ? &total : row ? row : &none, m);
        view_add_bool(cell, "is_whole", n + 1 == count);
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
    query_read(r, &q);
    span_add(r, &q);
    words_add(r, r->page, i);
    TRY(month_columns_read(r, &q, i, columns, &count, e));
    struct view *heads = view_add_list(r->page, "months");
    for (struct month m = q.from; m.v <= q.to.v; m = month_add(m, 1))
        view_add_text(view_add_object(heads, NULL), "label", month_text(r, m, text));
    struct view *lines = view_add_list(r->page, "rows");
    const struct column *whole = &columns[count - 1];
    for (size_t t = 0; t < whole->count; t++) {
        if (!is_seen(r, whole->rows[t].township))
            continue;
        struct view *line = view_add_object(lines, NULL);
        view_add_integer(line, "township", whole->rows[t].township);
        view_add_text(line, "name", whole->rows[t].name);
        line_add(r, line, &q, i, columns, count, whole->rows[t].township, false);
    }
    if (request_sees_county(r) && !i->is_county_only)
        line_add(r, view_add_object(r->page, "total"), &q, i, columns, count, 0, true);
    return respond_page(r, "indicator/page.html", request_text(r, i->label), e);
}

static const struct route_input INPUTS[] = {
    {"from", INPUT_MONTH, false, N_("从哪个月起；默认截止月份前五个月")},
    {"to", INPUT_MONTH, false, N_("到哪个月；默认本月")},
    {.name = NULL},
};
static const struct route ROUTES[] = {
    {HTTP_GET, "/indicators", indicator_index, PERMISSION_INDICATOR_READ, N_("指标"),
     .inputs = INPUTS},
    {HTTP_GET, "/indicators/{code}", indicator_page, PERMISSION_INDICATOR_READ, N_("一项指标"),
     .inputs = INPUTS},
};
const struct route_table INDICATOR_ROUTES = ROUTE_TABLE("indicator", ROUTES);
