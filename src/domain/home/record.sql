-- What a home writes down each day. Rows are struck, never altered.

-- name: record_stay one (county i64, stay i64) -> record_stay_row (home i64, person i64, household i64, kind i64, state i64, from_date date,
--   until_date date, is_dead bool, person_name text)
SELECT s.home, s.person, s.household, s.kind, s.state, s.from_date, s.until_date,
       CASE WHEN s.leave_reason = 'DEATH' THEN 1 ELSE 0 END AS is_dead, p.name AS person_name
FROM home_stay AS s JOIN person AS p ON p.county = s.county AND p.id = s.person
WHERE s.county = $1 AND p.county = $1 AND s.id = $2;

-- name: record_residents many (county i64, home i64, on_date date, row_count i64) -> record_resident_row (stay i64)
SELECT id AS stay FROM home_stay
WHERE county = $1 AND home = $2 AND state IN (2, 3, 4) AND from_date <= $3 AND until_date > $3 ORDER BY id LIMIT $4;

-- name: record_leave_open one (county i64, stay i64, on_date date, until_date date) -> record_twice_row (on_date date)
-- A leave that shares a day with this one.
SELECT on_date FROM home_record
WHERE county = $1 AND stay = $2 AND stay > 0 AND kind = 'LEAVE' AND struck_change = 0 AND on_date <= $4 AND until_date >= $3
ORDER BY on_date, id LIMIT 1;

-- name: record_pocket_given one (county i64, stay i64, month month) -> record_twice_row
SELECT on_date FROM home_record WHERE county = $1 AND stay = $2 AND month = $3 AND kind = 'POCKET' AND struck_change = 0;

-- name: record_meal_given one (county i64, home i64, on_date date) -> record_twice_row
SELECT on_date FROM home_record WHERE county = $1 AND home = $2 AND on_date = $3 AND kind = 'MEAL' AND struck_change = 0;

-- name: record_insert exec (county i64, id i64, home i64, stay i64, kind text, on_date date, until_date date, month month, quantity i64,
--   amount fen, result text, detail text, actor text, change i64)
INSERT INTO home_record (county, id, home, stay, kind, on_date, until_date, month, quantity, amount_fen, result, detail, actor, confirmed_by,
                         confirmed_on, known_from, struck_change, strike_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', 0, $14, 0, '');

-- name: record_one one (county i64, id i64) -> record_one_row (home i64, kind text, on_date date, is_struck bool, confirmed_by text)
SELECT home, kind, on_date, CASE WHEN struck_change > 0 THEN 1 ELSE 0 END AS is_struck, confirmed_by
FROM home_record WHERE county = $1 AND id = $2;

-- name: record_confirm exec (county i64, id i64, confirmed_by text, confirmed_on date)
UPDATE home_record SET confirmed_by = $3, confirmed_on = $4 WHERE county = $1 AND id = $2 AND struck_change = 0 AND confirmed_by = '';

-- name: record_strike exec (county i64, id i64, reason text, change i64)
UPDATE home_record SET strike_reason = $3, struck_change = $4 WHERE county = $1 AND id = $2 AND struck_change = 0;

-- name: record_of_home many (county i64, home i64, kind text, from_date date, to_date date, before_date date, before_id i64, row_count i64)
--   -> record_row (id i64, home i64, stay i64, kind text, on_date date, until_date date, month month, quantity i64, amount fen, result text,
--   detail text, actor text, confirmed_by text, confirmed_on i64, is_struck bool, strike_reason text, person_name text)
-- kind '': any. Newest first, from the one before (before_date, before_id).
SELECT r.id, r.home, r.stay, r.kind, r.on_date, r.until_date, r.month, r.quantity, r.amount_fen AS amount, r.result, r.detail, r.actor,
       r.confirmed_by, r.confirmed_on, CASE WHEN r.struck_change > 0 THEN 1 ELSE 0 END AS is_struck, r.strike_reason,
       coalesce(p.name, '') AS person_name
FROM home_record AS r
LEFT JOIN home_stay AS s ON s.county = r.county AND s.id = r.stay
LEFT JOIN person AS p ON p.county = s.county AND p.id = s.person
WHERE r.county = $1 AND r.home = $2 AND ($3 = '' OR r.kind = $3) AND r.on_date BETWEEN $4 AND $5
  AND (r.on_date < $6 OR (r.on_date = $6 AND r.id < $7))
ORDER BY r.on_date DESC, r.id DESC LIMIT $8;

-- name: record_of_stay many (county i64, stay i64, kind text, from_date date, to_date date, before_date date, before_id i64, row_count i64)
--   -> record_row
SELECT r.id, r.home, r.stay, r.kind, r.on_date, r.until_date, r.month, r.quantity, r.amount_fen AS amount, r.result, r.detail, r.actor,
       r.confirmed_by, r.confirmed_on, CASE WHEN r.struck_change > 0 THEN 1 ELSE 0 END AS is_struck, r.strike_reason,
       coalesce(p.name, '') AS person_name
FROM home_record AS r
LEFT JOIN home_stay AS s ON s.county = r.county AND s.id = r.stay
LEFT JOIN person AS p ON p.county = s.county AND p.id = s.person
WHERE r.county = $1 AND r.stay = $2 AND r.stay > 0 AND ($3 = '' OR r.kind = $3) AND r.on_date BETWEEN $4 AND $5
  AND (r.on_date < $6 OR (r.on_date = $6 AND r.id < $7))
ORDER BY r.on_date DESC, r.id DESC LIMIT $8;
