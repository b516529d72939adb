-- Medical assistance as its pages show it together: sums of a year, what waits, how one amount came about. Divisions limit
-- what a viewer sees.

-- name: board_township_scan many (county i64, year i64, division_from i64, division_to i64)
--   -> board_township_row (township i64, bills i64, people i64, total fen, before fen, during fen, after fen, personal fen)
-- The year's standing bills by township. before: what an advance had brought already, as far as it was needed. known_to + 0:
-- a bill's assessments lie together, and the index of the current ones would be a second look for each.
SELECT b.division / 1000 * 1000 AS township, count(*) AS bills,
       count(DISTINCT CASE WHEN s.aid_fen > 0 THEN b.person ELSE NULL END) AS people,
       CAST(sum(b.total_fen) AS BIGINT) AS total,
       CAST(sum(CASE WHEN v.amount_fen IS NULL THEN 0 WHEN v.amount_fen < s.aid_fen THEN v.amount_fen ELSE s.aid_fen END) AS BIGINT) AS before,
       CAST(sum(CASE WHEN b.source <> 1 THEN 0 WHEN v.amount_fen IS NULL THEN s.aid_fen
                     WHEN v.amount_fen < s.aid_fen THEN s.aid_fen - v.amount_fen ELSE 0 END) AS BIGINT) AS during,
       CAST(sum(CASE WHEN b.source = 2 THEN s.aid_fen ELSE 0 END) AS BIGINT) AS after,
       CAST(sum(s.personal_fen) AS BIGINT) AS personal
  FROM medical_bill AS b
 CROSS JOIN medical_assessment AS s
  LEFT JOIN medical_advance AS v ON v.county = b.county AND v.bill = b.id AND v.bill > 0
 WHERE b.county = $1 AND b.year = $2 AND b.state = 1 AND b.division BETWEEN $3 AND $4
   AND s.county = b.county AND s.bill = b.id AND s.known_to + 0 = 2147483647
 GROUP BY b.division / 1000 * 1000
 ORDER BY township;

-- name: board_people one (county i64, year i64) -> board_people_row (people i64)
-- Each person once, wherever he lived when: the whole county's.
SELECT count(DISTINCT person) AS people FROM medical_year WHERE county = $1 AND year = $2 AND aid_fen > 0;

-- name: board_admission_wait one (county i64, division_from i64, division_to i64)
--   -> board_admission_wait_row (stays i64, oldest date?)
SELECT count(*) AS stays, min(admitted_on) AS oldest
  FROM medical_admission
 WHERE county = $1 AND state = 1 AND division BETWEEN $2 AND $3;

-- name: board_stay_wait one (county i64, hospital i64) -> board_stay_wait_row (stays i64)
SELECT count(*) AS stays FROM medical_admission WHERE county = $1 AND hospital = $2 AND state = 1;

