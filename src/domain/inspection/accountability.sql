-- Records of answering for it, and what the scan looks for (P4.1, P4.3).

-- name: accountability_rows many (county i64, id i64, township i64, state i64) -> accountability_row (id i64, trigger_kind text, evidence text, township i64,
--   township_name text, person text, facts text, state i64, action text, decision text, suggested_by text, suggested_on date, decided_by text?, decided_on i64,
--   statement text, known_from i64, decided_change i64)
SELECT a.id, a.trigger_kind, a.evidence, a.township,
       coalesce((SELECT d.name FROM division AS d WHERE d.county = a.county AND d.code = a.township ORDER BY d.valid_from DESC LIMIT 1), '') AS township_name,
       a.person, a.facts, a.state, a.action, a.decision, a.suggested_by, a.suggested_on, a.decided_by, a.decided_on, a.statement, a.known_from, a.decided_change
  FROM accountability AS a
 WHERE a.county = $1 AND ($2 = 0 OR a.id = $2) AND ($3 = 0 OR a.township = $3) AND ($4 = 0 OR a.state = $4)
 ORDER BY CASE WHEN a.state = 1 THEN 0 ELSE 1 END, a.id DESC;

-- name: accountability_insert exec (county i64, id i64, trigger_kind text, evidence text, township i64, person text, facts text, suggested_by text, suggested_on date,
--   known_from i64)
INSERT INTO accountability (county, id, trigger_kind, evidence, township, person, facts, state, action, decision, suggested_by, suggested_on, decided_by, decided_on, statement, known_from,
                            decided_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1, '', '', $8, $9, NULL, 0, '', $10, 0);

-- name: accountability_same one (county i64, trigger_kind text, evidence text) -> accountability_same_row (id i64)
SELECT id FROM accountability WHERE county = $1 AND trigger_kind = $2 AND evidence = $3;

-- name: accountability_decide exec (county i64, id i64, state i64, action text, decision text, person text, decided_by text, decided_on date, change i64)
UPDATE accountability SET state = $3, action = $4, decision = $5, person = $6, decided_by = $7, decided_on = $8, decided_change = $9 WHERE county = $1 AND id = $2 AND state = 1;

-- name: accountability_set_statement exec (county i64, id i64, statement text)
UPDATE accountability SET statement = $3 WHERE county = $1 AND id = $2 AND state = 1;

-- name: accountability_findings many (county i64) -> accountability_found_row (trigger_kind text, evidence text, township i64, facts text)
-- Of visits that were handed in.
SELECT f.kind AS trigger_kind, 'inspection ' || CAST(i.id AS TEXT) || '/' || CAST(f.number AS TEXT) AS evidence, i.township, f.text AS facts
  FROM inspection AS i JOIN inspection_finding AS f ON f.county = i.county AND f.inspection = i.id
 WHERE i.county = $1 AND i.state = 2 AND f.kind IN ('MISSED_STEP', 'FALSE_REPORT')
   AND NOT EXISTS (SELECT 1 FROM accountability AS a WHERE a.county = $1 AND a.trigger_kind = f.kind
                      AND a.evidence = 'inspection ' || CAST(i.id AS TEXT) || '/' || CAST(f.number AS TEXT))
 ORDER BY i.id, f.number LIMIT 200;

-- name: accountability_moved many (county i64, moved i64) -> accountability_found_row
-- Deadlines that were moved again and again: of orders, and of problems of a township.
WITH moved AS (
  SELECT 'rectification ' || CAST(r.id AS TEXT) AS evidence, r.township AS township, r.problem AS facts
    FROM rectification AS r
   WHERE r.county = $1 AND (SELECT count(*) FROM rectification_step AS s WHERE s.county = $1 AND s.rectification = r.id AND s.new_due_on > 0) >= $2
  UNION ALL
  SELECT 'problem ' || CAST(p.id AS TEXT), p.township, p.title
    FROM problem AS p
   WHERE p.county = $1 AND p.township > 0 AND (SELECT count(*) FROM problem_note AS n WHERE n.county = $1 AND n.problem = p.id AND n.kind = 'DEADLINE') >= $2)
SELECT 'REPEATED_DELAY' AS trigger_kind, m.evidence, m.township, m.facts FROM moved AS m
 WHERE NOT EXISTS (SELECT 1 FROM accountability AS a WHERE a.county = $1 AND a.trigger_kind = 'REPEATED_DELAY' AND a.evidence = m.evidence)
 ORDER BY m.township, m.evidence LIMIT 200;

-- name: accountability_overdue many (county i64, today date, month_name text, least i64) -> accountability_overdue_row (evidence text, township i64, overdue i64)
-- A township with many that are overdue at once: once a month.
WITH late AS (
  SELECT r.township AS township FROM rectification AS r WHERE r.county = $1 AND r.state < 4 AND r.due_on < $2
  UNION ALL
  SELECT p.township FROM problem AS p WHERE p.county = $1 AND p.township > 0 AND p.state < 3 AND p.due_on < $2),
counted AS (
  SELECT 'township ' || CAST(l.township AS TEXT) || ' ' || $3 AS evidence, l.township AS township, count(*) AS overdue FROM late AS l GROUP BY l.township)
SELECT c.evidence, c.township, c.overdue FROM counted AS c
 WHERE c.overdue >= $4 AND NOT EXISTS (SELECT 1 FROM accountability AS a WHERE a.county = $1 AND a.trigger_kind = 'REPEATED_DELAY' AND a.evidence = c.evidence)
 ORDER BY c.township;

-- name: accountability_cases many (county i64, due_before date) -> accountability_case_row (id i64, township i64, number text, due_on date)
-- Cases that still wait, long past the deadline of their step; each deadline once.
SELECT c.id, c.division / 1000 * 1000 AS township, c.number, c.due_on
  FROM case_file AS c
 WHERE c.county = $1 AND c.due_on > 0 AND c.closed_on = 0 AND c.due_on < $2
   AND NOT EXISTS (SELECT 1 FROM accountability AS a WHERE a.county = $1 AND a.trigger_kind = 'MISSED_STEP'
                      AND a.evidence = 'case ' || CAST(c.id AS TEXT) || ' ' || CAST(c.due_on AS TEXT))
 ORDER BY c.due_on, c.id LIMIT 200;

-- name: accountability_person one (county i64, township i64, today date) -> accountability_person_row (name text, post text)
-- Who handles it there, as the list of duties says.
SELECT name, post FROM responsible_person
 WHERE county = $1 AND division = $2 AND duty = 'HANDLE' AND known_to = 2147483647 AND from_date <= $3 AND until_date >= $3 ORDER BY id LIMIT 1;
