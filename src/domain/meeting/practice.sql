-- Good practices.

-- name: practice_rows many (county i64, id i64, meeting i64, known i64) -> practice_row (id i64, meeting i64, township i64, township_name text, title text,
--   body text, state i64, proposed_by text, decided_by text?, decided_on i64)
-- id 0, meeting 0: all. Newest first.
SELECT p.id, p.meeting, p.township, coalesce(d.name, '') AS township_name, p.title, p.body,
       CASE WHEN p.decided_change > 0 AND p.decided_change <= $4 THEN p.state ELSE 1 END AS state, p.proposed_by,
       CASE WHEN p.decided_change > 0 AND p.decided_change <= $4 THEN p.decided_by ELSE NULL END AS decided_by,
       CASE WHEN p.decided_change > 0 AND p.decided_change <= $4 THEN p.decided_on ELSE 0 END AS decided_on
  FROM good_practice AS p
  LEFT JOIN division AS d ON d.county = p.county AND d.code = p.township
   AND d.valid_from = (SELECT max(x.valid_from) FROM division AS x WHERE x.county = p.county AND x.code = p.township)
 WHERE p.county = $1 AND ($2 = 0 OR p.id = $2) AND ($3 = 0 OR p.meeting = $3) AND p.known_from <= $4
 ORDER BY p.decided_on DESC, p.id DESC;

-- name: practice_insert exec (county i64, id i64, meeting i64, township i64, title text, body text, proposed_by text, known_from i64)
INSERT INTO good_practice (county, id, meeting, township, title, body, state, proposed_by, decided_by, decided_on, known_from, decided_change)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, NULL, 0, $8, 0);

-- name: practice_set_decided exec (county i64, id i64, state i64, decided_by text, decided_on date, change i64)
UPDATE good_practice SET state = $3, decided_by = $4, decided_on = $5, decided_change = $6 WHERE county = $1 AND id = $2 AND state = 1;
