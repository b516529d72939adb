-- expect: 2: unexpected "now
-- name: a exec (county i64) now
DELETE FROM x WHERE county = $1;
