/* A draft comes into force, or goes. Whoever prepared it does not issue it. */
#include "domain/target/target_internal.h"

#include "target_sql.h"

struct issuing {
    struct arena *arena;
    int64_t county, id;
    int year;
    const char *document, *actor;
    size_t count;
};

static enum status state_refuse(struct error *e, const struct target_split *s)
{
    return error_set(e, STATUS_REFUSED, "TARGET_STATE", _("第 %" PRId64 " 号目标分解%s，不能办理"),
                     s->id, _(target_state_label(s->state)));
}

static enum status draft_read(struct db *db, const struct issuing *x, struct target_split *ret,
                              struct error *e)
{
    enum status s = target_split_read(db, x->county, x->id, KNOWN_NOW, x->arena, ret, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "TARGET_UNKNOWN", _("没有第 %" PRId64 " 号目标分解"),
                         x->id);
    if (s == STATUS_OK && ret->state != TARGET_DRAFT)
        return state_refuse(e, ret);
    return s;
}

/* The trail names the content: neither shares nor hash can be put another way afterwards. */
static enum status issue_one(struct db *db, struct issuing *x, const struct target_split *s,
                             struct error *e)
{
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES], detail[TARGET_DETAIL_BYTES];
    int64_t change, affected;
    if (text_equals(s->prepared_by, x->actor))
        return target_same_person(e, x->actor);
    target_split_hash(s, hash);
    hash_hex(hash, hex);
    (void)snprintf(detail, sizeof detail, "{\"split\":%" PRId64 ",\"content\":\"%s\"}", s->id, hex);
    TRY(target_change(db, x->county, x->actor, "target.issue", "target_split", s->id, detail,
                      &change, e));
    TRY(target_split_replace(db,
                             (struct target_split_replace_args){.county = x->county,
                                                                .year = s->year,
                                                                .book = target_book_code(s->book),
                                                                .measure = s->measure,
                                                                .due_on = s->due_on,
                                                                .change = change},
                             NULL, e));
    TRY(target_split_put(db,
                         (struct target_split_put_args){.county = x->county,
                                                        .id = s->id,
                                                        .document = x->document,
                                                        .issued_by = x->actor,
                                                        .issued_on = date_today(),
                                                        .change = change},
                         &affected, e));
    x->count++;
    return affected == 1 ? STATUS_OK : state_refuse(e, s);
}

static enum status issue_work(struct db *db, void *context, struct error *e)
{
    struct issuing *x = context;
    struct target_split one, *list = &one;
    size_t n = 1;
    arena_reset(x->arena);
    x->count = 0;
    TRY(target_may(db, x->county, x->actor, PERMISSION_TARGET_ISSUE, TARGET_PLACE(x->county),
                   x->arena, NULL, e));
    TRY(target_text_check("TARGET_FIELD", "document", x->document, true, e));
    if (x->id)
        TRY(draft_read(db, x, &one, e));
    else
        TRY(target_split_list(db, x->county,
                              &(struct target_filter){.year = x->year, .is_current_only = true},
                              KNOWN_NOW, x->arena, &list, &n, e));
    for (size_t i = 0; i < n; i++) {
        if (list[i].state == TARGET_DRAFT)
            TRY(issue_one(db, x, &list[i], e));
    }
    return x->count ? STATUS_OK : STATUS_NONE;
}

enum status target_split_issue(struct db *db, int64_t county, int64_t id, int year,
                               const char *document, const char *actor, size_t *ret_count,
                               struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct issuing x = {.arena = arena,
                        .county = county,
                        .id = id,
                        .year = year,
                        .document = document,
                        .actor = actor};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, issue_work, &x, e));
    if (ret_count)
        *ret_count = x.count;
    return STATUS_OK;
}

static enum status discard_work(struct db *db, void *context, struct error *e)
{
    struct issuing *x = context;
    struct target_split s;
    int64_t change, affected;
    arena_reset(x->arena);
    TRY(target_may(db, x->county, x->actor, PERMISSION_TARGET_MANAGE, TARGET_PLACE(x->county),
                   x->arena, NULL, e));
    TRY(draft_read(db, x, &s, e));
    TRY(target_change(db, x->county, x->actor, "target.discard", "target_split", x->id, NULL,
                      &change, e));
    TRY(target_split_drop(
        db, (struct target_split_drop_args){.county = x->county, .id = x->id, .change = change},
        &affected, e));
    return affected == 1 ? STATUS_OK : state_refuse(e, &s);
}

enum status target_split_discard(struct db *db, int64_t county, int64_t id, const char *actor,
                                 struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct issuing x = {.arena = arena, .county = county, .id = id, .actor = actor};
    return arena ? db_transaction(db, discard_work, &x, e) : arena_exhausted(e);
}
