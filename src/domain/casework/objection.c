/* Objections to what hangs on a notice. Who objects is sealed and stays here: the case's own steps
   learn only that there was one, and what it says. */
#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/forms.h"
#include "notice_internal.h"
#include "objection_sql.h"

#define OBJECTIONS_MAX 1000
#define CONTENT_BYTES_MAX (64u << 10)

const struct entry_form *objection_form(void)
{
    return case_form_of(CASE_DIBAO, CHANGE_NONE, ACTION_OBJECT); /* one for all kinds */
}

/* ---- recording ---- */

struct recording {
    int64_t county, notice, case_id;
    const struct keyring *keys;
    const struct case_actor *actor;
    const struct entry_data *content; /* checked */
    struct date on;
    int64_t objection;
};

static enum status recording_check(struct db *db, const struct recording *r,
                                   const struct notice_stored *notice, const struct case_record *c,
                                   bool *ret_is_first, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROW_ARENA_BYTES);
    struct objection_count_row open;
    char day[DATE_TEXT_BYTES];
    int64_t newest = 0;
    if (!arena)
        return arena_exhausted(e);
    TRY(notice_actor_check(r->actor, PERMISSION_OBJECTION_RECORD, notice->division, e));
    TRY(notice_day_check(r->actor, r->on, e));
    if (notice->closed_on != 0)
        return error_set(e, STATUS_REFUSED, "NOTICE_CLOSED",
                         _("%" PRId64 " 号公示已经收回，异议请按申诉或信访办理。"), notice->id);
    if (r->on.v < date_stored(notice->posted_on).v)
        return error_set(e, STATUS_REFUSED, "OBJECTION_DAY", _("%s 还没有张贴。"),
                         date_format(r->on, day));
    enum status s = notice_of_case(db, r->county, r->case_id, &newest, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    TRY(objection_open_count(
        db, (struct objection_open_count_args){.county = r->county, .case_id = r->case_id}, arena,
        &open, e));
    bool is_out_for_another = c->state == STATE_REINVESTIGATE && open.objections > 0;
    bool hangs = case_transition_find(c->kind, c->state, ACTION_OBJECT) != NULL;
    if (newest != notice->id || (!hangs && !is_out_for_another))
        return error_set(e, STATUS_REFUSED, "OBJECTION_CASE",
                         _("%s 不在 %" PRId64 " 号公示上，现在是“%s”。"), c->number, notice->id,
                         _(case_record_state_label(c->kind, c->state)));
    *ret_is_first = hangs;
    return STATUS_OK;
}

static enum status content_seal(const struct recording *r, struct arena *arena, struct blob *ret,
                                struct error *e)
{
    CLEANUP(buf_free) struct buf json = BUF_INIT(CONTENT_BYTES_MAX);
    TRY(entry_json(r->content, &json, e));
    uint8_t *sealed = arena_alloc(arena, json.n + SEAL_OVERHEAD_BYTES);
    if (!sealed)
        return arena_exhausted(e);
    *ret = (struct blob){sealed, seal(r->keys, SEAL_CASE, buf_text(&json), json.n, sealed)};
    return STATUS_OK;
}

static enum status objection_change(struct db *db, int64_t county, const char *actor,
                                    const char *action, int64_t objection, int64_t case_id,
                                    struct date on, const char *step_sha256, int64_t *ret_change,
                                    struct arena *arena, struct error *e)
{
    char day[DATE_TEXT_BYTES];
    const char *subject = arena_printf(arena, "objection %" PRId64, objection);
    const char *detail =
        arena_printf(arena, "{\"case\":%" PRId64 ",\"on\":\"%s\",\"step_sha256\":\"%s\"}", case_id,
                     date_format(on, day), step_sha256);
    if (!subject || !detail)
        return arena_exhausted(e);
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor, .action = action, .subject = subject, .detail = detail},
        ret_change, e);
}

