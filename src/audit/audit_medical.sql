-- What must hold of medical assistance, reckoned from bills, parameters and the registry alone (docs/audit.md). States as
-- stored: bill 1 settled 2 struck; admission 1 open 2 settled 3 cancelled; advance 1 approved 2 used; class 1 wubao 2 dibao.

-- name: audit_bill_identity many (county i64) -> medical_breach_row (subject text, expected i64, actual i64)
-- Total = insurance + critical + other + aid + relief + veterans' + personal, to the fen.
SELECT 'bill ' || CAST(b.id AS TEXT) AS subject,
       b.total_fen - b.insurance_fen - b.critical_fen - b.other_fen - b.relief_fen - b.veteran_fen AS expected, a.aid_fen + a.personal_fen AS actual
FROM medical_bill AS b JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id
WHERE b.county = $1 AND a.county = $1 AND (a.aid_fen + a.personal_fen <> a.borne_fen
  OR a.borne_fen <> b.total_fen - b.insurance_fen - b.critical_fen - b.other_fen - b.relief_fen - b.veteran_fen)
ORDER BY b.id;

-- name: audit_bill_unassessed many (county i64) -> medical_breach_row
-- A bill that stands has exactly one assessment in force.
SELECT 'bill ' || CAST(b.id AS TEXT) AS subject, 1 AS expected, count(a.bill) AS actual
FROM medical_bill AS b LEFT JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_to = 2147483647
WHERE b.county = $1 AND b.state = 1 GROUP BY b.id HAVING count(a.bill) <> 1 ORDER BY b.id;

