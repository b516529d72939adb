-- expect: 2: only "one" and "many" answer rows
-- name: a exec -> x_row (id i64)
DELETE FROM x RETURNING id;
