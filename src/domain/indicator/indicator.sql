-- One statement per indicator: (township, numerator, denominator) of a span of months, as believed at $4. A bill lives at $4 when
-- it was known and not yet struck then; its month is that of the discharge. A person counts once, in one township.

-- name: indicator_coverage many (county i64, from_month month, to_month month, known i64) -> indicator_count_row (township i64, numerator i64, denominator i64)
-- Helped in the span ÷ everybody of the classes in its last month: protected members of a household that receives, then those
-- with a class decided for them.
WITH helped AS (
  SELECT b.person, max(b.division) / 1000 * 1000 AS township
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4
     AND (b.strike_change = 0 OR b.strike_change > $4) AND a.aid_fen > 0
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
  SELECT township, count(*) AS numerator, 0 AS denominator FROM helped GROUP BY township
  UNION ALL SELECT township, 0, count(*) FROM receiving GROUP BY township
  UNION ALL SELECT township, 0, count(*) FROM decided GROUP BY township)
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM counted GROUP BY township ORDER BY township;

-- name: indicator_premium_enrolled many (county i64, year i64, to_month month, known i64) -> indicator_count_row
-- Enrolled with the fund's help for the year ÷ everybody of the classes in the last month.
WITH enrolled AS (
  SELECT p.person, p.division / 1000 * 1000 AS township
    FROM premium_line AS p
    JOIN premium_list AS l ON l.county = p.county AND l.id = p.list AND l.state >= 2 AND l.known_from <= $4
   WHERE p.county = $1 AND p.year = $2 AND p.is_enrolled = 1),
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
  SELECT township, count(*) AS numerator, 0 AS denominator FROM enrolled GROUP BY township
  UNION ALL SELECT township, 0, count(*) FROM receiving GROUP BY township
  UNION ALL SELECT township, 0, count(*) FROM decided GROUP BY township)
SELECT township, CAST(sum(numerator) AS BIGINT) AS numerator, CAST(sum(denominator) AS BIGINT) AS denominator
  FROM counted GROUP BY township ORDER BY township;

-- name: indicator_before_during_money many (county i64, from_month month, to_month month, known i64) -> indicator_count_row
-- Aid that was there at the counter, with what had been advanced before it ÷ all aid.
SELECT b.division / 1000 * 1000 AS township, CAST(sum(CASE WHEN b.source = 1 THEN a.aid_fen ELSE 0 END) AS BIGINT) AS numerator,
       CAST(sum(a.aid_fen) AS BIGINT) AS denominator
  FROM medical_bill AS b
  JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
 WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4)
 GROUP BY b.division / 1000 * 1000 ORDER BY township;

-- name: indicator_before_during_people many (county i64, from_month month, to_month month, known i64) -> indicator_count_row
-- Whoever was helped at a counter ÷ whoever was helped.
WITH helped AS (
  SELECT b.person, max(b.division) / 1000 * 1000 AS township, max(CASE WHEN b.source = 1 THEN 1 ELSE 0 END) AS is_early
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4
     AND (b.strike_change = 0 OR b.strike_change > $4) AND a.aid_fen > 0
   GROUP BY b.person)
SELECT township, CAST(sum(is_early) AS BIGINT) AS numerator, count(*) AS denominator FROM helped GROUP BY township ORDER BY township;

-- name: indicator_before_people many (county i64, from_month month, to_month month, known i64) -> indicator_count_row
-- Whoever had an advance drawn with a stay that is settled ÷ whoever was helped.
WITH helped AS (
  SELECT b.person, max(b.division) / 1000 * 1000 AS township,
         max(CASE WHEN b.admission > 0 AND EXISTS (
               SELECT 1 FROM medical_line AS l
                WHERE l.county = b.county AND l.admission = b.admission AND l.admission > 0 AND l.known_from <= $4
                GROUP BY l.admission HAVING sum(l.before_fen) > 0) THEN 1 ELSE 0 END) AS is_before
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
   WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4
     AND (b.strike_change = 0 OR b.strike_change > $4) AND a.aid_fen > 0
   GROUP BY b.person)
SELECT township, CAST(sum(is_before) AS BIGINT) AS numerator, count(*) AS denominator FROM helped GROUP BY township ORDER BY township;

-- name: indicator_threshold many (county i64, from_month month, to_month month, known i64) -> indicator_count_row
-- Deductibles of the bills of people of a class ÷ those bills.
SELECT b.division / 1000 * 1000 AS township, CAST(sum(a.deductible_fen) AS BIGINT) AS numerator, count(*) AS denominator
  FROM medical_bill AS b
  JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
 WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4
   AND (b.strike_change = 0 OR b.strike_change > $4) AND a.class > 0
 GROUP BY b.division / 1000 * 1000 ORDER BY township;

