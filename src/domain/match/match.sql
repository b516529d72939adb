-- Lists from outside, and their hits.

-- name: match_person_count one (county i64) -> match_count_row (count i64)
SELECT count(*) AS count FROM person WHERE county = $1;

-- name: match_person_indexes many (county i64) -> match_index_row (id_index blob)
SELECT id_index FROM person WHERE county = $1 ORDER BY id_index;

-- name: match_person one (county i64, id_index blob) -> match_person_row (id i64, name text, died_on date?, household i64?, programme i64?,
--   division i64?)
-- Whose number it is, where he lives now, and what his household receives now.
SELECT person.id, person.name,
       (SELECT died_on FROM person_death WHERE person_death.county = $1 AND person_death.person = person.id
        AND person_death.known_to = 2147483647) AS died_on,
       member.household, entitlement.programme, entitlement.division
FROM person
  LEFT JOIN member ON member.county = person.county AND member.person = person.id AND member.to_month = 999912
    AND member.known_to = 2147483647 AND member.is_present = 1
  LEFT JOIN entitlement ON entitlement.county = person.county AND entitlement.household = member.household
    AND entitlement.to_month = 999912 AND entitlement.known_to = 2147483647 AND entitlement.status < 4
WHERE person.county = $1 AND person.id_index = $2;

-- name: match_household_division one (county i64, household i64) -> match_division_row (division i64)
-- Where a household without a benefit had its last one.
SELECT division FROM entitlement
WHERE county = $1 AND programme IN (1, 2) AND household = $2 AND known_to = 2147483647
ORDER BY from_month DESC LIMIT 1;

-- name: match_list_by_hash one (county i64, kind text, sha256 blob) -> match_list_id_row (id i64)
SELECT id FROM match_list WHERE county = $1 AND kind = $2 AND sha256 = $3;

-- name: match_list_insert exec (county i64, id i64, kind text, name text, sha256 blob, opened_on date, due_on date, actor text)
-- The counts and the change come when all rows are in.
INSERT INTO match_list (county, id, kind, name, sha256, opened_on, due_on, row_count, returned_count, hit_count, doubtful_count,
  candidate_count, actor, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, $8, 0);

-- name: match_list_finish exec (county i64, id i64, row_count i64, returned_count i64, hit_count i64, doubtful_count i64,
--   candidate_count i64, known_from i64)
UPDATE match_list SET row_count = $3, returned_count = $4, hit_count = $5, doubtful_count = $6, candidate_count = $7, known_from = $8
WHERE county = $1 AND id = $2;

-- name: match_list_page many (county i64, list i64, division_from i64, division_to i64, today date, row_count i64)
--   -> match_list_row (id i64, kind text, name text, actor text, opened_on date, due_on date, row_count i64, returned_count i64,
--   hit_count i64, doubtful_count i64, candidate_count i64, open_count i64, overdue_count i64)
-- list 0: all. Open hits are counted in the viewer's scope.
SELECT match_list.id, match_list.kind, match_list.name, match_list.actor, match_list.opened_on, match_list.due_on,
       match_list.row_count, match_list.returned_count, match_list.hit_count, match_list.doubtful_count, match_list.candidate_count,
       coalesce(waiting.open_count, 0) AS open_count, coalesce(waiting.overdue_count, 0) AS overdue_count
FROM match_list
  LEFT JOIN (SELECT match_hit.list, count(*) AS open_count,
                    CAST(sum(CASE WHEN match_hit.due_on < $5 THEN 1 ELSE 0 END) AS BIGINT) AS overdue_count
             FROM match_hit
             WHERE match_hit.county = $1 AND match_hit.state = 'OPEN' AND match_hit.division BETWEEN $3 AND $4
             GROUP BY match_hit.list) AS waiting ON waiting.list = match_list.id
WHERE match_list.county = $1 AND ($2 = 0 OR match_list.id = $2)
ORDER BY match_list.id DESC LIMIT $6;

-- name: match_hit_bulk bulk match_hit (county i64, id i64, list i64, row_no i64, person i64, household i64, programme i64, division i64, listed_name text, facts text, day i64, state text, due_on date, conclusion text, note text, explained_on i64, explained_by text, explained_change i64)

-- name: match_hit_page many (county i64, division_from i64, division_to i64, list i64, kind text, state text, due_before date,
--   is_doubtful_only i64, after i64, row_count i64)
--   -> match_hit_row (id i64, list i64, kind text, list_name text, row_no i64, person i64, name text, id_tail text, household i64,
--   programme i64, division i64, listed_name text, facts text, day i64, state text, due_on date, conclusion text, note text,
--   explained_on i64, explained_by text)
-- list 0, kind and state '': any. due_before: an open day means any.
SELECT match_hit.id, match_hit.list, match_list.kind, match_list.name AS list_name, match_hit.row_no, match_hit.person, person.name,
       person.id_tail, match_hit.household, match_hit.programme, match_hit.division, match_hit.listed_name, match_hit.facts,
       match_hit.day, match_hit.state, match_hit.due_on, match_hit.conclusion, match_hit.note, match_hit.explained_on,
       match_hit.explained_by
