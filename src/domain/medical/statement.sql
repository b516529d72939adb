-- Monthly statements: a hospital's lines gathered, compared, frozen, and entered in the books.

-- name: statement_by_id one (county i64, id i64) -> statement_row (id i64, hospital i64, month month, state i64, lines i64, before fen, during fen, total fen, content_hash blob?, prepared_by text, prepared_at text, agreed_by text?, transfer i64, hospital_name text, compared i64, differences i64)
SELECT s.id, s.hospital, s.month, s.state, s.lines, s.before_fen AS before, s.during_fen AS during, s.total_fen AS total, s.content_hash, s.prepared_by,
       s.prepared_at, s.agreed_by, s.transfer, p.name AS hospital_name,
       (SELECT count(*) FROM medical_statement_match AS m WHERE m.county = s.county AND m.statement = s.id) AS compared,
       (SELECT count(*) FROM medical_statement_match AS d WHERE d.county = s.county AND d.statement = s.id AND d.outcome <> 'EQUAL') AS differences
  FROM medical_statement AS s
  JOIN payee AS p ON p.county = s.county AND p.id = s.hospital
 WHERE s.county = $1 AND s.id = $2;

-- name: statement_page many (county i64, hospital i64) -> statement_row
-- hospital 0: any.
SELECT s.id, s.hospital, s.month, s.state, s.lines, s.before_fen AS before, s.during_fen AS during, s.total_fen AS total, s.content_hash, s.prepared_by,
       s.prepared_at, s.agreed_by, s.transfer, p.name AS hospital_name,
       (SELECT count(*) FROM medical_statement_match AS m WHERE m.county = s.county AND m.statement = s.id) AS compared,
       (SELECT count(*) FROM medical_statement_match AS d WHERE d.county = s.county AND d.statement = s.id AND d.outcome <> 'EQUAL') AS differences
  FROM medical_statement AS s
  JOIN payee AS p ON p.county = s.county AND p.id = s.hospital
 WHERE s.county = $1 AND ($2 = 0 OR s.hospital = $2)
 ORDER BY s.month DESC, s.id DESC;

-- name: statement_of_month one (county i64, hospital i64, month month) -> statement_key_row (id i64)
SELECT id FROM medical_statement WHERE county = $1 AND hospital = $2 AND month = $3;

-- name: statement_gather exec (county i64, hospital i64, last_day date, month month, statement i64)
UPDATE medical_line SET batch = $5
 WHERE county = $1 AND payee_kind = 1 AND payee = $2 AND batch = 0 AND entered_on <= $3
   AND NOT EXISTS (SELECT 1 FROM medical_put_off AS w WHERE w.county = medical_line.county AND w.line = medical_line.id AND w.month >= $4);

-- name: statement_let_go exec (county i64, hospital i64, statement i64)
-- Its lines are open again.
UPDATE medical_line SET batch = 0 WHERE county = $1 AND payee_kind = 1 AND payee = $2 AND batch = $3;

-- name: statement_sums one (county i64, hospital i64, statement i64) -> statement_sums_row (lines i64, before fen, during fen)
SELECT count(*) AS lines, CAST(coalesce(sum(before_fen), 0) AS BIGINT) AS before, CAST(coalesce(sum(during_fen), 0) AS BIGINT) AS during
  FROM medical_line
 WHERE county = $1 AND payee_kind = 1 AND payee = $2 AND batch = $3;

-- name: statement_put exec (county i64, id i64, hospital i64, month month, lines i64, before fen, during fen, total fen, actor text, at text, known_from i64)
-- Drawn anew it is a draft again, whatever was agreed before.
INSERT INTO medical_statement (county, id, hospital, month, state, lines, before_fen, during_fen, total_fen, prepared_by, prepared_at, transfer, known_from)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, 0, $11)
ON CONFLICT (county, id)
DO UPDATE SET state = 1, lines = excluded.lines, before_fen = excluded.before_fen, during_fen = excluded.during_fen, total_fen = excluded.total_fen,
              content_hash = NULL, prepared_by = excluded.prepared_by, prepared_at = excluded.prepared_at, agreed_by = NULL, agreed_at = NULL;

-- name: statement_delete exec (county i64, id i64)
DELETE FROM medical_statement WHERE county = $1 AND id = $2;

-- name: statement_match_delete exec (county i64, statement i64)
DELETE FROM medical_statement_match WHERE county = $1 AND statement = $2;

-- name: statement_match_bulk bulk medical_statement_match (county i64, statement i64, number i64, admission_number text, ours_fen fen, theirs_fen fen, outcome text)

-- name: statement_match_list many (county i64, statement i64, differences_only bool) -> statement_match_row (admission_number text, ours fen, theirs fen, outcome text)
SELECT admission_number, ours_fen AS ours, theirs_fen AS theirs, outcome
  FROM medical_statement_match
 WHERE county = $1 AND statement = $2 AND ($3 = 0 OR outcome <> 'EQUAL')
 ORDER BY number;

