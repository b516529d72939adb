-- expect: statement "a" has no closing ";"
-- name: a exec
DELETE FROM x
