/* SHA-256 by whatever this processor offers, against libsodium's. */
#include <sodium.h>
#include <string.h>

#include "base/hash.h"
#include "base/random.h"
#include "support/test_support.h"

#define TEXT_BYTES 5000
#define ROUNDS 3000

static void every_length_and_cut_gives_what_libsodium_gives(void **state)
{
    (void)state;
    static uint8_t text[TEXT_BYTES];
    struct random r = random_seed(test_seed());
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (uint8_t)random_u64(&r);
    for (int round = 0; round < ROUNDS; round++) {
        /* All short lengths once, where the padding has its edges; then anything. */
        size_t n = round < 300 ? (size_t)round : random_below(&r, TEXT_BYTES), done = 0;
        uint8_t ours[HASH_BYTES], theirs[HASH_BYTES];
        struct hash_state s;
        hash_init(&s);
        while (done < n) {
            size_t part = 1 + random_below(&r, 200);
            part = part < n - done ? part : n - done;
            hash_update(&s, text + done, part);
            done += part;
        }
        hash_final(&s, ours);
        crypto_hash_sha256(theirs, text, n);
        assert_memory_equal(ours, theirs, HASH_BYTES);
        hash_bytes(text, n, ours);
        assert_memory_equal(ours, theirs, HASH_BYTES);
    }
}

static void a_million_letters_give_the_published_hash(void **state)
{
    (void)state;
    static char letters[1000000];
    uint8_t hash[HASH_BYTES];
    char hex[HASH_HEX_BYTES];
    memset(letters, 'a', sizeof letters);
    hash_bytes(letters, sizeof letters, hash);
    hash_hex(hash, hex);
    assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void a_copied_state_goes_on_by_itself(void **state)
{
    (void)state;
    struct hash_state one, two;
    uint8_t a[HASH_BYTES], b[HASH_BYTES], expected[HASH_BYTES];
    hash_init(&one);
    hash_update(&one, "left", 4);
    two = one;
    hash_update(&one, "right", 5);
    hash_final(&one, a);
    hash_update(&two, "right", 5);
    hash_final(&two, b);
    crypto_hash_sha256(expected, (const uint8_t *)"leftright", 9);
    assert_memory_equal(a, expected, HASH_BYTES);
    assert_memory_equal(b, expected, HASH_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_length_and_cut_gives_what_libsodium_gives),
        cmocka_unit_test(a_million_letters_give_the_published_hash),
        cmocka_unit_test(a_copied_state_goes_on_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
