-- Households, homes, and the account that receives the money.

-- name: household_bulk bulk household (county i64, id i64, address text, group_no text, known_from i64)

-- name: household_select one (county i64, id i64) -> household_record (id i64, address text, group_no text, known_from i64)
SELECT id, address, group_no, known_from FROM household WHERE county = $1 AND id = $2;

-- name: household_insert exec (county i64, id i64, address text, group_no text, known_from i64)
INSERT INTO household (county, id, address, group_no, known_from) VALUES ($1, $2, $3, $4, $5);

-- name: household_set_address exec (county i64, id i64, address text, group_no text)
UPDATE household SET address = $3, group_no = $4 WHERE county = $1 AND id = $2;

-- name: household_set_group exec (county i64, id i64, group_no text)
UPDATE household SET group_no = $3 WHERE county = $1 AND id = $2;

-- name: home_list many (county i64) -> registry_home_row (id i64, name text, township i64)
SELECT id, name, township FROM home WHERE county = $1 ORDER BY name, id;

-- name: account_in_force one (county i64, owner_kind i64, owner i64) -> account_record (known_from i64, bank text, holder text, number_tail text, number_index blob, number_sealed blob)
SELECT known_from, bank, holder, number_tail, number_index, number_sealed
FROM account WHERE county = $1 AND owner_kind = $2 AND owner = $3 AND known_to = 2147483647;

-- name: account_supersede exec (county i64, owner_kind i64, owner i64, change i64)
UPDATE account SET known_to = $4
WHERE county = $1 AND owner_kind = $2 AND owner = $3 AND known_to = 2147483647 AND known_from < $4;

-- name: account_rewrite exec (county i64, owner_kind i64, owner i64, change i64, bank text, holder text, number_tail text, number_index blob, number_sealed blob)
-- A second account within one change replaces the first: nobody ever knew it.
UPDATE account SET bank = $5, holder = $6, number_tail = $7, number_index = $8, number_sealed = $9
WHERE county = $1 AND owner_kind = $2 AND owner = $3 AND known_from = $4 AND known_to = 2147483647;

-- name: account_bulk bulk account (county i64, owner_kind i64, owner i64, known_from i64, known_to i64, bank text, holder text, number_tail text, number_index blob, number_sealed blob)

-- name: account_insert exec (county i64, owner_kind i64, owner i64, known_from i64, bank text, holder text, number_tail text, number_index blob, number_sealed blob)
INSERT INTO account (county, owner_kind, owner, known_from, known_to, bank, holder, number_tail, number_index, number_sealed)
VALUES ($1, $2, $3, $4, 2147483647, $5, $6, $7, $8, $9);
