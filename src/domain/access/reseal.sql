-- Every sealed column of the database, three statements each: how many values are not of the newest generation of keys
-- (mark: their first byte), the next ones after a key, and one put in the place of the one that was read. tests/house
-- compares this with the migrations: a sealed column that is not here would be lost at a rotation.

-- name: reseal_person_id_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM person WHERE county = $1 AND substr(id_sealed, 1, 1) <> $2;

-- name: reseal_person_id many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT id AS a, CAST(0 AS BIGINT) AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(id_sealed, 1, 0) AS x, id_sealed AS sealed
FROM person WHERE county = $1 AND substr(id_sealed, 1, 1) <> $2
  AND id >= $3 AND (id, 0, 0) > ($3, $4, $5)
ORDER BY county, id LIMIT $6;

-- name: reseal_person_id_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE person SET id_sealed = $6
WHERE county = $1 AND id = $2 AND CAST($3 AS BIGINT) = 0 AND CAST($4 AS BIGINT) = 0 AND id_sealed = $5;

-- name: reseal_person_phone_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM person WHERE county = $1 AND substr(phone_sealed, 1, 1) <> $2 AND phone_sealed IS NOT NULL;

-- name: reseal_person_phone many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT id AS a, CAST(0 AS BIGINT) AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(phone_sealed, 1, 0) AS x, phone_sealed AS sealed
FROM person WHERE county = $1 AND substr(phone_sealed, 1, 1) <> $2 AND phone_sealed IS NOT NULL
  AND id >= $3 AND (id, 0, 0) > ($3, $4, $5)
ORDER BY county, id LIMIT $6;

-- name: reseal_person_phone_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE person SET phone_sealed = $6
WHERE county = $1 AND id = $2 AND CAST($3 AS BIGINT) = 0 AND CAST($4 AS BIGINT) = 0 AND phone_sealed = $5;

-- name: reseal_account_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM account WHERE county = $1 AND substr(number_sealed, 1, 1) <> $2;

-- name: reseal_account many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT owner_kind AS a, owner AS b, known_from AS c, '' AS s, '' AS t, substr(number_sealed, 1, 0) AS x, number_sealed AS sealed
FROM account WHERE county = $1 AND substr(number_sealed, 1, 1) <> $2
  AND owner_kind >= $3 AND (owner_kind, owner, known_from) > ($3, $4, $5)
ORDER BY county, owner_kind, owner, known_from LIMIT $6;

-- name: reseal_account_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE account SET number_sealed = $6
WHERE county = $1 AND owner_kind = $2 AND owner = $3 AND known_from = $4 AND number_sealed = $5;

-- name: reseal_bank_file_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM bank_file_part WHERE county = $1 AND substr(content, 1, 1) <> $2;

-- name: reseal_bank_file many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT file AS a, part AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(content, 1, 0) AS x, content AS sealed
FROM bank_file_part WHERE county = $1 AND substr(content, 1, 1) <> $2
  AND file >= $3 AND (file, part, 0) > ($3, $4, $5)
ORDER BY county, file, part LIMIT $6;

-- name: reseal_bank_file_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE bank_file_part SET content = $6
WHERE county = $1 AND file = $2 AND part = $3 AND CAST($4 AS BIGINT) = 0 AND content = $5;

-- name: reseal_case_step_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM case_step WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2;

-- name: reseal_case_step many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT case_id AS a, seq AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(content_sealed, 1, 0) AS x, content_sealed AS sealed
FROM case_step WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2
  AND case_id >= $3 AND (case_id, seq, 0) > ($3, $4, $5)
ORDER BY county, case_id, seq LIMIT $6;

-- name: reseal_case_step_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE case_step SET content_sealed = $6
WHERE county = $1 AND case_id = $2 AND seq = $3 AND CAST($4 AS BIGINT) = 0 AND content_sealed = $5;

-- name: reseal_case_form_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM case_form WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2;

-- name: reseal_case_form many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT case_id AS a, version AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(content_sealed, 1, 0) AS x, content_sealed AS sealed
FROM case_form WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2
  AND case_id >= $3 AND (case_id, version, 0) > ($3, $4, $5)
