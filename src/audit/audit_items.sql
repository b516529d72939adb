-- The auditor's own arithmetic, set by set: what every household was due in a month by raw facts and parameters as known
-- at a change, against the item (check = 1) or against all that was ever settled for that month (check = 2).
-- A whole part half up is (2 * numerator + denominator) / (2 * denominator) on non-negative integers.

-- name: audit_parameter one (county i64, name text, month month, known i64) -> audit_parameter_row (value i64)
SELECT value FROM parameter
WHERE county = $1 AND name = $2 AND from_month <= $3 AND to_month >= $3 AND known_from <= $4 AND known_to > $4;

-- kept: who died in a grace period still counts for the basic amount. single_grant: owed beside the month's amount, paid
-- by the run after it, hence not yet in the last run.
-- What a cancelled item would have taken back was not taken, once the run knows of the cancellation.
-- Both programmes in one statement: dibao has no form and no annual amount, wubao no standard, no top-up.
-- name: audit_due many (county i64, month month, known i64, month_index i64, standard i64, disability i64, illness i64,
--   aged i64, minor i64, aged_years i64, minor_years i64, severe_grade i64, check_kind i64, settled_to month, programme i64,
--   scattered i64, institution i64, granted_before month) -> audit_due_row (household i64, is_due i64, n i64, division i64, form i64, basic i64, topup i64, has_item i64,
--   item_n i64, item_division i64, item_form i64, item_basic i64, item_topup i64, settled i64, extra i64)
WITH live AS (
  SELECT m.household AS household, m.person AS person, m.birth AS birth, m.disability_grade AS grade,
         m.is_seriously_ill AS ill,
         ($4 - (m.birth / 10000 * 12 + m.birth / 100 % 100 - 1)) / 12 AS age
  FROM member AS m
  WHERE m.county = $1 AND m.from_month <= $2 AND m.to_month >= $2 AND m.known_from <= $3 AND m.known_to > $3
    AND m.is_present = 1 AND m.is_protected = 1
), kept AS (
  SELECT m.household AS household FROM entitlement AS e CROSS JOIN member AS m
  WHERE e.county = $1 AND e.programme = $15 AND e.status = 3 AND e.from_month <= $2 AND e.to_month >= $2
    AND e.known_from <= $3 AND e.known_to > $3
    AND m.county = $1 AND m.household = e.household AND m.from_month <= $2 AND m.to_month >= $2 AND m.known_from <= $3
    AND m.known_to > $3 AND m.is_present = 0 AND m.is_protected = 1 AND m.to_month < 999912 AND m.to_month >= e.to_month
), counted AS (
  SELECT household, count(*) AS n FROM (SELECT household FROM live UNION ALL SELECT household FROM kept) AS p
  GROUP BY household
), granted AS (
  SELECT e.household AS household, e.division AS division, e.form AS form, c.n AS n,
         CASE WHEN $15 = 2 AND e.form = 2
                THEN c.n * ((2 * $17 * ($4 % 12 + 1) + 12) / 24 - (2 * $17 * ($4 % 12) + 12) / 24)
              WHEN $15 = 2 THEN c.n * ((2 * $16 * ($4 % 12 + 1) + 12) / 24 - (2 * $16 * ($4 % 12) + 12) / 24)
              WHEN c.n * $5 > e.income_year_fen THEN ((c.n * $5 - e.income_year_fen) * 2 + 12) / 24
              ELSE 0 END AS basic
  FROM entitlement AS e JOIN counted AS c ON c.household = e.household
  WHERE e.county = $1 AND e.programme = $15 AND e.from_month <= $2 AND e.to_month >= $2 AND e.known_from <= $3
    AND e.known_to > $3 AND e.status IN (1, 3)
), candidate AS (
  SELECT household, person, $6 AS rate FROM live WHERE grade >= 1 AND grade <= $12
  UNION ALL SELECT household, person, $7 AS rate FROM live WHERE ill = 1
  UNION ALL SELECT household, person, $8 AS rate FROM live WHERE age >= $10
  UNION ALL SELECT household, person, $9 AS rate FROM live WHERE age < $11
), best AS (
  SELECT household, person, max(rate) AS rate FROM candidate GROUP BY household, person
), topped AS (
  SELECT g.household AS household,
         CAST(sum((2 * b.rate * g.basic + 10000 * g.n) / (2 * 10000 * g.n)) AS BIGINT) AS topup
  FROM granted AS g JOIN best AS b ON b.household = g.household
  WHERE g.basic > 0 GROUP BY g.household
), due AS (
  SELECT g.household AS household, g.division AS division, g.form AS form, g.n AS n, g.basic AS basic,
         coalesce(t.topup, 0) AS topup
  FROM granted AS g LEFT JOIN topped AS t ON t.household = g.household WHERE g.basic > 0
), item AS (
  SELECT i.household AS household, i.protected_count AS n, i.division AS division, i.form AS form,
         i.basic_fen AS basic, i.topup_fen AS topup
  FROM payment_item AS i
  WHERE i.county = $1 AND i.programme = $15 AND i.month = $2 AND ($13 = 2 OR i.basic_fen + i.topup_fen > 0)
), movement AS (
  SELECT i.household AS household, i.basic_fen + i.topup_fen AS amount FROM payment_item AS i
  WHERE $13 = 2 AND i.county = $1 AND i.programme = $15 AND i.month = $2
  UNION ALL
  SELECT a.household AS household, a.amount_fen AS amount FROM payment_adjustment AS a
  WHERE $13 = 2 AND a.county = $1 AND a.programme = $15 AND a.for_month = $2 AND a.month <= $14
    AND NOT (a.amount_fen < 0 AND EXISTS (
      SELECT 1 FROM payment_item AS i JOIN journal AS j ON j.county = i.county AND j.fund = i.programme
        JOIN posting AS p ON p.county = j.county AND p.fund = j.fund AND p.journal = j.id AND p.line = i.household
      WHERE i.county = $1 AND j.county = $1 AND p.county = $1 AND i.programme = $15 AND i.month = a.month
        AND i.household = a.household AND i.state = 7 AND j.kind = 'CANCEL' AND j.known_from <= $3))
  UNION ALL
  SELECT r.household AS household, -r.amount_fen AS amount FROM payment_repayment AS r
  WHERE $13 = 2 AND r.county = $1 AND r.programme = $15 AND r.for_month = $2 AND r.known_from <= $3
), settlement AS (
  SELECT household, CAST(sum(amount) AS BIGINT) AS settled FROM movement GROUP BY household
), extra AS (
  SELECT g.household AS household, CAST(sum(g.amount_fen) AS BIGINT) AS amount FROM single_grant AS g
  WHERE $13 = 2 AND g.county = $1 AND g.programme = $15 AND g.month = $2 AND g.month < $18 AND g.known_from <= $3
    AND g.known_to > $3 GROUP BY g.household
), cancelled AS (
  SELECT i.household AS household FROM payment_item AS i
  WHERE $13 = 2 AND i.county = $1 AND i.programme = $15 AND i.month = $2 AND i.state = 7
), everyone AS (
  SELECT household FROM due UNION SELECT household FROM item UNION SELECT household FROM settlement
  UNION SELECT household FROM extra
)
SELECT v.household AS household, CASE WHEN d.household IS NULL THEN 0 ELSE 1 END AS is_due, coalesce(d.n, 0) AS n,
       coalesce(d.division, 0) AS division, coalesce(d.form, 0) AS form, coalesce(d.basic, 0) AS basic,
       coalesce(d.topup, 0) AS topup, CASE WHEN i.household IS NULL THEN 0 ELSE 1 END AS has_item,
       coalesce(i.n, 0) AS item_n, coalesce(i.division, 0) AS item_division, coalesce(i.form, 0) AS item_form,
       coalesce(i.basic, 0) AS item_basic, coalesce(i.topup, 0) AS item_topup, coalesce(s.settled, 0) AS settled,
       coalesce(x.amount, 0) AS extra
