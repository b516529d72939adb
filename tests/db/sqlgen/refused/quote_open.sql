-- expect: 3: text literal
-- name: a exec
DELETE FROM x WHERE t = 'open;
