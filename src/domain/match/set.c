/* A blind index is a keyed hash, so its bytes are spread evenly: the first eight choose the place,
   the next four are kept there. Of a list of five million strangers fewer than one is mistaken for
   somebody, and is found out by the look-up that follows. docs/decisions/0046-match-by-tags.md */
#include <stdlib.h>

#include "base/i18n.h"
#include "domain/match/match.h"
#include "domain/match/match_set.h"

#define SLOTS_MIN ((uint64_t)1 << 10)

struct match_set {
    uint32_t *tags; /* 0: empty */
    uint64_t mask;
    int shift;
    int64_t count, capacity;
};

static uint64_t big_endian(const uint8_t *p, int bytes)
{
    uint64_t v = 0;
    for (int i = 0; i < bytes; i++)
        v = v << 8 | p[i];
    return v;
}

/* The first bytes are the place's high bits: the registry's index is read in this order, so the
   table fills from its beginning to its end. */
static uint64_t slot_of(const struct match_set *s, const uint8_t index[BLIND_INDEX_BYTES])
{
    return big_endian(index, 8) >> s->shift;
}

static uint32_t tag_of(const uint8_t index[BLIND_INDEX_BYTES])
{
    uint32_t tag = (uint32_t)big_endian(index + 8, 4);
    return tag ? tag : 1;
}

enum status match_set_new(int64_t persons, struct match_set **ret, struct error *e)
{
    uint64_t slots = SLOTS_MIN;
    int bits = 10;
    if (persons > MATCH_SET_PERSONS_MAX)
        return error_set(e, STATUS_FAILED, "MATCH_SET_FULL", _("名册人数太多，无法比对"));
    for (; slots < (uint64_t)persons + (uint64_t)persons / 2; slots *= 2)
        bits++;
    struct match_set *s = calloc(1, sizeof *s);
    uint32_t *tags = calloc(slots, sizeof *tags);
    if (!s || !tags) {
        free(s);
        free(tags);
        return arena_exhausted(e);
    }
    *s = (struct match_set){
        .tags = tags, .mask = slots - 1, .shift = 64 - bits, .capacity = persons};
    *ret = s;
    return STATUS_OK;
}

void match_set_free(struct match_set *s)
{
    if (s)
        free(s->tags);
    free(s);
}

enum status match_set_add(struct match_set *s, const uint8_t index[BLIND_INDEX_BYTES],
                          struct error *e)
{
    if (s->count == s->capacity)
        return error_set(e, STATUS_FAILED, "MATCH_SET_FULL",
                         _("比对期间名册增加了人员，请再比对一次"));
    uint64_t i = slot_of(s, index);
    while (s->tags[i])
        i = (i + 1) & s->mask;
    s->tags[i] = tag_of(index);
    s->count++;
    return STATUS_OK;
}

void match_set_find(const struct match_set *s, const uint8_t (*indexes)[BLIND_INDEX_BYTES],
                    size_t count, bool *ret_may)
{
    uint32_t slots[MATCH_BATCH_ROWS];
    for (size_t i = 0; i < count; i++) {
        slots[i] = (uint32_t)slot_of(s, indexes[i]);
        __builtin_prefetch(&s->tags[slots[i]]);
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t at = slots[i];
        uint32_t tag = tag_of(indexes[i]);
        while (s->tags[at] && s->tags[at] != tag)
            at = (at + 1) & s->mask;
        ret_may[i] = s->tags[at] != 0;
    }
}
