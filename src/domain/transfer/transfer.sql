-- Payments of a fund to institutions: the row, its steps, and what the fund's other payments keep back.

-- name: transfer_insert exec (county i64, id i64, fund i64, month month, kind text, subject i64, payee i64, lines i64, total fen, content_hash blob, actor text, at text, known_from i64)
INSERT INTO transfer (county, id, fund, month, kind, subject, payee, lines, total_fen, content_hash, state, attempt, prepared_by, prepared_at,
                      paid_on, bank_reference, return_reason, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 0, $11, $12, 0, '', '', $13);

-- name: transfer_by_id one (county i64, id i64) -> transfer_row (id i64, fund i64, month month, kind text, subject i64, payee i64, lines i64, total fen, content_hash blob, state i64, attempt i64, prepared_by text, checked_by text?, approved_by text?, paid_by text?, paid_on i64, bank_reference text, return_reason text, payee_name text, account_tail text?)
-- The account is the one in force now: the one the next payment goes to.
SELECT t.id, t.fund, t.month, t.kind, t.subject, t.payee, t.lines, t.total_fen AS total, t.content_hash, t.state, t.attempt, t.prepared_by, t.checked_by,
       t.approved_by, t.paid_by, t.paid_on, t.bank_reference, t.return_reason, p.name AS payee_name, a.number_tail AS account_tail
  FROM transfer AS t
  JOIN payee AS p ON p.county = t.county AND p.id = t.payee
  LEFT JOIN payee_account AS a ON a.county = t.county AND a.payee = t.payee AND a.known_to = 2147483647
 WHERE t.county = $1 AND t.id = $2;

-- name: transfer_page many (county i64, payee i64, state i64, before i64, rows i64) -> transfer_row
-- payee, state, before 0: any.
SELECT t.id, t.fund, t.month, t.kind, t.subject, t.payee, t.lines, t.total_fen AS total, t.content_hash, t.state, t.attempt, t.prepared_by, t.checked_by,
       t.approved_by, t.paid_by, t.paid_on, t.bank_reference, t.return_reason, p.name AS payee_name, a.number_tail AS account_tail
  FROM transfer AS t
  JOIN payee AS p ON p.county = t.county AND p.id = t.payee
  LEFT JOIN payee_account AS a ON a.county = t.county AND a.payee = t.payee AND a.known_to = 2147483647
 WHERE t.county = $1 AND ($2 = 0 OR t.payee = $2) AND ($3 = 0 OR t.state = $3) AND ($4 = 0 OR t.id < $4)
 ORDER BY t.id DESC LIMIT $5;

-- name: transfer_subject_hands one (county i64, kind text, subject i64, actor text) -> transfer_hands_row (hands i64)
-- Whether that person drew or compared what the transfer pays.
SELECT (SELECT count(*) FROM medical_statement AS s
         WHERE $2 = 'HOSPITAL' AND s.county = $1 AND s.id = $3 AND (s.prepared_by = $4 OR s.agreed_by = $4))
     + (SELECT count(*) FROM premium_list AS p
         WHERE $2 = 'PREMIUM' AND p.county = $1 AND p.id = $3 AND p.prepared_by = $4)
     + (SELECT count(*) FROM allocation AS a
         WHERE $2 IN ('SUPPORT', 'MANAGEMENT') AND a.county = $1 AND a.id = $3 AND a.prepared_by = $4)
     + (SELECT count(*) FROM project_payment AS w
         WHERE $2 = 'PROJECT' AND w.county = $1 AND w.id = $3 AND w.prepared_by = $4) AS hands;

-- name: transfer_checked exec (county i64, id i64, actor text, at text)
UPDATE transfer SET state = 2, checked_by = $3, checked_at = $4 WHERE county = $1 AND id = $2 AND state = 1;

-- name: transfer_approved exec (county i64, id i64, actor text, at text)
UPDATE transfer SET state = 3, approved_by = $3, approved_at = $4 WHERE county = $1 AND id = $2 AND state = 2;

-- name: transfer_paid exec (county i64, id i64, actor text, at text, paid_on date, bank_reference text)
UPDATE transfer
   SET state = 4, attempt = attempt + 1, paid_by = $3, paid_at = $4, paid_on = $5, bank_reference = $6, return_reason = ''
 WHERE county = $1 AND id = $2 AND state IN (3, 5);

-- name: transfer_returned exec (county i64, id i64, reason text)
UPDATE transfer SET state = 5, return_reason = $3 WHERE county = $1 AND id = $2 AND state = 4;

-- name: transfer_discarded exec (county i64, id i64, reason text)
UPDATE transfer SET state = 6, return_reason = $3 WHERE county = $1 AND id = $2 AND state IN (1, 2);

-- name: transfer_journal_payable one (county i64, fund i64, journal i64, payable i64) -> transfer_amount_row (amount fen)
-- What a journal adds to what is owed.
SELECT CAST(coalesce(sum(CASE WHEN credit = $4 THEN amount_fen ELSE 0 - amount_fen END), 0) AS BIGINT) AS amount
  FROM posting
 WHERE county = $1 AND fund = $2 AND journal = $3 AND (debit = $4 OR credit = $4);

-- name: transfer_journal_month one (county i64, fund i64, transfer i64) -> transfer_month_row (month month?)
-- The month of its latest journal: nothing of it moves in an earlier one.
SELECT max(month) AS month FROM journal
 WHERE county = $1 AND fund = $2 AND transfer = $3 AND kind IN ('TRANSFER', 'TRANSFER_PAY', 'TRANSFER_RETURN');

-- name: transfer_reserved one (county i64, programme i64) -> transfer_amount_row
-- What runs that are funded (5 FUNDED to 7 RECONCILED) have still to send: their money lies in the same account.
SELECT CAST(coalesce(sum(i.basic_fen + i.topup_fen + i.adjustment_fen), 0) AS BIGINT) AS amount
  FROM payment_run AS r
  JOIN payment_item AS i ON i.county = r.county AND i.programme = r.programme AND i.month BETWEEN r.from_month AND r.to_month
 WHERE r.county = $1 AND r.programme = $2 AND r.state BETWEEN 5 AND 7 AND i.state IN (1, 2, 5, 6);
