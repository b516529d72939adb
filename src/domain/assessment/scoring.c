/* A round is scored: what differs from what was reckoned before supersedes it. */
#include "domain/assessment/assessment_internal.h"

#include <string.h>

#include "assessment_sql.h"
#include "base/i18n.h"
#include "base/text.h"
#include "scores_sql.h"

#define DISPUTE_DAYS_MAX 60

struct scoring {
    struct assessment_work w;
    struct date dispute_until;
    struct assessment_gathered g;
    struct assessment_score_row *before;
    size_t before_count;
};

static const struct assessment_score_row *before_of(const struct scoring *x, int64_t township,
                                                    const char *node)
{
    for (size_t i = 0; i < x->before_count; i++) {
        if (x->before[i].township == township && strcmp(x->before[i].node, node) == 0)
            return &x->before[i];
    }
    return NULL;
}

static bool same_score(const struct assessment_score_row *a, const struct assessment_score_row *b)
{
    return a->is_applicable == b->is_applicable && a->full_cp == b->full_cp &&
           a->score_cp == b->score_cp && a->numerator == b->numerator &&
           a->denominator == b->denominator && a->target_bp == b->target_bp &&
           a->cases == b->cases && a->dispute == b->dispute && text_equals(a->why, b->why);
}

enum status assessment_score_keep(struct assessment_work *w, const struct assessment_score_row *row,
                                  struct error *e)
{
    TRY(assessment_score_close(w->db,
                               (struct assessment_score_close_args){.county = w->county,
                                                                    .assessment = w->id,
                                                                    .township = row->township,
                                                                    .node = row->node,
                                                                    .change = w->change},
                               NULL, e));
    return assessment_score_insert(
        w->db,
        (struct assessment_score_insert_args){.county = w->county,
                                              .assessment = w->id,
                                              .township = row->township,
                                              .node = row->node,
                                              .known_from = w->change,
                                              .is_applicable = row->is_applicable,
                                              .full_cp = row->full_cp,
                                              .score_cp = row->score_cp,
                                              .numerator = row->numerator,
                                              .denominator = row->denominator,
                                              .target_bp = row->target_bp,
                                              .cases = row->cases,
                                              .why = row->why,
                                              .dispute = row->dispute},
        NULL, e);
}

static enum status township_score(struct scoring *x, size_t place,
                                  struct assessment_standing *standing, struct error *e)
{
    const struct assessment_gathered *g = &x->g;
    const struct assessment_input *inputs = &g->inputs[place * g->node_count];
    struct assessment_point *points =
        ARENA_ARRAY(x->w.arena, struct assessment_point, g->node_count);
    int64_t *overrides = ARENA_ARRAY(x->w.arena, int64_t, g->node_count);
    int64_t township = g->places[place].code;
    if (!points || !overrides)
        return arena_exhausted(e);
    for (size_t i = 0; i < g->node_count; i++) {
        const struct assessment_score_row *b = before_of(x, township, g->nodes[i].code);
        overrides[i] = b && b->dispute ? b->score_cp : -1;
    }
    *standing = (struct assessment_standing){.township = township};
    assessment_reckon(g->nodes, g->node_count, inputs, overrides, points, &standing->total_cp,
                      &standing->is_vetoed);
    for (size_t i = 0; i < g->node_count; i++) {
        const struct assessment_node *n = &g->nodes[i];
        const struct assessment_score_row *b = before_of(x, township, n->code);
        int64_t dispute = b && points[i].is_applicable ? b->dispute : 0;
        struct assessment_score_row row = {
            .township = township,
            .node = n->code,
            .is_applicable = points[i].is_applicable,
            .full_cp = points[i].full_cp,
            .score_cp = points[i].score_cp,
            .numerator = inputs[i].numerator,
            .denominator = inputs[i].denominator,
            .target_bp = inputs[i].target_bp,
            .cases = inputs[i].cases,
            .dispute = dispute,
            .why = assessment_why(x->w.arena, n, &inputs[i], &points[i], dispute)};
        if (!row.why)
            return arena_exhausted(e);
        if (text_equals(n->code, x->w.head.tie))
            standing->tie_cp = points[i].score_cp;
        if (!b || !same_score(b, &row))
            TRY(assessment_score_keep(&x->w, &row, e));
    }
    return STATUS_OK;
}

enum status assessment_ranks_write(struct assessment_work *w, struct assessment_standing *list,
                                   size_t count, struct error *e)
{
    struct assessment_rank_row *before;
    size_t before_count;
    TRY(assessment_rank_list(w->db, w->county, w->id, KNOWN_NOW, w->arena, &before, &before_count,
                             e));
    assessment_rank(list, count);
    for (size_t i = 0; i < count; i++) {
        bool is_same = false;
        for (size_t k = 0; k < before_count; k++)
            is_same =
                is_same ||
                (before[k].township == list[i].township && before[k].total_cp == list[i].total_cp &&
                 before[k].rank == list[i].rank && before[k].is_vetoed == list[i].is_vetoed);
        if (is_same)
            continue;
        TRY(assessment_rank_close(w->db,
                                  (struct assessment_rank_close_args){.county = w->county,
                                                                      .assessment = w->id,
                                                                      .township = list[i].township,
                                                                      .change = w->change},
                                  NULL, e));
        TRY(assessment_rank_insert(
            w->db,
            (struct assessment_rank_insert_args){.county = w->county,
                                                 .assessment = w->id,
                                                 .township = list[i].township,
                                                 .known_from = w->change,
                                                 .total_cp = list[i].total_cp,
                                                 .rank_no = list[i].rank,
                                                 .is_vetoed = list[i].is_vetoed},
            NULL, e));
    }
    return STATUS_OK;
}

