-- A project and its versions as they are entered: by the plan, by the bureau, by a change asked for.

-- name: project_known_code one (county i64, code text) -> project_known_code_row (id i64, is_city bool, is_county bool, township i64, beds i64)
SELECT p.id, p.is_city, p.is_county, s.township, s.beds
  FROM project AS p JOIN project_scope AS s ON s.county = p.county AND s.project = p.id AND s.version = 1
 WHERE p.county = $1 AND p.code = $2;

-- name: project_insert exec (county i64, id i64, code text, name text, home i64, is_city bool, is_county bool, known_from i64)
INSERT INTO project (county, id, code, name, home, is_city, is_county, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: project_scope_insert exec (county i64, project i64, version i64, change text, kind i64, township i64, site text, land i64, area_m2 i64, beds i64,
--   central fen, province fen, city fen, county_money fen, own fen, contractor i64, contract fen, start_on date, finish_on date, reason text, document text,
--   state i64, requested_by text, requested_on date, decided_on i64, known_from i64, decided_change i64)
INSERT INTO project_scope (county, project, version, change, kind, township, site, land, area_m2, beds, central_fen, province_fen, city_fen,
                           county_fen, own_fen, contractor, contract_fen, start_on, finish_on, reason, document, state, requested_by, requested_on,
                           decided_by, decided_on, known_from, decided_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, NULL, $25, $26, $27);

-- name: project_stage_insert exec (county i64, project i64, stage i64, known_from i64, planned_on i64, reached_on i64, actor text)
INSERT INTO project_stage (county, project, stage, known_from, known_to, planned_on, reached_on, actor)
VALUES ($1, $2, $3, $4, 2147483647, $5, $6, $7);

-- name: project_township_known one (county i64, township i64, on_month month) -> project_township_known_row (name text)
SELECT name FROM division WHERE county = $1 AND code = $2 AND level = 2 AND $3 BETWEEN valid_from AND valid_to;

-- name: project_contractor_known one (county i64, payee i64) -> project_contractor_known_row (name text)
SELECT name FROM payee WHERE county = $1 AND id = $2 AND kind = 4;

-- name: project_home_known one (county i64, home i64) -> project_home_known_row (township i64)
SELECT township FROM home WHERE county = $1 AND id = $2 AND closed_on = 99991231;
