/* Visits: handed in with what they lead to, or struck. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/inspection/inspection_visit.h"
#include "domain/meeting/problem.h"
#include "inspection_sql.h"

#define DETAIL_BYTES 160
#define TITLE_BYTES 120

struct submitting {
    struct inspection_work w;
    const struct inspection_demand *demands;
    size_t count;
    const char *reason;
    char detail[DETAIL_BYTES];
};

/* The trail names what is handed in: neither row nor hash can be put another way afterwards. */
static enum status submitting_say(struct submitting *x, struct db *db, uint8_t said[HASH_BYTES],
                                  struct error *e)
{
    struct inspection visit;
    char hex[HASH_HEX_BYTES];
    enum status s = inspection_read(db, x->w.act.county, x->w.act.id,
                                    &(struct inspection_filter){0}, x->w.act.arena, &visit, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? STATUS_OK : s;
    TRY(inspection_hash(db, x->w.act.county, &visit, x->w.act.arena, said, e));
    hash_hex(said, hex);
    (void)snprintf(x->detail, sizeof x->detail, "{\"inspection\":%" PRId64 ",\"content\":\"%s\"}",
                   x->w.act.id, hex);
    x->w.detail = x->detail;
    return STATUS_OK;
}

static enum status finding_find(struct submitting *x, int number, struct inspection_finding *ret,
                                struct error *e)
{
    struct inspection_finding *list;
    size_t n;
    TRY(inspection_finding_list(x->w.act.db, x->w.act.county, x->w.act.id, x->w.act.arena, &list,
                                &n, e));
    for (size_t i = 0; i < n; i++) {
        if (list[i].number == number &&
            (list[i].kind == INSPECTION_DEFECT || list[i].kind == INSPECTION_MISSED_STEP)) {
            *ret = list[i];
            return STATUS_OK;
        }
    }
    return inspection_field_refuse(e, "INSPECTION_FIELD", "demand",
                                   _("只有“不足”和“漏办环节”可以转为问题或整改"));
}

/* The first line of a text, whole characters. */
static void title_of(const char *text, char out[TITLE_BYTES])
{
    size_t n = strcspn(text, "\n");
    if (n >= TITLE_BYTES)
        n = TITLE_BYTES - 1;
    while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
        n--;
    memcpy(out, text, n);
    out[n] = '\0';
}

static enum status demand_raise(struct submitting *x, const struct inspection_demand *d,
                                struct error *e)
{
    struct inspection_act *act = &x->w.act;
    struct inspection_finding f = {0};
    char title[TITLE_BYTES];
    int64_t id;
    TRY(finding_find(x, d->finding, &f, e));
    if (d->is_order)
        return rectification_issue_within(
            act->db, act->county,
            &(struct rectification_new){.origin = RECTIFICATION_INSPECTION,
                                        .origin_id = act->id,
                                        .township = x->w.visit.township,
                                        .node = f.node,
                                        .problem = f.text,
                                        .demand = d->demand,
                                        .document = "",
                                        .issued_on = act->today,
                                        .due_on = d->due_on},
            act->actor, act->change, &id, e);
    title_of(f.text, title);
    return problem_raise_within(act->db, act->county,
                                &(struct problem_new){.source = PROBLEM_INSPECTION,
                                                      .source_id = act->id,
                                                      .township = x->w.visit.township,
                                                      .indicator = "",
                                                      .title = title,
                                                      .cause = f.text,
                                                      .measure = d->demand,
                                                      .owner = d->owner,
                                                      .raised_on = act->today,
                                                      .due_on = d->due_on},
                                act->actor, act->change, &id, e);
}

static enum status submit_work(struct db *db, void *context, struct error *e)
{
    struct submitting *x = context;
    uint8_t said[HASH_BYTES] = {0}, hash[HASH_BYTES];
    arena_reset(x->w.act.arena);
    TRY(submitting_say(x, db, said, e));
    TRY(inspection_work_begin(&x->w, db, "inspection.submit", e));
    if (x->w.visit.findings + x->w.visit.marks == 0)
        return error_set(e, STATUS_REFUSED, "INSPECTION_EMPTY",
                         _("第 %" PRId64 " 号检查还没有记录任何情况或评分"), x->w.act.id);
    TRY(inspection_hash(db, x->w.act.county, &x->w.visit, x->w.act.arena, hash, e));
    if (memcmp(said, hash, HASH_BYTES) != 0)
        return error_set(e, STATUS_REFUSED, "INSPECTION_STATE",
                         _("第 %" PRId64 " 号检查刚刚改动过，请重新查看后再提交"), x->w.act.id);
    for (size_t i = 0; i < x->count; i++)
        TRY(demand_raise(x, &x->demands[i], e));
    return inspection_seal(db,
                           (struct inspection_seal_args){.county = x->w.act.county,
                                                         .id = x->w.act.id,
                                                         .submitted_on = x->w.act.today,
                                                         .content_hash = {hash, sizeof hash},
                                                         .change = x->w.act.change},
                           NULL, e);
}

enum status inspection_submit(struct db *db, int64_t county, int64_t id,
                              const struct inspection_demand *demands, size_t count,
                              const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct submitting x = {
        .w = {.act = {.arena = arena, .county = county, .id = id, .actor = actor}},
        .demands = demands,
        .count = count};
    return arena ? db_transaction(db, submit_work, &x, e) : arena_exhausted(e);
}

static enum status strike_work(struct db *db, void *context, struct error *e)
{
    struct submitting *x = context;
    arena_reset(x->w.act.arena);
    TRY(inspection_work_begin(&x->w, db, "inspection.strike", e));
    TRY(inspection_text_check("REASON_MISSING", "reason", x->reason, true,
                              INSPECTION_TEXT_BYTES_MAX, e));
    return inspection_set_struck(db,
                                 (struct inspection_set_struck_args){.county = x->w.act.county,
                                                                     .id = x->w.act.id,
                                                                     .reason = x->reason},
                                 NULL, e);
}

enum status inspection_strike(struct db *db, int64_t county, int64_t id, const char *reason,
                              const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(INSPECTION_ARENA_BYTES);
    struct submitting x = {
        .w = {.act = {.arena = arena, .county = county, .id = id, .actor = actor}},
        .reason = reason};
    return arena ? db_transaction(db, strike_work, &x, e) : arena_exhausted(e);
}
