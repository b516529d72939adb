-- name: parameter_rows many (county i64, known i64) -> parameter_row (name text, from_month month, to_month month,
--     known_from i64, known_to i64, unit text, value i64, document text, clause text, is_example bool)
-- Everything ever known up to then, superseded rows too: known_to tells what was still believed.
SELECT name, from_month, to_month, known_from, known_to, unit, value, document, clause, is_example FROM parameter
WHERE county = $1 AND known_from <= $2 ORDER BY name, from_month, known_from;

-- name: parameter_current many (county i64, name text) -> parameter_row
SELECT name, from_month, to_month, known_from, known_to, unit, value, document, clause, is_example FROM parameter
WHERE county = $1 AND name = $2 AND known_to = 2147483647 ORDER BY from_month;

-- name: parameter_insert exec (county i64, name text, from_month month, known_from i64, to_month month, unit text,
--     value i64, document text, clause text, is_example bool)
INSERT INTO parameter (county, name, from_month, known_from, to_month, known_to, unit, value, document, clause, is_example)
VALUES ($1, $2, $3, $4, $5, 2147483647, $6, $7, $8, $9, $10);

-- name: parameter_supersede exec (county i64, name text, from_month month, known_from i64, change i64)
UPDATE parameter SET known_to = $5
WHERE county = $1 AND name = $2 AND from_month = $3 AND known_from = $4 AND known_to = 2147483647;

-- name: parameter_take_back exec (county i64, name text, from_month month, change i64)
-- A row of the running change, not yet seen by anyone, that the same change replaces.
DELETE FROM parameter WHERE county = $1 AND name = $2 AND from_month = $3 AND known_from = $4;
