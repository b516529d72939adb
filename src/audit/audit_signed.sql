-- What was signed, field by field in the order in which it was hashed (docs/audit.md): one row a field, and the hash that is kept and that the trail names.

-- name: audit_bulletin_heads many (county i64) -> seal_head_row (subject i64, kept blob, detail text)
SELECT t.id AS subject, t.content_hash AS kept, coalesce(c.detail, '') AS detail
FROM bulletin AS t LEFT JOIN change_trail AS c ON c.county = t.county AND c.id = t.issued_change AND c.action = 'bulletin.issue'
WHERE t.county = $1 AND t.state = 3 ORDER BY t.id;

-- name: audit_bulletin_fields many (county i64) -> seal_field_row (subject i64, field text)
-- Bulletins: head, figures, sections as issued.
WITH RECURSIVE place (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM place WHERE n < 14)
SELECT x.subject AS subject, x.field AS field FROM (
  SELECT b.id AS subject, 1 AS part, 0 AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN CAST(b.id AS TEXT) WHEN 2 THEN b.kind WHEN 3 THEN CAST(b.year AS TEXT) WHEN 4 THEN CAST(b.quarter AS TEXT) WHEN 5 THEN CAST(b.from_month AS TEXT) WHEN 6 THEN CAST(b.to_month AS TEXT) WHEN 7 THEN CAST(b.known AS TEXT) WHEN 8 THEN CAST(b.assessment AS TEXT) WHEN 9 THEN b.title WHEN 10 THEN b.addressee WHEN 11 THEN b.document WHEN 12 THEN b.prepared_by WHEN 13 THEN coalesce(b.issued_by, '') WHEN 14 THEN CAST(b.issued_on AS TEXT) END AS field
  FROM bulletin AS b CROSS JOIN place AS c WHERE b.county = $1 AND b.state = 3 AND c.n <= 14
  UNION ALL
  SELECT b.id AS subject, 2 AS part, f.number AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN CAST(f.number AS TEXT) WHEN 2 THEN f.indicator WHEN 3 THEN f.book WHEN 4 THEN CAST(f.township AS TEXT) WHEN 5 THEN CAST(f.from_month AS TEXT) WHEN 6 THEN CAST(f.to_month AS TEXT) WHEN 7 THEN CAST(f.numerator AS TEXT) WHEN 8 THEN CAST(f.denominator AS TEXT) WHEN 9 THEN CAST(f.target_bp AS TEXT) WHEN 10 THEN CAST(f.rank_no AS TEXT) END AS field
  FROM bulletin AS b JOIN bulletin_figure AS f ON f.county = b.county AND f.bulletin = b.id CROSS JOIN place AS c WHERE b.county = $1 AND b.state = 3 AND c.n <= 10
  UNION ALL
  SELECT b.id AS subject, 3 AS part, s.number AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN CAST(s.number AS TEXT) WHEN 2 THEN s.heading WHEN 3 THEN s.body END AS field
  FROM bulletin AS b JOIN bulletin_section AS s ON s.county = b.county AND s.bulletin = b.id AND s.known_from <= b.issued_change AND s.known_to > b.issued_change CROSS JOIN place AS c WHERE b.county = $1 AND b.state = 3 AND c.n <= 3
) AS x ORDER BY x.subject, x.part, x.row_no, x.row_name, x.place;

-- name: audit_letter_heads many (county i64) -> seal_head_row (subject i64, kept blob, detail text)
SELECT t.id AS subject, t.content_hash AS kept, coalesce(c.detail, '') AS detail
FROM target_letter AS t LEFT JOIN change_trail AS c ON c.county = t.county AND c.id = t.known_from AND c.action = 'target.letter.issue'
WHERE t.county = $1 AND t.state BETWEEN 1 AND 3 ORDER BY t.id;

