-- Scores, self-assessment, inspections, rectification, accountability (docs/audit.md). Assessment: 7 published, 8 filed.

-- name: audit_score_sum many (county i64) -> assessment_breach_row (subject text, expected i64, actual i64)
-- A township's points are those of the tree's leaves.
SELECT 'assessment ' || CAST(r.assessment AS TEXT) || ' township ' || CAST(r.township AS TEXT) AS subject, CAST(coalesce(sum(s.score_cp), 0) AS BIGINT) AS expected, r.total_cp AS actual
FROM assessment_rank AS r
JOIN assessment AS a ON a.county = r.county AND a.id = r.assessment
LEFT JOIN assessment_score AS s ON s.county = r.county AND s.assessment = r.assessment AND s.township = r.township AND s.known_from <= r.known_from AND s.known_to > r.known_from
 AND NOT EXISTS (SELECT 1 FROM assessment_node AS c WHERE c.county = r.county AND c.plan = a.plan AND c.scope = a.scope AND c.parent = s.node)
WHERE r.county = $1 AND a.county = $1 AND r.known_to = 2147483647
GROUP BY r.assessment, r.township, r.total_cp HAVING coalesce(sum(s.score_cp), 0) <> r.total_cp
ORDER BY r.assessment, r.township;

-- name: audit_score_full many (county i64) -> assessment_breach_row
-- After redistribution a township still has a hundred points to win.
SELECT 'assessment ' || CAST(s.assessment AS TEXT) || ' township ' || CAST(s.township AS TEXT) AS subject, 10000 AS expected, CAST(sum(s.full_cp) AS BIGINT) AS actual
FROM assessment_score AS s
JOIN assessment AS a ON a.county = s.county AND a.id = s.assessment
JOIN assessment_node AS n ON n.county = s.county AND n.plan = a.plan AND n.scope = a.scope AND n.code = s.node AND n.rule NOT IN ('SUM', 'BONUS', 'VETO') AND n.weight_cp > 0
WHERE s.county = $1 AND a.county = $1 AND n.county = $1 AND s.known_to = 2147483647
GROUP BY s.assessment, s.township HAVING sum(s.full_cp) <> 10000
ORDER BY s.assessment, s.township;

-- name: audit_score_beyond many (county i64) -> assessment_breach_row
-- No item gives more than it is worth, nor anything where it does not apply; a bonus keeps its cap.
SELECT 'assessment ' || CAST(s.assessment AS TEXT) || ' township ' || CAST(s.township AS TEXT) || ' ' || s.node AS subject,
       CASE WHEN n.rule = 'BONUS' THEN n.cap_cp ELSE s.full_cp END AS expected, s.score_cp AS actual
FROM assessment_score AS s
JOIN assessment AS a ON a.county = s.county AND a.id = s.assessment
JOIN assessment_node AS n ON n.county = s.county AND n.plan = a.plan AND n.scope = a.scope AND n.code = s.node
WHERE s.county = $1 AND a.county = $1 AND n.county = $1 AND s.known_to = 2147483647 AND n.rule <> 'SUM'
  AND ((n.rule = 'BONUS' AND s.score_cp > n.cap_cp) OR (n.rule NOT IN ('BONUS', 'DEDUCT') AND s.score_cp > s.full_cp) OR (n.rule <> 'DEDUCT' AND s.score_cp < 0)
    OR (n.rule = 'DEDUCT' AND s.score_cp > s.full_cp))
ORDER BY s.assessment, s.township, s.node;

-- name: audit_rank_order many (county i64) -> assessment_breach_row
-- Nobody stands before who has more points; whoever was vetoed stands behind.
SELECT 'assessment ' || CAST(r.assessment AS TEXT) || ' township ' || CAST(r.township AS TEXT) AS subject, x.rank_no AS expected, r.rank_no AS actual
FROM assessment_rank AS r
JOIN assessment_rank AS x ON x.county = r.county AND x.assessment = r.assessment AND x.known_to = 2147483647
WHERE r.county = $1 AND x.county = $1 AND r.known_to = 2147483647 AND r.rank_no <= x.rank_no AND r.township <> x.township
  AND ((r.is_vetoed = x.is_vetoed AND r.total_cp < x.total_cp) OR r.is_vetoed > x.is_vetoed)
