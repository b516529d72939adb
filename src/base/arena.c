#include "base/arena.h"
#include "base/i18n.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_WATCHED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_WATCHED 1
#endif
#endif
#ifdef ARENA_WATCHED
#include <sanitizer/asan_interface.h>
#define WATCH(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNWATCH(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define GAP_BYTES ((size_t)16) /* between allocations, so that an over-read is caught */
#else
#define WATCH(p, n) ((void)(p), (void)(n))
#define UNWATCH(p, n) ((void)(p), (void)(n))
#define GAP_BYTES ((size_t)0)
#endif

#define ALIGN_BYTES ((size_t)16)
#define BLOCK_BYTES_FIRST ((size_t)8 * 1024)
#define BLOCK_BYTES_MOST ((size_t)1024 * 1024)

struct block {
    struct block *next; /* the older one */
    size_t bytes, used;
    _Alignas(16) unsigned char data[];
};

struct arena {
    size_t cap_bytes, used_bytes, next_block_bytes;
    struct block *newest;
};

static struct block *block_new(size_t bytes, struct block *next)
{
    struct block *b = malloc(sizeof *b + bytes);
    if (!b)
        return NULL;
    *b = (struct block){.next = next, .bytes = bytes};
    WATCH(b->data, bytes);
    return b;
}

static void block_free(struct block *b)
{
    UNWATCH(b->data, b->bytes);
    free(b);
}

struct arena *arena_new(size_t cap_bytes)
{
    struct arena *a = malloc(sizeof *a);
    if (!a)
        return NULL;
    size_t first = cap_bytes < BLOCK_BYTES_FIRST ? cap_bytes : BLOCK_BYTES_FIRST;
    *a = (struct arena){.cap_bytes = cap_bytes, .next_block_bytes = BLOCK_BYTES_FIRST * 2};
    a->newest = block_new(first + GAP_BYTES, NULL);
    if (!a->newest) {
        free(a);
        return NULL;
    }
    return a;
}

static void free_all_but_first(struct arena *a)
{
    while (a->newest->next) {
        struct block *b = a->newest;
        a->newest = b->next;
        block_free(b);
    }
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    free_all_but_first(a);
    block_free(a->newest);
    free(a);
}

void arena_cleanup(struct arena **a)
{
    arena_free(*a);
    *a = NULL;
}

void arena_reset(struct arena *a)
{
    free_all_but_first(a);
    WATCH(a->newest->data, a->newest->bytes);
    a->newest->used = 0;
    a->used_bytes = 0;
    a->next_block_bytes = BLOCK_BYTES_FIRST * 2;
}

size_t arena_used(const struct arena *a)
{
    return a->used_bytes;
}

/* A block for at least `bytes`. A large one goes behind the newest, whose rest stays in use. */
static struct block *arena_room(struct arena *a, size_t bytes)
{
    struct block *newest = a->newest;
    if (newest->bytes - newest->used >= bytes)
        return newest;
    size_t size = a->next_block_bytes;
    if (bytes > size / 4 && newest->next) {
        struct block *b = block_new(bytes, newest->next);
        if (b)
            newest->next = b;
        return b;
    }
    struct block *b = block_new(bytes > size ? bytes : size, newest);
    if (!b)
        return NULL;
    a->newest = b;
    if (a->next_block_bytes < BLOCK_BYTES_MOST)
        a->next_block_bytes *= 2;
    return b;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
    if (bytes > a->cap_bytes)
        return NULL;
    size_t rounded = (bytes + ALIGN_BYTES - 1) & ~(ALIGN_BYTES - 1);
    if (!rounded)
        rounded = ALIGN_BYTES;
    if (rounded > a->cap_bytes - a->used_bytes)
        return NULL;
    struct block *b = arena_room(a, rounded + GAP_BYTES);
    if (!b)
        return NULL;
    unsigned char *p = b->data + b->used;
    b->used += rounded + GAP_BYTES;
    a->used_bytes += rounded;
    UNWATCH(p, bytes ? bytes : 1);
    return memset(p, 0, bytes);
}

void *arena_array(struct arena *a, size_t count, size_t bytes)
{
    size_t total;
    if (__builtin_mul_overflow(count, bytes, &total))
        return NULL;
    return arena_alloc(a, total);
}

char *arena_strdup(struct arena *a, const char *text)
{
    return text ? arena_strndup(a, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *a, const char *text, size_t bytes)
{
    if (bytes == SIZE_MAX)
        return NULL;
    char *p = arena_alloc(a, bytes + 1);
    if (p && bytes)
        memcpy(p, text, bytes);
    return p;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    char small[256];
    va_start(args, format);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    if (n < 0)
        return NULL;
    if ((size_t)n < sizeof small)
        return arena_strndup(a, small, (size_t)n);
    char *p = arena_alloc(a, (size_t)n + 1);
    if (!p)
        return NULL;
    va_start(args, format);
    vsnprintf(p, (size_t)n + 1, format, args);
    va_end(args);
    return p;
}

enum status arena_exhausted(struct error *e)
{
    return error_set(e, STATUS_FAILED, "OUT_OF_MEMORY",
                     _("本次操作需要的内存超过上限。请缩小范围（分批、分乡镇）后再试。"));
}
