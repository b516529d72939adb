-- name: medical_person_places many (county i64, person i64, month month, known i64) -> medical_person_place_row
--     (household i64, birth date, is_protected bool, has_benefit bool, programme i64, status i64, division i64)
-- The household in which the person is present that month, with its benefits then. The counter asks this for every patient, so the
-- rows are found by the index on the person alone (AS i): without statistics the planner would read the whole county. LIMIT: a
-- person's households of a month are a few, and then they come at once.
SELECT m.household, m.birth, m.is_protected, CASE WHEN e.status IS NULL THEN 0 ELSE 1 END AS has_benefit,
  coalesce(e.programme, 0) AS programme, coalesce(e.status, 0) AS status, coalesce(e.division, 0) AS division
FROM member AS i CROSS JOIN member AS m
LEFT JOIN entitlement AS e ON e.county = m.county AND e.household = m.household AND e.programme IN (1, 2)
  AND e.from_month <= $3 AND e.to_month >= $3 AND e.known_from <= $4 AND e.known_to > $4
WHERE i.county = $1 AND i.person = $2 AND m.county = $1 AND m.household = i.household AND m.person = i.person
  AND m.from_month = i.from_month AND m.known_from = i.known_from
  AND m.is_present = 1 AND m.from_month <= $3 AND m.to_month >= $3
  AND m.known_from <= $4 AND m.known_to > $4
ORDER BY m.household, programme LIMIT 100;

-- name: medical_class_at one (county i64, person i64, month month, known i64) -> medical_class_at_row (class i64)
SELECT class FROM medical_class
WHERE county = $1 AND person = $2 AND from_month <= $3 AND to_month >= $3 AND known_from <= $4 AND known_to > $4
ORDER BY from_month DESC LIMIT 1;

-- name: medical_class_in_way many (county i64, person i64, from_month month, to_month month) -> medical_class_row
--     (from_month month, to_month month, known_from i64, class i64, document text, case_file i64)
SELECT from_month, to_month, known_from, class, document, case_file FROM medical_class
WHERE county = $1 AND person = $2 AND known_to = 2147483647 AND from_month <= $4 AND to_month >= $3
ORDER BY from_month;

-- name: medical_class_supersede exec (county i64, person i64, from_month month, known_from i64, change i64)
UPDATE medical_class SET known_to = $5
WHERE county = $1 AND person = $2 AND from_month = $3 AND known_from = $4 AND known_to = 2147483647;

-- name: medical_class_retract exec (county i64, person i64, from_month month, change i64)
-- Only a row of the very change that is being written: nobody ever knew it.
DELETE FROM medical_class WHERE county = $1 AND person = $2 AND from_month = $3 AND known_from = $4;

-- name: medical_class_insert exec (county i64, person i64, from_month month, known_from i64, to_month month, class i64,
--     document text, case_file i64)
INSERT INTO medical_class (county, person, from_month, known_from, to_month, known_to, class, document, case_file)
VALUES ($1, $2, $3, $4, $5, 2147483647, $6, $7, $8);

-- name: medical_disease_rows many (county i64, known i64) -> medical_disease_row (code_from text, code_to text,
--     from_month month, to_month month, known_from i64, name text, age_below i64, document text, is_example bool)
SELECT code_from, code_to, from_month, to_month, known_from, name, age_below, document, is_example FROM medical_disease
WHERE county = $1 AND known_from <= $2 AND known_to > $2 ORDER BY code_from, from_month;

-- name: medical_disease_in_way many (county i64, code_from text, from_month month, to_month month) -> medical_disease_row
SELECT code_from, code_to, from_month, to_month, known_from, name, age_below, document, is_example FROM medical_disease
WHERE county = $1 AND code_from = $2 AND known_to = 2147483647 AND from_month <= $4 AND to_month >= $3
ORDER BY from_month;

-- name: medical_disease_supersede exec (county i64, code_from text, from_month month, known_from i64, change i64)
UPDATE medical_disease SET known_to = $5
WHERE county = $1 AND code_from = $2 AND from_month = $3 AND known_from = $4 AND known_to = 2147483647;

-- name: medical_disease_retract exec (county i64, code_from text, from_month month, change i64)
-- Only a row of the very change that is being written: nobody ever knew it.
DELETE FROM medical_disease WHERE county = $1 AND code_from = $2 AND from_month = $3 AND known_from = $4;

-- name: medical_disease_insert exec (county i64, code_from text, code_to text, from_month month, known_from i64, to_month month,
--     name text, age_below i64, document text, is_example bool)
INSERT INTO medical_disease (county, code_from, code_to, from_month, known_from, to_month, known_to, name, age_below, document, is_example)
VALUES ($1, $2, $3, $4, $5, $6, 2147483647, $7, $8, $9, $10);

-- name: medical_simulation_bills many (county i64, year i64) -> medical_simulation_bill (person i64, visit i64, division i64,
--     discharged_on date, class i64, disease text, total_fen fen, in_scope_fen fen, insurance_fen fen, critical_fen fen,
--     other_fen fen, relief_fen fen, veteran_fen fen, birth i64)
-- The living bills of a year in the order in which they take the cap, with the class by which each was assessed last.
-- birth: yyyymmdd, 0 when not known.
SELECT b.person, b.visit, b.division, b.discharged_on, a.class, b.disease, b.total_fen, b.in_scope_fen, b.insurance_fen,
  b.critical_fen, b.other_fen, b.relief_fen, b.veteran_fen,
  coalesce((SELECT max(m.birth) FROM member AS m WHERE m.county = b.county AND m.person = b.person AND m.known_to = 2147483647), 0) AS birth
FROM medical_bill AS b JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_to = 2147483647
WHERE b.county = $1 AND b.year = $2 AND b.state = 1
ORDER BY b.person, b.visit, b.admitted_on, b.id;
