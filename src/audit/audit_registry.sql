-- What must hold among the facts themselves.

-- A row overlaps an earlier one when it begins before the latest end so far: one sorted pass, no self-join.
-- name: audit_person_twice many (county i64) -> audit_person_twice_row (person i64, household i64, other i64)
WITH seen AS (
  SELECT m.person AS person, m.household AS household, m.from_month AS from_month,
         max(m.to_month) OVER earlier AS ended, min(m.household) OVER earlier AS least, max(m.household) OVER earlier AS most
  FROM member AS m
  WHERE m.county = $1 AND m.known_to = 2147483647 AND m.is_present = 1
  WINDOW earlier AS (PARTITION BY m.person ORDER BY m.from_month, m.household ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT person, household, CASE WHEN least <> household THEN least ELSE most END AS other FROM seen
WHERE ended >= from_month AND (least <> household OR most <> household) ORDER BY person, household;

-- name: audit_entitlement_overlap many (county i64) -> audit_overlap_row (household i64)
WITH seen AS (
  SELECT e.household AS household, e.from_month AS from_month,
         max(e.to_month) OVER (PARTITION BY e.programme, e.household ORDER BY e.from_month, e.known_from
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended
  FROM entitlement AS e WHERE e.county = $1 AND e.known_to = 2147483647
)
SELECT DISTINCT household FROM seen WHERE ended >= from_month ORDER BY household;

-- name: audit_member_overlap many (county i64) -> audit_person_twice_row
WITH seen AS (
  SELECT m.person AS person, m.household AS household, m.from_month AS from_month,
         max(m.to_month) OVER (PARTITION BY m.household, m.person ORDER BY m.from_month, m.known_from
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended
  FROM member AS m WHERE m.county = $1 AND m.known_to = 2147483647
)
SELECT DISTINCT person, household, household AS other FROM seen WHERE ended >= from_month ORDER BY person, household;

-- Whole numbers as sealed, against what look-up and lists show of them.
-- name: audit_sealed_persons many (county i64) -> audit_sealed_row (owner_kind i64, owner i64, look_up blob, tail text, sealed blob)
SELECT 0 AS owner_kind, id AS owner, id_index AS look_up, id_tail AS tail, id_sealed AS sealed FROM person WHERE county = $1 ORDER BY id;

-- name: audit_sealed_accounts many (county i64) -> audit_sealed_row
SELECT owner_kind, owner, number_index AS look_up, number_tail AS tail, number_sealed AS sealed FROM account
WHERE county = $1 ORDER BY owner_kind, owner, known_from;

-- name: audit_sealed_payees many (county i64) -> audit_sealed_row
SELECT 3 AS owner_kind, payee AS owner, number_index AS look_up, number_tail AS tail, number_sealed AS sealed FROM payee_account
WHERE county = $1 ORDER BY payee, known_from;

-- Facts that claim a knowledge the trail never recorded.
-- name: audit_knowledge_last one (county i64) -> audit_knowledge_row (trail i64, entitlements i64, members i64, accounts i64,
--   parameters i64)
SELECT coalesce((SELECT max(c.id) FROM change_trail AS c WHERE c.county = $1), 0) AS trail,
       coalesce((SELECT max(e.known_from) FROM entitlement AS e WHERE e.county = $1), 0) AS entitlements,
       coalesce((SELECT max(m.known_from) FROM member AS m WHERE m.county = $1), 0) AS members,
       coalesce((SELECT max(a.known_from) FROM account AS a WHERE a.county = $1), 0) AS accounts,
       coalesce((SELECT max(p.known_from) FROM parameter AS p WHERE p.county = $1), 0) AS parameters;

-- name: audit_trail many (county i64) -> audit_trail_row (id i64, at text, actor text, action text, subject text, detail text,
--   prev_hash blob, hash blob)
SELECT id, at, actor, action, subject, detail, prev_hash, hash FROM change_trail WHERE county = $1 ORDER BY id;
