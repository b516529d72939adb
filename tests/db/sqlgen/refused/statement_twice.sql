-- expect: 5: statement "a" twice, first in line 2
-- name: a exec
DELETE FROM x WHERE county = 1;

-- name: a exec
DELETE FROM y WHERE county = 1;
