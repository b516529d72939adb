-- What scores are reckoned from, and the scores themselves by knowledge (P4.3).

-- name: assessment_mark_list many (county i64, assessment i64) -> assessment_mark_row (township i64, node text, share_bp i64, marks i64)
SELECT i.township, m.node, CAST(sum(m.share_bp) AS BIGINT) AS share_bp, count(*) AS marks
  FROM inspection AS i JOIN inspection_mark AS m ON m.county = i.county AND m.inspection = i.id
 WHERE i.county = $1 AND i.assessment = $2 AND i.state = 2 GROUP BY i.township, m.node ORDER BY i.township, m.node;

-- name: assessment_finding_list many (county i64, assessment i64, first date, last date) -> assessment_finding_row (township i64, node text, kind text, cases i64)
-- Of the round's own visits, and of ordinary visits within its months. A false report counts at least once.
SELECT i.township, f.node, f.kind, CAST(sum(CASE WHEN f.kind = 'FALSE_REPORT' AND f.cases = 0 THEN 1 ELSE f.cases END) AS BIGINT) AS cases
  FROM inspection AS i JOIN inspection_finding AS f ON f.county = i.county AND f.inspection = i.id
 WHERE i.county = $1 AND i.state = 2 AND (i.assessment = $2 OR (i.assessment = 0 AND i.on_date BETWEEN $3 AND $4))
 GROUP BY i.township, f.node, f.kind ORDER BY i.township, f.node, f.kind;

-- name: assessment_claim_list many (county i64, assessment i64) -> assessment_claim_row (township i64, node text, claimed_cp i64)
SELECT l.township, l.node, l.claimed_cp
  FROM self_assessment AS s JOIN self_assessment_line AS l ON l.county = s.county AND l.assessment = s.assessment AND l.township = s.township
 WHERE s.county = $1 AND s.assessment = $2 AND s.state = 3 ORDER BY l.township, l.node;

-- name: assessment_score_known many (county i64, assessment i64, known i64) -> assessment_score_db_row (township i64, node text, is_applicable bool, full_cp i64, score_cp i64,
--   numerator i64, denominator i64, target_bp i64, cases i64, why text, dispute i64, known_from i64)
SELECT s.township, s.node, s.is_applicable, s.full_cp, s.score_cp, s.numerator, s.denominator, s.target_bp, s.cases, s.why, s.dispute, s.known_from
  FROM assessment_score AS s JOIN assessment AS a ON a.county = s.county AND a.id = s.assessment
  JOIN assessment_node AS n ON n.county = s.county AND n.plan = a.plan AND n.scope = a.scope AND n.code = s.node
 WHERE s.county = $1 AND s.assessment = $2 AND s.known_from <= $3 AND s.known_to > $3 ORDER BY s.township, n.number;

-- name: assessment_score_close exec (county i64, assessment i64, township i64, node text, change i64)
UPDATE assessment_score SET known_to = $5 WHERE county = $1 AND assessment = $2 AND township = $3 AND node = $4 AND known_to = 2147483647 AND known_from < $5;

-- name: assessment_score_insert exec (county i64, assessment i64, township i64, node text, known_from i64, is_applicable bool, full_cp i64, score_cp i64, numerator i64,
--   denominator i64, target_bp i64, cases i64, why text, dispute i64)
INSERT INTO assessment_score (county, assessment, township, node, known_from, known_to, is_applicable, full_cp, score_cp, numerator, denominator, target_bp, cases, why, dispute)
VALUES ($1, $2, $3, $4, $5, 2147483647, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: assessment_rank_known many (county i64, assessment i64, known i64) -> assessment_rank_db_row (township i64, total_cp i64, rank_no i64, is_vetoed bool, known_from i64)
SELECT township, total_cp, rank_no, is_vetoed, known_from FROM assessment_rank
 WHERE county = $1 AND assessment = $2 AND known_from <= $3 AND known_to > $3 ORDER BY rank_no, township;

-- name: assessment_rank_close exec (county i64, assessment i64, township i64, change i64)
UPDATE assessment_rank SET known_to = $4 WHERE county = $1 AND assessment = $2 AND township = $3 AND known_to = 2147483647 AND known_from < $4;

-- name: assessment_rank_insert exec (county i64, assessment i64, township i64, known_from i64, total_cp i64, rank_no i64, is_vetoed bool)
INSERT INTO assessment_rank (county, assessment, township, known_from, known_to, total_cp, rank_no, is_vetoed) VALUES ($1, $2, $3, $4, 2147483647, $5, $6, $7);

-- name: assessment_seen many (county i64, assessment i64) -> assessment_seen_row (township i64)
SELECT DISTINCT township FROM inspection WHERE county = $1 AND assessment = $2 AND state = 2 ORDER BY township;