FROM match_hit JOIN match_list ON match_list.county = match_hit.county AND match_list.id = match_hit.list
  JOIN person ON person.county = match_hit.county AND person.id = match_hit.person
WHERE match_hit.county = $1 AND match_list.county = $1 AND person.county = $1 AND match_hit.division BETWEEN $2 AND $3
  AND ($4 = 0 OR match_hit.list = $4) AND ($5 = '' OR match_list.kind = $5) AND ($6 = '' OR match_hit.state = $6)
  AND match_hit.due_on < $7 AND ($8 = 0 OR match_hit.listed_name <> '') AND match_hit.id > $9
ORDER BY match_hit.id LIMIT $10;

-- name: match_hit_of_household many (county i64, household i64, division_from i64, division_to i64, state text, due_before date, after i64,
--   row_count i64) -> match_hit_row
SELECT match_hit.id, match_hit.list, match_list.kind, match_list.name AS list_name, match_hit.row_no, match_hit.person, person.name,
       person.id_tail, match_hit.household, match_hit.programme, match_hit.division, match_hit.listed_name, match_hit.facts,
       match_hit.day, match_hit.state, match_hit.due_on, match_hit.conclusion, match_hit.note, match_hit.explained_on,
       match_hit.explained_by
FROM match_hit JOIN match_list ON match_list.county = match_hit.county AND match_list.id = match_hit.list
  JOIN person ON person.county = match_hit.county AND person.id = match_hit.person
WHERE match_hit.county = $1 AND match_list.county = $1 AND person.county = $1 AND match_hit.household = $2
  AND match_hit.division BETWEEN $3 AND $4 AND ($5 = '' OR match_hit.state = $5) AND match_hit.due_on < $6 AND match_hit.id > $7
ORDER BY match_hit.id LIMIT $8;

-- name: match_hit_of_person many (county i64, person i64, division_from i64, division_to i64, state text, due_before date, after i64,
--   row_count i64) -> match_hit_row
SELECT match_hit.id, match_hit.list, match_list.kind, match_list.name AS list_name, match_hit.row_no, match_hit.person, person.name,
       person.id_tail, match_hit.household, match_hit.programme, match_hit.division, match_hit.listed_name, match_hit.facts,
       match_hit.day, match_hit.state, match_hit.due_on, match_hit.conclusion, match_hit.note, match_hit.explained_on,
       match_hit.explained_by
FROM match_hit JOIN match_list ON match_list.county = match_hit.county AND match_list.id = match_hit.list
  JOIN person ON person.county = match_hit.county AND person.id = match_hit.person
WHERE match_hit.county = $1 AND match_list.county = $1 AND person.county = $1 AND match_hit.person = $2
  AND match_hit.division BETWEEN $3 AND $4 AND ($5 = '' OR match_hit.state = $5) AND match_hit.due_on < $6 AND match_hit.id > $7
ORDER BY match_hit.id LIMIT $8;

-- name: match_hit_one one (county i64, id i64) -> match_hit_row
SELECT match_hit.id, match_hit.list, match_list.kind, match_list.name AS list_name, match_hit.row_no, match_hit.person, person.name,
       person.id_tail, match_hit.household, match_hit.programme, match_hit.division, match_hit.listed_name, match_hit.facts,
       match_hit.day, match_hit.state, match_hit.due_on, match_hit.conclusion, match_hit.note, match_hit.explained_on,
       match_hit.explained_by
FROM match_hit JOIN match_list ON match_list.county = match_hit.county AND match_list.id = match_hit.list
  JOIN person ON person.county = match_hit.county AND person.id = match_hit.person
WHERE match_hit.county = $1 AND match_list.county = $1 AND person.county = $1 AND match_hit.id = $2;

-- name: match_hit_explained exec (county i64, id i64, conclusion text, note text, explained_on date, explained_by text, explained_change i64)
UPDATE match_hit SET state = 'EXPLAINED', conclusion = $3, note = $4, explained_on = $5, explained_by = $6, explained_change = $7
WHERE county = $1 AND id = $2 AND state = 'OPEN';

-- name: match_hit_waiting one (county i64, division_from i64, division_to i64, today date) -> match_waiting_row (open_count i64, overdue_count i64)
SELECT count(*) AS open_count, coalesce(CAST(sum(CASE WHEN due_on < $4 THEN 1 ELSE 0 END) AS BIGINT), 0) AS overdue_count
FROM match_hit WHERE county = $1 AND state = 'OPEN' AND division BETWEEN $2 AND $3;
