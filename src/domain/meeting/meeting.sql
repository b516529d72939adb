-- Monthly meetings, what they go through, and what an agenda is drafted from.

-- name: meeting_rows many (county i64, id i64, year i64, known i64) -> meeting_row (id i64, year i64, month month, number i64, held_on date, place text, chair text,
--   recorder text, present text, absent text, summary text, state i64, document text, known i64, prepared_by text, issued_by text?, issued_on i64,
--   content_hash blob?, issued_change i64)
-- id 0, year 0: all.
SELECT id, year, month, number, held_on, place, chair, recorder, present, absent, summary, CASE WHEN state = 3 AND issued_change > $4 THEN 2 ELSE state END AS state,
       document, known, prepared_by, issued_by, issued_on, content_hash, issued_change
  FROM progress_meeting
 WHERE county = $1 AND ($2 = 0 OR id = $2) AND ($3 = 0 OR year = $3) AND known_from <= $4
 ORDER BY month, number, id;

-- name: meeting_insert exec (county i64, id i64, year i64, month month, number i64, held_on date, place text, chair text, recorder text, actor text, change i64)
INSERT INTO progress_meeting (county, id, year, month, number, held_on, place, chair, recorder, present, absent, summary, state, document, known, prepared_by,
                              issued_by, issued_on, content_hash, known_from, issued_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', '', 1, '', $11, $10, NULL, 0, NULL, $11, 0);

-- name: meeting_highest one (county i64, month month) -> meeting_highest_row (number i64)
SELECT CAST(coalesce(max(number), 0) AS BIGINT) AS number FROM progress_meeting WHERE county = $1 AND month = $2 AND state < 4;

-- name: meeting_issued_in one (county i64, year i64) -> meeting_issued_row (count i64)
SELECT count(*) AS count FROM progress_meeting WHERE county = $1 AND year = $2 AND state = 3;

-- name: meeting_set_known exec (county i64, id i64, known i64, actor text)
UPDATE progress_meeting SET known = $3, prepared_by = $4 WHERE county = $1 AND id = $2 AND state = 1;

-- name: meeting_set_held exec (county i64, id i64, held_on date, present text, absent text, summary text, actor text)
UPDATE progress_meeting SET state = 2, held_on = $3, present = $4, absent = $5, summary = $6, prepared_by = $7 WHERE county = $1 AND id = $2 AND state IN (1, 2);

-- name: meeting_set_issued exec (county i64, id i64, document text, actor text, on_date date, content_hash blob, change i64)
UPDATE progress_meeting SET state = 3, document = $3, issued_by = $4, issued_on = $5, content_hash = $6, issued_change = $7
 WHERE county = $1 AND id = $2 AND state = 2;

-- name: meeting_set_cancelled exec (county i64, id i64, reason text)
UPDATE progress_meeting SET state = 4, summary = $3 WHERE county = $1 AND id = $2 AND state = 1;

-- name: meeting_item_rows many (county i64, meeting i64) -> meeting_item_row (number i64, kind text, indicator text, book text, township i64, township_name text,
--   from_month i64, to_month i64, numerator i64, denominator i64, target_bp i64, subject i64, text text, outcome text, actor text)
SELECT i.number, i.kind, i.indicator, i.book, i.township, coalesce(d.name, '') AS township_name, i.from_month, i.to_month, i.numerator, i.denominator, i.target_bp,
       i.subject, i.text, i.outcome, i.actor
  FROM meeting_item AS i
  LEFT JOIN division AS d ON d.county = i.county AND d.code = i.township
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = i.county AND x.code = i.township)
 WHERE i.county = $1 AND i.meeting = $2 ORDER BY i.number;

-- name: meeting_item_insert exec (county i64, meeting i64, number i64, kind text, indicator text, book text, township i64, from_month i64, to_month i64,
--   numerator i64, denominator i64, target_bp i64, subject i64, text text, actor text)
INSERT INTO meeting_item (county, meeting, number, kind, indicator, book, township, from_month, to_month, numerator, denominator, target_bp, subject, text, outcome,
                          actor)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', $15);

-- name: meeting_items_drop exec (county i64, meeting i64)
-- Of a draft, before its agenda is drafted anew.
DELETE FROM meeting_item WHERE county = $1 AND meeting = $2;

-- name: meeting_decisions_drop exec (county i64, meeting i64)
-- Before the decisions of another record.
DELETE FROM meeting_item WHERE county = $1 AND meeting = $2 AND kind = 'DECISION';

-- name: meeting_item_outcome exec (county i64, meeting i64, number i64, outcome text, actor text)
UPDATE meeting_item SET outcome = $4, actor = $5 WHERE county = $1 AND meeting = $2 AND number = $3;

-- name: meeting_project_problems many (county i64, known i64) -> meeting_project_problem_row (project i64, code text, name text, township i64, problem text,
--   owner_unit text, due_on i64, is_county bool)
-- Open ones, as known.
SELECT p.id AS project, p.code, p.name, s.township, q.problem, q.owner_unit, q.due_on, p.is_county
  FROM project_problem AS q
  JOIN project AS p ON p.county = q.county AND p.id = q.project
  JOIN project_scope AS s ON s.county = p.county AND s.project = p.id
   AND s.version = (SELECT max(v.version) FROM project_scope AS v WHERE v.county = p.county AND v.project = p.id AND v.state = 2 AND v.decided_change <= $2)
 WHERE q.county = $1 AND q.known_from <= $2 AND (q.closed_change = 0 OR q.closed_change > $2)
 ORDER BY p.code, q.id;

-- name: meeting_due_orders many (county i64, after date, until date, known i64) -> meeting_due_order_row (id i64, township i64, problem text, due_on date)
-- Rectifications that are not closed and fall due.
SELECT id, township, problem, due_on FROM rectification
 WHERE county = $1 AND due_on > $2 AND due_on <= $3 AND known_from <= $4 AND (closed_change = 0 OR closed_change > $4)
 ORDER BY due_on, id;

-- name: meeting_due_targets many (county i64, after date, until date, known i64) -> meeting_due_target_row (id i64, book text, measure text, due_on date)
SELECT id, book, measure, due_on FROM target_split
 WHERE county = $1 AND due_on > $2 AND due_on <= $3 AND issued_change > 0 AND issued_change <= $4 AND (replaced_change = 0 OR replaced_change > $4)
 ORDER BY due_on, book, measure;

-- name: meeting_due_stages many (county i64, after date, until date, known i64) -> meeting_due_stage_row (project i64, code text, name text, township i64, stage i64,
--   planned_on date)
-- Stages planned for those days and not reached yet.
SELECT p.id AS project, p.code, p.name, s.township, g.stage, g.planned_on
  FROM project_stage AS g
  JOIN project AS p ON p.county = g.county AND p.id = g.project
  JOIN project_scope AS s ON s.county = p.county AND s.project = p.id
   AND s.version = (SELECT max(v.version) FROM project_scope AS v WHERE v.county = p.county AND v.project = p.id AND v.state = 2 AND v.decided_change <= $4)
 WHERE g.county = $1 AND g.planned_on > $2 AND g.planned_on <= $3 AND g.reached_on = 0 AND g.known_from <= $4 AND g.known_to > $4 AND s.change <> 'CANCEL'
 ORDER BY g.planned_on, p.code;
