-- The bank loop: files handed over, what came back, and the bytes themselves.

-- name: send_due many (county i64, programme i64, from_month month, to_month month, is_reissue i64) -> send_due_row (month month, household i64, amount fen)
-- What goes to the bank, in the order of the roster. First time: what is pending. Re-issue: what was corrected or released since.
SELECT month, household, basic_fen + topup_fen + adjustment_fen AS amount
  FROM payment_item
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND basic_fen + topup_fen + adjustment_fen > 0
   AND (state = 1 OR (state = 6 AND $5 = 1))
 ORDER BY month, household;

-- Who they go to: three scans in the order of their keys, merged with the items (recipient.c), as known at a change. The current
-- knowledge is asked for by a number too, so that no planner takes an index of the current rows, which would cost one look-up a row.

-- name: recipient_decision many (county i64, programme i64, month month, first i64, until i64, known i64) -> recipient_decision_row (household i64, head i64, form i64, home i64)
SELECT household, head, form, home
  FROM entitlement
 WHERE county = $1 AND programme = $2 AND household >= $4 AND household < $5
   AND from_month <= $3 AND to_month >= $3 AND known_from <= $6 AND known_to > $6
 ORDER BY county, programme, household, from_month;

-- name: recipient_claimant many (county i64, programme i64, month month, first i64, until i64, known i64) -> recipient_decision_row
-- The same of claims (programme 3): the head as claims.sql says, as known then.
SELECT i.household,
       coalesce((SELECT t.head FROM entitlement AS t
                  WHERE t.county = $1 AND t.programme IN (1, 2) AND t.household = i.household AND t.from_month <= i.month AND t.known_from <= $6 AND t.known_to > $6
                  ORDER BY t.from_month DESC, t.programme LIMIT 1),
                (SELECT l.person FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 2 AND l.payee = i.household
                  ORDER BY l.id LIMIT 1), 0) AS head,
       0 AS form, 0 AS home
  FROM payment_item AS i
 WHERE i.county = $1 AND i.programme = $2 AND i.month = $3 AND i.household >= $4 AND i.household < $5
 ORDER BY i.household;

-- name: recipient_person many (county i64, first i64, until i64) -> recipient_person_row (id i64, id_index blob, id_sealed blob)
SELECT id, id_index, id_sealed FROM person WHERE county = $1 AND id >= $2 AND id < $3 ORDER BY county, id;

-- name: recipient_account many (county i64, owner_kind i64, first i64, until i64, known i64) -> recipient_account_row (owner i64, bank text, holder text, number_index blob, number_sealed blob)
-- Centralised wubao to the home's account, one line per person all the same.
SELECT owner, bank, holder, number_index, number_sealed
  FROM account
 WHERE county = $1 AND owner_kind = $2 AND owner >= $3 AND owner < $4 AND known_from <= $5 AND known_to > $5
 ORDER BY county, owner_kind, owner, known_from;

-- name: send_item exec (county i64, programme i64, from_month month, to_month month, is_reissue i64, remittance i64)
UPDATE payment_item SET state = 3, attempt = attempt + 1, remittance = $6
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND basic_fen + topup_fen + adjustment_fen > 0
   AND (state = 1 OR (state = 6 AND $5 = 1));

-- name: bank_return_reissue exec (county i64, programme i64, from_month month, to_month month)
UPDATE bank_return SET state = 'REISSUED'
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND state = 'CORRECTED';

-- name: remittance_insert exec (county i64, id i64, run i64, programme i64, number i64, layout text, sent_on date, unit text, items i64, total fen, out_file i64, known_from i64, actor text)
INSERT INTO remittance (county, id, run, programme, number, layout, sent_on, unit, items, total_fen, paid_items, paid_fen, returned_items,
                        returned_fen, is_reconciled, out_file, in_file, known_from, actor)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, 0, 0, $11, 0, $12, $13);

-- name: remittance_list many (county i64, run i64) -> remittance_list_row (id i64, run i64, programme i64, number i64, layout text, sent_on date, unit text, items i64, total fen, paid_items i64, paid fen, returned_items i64, returned fen, is_reconciled bool, out_file i64, in_file i64, known_from i64, actor text)
SELECT id, run, programme, number, layout, sent_on, unit, items, total_fen AS total, paid_items, paid_fen AS paid, returned_items,
       returned_fen AS returned, is_reconciled, out_file, in_file, known_from, actor
  FROM remittance
 WHERE county = $1 AND run = $2
 ORDER BY number;

-- name: remittance_next_number one (county i64, run i64) -> remittance_number_row (number i64)
SELECT coalesce(max(number), 0) + 1 AS number FROM remittance WHERE county = $1 AND run = $2;

