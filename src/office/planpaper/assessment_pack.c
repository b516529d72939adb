/* What the city and the province are shown when they accept the year: papers, figures, the rows
   behind them, and an index with the hash of each. Beds are those of the city's book. */
#include "office/planpaper/assessment.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/plan/plan.h"
#include "office/csv_write.h"
#include "office/planpaper/bulletin.h"

#define PACK_ARENA_BYTES ((size_t)64 << 20)
#define BEHIND_ROWS_MAX 1000 /* of one indicator; the rest is summed up in one row */
#define BEDS_CITY "project.beds_city"
#define BEDS_COUNTY "project.beds_county"

struct packing {
    struct db *db;
    int64_t county;
    struct arena *arena; /* the caller's: what is returned */
    enum assessment_pack_for whom;
    struct assessment_head head;
    struct assessment_node *nodes;
    struct assessment_rank_row *ranks;
    struct assessment_pack_file *files;
    size_t node_count, rank_count, count;
    int64_t beds_city, beds_county; /* asked for in each book */
};

enum status assessment_pack_parse(const char *code, enum assessment_pack_for *ret, struct error *e)
{
    bool is_city = text_equals(code, "city");
    if (!is_city && !text_equals(code, "province"))
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_PACK",
                         _("材料报给谁：city（市）或 province（省）"));
    *ret = is_city ? ASSESSMENT_PACK_CITY : ASSESSMENT_PACK_PROVINCE;
    return STATUS_OK;
}

static enum status file_add(struct packing *p, const char *name, const char *title,
                            const char *bytes, size_t n, struct error *e)
{
    uint8_t hash[HASH_BYTES];
    if (p->count == ASSESSMENT_PACK_FILES_MAX)
        return error_set(e, STATUS_FAILED, "ASSESSMENT_LIMIT", _("材料超过 %d 个文件"),
                         ASSESSMENT_PACK_FILES_MAX);
    struct assessment_pack_file *f = &p->files[p->count++];
    char *copy = arena_alloc(p->arena, n + 1);
    f->name = arena_strdup(p->arena, name);
    f->title = arena_strdup(p->arena, title);
    if (!copy || !f->name || !f->title)
        return arena_exhausted(e);
    memcpy(copy, bytes, n);
    f->bytes = copy;
    f->n = n;
    hash_bytes(bytes, n, hash);
    hash_hex(hash, f->sha256);
    return STATUS_OK;
}

static enum status buf_file(struct packing *p, const char *name, const char *title,
                            const struct buf *b, struct error *e)
{
    TRY(buf_status(b, e));
    return file_add(p, name, title, buf_text(b), b->n, e);
}

/* ---- papers ---- */
static enum status papers_add(struct packing *p, struct error *e)
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct assessment_paper_options options = {.kind = DOCUMENT_PDF, .today = p->head.published_on};
    char name[80], title[200];
    TRY(assessment_table_render(p->db, p->county, p->head.id, &options, &b, e));
    TRY(buf_file(p, "01-table.pdf", "考核成绩表", &b, e));
    buf_clear(&b);
    TRY(assessment_report_render(p->db, p->county, p->head.id, &options, &b, e));
    TRY(buf_file(p, "02-report.pdf", "向县人民政府的报告", &b, e));
    for (size_t i = 0; i < p->rank_count; i++) {
        buf_clear(&b);
        TRY(assessment_letter_render(p->db, p->county, p->head.id, p->ranks[i].township, &options,
                                     &b, e));
        (void)snprintf(name, sizeof name, "03-letter-%" PRId64 ".pdf", p->ranks[i].township);
        (void)snprintf(title, sizeof title, "反馈函：%s", p->ranks[i].name);
        TRY(buf_file(p, name, title, &b, e));
    }
    return STATUS_OK;
}

static enum status bulletins_add(struct packing *p, struct error *e)
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct bulletin *list;
    size_t n;
    TRY(bulletin_list(p->db, p->county, p->head.year, true, p->arena, &list, &n, e));
    for (size_t i = n; i-- > 0;) {
        char name[80], own[BULLETIN_PAPER_NAME_BYTES];
        if (list[i].issued_on.v > p->head.published_on.v)
            continue; /* not yet there when the round was published */
        buf_clear(&b);
        TRY(bulletin_paper_render(p->db, p->county, list[i].id, DOCUMENT_PDF, p->head.published_on,
                                  &b, e));
        (void)snprintf(name, sizeof name, "04-%s",
                       bulletin_paper_name(&list[i], DOCUMENT_PDF, own));
        TRY(buf_file(p, name, list[i].title, &b, e));
    }
    return STATUS_OK;
}

