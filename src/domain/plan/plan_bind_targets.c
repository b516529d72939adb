/* Targets of P3.4 in two books: what the city asks of the county, and what the county asks of its
 * townships. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"

#define BOOK_COUNT 2
#define MILESTONES_MAX 24
#define TARGET_VALUE_MAX 1000000

static const char *const books[BOOK_COUNT] = {"city", "county"};

struct milestone {
    struct date due;
    int64_t share_bp;
    const struct yaml_node *node;
};
struct share {
    int64_t township, value;
    bool in_book[BOOK_COUNT];
};
struct counted { /* one measure that is split over townships */
    const char *measure, *clause;
    size_t milestone_count, share_count;
    struct milestone milestones[MILESTONES_MAX];
    struct share *shares;
    int64_t total[BOOK_COUNT];
    const struct yaml_node *total_node[BOOK_COUNT];
};

static enum status target_add(struct plan *plan, const struct plan_target *target, struct error *e)
{
    if (plan->target_count == PLAN_ROWS_MAX)
        return error_set(e, STATUS_REFUSED, "PLAN_ROWS", _("目标超过 %d 行"), PLAN_ROWS_MAX);
    plan->targets[plan->target_count++] = *target;
    return STATUS_OK;
}

/* A date of the plan's own year. */
static enum status bind_due(const struct plan *plan, const struct yaml_node *node, struct date *ret,
                            struct error *e)
{
    TRY(yaml_date(node, "due", ret, e));
    if (month_year(date_month(*ret)) != plan->year)
        return yaml_refuse(yaml_get(node, "due"), e, "TARGET_YEAR", _("不在方案的年份 %d 之内"),
                           plan->year);
    return STATUS_OK;
}

static enum status bind_milestones(const struct plan *plan, const struct yaml_node *node,
                                   struct counted *c, struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(node, "milestones", &list, e));
    if (list->count == 0 || list->count > MILESTONES_MAX)
        return yaml_refuse(list, e, "TARGET_MILESTONES", _("节点应有 1 到 %d 个"), MILESTONES_MAX);
    for (const struct yaml_node *m = list->first; m; m = m->next) {
        struct milestone *milestone = &c->milestones[c->milestone_count];
        milestone->node = m;
        TRY(yaml_known_keys(m, YAML_KEYS("due", "share"), e));
        TRY(bind_due(plan, m, &milestone->due, e));
        TRY(yaml_rate_bp(m, "share", &milestone->share_bp, e));
        const struct milestone *last = c->milestone_count > 0 ? milestone - 1 : NULL;
        if (last && milestone->due.v <= last->due.v)
            return yaml_refuse(yaml_get(m, "due"), e, "TARGET_MILESTONES",
                               _("节点应按日期先后排列"));
        if (last && milestone->share_bp < last->share_bp)
            return yaml_refuse(yaml_get(m, "share"), e, "TARGET_MILESTONES",
                               _("节点的进度不能后退"));
        c->milestone_count++;
    }
    if (c->milestones[c->milestone_count - 1].share_bp != 10000)
        return yaml_refuse(yaml_get(c->milestones[c->milestone_count - 1].node, "share"), e,
                           "TARGET_MILESTONES", _("最后一个节点应为 100%%"));
    return STATUS_OK;
}

enum status plan_bind_books(const struct yaml_node *node, bool in_book[BOOK_COUNT], struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(node, "books", &list, e));
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        const char *book;
        size_t b = 0;
        TRY(yaml_as_text(c, &book, e));
        while (b < BOOK_COUNT && strcmp(books[b], book) != 0)
            b++;
        if (b == BOOK_COUNT)
            return yaml_refuse(c, e, "TARGET_BOOK", _("没有考核口径“%.40s”：可用 city、county"),
                               book);
        in_book[b] = true;
    }
    if (list->count == 0)
        return yaml_refuse(list, e, "TARGET_BOOK", _("没有写考核口径：可用 city、county"));
    return STATUS_OK;
}

static enum status bind_shares(struct plan *plan, const struct yaml_node *node, struct counted *c,
                               struct error *e)
{
    const struct yaml_node *list;
    TRY(yaml_sequence(node, "townships", &list, e));
    c->shares = ARENA_ARRAY(plan->arena, struct share, (size_t)list->count + 1);
    if (!c->shares)
        return arena_exhausted(e);
    for (const struct yaml_node *t = list->first; t; t = t->next) {
        struct share *share = &c->shares[c->share_count];
        TRY(yaml_known_keys(t, YAML_KEYS("township", "value", "books"), e));
        TRY(plan_bind_township(plan, t, "township", &share->township, e));
        TRY(yaml_i64_between(t, "value", 1, TARGET_VALUE_MAX, &share->value, e));
        TRY(plan_bind_books(t, share->in_book, e));
        for (size_t i = 0; i < c->share_count; i++) {
            if (c->shares[i].township == share->township)
                return yaml_refuse(yaml_get(t, "township"), e, "TARGET_TWICE", _("乡镇写了两次"));
        }
        c->share_count++;
    }
    return STATUS_OK;
}

/* round-half-up of a count by a rate */
static int64_t part_of(int64_t value, int64_t share_bp)
{
    return (value * share_bp + 5000) / 10000;
}

