#include "support/test_support.h"
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_BYTES 512
#define NAMES_MOST 64

/* Font libraries keep caches until the process ends; a leak of ours still shows. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libcairo\nleak:libpango\nleak:libglib\n";
}

static char tmpdir[PATH_BYTES];
static pid_t tmpdir_owner;

uint64_t test_seed(void)
{
    static bool printed;
    const char *set = getenv("MINSHENG_TEST_SEED");
    uint64_t seed = set && *set ? strtoull(set, NULL, 10) : 20130630;
    if (!printed)
        fprintf(stderr, "# seed %" PRIu64 "\n", seed);
    printed = true;
    return seed;
}

static int remove_entry(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static void remove_tmpdir(void)
{
    if (getpid() == tmpdir_owner) /* not when a forked child exits */
        nftw(tmpdir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *test_tmpdir(void)
{
    if (tmpdir[0])
        return tmpdir;
    const char *base = getenv("TMPDIR");
    snprintf(tmpdir, sizeof tmpdir, "%s/minsheng-test-XXXXXX", base && *base ? base : "/tmp");
    if (!mkdtemp(tmpdir)) {
        perror(tmpdir);
        abort();
    }
    tmpdir_owner = getpid();
    atexit(remove_tmpdir);
    return tmpdir;
}

const char *test_path(const char *name)
{
    static char paths[NAMES_MOST][PATH_BYTES + 128];
    static size_t count;
    char wanted[sizeof paths[0]];
    snprintf(wanted, sizeof wanted, "%s/%.120s", test_tmpdir(), name);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(paths[i], wanted) == 0)
            return paths[i];
    }
    if (count == NAMES_MOST)
        abort();
    memcpy(paths[count], wanted, sizeof wanted);
    return paths[count++];
}

void test_error_clear(struct error *e)
{
    *e = (struct error){0};
}

void test_assert_status(const char *call, enum status got, enum status expected,
                        const struct error *e, const char *file, int line)
{
    if (got == expected)
        return;
    print_error("%s: status %d, expected %d%s%s\n", call, (int)got, (int)expected, e ? ": " : "",
                e ? e->message : "");
    _fail(file, line);
}

void test_assert_refused(const char *call, enum status got, enum status expected,
                         const struct error *e, const char *code, const char *file, int line)
{
    test_assert_status(call, got, expected, e, file, line);
    if (strcmp(e->code, code) == 0 && e->status == expected && e->message[0])
        return;
    print_error("%s: code \"%s\", expected \"%s\": %s\n", call, e->code, code, e->message);
    _fail(file, line);
}