ORDER BY r.assessment, r.township, x.township;

-- name: audit_rank_first many (county i64) -> assessment_breach_row
-- Ranks begin with one and leave out only what is shared.
SELECT 'assessment ' || CAST(r.assessment AS TEXT) || ' township ' || CAST(r.township AS TEXT) AS subject,
       CAST(1 + (SELECT count(*) FROM assessment_rank AS b WHERE b.county = $1 AND b.assessment = r.assessment AND b.known_to = 2147483647 AND b.rank_no < r.rank_no) AS BIGINT) AS expected,
       r.rank_no AS actual
FROM assessment_rank AS r
WHERE r.county = $1 AND r.known_to = 2147483647
  AND r.rank_no <> 1 + (SELECT count(*) FROM assessment_rank AS b WHERE b.county = $1 AND b.assessment = r.assessment AND b.known_to = 2147483647 AND b.rank_no < r.rank_no)
ORDER BY r.assessment, r.township;

-- name: audit_assessment_duty many (county i64) -> assessment_breach_row
-- Published by another than who opened it; the steps of its state are there, in order.
SELECT 'assessment ' || CAST(a.id AS TEXT) AS subject, a.state AS expected,
       (SELECT CAST(coalesce(max(s.state), 0) AS BIGINT) FROM assessment_step AS s WHERE s.county = $1 AND s.assessment = a.id) AS actual
FROM assessment AS a
WHERE a.county = $1 AND (
  (a.state IN (7, 8) AND (a.published_by IS NULL OR a.published_by = a.opened_by
     OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = a.published_change AND c.actor = a.published_by)))
  OR a.state <> coalesce((SELECT s.state FROM assessment_step AS s WHERE s.county = $1 AND s.assessment = a.id
       AND s.number = (SELECT max(t.number) FROM assessment_step AS t WHERE t.county = $1 AND t.assessment = a.id)), 1)
  OR EXISTS (SELECT 1 FROM assessment_step AS s JOIN assessment_step AS t ON t.county = s.county AND t.assessment = s.assessment AND t.number > s.number
       WHERE s.county = $1 AND t.county = $1 AND s.assessment = a.id AND s.on_date > t.on_date))
ORDER BY a.id;

-- name: audit_dispute_duty many (county i64) -> assessment_breach_row
-- Decided by another than who raised it; a point that was changed is the score since then.
SELECT 'dispute ' || CAST(d.id AS TEXT) AS subject, d.new_cp AS expected, coalesce(s.score_cp, -1) AS actual
FROM assessment_dispute AS d
LEFT JOIN assessment_score AS s ON s.county = d.county AND s.assessment = d.assessment AND s.township = d.township AND s.node = d.node AND s.dispute = d.id
WHERE d.county = $1 AND d.state IN (2, 3) AND (d.decided_by IS NULL OR d.decided_by = d.raised_by
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = d.decided_change AND c.actor = d.decided_by)
  OR (d.state = 2 AND (s.score_cp IS NULL OR s.score_cp <> d.new_cp)) OR (d.state = 3 AND s.score_cp IS NOT NULL))
ORDER BY d.id;

-- name: audit_self_duty many (county i64) -> assessment_breach_row
-- Signed by another than who wrote it, and nobody claims more than an item's points.
SELECT 'self-assessment ' || CAST(f.id AS TEXT) AS subject, f.signed_change AS expected, 0 AS actual
FROM self_assessment AS f
WHERE f.county = $1 AND f.state = 3 AND (f.signed_by IS NULL OR f.signed_by = f.prepared_by
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = f.signed_change AND c.actor = f.signed_by)
  OR EXISTS (SELECT 1 FROM self_assessment_line AS l
              JOIN assessment AS a ON a.county = l.county AND a.id = l.assessment
              JOIN assessment_node AS n ON n.county = l.county AND n.plan = a.plan AND n.scope = a.scope AND n.code = l.node
             WHERE l.county = $1 AND a.county = $1 AND n.county = $1 AND l.assessment = f.assessment AND l.township = f.township AND l.claimed_cp > n.weight_cp))
ORDER BY f.id;

