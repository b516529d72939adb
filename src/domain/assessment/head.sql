-- What a round of assessment is about, and its team (P4.3).

-- name: assessment_head_get one (county i64, id i64) -> assessment_head_row (id i64, plan i64, year i64, scope text, state i64, from_month month, to_month month, known i64,
--   survey i64, tie text, opened_by text, published_by text, opened_on i64, dispute_until i64, published_on i64, document text, published_change i64)
SELECT id, plan, year, scope, state, from_month, to_month, known, survey, tie, opened_by, coalesce(published_by, '') AS published_by, opened_on, dispute_until,
       published_on, document, published_change
  FROM assessment WHERE county = $1 AND id = $2;

-- name: assessment_team_member one (county i64, assessment i64, township i64, user_name text) -> assessment_team_member_row (is_leader bool)
SELECT is_leader FROM assessment_team WHERE county = $1 AND assessment = $2 AND township = $3 AND user_name = $4 AND removed_change = 0;
