-- Rooms, beds, and who sleeps in them. A use is believed while known_to is open; until is the first night it is free.

-- name: home_room_read one (county i64, home i64, number text) -> home_room_read_row (id i64, storey i64, area_m2 i64)
SELECT id, storey, area_m2 FROM home_room WHERE county = $1 AND home = $2 AND number = $3;

-- name: home_room_insert exec (county i64, home i64, id i64, number text, storey i64, area_m2 i64, known_from i64)
INSERT INTO home_room (county, home, id, number, storey, area_m2, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: home_room_beds one (county i64, room i64) -> home_room_beds_row (labels i64, usable i64)
-- How many beds it ever had, and has.
SELECT count(*) AS labels, CAST(coalesce(sum(CASE WHEN until_date = 99991231 THEN 1 ELSE 0 END), 0) AS BIGINT) AS usable
  FROM home_bed WHERE county = $1 AND room = $2;

-- name: home_bed_insert exec (county i64, home i64, id i64, room i64, label text, from_date date, handover i64, known_from i64)
INSERT INTO home_bed (county, home, id, room, label, from_date, until_date, handover, known_from, until_change)
VALUES ($1, $2, $3, $4, $5, $6, 99991231, $7, $8, 0);

-- name: home_bed_read one (county i64, id i64) -> home_bed_read_row (home i64, from_date date, until_date date, room_number text, label text)
SELECT b.home, b.from_date, b.until_date, r.number AS room_number, b.label
  FROM home_bed AS b JOIN home_room AS r ON r.county = b.county AND r.id = b.room
 WHERE b.county = $1 AND b.id = $2;

-- name: home_bed_end exec (county i64, id i64, until_date date, change i64)
UPDATE home_bed SET until_date = $3, until_change = $4 WHERE county = $1 AND id = $2 AND until_date = 99991231;

-- name: home_bed_end_all exec (county i64, home i64, until_date date, change i64)
-- Beds that would have come later are gone from their first day.
UPDATE home_bed SET until_date = CASE WHEN from_date > $3 THEN from_date ELSE $3 END, until_change = $4
 WHERE county = $1 AND home = $2 AND until_date = 99991231;

-- name: home_bed_busy many (county i64, bed i64, from_date date) -> home_bed_busy_row (stay i64, from_date date, until_date date, person_name text)
-- Who sleeps in it on that day or later, the first first.
SELECT u.stay, u.from_date, u.until_date, p.name AS person_name
  FROM home_bed_use AS u
  JOIN home_stay AS s ON s.county = u.county AND s.id = u.stay
  JOIN person AS p ON p.county = s.county AND p.id = s.person
 WHERE u.county = $1 AND u.bed = $2 AND u.known_to = 2147483647 AND u.until_date > $3
 ORDER BY u.from_date;

-- name: home_bed_free many (county i64, home i64, from_date date) -> home_bed_free_row (id i64)
-- In use for good from that day on, and nobody's: by storey and room.
SELECT b.id FROM home_bed AS b JOIN home_room AS r ON r.county = b.county AND r.id = b.room
 WHERE b.county = $1 AND b.home = $2 AND b.from_date <= $3 AND b.until_date = 99991231
   AND NOT EXISTS (SELECT 1 FROM home_bed_use AS u WHERE u.county = b.county AND u.bed = b.id AND u.known_to = 2147483647 AND u.until_date > $3)
 ORDER BY r.storey, r.number, b.id;

-- name: home_room_page many (county i64, home i64, on_date date) -> home_room_page_row (id i64, number text, storey i64, area_m2 i64, beds i64,
--   occupied i64)
SELECT r.id, r.number, r.storey, r.area_m2,
       (SELECT count(*) FROM home_bed AS b WHERE b.county = r.county AND b.room = r.id AND b.from_date <= $3 AND b.until_date > $3) AS beds,
       (SELECT count(*) FROM home_bed AS b
          JOIN home_bed_use AS u ON u.county = b.county AND u.bed = b.id
          JOIN home_stay AS s ON s.county = u.county AND s.id = u.stay
         WHERE b.county = r.county AND b.room = r.id AND u.known_to = 2147483647 AND u.from_date <= $3 AND u.until_date > $3
           AND s.state IN (2, 3, 4)) AS occupied
  FROM home_room AS r WHERE r.county = $1 AND r.home = $2
 ORDER BY r.storey, r.number, r.id;

-- name: home_bed_page many (county i64, home i64, on_date date) -> home_bed_page_row (id i64, room i64, room_number text, label text,
--   from_date date, until_date date, stay i64, person_name text)
-- Beds that are not closed on the day, each with who sleeps in it then or is the next to.
SELECT b.id, b.room, r.number AS room_number, b.label, b.from_date, b.until_date, coalesce(u.stay, 0) AS stay, coalesce(p.name, '') AS person_name
  FROM home_bed AS b
  JOIN home_room AS r ON r.county = b.county AND r.id = b.room
  LEFT JOIN home_bed_use AS u ON u.county = b.county AND u.bed = b.id AND u.known_to = 2147483647
   AND u.from_date = (SELECT min(v.from_date) FROM home_bed_use AS v
                       WHERE v.county = b.county AND v.bed = b.id AND v.known_to = 2147483647 AND v.until_date > $3)
  LEFT JOIN home_stay AS s ON s.county = u.county AND s.id = u.stay
  LEFT JOIN person AS p ON p.county = s.county AND p.id = s.person
 WHERE b.county = $1 AND b.home = $2 AND b.until_date > $3
 ORDER BY r.storey, r.number, b.id;

-- name: home_use_insert exec (county i64, bed i64, from_date date, known_from i64, until_date date, stay i64, home i64)
INSERT INTO home_bed_use (county, bed, from_date, known_from, until_date, known_to, stay, home) VALUES ($1, $2, $3, $4, $5, 2147483647, $6, $7);

-- name: home_use_later many (county i64, stay i64, after date) -> home_use_later_row (bed i64, from_date date, until_date date, home i64)
-- What a stay holds beyond a day.
SELECT bed, from_date, until_date, home FROM home_bed_use
 WHERE county = $1 AND stay = $2 AND known_to = 2147483647 AND until_date > $3 ORDER BY from_date;

-- name: home_use_supersede exec (county i64, stay i64, after date, change i64)
UPDATE home_bed_use SET known_to = $4 WHERE county = $1 AND stay = $2 AND known_to = 2147483647 AND until_date > $3;
