/* Institutions of a plan: hospitals, the bank that pays lists, homes' accounts for support and
   management money; who speaks for a hospital; and the list of serious diseases. */
#include "domain/plan/plan_model.h"

#include <inttypes.h>
#include <string.h>

#include "domain/registry/change.h"
#include "plan_sql.h"

enum status plan_load_payees(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->payee_count; i++)
        TRY(payee_write(db, load->plan->county, load->keys, &load->plan->payees[i], load->change,
                        NULL, e));
    return STATUS_OK;
}

/* Written under the code it has, else letter and home: reordering a plan renames nobody. */
static enum status home_payee_write(struct db *db, const struct plan_load *load, int64_t home,
                                    enum fund book, const char *letter,
                                    const struct payee_entry *entry, struct error *e)
{
    const int64_t county = load->plan->county;
    struct payee_entry payee = *entry;
    struct plan_home_payee_row known;
    int64_t id;
    if (!entry->bank)
        return STATUS_OK;
    enum status s = plan_home_payee(
        db, (struct plan_home_payee_args){.county = county, .home = home, .book = (int64_t)book},
        load->arena, &known, e);
    if (s != STATUS_OK && s != STATUS_NONE)
        return s;
    payee.code =
        s == STATUS_OK ? known.code : arena_printf(load->arena, "%s%02" PRId64, letter, home);
    if (!payee.code)
        return arena_exhausted(e);
    TRY(payee_write(db, county, load->keys, &payee, load->change, &id, e));
    if (s == STATUS_OK)
        return STATUS_OK;
    return plan_home_payee_insert(
        db,
        (struct plan_home_payee_insert_args){
            .county = county, .home = home, .book = (int64_t)book, .payee = id},
        NULL, e);
}

enum status plan_load_home_payees(struct db *db, const struct plan_load *load, int64_t home,
                                  const struct plan_home *entry, struct error *e)
{
    const struct payee_entry support = {.kind = PAYEE_HOME_SUPPORT,
                                        .name = entry->name,
                                        .township = entry->township,
                                        .bank = entry->bank,
                                        .holder = entry->holder,
                                        .account = entry->account};
    TRY(home_payee_write(db, load, home, FUND_HOME_MANAGEMENT, "G", &entry->management, e));
    return home_payee_write(db, load, home, FUND_WUBAO, "S", &support, e);
}

/* After the posts. Whom an administrator has bound to another hospital stays there. */
enum status plan_load_hospital_users(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->post_count; i++) {
        const struct plan_post *post = &load->plan->posts[i];
        struct payee hospital;
        if (!post->hospital)
            continue;
        TRY(payee_by_name(db, load->plan->county, post->hospital, load->arena, &hospital, e));
        TRY(plan_hospital_user_put(
            db,
            (struct plan_hospital_user_put_args){
                .county = load->plan->county, .user_name = post->user, .hospital = hospital.id},
            NULL, e));
    }
    return STATUS_OK;
}

/* A span that the county's list has had once is the county's to change: a later plan leaves it. */
enum status plan_load_diseases(struct db *db, const struct plan_load *load, struct error *e)
{
    if (!load->plan->has_medical)
        return STATUS_OK;
    for (const struct plan_disease *d = plan_diseases; d->code_from; d++) {
        struct plan_disease_seen_row row;
        TRY(plan_disease_seen(db,
                              (struct plan_disease_seen_args){.county = load->plan->county,
                                                              .code_from = d->code_from},
                              load->arena, &row, e));
        if (row.rows > 0)
            continue;
        TRY(plan_disease_insert(
            db,
            (struct plan_disease_insert_args){.county = load->plan->county,
                                              .code_from = d->code_from,
                                              .code_to = d->code_to,
                                              .from_month = load->plan->medical_from,
                                              .known_from = load->change,
                                              .name = d->name,
                                              .age_below = d->age_below,
                                              .document = d->document},
            NULL, e));
    }
    return STATUS_OK;
}