ORDER BY county, case_id, version LIMIT $6;

-- name: reseal_case_form_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE case_form SET content_sealed = $6
WHERE county = $1 AND case_id = $2 AND version = $3 AND CAST($4 AS BIGINT) = 0 AND content_sealed = $5;

-- name: reseal_objection_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM objection WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2;

-- name: reseal_objection many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT id AS a, CAST(0 AS BIGINT) AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(content_sealed, 1, 0) AS x, content_sealed AS sealed
FROM objection WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2
  AND id >= $3 AND (id, 0, 0) > ($3, $4, $5)
ORDER BY county, id LIMIT $6;

-- name: reseal_objection_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE objection SET content_sealed = $6
WHERE county = $1 AND id = $2 AND CAST($3 AS BIGINT) = 0 AND CAST($4 AS BIGINT) = 0 AND content_sealed = $5;

-- name: reseal_case_draft_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM case_draft WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2;

-- name: reseal_case_draft many (county i64, mark blob, s text, t text, row_count i64) -> reseal_row
SELECT CAST(0 AS BIGINT) AS a, CAST(0 AS BIGINT) AS b, CAST(0 AS BIGINT) AS c, user_name AS s, form AS t, substr(content_sealed, 1, 0) AS x, content_sealed AS sealed
FROM case_draft WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2 AND (user_name, form) > ($3, $4)
ORDER BY county, user_name, form LIMIT $5;

-- name: reseal_case_draft_set exec (county i64, s text, t text, old blob, sealed blob)
UPDATE case_draft SET content_sealed = $5
WHERE county = $1 AND user_name = $2 AND form = $3 AND content_sealed = $4;

-- name: reseal_totp_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM access_totp WHERE county = $1 AND substr(secret_sealed, 1, 1) <> $2;

-- name: reseal_totp many (county i64, mark blob, s text, t text, row_count i64) -> reseal_row
SELECT CAST(0 AS BIGINT) AS a, CAST(0 AS BIGINT) AS b, CAST(0 AS BIGINT) AS c, user_name AS s, '' AS t, substr(secret_sealed, 1, 0) AS x, secret_sealed AS sealed
FROM access_totp WHERE county = $1 AND substr(secret_sealed, 1, 1) <> $2 AND (user_name, '') > ($3, $4)
ORDER BY county, user_name LIMIT $5;

-- name: reseal_totp_set exec (county i64, s text, t text, old blob, sealed blob)
UPDATE access_totp SET secret_sealed = $5
WHERE county = $1 AND user_name = $2 AND CAST($3 AS TEXT) = '' AND secret_sealed = $4;

-- name: reseal_attachment_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM attachment WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2;

-- name: reseal_attachment many (county i64, mark blob, x blob, row_count i64) -> reseal_row
SELECT CAST(0 AS BIGINT) AS a, CAST(0 AS BIGINT) AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, content_index AS x, content_sealed AS sealed
FROM attachment WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2 AND content_index > $3
ORDER BY county, content_index LIMIT $4;

-- name: reseal_attachment_set exec (county i64, x blob, old blob, sealed blob)
UPDATE attachment SET content_sealed = $4 WHERE county = $1 AND content_index = $2 AND content_sealed = $3;

-- name: reseal_thumbnail_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM attachment WHERE county = $1 AND substr(thumbnail_sealed, 1, 1) <> $2 AND thumbnail_sealed IS NOT NULL;

-- name: reseal_thumbnail many (county i64, mark blob, x blob, row_count i64) -> reseal_row
SELECT CAST(0 AS BIGINT) AS a, CAST(0 AS BIGINT) AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, content_index AS x, thumbnail_sealed AS sealed
FROM attachment WHERE county = $1 AND substr(thumbnail_sealed, 1, 1) <> $2 AND thumbnail_sealed IS NOT NULL AND content_index > $3
ORDER BY county, content_index LIMIT $4;

-- name: reseal_thumbnail_set exec (county i64, x blob, old blob, sealed blob)
UPDATE attachment SET thumbnail_sealed = $4 WHERE county = $1 AND content_index = $2 AND thumbnail_sealed = $3;

