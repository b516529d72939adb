/* Decided claims as they stand: bills with the numbers by which they were reckoned, advances. */
#include "base/i18n.h"
#include "claim_sql.h"
#include "domain/casework/claim.h"

#define ASSESSED_MAX 40 /* corrected bills come anew */

static struct claim_bill written_of(const struct case_claim_assessed_row *r, struct arena *arena)
{
    return (struct claim_bill){.hospital_name = arena_strdup(arena, r->hospital_name),
                               .visit = (enum medical_visit)r->visit,
                               .scheme = (enum medical_scheme)r->scheme,
                               .admitted_on = r->admitted_on,
                               .discharged_on = r->discharged_on,
                               .disease = "",
                               .amounts = {.total = r->total,
                                           .in_scope = r->in_scope,
                                           .insurance = r->insurance,
                                           .critical = r->critical,
                                           .other = r->other,
                                           .relief = r->relief,
                                           .veteran = r->veteran}};
}

/* The kept numbers, with the document that gives them today where it still gives the same. */
static struct medical_terms terms_of(const struct policy_table *table,
                                     const struct case_claim_assessed_row *r)
{
    struct medical_terms now = {.document = "", .clause = ""};
    const struct month m = date_month(r->discharged_on);
    struct medical_terms kept = {.class = (enum medical_class)r->class,
                                 .visit = (enum medical_visit)r->visit,
                                 .month = m,
                                 .deductible = r->deductible,
                                 .cap = r->cap,
                                 .rate_bp = r->rate_bp,
                                 .document = "",
                                 .clause = ""};
    if (medical_terms_at(table, kept.class, kept.visit, m, &now, NULL) == STATUS_OK &&
        now.deductible.v == kept.deductible.v && now.cap.v == kept.cap.v &&
        now.rate_bp == kept.rate_bp) {
        kept.document = now.document;
        kept.clause = now.clause;
        kept.is_example = now.is_example;
        kept.is_listed_only = now.is_listed_only;
    }
    return kept;
}

static enum status assessed_of(const struct policy_table *table,
                               const struct case_claim_assessed_row *r, struct arena *arena,
                               struct claim_assessed *ret, struct error *e)
{
    struct claim_assessed a = {.bill = r->id,
                               .written = written_of(r, arena),
                               .explanation = ARENA_NEW(arena, struct explanation)};
    const struct medical_terms terms = terms_of(table, r);
    if (!a.explanation || !a.written.hospital_name)
        return arena_exhausted(e);
    a.explanation->arena = arena;
    /* Nothing, though the numbers would give something: the disease was not on the list. */
    TRY(medical_assess(&a.written.amounts, &terms, true, r->aided_before, &a.assessment, NULL, e));
    bool is_listed = r->aid.v > 0 || a.assessment.aid.v == 0;
    TRY(medical_assess(&a.written.amounts, &terms, is_listed, r->aided_before, &a.assessment,
                       a.explanation, e));
    a.assessment.aid = r->aid;
    a.assessment.borne = r->borne;
    a.assessment.personal = r->personal;
    *ret = a;
    return STATUS_OK;
}

enum status claim_assessed_read(struct db *db, int64_t county, int64_t case_id, struct arena *arena,
                                struct claim_assessed **ret, size_t *ret_count, struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    struct claim_assessed *list = ARENA_ARRAY(arena, struct claim_assessed, ASSESSED_MAX);
    struct case_claim_assessed_row row;
    struct policy_table *table;
    size_t count = 0;
    enum status s;
    if (!list)
        return arena_exhausted(e);
    TRY(policy_table_read(db, county, KNOWN_NOW, arena, &table, e));
    TRY(case_claim_assessed_open(
        db, (struct case_claim_assessed_args){.county = county, .case_id = case_id}, &cursor, e));
    while ((s = case_claim_assessed_next(cursor, &row, e)) == STATUS_OK) {
        if (count == ASSESSED_MAX)
            return error_set(e, STATUS_FAILED, "CLAIM_BILLS", _("一件申请的票据超过 %d 张。"),
                             ASSESSED_MAX);
        TRY(assessed_of(table, &row, arena, &list[count++], e));
    }
    if (s != STATUS_NONE)
        return s;
    *ret = list;
    *ret_count = count;
    return STATUS_OK;
}

enum status claim_advance_read(struct db *db, int64_t county, int64_t case_id,
                               struct claim_advance *ret, struct error *e)
{
    struct case_claim_advance_row row;
    TRY(case_claim_advance(
        db, (struct case_claim_advance_args){.county = county, .case_id = case_id}, NULL, &row, e));
    *ret = (struct claim_advance){.id = row.id,
                                  .hospital = row.hospital,
                                  .amount = row.amount,
                                  .approved_on = row.approved_on,
                                  .expires_on = row.expires_on,
                                  .state = (int)row.state};
    return STATUS_OK;
}
