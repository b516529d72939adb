-- The two scans a run merges: entitlements of a programme and memberships, both in household order, as believed at $k.
-- Written text (cause) is left out: it costs as much as the rest of the row.

-- name: dossier_entitlements many (county i64, programme i64, known i64, from_month month, to_month month) -> dossier_entitlement_row (household i64, from_month month, to_month month, known_from i64, status i64, division i64, head i64, home i64, mgmt_class i64, income_year_fen fen, form i64, care_level i64, begun_month month)
SELECT household, from_month, to_month, known_from, status, division, head, home, mgmt_class, income_year_fen, form, care_level, begun_month
FROM entitlement
WHERE county = $1 AND programme = $2 AND known_from <= $3 AND known_to > $3 AND from_month <= $5 AND to_month >= $4
ORDER BY county, programme, household, from_month;

-- name: dossier_members many (county i64, known i64, from_month month, to_month month) -> dossier_member_row (household i64, person i64, from_month month, to_month month, known_from i64, birth date, is_present bool, is_protected bool, relation i64, disability_kind i64, disability_grade i64, is_seriously_ill bool, is_student bool)
SELECT household, person, from_month, to_month, known_from, birth, is_present, is_protected, relation, disability_kind, disability_grade, is_seriously_ill, is_student
FROM member
WHERE county = $1 AND known_from <= $2 AND known_to > $2 AND from_month <= $4 AND to_month >= $3
ORDER BY county, household, person, from_month;

-- The same two scans with only what an amount depends on: every column asked for costs on each of millions of rows.

-- name: dossier_due_entitlements many (county i64, programme i64, known i64, from_month month, to_month month) -> dossier_due_entitlement_row (household i64, from_month month, to_month month, known_from i64, status i64, division i64, home i64, income_year_fen fen, form i64)
SELECT household, from_month, to_month, known_from, status, division, home, income_year_fen, form
FROM entitlement
WHERE county = $1 AND programme = $2 AND known_from <= $3 AND known_to > $3 AND from_month <= $5 AND to_month >= $4
ORDER BY county, programme, household, from_month;

-- name: dossier_due_members many (county i64, known i64, from_month month, to_month month) -> dossier_due_member_row (household i64, person i64, from_month month, to_month month, known_from i64, birth date, is_present bool, is_protected bool, disability_grade i64, is_seriously_ill bool)
SELECT household, person, from_month, to_month, known_from, birth, is_present, is_protected, disability_grade, is_seriously_ill
FROM member
WHERE county = $1 AND known_from <= $2 AND known_to > $2 AND from_month <= $4 AND to_month >= $3
ORDER BY county, household, person, from_month;

-- And for the amounts of one month as a thought: only its rows, only the members who count in it. Protected but not
-- present, with an end: died in the household's grace period.

-- name: dossier_month_entitlements many (county i64, programme i64, known i64, month month) -> dossier_month_entitlement_row (household i64, status i64, division i64, income_year_fen fen, form i64)
SELECT household, status, division, income_year_fen, form
FROM entitlement
WHERE county = $1 AND programme = $2 AND known_from <= $3 AND known_to > $3 AND from_month <= $4 AND to_month >= $4
ORDER BY county, programme, household, from_month;

-- name: dossier_month_members many (county i64, known i64, month month) -> dossier_month_member_row (household i64, birth date, disability_grade i64, is_seriously_ill bool, is_present bool)
SELECT household, birth, disability_grade, is_seriously_ill, is_present
FROM member
WHERE county = $1 AND known_from <= $2 AND known_to > $2 AND from_month <= $3 AND to_month >= $3
  AND is_protected = 1 AND (is_present = 1 OR to_month < 999912)
ORDER BY county, household, person, from_month;

-- name: dossier_household_entitlements many (county i64, programme i64, household i64, known i64, from_month month, to_month month) -> dossier_household_entitlement_row (household i64, from_month month, to_month month, known_from i64, status i64, division i64, head i64, home i64, mgmt_class i64, income_year_fen fen, form i64, care_level i64, begun_month month, cause text)
SELECT household, from_month, to_month, known_from, status, division, head, home, mgmt_class, income_year_fen, form, care_level, begun_month, cause
FROM entitlement
WHERE county = $1 AND programme = $2 AND household = $3 AND known_from <= $4 AND known_to > $4 AND from_month <= $6 AND to_month >= $5
ORDER BY county, programme, household, from_month;

-- name: dossier_household_members many (county i64, household i64, known i64, from_month month, to_month month) -> dossier_household_member_row (household i64, person i64, from_month month, to_month month, known_from i64, birth date, is_present bool, is_protected bool, relation i64, disability_kind i64, disability_grade i64, is_seriously_ill bool, is_student bool, cause text)
SELECT household, person, from_month, to_month, known_from, birth, is_present, is_protected, relation, disability_kind, disability_grade, is_seriously_ill, is_student, cause
FROM member
WHERE county = $1 AND household = $2 AND known_from <= $3 AND known_to > $3 AND from_month <= $5 AND to_month >= $4
ORDER BY county, household, person, from_month;

-- name: household_has_entitlement one (county i64, programme i64, household i64) -> household_has_entitlement_row (found i64)
SELECT count(*) AS found FROM entitlement WHERE county = $1 AND programme = $2 AND household = $3;
