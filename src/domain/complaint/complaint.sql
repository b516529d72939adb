-- Complaints and their steps. Who writes and what is written is sealed.

-- name: complaint_insert exec (county i64, id i64, number text, receipt text, channel text, received_on date, township i64, division i64, programme i64, category text,
--   is_named bool, content_sealed blob, state i64, due_on date, received_by text, change i64)
INSERT INTO complaint (county, id, number, receipt, channel, received_on, township, division, programme, category, is_named, content_sealed, state, due_on, handler, is_founded,
  public_result, received_by, known_from, accepted_on, replied_on, closed_on, is_late)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', 0, '', $15, $16, 0, 0, 0, 0);

-- name: complaint_hold exec (county i64, id i64)
-- Keeps the row for this transaction: acts upon one complaint come one after another.
UPDATE complaint SET state = state WHERE county = $1 AND id = $2;

-- name: complaint_row_read one (county i64, id i64) -> complaint_row (id i64, number text, receipt text, channel text, received_on date, township i64, division i64,
--   programme i64, category text, is_named bool, state i64, due_on i64, handler text, is_founded i64, public_result text, received_by text, accepted_on i64, replied_on i64,
--   closed_on i64, is_late bool, level i64)
SELECT id, number, receipt, channel, received_on, township, division, programme, category, is_named, state, due_on, handler, is_founded, public_result, received_by, accepted_on,
  replied_on, closed_on, is_late,
  (SELECT count(*) FROM complaint_step WHERE complaint_step.county = $1 AND complaint_step.complaint = complaint.id
     AND complaint_step.step IN ('REVIEW1_REPLY', 'REVIEW2_REPLY')) AS level
FROM complaint WHERE county = $1 AND id = $2;

-- name: complaint_by_number one (county i64, number text) -> complaint_id_row (id i64)
SELECT id FROM complaint WHERE county = $1 AND number = $2;

-- name: complaint_by_receipt one (county i64, receipt text) -> complaint_id_row
SELECT id FROM complaint WHERE county = $1 AND receipt = $2;

-- name: complaint_rows many (county i64, from_township i64, until_township i64, is_county bool, state i64, category text, is_open bool) -> complaint_row
-- A township sees its own, but none about the conduct of its people.
SELECT id, number, receipt, channel, received_on, township, division, programme, category, is_named, state, due_on, handler, is_founded, public_result, received_by, accepted_on,
  replied_on, closed_on, is_late,
  (SELECT count(*) FROM complaint_step WHERE complaint_step.county = $1 AND complaint_step.complaint = complaint.id
     AND complaint_step.step IN ('REVIEW1_REPLY', 'REVIEW2_REPLY')) AS level
FROM complaint
WHERE county = $1 AND township BETWEEN $2 AND $3 AND (CAST($4 AS BIGINT) = 1 OR category <> 'CONDUCT')
  AND (CAST($5 AS BIGINT) = 0 OR state = $5) AND ($6 = '' OR category = $6) AND (CAST($7 AS BIGINT) = 0 OR state <= 6)
ORDER BY CASE WHEN state IN (1, 2, 3, 5, 6) THEN 0 WHEN state = 4 THEN 1 ELSE 2 END, due_on, id LIMIT 5000;

-- name: complaint_step_insert exec (county i64, complaint i64, number i64, step text, on_date date, due_on i64, is_late bool, text_sealed blob, document text, actor text,
--   change i64)
-- due_on: the day that the step gives to the next one; 0: none.
INSERT INTO complaint_step (county, complaint, number, step, on_date, due_on, is_late, text_sealed, document, actor, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: complaint_step_rows many (county i64, complaint i64) -> complaint_step_row (number i64, step text, on_date date, due_on i64, is_late bool, text_sealed blob,
--   document text, actor text)
SELECT number, step, on_date, due_on, is_late, text_sealed, document, actor FROM complaint_step WHERE county = $1 AND complaint = $2 ORDER BY number;

-- name: complaint_moved exec (county i64, id i64, state i64, due_on i64, handler text, is_founded i64, public_result text, accepted_on i64, replied_on i64, closed_on i64,
--   is_late bool)
UPDATE complaint SET state = $3, due_on = $4, handler = $5, is_founded = $6, public_result = $7, accepted_on = $8, replied_on = $9, closed_on = $10, is_late = $11
WHERE county = $1 AND id = $2;

-- name: complaint_content one (county i64, id i64) -> complaint_content_row (content_sealed blob)
SELECT content_sealed FROM complaint WHERE county = $1 AND id = $2;

-- name: complaint_over many (county i64, today date) -> complaint_id_row
-- Answered, and the days to ask for a review are over.
SELECT id FROM complaint
WHERE county = $1 AND due_on < $2
  AND (state = 4 OR (state = 5 AND EXISTS (SELECT 1 FROM complaint_step WHERE complaint_step.county = $1 AND complaint_step.complaint = complaint.id
                                             AND complaint_step.step = 'REVIEW1_REPLY')))
ORDER BY id LIMIT 5000;