static enum status record_write(struct db *db, struct recording *r, const struct case_record *c,
                                bool is_first, struct arena *arena, struct error *e)
{
    struct case_rules rules;
    struct blob sealed;
    int64_t change;
    const char *const values[][2] = {{"ground", entry_get(r->content, "ground")}, {NULL, NULL}};
    char hex[HASH_HEX_BYTES];
    const struct entry_data *content;
    TRY(case_rules_read(db, r->county, date_month(r->on), &rules, e));
    TRY(content_seal(r, arena, &sealed, e));
    TRY(step_hash(arena, c, ACTION_OBJECT, values, r->actor->today, hex, e));
    TRY(counter_take(db, r->county, "objection", 1, &r->objection, e));
    TRY(objection_change(db, r->county, r->actor->user, "objection.record", r->objection, c->id,
                         r->on, hex, &change, arena, e));
    TRY(objection_insert(db,
                         (struct objection_insert_args){.county = r->county,
                                                        .id = r->objection,
                                                        .notice = r->notice,
                                                        .case_id = r->case_id,
                                                        .received_on = r->on,
                                                        .due_on = date_number(case_limit_due(
                                                            &rules, LIMIT_REINVESTIGATE, r->on)),
                                                        .content = sealed,
                                                        .recorded_by = r->actor->user,
                                                        .change = change},
                         NULL, e));
    if (!is_first)
        return STATUS_OK;
    TRY(step_content(arena, c, ACTION_OBJECT, values, &content, e));
    return step_take(db, r->county, r->keys, r->actor, c, ACTION_OBJECT, r->on, content, change, e);
}

static enum status record_work(struct db *db, void *context, struct error *e)
{
    struct recording *r = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(NOTICE_ARENA_BYTES);
    struct notice_stored notice;
    struct case_record c;
    bool is_first;
    if (!arena)
        return arena_exhausted(e);
    TRY(notice_require(db, r->county, r->notice, arena, &notice, e));
    enum status s = case_read(db, r->county, r->case_id, r->actor->today, arena, &c, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "CASE_UNKNOWN", _("没有 %" PRId64 " 号办件。"),
                         r->case_id);
    if (s != STATUS_OK)
        return s;
    TRY(recording_check(db, r, &notice, &c, &is_first, e));
    return record_write(db, r, &c, is_first, arena, e);
}

enum status objection_record(struct db *db, int64_t county, const struct keyring *keys,
                             const struct case_actor *actor, int64_t notice, int64_t case_id,
                             const struct entry_data *content, struct date on,
                             struct entry_faults *faults, int64_t *ret_objection, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROW_ARENA_BYTES);
    struct recording r = {.county = county,
                          .notice = notice,
                          .case_id = case_id,
                          .keys = keys,
                          .actor = actor,
                          .on = on};
    if (!arena)
        return arena_exhausted(e);
    TRY(entry_check(objection_form(), content, actor->today, arena, faults, &r.content, e));
    TRY(db_transaction(db, record_work, &r, e));
    *ret_objection = r.objection;
    return STATUS_OK;
}

/* ---- deciding ---- */

struct deciding {
    int64_t county, objection;
    const struct keyring *keys;
    const struct case_actor *actor;
    bool is_upheld;
    const char *finding;
    struct date on;
};

