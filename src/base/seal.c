#include "base/seal.h"
#include "base/blind.h"
#include "base/i18n.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_BYTES crypto_aead_xchacha20poly1305_ietf_KEYBYTES
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define SEAL_VERSION 1
#define KEY_FILE_MAGIC "minsheng-key 1\n"
#define KEY_FILE_MAGIC_BYTES (sizeof KEY_FILE_MAGIC - 1)
#define KEYS_BYTES ((size_t)64) /* 32 to seal, 32 for the blind index */
#define KEY_FILE_BYTES (KEY_FILE_MAGIC_BYTES + KEYS_BYTES * 2 + 1)
#define KEY_PATH_BYTES 4096
#define KEY_PATH_DEFAULT "var/minsheng.key"

_Static_assert(KEY_BYTES == 32, "two keys of 32 bytes are stored");
_Static_assert(SEAL_OVERHEAD_BYTES == 1 + NONCE_BYTES + TAG_BYTES,
               "overhead is part of the contract");

struct keyring {
    uint8_t seal_key[KEY_BYTES];
    uint8_t index_key[KEY_BYTES];
};

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static enum status key_file_failed(const char *path, struct error *e)
{
    return error_set(e, STATUS_FAILED, "KEY_FILE", _("密钥文件 %s 无法读写：%s。"), path,
                     strerror(errno));
}

static bool write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t done = write(fd, p, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

/* The directory part of path, "." when there is none. */
static void directory_of(const char *path, char out[KEY_PATH_BYTES])
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0;
    snprintf(out, KEY_PATH_BYTES, "%.*s", (int)n, path);
    if (!n)
        snprintf(out, KEY_PATH_BYTES, slash ? "/" : ".");
}

static bool sync_directory(const char *directory)
{
    CLEANUP(fd_close) int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0;
}

/* Written aside, then linked to its name: nobody ever sees half a key, and whoever comes second
   finds the first one's key (EEXIST) instead of replacing it. */
static bool key_file_publish(const char *path, const char *text)
{
    char directory[KEY_PATH_BYTES], aside[KEY_PATH_BYTES + 64];
    directory_of(path, directory);
    if (mkdir(directory, 0700) != 0 && errno != EEXIST)
        return false;
    snprintf(aside, sizeof aside, "%s.new.%ld.%08x", path, (long)getpid(), randombytes_random());
    CLEANUP(fd_close) int fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool done = write_all(fd, text, KEY_FILE_BYTES) && fsync(fd) == 0 &&
                (link(aside, path) == 0 || errno == EEXIST);
    int why = errno;
    unlink(aside);
    if (done && !sync_directory(directory))
        return false;
    errno = why;
    return done;
}

static enum status key_file_create(const char *path, struct error *e)
{
    uint8_t keys[KEYS_BYTES];
    char text[KEY_FILE_BYTES + 1];
    randombytes_buf(keys, sizeof keys);
    memcpy(text, KEY_FILE_MAGIC, KEY_FILE_MAGIC_BYTES);
    sodium_bin2hex(text + KEY_FILE_MAGIC_BYTES, KEYS_BYTES * 2 + 1, keys, sizeof keys);
    text[KEY_FILE_BYTES - 1] = '\n';
    bool done = key_file_publish(path, text);
    sodium_memzero(keys, sizeof keys);
    sodium_memzero(text, sizeof text);
    return done ? STATUS_OK : key_file_failed(path, e);
}

static bool keys_from_text(const char *text, size_t n, struct keyring *k)
{
    uint8_t keys[KEYS_BYTES];
    size_t bytes = 0;
    bool good = n == KEY_FILE_BYTES && text[n - 1] == '\n' &&
                memcmp(text, KEY_FILE_MAGIC, KEY_FILE_MAGIC_BYTES) == 0 &&
                sodium_hex2bin(keys, sizeof keys, text + KEY_FILE_MAGIC_BYTES, KEYS_BYTES * 2, NULL,
                               &bytes, NULL) == 0 &&
                bytes == KEYS_BYTES;
    if (good) {
        memcpy(k->seal_key, keys, KEY_BYTES);
        memcpy(k->index_key, keys + KEY_BYTES, KEY_BYTES);
    }
    sodium_memzero(keys, sizeof keys);
    return good;
}

