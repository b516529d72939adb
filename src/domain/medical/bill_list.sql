-- Bills and stays as pages and commands show them. Keyset pages, newest first.

-- name: bill_page many (county i64, before i64, division_from i64, division_to i64, hospital i64, household i64, source i64, class i64,
--   year i64, is_struck_too bool, row_count i64) -> bill_page_row (id i64, source i64, hospital i64, admission i64,
--   case_file i64, person i64, household i64, division i64, visit i64, year i64, scheme i64, replaces i64, state i64, hospital_name text,
--   admission_no text, person_name text, id_tail text, disease text, strike_reason text, admitted_on date, discharged_on date,
--   posted_on date, struck_on i64, total fen, in_scope fen, insurance fen, critical fen, other fen, relief fen, veteran fen, class i64,
--   deductible fen, rate_bp i64, cap fen, aided_before fen, borne fen, aid fen, personal fen, advance fen, is_paid bool)
-- 0: any. The class is looked up before names are, so that bills passed over cost little.
SELECT b.id, b.source, b.hospital, b.admission, b.case_file, b.person, b.household, b.division, b.visit, b.year, b.scheme, b.replaces,
       b.state, CASE WHEN b.source = 1 THEN coalesce(h.name, '') ELSE b.hospital_name END AS hospital_name,
       coalesce(a.number, '') AS admission_no, p.name AS person_name, p.id_tail, b.disease, b.strike_reason, b.admitted_on, b.discharged_on,
       b.posted_on, b.struck_on, b.total_fen AS total, b.in_scope_fen AS in_scope, b.insurance_fen AS insurance,
       b.critical_fen AS critical, b.other_fen AS other, b.relief_fen AS relief, b.veteran_fen AS veteran, coalesce(s.class, 0) AS class,
       coalesce(s.deductible_fen, 0) AS deductible, coalesce(s.rate_bp, 0) AS rate_bp, coalesce(s.cap_fen, 0) AS cap,
       coalesce(s.aided_before_fen, 0) AS aided_before, coalesce(s.borne_fen, 0) AS borne, coalesce(s.aid_fen, 0) AS aid,
       coalesce(s.personal_fen, 0) AS personal, coalesce(v.amount_fen, 0) AS advance,
       CASE WHEN b.source = 1 AND EXISTS (
              SELECT 1 FROM medical_line AS x CROSS JOIN medical_line AS l CROSS JOIN medical_statement AS m CROSS JOIN transfer AS t
               WHERE x.county = b.county AND x.admission = b.admission AND l.county = b.county AND l.id = x.id AND l.bill = b.id
                 AND l.batch > 0 AND m.county = b.county AND m.id = l.batch AND t.county = b.county AND t.id = m.transfer AND t.state = 4) THEN 1
            WHEN b.source = 2 AND EXISTS (
              SELECT 1 FROM medical_line AS x CROSS JOIN medical_line AS l CROSS JOIN payment_run AS r CROSS JOIN payment_item AS i
               WHERE x.county = b.county AND x.payee_kind = 2 AND x.payee = b.household AND l.county = b.county AND l.id = x.id
                 AND l.case_file = b.case_file AND l.batch > 0 AND r.county = b.county AND r.id = l.batch AND i.county = b.county
                 AND i.programme = 3 AND i.month BETWEEN r.from_month AND r.to_month AND i.household = b.household AND i.state = 4) THEN 1
            ELSE 0 END AS is_paid
  FROM medical_bill AS b
  LEFT JOIN medical_assessment AS s ON s.county = b.county AND s.bill = b.id AND s.known_to = 2147483647
  JOIN person AS p ON p.county = b.county AND p.id = b.person
  LEFT JOIN medical_admission AS a ON a.county = b.county AND a.id = b.admission
  LEFT JOIN payee AS h ON h.county = b.county AND h.id = b.hospital
  LEFT JOIN medical_advance AS v ON v.county = b.county AND v.bill = b.id AND v.bill > 0
 WHERE b.county = $1 AND b.id < $2
   AND b.division BETWEEN $3 AND $4 AND ($5 = 0 OR b.hospital = $5) AND ($6 = 0 OR b.household = $6)
   AND ($7 = 0 OR b.source = $7) AND ($8 = 0 OR s.class = $8) AND ($9 = 0 OR b.year = $9) AND (b.state = 1 OR $10 = 1)
 ORDER BY b.id DESC LIMIT $11;