/* What the townships are given is what the county has to reach: in each book, at each date. */
static enum status check_sums(const struct counted *c, struct error *e)
{
    for (size_t b = 0; b < BOOK_COUNT; b++) {
        for (size_t m = c->milestone_count; m > 0; m--) {
            const struct milestone *milestone = &c->milestones[m - 1];
            int64_t sum = 0, total = part_of(c->total[b], milestone->share_bp);
            for (size_t i = 0; i < c->share_count; i++)
                sum +=
                    c->shares[i].in_book[b] ? part_of(c->shares[i].value, milestone->share_bp) : 0;
            if (sum == total)
                continue;
            char date[DATE_TEXT_BYTES];
            bool is_whole = milestone->share_bp == 10000;
            return yaml_refuse(is_whole ? c->total_node[b] : yaml_get(milestone->node, "share"), e,
                               "TARGET_SUM", _("%s 口径到 %s：各乡镇 %s 合计 %lld，全县应为 %lld"),
                               books[b], date_format(milestone->due, date), c->measure,
                               (long long)sum, (long long)total);
        }
    }
    return STATUS_OK;
}

static enum status counted_keep(struct plan *plan, const struct counted *c, struct error *e)
{
    for (size_t i = 0; i < c->share_count * c->milestone_count * BOOK_COUNT; i++) {
        const struct share *share = &c->shares[i / (c->milestone_count * BOOK_COUNT)];
        const struct milestone *m = &c->milestones[i / BOOK_COUNT % c->milestone_count];
        if (!share->in_book[i % BOOK_COUNT])
            continue;
        TRY(target_add(plan,
                       &(struct plan_target){.book = books[i % BOOK_COUNT],
                                             .measure = c->measure,
                                             .clause = c->clause,
                                             .township = share->township,
                                             .value = part_of(share->value, m->share_bp),
                                             .due = m->due},
                       e));
    }
    return STATUS_OK;
}

/* beds: an amount for the county, split over townships, with a share of it due at each date. */
static enum status bind_beds(struct plan *plan, const struct yaml_node *node, const char *clause,
                             struct error *e)
{
    const struct yaml_node *total;
    struct counted c = {.measure = "beds", .clause = clause};
    bool is_example;
    TRY(yaml_known_keys(
        node, YAML_KEYS("measure", "clause", "total", "townships", "milestones", "example"), e));
    TRY(yaml_bool_or(node, "example", false, &is_example, e));
    TRY(yaml_mapping(node, "total", &total, e));
    TRY(yaml_known_keys(total, YAML_KEYS("city", "county"), e));
    for (size_t b = 0; b < BOOK_COUNT; b++) {
        TRY(yaml_i64_between(total, books[b], 0, TARGET_VALUE_MAX, &c.total[b], e));
        c.total_node[b] = yaml_get(total, books[b]);
    }
    TRY(bind_shares(plan, node, &c, e));
    TRY(bind_milestones(plan, node, &c, e));
    TRY(check_sums(&c, e));
    return counted_keep(plan, &c, e);
}

/* inst_rate_bp: the same rate for each township, not for the county's average. */
static enum status bind_rate(struct plan *plan, const struct yaml_node *node, const char *clause,
                             struct error *e)
{
    bool in_book[BOOK_COUNT] = {false}, is_example;
    struct plan_target target = {.measure = "inst_rate_bp", .clause = clause};
    TRY(yaml_known_keys(
        node, YAML_KEYS("measure", "clause", "each_township", "due", "books", "example"), e));
    TRY(yaml_bool_or(node, "example", false, &is_example, e));
    TRY(yaml_rate_bp(node, "each_township", &target.value, e));
    if (target.value > 10000)
        return yaml_refuse(yaml_get(node, "each_township"), e, "YAML_VALUE", _("不能超过 100%%"));
    TRY(bind_due(plan, node, &target.due, e));
    TRY(plan_bind_books(node, in_book, e));
    const struct division *d;
    for (size_t i = 0; (d = division_at(plan->townships, i)) != NULL; i++) {
        target.township = d->code;
        for (size_t b = 0; b < BOOK_COUNT; b++) {
            target.book = books[b];
            if (d->level == LEVEL_TOWNSHIP && in_book[b])
                TRY(target_add(plan, &target, e));
        }
    }
    return STATUS_OK;
}

enum status plan_bind_targets(struct plan *plan, const struct yaml_node *root, struct error *e)
{
    const struct yaml_node *list;
    bool has_beds = false, has_rate = false;
    TRY(yaml_sequence(root, "targets", &list, e));
    plan->targets = ARENA_ARRAY(plan->arena, struct plan_target, PLAN_ROWS_MAX);
    if (!plan->targets)
        return arena_exhausted(e);
    for (const struct yaml_node *c = list->first; c; c = c->next) {
        const char *measure, *clause;
        TRY(yaml_text(c, "measure", &measure, e));
        TRY(plan_bind_clause(plan, c, &clause, e));
        bool is_beds = strcmp(measure, "beds") == 0, is_rate = strcmp(measure, "inst_rate_bp") == 0;
        if (!is_beds && !is_rate)
            return yaml_refuse(yaml_get(c, "measure"), e, "TARGET_MEASURE",
                               _("没有指标“%.40s”：可用 beds、inst_rate_bp"), measure);
        if ((is_beds && has_beds) || (is_rate && has_rate))
            return yaml_refuse(yaml_get(c, "measure"), e, "TARGET_TWICE", _("指标“%s”写了两次"),
                               measure);
        has_beds = has_beds || is_beds;
        has_rate = has_rate || is_rate;
        TRY(is_beds ? bind_beds(plan, c, clause, e) : bind_rate(plan, c, clause, e));
    }
    return STATUS_OK;
}
