/* The rows of a plan version, kind by kind. */
#include "domain/plan/plan_model.h"

#include <string.h>

#include "base/i18n.h"
#include "division_sql.h"
#include "domain/registry/change.h"
#include "plan_sql.h"

#define ACCOUNT_TAIL_DIGITS 4
#define ACCOUNT_BYTES_MAX 64

static bool same_division(const struct plan_division *d, const struct division_period_row *row)
{
    return d->code == row->code && d->from.v == row->valid_from.v && d->to.v == row->valid_to.v &&
           d->level == row->level && d->parent == row->parent && strcmp(d->name, row->name) == 0 &&
           strcmp(d->committee, row->committee) == 0;
}

/* Both are sorted by code and first month. */
enum status plan_divisions_are_loaded(struct db *db, const struct plan *plan, bool *ret,
                                      struct error *e)
{
    CLEANUP(db_cursor_cleanup) struct db_cursor *cursor = NULL;
    TRY(division_all_open(db, (struct division_all_args){.county = plan->county}, &cursor, e));
    struct division_period_row row;
    size_t n = 0;
    enum status s;
    while ((s = division_all_next(cursor, &row, e)) == STATUS_OK) {
        if (n == plan->division_count || !same_division(&plan->divisions[n], &row))
            break;
        n++;
    }
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    *ret = s == STATUS_NONE && n == plan->division_count;
    return STATUS_OK;
}

enum status plan_load_divisions(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->division_count; i++) {
        const struct plan_division *d = &load->plan->divisions[i];
        TRY(division_put(db,
                         (struct division_put_args){.county = load->plan->county,
                                                    .code = d->code,
                                                    .valid_from = d->from,
                                                    .valid_to = d->to,
                                                    .level = d->level,
                                                    .name = d->name,
                                                    .parent = d->parent,
                                                    .committee = d->committee},
                         NULL, e));
    }
    return STATUS_OK;
}

enum status plan_load_clauses(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->clause_count; i++) {
        const struct plan_clause *c = &load->plan->clauses[i];
        TRY(plan_clause_insert(db,
                               (struct plan_clause_insert_args){.county = load->plan->county,
                                                                .plan = load->version,
                                                                .clause = c->id,
                                                                .title = c->title,
                                                                .body = c->body},
                               NULL, e));
    }
    return STATUS_OK;
}

enum status plan_load_targets(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->target_count; i++) {
        const struct plan_target *t = &load->plan->targets[i];
        TRY(plan_target_insert(db,
                               (struct plan_target_insert_args){.county = load->plan->county,
                                                                .plan = load->version,
                                                                .book = t->book,
                                                                .township = t->township,
                                                                .measure = t->measure,
                                                                .due = t->due,
                                                                .value = t->value,
                                                                .clause = t->clause},
                               NULL, e));
    }
    return STATUS_OK;
}

static enum status load_accounts(struct db *db, const struct plan_load *load, enum fund fund,
                                 struct error *e)
{
    for (size_t i = 0; i < load->plan->account_count; i++) {
        const struct plan_account *a = &load->plan->accounts[i];
        if (!a->in_fund[fund])
            continue;
        TRY(plan_account_put(
            db,
            (struct plan_account_put_args){.county = load->plan->county,
                                           .account = (int64_t)fund * 10000 + a->code,
                                           .fund = fund,
                                           .name = a->name,
                                           .kind = a->kind},
            NULL, e));
    }
    return STATUS_OK;
}

enum status plan_load_funds(struct db *db, const struct plan_load *load, struct error *e)
{
    for (int f = FUND_DIBAO; f <= FUND_COUNT; f++) {
        TRY(plan_fund_put(db,
                          (struct plan_fund_put_args){.county = load->plan->county,
                                                      .id = f,
                                                      .code = fund_code((enum fund)f),
                                                      .name = load->plan->funds[f].name},
                          NULL, e));
        TRY(load_accounts(db, load, (enum fund)f, e));
    }
    return STATUS_OK;
}

static enum status home_enter(struct db *db, const struct plan_load *load,
                              const struct plan_home *home, int64_t *ret_id, struct error *e)
{
    int64_t county = load->plan->county;
    struct plan_home_row row;
    enum status s =
        plan_home_by_name(db, (struct plan_home_by_name_args){.county = county, .name = home->name},
                          load->arena, &row, e);
    if (s == STATUS_OK && row.township != home->township)
        return error_set(e, STATUS_REFUSED, "HOME_MOVED",
                         _("%s 已登记在另一个乡镇：换址请另起名称，历史仍归原乡镇"), home->name);
    if (s != STATUS_NONE) {
        *ret_id = s == STATUS_OK ? row.id : 0;
        return s;
    }
    TRY(counter_take(db, county, "home", 1, ret_id, e));
    return plan_home_insert(db,
                            (struct plan_home_insert_args){.county = county,
                                                           .id = *ret_id,
                                                           .name = home->name,
                                                           .township = home->township,
                                                           .known_from = load->change},
                            NULL, e);
}

static enum status home_account_write(struct db *db, const struct plan_load *load, int64_t id,
                                      const struct plan_home *home, struct error *e)
{
    int64_t county = load->plan->county;
    uint8_t index[BLIND_INDEX_BYTES], sealed[ACCOUNT_BYTES_MAX + SEAL_OVERHEAD_BYTES];
    blind_index(load->keys, SEAL_ACCOUNT, home->account, index);
    struct plan_home_account_row now;
    enum status s = plan_home_account(
        db, (struct plan_home_account_args){.county = county, .home = id}, load->arena, &now, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    if (s == STATUS_OK && strcmp(now.bank, home->bank) == 0 &&
        strcmp(now.holder, home->holder) == 0 && now.number_index.n == sizeof index &&
        memcmp(now.number_index.p, index, sizeof index) == 0)
        return STATUS_OK;
    if (s == STATUS_OK)
        TRY(plan_home_account_supersede(db,
                                        (struct plan_home_account_supersede_args){
                                            .county = county, .home = id, .change = load->change},
                                        NULL, e));
    size_t n = strlen(home->account);
    size_t sealed_n = seal(load->keys, SEAL_ACCOUNT, home->account, n, sealed);
    return plan_home_account_insert(db,
                                    (struct plan_home_account_insert_args){
                                        .county = county,
                                        .home = id,
                                        .known_from = load->change,
                                        .bank = home->bank,
                                        .holder = home->holder,
                                        .number_tail = home->account + n - ACCOUNT_TAIL_DIGITS,
                                        .number_index = {index, sizeof index},
                                        .number_sealed = {sealed, sealed_n}},
                                    NULL, e);
}

enum status plan_load_homes(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->home_count; i++) {
        int64_t id;
        TRY(home_enter(db, load, &load->plan->homes[i], &id, e));
        TRY(home_account_write(db, load, id, &load->plan->homes[i], e));
        TRY(plan_load_home_payees(db, load, id, &load->plan->homes[i], e));
    }
    return STATUS_OK;
}

enum status plan_load_posts(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->post_count; i++) {
        const struct plan_post *p = &load->plan->posts[i];
        TRY(plan_post_insert(db,
                             (struct plan_post_insert_args){.county = load->plan->county,
                                                            .name = p->user,
                                                            .role = p->role,
                                                            .title = p->title,
                                                            .scope = p->scope,
                                                            .created_change = load->change},
                             NULL, e));
    }
    return STATUS_OK;
}
