-- The trail of changes and the counters. The counter row of a county is also its lock: whoever takes a number holds it
-- until the transaction ends, so changes of one county stand in the order in which they become visible.

-- name: counter_add one (county i64, name text, count i64) -> counter_row (value i64)
INSERT INTO counter (county, name, value) VALUES ($1, $2, $3)
ON CONFLICT (county, name) DO UPDATE SET value = counter.value + excluded.value
RETURNING value;

-- name: change_last one (county i64) -> change_last_row (id i64, hash blob)
SELECT id, hash FROM change_trail WHERE county = $1 ORDER BY id DESC LIMIT 1;

-- name: change_insert exec (county i64, id i64, at text, actor text, action text, subject text, detail text,
--                           prev_hash blob, hash blob)
INSERT INTO change_trail (county, id, at, actor, action, subject, detail, prev_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: change_last_until one (county i64, at text) -> change_until_row (id i64)
SELECT id FROM change_trail WHERE county = $1 AND at <= $2 ORDER BY id DESC LIMIT 1;
