-- Survey, complaints, policy, training, publicity (docs/audit.md). Survey: 2 open, 3 closed.

-- name: audit_survey_stratum many (county i64) -> public_breach_row (subject text, expected i64, actual i64)
SELECT 'survey ' || CAST(t.survey AS TEXT) || ' township ' || CAST(t.township AS TEXT) AS subject, t.selected AS expected, CAST(count(s.household) AS BIGINT) AS actual
FROM survey_stratum AS t
JOIN survey AS v ON v.county = t.county AND v.id = t.survey AND v.state IN (2, 3)
LEFT JOIN survey_sample AS s ON s.county = t.county AND s.survey = t.survey AND s.township = t.township
WHERE t.county = $1 AND v.county = $1
GROUP BY t.survey, t.township, t.selected HAVING count(s.household) <> t.selected
ORDER BY t.survey, t.township;

-- name: audit_survey_code many (county i64) -> public_breach_row
-- One answer per code, and a code for each answer, of the same township.
SELECT 'survey ' || CAST(a.survey AS TEXT) || ' answer ' || CAST(a.id AS TEXT) AS subject, 1 AS expected,
       (SELECT CAST(count(*) AS BIGINT) FROM survey_code AS c WHERE c.county = $1 AND c.survey = a.survey AND c.answer = a.id AND c.township = a.township) AS actual
FROM survey_answer AS a
WHERE a.county = $1 AND 1 <> (SELECT count(*) FROM survey_code AS c WHERE c.county = $1 AND c.survey = a.survey AND c.answer = a.id AND c.township = a.township)
ORDER BY a.survey, a.id;

-- name: audit_survey_day many (county i64) -> public_breach_row
SELECT 'survey ' || CAST(a.survey AS TEXT) || ' answer ' || CAST(a.id AS TEXT) AS subject, v.last_day AS expected, a.answered_on AS actual
FROM survey_answer AS a JOIN survey AS v ON v.county = a.county AND v.id = a.survey
WHERE a.county = $1 AND v.county = $1 AND (a.answered_on < v.opened_on OR a.answered_on > v.last_day OR (v.closed_change > 0 AND a.known_from > v.closed_change))
ORDER BY a.survey, a.id;

-- name: audit_survey_overall many (county i64) -> public_breach_row
-- What an answer says of the whole is its line on the question of the whole.
SELECT 'survey ' || CAST(a.survey AS TEXT) || ' answer ' || CAST(a.id AS TEXT) AS subject, l.choice AS expected, a.overall AS actual
FROM survey_answer AS a
JOIN survey_question AS q ON q.county = a.county AND q.survey = a.survey AND q.is_overall = 1
JOIN survey_answer_line AS l ON l.county = a.county AND l.survey = a.survey AND l.answer = a.id AND l.question = q.number
WHERE a.county = $1 AND q.county = $1 AND l.county = $1 AND a.is_valid = 1 AND l.choice <> a.overall
ORDER BY a.survey, a.id;

-- name: audit_survey_draws many (county i64) -> survey_draw_audit_row (survey i64, seed text, township i64, number i64, household i64, draw_key blob)
SELECT v.id AS survey, v.seed, s.township, s.number, s.household, s.draw_key
FROM survey AS v JOIN survey_sample AS s ON s.county = v.county AND s.survey = v.id
WHERE v.county = $1 AND s.county = $1 AND v.state IN (2, 3)
ORDER BY v.id, s.township, s.number;

-- name: audit_complaint_state many (county i64) -> public_breach_row
-- Where a complaint stands is what its last step made of it.
SELECT 'complaint ' || c.number AS subject,
       CASE s.step WHEN 'RECEIVE' THEN 1 WHEN 'ACCEPT' THEN 2 WHEN 'EXTEND' THEN 3 WHEN 'REPLY' THEN 4 WHEN 'REVIEW1' THEN 5 WHEN 'REVIEW1_REPLY' THEN 5
            WHEN 'REVIEW2' THEN 6 WHEN 'REVIEW2_REPLY' THEN 6 WHEN 'CLOSE' THEN 7 WHEN 'NOT_ACCEPT' THEN 8 ELSE 9 END AS expected, c.state AS actual
FROM complaint AS c
JOIN complaint_step AS s ON s.county = c.county AND s.complaint = c.id
 AND s.number = (SELECT max(x.number) FROM complaint_step AS x WHERE x.county = c.county AND x.complaint = c.id)
