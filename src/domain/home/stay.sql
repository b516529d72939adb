-- Stays: who lives in which home, from when, as asked for and confirmed. state 1 REQUESTED 2 IN 3 LEAVING 4 LEFT 5 REFUSED.

-- name: home_stay_insert exec (county i64, id i64, home i64, person i64, household i64, kind i64, state i64, from_date date, agreement text,
--   health text, contact text, note text, form_from i64, requested_by text, confirmed_by text?, known_from i64, confirmed_change i64)
INSERT INTO home_stay (county, id, home, person, household, kind, state, from_date, until_date, agreement, health, contact, note, form_from,
  form_back, leave_reason, leave_note, next_stay, case_file, requested_by, confirmed_by, known_from, confirmed_change, left_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 99991231, $9, $10, $11, $12, $13, 0, '', '', 0, 0, $14, $15, $16, $17, 0);

-- name: stay_core one (county i64, id i64) -> stay_core_row (id i64, home i64, person i64, household i64, kind i64, state i64, from_date date,
--   until_date date, agreement text, health text, contact text, leave_reason text, leave_note text, requested_by text, leave_requested_by text?, to_home i64,
--   to_bed i64, to_agreement text, person_name text, home_name text)
SELECT s.id, s.home, s.person, s.household, s.kind, s.state, s.from_date, s.until_date, s.agreement, s.health, s.contact, s.leave_reason,
       s.leave_note, s.requested_by, s.leave_requested_by, s.to_home, s.to_bed, s.to_agreement, p.name AS person_name, h.name AS home_name
  FROM home_stay AS s
  JOIN person AS p ON p.county = s.county AND p.id = s.person
  JOIN home AS h ON h.county = s.county AND h.id = s.home
 WHERE s.county = $1 AND s.id = $2;

-- name: stay_open_of one (county i64, person i64) -> stay_open_of_row (id i64, state i64, from_date date, home_name text)
-- The stay a person is in, or asked for.
SELECT s.id, s.state, s.from_date, h.name AS home_name
  FROM home_stay AS s JOIN home AS h ON h.county = s.county AND h.id = s.home
 WHERE s.county = $1 AND s.person = $2 AND s.state IN (1, 2, 3);

-- name: stay_last_of many (county i64, person i64, from_date date) -> stay_last_of_row (id i64, until_date date, home_name text)
-- Stays that ended after a day.
SELECT s.id, s.until_date, h.name AS home_name
  FROM home_stay AS s JOIN home AS h ON h.county = s.county AND h.id = s.home
 WHERE s.county = $1 AND s.person = $2 AND s.state = 4 AND s.until_date > $3
 ORDER BY s.until_date DESC;

-- name: stay_with_agreement many (county i64, agreement text, person i64) -> stay_with_agreement_row (id i64, home_name text)
-- Of another person: a number names one agreement.
SELECT s.id, h.name AS home_name
  FROM home_stay AS s JOIN home AS h ON h.county = s.county AND h.id = s.home
 WHERE s.county = $1 AND s.agreement = $2 AND s.person <> $3 AND s.state <> 5
 ORDER BY s.id;

-- name: stay_set_in exec (county i64, id i64, household i64, form_from i64, confirmed_by text, change i64)
UPDATE home_stay SET state = 2, household = $3, form_from = $4, confirmed_by = $5, confirmed_change = $6
 WHERE county = $1 AND id = $2 AND state = 1;

-- name: stay_set_refused exec (county i64, id i64, reason text, actor text, change i64)
UPDATE home_stay SET state = 5, leave_note = $3, confirmed_by = CASE WHEN requested_by = $4 THEN NULL ELSE $4 END, left_change = $5
 WHERE county = $1 AND id = $2 AND state = 1;

-- name: stay_set_leaving exec (county i64, id i64, until_date date, leave_reason text, leave_note text, actor text, to_home i64, to_bed i64,
--   to_agreement text)
UPDATE home_stay SET state = 3, until_date = $3, leave_reason = $4, leave_note = $5, leave_requested_by = $6, to_home = $7, to_bed = $8,
  to_agreement = $9
 WHERE county = $1 AND id = $2 AND state = 2;

-- name: stay_set_back exec (county i64, id i64)
UPDATE home_stay SET state = 2, until_date = 99991231, leave_reason = '', leave_note = '', leave_requested_by = NULL, to_home = 0, to_bed = 0,
  to_agreement = ''
 WHERE county = $1 AND id = $2 AND state = 3;

-- name: stay_set_left exec (county i64, id i64, until_date date, leave_reason text, leave_note text, leave_requested_by text,
--   leave_confirmed_by text?, form_back i64, next_stay i64, change i64)
UPDATE home_stay SET state = 4, until_date = $3, leave_reason = $4, leave_note = $5, leave_requested_by = $6, leave_confirmed_by = $7,
  form_back = $8, next_stay = $9, left_change = $10
 WHERE county = $1 AND id = $2 AND state IN (2, 3);

-- name: stay_set_next exec (county i64, id i64, next_stay i64)
UPDATE home_stay SET next_stay = $3 WHERE county = $1 AND id = $2;

-- name: stay_set_case exec (county i64, id i64, case_file i64)
UPDATE home_stay SET case_file = $3 WHERE county = $1 AND id = $2;

-- name: stay_of_home many (county i64, home i64, from_date date) -> stay_of_home_row (id i64, state i64, until_date date)
-- All that are open, or still sleep there on that day.
SELECT id, state, until_date FROM home_stay
 WHERE county = $1 AND home = $2 AND (state IN (1, 2, 3) OR (state = 4 AND until_date > $3))
 ORDER BY id;

-- name: stay_adoptable many (county i64, home i64, month i64, on_date date) -> stay_adoptable_row (household i64, person i64)
-- Heads of wubao households that the registry has in the home that month, who are alive and in no stay.
SELECT e.household, e.head AS person
  FROM entitlement AS e
 WHERE e.county = $1 AND e.programme = 2 AND e.home = $2 AND e.form = 2 AND e.status < 4 AND e.known_to = 2147483647
   AND e.from_month <= $3 AND e.to_month >= $3
   AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = e.county AND d.person = e.head AND d.known_to = 2147483647)
   AND NOT EXISTS (SELECT 1 FROM home_stay AS s WHERE s.county = e.county AND s.person = e.head
                      AND (s.state IN (1, 2, 3) OR (s.state = 4 AND s.until_date > $4)))
 ORDER BY e.division, e.household;

-- name: stay_household_of one (county i64, household i64) -> stay_household_of_row (programme i64, division i64, head i64, form i64)
-- The benefit of a household, the living one first.
SELECT programme, division, head, form FROM entitlement
 WHERE county = $1 AND programme IN (1, 2) AND household = $2 AND to_month = 999912 AND known_to = 2147483647
 ORDER BY status, programme LIMIT 1;

-- name: stay_ended_in one (county i64, household i64, month i64) -> stay_ended_in_row (head i64, status i64)
SELECT head, status FROM entitlement
 WHERE county = $1 AND programme = 2 AND household = $2 AND known_to = 2147483647 AND from_month <= $3 AND to_month >= $3;

-- name: stay_cancel_case many (county i64, household i64) -> stay_cancel_case_row (id i64)
-- Cancellations after a death that are open or done, the newest first.
SELECT id FROM case_file
 WHERE county = $1 AND household = $2 AND kind = 7 AND change_kind = 40 AND state NOT IN (15, 17)
 ORDER BY id DESC;