/* NONE when there is no file. */
static enum status key_file_read(const char *path, struct keyring *k, struct error *e)
{
    CLEANUP(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? STATUS_NONE : key_file_failed(path, e);
    struct stat st;
    if (fstat(fd, &st) != 0)
        return key_file_failed(path, e);
    if (!S_ISREG(st.st_mode) || (st.st_mode & 077))
        return error_set(e, STATUS_REFUSED, "KEY_MODE",
                         _("密钥文件 %s 可被他人读取（权限 %03o）。请执行 chmod 600 %s 后再试。"),
                         path, (unsigned)(st.st_mode & 0777), path);
    char text[KEY_FILE_BYTES + 1];
    size_t n = 0;
    while (n < sizeof text) {
        ssize_t got = read(fd, text + n, sizeof text - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return key_file_failed(path, e);
        if (got == 0)
            break;
        n += (size_t)got;
    }
    bool good = keys_from_text(text, n, k);
    sodium_memzero(text, sizeof text);
    if (good)
        return STATUS_OK;
    return error_set(e, STATUS_FAILED, "KEY_BROKEN",
                     _("密钥文件 %s 内容不完整或已损坏。请从备份恢复，切勿新建。"), path);
}

enum status keyring_open(const char *path, bool create, struct keyring **ret, struct error *e)
{
    if (sodium_init() < 0)
        return error_set(e, STATUS_FAILED, "SODIUM", _("加密组件 libsodium 无法启动。"));
    if (!path || !*path)
        path = getenv("MINSHENG_KEY");
    if (!path || !*path)
        path = KEY_PATH_DEFAULT;
    if (strlen(path) >= KEY_PATH_BYTES)
        return error_set(e, STATUS_REFUSED, "KEY_PATH", _("密钥文件的路径太长。"));
    CLEANUP(keyring_cleanup) struct keyring *k = sodium_malloc(sizeof *k);
    if (!k)
        return arena_exhausted(e);
    (void)sodium_mlock(k, sizeof *k); /* best effort: containers often allow no locked memory */
    enum status s = key_file_read(path, k, e);
    if (s == STATUS_NONE && create) {
        TRY(key_file_create(path, e));
        s = key_file_read(path, k, e);
    }
    if (s == STATUS_NONE)
        return error_set(e, STATUS_REFUSED, "KEY_MISSING",
                         _("找不到密钥文件 %s。请从备份恢复，或用 MINSHENG_KEY 指明它的位置。"),
                         path);
    if (s != STATUS_OK)
        return s;
    (void)sodium_mprotect_readonly(k);
    *ret = k;
    k = NULL;
    return STATUS_OK;
}

void keyring_free(struct keyring *k)
{
    sodium_free(k); /* wipes it first */
}

void keyring_cleanup(struct keyring **k)
{
    keyring_free(*k);
    *k = NULL;
}

size_t seal(const struct keyring *k, enum seal_purpose purpose, const void *p, size_t n,
            uint8_t *out)
{
    const uint8_t bound[2] = {SEAL_VERSION, (uint8_t)purpose};
    unsigned long long length = 0;
    out[0] = SEAL_VERSION;
    randombytes_buf(out + 1, NONCE_BYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + 1 + NONCE_BYTES, &length, p, n, bound,
                                               sizeof bound, NULL, out + 1, k->seal_key);
    return 1 + NONCE_BYTES + (size_t)length;
}

enum status unseal(const struct keyring *k, enum seal_purpose purpose, const uint8_t *sealed,
                   size_t n, char *out, size_t *ret_n, struct error *e)
{
    const uint8_t bound[2] = {SEAL_VERSION, (uint8_t)purpose};
    unsigned long long length = 0;
    if (n < SEAL_OVERHEAD_BYTES || sealed[0] != SEAL_VERSION ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(
            (uint8_t *)out, &length, NULL, sealed + 1 + NONCE_BYTES, n - 1 - NONCE_BYTES, bound,
            sizeof bound, sealed + 1, k->seal_key) != 0)
        return error_set(e, STATUS_FAILED, "SEAL_BROKEN",
                         _("加密内容打不开：密钥不对，或数据被改动、放错了位置。请核对密钥文件。"));
    out[length] = 0;
    *ret_n = (size_t)length;
    return STATUS_OK;
}

void blind_index(const struct keyring *k, enum seal_purpose purpose, const char *text,
                 uint8_t out[BLIND_INDEX_BYTES])
{
    const uint8_t mixed = (uint8_t)purpose;
    crypto_generichash_state state;
    crypto_generichash_init(&state, k->index_key, sizeof k->index_key, BLIND_INDEX_BYTES);
    crypto_generichash_update(&state, &mixed, 1);
    crypto_generichash_update(&state, (const uint8_t *)text, strlen(text));
    crypto_generichash_final(&state, out, BLIND_INDEX_BYTES);
}

const uint8_t *keyring_blake2b_key(const struct keyring *k)
{
    return k->index_key;
}
