-- Courses, who is expected and came, questions, attempts.

-- name: course_insert exec (county i64, id i64, year i64, title text, on_date date, place text, hours i64, lecturer text, audience text, content text,
--   pass i64, entered_by text, known_from i64)
INSERT INTO course (county, id, year, title, on_date, place, hours, lecturer, audience, content, pass, state, entered_by, known_from, held_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, 0);

-- name: course_hold exec (county i64, id i64)
-- Keeps the row for this transaction.
UPDATE course SET hours = hours WHERE county = $1 AND id = $2;

-- name: course_state_set exec (county i64, id i64, state i64, on_date date, change i64)
UPDATE course SET state = $3, on_date = $4, held_change = $5 WHERE county = $1 AND id = $2 AND state = 1;

-- name: course_rows many (county i64, id i64, year i64) -> course_row (id i64, year i64, title text, on_date date, place text, hours i64, lecturer text,
--   audience text, content text, pass i64, state i64, entered_by text, expected i64, came i64, excused i64, questions i64, passed i64)
-- id 0, year 0: all.
SELECT c.id, c.year, c.title, c.on_date, c.place, c.hours, c.lecturer, c.audience, c.content, c.pass, c.state, c.entered_by,
       (SELECT count(*) FROM course_person AS p WHERE p.county = c.county AND p.course = c.id) AS expected,
       (SELECT count(*) FROM course_person AS p WHERE p.county = c.county AND p.course = c.id AND p.attended = 1) AS came,
       (SELECT count(*) FROM course_person AS p WHERE p.county = c.county AND p.course = c.id AND p.attended = 2) AS excused,
       (SELECT count(*) FROM course_question AS q WHERE q.county = c.county AND q.course = c.id) AS questions,
       (SELECT count(DISTINCT t.person) FROM course_test AS t WHERE t.county = c.county AND t.course = c.id AND t.is_passed = 1) AS passed
  FROM course AS c WHERE c.county = $1 AND ($2 = 0 OR c.id = $2) AND ($3 = 0 OR c.year = $3)
 ORDER BY c.on_date DESC, c.id DESC;

-- name: course_document_put exec (county i64, course i64, document i64)
INSERT INTO course_document (county, course, document) VALUES ($1, $2, $3) ON CONFLICT (county, course, document) DO NOTHING;

-- name: course_document_rows many (county i64, course i64) -> course_document_row (document i64)
SELECT document FROM course_document WHERE county = $1 AND course = $2 ORDER BY document;

-- name: course_person_insert exec (county i64, course i64, number i64, user_name text, name text, division i64, known_from i64)
INSERT INTO course_person (county, course, number, user_name, name, division, attended, marked_by, known_from)
VALUES ($1, $2, $3, $4, $5, $6, 0, '', $7);

-- name: course_person_mark exec (county i64, course i64, number i64, attended i64, marked_by text, known_from i64)
-- number 0: all who are only expected.
UPDATE course_person SET attended = $4, marked_by = $5, known_from = $6
 WHERE county = $1 AND course = $2 AND (number = $3 OR ($3 = 0 AND attended = 0));

-- name: course_person_rows many (county i64, course i64) -> course_person_row (number i64, user_name text, name text, division i64, place text,
--   attended i64, marked_by text, attempts i64, passes i64, best i64, questions i64)
SELECT p.number, p.user_name, p.name, p.division, coalesce(d.name, '') AS place, p.attended, p.marked_by, count(t.attempt) AS attempts,
       CAST(coalesce(sum(t.is_passed), 0) AS BIGINT) AS passes, CAST(coalesce(max(t.right_count), 0) AS BIGINT) AS best,
       CAST(coalesce(max(t.question_count), 0) AS BIGINT) AS questions
  FROM course_person AS p
  LEFT JOIN division AS d ON d.county = p.county AND d.code = p.division
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = p.county AND x.code = p.division)
  LEFT JOIN course_test AS t ON t.county = p.county AND t.course = p.course AND t.person = p.number
 WHERE p.county = $1 AND p.course = $2
 GROUP BY p.number, p.user_name, p.name, p.division, d.name, p.attended, p.marked_by ORDER BY p.division, p.number;

-- name: course_person_last one (county i64, course i64) -> course_count_row (n i64)
SELECT CAST(coalesce(max(number), 0) AS BIGINT) AS n FROM course_person WHERE county = $1 AND course = $2;

-- name: course_question_insert exec (county i64, course i64, number i64, text text, choices text, answer i64, clause text)
INSERT INTO course_question (county, course, number, text, choices, answer, clause) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: course_question_rows many (county i64, course i64) -> course_question_row (number i64, text text, choices text, answer i64, clause text)
SELECT number, text, choices, answer, clause FROM course_question WHERE county = $1 AND course = $2 ORDER BY number;

-- name: course_test_insert exec (county i64, course i64, person i64, attempt i64, taken_on date, right_count i64, question_count i64, answers text,
--   is_passed bool, known_from i64)
INSERT INTO course_test (county, course, person, attempt, taken_on, right_count, question_count, answers, is_passed, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: course_test_rows many (county i64, course i64, person i64) -> course_test_row (person i64, attempt i64, taken_on date, right_count i64,
--   question_count i64, answers text, is_passed bool)
-- person 0: of all.
SELECT person, attempt, taken_on, right_count, question_count, answers, is_passed FROM course_test
 WHERE county = $1 AND course = $2 AND ($3 = 0 OR person = $3) ORDER BY person, attempt;

-- name: course_result_rows many (county i64, course i64, year i64) -> course_result_row (township i64, name text, expected i64, came i64, excused i64,
--   tested i64, passed i64)
-- Held courses; who belongs to the county's own posts is of its code.
SELECT r.township, coalesce(d.name, '') AS name, CAST(sum(r.expected) AS BIGINT) AS expected, CAST(sum(r.came) AS BIGINT) AS came,
       CAST(sum(r.excused) AS BIGINT) AS excused, CAST(sum(r.tested) AS BIGINT) AS tested, CAST(sum(r.passed) AS BIGINT) AS passed
  FROM (SELECT p.division / 1000 * 1000 AS township, 1 AS expected, CASE WHEN p.attended = 1 THEN 1 ELSE 0 END AS came,
               CASE WHEN p.attended = 2 THEN 1 ELSE 0 END AS excused,
               CASE WHEN EXISTS (SELECT 1 FROM course_test AS t WHERE t.county = p.county AND t.course = p.course AND t.person = p.number)
                    THEN 1 ELSE 0 END AS tested,
               CASE WHEN EXISTS (SELECT 1 FROM course_test AS t WHERE t.county = p.county AND t.course = p.course AND t.person = p.number
                                    AND t.is_passed = 1) THEN 1 ELSE 0 END AS passed
          FROM course_person AS p JOIN course AS c ON c.county = p.county AND c.id = p.course
         WHERE p.county = $1 AND c.state = 2 AND ($2 = 0 OR c.id = $2) AND ($3 = 0 OR c.year = $3)) AS r
  LEFT JOIN division AS d ON d.county = $1 AND d.code = r.township
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = $1 AND x.code = r.township)
 GROUP BY r.township, d.name ORDER BY r.township;
