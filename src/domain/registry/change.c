#include "domain/registry/change.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "change_sql.h"

#define CHANGE_TEXT_BYTES_MAX (256u << 10)
#define CHANGE_ARENA_BYTES (64u << 10)

enum status counter_take(struct db *db, int64_t county, const char *name, int64_t count,
                         int64_t *ret_first, struct error *e)
{
    assert(db_in_transaction(db) && count > 0);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CHANGE_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    struct counter_row row;
    TRY(counter_add(db, (struct counter_add_args){.county = county, .name = name, .count = count},
                    arena, &row, e));
    *ret_first = row.value - count + 1;
    return STATUS_OK;
}

static void hash_text(struct hash_state *h, const void *p, size_t n)
{
    uint8_t length[8];
    for (size_t i = 0; i < sizeof length; i++)
        length[i] = (uint8_t)((uint64_t)n >> (56 - 8 * i));
    hash_update(h, length, sizeof length);
    hash_update(h, p, n);
}

static void hash_i64(struct hash_state *h, int64_t v)
{
    char text[24];
    int n = snprintf(text, sizeof text, "%" PRId64, v);
    hash_text(h, text, (size_t)n);
}

static void hash_entry(const struct change_insert_args *row, uint8_t out[HASH_BYTES])
{
    struct hash_state h;
    hash_init(&h);
    hash_text(&h, row->prev_hash.p, row->prev_hash.n);
    hash_i64(&h, row->county);
    hash_i64(&h, row->id);
    const char *const texts[] = {row->at, row->actor, row->action, row->subject, row->detail};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        hash_text(&h, texts[i], strlen(texts[i]));
    hash_final(&h, out);
}

enum status change_record(struct db *db, int64_t county, const struct change_entry *entry,
                          int64_t *ret_id, struct error *e)
{
    assert(db_in_transaction(db));
    assert(entry->actor && entry->actor[0] && entry->action && entry->action[0] && entry->subject);
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CHANGE_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    int64_t id;
    TRY(counter_take(db, county, "change", 1, &id, e));

    static const uint8_t nothing[HASH_BYTES];
    uint8_t hash[HASH_BYTES];
    char at[TIME_TEXT_BYTES];
    struct change_last_row last = {.hash = {nothing, sizeof nothing}};
    enum status s = change_last(db, (struct change_last_args){.county = county}, arena, &last, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (last.id >= id || id >= KNOWN_NOW || last.hash.n != HASH_BYTES)
        return error_set(e, STATUS_FAILED, "CHANGE_TRAIL_BROKEN",
                         _("变更记录 %" PRId64 " 与计数器不符：请停止使用并核对备份"), last.id);
    struct change_insert_args row = {
        .county = county,
        .id = id,
        .at = time_now(at),
        .actor = entry->actor,
        .action = entry->action,
        .subject = entry->subject,
        .detail = entry->detail ? entry->detail : "",
        .prev_hash = last.hash,
        .hash = {hash, sizeof hash},
    };
    if (strlen(row.detail) > CHANGE_TEXT_BYTES_MAX)
        return error_set(e, STATUS_FAILED, "CHANGE_TOO_LONG", _("变更说明超过 %u 字节"),
                         CHANGE_TEXT_BYTES_MAX);
    hash_entry(&row, hash);
    TRY(change_insert(db, row, NULL, e));
    *ret_id = id;
    return STATUS_OK;
}

enum status change_known_on(struct db *db, int64_t county, struct date day, int64_t *ret_known,
                            struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CHANGE_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    char date[DATE_TEXT_BYTES], until[TIME_TEXT_BYTES * 2];
    (void)snprintf(until, sizeof until, "%sT23:59:59Z", date_format(day, date));
    struct change_until_row row;
    enum status s = change_last_until(
        db, (struct change_last_until_args){.county = county, .at = until}, arena, &row, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret_known = s == STATUS_OK ? row.id : 0;
    return STATUS_OK;
}

enum status change_head(struct db *db, int64_t county, int64_t *ret_id,
                        char ret_hex[HASH_HEX_BYTES], struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(CHANGE_ARENA_BYTES);
    if (!arena)
        return arena_exhausted(e);
    struct change_last_row last;
    TRY(change_last(db, (struct change_last_args){.county = county}, arena, &last, e));
    if (last.hash.n != HASH_BYTES)
        return error_set(e, STATUS_FAILED, "CHANGE_TRAIL_BROKEN",
                         _("变更记录 %" PRId64 " 的校验值长度不对"), last.id);
    *ret_id = last.id;
    hash_hex(last.hash.p, ret_hex);
    return STATUS_OK;
}