-- name: bill_page_found many (county i64, before i64, division_from i64, division_to i64, hospital i64, household i64, source i64,
--   class i64, year i64, is_struck_too bool, search text, search_end text, row_count i64) -> bill_page_row
-- search: a name's beginning, an ID number's last four, an admission number; each by its index.
SELECT b.id, b.source, b.hospital, b.admission, b.case_file, b.person, b.household, b.division, b.visit, b.year, b.scheme, b.replaces,
       b.state, CASE WHEN b.source = 1 THEN coalesce(h.name, '') ELSE b.hospital_name END AS hospital_name,
       coalesce(a.number, '') AS admission_no, p.name AS person_name, p.id_tail, b.disease, b.strike_reason, b.admitted_on, b.discharged_on,
       b.posted_on, b.struck_on, b.total_fen AS total, b.in_scope_fen AS in_scope, b.insurance_fen AS insurance,
       b.critical_fen AS critical, b.other_fen AS other, b.relief_fen AS relief, b.veteran_fen AS veteran, coalesce(s.class, 0) AS class,
       coalesce(s.deductible_fen, 0) AS deductible, coalesce(s.rate_bp, 0) AS rate_bp, coalesce(s.cap_fen, 0) AS cap,
       coalesce(s.aided_before_fen, 0) AS aided_before, coalesce(s.borne_fen, 0) AS borne, coalesce(s.aid_fen, 0) AS aid,
       coalesce(s.personal_fen, 0) AS personal, coalesce(v.amount_fen, 0) AS advance,
       CASE WHEN b.source = 1 AND EXISTS (
              SELECT 1 FROM medical_line AS x CROSS JOIN medical_line AS l CROSS JOIN medical_statement AS m CROSS JOIN transfer AS t
               WHERE x.county = b.county AND x.admission = b.admission AND l.county = b.county AND l.id = x.id AND l.bill = b.id
                 AND l.batch > 0 AND m.county = b.county AND m.id = l.batch AND t.county = b.county AND t.id = m.transfer AND t.state = 4) THEN 1
            WHEN b.source = 2 AND EXISTS (
              SELECT 1 FROM medical_line AS x CROSS JOIN medical_line AS l CROSS JOIN payment_run AS r CROSS JOIN payment_item AS i
               WHERE x.county = b.county AND x.payee_kind = 2 AND x.payee = b.household AND l.county = b.county AND l.id = x.id
                 AND l.case_file = b.case_file AND l.batch > 0 AND r.county = b.county AND r.id = l.batch AND i.county = b.county
                 AND i.programme = 3 AND i.month BETWEEN r.from_month AND r.to_month AND i.household = b.household AND i.state = 4) THEN 1
            ELSE 0 END AS is_paid
  FROM medical_bill AS b
  LEFT JOIN medical_assessment AS s ON s.county = b.county AND s.bill = b.id AND s.known_to = 2147483647
  JOIN person AS p ON p.county = b.county AND p.id = b.person
  LEFT JOIN medical_admission AS a ON a.county = b.county AND a.id = b.admission
  LEFT JOIN payee AS h ON h.county = b.county AND h.id = b.hospital
  LEFT JOIN medical_advance AS v ON v.county = b.county AND v.bill = b.id AND v.bill > 0
 WHERE b.county = $1 AND b.id + 0 < $2
   AND b.division BETWEEN $3 AND $4 AND ($5 = 0 OR b.hospital = $5) AND ($6 = 0 OR b.household = $6)
   AND ($7 = 0 OR b.source = $7) AND ($8 = 0 OR s.class = $8) AND ($9 = 0 OR b.year = $9) AND (b.state = 1 OR $10 = 1)
   AND b.id IN (SELECT n.id FROM person AS q CROSS JOIN medical_bill AS n
                 WHERE q.county = $1 AND q.name >= $11 AND q.name < $12 AND n.county = $1 AND n.person = q.id
                UNION
                SELECT n.id FROM person AS q CROSS JOIN medical_bill AS n
                 WHERE q.county = $1 AND q.id_tail = $11 AND n.county = $1 AND n.person = q.id
                UNION
                SELECT n.id FROM payee AS o CROSS JOIN medical_admission AS q CROSS JOIN medical_bill AS n CROSS JOIN medical_bill AS k
                 WHERE o.county = $1 AND q.county = $1 AND q.hospital = o.id AND q.number = $11 AND n.county = $1
                   AND n.person = q.person AND k.county = $1 AND k.id = n.id AND k.admission = q.id)
 ORDER BY b.id DESC LIMIT $13;

