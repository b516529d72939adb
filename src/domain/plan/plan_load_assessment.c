/* The trees of assessment of a version of the plan. */
#include "domain/plan/plan_model.h"

#include "plan_assessment_sql.h"

enum status plan_load_assessment(struct db *db, const struct plan_load *load, struct error *e)
{
    for (size_t i = 0; i < load->plan->assessment_count; i++) {
        const struct plan_assessment_node *n = &load->plan->assessment[i];
        TRY(plan_assessment_node_insert(
            db,
            (struct plan_assessment_node_insert_args){.county = load->plan->county,
                                                      .plan = load->version,
                                                      .scope = n->scope,
                                                      .code = n->code,
                                                      .parent = n->parent,
                                                      .number = n->number,
                                                      .title = n->title,
                                                      .weight_cp = n->weight_cp,
                                                      .source = n->source,
                                                      .rule = n->rule,
                                                      .indicator = n->indicator,
                                                      .book = n->book,
                                                      .target_bp = n->target_bp,
                                                      .base_bp = n->base_bp,
                                                      .steps = n->steps,
                                                      .per = n->per,
                                                      .per_cp = n->per_cp,
                                                      .cap_cp = n->cap_cp,
                                                      .missing = n->missing,
                                                      .clause = n->clause,
                                                      .is_example = n->is_example,
                                                      .is_tie = n->is_tie},
            NULL, e));
    }
    return STATUS_OK;
}
