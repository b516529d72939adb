-- A home's own books against what was paid to it, its claims, budgets and months (docs/audit.md). Book: 2 support, 3 management, 6 its own income.
-- Claim: 3 approved 4 paid 7 returned by the bank.

-- name: audit_home_kind many (county i64) -> home_book_breach_row (subject text, expected i64, actual i64)
-- Which accounts a kind of entry may move.
SELECT 'home ' || CAST(j.home AS TEXT) || ' book ' || CAST(j.book AS TEXT) || ' entry ' || CAST(j.id AS TEXT) AS subject, j.debit % 10000 AS expected, j.credit % 10000 AS actual
FROM home_journal AS j
WHERE j.county = $1 AND (
  (j.kind = 'RECEIVE' AND NOT (j.debit % 10000 = 1001 AND ((j.book = 2 AND j.credit % 10000 = 4101) OR (j.book = 3 AND j.credit % 10000 = 4102))))
  OR (j.kind = 'GRANT_BACK' AND NOT (j.credit % 10000 = 1001 AND j.debit % 10000 IN (4101, 4102)))
  OR (j.kind = 'DONATION' AND NOT (j.book = 6 AND j.debit % 10000 = 1001 AND j.credit % 10000 = 4103))
  OR (j.kind = 'FARM' AND NOT (j.book = 6 AND j.debit % 10000 = 1001 AND j.credit % 10000 = 4104))
  OR (j.kind = 'INTEREST' AND NOT (j.debit % 10000 = 1001 AND j.credit % 10000 = 4108))
  OR (j.kind = 'CLAIM' AND NOT (j.debit % 10000 BETWEEN 5000 AND 5999 AND j.credit % 10000 = 2001))
  OR (j.kind = 'CLAIM_PAY' AND NOT (j.debit % 10000 = 2001 AND j.credit % 10000 = 1001))
  OR (j.kind = 'CLAIM_RETURN' AND NOT (j.debit % 10000 = 1001 AND j.credit % 10000 = 2001)))
ORDER BY j.home, j.book, j.id;

-- name: audit_home_unrecorded many (county i64) -> home_book_breach_row
-- Every entry is somebody's change in the trail.
SELECT 'home ' || CAST(j.home AS TEXT) || ' book ' || CAST(j.book AS TEXT) || ' entry ' || CAST(j.id AS TEXT) AS subject, j.known_from AS expected, 0 AS actual
FROM home_journal AS j LEFT JOIN change_trail AS c ON c.county = j.county AND c.id = j.known_from
WHERE j.county = $1 AND (c.id IS NULL OR c.actor <> j.actor) ORDER BY j.home, j.book, j.id;

-- name: audit_home_overdrawn many (county i64) -> home_book_breach_row
-- No book spends what it does not have, in the order of its entries.
SELECT 'home ' || CAST(x.home AS TEXT) || ' book ' || CAST(x.book AS TEXT) AS subject, 0 AS expected, min(x.held) AS actual
FROM (SELECT j.home AS home, j.book AS book,
             CAST(sum(CASE WHEN j.debit % 10000 = 1001 THEN j.amount_fen WHEN j.credit % 10000 = 1001 THEN -j.amount_fen ELSE 0 END)
               OVER (PARTITION BY j.home, j.book ORDER BY j.id) AS BIGINT) AS held
      FROM home_journal AS j WHERE j.county = $1) AS x
WHERE x.held < 0 GROUP BY x.home, x.book ORDER BY x.home, x.book;

-- name: audit_home_claim_sum many (county i64) -> home_book_breach_row
-- A claim is the sum of its lines, all of its book.
WITH entry AS (
  SELECT c.id AS claim, c.total_fen AS head, 0 AS own, c.lines AS counted FROM home_claim AS c WHERE c.county = $1 AND c.state NOT IN (1, 6)
  UNION ALL
  SELECT l.claim AS claim, 0 AS head, l.amount_fen AS own, -1 AS counted
  FROM home_claim_line AS l JOIN home_claim AS c ON c.county = l.county AND c.id = l.claim
  WHERE l.county = $1 AND c.county = $1 AND c.state NOT IN (1, 6)
)
SELECT 'claim ' || CAST(claim AS TEXT) AS subject, CAST(sum(own) AS BIGINT) AS expected, CAST(sum(head) AS BIGINT) AS actual
FROM entry GROUP BY claim HAVING sum(own) <> sum(head) OR sum(counted) <> 0 ORDER BY claim;

