/* SHA-256 by the processor's own instructions, for hash.c only:
 * docs/decisions/0040-sha-instructions.md. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_BLOCK_BYTES 64

/* False on processors without them; MINSHENG_HASH=portable says no as well, for tests. */
bool hash_cpu_is_able(void);
/* Only when able. */
void hash_cpu_blocks(uint32_t state[8], const uint8_t *p, size_t blocks);
