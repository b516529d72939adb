/* What a fuzz target is and may lean on. Each target stands in <name>_fuzz.c and defines
   LLVMFuzzerTestOneInput; libFuzzer drives it (make fuzz), or replay.c does (./test). */
#pragma once
#include "base/status.h"

#define FUZZ_INPUT_BYTES_MAX (256u << 10)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

/* Aborts unless a refusal says what is wrong: a code, and a message in valid UTF-8. NONE and OK say
 * nothing. */
void fuzz_check(enum status status, const struct error *e);
/* Aborts unless text is valid UTF-8. */
void fuzz_check_text(const char *text);
/* A file with these bytes, the same path every time. */
const char *fuzz_file(const uint8_t *data, size_t bytes);
