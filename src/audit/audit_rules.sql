-- What must hold whatever the amounts: one statement a rule, all with one row shape. subject: what is wrong; expected and
-- actual: the two numbers that differ, 0 where a rule compares none. Every rule is one pass over a set, never row by row.

-- name: audit_trail_cut many (county i64) -> audit_breach_row (subject text, expected i64, actual i64)
-- The counter of changes knows how long the chain was when its newest entries are cut off.
WITH ends AS (
  SELECT coalesce((SELECT c.value FROM counter AS c WHERE c.county = $1 AND c.name = 'change'), 0) AS counted,
         coalesce((SELECT max(t.id) FROM change_trail AS t WHERE t.county = $1), 0) AS last
)
SELECT 'change ' || CAST(last AS TEXT) AS subject, counted AS expected, last AS actual FROM ends WHERE counted <> last;

-- name: audit_death_ignored many (county i64) -> audit_breach_row
SELECT 'person ' || CAST(m.person AS TEXT) || ' household ' || CAST(m.household AS TEXT) AS subject,
       min(d.died_on / 100) AS expected, max(m.to_month) AS actual
FROM person_death AS d JOIN member AS m ON m.county = d.county AND m.person = d.person
WHERE d.county = $1 AND m.county = $1 AND d.known_to = 2147483647 AND m.known_to = 2147483647 AND m.is_present = 1
  AND m.is_protected = 1 AND m.to_month > d.died_on / 100
GROUP BY m.person, m.household ORDER BY m.person, m.household;

-- name: audit_death_missing many (county i64) -> audit_breach_row
-- The month of death itself is still due: whoever is absent by death is so from a later month on.
SELECT 'person ' || CAST(m.person AS TEXT) || ' household ' || CAST(m.household AS TEXT) AS subject,
       min(m.from_month) AS expected, coalesce(max(d.died_on / 100), 0) AS actual
FROM member AS m LEFT JOIN person_death AS d ON d.county = m.county AND d.person = m.person AND d.known_to = 2147483647
WHERE m.county = $1 AND m.known_to = 2147483647 AND m.is_present = 0 AND m.cause = 'DEATH'
  AND (d.person IS NULL OR d.died_on / 100 >= m.from_month)
GROUP BY m.person, m.household ORDER BY m.person, m.household;

-- name: audit_head_not_member many (county i64) -> audit_breach_row
-- Of households in which somebody lives; one whose last member died has nobody to take over.
SELECT 'household ' || CAST(e.household AS TEXT) AS subject, e.head AS expected, 0 AS actual FROM entitlement AS e
WHERE e.county = $1 AND e.known_to = 2147483647 AND e.to_month = 999912 AND e.status < 4 AND NOT EXISTS (
  SELECT 1 FROM member AS m WHERE m.county = $1 AND m.household = e.household AND m.person = e.head
    AND m.known_to = 2147483647 AND m.to_month = 999912 AND m.is_present = 1)
  AND EXISTS (
  SELECT 1 FROM member AS m WHERE m.county = $1 AND m.household = e.household
    AND m.known_to = 2147483647 AND m.to_month = 999912 AND m.is_present = 1)
ORDER BY e.household;

-- name: audit_run_known many (county i64) -> audit_breach_row
WITH prepared AS (
  SELECT t.subject AS subject, max(t.id) AS change FROM change_trail AS t
  WHERE t.county = $1 AND t.action = 'payment.prepare' GROUP BY t.subject
), run AS (
  SELECT 'run ' || CAST(r.id AS TEXT) AS subject, r.known AS known FROM payment_run AS r WHERE r.county = $1
)
SELECT r.subject AS subject, coalesce(p.change, 0) AS expected, r.known AS actual
FROM run AS r LEFT JOIN prepared AS p ON p.subject = r.subject
WHERE p.change IS NULL OR p.change <> r.known ORDER BY r.subject;

-- name: audit_run_known_before many (county i64) -> audit_breach_row
WITH run AS (
  SELECT r.id AS id, r.known_before AS known_before,
         coalesce(lag(r.known) OVER (PARTITION BY r.programme ORDER BY r.from_month, r.id), 0) AS previous
  FROM payment_run AS r WHERE r.county = $1
)
SELECT 'run ' || CAST(id AS TEXT) AS subject, previous AS expected, known_before AS actual FROM run
WHERE previous <> known_before ORDER BY id;

