-- Payments of a fund to an institution against what they pay for, the books and who acted (docs/audit.md). Subjects: hospitals' statements,
-- premium lists, allocations, payments of the works. Transfer: 3 approved 4 paid 5 returned 6 discarded.

-- name: audit_transfer_subject many (county i64) -> transfer_breach_row (subject text, expected i64, actual i64)
-- A transfer pays what its subject says, to whom it is owed, from the fund of its kind; each subject once.
WITH due AS (
  SELECT 'HOSPITAL' AS kind, s.id AS id, 4 AS fund, s.hospital AS payee, s.total_fen AS total, s.content_hash AS hash, s.transfer AS transfer
  FROM medical_statement AS s WHERE s.county = $1
  UNION ALL
  SELECT 'PREMIUM' AS kind, p.id AS id, 4 AS fund, 0 AS payee, p.total_fen AS total, p.content_hash AS hash, p.transfer AS transfer
  FROM premium_list AS p WHERE p.county = $1
  UNION ALL
  SELECT CASE a.fund WHEN 2 THEN 'SUPPORT' ELSE 'MANAGEMENT' END AS kind, a.id AS id, a.fund AS fund, a.payee AS payee, a.total_fen AS total,
         a.content_hash AS hash, a.transfer AS transfer
  FROM allocation AS a WHERE a.county = $1
  UNION ALL
  SELECT 'PROJECT' AS kind, w.id AS id, 5 AS fund, w.contractor AS payee, w.amount_fen AS total, w.content_hash AS hash, w.transfer AS transfer
  FROM project_payment AS w WHERE w.county = $1
)
SELECT 'transfer ' || CAST(t.id AS TEXT) AS subject, coalesce(d.total, 0) AS expected, t.total_fen AS actual
FROM transfer AS t LEFT JOIN due AS d ON d.kind = t.kind AND d.id = t.subject
WHERE t.county = $1 AND t.state < 6 AND (d.id IS NULL OR d.total <> t.total_fen OR d.hash IS NULL OR d.hash <> t.content_hash OR d.fund <> t.fund
  OR (d.payee > 0 AND d.payee <> t.payee) OR d.transfer <> t.id)
ORDER BY t.id;

-- name: audit_transfer_books many (county i64) -> transfer_breach_row
-- The books hold an approved transfer once, in its own fund, and its payment once.
WITH moved AS (
  SELECT j.transfer AS transfer, j.fund AS fund,
         CASE WHEN j.kind = 'TRANSFER' AND p.credit % 10000 = 2001 THEN p.amount_fen WHEN j.kind = 'TRANSFER' THEN -p.amount_fen ELSE 0 END AS owed,
         CASE j.kind WHEN 'TRANSFER_PAY' THEN p.amount_fen WHEN 'TRANSFER_RETURN' THEN -p.amount_fen ELSE 0 END AS paid
  FROM journal AS j JOIN posting AS p ON p.county = j.county AND p.fund = j.fund AND p.journal = j.id
  WHERE j.county = $1 AND p.county = $1 AND j.transfer > 0
  UNION ALL
  SELECT t.id AS transfer, t.fund AS fund, 0 AS owed, 0 AS paid FROM transfer AS t WHERE t.county = $1
)
SELECT 'transfer ' || CAST(m.transfer AS TEXT) AS subject, CASE WHEN max(t.state) IN (3, 4, 5) THEN max(t.total_fen) ELSE 0 END AS expected,
       CAST(sum(m.owed) AS BIGINT) AS actual
FROM moved AS m LEFT JOIN transfer AS t ON t.county = $1 AND t.id = m.transfer
GROUP BY m.transfer
HAVING sum(m.owed) <> CASE WHEN max(t.state) IN (3, 4, 5) THEN max(t.total_fen) ELSE 0 END
  OR sum(m.paid) <> CASE WHEN max(t.state) = 4 THEN max(t.total_fen) ELSE 0 END OR max(t.id) IS NULL OR min(m.fund) <> max(m.fund)
ORDER BY m.transfer;

