/* What every act on a notice checks, and the one way it moves a case. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "domain/casework/forms.h"
#include "notice_internal.h"

#define DIGITS_MAX                                                                                 \
    9 /* in a row: a year, an amount, a house; an account or an ID number has more                 \
       */

enum status notice_text_check(const char *text, const char *what, struct error *e)
{
    int digits = 0;
    if (strlen(text) > NOTICE_TEXT_BYTES_MAX)
        return error_set(e, STATUS_REFUSED, "NOTICE_TEXT", _("%s太长，最多 %d 字节。"), what,
                         NOTICE_TEXT_BYTES_MAX);
    for (const char *p = text; *p != '\0'; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            return error_set(e, STATUS_REFUSED, "NOTICE_TEXT", _("%s含有换行，请写成一行。"), what);
        digits = *p >= '0' && *p <= '9' ? digits + 1 : 0;
        if (digits > DIGITS_MAX)
            return error_set(
                e, STATUS_REFUSED, "NOTICE_PRIVACY",
                _("%s中有一长串数字，像证件号、账号或电话。公示不得出现这些，请删去。"), what);
    }
    return STATUS_OK;
}

enum status notice_actor_check(const struct case_actor *actor, enum permission permission,
                               int64_t division, struct error *e)
{
    if (!access_can(actor->role, permission))
        return error_set(e, STATUS_REFUSED, "ACCESS_DENIED", _("%s(%s)无权办理：%s。"), actor->user,
                         _(role_label(actor->role)), _(PERMISSIONS[permission].label));
    if (!access_in_scope(actor->scope, division))
        return error_set(e, STATUS_REFUSED, "ACCESS_SCOPE", _("%s 不管 %lld 这个地方。"),
                         actor->user, (long long)division);
    return STATUS_OK;
}

enum status notice_day_check(const struct case_actor *actor, struct date on, struct error *e)
{
    char day[DATE_TEXT_BYTES];
    if (on.v > actor->today.v)
        return error_set(e, STATUS_REFUSED, "CASE_DATE", _("日期 %s 还没有到。"),
                         date_format(on, day));
    return STATUS_OK;
}

static bool form_has(const struct entry_form *form, const char *name)
{
    for (size_t s = 0; form != NULL && s < form->section_count; s++) {
        const struct entry_section *section = &form->sections[s];
        for (size_t i = 0; section->repeat_max == 0 && i < section->field_count; i++)
            if (text_equals(section->fields[i].name, name))
                return true;
    }
    return false;
}

enum status step_content(struct arena *arena, const struct case_record *c, enum case_action action,
                         const char *const (*values)[2], const struct entry_data **ret,
                         struct error *e)
{
    const struct entry_form *form = case_form_of(c->kind, c->change_kind, action);
    struct entry_data *data = entry_data_new(arena);
    if (!data)
        return arena_exhausted(e);
    for (; (*values)[0] != NULL; values++)
        if (form_has(form, (*values)[0]))
            TRY(entry_data_set(data, (*values)[0], (*values)[1], e));
    *ret = data;
    return STATUS_OK;
}

enum status step_hash(struct arena *arena, const struct case_record *c, enum case_action action,
                      const char *const (*values)[2], struct date today, char ret[HASH_HEX_BYTES],
                      struct error *e)
{
    CLEANUP(buf_free) struct buf json = BUF_INIT(ENTRY_JSON_BYTES_MAX);
    const struct entry_data *content;
    uint8_t hash[HASH_BYTES];
    TRY(step_content(arena, c, action, values, &content, e));
    TRY(case_form_check(c->kind, c->change_kind, action, content, today, arena, NULL, &content, e));
    TRY(entry_json(content, &json, e));
    hash_bytes(buf_text(&json), json.n, hash);
    hash_hex(hash, ret);
    return STATUS_OK;
}

enum status step_take(struct db *db, int64_t county, const struct keyring *keys,
                      const struct case_actor *actor, const struct case_record *c,
                      enum case_action action, struct date on, const struct entry_data *content,
                      int64_t change, struct error *e)
{
    struct case_act act = {
        .case_id = c->id, .version = c->version, .action = action, .on = on, .content = content};
    enum status s = case_act_within(db, county, keys, actor, &act, change, NULL, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "CASE_UNKNOWN", _("没有 %s 号办件。"), c->number);
    if (s == STATUS_REFUSED)
        return error_place(e, "%s", c->number);
    return s;
}
