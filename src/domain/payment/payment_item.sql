-- Items: what is due to a household for a month, and what became of it.

-- name: payment_item_bulk bulk payment_item (county i64, programme i64, month month, household i64, division i64, form i64, protected_count i64, basic_fen fen, topup_fen fen, adjustment_fen fen, carry_fen fen, state i64, attempt i64, remittance i64)

-- name: payment_adjustment_bulk bulk payment_adjustment (county i64, programme i64, month month, household i64, for_month month, amount_fen fen, reason text)

-- name: payment_exception_bulk bulk payment_exception (county i64, programme i64, month month, household i64, code text, division i64, detail text)

-- name: payment_item_read one (county i64, programme i64, month month, household i64) -> payment_item_row (month month, household i64, division i64, form i64, protected_count i64, basic fen, topup fen, adjustment fen, carry fen, state i64, attempt i64, remittance i64)
SELECT month, household, division, form, protected_count, basic_fen AS basic, topup_fen AS topup, adjustment_fen AS adjustment,
       carry_fen AS carry, state, attempt, remittance
  FROM payment_item
 WHERE county = $1 AND programme = $2 AND month = $3 AND household = $4;

-- name: payment_item_scan many (county i64, programme i64, from_month month, to_month month) -> payment_item_row
-- In the order of the key, which is the order of the frozen roster.
SELECT month, household, division, form, protected_count, basic_fen AS basic, topup_fen AS topup, adjustment_fen AS adjustment,
       carry_fen AS carry, state, attempt, remittance
  FROM payment_item
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4
 ORDER BY month, household;

-- name: payment_adjustment_scan many (county i64, programme i64, from_month month, to_month month) -> payment_adjustment_row (month month, household i64, for_month month, amount fen, reason text)
SELECT month, household, for_month, amount_fen AS amount, reason
  FROM payment_adjustment
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4
 ORDER BY month, household, for_month;

-- name: payment_adjustment_of_item many (county i64, programme i64, month month, household i64) -> payment_adjustment_row
SELECT month, household, for_month, amount_fen AS amount, reason
  FROM payment_adjustment
 WHERE county = $1 AND programme = $2 AND month = $3 AND household = $4
 ORDER BY for_month;

-- name: payment_item_named many (county i64, programme i64, from_month month, to_month month, township i64, state i64) -> payment_item_named_row (month month, household i64, division i64, form i64, protected_count i64, basic fen, topup fen, adjustment fen, carry fen, state i64, attempt i64, person i64, name text, id_sealed blob, id_tail text)
-- A run's items with the head's name; township and state 0 mean all.
SELECT i.month, i.household, i.division, i.form, i.protected_count, i.basic_fen AS basic, i.topup_fen AS topup,
       i.adjustment_fen AS adjustment, i.carry_fen AS carry, i.state, i.attempt, p.id AS person, p.name, p.id_sealed, p.id_tail
  FROM payment_item AS i CROSS JOIN entitlement AS t CROSS JOIN person AS p
 WHERE i.county = $1 AND i.programme = $2 AND i.month BETWEEN $3 AND $4
   AND ($5 = 0 OR i.division / 1000 = $5 / 1000) AND ($6 = 0 OR i.state = $6)
   AND t.county = i.county AND t.programme = i.programme AND t.household = i.household
   AND t.from_month <= i.month AND t.to_month >= i.month AND t.known_to = 2147483647
   AND p.county = t.county AND p.id = t.head
 ORDER BY i.month, i.household;

-- name: payment_claim_named many (county i64, programme i64, from_month month, to_month month, township i64, state i64) -> payment_item_named_row
-- The same of claims (programme 3): the head as claims.sql says.
WITH headed AS (
  SELECT i.month, i.household, i.division, i.form, i.protected_count, i.basic_fen, i.topup_fen, i.adjustment_fen, i.carry_fen,
         i.state, i.attempt,
         coalesce((SELECT t.head FROM entitlement AS t
                  WHERE t.county = $1 AND t.programme IN (1, 2) AND t.household = i.household AND t.from_month <= i.month AND t.known_to = 2147483647
                  ORDER BY t.from_month DESC, t.programme LIMIT 1),
                (SELECT l.person FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 2 AND l.payee = i.household
                  ORDER BY l.id LIMIT 1), 0) AS head
    FROM payment_item AS i
   WHERE i.county = $1 AND i.programme = $2 AND i.month BETWEEN $3 AND $4
     AND ($5 = 0 OR i.division / 1000 = $5 / 1000) AND ($6 = 0 OR i.state = $6))
