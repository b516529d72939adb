-- What is planned and done to make the policies known, and how many households it reached.

-- name: publicity_insert exec (county i64, id i64, year i64, township i64, title text, form text, programme i64, audience text, planned_on date,
--   responsible text, entered_by text, known_from i64)
INSERT INTO publicity_item (county, id, year, township, title, form, programme, audience, planned_on, responsible, state, done_on, report, entered_by,
                            reported_by, confirmed_by, known_from, done_change, confirmed_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 0, '', $11, NULL, NULL, $12, 0, 0);

-- name: publicity_hold exec (county i64, id i64)
-- Keeps the row for this transaction.
UPDATE publicity_item SET title = title WHERE county = $1 AND id = $2;

-- name: publicity_done_set exec (county i64, id i64, done_on date, report text, reported_by text, change i64)
UPDATE publicity_item SET state = 2, done_on = $3, report = $4, reported_by = $5, done_change = $6 WHERE county = $1 AND id = $2 AND state = 1;

-- name: publicity_confirm_set exec (county i64, id i64, confirmed_by text, change i64)
UPDATE publicity_item SET state = 3, confirmed_by = $3, confirmed_change = $4 WHERE county = $1 AND id = $2 AND state = 2;

-- name: publicity_cancel_set exec (county i64, id i64, reason text)
UPDATE publicity_item SET state = 4, report = $3 WHERE county = $1 AND id = $2 AND state = 1;

-- name: publicity_rows many (county i64, id i64, year i64, township i64) -> publicity_row (id i64, year i64, township i64, township_name text, title text,
--   form text, programme i64, audience text, planned_on date, responsible text, state i64, done_on i64, report text, entered_by text, reported_by text?,
--   confirmed_by text?, reached i64)
-- id, year, township 0: all.
SELECT i.id, i.year, i.township, coalesce(d.name, '') AS township_name, i.title, i.form, i.programme, i.audience, i.planned_on, i.responsible, i.state,
       i.done_on, i.report, i.entered_by, i.reported_by, i.confirmed_by,
       CAST(coalesce((SELECT sum(r.households) FROM publicity_reach AS r WHERE r.county = i.county AND r.item = i.id), 0) AS BIGINT) AS reached
  FROM publicity_item AS i
  LEFT JOIN division AS d ON d.county = i.county AND d.code = i.township
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = i.county AND x.code = i.township)
 WHERE i.county = $1 AND ($2 = 0 OR i.id = $2) AND ($3 = 0 OR i.year = $3) AND ($4 = 0 OR i.township = $4)
 ORDER BY i.planned_on, i.id;

-- name: publicity_reach_put exec (county i64, item i64, village i64, households i64, actor text, known_from i64)
INSERT INTO publicity_reach (county, item, village, households, actor, known_from) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (county, item, village) DO UPDATE SET households = excluded.households, actor = excluded.actor, known_from = excluded.known_from;

-- name: publicity_item_villages many (county i64, item i64, year i64) -> publicity_village_row (village i64, name text, township_name text,
--   households i64, reached i64, is_example bool)
SELECT r.village, coalesce(d.name, '') AS name, coalesce(t.name, '') AS township_name, coalesce(h.households, 0) AS households,
       r.households AS reached, coalesce(h.is_example, 0) AS is_example
  FROM publicity_reach AS r
  LEFT JOIN village_households AS h ON h.county = r.county AND h.village = r.village AND h.year = $3 AND h.known_to = 2147483647
  LEFT JOIN division AS d ON d.county = r.county AND d.code = r.village
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = r.county AND x.code = r.village)
  LEFT JOIN division AS t ON t.county = r.county AND t.code = r.village / 1000 * 1000
   AND t.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = r.county AND x.code = r.village / 1000 * 1000)
 WHERE r.county = $1 AND r.item = $2 ORDER BY r.village;

-- name: publicity_villages many (county i64, year i64, township i64, known i64) -> publicity_village_row
-- Per village the largest reach among the items confirmed by then, at most its households (not capped where they are not known).
SELECT v.village, coalesce(d.name, '') AS name, coalesce(t.name, '') AS township_name, v.households,
       CASE WHEN v.is_known = 1 AND v.reached > v.households THEN v.households ELSE v.reached END AS reached, v.is_example
  FROM (SELECT u.village, max(u.households) AS households, max(u.reached) AS reached, max(u.is_example) AS is_example, max(u.is_known) AS is_known
          FROM (SELECT h.village, h.households, 0 AS reached, h.is_example, 1 AS is_known
                  FROM village_households AS h
                 WHERE h.county = $1 AND h.year = $2 AND h.known_from <= $4 AND h.known_to > $4
                UNION ALL
                SELECT r.village, 0 AS households, r.households AS reached, 0 AS is_example, 0 AS is_known
                  FROM publicity_reach AS r JOIN publicity_item AS i ON i.county = r.county AND i.id = r.item
                 WHERE r.county = $1 AND i.year = $2 AND i.state = 3 AND i.confirmed_change <= $4) AS u
         WHERE $3 = 0 OR u.village / 1000 * 1000 = $3
         GROUP BY u.village) AS v
  LEFT JOIN division AS d ON d.county = $1 AND d.code = v.village
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = $1 AND x.code = v.village)
  LEFT JOIN division AS t ON t.county = $1 AND t.code = v.village / 1000 * 1000
   AND t.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = $1 AND x.code = v.village / 1000 * 1000)
 ORDER BY v.village;

-- name: village_households_one one (county i64, village i64, year i64) -> village_households_row (households i64, document text, is_example bool)
SELECT households, document, is_example FROM village_households
 WHERE county = $1 AND village = $2 AND year = $3 AND known_to = 2147483647;

-- name: village_households_end exec (county i64, village i64, year i64, change i64)
UPDATE village_households SET known_to = $4 WHERE county = $1 AND village = $2 AND year = $3 AND known_to = 2147483647;

-- name: village_households_insert exec (county i64, village i64, year i64, known_from i64, households i64, document text, is_example bool, actor text)
INSERT INTO village_households (county, village, year, known_from, known_to, households, document, is_example, actor)
VALUES ($1, $2, $3, $4, 2147483647, $5, $6, $7, $8);
