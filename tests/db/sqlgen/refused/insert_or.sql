-- expect: 3: "INSERT OR" does not mean the same on both engines
-- name: a exec
INSERT OR IGNORE INTO x (n) VALUES (1);