-- name: audit_bill_order many (county i64) -> medical_breach_row
-- The cap is taken in the order of admission: what a bill found used is what the bills before it got.
SELECT 'bill ' || CAST(x.id AS TEXT) AS subject, x.before_fen AS expected, x.aided_before_fen AS actual
FROM (SELECT b.id AS id, a.aided_before_fen AS aided_before_fen,
        CAST(coalesce(sum(a.aid_fen) OVER (PARTITION BY b.person, b.year, b.visit ORDER BY b.admitted_on, b.id
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS BIGINT) AS before_fen
      FROM medical_bill AS b JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_to = 2147483647
      WHERE b.county = $1 AND a.county = $1 AND b.state = 1) AS x
WHERE x.before_fen <> x.aided_before_fen ORDER BY x.id;

-- name: audit_year_cap many (county i64) -> medical_breach_row
-- Nobody gets more in a year than the highest cap of his bills.
SELECT 'person ' || CAST(b.person AS TEXT) || ' ' || CAST(b.year AS TEXT) AS subject, max(a.cap_fen) AS expected,
       CAST(sum(a.aid_fen) AS BIGINT) AS actual
FROM medical_bill AS b JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_to = 2147483647
WHERE b.county = $1 AND a.county = $1 AND b.state = 1
GROUP BY b.person, b.year, b.visit HAVING sum(a.aid_fen) > max(a.cap_fen) ORDER BY b.person, b.year, b.visit;

-- name: audit_year_sum many (county i64) -> medical_breach_row
-- The guard of the cap holds the year's aid.
WITH entry AS (
  SELECT b.person AS person, b.year AS year, b.visit AS visit, a.aid_fen AS aid, 0 AS kept
  FROM medical_bill AS b JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_to = 2147483647
  WHERE b.county = $1 AND a.county = $1 AND b.state = 1
  UNION ALL
  SELECT y.person AS person, y.year AS year, y.visit AS visit, 0 AS aid, y.aid_fen AS kept FROM medical_year AS y WHERE y.county = $1
)
SELECT 'person ' || CAST(person AS TEXT) || ' ' || CAST(year AS TEXT) AS subject, CAST(sum(aid) AS BIGINT) AS expected,
       CAST(sum(kept) AS BIGINT) AS actual
FROM entry GROUP BY person, year, visit HAVING sum(aid) <> sum(kept) ORDER BY person, year, visit;

-- name: audit_bill_twice many (county i64) -> medical_breach_row
-- The same stay, or the same invoice of one person, stands once.
SELECT 'person ' || CAST(b.person AS TEXT) || ' ' || b.hospital_name AS subject, 1 AS expected, count(*) AS actual
FROM medical_bill AS b WHERE b.county = $1 AND b.state = 1
GROUP BY b.person, b.hospital_name, b.admission, b.admitted_on, b.discharged_on, b.total_fen, b.insurance_fen
HAVING count(*) > 1 ORDER BY b.person, b.hospital_name;

-- name: audit_bill_claimed many (county i64) -> medical_breach_row
-- No stay was settled at the counter and claimed besides, by days and the hospital's name, or by invoice under another name.
SELECT 'bill ' || CAST(c.id AS TEXT) AS subject, 0 AS expected, b.id AS actual
FROM medical_bill AS c JOIN medical_bill AS b ON b.county = c.county AND b.person = c.person AND b.source = 1 AND b.state = 1
  AND b.visit = c.visit
JOIN payee AS p ON p.county = b.county AND p.id = b.hospital
WHERE c.county = $1 AND b.county = $1 AND c.source = 2 AND c.state = 1
  AND ((c.hospital_name IN (p.name, p.code) AND c.admitted_on = b.admitted_on AND c.total_fen = b.total_fen)
    OR (c.visit = 1 AND c.admitted_on = b.admitted_on AND c.discharged_on = b.discharged_on
        AND (c.total_fen = b.total_fen OR c.hospital_name IN (p.name, p.code)))
    OR (c.visit = 1 AND c.hospital_name IN (p.name, p.code) AND c.admitted_on < b.discharged_on AND c.discharged_on > b.admitted_on))
ORDER BY c.id, b.id;

-- name: audit_bill_dead many (county i64) -> medical_breach_row
-- Nobody was admitted after his death, by what is known of it today.
SELECT 'admission ' || CAST(d.id AS TEXT) AS subject, x.died_on AS expected, d.admitted_on AS actual
FROM medical_admission AS d JOIN person_death AS x ON x.county = d.county AND x.person = d.person AND x.known_to = 2147483647
WHERE d.county = $1 AND d.state <> 3 AND d.admitted_on > x.died_on
UNION ALL
SELECT 'bill ' || CAST(b.id AS TEXT) AS subject, x.died_on AS expected, b.admitted_on AS actual
FROM medical_bill AS b JOIN person_death AS x ON x.county = b.county AND x.person = b.person AND x.known_to = 2147483647
WHERE b.county = $1 AND b.source = 2 AND b.state = 1 AND b.admitted_on > x.died_on
ORDER BY subject;

-- name: audit_bill_unrecorded many (county i64) -> medical_breach_row
-- A hospital's bill is one message of that hospital, a claim's bill belongs to an approved case; both stand in the trail. Messages
-- have no index by change: they are read once, not once for every bill.
SELECT 'bill ' || CAST(b.id AS TEXT) AS subject, b.known_from AS expected, 0 AS actual
FROM medical_bill AS b
WHERE b.county = $1 AND (
  NOT EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = $1 AND t.id = b.known_from)
  OR (b.source = 1 AND (b.hospital, b.known_from) NOT IN (SELECT m.hospital, m.known_from FROM medical_message AS m
                                                           WHERE m.county = $1 AND m.kind = 2))
  OR (b.source = 2 AND NOT EXISTS (SELECT 1 FROM case_file AS f WHERE f.county = $1 AND f.id = b.case_file))
  OR (b.state = 2 AND NOT EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = $1 AND t.id = b.strike_change)))
ORDER BY b.id;

