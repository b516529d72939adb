-- Runs, files and the bank's answers.

-- name: audit_runs many (county i64) -> audit_run_row (id i64, programme i64, from_month month, to_month month, state i64, known i64,
--   items i64, total_fen i64, content_hash blob?, prepared_by text, checked_by text?, reviewed_by text?, approved_by text?,
--   funded_by text?, sent_by text?, closed_by text?)
SELECT id, programme, from_month, to_month, state, known, items, total_fen, content_hash, prepared_by, checked_by, reviewed_by,
       approved_by, funded_by, sent_by, closed_by
FROM payment_run WHERE county = $1 ORDER BY programme, from_month, id;

-- name: audit_run_sum one (county i64, run i64) -> audit_run_sum_row (months i64, items i64, total_fen i64, open_items i64)
SELECT (SELECT count(*) FROM payment_run_month AS x WHERE x.county = $1 AND x.run = $2) AS months,
       (SELECT count(*) FROM payment_run_month AS m JOIN payment_item AS i ON i.county = m.county
          AND i.programme = m.programme AND i.month = m.month WHERE m.county = $1 AND i.county = $1 AND m.run = $2) AS items,
       coalesce((SELECT CAST(sum(i.basic_fen + i.topup_fen + i.adjustment_fen) AS BIGINT)
          FROM payment_run_month AS m JOIN payment_item AS i ON i.county = m.county AND i.programme = m.programme
          AND i.month = m.month WHERE m.county = $1 AND i.county = $1 AND m.run = $2), 0) AS total_fen,
       (SELECT count(*) FROM payment_run_month AS m JOIN payment_item AS i ON i.county = m.county
          AND i.programme = m.programme AND i.month = m.month WHERE m.county = $1 AND i.county = $1 AND m.run = $2
          AND i.state NOT IN (4, 7) AND i.basic_fen + i.topup_fen + i.adjustment_fen > 0) AS open_items;

-- The items of a month in key order, for the content hash.
-- name: audit_items many (county i64, programme i64, month month) -> audit_item_row (household i64, division i64, form i64,
--   protected_count i64, basic_fen i64, topup_fen i64, adjustment_fen i64, carry_fen i64)
SELECT household, division, form, protected_count, basic_fen, topup_fen, adjustment_fen, carry_fen FROM payment_item
WHERE county = $1 AND programme = $2 AND month = $3 ORDER BY household;

-- name: audit_adjustments many (county i64, programme i64, from_month month, to_month month) -> audit_frozen_adjustment_row (month month,
--   household i64, for_month month, amount_fen i64, reason text)
SELECT month, household, for_month, amount_fen, reason FROM payment_adjustment
WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 ORDER BY month, household, for_month;

-- name: audit_actor one (county i64, action text, subject text) -> audit_actor_row (actor text)
SELECT actor FROM change_trail WHERE county = $1 AND action = $2 AND subject = $3 ORDER BY id DESC LIMIT 1;

-- A month without claims (programme 3) has no run.
-- name: audit_run_gaps many (county i64) -> audit_gap_row (programme i64, month month)
SELECT r.programme AS programme, r.from_month AS month FROM payment_run AS r
WHERE r.county = $1 AND r.programme <> 3
  AND EXISTS (SELECT 1 FROM payment_run_month AS f WHERE f.county = $1 AND f.programme = r.programme AND f.month < r.from_month)
  AND NOT EXISTS (SELECT 1 FROM payment_run_month AS p WHERE p.county = $1 AND p.programme = r.programme
    AND p.month = CASE WHEN r.from_month % 100 = 1 THEN r.from_month - 89 ELSE r.from_month - 1 END)
ORDER BY r.programme, r.from_month;

