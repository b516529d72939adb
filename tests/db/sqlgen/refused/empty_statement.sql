-- expect: 2: statement "a" is empty
-- name: a exec
;
