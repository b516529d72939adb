-- Casework, re-verification, notices and what became of benefits. Numbers of states and actions are those of domain/casework/casework.h, held to it by
-- indicator_casework.c.

-- name: indicator_in_limit many (county i64, from_month month, to_month month, known i64) -> indicator_casework_row (township i64, numerator i64, denominator i64)
-- Steps that the office or the village took in the span, where a day was set: taken by it ÷ all. Steps of the applicant (papers, objection,
-- withdrawal, appeal) and visits of the spot check, which move nothing, have no day.
WITH subjects AS (
  SELECT CASE WHEN f.division % 1000000 = 0 THEN 0 ELSE f.division / 1000 * 1000 END AS township, CASE WHEN s.on_date <= b.due_on THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM case_step AS s
    JOIN case_step AS b ON b.county = s.county AND b.case_id = s.case_id AND b.seq = s.seq - 1
    JOIN case_file AS f ON f.county = s.county AND f.id = s.case_id
   WHERE s.county = $1 AND s.on_date / 100 BETWEEN $2 AND $3 AND s.known_from <= $4 AND b.due_on > 0 AND s.action NOT IN (3, 12, 14, 19, 20))
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM subjects GROUP BY township ORDER BY township;

-- name: indicator_spot_check many (county i64, from_month month, to_month month, known i64) -> indicator_casework_row
-- Cases drawn in the span: visited since ÷ all.
WITH subjects AS (
  SELECT CASE WHEN f.division % 1000000 = 0 THEN 0 ELSE f.division / 1000 * 1000 END AS township, CASE WHEN EXISTS (SELECT 1 FROM case_step AS v WHERE v.county = c.county AND v.case_id = c.case_id AND v.action = 14
                               AND v.known_from > m.known_from AND v.known_from <= $4) THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM sample AS m
    JOIN sample_case AS c ON c.county = m.county AND c.sample = m.id AND c.reason > 0
    JOIN case_file AS f ON f.county = c.county AND f.id = c.case_id
   WHERE m.county = $1 AND m.drawn_on / 100 BETWEEN $2 AND $3 AND m.known_from <= $4)
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM subjects GROUP BY township ORDER BY township;

-- name: indicator_relatives_checked many (county i64, from_month month, to_month month, known i64) -> indicator_casework_row
-- The same of cases with a near relative of an official.
WITH subjects AS (
  SELECT CASE WHEN f.division % 1000000 = 0 THEN 0 ELSE f.division / 1000 * 1000 END AS township, CASE WHEN EXISTS (SELECT 1 FROM case_step AS v WHERE v.county = c.county AND v.case_id = c.case_id AND v.action = 14
                               AND v.known_from > m.known_from AND v.known_from <= $4) THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM sample AS m
    JOIN sample_case AS c ON c.county = m.county AND c.sample = m.id AND c.reason = 2
    JOIN case_file AS f ON f.county = c.county AND f.id = c.case_id
   WHERE m.county = $1 AND m.drawn_on / 100 BETWEEN $2 AND $3 AND m.known_from <= $4)
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM subjects GROUP BY township ORDER BY township;

-- name: indicator_recheck_done many (county i64, from_month month, to_month month, known i64) -> indicator_casework_row
-- Households due in the months of the span whose benefit lives on, or whose check is done: done ÷ all.
WITH checks AS (
  SELECT r.household, r.case_id, r.due_month, r.programme, r.division,
         CASE WHEN r.done_on > 0 AND EXISTS (
           SELECT 1 FROM case_step AS s WHERE s.county = r.county AND s.case_id = r.case_id AND s.to_state = 23 AND s.known_from <= $4) THEN 1 ELSE 0 END AS is_done
    FROM recheck AS r
   WHERE r.county = $1 AND r.due_month BETWEEN $2 AND $3 AND r.known_from <= $4),
subjects AS (
  SELECT CASE WHEN c.division % 1000000 = 0 THEN 0 ELSE c.division / 1000 * 1000 END AS township, c.is_done AS numerator, 1 AS denominator
    FROM checks AS c
   WHERE c.is_done = 1
      OR EXISTS (SELECT 1 FROM entitlement AS t WHERE t.county = $1 AND t.programme = c.programme AND t.household = c.household
                    AND t.to_month = 999912 AND t.known_from <= $4 AND t.known_to > $4 AND t.status < 4))
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM subjects GROUP BY township ORDER BY township;