-- name: bill_page_of_person many (county i64, person i64, before i64, division_from i64, division_to i64, hospital i64, household i64,
--   source i64, class i64, year i64, is_struck_too bool, search text, search_end text, row_count i64) -> bill_page_row
-- The same of one person, by the index.
SELECT b.id, b.source, b.hospital, b.admission, b.case_file, b.person, b.household, b.division, b.visit, b.year, b.scheme, b.replaces,
       b.state, CASE WHEN b.source = 1 THEN coalesce(h.name, '') ELSE b.hospital_name END AS hospital_name,
       coalesce(a.number, '') AS admission_no, p.name AS person_name, p.id_tail, b.disease, b.strike_reason, b.admitted_on, b.discharged_on,
       b.posted_on, b.struck_on, b.total_fen AS total, b.in_scope_fen AS in_scope, b.insurance_fen AS insurance,
       b.critical_fen AS critical, b.other_fen AS other, b.relief_fen AS relief, b.veteran_fen AS veteran, coalesce(s.class, 0) AS class,
       coalesce(s.deductible_fen, 0) AS deductible, coalesce(s.rate_bp, 0) AS rate_bp, coalesce(s.cap_fen, 0) AS cap,
       coalesce(s.aided_before_fen, 0) AS aided_before, coalesce(s.borne_fen, 0) AS borne, coalesce(s.aid_fen, 0) AS aid,
       coalesce(s.personal_fen, 0) AS personal, coalesce(v.amount_fen, 0) AS advance,
       CASE WHEN b.source = 1 AND EXISTS (
              SELECT 1 FROM medical_line AS x CROSS JOIN medical_line AS l CROSS JOIN medical_statement AS m CROSS JOIN transfer AS t
               WHERE x.county = b.county AND x.admission = b.admission AND l.county = b.county AND l.id = x.id AND l.bill = b.id
                 AND l.batch > 0 AND m.county = b.county AND m.id = l.batch AND t.county = b.county AND t.id = m.transfer AND t.state = 4) THEN 1
            WHEN b.source = 2 AND EXISTS (
              SELECT 1 FROM medical_line AS x CROSS JOIN medical_line AS l CROSS JOIN payment_run AS r CROSS JOIN payment_item AS i
               WHERE x.county = b.county AND x.payee_kind = 2 AND x.payee = b.household AND l.county = b.county AND l.id = x.id
                 AND l.case_file = b.case_file AND l.batch > 0 AND r.county = b.county AND r.id = l.batch AND i.county = b.county
                 AND i.programme = 3 AND i.month BETWEEN r.from_month AND r.to_month AND i.household = b.household AND i.state = 4) THEN 1
            ELSE 0 END AS is_paid
  FROM medical_bill AS n CROSS JOIN medical_bill AS b
  JOIN person AS p ON p.county = b.county AND p.id = b.person
  LEFT JOIN medical_admission AS a ON a.county = b.county AND a.id = b.admission
  LEFT JOIN payee AS h ON h.county = b.county AND h.id = b.hospital
  LEFT JOIN medical_assessment AS s ON s.county = b.county AND s.bill = b.id AND s.known_to = 2147483647
  LEFT JOIN medical_advance AS v ON v.county = b.county AND v.bill = b.id AND v.bill > 0
 WHERE n.county = $1 AND n.person = $2 AND b.county = $1 AND b.id = n.id AND b.id + 0 < $3
   AND b.division BETWEEN $4 AND $5 AND ($6 = 0 OR b.hospital = $6) AND ($7 = 0 OR b.household = $7)
   AND ($8 = 0 OR b.source = $8) AND ($9 = 0 OR s.class = $9) AND ($10 = 0 OR b.year = $10) AND (b.state = 1 OR $11 = 1)
   AND ($12 = '' OR (p.name >= $12 AND p.name < $13) OR p.id_tail = $12 OR a.number = $12)
 ORDER BY b.id DESC LIMIT $14;

