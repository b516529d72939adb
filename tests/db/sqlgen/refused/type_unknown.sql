-- expect: 2: unknown type "int" (i64 bool text blob fen month date)
-- name: a exec (county int)
DELETE FROM x WHERE county = $1;