-- name: remittance_reconcile exec (county i64, id i64, paid_items i64, paid fen, returned_items i64, returned fen, in_file i64)
UPDATE remittance
   SET paid_items = $3, paid_fen = $4, returned_items = $5, returned_fen = $6, is_reconciled = 1, in_file = $7
 WHERE county = $1 AND id = $2 AND is_reconciled = 0;

-- name: sent_line many (county i64, programme i64, from_month month, to_month month, remittance i64) -> sent_line_row (month month, household i64, attempt i64, amount fen)
-- What a remittance holds, in the order of the roster; to whom it went is merged in (recipient.c).
SELECT month, household, attempt, basic_fen + topup_fen + adjustment_fen AS amount
  FROM payment_item
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND state = 3 AND remittance = $5
 ORDER BY month, household;

-- name: sent_item_paid exec (county i64, programme i64, from_month month, to_month month, remittance i64)
-- What the bank did not send back.
UPDATE payment_item SET state = 4
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND state = 3 AND remittance = $5;

-- name: sent_item_returned exec (county i64, programme i64, month month, household i64, remittance i64)
UPDATE payment_item SET state = 5
 WHERE county = $1 AND programme = $2 AND month = $3 AND household = $4 AND state = 3 AND remittance = $5;

-- name: bank_return_insert exec (county i64, programme i64, month month, household i64, attempt i64, remittance i64, code text, reason text, returned_on date, known_from i64)
INSERT INTO bank_return (county, programme, month, household, attempt, remittance, code, reason, returned_on, state, known_from, corrected_change, note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'OPEN', $10, NULL, '');

-- name: bank_return_correct exec (county i64, programme i64, month month, household i64, attempt i64, change i64, note text)
UPDATE bank_return SET state = 'CORRECTED', corrected_change = $6, note = $7
 WHERE county = $1 AND programme = $2 AND month = $3 AND household = $4 AND attempt = $5 AND state = 'OPEN';

-- name: bank_return_correct_by_account exec (county i64, programme i64, from_month month, to_month month, change i64, note text)
-- A new account of the payee, entered since the line came back, is the correction.
UPDATE bank_return SET state = 'CORRECTED', corrected_change = $5, note = $6
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND state = 'OPEN'
   AND EXISTS (
     SELECT 1
       FROM entitlement AS t
       JOIN account AS a ON a.county = t.county AND a.owner_kind = CASE WHEN t.form = 2 THEN 2 ELSE 1 END
        AND a.owner = CASE WHEN t.form = 2 THEN t.home ELSE t.household END AND a.known_to = 2147483647
      WHERE t.county = bank_return.county AND t.programme = bank_return.programme AND t.household = bank_return.household
        AND t.from_month <= bank_return.month AND t.to_month >= bank_return.month AND t.known_to = 2147483647
        AND a.known_from > bank_return.known_from);

-- name: claim_return_correct_by_account exec (county i64, programme i64, from_month month, to_month month, change i64, note text)
-- The same of claims: the household's own account.
UPDATE bank_return SET state = 'CORRECTED', corrected_change = $5, note = $6
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND state = 'OPEN'
   AND EXISTS (
     SELECT 1 FROM account AS a
      WHERE a.county = bank_return.county AND a.owner_kind = 1 AND a.owner = bank_return.household AND a.known_to = 2147483647
        AND a.known_from > bank_return.known_from);

-- name: payment_item_corrected exec (county i64, programme i64, from_month month, to_month month)
UPDATE payment_item SET state = 6
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND state = 5
   AND EXISTS (
     SELECT 1 FROM bank_return AS b
      WHERE b.county = payment_item.county AND b.programme = payment_item.programme AND b.month = payment_item.month
        AND b.household = payment_item.household AND b.attempt = payment_item.attempt AND b.state = 'CORRECTED');

-- name: bank_return_cancel exec (county i64, programme i64, month month, household i64, attempt i64, change i64, note text)
UPDATE bank_return SET state = 'CANCELLED', corrected_change = $6, note = $7
 WHERE county = $1 AND programme = $2 AND month = $3 AND household = $4 AND attempt = $5 AND state IN ('OPEN', 'CORRECTED');

