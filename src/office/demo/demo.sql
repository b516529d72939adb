-- Whether the demonstration may be loaded.

-- name: demo_load_count one (county i64, action text) -> demo_load_count_row (loads i64)
SELECT count(*) AS loads FROM change_trail WHERE county = $1 AND action = $2;

-- name: demo_any_person many (county i64) -> demo_any_person_row (id i64)
SELECT id FROM person WHERE county = $1 ORDER BY id LIMIT 1;

-- name: demo_returned many (county i64, programme i64, month month) -> demo_returned_row (household i64, form i64)
-- Open tasks of a month, with the form of support then in force.
SELECT b.household, t.form
  FROM bank_return AS b
  JOIN entitlement AS t ON t.county = b.county AND t.programme = b.programme AND t.household = b.household
   AND t.from_month <= b.month AND t.to_month >= b.month AND t.known_to = 2147483647
 WHERE b.county = $1 AND b.programme = $2 AND b.month = $3 AND b.state = 'OPEN'
 ORDER BY b.household;

-- name: demo_held many (county i64, programme i64, month month) -> demo_held_row (household i64, holder text)
-- Held for want of an account, with the name the new one will bear.
SELECT i.household, p.name AS holder
  FROM payment_item AS i
  JOIN entitlement AS t ON t.county = i.county AND t.programme = i.programme AND t.household = i.household
   AND t.from_month <= i.month AND t.to_month >= i.month AND t.known_to = 2147483647
  JOIN person AS p ON p.county = t.county AND p.id = t.head
 WHERE i.county = $1 AND i.programme = $2 AND i.month = $3 AND i.state = 2
 ORDER BY i.household;