-- name: audit_transfer_duty many (county i64) -> transfer_breach_row
-- Each step of a transfer is its doer's entry in the trail, no two steps are one person's, and who drew or compared its lines neither
-- checked nor approved it.
SELECT 'transfer ' || CAST(t.id AS TEXT) AS subject, 0 AS expected, 0 AS actual
FROM transfer AS t
WHERE t.county = $1 AND (
  (t.checked_by IS NOT NULL AND (t.checked_by = t.prepared_by OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1
    AND c.action = 'transfer.check' AND c.actor = t.checked_by AND c.subject = 'transfer ' || CAST(t.id AS TEXT))))
  OR (t.approved_by IS NOT NULL AND (t.approved_by IN (t.prepared_by, t.checked_by) OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1
    AND c.action = 'transfer.approve' AND c.actor = t.approved_by AND c.subject = 'transfer ' || CAST(t.id AS TEXT))))
  OR (t.state = 4 AND (t.paid_by IN (t.prepared_by, t.checked_by, t.approved_by) OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1
    AND c.action = 'transfer.pay' AND c.actor = t.paid_by AND c.subject = 'transfer ' || CAST(t.id AS TEXT))))
  OR (t.state < 6 AND t.kind = 'HOSPITAL' AND EXISTS (SELECT 1 FROM medical_statement AS s WHERE s.county = $1 AND s.id = t.subject
    AND (s.prepared_by IN (t.checked_by, t.approved_by) OR s.agreed_by IN (t.checked_by, t.approved_by))))
  OR (t.state < 6 AND t.kind = 'PREMIUM' AND EXISTS (SELECT 1 FROM premium_list AS p WHERE p.county = $1 AND p.id = t.subject
    AND p.prepared_by IN (t.checked_by, t.approved_by)))
  OR (t.state < 6 AND t.kind IN ('SUPPORT', 'MANAGEMENT') AND EXISTS (SELECT 1 FROM allocation AS a WHERE a.county = $1 AND a.id = t.subject
    AND a.prepared_by IN (t.checked_by, t.approved_by)))
  OR (t.state < 6 AND t.kind = 'PROJECT' AND EXISTS (SELECT 1 FROM project_payment AS w WHERE w.county = $1 AND w.id = t.subject
    AND w.prepared_by IN (t.checked_by, t.approved_by))))
ORDER BY t.id;

-- name: audit_transfer_payable many (county i64) -> transfer_breach_row
-- What a fund that pays institutions only still owes is what its approved transfers have not yet paid.
WITH entry AS (
  SELECT p.fund AS fund, 0 AS due, CASE WHEN p.credit % 10000 = 2001 THEN p.amount_fen ELSE 0 END - CASE WHEN p.debit % 10000 = 2001 THEN p.amount_fen ELSE 0 END AS owed
  FROM posting AS p WHERE p.county = $1 AND p.fund IN (3, 5)
  UNION ALL
  SELECT t.fund AS fund, t.total_fen AS due, 0 AS owed FROM transfer AS t WHERE t.county = $1 AND t.fund IN (3, 5) AND t.state IN (3, 5)
)
SELECT 'fund ' || CAST(fund AS TEXT) AS subject, CAST(sum(due) AS BIGINT) AS expected, CAST(sum(owed) AS BIGINT) AS actual
FROM entry GROUP BY fund HAVING sum(due) <> sum(owed) ORDER BY fund;

-- name: audit_allocation_sum many (county i64) -> transfer_breach_row
-- An allocation is the sum of its lines; they are of its fund, month and receiver, and live as long as it does.
WITH entry AS (
  SELECT a.id AS id, a.total_fen AS head, 0 AS own, a.lines AS counted, 0 AS astray FROM allocation AS a WHERE a.county = $1
  UNION ALL
  SELECT l.allocation AS id, 0 AS head, l.amount_fen AS own, -1 AS counted,
         CASE WHEN l.fund <> a.fund OR l.month <> a.month OR l.payee <> a.payee OR l.is_living <> CASE WHEN a.state = 4 THEN 0 ELSE 1 END THEN 1 ELSE 0 END AS astray
  FROM allocation_line AS l JOIN allocation AS a ON a.county = l.county AND a.id = l.allocation
  WHERE l.county = $1 AND a.county = $1
)
SELECT 'allocation ' || CAST(id AS TEXT) AS subject, CAST(sum(own) AS BIGINT) AS expected, CAST(sum(head) AS BIGINT) AS actual
FROM entry GROUP BY id HAVING sum(own) <> sum(head) OR sum(counted) <> 0 OR sum(astray) > 0 ORDER BY id;

-- name: audit_allocation_books many (county i64) -> transfer_breach_row
-- Category by category, the books hold what the approved allocations of a fund say.
WITH entry AS (
  SELECT l.account AS account, l.amount_fen AS due, 0 AS posted
  FROM allocation_line AS l JOIN allocation AS a ON a.county = l.county AND a.id = l.allocation
  JOIN transfer AS t ON t.county = a.county AND t.id = a.transfer
  WHERE l.county = $1 AND a.county = $1 AND t.county = $1 AND a.state IN (2, 3) AND t.state IN (3, 4, 5)
  UNION ALL
  SELECT p.debit AS account, 0 AS due, p.amount_fen AS posted
  FROM journal AS j JOIN posting AS p ON p.county = j.county AND p.fund = j.fund AND p.journal = j.id
  WHERE j.county = $1 AND p.county = $1 AND j.kind = 'TRANSFER' AND j.fund IN (2, 3)
)
SELECT 'account ' || CAST(account AS TEXT) AS subject, CAST(sum(due) AS BIGINT) AS expected, CAST(sum(posted) AS BIGINT) AS actual
FROM entry GROUP BY account HAVING sum(due) <> sum(posted) ORDER BY account;
