/* Disputed points: raised by the township's lead, decided by who neither raised nor marked them. */
#include "domain/assessment/assessment_internal.h"

#include <inttypes.h>
#include <string.h>

#include "assessment_sql.h"
#include "base/i18n.h"
#include "base/text.h"
#include "dispute_sql.h"

#define DISPUTES_MAX 1000

const char *assessment_dispute_label(enum assessment_dispute_state s)
{
    static const char *const labels[] = {[DISPUTE_RAISED] = N_("待复核"),
                                         [DISPUTE_UPHELD] = N_("予以调整"),
                                         [DISPUTE_REJECTED] = N_("维持原分")};
    return s >= DISPUTE_RAISED && s <= DISPUTE_REJECTED ? labels[s] : "";
}

static const struct assessment_node *leaf_named(const struct assessment_node *nodes, size_t count,
                                                const char *code)
{
    for (size_t i = 0; i < count; i++) {
        if (nodes[i].is_leaf && nodes[i].rule != ASSESSMENT_VETO &&
            text_equals(nodes[i].code, code))
            return &nodes[i];
    }
    return NULL;
}

/* The tree, the leaf, and the township's scores as they stand. */
struct disputed {
    struct assessment_node *nodes;
    struct assessment_score_row *scores;
    size_t node_count, score_count;
    const struct assessment_node *leaf;
    struct assessment_score_row *score;
};

static enum status disputed_read(struct assessment_work *w, int64_t township, const char *node,
                                 struct disputed *ret, struct error *e)
{
    enum status s = assessment_tree_read(w->db, w->county, w->head.plan, w->head.scope, w->arena,
                                         &ret->nodes, &ret->node_count, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    ret->leaf = s == STATUS_OK ? leaf_named(ret->nodes, ret->node_count, node) : NULL;
    TRY(assessment_score_list(w->db, w->county, w->id, township, KNOWN_NOW, w->arena, &ret->scores,
                              &ret->score_count, e));
    for (size_t i = 0; ret->leaf && i < ret->score_count; i++) {
        if (text_equals(ret->scores[i].node, node) && ret->scores[i].is_applicable)
            ret->score = &ret->scores[i];
    }
    if (!ret->leaf || !ret->score)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_NODE",
                         _("“%.20s”不是这个乡镇的计分项目：争议只对一个具体项目提出"), node);
    return STATUS_OK;
}

/* ---- raised ---- */
struct raising {
    struct assessment_work w;
    int64_t township, dispute;
    const char *node, *claim;
};

static enum status open_already(struct raising *x, struct error *e)
{
    struct assessment_dispute *list;
    size_t n;
    TRY(assessment_dispute_list(x->w.db, x->w.county, x->w.id, x->township, x->w.arena, &list, &n,
                                e));
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == DISPUTE_RAISED && text_equals(list[i].node, x->node))
            return error_set(e, STATUS_REFUSED, "ASSESSMENT_DISPUTED",
                             _("这个项目已有争议待复核（第 %" PRId64 " 号）"), list[i].id);
    }
    return STATUS_OK;
}

static enum status raise_work(struct db *db, void *context, struct error *e)
{
    struct raising *x = context;
    struct disputed d = {0};
    char until[DATE_TEXT_BYTES];
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(assessment_take(&x->w, PERMISSION_ASSESSMENT_SIGN, x->township, e));
    if (x->w.head.state != ASSESSMENT_SCORED)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_STATE",
                         _("第 %" PRId64 " 号考核%s，现在不能提出争议"), x->w.id,
                         _(assessment_state_label(x->w.head.state)));
    if (x->w.today.v > x->w.head.dispute_until.v)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_LATE", _("争议期已于 %s 截止"),
                         date_format(x->w.head.dispute_until, until));
    TRY(assessment_text_check(x->claim, true, "REASON_MISSING", _("请写明争议的理由"), e));
    TRY(disputed_read(&x->w, x->township, x->node, &d, e));
    TRY(open_already(x, e));
    TRY(assessment_record(&x->w, "assessment.dispute.raise", e));
    TRY(counter_take(db, x->w.county, "assessment_dispute", 1, &x->dispute, e));
    return assessment_dispute_insert(
        db,
        (struct assessment_dispute_insert_args){.county = x->w.county,
                                                .id = x->dispute,
                                                .assessment = x->w.id,
                                                .township = x->township,
                                                .node = d.leaf->code,
                                                .claim = x->claim,
                                                .raised_by = x->w.actor,
                                                .raised_on = date_yyyymmdd(x->w.today),
                                                .old_cp = d.score->score_cp,
                                                .known_from = x->w.change},
        NULL, e);
}