-- name: audit_message_lost many (county i64) -> medical_breach_row
-- What was answered as settled or filed was settled or filed.
SELECT 'hospital ' || CAST(m.hospital AS TEXT) || ' ' || m.serial AS subject, m.known_from AS expected, 0 AS actual
FROM medical_message AS m
WHERE m.county = $1 AND (
  (m.kind = 1 AND (m.hospital, m.known_from) NOT IN (SELECT d.hospital, d.known_from FROM medical_admission AS d WHERE d.county = $1))
  OR (m.kind = 2 AND (m.hospital, m.known_from) NOT IN (SELECT b.hospital, b.known_from FROM medical_bill AS b WHERE b.county = $1))
  OR (m.kind = 3 AND (m.hospital, m.known_from) NOT IN (SELECT b.hospital, b.strike_change FROM medical_bill AS b WHERE b.county = $1)))
ORDER BY m.hospital, m.serial;

-- name: audit_admission_state many (county i64) -> medical_breach_row
-- A settled stay has its one standing bill, of the same person and hospital; any other has none.
SELECT 'admission ' || CAST(d.id AS TEXT) AS subject, d.bill AS expected, coalesce(b.id, 0) AS actual
FROM medical_admission AS d LEFT JOIN medical_bill AS b ON b.county = d.county AND b.source = 1 AND b.state = 1 AND b.admission = d.id
WHERE d.county = $1 AND (
  (d.state = 2 AND (b.id IS NULL OR b.id <> d.bill OR b.person <> d.person OR b.hospital <> d.hospital OR b.admitted_on <> d.admitted_on
    OR b.visit <> d.visit))
  OR (d.state <> 2 AND b.id IS NOT NULL))
ORDER BY d.id;

-- name: audit_advance_use many (county i64) -> medical_breach_row
-- An advance is used by the standing bill of the one stay that drew it: the same person, an inpatient of the hospital it is
-- for, admitted while it held.
SELECT 'advance ' || CAST(v.id AS TEXT) AS subject, v.admission AS expected, coalesce(d.id, 0) AS actual
FROM medical_advance AS v LEFT JOIN medical_admission AS d ON d.county = v.county AND d.id = v.admission
WHERE v.county = $1 AND v.admission > 0 AND (
  d.id IS NULL OR d.advance <> v.id OR d.person <> v.person OR d.visit <> 1 OR (v.hospital > 0 AND v.hospital <> d.hospital)
  OR d.admitted_on > v.expires_on OR d.state = 3 OR (v.state = 2) <> (d.state = 2) OR (v.state = 2 AND v.bill <> d.bill) OR v.state > 2)
ORDER BY v.id;

-- name: audit_advance_drawn many (county i64) -> medical_breach_row
-- A stay that stands for an advance is the one the advance names.
SELECT 'admission ' || CAST(d.id AS TEXT) AS subject, d.advance AS expected, coalesce(v.id, 0) AS actual
FROM medical_admission AS d LEFT JOIN medical_advance AS v ON v.county = d.county AND v.id = d.advance AND v.admission = d.id
WHERE d.county = $1 AND d.advance > 0 AND d.state <> 3 AND v.id IS NULL ORDER BY d.id;

-- name: audit_stay_lines many (county i64) -> medical_breach_row
-- What a hospital was credited for a stay is what the stay stands for: its advance while open, the aid once settled.
WITH entry AS (
  SELECT d.id AS admission,
         CASE d.state WHEN 1 THEN coalesce(v.amount_fen, 0) WHEN 2 THEN CASE WHEN coalesce(v.amount_fen, 0) < coalesce(a.aid_fen, 0) THEN coalesce(v.amount_fen, 0) ELSE coalesce(a.aid_fen, 0) END ELSE 0 END AS before_fen,
         CASE d.state WHEN 2 THEN coalesce(a.aid_fen, 0) - CASE WHEN coalesce(v.amount_fen, 0) < coalesce(a.aid_fen, 0) THEN coalesce(v.amount_fen, 0) ELSE coalesce(a.aid_fen, 0) END ELSE 0 END AS during_fen,
         0 AS line_before, 0 AS line_during
  FROM medical_admission AS d
  LEFT JOIN medical_advance AS v ON v.county = d.county AND v.admission = d.id
  LEFT JOIN medical_assessment AS a ON a.county = d.county AND a.bill = d.bill AND a.known_to = 2147483647
  WHERE d.county = $1
  UNION ALL
  SELECT l.admission AS admission, 0 AS before_fen, 0 AS during_fen, l.before_fen AS line_before, l.during_fen AS line_during
  FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 1
)
SELECT 'admission ' || CAST(admission AS TEXT) AS subject, CAST(sum(before_fen + during_fen) AS BIGINT) AS expected,
       CAST(sum(line_before + line_during) AS BIGINT) AS actual
