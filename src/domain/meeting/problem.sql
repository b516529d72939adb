-- Problems on the list and what became of them.

-- name: problem_rows many (county i64, id i64, known i64) -> problem_row (id i64, source text, source_id i64, raised_on date, township i64,
--   township_name text, indicator text, title text, cause text, measure text, owner text, first_due_on date, due_on date, state i64, raised_by text,
--   reported_by text?, reported_on i64, closed_by text?, closed_on i64, outcome text, carried i64, deferred i64)
-- id 0: all. Everything as known.
SELECT p.id, p.source, p.source_id, p.raised_on, p.township, coalesce(d.name, '') AS township_name, p.indicator, p.title, p.cause, p.measure, p.owner,
       p.first_due_on,
       coalesce((SELECT n.new_due_on FROM problem_note AS n WHERE n.county = p.county AND n.problem = p.id AND n.kind = 'DEADLINE' AND n.known_from <= $3
                  ORDER BY n.number DESC LIMIT 1), p.first_due_on) AS due_on,
       CASE WHEN p.closed_change > 0 AND p.closed_change <= $3 THEN 3
            ELSE coalesce((SELECT CASE WHEN n.kind = 'REPORTED' THEN 2 ELSE 1 END FROM problem_note AS n
                            WHERE n.county = p.county AND n.problem = p.id AND n.kind IN ('REPORTED', 'SENT_BACK') AND n.known_from <= $3
                            ORDER BY n.number DESC LIMIT 1), 1) END AS state,
       p.raised_by,
       (SELECT n.actor FROM problem_note AS n WHERE n.county = p.county AND n.problem = p.id AND n.kind = 'REPORTED' AND n.known_from <= $3
         ORDER BY n.number DESC LIMIT 1) AS reported_by,
       coalesce((SELECT n.on_date FROM problem_note AS n WHERE n.county = p.county AND n.problem = p.id AND n.kind = 'REPORTED' AND n.known_from <= $3
                  ORDER BY n.number DESC LIMIT 1), 0) AS reported_on,
       p.closed_by, p.closed_on, p.outcome,
       (SELECT count(*) FROM problem_note AS n WHERE n.county = p.county AND n.problem = p.id AND n.kind = 'CARRIED' AND n.known_from <= $3) AS carried,
       (SELECT count(*) FROM problem_note AS n WHERE n.county = p.county AND n.problem = p.id AND n.kind = 'DEADLINE' AND n.known_from <= $3) AS deferred
  FROM problem AS p
  LEFT JOIN division AS d ON d.county = p.county AND d.code = p.township
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = p.county AND x.code = p.township)
 WHERE p.county = $1 AND ($2 = 0 OR p.id = $2) AND p.known_from <= $3
 ORDER BY p.id;

-- name: problem_insert exec (county i64, id i64, source text, source_id i64, raised_on date, township i64, indicator text, title text, cause text,
--   measure text, owner text, due_on date, raised_by text, known_from i64)
INSERT INTO problem (county, id, source, source_id, raised_on, township, indicator, title, cause, measure, owner, first_due_on, due_on, state, raised_by,
                     reported_by, reported_on, closed_by, closed_on, outcome, known_from, closed_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1, $13, NULL, 0, NULL, 0, '', $14, 0);

-- name: problem_set_reported exec (county i64, id i64, reported_by text, reported_on date)
UPDATE problem SET state = 2, reported_by = $3, reported_on = $4 WHERE county = $1 AND id = $2 AND state = 1;

-- name: problem_set_open exec (county i64, id i64)
UPDATE problem SET state = 1 WHERE county = $1 AND id = $2 AND state = 2;

-- name: problem_set_due exec (county i64, id i64, due_on date)
UPDATE problem SET due_on = $3 WHERE county = $1 AND id = $2 AND state < 3;

-- name: problem_set_closed exec (county i64, id i64, closed_by text, closed_on date, outcome text, change i64)
UPDATE problem SET state = 3, closed_by = $3, closed_on = $4, outcome = $5, closed_change = $6 WHERE county = $1 AND id = $2 AND state = 2;

-- name: problem_note_rows many (county i64, problem i64, known i64) -> problem_note_row (number i64, kind text, meeting i64, on_date date, text text,
--   new_due_on i64, actor text)
SELECT number, kind, meeting, on_date, text, new_due_on, actor FROM problem_note
 WHERE county = $1 AND problem = $2 AND known_from <= $3 ORDER BY number;

-- name: problem_note_last one (county i64, problem i64) -> problem_note_last_row (number i64)
SELECT CAST(coalesce(max(number), 0) AS BIGINT) AS number FROM problem_note WHERE county = $1 AND problem = $2;

-- name: problem_note_insert exec (county i64, problem i64, number i64, kind text, meeting i64, on_date date, text text, new_due_on i64, actor text,
--   known_from i64)
INSERT INTO problem_note (county, problem, number, kind, meeting, on_date, text, new_due_on, actor, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: problem_carried_at one (county i64, problem i64, meeting i64) -> problem_carried_row (number i64)
SELECT number FROM problem_note WHERE county = $1 AND problem = $2 AND meeting = $3 AND kind = 'CARRIED';

-- name: problem_carried_text exec (county i64, problem i64, meeting i64, text text, on_date date)
UPDATE problem_note SET text = $4, on_date = $5 WHERE county = $1 AND problem = $2 AND meeting = $3 AND kind = 'CARRIED';

-- name: problem_meeting_state one (county i64, meeting i64) -> problem_meeting_row (state i64)
SELECT state FROM progress_meeting WHERE county = $1 AND id = $2;

-- name: problem_township_known one (county i64, township i64, on_month month) -> problem_township_row (name text)
SELECT name FROM division WHERE county = $1 AND code = $2 AND level = 2 AND $3 BETWEEN valid_from AND valid_to;
