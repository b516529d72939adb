/* What could be done with a case now, and why this actor may not. */
#include <string.h>

#include "base/i18n.h"
#include "case_internal.h"

#define CHOICES_MAX 32

static bool was_done(const struct case_step *steps, size_t count, enum case_action action)
{
    for (size_t i = 0; i < count; i++)
        if (steps[i].action == action)
            return true;
    return false;
}

/* Steps that the state alone would allow, but the case's past does not. */
static bool is_over(const struct case_record *c, const struct case_step *steps, size_t count,
                    enum case_action action)
{
    switch (action) {
    case ACTION_ASK_PAPERS:
        return was_done(steps, count, ACTION_ASK_PAPERS);
    case ACTION_SERVE:
        return c->closed_on.v != 0;
    case ACTION_APPEAL:
        return c->closed_on.v == 0 || was_done(steps, count, ACTION_APPEAL);
    default:
        return false;
    }
}

static enum status reason_why_not(const struct case_actor *actor, const struct case_record *c,
                                  const struct case_transition *t, const struct case_step *steps,
                                  size_t count, struct arena *arena, const char **ret,
                                  struct error *e)
{
    struct error why;
    enum status s = case_actor_check(actor, t, c->division, &why);
    if (s == STATUS_OK)
        s = case_duty_check(actor, t, c, steps, count, &why);
    *ret = s == STATUS_OK ? NULL : arena_strdup(arena, why.message);
    return s == STATUS_OK || *ret ? STATUS_OK : arena_exhausted(e);
}

enum status case_choices(struct db *db, int64_t county, const struct case_actor *actor,
                         const struct case_record *c, struct arena *arena, struct case_choice **ret,
                         size_t *ret_count, struct error *e)
{
    struct case_choice *list = ARENA_ARRAY(arena, struct case_choice, CHOICES_MAX);
    struct case_step *steps;
    struct case_rules rules;
    size_t step_count, count = 0;
    if (!list)
        return arena_exhausted(e);
    TRY(case_steps(db, county, NULL, c->id, arena, &steps, &step_count, e));
    TRY(case_rules_read(db, county, date_month(actor->today), &rules, e));
    for (size_t i = 0; i < CASE_TRANSITION_COUNT && count < CHOICES_MAX; i++) {
        const struct case_transition *t = &CASE_TRANSITIONS[i];
        if ((t->kinds >> c->kind & 1u) == 0 || t->from != c->state || c->state == STATE_NONE ||
            t != case_transition_choose(c, &rules, t->action) ||
            is_over(c, steps, step_count, t->action))
            continue;
        list[count].transition = t;
        TRY(reason_why_not(actor, c, t, steps, step_count, arena, &list[count].reason, e));
        count++;
    }
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}
