/* The key file: text of one line per key, closed by a check sum, so that a cut file is not taken
   for one with fewer generations. The first form of the file (one generation, no sum) is still
   read. */
#include "base/i18n.h"
#include "base/seal_internal.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_MAGIC "minsheng-key 1\n"
#define FIRST_MAGIC_BYTES (sizeof FIRST_MAGIC - 1)
#define FIRST_FILE_BYTES (FIRST_MAGIC_BYTES + SEAL_KEY_BYTES * 4 + 1)
#define MAGIC "minsheng-key 2\n"
#define MAGIC_BYTES (sizeof MAGIC - 1)
#define CHECK "check "
#define CHECK_BYTES (sizeof CHECK - 1)
#define SUM_BYTES crypto_generichash_BYTES_MIN
#define CHECK_LINE_BYTES (CHECK_BYTES + SUM_BYTES * 2 + 1)
#define KEY_HEX_BYTES ((size_t)SEAL_KEY_BYTES * 2)
#define LINE_BYTES_MAX 96
#define KEY_FILE_BYTES_MAX 16384

_Static_assert(KEY_FILE_BYTES_MAX > (SEAL_GENERATIONS_MAX + 4) * LINE_BYTES_MAX, "all fit");

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

static enum status key_file_broken(const char *path, struct error *e)
{
    return error_set(e, STATUS_FAILED, "KEY_BROKEN",
                     _("密钥文件 %s 内容不完整或已损坏。请从备份恢复，切勿新建。"), path);
}

/* ---- as text ---- */

struct key_text {
    char p[KEY_FILE_BYTES_MAX];
    size_t n;
};

static void key_text_cleanup(struct key_text *t)
{
    sodium_memzero(t, sizeof *t);
}

static void key_line_add(struct key_text *t, const char *words, const uint8_t *key)
{
    char hex[SEAL_KEY_BYTES * 2 + 1];
    sodium_bin2hex(hex, sizeof hex, key, SEAL_KEY_BYTES);
    int n = snprintf(t->p + t->n, LINE_BYTES_MAX, "%s %s\n", words, hex);
    t->n += (size_t)n;
    sodium_memzero(hex, sizeof hex);
}

static void sum_hex(const char *p, size_t n, char out[SUM_BYTES * 2 + 1])
{
    uint8_t sum[SUM_BYTES];
    crypto_generichash(sum, sizeof sum, (const uint8_t *)p, n, NULL, 0);
    sodium_bin2hex(out, SUM_BYTES * 2 + 1, sum, sizeof sum);
}

static const char *index_name(enum seal_suite suite)
{
    return suite == SEAL_SM ? "index sm3" : "index blake2b";
}

static void key_text_write(const struct keyring *k, struct key_text *t)
{
    char words[32], sum[SUM_BYTES * 2 + 1];
    memcpy(t->p, MAGIC, MAGIC_BYTES);
    t->n = MAGIC_BYTES;
    key_line_add(t, index_name(k->index_suite), k->index_key);
    for (int i = 0; i < k->count; i++) {
        snprintf(words, sizeof words, "%d %s", i + 1, seal_suite_name(k->generation[i].suite));
        key_line_add(t, words, k->generation[i].key);
    }
    sum_hex(t->p, t->n, sum);
    t->n += (size_t)snprintf(t->p + t->n, CHECK_LINE_BYTES + 1, CHECK "%s\n", sum);
}

/* "words hex\n" at *at: steps behind it. */
static bool key_line_take(const char *text, size_t n, size_t *at, const char *words, uint8_t *key)
{
    size_t words_n = strlen(words), bytes = 0;
    if (n - *at < words_n + 1 + KEY_HEX_BYTES + 1)
        return false;
    const char *p = text + *at;
    if (memcmp(p, words, words_n) != 0 || p[words_n] != ' ' ||
        p[words_n + 1 + KEY_HEX_BYTES] != '\n' ||
        sodium_hex2bin(key, SEAL_KEY_BYTES, p + words_n + 1, KEY_HEX_BYTES, NULL, &bytes, NULL) !=
            0 ||
        bytes != SEAL_KEY_BYTES)
        return false;
    *at += words_n + 1 + KEY_HEX_BYTES + 1;
    return true;
}

static bool first_form_take(const char *text, size_t n, struct keyring *k)
{
    uint8_t keys[SEAL_KEY_BYTES * 2];
    size_t bytes = 0;
    bool is_good = n == FIRST_FILE_BYTES && text[n - 1] == '\n' &&
                   sodium_hex2bin(keys, sizeof keys, text + FIRST_MAGIC_BYTES, sizeof keys * 2,
                                  NULL, &bytes, NULL) == 0 &&
                   bytes == sizeof keys;
    if (is_good) {
        k->count = 1;
        k->generation[0].suite = SEAL_SODIUM;
        k->index_suite = SEAL_SODIUM;
        memcpy(k->generation[0].key, keys, SEAL_KEY_BYTES);
        memcpy(k->index_key, keys + SEAL_KEY_BYTES, SEAL_KEY_BYTES);
    }
    sodium_memzero(keys, sizeof keys);
    return is_good;
}

