#include "support/test_support.h"
#include "base/seal.h"
#include "base/hash.h"
#include "base/random.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define TEXT "11010519491231002X"
#define TEXT_BYTES (sizeof TEXT - 1)

static struct keyring *keys;

static int setup(void **state)
{
    (void)state;
    struct error e;
    return keyring_open(test_path("main.key"), true, &keys, &e) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    keyring_free(keys);
    return 0;
}

static void write_file(const char *path, const char *text, mode_t mode)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static void what_was_sealed_opens_again(void **state)
{
    (void)state;
    uint8_t sealed[TEXT_BYTES + SEAL_OVERHEAD_BYTES], again[sizeof sealed];
    char out[TEXT_BYTES + 1];
    size_t n = 0;
    struct error e;
    assert_int_equal(seal(keys, SEAL_ID_NUMBER, TEXT, TEXT_BYTES, sealed), sizeof sealed);
    assert_ok_e(unseal(keys, SEAL_ID_NUMBER, sealed, sizeof sealed, out, &n, &e), &e);
    assert_int_equal(n, TEXT_BYTES);
    assert_string_equal(out, TEXT);
    seal(keys, SEAL_ID_NUMBER, TEXT, TEXT_BYTES, again);
    assert_memory_not_equal(sealed, again, sizeof sealed); /* equal numbers look different */
    assert_int_equal(seal(keys, SEAL_PHONE, "", 0, sealed), SEAL_OVERHEAD_BYTES);
    assert_ok_e(unseal(keys, SEAL_PHONE, sealed, SEAL_OVERHEAD_BYTES, out, &n, &e), &e);
    assert_int_equal(n, 0);
    assert_string_equal(out, "");
}

static void every_altered_bit_and_every_other_purpose_is_refused(void **state)
{
    (void)state;
    uint8_t sealed[TEXT_BYTES + SEAL_OVERHEAD_BYTES];
    char out[TEXT_BYTES + 1];
    size_t n = 42;
    struct error e;
    seal(keys, SEAL_ACCOUNT, TEXT, TEXT_BYTES, sealed);
    for (size_t bit = 0; bit < sizeof sealed * 8; bit++) {
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_failed(unseal(keys, SEAL_ACCOUNT, sealed, sizeof sealed, out, &n, &e), &e,
                      "SEAL_BROKEN");
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t length = 0; length < sizeof sealed; length++)
        assert_failed(unseal(keys, SEAL_ACCOUNT, sealed, length, out, &n, &e), &e, "SEAL_BROKEN");
    assert_failed(unseal(keys, SEAL_ID_NUMBER, sealed, sizeof sealed, out, &n, &e), &e,
                  "SEAL_BROKEN");
    CLEANUP(keyring_cleanup) struct keyring *other = NULL;
    assert_ok_e(keyring_open(test_path("other.key"), true, &other, &e), &e);
    assert_failed(unseal(other, SEAL_ACCOUNT, sealed, sizeof sealed, out, &n, &e), &e,
                  "SEAL_BROKEN");
    assert_int_equal(n, 42);
    assert_ok_e(unseal(keys, SEAL_ACCOUNT, sealed, sizeof sealed, out, &n, &e), &e);
}

static void the_blind_index_finds_equal_texts_of_one_purpose(void **state)
{
    (void)state;
    uint8_t a[BLIND_INDEX_BYTES], b[BLIND_INDEX_BYTES];
    struct error e;
    blind_index(keys, SEAL_ID_NUMBER, TEXT, a);
    blind_index(keys, SEAL_ID_NUMBER, TEXT, b);
    assert_memory_equal(a, b, sizeof a);
    blind_index(keys, SEAL_ID_NUMBER, "110105194912310021", b);
    assert_memory_not_equal(a, b, sizeof a);
    blind_index(keys, SEAL_ACCOUNT, TEXT, b);
    assert_memory_not_equal(a, b, sizeof a);
    CLEANUP(keyring_cleanup) struct keyring *other = NULL;
    assert_ok_e(keyring_open(test_path("other.key"), true, &other, &e), &e);
    blind_index(other, SEAL_ID_NUMBER, TEXT, b);
    assert_memory_not_equal(a, b, sizeof a);
    CLEANUP(keyring_cleanup) struct keyring *same = NULL;
    assert_ok_e(keyring_open(test_path("main.key"), false, &same, &e), &e);
    blind_index(same, SEAL_ID_NUMBER, TEXT, b);
    assert_memory_equal(a, b, sizeof a);
}

