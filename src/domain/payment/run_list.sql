-- A run as pages show it: by township, item by item, what is out of the ordinary. Keyset pages; divisions limit what a viewer sees.

-- name: run_township_scan many (county i64, programme i64, from_month month, to_month month, division_from i64, division_to i64)
--   -> run_township_row (township i64, state i64, items i64, basic fen, topup fen, adjustment fen)
-- Items with something to pay, as in the position of the run.
SELECT division / 1000 * 1000 AS township, state, count(*) AS items, CAST(sum(basic_fen) AS BIGINT) AS basic,
       CAST(sum(topup_fen) AS BIGINT) AS topup, CAST(sum(adjustment_fen) AS BIGINT) AS adjustment
  FROM payment_item
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND division BETWEEN $5 AND $6
   AND basic_fen + topup_fen + adjustment_fen > 0
 GROUP BY division / 1000 * 1000, state
 ORDER BY township, state;

-- name: run_item_page many (county i64, programme i64, after_month month, to_month month, after_household i64, division_from i64,
--   division_to i64, state i64, row_count i64) -> run_item_row (month month, household i64, division i64, form i64, protected_count i64,
--   basic fen, topup fen, adjustment fen, carry fen, state i64, attempt i64, name text, id_tail text, number_tail text?)
-- Items after (after_month, after_household) in the order of the roster; state 0: any. The names are joined last, to the page's rows alone.
WITH page AS (
  SELECT month, household, division, form, protected_count, basic_fen, topup_fen, adjustment_fen, carry_fen, state, attempt
    FROM payment_item
   WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND (month > $3 OR household > $5)
     AND division BETWEEN $6 AND $7 AND ($8 = 0 OR state = $8)
   ORDER BY month, household
   LIMIT $9)
SELECT i.month, i.household, i.division, i.form, i.protected_count, i.basic_fen AS basic, i.topup_fen AS topup,
       i.adjustment_fen AS adjustment, i.carry_fen AS carry, i.state, i.attempt, p.name, p.id_tail, a.number_tail
  FROM page AS i
  CROSS JOIN entitlement AS t
  CROSS JOIN person AS p
  LEFT JOIN account AS a ON a.county = $1 AND a.owner_kind = CASE WHEN t.form = 2 THEN 2 ELSE 1 END
   AND a.owner = CASE WHEN t.form = 2 THEN t.home ELSE t.household END AND a.known_to = 2147483647
 WHERE t.county = $1 AND t.programme = $2 AND t.household = i.household
   AND t.from_month <= i.month AND t.to_month >= i.month AND t.known_to = 2147483647
   AND p.county = $1 AND p.id = t.head
 ORDER BY i.month, i.household;

-- name: run_claim_page many (county i64, programme i64, after_month month, to_month month, after_household i64, division_from i64,
--   division_to i64, state i64, row_count i64) -> run_item_row
-- The same of claims (programme 3): the head as claims.sql says.
WITH page AS (
  SELECT month, household, division, form, protected_count, basic_fen, topup_fen, adjustment_fen, carry_fen, state, attempt
    FROM payment_item
   WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND (month > $3 OR household > $5)
     AND division BETWEEN $6 AND $7 AND ($8 = 0 OR state = $8)
   ORDER BY month, household
   LIMIT $9
), headed AS (
  SELECT i.month, i.household, i.division, i.form, i.protected_count, i.basic_fen, i.topup_fen, i.adjustment_fen, i.carry_fen,
         i.state, i.attempt,
         coalesce((SELECT t.head FROM entitlement AS t
                  WHERE t.county = $1 AND t.programme IN (1, 2) AND t.household = i.household AND t.from_month <= i.month AND t.known_to = 2147483647
                  ORDER BY t.from_month DESC, t.programme LIMIT 1),
                (SELECT l.person FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 2 AND l.payee = i.household
                  ORDER BY l.id LIMIT 1), 0) AS head
    FROM page AS i
)
SELECT i.month, i.household, i.division, i.form, i.protected_count, i.basic_fen AS basic, i.topup_fen AS topup,
       i.adjustment_fen AS adjustment, i.carry_fen AS carry, i.state, i.attempt, p.name, p.id_tail, a.number_tail
  FROM headed AS i
  JOIN person AS p ON p.county = $1 AND p.id = i.head
  LEFT JOIN account AS a ON a.county = $1 AND a.owner_kind = 1 AND a.owner = i.household AND a.known_to = 2147483647
 ORDER BY i.month, i.household;

-- name: run_exception_count many (county i64, programme i64, from_month month, to_month month, division_from i64, division_to i64)
--   -> run_exception_count_row (code text, households i64)
SELECT code, count(*) AS households
  FROM payment_exception
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND division BETWEEN $5 AND $6
 GROUP BY code
 ORDER BY code;

-- name: run_exception_page many (county i64, programme i64, from_month month, to_month month, division_from i64, division_to i64,
--   row_count i64) -> run_exception_row (month month, household i64, code text, division i64, detail text, name text, state i64)
-- state: of the household's item, 0 when it has none.
SELECT x.month, x.household, x.code, x.division, x.detail, p.name, coalesce(i.state, 0) AS state
  FROM payment_exception AS x
  CROSS JOIN entitlement AS t
  CROSS JOIN person AS p
  LEFT JOIN payment_item AS i ON i.county = x.county AND i.programme = x.programme AND i.month = x.month AND i.household = x.household
 WHERE x.county = $1 AND x.programme = $2 AND x.month BETWEEN $3 AND $4 AND x.division BETWEEN $5 AND $6
   AND t.county = x.county AND t.programme = x.programme AND t.household = x.household
   AND t.from_month <= x.month AND t.to_month >= x.month AND t.known_to = 2147483647
   AND p.county = t.county AND p.id = t.head
 ORDER BY x.month, x.code, x.household
 LIMIT $7;

-- name: run_claim_exception_page many (county i64, programme i64, from_month month, to_month month, division_from i64, division_to i64,
--   row_count i64) -> run_exception_row
WITH headed AS (
  SELECT x.month, x.household, x.code, x.division, x.detail,
         coalesce((SELECT t.head FROM entitlement AS t
                  WHERE t.county = $1 AND t.programme IN (1, 2) AND t.household = x.household AND t.from_month <= x.month AND t.known_to = 2147483647
                  ORDER BY t.from_month DESC, t.programme LIMIT 1),
                (SELECT l.person FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 2 AND l.payee = x.household
                  ORDER BY l.id LIMIT 1), 0) AS head
    FROM payment_exception AS x
   WHERE x.county = $1 AND x.programme = $2 AND x.month BETWEEN $3 AND $4 AND x.division BETWEEN $5 AND $6
   ORDER BY x.month, x.code, x.household
   LIMIT $7
)
SELECT x.month, x.household, x.code, x.division, x.detail, p.name, coalesce(i.state, 0) AS state
  FROM headed AS x
  JOIN person AS p ON p.county = $1 AND p.id = x.head
  LEFT JOIN payment_item AS i ON i.county = $1 AND i.programme = $2 AND i.month = x.month AND i.household = x.household
 ORDER BY x.month, x.code, x.household;

-- name: run_item_return_list many (county i64, programme i64, month month, household i64)
--   -> run_item_return_row (attempt i64, code text, reason text, returned_on date, state text, note text)
-- What the bank ever said of one item.
SELECT attempt, code, reason, returned_on, state, note
  FROM bank_return
 WHERE county = $1 AND programme = $2 AND month = $3 AND household = $4
 ORDER BY attempt;
