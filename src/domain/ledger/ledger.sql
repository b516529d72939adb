-- The books: journals, postings, balances, closing. Every statement reads or writes one fund's set of books.

-- name: ledger_fund one (county i64, fund i64) -> ledger_fund_row (code text, name text)
SELECT code, name FROM fund WHERE county = $1 AND id = $2;

-- name: ledger_fund_list many (county i64) -> ledger_fund_list_row (id i64, code text, name text)
SELECT id, code, name FROM fund WHERE county = $1 ORDER BY id;

-- name: ledger_last_closed one (county i64, fund i64) -> ledger_month_row (month month?)
SELECT max(month) AS month FROM ledger_close WHERE county = $1 AND fund = $2;

-- name: ledger_first_month one (county i64, fund i64) -> ledger_month_row
SELECT min(month) AS month FROM journal WHERE county = $1 AND fund = $2;

-- name: journal_insert exec (county i64, fund i64, id i64, month month, entered_on date, kind text, run i64, remittance i64, transfer i64, document text, memo text, known_from i64)
INSERT INTO journal (county, fund, id, month, entered_on, kind, run, remittance, transfer, document, memo, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: posting_insert exec (county i64, fund i64, journal i64, line i64, debit i64, credit i64, amount fen)
INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: ledger_balance_of one (county i64, fund i64, account i64) -> ledger_amount_row (amount fen)
SELECT CAST(coalesce(sum(CASE WHEN debit = $3 THEN amount_fen ELSE 0 - amount_fen END), 0) AS BIGINT) AS amount
  FROM posting
 WHERE county = $1 AND fund = $2 AND (debit = $3 OR credit = $3);

-- name: ledger_balance_of_run one (county i64, fund i64, account i64, run i64) -> ledger_amount_row
-- What one run's journals did to an account.
SELECT CAST(coalesce(sum(CASE WHEN p.debit = $3 THEN p.amount_fen ELSE 0 - p.amount_fen END), 0) AS BIGINT) AS amount
  FROM journal AS j CROSS JOIN posting AS p
 WHERE j.county = $1 AND j.fund = $2 AND j.run = $4
   AND p.county = j.county AND p.fund = j.fund AND p.journal = j.id AND (p.debit = $3 OR p.credit = $3);

-- name: ledger_bank_balance one (county i64, fund i64, account i64) -> ledger_amount_row
-- The same as ledger_balance_of for the bank account, without reading the items' postings, which never touch it.
SELECT CAST(coalesce(sum(CASE WHEN p.debit = $3 THEN p.amount_fen ELSE 0 - p.amount_fen END), 0) AS BIGINT) AS amount
  FROM journal AS j CROSS JOIN posting AS p
 WHERE j.county = $1 AND j.fund = $2 AND j.kind <> 'ENTITLE' AND j.kind <> 'CANCEL'
   AND p.county = j.county AND p.fund = j.fund AND p.journal = j.id AND (p.debit = $3 OR p.credit = $3);

-- name: ledger_turnover many (county i64, fund i64, month month) -> ledger_turnover_row (account i64, name text, kind text, debit fen, credit fen)
-- One pass over the postings gives each pair of accounts once; the pairs are few.
WITH pair AS (
  SELECT p.debit AS debit, p.credit AS credit, sum(p.amount_fen) AS amount
    FROM journal AS j CROSS JOIN posting AS p
   WHERE j.county = $1 AND j.fund = $2 AND j.month <= $3
     AND p.county = j.county AND p.fund = j.fund AND p.journal = j.id
   GROUP BY p.debit, p.credit)
SELECT a.account, a.name, a.kind,
       CAST(coalesce((SELECT sum(x.amount) FROM pair AS x WHERE x.debit = a.account), 0) AS BIGINT) AS debit,
       CAST(coalesce((SELECT sum(y.amount) FROM pair AS y WHERE y.credit = a.account), 0) AS BIGINT) AS credit
  FROM ledger_account AS a
 WHERE a.county = $1 AND a.fund = $2
 ORDER BY a.account;

-- name: ledger_close_insert exec (county i64, fund i64, month month, account i64, debit fen, credit fen, known_from i64)
INSERT INTO ledger_close (county, fund, month, account, debit_fen, credit_fen, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: bank_statement_put exec (county i64, fund i64, stated_on date, balance fen, document text, known_from i64)
INSERT INTO bank_statement (county, fund, stated_on, balance_fen, document, known_from)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (county, fund, stated_on)
DO UPDATE SET balance_fen = excluded.balance_fen, document = excluded.document, known_from = excluded.known_from;

-- name: bank_statement_last many (county i64, fund i64, first_day date, last_day date) -> bank_statement_row (stated_on date, balance fen, document text)
-- The month's statements, the latest first.
SELECT stated_on, balance_fen AS balance, document FROM bank_statement
 WHERE county = $1 AND fund = $2 AND stated_on BETWEEN $3 AND $4
 ORDER BY stated_on DESC;

-- name: journal_list many (county i64, fund i64, from_month month, to_month month) -> journal_list_row (id i64, month month, entered_on date, kind text, run i64, remittance i64, document text, memo text, amount fen, line_count i64)
SELECT j.id, j.month, j.entered_on, j.kind, j.run, j.remittance, j.document, j.memo,
       CAST(coalesce(sum(p.amount_fen), 0) AS BIGINT) AS amount, count(p.line) AS line_count
  FROM journal AS j
  LEFT JOIN posting AS p ON p.county = j.county AND p.fund = j.fund AND p.journal = j.id
 WHERE j.county = $1 AND j.fund = $2 AND j.month BETWEEN $3 AND $4
 GROUP BY j.id, j.month, j.entered_on, j.kind, j.run, j.remittance, j.document, j.memo
 ORDER BY j.id;

-- name: journal_pair_list many (county i64, fund i64, journal i64) -> journal_pair_row (debit i64, debit_name text, credit i64, credit_name text, amount fen, line_count i64)
-- A journal's lines, those of the same two accounts together.
WITH pair AS (
  SELECT p.debit AS debit, p.credit AS credit, sum(p.amount_fen) AS amount, count(*) AS line_count
    FROM posting AS p
   WHERE p.county = $1 AND p.fund = $2 AND p.journal = $3
   GROUP BY p.debit, p.credit)
SELECT x.debit, d.name AS debit_name, x.credit, c.name AS credit_name, CAST(x.amount AS BIGINT) AS amount, x.line_count
  FROM pair AS x
  JOIN ledger_account AS d ON d.county = $1 AND d.account = x.debit
  JOIN ledger_account AS c ON c.county = $1 AND c.account = x.credit
 ORDER BY x.debit, x.credit;
