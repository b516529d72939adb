-- Premium subsidy: whose premium the fund pays, checked against the scheme's enrolment, and its way into the books.

-- name: premium_by_id one (county i64, id i64) -> premium_row (id i64, year i64, reference_month month, premium fen, people i64, total fen, state i64, content_hash blob?, prepared_by text, transfer i64, enrolled i64, not_enrolled i64)
SELECT s.id, s.year, s.reference_month, s.premium_fen AS premium, s.people, s.total_fen AS total, s.state, s.content_hash, s.prepared_by, s.transfer,
       (SELECT count(*) FROM premium_line AS l WHERE l.county = s.county AND l.list = s.id AND l.is_enrolled = 1) AS enrolled,
       (SELECT count(*) FROM premium_line AS n WHERE n.county = s.county AND n.list = s.id AND n.is_enrolled = 0)
       + (SELECT count(*) FROM premium_absent AS a WHERE a.county = s.county AND a.list = s.id) AS not_enrolled
  FROM premium_list AS s
 WHERE s.county = $1 AND s.id = $2;

-- name: premium_page many (county i64) -> premium_row
SELECT s.id, s.year, s.reference_month, s.premium_fen AS premium, s.people, s.total_fen AS total, s.state, s.content_hash, s.prepared_by, s.transfer,
       (SELECT count(*) FROM premium_line AS l WHERE l.county = s.county AND l.list = s.id AND l.is_enrolled = 1) AS enrolled,
       (SELECT count(*) FROM premium_line AS n WHERE n.county = s.county AND n.list = s.id AND n.is_enrolled = 0)
       + (SELECT count(*) FROM premium_absent AS a WHERE a.county = s.county AND a.list = s.id) AS not_enrolled
  FROM premium_list AS s
 WHERE s.county = $1
 ORDER BY s.id DESC;

-- name: premium_draft_of_year one (county i64, year i64) -> premium_key_row (id i64)
SELECT id FROM premium_list WHERE county = $1 AND year = $2 AND state = 1;

-- name: premium_put exec (county i64, id i64, year i64, reference_month month, premium fen, actor text, at text, known_from i64)
INSERT INTO premium_list (county, id, year, reference_month, premium_fen, people, total_fen, state, prepared_by, prepared_at, transfer, known_from)
VALUES ($1, $2, $3, $4, $5, 0, 0, 1, $6, $7, 0, $8)
ON CONFLICT (county, id)
DO UPDATE SET reference_month = excluded.reference_month, premium_fen = excluded.premium_fen, prepared_by = excluded.prepared_by,
              prepared_at = excluded.prepared_at;

-- name: premium_delete exec (county i64, id i64)
DELETE FROM premium_list WHERE county = $1 AND id = $2;

-- name: premium_lines_delete exec (county i64, list i64)
DELETE FROM premium_line WHERE county = $1 AND list = $2;

-- name: premium_place_list many (county i64, month month, year i64) -> premium_place_row (person i64, household i64, is_protected bool, programme i64, status i64, division i64)
-- Everybody present in a household that month with its benefits then, but the dead and those on a list of the year.
-- status 0: no benefit.
SELECT m.person, m.household, m.is_protected, coalesce(e.programme, 0) AS programme, coalesce(e.status, 0) AS status, coalesce(e.division, 0) AS division
  FROM member AS m
  LEFT JOIN entitlement AS e ON e.county = m.county AND e.household = m.household AND e.programme IN (1, 2) AND e.from_month <= $2 AND e.to_month >= $2
       AND e.known_to = 2147483647
 WHERE m.county = $1 AND m.is_present = 1 AND m.from_month <= $2 AND m.to_month >= $2 AND m.known_to = 2147483647
   AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = m.county AND d.person = m.person AND d.known_to = 2147483647)
   AND NOT EXISTS (SELECT 1 FROM premium_line AS l WHERE l.county = m.county AND l.year = $3 AND l.person = m.person)
 ORDER BY m.person, m.household, programme;

-- name: premium_decided_list many (county i64, month month, year i64) -> premium_decided_row (person i64, class i64)
-- The same for classes that were decided for the person.
SELECT c.person, c.class
  FROM medical_class AS c
 WHERE c.county = $1 AND c.class > 0 AND c.from_month <= $2 AND c.to_month >= $2 AND c.known_to = 2147483647
   AND NOT EXISTS (SELECT 1 FROM person_death AS d WHERE d.county = c.county AND d.person = c.person AND d.known_to = 2147483647)
   AND NOT EXISTS (SELECT 1 FROM premium_line AS l WHERE l.county = c.county AND l.year = $3 AND l.person = c.person)
 ORDER BY c.person;

-- name: premium_line_bulk bulk premium_line (county i64, year i64, person i64, list i64, household i64, division i64, class i64, rate_bp i64, amount_fen fen, is_enrolled bool, scheme i64)

