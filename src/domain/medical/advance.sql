-- Money approved before treatment: drawn with a stay, used by its settlement, given back, ended.

-- name: advance_to_draw one (county i64, person i64, hospital i64, admitted_on date) -> advance_to_draw_row (id i64, amount fen)
-- The open one that this stay may draw.
SELECT id, amount_fen AS amount FROM medical_advance
 WHERE county = $1 AND person = $2 AND state = 1 AND admission = 0 AND (hospital = 0 OR hospital = $3)
   AND approved_on <= $4 AND expires_on >= $4;

-- name: advance_open_of one (county i64, person i64) -> advance_open_row (id i64, hospital i64, amount fen, expires_on date)
-- Approved, neither drawn nor ended.
SELECT id, hospital, amount_fen AS amount, expires_on FROM medical_advance
 WHERE county = $1 AND person = $2 AND state = 1 AND admission = 0;

-- name: advance_state_set exec (county i64, id i64, state i64, admission i64, bill i64)
UPDATE medical_advance SET state = $3, admission = $4, bill = $5 WHERE county = $1 AND id = $2;

-- name: advance_end exec (county i64, id i64, state i64, ended_on date, change i64, reason text)
UPDATE medical_advance SET state = $3, admission = 0, ended_on = $4, ended_change = $5, ended_reason = $6
 WHERE county = $1 AND id = $2 AND state = 1;

-- name: advance_insert exec (county i64, id i64, person i64, household i64, division i64, hospital i64, disease text, disease_name text,
--   amount fen, approved_on date, expires_on date, case_file i64, approved_by text, known_from i64)
INSERT INTO medical_advance (county, id, person, household, division, hospital, disease, disease_name, amount_fen, approved_on, expires_on,
                             state, admission, bill, case_file, approved_by, known_from, ended_on, ended_change, ended_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, 0, 0, $12, $13, $14, 0, 0, '');

-- name: advance_core one (county i64, id i64) -> advance_core_row (id i64, person i64, state i64, admission i64, hospital_name text,
--   admission_number text, approved_by text, expires_on date)
SELECT v.id, v.person, v.state, v.admission, coalesce(p.name, '') AS hospital_name, coalesce(a.number, '') AS admission_number,
       v.approved_by, v.expires_on
  FROM medical_advance AS v
  LEFT JOIN medical_admission AS a ON a.county = v.county AND a.id = v.admission
  LEFT JOIN payee AS p ON p.county = a.county AND p.id = a.hospital
 WHERE v.county = $1 AND v.id = $2;

-- name: advance_alive one (county i64, person i64) -> advance_alive_row (id i64, expires_on date)
-- The newest that is approved and not used, drawn or not.
SELECT id, expires_on FROM medical_advance WHERE county = $1 AND person = $2 AND state = 1 ORDER BY id DESC LIMIT 1;

-- name: advance_overdue one (county i64, today date) -> advance_overdue_row (advances i64)
SELECT count(*) AS advances FROM medical_advance WHERE county = $1 AND state = 1 AND admission = 0 AND expires_on < $2;

-- name: advance_expire_all exec (county i64, today date, change i64, reason text)
UPDATE medical_advance SET state = 3, ended_on = $2, ended_change = $3, ended_reason = $4
 WHERE county = $1 AND state = 1 AND admission = 0 AND expires_on < $2;

-- name: advance_page many (county i64, before i64, division_from i64, division_to i64, hospital i64, person i64, state i64, row_count i64)
--   -> advance_page_row (id i64, person i64, household i64, division i64, hospital i64, admission i64, bill i64, case_file i64, state i64,
--   person_name text, id_tail text, hospital_name text, disease_name text, approved_by text, ended_reason text, case_number text,
--   amount fen, approved_on date, expires_on date, ended_on i64)
-- Newest first; 0: any.
SELECT v.id, v.person, v.household, v.division, v.hospital, v.admission, v.bill, v.case_file, v.state, p.name AS person_name, p.id_tail,
       coalesce(h.name, '') AS hospital_name, v.disease_name, v.approved_by, v.ended_reason, coalesce(c.number, '') AS case_number,
       v.amount_fen AS amount, v.approved_on, v.expires_on, v.ended_on
  FROM medical_advance AS v
  JOIN person AS p ON p.county = v.county AND p.id = v.person
  LEFT JOIN payee AS h ON h.county = v.county AND h.id = v.hospital
  LEFT JOIN case_file AS c ON c.county = v.county AND c.id = v.case_file
 WHERE v.county = $1 AND v.id < $2 AND v.division BETWEEN $3 AND $4 AND ($5 = 0 OR v.hospital = $5) AND ($6 = 0 OR v.person = $6)
   AND ($7 = 0 OR v.state = $7)
 ORDER BY v.id DESC LIMIT $8;

-- name: advance_one one (county i64, id i64) -> advance_page_row
SELECT v.id, v.person, v.household, v.division, v.hospital, v.admission, v.bill, v.case_file, v.state, p.name AS person_name, p.id_tail,
       coalesce(h.name, '') AS hospital_name, v.disease_name, v.approved_by, v.ended_reason, coalesce(c.number, '') AS case_number,
       v.amount_fen AS amount, v.approved_on, v.expires_on, v.ended_on
  FROM medical_advance AS v
  JOIN person AS p ON p.county = v.county AND p.id = v.person
  LEFT JOIN payee AS h ON h.county = v.county AND h.id = v.hospital
  LEFT JOIN case_file AS c ON c.county = v.county AND c.id = v.case_file
 WHERE v.county = $1 AND v.id = $2;