/* ---- tables ---- */
struct table {
    struct csv_writer csv;
    FILE *file;
    char *bytes;
    size_t n;
};

static void table_discard(struct table *t)
{
    if (t->file)
        (void)fclose(t->file);
    free(t->bytes);
    *t = (struct table){0};
}

static enum status table_begin(struct table *t, const char *const *columns, struct error *e)
{
    t->file = open_memstream(&t->bytes, &t->n);
    if (!t->file)
        return arena_exhausted(e);
    csv_begin(&t->csv, t->file, true);
    for (size_t i = 0; columns[i]; i++)
        csv_text(&t->csv, columns[i]);
    csv_end_row(&t->csv);
    return STATUS_OK;
}

static void cell_i64(struct table *t, int64_t v)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%" PRId64, v);
    csv_plain(&t->csv, text);
}

static void cell_points(struct table *t, int64_t cp)
{
    char text[ASSESSMENT_POINTS_BYTES];
    csv_plain(&t->csv, assessment_points(cp, text));
}

static enum status table_end(struct packing *p, struct table *t, const char *name,
                             const char *title, struct error *e)
{
    TRY(csv_end(&t->csv, e));
    int failed = fclose(t->file);
    t->file = NULL;
    if (failed)
        return arena_exhausted(e);
    return file_add(p, name, title, t->bytes, t->n, e);
}

static const char *place_name(const struct packing *p, int64_t township)
{
    for (size_t i = 0; i < p->rank_count; i++) {
        if (p->ranks[i].township == township)
            return p->ranks[i].name;
    }
    return "";
}

static const struct assessment_node *node_of(const struct packing *p, const char *code)
{
    for (size_t i = 0; i < p->node_count; i++) {
        if (text_equals(p->nodes[i].code, code))
            return &p->nodes[i];
    }
    return NULL;
}

static enum status scores_add(struct packing *p, struct error *e)
{
    static const char *const columns[] = {"乡镇代码", "乡镇", "项目", "名称", "来源",
                                          "口径",     "满分", "得分", "分子", "分母",
                                          "目标",     "件数", "依据", NULL};
    CLEANUP(table_discard) struct table t = {0};
    struct assessment_score_row *rows;
    size_t n;
    TRY(assessment_score_list(p->db, p->county, p->head.id, 0, KNOWN_NOW, p->arena, &rows, &n, e));
    TRY(table_begin(&t, columns, e));
    for (size_t i = 0; i < n; i++) {
        const struct assessment_node *node = node_of(p, rows[i].node);
        cell_i64(&t, rows[i].township);
        csv_text(&t.csv, place_name(p, rows[i].township));
        csv_text(&t.csv, rows[i].node);
        csv_text(&t.csv, node ? node->title : "");
        csv_text(&t.csv, node ? assessment_source_label(node->source) : "");
        csv_text(&t.csv, node ? node->book : "");
        cell_points(&t, rows[i].full_cp);
        cell_points(&t, rows[i].score_cp);
        cell_i64(&t, rows[i].numerator);
        cell_i64(&t, rows[i].denominator);
        cell_i64(&t, rows[i].target_bp);
        cell_i64(&t, rows[i].cases);
        csv_text(&t.csv, rows[i].why);
        csv_end_row(&t.csv);
    }
    return table_end(p, &t, "05-scores.csv", "各乡镇各项得分和依据", e);
}

static enum status figure_rows(struct packing *p, struct table *t, const struct indicator *ind,
                               struct arena *scratch, struct error *e)
{
    struct indicator_row *rows;
    size_t n;
    arena_reset(scratch);
    TRY(indicator_read(p->db, p->county, ind, p->head.from, p->head.to, p->head.known, scratch,
                       &rows, &n, e));
    for (size_t i = 0; i < n; i++) {
        csv_text(&t->csv, ind->code);
        csv_text(&t->csv, ind->label);
        cell_i64(t, rows[i].township);
        csv_text(&t->csv, rows[i].name);
        cell_i64(t, rows[i].numerator);
        cell_i64(t, rows[i].denominator);
        csv_end_row(&t->csv);
    }
    return STATUS_OK;
}