static enum status deciding_check(struct db *db, const struct deciding *d,
                                  const struct objection_stored *o, const struct case_record *c,
                                  struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ROW_ARENA_BYTES);
    struct objection_surveyor_row surveyor;
    if (!arena)
        return arena_exhausted(e);
    const struct case_transition *t =
        case_transition_find(c->kind, STATE_REINVESTIGATE, ACTION_REINVESTIGATE);
    TRY(notice_actor_check(d->actor, t != NULL ? t->permission : PERMISSION_CASE_REVIEW,
                           c->division, e));
    TRY(notice_day_check(d->actor, d->on, e));
    if (d->finding[0] == '\0' || strlen(d->finding) > ENTRY_VALUE_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "OBJECTION_FINDING",
                         _("请写明复查结论，最多 %d 字节。"), ENTRY_VALUE_BYTES_MAX);
    if (o->decided_on != 0)
        return error_set(e, STATUS_REFUSED, "OBJECTION_DECIDED", _("%" PRId64 " 号异议已有结论。"),
                         o->id);
    if (d->on.v < o->received_on.v)
        return error_set(e, STATUS_REFUSED, "CASE_DATE", _("结论的日期早于收到异议的日期。"));
    enum status s =
        objection_surveyor(db,
                           (struct objection_surveyor_args){
                               .county = d->county, .case_id = o->case_id, .action = ACTION_SURVEY},
                           arena, &surveyor, e);
    if (s == STATUS_OK && text_equals(surveyor.actor, d->actor->user))
        return error_set(e, STATUS_REFUSED, "CASE_DUTY",
                         _("%s 做过 %s 的入户调查，异议要由另一人复查。"), d->actor->user,
                         c->number);
    return s == STATUS_NONE ? STATUS_OK : s;
}

#define DECIDE_VALUES(d)                                                                           \
    {                                                                                              \
        {"finding", (d)->finding}, {"is_upheld", (d)->is_upheld ? "1" : ""},                       \
        {                                                                                          \
            NULL, NULL                                                                             \
        }                                                                                          \
    }

/* The case waits for the last of several objections. */
static enum status case_go_on(struct db *db, const struct deciding *d, const struct case_record *c,
                              int64_t change, struct arena *arena, struct error *e)
{
    struct objection_count_row open;
    const struct entry_data *content;
    const char *const values[][2] = DECIDE_VALUES(d);
    TRY(objection_open_count(
        db, (struct objection_open_count_args){.county = d->county, .case_id = c->id}, arena, &open,
        e));
    if (open.objections > 0 || c->state != STATE_REINVESTIGATE)
        return STATUS_OK;
    TRY(step_content(arena, c, ACTION_REINVESTIGATE, values, &content, e));
    return step_take(db, d->county, d->keys, d->actor, c, ACTION_REINVESTIGATE, d->on, content,
                     change, e);
}

static enum status decide_work(struct db *db, void *context, struct error *e)
{
    const struct deciding *d = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(NOTICE_ARENA_BYTES);
    struct objection_stored o;
    struct case_record c;
    char hex[HASH_HEX_BYTES];
    int64_t change, affected;
    if (!arena)
        return arena_exhausted(e);
    enum status s = objection_by_id(
        db, (struct objection_by_id_args){.county = d->county, .id = d->objection}, arena, &o, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "OBJECTION_UNKNOWN", _("没有 %" PRId64 " 号异议。"),
                         d->objection);
    if (s != STATUS_OK)
        return s;
    TRY(case_read(db, d->county, o.case_id, d->actor->today, arena, &c, e));
    TRY(deciding_check(db, d, &o, &c, e));
    const char *const values[][2] = DECIDE_VALUES(d);
    TRY(step_hash(arena, &c, ACTION_REINVESTIGATE, values, d->actor->today, hex, e));
    TRY(objection_change(db, d->county, d->actor->user, "objection.decide", o.id, c.id, d->on, hex,
                         &change, arena, e));
    TRY(objection_set_decided(db,
                              (struct objection_set_decided_args){.county = d->county,
                                                                  .id = o.id,
                                                                  .decided_on = d->on,
                                                                  .is_upheld = d->is_upheld,
                                                                  .finding = d->finding,
                                                                  .decided_by = d->actor->user,
                                                                  .change = change},
                              &affected, e));
    if (affected != 1) /* another was quicker */
        return error_set(e, STATUS_REFUSED, "OBJECTION_DECIDED", _("%" PRId64 " 号异议已有结论。"),
                         o.id);
    return case_go_on(db, d, &c, change, arena, e);
}

