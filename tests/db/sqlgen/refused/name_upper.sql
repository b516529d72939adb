-- expect: 2: statement name expected
-- name: Abc exec
DELETE FROM x;