FROM everyone AS v
LEFT JOIN due AS d ON d.household = v.household
LEFT JOIN item AS i ON i.household = v.household
LEFT JOIN settlement AS s ON s.household = v.household
LEFT JOIN extra AS x ON x.household = v.household
WHERE ($13 = 1 AND (d.household IS NULL OR i.household IS NULL OR d.n <> i.n OR d.division <> i.division
                    OR d.form <> i.form OR d.basic <> i.basic OR d.topup <> i.topup))
   OR ($13 = 2 AND coalesce(d.basic, 0) + coalesce(d.topup, 0) + coalesce(x.amount, 0) <> coalesce(s.settled, 0)
       AND v.household NOT IN (SELECT household FROM cancelled))
ORDER BY v.household;

-- name: audit_carriers many (county i64, programme i64, month month) -> audit_carrier_row (household i64, carry_fen i64)
SELECT household, carry_fen FROM payment_item
WHERE county = $1 AND programme = $2 AND month = $3 AND carry_fen <> 0 ORDER BY household;

-- In force that month, no item with an own amount, and no reason on the list of exceptions.
-- name: audit_unexplained many (county i64, programme i64, month month, known i64) -> audit_household_row (household i64)
SELECT e.household AS household FROM entitlement AS e
WHERE e.county = $1 AND e.programme = $2 AND e.from_month <= $3 AND e.to_month >= $3 AND e.known_from <= $4
  AND e.known_to > $4 AND e.status < 4
  AND EXISTS (SELECT 1 FROM member AS m WHERE m.county = $1 AND m.household = e.household AND m.from_month <= $3
              AND m.to_month >= $3 AND m.known_from <= $4 AND m.known_to > $4 AND m.is_present = 1 AND m.is_protected = 1)
  AND NOT EXISTS (SELECT 1 FROM payment_item AS i WHERE i.county = $1 AND i.programme = $2 AND i.month = $3
                  AND i.household = e.household AND i.basic_fen + i.topup_fen > 0)
  AND NOT EXISTS (SELECT 1 FROM payment_exception AS x WHERE x.county = $1 AND x.programme = $2 AND x.month = $3
                  AND x.household = e.household)
