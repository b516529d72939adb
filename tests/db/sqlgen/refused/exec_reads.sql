-- expect: 2: statement "a" reads: its kind is "one" or "many"
-- name: a exec
SELECT 1;
