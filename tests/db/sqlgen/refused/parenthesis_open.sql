-- expect: 2: statement "a": "(" without ")"
-- name: a exec
DELETE FROM x WHERE (t = 1;
