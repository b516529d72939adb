-- Rounds of assessment, their steps and teams (P4.3).

-- name: assessment_hold exec (county i64, id i64)
-- Takes the row, so that of two who act at once the second sees what the first did.
UPDATE assessment SET state = state WHERE county = $1 AND id = $2;

-- name: assessment_round_insert exec (county i64, id i64, year i64, scope text, plan i64, from_month month, to_month month, known i64, tie text, opened_by text, opened_on i64, known_from i64)
INSERT INTO assessment (county, id, year, scope, plan, from_month, to_month, known, survey, tie, state, opened_by, opened_on, dispute_until, published_by, published_on, document,
                        content_hash, known_from, published_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 1, $10, $11, 0, NULL, 0, '', NULL, $12, 0);

-- name: assessment_living one (county i64, year i64, scope text) -> assessment_living_row (id i64)
SELECT id FROM assessment WHERE county = $1 AND year = $2 AND scope = $3 AND state < 9;

-- name: assessment_all many (county i64) -> assessment_all_row (id i64)
SELECT id FROM assessment WHERE county = $1 ORDER BY id DESC;

-- name: assessment_plan_of_year one (county i64, year i64) -> assessment_plan_of_year_row (id i64)
SELECT id FROM plan_version WHERE county = $1 AND year = $2 ORDER BY id DESC LIMIT 1;

-- name: assessment_state_set exec (county i64, id i64, state i64, survey i64, known i64, dispute_until i64)
UPDATE assessment SET state = $3, survey = $4, known = $5, dispute_until = $6 WHERE county = $1 AND id = $2;

-- name: assessment_published_set exec (county i64, id i64, published_by text, published_on i64, document text, content_hash blob, change i64)
UPDATE assessment SET state = 7, published_by = $3, published_on = $4, document = $5, content_hash = $6, published_change = $7 WHERE county = $1 AND id = $2;

-- name: assessment_step_last one (county i64, assessment i64) -> assessment_step_last_row (number i64)
SELECT coalesce(max(number), 0) AS number FROM assessment_step WHERE county = $1 AND assessment = $2;

-- name: assessment_step_insert exec (county i64, assessment i64, number i64, state i64, on_date i64, actor text, note text, known_from i64)
INSERT INTO assessment_step (county, assessment, number, state, on_date, actor, note, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: assessment_step_all many (county i64, assessment i64) -> assessment_step_row (number i64, state i64, on_date i64, actor text, note text)
SELECT number, state, on_date, actor, note FROM assessment_step WHERE county = $1 AND assessment = $2 ORDER BY number;

-- name: assessment_team_insert exec (county i64, assessment i64, township i64, user_name text, is_leader bool, actor text, known_from i64)
INSERT INTO assessment_team (county, assessment, township, user_name, is_leader, actor, known_from, removed_change) VALUES ($1, $2, $3, $4, $5, $6, $7, 0);

-- name: assessment_team_leave exec (county i64, assessment i64, township i64, user_name text, change i64)
UPDATE assessment_team SET removed_change = $5 WHERE county = $1 AND assessment = $2 AND township = $3 AND user_name = $4 AND removed_change = 0;

-- name: assessment_team_all many (county i64, assessment i64) -> assessment_team_row (township i64, user_name text, title text, is_leader bool)
SELECT t.township, t.user_name, coalesce(u.title, '') AS title, t.is_leader
  FROM assessment_team AS t LEFT JOIN access_user AS u ON u.county = t.county AND u.name = t.user_name
 WHERE t.county = $1 AND t.assessment = $2 AND t.removed_change = 0 ORDER BY t.township, t.is_leader DESC, t.user_name;

-- name: assessment_self_signed many (county i64, assessment i64) -> assessment_self_signed_row (township i64)
SELECT township FROM self_assessment WHERE county = $1 AND assessment = $2 AND state = 3 ORDER BY township;

-- name: assessment_visited many (county i64, assessment i64) -> assessment_visited_row (township i64)
SELECT DISTINCT township FROM inspection WHERE county = $1 AND assessment = $2 AND state = 2 ORDER BY township;

-- name: assessment_disputes_open one (county i64, assessment i64) -> assessment_disputes_open_row (n i64)
SELECT count(*) AS n FROM assessment_dispute WHERE county = $1 AND assessment = $2 AND state = 1;
