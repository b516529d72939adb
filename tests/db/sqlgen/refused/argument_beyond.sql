-- expect: 3: $2, but statement "a" has 1 argument(s)
-- name: a exec (county i64)
DELETE FROM x WHERE county = $1 AND id = $2;
