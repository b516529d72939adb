-- The rows behind the figures of indicator_payment.sql: what each of them counts, a page at a time, with the name of whom it is about.

-- name: indicator_on_time_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64, programme i64, today date)
--   -> indicator_payment_behind_row (kind text, id i64, other i64,
--   at i64, township i64, numerator i64, denominator i64, label text?)
WITH RECURSIVE span (month) AS (
  SELECT CAST($2 AS BIGINT) AS month
  UNION ALL SELECT CASE WHEN month % 100 = 12 THEN month + 89 ELSE month + 1 END FROM span WHERE month < $3),
approved AS (
  SELECT m.month, m.run, r.to_month
    FROM payment_run_month AS m
    JOIN payment_run AS r ON r.county = m.county AND r.id = m.run
   WHERE m.county = $1 AND m.programme = $8
     AND EXISTS (SELECT 1 FROM journal AS j WHERE j.county = m.county AND j.run = m.run AND j.kind = 'ENTITLE' AND j.known_from <= $4)),
due AS (
  SELECT s.month, a.run,
         CASE WHEN a.run > 0 THEN a.to_month WHEN q.value = 3 THEN s.month / 100 * 100 + (s.month % 100 + 2) / 3 * 3 ELSE s.month END * 100 + p.value AS due_on
    FROM span AS s
    LEFT JOIN approved AS a ON a.month = s.month
    JOIN parameter AS p ON p.county = $1 AND p.name = CASE WHEN $8 = 1 THEN 'dibao.pay_day' ELSE 'wubao.pay_day' END
     AND p.from_month <= s.month AND p.to_month >= s.month AND p.known_from <= $4 AND p.known_to > $4
    LEFT JOIN parameter AS q ON q.county = $1 AND q.name = CASE WHEN $8 = 1 THEN 'dibao.pay_months' ELSE 'wubao.pay_months' END
     AND q.from_month <= s.month AND q.to_month >= s.month AND q.known_from <= $4 AND q.known_to > $4
   WHERE s.month >= (SELECT min(month) FROM approved)),
paid AS (
  SELECT r.id, r.sent_on
    FROM remittance AS r
    JOIN bank_file AS f ON f.county = r.county AND f.id = r.in_file AND f.known_from <= $4
   WHERE r.county = $1 AND r.in_file > 0),
owed AS (
  SELECT i.household, d.run, i.month, i.division, i.basic_fen + i.topup_fen + i.adjustment_fen AS due_fen, d.due_on,
         CASE WHEN i.state = 4 THEN p.sent_on END AS paid_on
    FROM due AS d
    JOIN payment_item AS i ON i.county = $1 AND i.programme = $8 AND i.month = d.month
    LEFT JOIN paid AS p ON p.id = i.remittance
   WHERE d.run > 0 AND i.basic_fen + i.topup_fen + i.adjustment_fen > 0
     AND NOT (i.state = 7 AND EXISTS (
           SELECT 1 FROM journal AS j
             JOIN posting AS g ON g.county = j.county AND g.fund = j.fund AND g.journal = j.id AND g.line = i.household
            WHERE j.county = $1 AND j.run = d.run AND j.kind = 'CANCEL' AND j.known_from <= $4))),
late AS (
  SELECT t.household, d.month, t.division
    FROM due AS d
    JOIN entitlement AS t ON t.county = $1 AND t.programme = $8 AND t.from_month <= d.month AND t.to_month >= d.month
     AND t.known_from <= $4 AND t.known_to > $4 AND t.status IN (1, 3)
   WHERE d.run IS NULL AND d.due_on < $9),
