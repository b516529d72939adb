/* A decision in force: which effect a case has, and from which month. */
#include <inttypes.h>
#include <stdio.h>

#include "base/i18n.h"
#include "certificate_sql.h"
#include "domain/casework/effect_internal.h"

#define NUMBER_BYTES 48

enum status certificate_give(struct effect *f, int64_t household, int64_t person, struct error *e)
{
    int year, month, day;
    int64_t n;
    char series[NUMBER_BYTES];
    enum programme p = f->x->c->programme;
    date_split(f->x->decided_on, &year, &month, &day);
    (void)snprintf(series, sizeof series, "certificate.%s.%d", programme_code(p), year);
    TRY(counter_take(f->db, f->county, series, 1, &n, e));
    const char *number = arena_printf(f->arena, "%s-%" PRId64 "-%d-%05" PRId64,
                                      p == PROGRAMME_WUBAO ? "WB" : "DB", f->county, year, n);
    if (!number)
        return arena_exhausted(e);
    TRY(certificate_insert(f->db,
                           (struct certificate_insert_args){.county = f->county,
                                                            .number = number,
                                                            .programme = p,
                                                            .household = household,
                                                            .person = person,
                                                            .issued_on = f->x->decided_on,
                                                            .change = f->x->change},
                           NULL, e));
    f->result->certificate = number;
    return STATUS_OK;
}

enum status certificate_take_back(struct effect *f, int64_t household, struct date on,
                                  const char *reason, struct error *e)
{
    return certificate_void(f->db,
                            (struct certificate_void_args){.county = f->county,
                                                           .household = household,
                                                           .void_on = on,
                                                           .change = f->x->change,
                                                           .reason = reason},
                            NULL, e);
}

/* The decision may name the month (a change that began earlier is caught up by the next run), else
   the form, else the plan's rule counts from the month of approval. */
static struct month month_in_force(const struct effect_context *x)
{
    struct month m = entry_month(x->decision, "from");
    if (m.v == 0)
        m = entry_month(x->form, "from");
    if (m.v == 0)
        m = month_add(date_month(x->decided_on), x->rules->start_months);
    return m;
}

enum status case_effect_apply(struct db *db, int64_t county, const struct effect_context *x,
                              struct arena *arena, struct effect_result *ret, struct error *e)
{
    struct effect_result result = {.household = x->c->household};
    struct effect f = {.db = db,
                       .county = county,
                       .x = x,
                       .arena = arena,
                       .from = month_in_force(x),
                       .result = &result};
    switch (x->c->kind) {
    case CASE_DIBAO:
    case CASE_WUBAO:
        TRY(effect_grant(&f, e));
        break;
    case CASE_CHANGE:
    case CASE_STOP:
    case CASE_FORM:
        TRY(effect_change(&f, e));
        break;
    case CASE_CANCEL:
        TRY(effect_cancel(&f, e));
        break;
    case CASE_MEDICAL:
        TRY(effect_claim(&f, e));
        break;
    case CASE_ADVANCE:
        TRY(effect_advance(&f, e));
        break;
    case CASE_RECHECK: /* leads to another case when something is to change */
    case CASE_KIND_COUNT:
        break;
    }
    result.from = f.from;
    *ret = result;
    return STATUS_OK;
}
