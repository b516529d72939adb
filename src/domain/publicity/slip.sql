-- Slips: one per household, programme and month; printing again renews its code.

-- name: slip_put exec (county i64, household i64, programme i64, month month, code_index blob, known i64, amount fen, division i64, printed_by text,
--   printed_on date, known_from i64)
INSERT INTO slip (county, household, programme, month, code_index, known, amount_fen, division, printed_by, printed_on, delivered_on, delivered_by,
                  known_from, delivered_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, '', $11, 0)
ON CONFLICT (county, household, programme, month) DO UPDATE
   SET code_index = excluded.code_index, known = excluded.known, amount_fen = excluded.amount_fen, division = excluded.division,
       printed_by = excluded.printed_by, printed_on = excluded.printed_on, known_from = excluded.known_from;

-- name: slip_deliver_set exec (county i64, household i64, programme i64, month month, division_from i64, division_to i64, delivered_on date,
--   delivered_by text, change i64)
-- household 0: all of the division not yet given.
UPDATE slip SET delivered_on = $7, delivered_by = $8, delivered_change = $9
 WHERE county = $1 AND ($2 = 0 OR household = $2) AND programme = $3 AND month = $4 AND division BETWEEN $5 AND $6 AND delivered_on = 0
   AND printed_on <= $7;

-- name: slip_rows many (county i64, programme i64, month month, division_from i64, division_to i64) -> slip_row (household i64, programme i64, month month,
--   known i64, amount fen, division i64, printed_by text, printed_on date, delivered_on i64, delivered_by text, head_name text)
SELECT s.household, s.programme, s.month, s.known, s.amount_fen AS amount, s.division, s.printed_by, s.printed_on, s.delivered_on, s.delivered_by,
       coalesce(p.name, '') AS head_name
  FROM slip AS s
  LEFT JOIN entitlement AS n ON n.county = s.county AND n.programme = s.programme AND n.household = s.household AND n.from_month <= s.month
   AND n.to_month >= s.month AND n.known_to = 2147483647
  LEFT JOIN person AS p ON p.county = s.county AND p.id = n.head
 WHERE s.county = $1 AND s.programme = $2 AND s.month = $3 AND s.division BETWEEN $4 AND $5 ORDER BY s.division, s.household;

-- name: slip_by_code one (county i64, code_index blob) -> slip_row
SELECT s.household, s.programme, s.month, s.known, s.amount_fen AS amount, s.division, s.printed_by, s.printed_on, s.delivered_on, s.delivered_by,
       coalesce(p.name, '') AS head_name
  FROM slip AS s
  LEFT JOIN entitlement AS n ON n.county = s.county AND n.programme = s.programme AND n.household = s.household AND n.from_month <= s.month
   AND n.to_month >= s.month AND n.known_to = 2147483647
  LEFT JOIN person AS p ON p.county = s.county AND p.id = n.head
 WHERE s.county = $1 AND s.code_index = $2;

-- name: slip_one_household one (county i64, programme i64, month month, household i64) -> slip_household_row (division i64, head_name text)
SELECT n.division, p.name AS head_name
  FROM entitlement AS n JOIN person AS p ON p.county = n.county AND p.id = n.head
 WHERE n.county = $1 AND n.programme = $2 AND n.household = $4 AND n.from_month <= $3 AND n.to_month >= $3 AND n.known_to = 2147483647;
