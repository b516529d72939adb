-- What a whole number is shown from: the household's place, its people, its account.

-- name: reveal_household one (county i64, household i64) -> reveal_household_row (division i64)
SELECT division FROM entitlement WHERE county = $1 AND household = $2
ORDER BY known_from DESC, from_month DESC, programme DESC LIMIT 1;

-- name: reveal_people many (county i64, household i64) -> reveal_people_row (id i64, name text, id_tail text, phone_tail text?)
SELECT p.id, p.name, p.id_tail, p.phone_tail FROM person AS p
WHERE p.county = $1 AND p.id IN (SELECT m.person FROM member AS m WHERE m.county = $1 AND m.household = $2)
ORDER BY p.id;

-- name: reveal_person one (county i64, household i64, person i64) -> reveal_person_row (id_sealed blob, phone_sealed blob?)
SELECT p.id_sealed, p.phone_sealed FROM person AS p
WHERE p.county = $1 AND p.id = $3 AND EXISTS (SELECT 1 FROM member AS m
  WHERE m.county = $1 AND m.household = $2 AND m.person = $3);

-- name: reveal_account one (county i64, household i64) -> reveal_account_row (bank text, number_tail text, number_sealed blob)
SELECT bank, number_tail, number_sealed FROM account
WHERE county = $1 AND owner_kind = 1 AND owner = $2 AND known_to = 2147483647;
