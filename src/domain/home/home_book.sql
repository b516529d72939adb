-- A home's own books: rows, balances, the accounts at the bank, months that are frozen.

-- name: home_entry_next one (county i64, home i64, book i64) -> home_entry_next_row (id i64)
-- Vouchers of a book are numbered without a gap; writers of a county wait for each other at the trail.
SELECT coalesce(max(id), 0) + 1 AS id FROM home_journal WHERE county = $1 AND home = $2 AND book = $3;

-- name: home_entry_insert exec (county i64, home i64, book i64, id i64, month month, entered_on date, kind text, subject i64, line i64,
--     debit i64, credit i64, amount fen, party text, document text, memo text, actor text, known_from i64)
INSERT INTO home_journal (county, home, book, id, month, entered_on, kind, subject, line, debit, credit, amount_fen, party, document, memo, actor,
                          known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: home_entry_list many (county i64, home i64, book i64, first month, last month) -> home_entry_row (id i64, debit i64, credit i64,
--     subject i64, month month, entered_on date, kind text, party text, document text, memo text, actor text, amount fen)
SELECT id, debit, credit, subject, month, entered_on, kind, party, document, memo, actor, amount_fen AS amount
  FROM home_journal
 WHERE county = $1 AND home = $2 AND book = $3 AND month BETWEEN $4 AND $5
 ORDER BY month, id;

-- name: home_account_balance one (county i64, home i64, book i64, account i64, up_to month) -> home_amount_row (amount fen)
SELECT CAST(coalesce(sum(CASE WHEN debit = $4 THEN amount_fen ELSE 0 - amount_fen END), 0) AS BIGINT) AS amount
  FROM home_journal
 WHERE county = $1 AND home = $2 AND book = $3 AND (debit = $4 OR credit = $4) AND month <= $5;

-- name: home_account_months many (county i64, home i64, book i64, account i64) -> home_account_month_row (month month, amount fen)
-- What each month did to an account.
SELECT month, CAST(sum(CASE WHEN debit = $4 THEN amount_fen ELSE 0 - amount_fen END) AS BIGINT) AS amount
  FROM home_journal
 WHERE county = $1 AND home = $2 AND book = $3 AND (debit = $4 OR credit = $4)
 GROUP BY month
 ORDER BY month;

-- name: home_month_frozen one (county i64, home i64, book i64) -> home_frozen_row (month month?)
-- The last confirmed month; nothing is written in it or before.
SELECT max(month) AS month FROM home_statement WHERE county = $1 AND home = $2 AND book = $3 AND state = 2;

-- name: home_payee_of one (county i64, home i64, book i64) -> home_payee_row (payee i64)
SELECT payee FROM home_payee WHERE county = $1 AND home = $2 AND book = $3;

-- name: home_payee_insert exec (county i64, home i64, book i64, payee i64)
INSERT INTO home_payee (county, home, book, payee) VALUES ($1, $2, $3, $4);

-- name: home_account_taken one (county i64, home i64, book i64, number blob) -> home_account_taken_row (home_name text, book i64)
-- Another book's or another home's account of that number: as a payee, or the registry's.
SELECT h.name AS home_name, x.book AS book
  FROM (SELECT p.home AS home, p.book AS book
          FROM home_payee AS p
          JOIN payee_account AS a ON a.county = p.county AND a.payee = p.payee AND a.known_to = 2147483647
         WHERE p.county = $1 AND a.number_index = $4
        UNION ALL
        SELECT a.owner AS home, 2 AS book
          FROM account AS a
         WHERE a.county = $1 AND a.owner_kind = 2 AND a.known_to = 2147483647 AND a.number_index = $4) AS x
  JOIN home AS h ON h.county = $1 AND h.id = x.home
 WHERE x.home <> $2 OR x.book <> $3
 ORDER BY x.home, x.book LIMIT 1;
