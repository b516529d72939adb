-- The plan's line and what is done against it. A statement here names its book.

-- name: line_plan one (county i64, book text, year i64) -> line_plan_row (plan i64, year i64)
-- The plan whose targets of beds are in force: of the latest year not after this one that has any; of a year the last version.
SELECT v.id AS plan, v.year FROM plan_version AS v
 WHERE v.county = $1 AND v.year <= $3
   AND v.id = (SELECT max(w.id) FROM plan_version AS w WHERE w.county = $1 AND w.year = v.year)
   AND EXISTS (SELECT 1 FROM plan_target AS t WHERE t.county = $1 AND t.plan = v.id AND t.book = $2 AND t.measure = 'beds')
 ORDER BY v.year DESC LIMIT 1;

-- name: line_milestones many (county i64, plan i64, book text) -> line_milestone_row (due date, value i64)
SELECT due, CAST(sum(value) AS BIGINT) AS value FROM plan_target
 WHERE county = $1 AND plan = $2 AND book = $3 AND measure = 'beds' GROUP BY due ORDER BY due;

-- name: standing_townships many (county i64, plan i64, book text, on_month month) -> standing_township_row (code i64, name text, target i64)
-- Every township, with its beds by the last milestone; 0 without any.
SELECT d.code, d.name, CAST(coalesce((SELECT max(t.value) FROM plan_target AS t WHERE t.county = d.county AND t.plan = $2 AND t.book = $3
                                         AND t.township = d.code AND t.measure = 'beds'), 0) AS BIGINT) AS target
  FROM division AS d WHERE d.county = $1 AND d.level = 2 AND $4 BETWEEN d.valid_from AND d.valid_to ORDER BY d.code;

-- name: standing_projects many (county i64, project i64, is_city i64, finish_from date, finish_to date, on_date date, on_month month, known i64)
--   -> standing_project_row (id i64, name text, township i64, township_now i64, beds_original i64, beds_now i64, investment fen, change_now text,
--   beds i64, invested fen, stage i64)
-- project 0: all of the book (is_city 1: city's, 0: county's) whose original end lies in the year. What had been decided at the end of the day, what was
-- signed of months ended by then, the last stage reached by then; as known.
SELECT p.id, p.name, o.township, s.township AS township_now, o.beds AS beds_original, s.beds AS beds_now,
       o.central_fen + o.province_fen + o.city_fen + o.county_fen + o.own_fen AS investment, s.change AS change_now,
       CAST(coalesce((SELECT sum(r.beds_added) FROM project_return AS r WHERE r.county = p.county AND r.project = p.id AND r.month <= $7
                         AND r.signed_change > 0 AND r.signed_change <= $8 AND (r.replaced_change = 0 OR r.replaced_change > $8)), 0) AS BIGINT) AS beds,
       CAST(coalesce((SELECT sum(r.invested_fen) FROM project_return AS r WHERE r.county = p.county AND r.project = p.id AND r.month <= $7
                         AND r.signed_change > 0 AND r.signed_change <= $8 AND (r.replaced_change = 0 OR r.replaced_change > $8)), 0) AS BIGINT) AS invested,
       CAST(coalesce((SELECT max(g.stage) FROM project_stage AS g WHERE g.county = p.county AND g.project = p.id AND g.reached_on > 0
                         AND g.reached_on <= $6 AND g.known_from <= $8 AND g.known_to > $8), 0) AS BIGINT) AS stage
  FROM project AS p
  JOIN project_scope AS o ON o.county = p.county AND o.project = p.id AND o.version = 1
  JOIN project_scope AS s ON s.county = p.county AND s.project = p.id
   AND s.version = (SELECT max(c.version) FROM project_scope AS c WHERE c.county = p.county AND c.project = p.id AND c.state = 2
                       AND c.decided_change <= $8 AND (c.version = 1 OR c.decided_on <= $6))
 WHERE p.county = $1 AND ($2 = 0 OR p.id = $2) AND p.known_from <= $8
   AND (($3 = 1 AND p.is_city = 1) OR ($3 = 0 AND p.is_county = 1)) AND o.finish_on BETWEEN $4 AND $5
 ORDER BY p.code;
