-- Everything of medical assistance, table by table in the order of the keys. Days and months stay numbers here: 0 and the open end
-- are told apart when they are written.

-- name: handover_parameter many (county i64) -> handover_parameter_row (parameter text, from_month i64, to_month i64, known_from i64, known_to i64, unit text, value i64, document text, clause text, is_example i64)
SELECT name AS parameter, from_month, to_month, known_from, known_to, unit, value, document, clause, is_example FROM parameter
 WHERE county = $1 AND name LIKE 'medical.%' ESCAPE '!' ORDER BY name, from_month, known_from;

-- name: handover_payee many (county i64) -> handover_payee_row (id i64, payee_kind i64, payee_code text, payee_name text, township i64, known_from i64)
SELECT id, kind AS payee_kind, code AS payee_code, name AS payee_name, township, known_from FROM payee WHERE county = $1 ORDER BY id;

-- name: handover_payee_account many (county i64) -> handover_payee_account_row (payee i64, bank text, holder text, account_number blob, known_from i64, known_to i64)
SELECT payee, bank, holder, number_sealed AS account_number, known_from, known_to FROM payee_account WHERE county = $1
 ORDER BY payee, known_from;

-- name: handover_disease many (county i64) -> handover_disease_row (code_from text, code_to text, disease_name text, age_below i64, from_month i64, to_month i64, known_from i64, known_to i64, document text, is_example i64)
SELECT code_from, code_to, name AS disease_name, age_below, from_month, to_month, known_from, known_to, document, is_example
  FROM medical_disease WHERE county = $1 ORDER BY code_from, from_month, known_from;

-- name: handover_class many (county i64) -> handover_class_row (person i64, class i64, from_month i64, to_month i64, known_from i64, known_to i64, document text, case_file i64)
SELECT person, class, from_month, to_month, known_from, known_to, document, case_file FROM medical_class WHERE county = $1
 ORDER BY person, from_month, known_from;

-- name: handover_person many (county i64) -> handover_person_row (id i64, person_name text, sex i64, id_number blob, died_on i64)
SELECT p.id, p.name AS person_name, p.sex, p.id_sealed AS id_number, coalesce(d.died_on, 0) AS died_on
  FROM person AS p
  LEFT JOIN person_death AS d ON d.county = p.county AND d.person = p.id AND d.known_to = 2147483647
 WHERE p.county = $1 AND p.id IN (
       SELECT person FROM medical_admission WHERE county = $1 UNION SELECT person FROM medical_advance WHERE county = $1
       UNION SELECT person FROM medical_bill WHERE county = $1 UNION SELECT person FROM medical_class WHERE county = $1
       UNION SELECT person FROM premium_line WHERE county = $1 UNION SELECT person FROM premium_enrolment WHERE county = $1
       UNION SELECT person FROM premium_absent WHERE county = $1)
 ORDER BY p.id;

-- name: handover_account many (county i64) -> handover_account_row (household i64, bank text, holder text, account_number blob, known_from i64)
-- Of the households that were paid, or may be.
SELECT owner AS household, bank, holder, number_sealed AS account_number, known_from FROM account
 WHERE county = $1 AND owner_kind = 1 AND known_to = 2147483647 AND owner IN (
       SELECT household FROM medical_bill WHERE county = $1 UNION SELECT household FROM medical_advance WHERE county = $1
       UNION SELECT household FROM case_file WHERE county = $1 AND programme = 3)
 ORDER BY owner;

-- name: handover_case many (county i64) -> handover_case_row (id i64, case_number text, case_kind i64, division i64, household i64, case_state i64, opened_on i64, accepted_on i64, closed_on i64, applicant text, known_from i64)
SELECT id, number AS case_number, kind AS case_kind, division, household, state AS case_state, opened_on, accepted_on, closed_on, applicant,
       created_change AS known_from
  FROM case_file WHERE county = $1 AND programme = 3 ORDER BY id;

