-- The rows behind the figures of indicator_public.sql.

-- name: indicator_complaint_in_time_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64, today date)
--   -> indicator_public_behind_row (kind text, id i64, other i64,
--   at i64, township i64, numerator i64, denominator i64, label text?)
WITH waiting AS (
  SELECT s.complaint, s.due_on
    FROM complaint_step AS s
   WHERE s.county = $1 AND s.known_from <= $4 AND s.step IN ('RECEIVE', 'ACCEPT', 'EXTEND', 'REVIEW1', 'REVIEW2')
     AND NOT EXISTS (SELECT 1 FROM complaint_step AS n WHERE n.county = s.county AND n.complaint = s.complaint AND n.number > s.number
                        AND n.known_from <= $4)),
duties AS (
  SELECT s.complaint, s.is_late
    FROM complaint_step AS s
   WHERE s.county = $1 AND s.on_date / 100 BETWEEN $2 AND $3 AND s.known_from <= $4
     AND s.step IN ('ACCEPT', 'NOT_ACCEPT', 'FORWARD', 'EXTEND', 'REPLY', 'REVIEW1_REPLY', 'REVIEW2_REPLY')
  UNION ALL
  SELECT w.complaint, 1
    FROM waiting AS w
   WHERE w.due_on / 100 BETWEEN $2 AND $3 AND w.due_on < $8),
judged AS (
  SELECT d.complaint, 1 - max(d.is_late) AS is_in_time FROM duties AS d GROUP BY d.complaint),
subjects AS (
  SELECT 'complaint' AS kind, c.id AS id, 0 AS other, c.received_on AS at, 0 AS part,
         CASE WHEN c.township % 1000000 = 0 THEN 0 ELSE c.township / 1000 * 1000 END AS township, j.is_in_time AS numerator, 1 AS denominator
    FROM judged AS j
    JOIN complaint AS c ON c.county = $1 AND c.id = j.complaint),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT c.number FROM complaint AS c WHERE c.county = $1 AND c.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_satisfaction_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_public_behind_row
WITH subjects AS (
  SELECT 'survey_answer' AS kind, a.id AS id, v.id AS other, a.answered_on AS at, 0 AS part,
         CASE WHEN a.township % 1000000 = 0 THEN 0 ELSE a.township / 1000 * 1000 END AS township, CASE WHEN ',' || v.satisfied || ',' LIKE '%,' || CAST(a.overall AS TEXT) || ',%' ESCAPE '!' THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM survey AS v
    JOIN survey_answer AS a ON a.county = v.county AND a.survey = v.id AND a.is_valid = 1 AND a.known_from <= $4
   WHERE v.county = $1 AND v.state = 3 AND v.closed_change > 0 AND v.closed_change <= $4 AND v.closed_on / 100 BETWEEN $2 AND $3),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT v.title FROM survey AS v WHERE v.county = $1 AND v.id = s.other) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_publicity_done_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_public_behind_row
WITH subjects AS (
  SELECT 'publicity' AS kind, i.id AS id, 0 AS other, i.planned_on AS at, 0 AS part,
         CASE WHEN i.township % 1000000 = 0 THEN 0 ELSE i.township / 1000 * 1000 END AS township, CASE WHEN i.done_change > 0 AND i.done_change <= $4 THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM publicity_item AS i
   WHERE i.county = $1 AND i.planned_on / 100 BETWEEN $2 AND $3 AND i.known_from <= $4 AND i.state < 4),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT i.title FROM publicity_item AS i WHERE i.county = $1 AND i.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_publicity_reach_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_public_behind_row
WITH reached AS (
  SELECT r.village, max(r.households) AS households
    FROM publicity_item AS i
    JOIN publicity_reach AS r ON r.county = i.county AND r.item = i.id AND r.known_from <= $4
   WHERE i.county = $1 AND i.confirmed_change > 0 AND i.confirmed_change <= $4 AND i.done_on / 100 BETWEEN $2 AND $3
   GROUP BY r.village),
subjects AS (
  SELECT 'village' AS kind, v.village AS id, 0 AS other, v.year AS at, 0 AS part,
         CASE WHEN v.village % 1000000 = 0 THEN 0 ELSE v.village / 1000 * 1000 END AS township, CASE WHEN r.households > v.households THEN v.households ELSE coalesce(r.households, 0) END AS numerator, v.households AS denominator
    FROM village_households AS v
    LEFT JOIN reached AS r ON r.village = v.village
   WHERE v.county = $1 AND v.year = CAST($3 AS BIGINT) / 100 AND v.known_from <= $4 AND v.known_to > $4),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT max(d.name) FROM division AS d WHERE d.county = $1 AND d.code = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_slip_delivered_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_public_behind_row
