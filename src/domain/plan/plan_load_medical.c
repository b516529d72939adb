/* What a plan says of medical assistance beside numbers: institutions, who speaks for a hospital,
   and the list of serious diseases. */
#include "domain/plan/plan_model.h"

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
