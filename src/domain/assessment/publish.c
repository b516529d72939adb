/* A round is published by another than who opened it: what is published can not be put another way
   afterwards. Items far behind become orders to put right. */
#include "domain/assessment/assessment_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "assessment_sql.h"
#include "base/i18n.h"
#include "base/text.h"
#include "domain/inspection/rectification.h"

#define LINE_BYTES 320
#define BP 10000

struct publishing {
    struct assessment_work w;
    const struct assessment_publication *p;
    int64_t orders;
    char detail[160];
};

static void line_add(struct hash_state *h, const char *line)
{
    hash_update(h, line, strlen(line));
}

enum status assessment_content(struct db *db, int64_t county, int64_t id, int64_t known,
                               uint8_t ret_hash[HASH_BYTES], struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ASSESSMENT_ARENA_BYTES);
    struct assessment_head head;
    struct assessment_rank_row *ranks;
    struct assessment_score_row *scores;
    struct hash_state h;
    char line[LINE_BYTES];
    size_t n, count;
    if (!arena)
        return arena_exhausted(e);
    TRY(assessment_head_read(db, county, id, arena, &head, e));
    TRY(assessment_rank_list(db, county, id, known, arena, &ranks, &n, e));
    TRY(assessment_score_list(db, county, id, 0, known, arena, &scores, &count, e));
    hash_init(&h);
    (void)snprintf(line, sizeof line, "assessment %" PRId64 " %d %s %d %d\n", id, head.year,
                   assessment_scope_code(head.scope), month_yyyymm(head.from),
                   month_yyyymm(head.to));
    line_add(&h, line);
    for (size_t i = 0; i < n; i++) {
        (void)snprintf(line, sizeof line, "rank %d %" PRId64 " %" PRId64 " %d\n", ranks[i].rank,
                       ranks[i].township, ranks[i].total_cp, ranks[i].is_vetoed ? 1 : 0);
        line_add(&h, line);
    }
    for (size_t i = 0; i < count; i++) {
        const struct assessment_score_row *s = &scores[i];
        (void)snprintf(line, sizeof line,
                       "score %" PRId64 " %s %d %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
                       " %" PRId64 " %" PRId64 " %" PRId64 "\n",
                       s->township, s->node, s->is_applicable ? 1 : 0, s->full_cp, s->score_cp,
                       s->numerator, s->denominator, s->target_bp, s->cases, s->dispute);
        line_add(&h, line);
    }
    hash_final(&h, ret_hash);
    return STATUS_OK;
}

static const struct assessment_node *node_of(const struct assessment_node *nodes, size_t count,
                                             const char *code)
{
    for (size_t i = 0; i < count; i++) {
        if (text_equals(nodes[i].code, code))
            return &nodes[i];
    }
    return NULL;
}

/* What a township says of itself, and what people say of it, is not put right by an order. */
static bool is_behind(const struct publishing *x, const struct assessment_node *n,
                      const struct assessment_score_row *s)
{
    return n && n->is_leaf && s->is_applicable && s->full_cp > 0 && n->source != ASSESSMENT_SELF &&
           n->source != ASSESSMENT_SURVEY && s->score_cp * BP < s->full_cp * x->p->order_share_bp;
}

static enum status orders_issue(struct publishing *x, struct error *e)
{
    struct assessment_node *nodes;
    struct assessment_score_row *scores;
    size_t count, n;
    TRY(assessment_tree_read(x->w.db, x->w.county, x->w.head.plan, x->w.head.scope, x->w.arena,
                             &nodes, &count, e));
    TRY(assessment_score_list(x->w.db, x->w.county, x->w.id, 0, KNOWN_NOW, x->w.arena, &scores, &n,
                              e));
    for (size_t i = 0; i < n; i++) {
        const struct assessment_node *node = node_of(nodes, count, scores[i].node);
        char score[ASSESSMENT_POINTS_BYTES], full[ASSESSMENT_POINTS_BYTES];
        int64_t id;
        if (!is_behind(x, node, &scores[i]))
            continue;
        const char *problem =
            arena_printf(x->w.arena, "%s：得 %s 分，满分 %s 分；%s", node->title,
                         assessment_points(scores[i].score_cp, score),
                         assessment_points(scores[i].full_cp, full), scores[i].why);
        const char *demand = arena_printf(
            x->w.arena, "按方案 %s 的要求查明原因，逐项整改，按期报送整改情况和证明", node->clause);
        if (!problem || !demand)
            return arena_exhausted(e);
        TRY(rectification_issue_within(
            x->w.db, x->w.county,
            &(struct rectification_new){.origin = RECTIFICATION_ASSESSMENT,
                                        .origin_id = x->w.id,
                                        .township = scores[i].township,
                                        .node = node->code,
                                        .problem = problem,
                                        .demand = demand,
                                        .document = x->p->document,
                                        .issued_on = x->w.today,
                                        .due_on = x->p->due_on},
            x->w.actor, x->w.change, &id, e));
        x->orders++;
    }
    return STATUS_OK;
}

static enum status publish_work(struct db *db, void *context, struct error *e)
{
    struct publishing *x = context;
    const struct assessment_transition *t;
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    x->w.db = db;
    x->orders = 0;
    arena_reset(x->w.arena);
    TRY(assessment_take(&x->w, PERMISSION_ASSESSMENT_DECIDE, 0, e));
    TRY(assessment_step_find(&x->w, ASSESSMENT_PUBLISHED, &t, e));
    if (text_equals(x->w.head.opened_by, x->w.actor))
        return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s 启动了这次考核：须由另一人公布"),
                         x->w.actor);
    TRY(assessment_text_check(x->p->document, true, "ASSESSMENT_DOCUMENT", _("请写明公布的文号"),
                              e));
    if (x->p->order_share_bp > 0 && x->p->due_on.v < x->w.today.v)
        return error_set(e, STATUS_REFUSED, "ASSESSMENT_DAY", _("整改期限不能早于今天"));
    TRY(assessment_content(db, x->w.county, x->w.id, KNOWN_NOW, hash, e));
    hash_hex(hash, hex);
    (void)snprintf(x->detail, sizeof x->detail, "{\"assessment\":%" PRId64 ",\"content\":\"%s\"}",
                   x->w.id, hex);
    x->w.detail = x->detail;
    TRY(assessment_record(&x->w, t->action, e));
    TRY(assessment_published_set(
        db,
        (struct assessment_published_set_args){.county = x->w.county,
                                               .id = x->w.id,
                                               .published_by = x->w.actor,
                                               .published_on = date_yyyymmdd(x->w.today),
                                               .document = x->p->document,
                                               .content_hash = {hash, sizeof hash},
                                               .change = x->w.change},
        NULL, e));
    TRY(assessment_step_write(&x->w, ASSESSMENT_PUBLISHED, x->p->document, e));
    return x->p->order_share_bp > 0 ? orders_issue(x, e) : STATUS_OK;
}

enum status assessment_publish(struct db *db, int64_t county, int64_t id,
                               const struct assessment_publication *publication, const char *actor,
                               int64_t *ret_orders, struct error *e)
{
    struct publishing x = {.w = {.county = county, .id = id, .actor = actor}, .p = publication};
    TRY(assessment_run(db, &x.w, publish_work, &x, e));
    if (ret_orders)
        *ret_orders = x.orders;
    return STATUS_OK;
}
