-- Monthly returns.

-- name: project_return_rows many (county i64, project i64, from_month month, to_month month) -> project_return_row (id i64, project i64, month month, version i64,
--   state i64, beds_added i64, beds_total i64, invested fen, invested_total fen, central fen, province fen, city fen, county_money fen, own fen, stage i64,
--   progress text, problem text, cause text, measure text, prepared_by text, prepared_on date, signed_by text?, signed_on i64, reason text)
-- project 0: all; newest month first, in a month the newest version.
SELECT id, project, month, version, state, beds_added, beds_total, invested_fen AS invested, invested_total_fen AS invested_total,
       central_fen AS central, province_fen AS province, city_fen AS city, county_fen AS county_money, own_fen AS own, stage, progress, problem,
       cause, measure, prepared_by, prepared_on, signed_by, signed_on, reason
  FROM project_return WHERE county = $1 AND ($2 = 0 OR project = $2) AND month BETWEEN $3 AND $4
 ORDER BY month DESC, project, version DESC;

-- name: project_return_one one (county i64, id i64) -> project_return_row
SELECT id, project, month, version, state, beds_added, beds_total, invested_fen AS invested, invested_total_fen AS invested_total,
       central_fen AS central, province_fen AS province, city_fen AS city, county_fen AS county_money, own_fen AS own, stage, progress, problem,
       cause, measure, prepared_by, prepared_on, signed_by, signed_on, reason
  FROM project_return WHERE county = $1 AND id = $2;

-- name: project_return_insert exec (county i64, project i64, month month, version i64, id i64, known_from i64)
-- Filled by project_return_fill at once.
INSERT INTO project_return (county, project, month, version, id, state, beds_added, beds_total, invested_fen, invested_total_fen, central_fen, province_fen,
                            city_fen, county_fen, own_fen, stage, progress, problem, cause, measure, prepared_by, prepared_on, signed_by, signed_on,
                            reason, content_hash, known_from, signed_change, replaced_change)
VALUES ($1, $2, $3, $4, $5, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', '', '', '', '', 0, NULL, 0, '', NULL, $6, 0, 0);

-- name: project_return_fill exec (county i64, id i64, beds_added i64, beds_total i64, invested fen, invested_total fen, central fen, province fen, city fen,
--   county_money fen, own fen, stage i64, progress text, problem text, cause text, measure text, prepared_by text, prepared_on date)
UPDATE project_return SET state = 1, beds_added = $3, beds_total = $4, invested_fen = $5, invested_total_fen = $6, central_fen = $7, province_fen = $8,
       city_fen = $9, county_fen = $10, own_fen = $11, stage = $12, progress = $13, problem = $14, cause = $15, measure = $16, prepared_by = $17,
       prepared_on = $18, reason = ''
 WHERE county = $1 AND id = $2 AND state IN (1, 2, 4);

-- name: project_return_state exec (county i64, id i64, state i64, from_state i64, reason text)
UPDATE project_return SET state = $3, reason = $5 WHERE county = $1 AND id = $2 AND state = $4;

-- name: project_return_replace exec (county i64, project i64, month month, change i64)
UPDATE project_return SET state = 5, replaced_change = $4 WHERE county = $1 AND project = $2 AND month = $3 AND state = 3;

-- name: project_return_seal exec (county i64, id i64, signed_by text, signed_on date, stage i64, content_hash blob, change i64)
UPDATE project_return SET state = 3, signed_by = $3, signed_on = $4, stage = $5, content_hash = $6, signed_change = $7
 WHERE county = $1 AND id = $2 AND state = 2;

-- name: project_return_totals exec (county i64, id i64, beds_total i64, invested_total fen)
UPDATE project_return SET beds_total = $3, invested_total_fen = $4 WHERE county = $1 AND id = $2;

-- name: project_return_highest one (county i64, project i64, month month) -> project_return_highest_row (version i64)
SELECT CAST(coalesce(max(version), 0) AS BIGINT) AS version FROM project_return WHERE county = $1 AND project = $2 AND month = $3;
