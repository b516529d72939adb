-- Pages of households as people look for them. Keyset pages: 100,000 rows page as fast as 100.

-- name: household_page many (county i64, programme i64, month month, division_from i64, division_to i64, status i64, mgmt_class i64,
--   form i64, after i64, row_count i64) -> household_page_row (household i64, programme i64, status i64, division i64, head i64, mgmt_class i64,
--   form i64, income fen, head_name text, id_tail text)
-- status, mgmt_class, form: 0 for any.
SELECT entitlement.household, entitlement.programme, entitlement.status, entitlement.division, entitlement.head,
       entitlement.mgmt_class, entitlement.form, entitlement.income_year_fen AS income, person.name AS head_name, person.id_tail
FROM entitlement JOIN person ON person.county = entitlement.county AND person.id = entitlement.head
WHERE entitlement.county = $1 AND person.county = $1 AND entitlement.programme = $2 AND entitlement.household > $9
  AND entitlement.from_month <= $3 AND entitlement.to_month >= $3 AND entitlement.known_to = 2147483647
  AND entitlement.division BETWEEN $4 AND $5 AND ($6 = 0 OR entitlement.status = $6)
  AND ($7 = 0 OR entitlement.mgmt_class = $7) AND ($8 = 0 OR entitlement.form = $8)
ORDER BY entitlement.household LIMIT $10;

-- name: household_search many (county i64, text text, text_end text, initials text, initials_end text, tail text, month month,
--   division_from i64, division_to i64, after i64, row_count i64) -> household_page_row
-- By name or initials beginning with the text, or by the ID number's last four. One of the three is '' when it can not match.
-- CROSS JOIN: few are found; the planner would rather read every member and every period and look them up among those found.
WITH found AS (
  SELECT person.id FROM person WHERE person.county = $1 AND $2 <> '' AND person.name >= $2 AND person.name < $3
  UNION
  SELECT person.id FROM person WHERE person.county = $1 AND $4 <> '' AND person.initials >= $4 AND person.initials < $5
  UNION
  SELECT person.id FROM person WHERE person.county = $1 AND $6 <> '' AND person.id_tail = $6
), place AS (
  SELECT DISTINCT member.household FROM found CROSS JOIN member
  WHERE member.county = $1 AND member.person = found.id AND member.to_month = 999912 AND member.known_to = 2147483647 AND member.is_present = 1
)
SELECT entitlement.household, entitlement.programme, entitlement.status, entitlement.division, entitlement.head,
       entitlement.mgmt_class, entitlement.form, entitlement.income_year_fen AS income, person.name AS head_name, person.id_tail
FROM place CROSS JOIN entitlement CROSS JOIN person
WHERE entitlement.county = $1 AND person.county = $1 AND person.id = entitlement.head AND entitlement.programme IN (1, 2)
  AND entitlement.household = place.household AND entitlement.household > $10
  AND entitlement.from_month <= $7 AND entitlement.to_month >= $7 AND entitlement.known_to = 2147483647
  AND entitlement.division BETWEEN $8 AND $9
ORDER BY entitlement.household LIMIT $11;

-- name: household_count_by_township many (county i64, programme i64, month month, division_from i64, division_to i64)
--   -> household_count_row (township i64, households i64, institution i64)
SELECT entitlement.division / 1000 * 1000 AS township, count(*) AS households,
       coalesce(CAST(sum(CASE WHEN entitlement.form = 2 THEN 1 ELSE 0 END) AS BIGINT), 0) AS institution
FROM entitlement
WHERE entitlement.county = $1 AND entitlement.programme = $2 AND entitlement.from_month <= $3 AND entitlement.to_month >= $3
  AND entitlement.known_to = 2147483647 AND entitlement.status < 4 AND entitlement.division BETWEEN $4 AND $5
GROUP BY entitlement.division / 1000 * 1000 ORDER BY township;

-- name: household_people many (county i64, household i64, month month) -> household_person_row (person i64, name text, sex i64, id_tail text,
--   birth date, relation i64, is_present bool, is_protected bool, disability_grade i64, is_seriously_ill bool, is_student bool, cause text)
SELECT member.person, person.name, person.sex, person.id_tail, member.birth, member.relation, member.is_present, member.is_protected,
       member.disability_grade, member.is_seriously_ill, member.is_student, member.cause
FROM member JOIN person ON person.county = member.county AND person.id = member.person
WHERE member.county = $1 AND person.county = $1 AND member.household = $2 AND member.from_month <= $3 AND member.to_month >= $3
  AND member.known_to = 2147483647
ORDER BY member.relation, member.person;

-- name: household_periods many (county i64, household i64) -> household_period_row (programme i64, from_month month, to_month month,
--   known_from i64, known_to i64, status i64, division i64, mgmt_class i64, income fen, form i64, cause text, at text, actor text, action text)
-- Every period ever believed, with who made it known and when.
SELECT entitlement.programme, entitlement.from_month, entitlement.to_month, entitlement.known_from, entitlement.known_to,
       entitlement.status, entitlement.division, entitlement.mgmt_class, entitlement.income_year_fen AS income, entitlement.form,
       entitlement.cause, change_trail.at, change_trail.actor, change_trail.action
FROM entitlement JOIN change_trail ON change_trail.county = entitlement.county AND change_trail.id = entitlement.known_from
WHERE entitlement.county = $1 AND change_trail.county = $1 AND entitlement.programme IN (1, 2) AND entitlement.household = $2
ORDER BY entitlement.known_from, entitlement.from_month;
