-- Projects against their returns, acceptance, hand-over and payments (docs/audit.md). Return: 3 signed. Scope: 2 approved.

-- name: audit_return_total many (county i64) -> project_breach_row (subject text, expected i64, actual i64)
-- Totals are the sums of what the months added: a bed is counted once.
SELECT 'project ' || CAST(x.project AS TEXT) || ' ' || CAST(x.month AS TEXT) AS subject, x.beds AS expected, x.beds_total AS actual
FROM (SELECT r.project AS project, r.month AS month, r.beds_total AS beds_total, r.invested_total_fen AS invested_total,
             CAST(sum(r.beds_added) OVER (PARTITION BY r.project ORDER BY r.month) AS BIGINT) AS beds,
             CAST(sum(r.invested_fen) OVER (PARTITION BY r.project ORDER BY r.month) AS BIGINT) AS invested
      FROM project_return AS r WHERE r.county = $1 AND r.state = 3) AS x
WHERE x.beds <> x.beds_total OR x.invested <> x.invested_total OR x.beds < 0 OR x.invested < 0
ORDER BY x.project, x.month;

-- name: audit_return_beyond many (county i64) -> project_breach_row
-- No more beds than what is approved to be built.
SELECT 'project ' || CAST(p.id AS TEXT) AS subject, s.beds AS expected, r.beds_total AS actual
FROM project AS p
JOIN project_scope AS s ON s.county = p.county AND s.project = p.id AND s.state = 2
 AND s.version = (SELECT max(v.version) FROM project_scope AS v WHERE v.county = p.county AND v.project = p.id AND v.state = 2)
JOIN project_return AS r ON r.county = p.county AND r.project = p.id AND r.state = 3
WHERE p.county = $1 AND s.county = $1 AND r.county = $1 AND r.beds_total > s.beds
ORDER BY p.id, r.month;

-- name: audit_return_duty many (county i64) -> project_breach_row
-- A return is signed by another than who wrote it, and both stand in the trail.
SELECT 'return ' || CAST(r.id AS TEXT) AS subject, r.signed_change AS expected, 0 AS actual
FROM project_return AS r
WHERE r.county = $1 AND (r.signed_by = r.prepared_by OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = r.known_from)
  OR (r.state IN (3, 5) AND NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = r.signed_change AND c.actor = r.signed_by)))
ORDER BY r.id;

-- name: audit_scope_duty many (county i64) -> project_breach_row
-- The first version is the target; every other one was asked for by one and decided by another, on the record.
SELECT 'project ' || CAST(s.project AS TEXT) || ' version ' || CAST(s.version AS TEXT) AS subject, s.decided_change AS expected, 0 AS actual
FROM project_scope AS s
WHERE s.county = $1 AND (
  (s.version = 1 AND (s.change <> 'ORIGINAL' OR s.state <> 2)) OR (s.version > 1 AND s.change = 'ORIGINAL')
  OR (s.version > 1 AND s.state IN (2, 3) AND (s.decided_by IS NULL OR s.decided_by = s.requested_by
      OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = s.decided_change AND c.actor = s.decided_by)))
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = s.known_from))
ORDER BY s.project, s.version;

-- name: audit_project_target many (county i64) -> project_breach_row
-- The original targets of a book's projects, township by township, are the plan's.
WITH newest AS (
  SELECT t.book AS book, t.township AS township, max(t.value) AS beds FROM plan_target AS t
  WHERE t.county = $1 AND t.measure = 'beds' AND t.plan = (SELECT max(v.plan) FROM plan_target AS v WHERE v.county = $1 AND v.measure = 'beds')
  GROUP BY t.book, t.township
),
built AS (
  SELECT 'city' AS book, s.township AS township, CAST(sum(s.beds) AS BIGINT) AS beds
  FROM project AS p JOIN project_scope AS s ON s.county = p.county AND s.project = p.id AND s.version = 1
  WHERE p.county = $1 AND s.county = $1 AND p.is_city = 1 GROUP BY s.township
  UNION ALL
  SELECT 'county' AS book, s.township AS township, CAST(sum(s.beds) AS BIGINT) AS beds
  FROM project AS p JOIN project_scope AS s ON s.county = p.county AND s.project = p.id AND s.version = 1
  WHERE p.county = $1 AND s.county = $1 AND p.is_county = 1 GROUP BY s.township
)
SELECT 'book ' || b.book || ' township ' || CAST(b.township AS TEXT) AS subject, n.beds AS expected, b.beds AS actual
FROM built AS b JOIN newest AS n ON n.book = b.book AND n.township = b.township
WHERE b.beds < n.beds ORDER BY b.book, b.township;

