/* Every figure of a bulletin as known at one change: read once, ranked, held against its target. */
#include "domain/bulletin/bulletin_internal.h"

#include <inttypes.h>

#include "base/i18n.h"
#include "base/text.h"
#include "bulletin_sql.h"

#define POINTS_WHOLE 100 /* hundredths of a point in a point */

struct gathering {
    struct db *db;
    int64_t county;
    const struct bulletin *b;
    const struct bulletin_gather *from;
    struct arena *arena;
    struct bulletin_figure *list;
    size_t count;
    int64_t next;
};

static int64_t number_of(struct gathering *g, const char *code, int64_t township)
{
    for (size_t i = 0; i < g->from->old_count; i++) {
        const struct bulletin_figure *old = &g->from->old[i];
        if (old->township == township && text_equals(old->code, code))
            return old->number;
    }
    return g->next++;
}

static enum status figure_add(struct gathering *g, const struct bulletin_figure *f, struct error *e)
{
    if (g->count == BULLETIN_FIGURES_MAX)
        return error_set(e, STATUS_REFUSED, "BULLETIN_FIGURES",
                         _("通报的数据超过 %d 项：请减少指标"), BULLETIN_FIGURES_MAX);
    struct bulletin_figure *own = &g->list[g->count++];
    *own = *f;
    own->number = number_of(g, f->code, f->township);
    return STATUS_OK;
}

static const struct target_line *line_of(const struct target_line *lines, size_t count,
                                         int64_t township)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i].township == township)
            return &lines[i];
    return NULL;
}

/* The county has a target where all its townships that are asked have the same. */
static int64_t common_target(const struct target_line *lines, size_t count)
{
    int64_t target_bp = 0;
    for (size_t i = 0; i < count; i++) {
        if (!lines[i].is_asked)
            continue;
        if (target_bp && lines[i].target_bp != target_bp)
            return 0;
        target_bp = lines[i].target_bp;
    }
    return target_bp;
}

struct measured {
    const struct indicator *indicator;
    struct indicator_row *rows;
    size_t count, line_count;
    struct target_line *lines;
    bool *is_asked;
    int *rank;
};

static enum status measure(struct gathering *g, const char *code, struct measured *m,
                           struct error *e)
{
    const struct bulletin *b = g->b;
    m->indicator = indicator_by_code(code);
    if (!m->indicator)
        return error_set(e, STATUS_REFUSED, "INDICATOR_UNKNOWN", _("没有指标“%s”"), code);
    TRY(indicator_read(g->db, g->county, m->indicator, b->from, b->to, b->known, g->arena, &m->rows,
                       &m->count, e));
    enum status s = target_line_list(g->db, g->county, m->indicator, month_last_day(b->to),
                                     b->known, g->arena, &m->lines, &m->line_count, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_NONE)
        m->line_count = 0;
    m->is_asked = ARENA_ARRAY(g->arena, bool, m->count + 1);
    m->rank = ARENA_ARRAY(g->arena, int, m->count + 1);
    if (!m->is_asked || !m->rank)
        return arena_exhausted(e);
    for (size_t i = 0; i < m->count; i++) {
        const struct target_line *line = line_of(m->lines, m->line_count, m->rows[i].township);
        m->is_asked[i] = m->line_count == 0 || (line && line->is_asked);
    }
    indicator_rank(m->indicator, m->rows, m->is_asked, m->count, m->rank);
    return STATUS_OK;
}