FROM entry GROUP BY admission HAVING sum(before_fen) <> sum(line_before) OR sum(during_fen) <> sum(line_during) ORDER BY admission;

-- name: audit_line_payee many (county i64) -> medical_breach_row
-- A hospital's line is owed to the hospital of its stay.
SELECT 'line ' || CAST(l.id AS TEXT) AS subject, coalesce(d.hospital, 0) AS expected, l.payee AS actual
FROM medical_line AS l LEFT JOIN medical_admission AS d ON d.county = l.county AND d.id = l.admission
WHERE l.county = $1 AND l.payee_kind = 1 AND (d.id IS NULL OR d.hospital <> l.payee OR d.person <> l.person) ORDER BY l.id;

-- name: audit_statement_sum many (county i64) -> medical_breach_row
-- A statement is the sum of its lines, before and during apart.
WITH entry AS (
  SELECT s.id AS statement, s.lines AS lines, s.before_fen AS before_fen, s.during_fen AS during_fen, 0 AS own_lines, 0 AS own_before, 0 AS own_during
  FROM medical_statement AS s WHERE s.county = $1
  UNION ALL
  SELECT l.batch AS statement, 0 AS lines, 0 AS before_fen, 0 AS during_fen, 1 AS own_lines, l.before_fen AS own_before, l.during_fen AS own_during
  FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 1 AND l.batch > 0
)
SELECT 'statement ' || CAST(statement AS TEXT) AS subject, CAST(sum(own_before + own_during) AS BIGINT) AS expected,
       CAST(sum(before_fen + during_fen) AS BIGINT) AS actual
FROM entry GROUP BY statement
HAVING sum(before_fen) <> sum(own_before) OR sum(during_fen) <> sum(own_during) OR sum(lines) <> sum(own_lines) ORDER BY statement;

-- name: audit_statement_payee many (county i64) -> medical_breach_row
SELECT 'statement ' || CAST(s.id AS TEXT) AS subject, s.hospital AS expected, l.payee AS actual
FROM medical_line AS l JOIN medical_statement AS s ON s.county = l.county AND s.id = l.batch
WHERE l.county = $1 AND s.county = $1 AND l.payee_kind = 1 AND (l.payee <> s.hospital OR l.entered_on / 100 > s.month) ORDER BY s.id, l.id;

-- name: audit_statement_agreed many (county i64) -> medical_breach_row
-- What is agreed was compared with the hospital's own list and equals it, stay by stay.
SELECT 'statement ' || CAST(s.id AS TEXT) AS subject, s.total_fen AS expected,
       coalesce((SELECT CAST(sum(m.theirs_fen) AS BIGINT) FROM medical_statement_match AS m WHERE m.county = $1 AND m.statement = s.id), 0) AS actual
FROM medical_statement AS s
WHERE s.county = $1 AND s.state >= 2 AND (
  EXISTS (SELECT 1 FROM medical_statement_match AS m WHERE m.county = $1 AND m.statement = s.id AND m.outcome <> 'EQUAL')
  OR s.total_fen <> coalesce((SELECT CAST(sum(m.theirs_fen) AS BIGINT) FROM medical_statement_match AS m WHERE m.county = $1 AND m.statement = s.id), 0))
ORDER BY s.id;