-- name: audit_journal_kind many (county i64) -> audit_breach_row
SELECT 'fund ' || CAST(j.fund AS TEXT) || ' journal ' || CAST(j.id AS TEXT) AS subject, 0 AS expected, 0 AS actual
FROM journal AS j
WHERE j.county = $1 AND (
  j.kind NOT IN ('APPROPRIATION', 'ENTITLE', 'SEND', 'RETURN', 'CANCEL', 'REPAYMENT', 'INTEREST', 'OTHER', 'TRANSFER', 'TRANSFER_PAY', 'TRANSFER_RETURN')
  OR (j.transfer > 0 AND (j.run > 0 OR j.kind NOT IN ('APPROPRIATION', 'TRANSFER', 'TRANSFER_PAY', 'TRANSFER_RETURN')))
  OR (j.transfer = 0 AND j.kind IN ('TRANSFER', 'TRANSFER_PAY', 'TRANSFER_RETURN'))
  OR (j.remittance > 0 AND j.kind NOT IN ('SEND', 'RETURN'))
  OR (j.remittance = 0 AND j.kind IN ('SEND', 'RETURN'))
  OR (j.run > 0 AND j.remittance = 0 AND j.kind NOT IN ('APPROPRIATION', 'ENTITLE', 'CANCEL'))
  OR (j.run = 0 AND j.kind IN ('ENTITLE', 'SEND', 'RETURN', 'CANCEL')))
ORDER BY j.fund, j.id;

-- name: audit_journal_unrecorded many (county i64) -> audit_breach_row
SELECT 'fund ' || CAST(j.fund AS TEXT) || ' journal ' || CAST(j.id AS TEXT) AS subject, j.known_from AS expected, 0 AS actual
FROM journal AS j LEFT JOIN change_trail AS t ON t.county = j.county AND t.id = j.known_from
WHERE j.county = $1 AND t.id IS NULL ORDER BY j.fund, j.id;

-- name: audit_journal_accounts many (county i64) -> audit_breach_row
-- Which accounts a kind of journal may move; INTEREST and OTHER are free.
WITH moved AS (
  SELECT j.fund AS fund, j.id AS id, j.kind AS kind, p.debit % 10000 AS debit, p.credit % 10000 AS credit
  FROM journal AS j JOIN posting AS p ON p.county = j.county AND p.fund = j.fund AND p.journal = j.id
  WHERE j.county = $1 AND p.county = $1
)
SELECT 'fund ' || CAST(fund AS TEXT) || ' journal ' || CAST(id AS TEXT) AS subject, min(debit) AS expected, min(credit) AS actual
FROM moved
WHERE (kind = 'APPROPRIATION' AND NOT (debit = 1001 AND credit BETWEEN 4001 AND 4009))
   OR (kind = 'ENTITLE' AND NOT (debit BETWEEN 5000 AND 5999 AND credit = 2001))
   OR (kind = 'SEND' AND NOT (debit = 1101 AND credit = 1001))
   OR (kind = 'RETURN' AND NOT (debit IN (1001, 2001) AND credit = 1101))
   OR (kind = 'CANCEL' AND NOT (debit = 2001 AND credit BETWEEN 5000 AND 5999))
   OR (kind = 'REPAYMENT' AND NOT (debit = 1001 AND credit BETWEEN 5000 AND 5999))
   OR (kind = 'TRANSFER' AND NOT (debit BETWEEN 5000 AND 5999 AND credit = 2001) AND NOT (debit = 2001 AND credit BETWEEN 5000 AND 5999))
   OR (kind = 'TRANSFER_PAY' AND NOT (debit = 2001 AND credit = 1001))
   OR (kind = 'TRANSFER_RETURN' AND NOT (debit = 1001 AND credit = 2001))
GROUP BY fund, id ORDER BY fund, id;

-- name: audit_repayment_books many (county i64) -> audit_breach_row
WITH movement AS (
  SELECT CASE WHEN r.programme = 3 THEN 4 ELSE r.programme END AS fund, r.amount_fen AS given, 0 AS posted FROM payment_repayment AS r WHERE r.county = $1
  UNION ALL
  SELECT j.fund AS fund, 0 AS given, p.amount_fen AS posted
  FROM journal AS j JOIN posting AS p ON p.county = j.county AND p.fund = j.fund AND p.journal = j.id
  WHERE j.county = $1 AND p.county = $1 AND j.kind = 'REPAYMENT'
)
SELECT 'fund ' || CAST(fund AS TEXT) AS subject, CAST(sum(given) AS BIGINT) AS expected, CAST(sum(posted) AS BIGINT) AS actual
FROM movement GROUP BY fund HAVING sum(given) <> sum(posted) ORDER BY fund;

-- name: audit_cancel_books many (county i64) -> audit_breach_row
WITH movement AS (
  SELECT CASE WHEN i.programme = 3 THEN 4 ELSE i.programme END AS fund, i.basic_fen + i.topup_fen + i.adjustment_fen AS given, 0 AS posted
  FROM payment_item AS i WHERE i.county = $1 AND i.state = 7
  UNION ALL
  SELECT j.fund AS fund, 0 AS given, p.amount_fen AS posted
  FROM journal AS j JOIN posting AS p ON p.county = j.county AND p.fund = j.fund AND p.journal = j.id
  WHERE j.county = $1 AND p.county = $1 AND j.kind = 'CANCEL'
)
SELECT 'fund ' || CAST(fund AS TEXT) AS subject, CAST(sum(given) AS BIGINT) AS expected, CAST(sum(posted) AS BIGINT) AS actual
FROM movement GROUP BY fund HAVING sum(given) <> sum(posted) ORDER BY fund;

