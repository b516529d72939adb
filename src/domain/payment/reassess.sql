-- What a household already got for past months, and whose past has to be looked at again.

-- name: settled_scan many (county i64, programme i64, before month, first i64, last i64) -> settled_row (household i64, kind i64, for_month month, state i64, amount fen)
-- Of the households from $4 to $5. kind 1: an item's own amount; 2: an adjustment for that month, with the state of the item that
-- carried it; 3: paid back.
SELECT i.household AS household, 1 AS kind, i.month AS for_month, i.state AS state, i.basic_fen + i.topup_fen AS amount
  FROM payment_run_month AS m CROSS JOIN payment_item AS i
 WHERE m.county = $1 AND m.programme = $2 AND m.month < $3
   AND i.county = m.county AND i.programme = m.programme AND i.month = m.month AND i.household BETWEEN $4 AND $5
UNION ALL
SELECT a.household AS household, 2 AS kind, a.for_month AS for_month, i.state AS state, a.amount_fen AS amount
  FROM payment_run_month AS m CROSS JOIN payment_adjustment AS a CROSS JOIN payment_item AS i
 WHERE m.county = $1 AND m.programme = $2 AND m.month < $3
   AND a.county = m.county AND a.programme = m.programme AND a.month = m.month AND a.household BETWEEN $4 AND $5
   AND i.county = a.county AND i.programme = a.programme AND i.month = a.month AND i.household = a.household
UNION ALL
SELECT r.household AS household, 3 AS kind, r.for_month AS for_month, 0 AS state, r.amount_fen AS amount
  FROM payment_repayment AS r
 WHERE r.county = $1 AND r.household BETWEEN $4 AND $5 AND r.programme = $2 AND r.for_month < $3
 ORDER BY household, for_month, kind;

-- name: reassess_household many (county i64, programme i64, fund i64, from_month month, to_month month, known_before i64) -> reassess_household_row (household i64)
-- Whose past changed without a new fact of theirs: recovery left from the run before, money paid back, an item cancelled,
-- a sum owed once of which the run before did not know, or whose month is past now.
-- CROSS JOIN: from the few journals to their lines, never through all postings ever made.
SELECT x.household AS household
  FROM payment_exception AS x
 WHERE x.county = $1 AND x.programme = $2 AND x.month BETWEEN $4 AND $5 AND x.code = 'RECOVERY_LEFT'
UNION
SELECT r.household AS household
  FROM payment_repayment AS r
 WHERE r.county = $1 AND r.programme = $2 AND r.known_from > $6
UNION
SELECT p.line AS household
  FROM journal AS j
  CROSS JOIN posting AS p
 WHERE j.county = $1 AND j.fund = $3 AND j.kind = 'CANCEL' AND j.known_from > $6
   AND p.county = j.county AND p.fund = j.fund AND p.journal = j.id
UNION
SELECT g.household AS household
  FROM single_grant AS g
 WHERE g.county = $1 AND g.programme = $2
   AND (g.known_from > $6 OR g.known_to > $6 AND g.known_to < 2147483647 OR g.month BETWEEN $4 AND $5)
 ORDER BY household;

-- name: reassess_grants many (county i64, programme i64, before month) -> reassess_grant_row (household i64, month month, amount_fen fen)
-- Owed once for a month beside its amount. Few: one for each funeral.
SELECT household, month, amount_fen FROM single_grant
 WHERE county = $1 AND programme = $2 AND month < $3 AND known_to = 2147483647
 ORDER BY household, month;

-- name: account_owner_scan many (county i64, owner_kind i64) -> account_owner_row (owner i64)
-- Who has an account in force, in the order of the owners.
SELECT owner FROM account WHERE county = $1 AND owner_kind = $2 AND known_to = 2147483647 ORDER BY owner;
