/* A complaint comes in: number, receipt, and what it says under seal. */
#include "domain/complaint/complaint_internal.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/receipt.h"
#include "base/text.h"
#include "complaint_sql.h"

#define PUBLIC_ACTOR "public"
#define NAME_BYTES_MAX 120
#define PHONE_BYTES_MAX 40
#define BACK_DAYS_MAX 366

enum status complaint_field(struct error *e, const char *field, const char *reason)
{
    error_set(e, STATUS_REFUSED, "COMPLAINT_FIELD", "%s", reason);
    return error_place(e, "%s", field);
}

enum status complaint_may(struct db *db, int64_t county, const char *actor,
                          enum permission permission, enum permission other, struct arena *arena,
                          struct access_user *ret, struct error *e)
{
    struct access_user user;
    enum status s = access_user_by_name(db, county, actor, arena, &user, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("没有用户“%s”"), actor);
    if (s != STATUS_OK)
        return s;
    if (user.is_locked || (!access_can(user.role, permission) && !access_can(user.role, other)))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s 没有“%s”的权限"), actor,
                         _(PERMISSIONS[permission].label));
    if (ret)
        *ret = user;
    return STATUS_OK;
}

enum status complaint_record(struct db *db, int64_t county, const char *actor, const char *action,
                             int64_t complaint, const char *detail, int64_t *ret_change,
                             struct error *e)
{
    char subject[48];
    (void)snprintf(subject, sizeof subject, "complaint %" PRId64, complaint);
    return change_record(
        db, county,
        &(struct change_entry){
            .actor = actor, .action = action, .subject = subject, .detail = detail},
        ret_change, e);
}

/* ---- seals ---- */

enum status complaint_seal(const struct keyring *keys, const char *text, struct arena *arena,
                           struct blob *ret, struct error *e)
{
    size_t n = strlen(text);
    uint8_t *sealed = arena_alloc(arena, n + SEAL_OVERHEAD_BYTES);
    if (!sealed)
        return arena_exhausted(e);
    *ret = (struct blob){sealed, seal(keys, SEAL_CASE, text, n, sealed)};
    return STATUS_OK;
}

enum status complaint_unseal(const struct keyring *keys, struct blob sealed, struct arena *arena,
                             const char **ret, struct error *e)
{
    size_t n = 0;
    if (sealed.n < SEAL_OVERHEAD_BYTES)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN", _("密封的投诉内容长度不对。"));
    char *text = arena_alloc(arena, sealed.n - SEAL_OVERHEAD_BYTES + 1);
    if (!text)
        return arena_exhausted(e);
    TRY(unseal(keys, SEAL_CASE, sealed.p, sealed.n, text, &n, e));
    *ret = text;
    return STATUS_OK;
}

enum status complaint_content_seal(const struct keyring *keys,
                                   const struct complaint_content *content, struct arena *arena,
                                   struct blob *ret, struct error *e)
{
    CLEANUP(buf_free) struct buf json = BUF_INIT(64u << 10);
    buf_adds(&json, "{\"name\":");
    buf_add_json(&json, content->name);
    buf_adds(&json, ",\"phone\":");
    buf_add_json(&json, content->phone);
    buf_adds(&json, ",\"about\":");
    buf_add_json(&json, content->about);
    buf_adds(&json, ",\"text\":");
    buf_add_json(&json, content->text);
    buf_addc(&json, '}');
    TRY(buf_status(&json, e));
    return complaint_seal(keys, buf_text(&json), arena, ret, e);
}

static const char *member(const json_t *object, const char *name, struct arena *arena)
{
    const char *text = json_string_value(json_object_get(object, name));
    return arena_strdup(arena, text ? text : "");
}