SELECT h.month, h.household, h.division, h.form, h.protected_count, h.basic_fen AS basic, h.topup_fen AS topup,
       h.adjustment_fen AS adjustment, h.carry_fen AS carry, h.state, h.attempt, p.id AS person, p.name, p.id_sealed, p.id_tail
  FROM headed AS h
  JOIN person AS p ON p.county = $1 AND p.id = h.head
 ORDER BY h.month, h.household;

-- name: payment_exception_list many (county i64, programme i64, from_month month, to_month month) -> payment_exception_row (month month, household i64, code text, division i64, detail text)
SELECT month, household, code, division, detail
  FROM payment_exception
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4
 ORDER BY month, code, household;

-- name: payment_position_scan many (county i64, programme i64, from_month month, to_month month) -> payment_position_row (state i64, items i64, total fen)
SELECT state, count(*) AS items, CAST(sum(basic_fen + topup_fen + adjustment_fen) AS BIGINT) AS total
  FROM payment_item
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND basic_fen + topup_fen + adjustment_fen > 0
 GROUP BY state;

-- name: payment_due_first one (county i64, programme i64, month month) -> payment_due_row (household i64)
-- Somebody with something to pay that month.
SELECT household FROM payment_item
 WHERE county = $1 AND programme = $2 AND month = $3 AND basic_fen + topup_fen + adjustment_fen > 0
 ORDER BY household LIMIT 1;

-- name: payment_entitle_posting exec (county i64, programme i64, month month, fund i64, journal i64, expense i64, expense_scattered i64, expense_institution i64, payable i64)
-- Every item with something to pay: debit expense by form of support, credit payable; the line is the household.
INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen)
SELECT county, $4, $5, household, CASE WHEN form = 1 THEN $7 WHEN form = 2 THEN $8 ELSE $6 END, $9, basic_fen + topup_fen + adjustment_fen
  FROM payment_item
 WHERE county = $1 AND programme = $2 AND month = $3 AND basic_fen + topup_fen + adjustment_fen > 0
 ORDER BY household;

-- name: payment_cancel_posting exec (county i64, fund i64, journal i64, household i64, expense i64, payable i64, amount fen)
INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen) VALUES ($1, $2, $3, $4, $6, $5, $7);

-- name: payment_item_move exec (county i64, programme i64, month month, household i64, from_state i64, to_state i64)
UPDATE payment_item SET state = $6 WHERE county = $1 AND programme = $2 AND month = $3 AND household = $4 AND state = $5;

-- name: payment_item_hold_payeeless exec (county i64, programme i64, from_month month, to_month month)
-- A form of support changed after the run can leave an item without an account to pay into.
UPDATE payment_item SET state = 2
 WHERE county = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND state = 1
   AND NOT EXISTS (
     SELECT 1
       FROM entitlement AS t
       JOIN account AS a ON a.county = t.county AND a.owner_kind = CASE WHEN t.form = 2 THEN 2 ELSE 1 END
        AND a.owner = CASE WHEN t.form = 2 THEN t.home ELSE t.household END AND a.known_to = 2147483647
      WHERE t.county = payment_item.county AND t.programme = payment_item.programme AND t.household = payment_item.household
        AND t.from_month <= payment_item.month AND t.to_month >= payment_item.month AND t.known_to = 2147483647);

-- name: payment_payee_account one (county i64, programme i64, month month, household i64) -> payment_payee_row (owner_kind i64, owner i64, holder text, number_tail text)
-- Whose account an item is paid into, as known now.
SELECT a.owner_kind, a.owner, a.holder, a.number_tail
  FROM entitlement AS t
  JOIN account AS a ON a.county = t.county AND a.owner_kind = CASE WHEN t.form = 2 THEN 2 ELSE 1 END
   AND a.owner = CASE WHEN t.form = 2 THEN t.home ELSE t.household END AND a.known_to = 2147483647
 WHERE t.county = $1 AND t.programme = $2 AND t.household = $4
   AND t.from_month <= $3 AND t.to_month >= $3 AND t.known_to = 2147483647;

-- name: payment_claim_account one (county i64, household i64) -> payment_payee_row
-- The same of a claim: the household's own.
SELECT owner_kind, owner, holder, number_tail FROM account
 WHERE county = $1 AND owner_kind = 1 AND owner = $2 AND known_to = 2147483647;

-- name: payment_repayment_insert exec (county i64, id i64, programme i64, household i64, for_month month, amount fen, known_from i64, document text)
INSERT INTO payment_repayment (county, id, programme, household, for_month, amount_fen, known_from, document)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
