#include "base/blind.h"
#include "base/random.h"
#include "support/test_support.h"
#include <stdlib.h>
#include <string.h>

#define NUMBERS_MAX 67

static struct keyring *keys;

static int setup(void **state)
{
    (void)state;
    struct error e;
    return keyring_open(test_path("blind.key"), true, &keys, &e) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    keyring_free(keys);
    return 0;
}

static void fill(struct random *random, char (*texts)[BLIND_TEXT_BYTES])
{
    for (size_t i = 0; i < NUMBERS_MAX; i++) {
        for (size_t k = 0; k < BLIND_TEXT_BYTES; k++)
            texts[i][k] = (char)('0' + random_below(random, 10));
        if (i % 7 == 0)
            texts[i][BLIND_TEXT_BYTES - 1] = 'X';
    }
}

static void compare(const char (*texts)[BLIND_TEXT_BYTES], size_t count, enum seal_purpose purpose)
{
    uint8_t many[NUMBERS_MAX][BLIND_INDEX_BYTES], one[BLIND_INDEX_BYTES];
    memset(many, 0xA5, sizeof many);
    blind_index_many(keys, purpose, texts, count, many);
    for (size_t i = 0; i < count; i++) {
        char text[BLIND_TEXT_BYTES + 1] = "";
        memcpy(text, texts[i], BLIND_TEXT_BYTES);
        blind_index(keys, purpose, text, one);
        assert_memory_equal(many[i], one, sizeof one);
    }
    for (size_t i = count; i < NUMBERS_MAX; i++)
        for (size_t k = 0; k < BLIND_INDEX_BYTES; k++)
            assert_int_equal(many[i][k], 0xA5);
}

/* Every width of register, and every count around one of its groups. */
static void many_numbers_have_the_index_of_each(void **state)
{
    (void)state;
    static const char *const widths[] = {"2", "4", ""};
    struct random random = random_seed(test_seed());
    char texts[NUMBERS_MAX][BLIND_TEXT_BYTES];
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        assert_int_equal(setenv("MINSHENG_BLIND_LANES", widths[w], 1), 0);
        for (size_t count = 0; count <= NUMBERS_MAX; count++) {
            fill(&random, texts);
            compare((const char(*)[BLIND_TEXT_BYTES])texts, count, SEAL_ID_NUMBER);
        }
        compare((const char(*)[BLIND_TEXT_BYTES])texts, NUMBERS_MAX, SEAL_PHONE);
    }
    unsetenv("MINSHENG_BLIND_LANES");
}

/* Kinds and lengths mixed, the longest and the empty text among them. */
static void short_texts_have_the_index_of_each(void **state)
{
    (void)state;
    static const char *const widths[] = {"2", "4", ""};
    struct random random = random_seed(test_seed());
    struct blind_text texts[NUMBERS_MAX];
    uint8_t many[NUMBERS_MAX][BLIND_INDEX_BYTES], one[BLIND_INDEX_BYTES];
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        assert_int_equal(setenv("MINSHENG_BLIND_LANES", widths[w], 1), 0);
        for (size_t i = 0; i < NUMBERS_MAX; i++) {
            size_t n = i % BLIND_SHORT_BYTES;
            texts[i] = (struct blind_text){.purpose = i % 2 ? SEAL_ACCOUNT : SEAL_ID_NUMBER};
            for (size_t k = 0; k < n; k++)
                texts[i].text[k] = (char)('0' + random_below(&random, 10));
        }
        for (size_t count = NUMBERS_MAX - 9; count <= NUMBERS_MAX; count++) {
            blind_index_texts(keys, texts, count, many);
            for (size_t i = 0; i < count; i++) {
                blind_index(keys, texts[i].purpose, texts[i].text, one);
                assert_memory_equal(many[i], one, sizeof one);
            }
        }
    }
    unsetenv("MINSHENG_BLIND_LANES");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_numbers_have_the_index_of_each),
        cmocka_unit_test(short_texts_have_the_index_of_each),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
