-- expect: 2: "-> row (columns)" expected
-- name: a many (county i64)
SELECT id FROM x WHERE county = $1;
