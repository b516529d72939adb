-- expect: 3: "AS INTEGER" does not mean the same on both engines
-- name: a one -> x_row (n i64?)
SELECT CAST(sum(n) AS INTEGER) FROM x;
