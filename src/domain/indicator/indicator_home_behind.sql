-- The rows behind the figures of homes and projects, as far as no other noun lists them.

-- name: indicator_home_housed_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64, on_date date)
--   -> indicator_home_behind_row (kind text, id i64, other i64,
--   at i64, township i64, numerator i64, denominator i64, label text?)
WITH entitled AS (
  SELECT m.person, max(t.division) / 1000 * 1000 AS township, max(t.household) AS household
    FROM entitlement AS t
    JOIN member AS m ON m.county = t.county AND m.household = t.household AND m.from_month <= $8 / 100 AND m.to_month >= $8 / 100
     AND m.known_from <= $4 AND m.known_to > $4 AND m.is_present = 1 AND m.is_protected = 1
   WHERE t.county = $1 AND t.programme = 2 AND t.from_month <= $8 / 100 AND t.to_month >= $8 / 100 AND t.known_from <= $4 AND t.known_to > $4
     AND t.status IN (1, 3) AND $2 <= $3
     AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = m.county AND d.person = m.person AND d.known_from <= $4
                        AND d.known_to > $4 AND d.died_on < $8)
   GROUP BY m.person),
subjects AS (
  SELECT 'person' AS kind, e.person AS id, e.household AS other, 0 AS at, 0 AS part,
         e.township AS township, CASE WHEN EXISTS (
           SELECT 1 FROM home_stay AS s WHERE s.county = $1 AND s.person = e.person AND s.kind = 1 AND s.state IN (2, 3, 4) AND s.confirmed_change <= $4
              AND s.from_date <= $8 AND CASE WHEN s.state = 4 AND s.left_change <= $4 THEN s.until_date ELSE 99991231 END > $8) THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM entitled AS e),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM person AS p WHERE p.county = $1 AND p.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_returns_due_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64, today date)
--   -> indicator_home_behind_row
WITH RECURSIVE span (month) AS (
  SELECT CAST($2 AS BIGINT) AS month
  UNION ALL SELECT CASE WHEN month % 100 = 12 THEN month + 89 ELSE month + 1 END FROM span WHERE month < $3),
works AS (
  SELECT p.id, s.township, o.start_on / 100 AS from_month,
         CASE WHEN s.change = 'CANCEL' THEN s.decided_on / 100
              ELSE coalesce((SELECT min(g.reached_on) FROM project_stage AS g WHERE g.county = p.county AND g.project = p.id AND g.stage = 10
                                AND g.reached_on > 0 AND g.known_from <= $4 AND g.known_to > $4), 99991231) / 100 END AS to_month
    FROM project AS p
    JOIN project_scope AS o ON o.county = p.county AND o.project = p.id AND o.version = 1
    JOIN project_scope AS s ON s.county = p.county AND s.project = p.id
     AND s.version = (SELECT max(c.version) FROM project_scope AS c WHERE c.county = p.county AND c.project = p.id AND c.state = 2
                         AND c.decided_change <= $4)
   WHERE p.county = $1 AND p.known_from <= $4),
due AS (
  SELECT w.id, w.township, m.month, CASE WHEN m.month % 100 = 12 THEN m.month + 89 ELSE m.month + 1 END * 100 + 10 AS due_on,
         (SELECT min(r.signed_on) FROM project_return AS r WHERE r.county = $1 AND r.project = w.id AND r.month = m.month AND r.signed_change > 0
             AND r.signed_change <= $4) AS signed_on
    FROM works AS w
    JOIN span AS m ON m.month BETWEEN w.from_month AND w.to_month),
subjects AS (
  SELECT 'project' AS kind, d.id AS id, 0 AS other, d.month AS at, 0 AS part,
         d.township AS township, CASE WHEN d.signed_on <= d.due_on THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM due AS d WHERE d.signed_on IS NOT NULL OR d.due_on < $8),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.code || ' ' || p.name FROM project AS p WHERE p.county = $1 AND p.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_claims_paid_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_home_behind_row
WITH paid AS (
  SELECT j.subject, j.home, j.book, max(j.entered_on) AS ended, max(j.known_from) AS change
    FROM home_journal AS j
   WHERE j.county = $1 AND j.kind = 'CLAIM_PAY' AND j.known_from <= $4
   GROUP BY j.subject, j.home, j.book),
parts AS (
  SELECT c.id, h.township, c.home, p.ended, c.prepared_on / 10000 - CASE WHEN c.prepared_on / 100 % 100 < 3 THEN 1 ELSE 0 END AS y1, (c.prepared_on / 100 % 100 + 9) % 12 AS m1, c.prepared_on % 100 AS d1,
         p.ended / 10000 - CASE WHEN p.ended / 100 % 100 < 3 THEN 1 ELSE 0 END AS y2, (p.ended / 100 % 100 + 9) % 12 AS m2, p.ended % 100 AS d2
    FROM paid AS p
    JOIN home_claim AS c ON c.county = $1 AND c.id = p.subject
    JOIN home AS h ON h.county = c.county AND h.id = c.home
   WHERE p.ended / 100 BETWEEN $2 AND $3
     AND NOT EXISTS (SELECT 1 FROM home_journal AS b WHERE b.county = $1 AND b.home = p.home AND b.book = p.book AND b.kind = 'CLAIM_RETURN'
                        AND b.subject = p.subject AND b.known_from > p.change AND b.known_from <= $4)),
subjects AS (
  SELECT 'claim' AS kind, id AS id, home AS other, ended AS at, 0 AS part,
         township AS township, (y2 * 365 + y2 / 4 - y2 / 100 + y2 / 400 + (m2 * 153 + 2) / 5 + d2) - (y1 * 365 + y1 / 4 - y1 / 100 + y1 / 400 + (m1 * 153 + 2) / 5 + d1) AS numerator, 1 AS denominator
    FROM parts),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT h.name || ' ' || c.memo FROM home_claim AS c JOIN home AS h ON h.county = c.county AND h.id = c.home WHERE c.county = $1 AND c.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_projects many (county i64, known i64) -> indicator_project_row (id i64, code text, name text, township i64)
-- Where each was to be built at first: there its target stays.
SELECT p.id, p.code, p.name, o.township
  FROM project AS p
  JOIN project_scope AS o ON o.county = p.county AND o.project = p.id AND o.version = 1
 WHERE p.county = $1 AND p.known_from <= $2
 ORDER BY p.code;