enum status assessment_dispute_raise(struct db *db, int64_t county, int64_t id, int64_t township,
                                     const char *node, const char *claim, const char *actor,
                                     int64_t *ret_id, struct error *e)
{
    struct raising x = {.w = {.county = county, .id = id, .actor = actor},
                        .township = township,
                        .node = node,
                        .claim = claim};
    TRY(assessment_run(db, &x.w, raise_work, &x, e));
    *ret_id = x.dispute;
    return STATUS_OK;
}

/* ---- decided ---- */
struct deciding {
    struct assessment_work w;
    int64_t dispute, new_cp;
    const char *finding;
    struct assessment_dispute d;
};

static enum status dispute_of_row(const struct assessment_dispute_row *row, struct arena *arena,
                                  struct assessment_dispute *ret, struct error *e)
{
    *ret = (struct assessment_dispute){.id = row->id,
                                       .assessment = row->assessment,
                                       .township = row->township,
                                       .old_cp = row->old_cp,
                                       .new_cp = row->new_cp,
                                       .node = arena_strdup(arena, row->node),
                                       .claim = arena_strdup(arena, row->claim),
                                       .finding = arena_strdup(arena, row->finding),
                                       .raised_by = arena_strdup(arena, row->raised_by),
                                       .decided_by = arena_strdup(arena, row->decided_by),
                                       .raised_on = assessment_day_of(row->raised_on),
                                       .decided_on = assessment_day_of(row->decided_on),
                                       .state = (enum assessment_dispute_state)row->state};
    if (!ret->node || !ret->claim || !ret->finding || !ret->raised_by || !ret->decided_by)
        return arena_exhausted(e);
    return STATUS_OK;
}

static enum status decider_check(struct deciding *x, struct error *e)
{
    struct assessment_marker_row marks;
    if (text_equals(x->d.raised_by, x->w.actor))
        return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s 提出了这件争议：须由另一人复核"),
                         x->w.actor);
    TRY(assessment_marker(x->w.db,
                          (struct assessment_marker_args){.county = x->w.county,
                                                          .assessment = x->w.id,
                                                          .township = x->d.township,
                                                          .node = x->d.node,
                                                          .actor = x->w.actor},
                          NULL, &marks, e));
    if (marks.n > 0)
        return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s 评过这个项目：须由另一人复核"),
                         x->w.actor);
    return STATUS_OK;
}

/* The leaf as decided; sums above it again. */
static enum status scores_follow(struct deciding *x, const struct disputed *d, int64_t *ret_total,
                                 struct error *e)
{
    size_t n = d->node_count;
    struct assessment_point *points = ARENA_ARRAY(x->w.arena, struct assessment_point, n + 1);
    if (!points)
        return arena_exhausted(e);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < d->score_count; k++) {
            const struct assessment_score_row *s = &d->scores[k];
            if (!text_equals(s->node, d->nodes[i].code))
                continue;
            points[i] = (struct assessment_point){
                .is_applicable = s->is_applicable, .full_cp = s->full_cp, .score_cp = s->score_cp};
            if (&d->nodes[i] == d->leaf)
                points[i].score_cp = x->new_cp;
        }
    }
    *ret_total = assessment_sum_up(d->nodes, n, points);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < d->score_count; k++) {
            struct assessment_score_row row = d->scores[k];
            bool is_leaf = &d->nodes[i] == d->leaf;
            if (!text_equals(row.node, d->nodes[i].code) ||
                (!is_leaf && row.score_cp == points[i].score_cp))
                continue;
            row.score_cp = points[i].score_cp;
            row.dispute = is_leaf ? x->dispute : row.dispute;
            row.why = assessment_why(x->w.arena, &d->nodes[i], &(struct assessment_input){0},
                                     &points[i], row.dispute);
            if (!row.why)
                return arena_exhausted(e);
            TRY(assessment_score_keep(&x->w, &row, e));
        }
    }
    return STATUS_OK;
}

/* Points of the node that decides between equals. */
static enum status tie_points(struct assessment_work *w, int64_t township, int64_t *ret,
                              struct error *e)
{
    struct assessment_score_row *scores;
    size_t n;
    *ret = 0;
    if (text_equals(w->head.tie, "SAME"))
        return STATUS_OK;
    TRY(assessment_score_list(w->db, w->county, w->id, township, KNOWN_NOW, w->arena, &scores, &n,
                              e));
    for (size_t i = 0; i < n; i++) {
        if (text_equals(scores[i].node, w->head.tie))
            *ret = scores[i].score_cp;
    }
    return STATUS_OK;
}

