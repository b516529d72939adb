/* What should be reached by a day: lines between milestones for what is counted, the rate itself
   for rates. From the splits in force. */
#include "domain/target/target_internal.h"

/* Of one target (book, measure, due day): the split in force on the day is the last issued by then;
   before the first one that one. */
static bool is_better(const struct target_split *a, const struct target_split *b, struct date day)
{
    bool is_a = a->issued_on.v <= day.v, is_b = b->issued_on.v <= day.v;
    if (is_a != is_b)
        return is_a;
    return is_a ? a->issued_change > b->issued_change : a->issued_change < b->issued_change;
}

static bool is_same_target(const struct target_split *a, const struct target_split *b)
{
    return a->book == b->book && a->due_on.v == b->due_on.v && text_equals(a->measure, b->measure);
}

static bool is_of_one_line(const struct target_split *a, const struct target_split *b)
{
    return a->book == b->book && a->unit == b->unit && text_equals(a->measure, b->measure);
}

/* Measured by it: named so, or a share of the works that follows the line of the book's beds. */
static bool is_named(const struct target_split *s, const struct indicator *i)
{
    return text_equals(s->indicator, i->code);
}

static bool is_followed(const struct target_split *s, const struct indicator *i)
{
    return text_equals(s->measure, "beds") && text_starts(i->code, "project.") &&
           text_ends(i->code, s->book == BOOK_CITY ? "_city" : "_county");
}

/* Those in force that `of` accepts, by due day, of one book and one unit: the county's book first.
 */
static size_t in_force(struct target_split *list, size_t n, const struct indicator *i,
                       struct date day,
                       bool (*of)(const struct target_split *, const struct indicator *))
{
    size_t kept = 0;
    for (size_t k = 0; k < n; k++) {
        bool is_issued = list[k].state == TARGET_ISSUED || list[k].state == TARGET_REPLACED;
        if (!is_issued || !of(&list[k], i) || (kept && !is_of_one_line(&list[kept - 1], &list[k])))
            continue;
        if (kept && is_same_target(&list[kept - 1], &list[k])) {
            if (is_better(&list[k], &list[kept - 1], day))
                list[kept - 1] = list[k];
            continue;
        }
        list[kept++] = list[k];
    }
    return kept;
}

static const struct target_share *share_of(const struct target_split *s, int64_t township)
{
    for (size_t i = 0; i < s->share_count; i++)
        if (s->shares[i].township == township)
            return &s->shares[i];
    return NULL;
}

static int64_t value_of(const struct target_split *s, int64_t township)
{
    const struct target_share *share = share_of(s, township);
    return share ? share->value : 0;
}

/* The rate of the next due day, or of the last one when all are past. */
static int64_t rate_at(const struct target_split *list, size_t n, int64_t township, struct date day)
{
    size_t k = 0;
    while (k + 1 < n && list[k].due_on.v < day.v)
        k++;
    return value_of(&list[k], township);
}

/* bp of the last milestone, rounded down: who stands exactly upon the line is not behind it. */
static int64_t line_at(const struct target_split *list, size_t n, int64_t township, struct date day)
{
    int64_t whole = value_of(&list[n - 1], township), before = 0;
    struct date from = date_make(list[0].year, 1, 1);
    if (whole == 0)
        return 0;
    for (size_t k = 0; k < n; k++) {
        int64_t value = value_of(&list[k], township);
        if (list[k].due_on.v > day.v) {
            int64_t days = list[k].due_on.v - from.v, passed = day.v - from.v;
            __int128 reached = (__int128)before * days + (__int128)(value - before) * passed;
            return (int64_t)(reached * RATIO_WHOLE_BP / ((__int128)whole * days));
        }
        from = list[k].due_on;
        before = value;
    }
    return RATIO_WHOLE_BP;
}

enum status target_line_list(struct db *db, int64_t county, const struct indicator *i,
                             struct date day, int64_t known, struct arena *arena,
                             struct target_line **ret, size_t *ret_count, struct error *e)
{
    struct target_split *list;
    size_t n, kept;
    TRY(target_split_list(db, county, &(struct target_filter){.year = month_year(date_month(day))},
                          known, arena, &list, &n, e));
    kept = in_force(list, n, i, day, is_named);
    if (kept == 0)
        kept = in_force(list, n, i, day, is_followed);
    if (kept == 0)
        return STATUS_NONE;
    const struct target_split *last = &list[kept - 1];
    struct target_line *lines = ARENA_ARRAY(arena, struct target_line, last->share_count + 1);
    if (!lines)
        return arena_exhausted(e);
    for (size_t k = 0; k < last->share_count; k++) {
        const struct target_share *share = &last->shares[k];
        bool is_rate = last->unit == TARGET_BP;
        lines[k] = (struct target_line){.township = share->township, .is_asked = share->is_asked};
        if (!share->is_asked)
            continue;
        lines[k].final_bp = is_rate ? share->value : share->value ? RATIO_WHOLE_BP : 0;
        lines[k].target_bp = is_rate ? rate_at(list, kept, share->township, day)
                                     : line_at(list, kept, share->township, day);
    }
    *ret = lines;
    *ret_count = last->share_count;
    return STATUS_OK;
}
