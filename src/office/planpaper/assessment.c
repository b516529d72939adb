/* Table, letter and report of a round: every number is one of its rows. */
#include "office/planpaper/assessment.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/plan/plan.h"

#define PAPER_ARENA_BYTES ((size_t)96 << 20)
#define COLUMNS_MAX 18 /* of items on the table */
#define LEVEL_COUNTY 1
#define TIE_SAME "SAME"

struct round_paper {
    struct db *db;
    int64_t county;
    const struct assessment_paper_options *options;
    struct arena *arena;
    struct view *root;
    struct assessment_head head;
    struct assessment_node *nodes;
    struct assessment_rank_row *ranks;
    struct assessment_score_row *scores;
    size_t node_count, rank_count, score_count;
    struct date day;
    const char *county_name;
};

static void points_add(struct view *v, const char *name, int64_t cp)
{
    char text[ASSESSMENT_POINTS_BYTES];
    view_add_text(v, name, assessment_points(cp, text));
}

static void month_words(struct view *v, const char *name, struct month m)
{
    char text[MONTH_TEXT_BYTES];
    view_add_text(v, name, month_format_people(m, text));
}

static enum status round_read(struct round_paper *p, int64_t id, struct error *e)
{
    TRY(assessment_head_read(p->db, p->county, id, p->arena, &p->head, e));
    enum status s = assessment_tree_read(p->db, p->county, p->head.plan, p->head.scope, p->arena,
                                         &p->nodes, &p->node_count, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(assessment_rank_list(p->db, p->county, id, KNOWN_NOW, p->arena, &p->ranks, &p->rank_count,
                             e));
    TRY(assessment_score_list(p->db, p->county, id, 0, KNOWN_NOW, p->arena, &p->scores,
                              &p->score_count, e));
    if (p->rank_count == 0)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_STATE",
                         _("第 %" PRId64 " 号考核还没有计分"), id);
    p->day = p->head.published_on.v ? p->head.published_on : p->options->today;
    return STATUS_OK;
}

static enum status county_name_read(struct round_paper *p, struct error *e)
{
    struct division_table *divisions;
    const struct division *d;
    p->county_name = "";
    TRY(division_table_read(p->db, p->county, p->head.to, p->arena, &divisions, e));
    for (size_t i = 0; (d = division_at(divisions, i)) != NULL; i++) {
        if (d->level == LEVEL_COUNTY)
            p->county_name = d->name;
    }
    return STATUS_OK;
}

static enum status paper_open(struct round_paper *p, struct db *db, int64_t county, int64_t id,
                              const struct assessment_paper_options *options, struct error *e)
{
    char text[DATE_TEXT_BYTES];
    *p = (struct round_paper){.db = db, .county = county, .options = options};
    p->arena = arena_new(PAPER_ARENA_BYTES);
    p->root = p->arena ? view_new(p->arena) : NULL;
    if (!p->root)
        return arena_exhausted(e);
    TRY(round_read(p, id, e));
    TRY(county_name_read(p, e));
    view_add_text(p->root, "county", p->county_name);
    view_add_textf(p->root, "bureau", "%s民政局", p->county_name);
    view_add_textf(p->root, "government", "%s人民政府", p->county_name);
    view_add_integer(p->root, "year", p->head.year);
    view_add_text(p->root, "scope", assessment_scope_label(p->head.scope));
    view_add_bool(p->root, "is_midyear", p->head.scope == ASSESSMENT_MIDYEAR);
    view_add_bool(p->root, "is_year", p->head.scope == ASSESSMENT_YEAR);
    month_words(p->root, "from", p->head.from);
    month_words(p->root, "to", p->head.to);
    view_add_text(p->root, "document", p->head.document);
    view_add_text(p->root, "date", date_format_people(p->day, text));
    view_add_bool(p->root, "is_draft", p->head.published_change == 0);
    view_add_integer(p->root, "townships", (int64_t)p->rank_count);
    view_add_bool(p->root, "is_tie_same", text_equals(p->head.tie, TIE_SAME));
    for (size_t i = 0; i < p->node_count; i++) {
        if (p->nodes[i].is_tie)
            view_add_text(p->root, "tie", p->nodes[i].title);
    }
    return view_status(p->root, e);
}

static enum status paper_close(struct round_paper *p, enum status s, const char *template_name,
                               struct buf *ret, struct error *e)
{
    if (s == STATUS_OK)
        s = view_status(p->root, e);
    if (s == STATUS_OK)
        s = document_render(template_name, p->root, p->options->kind, p->day, ret, e);
    arena_free(p->arena);
    return s;
}

static const struct assessment_score_row *score_of(const struct round_paper *p, int64_t township,
                                                   const char *node)
{
    for (size_t i = 0; i < p->score_count; i++) {
        if (p->scores[i].township == township && text_equals(p->scores[i].node, node))
            return &p->scores[i];
    }
    return NULL;
}

/* ---- the table ---- The items of the first level, or of the second where the first is a group. */
static size_t children_count(const struct round_paper *p, const char *code)
{
    size_t n = 0;
    for (size_t i = 0; i < p->node_count; i++)
        n += text_equals(p->nodes[i].parent, code);
    return n;
}