WHERE c.county = $1 AND s.county = $1
  AND c.state <> CASE s.step WHEN 'RECEIVE' THEN 1 WHEN 'ACCEPT' THEN 2 WHEN 'EXTEND' THEN 3 WHEN 'REPLY' THEN 4 WHEN 'REVIEW1' THEN 5 WHEN 'REVIEW1_REPLY' THEN 5
            WHEN 'REVIEW2' THEN 6 WHEN 'REVIEW2_REPLY' THEN 6 WHEN 'CLOSE' THEN 7 WHEN 'NOT_ACCEPT' THEN 8 ELSE 9 END
ORDER BY c.id;

-- name: audit_complaint_duty many (county i64) -> public_breach_row
-- Extensions and reviews are another's than who replied; every step stands in the trail.
SELECT 'complaint ' || c.number || ' step ' || CAST(s.number AS TEXT) AS subject, s.known_from AS expected, 0 AS actual
FROM complaint AS c JOIN complaint_step AS s ON s.county = c.county AND s.complaint = c.id
WHERE c.county = $1 AND s.county = $1 AND (
  NOT EXISTS (SELECT 1 FROM change_trail AS t WHERE t.county = $1 AND t.id = s.known_from)
  OR (s.step = 'EXTEND' AND s.actor = c.handler)
  OR (s.step IN ('REVIEW1_REPLY', 'REVIEW2_REPLY') AND EXISTS (SELECT 1 FROM complaint_step AS p WHERE p.county = $1 AND p.complaint = c.id AND p.step IN ('REPLY', 'REVIEW1_REPLY')
        AND p.number < s.number AND p.actor = s.actor)))
ORDER BY c.id, s.number;

-- name: audit_complaint_steps many (county i64) -> complaint_step_audit_row (complaint text, number i64, step text, on_date date, due_on i64, is_late i64)
SELECT c.number AS complaint, s.number AS number, s.step AS step, s.on_date AS on_date, s.due_on AS due_on, s.is_late AS is_late
FROM complaint AS c JOIN complaint_step AS s ON s.county = c.county AND s.complaint = c.id
WHERE c.county = $1 AND s.county = $1
ORDER BY c.id, s.number;

-- name: audit_library_duty many (county i64) -> public_breach_row
SELECT 'library ' || CAST(d.id AS TEXT) AS subject, d.known_from AS expected, 0 AS actual
FROM library_document AS d
WHERE d.county = $1 AND d.state = 2 AND (d.approved_by IS NULL OR d.approved_by = d.entered_by
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = d.known_from))
ORDER BY d.id, d.known_from;

-- name: audit_course_test many (county i64) -> public_breach_row
-- Passed is passed by the course's own mark.
SELECT 'course ' || CAST(t.course AS TEXT) || ' person ' || CAST(t.person AS TEXT) AS subject, c.pass AS expected, t.right_count AS actual
FROM course_test AS t JOIN course AS c ON c.county = t.county AND c.id = t.course
WHERE t.county = $1 AND c.county = $1 AND (t.question_count = 0 OR (t.right_count * 100 >= c.pass * t.question_count) <> (t.is_passed = 1))
ORDER BY t.course, t.person, t.attempt;

-- name: audit_publicity_duty many (county i64) -> public_breach_row
SELECT 'publicity ' || CAST(p.id AS TEXT) AS subject, p.confirmed_change AS expected, 0 AS actual
FROM publicity_item AS p
WHERE p.county = $1 AND p.state = 3 AND (p.confirmed_by IS NULL OR p.reported_by IS NULL OR p.confirmed_by = p.reported_by
  OR NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = p.confirmed_change AND c.actor = p.confirmed_by))
ORDER BY p.id;

-- name: audit_publicity_place many (county i64) -> public_breach_row
-- A township's item reaches its own villages.
SELECT 'publicity ' || CAST(p.id AS TEXT) AS subject, p.township AS expected, r.village AS actual
FROM publicity_item AS p JOIN publicity_reach AS r ON r.county = p.county AND r.item = p.id
WHERE p.county = $1 AND r.county = $1 AND p.township > 0 AND r.village / 1000 * 1000 <> p.township
ORDER BY p.id, r.village;

-- name: audit_slip_delivered many (county i64) -> public_breach_row
SELECT 'slip ' || CAST(s.household AS TEXT) || ' ' || CAST(s.month AS TEXT) AS subject, s.delivered_change AS expected, 0 AS actual
FROM slip AS s
WHERE s.county = $1 AND s.delivered_change > 0
  AND NOT EXISTS (SELECT 1 FROM change_trail AS c WHERE c.county = $1 AND c.id = s.delivered_change AND c.actor = s.delivered_by)
ORDER BY s.household, s.month;
