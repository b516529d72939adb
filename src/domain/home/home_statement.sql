-- A home's month of one book, out of its books, its stays and its leave.

-- name: home_month_income many (county i64, home i64, book i64, month month, bank i64) -> home_month_line_row (account i64, amount fen)
-- What came in, by income account; what a fund took back lessens it.
SELECT x.account AS account, CAST(sum(x.amount) AS BIGINT) AS amount
  FROM (SELECT CASE WHEN debit = $5 THEN credit ELSE debit END AS account, CASE WHEN debit = $5 THEN amount_fen ELSE 0 - amount_fen END AS amount
          FROM home_journal
         WHERE county = $1 AND home = $2 AND book = $3 AND month = $4 AND kind NOT IN ('CLAIM', 'CLAIM_PAY', 'CLAIM_RETURN')
           AND (debit = $5 OR credit = $5)) AS x
 GROUP BY x.account
 ORDER BY x.account;

-- name: home_month_expense many (county i64, home i64, book i64, month month) -> home_month_line_row
-- As paid in the month, by budget line; what the bank sent back lessens it.
SELECT l.account AS account, CAST(sum(CASE WHEN j.kind = 'CLAIM_PAY' THEN l.amount_fen ELSE 0 - l.amount_fen END) AS BIGINT) AS amount
  FROM home_journal AS j
  JOIN home_claim_line AS l ON l.county = j.county AND l.claim = j.subject
 WHERE j.county = $1 AND j.home = $2 AND j.book = $3 AND j.month = $4 AND j.kind IN ('CLAIM_PAY', 'CLAIM_RETURN')
 GROUP BY l.account
 ORDER BY l.account;

-- name: home_month_open_before one (county i64, home i64, book i64, after i64, month month) -> home_open_month_row (month month?)
-- The first month with rows after the last confirmed one and before this.
SELECT min(month) AS month FROM home_journal WHERE county = $1 AND home = $2 AND book = $3 AND month > $4 AND month < $5;

-- name: home_month_stays many (county i64, home i64, first date, next date) -> home_month_stay_row (id i64, person i64, from_date date, until_date date)
-- Who slept there in the month, paying residents too: they eat as well.
SELECT id, person, from_date, until_date
  FROM home_stay
 WHERE county = $1 AND home = $2 AND state IN (2, 3, 4) AND from_date < $4 AND until_date > $3 AND from_date < until_date
 ORDER BY person, from_date, id;

-- name: home_month_leaves many (county i64, home i64, first date, next date) -> home_month_leave_row (stay i64, on_date date, until_date date)
-- Away from the night of on_date until the day he is back.
SELECT stay, on_date, until_date
  FROM home_record
 WHERE county = $1 AND home = $2 AND kind = 'LEAVE' AND struck_change = 0 AND on_date < $4 AND until_date > $3
 ORDER BY stay, on_date, id;

-- name: home_statement_row one (county i64, home i64, book i64, month month) -> home_statement_kept_row (state i64, residents i64, resident_days i64,
--     content_hash blob, signed_by text, confirmed_by text?)
SELECT state, residents, resident_days, content_hash, signed_by, confirmed_by
  FROM home_statement
 WHERE county = $1 AND home = $2 AND book = $3 AND month = $4;

-- name: home_statement_waiting many (county i64, home i64, month month) -> home_statement_waiting_row (home i64, name text, month month, signed_books i64,
--     confirmed_books i64)
-- By home and month: how many books are signed and how many of them confirmed. home 0, month 0: any.
SELECT s.home, h.name, s.month, CAST(sum(CASE WHEN s.state >= 1 THEN 1 ELSE 0 END) AS BIGINT) AS signed_books,
       CAST(sum(CASE WHEN s.state = 2 THEN 1 ELSE 0 END) AS BIGINT) AS confirmed_books
  FROM home_statement AS s
  JOIN home AS h ON h.county = s.county AND h.id = s.home
 WHERE s.county = $1 AND ($2 = 0 OR s.home = $2) AND ($3 = 0 OR s.month = $3)
 GROUP BY s.home, h.name, s.month
 ORDER BY s.month, s.home;

-- name: home_statement_signed exec (county i64, home i64, book i64, month month, opening fen, received fen, spent fen, closing fen, owed fen,
--     residents i64, resident_days i64, content_hash blob, actor text, on date, known_from i64)
-- Signed anew while it is not confirmed.
INSERT INTO home_statement (county, home, book, month, state, opening_fen, received_fen, spent_fen, closing_fen, owed_fen, residents, resident_days,
                            content_hash, signed_by, signed_on, confirmed_by, confirmed_on, known_from)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, NULL, 0, $15)
ON CONFLICT (county, home, book, month) DO UPDATE
   SET opening_fen = excluded.opening_fen, received_fen = excluded.received_fen, spent_fen = excluded.spent_fen, closing_fen = excluded.closing_fen,
       owed_fen = excluded.owed_fen, residents = excluded.residents, resident_days = excluded.resident_days, content_hash = excluded.content_hash,
       signed_by = excluded.signed_by, signed_on = excluded.signed_on, known_from = excluded.known_from
 WHERE home_statement.state = 1;

-- name: home_statement_confirmed exec (county i64, home i64, book i64, month month, actor text, on date)
UPDATE home_statement SET state = 2, confirmed_by = $5, confirmed_on = $6 WHERE county = $1 AND home = $2 AND book = $3 AND month = $4 AND state = 1;