/* Up to so many rows one by one, what is left in one: they still add up to the figure. */
static enum status behind_rows(struct packing *p, struct table *t, const struct indicator *ind,
                               struct arena *scratch, struct error *e)
{
    struct indicator_row *figures, rest;
    struct indicator_subject *rows;
    size_t n, told = 0;
    arena_reset(scratch);
    TRY(indicator_read(p->db, p->county, ind, p->head.from, p->head.to, p->head.known, scratch,
                       &figures, &n, e));
    rest = indicator_total(figures, n);
    do {
        arena_reset(scratch);
        TRY(indicator_behind(p->db, p->county, ind, 0, p->head.from, p->head.to, p->head.known,
                             (int64_t)told, INDICATOR_SUBJECTS_MAX, scratch, &rows, &n, e));
        for (size_t i = 0; i < n; i++) {
            csv_text(&t->csv, ind->code);
            csv_text(&t->csv, rows[i].kind);
            cell_i64(t, rows[i].id);
            cell_i64(t, rows[i].township);
            cell_i64(t, rows[i].numerator);
            cell_i64(t, rows[i].denominator);
            csv_end_row(&t->csv);
            rest.numerator -= rows[i].numerator;
            rest.denominator -= rows[i].denominator;
        }
        told += n;
    } while (n == INDICATOR_SUBJECTS_MAX && told < BEHIND_ROWS_MAX);
    if (rest.numerator == 0 && rest.denominator == 0)
        return STATUS_OK;
    csv_text(&t->csv, ind->code);
    csv_text(&t->csv, "rest");
    cell_i64(t, 0);
    cell_i64(t, 0);
    cell_i64(t, rest.numerator);
    cell_i64(t, rest.denominator);
    csv_end_row(&t->csv);
    return STATUS_OK;
}

/* Every indicator of the tree once, in reading order. What is measured in the county's book stays
   at home: beds have a file of their own. */
static bool is_told_before(const struct packing *p, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (text_equals(p->nodes[i].indicator, p->nodes[at].indicator))
            return true;
    }
    return p->nodes[at].indicator[0] == '\0' || text_equals(p->nodes[at].book, "county") ||
           p->nodes[at].source != ASSESSMENT_SYSTEM;
}

static enum status indicators_add(struct packing *p, bool is_behind, struct error *e)
{
    static const char *const figures[] = {"指标", "名称", "乡镇代码", "乡镇", "分子", "分母", NULL};
    static const char *const behind[] = {"指标", "类别", "编号", "乡镇代码", "分子", "分母", NULL};
    CLEANUP(table_discard) struct table t = {0};
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PACK_ARENA_BYTES);
    if (!scratch)
        return arena_exhausted(e);
    TRY(table_begin(&t, is_behind ? behind : figures, e));
    for (size_t i = 0; i < p->node_count; i++) {
        const struct indicator *ind =
            is_told_before(p, i) ? NULL : indicator_by_code(p->nodes[i].indicator);
        if (ind)
            TRY(is_behind ? behind_rows(p, &t, ind, scratch, e)
                          : figure_rows(p, &t, ind, scratch, e));
    }
    return is_behind ? table_end(p, &t, "07-rows.csv", "各项指标的原始记录（编号）", e)
                     : table_end(p, &t, "06-figures.csv", "各项指标的分子和分母", e);
}