-- name: audit_inspection_own many (county i64) -> assessment_breach_row
-- Nobody inspects the place he belongs to; who marks for an assessment is of its team.
SELECT 'inspection ' || CAST(i.id AS TEXT) AS subject, i.township AS expected, coalesce(u.scope, 0) AS actual
FROM inspection AS i
LEFT JOIN access_user AS u ON u.county = i.county AND u.name = i.inspected_by
WHERE i.county = $1 AND i.state = 2 AND (u.name IS NULL OR u.scope / 1000 * 1000 = i.township
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = i.submitted_change AND c.actor = i.inspected_by)
  OR (i.assessment > 0 AND EXISTS (SELECT 1 FROM inspection_mark AS m WHERE m.county = $1 AND m.inspection = i.id)
      AND NOT EXISTS (SELECT 1 FROM assessment_team AS t WHERE t.county = $1 AND t.assessment = i.assessment AND t.township = i.township AND t.user_name = i.inspected_by
                        AND t.known_from <= i.submitted_change AND (t.removed_change = 0 OR t.removed_change > i.submitted_change))))
ORDER BY i.id;

-- name: audit_inspection_late many (county i64) -> assessment_breach_row
-- Nothing is added to a visit after it was handed in.
SELECT 'inspection ' || CAST(i.id AS TEXT) AS subject, i.submitted_change AS expected, CAST(max(x.known_from) AS BIGINT) AS actual
FROM inspection AS i
JOIN (SELECT f.county AS county, f.inspection AS inspection, f.known_from AS known_from FROM inspection_finding AS f WHERE f.county = $1
      UNION ALL SELECT m.county, m.inspection, m.known_from FROM inspection_mark AS m WHERE m.county = $1) AS x ON x.county = i.county AND x.inspection = i.id
WHERE i.county = $1 AND i.state = 2 AND x.known_from > i.submitted_change
GROUP BY i.id, i.submitted_change ORDER BY i.id;

-- name: audit_rectification_closed many (county i64) -> assessment_breach_row
-- Closed after somebody else than who replied has looked again and found it right.
SELECT 'rectification ' || CAST(r.id AS TEXT) AS subject, r.closed_change AS expected, 0 AS actual
FROM rectification AS r
WHERE r.county = $1 AND r.state = 4 AND (
  NOT EXISTS (SELECT 1 FROM rectification_step AS s WHERE s.county = $1 AND s.rectification = r.id AND s.step = 'RECHECK' AND s.is_passed = 1
                AND NOT EXISTS (SELECT 1 FROM rectification_step AS p WHERE p.county = $1 AND p.rectification = r.id AND p.step = 'REPLY' AND p.actor = s.actor))
  OR NOT EXISTS (SELECT 1 FROM rectification_step AS s WHERE s.county = $1 AND s.rectification = r.id AND s.step = 'REPLY')
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = r.closed_change AND c.actor = r.closed_by))
ORDER BY r.id;

-- name: audit_rectification_deadline many (county i64) -> assessment_breach_row
SELECT 'rectification ' || CAST(r.id AS TEXT) AS subject, s.new_due_on AS expected, r.due_on AS actual
FROM rectification AS r
JOIN rectification_step AS s ON s.county = r.county AND s.rectification = r.id AND s.new_due_on > 0 AND s.new_due_on < 99991231
 AND s.number = (SELECT max(x.number) FROM rectification_step AS x WHERE x.county = r.county AND x.rectification = r.id AND x.new_due_on > 0 AND x.new_due_on < 99991231)
WHERE r.county = $1 AND s.county = $1 AND s.new_due_on <> r.due_on
ORDER BY r.id;

-- name: audit_accountability_duty many (county i64) -> assessment_breach_row
-- People decide, other than who suggested it, and by the trail.
SELECT 'accountability ' || CAST(x.id AS TEXT) AS subject, x.decided_change AS expected, 0 AS actual
FROM accountability AS x
WHERE x.county = $1 AND x.state IN (2, 3) AND (x.decided_by IS NULL OR x.decided_by = x.suggested_by
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = x.decided_change AND c.actor = x.decided_by AND c.actor <> 'system'))
ORDER BY x.id;
