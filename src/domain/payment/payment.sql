-- Runs: their months, their states, and who did what.

-- name: payment_run_latest many (county i64, programme i64) -> payment_run_row (id i64, programme i64, from_month month, to_month month, state i64, known i64, known_before i64, items i64, total fen, content_hash blob?, prepared_by text, prepared_at text, checked_by text?, checked_at text?, reviewed_by text?, reviewed_at text?, approved_by text?, approved_at text?, funded_by text?, funded_at text?, sent_by text?, sent_at text?, closed_by text?, closed_at text?)
-- The programme's runs, the latest month first.
SELECT id, programme, from_month, to_month, state, known, known_before, items, total_fen AS total, content_hash, prepared_by, prepared_at,
       checked_by, checked_at, reviewed_by, reviewed_at, approved_by, approved_at, funded_by, funded_at, sent_by, sent_at, closed_by, closed_at
  FROM payment_run
 WHERE county = $1 AND programme = $2
 ORDER BY to_month DESC, id DESC;

-- name: payment_run_read one (county i64, id i64) -> payment_run_row
SELECT id, programme, from_month, to_month, state, known, known_before, items, total_fen AS total, content_hash, prepared_by, prepared_at,
       checked_by, checked_at, reviewed_by, reviewed_at, approved_by, approved_at, funded_by, funded_at, sent_by, sent_at, closed_by, closed_at
  FROM payment_run
 WHERE county = $1 AND id = $2;

-- name: payment_run_list many (county i64) -> payment_run_row
SELECT id, programme, from_month, to_month, state, known, known_before, items, total_fen AS total, content_hash, prepared_by, prepared_at,
       checked_by, checked_at, reviewed_by, reviewed_at, approved_by, approved_at, funded_by, funded_at, sent_by, sent_at, closed_by, closed_at
  FROM payment_run
 WHERE county = $1
 ORDER BY from_month, programme, id;

-- name: payment_run_of_month one (county i64, programme i64, month month) -> payment_run_number_row (run i64)
SELECT run FROM payment_run_month WHERE county = $1 AND programme = $2 AND month = $3;

-- name: payment_run_insert exec (county i64, id i64, programme i64, from_month month, to_month month, known i64, known_before i64, prepared_by text, prepared_at text)
INSERT INTO payment_run (county, id, programme, from_month, to_month, state, known, known_before, items, total_fen, prepared_by, prepared_at)
VALUES ($1, $2, $3, $4, $5, 1, $6, $7, 0, 0, $8, $9);

-- name: payment_run_month_insert exec (county i64, programme i64, month month, run i64)
INSERT INTO payment_run_month (county, programme, month, run) VALUES ($1, $2, $3, $4);

-- name: payment_run_computed exec (county i64, id i64, known i64, items i64, total fen, prepared_by text, prepared_at text)
UPDATE payment_run SET known = $3, items = $4, total_fen = $5, prepared_by = $6, prepared_at = $7
 WHERE county = $1 AND id = $2 AND state = 1;

-- name: payment_run_checked exec (county i64, id i64, actor text, at text)
UPDATE payment_run SET state = 2, checked_by = $3, checked_at = $4 WHERE county = $1 AND id = $2 AND state = 1;

-- name: payment_run_reviewed exec (county i64, id i64, actor text, at text)
UPDATE payment_run SET state = 3, reviewed_by = $3, reviewed_at = $4 WHERE county = $1 AND id = $2 AND state = 2;

-- name: payment_run_approved exec (county i64, id i64, actor text, at text, content_hash blob)
UPDATE payment_run SET state = 4, approved_by = $3, approved_at = $4, content_hash = $5 WHERE county = $1 AND id = $2 AND state = 3;

-- name: payment_run_funded exec (county i64, id i64, actor text, at text)
UPDATE payment_run SET state = 5, funded_by = $3, funded_at = $4 WHERE county = $1 AND id = $2 AND state = 4;

-- name: payment_run_sent exec (county i64, id i64, state i64, actor text, at text)
UPDATE payment_run SET state = $3, sent_by = $4, sent_at = $5 WHERE county = $1 AND id = $2 AND state = 5;

-- name: payment_run_reconciled exec (county i64, id i64)
UPDATE payment_run SET state = 7 WHERE county = $1 AND id = $2 AND state = 6;

-- name: payment_run_closed exec (county i64, id i64, actor text, at text)
UPDATE payment_run SET state = 8, closed_by = $3, closed_at = $4 WHERE county = $1 AND id = $2 AND state = 7;

-- name: payment_run_delete exec (county i64, id i64)
-- Before approval only: nothing is in the books.
DELETE FROM payment_run WHERE county = $1 AND id = $2 AND state < 4;

-- name: payment_run_month_delete exec (county i64, programme i64, run i64)
DELETE FROM payment_run_month WHERE county = $1 AND programme = $2 AND run = $3;

-- name: payment_item_delete exec (county i64, programme i64, from_month month, to_month month)
-- Before approval only: nothing was decided on it.
DELETE FROM payment_item WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4;

-- name: payment_adjustment_delete exec (county i64, programme i64, from_month month, to_month month)
DELETE FROM payment_adjustment WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4;

-- name: payment_exception_delete exec (county i64, programme i64, from_month month, to_month month)
DELETE FROM payment_exception WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4;