ORDER BY e.household;

-- name: audit_adjustment_sum many (county i64, programme i64, month month)
--   -> audit_adjustment_row (household i64, lines_fen i64, item_fen i64)
SELECT i.household AS household, coalesce(CAST(sum(a.amount_fen) AS BIGINT), 0) AS lines_fen, i.adjustment_fen AS item_fen
FROM payment_item AS i
LEFT JOIN payment_adjustment AS a ON a.county = i.county AND a.programme = i.programme AND a.month = i.month
  AND a.household = i.household
WHERE i.county = $1 AND i.programme = $2 AND i.month = $3
GROUP BY i.household, i.adjustment_fen
HAVING coalesce(CAST(sum(a.amount_fen) AS BIGINT), 0) <> i.adjustment_fen
ORDER BY i.household;

-- name: audit_adjustment_orphans many (county i64) -> audit_orphan_row (programme i64, month month, household i64)
SELECT a.programme AS programme, a.month AS month, a.household AS household FROM payment_adjustment AS a
WHERE a.county = $1 AND NOT EXISTS (SELECT 1 FROM payment_item AS i WHERE i.county = a.county
  AND i.programme = a.programme AND i.month = a.month AND i.household = a.household)
ORDER BY a.programme, a.month, a.household;

-- name: audit_item_orphans many (county i64) -> audit_orphan_row
SELECT i.programme AS programme, i.month AS month, min(i.household) AS household FROM payment_item AS i
WHERE i.county = $1 AND NOT EXISTS (SELECT 1 FROM payment_run_month AS r WHERE r.county = i.county
  AND r.programme = i.programme AND r.month = i.month)
GROUP BY i.programme, i.month ORDER BY i.programme, i.month;
