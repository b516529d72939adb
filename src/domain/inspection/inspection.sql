-- Visits, what was found, and marks (P4.3).

-- name: inspection_insert exec (county i64, id i64, assessment i64, township i64, division i64, on_date date, place text, latitude i64, longitude i64, inspectors text,
--   summary text, inspected_by text, known_from i64)
INSERT INTO inspection (county, id, assessment, township, division, on_date, place, latitude, longitude, inspectors, summary, state, inspected_by, submitted_on, content_hash, known_from,
                        submitted_change, strike_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, 0, NULL, $13, 0, '');

-- name: inspection_update exec (county i64, id i64, division i64, on_date date, place text, latitude i64, longitude i64, inspectors text, summary text)
UPDATE inspection SET division = $3, on_date = $4, place = $5, latitude = $6, longitude = $7, inspectors = $8, summary = $9 WHERE county = $1 AND id = $2 AND state = 1;

-- name: inspection_rows many (county i64, id i64, township i64, assessment i64, state i64) -> inspection_row (id i64, assessment i64, township i64, division i64,
--   township_name text, division_name text, on_date date, place text, latitude i64, longitude i64, inspectors text, summary text, state i64, inspected_by text,
--   submitted_on i64, content_hash blob?, known_from i64, submitted_change i64, strike_reason text, findings i64, defects i64, marks i64)
-- id, township, assessment, state 0: any. Drafts first.
SELECT i.id, i.assessment, i.township, i.division,
       coalesce((SELECT d.name FROM division AS d WHERE d.county = i.county AND d.code = i.township ORDER BY d.valid_from DESC LIMIT 1), '') AS township_name,
       coalesce((SELECT d.name FROM division AS d WHERE d.county = i.county AND d.code = i.division ORDER BY d.valid_from DESC LIMIT 1), '') AS division_name,
       i.on_date, i.place, i.latitude, i.longitude, i.inspectors, i.summary, i.state, i.inspected_by, i.submitted_on, i.content_hash, i.known_from, i.submitted_change,
       i.strike_reason,
       (SELECT count(*) FROM inspection_finding AS f WHERE f.county = i.county AND f.inspection = i.id) AS findings,
       (SELECT count(*) FROM inspection_finding AS f WHERE f.county = i.county AND f.inspection = i.id AND f.kind <> 'GOOD') AS defects,
       (SELECT count(*) FROM inspection_mark AS m WHERE m.county = i.county AND m.inspection = i.id) AS marks
  FROM inspection AS i
 WHERE i.county = $1 AND ($2 = 0 OR i.id = $2) AND ($3 = 0 OR i.township = $3) AND ($4 = 0 OR i.assessment = $4) AND ($5 = 0 OR i.state = $5)
 ORDER BY CASE WHEN i.state = 1 THEN 0 ELSE 1 END, i.on_date DESC, i.id DESC;

-- name: inspection_finding_rows many (county i64, inspection i64) -> inspection_finding_row (number i64, kind text, node text, subject text, text text, cases i64, actor text)
SELECT number, kind, node, subject, text, cases, actor FROM inspection_finding WHERE county = $1 AND inspection = $2 ORDER BY number;

-- name: inspection_finding_insert exec (county i64, inspection i64, number i64, kind text, node text, subject text, text text, cases i64, actor text, known_from i64)
INSERT INTO inspection_finding (county, inspection, number, kind, node, subject, text, cases, actor, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: inspection_finding_next one (county i64, inspection i64) -> inspection_finding_next_row (number i64)
SELECT coalesce(max(number), 0) + 1 AS number FROM inspection_finding WHERE county = $1 AND inspection = $2;

-- name: inspection_finding_delete exec (county i64, inspection i64, number i64)
DELETE FROM inspection_finding WHERE county = $1 AND inspection = $2 AND number = $3;

-- name: inspection_mark_rows many (county i64, inspection i64) -> inspection_mark_row (node text, share_bp i64, reason text, actor text)
SELECT node, share_bp, reason, actor FROM inspection_mark WHERE county = $1 AND inspection = $2 ORDER BY node;

-- name: inspection_mark_put exec (county i64, inspection i64, node text, share_bp i64, reason text, actor text, known_from i64)
INSERT INTO inspection_mark (county, inspection, node, share_bp, reason, actor, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (county, inspection, node) DO UPDATE SET share_bp = excluded.share_bp, reason = excluded.reason, actor = excluded.actor, known_from = excluded.known_from;

-- name: inspection_seal exec (county i64, id i64, submitted_on date, content_hash blob, change i64)
UPDATE inspection SET state = 2, submitted_on = $3, content_hash = $4, submitted_change = $5 WHERE county = $1 AND id = $2 AND state = 1;

-- name: inspection_set_struck exec (county i64, id i64, reason text)
UPDATE inspection SET state = 3, strike_reason = $3 WHERE county = $1 AND id = $2 AND state = 1;

-- name: inspection_division_known one (county i64, division i64, on_month month) -> inspection_division_row (code i64, name text)
SELECT code, name FROM division WHERE county = $1 AND code = $2 AND level IN (2, 3) AND valid_from <= $3 AND valid_to >= $3;

-- name: inspection_household_place one (county i64, id i64) -> inspection_subject_row (division i64)
-- Where it was last known to live, whatever it received.
SELECT division FROM entitlement WHERE county = $1 AND household = $2 ORDER BY known_from DESC, from_month DESC LIMIT 1;

-- name: inspection_case_place one (county i64, id i64) -> inspection_subject_row
SELECT division FROM case_file WHERE county = $1 AND id = $2;

-- name: inspection_home_place one (county i64, id i64) -> inspection_subject_row
SELECT township AS division FROM home WHERE county = $1 AND id = $2;

-- name: inspection_project_place one (county i64, id i64) -> inspection_subject_row
SELECT township AS division FROM project_scope WHERE county = $1 AND project = $2 AND state = 2 ORDER BY version DESC LIMIT 1;