-- name: audit_letter_fields many (county i64) -> seal_field_row (subject i64, field text)
-- Letters and their lines.
WITH RECURSIVE place (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM place WHERE n < 8)
SELECT x.subject AS subject, x.field AS field FROM (
  SELECT l.id AS subject, 1 AS part, 0 AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN CAST(l.year AS TEXT) WHEN 2 THEN CAST(l.township AS TEXT) WHEN 3 THEN CAST(l.version AS TEXT) WHEN 4 THEN l.document WHEN 5 THEN CAST(l.issued_on AS TEXT) WHEN 6 THEN l.bureau_signer END AS field
  FROM target_letter AS l CROSS JOIN place AS c WHERE l.county = $1 AND c.n <= 6
  UNION ALL
  SELECT l.id AS subject, 2 AS part, n.number AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN CAST(n.number AS TEXT) WHEN 2 THEN CAST(n.split AS TEXT) WHEN 3 THEN n.book WHEN 4 THEN n.measure WHEN 5 THEN CAST(n.due_on AS TEXT) WHEN 6 THEN n.unit WHEN 7 THEN CAST(n.value AS TEXT) WHEN 8 THEN n.clause END AS field
  FROM target_letter AS l JOIN target_letter_line AS n ON n.county = l.county AND n.letter = l.id CROSS JOIN place AS c WHERE l.county = $1 AND c.n <= 8
) AS x ORDER BY x.subject, x.part, x.row_no, x.row_name, x.place;

-- name: audit_minutes_heads many (county i64) -> seal_head_row (subject i64, kept blob, detail text)
SELECT t.id AS subject, t.content_hash AS kept, coalesce(c.detail, '') AS detail
FROM progress_meeting AS t LEFT JOIN change_trail AS c ON c.county = t.county AND c.id = t.issued_change AND c.action = 'meeting.issue'
WHERE t.county = $1 AND t.state = 3 ORDER BY t.id;

-- name: audit_minutes_fields many (county i64) -> seal_field_row (subject i64, field text)
-- Minutes: the meeting, what it went through, problems and practices told at it.
WITH RECURSIVE place (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM place WHERE n < 16)
SELECT x.subject AS subject, x.field AS field FROM (
  SELECT m.id AS subject, 1 AS part, 0 AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN 'minsheng-meeting-1' WHEN 2 THEN CAST(m.county AS TEXT) WHEN 3 THEN CAST(m.id AS TEXT) WHEN 4 THEN CAST(m.year AS TEXT) WHEN 5 THEN CAST(m.month AS TEXT) WHEN 6 THEN CAST(m.number AS TEXT) WHEN 7 THEN CAST(m.held_on AS TEXT) WHEN 8 THEN m.place WHEN 9 THEN m.chair WHEN 10 THEN m.recorder WHEN 11 THEN m.present WHEN 12 THEN m.absent WHEN 13 THEN m.summary WHEN 14 THEN m.document WHEN 15 THEN m.prepared_by WHEN 16 THEN CAST(m.known AS TEXT) END AS field
  FROM progress_meeting AS m CROSS JOIN place AS c WHERE m.county = $1 AND m.state = 3 AND c.n <= 16
  UNION ALL
  SELECT m.id AS subject, 2 AS part, i.number AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN CAST(i.number AS TEXT) WHEN 2 THEN i.kind WHEN 3 THEN i.indicator WHEN 4 THEN i.book WHEN 5 THEN CAST(i.township AS TEXT) WHEN 6 THEN CASE WHEN i.indicator = '' THEN '0' ELSE CAST(i.from_month AS TEXT) END WHEN 7 THEN CASE WHEN i.indicator = '' THEN '0' ELSE CAST(i.to_month AS TEXT) END WHEN 8 THEN CAST(i.numerator AS TEXT) WHEN 9 THEN CAST(i.denominator AS TEXT) WHEN 10 THEN CAST(i.target_bp AS TEXT) WHEN 11 THEN CAST(i.subject AS TEXT) WHEN 12 THEN i.text WHEN 13 THEN i.outcome WHEN 14 THEN i.actor END AS field
  FROM progress_meeting AS m JOIN meeting_item AS i ON i.county = m.county AND i.meeting = m.id CROSS JOIN place AS c WHERE m.county = $1 AND m.state = 3 AND c.n <= 14
  UNION ALL
  SELECT m.id AS subject, 3 AS part, p.id AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN 'problem' WHEN 2 THEN CAST(p.id AS TEXT) WHEN 3 THEN CAST(p.township AS TEXT) WHEN 4 THEN p.title WHEN 5 THEN p.cause WHEN 6 THEN p.measure WHEN 7 THEN p.owner WHEN 8 THEN CAST(p.first_due_on AS TEXT) END AS field
  FROM progress_meeting AS m JOIN problem AS p ON p.county = m.county AND p.source = 'MEETING' AND p.source_id = m.id CROSS JOIN place AS c WHERE m.county = $1 AND m.state = 3 AND c.n <= 8
  UNION ALL
  SELECT m.id AS subject, 4 AS part, g.id AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN 'practice' WHEN 2 THEN CAST(g.id AS TEXT) WHEN 3 THEN CAST(g.township AS TEXT) WHEN 4 THEN g.title WHEN 5 THEN g.body END AS field
  FROM progress_meeting AS m JOIN good_practice AS g ON g.county = m.county AND g.meeting = m.id CROSS JOIN place AS c WHERE m.county = $1 AND m.state = 3 AND c.n <= 5
) AS x ORDER BY x.subject, x.part, x.row_no, x.row_name, x.place;