-- name: indicator_notice_posted many (county i64, from_month month, to_month month, known i64) -> indicator_casework_row
-- Cases that in the span came to where they have to hang, unless they were withdrawn: hang or have hung ÷ all.
WITH subjects AS (
  SELECT CASE WHEN f.division % 1000000 = 0 THEN 0 ELSE f.division / 1000 * 1000 END AS township, CASE WHEN EXISTS (SELECT 1 FROM case_step AS p WHERE p.county = s.county AND p.case_id = s.case_id AND p.seq > s.seq AND p.action = 10
                               AND p.known_from <= $4) THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM case_step AS s
    JOIN case_file AS f ON f.county = s.county AND f.id = s.case_id
   WHERE s.county = $1 AND s.on_date / 100 BETWEEN $2 AND $3 AND s.known_from <= $4
     AND s.from_state <> s.to_state AND (s.to_state IN (12, 18) OR (s.to_state = 8 AND f.kind IN (1, 8)))
     AND NOT EXISTS (SELECT 1 FROM case_step AS w WHERE w.county = s.county AND w.case_id = s.case_id AND w.seq = s.seq + 1 AND w.action = 19
                        AND w.known_from <= $4))
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM subjects GROUP BY township ORDER BY township;

-- name: indicator_benefit_new many (county i64, from_month month, to_month month, known i64) -> indicator_casework_row
-- Households whose benefit began in the span. Denominator 1 where anybody receives in it.
WITH places AS (
  SELECT DISTINCT CASE WHEN t.division % 1000000 = 0 THEN 0 ELSE t.division / 1000 * 1000 END AS township
    FROM entitlement AS t
   WHERE t.county = $1 AND t.programme IN (1, 2) AND t.from_month <= $3 AND t.to_month >= $2 AND t.known_from <= $4 AND t.known_to > $4
     AND t.status IN (1, 3)),
subjects AS (
  SELECT CASE WHEN max(t.division) % 1000000 = 0 THEN 0 ELSE max(t.division) / 1000 * 1000 END AS township, 1 AS numerator, 0 AS denominator
    FROM entitlement AS t
   WHERE t.county = $1 AND t.programme IN (1, 2) AND t.begun_month BETWEEN $2 AND $3 AND t.known_from <= $4 AND t.known_to > $4 AND t.status < 4
   GROUP BY t.household, t.programme, t.begun_month
   UNION ALL
  SELECT CASE WHEN p.township % 1000000 = 0 THEN 0 ELSE p.township / 1000 * 1000 END AS township, 0 AS numerator, 1 AS denominator
    FROM places AS p)
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM subjects GROUP BY township ORDER BY township;

-- name: indicator_benefit_withdrawn many (county i64, from_month month, to_month month, known i64) -> indicator_casework_row
-- Households whose benefit ended with the month before one of the span.
WITH places AS (
  SELECT DISTINCT CASE WHEN t.division % 1000000 = 0 THEN 0 ELSE t.division / 1000 * 1000 END AS township
    FROM entitlement AS t
   WHERE t.county = $1 AND t.programme IN (1, 2) AND t.from_month <= $3 AND t.to_month >= $2 AND t.known_from <= $4 AND t.known_to > $4
     AND t.status IN (1, 3)),
subjects AS (
  SELECT CASE WHEN t.division % 1000000 = 0 THEN 0 ELSE t.division / 1000 * 1000 END AS township, 1 AS numerator, 0 AS denominator
    FROM entitlement AS t
   WHERE t.county = $1 AND t.programme IN (1, 2) AND t.status = 4 AND t.from_month BETWEEN $2 AND $3 AND t.known_from <= $4 AND t.known_to > $4
     AND EXISTS (SELECT 1 FROM entitlement AS b WHERE b.county = t.county AND b.programme = t.programme AND b.household = t.household
                    AND b.to_month = CASE WHEN t.from_month % 100 = 1 THEN t.from_month - 89 ELSE t.from_month - 1 END
                    AND b.known_from <= $4 AND b.known_to > $4 AND b.status < 4)
   UNION ALL
  SELECT CASE WHEN p.township % 1000000 = 0 THEN 0 ELSE p.township / 1000 * 1000 END AS township, 0 AS numerator, 1 AS denominator
    FROM places AS p)
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM subjects GROUP BY township ORDER BY township;

-- name: indicator_death_days many (county i64, from_month month, to_month month, known i64) -> indicator_casework_row
-- Deaths of people with a benefit that became known in the span: days from the death until then. From that day on no run pays for them, and what
-- was paid beyond is taken back.
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
  SELECT CASE WHEN division % 1000000 = 0 THEN 0 ELSE division / 1000 * 1000 END AS township, (y2 * 365 + y2 / 4 - y2 / 100 + y2 / 400 + (m2 * 153 + 2) / 5 + d2) - (y1 * 365 + y1 / 4 - y1 / 100 + y1 / 400 + (m1 * 153 + 2) / 5 + d1) AS numerator, 1 AS denominator
    FROM parts)
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM subjects GROUP BY township ORDER BY township;
