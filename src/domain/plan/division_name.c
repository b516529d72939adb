/* Finding a division by the name a clerk writes. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/utf8.h"

#define NAME_CODES_MAX 40

struct name {
    int code[NAME_CODES_MAX];
    size_t n;
    bool is_cut; /* longer than any name, or no UTF-8: equal to none */
};

static struct name name_make(const char *text)
{
    struct name name = {.n = 0};
    size_t left = strlen(text);
    while (left > 0 && name.n < NAME_CODES_MAX) {
        size_t step = utf8_step(text, left);
        if (step == 0)
            break;
        name.code[name.n++] = utf8_code(text, step);
        text += step;
        left -= step;
    }
    name.is_cut = left > 0;
    return name;
}

static bool name_equals(const struct name *a, const struct name *b)
{
    return !a->is_cut && !b->is_cut && a->n == b->n &&
           memcmp(a->code, b->code, a->n * sizeof a->code[0]) == 0;
}

/* Takes one ending away; never the whole name. */
static bool name_strip(struct name *name, const char *ending)
{
    struct name end = name_make(ending);
    if (name->is_cut || name->n <= end.n ||
        memcmp(name->code + name->n - end.n, end.code, end.n * sizeof end.code[0]) != 0)
        return false;
    name->n -= end.n;
    return true;
}

enum strictness { AS_WRITTEN, WITHOUT_COMMITTEE, CORE, STRICTNESS_COUNT };

static struct name name_at(const char *text, enum strictness strictness)
{
    static const char *const committees[] = {"村民委员会", "居民委员会", "村委会", "居委会"};
    struct name name = name_make(text);
    if (strictness == AS_WRITTEN)
        return name;
    for (size_t i = 0; i < sizeof committees / sizeof committees[0]; i++) {
        if (name_strip(&name, committees[i]))
            break;
    }
    if (strictness == CORE) {
        while (name_strip(&name, "社区") || name_strip(&name, "村"))
            ;
    }
    return name;
}

/* Insertions, deletions and replacements of characters. */
static size_t name_distance(const struct name *a, const struct name *b)
{
    size_t row[NAME_CODES_MAX + 1];
    for (size_t j = 0; j <= b->n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a->n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b->n; j++) {
            size_t replaced = diagonal + (a->code[i - 1] != b->code[j - 1]);
            size_t best = row[j] + 1 < row[j - 1] + 1 ? row[j] + 1 : row[j - 1] + 1;
            diagonal = row[j];
            row[j] = replaced < best ? replaced : best;
        }
    }
    return row[b->n];
}

static bool is_candidate(const struct division *d, int64_t township)
{
    if (township == 0)
        return d->level == LEVEL_TOWNSHIP;
    return d->level == LEVEL_VILLAGE && division_township(d->code) == township;
}

/* What tells one name from another: without 村委会 and the like, and a township without 镇 or 乡.
 */
static struct name name_stem(const char *text, int64_t township)
{
    struct name name = name_at(text, CORE);
    if (township == 0 && !name_strip(&name, "镇"))
        (void)name_strip(&name, "乡");
    return name;
}

/* The candidate fewest characters away, if at most half of them differ; of two as close the one
 * that begins alike. */
static const char *closest_name(const struct division_table *t, int64_t township, const char *text)
{
    const char *closest = NULL;
    size_t closest_score = SIZE_MAX;
    struct name want = name_stem(text, township);
    const struct division *d;
    for (size_t i = 0; (d = division_at(t, i)) != NULL; i++) {
        if (!is_candidate(d, township))
            continue;
        struct name have = name_stem(d->name, township);
        size_t distance = name_distance(&want, &have);
        size_t longer = want.n > have.n ? want.n : have.n;
        size_t score = distance * 2 + (want.code[0] != have.code[0]);
        if (distance * 2 > longer || score >= closest_score)
            continue;
        closest = d->name;
        closest_score = score;
    }
    return closest;
}

const struct division *division_by_name(const struct division_table *t, int64_t township,
                                        const char *name, const char **ret_suggestion)
{
    const char *suggestion = NULL;
    const struct division *found = NULL;
    bool is_ambiguous = false;
    int strictest = township == 0 ? WITHOUT_COMMITTEE : STRICTNESS_COUNT;
    for (int strictness = AS_WRITTEN; strictness < strictest && name[0] && !found; strictness++) {
        struct name want = name_at(name, (enum strictness)strictness);
        const struct division *d;
        for (size_t i = 0; (d = division_at(t, i)) != NULL; i++) {
            struct name have = name_at(d->name, (enum strictness)strictness);
            if (!is_candidate(d, township) || !name_equals(&want, &have))
                continue;
            is_ambiguous = is_ambiguous || found != NULL;
            found = found ? found : d;
        }
    }
    if (is_ambiguous) {
        suggestion = found->name;
        found = NULL;
    } else if (!found && name[0]) {
        suggestion = closest_name(t, township, name);
    }
    if (ret_suggestion)
        *ret_suggestion = suggestion;
    return found;
}
