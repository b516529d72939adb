-- The rows behind the figures of indicator_casework.sql.

-- name: indicator_in_limit_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_casework_behind_row (kind text, id i64, other i64,
--   at i64, township i64, numerator i64, denominator i64, label text?)
WITH subjects AS (
  SELECT 'case' AS kind, s.case_id AS id, s.action AS other, s.on_date AS at, s.seq AS part,
         CASE WHEN f.division % 1000000 = 0 THEN 0 ELSE f.division / 1000 * 1000 END AS township, CASE WHEN s.on_date <= b.due_on THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM case_step AS s
    JOIN case_step AS b ON b.county = s.county AND b.case_id = s.case_id AND b.seq = s.seq - 1
    JOIN case_file AS f ON f.county = s.county AND f.id = s.case_id
   WHERE s.county = $1 AND s.on_date / 100 BETWEEN $2 AND $3 AND s.known_from <= $4 AND b.due_on > 0 AND s.action NOT IN (3, 12, 14, 19, 20)),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT f.number || ' ' || f.applicant FROM case_file AS f WHERE f.county = $1 AND f.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_spot_check_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_casework_behind_row
WITH subjects AS (
  SELECT 'case' AS kind, c.case_id AS id, m.id AS other, m.drawn_on AS at, 0 AS part,
         CASE WHEN f.division % 1000000 = 0 THEN 0 ELSE f.division / 1000 * 1000 END AS township, CASE WHEN EXISTS (SELECT 1 FROM case_step AS v WHERE v.county = c.county AND v.case_id = c.case_id AND v.action = 14
                               AND v.known_from > m.known_from AND v.known_from <= $4) THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM sample AS m
    JOIN sample_case AS c ON c.county = m.county AND c.sample = m.id AND c.reason > 0
    JOIN case_file AS f ON f.county = c.county AND f.id = c.case_id
   WHERE m.county = $1 AND m.drawn_on / 100 BETWEEN $2 AND $3 AND m.known_from <= $4),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT f.number || ' ' || f.applicant FROM case_file AS f WHERE f.county = $1 AND f.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_relatives_checked_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_casework_behind_row
WITH subjects AS (
  SELECT 'case' AS kind, c.case_id AS id, m.id AS other, m.drawn_on AS at, 0 AS part,
         CASE WHEN f.division % 1000000 = 0 THEN 0 ELSE f.division / 1000 * 1000 END AS township, CASE WHEN EXISTS (SELECT 1 FROM case_step AS v WHERE v.county = c.county AND v.case_id = c.case_id AND v.action = 14
                               AND v.known_from > m.known_from AND v.known_from <= $4) THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM sample AS m
    JOIN sample_case AS c ON c.county = m.county AND c.sample = m.id AND c.reason = 2
    JOIN case_file AS f ON f.county = c.county AND f.id = c.case_id
   WHERE m.county = $1 AND m.drawn_on / 100 BETWEEN $2 AND $3 AND m.known_from <= $4),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT f.number || ' ' || f.applicant FROM case_file AS f WHERE f.county = $1 AND f.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_recheck_done_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_casework_behind_row
WITH checks AS (
  SELECT r.household, r.case_id, r.due_month, r.programme, r.division,
         CASE WHEN r.done_on > 0 AND EXISTS (
           SELECT 1 FROM case_step AS s WHERE s.county = r.county AND s.case_id = r.case_id AND s.to_state = 23 AND s.known_from <= $4) THEN 1 ELSE 0 END AS is_done
    FROM recheck AS r
   WHERE r.county = $1 AND r.due_month BETWEEN $2 AND $3 AND r.known_from <= $4),
subjects AS (
  SELECT 'recheck' AS kind, c.household AS id, c.case_id AS other, c.due_month AS at, c.programme AS part,
         CASE WHEN c.division % 1000000 = 0 THEN 0 ELSE c.division / 1000 * 1000 END AS township, c.is_done AS numerator, 1 AS denominator
    FROM checks AS c
   WHERE c.is_done = 1
      OR EXISTS (SELECT 1 FROM entitlement AS t WHERE t.county = $1 AND t.programme = c.programme AND t.household = c.household
                    AND t.to_month = 999912 AND t.known_from <= $4 AND t.known_to > $4 AND t.status < 4)),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM entitlement AS t JOIN person AS p ON p.county = t.county AND p.id = t.head
          WHERE t.county = $1 AND t.household = s.id AND t.programme IN (1, 2) AND t.known_from <= $4 AND t.known_to > $4
          ORDER BY t.from_month DESC, t.programme LIMIT 1) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_notice_posted_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_casework_behind_row
