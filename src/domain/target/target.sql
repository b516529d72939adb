-- Splits of the year's targets, as they are read and as they move from draft to force.

-- name: target_split_rows many (county i64, id i64, year i64, known i64) -> target_split_row (id i64, year i64, book text, measure text, indicator text,
--   due_on date, unit text, total i64, rule text, weights text, clause text, reason text, document text, is_example bool, state i64, prepared_by text,
--   issued_by text?, issued_on i64, known_from i64, issued_change i64, replaced_change i64)
-- id 0, year 0: all. The county's book first.
SELECT id, year, book, measure, indicator, due_on, unit, total, rule, weights, clause, reason, document, is_example, state, prepared_by, issued_by,
       issued_on, known_from, issued_change, replaced_change
  FROM target_split
 WHERE county = $1 AND ($2 = 0 OR id = $2) AND ($3 = 0 OR year = $3) AND known_from <= $4
 ORDER BY CASE WHEN book = 'county' THEN 0 ELSE 1 END, measure, due_on, id;

-- name: target_share_rows many (county i64, split i64) -> target_share_row (township i64, name text, weight i64, value i64, is_asked bool)
SELECT s.township, coalesce(d.name, '') AS name, s.weight, s.value, s.is_asked
  FROM target_share AS s
  LEFT JOIN division AS d ON d.county = s.county AND d.code = s.township
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = s.county AND x.code = s.township)
 WHERE s.county = $1 AND s.split = $2
 ORDER BY s.township;

-- name: target_split_insert exec (county i64, id i64, year i64, book text, measure text, indicator text, due_on date, unit text, total i64, rule text,
--   weights text, clause text, reason text, is_example bool, prepared_by text, known_from i64)
INSERT INTO target_split (county, id, year, book, measure, indicator, due_on, unit, total, rule, weights, clause, reason, document, is_example, state,
                          prepared_by, issued_by, issued_on, known_from, issued_change, replaced_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14, 1, $15, NULL, 0, $16, 0, 0);

-- name: target_share_insert exec (county i64, split i64, township i64, weight i64, value i64, is_asked bool)
INSERT INTO target_share (county, split, township, weight, value, is_asked) VALUES ($1, $2, $3, $4, $5, $6);

-- name: target_split_replace exec (county i64, year i64, book text, measure text, due_on date, change i64)
-- The one in force gives way to the one issued now.
UPDATE target_split SET state = 3, replaced_change = $6
 WHERE county = $1 AND year = $2 AND book = $3 AND measure = $4 AND due_on = $5 AND state = 2;

-- name: target_split_put exec (county i64, id i64, document text, issued_by text, issued_on date, change i64)
UPDATE target_split SET state = 2, document = $3, issued_by = $4, issued_on = $5, issued_change = $6 WHERE county = $1 AND id = $2 AND state = 1;

-- name: target_split_drop exec (county i64, id i64, change i64)
UPDATE target_split SET state = 4, replaced_change = $3 WHERE county = $1 AND id = $2 AND state = 1;

-- name: target_plan_rows many (county i64) -> target_plan_row (year i64, book text, measure text, due date, township i64, value i64, clause text)
-- Of the plan loaded last.
SELECT v.year, t.book, t.measure, t.due, t.township, t.value, t.clause
  FROM plan_version AS v
  JOIN plan_target AS t ON t.county = v.county AND t.plan = v.id
 WHERE v.county = $1 AND v.id = (SELECT max(x.id) FROM plan_version AS x WHERE x.county = $1)
 ORDER BY t.book, t.measure, t.due, t.township;

-- name: target_letter_rows many (county i64, id i64, year i64, township i64, known i64) -> target_letter_row (id i64, year i64, township i64,
--   township_name text, version i64, state i64, document text, issued_on date, issued_by text, bureau_signer text, signed_on i64, signed_by text?,
--   township_signer text, content_hash blob, known_from i64, signed_change i64, replaced_change i64)
-- id 0, year 0, township 0: all.
SELECT l.id, l.year, l.township, coalesce(d.name, '') AS township_name, l.version, l.state, l.document, l.issued_on, l.issued_by, l.bureau_signer,
       l.signed_on, l.signed_by, l.township_signer, l.content_hash, l.known_from, l.signed_change, l.replaced_change
  FROM target_letter AS l
  LEFT JOIN division AS d ON d.county = l.county AND d.code = l.township
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = l.county AND x.code = l.township)
 WHERE l.county = $1 AND ($2 = 0 OR l.id = $2) AND ($3 = 0 OR l.year = $3) AND ($4 = 0 OR l.township = $4) AND l.known_from <= $5
 ORDER BY l.year, l.township, l.version;

-- name: target_letter_line_rows many (county i64, letter i64) -> target_letter_line_row (split i64, book text, measure text, due_on date, unit text, value i64,
--   clause text)
SELECT split, book, measure, due_on, unit, value, clause FROM target_letter_line WHERE county = $1 AND letter = $2 ORDER BY number;

-- name: target_letter_replace exec (county i64, year i64, township i64, change i64)
UPDATE target_letter SET state = 3, replaced_change = $4 WHERE county = $1 AND year = $2 AND township = $3 AND state IN (1, 2);

-- name: target_letter_insert exec (county i64, id i64, year i64, township i64, version i64, document text, issued_on date, issued_by text,
--   bureau_signer text, content_hash blob, known_from i64)
INSERT INTO target_letter (county, id, year, township, version, state, document, issued_on, issued_by, bureau_signer, signed_on, signed_by,
                           township_signer, content_hash, known_from, signed_change, replaced_change)
VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8, $9, 0, NULL, '', $10, $11, 0, 0);

-- name: target_letter_line_insert exec (county i64, letter i64, number i64, split i64, book text, measure text, due_on date, unit text, value i64, clause text)
INSERT INTO target_letter_line (county, letter, number, split, book, measure, due_on, unit, value, clause)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: target_letter_seal exec (county i64, id i64, signed_on date, signed_by text, township_signer text, change i64)
UPDATE target_letter SET state = 2, signed_on = $3, signed_by = $4, township_signer = $5, signed_change = $6 WHERE county = $1 AND id = $2 AND state = 1;
