-- The leading group and who answers for what, by knowledge.

-- name: leading_member_rows many (county i64, known i64) -> leading_member_row (id i64, seat text, name text, post text, duty text, from_date date,
--   until_date date, document text, actor text, known_from i64)
SELECT id, seat, name, post, duty, from_date, until_date, document, actor, known_from
  FROM leading_member
 WHERE county = $1 AND known_from <= $2 AND known_to > $2
 ORDER BY CASE seat WHEN 'LEADER' THEN 1 WHEN 'FIRST_DEPUTY' THEN 2 WHEN 'DEPUTY' THEN 3 WHEN 'MEMBER' THEN 4 ELSE 5 END, id;

-- name: leading_member_supersede exec (county i64, id i64, change i64)
UPDATE leading_member SET known_to = $3 WHERE county = $1 AND id = $2 AND known_to = 2147483647;

-- name: leading_member_insert exec (county i64, id i64, known_from i64, seat text, name text, post text, duty text, from_date date, until_date date,
--   document text, actor text)
INSERT INTO leading_member (county, id, known_from, known_to, seat, name, post, duty, from_date, until_date, document, actor)
VALUES ($1, $2, $3, 2147483647, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: responsible_person_rows many (county i64, known i64) -> responsible_person_row (id i64, division i64, division_name text, level i64, item text,
--   duty text, name text, post text, phone text, from_date date, until_date date, actor text, known_from i64)
SELECT p.id, p.division, coalesce(d.name, '') AS division_name, coalesce(d.level, 1) AS level, p.item, p.duty, p.name, p.post, p.phone, p.from_date,
       p.until_date, p.actor, p.known_from
  FROM responsible_person AS p
  LEFT JOIN division AS d ON d.county = p.county AND d.code = p.division
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = p.county AND x.code = p.division)
 WHERE p.county = $1 AND p.known_from <= $2 AND p.known_to > $2
 ORDER BY p.item, coalesce(d.level, 1), p.division, CASE WHEN p.duty = 'LEAD' THEN 0 ELSE 1 END, p.id;

-- name: responsible_person_supersede exec (county i64, id i64, change i64)
UPDATE responsible_person SET known_to = $3 WHERE county = $1 AND id = $2 AND known_to = 2147483647;

-- name: responsible_person_insert exec (county i64, id i64, known_from i64, division i64, item text, duty text, name text, post text, phone text,
--   from_date date, until_date date, actor text)
INSERT INTO responsible_person (county, id, known_from, known_to, division, item, duty, name, post, phone, from_date, until_date, actor)
VALUES ($1, $2, $3, 2147483647, $4, $5, $6, $7, $8, $9, $10, $11, $12);
