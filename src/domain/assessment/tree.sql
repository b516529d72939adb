-- The trees of the plan's versions (P4.3).

-- name: assessment_node_list many (county i64, plan i64, scope text) -> assessment_node_row (code text, parent text, number i64, title text, weight_cp i64,
--   source text, rule text, indicator text, book text, target_bp i64, base_bp i64, steps text, per i64, per_cp i64, cap_cp i64, missing text, clause text,
--   is_example bool, is_tie bool)
SELECT code, parent, number, title, weight_cp, source, rule, indicator, book, target_bp, base_bp, steps, per, per_cp, cap_cp, missing, clause, is_example, is_tie
  FROM assessment_node WHERE county = $1 AND plan = $2 AND scope = $3 ORDER BY number;

-- name: assessment_plan_last one (county i64) -> assessment_plan_last_row (id i64, year i64)
SELECT id, year FROM plan_version WHERE county = $1 ORDER BY id DESC LIMIT 1;
