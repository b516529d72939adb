-- expect: 2: column name "default" is a word of C
-- name: a one -> x_row (default i64)
SELECT d FROM x;