-- name: bank_return_list many (county i64, state text, run i64) -> bank_return_list_row (run i64, programme i64, month month, household i64, attempt i64, remittance i64, code text, reason text, returned_on date, state text, note text, amount fen, division i64, name text, number_tail text?)
-- Tasks: what came back and is to be put right. state '' means all, run 0 means all. Claims (programme 3) have no entitlement: their
-- head is as claims.sql says.
WITH claimant AS (
  SELECT b.programme, b.month, b.household, b.attempt,
         coalesce((SELECT t.head FROM entitlement AS t
                  WHERE t.county = $1 AND t.programme IN (1, 2) AND t.household = b.household AND t.from_month <= b.month AND t.known_to = 2147483647
                  ORDER BY t.from_month DESC, t.programme LIMIT 1),
                (SELECT l.person FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 2 AND l.payee = b.household
                  ORDER BY l.id LIMIT 1), 0) AS head
    FROM bank_return AS b
   WHERE b.county = $1 AND b.programme = 3 AND ($2 = '' OR b.state = $2)
)
SELECT m.run AS run, b.programme AS programme, b.month AS month, b.household AS household, b.attempt AS attempt,
       b.remittance AS remittance, b.code AS code, b.reason AS reason, b.returned_on AS returned_on, b.state AS state, b.note AS note,
       i.basic_fen + i.topup_fen + i.adjustment_fen AS amount, i.division AS division, p.name AS name, a.number_tail AS number_tail
  FROM bank_return AS b
  JOIN remittance AS m ON m.county = b.county AND m.id = b.remittance
  JOIN payment_item AS i ON i.county = b.county AND i.programme = b.programme AND i.month = b.month AND i.household = b.household
  JOIN entitlement AS t ON t.county = b.county AND t.programme = b.programme AND t.household = b.household
   AND t.from_month <= b.month AND t.to_month >= b.month AND t.known_to = 2147483647
  JOIN person AS p ON p.county = t.county AND p.id = t.head
  LEFT JOIN account AS a ON a.county = t.county AND a.owner_kind = CASE WHEN t.form = 2 THEN 2 ELSE 1 END
   AND a.owner = CASE WHEN t.form = 2 THEN t.home ELSE t.household END AND a.known_to = 2147483647
 WHERE b.county = $1 AND ($2 = '' OR b.state = $2) AND ($3 = 0 OR m.run = $3)
UNION ALL
SELECT m.run AS run, b.programme AS programme, b.month AS month, b.household AS household, b.attempt AS attempt,
       b.remittance AS remittance, b.code AS code, b.reason AS reason, b.returned_on AS returned_on, b.state AS state, b.note AS note,
       i.basic_fen + i.topup_fen + i.adjustment_fen AS amount, i.division AS division, p.name AS name, a.number_tail AS number_tail
  FROM claimant AS c
  JOIN bank_return AS b ON b.county = $1 AND b.programme = c.programme AND b.month = c.month AND b.household = c.household
   AND b.attempt = c.attempt
  JOIN remittance AS m ON m.county = $1 AND m.id = b.remittance
  JOIN payment_item AS i ON i.county = $1 AND i.programme = b.programme AND i.month = b.month AND i.household = b.household
  JOIN person AS p ON p.county = $1 AND p.id = c.head
  LEFT JOIN account AS a ON a.county = $1 AND a.owner_kind = 1 AND a.owner = b.household AND a.known_to = 2147483647
 WHERE $3 = 0 OR m.run = $3
 ORDER BY returned_on, programme, month, household, attempt;

-- name: bank_file_insert exec (county i64, id i64, kind text, name text, bytes i64, sha256 blob, known_from i64)
INSERT INTO bank_file (county, id, kind, name, bytes, sha256, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: bank_file_part_insert exec (county i64, file i64, part i64, content blob)
INSERT INTO bank_file_part (county, file, part, content) VALUES ($1, $2, $3, $4);

-- name: bank_file_seal exec (county i64, id i64, bytes i64, sha256 blob)
-- Length and hash of a file whose parts were written first; in the transaction that made it.
UPDATE bank_file SET bytes = $3, sha256 = $4 WHERE county = $1 AND id = $2 AND bytes = 0;

-- name: bank_file_read one (county i64, id i64) -> bank_file_row (kind text, name text, bytes i64, sha256 blob)
SELECT kind, name, bytes, sha256 FROM bank_file WHERE county = $1 AND id = $2;

-- name: bank_file_part_scan many (county i64, file i64) -> bank_file_part_row (part i64, content blob)
SELECT part, content FROM bank_file_part WHERE county = $1 AND file = $2 ORDER BY part;

-- name: bank_file_taken one (county i64, run i64, sha256 blob) -> bank_file_taken_row (remittance i64)
-- The remittance of the run that was reconciled with exactly these bytes.
SELECT m.id AS remittance
  FROM remittance AS m
  JOIN bank_file AS f ON f.county = m.county AND f.id = m.in_file
 WHERE m.county = $1 AND m.run = $2 AND f.sha256 = $3 AND m.in_file > 0
 ORDER BY m.number
 LIMIT 1;
