/* Self-assessments: written by the clerk, signed by the lead of the same township. */
#include "domain/assessment/self_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "self_sql.h"

#define SELF_ARENA_BYTES ((size_t)64 << 20)
#define TEXT_BYTES_MAX 6000
#define DETAIL_BYTES 200
static const char FIELD[] = "SELF_ASSESSMENT_FIELD";

struct self_work {
    struct db *db;
    struct arena *arena;
    int64_t county, assessment, township, change;
    const char *actor, *reason;
    const struct self_assessment_entry *entry;
    struct date today;
    struct assessment_head head;
    struct self_assessment now;
    struct self_assessment_line *lines;
    size_t line_count;
    char detail[DETAIL_BYTES];
};

static enum status may(const struct self_work *w, enum permission permission, struct error *e)
{
    struct access_user user;
    enum status s = access_user_by_name(w->db, w->county, w->actor, w->arena, &user, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_NONE || user.is_locked || !access_can(user.role, permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), w->actor,
                         _(PERMISSIONS[permission].label));
    if (!access_in_scope(user.scope, w->township))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 只能办理本乡镇的自查自评"),
                         w->actor);
    return STATUS_OK;
}

static enum status refuse_unknown(const struct self_work *w, struct error *e)
{
    return error_set(e, STATUS_REFUSED, "ASSESSMENT_UNKNOWN",
                     _("没有第 %" PRId64 " 号考核，或本县没有乡镇 %" PRId64), w->assessment,
                     w->township);
}

static enum status lines_read(struct self_work *w, struct error *e)
{
    return self_assessment_line_list(w->db, w->county, w->assessment, w->township, w->arena,
                                     &w->lines, &w->line_count, e);
}

static enum status record(struct self_work *w, const char *action, struct error *e)
{
    char subject[64];
    assert(db_in_transaction(w->db));
    (void)snprintf(subject, sizeof subject, "assessment %" PRId64, w->assessment);
    return change_record(
        w->db, w->county,
        &(struct change_entry){
            .actor = w->actor, .action = action, .subject = subject, .detail = w->detail},
        &w->change, e);
}

