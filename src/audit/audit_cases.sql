-- What must hold of cases, notices and spot checks, whatever was decided (docs/audit.md). The numbers of actions, states and
-- kinds are those stored: applications are kinds 1 and 2; 1 apply, 4 accept, 6 check, 7 survey, 9 review, 11 notice over,
-- 14 spot check, 15 approve, 16 refuse, 21 uphold, 22 overturn, 23 propose, 24 report.

-- name: audit_case_state many (county i64) -> case_breach_row (subject text, expected i64, actual i64)
-- A case stands where its last step left it.
SELECT 'case ' || f.number AS subject, coalesce(s.to_state, 0) AS expected, f.state AS actual
FROM case_file AS f LEFT JOIN case_step AS s ON s.county = f.county AND s.case_id = f.id AND s.seq = (
  SELECT max(l.seq) FROM case_step AS l WHERE l.county = $1 AND l.case_id = f.id)
WHERE f.county = $1 AND (s.seq IS NULL OR s.to_state <> f.state) ORDER BY f.id;

-- name: audit_case_gap many (county i64) -> case_breach_row
-- Each step begins where the one before ended.
SELECT 'case ' || f.number || ' step ' || CAST(x.seq AS TEXT) AS subject, x.before_state AS expected, x.from_state AS actual
FROM (SELECT s.case_id AS case_id, s.seq AS seq, s.from_state AS from_state,
        coalesce(lag(s.to_state) OVER (PARTITION BY s.case_id ORDER BY s.seq), 0) AS before_state,
        coalesce(lag(s.seq) OVER (PARTITION BY s.case_id ORDER BY s.seq), 0) AS before_seq
      FROM case_step AS s WHERE s.county = $1) AS x
JOIN case_file AS f ON f.county = $1 AND f.id = x.case_id
WHERE f.county = $1 AND (x.before_state <> x.from_state OR x.before_seq <> x.seq - 1) ORDER BY f.id, x.seq;

-- name: audit_case_day many (county i64) -> case_breach_row
-- No step is dated before the one it follows.
SELECT 'case ' || f.number || ' step ' || CAST(x.seq AS TEXT) AS subject, x.before_on AS expected, x.on_date AS actual
FROM (SELECT s.case_id AS case_id, s.seq AS seq, s.on_date AS on_date,
        coalesce(lag(s.on_date) OVER (PARTITION BY s.case_id ORDER BY s.seq), 0) AS before_on
      FROM case_step AS s WHERE s.county = $1) AS x
JOIN case_file AS f ON f.county = $1 AND f.id = x.case_id
WHERE f.county = $1 AND x.on_date < x.before_on ORDER BY f.id, x.seq;

-- name: audit_case_unrecorded many (county i64) -> case_breach_row
-- Every step is somebody's entry in the trail.
SELECT 'case ' || f.number || ' step ' || CAST(s.seq AS TEXT) AS subject, s.known_from AS expected, 0 AS actual
FROM case_step AS s JOIN case_file AS f ON f.county = s.county AND f.id = s.case_id
LEFT JOIN change_trail AS t ON t.county = s.county AND t.id = s.known_from AND t.actor = s.actor
WHERE s.county = $1 AND f.county = $1 AND t.id IS NULL ORDER BY f.id, s.seq;

-- name: audit_case_duty many (county i64) -> case_breach_row
-- Whoever made, surveyed or reviewed does not decide; whoever made or surveyed does not review; whoever refused does not
-- judge the appeal.
SELECT 'case ' || f.number || ' ' || d.actor AS subject, min(m.seq) AS expected, min(d.seq) AS actual
FROM case_step AS d JOIN case_step AS m ON m.county = d.county AND m.case_id = d.case_id AND m.actor = d.actor AND m.seq < d.seq
JOIN case_file AS f ON f.county = d.county AND f.id = d.case_id
WHERE d.county = $1 AND m.county = $1 AND f.county = $1 AND (
  (d.action IN (15, 16) AND m.action IN (1, 4, 7, 9, 23, 24)) OR
  (d.action = 9 AND m.action IN (1, 4, 7, 23, 24)) OR
  (d.action IN (21, 22) AND m.action = 16))
GROUP BY f.id, f.number, d.actor ORDER BY f.id, d.actor;

