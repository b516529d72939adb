-- Targets, letters, meetings, problems, practices and bulletins (docs/audit.md). Split: 2 in force, 3 replaced. Meeting: 2 held, 3 issued. Bulletin: 3 issued.

-- name: audit_target_sum many (county i64) -> motion_breach_row (subject text, expected i64, actual i64)
-- A counted target is the sum of its townships' shares, in its own book; nothing is asked of who has no part in it.
SELECT 'target ' || CAST(s.id AS TEXT) || ' ' || s.book || ' ' || s.measure AS subject, s.total AS expected, CAST(coalesce(sum(h.value), 0) AS BIGINT) AS actual
FROM target_split AS s LEFT JOIN target_share AS h ON h.county = s.county AND h.split = s.id
WHERE s.county = $1 AND s.state IN (2, 3) AND s.unit IN ('COUNT', 'FEN')
GROUP BY s.id, s.book, s.measure, s.total HAVING coalesce(sum(h.value), 0) <> s.total
ORDER BY s.id;

-- name: audit_target_rate many (county i64) -> motion_breach_row
-- A rate is the same for each township that it is asked of, unless it was set by hand.
SELECT 'target ' || CAST(s.id AS TEXT) || ' township ' || CAST(h.township AS TEXT) AS subject, s.total AS expected, h.value AS actual
FROM target_split AS s JOIN target_share AS h ON h.county = s.county AND h.split = s.id
WHERE s.county = $1 AND h.county = $1 AND s.state IN (2, 3) AND s.unit = 'BP' AND s.rule <> 'BY_HAND' AND h.is_asked = 1 AND h.value <> s.total
ORDER BY s.id, h.township;

-- name: audit_target_plan many (county i64) -> motion_breach_row
-- A split by the plan has the plan's shares, as the plan was when the split was prepared.
WITH spoken AS (
  SELECT s.id AS split, s.book AS book, s.measure AS measure, s.due_on AS due_on,
         (SELECT max(v.id) FROM plan_version AS v WHERE v.county = $1 AND v.year = s.year AND v.known_from <= s.known_from) AS plan
  FROM target_split AS s WHERE s.county = $1 AND s.state IN (2, 3) AND s.rule = 'PLAN'
)
SELECT 'target ' || CAST(p.split AS TEXT) || ' township ' || CAST(h.township AS TEXT) AS subject, coalesce(t.value, 0) AS expected, h.value AS actual
FROM spoken AS p
JOIN target_share AS h ON h.county = $1 AND h.split = p.split
LEFT JOIN plan_target AS t ON t.county = $1 AND t.plan = p.plan AND t.book = p.book AND t.township = h.township AND t.due = p.due_on AND t.measure = p.measure
WHERE h.value <> coalesce(t.value, 0) OR (h.is_asked = 1) <> (t.value IS NOT NULL)
ORDER BY p.split, h.township;

-- name: audit_target_duty many (county i64) -> motion_breach_row
-- Put into force by another than who prepared it, on the record; replaced only by a later one.
SELECT 'target ' || CAST(s.id AS TEXT) AS subject, s.issued_change AS expected, 0 AS actual
FROM target_split AS s
WHERE s.county = $1 AND (NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = s.known_from AND c.actor = s.prepared_by)
  OR (s.state IN (2, 3) AND (s.issued_by IS NULL OR s.issued_by = s.prepared_by
      OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = s.issued_change AND c.actor = s.issued_by)))
  OR (s.state = 3 AND NOT EXISTS (SELECT 1 FROM target_split AS n WHERE n.county = $1 AND n.year = s.year AND n.book = s.book AND n.measure = s.measure
      AND n.state IN (2, 3) AND n.issued_change = s.replaced_change)))
ORDER BY s.id;

-- name: audit_letter_lines many (county i64) -> motion_breach_row
-- A letter says what the splits say that were in force when it was issued.
SELECT 'letter ' || CAST(l.id AS TEXT) || ' line ' || CAST(n.number AS TEXT) AS subject, coalesce(h.value, 0) AS expected, n.value AS actual
FROM target_letter AS l
JOIN target_letter_line AS n ON n.county = l.county AND n.letter = l.id
LEFT JOIN target_split AS s ON s.county = n.county AND s.id = n.split
LEFT JOIN target_share AS h ON h.county = n.county AND h.split = n.split AND h.township = l.township
WHERE l.county = $1 AND (h.value IS NULL OR h.value <> n.value OR h.is_asked = 0 OR s.book <> n.book OR s.measure <> n.measure OR s.due_on <> n.due_on
   OR s.issued_change = 0 OR s.issued_change > l.known_from OR (s.replaced_change > 0 AND s.replaced_change < l.known_from))