-- name: bill_one one (county i64, id i64) -> bill_page_row
SELECT b.id, b.source, b.hospital, b.admission, b.case_file, b.person, b.household, b.division, b.visit, b.year, b.scheme, b.replaces,
       b.state, CASE WHEN b.source = 1 THEN coalesce(h.name, '') ELSE b.hospital_name END AS hospital_name,
       coalesce(a.number, '') AS admission_no, p.name AS person_name, p.id_tail, b.disease, b.strike_reason, b.admitted_on, b.discharged_on,
       b.posted_on, b.struck_on, b.total_fen AS total, b.in_scope_fen AS in_scope, b.insurance_fen AS insurance,
       b.critical_fen AS critical, b.other_fen AS other, b.relief_fen AS relief, b.veteran_fen AS veteran, coalesce(s.class, 0) AS class,
       coalesce(s.deductible_fen, 0) AS deductible, coalesce(s.rate_bp, 0) AS rate_bp, coalesce(s.cap_fen, 0) AS cap,
       coalesce(s.aided_before_fen, 0) AS aided_before, coalesce(s.borne_fen, 0) AS borne, coalesce(s.aid_fen, 0) AS aid,
       coalesce(s.personal_fen, 0) AS personal, coalesce(v.amount_fen, 0) AS advance,
       CASE WHEN b.source = 1 AND EXISTS (
              SELECT 1 FROM medical_line AS x CROSS JOIN medical_line AS l CROSS JOIN medical_statement AS m CROSS JOIN transfer AS t
               WHERE x.county = b.county AND x.admission = b.admission AND l.county = b.county AND l.id = x.id AND l.bill = b.id
                 AND l.batch > 0 AND m.county = b.county AND m.id = l.batch AND t.county = b.county AND t.id = m.transfer AND t.state = 4) THEN 1
            WHEN b.source = 2 AND EXISTS (
              SELECT 1 FROM medical_line AS x CROSS JOIN medical_line AS l CROSS JOIN payment_run AS r CROSS JOIN payment_item AS i
               WHERE x.county = b.county AND x.payee_kind = 2 AND x.payee = b.household AND l.county = b.county AND l.id = x.id
                 AND l.case_file = b.case_file AND l.batch > 0 AND r.county = b.county AND r.id = l.batch AND i.county = b.county
                 AND i.programme = 3 AND i.month BETWEEN r.from_month AND r.to_month AND i.household = b.household AND i.state = 4) THEN 1
            ELSE 0 END AS is_paid
  FROM medical_bill AS b
  JOIN person AS p ON p.county = b.county AND p.id = b.person
  LEFT JOIN medical_admission AS a ON a.county = b.county AND a.id = b.admission
  LEFT JOIN payee AS h ON h.county = b.county AND h.id = b.hospital
  LEFT JOIN medical_assessment AS s ON s.county = b.county AND s.bill = b.id AND s.known_to = 2147483647
  LEFT JOIN medical_advance AS v ON v.county = b.county AND v.bill = b.id AND v.bill > 0
 WHERE b.county = $1 AND b.id = $2;

-- name: admission_page many (county i64, before i64, hospital i64, state i64, row_count i64) -> admission_page_row (id i64,
--   hospital i64, number text, person i64, household i64, division i64, visit i64, admitted_on date, department text, disease text,
--   disease_name text, scheme i64, advance i64, state i64, bill i64, received_on date, hospital_name text, person_name text, id_tail text,
--   advance_amount fen)
SELECT a.id, a.hospital, a.number, a.person, a.household, a.division, a.visit, a.admitted_on, a.department, a.disease, a.disease_name,
       a.scheme, a.advance, a.state, a.bill, a.received_on, coalesce(h.name, '') AS hospital_name, p.name AS person_name, p.id_tail,
       coalesce(v.amount_fen, 0) AS advance_amount
  FROM medical_admission AS a
  JOIN person AS p ON p.county = a.county AND p.id = a.person
  LEFT JOIN payee AS h ON h.county = a.county AND h.id = a.hospital
  LEFT JOIN medical_advance AS v ON v.county = a.county AND v.id = a.advance
 WHERE a.county = $1 AND a.id < $2 AND ($3 = 0 OR a.hospital = $3) AND ($4 = 0 OR a.state = $4)
 ORDER BY a.id DESC LIMIT $5;

-- name: admission_page_waiting many (county i64, before i64, hospital i64, row_count i64) -> admission_page_row
-- Those not settled yet, by the index that holds only them.
SELECT a.id, a.hospital, a.number, a.person, a.household, a.division, a.visit, a.admitted_on, a.department, a.disease, a.disease_name,
       a.scheme, a.advance, a.state, a.bill, a.received_on, coalesce(h.name, '') AS hospital_name, p.name AS person_name, p.id_tail,
       coalesce(v.amount_fen, 0) AS advance_amount
  FROM medical_admission AS a
  JOIN person AS p ON p.county = a.county AND p.id = a.person
  LEFT JOIN payee AS h ON h.county = a.county AND h.id = a.hospital
  LEFT JOIN medical_advance AS v ON v.county = a.county AND v.id = a.advance
 WHERE a.county = $1 AND a.id < $2 AND ($3 = 0 OR a.hospital = $3) AND a.state = 1
 ORDER BY a.id DESC LIMIT $4;