-- name: audit_case_skipped many (county i64) -> case_breach_row
-- An approved application was surveyed, reviewed and publicised before (its notice over, or an objection re-investigated);
-- a dibao one accepted and checked as well.
SELECT 'case ' || f.number AS subject, CASE WHEN f.kind = 1 THEN 5 ELSE 3 END AS expected, count(DISTINCT CASE b.action WHEN 13 THEN 11 ELSE b.action END) AS actual
FROM case_file AS f JOIN case_step AS d ON d.county = f.county AND d.case_id = f.id AND d.action = 15
LEFT JOIN case_step AS b ON b.county = d.county AND b.case_id = d.case_id AND b.seq < d.seq
  AND (b.action IN (7, 9, 11, 13) OR (f.kind = 1 AND b.action IN (4, 6)))
WHERE f.county = $1 AND d.county = $1 AND f.kind IN (1, 2)
GROUP BY f.id, f.number, f.kind
HAVING count(DISTINCT CASE b.action WHEN 13 THEN 11 ELSE b.action END) < CASE WHEN f.kind = 1 THEN 5 ELSE 3 END ORDER BY f.id;

-- name: audit_sample_skipped many (county i64) -> case_breach_row
-- A decided application was in a draw since it was last sent back; when drawn, it was seen on the spot before the decision.
SELECT 'case ' || f.number AS subject, 1 AS expected, count(c.case_id) AS actual
FROM case_file AS f JOIN case_step AS d ON d.county = f.county AND d.case_id = f.id AND d.action = 15
LEFT JOIN sample_case AS c ON c.county = f.county AND c.case_id = f.id
  AND EXISTS (SELECT 1 FROM sample AS s WHERE s.county = $1 AND s.id = c.sample AND s.known_from >
    coalesce((SELECT max(b.known_from) FROM case_step AS b WHERE b.county = $1 AND b.case_id = f.id AND b.action = 17), 0))
WHERE f.county = $1 AND d.county = $1 AND f.kind IN (1, 2)
GROUP BY f.id, f.number HAVING count(c.case_id) = 0 OR (max(c.reason) > 0 AND NOT EXISTS (
  SELECT 1 FROM case_step AS k JOIN case_step AS l ON l.county = k.county AND l.case_id = k.case_id AND l.action = 15
  WHERE k.county = $1 AND l.county = $1 AND k.case_id = f.id AND k.action = 14 AND k.seq < l.seq
    AND k.known_from > coalesce((SELECT max(b.known_from) FROM case_step AS b WHERE b.county = $1 AND b.case_id = f.id AND b.action = 17), 0)))
ORDER BY f.id;

-- name: audit_sample_relative many (county i64) -> case_breach_row
-- A declared near relative of the people who decide is always drawn.
SELECT 'case ' || f.number AS subject, 2 AS expected, c.reason AS actual
FROM sample_case AS c JOIN case_file AS f ON f.county = c.county AND f.id = c.case_id
WHERE c.county = $1 AND f.county = $1 AND f.is_relative = 1 AND c.reason <> 2 ORDER BY f.id;

-- name: audit_notice_cut many (county i64) -> case_breach_row
-- A notice is taken down after its last day; a long-term list (kind 3) has none and is replaced any day.
SELECT 'notice ' || CAST(n.id AS TEXT) AS subject, n.last_day AS expected, n.closed_on AS actual
FROM notice AS n WHERE n.county = $1 AND n.kind <> 3 AND n.closed_on > 0 AND n.closed_on <= n.last_day ORDER BY n.id;

-- name: audit_notice_left many (county i64) -> case_breach_row
-- A case leaves a notice by its end, which is after the last day of a notice it stood on.
SELECT 'case ' || f.number || ' step ' || CAST(s.seq AS TEXT) AS subject, coalesce(max(n.last_day), 0) AS expected,
  s.on_date AS actual
FROM case_step AS s JOIN case_file AS f ON f.county = s.county AND f.id = s.case_id
LEFT JOIN notice_row AS r ON r.county = s.county AND r.case_id = s.case_id
LEFT JOIN notice AS n ON n.county = r.county AND n.id = r.notice AND n.posted_on <= s.on_date
WHERE s.county = $1 AND f.county = $1 AND s.action = 11
GROUP BY f.id, f.number, s.seq, s.on_date HAVING coalesce(max(n.last_day), 99991231) >= s.on_date ORDER BY f.id, s.seq;

-- name: audit_notice_rows many (county i64) -> case_breach_row
SELECT 'notice ' || CAST(n.id AS TEXT) AS subject, n.row_count AS expected, count(r.row_no) AS actual
FROM notice AS n LEFT JOIN notice_row AS r ON r.county = n.county AND r.notice = n.id
WHERE n.county = $1 GROUP BY n.id, n.row_count HAVING count(r.row_no) <> n.row_count ORDER BY n.id;