static bool key_text_take(const char *text, size_t n, struct keyring *k)
{
    char sum[SUM_BYTES * 2 + 1], words[32];
    if (n >= FIRST_MAGIC_BYTES && memcmp(text, FIRST_MAGIC, FIRST_MAGIC_BYTES) == 0)
        return first_form_take(text, n, k);
    if (n < MAGIC_BYTES + CHECK_LINE_BYTES || memcmp(text, MAGIC, MAGIC_BYTES) != 0)
        return false;
    size_t end = n - CHECK_LINE_BYTES, at = MAGIC_BYTES;
    sum_hex(text, end, sum);
    if (memcmp(text + end, CHECK, CHECK_BYTES) != 0 ||
        memcmp(text + end + CHECK_BYTES, sum, SUM_BYTES * 2) != 0 || text[n - 1] != '\n')
        return false;
    k->index_suite = SEAL_SODIUM;
    if (!key_line_take(text, end, &at, index_name(SEAL_SODIUM), k->index_key)) {
        k->index_suite = SEAL_SM;
        if (!key_line_take(text, end, &at, index_name(SEAL_SM), k->index_key))
            return false;
    }
    for (k->count = 0; at < end && k->count < SEAL_GENERATIONS_MAX; k->count++) {
        struct seal_generation *g = &k->generation[k->count];
        bool is_taken = false;
        for (int s = 0; s < SEAL_SUITE_COUNT && !is_taken; s++) {
            g->suite = (enum seal_suite)s;
            snprintf(words, sizeof words, "%d %s", k->count + 1, seal_suite_name(g->suite));
            is_taken = key_line_take(text, end, &at, words, g->key);
        }
        if (!is_taken)
            return false;
    }
    return at == end && k->count > 0;
}

/* ---- on disk ---- */

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

/* Written aside, then linked to its name, or renamed over it: nobody ever sees half a key.
   Without `replaces`, whoever comes second finds the first one's key (EEXIST) instead of replacing
   it. */
static bool key_file_publish(const char *path, const struct key_text *t, bool replaces)
{
    char directory[KEY_PATH_BYTES], aside[KEY_PATH_BYTES + 64];
    directory_of(path, directory);
    if (mkdir(directory, 0700) != 0 && errno != EEXIST)
        return false;
    snprintf(aside, sizeof aside, "%s.new.%ld.%08x", path, (long)getpid(), randombytes_random());
    CLEANUP(fd_close) int fd = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return false;
    bool done = write_all(fd, t->p, t->n) && fsync(fd) == 0 &&
                (replaces ? rename(aside, path) == 0 : link(aside, path) == 0 || errno == EEXIST);
    int why = errno;
    if (!done || !replaces)
        unlink(aside);
    if (done && !sync_directory(directory))
        return false;
    errno = why;
    return done;
}

enum status key_file_create(const char *path, enum seal_suite suite, struct error *e)
{
    CLEANUP(keyring_cleanup) struct keyring *k = sodium_malloc(sizeof *k);
    CLEANUP(key_text_cleanup) struct key_text t = {.n = 0};
    if (!k)
        return arena_exhausted(e);
    k->sm = NULL;
    k->count = 1;
    k->index_suite = k->generation[0].suite = suite;
    randombytes_buf(k->index_key, sizeof k->index_key);
    randombytes_buf(k->generation[0].key, sizeof k->generation[0].key);
    key_text_write(k, &t);
    return key_file_publish(path, &t, false) ? STATUS_OK : key_file_failed(path, e);
}

static enum status fd_read(const char *path, int fd, struct keyring *k, struct error *e)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return key_file_failed(path, e);
    if (!S_ISREG(st.st_mode) || (st.st_mode & 077))
        return error_set(e, STATUS_REFUSED, "KEY_MODE",
                         _("密钥文件 %s 可被他人读取（权限 %03o）。请执行 chmod 600 %s 后再试。"),
                         path, (unsigned)(st.st_mode & 0777), path);
    CLEANUP(key_text_cleanup) struct key_text t = {.n = 0};
    while (t.n < sizeof t.p) {
        ssize_t got = read(fd, t.p + t.n, sizeof t.p - t.n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return key_file_failed(path, e);
        if (got == 0)
            break;
        t.n += (size_t)got;
    }
    return key_text_take(t.p, t.n, k) ? STATUS_OK : key_file_broken(path, e);
}

enum status key_file_read(const char *path, struct keyring *k, struct error *e)
{
    CLEANUP(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? STATUS_NONE : key_file_failed(path, e);
    return fd_read(path, fd, k, e);
}

/* Whoever holds the lock of the file that has the name now is the only one to replace it. */
static bool is_still_named(int fd, const char *path)
{
    struct stat mine, named;
    return flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &mine) == 0 && stat(path, &named) == 0 &&
           mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
}

enum status keyring_rotate(const char *path, enum seal_suite suite, int *ret_generation,
                           struct error *e)
{
    char name[KEY_PATH_BYTES];
    TRY(key_file_path(path, name, e));
    CLEANUP(fd_close) int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return key_file_failed(name, e);
    if (!is_still_named(fd, name))
        return error_set(e, STATUS_REFUSED, "KEY_BUSY", _("另有程序正在更换密钥，请稍后再看。"));
    CLEANUP(keyring_cleanup) struct keyring *k = sodium_malloc(sizeof *k);
    CLEANUP(key_text_cleanup) struct key_text t = {.n = 0};
    if (!k)
        return arena_exhausted(e);
    k->sm = NULL;
    TRY(fd_read(name, fd, k, e));
    if (k->count == SEAL_GENERATIONS_MAX)
        return error_set(e, STATUS_REFUSED, "KEY_GENERATIONS", _("密钥已换过 %d 次，不能再换。"),
                         SEAL_GENERATIONS_MAX);
    if (suite == SEAL_SM) { /* not a key that this machine can not use */
        CLEANUP(sm_cleanup) struct sm *sm = NULL;
        TRY(sm_new(&sm, e));
    }
    k->generation[k->count].suite = suite;
    randombytes_buf(k->generation[k->count].key, SEAL_KEY_BYTES);
    k->count++;
    key_text_write(k, &t);
    if (!key_file_publish(name, &t, true))
        return key_file_failed(name, e);
    *ret_generation = k->count;
    return STATUS_OK;
}
