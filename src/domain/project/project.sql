-- Projects as they are read, their changes, stages and problems.

-- name: project_scope_rows many (county i64, project i64) -> project_scope_row (id i64, code text, name text, home i64, home_name text,
--   is_city bool, is_county bool, version i64, change text, kind i64, township i64, township_name text, site text, land i64, area_m2 i64, beds i64,
--   central fen, province fen, city fen, county_money fen, own fen, contractor i64, contractor_name text, contract fen, start_on date, finish_on date,
--   reason text, document text, state i64, requested_by text, requested_on date, decided_by text?, decided_on i64, decided_change i64)
-- project 0: all, in order of code; then by version.
SELECT p.id, p.code, p.name, p.home, coalesce(h.name, '') AS home_name, p.is_city, p.is_county, s.version, s.change, s.kind, s.township,
       coalesce(d.name, '') AS township_name, s.site, s.land, s.area_m2, s.beds, s.central_fen AS central, s.province_fen AS province,
       s.city_fen AS city, s.county_fen AS county_money, s.own_fen AS own, s.contractor, coalesce(y.name, '') AS contractor_name,
       s.contract_fen AS contract, s.start_on, s.finish_on, s.reason, s.document, s.state, s.requested_by, s.requested_on, s.decided_by,
       s.decided_on, s.decided_change
  FROM project AS p
  JOIN project_scope AS s ON s.county = p.county AND s.project = p.id
  LEFT JOIN home AS h ON h.county = p.county AND h.id = p.home
  LEFT JOIN division AS d ON d.county = s.county AND d.code = s.township
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = s.county AND x.code = s.township)
  LEFT JOIN payee AS y ON y.county = s.county AND y.id = s.contractor
 WHERE p.county = $1 AND ($2 = 0 OR p.id = $2)
 ORDER BY p.code, p.id, s.version;

-- name: project_by_code one (county i64, code text) -> project_number_row (id i64)
SELECT id FROM project WHERE county = $1 AND (code = $2 OR name = $2) ORDER BY CASE WHEN code = $2 THEN 0 ELSE 1 END, id LIMIT 1;

-- name: project_hold exec (county i64, id i64)
-- Keeps the row for this transaction: acts upon one project come one after another.
UPDATE project SET home = home WHERE county = $1 AND id = $2;

-- name: project_home_set exec (county i64, id i64, home i64)
UPDATE project SET home = $3 WHERE county = $1 AND id = $2;

-- name: project_scope_decide exec (county i64, project i64, version i64, state i64, document text, decided_by text, decided_on date, decided_change i64)
UPDATE project_scope SET state = $4, document = $5, decided_by = $6, decided_on = $7, decided_change = $8
 WHERE county = $1 AND project = $2 AND version = $3 AND state = 1;

-- name: project_stage_rows many (county i64, project i64) -> project_stage_current_row (stage i64, known_from i64, planned_on i64, reached_on i64)
SELECT stage, known_from, planned_on, reached_on FROM project_stage
 WHERE county = $1 AND project = $2 AND known_to = 2147483647 ORDER BY stage;

-- name: project_stage_supersede exec (county i64, project i64, stage i64, change i64)
UPDATE project_stage SET known_to = $4 WHERE county = $1 AND project = $2 AND stage = $3 AND known_to = 2147483647;

-- name: project_stage_enter exec (county i64, project i64, stage i64, known_from i64, planned_on i64, reached_on i64, actor text)
INSERT INTO project_stage (county, project, stage, known_from, known_to, planned_on, reached_on, actor)
VALUES ($1, $2, $3, $4, 2147483647, $5, $6, $7);

-- name: project_problem_insert exec (county i64, project i64, id i64, raised_on date, problem text, cause text, owner_unit text, due_on i64, actor text,
--   known_from i64)
INSERT INTO project_problem (county, project, id, raised_on, problem, cause, owner_unit, due_on, closed_on, outcome, actor, known_from, closed_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, '', $9, $10, 0);

-- name: project_problem_end exec (county i64, project i64, id i64, closed_on date, outcome text, change i64)
UPDATE project_problem SET closed_on = $4, outcome = $5, closed_change = $6 WHERE county = $1 AND project = $2 AND id = $3 AND closed_on = 0;

-- name: project_problem_rows many (county i64, project i64) -> project_problem_row (id i64, project i64, raised_on date, problem text, cause text,
--   owner_unit text, due_on i64, closed_on i64, outcome text, actor text)
-- project 0: all. Open ones first, newest first.
SELECT id, project, raised_on, problem, cause, owner_unit, due_on, closed_on, outcome, actor FROM project_problem
 WHERE county = $1 AND ($2 = 0 OR project = $2) ORDER BY CASE WHEN closed_on = 0 THEN 0 ELSE 1 END, raised_on DESC, id DESC;

-- name: project_built_sums one (county i64, project i64) -> project_built_row (returns i64, beds i64, invested fen, first i64, last i64)
SELECT count(*) AS returns, CAST(coalesce(sum(beds_added), 0) AS BIGINT) AS beds, CAST(coalesce(sum(invested_fen), 0) AS BIGINT) AS invested,
       CAST(coalesce(min(month), 0) AS BIGINT) AS first, CAST(coalesce(max(month), 0) AS BIGINT) AS last
  FROM project_return WHERE county = $1 AND project = $2 AND state = 3;

-- name: project_works_paid one (county i64, project i64, contractor i64) -> project_works_paid_row (of_contractor fen, total fen)
-- Paid for the works or on its way; discarded ones are not.
SELECT CAST(coalesce(sum(CASE WHEN contractor = $3 THEN amount_fen ELSE 0 END), 0) AS BIGINT) AS of_contractor,
       CAST(coalesce(sum(amount_fen), 0) AS BIGINT) AS total
  FROM project_payment WHERE county = $1 AND project = $2 AND state < 4;