-- name: audit_objection_open many (county i64) -> case_breach_row
-- Nothing is approved over an objection that nobody has decided.
SELECT 'case ' || f.number || ' objection ' || CAST(o.id AS TEXT) AS subject, o.received_on AS expected, d.on_date AS actual
FROM objection AS o JOIN case_file AS f ON f.county = o.county AND f.id = o.case_id
JOIN case_step AS d ON d.county = o.county AND d.case_id = o.case_id AND d.action IN (11, 15) AND d.on_date >= o.received_on
WHERE o.county = $1 AND f.county = $1 AND d.county = $1 AND o.decided_on = 0 ORDER BY f.id, o.id;

-- name: audit_case_grant many (county i64) -> case_breach_row
-- What was granted is in the registry.
SELECT 'case ' || f.number AS subject, f.household AS expected, 0 AS actual
FROM case_file AS f WHERE f.county = $1 AND f.kind IN (1, 2) AND f.state = 14 AND NOT EXISTS (
  SELECT 1 FROM entitlement AS t WHERE t.county = $1 AND t.household = f.household AND t.programme = f.programme)
ORDER BY f.id;

-- name: audit_notices many (county i64) -> audit_notice_row (id i64, kind i64, programme i64, division i64, posted_on date,
--   last_day date, days i64, is_working_days bool, place text, posted_by text, sha256 blob, head_change i64, head_hash text,
--   trail_hash blob?, trail_detail text?)
-- With the trail's own hash of the entry named as its head, and what the entry of the posting says.
SELECT n.id, n.kind, n.programme, n.division, n.posted_on, n.last_day, n.days, n.is_working_days, n.place, n.posted_by, n.sha256,
  n.head_change, n.head_hash, h.hash AS trail_hash, p.detail AS trail_detail
FROM notice AS n LEFT JOIN change_trail AS h ON h.county = n.county AND h.id = n.head_change
LEFT JOIN change_trail AS p ON p.county = n.county AND p.id = n.known_from
WHERE n.county = $1 ORDER BY n.id;

-- name: audit_notice_lines many (county i64) -> audit_notice_line_row (notice i64, row_no i64, case_id i64, household i64,
--   division i64, head_name text, is_minor i64, people_count i64, protected_count i64, income_year_fen i64,
--   amount_month_fen i64, remark text)
SELECT r.notice, r.row_no, r.case_id, r.household, r.division, r.head_name, r.is_minor, r.people_count, r.protected_count,
  r.income_year_fen, r.amount_month_fen, r.remark
FROM notice_row AS r WHERE r.county = $1 ORDER BY r.notice, r.row_no;

-- name: audit_draws many (county i64) -> audit_draw_row (sample i64, seed text, rate_bp i64, population i64, selected i64, number text,
--   draw_key blob, reason i64)
-- In the order of the keys: the drawn ones come first.
SELECT s.id AS sample, s.seed, s.rate_bp, s.population, s.selected, coalesce(f.number, '') AS number, c.draw_key, c.reason
FROM sample AS s JOIN sample_case AS c ON c.county = s.county AND c.sample = s.id
LEFT JOIN case_file AS f ON f.county = c.county AND f.id = c.case_id
WHERE s.county = $1 AND c.county = $1 ORDER BY s.id, c.draw_key;

-- name: audit_case_contents many (county i64) -> audit_case_content_row (number text, seq i64, content_sealed blob, content_sha256 blob,
--   detail text, is_form bool)
SELECT f.number, s.seq, s.content_sealed, s.content_sha256, coalesce(t.detail, '') AS detail, 0 AS is_form
FROM case_step AS s JOIN case_file AS f ON f.county = s.county AND f.id = s.case_id
LEFT JOIN change_trail AS t ON t.county = s.county AND t.id = s.known_from
WHERE s.county = $1 AND f.county = $1 ORDER BY s.case_id, s.seq;

-- name: audit_case_forms many (county i64) -> audit_case_content_row
-- The forms that the decisions are about, every version.
SELECT f.number, s.version AS seq, s.content_sealed, s.content_sha256, coalesce(t.detail, '') AS detail, 1 AS is_form
FROM case_form AS s JOIN case_file AS f ON f.county = s.county AND f.id = s.case_id
LEFT JOIN change_trail AS t ON t.county = s.county AND t.id = s.known_from
WHERE s.county = $1 AND f.county = $1 ORDER BY s.case_id, s.version;
