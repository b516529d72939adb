-- name: payee_by_code one (county i64, name text) -> payee_row (id i64, kind i64, code text, name text, township i64, bank text?,
--     holder text?, number_tail text?)
-- By code, else by whole name.
SELECT p.id, p.kind, p.code, p.name, p.township, a.bank, a.holder, a.number_tail
FROM payee AS p LEFT JOIN payee_account AS a ON a.county = p.county AND a.payee = p.id AND a.known_to = 2147483647
WHERE p.county = $1 AND (p.code = $2 OR p.name = $2)
ORDER BY CASE WHEN p.code = $2 THEN 0 ELSE 1 END, p.id LIMIT 1;

-- name: payee_by_number one (county i64, id i64) -> payee_row
SELECT p.id, p.kind, p.code, p.name, p.township, a.bank, a.holder, a.number_tail
FROM payee AS p LEFT JOIN payee_account AS a ON a.county = p.county AND a.payee = p.id AND a.known_to = 2147483647
WHERE p.county = $1 AND p.id = $2;

-- name: payee_rows many (county i64, kind i64) -> payee_row
-- kind 0: all.
SELECT p.id, p.kind, p.code, p.name, p.township, a.bank, a.holder, a.number_tail
FROM payee AS p LEFT JOIN payee_account AS a ON a.county = p.county AND a.payee = p.id AND a.known_to = 2147483647
WHERE p.county = $1 AND ($2 = 0 OR p.kind = $2) ORDER BY p.kind, p.code, p.id;

-- name: payee_insert exec (county i64, id i64, kind i64, code text, name text, township i64, known_from i64)
INSERT INTO payee (county, id, kind, code, name, township, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: payee_rename exec (county i64, id i64, name text, township i64)
UPDATE payee SET name = $3, township = $4 WHERE county = $1 AND id = $2;

-- name: payee_account_now one (county i64, payee i64) -> payee_account_row (known_from i64, bank text, holder text, number_index blob)
SELECT known_from, bank, holder, number_index FROM payee_account
WHERE county = $1 AND payee = $2 AND known_to = 2147483647;

-- name: payee_account_supersede exec (county i64, payee i64, change i64)
UPDATE payee_account SET known_to = $3 WHERE county = $1 AND payee = $2 AND known_to = 2147483647;

-- name: payee_account_retract exec (county i64, payee i64, change i64)
-- Only an account of the very change that is being written: nobody ever knew it.
DELETE FROM payee_account WHERE county = $1 AND payee = $2 AND known_from = $3;

-- name: payee_account_insert exec (county i64, payee i64, known_from i64, bank text, holder text, number_tail text,
--     number_index blob, number_sealed blob)
INSERT INTO payee_account (county, payee, known_from, known_to, bank, holder, number_tail, number_index, number_sealed)
VALUES ($1, $2, $3, 2147483647, $4, $5, $6, $7, $8);
