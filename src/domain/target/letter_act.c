/* Letters issued by the director and signed by the townships' leads. */
#include "domain/target/target_internal.h"

#include "target_sql.h"

#define CODE "TARGET_FIELD"

struct lettering {
    struct arena *arena;
    int64_t county, township, id;
    int year;
    const char *document, *actor, *signer;
    struct target_split *splits;
    size_t split_count, count;
    struct date today;
};

/* Those in force that ask something of this township. */
static enum status lines_make(const struct lettering *x, int64_t township, struct target_letter *l,
                              struct error *e)
{
    l->lines = ARENA_ARRAY(x->arena, struct target_letter_line, x->split_count + 1);
    if (!l->lines)
        return arena_exhausted(e);
    for (size_t i = 0; i < x->split_count; i++) {
        const struct target_split *s = &x->splits[i];
        for (size_t k = 0; s->state == TARGET_ISSUED && k < s->share_count; k++) {
            const struct target_share *share = &s->shares[k];
            if (share->township == township && share->is_asked)
                l->lines[l->line_count++] = (struct target_letter_line){.split = s->id,
                                                                        .book = s->book,
                                                                        .measure = s->measure,
                                                                        .due_on = s->due_on,
                                                                        .unit = s->unit,
                                                                        .value = share->value,
                                                                        .clause = s->clause};
        }
    }
    return STATUS_OK;
}

/* The same is asked: another split with the same numbers does not call for a new letter. */
static bool asks_the_same(const struct target_letter *a, const struct target_letter *b)
{
    if (a->line_count != b->line_count)
        return false;
    for (size_t i = 0; i < a->line_count; i++) {
        const struct target_letter_line *p = &a->lines[i], *q = &b->lines[i];
        if (p->book != q->book || !text_equals(p->measure, q->measure) ||
            p->due_on.v != q->due_on.v || p->unit != q->unit || p->value != q->value ||
            !text_equals(p->clause, q->clause))
            return false;
    }
    return true;
}

static enum status letter_write(struct db *db, struct lettering *x, struct target_letter *l,
                                struct error *e)
{
    char hex[HASH_HEX_BYTES], detail[TARGET_DETAIL_BYTES];
    int64_t change;
    target_letter_hash(l, l->content_hash);
    hash_hex(l->content_hash, hex);
    (void)snprintf(detail, sizeof detail, "{\"letter\":%" PRId64 ",\"content\":\"%s\"}", l->id,
                   hex);
    TRY(target_change(db, x->county, x->actor, "target.letter.issue", "target_letter", l->id,
                      detail, &change, e));
    TRY(target_letter_replace(
        db,
        (struct target_letter_replace_args){
            .county = x->county, .year = l->year, .township = l->township, .change = change},
        NULL, e));
    TRY(target_letter_insert(
        db,
        (struct target_letter_insert_args){.county = x->county,
                                           .id = l->id,
                                           .year = l->year,
                                           .township = l->township,
                                           .version = l->version,
                                           .document = l->document,
                                           .issued_on = l->issued_on,
                                           .issued_by = x->actor,
                                           .bureau_signer = l->bureau_signer,
                                           .content_hash = {l->content_hash, HASH_BYTES},
                                           .known_from = change},
        NULL, e));
    for (size_t i = 0; i < l->line_count; i++) {
        const struct target_letter_line *line = &l->lines[i];
        TRY(target_letter_line_insert(
            db,
            (struct target_letter_line_insert_args){.county = x->county,
                                                    .letter = l->id,
                                                    .number = (int64_t)i + 1,
                                                    .split = line->split,
                                                    .book = target_book_code(line->book),
                                                    .measure = line->measure,
                                                    .due_on = line->due_on,
                                                    .unit = target_unit_code(line->unit),
                                                    .value = line->value,
                                                    .clause = line->clause},
            NULL, e));
    }
    x->count++;
    return STATUS_OK;
}

static enum status letter_one(struct db *db, struct lettering *x, int64_t township, struct error *e)
{
    struct target_letter l = {.year = x->year,
                              .township = township,
                              .version = 1,
                              .document = x->document,
                              .bureau_signer = x->signer,
                              .issued_on = x->today},
                         *before;
    size_t n;
    TRY(lines_make(x, township, &l, e));
    if (l.line_count == 0)
        return STATUS_OK;
    TRY(target_letter_list(db, x->county, x->year, township, false, KNOWN_NOW, x->arena, &before,
                           &n, e));
    if (n > 0) {
        const struct target_letter *last = &before[n - 1];
        if (last->state != LETTER_REPLACED && asks_the_same(last, &l))
            return STATUS_OK;
        l.version = last->version + 1;
    }
    TRY(counter_take(db, x->county, "target_letter", 1, &l.id, e));
    return letter_write(db, x, &l, e);
}