-- name: premium_mark_enrolled exec (county i64, list i64)
UPDATE premium_line
   SET is_enrolled = 1,
       scheme = (SELECT n.scheme FROM premium_enrolment AS n WHERE n.county = premium_line.county AND n.year = premium_line.year AND n.person = premium_line.person)
 WHERE county = $1 AND list = $2 AND is_enrolled = 0
   AND EXISTS (SELECT 1 FROM premium_enrolment AS n WHERE n.county = premium_line.county AND n.year = premium_line.year AND n.person = premium_line.person);

-- name: premium_sum exec (county i64, id i64)
UPDATE premium_list
   SET people = (SELECT count(*) FROM premium_line AS l WHERE l.county = premium_list.county AND l.list = premium_list.id),
       total_fen = (SELECT CAST(coalesce(sum(l.amount_fen), 0) AS BIGINT) FROM premium_line AS l
                     WHERE l.county = premium_list.county AND l.list = premium_list.id AND l.is_enrolled = 1)
 WHERE county = $1 AND id = $2;

-- name: premium_person_list many (county i64) -> premium_person_row (id i64, id_index blob)
SELECT id, id_index FROM person WHERE county = $1 ORDER BY id_index;

-- name: premium_enrolled_list many (county i64, year i64) -> premium_enrolled_row (person i64)
SELECT person FROM premium_enrolment WHERE county = $1 AND year = $2 ORDER BY person;

-- name: premium_enrolment_bulk bulk premium_enrolment (county i64, year i64, person i64, scheme i64, known_from i64)

-- name: premium_absent_keep exec (county i64, list i64)
INSERT INTO premium_absent (county, list, person, household, division, class, rate_bp, amount_fen)
SELECT county, list, person, household, division, class, rate_bp, amount_fen
  FROM premium_line
 WHERE county = $1 AND list = $2 AND is_enrolled = 0;

-- name: premium_absent_drop exec (county i64, list i64)
DELETE FROM premium_line WHERE county = $1 AND list = $2 AND is_enrolled = 0;

-- name: premium_content many (county i64, list i64) -> premium_content_row (person i64, class i64, rate_bp i64, amount fen, scheme i64)
SELECT person, class, rate_bp, amount_fen AS amount, scheme FROM premium_line WHERE county = $1 AND list = $2 ORDER BY person;

-- name: premium_confirmed exec (county i64, id i64, content_hash blob)
UPDATE premium_list SET state = 2, content_hash = $3 WHERE county = $1 AND id = $2 AND state = 1;

-- name: premium_has_transfer exec (county i64, id i64, transfer i64)
-- 0: free for another.
UPDATE premium_list SET transfer = $3 WHERE county = $1 AND id = $2 AND state = 2;

-- name: premium_transfer_hash one (county i64, list i64) -> premium_hash_row (content_hash blob)
-- As the transfer of the list carries it.
SELECT content_hash FROM transfer WHERE county = $1 AND kind = 'PREMIUM' AND subject = $2 AND state < 6;

-- name: premium_post exec (county i64, list i64, fund i64, journal i64, expense i64, payable i64)
-- The line is the person.
INSERT INTO posting (county, fund, journal, line, debit, credit, amount_fen)
SELECT county, $3, $4, person, $5, $6, amount_fen FROM premium_line WHERE county = $1 AND list = $2 ORDER BY person;

-- name: premium_approved exec (county i64, id i64)
UPDATE premium_list SET state = 3 WHERE county = $1 AND id = $2 AND state = 2 AND transfer > 0;

-- name: premium_line_list many (county i64, list i64, division_from i64, division_to i64, after_division i64, after i64, not_enrolled_only bool, rows i64) -> premium_line_row (person i64, household i64, division i64, class i64, rate_bp i64, amount fen, is_enrolled bool, scheme i64, person_name text, id_tail text)
-- Whoever was not enrolled when a list was confirmed stands beside it.
SELECT x.person, x.household, x.division, x.class, x.rate_bp, x.amount, x.is_enrolled, x.scheme, p.name AS person_name, p.id_tail
  FROM (SELECT l.county AS county, l.person AS person, l.household AS household, l.division AS division, l.class AS class, l.rate_bp AS rate_bp,
               l.amount_fen AS amount, l.is_enrolled AS is_enrolled, l.scheme AS scheme
          FROM premium_line AS l
         WHERE l.county = $1 AND l.list = $2 AND ($7 = 0 OR l.is_enrolled = 0)
        UNION ALL
        SELECT a.county, a.person, a.household, a.division, a.class, a.rate_bp, a.amount_fen, 0, 0
          FROM premium_absent AS a
         WHERE a.county = $1 AND a.list = $2 AND $7 = 1) AS x
  JOIN person AS p ON p.county = x.county AND p.id = x.person
 WHERE x.division BETWEEN $3 AND $4 AND (x.division > $5 OR (x.division = $5 AND x.person > $6))
 ORDER BY x.division, x.person LIMIT $8;