#define IN(state) (1u << (state))
/* Who acts, on what, and in which states it may be (bits; 0: nothing written). */
static enum status begin(struct self_work *w, enum permission permission, const char *action,
                         unsigned states, struct error *e)
{
    w->today = date_today();
    if (!w->detail[0])
        (void)snprintf(w->detail, sizeof w->detail, "{\"township\":%" PRId64 "}", w->township);
    TRY(record(w, action, e));
    enum status s = assessment_head_read(w->db, w->county, w->assessment, w->arena, &w->head, e);
    if (s == STATUS_OK)
        s = self_assessment_read(w->db, w->county, w->assessment, w->township, w->arena, &w->now,
                                 e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? refuse_unknown(w, e) : s;
    TRY(may(w, permission, e));
    if (w->head.state != ASSESSMENT_OPEN)
        return error_set(e, STATUS_REFUSED, "SELF_ASSESSMENT_CLOSED",
                         _("第 %" PRId64 " 号考核%s，自查自评已经截止"), w->assessment,
                         _(assessment_state_label(w->head.state)));
    if (!(states & IN(w->now.state)))
        return error_set(e, STATUS_REFUSED, "SELF_ASSESSMENT_STATE",
                         _("%s的自查自评%s，现在不能这样办理"), w->now.township_name,
                         _(self_assessment_state_label(w->now.state)));
    return STATUS_OK;
}

static enum status text_check(const char *code, const char *field, const char *text, bool is_needed,
                              struct error *e)
{
    if (text && text[0] && strlen(text) <= TEXT_BYTES_MAX && utf8_is_valid(text, strlen(text)))
        return STATUS_OK;
    if ((!text || !text[0]) && !is_needed)
        return STATUS_OK;
    (void)error_set(e, STATUS_REFUSED, code, "%s",
                    !text || !text[0] ? _("这一栏没有填写") : _("这一栏太长，请写得简短些"));
    return error_place(e, "%s", field);
}

static enum status claim_put(struct self_work *w, const struct self_assessment_claim *c,
                             struct error *e)
{
    const struct self_assessment_line *line = NULL;
    for (size_t i = 0; i < w->line_count; i++)
        if (w->lines[i].is_claimable && text_equals(w->lines[i].node.code, c->node))
            line = &w->lines[i];
    if (!line) {
        (void)error_set(e, STATUS_REFUSED, "SELF_ASSESSMENT_NODE",
                        _("“%.40s”不是可以自评的考核项目"), c->node ? c->node : "");
        return error_place(e, "%.40s", c->node ? c->node : "");
    }
    if (c->claimed_cp < 0 || c->claimed_cp > line->node.weight_cp) {
        (void)error_set(e, STATUS_REFUSED, "SELF_ASSESSMENT_BEYOND",
                        _("“%s”自评分应在 0 到 %" PRId64 ".%02d 分之间"), line->node.title,
                        line->node.weight_cp / 100, (int)(line->node.weight_cp % 100));
        return error_place(e, "%s", c->node);
    }
    TRY(text_check(FIELD, c->node, c->statement, false, e));
    return self_assessment_line_put(
        w->db,
        (struct self_assessment_line_put_args){.county = w->county,
                                               .assessment = w->assessment,
                                               .township = w->township,
                                               .node = c->node,
                                               .claimed_cp = c->claimed_cp,
                                               .statement = c->statement ? c->statement : "",
                                               .actor = w->actor},
        NULL, e);
}

static enum status write_work(struct db *db, void *context, struct error *e)
{
    struct self_work *w = context;
    const struct self_assessment_entry *n = w->entry;
    w->db = db;
    arena_reset(w->arena);
    TRY(begin(w, PERMISSION_ASSESSMENT_SELF, "self_assessment.write",
              IN(0) | IN(SELF_ASSESSMENT_DRAFT) | IN(SELF_ASSESSMENT_SENT_BACK), e));
    TRY(text_check(FIELD, "summary", n->summary, false, e));
    TRY(text_check(FIELD, "problems", n->problems, false, e));
    if (!w->now.id)
        TRY(counter_take(db, w->county, "self_assessment", 1, &w->now.id, e));
    TRY(self_assessment_put(
        db,
        (struct self_assessment_put_args){.county = w->county,
                                          .assessment = w->assessment,
                                          .township = w->township,
                                          .id = w->now.id,
                                          .summary = n->summary ? n->summary : w->now.summary,
                                          .problems = n->problems ? n->problems : w->now.problems,
                                          .prepared_by = w->actor,
                                          .prepared_on = w->today,
                                          .known_from = w->change},
        NULL, e));
    TRY(lines_read(w, e));
    for (size_t i = 0; i < n->claim_count; i++)
        TRY(claim_put(w, &n->claims[i], e));
    return STATUS_OK;
}

static enum status missing(struct error *e, const char *place, const char *reason)
{
    (void)error_set(e, STATUS_REFUSED, "SELF_ASSESSMENT_MISSING", "%s", reason);
    return error_place(e, "%s", place);
}

static enum status submit_work(struct db *db, void *context, struct error *e)
{
    struct self_work *w = context;
    size_t claimed = 0;
    w->db = db;
    arena_reset(w->arena);
    TRY(begin(w, PERMISSION_ASSESSMENT_SELF, "self_assessment.submit", IN(SELF_ASSESSMENT_DRAFT),
              e));
    if (!w->now.summary[0])
        return missing(e, "summary", _("自查情况没有填写"));
    TRY(lines_read(w, e));
    for (size_t i = 0; i < w->line_count; i++) {
        const struct self_assessment_line *l = &w->lines[i];
        claimed += l->is_claimed ? 1 : 0;
        if (l->is_claimable && l->node.source == ASSESSMENT_SELF && !l->is_claimed)
            return missing(e, l->node.code, _("由乡镇自评的项目没有填写自评分"));
    }
    if (claimed == 0)
        return missing(e, "claims", _("还没有填写任何项目的自评分"));
    return self_assessment_move(
        db,
        (struct self_assessment_move_args){.county = w->county,
                                           .assessment = w->assessment,
                                           .township = w->township,
                                           .from_state = SELF_ASSESSMENT_DRAFT,
                                           .to_state = SELF_ASSESSMENT_SUBMITTED,
                                           .reason = ""},
        NULL, e);
}

/* The trail names what is signed: the hash is reckoned before, and compared after the change. */
static enum status signing_say(struct self_work *w, uint8_t said[HASH_BYTES], struct error *e)
{
    struct self_assessment self;
    char hex[HASH_HEX_BYTES];
    enum status s =
        self_assessment_read(w->db, w->county, w->assessment, w->township, w->arena, &self, e);
    if (s == STATUS_OK)
        s = lines_read(w, e);
    if (s != STATUS_OK)
        return s == STATUS_NONE ? refuse_unknown(w, e) : s;
    self_assessment_hash(w->county, &self, w->lines, w->line_count, said);
    hash_hex(said, hex);
    (void)snprintf(w->detail, sizeof w->detail,
                   "{\"self_assessment\":%" PRId64 ",\"content\":\"%s\"}", self.id, hex);
    return STATUS_OK;
}

static enum status sign_work(struct db *db, void *context, struct error *e)
{
    struct self_work *w = context;
    uint8_t said[HASH_BYTES], hash[HASH_BYTES];
    w->db = db;
    arena_reset(w->arena);
    TRY(signing_say(w, said, e));
    TRY(begin(w, PERMISSION_ASSESSMENT_SIGN, "self_assessment.sign", IN(SELF_ASSESSMENT_SUBMITTED),
              e));
    if (text_equals(w->now.prepared_by, w->actor))
        return error_set(e, STATUS_REFUSED, "SAME_PERSON", _("%s 是填报人：须由另一人签发"),
                         w->actor);
    TRY(lines_read(w, e));
    self_assessment_hash(w->county, &w->now, w->lines, w->line_count, hash);
    if (memcmp(said, hash, HASH_BYTES) != 0)
        return error_set(e, STATUS_REFUSED, "SELF_ASSESSMENT_STATE",
                         _("%s的自查自评刚刚改动过，请重新查看后再签发"), w->now.township_name);
    for (size_t i = 0; i < w->line_count; i++) {
        if (w->lines[i].is_claimed)
            TRY(self_assessment_freeze(
                db,
                (struct self_assessment_freeze_args){.county = w->county,
                                                     .assessment = w->assessment,
                                                     .township = w->township,
                                                     .node = w->lines[i].node.code,
                                                     .numerator = w->lines[i].numerator,
                                                     .denominator = w->lines[i].denominator},
                NULL, e));
    }
    return self_assessment_seal(
        db,
        (struct self_assessment_seal_args){.county = w->county,
                                           .assessment = w->assessment,
                                           .township = w->township,
                                           .signed_by = w->actor,
                                           .signed_on = w->today,
                                           .content_hash = {hash, sizeof hash},
                                           .change = w->change},
        NULL, e);
}

static enum status send_back_work(struct db *db, void *context, struct error *e)
{
    struct self_work *w = context;
    w->db = db;
    arena_reset(w->arena);
    TRY(begin(w, PERMISSION_ASSESSMENT_SIGN, "self_assessment.send_back",
              IN(SELF_ASSESSMENT_SUBMITTED), e));
    TRY(text_check("REASON_MISSING", "reason", w->reason, true, e));
    return self_assessment_move(
        db,
        (struct self_assessment_move_args){.county = w->county,
                                           .assessment = w->assessment,
                                           .township = w->township,
                                           .from_state = SELF_ASSESSMENT_SUBMITTED,
                                           .to_state = SELF_ASSESSMENT_SENT_BACK,
                                           .reason = w->reason},
        NULL, e);
}

static enum status self_do(struct db *db, struct self_work *w, db_work work, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SELF_ARENA_BYTES);
    w->arena = arena;
    return arena ? db_transaction(db, work, w, e) : arena_exhausted(e);
}