-- name: admission_page_of_person many (county i64, person i64, before i64, hospital i64, state i64, row_count i64) -> admission_page_row
SELECT a.id, a.hospital, a.number, a.person, a.household, a.division, a.visit, a.admitted_on, a.department, a.disease, a.disease_name,
       a.scheme, a.advance, a.state, a.bill, a.received_on, coalesce(h.name, '') AS hospital_name, p.name AS person_name, p.id_tail,
       coalesce(v.amount_fen, 0) AS advance_amount
  FROM medical_admission AS n CROSS JOIN medical_admission AS a
  JOIN person AS p ON p.county = a.county AND p.id = a.person
  LEFT JOIN payee AS h ON h.county = a.county AND h.id = a.hospital
  LEFT JOIN medical_advance AS v ON v.county = a.county AND v.id = a.advance
 WHERE n.county = $1 AND n.person = $2 AND a.county = $1 AND a.id = n.id AND a.id + 0 < $3 AND ($4 = 0 OR a.hospital = $4) AND ($5 = 0 OR a.state = $5)
 ORDER BY a.id DESC LIMIT $6;

-- name: admission_of_number one (county i64, hospital i64, number text) -> admission_page_row
SELECT a.id, a.hospital, a.number, a.person, a.household, a.division, a.visit, a.admitted_on, a.department, a.disease, a.disease_name,
       a.scheme, a.advance, a.state, a.bill, a.received_on, coalesce(h.name, '') AS hospital_name, p.name AS person_name, p.id_tail,
       coalesce(v.amount_fen, 0) AS advance_amount
  FROM medical_admission AS a
  JOIN person AS p ON p.county = a.county AND p.id = a.person
  LEFT JOIN payee AS h ON h.county = a.county AND h.id = a.hospital
  LEFT JOIN medical_advance AS v ON v.county = a.county AND v.id = a.advance
 WHERE a.county = $1 AND a.hospital = $2 AND a.number = $3;

-- name: person_year_list many (county i64, person i64) -> person_year_row (year i64, visit i64, cap fen, aid fen)
SELECT year, visit, cap_fen AS cap, aid_fen AS aid FROM medical_year WHERE county = $1 AND person = $2 ORDER BY year DESC, visit;

-- name: bill_assessed one (county i64, id i64) -> bill_assessed_row (person i64, visit i64, year i64, admitted_on date, discharged_on date,
--   disease text, total fen, in_scope fen, insurance fen, critical fen, other fen, relief fen, veteran fen, advance fen, known_from i64,
--   class i64, deductible fen, rate_bp i64, cap fen, aided_before fen, borne fen, aid fen)
-- A bill beside the last that was reckoned of it.
SELECT b.person, b.visit, b.year, b.admitted_on, b.discharged_on, b.disease, b.total_fen AS total, b.in_scope_fen AS in_scope,
       b.insurance_fen AS insurance, b.critical_fen AS critical, b.other_fen AS other, b.relief_fen AS relief, b.veteran_fen AS veteran,
       coalesce(v.amount_fen, 0) AS advance, s.known_from, s.class, s.deductible_fen AS deductible, s.rate_bp, s.cap_fen AS cap,
       s.aided_before_fen AS aided_before, s.borne_fen AS borne, s.aid_fen AS aid
  FROM medical_bill AS b
  JOIN medical_assessment AS s ON s.county = b.county AND s.bill = b.id AND s.known_to = 2147483647
  LEFT JOIN medical_advance AS v ON v.county = b.county AND v.bill = b.id AND v.bill > 0
 WHERE b.county = $1 AND b.id = $2;

-- name: bill_aided_before one (county i64, person i64, year i64, visit i64, admitted_on date, id i64, known i64)
--   -> bill_aided_before_row (aid fen)
-- What the bills before this one had brought, as known then.
SELECT CAST(coalesce(sum(s.aid_fen), 0) AS BIGINT) AS aid
  FROM medical_bill AS n CROSS JOIN medical_bill AS b
  JOIN medical_assessment AS s ON s.county = b.county AND s.bill = b.id AND s.known_from <= $7 AND s.known_to > $7
 WHERE n.county = $1 AND n.person = $2 AND n.year = $3 AND b.county = $1 AND b.id = n.id AND b.visit = $4 AND b.known_from <= $7
   AND (b.state = 1 OR b.strike_change > $7) AND (b.admitted_on < $5 OR (b.admitted_on = $5 AND b.id < $6));
