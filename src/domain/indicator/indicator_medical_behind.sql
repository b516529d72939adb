-- The rows behind the figures of indicator.sql: bills, people, claims, journals.

-- name: indicator_coverage_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row (kind text, id i64, other i64,
--   at i64, township i64, numerator i64, denominator i64, label text?)
WITH helped AS (
  SELECT b.person, max(b.division) / 1000 * 1000 AS township
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4) AND a.aid_fen > 0
   GROUP BY b.person),
receiving AS (
  SELECT m.person, max(t.division) / 1000 * 1000 AS township
    FROM member AS m
    JOIN entitlement AS t ON t.county = m.county AND t.household = m.household AND t.programme IN (1, 2)
     AND t.from_month <= $3 AND t.to_month >= $3 AND t.known_from <= $4 AND t.known_to > $4 AND t.status IN (1, 3)
   WHERE m.county = $1 AND m.from_month <= $3 AND m.to_month >= $3 AND m.known_from <= $4 AND m.known_to > $4
     AND m.is_present = 1 AND m.is_protected = 1
   GROUP BY m.person),
decided AS (
  SELECT c.person, max(CASE WHEN f.division > 0 THEN f.division ELSE 0 END) / 1000 * 1000 AS township
    FROM medical_class AS c
    LEFT JOIN case_file AS f ON f.county = c.county AND f.id = c.case_file
   WHERE c.county = $1 AND c.from_month <= $3 AND c.to_month >= $3 AND c.known_from <= $4 AND c.known_to > $4 AND c.class > 0
     AND NOT EXISTS (SELECT 1 FROM receiving AS r WHERE r.person = c.person)
   GROUP BY c.person),
counted AS (
  SELECT person, township, CAST(sum(n) AS BIGINT) AS n, CAST(sum(d) AS BIGINT) AS d
    FROM (SELECT person, township, 1 AS n, 0 AS d FROM helped
          UNION ALL SELECT person, township, 0, 1 FROM receiving
          UNION ALL SELECT person, township, 0, 1 FROM decided) AS u
   GROUP BY person, township),
subjects AS (
  SELECT 'person' AS kind, person AS id, 0 AS other, 0 AS at, 0 AS part,
         township AS township, n AS numerator, d AS denominator
    FROM counted),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM person AS p WHERE p.county = $1 AND p.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_premium_enrolled_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH enrolled AS (
  SELECT p.person, p.division / 1000 * 1000 AS township
    FROM premium_line AS p
    JOIN premium_list AS l ON l.county = p.county AND l.id = p.list AND l.state >= 2 AND l.known_from <= $4
   WHERE p.county = $1 AND p.year = CAST($3 AS BIGINT) / 100 AND $2 <= $3 AND p.is_enrolled = 1),
receiving AS (
  SELECT m.person, max(t.division) / 1000 * 1000 AS township
    FROM member AS m
    JOIN entitlement AS t ON t.county = m.county AND t.household = m.household AND t.programme IN (1, 2)
     AND t.from_month <= $3 AND t.to_month >= $3 AND t.known_from <= $4 AND t.known_to > $4 AND t.status IN (1, 3)
   WHERE m.county = $1 AND m.from_month <= $3 AND m.to_month >= $3 AND m.known_from <= $4 AND m.known_to > $4
     AND m.is_present = 1 AND m.is_protected = 1
   GROUP BY m.person),
decided AS (
  SELECT c.person, max(CASE WHEN f.division > 0 THEN f.division ELSE 0 END) / 1000 * 1000 AS township
    FROM medical_class AS c
    LEFT JOIN case_file AS f ON f.county = c.county AND f.id = c.case_file
   WHERE c.county = $1 AND c.from_month <= $3 AND c.to_month >= $3 AND c.known_from <= $4 AND c.known_to > $4 AND c.class > 0
     AND NOT EXISTS (SELECT 1 FROM receiving AS r WHERE r.person = c.person)
   GROUP BY c.person),
counted AS (
  SELECT person, township, CAST(sum(n) AS BIGINT) AS n, CAST(sum(d) AS BIGINT) AS d
    FROM (SELECT person, township, 1 AS n, 0 AS d FROM enrolled
          UNION ALL SELECT person, township, 0, 1 FROM receiving
          UNION ALL SELECT person, township, 0, 1 FROM decided) AS u
   GROUP BY person, township),
