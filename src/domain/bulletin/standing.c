/* How a figure stands against its target, and a township over all of them. */
#include "domain/bulletin/bulletin_internal.h"

#include "base/ratio.h"

bool bulletin_figure_is_held(const struct bulletin_figure *f)
{
    return f->target_bp > 0 && f->denominator > 0;
}

bool bulletin_figure_is_behind(const struct bulletin_figure *f)
{
    if (!bulletin_figure_is_held(f))
        return false;
    const __int128 done = (__int128)f->numerator * RATIO_WHOLE_BP,
                   asked = (__int128)f->target_bp * f->denominator;
    return f->indicator && !f->indicator->is_more_better ? done > asked : done < asked;
}

static struct bulletin_standing *standing_of(struct bulletin_standing *list, size_t *count,
                                             const struct bulletin_figure *f)
{
    for (size_t i = 0; i < *count; i++)
        if (list[i].township == f->township)
            return &list[i];
    if (*count == BULLETIN_TOWNSHIPS_MAX)
        return NULL;
    list[*count] = (struct bulletin_standing){.township = f->township, .name = f->name};
    return &list[(*count)++];
}

static void ranks_give(struct bulletin_standing *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].held == 0)
            continue;
        list[i].rank = 1;
        for (size_t k = 0; k < count; k++)
            if ((int64_t)list[k].reached * list[i].held > (int64_t)list[i].reached * list[k].held)
                list[i].rank++;
    }
}

static bool comes_before(const struct bulletin_standing *a, const struct bulletin_standing *b)
{
    if ((a->rank == 0) != (b->rank == 0))
        return b->rank == 0;
    return a->rank != b->rank ? a->rank < b->rank : a->township < b->township;
}

static void put_in_order(struct bulletin_standing *list, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct bulletin_standing x = list[i];
        size_t k = i;
        for (; k > 0 && comes_before(&x, &list[k - 1]); k--)
            list[k] = list[k - 1];
        list[k] = x;
    }
}

enum status bulletin_standing_list(const struct bulletin_figure *figures, size_t count,
                                   struct arena *arena, struct bulletin_standing **ret,
                                   size_t *ret_count, struct error *e)
{
    struct bulletin_standing *list =
        ARENA_ARRAY(arena, struct bulletin_standing, BULLETIN_TOWNSHIPS_MAX);
    size_t n = 0;
    if (!list)
        return arena_exhausted(e);
    for (size_t i = 0; i < count; i++) {
        const struct bulletin_figure *f = &figures[i];
        struct bulletin_standing *own = f->township ? standing_of(list, &n, f) : NULL;
        if (!own)
            continue;
        own->firsts += f->rank == 1;
        own->held += bulletin_figure_is_held(f);
        own->reached += bulletin_figure_is_held(f) && !bulletin_figure_is_behind(f);
    }
    ranks_give(list, n);
    put_in_order(list, n);
    *ret = list;
    *ret_count = n;
    return STATUS_OK;
}
