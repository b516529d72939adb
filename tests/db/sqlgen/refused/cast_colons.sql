-- expect: 3: ":" is not portable
-- name: a exec (id i64)
DELETE FROM x WHERE id = $1::bigint;
