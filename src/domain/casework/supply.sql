-- An application corrected while its papers are completed.

-- name: supply_applicant exec (county i64, case_id i64, applicant text, initials text, id_tail text)
UPDATE case_file SET applicant = $3, initials = $4, id_tail = $5 WHERE county = $1 AND id = $2;

-- name: supply_persons_drop exec (county i64, case_id i64)
DELETE FROM case_person WHERE county = $1 AND case_id = $2;
