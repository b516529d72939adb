/* Both suites of sealing, several generations of keys, and the published vectors. */
#include "support/test_support.h"
#include "base/blind.h"
#include "base/seal.h"
#include "base/seal_sm.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TEXT "11010519491231002X"
#define TEXT_BYTES (sizeof TEXT - 1)
#define SEALED_BYTES (TEXT_BYTES + SEAL_OVERHEAD_BYTES)

static struct keyring *made(const char *name, const char *suite)
{
    struct keyring *k = NULL;
    struct error e = {0};
    setenv("MINSHENG_SEAL", suite, 1);
    assert_ok_e(keyring_open(test_path(name), true, &k, &e), &e);
    unsetenv("MINSHENG_SEAL");
    return k;
}

static struct keyring *opened(const char *name)
{
    struct keyring *k = NULL;
    struct error e = {0};
    assert_ok_e(keyring_open(test_path(name), false, &k, &e), &e);
    return k;
}

static void rotated(const char *name, enum seal_suite suite, int expected)
{
    int generation = 0;
    struct error e = {0};
    assert_ok_e(keyring_rotate(test_path(name), suite, &generation, &e), &e);
    assert_int_equal(generation, expected);
}

static void assert_opens(const struct keyring *k, enum seal_purpose purpose, const uint8_t *sealed)
{
    char out[TEXT_BYTES + 1];
    size_t n = 0;
    struct error e = {0};
    assert_ok_e(unseal(k, purpose, sealed, SEALED_BYTES, out, &n, &e), &e);
    assert_int_equal(n, TEXT_BYTES);
    assert_string_equal(out, TEXT);
}

static void bytes_of(const char *hex, uint8_t *out, size_t n)
{
    size_t got = 0;
    assert_int_equal(sodium_hex2bin(out, n, hex, strlen(hex), " ", &got, NULL), 0);
    assert_int_equal(got, n);
}

/* draft-ribose-cfrg-sm4-10, A.2.5. */
static void sm4_ctr_gives_the_published_vectors(void **state)
{
    (void)state;
    static const struct {
        const char *key, *cipher;
    } cases[] = {
        {"0123456789ABCDEFFEDCBA9876543210",
         "AC3236CB970CC20791364C395A1342D1A3CBC1878C6F30CD074CCE385CDD70C7"
         "F234BC0E24C11980FD1286310CE37B926E02FCD0FAA0BAF38B2933851D824514"},
        {"FEDCBA98765432100123456789ABCDEF",
         "5DCCCD25B95AB07417A08512EE160E2F8F661521CBBAB44CC87138445BC29E5C"
         "0AE0297205D62704173B21239B887F6C8CB5B800917A2488284BDE9E16EA2906"},
    };
    uint8_t plain[64], key[16], iv[16], expected[64], out[64];
    struct error e = {0};
    CLEANUP(sm_cleanup) struct sm *sm = NULL;
    assert_ok_e(sm_new(&sm, &e), &e);
    static const uint8_t fill[] = {0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xAA, 0xBB};
    for (size_t i = 0; i < sizeof plain; i++)
        plain[i] = fill[i / 8];
    for (size_t i = 0; i < sizeof iv; i++)
        iv[i] = (uint8_t)i;
    for (size_t i = 0; i < 2; i++) {
        bytes_of(cases[i].key, key, sizeof key);
        bytes_of(cases[i].cipher, expected, sizeof expected);
        sm4_ctr(sm, key, iv, plain, sizeof plain, out);
        assert_memory_equal(out, expected, sizeof out);
        sm4_ctr(sm, key, iv, out, sizeof out, out);
        assert_memory_equal(out, plain, sizeof out);
    }
}

/* GM/T 0042-2015, D.3. */
static void hmac_sm3_gives_the_published_vector(void **state)
{
    (void)state;
    static const char text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
                               "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    uint8_t key[32], expected[SM3_BYTES], out[SM3_BYTES];
    struct error e = {0};
    CLEANUP(sm_cleanup) struct sm *sm = NULL;
    assert_ok_e(sm_new(&sm, &e), &e);
    for (size_t i = 0; i < sizeof key; i++)
        key[i] = (uint8_t)(i + 1);
    bytes_of("ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a", expected,
             sizeof expected);
    for (size_t cut = 0; cut < sizeof text; cut += 37) {
        sm3_hmac(sm, key, sizeof key, text, cut, text + cut, sizeof text - 1 - cut, out);
        assert_memory_equal(out, expected, sizeof out);
    }
}