-- name: handover_admission many (county i64) -> handover_admission_row (id i64, hospital i64, admission_number text, person i64, household i64, division i64, visit i64, admitted_on i64, department text, disease text, disease_name text, scheme i64, insurance_tail text, advance i64, admission_state i64, bill i64, received_on i64, known_from i64)
SELECT id, hospital, number AS admission_number, person, household, division, visit, admitted_on, department, disease, disease_name, scheme,
       insurance_tail, advance, state AS admission_state, bill, received_on, known_from
  FROM medical_admission WHERE county = $1 ORDER BY id;

-- name: handover_advance many (county i64) -> handover_advance_row (id i64, person i64, household i64, division i64, hospital i64, disease text, disease_name text, amount_fen i64, approved_on i64, expires_on i64, advance_state i64, admission i64, bill i64, case_file i64, approved_by text, ended_on i64, ended_reason text, known_from i64)
SELECT id, person, household, division, hospital, disease, disease_name, amount_fen, approved_on, expires_on, state AS advance_state, admission, bill,
       case_file, approved_by, ended_on, ended_reason, known_from
  FROM medical_advance WHERE county = $1 ORDER BY id;

-- name: handover_bill many (county i64) -> handover_bill_row (id i64, source i64, hospital i64, hospital_name text, admission i64, case_file i64, person i64, household i64, division i64, visit i64, year i64, admitted_on i64, discharged_on i64, posted_on i64, disease text, scheme i64, total_fen i64, in_scope_fen i64, insurance_fen i64, critical_fen i64, other_fen i64, relief_fen i64, veteran_fen i64, replaces i64, bill_state i64, struck_on i64, strike_reason text, known_from i64)
SELECT id, source, hospital, hospital_name, admission, case_file, person, household, division, visit, year, admitted_on, discharged_on, posted_on,
       disease, scheme, total_fen, in_scope_fen, insurance_fen, critical_fen, other_fen, relief_fen, veteran_fen, replaces,
       state AS bill_state, struck_on, strike_reason, known_from
  FROM medical_bill WHERE county = $1 ORDER BY id;

-- name: handover_assessment many (county i64) -> handover_assessment_row (bill i64, known_from i64, known_to i64, class i64, deductible_fen i64, rate_bp i64, cap_fen i64, aided_before_fen i64, borne_fen i64, aid_fen i64, personal_fen i64, reason text)
SELECT bill, known_from, known_to, class, deductible_fen, rate_bp, cap_fen, aided_before_fen, borne_fen, aid_fen, personal_fen, reason
  FROM medical_assessment WHERE county = $1 ORDER BY bill, known_from;

-- name: handover_line many (county i64) -> handover_line_row (id i64, owed_to i64, payee i64, admission i64, case_file i64, bill i64, person i64, reason text, before_fen i64, during_fen i64, after_fen i64, entered_on i64, batch i64, known_from i64)
SELECT id, payee_kind AS owed_to, payee, admission, case_file, bill, person, reason, before_fen, during_fen, after_fen, entered_on, batch, known_from
  FROM medical_line WHERE county = $1 ORDER BY id;

-- name: handover_statement many (county i64) -> handover_statement_row (id i64, hospital i64, month i64, statement_state i64, lines i64, before_fen i64, during_fen i64, total_fen i64, content_hash blob?, prepared_by text, prepared_at text, agreed_by text?, agreed_at text?, transfer i64, known_from i64)
SELECT id, hospital, month, state AS statement_state, lines, before_fen, during_fen, total_fen, content_hash, prepared_by, prepared_at, agreed_by,
       agreed_at, transfer, known_from
  FROM medical_statement WHERE county = $1 ORDER BY id;