static enum status beds_add(struct packing *p, struct error *e)
{
    static const char *const columns[] = {"指标", "名称", "乡镇代码", "乡镇", "分子", "分母", NULL};
    CLEANUP(table_discard) struct table t = {0};
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(PACK_ARENA_BYTES);
    const struct indicator *city = indicator_by_code(BEDS_CITY),
                           *county = indicator_by_code(BEDS_COUNTY);
    struct indicator_row *rows;
    size_t n;
    if (!scratch || !city || !county)
        return arena_exhausted(e);
    TRY(indicator_read(p->db, p->county, county, p->head.from, p->head.to, p->head.known, scratch,
                       &rows, &n, e));
    p->beds_county = indicator_total(rows, n).denominator;
    TRY(indicator_read(p->db, p->county, city, p->head.from, p->head.to, p->head.known, scratch,
                       &rows, &n, e));
    p->beds_city = indicator_total(rows, n).denominator;
    TRY(table_begin(&t, columns, e));
    TRY(figure_rows(p, &t, city, scratch, e));
    return table_end(p, &t, "08-beds-city.csv", "新增床位（市对县口径）", e);
}

/* ---- the index ---- */
static enum status index_add(struct packing *p, struct error *e)
{
    CLEANUP(buf_free) struct buf b = BUF_INIT(DOCUMENT_BYTES_MAX);
    struct view *root = view_new(p->arena);
    char date[DATE_TEXT_BYTES];
    if (!root)
        return arena_exhausted(e);
    view_add_integer(root, "year", p->head.year);
    view_add_text(root, "scope", assessment_scope_label(p->head.scope));
    view_add_text(root, "whom", p->whom == ASSESSMENT_PACK_CITY ? "市" : "省");
    view_add_text(root, "document", p->head.document);
    view_add_integer(root, "known", p->head.known);
    view_add_integer(root, "beds_city", p->beds_city);
    view_add_integer(root, "beds_county", p->beds_county);
    view_add_integer(root, "beds_apart", p->beds_county - p->beds_city);
    view_add_text(root, "date", date_format_people(p->head.published_on, date));
    struct view *list = view_add_list(root, "files");
    for (size_t i = 0; i < p->count; i++) {
        struct view *v = view_add_object(list, NULL);
        view_add_integer(v, "no", (int64_t)i + 1);
        view_add_text(v, "name", p->files[i].name);
        view_add_text(v, "title", p->files[i].title);
        view_add_integer(v, "bytes", (int64_t)p->files[i].n);
        view_add_textf(v, "sha256", "%.32s\n%s", p->files[i].sha256, p->files[i].sha256 + 32);
    }
    TRY(view_status(root, e));
    TRY(document_render("assessment_index", root, DOCUMENT_PDF, p->head.published_on, &b, e));
    return buf_file(p, "00-index.pdf", "目录", &b, e);
}

static int by_township(const void *a, const void *b)
{
    const struct assessment_rank_row *x = a, *y = b;
    return (x->township > y->township) - (x->township < y->township);
}

static enum status head_check(struct packing *p, int64_t id, struct error *e)
{
    TRY(assessment_head_read(p->db, p->county, id, p->arena, &p->head, e));
    if (p->head.state != ASSESSMENT_PUBLISHED && p->head.state != ASSESSMENT_FILED)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_STATE",
                         _("考核公布之后才能整理验收材料（现在：%s）"),
                         _(assessment_state_label(p->head.state)));
    TRY(assessment_rank_list(p->db, p->county, id, KNOWN_NOW, p->arena, &p->ranks, &p->rank_count,
                             e));
    qsort(p->ranks, p->rank_count, sizeof *p->ranks, by_township);
    enum status s = assessment_tree_read(p->db, p->county, p->head.plan, p->head.scope, p->arena,
                                         &p->nodes, &p->node_count, e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status assessment_pack_make(struct db *db, int64_t county, int64_t id,
                                 enum assessment_pack_for whom, struct arena *arena,
                                 struct assessment_pack_file **ret, size_t *ret_count,
                                 struct error *e)
{
    struct packing p = {.db = db, .county = county, .arena = arena, .whom = whom};
    TRY(head_check(&p, id, e));
    p.files = ARENA_ARRAY(arena, struct assessment_pack_file, ASSESSMENT_PACK_FILES_MAX);
    if (!p.files)
        return arena_exhausted(e);
    TRY(papers_add(&p, e));
    TRY(bulletins_add(&p, e));
    TRY(scores_add(&p, e));
    TRY(indicators_add(&p, false, e));
    TRY(indicators_add(&p, true, e));
    TRY(beds_add(&p, e));
    TRY(index_add(&p, e));
    *ret = p.files;
    *ret_count = p.count;
    return STATUS_OK;
}
