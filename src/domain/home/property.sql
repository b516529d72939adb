-- What residents brought and left.

-- name: property_last one (county i64, stay i64) -> property_last_row (number i64)
SELECT coalesce(max(number), 0) AS number FROM home_property WHERE county = $1 AND stay = $2;

-- name: property_insert exec (county i64, stay i64, number i64, item text, quantity i64, value fen, listed_on date, witnesses text,
--   actor text, change i64)
INSERT INTO home_property (county, stay, number, item, quantity, value_fen, listed_on, witnesses, given_to, given_on, actor, known_from, given_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, $9, $10, 0);

-- name: property_one one (county i64, stay i64, number i64) -> property_row (number i64, item text, quantity i64, value fen, listed_on date,
--   witnesses text, given_to text, given_on i64)
SELECT number, item, quantity, value_fen AS value, listed_on, witnesses, given_to, given_on FROM home_property
WHERE county = $1 AND stay = $2 AND number = $3;

-- name: property_of_stay many (county i64, stay i64, row_count i64) -> property_row
SELECT number, item, quantity, value_fen AS value, listed_on, witnesses, given_to, given_on FROM home_property
WHERE county = $1 AND stay = $2 ORDER BY number LIMIT $3;

-- name: property_give exec (county i64, stay i64, number i64, given_to text, given_on date, change i64)
UPDATE home_property SET given_to = $4, given_on = $5, given_change = $6 WHERE county = $1 AND stay = $2 AND number = $3 AND given_change = 0;