-- An item's state must be borne out by its file and its returns.
-- name: audit_item_states many (county i64) -> audit_state_row (programme i64, month month, household i64, state i64, attempt i64)
SELECT i.programme AS programme, i.month AS month, i.household AS household, i.state AS state, i.attempt AS attempt
FROM payment_item AS i
LEFT JOIN remittance AS t ON t.county = i.county AND t.id = i.remittance
WHERE i.county = $1 AND (
  (i.state IN (3, 4) AND (t.id IS NULL OR i.attempt < 1))
  OR (i.state = 4 AND t.is_reconciled = 0)
  OR (i.state = 3 AND t.is_reconciled = 1)
  OR (i.state IN (1, 2) AND i.attempt > 0)
  OR (i.state IN (5, 6) AND NOT EXISTS (SELECT 1 FROM bank_return AS b WHERE b.county = $1 AND b.programme = i.programme
      AND b.month = i.month AND b.household = i.household AND b.attempt = i.attempt))
  OR (i.state = 4 AND EXISTS (SELECT 1 FROM bank_return AS b WHERE b.county = $1 AND b.programme = i.programme
      AND b.month = i.month AND b.household = i.household AND b.attempt = i.attempt))
  OR (i.attempt > 1 AND i.attempt - 1 <> (SELECT count(*) FROM bank_return AS b WHERE b.county = $1
      AND b.programme = i.programme AND b.month = i.month AND b.household = i.household AND b.attempt < i.attempt)))
ORDER BY i.programme, i.month, i.household;

-- name: audit_remittances many (county i64) -> audit_remittance_row (id i64, run i64, programme i64, layout text, items i64,
--   total_fen i64, is_reconciled i64, paid_items i64, paid_fen i64, returned_items i64, returned_fen i64, out_file i64, in_file i64, unit text,
--   sent_on date, known_from i64)
SELECT id, run, programme, layout, items, total_fen, is_reconciled, paid_items, paid_fen, returned_items, returned_fen, out_file, in_file,
       unit, sent_on, known_from
FROM remittance WHERE county = $1 ORDER BY id;

-- What a file carried: items whose last file it is, and those it carried before they were returned and sent again.
-- name: audit_remittance_sum one (county i64, remittance i64) -> audit_remittance_sum_row (items i64, total_fen i64, paid_items i64,
--   paid_fen i64, returned_items i64, returned_fen i64)
WITH carried AS (
  SELECT i.programme AS programme, i.month AS month, i.household AS household, i.state AS state,
         i.basic_fen + i.topup_fen + i.adjustment_fen AS amount
  FROM payment_item AS i WHERE i.county = $1 AND i.remittance = $2
  UNION ALL
  SELECT i.programme AS programme, i.month AS month, i.household AS household, 5 AS state,
         i.basic_fen + i.topup_fen + i.adjustment_fen AS amount
  FROM bank_return AS b JOIN payment_item AS i ON i.county = b.county AND i.programme = b.programme AND i.month = b.month
    AND i.household = b.household
  WHERE b.county = $1 AND i.county = $1 AND b.remittance = $2 AND i.remittance <> $2
), back AS (
  SELECT count(*) AS items, coalesce(CAST(sum(i.basic_fen + i.topup_fen + i.adjustment_fen) AS BIGINT), 0) AS amount
  FROM bank_return AS b JOIN payment_item AS i ON i.county = b.county AND i.programme = b.programme AND i.month = b.month
    AND i.household = b.household
  WHERE b.county = $1 AND i.county = $1 AND b.remittance = $2
)
SELECT (SELECT count(*) FROM carried) AS items,
       coalesce((SELECT CAST(sum(amount) AS BIGINT) FROM carried), 0) AS total_fen,
       (SELECT count(*) FROM carried WHERE state = 4) AS paid_items,
       coalesce((SELECT CAST(sum(amount) AS BIGINT) FROM carried WHERE state = 4), 0) AS paid_fen,
       (SELECT items FROM back) AS returned_items,
       (SELECT amount FROM back) AS returned_fen;

