-- Draws for the county's spot check.

-- name: sample_population many (county i64, programme i64, state i64, send_back i64) -> sample_population_row (case_id i64, number text,
--   is_relative bool)
-- Applications with the county that are in no draw yet, or in none since they were sent back.
SELECT id AS case_id, number, is_relative FROM case_file
WHERE county = $1 AND programme = $2 AND kind IN (1, 2) AND state = $3 AND closed_on = 0
  AND NOT EXISTS (SELECT 1 FROM sample_case JOIN sample ON sample.county = sample_case.county AND sample.id = sample_case.sample
                  WHERE sample_case.county = $1 AND sample.county = $1 AND sample_case.case_id = case_file.id
                    AND sample.known_from > coalesce((SELECT max(case_step.known_from) FROM case_step WHERE case_step.county = $1
                                                        AND case_step.case_id = case_file.id AND case_step.action = $4), 0))
ORDER BY id;

-- name: sample_insert exec (county i64, id i64, programme i64, drawn_on date, seed text, head_change i64, head_hash text, rate_bp i64,
--   population i64, selected i64, drawn_by text, change i64)
INSERT INTO sample (county, id, programme, drawn_on, seed, head_change, head_hash, rate_bp, population, selected, drawn_by, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: sample_case_bulk bulk sample_case (county i64, sample i64, case_id i64, draw_key blob, reason i64)

-- name: sample_mark_drawn exec (county i64, sample i64)
-- What follows for the files: these wait for a visit of the county.
UPDATE case_file SET is_sampled = 1
WHERE county = $1 AND id IN (SELECT case_id FROM sample_case WHERE sample_case.county = $1 AND sample_case.sample = $2
                                                               AND sample_case.reason > 0);

-- name: sample_seed_used one (county i64, seed text) -> sample_count_row (draws i64)
SELECT count(*) AS draws FROM sample WHERE county = $1 AND seed = $2;

-- name: sample_page many (county i64) -> sample_stored (id i64, programme i64, drawn_on date, seed text, head_hash text, rate_bp i64,
--   population i64, selected i64, drawn_by text)
SELECT id, programme, drawn_on, seed, head_hash, rate_bp, population, selected, drawn_by
FROM sample WHERE county = $1 ORDER BY id DESC LIMIT 1000;

-- name: sample_by_id one (county i64, id i64) -> sample_stored
SELECT id, programme, drawn_on, seed, head_hash, rate_bp, population, selected, drawn_by
FROM sample WHERE county = $1 AND id = $2;

-- name: sample_case_rows many (county i64, sample i64) -> sample_case_stored (case_id i64, division i64, number text, applicant text,
--   draw_key blob, reason i64, is_checked bool)
SELECT sample_case.case_id, case_file.division, case_file.number, case_file.applicant, sample_case.draw_key, sample_case.reason,
       case_file.is_spot_checked AS is_checked
FROM sample_case JOIN case_file ON case_file.county = sample_case.county AND case_file.id = sample_case.case_id
WHERE sample_case.county = $1 AND case_file.county = $1 AND sample_case.sample = $2
ORDER BY sample_case.draw_key, sample_case.case_id;

-- name: sample_of_case one (county i64, case_id i64, send_back i64) -> sample_reason_row (draws i64, reason i64?)
-- Whether the case is in a draw since it was last sent back, and the strongest reason it was drawn for.
SELECT count(*) AS draws, max(sample_case.reason) AS reason
FROM sample_case JOIN sample ON sample.county = sample_case.county AND sample.id = sample_case.sample
WHERE sample_case.county = $1 AND sample.county = $1 AND sample_case.case_id = $2
  AND sample.known_from > coalesce((SELECT max(case_step.known_from) FROM case_step
                                    WHERE case_step.county = $1 AND case_step.case_id = $2 AND case_step.action = $3), 0);

-- name: sample_unmark exec (county i64, case_id i64)
UPDATE case_file SET is_sampled = 0 WHERE county = $1 AND id = $2;
