-- Statements of the engine tests, on tables of their own.

-- name: probe_insert exec (id i64, b bool, t text?, x blob?, f fen?, m month, d date?, flag bool?)
INSERT INTO probe (id, b, t, x, f, m, d, flag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: probe_by_id one (id i64) -> probe_row (id i64, b bool, t text?, x blob?, f fen?, m month, d date?, flag bool?)
SELECT id, b, t, x, f, m, d, flag FROM probe WHERE id = $1;

-- name: probe_list many (id_from i64, id_to i64) -> probe_row
SELECT id, b, t, x, f, m, d, flag FROM probe WHERE id <= $2 AND id >= $1 ORDER BY id;

-- name: probe_by_text many (t text) -> probe_row
SELECT id, b, t, x, f, m, d, flag FROM probe WHERE t = $1 ORDER BY id;

-- name: probe_all one -> probe_row
SELECT id, b, t, x, f, m, d, flag FROM probe;

-- name: probe_count one -> probe_count_row (n i64, sum_fen fen?)
SELECT count(*), CAST(sum(f) AS BIGINT) FROM probe;

-- name: probe_text_as_integer one (id i64) -> probe_wrong_row (wrong i64)
SELECT t FROM probe WHERE id = $1;

-- name: probe_id_as_month one (id i64) -> probe_month_row (m month)
SELECT id FROM probe WHERE id = $1;

-- name: probe_null_as_text one (id i64) -> probe_text_row (t text)
SELECT t FROM probe WHERE id = $1;

-- name: probe_two_columns_as_one one (id i64) -> probe_text_row
SELECT t, id FROM probe WHERE id = $1;

-- name: probe_set exec (id i64, f fen?)
UPDATE probe SET f = $2 WHERE id = $1;

-- name: probe_delete exec (id i64)
DELETE FROM probe WHERE id = $1;

-- name: probe_bulk bulk probe (id i64, b bool, t text?, x blob?, f fen?, m month, d date?, flag bool?)

-- name: probe_page many (after i64, n i64, skip_rows i64) -> probe_row
SELECT id, b, t, x, f, m, d, flag FROM probe WHERE id > $1 ORDER BY id LIMIT $2 OFFSET $3;

-- name: probe_limited_inside many (n i64) -> probe_row
SELECT id, b, t, x, f, m, d, flag FROM probe WHERE id IN (SELECT id FROM probe ORDER BY id LIMIT $1) ORDER BY id;

-- name: probe_like many (pattern text) -> probe_row
SELECT id, b, t, x, f, m, d, flag FROM probe WHERE t LIKE $1 ESCAPE '!' ORDER BY t, id;

-- name: probe_raise many (at_least i64) -> probe_raised_row (id i64, f fen?)
UPDATE probe SET f = f + 1 WHERE id >= $1 RETURNING id, f;

-- name: child_insert exec (id i64, probe i64)
INSERT INTO child (id, probe) VALUES ($1, $2);

-- name: child_bulk bulk child (id i64, probe i64)

-- name: tally_next one -> tally_row (value i64)
UPDATE tally SET value = value + 1 WHERE name = 'x' RETURNING value;

-- name: tally_value one -> tally_row
SELECT value FROM tally WHERE name = 'x';