subjects AS (
  SELECT 'run_item' AS kind, o.household AS id, o.run AS other, o.month AS at, 0 AS part,
         CASE WHEN o.division % 1000000 = 0 THEN 0 ELSE o.division / 1000 * 1000 END AS township, CASE WHEN o.paid_on <= o.due_on THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM owed AS o WHERE o.paid_on > 0 OR o.due_on < $9
   UNION ALL
  SELECT 'household' AS kind, l.household AS id, 0 AS other, l.month AS at, 0 AS part,
         CASE WHEN l.division % 1000000 = 0 THEN 0 ELSE l.division / 1000 * 1000 END AS township, 0 AS numerator, 1 AS denominator
    FROM late AS l),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM entitlement AS t JOIN person AS p ON p.county = t.county AND p.id = t.head
          WHERE t.county = $1 AND t.household = s.id AND t.programme IN (1, 2) AND t.known_from <= $4 AND t.known_to > $4
          ORDER BY t.from_month DESC, t.programme LIMIT 1) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_in_full_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64, programme i64, today date)
--   -> indicator_payment_behind_row
WITH RECURSIVE span (month) AS (
  SELECT CAST($2 AS BIGINT) AS month
  UNION ALL SELECT CASE WHEN month % 100 = 12 THEN month + 89 ELSE month + 1 END FROM span WHERE month < $3),
approved AS (
  SELECT m.month, m.run, r.to_month
    FROM payment_run_month AS m
    JOIN payment_run AS r ON r.county = m.county AND r.id = m.run
   WHERE m.county = $1 AND m.programme = $8
     AND EXISTS (SELECT 1 FROM journal AS j WHERE j.county = m.county AND j.run = m.run AND j.kind = 'ENTITLE' AND j.known_from <= $4)),
due AS (
  SELECT s.month, a.run,
         CASE WHEN a.run > 0 THEN a.to_month WHEN q.value = 3 THEN s.month / 100 * 100 + (s.month % 100 + 2) / 3 * 3 ELSE s.month END * 100 + p.value AS due_on
    FROM span AS s
    LEFT JOIN approved AS a ON a.month = s.month
    JOIN parameter AS p ON p.county = $1 AND p.name = CASE WHEN $8 = 1 THEN 'dibao.pay_day' ELSE 'wubao.pay_day' END
     AND p.from_month <= s.month AND p.to_month >= s.month AND p.known_from <= $4 AND p.known_to > $4
    LEFT JOIN parameter AS q ON q.county = $1 AND q.name = CASE WHEN $8 = 1 THEN 'dibao.pay_months' ELSE 'wubao.pay_months' END
     AND q.from_month <= s.month AND q.to_month >= s.month AND q.known_from <= $4 AND q.known_to > $4
   WHERE s.month >= (SELECT min(month) FROM approved)),
paid AS (
  SELECT r.id, r.sent_on
    FROM remittance AS r
    JOIN bank_file AS f ON f.county = r.county AND f.id = r.in_file AND f.known_from <= $4
   WHERE r.county = $1 AND r.in_file > 0),
owed AS (
  SELECT i.household, d.run, i.month, i.division, i.basic_fen + i.topup_fen + i.adjustment_fen AS due_fen, d.due_on,
         CASE WHEN i.state = 4 THEN p.sent_on END AS paid_on
    FROM due AS d
    JOIN payment_item AS i ON i.county = $1 AND i.programme = $8 AND i.month = d.month
    LEFT JOIN paid AS p ON p.id = i.remittance
   WHERE d.run > 0 AND i.basic_fen + i.topup_fen + i.adjustment_fen > 0
     AND NOT (i.state = 7 AND EXISTS (
           SELECT 1 FROM journal AS j
             JOIN posting AS g ON g.county = j.county AND g.fund = j.fund AND g.journal = j.id AND g.line = i.household
            WHERE j.county = $1 AND j.run = d.run AND j.kind = 'CANCEL' AND j.known_from <= $4))),
subjects AS (
  SELECT 'run_item' AS kind, o.household AS id, o.run AS other, o.month AS at, 0 AS part,
         CASE WHEN o.division % 1000000 = 0 THEN 0 ELSE o.division / 1000 * 1000 END AS township, CASE WHEN o.paid_on > 0 THEN o.due_fen ELSE 0 END AS numerator, o.due_fen AS denominator
    FROM owed AS o WHERE o.paid_on > 0 OR o.due_on < $9),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM entitlement AS t JOIN person AS p ON p.county = t.county AND p.id = t.head
          WHERE t.county = $1 AND t.household = s.id AND t.programme IN (1, 2) AND t.known_from <= $4 AND t.known_to > $4
          ORDER BY t.from_month DESC, t.programme LIMIT 1) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_returns_resent_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_payment_behind_row
