-- Homes: what is said of them, who speaks for them.

-- name: home_page many (county i64, id i64, township i64, name text) -> home_page_row (id i64, name text, township i64, township_name text,
--   merged_into i64, closed_on date, grade i64, registration text, opened_on date, land i64, floor_m2 i64, indoor_m2 i64, outdoor_m2 i64,
--   heating text, address text, phone text, director text, introduction text)
-- id, township 0 and name '': any.
SELECT h.id, h.name, h.township,
       coalesce((SELECT d.name FROM division AS d WHERE d.county = h.county AND d.code = h.township ORDER BY d.valid_from DESC LIMIT 1), '')
         AS township_name,
       h.merged_into, h.closed_on, coalesce(p.grade, 0) AS grade, coalesce(p.registration, '') AS registration,
       coalesce(p.opened_on, 99991231) AS opened_on, coalesce(p.land, 0) AS land, coalesce(p.floor_m2, 0) AS floor_m2,
       coalesce(p.indoor_m2, 0) AS indoor_m2, coalesce(p.outdoor_m2, 0) AS outdoor_m2, coalesce(p.heating, 'NONE') AS heating,
       coalesce(p.address, '') AS address, coalesce(p.phone, '') AS phone, coalesce(p.director, '') AS director,
       coalesce(p.introduction, '') AS introduction
  FROM home AS h
  LEFT JOIN home_profile AS p ON p.county = h.county AND p.home = h.id AND p.known_to = 2147483647
 WHERE h.county = $1 AND ($2 = 0 OR h.id = $2) AND ($3 = 0 OR h.township = $3) AND ($4 = '' OR h.name = $4)
 ORDER BY h.township, h.id;

-- name: home_insert exec (county i64, id i64, name text, township i64, known_from i64)
INSERT INTO home (county, id, name, township, known_from) VALUES ($1, $2, $3, $4, $5);

-- name: home_close exec (county i64, id i64, closed_on date, merged_into i64, change i64)
UPDATE home SET closed_on = $3, merged_into = $4, closed_change = $5 WHERE county = $1 AND id = $2;

-- name: home_township_known one (county i64, code i64) -> home_township_known_row (level i64)
SELECT max(level) AS level FROM division WHERE county = $1 AND code = $2 GROUP BY code;

-- name: home_profile_supersede exec (county i64, home i64, change i64)
UPDATE home_profile SET known_to = $3 WHERE county = $1 AND home = $2 AND known_to = 2147483647;

-- name: home_profile_insert exec (county i64, home i64, known_from i64, grade i64, registration text, opened_on date, land i64, floor_m2 i64,
--   indoor_m2 i64, outdoor_m2 i64, heating text, address text, phone text, director text, introduction text)
INSERT INTO home_profile (county, home, known_from, known_to, grade, registration, opened_on, land, floor_m2, indoor_m2, outdoor_m2, heating,
  address, phone, director, introduction)
VALUES ($1, $2, $3, 2147483647, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: home_user_read one (county i64, user_name text) -> home_user_read_row (home i64)
SELECT home FROM home_user WHERE county = $1 AND user_name = $2;

-- name: home_user_put exec (county i64, user_name text, home i64)
INSERT INTO home_user (county, user_name, home) VALUES ($1, $2, $3)
ON CONFLICT (county, user_name) DO UPDATE SET home = excluded.home;

-- name: home_merge_asked one (county i64, home i64) -> home_merge_asked_row (by_user text, to_home i64, on_date i64)
SELECT merge_asked_by AS by_user, merge_asked_into AS to_home, merge_asked_on AS on_date FROM home WHERE county = $1 AND id = $2;

-- name: home_merge_ask exec (county i64, home i64, by_user text, to_home i64, on_date i64)
UPDATE home SET merge_asked_by = $3, merge_asked_into = $4, merge_asked_on = $5 WHERE county = $1 AND id = $2;

-- name: home_merge_open many (county i64, home i64) -> home_merge_open_row (home i64, name text, to_home i64, to_name text, on_date i64, by_user text)
-- home 0: any. Asked for, and neither home has closed since.
SELECT h.id AS home, h.name, i.id AS to_home, i.name AS to_name, h.merge_asked_on AS on_date, h.merge_asked_by AS by_user
  FROM home AS h
  JOIN home AS i ON i.county = h.county AND i.id = h.merge_asked_into AND i.closed_on = 99991231
 WHERE h.county = $1 AND ($2 = 0 OR h.id = $2) AND h.merge_asked_by <> '' AND h.closed_on = 99991231
 ORDER BY h.id;