ORDER BY l.id, n.number;

-- name: audit_letter_duty many (county i64) -> motion_breach_row
SELECT 'letter ' || CAST(l.id AS TEXT) AS subject, l.signed_change AS expected, 0 AS actual
FROM target_letter AS l
WHERE l.county = $1 AND (NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = l.known_from AND c.actor = l.issued_by)
  OR (l.signed_change > 0 AND (l.signed_by IS NULL OR l.signed_by = l.issued_by
      OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = l.signed_change AND c.actor = l.signed_by))))
ORDER BY l.id;

-- name: audit_meeting_duty many (county i64) -> motion_breach_row
-- Minutes are confirmed by another than who wrote them.
SELECT 'meeting ' || CAST(m.id AS TEXT) AS subject, m.issued_change AS expected, 0 AS actual
FROM progress_meeting AS m
WHERE m.county = $1 AND (NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = m.known_from)
  OR (m.state = 3 AND (m.issued_by IS NULL OR m.issued_by = m.prepared_by
      OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = m.issued_change AND c.actor = m.issued_by))))
ORDER BY m.id;

-- name: audit_problem_dropped many (county i64) -> motion_breach_row
-- A problem that was open when minutes were issued stands in them: nothing is dropped between two meetings.
SELECT 'problem ' || CAST(p.id AS TEXT) || ' meeting ' || CAST(m.id AS TEXT) AS subject, m.month AS expected, p.due_on AS actual
FROM progress_meeting AS m
JOIN problem AS p ON p.county = m.county AND p.known_from <= m.known AND p.raised_on < m.held_on AND (p.closed_change = 0 OR p.closed_change > m.known)
WHERE m.county = $1 AND p.county = $1 AND m.state = 3
  AND NOT EXISTS (SELECT 1 FROM meeting_item AS i WHERE i.county = $1 AND i.meeting = m.id AND i.kind = 'PROBLEM' AND i.subject = p.id)
ORDER BY m.id, p.id;

-- name: audit_problem_duty many (county i64) -> motion_breach_row
-- Closed by another than who reported it done, on the record.
SELECT 'problem ' || CAST(p.id AS TEXT) AS subject, p.closed_change AS expected, 0 AS actual
FROM problem AS p
WHERE p.county = $1 AND (NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = p.known_from)
  OR (p.state = 3 AND (p.closed_by IS NULL OR p.closed_by = coalesce(p.reported_by, '')
      OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = p.closed_change AND c.actor = p.closed_by))))
ORDER BY p.id;

-- name: audit_problem_deadline many (county i64) -> motion_breach_row
-- A deadline moves by a note only.
SELECT 'problem ' || CAST(p.id AS TEXT) AS subject, n.new_due_on AS expected, p.due_on AS actual
FROM problem AS p
JOIN problem_note AS n ON n.county = p.county AND n.problem = p.id AND n.kind = 'DEADLINE'
 AND n.number = (SELECT max(x.number) FROM problem_note AS x WHERE x.county = p.county AND x.problem = p.id AND x.kind = 'DEADLINE')
WHERE p.county = $1 AND n.county = $1 AND n.new_due_on <> p.due_on
ORDER BY p.id;

-- name: audit_practice_duty many (county i64) -> motion_breach_row
SELECT 'practice ' || CAST(p.id AS TEXT) AS subject, p.decided_change AS expected, 0 AS actual
FROM good_practice AS p
WHERE p.county = $1 AND p.state = 2 AND (p.decided_by IS NULL OR p.decided_by = p.proposed_by
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = p.decided_change AND c.actor = p.decided_by))
ORDER BY p.id;

-- name: audit_bulletin_duty many (county i64) -> motion_breach_row
-- Issued by another than who drafted it; its figures are not younger than itself.
SELECT 'bulletin ' || CAST(b.id AS TEXT) AS subject, b.issued_change AS expected, b.known AS actual
FROM bulletin AS b
WHERE b.county = $1 AND b.state = 3 AND (b.issued_by IS NULL OR b.issued_by = b.prepared_by OR b.known > b.issued_change
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = b.issued_change AND c.actor = b.issued_by))
ORDER BY b.id;

