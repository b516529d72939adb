-- What townships say of themselves (P4.3).

-- name: self_assessment_rows many (county i64, assessment i64, township i64, on_month month) -> self_assessment_row (township i64, township_name text, id i64, state i64,
--   summary text, problems text, prepared_by text, prepared_on i64, signed_by text, signed_on i64, reason text, content_hash blob?, known_from i64, signed_change i64,
--   claimed_cp i64)
-- Every township, written or not; township 0: all.
SELECT d.code AS township, d.name AS township_name, coalesce(s.id, 0) AS id, coalesce(s.state, 0) AS state, coalesce(s.summary, '') AS summary,
       coalesce(s.problems, '') AS problems, coalesce(s.prepared_by, '') AS prepared_by, coalesce(s.prepared_on, 0) AS prepared_on,
       coalesce(s.signed_by, '') AS signed_by, coalesce(s.signed_on, 0) AS signed_on, coalesce(s.reason, '') AS reason, s.content_hash,
       coalesce(s.known_from, 0) AS known_from, coalesce(s.signed_change, 0) AS signed_change,
       coalesce((SELECT CAST(sum(l.claimed_cp) AS BIGINT) FROM self_assessment_line AS l
                  WHERE l.county = $1 AND l.assessment = $2 AND l.township = d.code), 0) AS claimed_cp
  FROM division AS d LEFT JOIN self_assessment AS s ON s.county = d.county AND s.assessment = $2 AND s.township = d.code
 WHERE d.county = $1 AND d.level = 2 AND d.valid_from <= $4 AND d.valid_to >= $4 AND ($3 = 0 OR d.code = $3)
 ORDER BY d.code;

-- name: self_assessment_line_rows many (county i64, assessment i64, township i64) -> self_assessment_line_row (node text, claimed_cp i64, statement text,
--   system_numerator i64, system_denominator i64, actor text)
SELECT node, claimed_cp, statement, system_numerator, system_denominator, actor FROM self_assessment_line
 WHERE county = $1 AND assessment = $2 AND township = $3 ORDER BY node;

-- name: self_assessment_put exec (county i64, assessment i64, township i64, id i64, summary text, problems text, prepared_by text, prepared_on date, known_from i64)
INSERT INTO self_assessment (county, assessment, township, id, state, summary, problems, prepared_by, prepared_on, signed_by, signed_on, reason, content_hash, known_from, signed_change)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, NULL, 0, '', NULL, $9, 0)
ON CONFLICT (county, assessment, township) DO UPDATE SET state = 1, summary = excluded.summary, problems = excluded.problems, prepared_by = excluded.prepared_by,
  prepared_on = excluded.prepared_on;

-- name: self_assessment_line_put exec (county i64, assessment i64, township i64, node text, claimed_cp i64, statement text, actor text)
INSERT INTO self_assessment_line (county, assessment, township, node, claimed_cp, statement, system_numerator, system_denominator, actor) VALUES ($1, $2, $3, $4, $5, $6, 0, 0, $7)
ON CONFLICT (county, assessment, township, node) DO UPDATE SET claimed_cp = excluded.claimed_cp, statement = excluded.statement, actor = excluded.actor;

-- name: self_assessment_move exec (county i64, assessment i64, township i64, from_state i64, to_state i64, reason text)
UPDATE self_assessment SET state = $5, reason = $6 WHERE county = $1 AND assessment = $2 AND township = $3 AND state = $4;

-- name: self_assessment_freeze exec (county i64, assessment i64, township i64, node text, numerator i64, denominator i64)
UPDATE self_assessment_line SET system_numerator = $5, system_denominator = $6 WHERE county = $1 AND assessment = $2 AND township = $3 AND node = $4;

-- name: self_assessment_seal exec (county i64, assessment i64, township i64, signed_by text, signed_on date, content_hash blob, change i64)
UPDATE self_assessment SET state = 3, signed_by = $4, signed_on = $5, content_hash = $6, signed_change = $7, reason = ''
 WHERE county = $1 AND assessment = $2 AND township = $3 AND state = 2;