WITH subjects AS (
  SELECT 'household' AS kind, t.household AS id, t.programme AS other, CAST($3 AS BIGINT) AS at, 0 AS part,
         CASE WHEN t.division % 1000000 = 0 THEN 0 ELSE t.division / 1000 * 1000 END AS township, CASE WHEN EXISTS (
           SELECT 1 FROM slip AS s WHERE s.county = t.county AND s.household = t.household AND s.programme = t.programme
              AND s.month BETWEEN $2 AND $3 AND s.delivered_change > 0 AND s.delivered_change <= $4) THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM entitlement AS t
   WHERE t.county = $1 AND t.programme IN (1, 2) AND t.from_month <= $3 AND t.to_month >= $3 AND t.known_from <= $4 AND t.known_to > $4
     AND t.status IN (1, 3)),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM entitlement AS t JOIN person AS p ON p.county = t.county AND p.id = t.head
          WHERE t.county = $1 AND t.household = s.id AND t.programme IN (1, 2) AND t.known_from <= $4 AND t.known_to > $4
          ORDER BY t.from_month DESC, t.programme LIMIT 1) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_training_done_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_public_behind_row
WITH subjects AS (
  SELECT 'course' AS kind, c.id AS id, 0 AS other, c.on_date AS at, p.number AS part,
         CASE WHEN p.division % 1000000 = 0 THEN 0 ELSE p.division / 1000 * 1000 END AS township, CASE WHEN p.attended = 1 THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM course AS c
    JOIN course_person AS p ON p.county = c.county AND p.course = c.id AND p.known_from <= $4
   WHERE c.county = $1 AND c.state = 2 AND c.held_change > 0 AND c.held_change <= $4 AND c.on_date / 100 BETWEEN $2 AND $3),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name || ' ' || c.title FROM course AS c JOIN course_person AS p ON p.county = c.county AND p.course = c.id
          WHERE c.county = $1 AND c.id = s.id AND p.number = s.part) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_problem_closed_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64, today date)
--   -> indicator_public_behind_row
WITH listed AS (
  SELECT p.id, p.township, CASE WHEN p.closed_change > 0 AND p.closed_change <= $4 THEN p.closed_on ELSE 0 END AS closed_on,
         coalesce((SELECT n.new_due_on FROM problem_note AS n WHERE n.county = p.county AND n.problem = p.id AND n.kind = 'DEADLINE'
                      AND n.known_from <= $4 ORDER BY n.number DESC LIMIT 1), p.first_due_on) AS due_on
    FROM problem AS p
   WHERE p.county = $1 AND p.known_from <= $4),
subjects AS (
  SELECT 'problem' AS kind, l.id AS id, 0 AS other, l.due_on AS at, 0 AS part,
         CASE WHEN l.township % 1000000 = 0 THEN 0 ELSE l.township / 1000 * 1000 END AS township, CASE WHEN l.closed_on BETWEEN 1 AND l.due_on THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM listed AS l
   WHERE l.due_on / 100 BETWEEN $2 AND $3 AND (l.closed_on > 0 OR l.due_on < $8)),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.title FROM problem AS p WHERE p.county = $1 AND p.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_rectification_closed_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64, today date)
--   -> indicator_public_behind_row
WITH ordered AS (
  SELECT r.id, r.township, CASE WHEN r.closed_change > 0 AND r.closed_change <= $4 THEN r.closed_on ELSE 0 END AS closed_on,
         coalesce((SELECT n.new_due_on FROM rectification_step AS n WHERE n.county = r.county AND n.rectification = r.id AND n.new_due_on > 0
                      AND n.known_from <= $4 ORDER BY n.number DESC LIMIT 1), r.first_due_on) AS due_on
    FROM rectification AS r
   WHERE r.county = $1 AND r.known_from <= $4),
subjects AS (
  SELECT 'rectification' AS kind, o.id AS id, 0 AS other, o.due_on AS at, 0 AS part,
         CASE WHEN o.township % 1000000 = 0 THEN 0 ELSE o.township / 1000 * 1000 END AS township, CASE WHEN o.closed_on BETWEEN 1 AND o.due_on THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM ordered AS o
   WHERE o.due_on / 100 BETWEEN $2 AND $3 AND (o.closed_on > 0 OR o.due_on < $8)),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT r.problem FROM rectification AS r WHERE r.county = $1 AND r.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;
