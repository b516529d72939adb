/* Memory with one owner and a cap: a request, a command or a job frees all it made at once. */
#pragma once
#include "base/status.h"

struct arena;

/* cap_bytes: the most it may ever hold. NULL when out of memory. */
struct arena *arena_new(size_t cap_bytes);
void arena_free(struct arena *a);
void arena_cleanup(struct arena **a); /* for CLEANUP() */
/* Forgets everything allocated; keeps the first block. For loops that reuse one arena per row. */
void arena_reset(struct arena *a);
size_t arena_used(const struct arena *a);
/* Zeroed, 16-byte aligned; NULL past the cap or out of memory. */
void *arena_alloc(struct arena *a, size_t bytes);
/* count * bytes with overflow check. */
void *arena_array(struct arena *a, size_t count, size_t bytes);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_array((a), (count), sizeof(type)))
char *arena_strdup(struct arena *a, const char *text); /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *text, size_t bytes);
char *arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
/* STATUS_FAILED with code OUT_OF_MEMORY: return arena_exhausted(e). */
enum status arena_exhausted(struct error *e);