static enum status indicator_add(struct gathering *g, const char *code, struct error *e)
{
    struct measured m = {0};
    TRY(measure(g, code, &m, e));
    struct indicator_row whole = indicator_total(m.rows, m.count);
    struct bulletin_figure f = {.code = m.indicator->code,
                                .book = bulletin_book_of(code),
                                .indicator = m.indicator,
                                .label = m.indicator->label,
                                .name = "全县",
                                .from = g->b->from,
                                .to = g->b->to,
                                .numerator = whole.numerator,
                                .denominator = whole.denominator,
                                .target_bp = common_target(m.lines, m.line_count)};
    TRY(figure_add(g, &f, e));
    for (size_t i = 0; i < m.count; i++) {
        const struct target_line *line = line_of(m.lines, m.line_count, m.rows[i].township);
        if (m.rows[i].township == 0) /* of no township: in the county's sum only */
            continue;
        f.township = m.rows[i].township;
        f.name = m.rows[i].name;
        f.numerator = m.rows[i].numerator;
        f.denominator = m.rows[i].denominator;
        f.target_bp = !m.is_asked[i] ? BULLETIN_NOT_ASKED : line ? line->target_bp : 0;
        f.rank = m.rank[i];
        TRY(figure_add(g, &f, e));
    }
    return STATUS_OK;
}

static enum status points_add(struct gathering *g, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct division_table *places;
    struct bulletin_points_row row;
    const size_t whole = g->count;
    int64_t total = 0, townships = 0;
    enum status s;
    TRY(division_table_read(g->db, g->county, g->b->to, g->arena, &places, e));
    struct bulletin_figure f = {.code = BULLETIN_POINTS,
                                .book = "",
                                .label = N_("考核得分"),
                                .name = "全县",
                                .from = g->b->from,
                                .to = g->b->to};
    TRY(figure_add(g, &f, e));
    TRY(bulletin_points_open(g->db,
                             (struct bulletin_points_args){.county = g->county,
                                                           .assessment = g->b->assessment,
                                                           .known = g->b->known},
                             &cursor, e));
    while ((s = bulletin_points_next(cursor, &row, e)) == STATUS_OK) {
        const struct division *d = division_by_code(places, row.township);
        f.township = row.township;
        f.name = d ? d->name : arena_printf(g->arena, "%" PRId64, row.township);
        f.numerator = row.total_cp;
        f.denominator = POINTS_WHOLE;
        f.rank = (int)row.rank_no;
        if (!f.name)
            return arena_exhausted(e);
        TRY(figure_add(g, &f, e));
        total += row.total_cp;
        townships++;
    }
    g->list[whole].numerator = total;
    g->list[whole].denominator = townships * POINTS_WHOLE;
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status bulletin_figures_gather(struct db *db, int64_t county, const struct bulletin *b,
                                    const struct bulletin_gather *gather, struct arena *arena,
                                    struct bulletin_figure **ret, size_t *ret_count,
                                    struct error *e)
{
    struct gathering g = {.db = db,
                          .county = county,
                          .b = b,
                          .from = gather,
                          .arena = arena,
                          .list = ARENA_ARRAY(arena, struct bulletin_figure, BULLETIN_FIGURES_MAX),
                          .next = 1};
    if (!g.list)
        return arena_exhausted(e);
    for (size_t i = 0; i < gather->old_count; i++)
        if (gather->old[i].number >= g.next)
            g.next = gather->old[i].number + 1;
    if (b->assessment)
        TRY(points_add(&g, e));
    for (size_t i = 0; i < gather->code_count; i++)
        TRY(indicator_add(&g, gather->codes[i], e));
    *ret = g.list;
    *ret_count = g.count;
    return STATUS_OK;
}

enum status bulletin_codes_of(const struct bulletin_figure *figures, size_t count,
                              struct arena *arena, const char *const **ret, size_t *ret_count,
                              struct error *e)
{
    const char **codes = ARENA_ARRAY(arena, const char *, BULLETIN_ITEMS_MAX + 1);
    size_t n = 0;
    if (!codes)
        return arena_exhausted(e);
    for (size_t i = 0; i < count && n < BULLETIN_ITEMS_MAX; i++) {
        if (figures[i].township != 0 || text_equals(figures[i].code, BULLETIN_POINTS))
            continue;
        codes[n++] = figures[i].code;
    }
    *ret = codes;
    *ret_count = n;
    return STATUS_OK;
}
