-- expect: 5: statement "a" has no closing ";" before this header
-- name: a exec
DELETE FROM x

-- name: b exec
DELETE FROM y;
