/* Half-written forms: the last save of a user for a form holds. */
#include "domain/casework/draft.h"

#include <inttypes.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "draft_sql.h"

#define DRAFT_ARENA_BYTES ((size_t)4 << 20)
#define DRAFTS_PER_USER_MAX 200
#define FORM_BYTES_MAX 100

struct draft_work {
    int64_t county, version, saved;
    const struct keyring *keys;
    const char *user, *form;
    const struct entry_data *content;
};

static enum status changed(const struct draft_work *w, const struct draft_record *now,
                           struct error *e)
{
    return error_set(e, STATUS_REFUSED, "DRAFT_CHANGED",
                     _("这份草稿已在另一个窗口保存过（%s）。您现在填写的没有丢失，"
                       "请先看那一份，再决定保存哪一份（%s）。"),
                     now->saved_at, w->form);
}

static enum status room_check(struct db *db, const struct draft_work *w, struct arena *arena,
                              struct error *e)
{
    struct draft_count_row row;
    TRY(draft_count(db, (struct draft_count_args){.county = w->county, .user_name = w->user}, arena,
                    &row, e));
    if (row.drafts < DRAFTS_PER_USER_MAX)
        return STATUS_OK;
    return error_set(e, STATUS_REFUSED, "DRAFTS_MAX",
                     _("草稿已有 %d 份。请先提交或删除一些旧草稿。"), DRAFTS_PER_USER_MAX);
}

static enum status write_row(struct db *db, const struct draft_work *w, struct blob sealed,
                             const char *now, int64_t *ret_affected, struct error *e)
{
    if (w->version == 0)
        return draft_insert(db,
                            (struct draft_insert_args){.county = w->county,
                                                       .user_name = w->user,
                                                       .form = w->form,
                                                       .saved_at = now,
                                                       .content_sealed = sealed},
                            ret_affected, e);
    return draft_update(db,
                        (struct draft_update_args){.county = w->county,
                                                   .user_name = w->user,
                                                   .form = w->form,
                                                   .saved_at = now,
                                                   .content_sealed = sealed,
                                                   .version = w->version},
                        ret_affected, e);
}

static enum status save_work(struct db *db, void *context, struct error *e)
{
    struct draft_work *w = context;
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(DRAFT_ARENA_BYTES);
    CLEANUP(buf_free) struct buf json = BUF_INIT(ENTRY_JSON_BYTES_MAX);
    char now[TIME_TEXT_BYTES];
    int64_t affected = 0;
    if (!arena)
        return arena_exhausted(e);
    TRY(entry_json(w->content, &json, e));
    uint8_t *sealed = arena_alloc(arena, json.n + SEAL_OVERHEAD_BYTES);
    if (!sealed)
        return arena_exhausted(e);
    size_t n = seal(w->keys, SEAL_DRAFT, buf_text(&json), json.n, sealed);
    if (w->version == 0)
        TRY(room_check(db, w, arena, e));
    TRY(write_row(db, w, (struct blob){sealed, n}, time_now(now), &affected, e));
    w->saved = w->version + 1;
    if (affected == 1)
        return STATUS_OK;
    struct draft_record row;
    enum status s = draft_select(
        db, (struct draft_select_args){.county = w->county, .user_name = w->user, .form = w->form},
        arena, &row, e);
    if (s == STATUS_OK) {
        w->saved = row.version;
        return changed(w, &row, e);
    }
    if (s != STATUS_NONE)
        return s;
    /* Handed in or thrown away in another tab: what is typed here is a new draft. */
    w->saved = 1;
    const struct draft_work fresh = {
        .county = w->county, .user = w->user, .form = w->form, .version = 0};
    return write_row(db, &fresh, (struct blob){sealed, n}, now, &affected, e);
}

enum status draft_save(struct db *db, int64_t county, const struct keyring *keys, const char *user,
                       const char *form, int64_t version, const struct entry_data *content,
                       int64_t *ret_version, struct error *e)
{
    struct draft_work w = {.county = county,
                           .version = version,
                           .keys = keys,
                           .user = user,
                           .form = form,
                           .content = content};
    if (!*form || strlen(form) > FORM_BYTES_MAX || version < 0)
        return error_set(e, STATUS_REFUSED, "DRAFT_FORM", _("草稿的表名不对：%.40s"), form);
    enum status s = db_transaction(db, save_work, &w, e);
    if (s == STATUS_OK || s == STATUS_REFUSED)
        *ret_version = w.saved;
    return s;
}

enum status draft_read(struct db *db, int64_t county, const struct keyring *keys, const char *user,
                       const char *form, struct arena *arena, struct entry_data **ret,
                       int64_t *ret_version, struct error *e)
{
    struct draft_record row;
    size_t n = 0;
    TRY(draft_select(db,
                     (struct draft_select_args){.county = county, .user_name = user, .form = form},
                     arena, &row, e));
    if (row.content_sealed.n < SEAL_OVERHEAD_BYTES)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN", _("草稿的密文长度不对，数据已被改动。"));
    char *text = arena_alloc(arena, row.content_sealed.n - SEAL_OVERHEAD_BYTES + 1);
    if (!text)
        return arena_exhausted(e);
    TRY(unseal(keys, SEAL_DRAFT, row.content_sealed.p, row.content_sealed.n, text, &n, e));
    TRY(entry_json_read(text, n, arena, ret, e));
    *ret_version = row.version;
    return STATUS_OK;
}

enum status draft_list(struct db *db, int64_t county, const char *user, struct arena *arena,
                       struct draft_row **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct draft_row *list = ARENA_ARRAY(arena, struct draft_row, DRAFTS_PER_USER_MAX);
    struct draft_item row;
    size_t count = 0;
    enum status s = STATUS_NONE;
    if (!list)
        return arena_exhausted(e);
    TRY(draft_of_user_open(db,
                           (struct draft_of_user_args){.county = county,
                                                       .user_name = user,
                                                       .row_count = DRAFTS_PER_USER_MAX},
                           &cursor, e));
    while (count < DRAFTS_PER_USER_MAX && (s = draft_of_user_next(cursor, &row, e)) == STATUS_OK) {
        list[count] = (struct draft_row){.form = arena_strdup(arena, row.form),
                                         .saved_at = arena_strdup(arena, row.saved_at),
                                         .version = row.version};
        if (!list[count].form || !list[count].saved_at)
            return arena_exhausted(e);
        count++;
    }
    if (s != STATUS_NONE && s != STATUS_OK)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

static enum status drop_work(struct db *db, void *context, struct error *e)
{
    const struct draft_work *w = context;
    return draft_delete(
        db, (struct draft_delete_args){.county = w->county, .user_name = w->user, .form = w->form},
        NULL, e);
}

enum status draft_drop(struct db *db, int64_t county, const char *user, const char *form,
                       struct error *e)
{
    struct draft_work w = {.county = county, .user = user, .form = form};
    return db_transaction(db, drop_work, &w, e);
}
