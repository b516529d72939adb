/* Reads self-assessments beside what the system itself says. */
#include "domain/assessment/self_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "self_sql.h"

static const struct {
    const char *code, *label;
} STATES[] = {{"", N_("未填报")},
              {"DRAFT", N_("草稿")},
              {"SUBMITTED", N_("待签发")},
              {"SIGNED", N_("已签发")},
              {"SENT_BACK", N_("已退回")}};

const char *self_assessment_state_code(enum self_assessment_state s)
{
    return s <= SELF_ASSESSMENT_SENT_BACK ? STATES[s].code : "";
}

const char *self_assessment_state_label(enum self_assessment_state s)
{
    return s <= SELF_ASSESSMENT_SENT_BACK ? STATES[s].label : "";
}

static struct date day_or_none(int64_t yyyymmdd)
{
    return yyyymmdd ? date_from_yyyymmdd(yyyymmdd) : (struct date){0};
}

static enum status self_of(int64_t assessment, const struct self_assessment_row *r,
                           struct arena *arena, struct self_assessment *ret, struct error *e)
{
    struct self_assessment x = {.assessment = assessment,
                                .township = r->township,
                                .id = r->id,
                                .known_from = r->known_from,
                                .signed_change = r->signed_change,
                                .state = (enum self_assessment_state)r->state,
                                .township_name = arena_strdup(arena, r->township_name),
                                .summary = arena_strdup(arena, r->summary),
                                .problems = arena_strdup(arena, r->problems),
                                .prepared_by = arena_strdup(arena, r->prepared_by),
                                .reason = arena_strdup(arena, r->reason),
                                .signed_by = arena_strdup(arena, r->signed_by),
                                .prepared_on = day_or_none(r->prepared_on),
                                .signed_on = day_or_none(r->signed_on),
                                .claimed_cp = r->claimed_cp};
    if (!x.township_name || !x.summary || !x.problems || !x.prepared_by || !x.reason ||
        !x.signed_by)
        return arena_exhausted(e);
    if (r->content_hash.p && r->content_hash.n == HASH_BYTES)
        memcpy(x.content_hash, r->content_hash.p, HASH_BYTES);
    *ret = x;
    return STATUS_OK;
}

