-- Care levels by six items, by knowledge.

-- name: care_newest one (county i64, person i64) -> care_newest_row (assessed_on date)
-- Of the person, in whichever home.
SELECT c.assessed_on FROM home_stay AS s JOIN home_care AS c ON c.county = s.county AND c.stay = s.id
WHERE s.county = $1 AND c.county = $1 AND s.person = $2 AND c.known_to = 2147483647
ORDER BY c.assessed_on DESC LIMIT 1;

-- name: care_supersede exec (county i64, stay i64, assessed_on date, change i64)
UPDATE home_care SET known_to = $4 WHERE county = $1 AND stay = $2 AND assessed_on = $3 AND known_to = 2147483647;

-- name: care_insert exec (county i64, stay i64, assessed_on date, change i64, eats bool, dresses bool, rises bool, toilets bool, walks bool,
--   bathes bool, level i64, assessors text, actor text)
INSERT INTO home_care (county, stay, assessed_on, known_from, known_to, eats, dresses, rises, toilets, walks, bathes, level, assessors, actor)
VALUES ($1, $2, $3, $4, 2147483647, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: care_of_stay many (county i64, stay i64, row_count i64) -> care_row (assessed_on date, eats bool, dresses bool, rises bool,
--   toilets bool, walks bool, bathes bool, level i64, assessors text, actor text)
SELECT assessed_on, eats, dresses, rises, toilets, walks, bathes, level, assessors, actor FROM home_care
WHERE county = $1 AND stay = $2 AND known_to = 2147483647 ORDER BY assessed_on DESC LIMIT $3;

-- name: care_heaviest one (county i64, household i64, other_than i64) -> care_heaviest_row (level i64)
-- Of the newest assessments of the others of the household who live in a home; 0: none.
SELECT coalesce(max(c.level), 0) AS level FROM home_stay AS s JOIN home_care AS c ON c.county = s.county AND c.stay = s.id
WHERE s.county = $1 AND c.county = $1 AND s.household = $2 AND s.id <> $3 AND s.state IN (2, 3) AND c.known_to = 2147483647
  AND NOT EXISTS (SELECT 1 FROM home_care AS n WHERE n.county = c.county AND n.stay = c.stay AND n.known_to = 2147483647
                                                 AND n.assessed_on > c.assessed_on);

-- name: care_benefit one (county i64, household i64, month month, level i64) -> care_benefit_row (begins month, others i64)
-- The household's living benefit from that month on: from when it can be changed, and how many periods say another level.
SELECT CASE WHEN min(from_month) > $3 THEN min(from_month) ELSE $3 END AS begins,
       CAST(sum(CASE WHEN care_level <> $4 THEN 1 ELSE 0 END) AS BIGINT) AS others
FROM entitlement
WHERE county = $1 AND programme = 2 AND household = $2 AND known_to = 2147483647 AND to_month >= $3 AND status <> 4
HAVING count(*) > 0;