-- name: audit_home_claim_books many (county i64) -> home_book_breach_row
-- An approved claim stands in the books once, line by line.
WITH entry AS (
  SELECT c.id AS claim, c.home AS home, l.account AS account, l.amount_fen AS due, 0 AS posted
  FROM home_claim AS c JOIN home_claim_line AS l ON l.county = c.county AND l.claim = c.id
  WHERE c.county = $1 AND l.county = $1 AND c.state IN (3, 4, 7)
  UNION ALL
  SELECT j.subject AS claim, j.home AS home, j.debit AS account, 0 AS due, j.amount_fen AS posted FROM home_journal AS j WHERE j.county = $1 AND j.kind = 'CLAIM'
)
SELECT 'claim ' || CAST(claim AS TEXT) AS subject, CAST(sum(due) AS BIGINT) AS expected, CAST(sum(posted) AS BIGINT) AS actual
FROM entry GROUP BY claim, home, account HAVING sum(due) <> sum(posted) ORDER BY claim, account;

-- name: audit_home_claim_paid many (county i64) -> home_book_breach_row
-- A paid claim left the account once.
WITH entry AS (
  SELECT c.id AS claim, c.home AS home, c.book AS book, CASE WHEN c.state = 4 THEN c.total_fen ELSE 0 END AS due, 0 AS paid FROM home_claim AS c WHERE c.county = $1
  UNION ALL
  SELECT j.subject AS claim, j.home AS home, j.book AS book, 0 AS due, CASE j.kind WHEN 'CLAIM_PAY' THEN j.amount_fen ELSE -j.amount_fen END AS paid
  FROM home_journal AS j WHERE j.county = $1 AND j.kind IN ('CLAIM_PAY', 'CLAIM_RETURN')
)
SELECT 'claim ' || CAST(claim AS TEXT) AS subject, CAST(sum(due) AS BIGINT) AS expected, CAST(sum(paid) AS BIGINT) AS actual
FROM entry GROUP BY claim, home, book HAVING sum(due) <> sum(paid) ORDER BY claim;

-- name: audit_home_claim_budget many (county i64) -> home_book_breach_row
-- Not more approved in a year than the line's budget.
WITH entry AS (
  SELECT c.home AS home, c.month / 100 AS year, l.account AS account, l.amount_fen AS spent, 0 AS budget
  FROM home_claim AS c JOIN home_claim_line AS l ON l.county = c.county AND l.claim = c.id
  WHERE c.county = $1 AND l.county = $1 AND c.state IN (3, 4, 7)
  UNION ALL
  SELECT b.home AS home, b.year AS year, b.account AS account, 0 AS spent, b.amount_fen AS budget FROM home_budget AS b WHERE b.county = $1 AND b.known_to = 2147483647
)
SELECT 'home ' || CAST(home AS TEXT) || ' ' || CAST(year AS TEXT) || ' account ' || CAST(account AS TEXT) AS subject, CAST(sum(budget) AS BIGINT) AS expected,
       CAST(sum(spent) AS BIGINT) AS actual
FROM entry GROUP BY home, year, account HAVING sum(spent) > sum(budget) ORDER BY home, year, account;

-- name: audit_home_claim_duty many (county i64) -> home_book_breach_row
-- Made, approved and paid by three people, each on the record.
SELECT 'claim ' || CAST(c.id AS TEXT) AS subject, 0 AS expected, 0 AS actual
FROM home_claim AS c
WHERE c.county = $1 AND (c.approved_by = c.prepared_by OR c.paid_by = c.prepared_by OR c.paid_by = c.approved_by
  OR NOT EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = $1 AND t.id = c.known_from AND t.actor = c.prepared_by)
  OR (c.state IN (3, 4, 7) AND NOT EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = $1 AND t.action = 'home.claim.approve' AND t.actor = c.approved_by
        AND t.subject = 'claim ' || CAST(c.id AS TEXT)))
  OR (c.state = 4 AND NOT EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = $1 AND t.action = 'home.claim.pay' AND t.actor = c.paid_by
        AND t.subject = 'claim ' || CAST(c.id AS TEXT))))
ORDER BY c.id;

