-- The trees of assessment of a version of the plan (P4.3).

-- name: plan_assessment_node_insert exec (county i64, plan i64, scope text, code text, parent text, number i64, title text, weight_cp i64, source text, rule text,
--   indicator text, book text, target_bp i64, base_bp i64, steps text, per i64, per_cp i64, cap_cp i64, missing text, clause text, is_example bool, is_tie bool)
INSERT INTO assessment_node (county, plan, scope, code, parent, number, title, weight_cp, source, rule, indicator, book, target_bp, base_bp, steps, per, per_cp,
                             cap_cp, missing, clause, is_example, is_tie)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22);
