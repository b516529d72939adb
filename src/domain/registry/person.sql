-- Identity: who is who, through the blind index; where a person is now.

-- name: person_select one (county i64, id i64) -> person_record (id i64, name text, sex i64, id_tail text, id_sealed blob, phone_tail text?, known_from i64)
SELECT id, name, sex, id_tail, id_sealed, phone_tail, known_from FROM person WHERE county = $1 AND id = $2;

-- name: person_by_index one (county i64, id_index blob) -> person_record
SELECT id, name, sex, id_tail, id_sealed, phone_tail, known_from FROM person WHERE county = $1 AND id_index = $2;

-- name: person_indexes many (county i64) -> person_index_row (id i64, id_index blob, name text, phone_tail text?)
SELECT id, id_index, name, phone_tail FROM person WHERE county = $1 ORDER BY id;

-- name: person_index_one one (county i64, id_index blob) -> person_index_row
SELECT id, id_index, name, phone_tail FROM person WHERE county = $1 AND id_index = $2;

-- name: person_bulk bulk person (county i64, id i64, name text, initials text, sex i64, id_tail text, id_index blob, id_sealed blob, phone_tail text?, phone_sealed blob?, known_from i64)

-- name: person_insert exec (county i64, id i64, name text, initials text, sex i64, id_tail text, id_index blob, id_sealed blob, phone_tail text?, phone_sealed blob?, known_from i64)
INSERT INTO person (county, id, name, initials, sex, id_tail, id_index, id_sealed, phone_tail, phone_sealed, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: person_rename exec (county i64, id i64, name text, initials text)
UPDATE person SET name = $3, initials = $4 WHERE county = $1 AND id = $2;

-- name: person_set_phone exec (county i64, id i64, phone_tail text?, phone_sealed blob?)
UPDATE person SET phone_tail = $3, phone_sealed = $4 WHERE county = $1 AND id = $2;

-- name: person_household_now one (county i64, person i64) -> person_household_now_row (household i64)
SELECT household FROM member
WHERE county = $1 AND person = $2 AND to_month = 999912 AND known_to = 2147483647 AND is_present = 1;

-- name: person_household_once many (county i64, person i64) -> person_household_now_row
-- Households the person was ever present in, as believed now. A scan: only for the rare correction of a death.
SELECT DISTINCT household FROM member
WHERE county = $1 AND person = $2 AND known_to = 2147483647 AND is_present = 1 ORDER BY household;

-- name: person_household_last one (county i64, person i64) -> person_household_now_row
-- Where the person was last, as believed now: for those who died or left. A scan: only for look-ups by hand.
SELECT household FROM member
WHERE county = $1 AND person = $2 AND known_to = 2147483647 AND is_present = 1
ORDER BY to_month DESC, household DESC LIMIT 1;

-- name: household_benefit_now one (county i64, household i64) -> household_benefit_now_row (programme i64, head i64, head_name text, division i64)
SELECT entitlement.programme, entitlement.head, person.name AS head_name, entitlement.division
FROM entitlement JOIN person ON person.county = entitlement.county AND person.id = entitlement.head
WHERE entitlement.county = $1 AND entitlement.household = $2 AND entitlement.to_month = 999912
  AND entitlement.known_to = 2147483647 AND entitlement.status < 4;

-- name: division_name_latest many (county i64, code i64) -> division_name_latest_row (name text)
SELECT name FROM division WHERE county = $1 AND code = $2 ORDER BY valid_from DESC;

-- name: person_death_now one (county i64, person i64) -> person_death_now_row (known_from i64, died_on date)
SELECT known_from, died_on FROM person_death WHERE county = $1 AND person = $2 AND known_to = 2147483647;

-- name: person_death_supersede exec (county i64, person i64, change i64)
UPDATE person_death SET known_to = $3 WHERE county = $1 AND person = $2 AND known_to = 2147483647;

-- name: person_death_insert exec (county i64, person i64, known_from i64, died_on date, source text)
INSERT INTO person_death (county, person, known_from, known_to, died_on, source) VALUES ($1, $2, $3, 2147483647, $4, $5);

-- name: household_programme one (county i64, household i64) -> household_programme_row (programme i64, head i64, status i64)
-- The programme of the household's last period, active or ended; an active one first.
SELECT programme, head, status FROM entitlement
WHERE county = $1 AND programme IN (1, 2) AND household = $2 AND to_month = 999912 AND known_to = 2147483647
ORDER BY status, programme LIMIT 1;