-- name: audit_visit_heads many (county i64) -> seal_head_row (subject i64, kept blob, detail text)
SELECT t.id AS subject, t.content_hash AS kept, coalesce(c.detail, '') AS detail
FROM inspection AS t LEFT JOIN change_trail AS c ON c.county = t.county AND c.id = t.submitted_change AND c.action = 'inspection.submit'
WHERE t.county = $1 AND t.state = 2 ORDER BY t.id;

-- name: audit_visit_fields many (county i64) -> seal_field_row (subject i64, field text)
-- Visits: the visit, how many findings, findings, how many marks, marks.
WITH RECURSIVE place (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM place WHERE n < 14)
SELECT x.subject AS subject, x.field AS field FROM (
  SELECT v.id AS subject, 1 AS part, 0 AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN 'minsheng-inspection-1' WHEN 2 THEN CAST(v.county AS TEXT) WHEN 3 THEN CAST(v.id AS TEXT) WHEN 4 THEN CAST(v.assessment AS TEXT) WHEN 5 THEN CAST(v.township AS TEXT) WHEN 6 THEN CAST(v.division AS TEXT) WHEN 7 THEN CAST(v.on_date AS TEXT) WHEN 8 THEN CAST(v.latitude AS TEXT) WHEN 9 THEN CAST(v.longitude AS TEXT) WHEN 10 THEN v.place WHEN 11 THEN v.inspectors WHEN 12 THEN v.summary WHEN 13 THEN v.inspected_by WHEN 14 THEN CAST((SELECT count(*) FROM inspection_finding AS f WHERE f.county = v.county AND f.inspection = v.id) AS TEXT) END AS field
  FROM inspection AS v CROSS JOIN place AS c WHERE v.county = $1 AND v.state = 2 AND c.n <= 14
  UNION ALL
  SELECT v.id AS subject, 2 AS part, f.number AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN CAST(f.number AS TEXT) WHEN 2 THEN f.kind WHEN 3 THEN f.node WHEN 4 THEN f.subject WHEN 5 THEN f.text WHEN 6 THEN CAST(f.cases AS TEXT) END AS field
  FROM inspection AS v JOIN inspection_finding AS f ON f.county = v.county AND f.inspection = v.id CROSS JOIN place AS c WHERE v.county = $1 AND v.state = 2 AND c.n <= 6
  UNION ALL
  SELECT v.id AS subject, 3 AS part, 0 AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN CAST((SELECT count(*) FROM inspection_mark AS k WHERE k.county = v.county AND k.inspection = v.id) AS TEXT) END AS field
  FROM inspection AS v CROSS JOIN place AS c WHERE v.county = $1 AND v.state = 2 AND c.n <= 1
  UNION ALL
  SELECT v.id AS subject, 4 AS part, 0 AS row_no, k.node AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN k.node WHEN 2 THEN CAST(k.share_bp AS TEXT) WHEN 3 THEN k.reason END AS field
  FROM inspection AS v JOIN inspection_mark AS k ON k.county = v.county AND k.inspection = v.id CROSS JOIN place AS c WHERE v.county = $1 AND v.state = 2 AND c.n <= 3
) AS x ORDER BY x.subject, x.part, x.row_no, x.row_name, x.place;

-- name: audit_self_heads many (county i64) -> seal_head_row (subject i64, kept blob, detail text)
SELECT t.id AS subject, t.content_hash AS kept, coalesce(c.detail, '') AS detail
FROM self_assessment AS t LEFT JOIN change_trail AS c ON c.county = t.county AND c.id = t.signed_change AND c.action = 'self_assessment.sign'
WHERE t.county = $1 AND t.state = 3 ORDER BY t.id;

