-- Disputed points (P4.3).

-- name: assessment_dispute_insert exec (county i64, id i64, assessment i64, township i64, node text, claim text, raised_by text, raised_on i64, old_cp i64, known_from i64)
INSERT INTO assessment_dispute (county, id, assessment, township, node, claim, raised_by, raised_on, state, finding, old_cp, new_cp, decided_by, decided_on, known_from, decided_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, '', $9, $9, NULL, 0, $10, 0);

-- name: assessment_dispute_close exec (county i64, id i64, state i64, finding text, new_cp i64, decided_by text, decided_on i64, change i64)
UPDATE assessment_dispute SET state = $3, finding = $4, new_cp = $5, decided_by = $6, decided_on = $7, decided_change = $8 WHERE county = $1 AND id = $2 AND state = 1;

-- name: assessment_dispute_get one (county i64, id i64) -> assessment_dispute_row (id i64, assessment i64, township i64, node text, claim text, raised_by text, raised_on i64,
--   state i64, finding text, old_cp i64, new_cp i64, decided_by text, decided_on i64)
SELECT id, assessment, township, node, claim, raised_by, raised_on, state, finding, old_cp, new_cp, coalesce(decided_by, '') AS decided_by, decided_on
  FROM assessment_dispute WHERE county = $1 AND id = $2;

-- name: assessment_dispute_all many (county i64, assessment i64, township i64) -> assessment_dispute_row
SELECT id, assessment, township, node, claim, raised_by, raised_on, state, finding, old_cp, new_cp, coalesce(decided_by, '') AS decided_by, decided_on
  FROM assessment_dispute WHERE county = $1 AND assessment = $2 AND ($3 = 0 OR township = $3) ORDER BY id;

-- name: assessment_marker one (county i64, assessment i64, township i64, node text, actor text) -> assessment_marker_row (n i64)
SELECT count(*) AS n FROM inspection AS i JOIN inspection_mark AS m ON m.county = i.county AND m.inspection = i.id
 WHERE i.county = $1 AND i.assessment = $2 AND i.township = $3 AND i.state = 2 AND m.node = $4 AND (m.actor = $5 OR i.inspected_by = $5);