WITH subjects AS (
  SELECT 'return' AS kind, b.household AS id, r.run AS other, b.returned_on AS at, b.month * 100 + b.attempt AS part,
         CASE WHEN i.division % 1000000 = 0 THEN 0 ELSE i.division / 1000 * 1000 END AS township, CASE WHEN i.state = 4 AND i.attempt > b.attempt AND EXISTS (
           SELECT 1 FROM remittance AS p
             JOIN bank_file AS f ON f.county = p.county AND f.id = p.in_file AND f.known_from <= $4
            WHERE p.county = i.county AND p.id = i.remittance) THEN 1 ELSE 0 END AS numerator, 1 AS denominator
    FROM bank_return AS b
    JOIN payment_item AS i ON i.county = b.county AND i.programme = b.programme AND i.month = b.month AND i.household = b.household
    JOIN remittance AS r ON r.county = b.county AND r.id = b.remittance
   WHERE b.county = $1 AND b.returned_on / 100 BETWEEN $2 AND $3 AND b.known_from <= $4
     AND NOT (b.state = 'CANCELLED' AND b.corrected_change <= $4)),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM entitlement AS t JOIN person AS p ON p.county = t.county AND p.id = t.head
          WHERE t.county = $1 AND t.household = s.id AND t.programme IN (1, 2) AND t.known_from <= $4 AND t.known_to > $4
          ORDER BY t.from_month DESC, t.programme LIMIT 1) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_return_days_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_payment_behind_row
WITH again AS (
  SELECT b.household, r.run, b.month, b.attempt, i.division, b.returned_on,
         CASE WHEN i.attempt = b.attempt + 1 THEN i.remittance
              ELSE (SELECT n.remittance FROM bank_return AS n WHERE n.county = b.county AND n.programme = b.programme AND n.month = b.month
                       AND n.household = b.household AND n.attempt = b.attempt + 1) END AS remittance
    FROM bank_return AS b
    JOIN payment_item AS i ON i.county = b.county AND i.programme = b.programme AND i.month = b.month AND i.household = b.household
    JOIN remittance AS r ON r.county = b.county AND r.id = b.remittance
   WHERE b.county = $1 AND b.known_from <= $4),
parts AS (
  SELECT a.household, a.run, a.month, a.attempt, a.division, r.sent_on, a.returned_on / 10000 - CASE WHEN a.returned_on / 100 % 100 < 3 THEN 1 ELSE 0 END AS y1, (a.returned_on / 100 % 100 + 9) % 12 AS m1, a.returned_on % 100 AS d1,
         r.sent_on / 10000 - CASE WHEN r.sent_on / 100 % 100 < 3 THEN 1 ELSE 0 END AS y2, (r.sent_on / 100 % 100 + 9) % 12 AS m2, r.sent_on % 100 AS d2
    FROM again AS a
    JOIN remittance AS r ON r.county = $1 AND r.id = a.remittance AND r.known_from <= $4
   WHERE r.sent_on / 100 BETWEEN $2 AND $3),
subjects AS (
  SELECT 'return' AS kind, household AS id, run AS other, sent_on AS at, month * 100 + attempt AS part,
         CASE WHEN division % 1000000 = 0 THEN 0 ELSE division / 1000 * 1000 END AS township, (y2 * 365 + y2 / 4 - y2 / 100 + y2 / 400 + (m2 * 153 + 2) / 5 + d2) - (y1 * 365 + y1 / 4 - y1 / 100 + y1 / 400 + (m1 * 153 + 2) / 5 + d1) AS numerator, 1 AS denominator
    FROM parts),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       (SELECT p.name FROM entitlement AS t JOIN person AS p ON p.county = t.county AND p.id = t.head
          WHERE t.county = $1 AND t.household = s.id AND t.programme IN (1, 2) AND t.known_from <= $4 AND t.known_to > $4
          ORDER BY t.from_month DESC, t.programme LIMIT 1) AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;