-- name: audit_home_received many (county i64) -> home_book_breach_row
-- What a home's books say it was given by a payment of a transfer is what that payment brought to its own account of that book; what came back is out.
WITH entry AS (
  SELECT j.subject AS transfer, j.line AS attempt, j.home AS home, j.book AS book,
         CASE j.kind WHEN 'RECEIVE' THEN j.amount_fen ELSE 0 END AS received, CASE j.kind WHEN 'RECEIVE' THEN 0 ELSE j.amount_fen END AS given_back
  FROM home_journal AS j WHERE j.county = $1 AND j.kind IN ('RECEIVE', 'GRANT_BACK') AND j.line > 0
)
SELECT 'home ' || CAST(x.home AS TEXT) || ' transfer ' || CAST(x.transfer AS TEXT) AS subject, coalesce(t.total_fen, 0) AS expected, x.received AS actual
FROM (SELECT e.transfer AS transfer, e.attempt AS attempt, e.home AS home, e.book AS book, CAST(sum(e.received) AS BIGINT) AS received,
             CAST(sum(e.given_back) AS BIGINT) AS given_back
      FROM entry AS e GROUP BY e.transfer, e.attempt, e.home, e.book) AS x
LEFT JOIN transfer AS t ON t.county = $1 AND t.id = x.transfer AND t.fund = x.book
LEFT JOIN home_payee AS h ON h.county = $1 AND h.home = x.home AND h.book = x.book AND h.payee = t.payee
WHERE t.id IS NULL OR h.home IS NULL OR x.received <> t.total_fen OR x.attempt > t.attempt OR x.given_back NOT IN (0, x.received)
  OR (x.given_back > 0 AND x.attempt = t.attempt AND t.state = 4)
ORDER BY x.transfer, x.home;

-- name: audit_home_supported many (county i64) -> home_book_breach_row
-- Support money: line by line what the bank paid for the people of a home, by the file as it was made; a remittance is gathered for all homes at once.
WITH entry AS (
  SELECT m.id AS remittance, t.home AS home, 0 AS received, i.basic_fen + i.topup_fen + i.adjustment_fen AS paid
  FROM payment_item AS i
  JOIN remittance AS m ON m.county = i.county AND m.id = i.remittance AND m.is_reconciled = 1
  JOIN entitlement AS t ON t.county = i.county AND t.programme = 2 AND t.household = i.household AND t.form = 2 AND t.from_month <= i.month
   AND t.to_month >= i.month AND t.known_from <= m.known_from AND t.known_to > m.known_from
  WHERE i.county = $1 AND m.county = $1 AND t.county = $1 AND i.programme = 2 AND i.state = 4
    AND EXISTS (SELECT 1 FROM home_journal AS j WHERE j.county = $1 AND j.book = 2 AND j.kind = 'RECEIVE' AND j.line = 0 AND j.subject = m.id)
  UNION ALL
  SELECT j.subject AS remittance, j.home AS home, j.amount_fen AS received, 0 AS paid
  FROM home_journal AS j WHERE j.county = $1 AND j.book = 2 AND j.kind = 'RECEIVE' AND j.line = 0
)
SELECT 'home ' || CAST(home AS TEXT) || ' remittance ' || CAST(remittance AS TEXT) AS subject, CAST(sum(paid) AS BIGINT) AS expected, CAST(sum(received) AS BIGINT) AS actual
FROM entry GROUP BY remittance, home HAVING sum(paid) <> sum(received) ORDER BY remittance, home;

-- name: audit_home_statement many (county i64) -> home_book_breach_row
-- A signed month is what the books say of it.
WITH moved AS (
  SELECT s.home AS home, s.book AS book, s.month AS month,
         CAST(coalesce(sum(CASE WHEN j.month < s.month AND j.debit % 10000 = 1001 THEN j.amount_fen WHEN j.month < s.month AND j.credit % 10000 = 1001 THEN -j.amount_fen ELSE 0 END), 0) AS BIGINT) AS opening,
         CAST(coalesce(sum(CASE WHEN j.debit % 10000 = 1001 THEN j.amount_fen WHEN j.credit % 10000 = 1001 THEN -j.amount_fen ELSE 0 END), 0) AS BIGINT) AS closing
  FROM home_statement AS s LEFT JOIN home_journal AS j ON j.county = s.county AND j.home = s.home AND j.book = s.book AND j.month <= s.month
  WHERE s.county = $1 GROUP BY s.home, s.book, s.month
)
SELECT 'home ' || CAST(s.home AS TEXT) || ' book ' || CAST(s.book AS TEXT) || ' ' || CAST(s.month AS TEXT) AS subject, m.closing AS expected, s.closing_fen AS actual
FROM home_statement AS s JOIN moved AS m ON m.home = s.home AND m.book = s.book AND m.month = s.month
WHERE s.county = $1 AND s.state = 2 AND (m.opening <> s.opening_fen OR m.closing <> s.closing_fen OR s.received_fen - s.spent_fen <> m.closing - m.opening)
ORDER BY s.home, s.book, s.month;