-- name: indicator_rate many (county i64, from_month month, to_month month, known i64) -> indicator_count_row
-- Aid ÷ what insurance and others left to bear.
SELECT b.division / 1000 * 1000 AS township, CAST(sum(a.aid_fen) AS BIGINT) AS numerator, CAST(sum(a.borne_fen) AS BIGINT) AS denominator
  FROM medical_bill AS b
  JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4
 WHERE b.county = $1 AND b.discharged_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4
   AND (b.strike_change = 0 OR b.strike_change > $4) AND a.class > 0
 GROUP BY b.division / 1000 * 1000 ORDER BY township;

-- name: indicator_on_counter many (county i64, from_month month, to_month month, known i64) -> indicator_count_row
SELECT division / 1000 * 1000 AS township, CAST(sum(CASE WHEN source = 1 THEN 1 ELSE 0 END) AS BIGINT) AS numerator, count(*) AS denominator
  FROM medical_bill
 WHERE county = $1 AND discharged_on / 100 BETWEEN $2 AND $3 AND known_from <= $4 AND (strike_change = 0 OR strike_change > $4)
 GROUP BY division / 1000 * 1000 ORDER BY township;

-- name: indicator_days_from_discharge many (county i64, from_month month, to_month month, known i64) -> indicator_count_row
-- Of aid that arrived in the span: at the counter on the day of discharge, by claim on the day that the bank paid it. Days are
-- counted by the Julian day number (y, m, d with the year begun in March).
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
  SELECT b.division / 1000 * 1000 AS township, b.discharged_on AS begun, CASE WHEN b.source = 1 THEN b.discharged_on ELSE p.paid_on END AS ended
    FROM medical_bill AS b
    JOIN medical_assessment AS a ON a.county = b.county AND a.bill = b.id AND a.known_from <= $4 AND a.known_to > $4 AND a.aid_fen > 0
    LEFT JOIN received AS p ON p.case_file = b.case_file AND b.source = 2
   WHERE b.county = $1 AND b.known_from <= $4 AND (b.strike_change = 0 OR b.strike_change > $4)),
parts AS (
  SELECT township, begun / 10000 - CASE WHEN begun / 100 % 100 < 3 THEN 1 ELSE 0 END AS y1, (begun / 100 % 100 + 9) % 12 AS m1, begun % 100 AS d1,
         ended / 10000 - CASE WHEN ended / 100 % 100 < 3 THEN 1 ELSE 0 END AS y2, (ended / 100 % 100 + 9) % 12 AS m2, ended % 100 AS d2
    FROM arrived WHERE ended IS NOT NULL AND ended / 100 BETWEEN $2 AND $3)
SELECT township,
       CAST(sum((y2 * 365 + y2 / 4 - y2 / 100 + y2 / 400 + (m2 * 153 + 2) / 5 + d2) - (y1 * 365 + y1 / 4 - y1 / 100 + y1 / 400 + (m1 * 153 + 2) / 5 + d1)) AS BIGINT) AS numerator,
       count(*) AS denominator
  FROM parts GROUP BY township ORDER BY township;

-- name: indicator_days_from_application many (county i64, from_month month, to_month month, known i64) -> indicator_count_row
-- Of claims whose money arrived in the span: from the day of application.
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
  SELECT c.division / 1000 * 1000 AS township, c.opened_on AS begun, p.paid_on AS ended
    FROM received AS p
    JOIN case_file AS c ON c.county = $1 AND c.id = p.case_file
   WHERE p.paid_on / 100 BETWEEN $2 AND $3 AND p.paid_on >= c.opened_on),
parts AS (
  SELECT township, begun / 10000 - CASE WHEN begun / 100 % 100 < 3 THEN 1 ELSE 0 END AS y1, (begun / 100 % 100 + 9) % 12 AS m1, begun % 100 AS d1,
         ended / 10000 - CASE WHEN ended / 100 % 100 < 3 THEN 1 ELSE 0 END AS y2, (ended / 100 % 100 + 9) % 12 AS m2, ended % 100 AS d2
    FROM arrived)
SELECT township,
       CAST(sum((y2 * 365 + y2 / 4 - y2 / 100 + y2 / 400 + (m2 * 153 + 2) / 5 + d2) - (y1 * 365 + y1 / 4 - y1 / 100 + y1 / 400 + (m1 * 153 + 2) / 5 + d1)) AS BIGINT) AS numerator,
       count(*) AS denominator
  FROM parts GROUP BY township ORDER BY township;

