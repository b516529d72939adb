-- expect: 4: text outside of a statement
-- name: a exec
DELETE FROM x;
DELETE FROM y;
