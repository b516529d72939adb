-- Residents as lists show them.

-- name: stay_page many (county i64, id i64, home i64, township i64, person i64, state i64, on_date i64, after i64, name_like text, tail text,
--   row_count i64, is_dead i64) -> stay_page_row (id i64, home i64, person i64, household i64, kind i64, state i64, from_date date, until_date date,
--   agreement text, health text, contact text, note text, form_from i64, form_back i64, leave_reason text, leave_note text, next_stay i64,
--   case_file i64, to_home i64, requested_by text, confirmed_by text?, leave_requested_by text?, leave_confirmed_by text?, home_name text,
--   person_name text, id_tail text, sex i64, bed i64, room_number text, bed_label text, division i64, birth i64, care i64, village_name text,
--   township_name text, died_on i64)
-- died_on: as registered, by whomever, while the stay goes on. is_dead: these only.
-- 0 or '': any. on_date: who slept there that night. The bed is the last one, the care level that of the newest assessment.
SELECT x.id, x.home, x.person, x.household, x.kind, x.state, x.from_date, x.until_date, x.agreement, x.health, x.contact, x.note, x.form_from,
       x.form_back, x.leave_reason, x.leave_note, x.next_stay, x.case_file, x.to_home, x.requested_by, x.confirmed_by, x.leave_requested_by,
       x.leave_confirmed_by, x.home_name, x.person_name, x.id_tail, x.sex, coalesce(u.bed, 0) AS bed, coalesce(r.number, '') AS room_number,
       coalesce(b.label, '') AS bed_label, x.division,
       coalesce((SELECT max(m.birth) FROM member AS m WHERE m.county = x.county AND m.household = x.household AND m.person = x.person
                    AND m.known_to = 2147483647), 0) AS birth,
       coalesce((SELECT c.level FROM home_care AS c WHERE c.county = x.county AND c.stay = x.id AND c.known_to = 2147483647
                  ORDER BY c.assessed_on DESC, c.known_from DESC LIMIT 1), 0) AS care,
       coalesce((SELECT d.name FROM division AS d WHERE d.county = x.county AND d.code = x.division ORDER BY d.valid_from DESC LIMIT 1), '')
         AS village_name,
       coalesce((SELECT d.name FROM division AS d WHERE d.county = x.county AND d.code = x.division / 1000 * 1000
                  ORDER BY d.valid_from DESC LIMIT 1), '') AS township_name,
       CASE WHEN x.state IN (1, 2, 3) THEN coalesce((SELECT max(t.died_on) FROM person_death AS t
                  WHERE t.county = x.county AND t.person = x.person AND t.known_to = 2147483647), 0) ELSE 0 END AS died_on
  FROM (SELECT s.county, s.id, s.home, s.person, s.household, s.kind, s.state, s.from_date, s.until_date, s.agreement, s.health, s.contact,
               s.note, s.form_from, s.form_back, s.leave_reason, s.leave_note, s.next_stay, s.case_file, s.to_home, s.requested_by,
               s.confirmed_by, s.leave_requested_by, s.leave_confirmed_by, h.name AS home_name, p.name AS person_name, p.id_tail, p.sex,
               coalesce((SELECT e.division FROM entitlement AS e
                          WHERE e.county = s.county AND e.programme IN (1, 2) AND e.household = s.household AND e.to_month = 999912
                            AND e.known_to = 2147483647 ORDER BY e.status, e.programme DESC LIMIT 1), 0) AS division
          FROM home_stay AS s
          JOIN home AS h ON h.county = s.county AND h.id = s.home
          JOIN person AS p ON p.county = s.county AND p.id = s.person
         WHERE s.county = $1 AND ($2 = 0 OR s.id = $2) AND ($3 = 0 OR s.home = $3) AND ($4 = 0 OR h.township = $4)
           AND ($5 = 0 OR s.person = $5) AND ($6 = 0 OR s.state = $6)
           AND ($7 = 0 OR (s.state IN (2, 3, 4) AND s.from_date <= $7 AND s.until_date > $7)) AND s.id > $8
           AND ($9 = '' OR p.name LIKE $9 ESCAPE '!' OR p.id_tail = $10)
           AND ($12 = 0 OR (s.state IN (1, 2, 3) AND EXISTS (SELECT 1 FROM person_death AS t WHERE t.county = s.county AND t.person = s.person
                                                                AND t.known_to = 2147483647)))
         ORDER BY s.id LIMIT $11) AS x
  LEFT JOIN home_bed_use AS u ON u.county = x.county AND u.stay = x.id AND u.known_to = 2147483647
   AND u.from_date = (SELECT max(v.from_date) FROM home_bed_use AS v
                       WHERE v.county = x.county AND v.stay = x.id AND v.known_to = 2147483647)
  LEFT JOIN home_bed AS b ON b.county = u.county AND b.id = u.bed
  LEFT JOIN home_room AS r ON r.county = b.county AND r.id = b.room
 ORDER BY x.id;
