-- expect: 3: "?" is not portable
-- name: a exec
DELETE FROM x WHERE id = ?;