/* The leading group's leader of today; without one whoever issues, by his post. */
static enum status signer_find(struct db *db, struct lettering *x, const char *title,
                               struct error *e)
{
    struct leading_member *list;
    size_t n;
    TRY(leading_list(db, x->county, x->today, KNOWN_NOW, x->arena, &list, &n, e));
    x->signer = n > 0 && list[0].seat == SEAT_LEADER ? list[0].name : title[0] ? title : x->actor;
    return STATUS_OK;
}

static enum status asked_check(const struct lettering *x, struct error *e)
{
    for (size_t i = 0; i < x->split_count; i++) {
        const struct target_split *s = &x->splits[i];
        for (size_t k = 0; s->state == TARGET_ISSUED && k < s->share_count; k++)
            if (s->shares[k].is_asked && (!x->township || s->shares[k].township == x->township))
                return STATUS_OK;
    }
    return error_set(e, STATUS_REFUSED, "TARGET_NONE",
                     _("%d 年没有已下达的目标：先下达目标分解，再签发责任书"), x->year);
}

static enum status letter_issue_work(struct db *db, void *context, struct error *e)
{
    struct lettering *x = context;
    struct division_table *table;
    const struct division *d;
    const char *title;
    arena_reset(x->arena);
    x->count = 0;
    x->today = date_today();
    TRY(target_may(db, x->county, x->actor, PERMISSION_TARGET_ISSUE, TARGET_PLACE(x->county),
                   x->arena, &title, e));
    TRY(target_text_check(CODE, "document", x->document, true, e));
    TRY(signer_find(db, x, title, e));
    TRY(target_split_list(db, x->county,
                          &(struct target_filter){.year = x->year, .is_current_only = true},
                          KNOWN_NOW, x->arena, &x->splits, &x->split_count, e));
    TRY(asked_check(x, e));
    TRY(division_table_read(db, x->county, month_make(x->year, 12), x->arena, &table, e));
    for (size_t i = 0; (d = division_at(table, i)) != NULL; i++) {
        if (d->level == 2 && (!x->township || d->code == x->township))
            TRY(letter_one(db, x, d->code, e));
    }
    return x->count ? STATUS_OK : STATUS_NONE;
}

enum status target_letter_issue(struct db *db, int64_t county, int year, int64_t township,
                                const char *document, const char *actor, size_t *ret_count,
                                struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct lettering x = {.arena = arena,
                          .county = county,
                          .township = township,
                          .year = year,
                          .document = document,
                          .actor = actor};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, letter_issue_work, &x, e));
    *ret_count = x.count;
    return STATUS_OK;
}

static enum status letter_sign_work(struct db *db, void *context, struct error *e)
{
    struct lettering *x = context;
    struct target_letter l;
    const char *title, *signer;
    char hex[HASH_HEX_BYTES], detail[TARGET_DETAIL_BYTES];
    int64_t change, affected;
    arena_reset(x->arena);
    enum status s = target_letter_read(db, x->county, x->id, KNOWN_NOW, x->arena, &l, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "LETTER_UNKNOWN", _("没有第 %" PRId64 " 号责任书"),
                         x->id);
    if (s != STATUS_OK)
        return s;
    TRY(target_may(db, x->county, x->actor, PERMISSION_TARGET_SIGN, l.township, x->arena, &title,
                   e));
    if (l.state != LETTER_ISSUED)
        return error_set(e, STATUS_REFUSED, "LETTER_STATE",
                         _("第 %" PRId64 " 号责任书%s，不能签订"), l.id,
                         _(target_letter_state_label(l.state)));
    if (text_equals(l.issued_by, x->actor))
        return target_same_person(e, x->actor);
    TRY(target_text_check(CODE, "signer", x->signer, false, e));
    signer = x->signer && x->signer[0] ? x->signer : title[0] ? title : x->actor;
    hash_hex(l.content_hash, hex);
    (void)snprintf(detail, sizeof detail, "{\"letter\":%" PRId64 ",\"content\":\"%s\"}", l.id, hex);
    TRY(target_change(db, x->county, x->actor, "target.letter.sign", "target_letter", l.id, detail,
                      &change, e));
    TRY(target_letter_seal(db,
                           (struct target_letter_seal_args){.county = x->county,
                                                            .id = l.id,
                                                            .signed_on = date_today(),
                                                            .signed_by = x->actor,
                                                            .township_signer = signer,
                                                            .change = change},
                           &affected, e));
    return affected == 1 ? STATUS_OK
                         : error_set(e, STATUS_REFUSED, "LETTER_STATE",
                                     _("第 %" PRId64 " 号责任书刚刚变动过，请重新查看"), l.id);
}

enum status target_letter_sign(struct db *db, int64_t county, int64_t id, const char *signer,
                               const char *actor, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(TARGET_ARENA_BYTES);
    struct lettering x = {
        .arena = arena, .county = county, .id = id, .signer = signer, .actor = actor};
    return arena ? db_transaction(db, letter_sign_work, &x, e) : arena_exhausted(e);
}
