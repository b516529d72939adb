/* An advance's life: approved, drawn with a stay, used by its settlement, given back, ended. */
#include "base/calendar.h"
#include "base/i18n.h"
#include "base/text.h"
#include "advance_sql.h"
#include "bill_internal.h"
#include "bill_sql.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#define ADVANCE_ARENA_BYTES ((size_t)1 << 20)

static const struct {
    const char *code, *label;
} STATES[] = {
    [ADVANCE_APPROVED] = {"APPROVED", N_("已批准")},
    [ADVANCE_USED] = {"USED", N_("已使用")},
    [ADVANCE_EXPIRED] = {"EXPIRED", N_("已过期")},
    [ADVANCE_REVOKED] = {"REVOKED", N_("已撤回")},
};

const char *advance_state_code(enum advance_state s)
{
    assert(s >= ADVANCE_APPROVED && s <= ADVANCE_REVOKED);
    return STATES[s].code;
}

const char *advance_state_label(enum advance_state s)
{
    assert(s >= ADVANCE_APPROVED && s <= ADVANCE_REVOKED);
    return STATES[s].label;
}

enum status advance_restore(struct medical_work *w, int64_t advance, int64_t admission,
                            struct error *e)
{
    return advance_state_set(
        w->db,
        (struct advance_state_set_args){
            .county = w->county, .id = advance, .state = ADVANCE_APPROVED, .admission = admission},
        NULL, e);
}

static enum status end(struct medical_work *w, int64_t advance, enum advance_state state,
                       const char *reason, struct error *e)
{
    return advance_end(w->db,
                       (struct advance_end_args){.county = w->county,
                                                 .id = advance,
                                                 .state = state,
                                                 .ended_on = w->today,
                                                 .change = w->change,
                                                 .reason = reason},
                       NULL, e);
}

enum status advance_release(struct medical_work *w, int64_t advance, int64_t person,
                            struct error *e)
{
    CLEANUP(arena_cleanup) struct arena *arena = arena_new(ADVANCE_ARENA_BYTES);
    struct advance_core_row row;
    struct advance_open_row other;
    if (!arena)
        return arena_exhausted(e);
    TRY(advance_core(w->db, (struct advance_core_args){.county = w->county, .id = advance}, arena,
                     &row, e));
    if (row.expires_on.v < w->today.v)
        return end(w, advance, ADVANCE_EXPIRED, "入院登记撤销时已过有效期", e);
    enum status s =
        advance_open_of(w->db, (struct advance_open_of_args){.county = w->county, .person = person},
                        NULL, &other, e);
    if (s == STATUS_OK)
        return end(w, advance, ADVANCE_REVOKED, "入院登记撤销时已另有批准的医前救助", e);
    if (s != STATUS_NONE)
        return s;
    return advance_state_set(w->db,
                             (struct advance_state_set_args){
                                 .county = w->county, .id = advance, .state = ADVANCE_APPROVED},
                             NULL, e);
}