-- name: board_advance_wait one (county i64, expires_by date, division_from i64, division_to i64)
--   -> board_advance_wait_row (advances i64, amount fen, expiring i64)
SELECT count(*) AS advances, CAST(coalesce(sum(amount_fen), 0) AS BIGINT) AS amount,
       CAST(coalesce(sum(CASE WHEN expires_on <= $2 AND admission = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS expiring
  FROM medical_advance
 WHERE county = $1 AND state = 1 AND division BETWEEN $3 AND $4;

-- name: board_line_wait one (county i64, before date) -> board_line_wait_row (lines i64, amount fen)
-- Owed to hospitals for months that are over, and on no statement yet.
SELECT count(*) AS lines, CAST(coalesce(sum(l.before_fen + l.during_fen), 0) AS BIGINT) AS amount
  FROM payee AS p
  JOIN medical_line AS l ON l.county = p.county AND l.payee_kind = 1 AND l.payee = p.id AND l.batch = 0
 WHERE p.county = $1 AND p.kind = 1 AND l.entered_on < $2;

-- name: board_statement_wait many (county i64) -> board_statement_wait_row (state i64, statements i64, total fen)
SELECT state, count(*) AS statements, CAST(sum(total_fen) AS BIGINT) AS total
  FROM medical_statement
 WHERE county = $1 AND state < 3
 GROUP BY state
 ORDER BY state;

-- name: board_transfer_wait many (county i64) -> board_transfer_wait_row (state i64, transfers i64, total fen)
SELECT state, count(*) AS transfers, CAST(sum(total_fen) AS BIGINT) AS total
  FROM transfer
 WHERE county = $1 AND state IN (1, 2, 3, 5)
 GROUP BY state
 ORDER BY state;

-- name: board_line_by_admission many (county i64, admission i64)
--   -> board_line_row (id i64, payee_kind i64, payee i64, bill i64, batch i64, reason text, before fen, during fen, after fen, entered_on date)
SELECT id, payee_kind, payee, bill, batch, reason, before_fen AS before, during_fen AS during, after_fen AS after, entered_on
  FROM medical_line
 WHERE county = $1 AND admission = $2 AND admission > 0
 ORDER BY id;

-- name: board_line_by_case many (county i64, case_file i64)
--   -> board_line_row
SELECT id, payee_kind, payee, bill, batch, reason, before_fen AS before, during_fen AS during, after_fen AS after, entered_on
  FROM medical_line
 WHERE county = $1 AND case_file = $2 AND case_file > 0
 ORDER BY id;

-- name: board_assessment_list many (county i64, bill i64)
--   -> board_assessment_row (class i64, deductible fen, rate_bp i64, cap fen, aided_before fen, aid fen, personal fen, reason text,
--   is_current bool, at text, actor text)
SELECT s.class, s.deductible_fen AS deductible, s.rate_bp, s.cap_fen AS cap, s.aided_before_fen AS aided_before, s.aid_fen AS aid,
       s.personal_fen AS personal, s.reason, CASE WHEN s.known_to = 2147483647 THEN 1 ELSE 0 END AS is_current, t.at, t.actor
  FROM medical_assessment AS s
  JOIN change_trail AS t ON t.county = s.county AND t.id = s.known_from
 WHERE s.county = $1 AND s.bill = $2
 ORDER BY s.known_from;

-- name: board_premium_of one (county i64, year i64, person i64)
--   -> board_premium_row (list i64, class i64, rate_bp i64, amount fen, is_enrolled bool, state i64, transfer i64)
SELECT p.list, p.class, p.rate_bp, p.amount_fen AS amount, p.is_enrolled, l.state, l.transfer
  FROM premium_line AS p
  JOIN premium_list AS l ON l.county = p.county AND l.id = p.list
 WHERE p.county = $1 AND p.year = $2 AND p.person = $3;

-- name: board_stay_of_hospital one (county i64, hospital i64, admission i64) -> board_stay_row (number text)
SELECT number FROM medical_admission WHERE county = $1 AND hospital = $2 AND id = $3;

-- name: board_last_stay one (county i64, person i64) -> board_last_stay_row (division i64)
-- Where somebody lived at his last stay: for those who belong to no household.
SELECT division FROM medical_admission WHERE county = $1 AND person = $2 ORDER BY admitted_on DESC, id DESC LIMIT 1;

-- name: board_case_patient one (county i64, case_file i64) -> board_case_patient_row (person i64)
-- Of a claim or an advance that is decided.
SELECT person FROM medical_bill WHERE county = $1 AND case_file = $2 AND source = 2
UNION
SELECT person FROM medical_advance WHERE county = $1 AND case_file = $2 AND case_file > 0
 LIMIT 1;

-- name: board_transfer_stamps one (county i64, transfer i64)
--   -> board_transfer_stamps_row (prepared_at text, checked_at text?, approved_at text?, paid_at text?)
SELECT prepared_at, checked_at, approved_at, paid_at FROM transfer WHERE county = $1 AND id = $2;
