/* One indicator on the board: rows, line, ranks. */
#include "base/ratio.h"
#include "domain/registry/change.h"
#include "web/pages/board.h"

static const char *const COMPARED[] = {
    "pay.on_time_dibao",   "pay.on_time_wubao", "home.inst_rate",      "project.beds_city",
    "project.beds_county", "case.in_limit",     "recheck.done",        "notice.posted",
    "medical.on_counter",  "complaint.in_time", "survey.satisfaction", "publicity.done",
};

const struct indicator *board_compared_at(size_t index)
{
    return index < sizeof COMPARED / sizeof COMPARED[0] ? indicator_by_code(COMPARED[index]) : NULL;
}

static void line_take(struct board_column *c, const struct target_line *line)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->rows[i].township == line->township)
            c->lines[i] = *line;
}

static enum status lines_read(struct request *r, struct month to, struct board_column *c,
                              struct error *e)
{
    struct date last = month_last_day(to), today = date_today();
    struct target_line *lines;
    size_t count;
    for (size_t i = 0; i < c->count; i++)
        c->lines[i] = (struct target_line){.township = c->rows[i].township, .is_asked = true};
    enum status s =
        target_line_list(r->db, r->county, c->indicator, last.v < today.v ? last : today, KNOWN_NOW,
                         r->arena, &lines, &count, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    c->has_target = true;
    for (size_t i = 0; i < count; i++)
        line_take(c, &lines[i]);
    return STATUS_OK;
}

enum status board_column_read(struct request *r, const struct indicator *i, struct month from,
                              struct month to, struct board_column *ret, struct error *e)
{
    struct board_column c = {.indicator = i};
    TRY(indicator_read(r->db, r->county, i, from, to, KNOWN_NOW, r->arena, &c.rows, &c.count, e));
    c.lines = ARENA_ARRAY(r->arena, struct target_line, c.count + 1);
    c.ranks = ARENA_ARRAY(r->arena, int, c.count + 1);
    bool *is_asked = ARENA_ARRAY(r->arena, bool, c.count + 1);
    if (c.lines == NULL || c.ranks == NULL || is_asked == NULL)
        return arena_exhausted(e);
    TRY(lines_read(r, to, &c, e));
    for (size_t n = 0; n < c.count; n++)
        is_asked[n] = c.lines[n].is_asked;
    indicator_rank(i, c.rows, is_asked, c.count, c.ranks);
    *ret = c;
    return STATUS_OK;
}

int board_compare(const struct board_column *c, size_t row)
{
    const struct indicator_row *figure = &c->rows[row];
    const struct target_line *line = &c->lines[row];
    if (!c->has_target || !line->is_asked || figure->denominator <= 0 ||
        c->indicator->unit != INDICATOR_RATE)
        return 0;
    return (__int128)figure->numerator * RATIO_WHOLE_BP >=
                   (__int128)line->target_bp * figure->denominator
               ? 1
               : -1;
}

size_t board_behind_count(const struct board_column *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++)
        count += board_compare(c, i) < 0;
    return count;
}

size_t board_ranked_count(const struct board_column *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->count; i++)
        count += c->ranks[i] > 0;
    return count;
}
