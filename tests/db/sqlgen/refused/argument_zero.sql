-- expect: 3: $0, but statement "a" has 0 argument(s)
-- name: a exec
DELETE FROM x WHERE county = $0;