-- name: audit_stage_order many (county i64) -> project_breach_row
-- No stage before the one that it stands on.
SELECT 'project ' || CAST(x.project AS TEXT) || ' stage ' || CAST(x.stage AS TEXT) AS subject, x.before AS expected, x.reached_on AS actual
FROM (SELECT s.project AS project, s.stage AS stage, s.reached_on AS reached_on,
             coalesce(max(s.reached_on) OVER (PARTITION BY s.project ORDER BY s.stage ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
      FROM project_stage AS s WHERE s.county = $1 AND s.known_to = 2147483647 AND s.reached_on > 0 AND s.reached_on < 99991231) AS x
WHERE x.before > x.reached_on ORDER BY x.project, x.stage;

-- name: audit_handover_beds many (county i64) -> project_breach_row
-- A handed-over bed is one bed of the home, given once.
WITH entry AS (
  SELECT h.id AS handover, h.beds AS given, 0 AS standing FROM project_handover AS h WHERE h.county = $1
  UNION ALL
  SELECT b.handover AS handover, 0 AS given, 1 AS standing FROM home_bed AS b WHERE b.county = $1 AND b.handover > 0
)
SELECT 'handover ' || CAST(handover AS TEXT) AS subject, CAST(sum(given) AS BIGINT) AS expected, CAST(sum(standing) AS BIGINT) AS actual
FROM entry GROUP BY handover HAVING sum(given) <> sum(standing) ORDER BY handover;

-- name: audit_handover_beyond many (county i64) -> project_breach_row
-- Not more handed over than accepted, not more accepted than returned.
WITH given AS (
  SELECT h.project AS project, CAST(sum(h.beds) AS BIGINT) AS beds FROM project_handover AS h WHERE h.county = $1 GROUP BY h.project
),
accepted AS (
  SELECT a.project AS project, max(a.beds) AS beds FROM project_acceptance AS a WHERE a.county = $1 AND a.result = 1 AND a.confirmed_change > 0 GROUP BY a.project
),
returned AS (
  SELECT r.project AS project, CAST(sum(r.beds_added) AS BIGINT) AS beds FROM project_return AS r WHERE r.county = $1 AND r.state = 3 GROUP BY r.project
)
SELECT 'project ' || CAST(p.id AS TEXT) AS subject, coalesce(a.beds, 0) AS expected, coalesce(g.beds, 0) AS actual
FROM project AS p LEFT JOIN given AS g ON g.project = p.id LEFT JOIN accepted AS a ON a.project = p.id LEFT JOIN returned AS r ON r.project = p.id
WHERE p.county = $1 AND (coalesce(g.beds, 0) > coalesce(a.beds, 0) OR coalesce(a.beds, 0) > coalesce(r.beds, 0))
ORDER BY p.id;

-- name: audit_acceptance_duty many (county i64) -> project_breach_row
SELECT 'project ' || CAST(a.project AS TEXT) AS subject, a.confirmed_change AS expected, 0 AS actual
FROM project_acceptance AS a
WHERE a.county = $1 AND (a.confirmed_by = a.entered_by OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = a.known_from)
  OR (a.confirmed_change > 0 AND NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = a.confirmed_change AND c.actor = a.confirmed_by)))
ORDER BY a.project, a.id;

-- name: audit_works_beyond many (county i64) -> project_breach_row
-- Not more paid to the contractor in force than his contract.
SELECT 'project ' || CAST(s.project AS TEXT) AS subject, s.contract_fen AS expected, CAST(sum(w.amount_fen) AS BIGINT) AS actual
FROM project_scope AS s JOIN project_payment AS w ON w.county = s.county AND w.project = s.project AND w.contractor = s.contractor AND w.state < 4
WHERE s.county = $1 AND w.county = $1 AND s.state = 2
  AND s.version = (SELECT max(v.version) FROM project_scope AS v WHERE v.county = s.county AND v.project = s.project AND v.state = 2)
GROUP BY s.project, s.contract_fen HAVING sum(w.amount_fen) > s.contract_fen ORDER BY s.project;

-- name: audit_returns many (county i64) -> project_return_content_row (id i64, project i64, month i64, version i64, beds_added i64, invested i64, central i64, province i64,
--   city i64, county_money i64, own i64, stage i64, progress text, problem text, cause text, measure text, prepared_by text, content_hash blob?, detail text?)
-- Signed ones, replaced ones too; detail: of the change that signed it.
SELECT r.id AS id, r.project AS project, r.month AS month, r.version AS version, r.beds_added AS beds_added, r.invested_fen AS invested, r.central_fen AS central,
       r.province_fen AS province, r.city_fen AS city, r.county_fen AS county_money, r.own_fen AS own, r.stage AS stage, r.progress AS progress, r.problem AS problem,
       r.cause AS cause, r.measure AS measure, r.prepared_by AS prepared_by, r.content_hash AS content_hash, t.detail AS detail
FROM project_return AS r
LEFT JOIN change_trail AS t ON t.county = r.county AND t.id = r.signed_change AND t.action = 'project.return.sign' AND t.actor = r.signed_by
  AND t.subject = 'project ' || CAST(r.project AS TEXT)
WHERE r.county = $1 AND r.state IN (3, 5) ORDER BY r.id;