static enum status rows_read(struct db *db, int64_t county, const struct assessment_head *head,
                             int64_t township, int64_t scope, struct arena *arena,
                             struct self_assessment **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct self_assessment *list =
        ARENA_ARRAY(arena, struct self_assessment, township ? 1 : SELF_ASSESSMENTS_MAX);
    struct self_assessment_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(self_assessment_rows_open(
        db,
        (struct self_assessment_rows_args){
            .county = county, .assessment = head->id, .township = township, .on_month = head->to},
        &cursor, e));
    while ((s = self_assessment_rows_next(cursor, &row, e)) == STATUS_OK) {
        if (scope && !access_in_scope(scope, row.township))
            continue;
        if (n == SELF_ASSESSMENTS_MAX)
            return error_set(e, STATUS_FAILED, "SELF_ASSESSMENT_ROWS", _("乡镇超过 %d 个"),
                             SELF_ASSESSMENTS_MAX);
        TRY(self_of(head->id, &row, arena, &list[n++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status self_assessment_list(struct db *db, int64_t county, int64_t assessment, int64_t scope,
                                 struct arena *arena, struct self_assessment **ret,
                                 size_t *ret_count, struct error *e)
{
    struct assessment_head head;
    TRY(assessment_head_read(db, county, assessment, arena, &head, e));
    return rows_read(db, county, &head, 0, scope, arena, ret, ret_count, e);
}

enum status self_assessment_read(struct db *db, int64_t county, int64_t assessment,
                                 int64_t township, struct arena *arena, struct self_assessment *ret,
                                 struct error *e)
{
    struct assessment_head head;
    struct self_assessment *list;
    size_t n;
    if (township <= 0)
        return STATUS_NONE;
    TRY(assessment_head_read(db, county, assessment, arena, &head, e));
    TRY(rows_read(db, county, &head, township, 0, arena, &list, &n, e));
    if (n == 0)
        return STATUS_NONE;
    *ret = list[0];
    return STATUS_OK;
}

enum status self_assessment_figure_read(struct db *db, int64_t county,
                                        const struct assessment_head *head, int64_t township,
                                        struct arena *arena, struct self_assessment_line *line,
                                        struct error *e)
{
    struct indicator_row *rows;
    size_t n;
    if (!line->indicator)
        return STATUS_OK;
    TRY(indicator_read(db, county, line->indicator, head->from, head->to, KNOWN_NOW, arena, &rows,
                       &n, e));
    for (size_t i = 0; i < n; i++) {
        if (rows[i].township == township) {
            line->numerator = rows[i].numerator;
            line->denominator = rows[i].denominator;
            line->has_figure = true;
        }
    }
    return STATUS_OK;
}

static enum status claims_read(struct db *db, int64_t county, const struct self_assessment *self,
                               struct arena *arena, struct self_assessment_line *lines,
                               size_t count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct self_assessment_line_row row;
    enum status s;
    TRY(self_assessment_line_rows_open(
        db,
        (struct self_assessment_line_rows_args){
            .county = county, .assessment = self->assessment, .township = self->township},
        &cursor, e));
    while ((s = self_assessment_line_rows_next(cursor, &row, e)) == STATUS_OK) {
        for (size_t i = 0; i < count; i++) {
            struct self_assessment_line *l = &lines[i];
            if (!text_equals(l->node.code, row.node))
                continue;
            l->is_claimed = true;
            l->claimed_cp = row.claimed_cp;
            l->statement = arena_strdup(arena, row.statement);
            l->actor = arena_strdup(arena, row.actor);
            if (!l->statement || !l->actor)
                return arena_exhausted(e);
            if (self->state == SELF_ASSESSMENT_SIGNED && l->indicator) {
                l->has_figure = true;
                l->numerator = row.system_numerator;
                l->denominator = row.system_denominator;
            }
        }
    }
    return s == STATUS_NONE ? STATUS_OK : s;
}

enum status self_assessment_line_list(struct db *db, int64_t county, int64_t assessment,
                                      int64_t township, struct arena *arena,
                                      struct self_assessment_line **ret, size_t *ret_count,
                                      struct error *e)
{
    struct assessment_head head;
    struct self_assessment self;
    struct assessment_node *nodes;
    size_t n;
    TRY(assessment_head_read(db, county, assessment, arena, &head, e));
    TRY(self_assessment_read(db, county, assessment, township, arena, &self, e));
    TRY(assessment_tree_read(db, county, head.plan, head.scope, arena, &nodes, &n, e));
    struct self_assessment_line *lines = ARENA_ARRAY(arena, struct self_assessment_line, n);
    if (!lines)
        return arena_exhausted(e);
    for (size_t i = 0; i < n; i++)
        lines[i] = (struct self_assessment_line){
            .node = nodes[i],
            .is_claimable = nodes[i].is_leaf && nodes[i].weight_cp > 0,
            .indicator = nodes[i].is_leaf && nodes[i].indicator[0]
                             ? indicator_by_code(nodes[i].indicator)
                             : NULL,
            .statement = "",
            .actor = ""};
    TRY(claims_read(db, county, &self, arena, lines, n, e));
    for (size_t i = 0; i < n && self.state != SELF_ASSESSMENT_SIGNED; i++)
        TRY(self_assessment_figure_read(db, county, &head, township, arena, &lines[i], e));
    *ret = lines;
    *ret_count = n;
    return STATUS_OK;
}

void self_assessment_hash(int64_t county, const struct self_assessment *s,
                          const struct self_assessment_line *lines, size_t count,
                          uint8_t ret[HASH_BYTES])
{
    struct hash_state h;
    hash_init(&h);
    hash_put_text(&h, "minsheng-self-assessment-1");
    hash_put_number(&h, county);
    hash_put_number(&h, s->assessment);
    hash_put_number(&h, s->township);
    hash_put_number(&h, s->id);
    hash_put_text(&h, s->summary);
    hash_put_text(&h, s->problems);
    hash_put_text(&h, s->prepared_by);
    for (size_t i = 0; i < count; i++) {
        if (!lines[i].is_claimed)
            continue;
        hash_put_text(&h, lines[i].node.code);
        hash_put_number(&h, lines[i].claimed_cp);
        hash_put_text(&h, lines[i].statement);
        hash_put_number(&h, lines[i].numerator);
        hash_put_number(&h, lines[i].denominator);
    }
    hash_final(&h, ret);
}
