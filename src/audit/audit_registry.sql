-- What must hold among the facts themselves.

-- name: audit_person_twice many (county i64) -> audit_person_twice_row (person i64, household i64, other i64)
SELECT a.person AS person, a.household AS household, b.household AS other
FROM member AS a JOIN member AS b ON b.county = a.county AND b.person = a.person AND b.household > a.household
WHERE a.county = $1 AND b.county = $1 AND a.known_to = 2147483647 AND b.known_to = 2147483647 AND a.is_present = 1
  AND b.is_present = 1 AND a.from_month <= b.to_month AND b.from_month <= a.to_month
ORDER BY a.person, a.household, b.household;

-- name: audit_entitlement_overlap many (county i64) -> audit_overlap_row (household i64)
SELECT DISTINCT a.household AS household
FROM entitlement AS a JOIN entitlement AS b ON b.county = a.county AND b.programme = a.programme
  AND b.household = a.household AND b.from_month >= a.from_month AND b.from_month <= a.to_month
  AND (b.from_month > a.from_month OR b.known_from > a.known_from)
WHERE a.county = $1 AND b.county = $1 AND a.known_to = 2147483647 AND b.known_to = 2147483647
ORDER BY a.household;

-- name: audit_member_overlap many (county i64) -> audit_person_twice_row
SELECT DISTINCT a.person AS person, a.household AS household, b.household AS other
FROM member AS a JOIN member AS b ON b.county = a.county AND b.household = a.household AND b.person = a.person
  AND b.from_month >= a.from_month AND b.from_month <= a.to_month
  AND (b.from_month > a.from_month OR b.known_from > a.known_from)
WHERE a.county = $1 AND b.county = $1 AND a.known_to = 2147483647 AND b.known_to = 2147483647
ORDER BY a.person, a.household, b.household;

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
