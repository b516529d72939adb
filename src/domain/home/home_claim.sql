-- Claims (报账单) and their steps. 1 draft 2 submitted 3 approved 4 paid 5 refused 6 withdrawn 7 sent back by the bank.

-- name: home_claim_insert exec (county i64, id i64, home i64, book i64, month month, payee_name text, memo text, total fen, lines i64,
--     actor text, on date, known_from i64)
INSERT INTO home_claim (county, id, home, book, month, state, payee_name, memo, total_fen, lines, content_hash, prepared_by, prepared_on, approved_by,
                        approved_on, paid_by, paid_on, bank_reference, reason, known_from)
VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, NULL, $10, $11, NULL, 0, NULL, 0, '', '', $12);

-- name: home_claim_rewrite exec (county i64, id i64, month month, payee_name text, memo text, total fen, lines i64, actor text, on date,
--     known_from i64)
UPDATE home_claim SET month = $3, payee_name = $4, memo = $5, total_fen = $6, lines = $7, prepared_by = $8, prepared_on = $9, known_from = $10
 WHERE county = $1 AND id = $2 AND state = 1;

-- name: home_claim_line_clear exec (county i64, claim i64)
-- Of a draft that is written anew.
DELETE FROM home_claim_line WHERE county = $1 AND claim = $2;

-- name: home_claim_line_insert exec (county i64, claim i64, number i64, book i64, account i64, spent_on date, detail text, receipt text, amount fen)
INSERT INTO home_claim_line (county, claim, number, book, account, spent_on, detail, receipt, amount_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: home_claim_by_id one (county i64, id i64) -> home_claim_row (id i64, home i64, book i64, month month, state i64, payee_name text,
--     memo text, total fen, lines i64, content_hash blob?, prepared_by text, prepared_on i64, approved_by text?, approved_on i64, paid_by text?,
--     paid_on i64, bank_reference text, reason text, home_name text)
SELECT c.id, c.home, c.book, c.month, c.state, c.payee_name, c.memo, c.total_fen AS total, c.lines, c.content_hash, c.prepared_by, c.prepared_on,
       c.approved_by, c.approved_on, c.paid_by, c.paid_on, c.bank_reference, c.reason, h.name AS home_name
  FROM home_claim AS c
  JOIN home AS h ON h.county = c.county AND h.id = c.home
 WHERE c.county = $1 AND c.id = $2;

-- name: home_claim_page many (county i64, home i64, state i64, before i64, rows i64) -> home_claim_row
-- home, state, before 0: any.
SELECT c.id, c.home, c.book, c.month, c.state, c.payee_name, c.memo, c.total_fen AS total, c.lines, c.content_hash, c.prepared_by, c.prepared_on,
       c.approved_by, c.approved_on, c.paid_by, c.paid_on, c.bank_reference, c.reason, h.name AS home_name
  FROM home_claim AS c
  JOIN home AS h ON h.county = c.county AND h.id = c.home
 WHERE c.county = $1 AND ($2 = 0 OR c.home = $2) AND ($3 = 0 OR c.state = $3) AND ($4 = 0 OR c.id < $4)
 ORDER BY c.id DESC LIMIT $5;

-- name: home_claim_lines many (county i64, claim i64) -> home_claim_line_row (number i64, account i64, spent_on date, detail text, receipt text,
--     amount fen)
SELECT number, account, spent_on, detail, receipt, amount_fen AS amount
  FROM home_claim_line
 WHERE county = $1 AND claim = $2
 ORDER BY number;

-- name: home_claim_accounts many (county i64, claim i64) -> home_claim_account_row (account i64, amount fen)
-- What a claim takes of each budget line.
SELECT account, CAST(sum(amount_fen) AS BIGINT) AS amount FROM home_claim_line WHERE county = $1 AND claim = $2 GROUP BY account ORDER BY account;

-- name: home_claim_booked one (county i64, home i64, book i64, claim i64, kind text) -> home_claim_booked_row (rows i64, amount fen)
SELECT count(*) AS rows, CAST(coalesce(sum(amount_fen), 0) AS BIGINT) AS amount
  FROM home_journal
 WHERE county = $1 AND home = $2 AND book = $3 AND subject = $4 AND kind = $5;

-- name: home_claim_submitted exec (county i64, id i64, content_hash blob, on date)
UPDATE home_claim SET state = 2, content_hash = $3, prepared_on = $4 WHERE county = $1 AND id = $2 AND state = 1;

-- name: home_claim_approved exec (county i64, id i64, actor text, on date)
UPDATE home_claim SET state = 3, approved_by = $3, approved_on = $4 WHERE county = $1 AND id = $2 AND state = 2;

-- name: home_claim_refused exec (county i64, id i64, reason text)
UPDATE home_claim SET state = 5, reason = $3 WHERE county = $1 AND id = $2 AND state = 2;

-- name: home_claim_paid exec (county i64, id i64, actor text, on date, bank_reference text)
UPDATE home_claim SET state = 4, paid_by = $3, paid_on = $4, bank_reference = $5, reason = '' WHERE county = $1 AND id = $2 AND state IN (3, 7);

-- name: home_claim_returned exec (county i64, id i64, reason text)
UPDATE home_claim SET state = 7, reason = $3 WHERE county = $1 AND id = $2 AND state = 4;

-- name: home_claim_withdrawn exec (county i64, id i64, reason text)
UPDATE home_claim SET state = 6, reason = $3 WHERE county = $1 AND id = $2 AND state IN (1, 2);

-- name: home_claim_own_budget one (county i64, claim i64, actor text) -> home_claim_own_budget_row (account i64)
-- A budget line of the claim that the actor decided after the claim was written.
SELECT b.account AS account
  FROM home_claim AS c
  JOIN home_claim_line AS l ON l.county = c.county AND l.claim = c.id
  JOIN home_budget AS b ON b.county = c.county AND b.home = c.home AND b.account = l.account AND b.year = c.month / 100 AND b.known_to = 2147483647
 WHERE c.county = $1 AND c.id = $2 AND b.actor = $3 AND b.known_from > c.known_from
 ORDER BY b.account LIMIT 1;
