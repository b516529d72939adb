-- expect: 3: "$" without a number
-- name: a exec
DELETE FROM x WHERE county = $x;
