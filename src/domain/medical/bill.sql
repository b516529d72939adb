-- Stays, bills, assessments, years and lines: what is written and read while a change is made. Pages read by bill_list.sql.
-- Rows that an index names are found by the index alone (AS i) and then read one by one: every key begins with the county, and
-- without statistics the planner would rather read the whole county.

-- name: medical_message_find one (county i64, hospital i64, serial text) -> medical_message_row (kind i64, digest blob, answer text)
SELECT kind, digest, answer FROM medical_message WHERE county = $1 AND hospital = $2 AND serial = $3;

-- name: medical_message_insert exec (county i64, hospital i64, serial text, kind i64, digest blob, answer text, known_from i64)
INSERT INTO medical_message (county, hospital, serial, kind, digest, answer, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: trail_since many (county i64, id i64, row_count i64) -> trail_since_row (id i64, action text, hash blob)
SELECT id, action, hash FROM change_trail WHERE county = $1 AND id >= $2 ORDER BY id LIMIT $3;

-- name: trail_before one (county i64, id i64) -> trail_since_row
SELECT id, action, hash FROM change_trail WHERE county = $1 AND id < $2 ORDER BY id DESC LIMIT 1;

-- name: medical_handover_last one (county i64) -> medical_handover_row (is_read_only bool, bureau text, document text)
SELECT is_read_only, bureau, document FROM programme_handover WHERE county = $1 AND programme = 3 ORDER BY known_from DESC LIMIT 1;

-- name: stay_by_number one (county i64, hospital i64, number text) -> stay_row (id i64, person i64, household i64, division i64,
--   visit i64, admitted_on date, disease text, scheme i64, state i64, bill i64, bill_year i64, advance i64, advance_amount fen)
SELECT a.id, a.person, a.household, a.division, a.visit, a.admitted_on, a.disease, a.scheme, a.state, a.bill,
       coalesce(b.year, 0) AS bill_year, a.advance, coalesce(v.amount_fen, 0) AS advance_amount
  FROM medical_admission AS a
  LEFT JOIN medical_bill AS b ON b.county = a.county AND b.id = a.bill
  LEFT JOIN medical_advance AS v ON v.county = a.county AND v.id = a.advance
 WHERE a.county = $1 AND a.hospital = $2 AND a.number = $3;

-- name: stay_insert exec (county i64, id i64, hospital i64, number text, person i64, household i64, division i64, visit i64,
--   admitted_on date, department text, disease text, disease_name text, scheme i64, insurance_tail text, advance i64,
--   received_on date, known_from i64)
INSERT INTO medical_admission (county, id, hospital, number, person, household, division, visit, admitted_on, department, disease,
                               disease_name, scheme, insurance_tail, advance, state, bill, received_on, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, 0, $16, $17);

-- name: stay_set exec (county i64, id i64, state i64, bill i64, advance i64)
UPDATE medical_admission SET state = $3, bill = $4, advance = $5 WHERE county = $1 AND id = $2;

-- name: stay_struck_bill one (county i64, admission i64, bill i64) -> stay_struck_bill_row (id i64)
-- The struck bill of that stay: bill 0, the last of them.
SELECT b.id FROM medical_admission AS a CROSS JOIN medical_bill AS i CROSS JOIN medical_bill AS b
 WHERE a.county = $1 AND a.id = $2 AND i.county = $1 AND i.person = a.person
   AND b.county = $1 AND b.id = i.id AND b.admission = $2 AND b.state = 2 AND ($3 = 0 OR b.id = $3)
 ORDER BY b.id DESC LIMIT 1;

-- name: stay_claimed one (county i64, person i64, hospital i64, visit i64, admitted_on date, discharged_on date, total fen)
--   -> stay_claimed_row (id i64)
-- A claim's standing bill for these days: of this hospital, by name or code (days as an inpatient that overlap; the same invoice of
-- a visit), or the very invoice under whatever name.
SELECT b.id
  FROM medical_bill AS i CROSS JOIN medical_bill AS b CROSS JOIN payee AS p
 WHERE i.county = $1 AND i.person = $2 AND b.county = $1 AND b.id = i.id AND b.source = 2 AND b.state = 1 AND b.visit = $4
   AND p.county = $1 AND p.id = $3
   AND ((b.hospital_name IN (p.name, p.code)
         AND ((b.admitted_on = $5 AND (b.total_fen = $7 OR ($4 = 1 AND b.discharged_on = $6)))
              OR ($4 = 1 AND b.admitted_on < $6 AND b.discharged_on > $5)))
        OR ($4 = 1 AND b.admitted_on = $5 AND b.discharged_on = $6 AND b.total_fen = $7))
 ORDER BY b.id LIMIT 1;