-- Turnover that a file caused in the books, by kind of journal.
-- name: audit_remittance_books one (county i64, fund i64, remittance i64) -> audit_remittance_books_row (sent_fen i64, paid_fen i64,
--   returned_fen i64)
SELECT coalesce((SELECT CAST(sum(p.amount_fen) AS BIGINT) FROM journal AS j JOIN posting AS p ON p.county = j.county
         AND p.fund = j.fund AND p.journal = j.id WHERE j.county = $1 AND p.county = $1 AND j.fund = $2 AND j.remittance = $3
         AND p.debit = $2 * 10000 + 1101 AND p.credit = $2 * 10000 + 1001), 0) AS sent_fen,
       coalesce((SELECT CAST(sum(p.amount_fen) AS BIGINT) FROM journal AS j JOIN posting AS p ON p.county = j.county
         AND p.fund = j.fund AND p.journal = j.id WHERE j.county = $1 AND p.county = $1 AND j.fund = $2 AND j.remittance = $3
         AND p.debit = $2 * 10000 + 2001 AND p.credit = $2 * 10000 + 1101), 0) AS paid_fen,
       coalesce((SELECT CAST(sum(p.amount_fen) AS BIGINT) FROM journal AS j JOIN posting AS p ON p.county = j.county
         AND p.fund = j.fund AND p.journal = j.id WHERE j.county = $1 AND p.county = $1 AND j.fund = $2 AND j.remittance = $3
         AND p.debit = $2 * 10000 + 1001 AND p.credit = $2 * 10000 + 1101), 0) AS returned_fen;

-- Whom each line of a file should have named, in the order of the file: the account as known when it was made, a home's
-- for whoever lives in one. Only wubao knows homes.
-- name: audit_payees many (county i64, remittance i64, known i64, programme i64) -> audit_payee_row (month month, household i64,
--   number_index blob?, holder text?)
WITH carried AS (
  SELECT i.month AS month, i.household AS household FROM payment_item AS i
  WHERE i.county = $1 AND i.programme = $4 AND i.remittance = $2
  UNION ALL
  SELECT i.month AS month, i.household AS household
  FROM bank_return AS b JOIN payment_item AS i ON i.county = b.county AND i.programme = b.programme AND i.month = b.month
    AND i.household = b.household
  WHERE b.county = $1 AND i.county = $1 AND b.programme = $4 AND i.programme = $4 AND b.remittance = $2 AND i.remittance <> $2
), housed AS (
  SELECT c.month AS month, c.household AS household, e.home AS home
  FROM carried AS c JOIN entitlement AS e ON e.household = c.household AND e.from_month <= c.month AND e.to_month >= c.month
  WHERE $4 = 2 AND e.county = $1 AND e.programme = $4 AND e.form = 2 AND e.known_from <= $3 AND e.known_to > $3
), own AS (
  SELECT c.month AS month, c.household AS household FROM carried AS c
  WHERE NOT EXISTS (SELECT 1 FROM housed AS h WHERE h.month = c.month AND h.household = c.household)
)
SELECT o.month AS month, o.household AS household, a.number_index AS number_index, a.holder AS holder
FROM own AS o LEFT JOIN account AS a ON a.county = $1 AND a.owner_kind = 1 AND a.owner = o.household AND a.known_from <= $3
  AND a.known_to > $3
UNION ALL
SELECT h.month AS month, h.household AS household, a.number_index AS number_index, a.holder AS holder
FROM housed AS h LEFT JOIN account AS a ON a.county = $1 AND a.owner_kind = 2 AND a.owner = h.home AND a.known_from <= $3
  AND a.known_to > $3
ORDER BY month, household;

-- name: audit_file one (county i64, file i64) -> audit_file_row (kind text, bytes i64, sha256 blob)
SELECT kind, bytes, sha256 FROM bank_file WHERE county = $1 AND id = $2;

-- name: audit_file_parts many (county i64, file i64) -> audit_file_part_row (part i64, content blob)
SELECT part, content FROM bank_file_part WHERE county = $1 AND file = $2 ORDER BY part;

-- One person receiving two items of the same month, of either benefit.
-- name: audit_paid_twice many (county i64) -> audit_paid_twice_row (month month, person i64, household i64, other i64)
SELECT i.month AS month, m.person AS person, min(i.household) AS household, max(i.household) AS other
FROM payment_item AS i
JOIN member AS m ON m.county = i.county AND m.household = i.household AND m.from_month <= i.month AND m.to_month >= i.month
WHERE i.county = $1 AND m.county = $1 AND i.programme IN (1, 2) AND i.basic_fen > 0 AND m.is_present = 1 AND m.is_protected = 1 AND m.known_to = 2147483647
GROUP BY i.month, m.person HAVING min(i.household) <> max(i.household)
ORDER BY i.month, m.person;
