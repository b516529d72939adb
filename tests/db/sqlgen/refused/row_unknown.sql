-- expect: 2: row "x_row" has no columns here and none above
-- name: a one -> x_row
SELECT id FROM x;