enum status complaint_content_read(struct db *db, int64_t county, const struct keyring *keys,
                                   int64_t complaint, struct arena *arena,
                                   struct complaint_content *ret, struct error *e)
{
    struct complaint_content_row row;
    const char *text;
    TRY(complaint_content(db, (struct complaint_content_args){.county = county, .id = complaint},
                          arena, &row, e));
    TRY(complaint_unseal(keys, row.content_sealed, arena, &text, e));
    json_t *object = json_loads(text, 0, NULL);
    if (!object)
        return error_set(e, STATUS_FAILED, "COMPLAINT_CONTENT", _("投诉内容读不出来。"));
    *ret = (struct complaint_content){.name = member(object, "name", arena),
                                      .phone = member(object, "phone", arena),
                                      .about = member(object, "about", arena),
                                      .text = member(object, "text", arena)};
    json_decref(object);
    return ret->name && ret->phone && ret->about && ret->text ? STATUS_OK : arena_exhausted(e);
}

enum status complaint_step_write(struct db *db, int64_t county, const struct keyring *keys,
                                 const struct complaint_step_new *step, struct arena *arena,
                                 struct error *e)
{
    struct blob sealed = {0};
    TRY(complaint_seal(keys, step->text, arena, &sealed, e));
    return complaint_step_insert(
        db,
        (struct complaint_step_insert_args){.county = county,
                                            .complaint = step->complaint,
                                            .number = step->number,
                                            .step = step->step,
                                            .on_date = step->on,
                                            .due_on = step->due.v ? date_yyyymmdd(step->due) : 0,
                                            .is_late = step->is_late,
                                            .text_sealed = sealed,
                                            .document = step->document,
                                            .actor = step->actor,
                                            .change = step->change},
        NULL, e);
}

/* ---- receiving ---- */

struct receiving {
    int64_t county;
    const struct keyring *keys;
    const struct complaint_new *entry;
    struct complaint_content content;
    const char *actor; /* NULL: the public */
    struct arena *arena;
    struct complaint_receipt result;
};

static enum status text_check(const char *field, const char *text, size_t bytes_max, bool is_needed,
                              struct error *e)
{
    if (!text || (!text[0] && !is_needed))
        return STATUS_OK;
    if (!text[0])
        return complaint_field(e, field, _("这一项没有写。"));
    if (strlen(text) > bytes_max || !utf8_is_valid(text, strlen(text)))
        return complaint_field(e, field, _("写得太长，请缩短。"));
    return STATUS_OK;
}

static bool category_is_known(const char *code)
{
    for (int i = 0; i < COMPLAINT_CATEGORIES; i++) {
        if (text_equals(code, COMPLAINT_CATEGORY_CODES[i]))
            return true;
    }
    return false;
}

static enum status content_check(struct receiving *r, struct error *e)
{
    const struct complaint_content *c = &r->entry->content;
    r->content = (struct complaint_content){.name = r->entry->is_named && c->name ? c->name : "",
                                            .phone = c->phone ? c->phone : "",
                                            .about = c->about ? c->about : "",
                                            .text = c->text ? c->text : ""};
    TRY(text_check("text", r->content.text, COMPLAINT_TEXT_BYTES_MAX, true, e));
    TRY(text_check("name", r->content.name, NAME_BYTES_MAX, r->entry->is_named, e));
    TRY(text_check("phone", r->content.phone, PHONE_BYTES_MAX, false, e));
    return text_check("about", r->content.about, COMPLAINT_WORD_BYTES_MAX, false, e);
}

static enum status entry_check(struct receiving *r, struct date today, struct date *ret_on,
                               struct error *e)
{
    const struct complaint_new *n = r->entry;
    struct date on = n->channel == COMPLAINT_WEB ? today : n->received_on;
    if (n->channel < COMPLAINT_WEB || n->channel > COMPLAINT_LETTER)
        return complaint_field(e, "channel", _("没有写投诉来源。"));
    if (!category_is_known(n->category))
        return complaint_field(e, "category", _("没有选投诉哪方面的事。"));
    if (on.v == 0 || on.v > today.v || on.v < today.v - BACK_DAYS_MAX)
        return complaint_field(e, "received_on", _("收到日期没有写、还没有到，或早于一年前。"));
    if (n->township < 0 || n->township % 1000 != 0 || n->programme < 0)
        return complaint_field(e, "township", _("乡镇代码不对。"));
    TRY(content_check(r, e));
    *ret_on = on;
    return STATUS_OK;
}

