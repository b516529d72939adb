-- Who works in a home, by knowledge.

-- name: staff_one one (county i64, home i64, id i64) -> staff_row (id i64, name text, id_tail text, id_index blob, id_sealed blob, sex i64,
--   birth date, political text, education text, post text, trade text, duty text, is_established bool, is_legal bool, training text, pay fen,
--   phone text, from_date date, until_date date)
SELECT id, name, id_tail, id_index, id_sealed, sex, birth, political, education, post, trade, duty, is_established, is_legal, training,
       pay_fen AS pay, phone, from_date, until_date
FROM home_staff WHERE county = $1 AND home = $2 AND id = $3 AND known_to = 2147483647;

-- name: staff_on_post one (county i64, id_index blob, home i64, id i64) -> staff_on_post_row (home_name text, name text)
-- The same person on another post that has not ended.
SELECT h.name AS home_name, s.name FROM home_staff AS s JOIN home AS h ON h.county = s.county AND h.id = s.home
WHERE s.county = $1 AND h.county = $1 AND s.id_index = $2 AND s.known_to = 2147483647 AND s.until_date = 99991231
  AND (s.home <> $3 OR s.id <> $4)
ORDER BY s.home, s.id LIMIT 1;

-- name: staff_supersede exec (county i64, home i64, id i64, change i64)
UPDATE home_staff SET known_to = $4 WHERE county = $1 AND home = $2 AND id = $3 AND known_to = 2147483647;

-- name: staff_insert exec (county i64, home i64, id i64, change i64, name text, id_tail text, id_index blob, id_sealed blob, sex i64,
--   birth date, political text, education text, post text, trade text, duty text, is_established bool, is_legal bool, training text, pay fen,
--   phone text, from_date date, until_date date, actor text)
INSERT INTO home_staff (county, home, id, known_from, known_to, name, id_tail, id_index, id_sealed, sex, birth, political, education, post,
                        trade, duty, is_established, is_legal, training, pay_fen, phone, from_date, until_date, actor)
VALUES ($1, $2, $3, $4, 2147483647, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23);

-- name: staff_of_home many (county i64, home i64, on_date date, any_day bool, row_count i64) -> staff_row
SELECT id, name, id_tail, id_index, id_sealed, sex, birth, political, education, post, trade, duty, is_established, is_legal, training,
       pay_fen AS pay, phone, from_date, until_date
FROM home_staff
WHERE county = $1 AND home = $2 AND known_to = 2147483647 AND ($4 = 1 OR (from_date <= $3 AND until_date > $3))
ORDER BY id LIMIT $5;