-- name: stay_death one (county i64, person i64) -> stay_death_row (died_on date)
SELECT died_on FROM person_death WHERE county = $1 AND person = $2 AND known_to = 2147483647;

-- name: stay_position one (county i64, admission i64) -> stay_position_row (hospital i64, person i64, state i64, bill i64, advance fen,
--   aid fen, before fen, during fen)
-- What the stay's position is made of, and what its lines have brought so far.
SELECT a.hospital, a.person, a.state, a.bill, coalesce(v.amount_fen, 0) AS advance, coalesce(s.aid_fen, 0) AS aid,
       (SELECT CAST(coalesce(sum(l.before_fen), 0) AS BIGINT) FROM medical_line AS l
         WHERE l.county = $1 AND l.admission = $2) AS before,
       (SELECT CAST(coalesce(sum(l.during_fen), 0) AS BIGINT) FROM medical_line AS l
         WHERE l.county = $1 AND l.admission = $2) AS during
  FROM medical_admission AS a
  LEFT JOIN medical_advance AS v ON v.county = a.county AND v.id = a.advance
  LEFT JOIN medical_assessment AS s ON s.county = a.county AND s.bill = a.bill AND s.known_to = 2147483647
 WHERE a.county = $1 AND a.id = $2;

-- name: claim_aid one (county i64, case_file i64, person i64) -> claim_aid_row (aid fen)
SELECT CAST(coalesce(sum(s.aid_fen), 0) AS BIGINT) AS aid
  FROM medical_bill AS i CROSS JOIN medical_bill AS b CROSS JOIN medical_assessment AS s
 WHERE i.county = $1 AND i.person = $3 AND b.county = $1 AND b.id = i.id AND b.case_file = $2 AND b.source = 2 AND b.state = 1
   AND s.county = $1 AND s.bill = b.id AND s.known_to = 2147483647;

-- name: claim_paid one (county i64, case_file i64, household i64) -> claim_paid_row (after fen)
SELECT CAST(coalesce(sum(l.after_fen), 0) AS BIGINT) AS after
  FROM medical_line AS i CROSS JOIN medical_line AS l
 WHERE i.county = $1 AND i.payee_kind = 2 AND i.payee = $3 AND l.county = $1 AND l.id = i.id AND l.case_file = $2;

-- name: claim_given_up one (county i64, case_file i64, household i64) -> claim_given_up_row (run i64, amount fen)
-- What of the claim stands in an item that was cancelled (7): nobody got it, and nobody will.
SELECT l.batch AS run, CAST(sum(l.after_fen) AS BIGINT) AS amount
  FROM medical_line AS i CROSS JOIN medical_line AS l CROSS JOIN payment_run AS r CROSS JOIN payment_item AS p
 WHERE i.county = $1 AND i.payee_kind = 2 AND i.payee = $3 AND l.county = $1 AND l.id = i.id AND l.case_file = $2 AND l.batch > 0
   AND r.county = $1 AND r.id = l.batch AND r.programme = 3
   AND p.county = $1 AND p.programme = 3 AND p.month = r.from_month AND p.household = $3 AND p.state = 7
 GROUP BY l.batch HAVING sum(l.after_fen) > 0 ORDER BY l.batch DESC LIMIT 1;

-- name: medical_line_insert exec (county i64, id i64, payee_kind i64, payee i64, admission i64, case_file i64, bill i64, person i64,
--   reason text, before fen, during fen, after fen, entered_on date, known_from i64, batch i64)
INSERT INTO medical_line (county, id, payee_kind, payee, admission, case_file, bill, person, reason, before_fen, during_fen, after_fen,
                          entered_on, known_from, batch)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: year_bills many (county i64, person i64, year i64, visit i64) -> year_bill_row (id i64, source i64, admission i64, case_file i64,
--   household i64, admitted_on date, discharged_on date, disease text, total fen, in_scope fen, insurance fen, critical fen, other fen,
--   relief fen, veteran fen, kept_known_from i64, class i64, deductible fen, rate_bp i64, cap fen, aided_before fen, borne fen, aid fen)
-- The living bills in the order in which they take the cap, with what is kept of each; kept_known_from 0: not assessed yet.
-- One more than YEAR_BILLS_MAX, so that they come at once.
SELECT b.id, b.source, b.admission, b.case_file, b.household, b.admitted_on, b.discharged_on, b.disease, b.total_fen AS total,
       b.in_scope_fen AS in_scope, b.insurance_fen AS insurance, b.critical_fen AS critical, b.other_fen AS other,
       b.relief_fen AS relief, b.veteran_fen AS veteran, coalesce(s.known_from, 0) AS kept_known_from, coalesce(s.class, 0) AS class,
       coalesce(s.deductible_fen, 0) AS deductible, coalesce(s.rate_bp, 0) AS rate_bp, coalesce(s.cap_fen, 0) AS cap,
       coalesce(s.aided_before_fen, 0) AS aided_before, coalesce(s.borne_fen, 0) AS borne, coalesce(s.aid_fen, 0) AS aid
  FROM medical_bill AS i CROSS JOIN medical_bill AS b
  LEFT JOIN medical_assessment AS s ON s.county = b.county AND s.bill = b.id AND s.known_to = 2147483647
 WHERE i.county = $1 AND i.person = $2 AND i.year = $3 AND b.county = $1 AND b.id = i.id AND b.visit = $4 AND b.state = 1
 ORDER BY b.admitted_on, b.id LIMIT 4001;

