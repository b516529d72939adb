-- expect: 3: "group_concat" does not mean the same on both engines
-- name: a one -> x_row (t text?)
SELECT group_concat(t) FROM x;
