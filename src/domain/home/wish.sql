-- Who asks to move into a home. state 1 OPEN 2 DONE 3 WITHDRAWN.

-- name: wish_insert exec (county i64, id i64, person i64, household i64, home i64, asked_on date, note text, entered_by text, known_from i64)
INSERT INTO home_wish (county, id, person, household, home, asked_on, state, note, entered_by, stay, known_from)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, 0, $9);

-- name: wish_read one (county i64, id i64) -> wish_read_row (household i64, home i64, state i64)
SELECT household, home, state FROM home_wish WHERE county = $1 AND id = $2;

-- name: wish_open_of one (county i64, person i64) -> wish_open_of_row (id i64, asked_on date)
SELECT id, asked_on FROM home_wish WHERE county = $1 AND person = $2 AND state = 1;

-- name: wish_set_done exec (county i64, person i64, stay i64)
UPDATE home_wish SET state = 2, stay = $3 WHERE county = $1 AND person = $2 AND state = 1;

-- name: wish_set_withdrawn exec (county i64, id i64)
UPDATE home_wish SET state = 3 WHERE county = $1 AND id = $2 AND state = 1;

-- name: wish_page many (county i64, township i64) -> wish_page_row (id i64, person i64, household i64, home i64, township i64, asked_on date,
--   state i64, person_name text, id_tail text, village_name text, township_name text, home_name text, note text)
-- Open ones by the village of registration; 0: all townships. Oldest first.
SELECT x.id, x.person, x.household, x.home, x.division / 1000 * 1000 AS township, x.asked_on, x.state, p.name AS person_name, p.id_tail,
       coalesce((SELECT d.name FROM division AS d WHERE d.county = x.county AND d.code = x.division ORDER BY d.valid_from DESC LIMIT 1), '')
         AS village_name,
       coalesce((SELECT d.name FROM division AS d WHERE d.county = x.county AND d.code = x.division / 1000 * 1000
                  ORDER BY d.valid_from DESC LIMIT 1), '') AS township_name,
       coalesce(h.name, '') AS home_name, x.note
  FROM (SELECT w.county, w.id, w.person, w.household, w.home, w.asked_on, w.state, w.note,
               coalesce((SELECT e.division FROM entitlement AS e
                          WHERE e.county = w.county AND e.programme = 2 AND e.household = w.household AND e.to_month = 999912
                            AND e.known_to = 2147483647), 0) AS division
          FROM home_wish AS w WHERE w.county = $1 AND w.state = 1) AS x
  JOIN person AS p ON p.county = x.county AND p.id = x.person
  LEFT JOIN home AS h ON h.county = x.county AND h.id = x.home
 WHERE $2 = 0 OR x.division / 1000 * 1000 = $2
 ORDER BY x.asked_on, x.id;