-- name: statement_ours many (county i64, hospital i64, statement i64) -> statement_ours_row (admission_number text, amount fen)
-- What each stay adds up to on the statement.
SELECT a.number AS admission_number, CAST(sum(l.before_fen + l.during_fen) AS BIGINT) AS amount
  FROM medical_line AS l
  JOIN medical_admission AS a ON a.county = l.county AND a.id = l.admission
 WHERE l.county = $1 AND l.payee_kind = 1 AND l.payee = $2 AND l.batch = $3
 GROUP BY a.number
 ORDER BY a.number;

-- name: statement_content many (county i64, hospital i64, statement i64) -> statement_content_row (id i64, admission i64, bill i64, person i64, reason text, before fen, during fen, entered_on date)
SELECT id, admission, bill, person, reason, before_fen AS before, during_fen AS during, entered_on
  FROM medical_line
 WHERE county = $1 AND payee_kind = 1 AND payee = $2 AND batch = $3
 ORDER BY id;

-- name: statement_line_list many (county i64, hospital i64, statement i64) -> statement_line_row (id i64, admission i64, bill i64, admission_number text, person_name text, id_tail text, reason text, before fen, during fen, entered_on date)
SELECT l.id, l.admission, l.bill, a.number AS admission_number, p.name AS person_name, p.id_tail, l.reason, l.before_fen AS before, l.during_fen AS during,
       l.entered_on
  FROM medical_line AS l
  JOIN medical_admission AS a ON a.county = l.county AND a.id = l.admission
  JOIN person AS p ON p.county = l.county AND p.id = l.person
 WHERE l.county = $1 AND l.payee_kind = 1 AND l.payee = $2 AND l.batch = $3
 ORDER BY l.id;

-- name: statement_agreed exec (county i64, id i64, content_hash blob, actor text, at text)
UPDATE medical_statement SET state = 2, content_hash = $3, agreed_by = $4, agreed_at = $5 WHERE county = $1 AND id = $2 AND state = 1;

-- name: statement_put_off_lines exec (county i64, hospital i64, statement i64, admission_number text, month month, reason text, known_from i64)
INSERT INTO medical_put_off (county, line, month, reason, known_from)
SELECT l.county, l.id, $5, $6, $7
  FROM medical_line AS l
  JOIN medical_admission AS a ON a.county = l.county AND a.id = l.admission
 WHERE l.county = $1 AND l.payee_kind = 1 AND l.payee = $2 AND l.batch = $3 AND a.number = $4;

-- name: statement_let_go_put_off exec (county i64, hospital i64, statement i64, month month)
UPDATE medical_line SET batch = 0
 WHERE county = $1 AND payee_kind = 1 AND payee = $2 AND batch = $3
   AND EXISTS (SELECT 1 FROM medical_put_off AS w WHERE w.county = medical_line.county AND w.line = medical_line.id AND w.month = $4);

-- name: statement_has_transfer exec (county i64, id i64, transfer i64)
-- 0: free for another.
UPDATE medical_statement SET transfer = $3 WHERE county = $1 AND id = $2 AND state = 2;

-- name: statement_transfer_hash one (county i64, statement i64) -> statement_hash_row (content_hash blob)
-- As the transfer of the statement carries it.
SELECT content_hash FROM transfer WHERE county = $1 AND kind = 'HOSPITAL' AND subject = $2 AND state < 6;

-- name: statement_post_before exec (county i64, hospital i64, statement i64, fund i64, journal i64, expense i64, payable i64)
-- One posting a line; owed back: the sides swapped.
INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen)
SELECT county, $4, $5, id * 2, CASE WHEN before_fen > 0 THEN $6 ELSE $7 END, CASE WHEN before_fen > 0 THEN $7 ELSE $6 END, abs(before_fen)
  FROM medical_line
 WHERE county = $1 AND payee_kind = 1 AND payee = $2 AND batch = $3 AND before_fen <> 0
 ORDER BY id;

-- name: statement_post_during exec (county i64, hospital i64, statement i64, fund i64, journal i64, expense i64, payable i64)
INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen)
SELECT county, $4, $5, id * 2 + 1, CASE WHEN during_fen > 0 THEN $6 ELSE $7 END, CASE WHEN during_fen > 0 THEN $7 ELSE $6 END, abs(during_fen)
  FROM medical_line
 WHERE county = $1 AND payee_kind = 1 AND payee = $2 AND batch = $3 AND during_fen <> 0
 ORDER BY id;

-- name: statement_approved exec (county i64, id i64)
UPDATE medical_statement SET state = 3 WHERE county = $1 AND id = $2 AND state = 2 AND transfer > 0;
