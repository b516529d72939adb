#include "support/test_support.h"
#include "base/catalog.h"
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARENA_BYTES ((size_t)1 << 20)
#define FOLDER_BYTES 64
#define PATH_BYTES 128

static struct arena *arena;
static struct catalog *catalog;
static char folder[FOLDER_BYTES] = "/tmp/minsheng-catalog-XXXXXX", path[PATH_BYTES];

static const char po[] =
    "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
    "msgid \"批准\"\nmsgstr \"Approve\"\n\n"
    "msgid \"不予批准\"\nmsgstr \"Refuse\"\n\n"
    "msgid \"业务经办\"\nmsgstr \"officer\"\n\n"
    "msgid \"没有填写。\"\nmsgstr \"Not filled in.\"\n\n"
    "#, c-format\nmsgid \"%s：%s\"\nmsgstr \"%s: %s\"\n\n"
    "#, c-format\nmsgid \"%s（%s）无权办理“%s”。\"\nmsgstr \"%s (%s) may not do “%s”.\"\n\n"
    "#, c-format\nmsgid \"%s 现在是“%s”。可以办理：%s。\"\n"
    "msgstr \"%s is “%s”. Possible: %s.\"\n\n"
    "#, c-format\nmsgid \"%s 在 %s 中办理过“%s”。\"\nmsgstr \"%1$s did “%3$s” in %2$s.\"\n\n"
    "#, c-format\nmsgid \"最多 %<PRId64> 个字，现有 %<PRId64> 个。\"\n"
    "msgstr \"At most %<PRId64> characters; there are %<PRId64>.\"\n\n"
    "#, c-format\nmsgid \"不到 %d.%02d%%。\"\nmsgstr \"Less than %d.%02d%%.\"\n\n"
    "#, c-format\nmsgid \"字“%.*s”（U+%04X）最后一位应为 %c。\"\n"
    "msgstr \"The last of “%.*s” (U+%04X) should be %c.\"\n\n"
    "#, c-format\nmsgid \"没有 %d 号。\"\nmsgstr \"There is no %d.\"\n\n"
    "#, c-format\nmsgid \"没有 %s。\"\nmsgstr \"There is not %s.\"\n";

static int msgfmt(char *source, char *target)
{
    char name[] = "msgfmt", flag[] = "-o";
    char *arguments[] = {name, flag, target, source, NULL};
    pid_t pid;
    int wait_status = -1;
    if (posix_spawnp(&pid, name, NULL, NULL, arguments, environ) != 0 ||
        waitpid(pid, &wait_status, 0) != pid)
        return -1;
    return wait_status;
}

static int setup(void **state)
{
    (void)state;
    char source[PATH_BYTES];
    struct error e = {0};
    arena = arena_new(ARENA_BYTES);
    if (arena == NULL || mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(source, sizeof source, "%s/en.po", folder);
    (void)snprintf(path, sizeof path, "%s/en.mo", folder);
    FILE *f = fopen(source, "we");
    if (f == NULL || fputs(po, f) < 0 || fclose(f) != 0 || msgfmt(source, path) != 0)
        return -1;
    (void)unlink(source);
    return catalog_open(path, &catalog, &e) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    catalog_free(catalog);
    arena_free(arena);
    (void)unlink(path);
    (void)rmdir(folder);
    return 0;
}

#define SAYS(chinese, english)                                                                     \
    assert_string_equal(catalog_words(catalog, arena, (chinese)), (english))

static void a_filled_in_message_is_said_in_english(void **state)
{
    (void)state;
    SAYS("没有填写。", "Not filled in.");
    SAYS("王小明（业务经办）无权办理“批准”。", "王小明 (officer) may not do “Approve”.");
    SAYS("不到 33.05%。", "Less than 33.05%.");
    SAYS("理由：没有填写。", "理由: Not filled in.");
    SAYS("没有 2013年6月。", "There is not 2013-06.");
    SAYS("没有 2013年6月30日。", "There is not 2013-06-30.");
    SAYS("没有 2013年6月30日前。", "There is not 2013年6月30日前.");
}

static void holes_may_change_places_and_be_lists(void **state)
{
    (void)state;
    SAYS("li 在 DB2013 中办理过“不予批准”。", "li did “Refuse” in DB2013.");
    SAYS("DB2013 现在是“批准”。可以办理：批准、不予批准。",
         "DB2013 is “Approve”. Possible: Approve, Refuse.");
}

static void numbers_of_64_bits_are_found(void **state)
{
    (void)state;
    SAYS("最多 20 个字，现有 -9223372036854775808 个。",
         "At most 20 characters; there are -9223372036854775808.");
    /* A number is asked for. */
    SAYS("最多 甲 个字，现有 3 个。", "最多 甲 个字，现有 3 个。");
}

static void characters_and_measured_texts_are_found(void **state)
{
    (void)state;
    SAYS("字“䶮”（U+4DAE）最后一位应为 X。", "The last of “䶮” (U+4DAE) should be X.");
}

static void the_msgid_with_the_most_words_wins(void **state)
{
    (void)state;
    SAYS("没有 7 号。", "There is no 7.");
    SAYS("没有 甲 号。", "There is not 甲 号.");
}

static void what_no_msgid_has_stays_as_it_is(void **state)
{
    (void)state;
    SAYS("王小明", "王小明");
    SAYS("", "");
    SAYS("甲、乙", "甲、乙");
    SAYS("100% %s %", "100% %s %");
    assert_string_equal(catalog_words(NULL, arena, "批准"), "批准");
    char text[3000] = "";
    for (size_t i = 0; i + 12 < sizeof text; i += 9)
        memcpy(text + i, "“：（", 9);
    SAYS(text, catalog_words(catalog, arena, text)); /* ends */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_filled_in_message_is_said_in_english),
        cmocka_unit_test(holes_may_change_places_and_be_lists),
        cmocka_unit_test(numbers_of_64_bits_are_found),
        cmocka_unit_test(characters_and_measured_texts_are_found),
        cmocka_unit_test(the_msgid_with_the_most_words_wins),
        cmocka_unit_test(what_no_msgid_has_stays_as_it_is),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
