-- Books against items, items against books, and every balance from its postings.

-- The obligation of each item as the books hold it. debit and credit are account numbers.
-- An ENTITLE journal names the month it is for in its memo; its accounting month is later when that month was closed.
-- name: audit_item_postings many (county i64, programme i64, month month, fund i64, run i64, memo text)
--   -> audit_posting_row (household i64, item_fen i64, posted_fen i64, expected_debit i64, debit i64, credit i64, lines i64)
WITH entry AS (
  SELECT i.household AS household, i.basic_fen + i.topup_fen + i.adjustment_fen AS item_fen, 0 AS posted_fen,
         $4 * 10000 + CASE WHEN $2 = 1 THEN 5001 WHEN $2 = 3 THEN 5204 WHEN i.form = 2 THEN 5102 ELSE 5101 END AS expected_debit,
         0 AS debit, 0 AS credit, 0 AS lines
  FROM payment_item AS i
  WHERE i.county = $1 AND i.programme = $2 AND i.month = $3 AND i.basic_fen + i.topup_fen + i.adjustment_fen > 0
  UNION ALL
  SELECT p.line AS household, 0 AS item_fen, p.amount_fen AS posted_fen, 0 AS expected_debit, p.debit AS debit,
         p.credit AS credit, 1 AS lines
  FROM journal AS j JOIN posting AS p ON p.county = j.county AND p.fund = j.fund AND p.journal = j.id
  WHERE j.county = $1 AND p.county = $1 AND j.fund = $4 AND j.kind = 'ENTITLE' AND j.run = $5 AND j.memo = $6
)
SELECT household, CAST(sum(item_fen) AS BIGINT) AS item_fen, CAST(sum(posted_fen) AS BIGINT) AS posted_fen,
       max(expected_debit) AS expected_debit, max(debit) AS debit, max(credit) AS credit, CAST(sum(lines) AS BIGINT) AS lines
FROM entry GROUP BY household
HAVING sum(item_fen) <> sum(posted_fen) OR max(expected_debit) <> max(debit) OR max(credit) <> $4 * 10000 + 2001
  OR sum(lines) <> 1
ORDER BY household;

-- name: audit_journals_elsewhere many (county i64) -> audit_journal_row (fund i64, journal i64, kind text)
SELECT j.fund AS fund, j.id AS journal, j.kind AS kind FROM journal AS j
WHERE j.county = $1 AND j.run > 0 AND NOT EXISTS (
  SELECT 1 FROM payment_run AS r WHERE r.county = $1 AND r.id = j.run AND CASE WHEN r.programme = 3 THEN 4 ELSE r.programme END = j.fund)
ORDER BY j.fund, j.id;

-- name: audit_posting_orphans many (county i64) -> audit_journal_row
SELECT p.fund AS fund, p.journal AS journal, 'posting' AS kind FROM posting AS p
WHERE p.county = $1 AND (
  NOT EXISTS (SELECT 1 FROM journal AS j WHERE j.county = $1 AND j.fund = p.fund AND j.id = p.journal)
  OR NOT EXISTS (SELECT 1 FROM ledger_account AS a WHERE a.county = $1 AND a.account = p.debit)
  OR NOT EXISTS (SELECT 1 FROM ledger_account AS a WHERE a.county = $1 AND a.account = p.credit))
GROUP BY p.fund, p.journal ORDER BY p.fund, p.journal;

-- name: audit_journal_empty many (county i64) -> audit_journal_row
SELECT j.fund AS fund, j.id AS journal, j.kind AS kind FROM journal AS j
WHERE j.county = $1 AND NOT EXISTS (
  SELECT 1 FROM posting AS p WHERE p.county = $1 AND p.fund = j.fund AND p.journal = j.id)
ORDER BY j.fund, j.id;

