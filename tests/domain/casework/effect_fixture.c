#include "domain/casework/effect_fixture.h"

#include <stdio.h>
#include <string.h>

#include "audit/audit.h"

struct month month_of_text(const char *text)
{
    struct month m;
    assert_ok(month_parse(text, &m, NULL));
    return m;
}

struct entry_data *form_of(struct county *c, const char *const *pairs)
{
    struct entry_data *d = entry_data_new(c->arena);
    struct error e = {0};
    assert_non_null(d);
    for (; pairs && *pairs; pairs += 2)
        assert_ok_e(entry_data_set(d, pairs[0], pairs[1], &e), &e);
    return d;
}

const char *new_id(struct county *c, int year, int month, int day, int sequence)
{
    char *out = arena_alloc(c->arena, IDNO_BYTES);
    assert_non_null(out);
    (void)snprintf(out, IDNO_BYTES, "342529%04d%02d%02d%03d", year, month, day, sequence);
    out[17] = idno_check_char(out);
    out[18] = '\0';
    return out;
}

struct work {
    struct county *c;
    const struct decision *d;
    struct effect_result result;
};

static enum status work(struct db *db, void *context, struct error *e)
{
    struct work *w = context;
    const struct decision *d = w->d;
    struct case_rules rules;
    struct date on;
    int64_t change;
    TRY(date_parse(d->on, &on, e));
    TRY(case_rules_read(db, COUNTY, date_month(on), &rules, e));
    TRY(change_record(
        db, COUNTY,
        &(struct change_entry){
            .actor = "bureau", .action = "case.approve", .subject = "case 7", .detail = ""},
        &change, e));
    const struct case_record record = {.id = 7,
                                       .number = "DB2013-100-00007",
                                       .kind = d->kind,
                                       .programme = d->programme,
                                       .change_kind = d->change,
                                       .division = VILLAGE,
                                       .household = d->household,
                                       .state = STATE_APPROVED};
    const struct effect_context x = {.keys = w->c->keys,
                                     .rules = &rules,
                                     .c = &record,
                                     .form = form_of(w->c, d->form),
                                     .decision =
                                         form_of(w->c, d->from ? FORM("from", d->from) : NULL),
                                     .decided_on = on,
                                     .change = change,
                                     .actor = "bureau"};
    return case_effect_apply(db, COUNTY, &x, w->c->arena, &w->result, e);
}

enum status decide(struct county *c, const struct decision *d, struct effect_result *ret,
                   struct error *e)
{
    struct work w = {.c = c, .d = d};
    TRY(db_transaction(c->db, work, &w, e));
    *ret = w.result;
    return STATUS_OK;
}

struct effect_result decided(struct county *c, const struct decision *d)
{
    struct effect_result result;
    struct error e = {0};
    assert_ok_e(decide(c, d, &result, &e), &e);
    return result;
}

struct benefit_amount assessed(struct county *c, enum programme p, int64_t household,
                               const char *month)
{
    struct month m = month_of_text(month);
    struct policy_table *table;
    struct policy policy;
    struct dossier d;
    struct benefit_amount amount;
    struct error e = {0};
    assert_ok_e(policy_table_read(c->db, COUNTY, KNOWN_NOW, c->arena, &table, &e), &e);
    assert_ok_e(policy_at(table, p, m, &policy, &e), &e);
    assert_ok_e(dossier_read(c->db, COUNTY, p, household, m, m, KNOWN_NOW, c->arena, &d, &e), &e);
    assert_ok_e(benefit_assess(&policy, p, &d, m, &amount, NULL, &e), &e);
    return amount;
}

int64_t amount_fen(struct county *c, enum programme p, int64_t household, const char *month)
{
    struct benefit_amount a = assessed(c, p, household, month);
    return a.outcome == BENEFIT_PAYABLE ? a.basic.v + a.topup.v : 0;
}

static enum status on_finding(void *context, const struct audit_finding *finding, struct error *e)
{
    (void)context;
    (void)e;
    /* The tests' bank writes no file of a known layout: what the files say is not theirs to prove.
     */
    if (strncmp(finding->code, "FILE", 4) == 0 || strncmp(finding->code, "LAYOUT", 6) == 0)
        return STATUS_OK;
    print_error("%s %s %s\n", finding->code, finding->subject, finding->detail);
    fail();
    return STATUS_OK;
}

void audit_is_clean(struct county *c)
{
    struct audit_result result;
    struct error e = {0};
    const struct audit_scope scope = {
        .county = COUNTY, .from = month_make(2000, 1), .to = MONTH_OPEN, .keys = c->keys};
    assert_ok_e(audit_run(c->db, &scope, on_finding, NULL, &result, &e), &e);
}
