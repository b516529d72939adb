-- Orders to put something right (整改), their steps and deadlines (P4.3).

-- name: rectification_township_known one (county i64, township i64, on_month month) -> rectification_township_row (code i64, name text)
SELECT code, name FROM division WHERE county = $1 AND code = $2 AND level = 2 AND valid_from <= $3 AND valid_to >= $3;

-- name: rectification_insert exec (county i64, id i64, origin text, origin_id i64, township i64, node text, problem text, demand text, issued_on date, due_on date,
--   document text, issued_by text, known_from i64)
INSERT INTO rectification (county, id, origin, origin_id, township, node, problem, demand, issued_on, first_due_on, due_on, state, document, issued_by, closed_by, closed_on, known_from, closed_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, 1, $11, $12, NULL, 0, $13, 0);

-- name: rectification_rows many (county i64, id i64, township i64, open_only i64, overdue_on i64) -> rectification_row (id i64, origin text, origin_id i64, township i64,
--   township_name text, node text, problem text, demand text, issued_on date, due_on date, state i64, document text, issued_by text, closed_by text?,
--   closed_on i64, known_from i64, closed_change i64, moved i64, replies i64)
-- id 0, township 0, overdue_on 0: any. moved: how often the deadline was. Those that are not closed first, the earliest deadline before others.
SELECT r.id, r.origin, r.origin_id, r.township,
       coalesce((SELECT d.name FROM division AS d WHERE d.county = r.county AND d.code = r.township ORDER BY d.valid_from DESC LIMIT 1), '') AS township_name,
       r.node, r.problem, r.demand, r.issued_on, r.due_on, r.state, r.document, r.issued_by, r.closed_by, r.closed_on, r.known_from, r.closed_change,
       (SELECT count(*) FROM rectification_step AS m WHERE m.county = r.county AND m.rectification = r.id AND m.new_due_on > 0) AS moved,
       (SELECT count(*) FROM rectification_step AS p WHERE p.county = r.county AND p.rectification = r.id AND p.step = 'REPLY') AS replies
  FROM rectification AS r
 WHERE r.county = $1 AND ($2 = 0 OR r.id = $2) AND ($3 = 0 OR r.township = $3) AND ($4 = 0 OR r.state < 4) AND ($5 = 0 OR (r.state < 4 AND r.due_on < $5))
 ORDER BY CASE WHEN r.state < 4 THEN 0 ELSE 1 END, r.due_on, r.id;

-- name: rectification_step_rows many (county i64, rectification i64) -> rectification_step_row (number i64, step text, on_date date, text text, is_passed bool,
--   new_due_on i64, actor text)
SELECT number, step, on_date, text, is_passed, new_due_on, actor FROM rectification_step WHERE county = $1 AND rectification = $2 ORDER BY number;

-- name: rectification_step_insert exec (county i64, rectification i64, step text, on_date date, text text, is_passed bool, new_due_on i64, actor text, known_from i64)
INSERT INTO rectification_step (county, rectification, number, step, on_date, text, is_passed, new_due_on, actor, known_from)
SELECT $1, $2, (SELECT coalesce(max(s.number), 0) + 1 FROM rectification_step AS s WHERE s.county = $1 AND s.rectification = $2), $3, $4, $5, $6, $7, $8, $9;

-- name: rectification_move exec (county i64, id i64, state i64, due_on date)
UPDATE rectification SET state = $3, due_on = $4 WHERE county = $1 AND id = $2 AND state < 4;

-- name: rectification_close exec (county i64, id i64, closed_by text, closed_on date, change i64)
UPDATE rectification SET state = 4, closed_by = $3, closed_on = $4, closed_change = $5 WHERE county = $1 AND id = $2 AND state = 2;

-- name: rectification_has_replied one (county i64, rectification i64, actor text) -> rectification_count_row (n i64)
SELECT count(*) AS n FROM rectification_step WHERE county = $1 AND rectification = $2 AND step = 'REPLY' AND actor = $3;