-- name: year_people many (county i64, year i64) -> year_person_row (person i64, visit i64)
-- Whoever has living bills in the year.
SELECT DISTINCT person, visit FROM medical_bill WHERE county = $1 AND year = $2 AND state = 1 ORDER BY person, visit;

-- name: year_guard_set exec (county i64, person i64, year i64, visit i64, cap fen, aid fen)
INSERT INTO medical_year (county, person, year, visit, cap_fen, aid_fen) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (county, person, year, visit) DO UPDATE SET cap_fen = excluded.cap_fen, aid_fen = excluded.aid_fen;

-- name: year_guard_read one (county i64, person i64, year i64, visit i64) -> year_guard_row (cap fen, aid fen)
SELECT cap_fen AS cap, aid_fen AS aid FROM medical_year WHERE county = $1 AND person = $2 AND year = $3 AND visit = $4;

-- name: bill_insert exec (county i64, id i64, source i64, hospital i64, hospital_name text, admission i64, case_file i64, person i64,
--   household i64, division i64, visit i64, year i64, admitted_on date, discharged_on date, posted_on date, disease text, scheme i64,
--   total fen, in_scope fen, insurance fen, critical fen, other fen, relief fen, veteran fen, replaces i64, known_from i64)
INSERT INTO medical_bill (county, id, source, hospital, hospital_name, admission, case_file, person, household, division, visit, year,
                          admitted_on, discharged_on, posted_on, disease, scheme, total_fen, in_scope_fen, insurance_fen, critical_fen,
                          other_fen, relief_fen, veteran_fen, replaces, state, struck_on, strike_change, strike_reason, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, 1, 0, 0, '', $26);

-- name: bill_strike exec (county i64, id i64, struck_on date, change i64, reason text)
UPDATE medical_bill SET state = 2, struck_on = $3, strike_change = $4, strike_reason = $5 WHERE county = $1 AND id = $2 AND state = 1;

-- name: assessment_insert exec (county i64, bill i64, known_from i64, class i64, deductible fen, rate_bp i64, cap fen, aided_before fen,
--   borne fen, aid fen, personal fen, reason text)
INSERT INTO medical_assessment (county, bill, known_from, known_to, class, deductible_fen, rate_bp, cap_fen, aided_before_fen, borne_fen,
                                aid_fen, personal_fen, reason)
VALUES ($1, $2, $3, 2147483647, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: assessment_supersede exec (county i64, bill i64, change i64)
UPDATE medical_assessment SET known_to = $3 WHERE county = $1 AND bill = $2 AND known_to = 2147483647 AND known_from < $3;

-- name: assessment_take_back exec (county i64, bill i64, change i64)
-- A row of the running change, not yet seen by anyone, that the same change replaces.
DELETE FROM medical_assessment WHERE county = $1 AND bill = $2 AND known_from = $3;

-- name: claim_opened one (county i64, case_file i64) -> claim_opened_row (opened_on i64)
SELECT opened_on FROM case_file WHERE county = $1 AND id = $2;

-- name: claim_bill one (county i64, id i64) -> claim_bill_row (source i64, state i64, hospital_name text, case_file i64, person i64,
--   household i64, division i64, visit i64, year i64, admitted_on date, discharged_on date, disease text, scheme i64)
SELECT source, state, hospital_name, case_file, person, household, division, visit, year, admitted_on, discharged_on, disease, scheme
  FROM medical_bill WHERE county = $1 AND id = $2;

-- name: claim_approver one (county i64, case_file i64, person i64) -> claim_approver_row (actor text)
-- Whose change brought the claim's first bill: the one who decided it.
SELECT t.actor FROM medical_bill AS i CROSS JOIN medical_bill AS b CROSS JOIN change_trail AS t
 WHERE i.county = $1 AND i.person = $3 AND b.county = $1 AND b.id = i.id AND b.case_file = $2 AND b.source = 2 AND t.county = $1 AND t.id = b.known_from
 ORDER BY b.id LIMIT 1;
