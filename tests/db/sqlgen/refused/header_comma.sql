-- expect: 2: "," or ")" expected
-- name: a exec (county i64 id i64)
DELETE FROM x WHERE county = $1 AND id = $2;