-- name: audit_premium_amount many (county i64) -> medical_breach_row
SELECT 'premium ' || CAST(p.year AS TEXT) || ' person ' || CAST(p.person AS TEXT) AS subject, (l.premium_fen * p.rate_bp + 5000) / 10000 AS expected,
       p.amount_fen AS actual
FROM premium_line AS p JOIN premium_list AS l ON l.county = p.county AND l.id = p.list
WHERE p.county = $1 AND l.county = $1 AND (p.amount_fen <> (l.premium_fen * p.rate_bp + 5000) / 10000 OR l.year <> p.year) ORDER BY p.year, p.person;

-- name: audit_premium_sum many (county i64) -> medical_breach_row
-- A confirmed list is the sum of its people, all of them enrolled.
WITH entry AS (
  SELECT l.id AS list, l.people AS people, l.total_fen AS total, 0 AS own_people, 0 AS own_total FROM premium_list AS l WHERE l.county = $1 AND l.state >= 2
  UNION ALL
  SELECT p.list AS list, 0 AS people, 0 AS total, 1 AS own_people, p.amount_fen AS own_total
  FROM premium_line AS p JOIN premium_list AS l ON l.county = p.county AND l.id = p.list
  JOIN premium_enrolment AS n ON n.county = p.county AND n.year = p.year AND n.person = p.person
  WHERE p.county = $1 AND l.county = $1 AND n.county = $1 AND l.state >= 2 AND p.is_enrolled = 1
)
SELECT 'premium list ' || CAST(list AS TEXT) AS subject, CAST(sum(own_total) AS BIGINT) AS expected, CAST(sum(total) AS BIGINT) AS actual
FROM entry GROUP BY list HAVING sum(people) <> sum(own_people) OR sum(total) <> sum(own_total) ORDER BY list;

-- name: audit_handover_written many (county i64) -> medical_breach_row
-- Nothing was written while the programme was in other hands.
WITH closed AS (
  SELECT h.known_from AS since, coalesce((SELECT min(n.known_from) FROM programme_handover AS n WHERE n.county = $1 AND n.programme = 3
           AND n.known_from > h.known_from), 2147483647) AS until
  FROM programme_handover AS h WHERE h.county = $1 AND h.programme = 3 AND h.is_read_only = 1
), written AS (
  SELECT 'bill ' || CAST(b.id AS TEXT) AS subject, b.known_from AS known FROM medical_bill AS b WHERE b.county = $1
  UNION ALL SELECT 'admission ' || CAST(d.id AS TEXT) AS subject, d.known_from AS known FROM medical_admission AS d WHERE d.county = $1
  UNION ALL SELECT 'advance ' || CAST(v.id AS TEXT) AS subject, v.known_from AS known FROM medical_advance AS v WHERE v.county = $1
  UNION ALL SELECT 'line ' || CAST(l.id AS TEXT) AS subject, l.known_from AS known FROM medical_line AS l WHERE l.county = $1
)
SELECT w.subject AS subject, c.since AS expected, w.known AS actual
FROM written AS w JOIN closed AS c ON w.known > c.since AND w.known < c.until ORDER BY w.known, w.subject;

-- name: audit_statements many (county i64) -> medical_statement_row (id i64, hospital i64, month i64, content_hash blob)
SELECT s.id AS id, s.hospital AS hospital, s.month AS month, s.content_hash AS content_hash
FROM medical_statement AS s WHERE s.county = $1 AND s.state >= 2 ORDER BY s.id;

-- name: audit_statement_lines many (county i64, statement i64) -> medical_statement_line_row (id i64, admission i64, bill i64,
--   person i64, before i64, during i64, entered_on i64, reason text)
SELECT l.id AS id, l.admission AS admission, l.bill AS bill, l.person AS person, l.before_fen AS before, l.during_fen AS during,
       l.entered_on AS entered_on, l.reason AS reason
FROM medical_line AS l WHERE l.county = $1 AND l.payee_kind = 1 AND l.batch = $2 ORDER BY l.id;

-- ---- for the sums: what a bill is reckoned from ----