subjects AS (
  SELECT 'person' AS kind, person AS id, 0 AS other, 0 AS at, 0 AS part,
         township AS township, n AS numerator, d AS denominator
    FROM counted),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM person AS p WHERE p.county = $1 AND p.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_before_during_money_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH subjects AS (
  SELECT 'bill' AS kind, b.id AS id, 0 AS other, b.discharged_on AS at, 0 AS part,
         b.division / 1000 * 1000 AS township, CASE WHEN b.source = 1 THEN a.aid_fen ELSE 0 END AS numerator, a.aid_fen AS denominator
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4)),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM medical_bill AS b JOIN person AS p ON p.county = b.county AND p.id = b.person WHERE b.county = $1 AND b.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_before_during_people_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH helped AS (
  SELECT b.person, max(b.division) / 1000 * 1000 AS township, max(CASE WHEN b.source = 1 THEN 1 ELSE 0 END) AS n, 1 AS d
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4) AND a.aid_fen > 0
   GROUP BY b.person),
subjects AS (
  SELECT 'person' AS kind, person AS id, 0 AS other, 0 AS at, 0 AS part,
         township AS township, n AS numerator, d AS denominator
    FROM helped),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM person AS p WHERE p.county = $1 AND p.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_before_people_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH helped AS (
  SELECT b.person, max(b.division) / 1000 * 1000 AS township,
         max(CASE WHEN b.admission > 0 AND EXISTS (
               SELECT 1 FROM medical_line AS l
                WHERE l.county = b.county AND l.admission = b.admission AND l.admission > 0 AND l.known_from <= $4
                GROUP BY l.admission HAVING sum(l.before_fen) > 0) THEN 1 ELSE 0 END) AS n, 1 AS d
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4) AND a.aid_fen > 0
   GROUP BY b.person),
subjects AS (
  SELECT 'person' AS kind, person AS id, 0 AS other, 0 AS at, 0 AS part,
         township AS township, n AS numerator, d AS denominator
    FROM helped),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM person AS p WHERE p.county = $1 AND p.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_threshold_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH subjects AS (
  SELECT 'bill' AS kind, b.id AS id, 0 AS other, b.discharged_on AS at, 0 AS part,
         b.division / 1000 * 1000 AS township, a.deductible_fen AS numerator, 1 AS denominator
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4) AND a.class > 0),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM medical_bill AS b JOIN person AS p ON p.county = b.county AND p.id = b.person WHERE b.county = $1 AND b.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_rate_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH subjects AS (
  SELECT 'bill' AS kind, b.id AS id, 0 AS other, b.discharged_on AS at, 0 AS part,
         b.division / 1000 * 1000 AS township, a.aid_fen AS numerator, a.borne_fen AS denominator
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4) AND a.class > 0),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM medical_bill AS b JOIN person AS p ON p.county = b.county AND p.id = b.person WHERE b.county = $1 AND b.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_on_counter_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH subjects AS (
  SELECT 'bill' AS kind, b.id AS id, 0 AS other, b.discharged_on AS at, 0 AS part,
         b.division / 1000 * 1000 AS township, CASE WHEN b.source = 1 THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM medical_bill AS b
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4)),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM medical_bill AS b JOIN person AS p ON p.county = b.county AND p.id = b.person WHERE b.county = $1 AND b.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_days_from_discharge_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH received AS (
  SELECT l.case_file, min(r.sent_on) AS paid_on
    FROM medical_line AS l
    JOIN payment_run AS u ON u.county = l.county AND u.id = l.batch AND u.programme = 3
    JOIN payment_item AS i ON i.county = l.county AND i.programme = 3 AND i.month BETWEEN u.from_month AND u.to_month
     AND i.household = l.payee AND i.state = 4
    JOIN remittance AS r ON r.county = i.county AND r.id = i.remittance
    JOIN bank_file AS f ON f.county = r.county AND f.id = r.in_file AND f.known_from <= $4
   WHERE l.county = $1 AND l.payee_kind = 2 AND l.case_file > 0 AND l.batch > 0 AND l.known_from <= $4
   GROUP BY l.case_file),
arrived AS (
  SELECT b.id, b.division / 1000 * 1000 AS township, b.discharged_on AS begun, CASE WHEN b.source = 1 THEN b.discharged_on ELSE p.paid_on END AS ended
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4 AND a.aid_fen > 0
    LEFT JOIN received AS p ON p.case_file = b.case_file AND b.source = 2
   WHERE b.county = $1 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4)),
parts AS (
  SELECT id, township, ended, begun / 10000 - CASE WHEN begun / 100 % 100 < 3 THEN 1 ELSE 0 END AS y1, (begun / 100 % 100 + 9) % 12 AS m1, begun % 100 AS d1,
         ended / 10000 - CASE WHEN ended / 100 % 100 < 3 THEN 1 ELSE 0 END AS y2, (ended / 100 % 100 + 9) % 12 AS m2, ended % 100 AS d2
    FROM arrived WHERE ended IS NOT NULL AND ended / 100 BETWEEN $2 AND $3),