WITH subjects AS (
  SELECT 'case' AS kind, s.case_id AS id, s.to_state AS other, s.on_date AS at, s.seq AS part,
         CASE WHEN f.division % 1000000 = 0 THEN 0 ELSE f.division / 1000 * 1000 END AS township, CASE WHEN EXISTS (SELECT 1 FROM case_step AS p WHERE p.county = s.county AND p.case_id = s.case_id AND p.seq > s.seq AND p.action = 10
                               AND p.known_from <= $4) THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM case_step AS s
    JOIN case_file AS f ON f.county = s.county AND f.id = s.case_id
   WHERE s.county = $1 AND s.on_date / 100 BETWEEN $2 AND $3 AND s.known_from <= $4
     AND s.from_state <> s.to_state AND (s.to_state IN (12, 18) OR (s.to_state = 8 AND f.kind IN (1, 8)))
     AND NOT EXISTS (SELECT 1 FROM case_step AS w WHERE w.county = s.county AND w.case_id = s.case_id AND w.seq = s.seq + 1 AND w.action = 19
                        AND w.known_from <= $4)),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT f.number || ' ' || f.applicant FROM case_file AS f WHERE f.county = $1 AND f.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_benefit_new_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_casework_behind_row
WITH places AS (
  SELECT DISTINCT CASE WHEN t.division % 1000000 = 0 THEN 0 ELSE t.division / 1000 * 1000 END AS township
    FROM entitlement AS t
   WHERE t.county = $1 AND t.programme IN (1, 2) AND t.from_month <= $3 AND t.to_month >= $2 AND t.known_from <= $4 AND t.known_to > $4
     AND t.status IN (1, 3)),
subjects AS (
  SELECT 'household' AS kind, t.household AS id, t.programme AS other, t.begun_month AS at, 0 AS part,
         CASE WHEN max(t.division) % 1000000 = 0 THEN 0 ELSE max(t.division) / 1000 * 1000 END AS township, 1 AS numerator, 0 AS denominator
    FROM entitlement AS t
   WHERE t.county = $1 AND t.programme IN (1, 2) AND t.begun_month BETWEEN $2 AND $3 AND t.known_from <= $4 AND t.known_to > $4 AND t.status < 4
   GROUP BY t.household, t.programme, t.begun_month
   UNION ALL
  SELECT 'township' AS kind, p.township AS id, 0 AS other, 0 AS at, 0 AS part,
         CASE WHEN p.township % 1000000 = 0 THEN 0 ELSE p.township / 1000 * 1000 END AS township, 0 AS numerator, 1 AS denominator
    FROM places AS p),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       CASE WHEN s.kind = 'township' THEN
         (SELECT max(d.name) FROM division AS d WHERE d.county = $1 AND d.code = s.id)
       ELSE (SELECT p.name FROM entitlement AS t JOIN person AS p ON p.county = t.county AND p.id = t.head
          WHERE t.county = $1 AND t.household = s.id AND t.programme IN (1, 2) AND t.known_from <= $4 AND t.known_to > $4
          ORDER BY t.from_month DESC, t.programme LIMIT 1) END AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_benefit_withdrawn_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_casework_behind_row
WITH places AS (
  SELECT DISTINCT CASE WHEN t.division % 1000000 = 0 THEN 0 ELSE t.division / 1000 * 1000 END AS township
    FROM entitlement AS t
   WHERE t.county = $1 AND t.programme IN (1, 2) AND t.from_month <= $3 AND t.to_month >= $2 AND t.known_from <= $4 AND t.known_to > $4
     AND t.status IN (1, 3)),
