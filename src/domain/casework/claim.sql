-- Claims of medical assistance: other open cases of a patient, bills that are known already, where the money is.

-- name: case_claim_others many (county i64, id_tail text, id_index blob, kind i64, except_case i64) -> case_claim_row (id i64, number text,
--   division i64, applicant text)
-- Unfinished cases of this kind in which the ID number is; its tail finds them.
SELECT case_file.id, case_file.number, case_file.division, case_file.applicant
FROM case_file JOIN case_person ON case_person.county = case_file.county AND case_person.case_id = case_file.id
WHERE case_file.county = $1 AND case_person.county = $1 AND case_file.id_tail = $2 AND case_person.id_index = $3 AND case_file.kind = $4
  AND case_file.closed_on = 0 AND case_file.id <> $5
ORDER BY case_file.id;

-- name: case_claim_bill one (county i64, person i64, hospital_name text, admitted_on date, total fen) -> case_claim_bill_row (id i64, source i64,
--   case_file i64)
-- The same stay at the same cost, which stands.
SELECT id, source, case_file FROM medical_bill
WHERE county = $1 AND person = $2 AND hospital_name = $3 AND admitted_on = $4 AND total_fen = $5 AND state = 1
ORDER BY id LIMIT 1;

-- name: case_claim_money many (county i64, case_id i64) -> case_claim_money_row (amount fen, batch i64, state i64)
-- What is owed to the household for a case, with the item that pays it: state 0 in none.
SELECT medical_line.after_fen AS amount, medical_line.batch, coalesce(payment_item.state, 0) AS state
FROM medical_line
LEFT JOIN payment_run ON payment_run.county = medical_line.county AND payment_run.id = medical_line.batch
LEFT JOIN payment_item ON payment_item.county = medical_line.county AND payment_item.programme = 3
  AND payment_item.household = medical_line.payee AND payment_item.month BETWEEN payment_run.from_month AND payment_run.to_month
WHERE medical_line.county = $1 AND medical_line.case_file = $2 AND medical_line.case_file > 0 AND medical_line.payee_kind = 2
ORDER BY medical_line.id;