-- name: audit_recovery_floor many (county i64) -> audit_breach_row
-- What a recovery must leave of the month's own amount, half up, by the share the run knew for its first month.
WITH recovered AS (
  SELECT i.programme AS programme, i.month AS month, i.household AS household,
         i.basic_fen + i.topup_fen + i.adjustment_fen AS total,
         (2 * p.value * (i.basic_fen + i.topup_fen) + 10000) / 20000 AS least
  FROM payment_item AS i
  JOIN payment_run_month AS m ON m.county = i.county AND m.programme = i.programme AND m.month = i.month
  JOIN payment_run AS r ON r.county = m.county AND r.id = m.run
  JOIN parameter AS p ON p.county = r.county AND p.name = 'recovery.floor' AND p.from_month <= r.from_month
    AND p.to_month >= r.from_month AND p.known_from <= r.known AND p.known_to > r.known
  WHERE i.county = $1 AND m.county = $1 AND r.county = $1 AND p.county = $1 AND i.adjustment_fen < 0
)
SELECT 'programme ' || CAST(programme AS TEXT) || ' ' || CAST(month AS TEXT) || ' household ' || CAST(household AS TEXT) AS subject,
       least AS expected, total AS actual
FROM recovered WHERE total < least ORDER BY programme, month, household;

-- name: audit_file_kind many (county i64) -> audit_breach_row
WITH used AS (
  SELECT t.out_file AS file, 'OUT' AS kind FROM remittance AS t WHERE t.county = $1
  UNION ALL
  SELECT t.in_file AS file, 'IN' AS kind FROM remittance AS t WHERE t.county = $1 AND t.in_file > 0
)
SELECT 'file ' || CAST(f.id AS TEXT) AS subject, 0 AS expected, 0 AS actual
FROM used AS u JOIN bank_file AS f ON f.id = u.file
WHERE f.county = $1 AND f.kind <> u.kind GROUP BY f.id ORDER BY f.id;

-- name: audit_file_orphan many (county i64) -> audit_breach_row
WITH used AS (
  SELECT t.out_file AS file FROM remittance AS t WHERE t.county = $1
  UNION ALL
  SELECT t.in_file AS file FROM remittance AS t WHERE t.county = $1 AND t.in_file > 0
), counted AS (
  SELECT file, count(*) AS uses FROM used GROUP BY file
)
SELECT 'file ' || CAST(f.id AS TEXT) AS subject, 1 AS expected, coalesce(c.uses, 0) AS actual
FROM bank_file AS f LEFT JOIN counted AS c ON c.file = f.id
WHERE f.county = $1 AND (c.uses IS NULL OR c.uses <> 1) ORDER BY f.id;

-- name: audit_carry_unlisted many (county i64) -> audit_breach_row
WITH mentioned AS (
  SELECT i.programme AS programme, i.month AS month, i.household AS household, 1 AS carried, 0 AS listed
  FROM payment_item AS i WHERE i.county = $1 AND i.carry_fen < 0
  UNION ALL
  SELECT x.programme AS programme, x.month AS month, x.household AS household, 0 AS carried, 1 AS listed
  FROM payment_exception AS x WHERE x.county = $1 AND x.code = 'RECOVERY_LEFT'
)
SELECT 'programme ' || CAST(programme AS TEXT) || ' ' || CAST(month AS TEXT) || ' household ' || CAST(household AS TEXT) AS subject,
       CAST(sum(carried) AS BIGINT) AS expected, CAST(sum(listed) AS BIGINT) AS actual
FROM mentioned GROUP BY programme, month, household HAVING sum(carried) <> sum(listed) ORDER BY programme, month, household;

-- name: audit_exception_false many (county i64) -> audit_breach_row
SELECT 'programme ' || CAST(i.programme AS TEXT) || ' ' || CAST(i.month AS TEXT) || ' household '
         || CAST(i.household AS TEXT) AS subject, 0 AS expected, i.basic_fen + i.topup_fen AS actual
FROM payment_exception AS x
JOIN payment_item AS i ON i.county = x.county AND i.programme = x.programme AND i.month = x.month AND i.household = x.household
WHERE x.county = $1 AND i.county = $1 AND x.code IN ('SUSPENDED', 'ZERO_BASIC') AND i.basic_fen + i.topup_fen > 0
ORDER BY i.programme, i.month, i.household;

-- name: audit_user_unrecorded many (county i64) -> audit_breach_row
SELECT 'user ' || u.name AS subject, u.created_change AS expected, 0 AS actual
FROM access_user AS u LEFT JOIN change_trail AS t ON t.county = u.county AND t.id = u.created_change
WHERE u.county = $1 AND (t.id IS NULL OR NOT (t.action = 'plan.load' OR (t.action = 'user.add' AND t.subject = 'user ' || u.name)))
ORDER BY u.name;

-- name: audit_plan_versions many (county i64) -> audit_plan_version_row (id i64, content text, sha256 blob)
SELECT id, content, sha256 FROM plan_version WHERE county = $1 ORDER BY id;