enum status objection_decide(struct db *db, int64_t county, const struct keyring *keys,
                             const struct case_actor *actor, int64_t objection, bool is_upheld,
                             const char *finding, struct date on, struct error *e)
{
    struct deciding d = {.county = county,
                         .objection = objection,
                         .keys = keys,
                         .actor = actor,
                         .is_upheld = is_upheld,
                         .finding = finding,
                         .on = on};
    return db_transaction(db, decide_work, &d, e);
}

enum status objection_lapse(struct db *db, int64_t county, int64_t case_id, const char *actor,
                            struct date on, int64_t change, struct error *e)
{
    return objection_set_lapsed(
        db,
        (struct objection_set_lapsed_args){.county = county,
                                           .case_id = case_id,
                                           .decided_on = on,
                                           .finding = _("办件已撤回，不再调查。"),
                                           .decided_by = actor,
                                           .change = change},
        NULL, e);
}

/* ---- reading ---- */

static enum status content_open(const struct keyring *keys, struct blob sealed, struct arena *arena,
                                const struct entry_data **ret, struct error *e)
{
    struct entry_data *content;
    size_t n;
    if (sealed.n < SEAL_OVERHEAD_BYTES)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN", _("异议的密封数据长度不对。"));
    char *json = arena_alloc(arena, sealed.n - SEAL_OVERHEAD_BYTES + 1);
    if (!json)
        return arena_exhausted(e);
    TRY(unseal(keys, SEAL_CASE, sealed.p, sealed.n, json, &n, e));
    TRY(entry_json_read(json, n, arena, &content, e));
    *ret = content;
    return STATUS_OK;
}

static enum status row_keep(const struct keyring *keys, const struct objection_stored *o,
                            struct arena *arena, struct objection_row *ret, struct error *e)
{
    struct objection_row row = {
        .id = o->id,
        .notice = o->notice,
        .case_id = o->case_id,
        .received_on = o->received_on,
        .due_on = date_stored(o->due_on),
        .decided_on = date_stored(o->decided_on),
        .is_upheld = o->is_upheld,
        .recorded_by = arena_strdup(arena, o->recorded_by),
        .decided_by = arena_strdup(arena, o->decided_by),
        .finding = arena_strdup(arena, o->finding),
    };
    if (!row.recorded_by || !row.decided_by || !row.finding)
        return arena_exhausted(e);
    if (keys)
        TRY(content_open(keys, o->content, arena, &row.content, e));
    *ret = row;
    return STATUS_OK;
}

struct objection_reading {
    struct db_cursor *cursor;
    enum status (*next)(struct db_cursor *cursor, struct objection_stored *row, struct error *e);
};

static enum status rows_keep(const struct objection_reading *reading, const struct keyring *keys,
                             struct arena *arena, struct objection_row **ret, size_t *ret_count,
                             struct error *e)
{
    struct objection_row *list = ARENA_ARRAY(arena, struct objection_row, OBJECTIONS_MAX);
    struct objection_stored row;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    while ((s = reading->next(reading->cursor, &row, e)) == STATUS_OK && count < OBJECTIONS_MAX)
        TRY(row_keep(keys, &row, arena, &list[count++], e));
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status objection_list(struct db *db, int64_t county, const struct keyring *keys,
                           int64_t case_id, struct arena *arena, struct objection_row **ret,
                           size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(objection_of_case_open(
        db, (struct objection_of_case_args){.county = county, .case_id = case_id}, &cursor, e));
    return rows_keep(&(struct objection_reading){cursor, objection_of_case_next}, keys, arena, ret,
                     ret_count, e);
}

enum status objection_list_of_notice(struct db *db, int64_t county, const struct keyring *keys,
                                     int64_t notice, struct arena *arena,
                                     struct objection_row **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(objection_of_notice_open(
        db, (struct objection_of_notice_args){.county = county, .notice = notice}, &cursor, e));
    return rows_keep(&(struct objection_reading){cursor, objection_of_notice_next}, keys, arena,
                     ret, ret_count, e);
}
