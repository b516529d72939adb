/* A return's way: submitted, sent back with a reason, or signed by another than who wrote it. */
#include "domain/project/return_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

enum status return_begin(struct project_work *w, int64_t id, enum return_state state,
                         enum permission permission, const char *action, struct project_return *ret,
                         struct error *e)
{
    struct project_return r;
    enum status s = project_return_read(w->db, w->county, id, w->arena, &r, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "PROJECT_RETURN_UNKNOWN",
                         _("没有第 %" PRId64 " 号月报"), id);
    if (s != STATUS_OK)
        return s;
    w->id = r.project;
    TRY(project_work_begin(w, permission, PERMISSION_NONE, action, e));
    /* Again, now that nobody else can write it. */
    TRY(project_return_read(w->db, w->county, id, w->arena, &r, e));
    if (r.state != state)
        return error_set(e, STATUS_REFUSED, "PROJECT_RETURN_STATE",
                         _("第 %" PRId64 " 号月报%s，现在不能办理"), id,
                         _(return_state_label(r.state)));
    *ret = r;
    return STATUS_OK;
}

#define DETAIL_BYTES 160

struct stepping {
    struct project_work w;
    int64_t id;
    const char *reason;
    char detail[DETAIL_BYTES];
};

static enum status step_do(struct db *db, int64_t county, int64_t id, const char *reason,
                           const char *actor, db_work work, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PROJECT_ARENA_BYTES);
    struct stepping x = {
        .w = {.arena = arena, .county = county, .actor = actor}, .id = id, .reason = reason};
    return arena ? db_transaction(db, work, &x, e) : arena_exhausted(e);
}

static enum status state_set(struct stepping *x, enum return_state from, enum return_state to,
                             struct error *e)
{
    return project_return_state(x->w.db,
                                (struct project_return_state_args){.county = x->w.county,
                                                                   .id = x->id,
                                                                   .state = to,
                                                                   .from_state = from,
                                                                   .reason = x->reason},
                                NULL, e);
}

static enum status submit_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    struct project_return r;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(return_begin(&x->w, x->id, RETURN_DRAFT, PERMISSION_PROJECT_RETURN, "project.return.submit",
                     &r, e));
    return state_set(x, RETURN_DRAFT, RETURN_SUBMITTED, e);
}

enum status project_return_submit(struct db *db, int64_t county, int64_t id, const char *actor,
                                  struct error *e)
{
    return step_do(db, county, id, "", actor, submit_work, e);
}

static enum status send_back_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    struct project_return r;
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(return_begin(&x->w, x->id, RETURN_SUBMITTED, PERMISSION_PROJECT_SIGN,
                     "project.return.send-back", &r, e));
    TRY(project_text_check("reason", x->reason, true, e));
    return state_set(x, RETURN_SUBMITTED, RETURN_SENT_BACK, e);
}

enum status project_return_send_back(struct db *db, int64_t county, int64_t id, const char *reason,
                                     const char *actor, struct error *e)
{
    if (!reason || !reason[0])
        return error_set(e, STATUS_REFUSED, "REASON_MISSING", _("请写明退回原因"));
    return step_do(db, county, id, reason, actor, send_back_work, e);
}

void project_return_hash(const struct project_return *r, uint8_t out[HASH_BYTES])
{
    struct hash_state h;
    hash_init(&h);
    hash_put_number(&h, r->project);
    hash_put_number(&h, month_yyyymm(r->month));
    hash_put_number(&h, r->version);
    hash_put_number(&h, r->beds_added);
    hash_put_number(&h, r->invested.v);
    for (size_t i = 0; i < PROJECT_SOURCES; i++)
        hash_put_number(&h, r->received[i].v);
    hash_put_number(&h, (int64_t)r->stage);
    hash_put_text(&h, r->progress);
    hash_put_text(&h, r->problem);
    hash_put_text(&h, r->cause);
    hash_put_text(&h, r->measure);
    hash_put_text(&h, r->prepared_by);
    hash_final(&h, out);
}

/* Totals of all that are signed, which follow the one signed now. */
static enum status totals_follow(struct project_work *w, struct error *e)
{
    struct return_line line;
    TRY(return_line_read(w, NULL, &line, e));
    for (size_t i = 0; i < line.count; i++)
        TRY(project_return_totals(
            w->db,
            (struct project_return_totals_args){.county = w->county,
                                                .id = line.rows[i].id,
                                                .beds_total = line.rows[i].beds_total,
                                                .invested_total = line.rows[i].invested_total},
            NULL, e));
    return STATUS_OK;
}

/* The trail names what is signed: neither row nor hash can be put another way afterwards. */
static enum status signing_say(struct stepping *x, uint8_t ret_hash[HASH_BYTES], struct error *e)
{
    struct project_return r;
    char hex[HASH_HEX_BYTES];
    enum status s = project_return_read(x->w.db, x->w.county, x->id, x->w.arena, &r, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    x->w.id = r.project;
    TRY(return_stage(&x->w, r.month, &r.stage, e));
    project_return_hash(&r, ret_hash);
    hash_hex(ret_hash, hex);
    (void)snprintf(x->detail, sizeof x->detail, "{\"return\":%" PRId64 ",\"content\":\"%s\"}", r.id,
                   hex);
    x->w.detail = x->detail;
    return STATUS_OK;
}

static enum status sign_work(struct db *db, void *context, struct error *e)
{
    struct stepping *x = context;
    struct project_return r;
    struct return_line line;
    uint8_t said[HASH_BYTES] = {0}, hash[HASH_BYTES];
    x->w.db = db;
    arena_reset(x->w.arena);
    TRY(signing_say(x, said, e));
    TRY(return_begin(&x->w, x->id, RETURN_SUBMITTED, PERMISSION_PROJECT_SIGN, "project.return.sign",
                     &r, e));
    if (text_equals(r.prepared_by, x->w.actor))
        return project_same_person(e, x->w.actor);
    TRY(return_line_read(&x->w, &r, &line, e));
    TRY(return_line_check(&x->w, &line, &r, e));
    TRY(return_stage(&x->w, r.month, &r.stage, e));
    project_return_hash(&r, hash);
    if (memcmp(said, hash, HASH_BYTES) != 0)
        return error_set(e, STATUS_REFUSED, "PROJECT_RETURN_STATE",
                         _("第 %" PRId64 " 号月报刚刚改动过，请重新查看后再签发"), x->id);
    TRY(project_return_replace(
        db,
        (struct project_return_replace_args){
            .county = x->w.county, .project = x->w.id, .month = r.month, .change = x->w.change},
        NULL, e));
    TRY(project_return_seal(db,
                            (struct project_return_seal_args){.county = x->w.county,
                                                              .id = x->id,
                                                              .signed_by = x->w.actor,
                                                              .signed_on = x->w.today,
                                                              .stage = r.stage,
                                                              .content_hash = {hash, sizeof hash},
                                                              .change = x->w.change},
                            NULL, e));
    return totals_follow(&x->w, e);
}

enum status project_return_sign(struct db *db, int64_t county, int64_t id, const char *actor,
                                struct error *e)
{
    return step_do(db, county, id, "", actor, sign_work, e);
}