-- name: audit_account_turnover many (county i64) -> audit_turnover_row (fund i64, account i64, debit_fen i64, credit_fen i64)
SELECT a.fund AS fund, a.account AS account,
       coalesce((SELECT CAST(sum(p.amount_fen) AS BIGINT) FROM posting AS p WHERE p.county = $1 AND p.fund = a.fund
                 AND p.debit = a.account), 0) AS debit_fen,
       coalesce((SELECT CAST(sum(p.amount_fen) AS BIGINT) FROM posting AS p WHERE p.county = $1 AND p.fund = a.fund
                 AND p.credit = a.account), 0) AS credit_fen
FROM ledger_account AS a WHERE a.county = $1 ORDER BY a.fund, a.account;

-- What items say is still owed and what is on its way, per programme; of the fund that also pays institutions, their approved
-- transfers too.
-- name: audit_owed one (county i64, programme i64, fund i64) -> audit_owed_row (owed_fen i64, transit_fen i64)
SELECT coalesce((SELECT CAST(sum(i.basic_fen + i.topup_fen + i.adjustment_fen) AS BIGINT)
                 FROM payment_item AS i JOIN payment_run_month AS m ON m.county = i.county AND m.programme = i.programme
                   AND m.month = i.month JOIN payment_run AS r ON r.county = m.county AND r.id = m.run
                 WHERE i.county = $1 AND m.county = $1 AND r.county = $1 AND i.programme = $2 AND r.state >= 4
                   AND i.state NOT IN (4, 7)), 0)
         + coalesce((SELECT CAST(sum(f.total_fen) AS BIGINT) FROM transfer AS f
                     WHERE f.county = $1 AND f.fund = $3 AND f.state IN (3, 5)), 0) AS owed_fen,
       coalesce((SELECT CAST(sum(t.total_fen) AS BIGINT) FROM remittance AS t
                 WHERE t.county = $1 AND t.programme = $2 AND t.is_reconciled = 0), 0) AS transit_fen;

-- name: audit_close_differences many (county i64) -> audit_close_row (fund i64, month month, account i64, closed_debit i64,
--   closed_credit i64, debit i64, credit i64)
WITH actual AS (
  SELECT c.fund AS fund, c.month AS month, c.account AS account, c.debit_fen AS closed_debit, c.credit_fen AS closed_credit,
         coalesce((SELECT CAST(sum(p.amount_fen) AS BIGINT) FROM journal AS j JOIN posting AS p ON p.county = j.county
                   AND p.fund = j.fund AND p.journal = j.id WHERE j.county = $1 AND p.county = $1 AND j.fund = c.fund
                   AND j.month <= c.month AND p.debit = c.account), 0) AS debit,
         coalesce((SELECT CAST(sum(p.amount_fen) AS BIGINT) FROM journal AS j JOIN posting AS p ON p.county = j.county
                   AND p.fund = j.fund AND p.journal = j.id WHERE j.county = $1 AND p.county = $1 AND j.fund = c.fund
                   AND j.month <= c.month AND p.credit = c.account), 0) AS credit
  FROM ledger_close AS c WHERE c.county = $1
)
SELECT fund, month, account, closed_debit, closed_credit, debit, credit FROM actual
WHERE closed_debit <> debit OR closed_credit <> credit ORDER BY fund, month, account;

-- name: audit_statement_differences many (county i64) -> audit_statement_row (fund i64, stated_on date, balance_fen i64,
--   book_fen i64)
WITH actual AS (
  SELECT s.fund AS fund, s.stated_on AS stated_on, s.balance_fen AS balance_fen,
         coalesce((SELECT CAST(sum(CASE WHEN p.debit = s.fund * 10000 + 1001 THEN p.amount_fen ELSE -p.amount_fen END) AS BIGINT)
                   FROM journal AS j JOIN posting AS p ON p.county = j.county AND p.fund = j.fund AND p.journal = j.id
                   WHERE j.county = $1 AND p.county = $1 AND j.fund = s.fund AND j.entered_on <= s.stated_on
                     AND (p.debit = s.fund * 10000 + 1001 OR p.credit = s.fund * 10000 + 1001)), 0) AS book_fen
  FROM bank_statement AS s WHERE s.county = $1
)
SELECT fund, stated_on, balance_fen, book_fen FROM actual WHERE balance_fen <> book_fen ORDER BY fund, stated_on;
