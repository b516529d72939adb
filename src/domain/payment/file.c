/* Bank files kept as they were, sealed, in parts of at most 1 MiB. */
#include "payment_internal.h"

#include "base/i18n.h"
#include "remittance_sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define PART_SEALED_BYTES ((size_t)1024 * 1024)
#define PART_PLAIN_BYTES (PART_SEALED_BYTES - SEAL_OVERHEAD_BYTES)

struct file_writer {
    struct db *db;
    const struct payment_context *c;
    int64_t file, parts, bytes;
    const uint8_t *expected_hash;
    const char *name;
    struct hash_state hash;
    size_t used;
    uint8_t plain[PART_PLAIN_BYTES];
    uint8_t sealed[PART_SEALED_BYTES];
};

enum status file_store_begin(struct db *db, const struct payment_context *c, const char *kind,
                             const char *name, int64_t change, const uint8_t *expected_hash,
                             struct file_writer **ret, struct error *e)
{
    if (!c->keys)
        return error_set(e, STATUS_REFUSED, "KEYS_MISSING",
                         _("没有密钥，不能保管银行文件。请检查密钥文件(MINSHENG_KEY)。"));
    CLEANUP(file_store_cleanup) struct file_writer *w = calloc(1, sizeof *w);
    if (!w)
        return arena_exhausted(e);
    w->db = db;
    w->c = c;
    w->expected_hash = expected_hash;
    w->name = name;
    hash_init(&w->hash);
    TRY(counter_take(db, c->county, "bank_file", 1, &w->file, e));
    TRY(bank_file_insert(db,
                         (struct bank_file_insert_args){.county = c->county,
                                                        .id = w->file,
                                                        .kind = kind,
                                                        .name = name,
                                                        .bytes = 0,
                                                        .sha256 = {(const uint8_t *)"", 0},
                                                        .known_from = change},
                         NULL, e));
    *ret = w;
    w = NULL;
    return STATUS_OK;
}

static enum status part_flush(struct file_writer *w, struct error *e)
{
    if (w->used == 0)
        return STATUS_OK;
    size_t n = seal(w->c->keys, SEAL_FILE, w->plain, w->used, w->sealed);
    w->used = 0;
    return bank_file_part_insert(
        w->db,
        (struct bank_file_part_insert_args){
            .county = w->c->county, .file = w->file, .part = ++w->parts, .content = {w->sealed, n}},
        NULL, e);
}

enum status file_store_add(struct file_writer *w, const void *p, size_t n, struct error *e)
{
    const uint8_t *bytes = p;
    hash_update(&w->hash, p, n);
    w->bytes += (int64_t)n;
    while (n > 0) {
        size_t take = PART_PLAIN_BYTES - w->used < n ? PART_PLAIN_BYTES - w->used : n;
        memcpy(w->plain + w->used, bytes, take);
        w->used += take;
        bytes += take;
        n -= take;
        if (w->used == PART_PLAIN_BYTES)
            TRY(part_flush(w, e));
    }
    return STATUS_OK;
}

enum status file_store_end(struct file_writer *w, int64_t *ret_file, struct error *e)
{
    TRY(part_flush(w, e));
    uint8_t hash[HASH_BYTES];
    hash_final(&w->hash, hash);
    if (w->expected_hash && memcmp(w->expected_hash, hash, HASH_BYTES) != 0)
        return error_set(e, STATUS_REFUSED, "FILE_READ", _("%s 是空的或读不完整。"), w->name);
    TRY(bank_file_seal(
        w->db,
        (struct bank_file_seal_args){
            .county = w->c->county, .id = w->file, .bytes = w->bytes, .sha256 = {hash, HASH_BYTES}},
        NULL, e));
    *ret_file = w->file;
    return STATUS_OK;
}

void file_store_cleanup(struct file_writer **w)
{
    free(*w);
    *w = NULL;
}

static enum status file_broken(int64_t file, struct error *e)
{
    return error_set(
        e, STATUS_REFUSED, "FILE_ALTERED",
        _("保管的 %" PRId64 " 号银行文件已被改动或不完整。请运行 minsheng audit 查明。"), file);
}

enum status
payment_file_read(struct db *db, int64_t county, const struct keyring *keys, int64_t file,
                  enum status (*write)(void *context, const void *p, size_t n, struct error *e),
                  void *context, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *scratch = arena_new(2 * PART_SEALED_BYTES);
    char *plain = scratch ? arena_alloc(scratch, PART_SEALED_BYTES + 1) : NULL;
    if (!plain)
        return arena_exhausted(e);
    struct bank_file_row row;
    enum status s = bank_file_read(db, (struct bank_file_read_args){.county = county, .id = file},
                                   scratch, &row, e);
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "FILE_UNKNOWN", _("没有 %" PRId64 " 号银行文件。"),
                         file);
    if (s != STATUS_OK)
        return s;
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(bank_file_part_scan_open(
        db, (struct bank_file_part_scan_args){.county = county, .file = file}, &cursor, e));
    struct hash_state hash;
    hash_init(&hash);
    int64_t bytes = 0;
    struct bank_file_part_row part;
    while ((s = bank_file_part_scan_next(cursor, &part, e)) == STATUS_OK) {
        size_t n;
        if (part.content.n > PART_SEALED_BYTES)
            return file_broken(file, e);
        TRY(unseal(keys, SEAL_FILE, part.content.p, part.content.n, plain, &n, e));
        hash_update(&hash, plain, n);
        bytes += (int64_t)n;
        TRY(write(context, plain, n, e));
    }
    if (s != STATUS_NONE)
        return s;
    uint8_t now[HASH_BYTES];
    hash_final(&hash, now);
    if (bytes != row.bytes || row.sha256.n != HASH_BYTES ||
        memcmp(row.sha256.p, now, HASH_BYTES) != 0)
        return file_broken(file, e);
    return STATUS_OK;
}

enum status payment_out_file(struct db *db, int64_t county, int64_t run, int64_t remittance,
                             int64_t *ret_file, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(remittance_list_open(db, (struct remittance_list_args){.county = county, .run = run},
                             &cursor, e));
    struct remittance_list_row row;
    enum status s;
    while ((s = remittance_list_next(cursor, &row, e)) == STATUS_OK) {
        if (row.id != remittance)
            continue;
        *ret_file = row.out_file;
        return STATUS_OK;
    }
    if (s != STATUS_NONE)
        return s;
    return error_set(e, STATUS_REFUSED, "REMITTANCE_UNKNOWN",
                     _("%" PRId64 " 号发放没有这份送银行文件。"), run);
}