static void a_key_file_of_the_national_suite_seals_and_refuses_every_change(void **state)
{
    (void)state;
    CLEANUP(keyring_cleanup) struct keyring *k = made("sm.key", "sm");
    uint8_t sealed[SEALED_BYTES], again[SEALED_BYTES], index[BLIND_INDEX_BYTES],
        other_index[BLIND_INDEX_BYTES];
    char out[TEXT_BYTES + 1];
    size_t n = 42;
    struct error e = {0};
    assert_int_equal(keyring_suite(k, 1), SEAL_SM);
    assert_int_equal(keyring_index_suite(k), SEAL_SM);
    assert_null(keyring_blake2b_key(k));
    assert_int_equal(seal(k, SEAL_ACCOUNT, TEXT, TEXT_BYTES, sealed), SEALED_BYTES);
    seal(k, SEAL_ACCOUNT, TEXT, TEXT_BYTES, again);
    assert_memory_not_equal(sealed, again, sizeof sealed);
    assert_opens(k, SEAL_ACCOUNT, sealed);
    for (size_t bit = 0; bit < sizeof sealed * 8; bit++) {
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
        assert_failed(unseal(k, SEAL_ACCOUNT, sealed, sizeof sealed, out, &n, &e), &e,
                      "SEAL_BROKEN");
        sealed[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
    for (size_t length = 0; length < sizeof sealed; length++)
        assert_failed(unseal(k, SEAL_ACCOUNT, sealed, length, out, &n, &e), &e, "SEAL_BROKEN");
    assert_failed(unseal(k, SEAL_PHONE, sealed, sizeof sealed, out, &n, &e), &e, "SEAL_BROKEN");
    assert_int_equal(n, 42);
    assert_int_equal(seal(k, SEAL_DRAFT, "", 0, again), SEAL_OVERHEAD_BYTES);
    assert_ok_e(unseal(k, SEAL_DRAFT, again, SEAL_OVERHEAD_BYTES, out, &n, &e), &e);
    assert_int_equal(n, 0);
    CLEANUP(keyring_cleanup) struct keyring *same = opened("sm.key");
    assert_opens(same, SEAL_ACCOUNT, sealed);
    blind_index(k, SEAL_ACCOUNT, TEXT, index);
    blind_index(same, SEAL_ACCOUNT, TEXT, other_index);
    assert_memory_equal(index, other_index, sizeof index);
    blind_index(k, SEAL_PHONE, TEXT, other_index);
    assert_memory_not_equal(index, other_index, sizeof index);
    CLEANUP(keyring_cleanup) struct keyring *stranger = made("stranger.key", "sm");
    assert_failed(unseal(stranger, SEAL_ACCOUNT, sealed, sizeof sealed, out, &n, &e), &e,
                  "SEAL_BROKEN");
}

static void after_a_rotation_old_values_open_and_new_ones_take_the_new_key(void **state)
{
    (void)state;
    uint8_t first[SEALED_BYTES], second[SEALED_BYTES], third[SEALED_BYTES];
    uint8_t index[BLIND_INDEX_BYTES], later[BLIND_INDEX_BYTES];
    char out[TEXT_BYTES + 1];
    size_t n = 0;
    struct error e = {0};
    CLEANUP(keyring_cleanup) struct keyring *old = made("turn.key", "sodium");
    seal(old, SEAL_ID_NUMBER, TEXT, TEXT_BYTES, first);
    blind_index(old, SEAL_ID_NUMBER, TEXT, index);
    assert_true(seal_is_current(old, first, sizeof first));
    rotated("turn.key", SEAL_SM, 2);
    CLEANUP(keyring_cleanup) struct keyring *k2 = opened("turn.key");
    assert_int_equal(keyring_generation(k2), 2);
    assert_opens(k2, SEAL_ID_NUMBER, first);
    assert_false(seal_is_current(k2, first, sizeof first));
    seal(k2, SEAL_ID_NUMBER, TEXT, TEXT_BYTES, second);
    assert_true(seal_is_current(k2, second, sizeof second));
    /* a program that has not been started again says what is the matter */
    assert_failed(unseal(old, SEAL_ID_NUMBER, second, sizeof second, out, &n, &e), &e,
                  "SEAL_BROKEN");
    assert_non_null(strstr(e.message, "第 2 代"));
    rotated("turn.key", SEAL_SODIUM, 3);
    CLEANUP(keyring_cleanup) struct keyring *k3 = opened("turn.key");
    seal(k3, SEAL_ID_NUMBER, TEXT, TEXT_BYTES, third);
    assert_opens(k3, SEAL_ID_NUMBER, first);
    assert_opens(k3, SEAL_ID_NUMBER, second);
    assert_opens(k3, SEAL_ID_NUMBER, third);
    /* the same suite, another generation: not interchangeable */
    first[0] = third[0];
    assert_failed(unseal(k3, SEAL_ID_NUMBER, first, sizeof first, out, &n, &e), &e, "SEAL_BROKEN");
    blind_index(k3, SEAL_ID_NUMBER, TEXT, later);
    assert_memory_equal(index, later, sizeof index);
    struct stat st;
    assert_int_equal(stat(test_path("turn.key"), &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

/* A file and a value made before there were generations. */
static void the_first_form_of_the_key_file_is_still_read(void **state)
{
    (void)state;
    uint8_t keys[64], sealed[SEALED_BYTES], index[BLIND_INDEX_BYTES], expected[BLIND_INDEX_BYTES];
    char hex[129];
    unsigned long long length = 0;
    for (size_t i = 0; i < sizeof keys; i++)
        keys[i] = (uint8_t)(i * 3 + 1);
    FILE *f = fopen(test_path("first.key"), "w");
    assert_non_null(f);
    fprintf(f, "minsheng-key 1\n%s\n", sodium_bin2hex(hex, sizeof hex, keys, sizeof keys));
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(test_path("first.key"), 0600), 0);
    const uint8_t bound[2] = {1, SEAL_PHONE};
    sealed[0] = 1;
    randombytes_buf(sealed + 1, 24);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + 25, &length, (const uint8_t *)TEXT,
                                               TEXT_BYTES, bound, 2, NULL, sealed + 1, keys);
    CLEANUP(keyring_cleanup) struct keyring *k = opened("first.key");
    assert_opens(k, SEAL_PHONE, sealed);
    rotated("first.key", SEAL_SM, 2);
    CLEANUP(keyring_cleanup) struct keyring *k2 = opened("first.key");
    assert_opens(k2, SEAL_PHONE, sealed);
    blind_index(k2, SEAL_PHONE, TEXT, index);
    uint8_t mixed[1 + TEXT_BYTES] = {SEAL_PHONE};
    memcpy(mixed + 1, TEXT, TEXT_BYTES);
    crypto_generichash(expected, sizeof expected, mixed, sizeof mixed, keys + 32, 32);
    assert_memory_equal(index, expected, sizeof index);
}

static size_t file_read(const char *name, char *out, size_t max)
{
    FILE *f = fopen(test_path(name), "r");
    assert_non_null(f);
    size_t n = fread(out, 1, max, f);
    fclose(f);
    return n;
}

static void a_key_file_that_lost_or_changed_a_line_is_refused(void **state)
{
    (void)state;
    char text[4096];
    struct error e = {0};
    struct keyring *k = NULL;
    keyring_free(made("lines.key", "sodium"));
    rotated("lines.key", SEAL_SODIUM, 2);
    size_t n = file_read("lines.key", text, sizeof text);
    const char *path = test_path("cut.key");
    for (size_t changed = 0; changed <= n; changed++) { /* each byte altered; at n: the last gone */
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        if (changed < n)
            text[changed] ^= 1;
        fwrite(text, 1, changed < n ? n : n - 1, f);
        if (changed < n)
            text[changed] ^= 1;
        assert_int_equal(fclose(f), 0);
        chmod(path, 0600);
        assert_failed(keyring_open(path, true, &k, &e), &e, "KEY_BROKEN");
    }
    /* the whole second generation cut out */
    char *line = strstr(text, "\n2 sodium "), *check = strstr(text, "\ncheck ");
    assert_true(line != NULL && check != NULL);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fwrite(text, 1, (size_t)(line - text), f);
    fwrite(check, 1, n - (size_t)(check - text), f);
    assert_int_equal(fclose(f), 0);
    assert_failed(keyring_open(path, true, &k, &e), &e, "KEY_BROKEN");
}

static void keys_turn_a_hundred_and_twenty_six_times_and_no_more(void **state)
{
    (void)state;
    struct error e = {0};
    int generation = 0;
    uint8_t sealed[SEALED_BYTES];
    struct keyring *first = made("many.key", "sm");
    seal(first, SEAL_CASE, TEXT, TEXT_BYTES, sealed);
    keyring_free(first);
    for (int i = 2; i <= SEAL_GENERATIONS_MAX; i++)
        rotated("many.key", i % 2 == 0 ? SEAL_SM : SEAL_SODIUM, i);
    assert_refused(keyring_rotate(test_path("many.key"), SEAL_SODIUM, &generation, &e), &e,
                   "KEY_GENERATIONS");
    CLEANUP(keyring_cleanup) struct keyring *k = opened("many.key");
    assert_int_equal(keyring_generation(k), SEAL_GENERATIONS_MAX);
    assert_opens(k, SEAL_CASE, sealed);
}

static void an_unknown_suite_makes_no_key(void **state)
{
    (void)state;
    struct error e = {0};
    struct keyring *k = NULL;
    setenv("MINSHENG_SEAL", "rot13", 1);
    assert_refused(keyring_open(test_path("none.key"), true, &k, &e), &e, "SEAL_SUITE");
    unsetenv("MINSHENG_SEAL");
    struct stat st;
    assert_int_not_equal(stat(test_path("none.key"), &st), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sm4_ctr_gives_the_published_vectors),
        cmocka_unit_test(hmac_sm3_gives_the_published_vector),
        cmocka_unit_test(a_key_file_of_the_national_suite_seals_and_refuses_every_change),
        cmocka_unit_test(after_a_rotation_old_values_open_and_new_ones_take_the_new_key),
        cmocka_unit_test(the_first_form_of_the_key_file_is_still_read),
        cmocka_unit_test(a_key_file_that_lost_or_changed_a_line_is_refused),
        cmocka_unit_test(keys_turn_a_hundred_and_twenty_six_times_and_no_more),
        cmocka_unit_test(an_unknown_suite_makes_no_key),
    };
    return cmocka_run_group_tests_name("seal_suite", tests, NULL, NULL);
}
