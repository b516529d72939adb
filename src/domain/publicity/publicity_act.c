/* Items of publicity: done, confirmed by another, cancelled. */
#include "base/i18n.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/library/may.h"
#include "domain/publicity/publicity_internal.h"

#define DETAIL_BYTES_MAX 16384

struct acting {
    struct publicity_work w;
    struct date on;
    const char *text; /* report, or the reason of cancelling */
    const struct publicity_reached *reached;
    size_t count;
};

static enum status run(struct db *db, db_work work, struct acting x, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(PUBLICITY_ARENA_BYTES);
    x.w.arena = arena;
    return arena ? db_transaction(db, work, &x, e) : arena_exhausted(e);
}

static enum status done_work(struct db *db, void *context, struct error *e)
{
    struct acting *x = context;
    TRY(publicity_begin(&x->w, db, PERMISSION_PUBLICITY_WRITE, "publicity.done", "", e));
    TRY(publicity_state_check(&x->w, PUBLICITY_PLANNED, e));
    TRY(library_text_check("PUBLICITY_FIELD", "report", x->text, true, PUBLICITY_TEXT_BYTES_MAX,
                           e));
    if (!x->on.v || x->on.v > date_today().v)
        return publicity_field(e, "on", _("开展日期没有写，或还没有到"));
    if (month_year(date_month(x->on)) != x->w.item.year)
        return publicity_field(e, "on", _("开展日期不在计划的年度里"));
    TRY(publicity_done_set(db,
                           (struct publicity_done_set_args){.county = x->w.county,
                                                            .id = x->w.id,
                                                            .done_on = x->on,
                                                            .report = x->text,
                                                            .reported_by = x->w.actor,
                                                            .change = x->w.change},
                           NULL, e));
    return publicity_reach_write(&x->w, x->reached, x->count, e);
}

enum status publicity_done(struct db *db, int64_t county, int64_t item, struct date on,
                           const char *report, const struct publicity_reached *reached,
                           size_t count, const char *actor, struct error *e)
{
    return run(db, done_work,
               (struct acting){.w = {.county = county, .id = item, .actor = actor},
                               .on = on,
                               .text = report,
                               .reached = reached,
                               .count = count},
               e);
}

static enum status reach_work(struct db *db, void *context, struct error *e)
{
    struct acting *x = context;
    CLEANUP(buf_free) struct buf detail = BUF_INIT(DETAIL_BYTES_MAX);
    /* The row of a village is written over: what it said before stands in the trail only. */
    buf_adds(&detail, "{\"reach\":[");
    for (size_t i = 0; i < x->count && detail.n < DETAIL_BYTES_MAX - 100; i++)
        buf_addf(&detail, "%s[%lld,%lld]", i ? "," : "", (long long)x->reached[i].village,
                 (long long)x->reached[i].households);
    buf_adds(&detail, "]}");
    TRY(buf_status(&detail, e));
    TRY(publicity_begin(&x->w, db, PERMISSION_PUBLICITY_WRITE, "publicity.reach", buf_text(&detail),
                        e));
    TRY(publicity_state_check(&x->w, PUBLICITY_DONE, e));
    /* Who corrects the numbers answers for them: another still has to confirm. */
    if (!text_equals(x->w.item.reported_by, x->w.actor))
        return error_set(e, STATUS_REFUSED, "PUBLICITY_REPORTER", _("覆盖户数由报告人 %s 更正"),
                         x->w.item.reported_by);
    return publicity_reach_write(&x->w, x->reached, x->count, e);
}

enum status publicity_reach_set(struct db *db, int64_t county, int64_t item,
                                const struct publicity_reached *reached, size_t count,
                                const char *actor, struct error *e)
{
    return run(db, reach_work,
               (struct acting){.w = {.county = county, .id = item, .actor = actor},
                               .reached = reached,
                               .count = count},
               e);
}

static enum status confirm_work(struct db *db, void *context, struct error *e)
{
    struct acting *x = context;
    TRY(publicity_begin(&x->w, db, PERMISSION_PUBLICITY_CONFIRM, "publicity.confirm", "", e));
    TRY(publicity_state_check(&x->w, PUBLICITY_DONE, e));
    if (text_equals(x->w.item.reported_by, x->w.actor))
        return library_same_person(e, x->w.actor);
    return publicity_confirm_set(db,
                                 (struct publicity_confirm_set_args){.county = x->w.county,
                                                                     .id = x->w.id,
                                                                     .confirmed_by = x->w.actor,
                                                                     .change = x->w.change},
                                 NULL, e);
}

enum status publicity_confirm(struct db *db, int64_t county, int64_t item, const char *actor,
                              struct error *e)
{
    return run(db, confirm_work,
               (struct acting){.w = {.county = county, .id = item, .actor = actor}}, e);
}

static enum status cancel_work(struct db *db, void *context, struct error *e)
{
    struct acting *x = context;
    TRY(publicity_begin(&x->w, db, PERMISSION_PUBLICITY_WRITE, "publicity.cancel", "", e));
    TRY(publicity_state_check(&x->w, PUBLICITY_PLANNED, e));
    TRY(library_text_check("PUBLICITY_FIELD", "reason", x->text, true, PUBLICITY_TEXT_BYTES_MAX,
                           e));
    return publicity_cancel_set(
        db,
        (struct publicity_cancel_set_args){.county = x->w.county, .id = x->w.id, .reason = x->text},
        NULL, e);
}

enum status publicity_cancel(struct db *db, int64_t county, int64_t item, const char *reason,
                             const char *actor, struct error *e)
{
    return run(db, cancel_work,
               (struct acting){.w = {.county = county, .id = item, .actor = actor}, .text = reason},
               e);
}
