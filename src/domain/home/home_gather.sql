-- What the bank confirmed and the books of homes do not have. home 0: of every home. All homes of a remittance are gathered at once, so that
-- one row of it says that it is done.

-- name: gather_support many (county i64, home i64) -> gather_row (home i64, book i64, subject i64, line i64, amount fen, on_date date,
--     month month, document text, run i64, number i64)
-- To which home a line went: what was known when the file was made, as the file itself did (recipient.c). Lines sent back are not state 4, and
-- belong to another remittance once they are issued again. CROSS JOIN: few remittances are new, and SQLite keeps this order.
SELECT t.home AS home, 2 AS book, m.id AS subject, 0 AS line, CAST(sum(i.basic_fen + i.topup_fen + i.adjustment_fen) AS BIGINT) AS amount,
       m.sent_on AS on_date, m.sent_on / 100 AS month, '' AS document, m.run AS run, m.number AS number
  FROM remittance AS m
 CROSS JOIN payment_run AS r
 CROSS JOIN payment_item AS i
 CROSS JOIN entitlement AS t
 WHERE m.county = $1 AND m.programme = 2 AND m.is_reconciled = 1
   AND m.id NOT IN (SELECT j.subject FROM home_journal AS j WHERE j.county = $1 AND j.book = 2 AND j.kind = 'RECEIVE' AND j.line = 0)
   AND r.county = m.county AND r.id = m.run
   AND i.county = m.county AND i.programme = m.programme AND i.month BETWEEN r.from_month AND r.to_month AND i.remittance = m.id AND i.state = 4
   AND t.county = i.county AND t.programme = i.programme AND t.household = i.household AND t.from_month <= i.month AND t.to_month >= i.month
   AND t.known_from <= m.known_from AND t.known_to > m.known_from AND t.form = 2 AND ($2 = 0 OR t.home = $2)
 GROUP BY t.home, m.id, m.sent_on, m.run, m.number
 ORDER BY m.id, t.home;

-- name: gather_transfer many (county i64, home i64) -> gather_row
-- Line: which payment of it; one sent back is paid again under the same number. Only into the book of its own fund.
SELECT p.home AS home, p.book AS book, t.id AS subject, t.attempt AS line, t.total_fen AS amount, t.paid_on AS on_date,
       t.paid_on / 100 AS month, t.bank_reference AS document, 0 AS run, 0 AS number
  FROM transfer AS t
  JOIN home_payee AS p ON p.county = t.county AND p.payee = t.payee AND p.book = t.fund
 WHERE t.county = $1 AND t.kind IN ('MANAGEMENT', 'SUPPORT') AND t.state = 4 AND ($2 = 0 OR p.home = $2)
   AND NOT EXISTS (SELECT 1 FROM home_journal AS j WHERE j.county = t.county AND j.home = p.home AND j.book = p.book AND j.kind = 'RECEIVE'
                   AND j.subject = t.id AND j.line = t.attempt)
 ORDER BY t.id;

-- name: gather_back many (county i64, home i64) -> gather_row
-- A payment in the books that the bank sent back after all: on the day, in the month of its journal of return.
SELECT j.home AS home, j.book AS book, j.subject AS subject, j.line AS line, j.amount_fen AS amount,
       max(b.entered_on) AS on_date, max(b.month) AS month, j.document AS document, 0 AS run, 0 AS number
  FROM home_journal AS j
  JOIN transfer AS t ON t.county = j.county AND t.id = j.subject
  JOIN journal AS b ON b.county = t.county AND b.fund = t.fund AND b.transfer = t.id AND b.kind = 'TRANSFER_RETURN'
 WHERE j.county = $1 AND j.kind = 'RECEIVE' AND j.line > 0 AND ($2 = 0 OR j.home = $2)
   AND (t.attempt > j.line OR (t.attempt = j.line AND t.state = 5))
   AND NOT EXISTS (SELECT 1 FROM home_journal AS g WHERE g.county = j.county AND g.home = j.home AND g.book = j.book AND g.kind = 'GRANT_BACK'
                   AND g.subject = j.subject AND g.line = j.line)
 GROUP BY j.home, j.book, j.subject, j.line, j.amount_fen, j.document
 ORDER BY j.home, j.book, j.subject, j.line;
