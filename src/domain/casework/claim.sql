-- Claims of medical assistance: other open cases of a patient, bills that are known already, where the money is.

-- name: case_claim_others many (county i64, id_tail text, id_index blob, kind i64, except_case i64) -> case_claim_row (id i64, number text,
--   division i64, applicant text)
-- Unfinished cases of this kind in which the ID number is; its tail finds them.
SELECT case_file.id, case_file.number, case_file.division, case_file.applicant
FROM case_file JOIN case_person ON case_person.county = case_file.county AND case_person.case_id = case_file.id
WHERE case_file.county = $1 AND case_person.county = $1 AND case_file.id_tail = $2 AND case_person.id_index = $3 AND case_file.kind = $4
  AND case_file.closed_on = 0 AND case_file.id <> $5
ORDER BY case_file.id;

-- name: case_claim_bill one (county i64, person i64, hospital_name text, admitted_on date, total fen, visit i64, discharged_on date)
--   -> case_claim_bill_row (id i64, source i64, case_file i64)
-- A standing bill of the same stay: days as an inpatient of the hospital that overlap, whatever they cost; the same visit at the same
-- cost; or the very invoice of a stay under another name of the hospital.
SELECT medical_bill.id, medical_bill.source, medical_bill.case_file
FROM medical_bill LEFT JOIN payee ON payee.county = medical_bill.county AND payee.id = medical_bill.hospital
WHERE medical_bill.county = $1 AND medical_bill.person = $2 AND medical_bill.state = 1
  AND (((medical_bill.hospital_name = $3 OR payee.name = $3 OR payee.code = $3)
        AND ((medical_bill.admitted_on = $4 AND medical_bill.total_fen = $5)
             OR (medical_bill.visit = 1 AND $6 = 1
                 AND ((medical_bill.admitted_on < $7 AND medical_bill.discharged_on > $4)
                      OR (medical_bill.admitted_on = $4 AND medical_bill.discharged_on = $7)))))
       OR (medical_bill.visit = 1 AND $6 = 1 AND medical_bill.admitted_on = $4 AND medical_bill.discharged_on = $7
           AND medical_bill.total_fen = $5))
ORDER BY medical_bill.id LIMIT 1;

-- name: case_claim_money many (county i64, case_id i64) -> case_claim_money_row (amount fen, batch i64, state i64)
-- What is owed to the household for a case, with the item that pays it: state 0 in none.
SELECT medical_line.after_fen AS amount, medical_line.batch, coalesce(payment_item.state, 0) AS state
FROM medical_line
LEFT JOIN payment_run ON payment_run.county = medical_line.county AND payment_run.id = medical_line.batch
LEFT JOIN payment_item ON payment_item.county = medical_line.county AND payment_item.programme = 3
  AND payment_item.household = medical_line.payee AND payment_item.month BETWEEN payment_run.from_month AND payment_run.to_month
WHERE medical_line.county = $1 AND medical_line.case_file = $2 AND medical_line.case_file > 0 AND medical_line.payee_kind = 2
ORDER BY medical_line.id;

-- name: case_claim_assessed many (county i64, case_id i64) -> case_claim_assessed_row (id i64, hospital_name text, visit i64, scheme i64,
--   admitted_on date, discharged_on date, total fen, in_scope fen, insurance fen, critical fen, other fen, relief fen, veteran fen,
--   class i64, deductible fen, rate_bp i64, cap fen, aided_before fen, borne fen, aid fen, personal fen)
-- The standing bills of a decided claim as they were assessed last.
SELECT b.id, b.hospital_name, b.visit, b.scheme, b.admitted_on, b.discharged_on, b.total_fen AS total, b.in_scope_fen AS in_scope,
       b.insurance_fen AS insurance, b.critical_fen AS critical, b.other_fen AS other, b.relief_fen AS relief, b.veteran_fen AS veteran,
       a.class, a.deductible_fen AS deductible, a.rate_bp, a.cap_fen AS cap, a.aided_before_fen AS aided_before, a.borne_fen AS borne,
       a.aid_fen AS aid, a.personal_fen AS personal
FROM medical_bill AS b JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id
WHERE b.county = $1 AND a.county = $1 AND b.case_file = $2 AND b.source = 2 AND b.state = 1 AND a.known_to = 2147483647
ORDER BY b.admitted_on, b.id;

-- name: case_claim_advance one (county i64, case_id i64) -> case_claim_advance_row (id i64, hospital i64, amount fen, approved_on date,
--   expires_on date, state i64)
-- What an approved request for an advance led to.
SELECT id, hospital, amount_fen AS amount, approved_on, expires_on, state FROM medical_advance
WHERE county = $1 AND case_file = $2 AND case_file > 0;