static void a_key_file_is_made_once_and_private(void **state)
{
    (void)state;
    struct error e;
    CLEANUP(keyring_cleanup) struct keyring *k = NULL;
    const char *path = test_path("made/new.key");
    assert_refused(keyring_open(path, false, &k, &e), &e, "KEY_MISSING");
    assert_null(k);
    assert_ok_e(keyring_open(path, true, &k, &e), &e);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(stat(test_path("made"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    int entries = 0;
    DIR *folder = opendir(test_path("made"));
    assert_non_null(folder);
    while (readdir(folder))
        entries++;
    closedir(folder);
    assert_int_equal(entries, 3); /* ".", ".." and the key: nothing was left aside */
}

static void a_key_file_others_can_read_is_refused(void **state)
{
    (void)state;
    struct error e;
    const char *path = test_path("open.key");
    CLEANUP(keyring_cleanup) struct keyring *k = NULL;
    assert_ok_e(keyring_open(path, true, &k, &e), &e);
    struct keyring *none = NULL;
    static const mode_t loose[] = {0640, 0604, 0610, 0666};
    for (size_t i = 0; i < sizeof loose / sizeof loose[0]; i++) {
        assert_int_equal(chmod(path, loose[i]), 0);
        assert_refused(keyring_open(path, false, &none, &e), &e, "KEY_MODE");
        assert_non_null(strstr(e.message, "chmod 600"));
    }
    assert_refused(keyring_open(test_tmpdir(), false, &none, &e), &e, "KEY_MODE");
    assert_int_equal(chmod(path, 0400), 0);
    assert_ok_e(keyring_open(path, false, &none, &e), &e);
    keyring_free(none);
}

static void a_damaged_key_file_is_never_replaced(void **state)
{
    (void)state;
    struct error e;
    struct keyring *k = NULL;
    char good[256] = {0}, text[256];
    FILE *f = fopen(test_path("main.key"), "r");
    assert_non_null(f);
    size_t n = fread(good, 1, sizeof good - 1, f);
    fclose(f);
    const char *path = test_path("damaged.key");
    write_file(path, "", 0600);
    assert_failed(keyring_open(path, true, &k, &e), &e, "KEY_BROKEN");
    write_file(path, good, 0600);
    assert_ok_e(keyring_open(path, false, &k, &e), &e);
    keyring_free(k);
    memcpy(text, good, sizeof text);
    text[n - 1] = 0; /* cut by one byte */
    write_file(path, text, 0600);
    assert_failed(keyring_open(path, true, &k, &e), &e, "KEY_BROKEN");
    memcpy(text, good, sizeof text);
    text[20] = 'g'; /* no hexadecimal digit */
    write_file(path, text, 0600);
    assert_failed(keyring_open(path, true, &k, &e), &e, "KEY_BROKEN");
    memcpy(text, good, sizeof text);
    text[0] = 'M';
    write_file(path, text, 0600);
    assert_failed(keyring_open(path, true, &k, &e), &e, "KEY_BROKEN");
    snprintf(text, sizeof text, "%.200sx", good);
    write_file(path, text, 0600);
    assert_failed(keyring_open(path, true, &k, &e), &e, "KEY_BROKEN");
}

/* Several programs that start at once on a new machine must end up with one and the same key. */
static void racing_creators_share_one_key(void **state)
{
    (void)state;
    enum { RACERS = 8 };
    const char *path = test_path("race.key");
    int pipes[2];
    assert_int_equal(pipe(pipes), 0);
    for (int i = 0; i < RACERS; i++) {
        pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            struct keyring *k = NULL;
            struct error e;
            uint8_t index[BLIND_INDEX_BYTES] = {0};
            if (keyring_open(path, true, &k, &e) == STATUS_OK)
                blind_index(k, SEAL_PHONE, TEXT, index);
            keyring_free(k);
            _exit(write(pipes[1], index, sizeof index) == (ssize_t)sizeof index ? 0 : 1);
        }
    }
    uint8_t first[BLIND_INDEX_BYTES], next[BLIND_INDEX_BYTES];
    static const uint8_t nothing[BLIND_INDEX_BYTES];
    for (int i = 0; i < RACERS; i++) {
        assert_int_equal(read(pipes[0], i ? next : first, sizeof next), sizeof next);
        if (i)
            assert_memory_equal(first, next, sizeof next);
        int status;
        assert_true(wait(&status) > 0);
        assert_int_equal(status, 0);
    }
    assert_memory_not_equal(first, nothing, sizeof first);
    close(pipes[0]);
    close(pipes[1]);
}

static void the_environment_names_the_key_file(void **state)
{
    (void)state;
    struct error e;
    CLEANUP(keyring_cleanup) struct keyring *k = NULL;
    setenv("MINSHENG_KEY", test_path("main.key"), 1);
    assert_ok_e(keyring_open(NULL, false, &k, &e), &e);
    uint8_t a[BLIND_INDEX_BYTES], b[BLIND_INDEX_BYTES];
    blind_index(keys, SEAL_ID_NUMBER, TEXT, a);
    blind_index(k, SEAL_ID_NUMBER, TEXT, b);
    assert_memory_equal(a, b, sizeof a);
    unsetenv("MINSHENG_KEY");
}

static void hashes_are_sha_256_however_the_bytes_come(void **state)
{
    (void)state;
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    hash_bytes("abc", 3, hash);
    hash_hex(hash, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash_bytes("", 0, hash);
    hash_hex(hash, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    uint8_t whole[HASH_BYTES];
    char text[500];
    memset(text, 'x', sizeof text);
    hash_bytes(text, sizeof text, whole);
    struct hash_state s;
    hash_init(&s);
    hash_update(&s, text, 63);
    hash_update(&s, text, 0);
    hash_update(&s, text + 63, sizeof text - 63);
    hash_final(&s, hash);
    assert_memory_equal(hash, whole, sizeof hash);
}

static void random_numbers_repeat_with_their_seed_and_stay_in_bounds(void **state)
{
    (void)state;
    struct random r = random_seed(1234567);
    assert_true(random_u64(&r) == 6457827717110365317u); /* the published splitmix64 sequence */
    assert_true(random_u64(&r) == 3203168211198807973u);
    struct random a = random_seed(test_seed()), b = random_seed(test_seed());
    int counts[7] = {0};
    for (int i = 0; i < 70000; i++) {
        uint32_t v = random_below(&a, 7);
        assert_true(v < 7);
        assert_int_equal(v, random_below(&b, 7));
        counts[v]++;
    }
    for (int i = 0; i < 7; i++)
        assert_in_range(counts[i], 9500, 10500); /* 5 standard deviations */
    assert_int_equal(random_below(&a, 1), 0);
    for (int i = 0; i < 1000; i++)
        assert_true(random_below(&a, 0x80000001u) <= 0x80000000u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_sealed_opens_again),
        cmocka_unit_test(every_altered_bit_and_every_other_purpose_is_refused),
        cmocka_unit_test(the_blind_index_finds_equal_texts_of_one_purpose),
        cmocka_unit_test(a_key_file_is_made_once_and_private),
        cmocka_unit_test(a_key_file_others_can_read_is_refused),
        cmocka_unit_test(a_damaged_key_file_is_never_replaced),
        cmocka_unit_test(racing_creators_share_one_key),
        cmocka_unit_test(the_environment_names_the_key_file),
        cmocka_unit_test(hashes_are_sha_256_however_the_bytes_come),
        cmocka_unit_test(random_numbers_repeat_with_their_seed_and_stay_in_bounds),
    };
    return cmocka_run_group_tests_name("seal", tests, setup, teardown);
}
