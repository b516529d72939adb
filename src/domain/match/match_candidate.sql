-- Who looks eligible but receives nothing.

-- name: match_candidate_last one (county i64, id_index blob) -> match_candidate_last_row (id i64, state text, closed_on i64)
SELECT id, state, closed_on FROM match_candidate WHERE county = $1 AND id_index = $2 ORDER BY id DESC LIMIT 1;

-- name: match_candidate_insert exec (county i64, id i64, id_index blob, person i64, household i64, name text, id_tail text, division i64,
--   place text, programme i64, opened_on date, due_on date, known_from i64)
INSERT INTO match_candidate (county, id, id_index, person, household, name, id_tail, division, place, programme, state, opened_on,
  due_on, result, case_number, note, visited_on, closed_on, closed_by, known_from, closed_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'OPEN', $11, $12, '', '', '', 0, 0, '', $13, 0);

-- name: match_reason_put exec (county i64, candidate i64, kind text, list i64, row_no i64, facts text, known_from i64)
-- A newer list of the same kind replaces what the older one said.
INSERT INTO match_reason (county, candidate, kind, list, row_no, facts, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (county, candidate, kind) DO UPDATE SET list = excluded.list, row_no = excluded.row_no, facts = excluded.facts,
  known_from = excluded.known_from;

-- name: match_reason_has one (county i64, candidate i64, kind text) -> match_reason_has_row (known_from i64)
SELECT known_from FROM match_reason WHERE county = $1 AND candidate = $2 AND kind = $3;

-- name: match_reason_page many (county i64, candidate i64) -> match_reason_row (kind text, list i64, row_no i64, list_name text?, facts text)
SELECT match_reason.kind, match_reason.list, match_reason.row_no, match_list.name AS list_name, match_reason.facts
FROM match_reason LEFT JOIN match_list ON match_list.county = match_reason.county AND match_list.id = match_reason.list
WHERE match_reason.county = $1 AND match_reason.candidate = $2
ORDER BY match_reason.kind;

-- name: match_candidate_page many (county i64, division_from i64, division_to i64, kind text, state text, due_before date,
--   after_division i64, after i64, row_count i64)
--   -> match_candidate_row (id i64, person i64, household i64, division i64, name text, id_tail text, place text, programme i64,
--   state text, opened_on date, due_on date, visited_on i64, closed_on i64, result text, case_number text, note text, closed_by text)
-- kind and state '': any. due_before: an open day means any.
SELECT id, person, household, division, name, id_tail, place, programme, state, opened_on, due_on, visited_on, closed_on, result,
       case_number, note, closed_by
FROM match_candidate
WHERE county = $1 AND division BETWEEN $2 AND $3
  AND ($4 = '' OR EXISTS (SELECT 1 FROM match_reason WHERE match_reason.county = $1 AND match_reason.candidate = match_candidate.id
                          AND match_reason.kind = $4))
  AND ($5 = '' OR state = $5) AND due_on < $6 AND (division > $7 OR (division = $7 AND id > $8))
ORDER BY division, id LIMIT $9;

-- name: match_candidate_one one (county i64, id i64) -> match_candidate_row
SELECT id, person, household, division, name, id_tail, place, programme, state, opened_on, due_on, visited_on, closed_on, result,
       case_number, note, closed_by
FROM match_candidate WHERE county = $1 AND id = $2;

-- name: match_candidate_closed exec (county i64, id i64, result text, case_number text, note text, visited_on date, closed_on date,
--   closed_by text, closed_change i64)
UPDATE match_candidate SET state = 'CLOSED', result = $3, case_number = $4, note = $5, visited_on = $6, closed_on = $7, closed_by = $8,
  closed_change = $9
WHERE county = $1 AND id = $2 AND state = 'OPEN';

-- name: match_candidate_waiting one (county i64, division_from i64, division_to i64, today date)
--   -> match_candidate_waiting_row (open_count i64, overdue_count i64)
SELECT count(*) AS open_count, coalesce(CAST(sum(CASE WHEN due_on < $4 THEN 1 ELSE 0 END) AS BIGINT), 0) AS overdue_count
FROM match_candidate WHERE county = $1 AND state = 'OPEN' AND division BETWEEN $2 AND $3;

-- name: match_case_known one (county i64, number text) -> match_case_known_row (id i64)
SELECT id FROM case_file WHERE county = $1 AND number = $2;

-- name: match_sweep_ended many (county i64) -> match_sweep_row (household i64, division i64, income fen, cause text, people i64,
--   person i64, name text, id_tail text, id_index blob)
-- Dibao that ended for good, of households where somebody still lives and nobody receives anything. The person: the first who is
-- still there, the head before others.
SELECT entitlement.household, entitlement.division, entitlement.income_year_fen AS income, entitlement.cause, living.people,
       person.id AS person, person.name, person.id_tail, person.id_index
FROM entitlement
  JOIN (SELECT member.household, count(*) AS people, min(member.relation * 1000000000000 + member.person) AS first_one
        FROM member
        WHERE member.county = $1 AND member.to_month = 999912 AND member.known_to = 2147483647 AND member.is_present = 1
        GROUP BY member.household) AS living ON living.household = entitlement.household
  JOIN person ON person.county = entitlement.county AND person.id = living.first_one % 1000000000000
WHERE entitlement.county = $1 AND person.county = $1 AND entitlement.programme = 1 AND entitlement.to_month = 999912
  AND entitlement.known_to = 2147483647 AND entitlement.status = 4
  AND NOT EXISTS (SELECT 1 FROM entitlement AS other
                  WHERE other.county = $1 AND other.household = entitlement.household AND other.to_month = 999912
                    AND other.known_to = 2147483647 AND other.status < 4)
ORDER BY entitlement.household;

-- name: match_sweep_alone many (county i64, born_by date) -> match_sweep_alone_row (household i64, division i64, birth date, person i64,
--   name text, id_tail text, id_index blob)
SELECT entitlement.household, entitlement.division, living.birth, person.id AS person, person.name, person.id_tail, person.id_index
FROM entitlement
  JOIN (SELECT member.household, min(member.person) AS person, min(member.birth) AS birth
        FROM member
        WHERE member.county = $1 AND member.to_month = 999912 AND member.known_to = 2147483647 AND member.is_present = 1
        GROUP BY member.household HAVING count(*) = 1) AS living ON living.household = entitlement.household
  JOIN person ON person.county = entitlement.county AND person.id = living.person
WHERE entitlement.county = $1 AND person.county = $1 AND entitlement.programme = 1 AND entitlement.to_month = 999912
  AND entitlement.known_to = 2147483647 AND entitlement.status < 4 AND living.birth <= $2
ORDER BY entitlement.household;

-- name: match_sweep_refused many (county i64, kind i64, state i64) -> match_sweep_refused_row (number text, division i64, income fen,
--   people i64, name text, id_tail text, id_index blob)
-- Applications refused, of people who have no benefit now. One index of the people in it stands for the family.
SELECT case_file.number, case_file.division, case_file.income_year_fen AS income, case_file.people_count AS people,
       case_file.applicant AS name, case_file.id_tail, someone.id_index
FROM case_file JOIN case_person AS someone ON someone.county = case_file.county AND someone.case_id = case_file.id
WHERE case_file.county = $1 AND someone.county = $1
  AND NOT EXISTS (SELECT 1 FROM case_person AS earlier WHERE earlier.county = $1 AND earlier.case_id = case_file.id
                    AND earlier.id_index < someone.id_index)
  AND case_file.kind = $2 AND case_file.state = $3 AND case_file.people_count > 0
  AND NOT EXISTS (SELECT 1 FROM case_person
                    JOIN person ON person.county = case_person.county AND person.id_index = case_person.id_index
                    JOIN member ON member.county = person.county AND member.person = person.id AND member.to_month = 999912
                      AND member.known_to = 2147483647 AND member.is_present = 1
                    JOIN entitlement ON entitlement.county = member.county AND entitlement.household = member.household
                      AND entitlement.to_month = 999912 AND entitlement.known_to = 2147483647 AND entitlement.status < 4
                  WHERE case_person.county = $1 AND case_person.case_id = case_file.id)
ORDER BY case_file.id;