-- name: audit_home_statement_duty many (county i64) -> home_book_breach_row
SELECT 'home ' || CAST(s.home AS TEXT) || ' book ' || CAST(s.book AS TEXT) || ' ' || CAST(s.month AS TEXT) AS subject, 0 AS expected, 0 AS actual
FROM home_statement AS s
WHERE s.county = $1 AND (s.confirmed_by = s.signed_by OR NOT EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = $1 AND t.id = s.known_from))
ORDER BY s.home, s.book, s.month;

-- ---- what was approved and signed, hashed again ----

-- name: audit_home_claims many (county i64) -> home_claim_content_row (id i64, home i64, book i64, month i64, state i64, lines i64, total i64, payee_name text, memo text,
--   content_hash blob?, detail text?)
-- Once submitted; detail: of the change that approved it.
SELECT c.id AS id, c.home AS home, c.book AS book, c.month AS month, c.state AS state, c.lines AS lines, c.total_fen AS total, c.payee_name AS payee_name, c.memo AS memo,
       c.content_hash AS content_hash,
       (SELECT max(t.detail) FROM change_trail AS t WHERE t.county = $1 AND t.action = 'home.claim.approve' AND t.subject = 'claim ' || CAST(c.id AS TEXT)) AS detail
FROM home_claim AS c WHERE c.county = $1 AND c.state IN (2, 3, 4, 5, 7) ORDER BY c.id;

-- name: audit_home_claim_lines many (county i64) -> home_claim_content_line_row (claim i64, number i64, account i64, spent_on i64, amount i64, detail text, receipt text)
SELECT l.claim AS claim, l.number AS number, l.account AS account, l.spent_on AS spent_on, l.amount_fen AS amount, l.detail AS detail, l.receipt AS receipt
FROM home_claim_line AS l WHERE l.county = $1 ORDER BY l.claim, l.number;

-- name: audit_home_statements many (county i64) -> home_statement_content_row (home i64, book i64, month i64, state i64, opening i64, received i64, spent i64, closing i64,
--   owed i64, residents i64, resident_days i64, content_hash blob, detail text?)
-- detail: of the change that signed it.
SELECT s.home AS home, s.book AS book, s.month AS month, s.state AS state, s.opening_fen AS opening, s.received_fen AS received, s.spent_fen AS spent, s.closing_fen AS closing,
       s.owed_fen AS owed, s.residents AS residents, s.resident_days AS resident_days, s.content_hash AS content_hash, t.detail AS detail
FROM home_statement AS s
LEFT JOIN change_trail AS t ON t.county = s.county AND t.id = s.known_from AND t.action = 'home.statement.sign' AND t.actor = s.signed_by
  AND t.subject = 'home ' || CAST(s.home AS TEXT)
WHERE s.county = $1 ORDER BY s.home, s.book, s.month;

-- name: audit_home_statement_lines many (county i64, home i64, book i64, month i64) -> home_statement_content_line_row (is_expense i64, account i64, amount i64)
-- A month by account: what came in, then what was paid out.
SELECT x.is_expense AS is_expense, x.account AS account, CAST(sum(x.amount) AS BIGINT) AS amount
FROM (SELECT 0 AS is_expense, j.credit AS account, j.amount_fen AS amount FROM home_journal AS j
      WHERE j.county = $1 AND j.home = $2 AND j.book = $3 AND j.month = $4 AND j.debit % 10000 = 1001 AND j.kind NOT IN ('CLAIM', 'CLAIM_PAY', 'CLAIM_RETURN')
      UNION ALL
      SELECT 0 AS is_expense, j.debit AS account, -j.amount_fen AS amount FROM home_journal AS j
      WHERE j.county = $1 AND j.home = $2 AND j.book = $3 AND j.month = $4 AND j.credit % 10000 = 1001 AND j.kind NOT IN ('CLAIM', 'CLAIM_PAY', 'CLAIM_RETURN')
      UNION ALL
      SELECT 1 AS is_expense, l.account AS account, CASE j.kind WHEN 'CLAIM_PAY' THEN l.amount_fen ELSE -l.amount_fen END AS amount
      FROM home_journal AS j JOIN home_claim_line AS l ON l.county = j.county AND l.claim = j.subject
      WHERE j.county = $1 AND j.home = $2 AND j.book = $3 AND j.month = $4 AND j.kind IN ('CLAIM_PAY', 'CLAIM_RETURN')) AS x
GROUP BY x.is_expense, x.account ORDER BY x.is_expense, x.account;
