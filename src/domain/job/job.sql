-- Long work waiting, under way and done.

-- name: job_insert exec (county i64, id i64, kind text, arguments text, actor text, at text)
INSERT INTO job (county, id, kind, arguments, actor, state, done, total, message, result, owner, created_at)
VALUES ($1, $2, $3, $4, $5, 'WAITING', 0, 0, '', '', '', $6);

-- name: job_oldest_waiting one (county i64) -> job_record (id i64, kind text, arguments text, actor text, state text, done i64,
--   total i64, message text, result text, owner text, created_at text, started_at text?, finished_at text?)
SELECT id, kind, arguments, actor, state, done, total, message, result, owner, created_at, started_at, finished_at
FROM job WHERE county = $1 AND state = 'WAITING' ORDER BY id LIMIT 1;

-- name: job_take exec (county i64, id i64, owner text, at text)
UPDATE job SET state = 'RUNNING', owner = $3, started_at = $4 WHERE county = $1 AND id = $2 AND state = 'WAITING';

-- name: job_end exec (county i64, id i64, state text, done i64, total i64, message text, result text, at text)
UPDATE job SET state = $3, done = $4, total = $5, message = $6, result = $7, finished_at = $8
WHERE county = $1 AND id = $2 AND state = 'RUNNING';

-- name: job_cancel_waiting exec (county i64, id i64, at text)
UPDATE job SET state = 'CANCELLED', finished_at = $3 WHERE county = $1 AND id = $2 AND state = 'WAITING';

-- name: job_running many (county i64) -> job_owner_row (id i64, owner text)
SELECT id, owner FROM job WHERE county = $1 AND state = 'RUNNING' ORDER BY id;

-- name: job_requeue exec (county i64, id i64, owner text)
UPDATE job SET state = 'WAITING', owner = '', started_at = NULL
WHERE county = $1 AND id = $2 AND owner = $3 AND state = 'RUNNING';

-- name: job_select one (county i64, id i64) -> job_record
SELECT id, kind, arguments, actor, state, done, total, message, result, owner, created_at, started_at, finished_at
FROM job WHERE county = $1 AND id = $2;

-- name: job_recent many (county i64, limit_rows i64) -> job_record
SELECT id, kind, arguments, actor, state, done, total, message, result, owner, created_at, started_at, finished_at
FROM job WHERE county = $1 ORDER BY id DESC LIMIT $2;
