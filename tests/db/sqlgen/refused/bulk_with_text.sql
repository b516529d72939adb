-- expect: 3: bulk insert "a" takes no SQL text
-- name: a bulk x (id i64)
INSERT INTO x (id) VALUES ($1);
