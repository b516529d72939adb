-- expect: 3: quoted names are not portable
-- name: a exec
DELETE FROM "x";
