-- expect: 5: row "x_row" was declared above with other columns
-- name: a one -> x_row (id i64)
SELECT id FROM x;

-- name: b one -> x_row (id i64?)
SELECT id FROM x;
