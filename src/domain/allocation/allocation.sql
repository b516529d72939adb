-- Allocations: a month's money of one fund to one receiver by category, its way into the books, and what a month came to.

-- name: allocation_insert exec (county i64, id i64, fund i64, month month, payee i64, document text, memo text, lines i64, people i64, total fen, content_hash blob, actor text, at text, known_from i64)
INSERT INTO allocation (county, id, fund, month, payee, document, memo, state, lines, people, total_fen, content_hash, prepared_by, prepared_at, transfer,
                        known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9, $10, $11, $12, $13, 0, $14);

-- name: allocation_line_insert exec (county i64, allocation i64, number i64, fund i64, month month, payee i64, account i64, supplement i64, people i64, amount fen, note text)
INSERT INTO allocation_line (county, allocation, number, fund, month, payee, account, supplement, people, amount_fen, note, is_living)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1);

-- name: allocation_same_line one (county i64, fund i64, month month, payee i64, account i64, supplement i64) -> allocation_key_row (id i64)
-- The allocation that has this sum already.
SELECT allocation AS id FROM allocation_line
 WHERE county = $1 AND fund = $2 AND month = $3 AND payee = $4 AND account = $5 AND supplement = $6 AND is_living = 1;

-- name: allocation_account_known one (county i64, account i64) -> allocation_key_row
SELECT account AS id FROM ledger_account WHERE county = $1 AND account = $2;

-- name: allocation_payee_book one (county i64, payee i64) -> allocation_key_row
-- Of which of a home's books that receiver is the account.
SELECT book AS id FROM home_payee WHERE county = $1 AND payee = $2;

-- name: allocation_has_transfer exec (county i64, id i64, transfer i64)
UPDATE allocation SET state = 2, transfer = $3 WHERE county = $1 AND id = $2 AND state = 1;

-- name: allocation_by_id one (county i64, id i64) -> allocation_row (id i64, fund i64, month month, payee i64, payee_name text, document text, memo text, state i64, lines i64, people i64, total fen, content_hash blob, prepared_by text, transfer i64)
SELECT a.id, a.fund, a.month, a.payee, p.name AS payee_name, a.document, a.memo, a.state, a.lines, a.people, a.total_fen AS total, a.content_hash,
       a.prepared_by, a.transfer
  FROM allocation AS a JOIN payee AS p ON p.county = a.county AND p.id = a.payee
 WHERE a.county = $1 AND a.id = $2;

-- name: allocation_page many (county i64, fund i64, month i64, before i64, rows i64) -> allocation_row
-- fund, month, before 0: any.
SELECT a.id, a.fund, a.month, a.payee, p.name AS payee_name, a.document, a.memo, a.state, a.lines, a.people, a.total_fen AS total, a.content_hash,
       a.prepared_by, a.transfer
  FROM allocation AS a JOIN payee AS p ON p.county = a.county AND p.id = a.payee
 WHERE a.county = $1 AND ($2 = 0 OR a.fund = $2) AND ($3 = 0 OR a.month = $3) AND ($4 = 0 OR a.id < $4)
 ORDER BY a.id DESC LIMIT $5;

-- name: allocation_line_list many (county i64, allocation i64) -> allocation_line_row (number i64, account i64, supplement i64, people i64, amount fen, note text)
SELECT number, account, supplement, people, amount_fen AS amount, note FROM allocation_line WHERE county = $1 AND allocation = $2 ORDER BY number;

-- name: allocation_transfer_hash one (county i64, id i64, kind text) -> allocation_hash_row (content_hash blob)
-- As the transfer of the allocation carries it.
SELECT content_hash FROM transfer WHERE county = $1 AND kind = $3 AND subject = $2 AND state < 6;

-- name: allocation_post exec (county i64, allocation i64, fund i64, journal i64, payable i64)
-- The expense is the line's category.
INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen)
SELECT county, $3, $4, number, account, $5, amount_fen FROM allocation_line WHERE county = $1 AND allocation = $2 ORDER BY number;

-- name: allocation_approved exec (county i64, id i64)
UPDATE allocation SET state = 3 WHERE county = $1 AND id = $2 AND state = 2;

-- name: allocation_discarded exec (county i64, id i64)
UPDATE allocation SET state = 4 WHERE county = $1 AND id = $2 AND state = 2;

-- name: allocation_lines_ended exec (county i64, allocation i64)
UPDATE allocation_line SET is_living = 0 WHERE county = $1 AND allocation = $2;

-- name: allocation_month_sums many (county i64, month month) -> allocation_sum_row (account i64, people i64, payees i64, amount fen, paid fen)
-- What was approved; people are counted by first sums, supplement 0.
SELECT l.account, CAST(sum(CASE WHEN l.supplement = 0 THEN l.people ELSE 0 END) AS BIGINT) AS people, count(DISTINCT l.payee) AS payees,
       CAST(sum(l.amount_fen) AS BIGINT) AS amount, CAST(sum(CASE WHEN t.state = 4 THEN l.amount_fen ELSE 0 END) AS BIGINT) AS paid
  FROM allocation_line AS l
  JOIN allocation AS a ON a.county = l.county AND a.id = l.allocation
  JOIN transfer AS t ON t.county = a.county AND t.id = a.transfer
 WHERE l.county = $1 AND a.county = $1 AND t.county = $1 AND a.month = $2 AND a.state = 3
 GROUP BY l.account ORDER BY l.account;
