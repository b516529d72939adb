-- expect: 2: column "id" twice
-- name: a one -> row (id i64, id i64)
SELECT id, id FROM x;