-- name: audit_self_fields many (county i64) -> seal_field_row (subject i64, field text)
-- Self-assessments and their claims in the tree's order.
WITH RECURSIVE place (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM place WHERE n < 8)
SELECT x.subject AS subject, x.field AS field FROM (
  SELECT s.id AS subject, 1 AS part, 0 AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN 'minsheng-self-assessment-1' WHEN 2 THEN CAST(s.county AS TEXT) WHEN 3 THEN CAST(s.assessment AS TEXT) WHEN 4 THEN CAST(s.township AS TEXT) WHEN 5 THEN CAST(s.id AS TEXT) WHEN 6 THEN s.summary WHEN 7 THEN s.problems WHEN 8 THEN s.prepared_by END AS field
  FROM self_assessment AS s CROSS JOIN place AS c WHERE s.county = $1 AND s.state = 3 AND c.n <= 8
  UNION ALL
  SELECT s.id AS subject, 2 AS part, n.number AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN l.node WHEN 2 THEN CAST(l.claimed_cp AS TEXT) WHEN 3 THEN l.statement WHEN 4 THEN CAST(l.system_numerator AS TEXT) WHEN 5 THEN CAST(l.system_denominator AS TEXT) END AS field
  FROM self_assessment AS s JOIN assessment AS a ON a.county = s.county AND a.id = s.assessment JOIN self_assessment_line AS l ON l.county = s.county AND l.assessment = s.assessment AND l.township = s.township JOIN assessment_node AS n ON n.county = s.county AND n.plan = a.plan AND n.scope = a.scope AND n.code = l.node CROSS JOIN place AS c WHERE s.county = $1 AND s.state = 3 AND c.n <= 5
) AS x ORDER BY x.subject, x.part, x.row_no, x.row_name, x.place;

-- name: audit_score_heads many (county i64) -> seal_head_row (subject i64, kept blob, detail text)
SELECT t.id AS subject, t.content_hash AS kept, coalesce(c.detail, '') AS detail
FROM assessment AS t LEFT JOIN change_trail AS c ON c.county = t.county AND c.id = t.published_change AND c.action = 'assessment.publish'
WHERE t.county = $1 AND t.state IN (7, 8) ORDER BY t.id;

-- name: audit_score_fields many (county i64) -> seal_field_row (subject i64, field text)
-- Assessments as published: the round, ranks, scores; here a field is a line.
WITH RECURSIVE place (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM place WHERE n < 1)
SELECT x.subject AS subject, x.field AS field FROM (
  SELECT a.id AS subject, 1 AS part, 0 AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN 'assessment' || ' ' || CAST(a.id AS TEXT) || ' ' || CAST(a.year AS TEXT) || ' ' || a.scope || ' ' || CAST(a.from_month AS TEXT) || ' ' || CAST(a.to_month AS TEXT) END AS field
  FROM assessment AS a CROSS JOIN place AS c WHERE a.county = $1 AND a.state IN (7, 8) AND c.n <= 1
  UNION ALL
  SELECT a.id AS subject, 2 AS part, r.rank_no * 1000000000000 + r.township AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN 'rank' || ' ' || CAST(r.rank_no AS TEXT) || ' ' || CAST(r.township AS TEXT) || ' ' || CAST(r.total_cp AS TEXT) || ' ' || CAST(r.is_vetoed AS TEXT) END AS field
  FROM assessment AS a JOIN assessment_rank AS r ON r.county = a.county AND r.assessment = a.id AND r.known_from <= a.published_change AND r.known_to > a.published_change CROSS JOIN place AS c WHERE a.county = $1 AND a.state IN (7, 8) AND c.n <= 1
  UNION ALL
  SELECT a.id AS subject, 3 AS part, s.township * 1000 + n.number AS row_no, '' AS row_name, c.n AS place,
         CASE c.n WHEN 1 THEN 'score' || ' ' || CAST(s.township AS TEXT) || ' ' || s.node || ' ' || CAST(s.is_applicable AS TEXT) || ' ' || CAST(s.full_cp AS TEXT) || ' ' || CAST(s.score_cp AS TEXT) || ' ' || CAST(s.numerator AS TEXT) || ' ' || CAST(s.denominator AS TEXT) || ' ' || CAST(s.target_bp AS TEXT) || ' ' || CAST(s.cases AS TEXT) || ' ' || CAST(s.dispute AS TEXT) END AS field
  FROM assessment AS a JOIN assessment_score AS s ON s.county = a.county AND s.assessment = a.id AND s.known_from <= a.published_change AND s.known_to > a.published_change JOIN assessment_node AS n ON n.county = a.county AND n.plan = a.plan AND n.scope = a.scope AND n.code = s.node CROSS JOIN place AS c WHERE a.county = $1 AND a.state IN (7, 8) AND c.n <= 1
) AS x ORDER BY x.subject, x.part, x.row_no, x.row_name, x.place;
