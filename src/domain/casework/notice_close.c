/* Taking a notice down: not a day too early, and every case that still hangs goes on. */
#include <inttypes.h>

#include "base/i18n.h"
#include "notice_internal.h"

struct closing {
    int64_t county, notice;
    const struct keyring *keys;
    const struct case_actor *actor;
    const char *result;
    struct date on;
};

static enum status closing_check(const struct closing *c, const struct notice_stored *stored,
                                 struct error *e)
{
    char last_day[DATE_TEXT_BYTES], first_day[DATE_TEXT_BYTES];
    struct notice_record notice = notice_of_stored(stored);
    TRY(notice_actor_check(c->actor, PERMISSION_NOTICE_POST, notice.division, e));
    TRY(notice_day_check(c->actor, c->on, e));
    TRY(notice_text_check(c->result, _("公示结果"), e));
    if (c->result[0] == '\0')
        return error_set(e, STATUS_REFUSED, "NOTICE_RESULT", _("请写明公示结果，如“无异议”。"));
    if (notice.closed_on.v != 0)
        return error_set(e, STATUS_REFUSED, "NOTICE_CLOSED", _("%" PRId64 " 号公示已经收回。"),
                         notice.id);
    bool is_too_early = notice.kind == NOTICE_LONG_TERM ? c->on.v < notice.posted_on.v
                                                        : c->on.v <= notice.last_day.v;
    if (is_too_early && notice.kind != NOTICE_LONG_TERM)
        return error_set(e, STATUS_REFUSED, "NOTICE_RUNNING",
                         _("%" PRId64 " 号公示要挂满 %s 当天，%s 起才能收回。"), notice.id,
                         date_format(notice.last_day, last_day),
                         date_format((struct date){notice.last_day.v + 1}, first_day));
    if (is_too_early)
        return error_set(e, STATUS_REFUSED, "NOTICE_RUNNING", _("收回的日期早于张贴的日期。"));
    return STATUS_OK;
}

static enum status case_close(struct db *db, const struct closing *c, int64_t case_id,
                              int64_t change, struct arena *arena, struct error *e)
{
    const struct entry_data *content;
    struct case_record record;
    const char *number = arena_printf(arena, "%" PRId64, c->notice);
    const char *const values[][2] = {{"result", c->result}, {"notice", number}, {NULL, NULL}};
    TRY(case_read(db, c->county, case_id, c->actor->today, arena, &record, e));
    if (case_transition_find(record.kind, record.state, ACTION_CLOSE_NOTICE) == NULL)
        return STATUS_OK; /* withdrawn, or out of it for an objection */
    TRY(step_content(arena, &record, ACTION_CLOSE_NOTICE, values, &content, e));
    return step_take(db, c->county, c->keys, c->actor, &record, ACTION_CLOSE_NOTICE, c->on, content,
                     change, e);
}

static enum status cases_close(struct db *db, const struct closing *c, int64_t change,
                               struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(NOTICE_ARENA_BYTES);
    struct notice_case_row row;
    int64_t *ids = arena ? ARENA_ARRAY(arena, int64_t, NOTICE_CASES_MAX) : NULL;
    size_t count = 0;
    enum status s;
    if (!ids)
        return arena_exhausted(e);
    TRY(notice_cases_hanging_open(
        db, (struct notice_cases_hanging_args){.county = c->county, .notice = c->notice}, &cursor,
        e));
    /* Gathered first: the steps write what the cursor reads. */
    while ((s = notice_cases_hanging_next(cursor, &row, e)) == STATUS_OK &&
           count < NOTICE_CASES_MAX)
        ids[count++] = row.case_id;
    if (s != STATUS_NONE)
        return s == STATUS_OK ? error_set(e, STATUS_FAILED, "NOTICE_ROWS_MAX",
                                          _("一份公示最多 %d 户。"), NOTICE_CASES_MAX)
                              : s;
    for (size_t i = 0; i < count; i++)
        TRY(case_close(db, c, ids[i], change, arena, e));
    return STATUS_OK;
}

static enum status close_work(struct db *db, void *context, struct error *e)
{
    const struct closing *c = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROW_ARENA_BYTES);
    struct notice_stored stored;
    char day[DATE_TEXT_BYTES], hex[HASH_HEX_BYTES];
    int64_t change, affected;
    if (!arena)
        return arena_exhausted(e);
    TRY(notice_require(db, c->county, c->notice, arena, &stored, e));
    TRY(closing_check(c, &stored, e));
    /* Every case in it gets the same form, whatever its kind. */
    const struct case_record any = {.kind = stored.programme == PROGRAMME_WUBAO ? CASE_WUBAO
                                                                                : CASE_DIBAO};
    const char *const values[][2] = {{"result", c->result}, {NULL, NULL}};
    TRY(step_hash(arena, &any, ACTION_CLOSE_NOTICE, values, c->actor->today, hex, e));
    const char *subject = arena_printf(arena, "notice %" PRId64, c->notice);
    const char *detail =
        arena_printf(arena, "{\"on\":\"%s\",\"step_sha256\":\"%s\"}", date_format(c->on, day), hex);
    if (!subject || !detail)
        return arena_exhausted(e);
    TRY(change_record(db, c->county,
                      &(struct change_entry){.actor = c->actor->user,
                                             .action = "notice.close",
                                             .subject = subject,
                                             .detail = detail},
                      &change, e));
    TRY(notice_take_down(db,
                         (struct notice_take_down_args){.county = c->county,
                                                        .id = c->notice,
                                                        .closed_on = date_number(c->on),
                                                        .closed_by = c->actor->user,
                                                        .change = change,
                                                        .result = c->result},
                         &affected, e));
    if (affected != 1) /* another was quicker */
        return error_set(e, STATUS_REFUSED, "NOTICE_CLOSED", _("%" PRId64 " 号公示已经收回。"),
                         c->notice);
    return cases_close(db, c, change, e);
}

enum status notice_close(struct db *db, int64_t county, const struct keyring *keys,
                         const struct case_actor *actor, int64_t notice, const char *result,
                         struct date on, struct error *e)
{
    struct closing c = {.county = county,
                        .notice = notice,
                        .keys = keys,
                        .actor = actor,
                        .result = result,
                        .on = on};
    return db_transaction(db, close_work, &c, e);
}