-- name: audit_medical_parameters many (county i64) -> medical_parameter_row (name text, from_month i64, to_month i64,
--   known_from i64, known_to i64, value i64)
SELECT p.name AS name, p.from_month AS from_month, p.to_month AS to_month, p.known_from AS known_from, p.known_to AS known_to, p.value AS value
FROM parameter AS p WHERE p.county = $1 AND p.name LIKE 'medical.%' ORDER BY p.name, p.from_month, p.known_from;

-- name: audit_medical_diseases many (county i64) -> medical_disease_row (code_from text, code_to text, from_month i64,
--   to_month i64, known_from i64, known_to i64, age_below i64)
SELECT d.code_from AS code_from, d.code_to AS code_to, d.from_month AS from_month, d.to_month AS to_month, d.known_from AS known_from,
       d.known_to AS known_to, d.age_below AS age_below
FROM medical_disease AS d WHERE d.county = $1 ORDER BY d.code_from, d.from_month, d.known_from;

-- name: audit_bills many (county i64) -> medical_bill_row (id i64, visit i64, discharged_on i64, disease text, total i64,
--   in_scope i64, insurance i64, critical i64, other i64, relief i64, veteran i64, known i64, class i64, deductible i64,
--   rate i64, cap i64, before i64, aid i64, is_wubao i64, is_dibao i64, is_suspended i64, decided_class i64, birth i64)
-- Classes as believed when the bill was assessed: protected members of an active or grace household that month; of a
-- suspended one nobody has a class.
SELECT b.id AS id, b.visit AS visit, b.discharged_on AS discharged_on, b.disease AS disease, b.total_fen AS total, b.in_scope_fen AS in_scope,
       b.insurance_fen AS insurance, b.critical_fen AS critical, b.other_fen AS other, b.relief_fen AS relief, b.veteran_fen AS veteran,
       a.known_from AS known, a.class AS class, a.deductible_fen AS deductible, a.rate_bp AS rate, a.cap_fen AS cap, a.aided_before_fen AS before,
       a.aid_fen AS aid,
       coalesce(max(CASE WHEN e.programme = 2 AND e.status <> 2 THEN 1 ELSE 0 END), 0) AS is_wubao,
       coalesce(max(CASE WHEN e.programme = 1 AND e.status <> 2 THEN 1 ELSE 0 END), 0) AS is_dibao,
       coalesce(max(CASE WHEN e.status = 2 THEN 1 ELSE 0 END), 0) AS is_suspended,
       coalesce(max(c.class), 0) AS decided_class, coalesce(max(m.birth), 0) AS birth
FROM medical_bill AS b
JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_to = 2147483647
LEFT JOIN member AS m ON m.county = b.county AND m.person = b.person AND m.from_month <= b.discharged_on / 100 AND m.to_month >= b.discharged_on / 100
  AND m.known_from <= a.known_from AND m.known_to > a.known_from AND m.is_present = 1
LEFT JOIN entitlement AS e ON e.county = m.county AND e.household = m.household AND m.is_protected = 1 AND e.from_month <= b.discharged_on / 100
  AND e.to_month >= b.discharged_on / 100 AND e.known_from <= a.known_from AND e.known_to > a.known_from AND e.status IN (1, 2, 3)
LEFT JOIN medical_class AS c ON c.county = b.county AND c.person = b.person AND c.from_month <= b.discharged_on / 100
  AND c.to_month >= b.discharged_on / 100 AND c.known_from <= a.known_from AND c.known_to > a.known_from
WHERE b.county = $1 AND b.state = 1
GROUP BY b.id, b.visit, b.discharged_on, b.disease, b.total_fen, b.in_scope_fen, b.insurance_fen, b.critical_fen, b.other_fen, b.relief_fen,
  b.veteran_fen, a.known_from, a.class, a.deductible_fen, a.rate_bp, a.cap_fen, a.aided_before_fen, a.aid_fen
ORDER BY b.id;
