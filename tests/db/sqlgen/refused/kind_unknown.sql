-- expect: 2: unknown kind "all"
-- name: a all -> x_row (id i64)
SELECT id FROM x;