static enum status may_receive(struct db *db, const struct receiving *r, struct error *e)
{
    struct access_user user;
    if (!r->actor)
        return r->entry->channel == COMPLAINT_WEB
                   ? STATUS_OK
                   : error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("请先登录。"));
    TRY(complaint_may(db, r->county, r->actor, PERMISSION_COMPLAINT_RECEIVE, PERMISSION_NONE,
                      r->arena, &user, e));
    if (!access_in_scope(user.scope,
                         r->entry->township ? r->entry->township : r->county * INT64_C(1000000)))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 只登记本乡镇的投诉"), r->actor);
    return STATUS_OK;
}

/* Where and what about, never who or what. */
static enum status receive_record(struct db *db, struct receiving *r, const char *actor,
                                  int64_t *ret_change, struct error *e)
{
    char detail[200];
    (void)snprintf(detail, sizeof detail,
                   "{\"number\":\"%s\",\"channel\":\"%s\",\"category\":\"%s\",\"township\":%" PRId64
                   "}",
                   r->result.number, complaint_channel_code(r->entry->channel), r->entry->category,
                   r->entry->township);
    return complaint_record(db, r->county, actor, "complaint.receive", r->result.id, detail,
                            ret_change, e);
}

static enum status number_take(struct db *db, struct receiving *r, struct date on, struct error *e)
{
    char counter[40];
    int64_t number;
    int year = month_year(date_month(on));
    (void)snprintf(counter, sizeof counter, "complaint %d", year);
    TRY(counter_take(db, r->county, "complaint", 1, &r->result.id, e));
    TRY(counter_take(db, r->county, counter, 1, &number, e));
    (void)snprintf(r->result.number, sizeof r->result.number, "TS%d-%04" PRId64, year, number);
    return STATUS_OK;
}

static enum status receive_write(struct db *db, struct receiving *r, const char *actor,
                                 struct date on, int64_t change, struct error *e)
{
    const struct complaint_new *n = r->entry;
    struct blob sealed = {0};
    TRY(complaint_content_seal(r->keys, &r->content, r->arena, &sealed, e));
    TRY(complaint_insert(
        db,
        (struct complaint_insert_args){.county = r->county,
                                       .id = r->result.id,
                                       .number = r->result.number,
                                       .receipt = r->result.receipt,
                                       .channel = complaint_channel_code(n->channel),
                                       .received_on = on,
                                       .township = n->township,
                                       .division = n->township,
                                       .programme = n->programme,
                                       .category = n->category,
                                       .is_named = n->is_named,
                                       .content_sealed = sealed,
                                       .state = COMPLAINT_RECEIVED,
                                       .due_on = r->result.due_on,
                                       .received_by = actor,
                                       .change = change},
        NULL, e));
    return complaint_step_write(db, r->county, r->keys,
                                &(struct complaint_step_new){.complaint = r->result.id,
                                                             .number = 1,
                                                             .change = change,
                                                             .step = "RECEIVE",
                                                             .text = "",
                                                             .document = "",
                                                             .actor = actor,
                                                             .on = on,
                                                             .due = r->result.due_on},
                                r->arena, e);
}

static enum status receive_work(struct db *db, void *context, struct error *e)
{
    struct receiving *r = context;
    struct date on = {0};
    int64_t change;
    const char *actor = r->actor ? r->actor : PUBLIC_ACTOR;
    arena_reset(r->arena);
    TRY(entry_check(r, date_today(), &on, e));
    TRY(may_receive(db, r, e));
    TRY(number_take(db, r, on, e));
    receipt_make(r->result.receipt);
    r->result.due_on = (struct date){on.v + COMPLAINT_ACCEPT_DAYS};
    TRY(receive_record(db, r, actor, &change, e));
    return receive_write(db, r, actor, on, change, e);
}

enum status complaint_receive(struct db *db, int64_t county, const struct keyring *keys,
                              const struct complaint_new *complaint, const char *actor,
                              struct complaint_receipt *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(COMPLAINT_ARENA_BYTES);
    struct receiving r = {
        .county = county, .keys = keys, .entry = complaint, .actor = actor, .arena = arena};
    if (!arena)
        return arena_exhausted(e);
    TRY(db_transaction(db, receive_work, &r, e));
    *ret = r.result;
    return STATUS_OK;
}