enum status self_assessment_write(struct db *db, int64_t county,
                                  const struct self_assessment_entry *entry, const char *actor,
                                  int64_t *ret_id, struct error *e)
{
    struct self_work w = {.county = county,
                          .assessment = entry->assessment,
                          .township = entry->township,
                          .actor = actor,
                          .entry = entry};
    TRY(self_do(db, &w, write_work, e));
    *ret_id = w.now.id;
    return STATUS_OK;
}

enum status self_assessment_submit(struct db *db, int64_t county, int64_t assessment,
                                   int64_t township, const char *actor, struct error *e)
{
    struct self_work w = {
        .county = county, .assessment = assessment, .township = township, .actor = actor};
    return self_do(db, &w, submit_work, e);
}

enum status self_assessment_sign(struct db *db, int64_t county, int64_t assessment,
                                 int64_t township, const char *actor, struct error *e)
{
    struct self_work w = {
        .county = county, .assessment = assessment, .township = township, .actor = actor};
    return self_do(db, &w, sign_work, e);
}

enum status self_assessment_send_back(struct db *db, int64_t county, int64_t assessment,
                                      int64_t township, const char *reason, const char *actor,
                                      struct error *e)
{
    struct self_work w = {.county = county,
                          .assessment = assessment,
                          .township = township,
                          .actor = actor,
                          .reason = reason};
    return self_do(db, &w, send_back_work, e);
}
