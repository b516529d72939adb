#include "office/demo/medical.h"

#include "office/demo/medical_story.h"

#define MEDICAL_ARENA_BYTES ((size_t)512 << 20)
#define SEED_SALT UINT64_C(0x57A15)

static enum status story_tell(struct medical_story *s, struct error *e)
{
    TRY(medical_people_choose(s, e));
    medical_stays_plan(s);
    medical_claims_plan(s);
    TRY(medical_old_advance(s, e));
    for (s->today = s->first; s->today.v <= s->until.v; s->today.v++) {
        if (s->set_today != NULL)
            s->set_today(s->today);
        TRY(medical_claims_day(s, e));
        TRY(medical_stays_day(s, e));
        TRY(medical_money_day(s, e));
    }
    return STATUS_OK;
}

enum status demo_medical_store(struct db *db, const struct payment_context *c,
                               const struct demo_options *options, struct date until,
                               const char *folder, void (*set_today)(struct date day),
                               struct demo_medical_counts *ret, struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(MEDICAL_ARENA_BYTES);
    CLEANUP(medical_desk_cleanup) struct medical_desk *desk = medical_desk_new(c->county, c->keys);
    struct medical_story *s = arena != NULL ? ARENA_NEW(arena, struct medical_story) : NULL;
    if (s == NULL || desk == NULL)
        return arena_exhausted(e);
    *s = (struct medical_story){.db = db,
                                .c = c,
                                .options = options,
                                .arena = arena,
                                .folder = folder,
                                .set_today = set_today,
                                .first = month_first_day(options->month),
                                .next = month_first_day(month_add(options->month, 1)),
                                .until = until,
                                .random = random_seed(options->seed ^ SEED_SALT),
                                .desk = desk};
    TRY(story_tell(s, e));
    *ret = s->counts;
    return STATUS_OK;
}
