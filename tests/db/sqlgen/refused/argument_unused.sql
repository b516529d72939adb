-- expect: 2: statement "a": argument $2 (id) is never used
-- name: a exec (county i64, id i64)
DELETE FROM x WHERE county = $1;