static size_t columns_find(const struct round_paper *p, bool is_second_level,
                           const struct assessment_node **ret)
{
    size_t n = 0;
    for (size_t i = 0; i < p->node_count && n <= COLUMNS_MAX; i++) {
        const struct assessment_node *node = &p->nodes[i];
        if (node->parent[0])
            continue;
        if (node->is_leaf || !is_second_level) {
            ret[n++] = node;
            continue;
        }
        for (size_t k = 0; k < p->node_count && n <= COLUMNS_MAX; k++) {
            if (text_equals(p->nodes[k].parent, node->code))
                ret[n++] = &p->nodes[k];
        }
    }
    return n;
}

static void head_add(struct view *list, const struct assessment_node *n)
{
    struct view *v = view_add_object(list, NULL);
    char full[ASSESSMENT_POINTS_BYTES], text[ASSESSMENT_POINTS_BYTES + 32];
    assessment_points(n->rule == ASSESSMENT_BONUS ? n->cap_cp : n->weight_cp, full);
    (void)snprintf(text, sizeof text, n->rule == ASSESSMENT_BONUS ? "\n加至%s" : "\n%s", full);
    view_add_text(v, "title", n->title);
    view_add_text(v, "points", n->rule == ASSESSMENT_VETO ? "" : text);
}

static void cell_add(struct view *list, const struct round_paper *p, int64_t township,
                     const struct assessment_node *n)
{
    const struct assessment_score_row *s = score_of(p, township, n->code);
    struct view *v = view_add_object(list, NULL);
    if (n->rule == ASSESSMENT_VETO)
        view_add_text(v, "score", s && s->cases ? "有" : "无");
    else if (!s || (!s->is_applicable && n->rule != ASSESSMENT_BONUS && n->weight_cp > 0))
        view_add_text(v, "score", "—");
    else
        points_add(v, "score", s->score_cp);
}

static void table_fill(struct round_paper *p)
{
    const struct assessment_node *items[COLUMNS_MAX + 1];
    size_t n = columns_find(p, true, items);
    bool is_second_level = n <= COLUMNS_MAX;
    char columns[256] = "9 22";
    if (!is_second_level)
        n = columns_find(p, false, items);
    n = n > COLUMNS_MAX ? COLUMNS_MAX : n;
    struct view *groups = view_add_list(p->root, "groups"),
                *heads = view_add_list(p->root, "heads");
    for (size_t i = 0; i < p->node_count; i++) {
        const struct assessment_node *g = &p->nodes[i];
        if (g->parent[0])
            continue;
        struct view *v = view_add_object(groups, NULL);
        bool is_wide = is_second_level && !g->is_leaf;
        view_add_text(v, "title", g->title);
        view_add_integer(v, "span", is_wide ? (int64_t)children_count(p, g->code) : 1);
    }
    for (size_t i = 0; i < n; i++) {
        head_add(heads, items[i]);
        (void)snprintf(columns + strlen(columns), sizeof columns - strlen(columns), " 14");
    }
    (void)snprintf(columns + strlen(columns), sizeof columns - strlen(columns), " 15 16");
    view_add_text(p->root, "columns", columns);
    struct view *rows = view_add_list(p->root, "rows");
    for (size_t r = 0; r < p->rank_count; r++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "rank", p->ranks[r].rank);
        view_add_text(v, "name", p->ranks[r].name);
        points_add(v, "total", p->ranks[r].total_cp);
        view_add_text(v, "note", p->ranks[r].is_vetoed ? "一票否决" : "");
        struct view *cells = view_add_list(v, "cells");
        for (size_t i = 0; i < n; i++)
            cell_add(cells, p, p->ranks[r].township, items[i]);
    }
}

enum status assessment_table_render(struct db *db, int64_t county, int64_t id,
                                    const struct assessment_paper_options *options, struct buf *ret,
                                    struct error *e)
{
    struct round_paper p;
    enum status s = paper_open(&p, db, county, id, options, e);
    if (s == STATUS_OK)
        table_fill(&p);
    return paper_close(&p, s, "assessment_table", ret, e);
}

/* ---- a township's letter ---- */
static int depth_of(const struct round_paper *p, const struct assessment_node *n)
{
    int depth = 0;
    const char *parent = n->parent;
    for (size_t i = 0; parent[0] && i < p->node_count;) {
        if (!text_equals(p->nodes[i].code, parent)) {
            i++;
            continue;
        }
        parent = p->nodes[i].parent;
        depth++;
        i = 0;
    }
    return depth;
}

static void line_add(struct view *list, const struct round_paper *p,
                     const struct assessment_node *n, const struct assessment_score_row *s)
{
    static const char *const indents[] = {"", "　", "　　", "　　　"};
    struct view *v = view_add_object(list, NULL);
    int depth = depth_of(p, n);
    view_add_textf(v, "title", "%s%s", indents[depth < 4 ? depth : 3], n->title);
    view_add_bool(v, "is_group", !n->is_leaf);
    points_add(v, "full", n->rule == ASSESSMENT_BONUS ? n->cap_cp : s->full_cp);
    points_add(v, "score", s->score_cp);
    view_add_text(v, "why", n->is_leaf ? s->why : "");
}

