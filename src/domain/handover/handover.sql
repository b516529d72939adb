-- Who has the programme, and what is not finished.

-- name: handover_rows many (county i64, programme i64) -> handover_row (known_from i64, is_read_only bool, bureau text, document text)
SELECT known_from, is_read_only, bureau, document FROM programme_handover
 WHERE county = $1 AND programme = $2 ORDER BY known_from DESC;

-- name: handover_insert exec (county i64, programme i64, known_from i64, is_read_only bool, bureau text, document text)
INSERT INTO programme_handover (county, programme, known_from, is_read_only, bureau, document) VALUES ($1, $2, $3, $4, $5, $6);

-- name: handover_open_counts one (county i64) -> handover_open_row (admissions i64, advances i64, hospital_lines i64, household_lines i64, statements i64, transfers i64, premium_lists i64, cases i64, runs i64)
-- What a payee would be owed below zero can be paid to nobody: it goes along in the export.
SELECT (SELECT count(*) FROM medical_admission WHERE county = $1 AND state = 1) AS admissions,
       (SELECT count(*) FROM medical_advance WHERE county = $1 AND state = 1) AS advances,
       (SELECT CAST(coalesce(sum(w.line_count), 0) AS BIGINT) FROM (
          SELECT payee, count(*) AS line_count FROM medical_line WHERE county = $1 AND payee_kind = 1 AND batch = 0
           GROUP BY payee HAVING sum(before_fen + during_fen) > 0) AS w) AS hospital_lines,
       (SELECT CAST(coalesce(sum(w.line_count), 0) AS BIGINT) FROM (
          SELECT payee, count(*) AS line_count FROM medical_line WHERE county = $1 AND payee_kind = 2 AND batch = 0
           GROUP BY payee HAVING sum(after_fen) > 0) AS w) AS household_lines,
       (SELECT count(*) FROM medical_statement WHERE county = $1 AND state < 3) AS statements,
       (SELECT count(*) FROM transfer WHERE county = $1 AND fund = 4 AND state IN (1, 2, 3, 5)) AS transfers,
       (SELECT count(*) FROM premium_list WHERE county = $1 AND state < 3) AS premium_lists,
       (SELECT count(*) FROM case_file WHERE county = $1 AND programme = 3 AND closed_on = 0) AS cases,
       (SELECT count(*) FROM payment_run WHERE county = $1 AND programme = 3 AND state < 8) AS runs;
