-- expect: 3: "FOR UPDATE" does not mean the same on both engines
-- name: a one -> x_row (n i64)
SELECT n FROM x FOR UPDATE;