-- name: reseal_payee_account_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM payee_account WHERE county = $1 AND substr(number_sealed, 1, 1) <> $2;

-- name: reseal_payee_account many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT payee AS a, known_from AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(number_sealed, 1, 0) AS x, number_sealed AS sealed
FROM payee_account WHERE county = $1 AND substr(number_sealed, 1, 1) <> $2
  AND payee >= $3 AND (payee, known_from, 0) > ($3, $4, $5)
ORDER BY county, payee, known_from LIMIT $6;

-- name: reseal_payee_account_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE payee_account SET number_sealed = $6
WHERE county = $1 AND payee = $2 AND known_from = $3 AND CAST($4 AS BIGINT) = 0 AND number_sealed = $5;

-- name: reseal_hospital_key_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM hospital_key WHERE county = $1 AND substr(secret_sealed, 1, 1) <> $2;

-- name: reseal_hospital_key many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT hospital AS a, id AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(secret_sealed, 1, 0) AS x, secret_sealed AS sealed
FROM hospital_key WHERE county = $1 AND substr(secret_sealed, 1, 1) <> $2
  AND hospital >= $3 AND (hospital, id, 0) > ($3, $4, $5)
ORDER BY county, hospital, id LIMIT $6;

-- name: reseal_hospital_key_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE hospital_key SET secret_sealed = $6
WHERE county = $1 AND hospital = $2 AND id = $3 AND CAST($4 AS BIGINT) = 0 AND secret_sealed = $5;

-- name: reseal_home_staff_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM home_staff WHERE county = $1 AND substr(id_sealed, 1, 1) <> $2;

-- name: reseal_home_staff many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT home AS a, id AS b, known_from AS c, '' AS s, '' AS t, substr(id_sealed, 1, 0) AS x, id_sealed AS sealed
FROM home_staff WHERE county = $1 AND substr(id_sealed, 1, 1) <> $2
  AND home >= $3 AND (home, id, known_from) > ($3, $4, $5)
ORDER BY county, home, id, known_from LIMIT $6;

-- name: reseal_home_staff_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE home_staff SET id_sealed = $6
WHERE county = $1 AND home = $2 AND id = $3 AND known_from = $4 AND id_sealed = $5;

-- name: reseal_complaint_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM complaint WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2;

-- name: reseal_complaint many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT id AS a, CAST(0 AS BIGINT) AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(content_sealed, 1, 0) AS x, content_sealed AS sealed
FROM complaint WHERE county = $1 AND substr(content_sealed, 1, 1) <> $2
  AND id >= $3 AND (id, 0, 0) > ($3, $4, $5)
ORDER BY county, id LIMIT $6;

-- name: reseal_complaint_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE complaint SET content_sealed = $6
WHERE county = $1 AND id = $2 AND CAST($3 AS BIGINT) = 0 AND CAST($4 AS BIGINT) = 0 AND content_sealed = $5;

-- name: reseal_complaint_step_due one (county i64, mark blob) -> reseal_due_row (due i64)
SELECT count(*) AS due FROM complaint_step WHERE county = $1 AND substr(text_sealed, 1, 1) <> $2;

-- name: reseal_complaint_step many (county i64, mark blob, a i64, b i64, c i64, row_count i64) -> reseal_row (a i64, b i64, c i64, s text, t text, x blob?, sealed blob)
SELECT complaint AS a, number AS b, CAST(0 AS BIGINT) AS c, '' AS s, '' AS t, substr(text_sealed, 1, 0) AS x, text_sealed AS sealed
FROM complaint_step WHERE county = $1 AND substr(text_sealed, 1, 1) <> $2
  AND complaint >= $3 AND (complaint, number, 0) > ($3, $4, $5)
ORDER BY county, complaint, number LIMIT $6;

-- name: reseal_complaint_step_set exec (county i64, a i64, b i64, c i64, old blob, sealed blob)
UPDATE complaint_step SET text_sealed = $6
WHERE county = $1 AND complaint = $2 AND number = $3 AND CAST($4 AS BIGINT) = 0 AND text_sealed = $5;