subjects AS (
  SELECT 'bill' AS kind, id AS id, 0 AS other, ended AS at, 0 AS part,
         township AS township, (y2 * 365 + y2 / 4 - y2 / 100 + y2 / 400 + (m2 * 153 + 2) / 5 + d2) - (y1 * 365 + y1 / 4 - y1 / 100 + y1 / 400 + (m1 * 153 + 2) / 5 + d1) AS numerator, 1 AS denominator
    FROM parts),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM medical_bill AS b JOIN person AS p ON p.county = b.county AND p.id = b.person WHERE b.county = $1 AND b.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_days_from_application_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH received AS (
  SELECT l.case_file, min(r.sent_on) AS paid_on
    FROM medical_line AS l
    JOIN payment_run AS u ON u.county = l.county AND u.id = l.batch AND u.programme = 3
    JOIN payment_item AS i ON i.county = l.county AND i.programme = 3 AND i.month BETWEEN u.from_month AND u.to_month
     AND i.household = l.payee AND i.state = 4
    JOIN remittance AS r ON r.county = i.county AND r.id = i.remittance
    JOIN bank_file AS f ON f.county = r.county AND f.id = r.in_file AND f.known_from <= $4
   WHERE l.county = $1 AND l.payee_kind = 2 AND l.case_file > 0 AND l.batch > 0 AND l.known_from <= $4
   GROUP BY l.case_file),
arrived AS (
  SELECT c.id, c.division / 1000 * 1000 AS township, c.opened_on AS begun, p.paid_on AS ended
    FROM received AS p
    JOIN case_file AS c ON c.county = $1 AND c.id = p.case_file
   WHERE p.paid_on >= c.opened_on),
parts AS (
  SELECT id, township, ended, begun / 10000 - CASE WHEN begun / 100 % 100 < 3 THEN 1 ELSE 0 END AS y1, (begun / 100 % 100 + 9) % 12 AS m1, begun % 100 AS d1,
         ended / 10000 - CASE WHEN ended / 100 % 100 < 3 THEN 1 ELSE 0 END AS y2, (ended / 100 % 100 + 9) % 12 AS m2, ended % 100 AS d2
    FROM arrived WHERE ended IS NOT NULL AND ended / 100 BETWEEN $2 AND $3),
subjects AS (
  SELECT 'case' AS kind, id AS id, 0 AS other, ended AS at, 0 AS part,
         township AS township, (y2 * 365 + y2 / 4 - y2 / 100 + y2 / 400 + (m2 * 153 + 2) / 5 + d2) - (y1 * 365 + y1 / 4 - y1 / 100 + y1 / 400 + (m1 * 153 + 2) / 5 + d1) AS numerator, 1 AS denominator
    FROM parts),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT f.number || ' ' || f.applicant FROM case_file AS f WHERE f.county = $1 AND f.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_fund_use_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_medical_behind_row
WITH subjects AS (
  SELECT 'journal' AS kind, j.id AS id, 0 AS other, max(j.month) AS at, 0 AS part,
         0 AS township, CAST(sum(CASE WHEN p.debit BETWEEN 45000 AND 45999 THEN p.amount_fen ELSE 0 - p.amount_fen END) AS BIGINT) AS numerator, 0 AS denominator
    FROM posting AS p
    JOIN journal AS j ON j.county = p.county AND j.fund = p.fund AND j.id = p.journal
   WHERE p.county = $1 AND p.fund = 4 AND (p.debit BETWEEN 45000 AND 45999) <> (p.credit BETWEEN 45000 AND 45999)
     AND j.month BETWEEN CAST($3 AS BIGINT) / 100 * 100 + 1 AND $3 AND $2 <= $3 AND j.known_from <= $4
   GROUP BY j.id
   UNION ALL
  SELECT 'budget' AS kind, 0 AS id, 0 AS other, 0 AS at, 0 AS part,
         0 AS township, 0 AS numerator, CAST(max(value) AS BIGINT) AS denominator
    FROM parameter
   WHERE county = $1 AND name = 'medical.budget_year' AND from_month <= $3 AND to_month >= $3 AND known_from <= $4 AND known_to > $4
   GROUP BY name),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT max(j.memo) FROM journal AS j WHERE j.county = $1 AND j.fund = 4 AND j.id = s.id) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;
