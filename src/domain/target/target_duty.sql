-- What of the plan's calendar is done: asked of the nouns that do it.

-- name: target_duty_run one (county i64, programme i64, month month) -> target_duty_run_row (runs i64)
-- Runs of the month that are with the bank or further.
SELECT count(*) AS runs FROM payment_run WHERE county = $1 AND programme = $2 AND from_month <= $3 AND to_month >= $3 AND state >= 6;

-- name: target_duty_meeting one (county i64, month month) -> target_duty_meeting_row (held i64)
SELECT count(*) AS held FROM progress_meeting WHERE county = $1 AND month = $2 AND state IN (2, 3);

-- name: target_duty_bulletin one (county i64, year i64, quarter i64) -> target_duty_bulletin_row (issued i64)
SELECT count(*) AS issued FROM bulletin WHERE county = $1 AND kind = 'QUARTER' AND year = $2 AND quarter = $3 AND state = 3;

-- name: target_duty_assessment one (county i64, year i64, scope text) -> target_duty_assessment_row (published i64)
SELECT count(*) AS published FROM assessment WHERE county = $1 AND year = $2 AND scope = $3 AND state IN (7, 8);
