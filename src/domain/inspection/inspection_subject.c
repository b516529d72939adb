/* What a finding may be about, and which items of the tree it may bear on. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/inspection/inspection_visit.h"
#include "inspection_sql.h"

#define TOWNSHIP_DIGITS INT64_C(1000)
#define SUBJECT_BYTES_MAX 40

static enum status place_of(struct db *db, int64_t county, const char *noun, int64_t id,
                            struct inspection_subject_row *row, struct error *e)
{
    if (text_equals(noun, "household"))
        return inspection_household_place(
            db, (struct inspection_household_place_args){.county = county, .id = id}, NULL, row, e);
    if (text_equals(noun, "case"))
        return inspection_case_place(
            db, (struct inspection_case_place_args){.county = county, .id = id}, NULL, row, e);
    if (text_equals(noun, "home"))
        return inspection_home_place(
            db, (struct inspection_home_place_args){.county = county, .id = id}, NULL, row, e);
    if (text_equals(noun, "project"))
        return inspection_project_place(
            db, (struct inspection_project_place_args){.county = county, .id = id}, NULL, row, e);
    return inspection_field_refuse(
        e, "INSPECTION_FIELD", "subject",
        _("对象应写作 household 12（户）、case 7（案件）、home 3（敬老院）或 project 2（项目）"));
}

enum status inspection_subject_check(struct db *db, int64_t county, int64_t township,
                                     const char *subject, struct error *e)
{
    char noun[SUBJECT_BYTES_MAX];
    struct inspection_subject_row row;
    int64_t id = 0;
    if (!subject || !subject[0])
        return STATUS_OK;
    const char *gap = strchr(subject, ' ');
    size_t n = gap ? (size_t)(gap - subject) : 0;
    if (n > 0 && n < sizeof noun) {
        memcpy(noun, subject, n);
        if (i64_parse(gap + 1, &id, NULL) != STATUS_OK || id <= 0)
            n = 0;
    }
    noun[n < sizeof noun ? n : 0] = '\0';
    enum status s = place_of(db, county, noun, id, &row, e);
    if (s == STATUS_NONE ||
        (s == STATUS_OK && row.division / TOWNSHIP_DIGITS != township / TOWNSHIP_DIGITS))
        return inspection_field_refuse(e, "INSPECTION_FIELD", "subject",
                                       _("这个乡镇没有这个对象，请核对编号"));
    return s;
}

/* Ordinary visits happen before any assessment is opened: the last plan's trees are what counts. */
static enum status trees_read(struct db *db, int64_t county, struct arena *arena,
                              struct assessment_node **ret, size_t *ret_count, struct error *e)
{
    *ret_count = 0;
    enum status s = assessment_tree_read(db, county, 0, ASSESSMENT_YEAR, arena, ret, ret_count, e);
    if (s == STATUS_NONE)
        s = assessment_tree_read(db, county, 0, ASSESSMENT_MIDYEAR, arena, ret, ret_count, e);
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status inspection_node_list(struct db *db, int64_t county, int64_t assessment,
                                 struct arena *arena, struct assessment_node **ret,
                                 size_t *ret_count, struct error *e)
{
    struct assessment_node *nodes = NULL;
    struct assessment_head head;
    size_t count = 0, kept = 0;
    if (assessment) {
        enum status s = assessment_head_read(db, county, assessment, arena, &head, e);
        if (s == STATUS_OK)
            s = assessment_tree_read(db, county, head.plan, head.scope, arena, &nodes, &count, e);
        if (s != STATUS_OK && s != STATUS_NONE)
            return s;
    } else
        TRY(trees_read(db, county, arena, &nodes, &count, e));
    for (size_t i = 0; i < count; i++) {
        if (nodes[i].is_leaf && nodes[i].source == ASSESSMENT_INSPECTION)
            nodes[kept++] = nodes[i];
    }
    *ret = nodes;
    *ret_count = kept;
    return STATUS_OK;
}

enum status inspection_node_check(struct db *db, int64_t county, int64_t assessment,
                                  const char *node, bool is_mark, struct arena *arena,
                                  struct error *e)
{
    struct assessment_node *nodes;
    size_t count;
    TRY(inspection_node_list(db, county, assessment, arena, &nodes, &count, e));
    for (size_t i = 0; i < count; i++) {
        if (text_equals(nodes[i].code, node) && (!is_mark || nodes[i].rule == ASSESSMENT_MARK))
            return STATUS_OK;
    }
    (void)error_set(e, STATUS_REFUSED, "INSPECTION_NODE",
                    is_mark ? _("“%.40s”不是由检查评分的考核项目")
                            : _("“%.40s”不是由检查决定的考核项目"),
                    node ? node : "");
    return error_place(e, "node");
}
