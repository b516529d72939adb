-- Period rows are written here and nowhere else. 2147483647 is the open end of knowledge.

-- name: entitlement_in_way many (county i64, programme i64, household i64, from_month month, to_month month) -> entitlement_in_way_row (from_month month, to_month month, known_from i64, status i64, cause text, division i64, head i64, mgmt_class i64, income_year_fen fen, form i64, home i64, care_level i64, begun_month month)
SELECT from_month, to_month, known_from, status, cause, division, head, mgmt_class, income_year_fen, form, home, care_level, begun_month
FROM entitlement
WHERE county = $1 AND programme = $2 AND household = $3 AND known_to = 2147483647 AND from_month <= $5 AND to_month >= $4
ORDER BY from_month;

-- name: entitlement_supersede exec (county i64, programme i64, household i64, from_month month, known_from i64, change i64)
UPDATE entitlement SET known_to = $6
WHERE county = $1 AND programme = $2 AND household = $3 AND from_month = $4 AND known_from = $5 AND known_to = 2147483647;

-- name: entitlement_retract exec (county i64, programme i64, household i64, from_month month, change i64)
-- Only for a row of the very change that is being written: nobody ever knew it.
DELETE FROM entitlement
WHERE county = $1 AND programme = $2 AND household = $3 AND from_month = $4 AND known_from = $5 AND known_to = 2147483647;

-- name: entitlement_insert exec (county i64, programme i64, household i64, from_month month, known_from i64, to_month month, known_to i64, status i64, cause text, division i64, head i64, mgmt_class i64, income_year_fen fen, form i64, home i64, care_level i64, begun_month month)
INSERT INTO entitlement (county, programme, household, from_month, known_from, to_month, known_to, status, cause, division, head, mgmt_class, income_year_fen, form, home, care_level, begun_month)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: entitlement_bulk bulk entitlement (county i64, programme i64, household i64, from_month month, known_from i64, to_month month, known_to i64, status i64, cause text, division i64, head i64, mgmt_class i64, income_year_fen fen, form i64, home i64, care_level i64, begun_month month)

-- name: member_in_way many (county i64, household i64, person i64, from_month month, to_month month) -> member_in_way_row (from_month month, to_month month, known_from i64, birth date, is_present bool, is_protected bool, relation i64, disability_kind i64, disability_grade i64, is_seriously_ill bool, is_student bool, cause text)
SELECT from_month, to_month, known_from, birth, is_present, is_protected, relation, disability_kind, disability_grade, is_seriously_ill, is_student, cause
FROM member
WHERE county = $1 AND household = $2 AND person = $3 AND known_to = 2147483647 AND from_month <= $5 AND to_month >= $4
ORDER BY from_month;

-- name: member_supersede exec (county i64, household i64, person i64, from_month month, known_from i64, change i64)
UPDATE member SET known_to = $6
WHERE county = $1 AND household = $2 AND person = $3 AND from_month = $4 AND known_from = $5 AND known_to = 2147483647;

-- name: member_retract exec (county i64, household i64, person i64, from_month month, change i64)
-- Only for a row of the very change that is being written: nobody ever knew it.
DELETE FROM member
WHERE county = $1 AND household = $2 AND person = $3 AND from_month = $4 AND known_from = $5 AND known_to = 2147483647;

-- name: member_insert exec (county i64, household i64, person i64, from_month month, known_from i64, to_month month, known_to i64, birth date, is_present bool, is_protected bool, relation i64, disability_kind i64, disability_grade i64, is_seriously_ill bool, is_student bool, cause text)
INSERT INTO member (county, household, person, from_month, known_from, to_month, known_to, birth, is_present, is_protected, relation, disability_kind, disability_grade, is_seriously_ill, is_student, cause)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: member_bulk bulk member (county i64, household i64, person i64, from_month month, known_from i64, to_month month, known_to i64, birth date, is_present bool, is_protected bool, relation i64, disability_kind i64, disability_grade i64, is_seriously_ill bool, is_student bool, cause text)