-- name: indicator_wrong_found_behind many (county i64, from_month month, to_month month, known i64, township i64, skip i64, row_limit i64)
--   -> indicator_payment_behind_row
WITH approved AS (
  SELECT m.programme, m.month, m.run
    FROM payment_run_month AS m
   WHERE m.county = $1 AND m.programme IN (1, 2) AND m.month BETWEEN $2 AND $3
     AND EXISTS (SELECT 1 FROM journal AS j WHERE j.county = m.county AND j.run = m.run AND j.kind = 'ENTITLE' AND j.known_from <= $4)),
repaid AS (
  SELECT r.id, r.household, r.programme, r.for_month,
         CAST(substr(c.at, 1, 4) AS BIGINT) * 10000 + CAST(substr(c.at, 6, 2) AS BIGINT) * 100 + CAST(substr(c.at, 9, 2) AS BIGINT) AS on_date
    FROM payment_repayment AS r
    JOIN change_trail AS c ON c.county = r.county AND c.id = r.known_from
   WHERE r.county = $1 AND r.programme IN (1, 2) AND r.known_from <= $4),
places AS (
  SELECT DISTINCT CASE WHEN i.division % 1000000 = 0 THEN 0 ELSE i.division / 1000 * 1000 END AS township
    FROM approved AS a
    JOIN payment_item AS i ON i.county = $1 AND i.programme = a.programme AND i.month = a.month),
subjects AS (
  SELECT 'run_item' AS kind, d.household AS id, a.run AS other, d.month AS at, d.for_month AS part,
         CASE WHEN i.division % 1000000 = 0 THEN 0 ELSE i.division / 1000 * 1000 END AS township, 1 AS numerator, 0 AS denominator
    FROM approved AS a
    JOIN payment_adjustment AS d ON d.county = $1 AND d.programme = a.programme AND d.month = a.month AND d.reason IN ('FACT', 'BOTH')
    JOIN payment_item AS i ON i.county = $1 AND i.programme = d.programme AND i.month = d.month AND i.household = d.household
   UNION ALL
  SELECT 'household' AS kind, r.household AS id, r.programme AS other, r.on_date AS at, r.id AS part,
         CASE WHEN i.division % 1000000 = 0 THEN 0 ELSE i.division / 1000 * 1000 END AS township, 1 AS numerator, 0 AS denominator
    FROM repaid AS r
    JOIN payment_item AS i ON i.county = $1 AND i.programme = r.programme AND i.month = r.for_month AND i.household = r.household
   WHERE r.on_date / 100 BETWEEN $2 AND $3
   UNION ALL
  SELECT 'township' AS kind, p.township AS id, 0 AS other, 0 AS at, 0 AS part,
         CASE WHEN p.township % 1000000 = 0 THEN 0 ELSE p.township / 1000 * 1000 END AS township, 0 AS numerator, 1 AS denominator
    FROM places AS p),
page AS (
  SELECT kind, id, other, at, part, township, numerator, denominator FROM subjects WHERE $5 = 0 OR township = $5
   ORDER BY township, at, other, id, part LIMIT $7 OFFSET $6)
SELECT s.kind, s.id, s.other, s.at, s.township, s.numerator, s.denominator,
       CASE WHEN s.kind = 'township' THEN
         (SELECT max(d.name) FROM division AS d WHERE d.county = $1 AND d.code = s.id)
       ELSE (SELECT p.name FROM entitlement AS t JOIN person AS p ON p.county = t.county AND p.id = t.head
          WHERE t.county = $1 AND t.household = s.id AND t.programme IN (1, 2) AND t.known_from <= $4 AND t.known_to > $4
          ORDER BY t.from_month DESC, t.programme LIMIT 1) END AS label
  FROM page AS s
 ORDER BY s.township, s.at, s.other, s.id, s.part;