static enum status score_work(struct db *db, void *context, struct error *e)
{
    struct scoring *x = context;
    const struct assessment_transition *t;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(assessment_take(&x->w, PERMISSION_ASSESSMENT_MANAGE, 0, e));
    TRY(assessment_step_find(&x->w, ASSESSMENT_SCORED, &t, e));
    if (x->dispute_until.v < x->w.today.v || x->dispute_until.v > x->w.today.v + DISPUTE_DAYS_MAX)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_DAY", _("争议截止日应在今天之后 %d 天以内"),
                         DISPUTE_DAYS_MAX);
    TRY(assessment_record(&x->w, t->action, e));
    TRY(assessment_gather(&x->w, &x->g, e));
    TRY(assessment_score_list(db, x->w.county, x->w.id, 0, KNOWN_NOW, x->w.arena, &x->before,
                              &x->before_count, e));
    struct assessment_standing *standings =
        ARENA_ARRAY(x->w.arena, struct assessment_standing, x->g.place_count + 1);
    if (!standings)
        return arena_exhausted(e);
    for (size_t p = 0; p < x->g.place_count; p++)
        TRY(township_score(x, p, &standings[p], e));
    TRY(assessment_ranks_write(&x->w, standings, x->g.place_count, e));
    TRY(assessment_state_set(
        db,
        (struct assessment_state_set_args){.county = x->w.county,
                                           .id = x->w.id,
                                           .state = ASSESSMENT_SCORED,
                                           .survey = x->w.head.survey,
                                           .known = x->w.change,
                                           .dispute_until = date_yyyymmdd(x->dispute_until)},
        NULL, e));
    return assessment_step_write(&x->w, ASSESSMENT_SCORED, "", e);
}

enum status assessment_score(struct db *db, int64_t county, int64_t id, struct date dispute_until,
                             const char *actor, struct error *e)
{
    struct scoring x = {.w = {.county = county, .id = id, .actor = actor},
                        .dispute_until = dispute_until};
    return assessment_run(db, &x.w, score_work, &x, e);
}

/* ---- reading ---- */
enum status assessment_score_list(struct db *db, int64_t county, int64_t id, int64_t township,
                                  int64_t known, struct arena *arena,
                                  struct assessment_score_row **ret, size_t *ret_count,
                                  struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct assessment_score_row *list =
        ARENA_ARRAY(arena, struct assessment_score_row, ASSESSMENT_ROWS_MAX);
    struct assessment_score_db_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(assessment_score_known_open(
        db,
        (struct assessment_score_known_args){.county = county, .assessment = id, .known = known},
        &cursor, e));
    while ((s = assessment_score_known_next(cursor, &row, e)) == STATUS_OK) {
        if (township && row.township != township)
            continue;
        if (n == ASSESSMENT_ROWS_MAX)
            return error_set(e, STATUS_FAILED, "ASSESSMENT_LIMIT", _("得分超过 %d 行"),
                             ASSESSMENT_ROWS_MAX);
        list[n] = (struct assessment_score_row){.township = row.township,
                                                .full_cp = row.full_cp,
                                                .score_cp = row.score_cp,
                                                .numerator = row.numerator,
                                                .denominator = row.denominator,
                                                .target_bp = row.target_bp,
                                                .cases = row.cases,
                                                .dispute = row.dispute,
                                                .known_from = row.known_from,
                                                .is_applicable = row.is_applicable,
                                                .node = arena_strdup(arena, row.node),
                                                .why = arena_strdup(arena, row.why)};
        if (!list[n].node || !list[n].why)
            return arena_exhausted(e);
        n++;
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}

enum status assessment_rank_list(struct db *db, int64_t county, int64_t id, int64_t known,
                                 struct arena *arena, struct assessment_rank_row **ret,
                                 size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct assessment_rank_row *list =
        ARENA_ARRAY(arena, struct assessment_rank_row, ASSESSMENT_TOWNSHIPS_MAX);
    struct assessment_head head;
    struct assessment_place *places;
    struct assessment_rank_db_row row;
    size_t n = 0, count;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(assessment_head_read(db, county, id, arena, &head, e));
    TRY(assessment_places(db, county, head.to, arena, &places, &count, e));
    TRY(assessment_rank_known_open(
        db, (struct assessment_rank_known_args){.county = county, .assessment = id, .known = known},
        &cursor, e));
    while ((s = assessment_rank_known_next(cursor, &row, e)) == STATUS_OK &&
           n < ASSESSMENT_TOWNSHIPS_MAX) {
        list[n] = (struct assessment_rank_row){.township = row.township,
                                               .total_cp = row.total_cp,
                                               .known_from = row.known_from,
                                               .name = "",
                                               .rank = (int)row.rank_no,
                                               .is_vetoed = row.is_vetoed};
        for (size_t i = 0; i < count; i++) {
            if (places[i].code == row.township)
                list[n].name = places[i].name;
        }
        n++;
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