-- name: audit_bulletin_beds many (county i64) -> motion_breach_row
-- Beds of a book, told again from signed returns as they were known then.
WITH due AS (
  SELECT f.bulletin AS bulletin, f.number AS number, f.book AS book, f.township AS township, f.to_month AS to_month, f.numerator AS numerator, b.known AS known
  FROM bulletin_figure AS f JOIN bulletin AS b ON b.county = f.county AND b.id = f.bulletin
  WHERE f.county = $1 AND b.county = $1 AND b.state = 3 AND f.indicator IN ('project.beds_city', 'project.beds_county')
),
told AS (
  SELECT d.bulletin AS bulletin, d.number AS number, CAST(coalesce(sum(r.beds_added), 0) AS BIGINT) AS beds
  FROM due AS d
  JOIN project AS p ON p.county = $1 AND ((d.book = 'city' AND p.is_city = 1) OR (d.book = 'county' AND p.is_county = 1))
  JOIN project_scope AS s ON s.county = $1 AND s.project = p.id AND s.version = 1 AND (d.township = 0 OR s.township = d.township)
  LEFT JOIN project_return AS r ON r.county = $1 AND r.project = p.id AND r.month <= d.to_month AND r.signed_change > 0 AND r.signed_change <= d.known
   AND (r.state = 3 OR (r.state = 5 AND r.replaced_change > d.known))
  GROUP BY d.bulletin, d.number
)
SELECT 'bulletin ' || CAST(d.bulletin AS TEXT) || ' figure ' || CAST(d.number AS TEXT) AS subject, t.beds AS expected, d.numerator AS actual
FROM due AS d JOIN told AS t ON t.bulletin = d.bulletin AND t.number = d.number
WHERE t.beds <> d.numerator
ORDER BY d.bulletin, d.number;

-- name: audit_bulletin_points many (county i64) -> motion_breach_row
-- Points and ranks of an assessment are told as they were known then.
SELECT 'bulletin ' || CAST(f.bulletin AS TEXT) || ' figure ' || CAST(f.number AS TEXT) AS subject, coalesce(r.total_cp, -1) AS expected, f.numerator AS actual
FROM bulletin_figure AS f JOIN bulletin AS b ON b.county = f.county AND b.id = f.bulletin
LEFT JOIN assessment_rank AS r ON r.county = f.county AND r.assessment = b.assessment AND r.township = f.township AND r.known_from <= b.known AND r.known_to > b.known
WHERE f.county = $1 AND b.county = $1 AND b.state = 3 AND f.indicator = 'assessment.points' AND f.township > 0
  AND (r.total_cp IS NULL OR r.total_cp <> f.numerator OR r.rank_no <> f.rank_no)
ORDER BY f.bulletin, f.number;

-- name: audit_bulletin_figures many (county i64) -> bulletin_figure_audit_row (bulletin i64, number i64, indicator text, township i64, numerator i64, denominator i64, rank_no i64)
SELECT f.bulletin, f.number, f.indicator, f.township, f.numerator, f.denominator, f.rank_no
FROM bulletin_figure AS f JOIN bulletin AS b ON b.county = f.county AND b.id = f.bulletin
WHERE f.county = $1 AND b.county = $1 AND b.state = 3
ORDER BY f.bulletin, f.indicator, f.township;

-- name: audit_bulletin_sections many (county i64) -> bulletin_section_audit_row (bulletin i64, number i64, body text, figures i64)
-- Figures of a bulletin are numbered from one.
SELECT s.bulletin, s.number, s.body, (SELECT CAST(coalesce(max(f.number), 0) AS BIGINT) FROM bulletin_figure AS f WHERE f.county = s.county AND f.bulletin = s.bulletin) AS figures
FROM bulletin_section AS s JOIN bulletin AS b ON b.county = s.county AND b.id = s.bulletin
WHERE s.county = $1 AND b.county = $1 AND b.state = 3 AND s.known_from <= b.issued_change AND s.known_to > b.issued_change
ORDER BY s.bulletin, s.number;

-- name: audit_bulletin_edited many (county i64) -> motion_breach_row
-- Nothing is written into a bulletin after it was issued.
SELECT 'bulletin ' || CAST(s.bulletin AS TEXT) || ' section ' || CAST(s.number AS TEXT) AS subject, b.issued_change AS expected, s.known_from AS actual
FROM bulletin_section AS s JOIN bulletin AS b ON b.county = s.county AND b.id = s.bulletin
WHERE s.county = $1 AND b.county = $1 AND b.state = 3 AND s.known_from > b.issued_change
ORDER BY s.bulletin, s.number;
