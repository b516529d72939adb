/* The county's switches of access. */
#include "base/i18n.h"
#include "base/text.h"
#include "domain/access/access_internal.h"
#include "domain/registry/change.h"

#include <stdio.h>

#define SETTING_ARENA_BYTES (16u << 10)

static const struct {
    const char *name, *label;
} SETTINGS[ACCESS_SETTING_COUNT] = {
    [ACCESS_SETTING_TOTP] = {"totp", N_("民政局、财政局和系统管理员岗位登录须输入动态验证码")},
    [ACCESS_SETTING_FIRST_PASSWORD] = {"first_password",
                                       N_("别人设的密码，首次登录时须改成自己的")},
};

const char *access_setting_name(enum access_setting setting)
{
    return (unsigned)setting < ACCESS_SETTING_COUNT ? SETTINGS[setting].name : "";
}

const char *access_setting_label(enum access_setting setting)
{
    return (unsigned)setting < ACCESS_SETTING_COUNT ? SETTINGS[setting].label : "";
}

enum status access_setting_parse(const char *name, enum access_setting *ret, struct error *e)
{
    for (int i = 0; i < ACCESS_SETTING_COUNT; i++)
        if (text_equals(name, SETTINGS[i].name)) {
            *ret = (enum access_setting)i;
            return STATUS_OK;
        }
    return error_set(e, STATUS_REFUSED, "ACCESS_SETTING",
                     _("没有设置“%s”：可用 totp、first_password。"), name == NULL ? "" : name);
}

enum status access_setting_get(struct db *db, int64_t county, enum access_setting setting,
                               bool *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(SETTING_ARENA_BYTES);
    if (arena == NULL)
        return arena_exhausted(e);
    struct access_setting_row row = {.value = true};
    enum status s = access_setting_row_get(
        db, (struct access_setting_row_get_args){.county = county, .name = SETTINGS[setting].name},
        arena, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_NONE || row.value;
    return STATUS_OK;
}

struct setting_work {
    int64_t county;
    const char *actor;
    enum access_setting setting;
    bool is_on;
};

static enum status setting_set_work(struct db *db, void *context, struct error *e)
{
    const struct setting_work *w = context;
    char subject[64];
    int64_t change;
    snprintf(subject, sizeof(subject), "setting access.%s", SETTINGS[w->setting].name);
    struct change_entry entry = {.actor = w->actor,
                                 .action = "access.setting",
                                 .subject = subject,
                                 .detail = w->is_on ? "{\"value\":1}" : "{\"value\":0}"};
    TRY(change_record(db, w->county, &entry, &change, e));
    return access_setting_row_set(
        db,
        (struct access_setting_row_set_args){.county = w->county,
                                             .name = SETTINGS[w->setting].name,
                                             .value = w->is_on,
                                             .set_change = change},
        NULL, e);
}

enum status access_setting_set(struct db *db, int64_t county, const char *actor,
                               enum access_setting setting, bool is_on, struct error *e)
{
    struct setting_work w = {.county = county, .actor = actor, .setting = setting, .is_on = is_on};
    return db_transaction(db, setting_set_work, &w, e);
}