-- name: indicator_fund_use many (county i64, january month, to_month month, known i64) -> indicator_count_row
-- Spent in the books of the year up to the last month ÷ the year's budget. The county alone.
WITH used AS (
  SELECT CAST(coalesce(sum(CASE WHEN p.debit BETWEEN 45000 AND 45999 THEN p.amount_fen ELSE 0 - p.amount_fen END), 0) AS BIGINT) AS spent
    FROM posting AS p
    JOIN journal AS j ON j.county = p.county AND j.fund = p.fund AND j.id = p.journal
   WHERE p.county = $1 AND p.fund = 4 AND (p.debit BETWEEN 45000 AND 45999) <> (p.credit BETWEEN 45000 AND 45999) AND j.month BETWEEN $2 AND $3 AND j.known_from <= $4),
budget AS (
  SELECT CAST(coalesce(max(value), 0) AS BIGINT) AS year_fen FROM parameter
   WHERE county = $1 AND name = 'medical.budget_year' AND from_month <= $3 AND to_month >= $3 AND known_from <= $4 AND known_to > $4)
SELECT 0 AS township, spent AS numerator, year_fen AS denominator FROM used CROSS JOIN budget;

-- name: indicator_returns_due many (county i64, from_month month, to_month month, known i64, today date) -> indicator_count_row
-- Monthly returns of projects, from the month in which the original target begins to that of the stage IN_USE or of being given up:
-- signed by the tenth of the month after ÷ due by today, or signed already.
WITH RECURSIVE span (month) AS (
  SELECT CAST($2 AS BIGINT) AS month
  UNION ALL SELECT CASE WHEN month % 100 = 12 THEN month + 89 ELSE month + 1 END FROM span WHERE month < $3),
works AS (
  SELECT p.id, s.township, o.start_on / 100 AS from_month,
         CASE WHEN s.change = 'CANCEL' THEN s.decided_on / 100
              ELSE coalesce((SELECT min(g.reached_on) FROM project_stage AS g WHERE g.county = p.county AND g.project = p.id AND g.stage = 10
                                AND g.reached_on > 0 AND g.known_from <= $4 AND g.known_to > $4), 99991231) / 100 END AS to_month
    FROM project AS p
    JOIN project_scope AS o ON o.county = p.county AND o.project = p.id AND o.version = 1
    JOIN project_scope AS s ON s.county = p.county AND s.project = p.id
     AND s.version = (SELECT max(c.version) FROM project_scope AS c WHERE c.county = p.county AND c.project = p.id AND c.state = 2
                         AND c.decided_change <= $4)
   WHERE p.county = $1 AND p.known_from <= $4),
due AS (
  SELECT w.township, CASE WHEN m.month % 100 = 12 THEN m.month + 89 ELSE m.month + 1 END * 100 + 10 AS due_on,
         (SELECT min(r.signed_on) FROM project_return AS r WHERE r.county = $1 AND r.project = w.id AND r.month = m.month AND r.signed_change > 0
             AND r.signed_change <= $4) AS signed_on
    FROM works AS w
    JOIN span AS m ON m.month BETWEEN w.from_month AND w.to_month)
SELECT township, CAST(sum(CASE WHEN signed_on <= due_on THEN 1 ELSE 0 END) AS BIGINT) AS numerator, count(*) AS denominator
  FROM due WHERE due_on < $5 OR signed_on IS NOT NULL
 GROUP BY township ORDER BY township;

-- name: indicator_claims_paid many (county i64, from_month month, to_month month, known i64) -> indicator_claim_row (township i64, begun date, ended date)
-- Claims of homes whose money was paid in the span and has not come back: from the day of submission, kept as prepared_on.
WITH paid AS (
  SELECT j.subject, j.home, j.book, max(j.entered_on) AS ended, max(j.known_from) AS change
    FROM home_journal AS j
   WHERE j.county = $1 AND j.kind = 'CLAIM_PAY' AND j.known_from <= $4
   GROUP BY j.subject, j.home, j.book)
SELECT h.township, c.prepared_on AS begun, p.ended
  FROM paid AS p
  JOIN home_claim AS c ON c.county = $1 AND c.id = p.subject
  JOIN home AS h ON h.county = c.county AND h.id = c.home
 WHERE p.ended / 100 BETWEEN $2 AND $3
   AND NOT EXISTS (SELECT 1 FROM home_journal AS b WHERE b.county = $1 AND b.home = p.home AND b.book = p.book AND b.kind = 'CLAIM_RETURN'
                      AND b.subject = p.subject AND b.known_from > p.change AND b.known_from <= $4)
 ORDER BY h.township, c.id;

-- name: indicator_day one (county i64, known i64) -> indicator_day_row (at text)
-- When the last change was made that is known.
SELECT at FROM change_trail WHERE county = $1 AND id <= $2 ORDER BY id DESC LIMIT 1;