-- name: handover_match many (county i64) -> handover_match_row (statement i64, line_no i64, admission_number text, ours_fen i64, theirs_fen i64, outcome text)
SELECT statement, number AS line_no, admission_number, ours_fen, theirs_fen, outcome FROM medical_statement_match WHERE county = $1
 ORDER BY statement, number;

-- name: handover_premium_list many (county i64) -> handover_premium_list_row (id i64, year i64, reference_month i64, premium_fen i64, people i64, total_fen i64, list_state i64, content_hash blob?, prepared_by text, prepared_at text, transfer i64, known_from i64)
SELECT id, year, reference_month, premium_fen, people, total_fen, state AS list_state, content_hash, prepared_by, prepared_at, transfer, known_from
  FROM premium_list WHERE county = $1 ORDER BY id;

-- name: handover_put_off many (county i64) -> handover_put_off_row (line i64, month i64, put_off_reason text, known_from i64)
SELECT line, month, reason AS put_off_reason, known_from FROM medical_put_off WHERE county = $1 ORDER BY line, month;

-- name: handover_absent many (county i64) -> handover_absent_row (premium_list i64, person i64, household i64, division i64, class i64, rate_bp i64, amount_fen i64)
SELECT list AS premium_list, person, household, division, class, rate_bp, amount_fen
  FROM premium_absent WHERE county = $1 ORDER BY list, person;

-- name: handover_premium_line many (county i64) -> handover_premium_line_row (year i64, person i64, premium_list i64, household i64, division i64, class i64, rate_bp i64, amount_fen i64, is_enrolled i64, enrolled_scheme i64)
SELECT year, person, list AS premium_list, household, division, class, rate_bp, amount_fen, is_enrolled, scheme AS enrolled_scheme
  FROM premium_line WHERE county = $1 ORDER BY year, person;

-- name: handover_enrolment many (county i64) -> handover_enrolment_row (year i64, person i64, scheme i64, known_from i64)
SELECT year, person, scheme, known_from FROM premium_enrolment WHERE county = $1 ORDER BY year, person;

-- name: handover_transfer many (county i64) -> handover_transfer_row (id i64, month i64, transfer_kind text, subject i64, payee i64, lines i64, total_fen i64, content_hash blob?, transfer_state i64, attempt i64, prepared_by text, prepared_at text, checked_by text?, checked_at text?, approved_by text?, approved_at text?, paid_by text?, paid_at text?, paid_on i64, bank_reference text, return_reason text, known_from i64)
SELECT id, month, kind AS transfer_kind, subject, payee, lines, total_fen, content_hash, state AS transfer_state, attempt, prepared_by, prepared_at,
       checked_by, checked_at, approved_by, approved_at, paid_by, paid_at, paid_on, bank_reference, return_reason, known_from
  FROM transfer WHERE county = $1 AND fund = 4 ORDER BY id;

-- name: handover_run many (county i64) -> handover_run_row (id i64, from_month i64, to_month i64, run_state i64, items i64, total_fen i64, content_hash blob?, prepared_by text, prepared_at text, approved_by text?, approved_at text?, sent_by text?, sent_at text?, closed_by text?, closed_at text?)
SELECT id, from_month, to_month, state AS run_state, items, total_fen, content_hash, prepared_by, prepared_at, approved_by, approved_at, sent_by,
       sent_at, closed_by, closed_at
  FROM payment_run WHERE county = $1 AND programme = 3 ORDER BY id;

-- name: handover_item many (county i64) -> handover_item_row (month i64, household i64, division i64, amount_fen i64, item_state i64, attempt i64, sent_on i64)
SELECT i.month, i.household, i.division, i.basic_fen + i.topup_fen + i.adjustment_fen AS amount_fen, i.state AS item_state, i.attempt,
       coalesce(r.sent_on, 0) AS sent_on
  FROM payment_item AS i
  LEFT JOIN remittance AS r ON r.county = i.county AND r.id = i.remittance
 WHERE i.county = $1 AND i.programme = 3 ORDER BY i.month, i.household;
