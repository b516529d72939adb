/* What every suite needs: a seed that is printed, a folder that goes away, and whole-word checks of
 * refusals. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/status.h"

/* MINSHENG_TEST_SEED, else 20130630. Printed once to stderr as "# seed N". */
uint64_t test_seed(void);
/* One folder for this process, removed with all in it when the process exits. */
const char *test_tmpdir(void);
/* test_tmpdir()/name. Valid until the process ends; at most 64 names. */
const char *test_path(const char *name);

#define assert_ok(call) test_assert_status(#call, (call), STATUS_OK, NULL, __FILE__, __LINE__)
/* With the message of e when it was not OK. */
#define assert_ok_e(call, e) test_assert_status(#call, (call), STATUS_OK, (e), __FILE__, __LINE__)
#define assert_status(call, expected)                                                              \
    test_assert_status(#call, (call), (expected), NULL, __FILE__, __LINE__)
/* REFUSED with that code and a message for the user. Clears e first, so that nothing old counts. */
#define assert_refused(call, e, expected_code)                                                     \
    test_assert_refused(#call, (test_error_clear(e), (call)), STATUS_REFUSED, (e),                 \
                        (expected_code), __FILE__, __LINE__)
#define assert_failed(call, e, expected_code)                                                      \
    test_assert_refused(#call, (test_error_clear(e), (call)), STATUS_FAILED, (e), (expected_code), \
                        __FILE__, __LINE__)

void test_assert_status(const char *call, enum status got, enum status expected,
                        const struct error *e, const char *file, int line);
void test_assert_refused(const char *call, enum status got, enum status expected,
                         const struct error *e, const char *code, const char *file, int line);
void test_error_clear(struct error *e);