static bool is_behind(const struct assessment_node *n, const struct assessment_score_row *s)
{
    return n->is_leaf && s->is_applicable && s->full_cp > 0 &&
           s->score_cp * 10000 < s->full_cp * ASSESSMENT_ORDER_SHARE_BP;
}

static void letter_lines(struct round_paper *p, int64_t township)
{
    struct view *lines = view_add_list(p->root, "lines"), *asked = view_add_list(p->root, "asked");
    int64_t count = 0;
    for (size_t i = 0; i < p->node_count; i++) {
        const struct assessment_score_row *s = score_of(p, township, p->nodes[i].code);
        if (!s)
            continue;
        line_add(lines, p, &p->nodes[i], s);
        if (!is_behind(&p->nodes[i], s))
            continue;
        struct view *v = view_add_object(asked, NULL);
        view_add_integer(v, "no", ++count);
        view_add_text(v, "title", p->nodes[i].title);
        view_add_text(v, "why", s->why);
        view_add_text(v, "clause", p->nodes[i].clause);
    }
    view_add_bool(p->root, "is_asked", count > 0);
}

static enum status letter_fill(struct round_paper *p, int64_t township, struct error *e)
{
    for (size_t i = 0; i < p->rank_count; i++) {
        const struct assessment_rank_row *r = &p->ranks[i];
        if (r->township != township)
            continue;
        view_add_text(p->root, "township", r->name);
        view_add_integer(p->root, "rank", r->rank);
        view_add_bool(p->root, "is_vetoed", r->is_vetoed);
        points_add(p->root, "total", r->total_cp);
        letter_lines(p, township);
        return STATUS_OK;
    }
    return error_set(e, STATUS_REFUSED, "PLAN_TOWNSHIP_UNKNOWN", _("这次考核没有这个乡镇"));
}

enum status assessment_letter_render(struct db *db, int64_t county, int64_t id, int64_t township,
                                     const struct assessment_paper_options *options,
                                     struct buf *ret, struct error *e)
{
    struct round_paper p;
    enum status s = paper_open(&p, db, county, id, options, e);
    if (s == STATUS_OK)
        s = letter_fill(&p, township, e);
    return paper_close(&p, s, "assessment_letter", ret, e);
}

/* ---- the report ---- Townships under the share, item by item; how points of the round arose. */
static void weak_add(struct round_paper *p)
{
    struct view *list = view_add_list(p->root, "weak");
    int64_t items = 0;
    for (size_t i = 0; i < p->node_count; i++) {
        const char *names = "";
        size_t count = 0;
        for (size_t r = 0; r < p->rank_count && names; r++) {
            const struct assessment_score_row *s =
                score_of(p, p->ranks[r].township, p->nodes[i].code);
            if (!s || !is_behind(&p->nodes[i], s))
                continue;
            names = arena_printf(p->arena, "%s%s%s", names, count ? "、" : "", p->ranks[r].name);
            count++;
        }
        if (count == 0)
            continue;
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "no", ++items);
        view_add_text(v, "title", p->nodes[i].title);
        view_add_text(v, "names", names);
        view_add_integer(v, "count", (int64_t)count);
    }
    view_add_bool(p->root, "is_weak", items > 0);
}

static enum status report_fill(struct round_paper *p, struct error *e)
{
    struct assessment_dispute *disputes;
    size_t n, upheld = 0;
    TRY(assessment_dispute_list(p->db, p->county, p->head.id, 0, p->arena, &disputes, &n, e));
    for (size_t i = 0; i < n; i++)
        upheld += disputes[i].state == DISPUTE_UPHELD;
    view_add_integer(p->root, "disputes", (int64_t)n);
    view_add_integer(p->root, "upheld", (int64_t)upheld);
    struct view *rows = view_add_list(p->root, "rows"), *items = view_add_list(p->root, "items");
    for (size_t r = 0; r < p->rank_count; r++) {
        struct view *v = view_add_object(rows, NULL);
        view_add_integer(v, "rank", p->ranks[r].rank);
        view_add_text(v, "name", p->ranks[r].name);
        points_add(v, "total", p->ranks[r].total_cp);
        view_add_text(v, "note", p->ranks[r].is_vetoed ? "一票否决" : "");
    }
    for (size_t i = 0; i < p->node_count; i++) {
        const struct assessment_node *node = &p->nodes[i];
        if (node->parent[0] || node->weight_cp == 0)
            continue;
        struct view *v = view_add_object(items, NULL);
        view_add_text(v, "title", node->title);
        points_add(v, "points", node->weight_cp);
    }
    weak_add(p);
    return STATUS_OK;
}

enum status assessment_report_render(struct db *db, int64_t county, int64_t id,
                                     const struct assessment_paper_options *options,
                                     struct buf *ret, struct error *e)
{
    struct round_paper p;
    enum status s = paper_open(&p, db, county, id, options, e);
    if (s == STATUS_OK)
        s = report_fill(&p, e);
    return paper_close(&p, s, "assessment_report", ret, e);
}