static enum status ranks_follow(struct deciding *x, int64_t total, struct error *e)
{
    struct assessment_rank_row *ranks;
    size_t n;
    TRY(assessment_rank_list(x->w.db, x->w.county, x->w.id, KNOWN_NOW, x->w.arena, &ranks, &n, e));
    struct assessment_standing *list = ARENA_ARRAY(x->w.arena, struct assessment_standing, n + 1);
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; i < n; i++) {
        list[i] = (struct assessment_standing){
            .township = ranks[i].township,
            .total_cp = ranks[i].township == x->d.township ? total : ranks[i].total_cp,
            .is_vetoed = ranks[i].is_vetoed};
        TRY(tie_points(&x->w, ranks[i].township, &list[i].tie_cp, e));
    }
    return assessment_ranks_write(&x->w, list, n, e);
}

static enum status dispute_find(struct deciding *x, struct error *e)
{
    struct assessment_dispute_row row;
    enum status s = assessment_dispute_get(
        x->w.db, (struct assessment_dispute_get_args){.county = x->w.county, .id = x->dispute},
        x->w.arena, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_DISPUTE", _("没有第 %" PRId64 " 号争议"),
                         x->dispute);
    return s == STATUS_OK ? dispute_of_row(&row, x->w.arena, &x->d, e) : s;
}

static enum status decide_work(struct db *db, void *context, struct error *e)
{
    struct deciding *x = context;
    struct disputed d = {0};
    char most_text[ASSESSMENT_POINTS_BYTES];
    int64_t total = 0;
    bool is_upheld = x->new_cp >= 0;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(dispute_find(x, e));
    x->w.id = x->d.assessment;
    TRY(assessment_take(&x->w, PERMISSION_ASSESSMENT_DECIDE, 0, e));
    TRY(dispute_find(x, e)); /* again, now that nobody else can decide it */
    if (x->d.state != DISPUTE_RAISED || x->w.head.state != ASSESSMENT_SCORED)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_DISPUTE",
                         _("第 %" PRId64 " 号争议已经复核（%s）"), x->dispute,
                         _(assessment_dispute_label(x->d.state)));
    TRY(assessment_text_check(x->finding, true, "REASON_MISSING", _("请写明复核意见"), e));
    TRY(decider_check(x, e));
    TRY(disputed_read(&x->w, x->d.township, x->d.node, &d, e));
    int64_t most = d.leaf->rule == ASSESSMENT_BONUS ? d.leaf->cap_cp : d.score->full_cp;
    if (x->new_cp > most)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_POINTS", _("这个项目最多 %s 分"),
                         assessment_points(most, most_text));
    TRY(assessment_record(&x->w, "assessment.dispute.decide", e));
    TRY(assessment_dispute_close(db,
                                 (struct assessment_dispute_close_args){
                                     .county = x->w.county,
                                     .id = x->dispute,
                                     .state = is_upheld ? DISPUTE_UPHELD : DISPUTE_REJECTED,
                                     .finding = x->finding,
                                     .new_cp = is_upheld ? x->new_cp : d.score->score_cp,
                                     .decided_by = x->w.actor,
                                     .decided_on = date_yyyymmdd(x->w.today),
                                     .change = x->w.change},
                                 NULL, e));
    if (!is_upheld)
        return STATUS_OK;
    TRY(scores_follow(x, &d, &total, e));
    return ranks_follow(x, total, e);
}

enum status assessment_dispute_decide(struct db *db, int64_t county, int64_t dispute,
                                      int64_t new_cp, const char *finding, const char *actor,
                                      struct error *e)
{
    struct deciding x = {.w = {.county = county, .actor = actor},
                         .dispute = dispute,
                         .new_cp = new_cp,
                         .finding = finding};
    return assessment_run(db, &x.w, decide_work, &x, e);
}

enum status assessment_dispute_list(struct db *db, int64_t county, int64_t id, int64_t township,
                                    struct arena *arena, struct assessment_dispute **ret,
                                    size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct assessment_dispute *list = ARENA_ARRAY(arena, struct assessment_dispute, DISPUTES_MAX);
    struct assessment_dispute_row row;
    size_t n = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(assessment_dispute_all_open(db,
                                    (struct assessment_dispute_all_args){
                                        .county = county, .assessment = id, .township = township},
                                    &cursor, e));
    while ((s = assessment_dispute_all_next(cursor, &row, e)) == STATUS_OK && n < DISPUTES_MAX)
        TRY(dispute_of_row(&row, arena, &list[n++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
