-- name: division_in_month many (county i64, month month) -> division_row (code i64, parent i64, level i64, name text)
SELECT code, parent, level, name FROM division
WHERE county = $1 AND valid_from <= $2 AND valid_to >= $2 ORDER BY code;

-- name: division_all many (county i64) -> division_period_row (code i64, valid_from month, valid_to month, level i64,
--                                                             name text, parent i64, committee text)
SELECT code, valid_from, valid_to, level, name, parent, committee FROM division
WHERE county = $1 ORDER BY code, valid_from;

-- name: division_put exec (county i64, code i64, valid_from month, valid_to month, level i64, name text, parent i64,
--                          committee text)
-- successor is entered by hand when villages merge and stays.
INSERT INTO division (county, code, valid_from, valid_to, level, name, parent, committee)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (county, code, valid_from) DO UPDATE
SET valid_to = excluded.valid_to, level = excluded.level, name = excluded.name, parent = excluded.parent,
    committee = excluded.committee;