subjects AS (
  SELECT 'household' AS kind, t.household AS id, t.programme AS other, t.from_month AS at, 0 AS part,
         CASE WHEN t.division % 1000000 = 0 THEN 0 ELSE t.division / 1000 * 1000 END AS township, 1 AS numerator, 0 AS denominator
    FROM entitlement AS t
   WHERE t.county = $1 AND t.programme IN (1, 2) AND t.status = 4 AND t.from_month BETWEEN $2 AND $3 AND t.known_from <= $4 AND t.known_to > $4
     AND EXISTS (SELECT 1 FROM entitlement AS b WHERE b.county = t.county AND b.programme = t.programme AND b.household = t.household
                    AND b.to_month = CASE WHEN t.from_month % 100 = 1 THEN t.from_month - 89 ELSE t.from_month - 1 END
                    AND b.known_from <= $4 AND b.known_to > $4 AND b.status < 4)
   UNION ALL
  SELECT 'township' AS kind, p.township AS id, 0 AS other, 0 AS at, 0 AS part,
         CASE WHEN p.township % 1000000 = 0 THEN 0 ELSE p.township / 1000 * 1000 END AS township, 0 AS numerator, 1 AS denominator
    FROM places AS p),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       CASE WHEN s.kind = 'township' THEN
         (SELECT max(d.name) FROM division AS d WHERE d.county = $1 AND d.code = s.id)
       ELSE (SELECT p.name FROM entitlement AS t JOIN person AS p ON p.county = t.county AND p.id = t.head
          WHERE t.county = $1 AND t.household = s.id AND t.programme IN (1, 2) AND t.known_from <= $4 AND t.known_to > $4
          ORDER BY t.from_month DESC, t.programme LIMIT 1) END AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_death_days_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_casework_behind_row
WITH told AS (
  SELECT d.person, d.died_on, (SELECT min(o.known_from) FROM person_death AS o WHERE o.county = d.county AND o.person = d.person) AS change
    FROM person_death AS d
   WHERE d.county = $1 AND d.known_from <= $4 AND d.known_to > $4),
known AS (
  SELECT t.person, t.died_on,
         CAST(substr(c.at, 1, 4) AS BIGINT) * 10000 + CAST(substr(c.at, 6, 2) AS BIGINT) * 100 + CAST(substr(c.at, 9, 2) AS BIGINT) AS on_date
    FROM told AS t
    JOIN change_trail AS c ON c.county = $1 AND c.id = t.change),
bereaved AS (
  SELECT k.person, k.died_on, k.on_date, max(m.household) AS household, max(e.division) AS division
    FROM known AS k
    JOIN member AS m ON m.county = $1 AND m.person = k.person AND m.from_month <= k.died_on / 100 AND m.to_month >= k.died_on / 100
     AND m.known_from <= $4 AND m.known_to > $4 AND m.is_present = 1 AND m.is_protected = 1
    JOIN entitlement AS e ON e.county = $1 AND e.programme IN (1, 2) AND e.household = m.household AND e.from_month <= k.died_on / 100
     AND e.to_month >= k.died_on / 100 AND e.known_from <= $4 AND e.known_to > $4 AND e.status < 4
   WHERE k.on_date / 100 BETWEEN $2 AND $3
   GROUP BY k.person, k.died_on, k.on_date),
parts AS (
  SELECT b.person, b.household, b.on_date, b.division, b.died_on / 10000 - CASE WHEN b.died_on / 100 % 100 < 3 THEN 1 ELSE 0 END AS y1, (b.died_on / 100 % 100 + 9) % 12 AS m1, b.died_on % 100 AS d1,
         b.on_date / 10000 - CASE WHEN b.on_date / 100 % 100 < 3 THEN 1 ELSE 0 END AS y2, (b.on_date / 100 % 100 + 9) % 12 AS m2, b.on_date % 100 AS d2
    FROM bereaved AS b),
subjects AS (
  SELECT 'person' AS kind, person AS id, household AS other, on_date AS at, 0 AS part,
         CASE WHEN division % 1000000 = 0 THEN 0 ELSE division / 1000 * 1000 END AS township, (y2 * 365 + y2 / 4 - y2 / 100 + y2 / 400 + (m2 * 153 + 2) / 5 + d2) - (y1 * 365 + y1 / 4 - y1 / 100 + y1 / 400 + (m1 * 153 + 2) / 5 + d1) AS numerator, 1 AS denominator
    FROM parts),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM person AS p WHERE p.county = $1 AND p.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;
