-- One case: its file, its steps, its forms, who is in it.

-- name: case_file_put exec (county i64, id i64, number text, receipt text, kind i64, programme i64, division i64, household i64,
--   linked_case i64, state i64, opened_on i64, due_on i64, applicant text, initials text, id_tail text, people_count i64,
--   protected_count i64, mgmt_class i64, income_year fen, amount_month fen, change_kind i64, is_relative bool, change i64)
INSERT INTO case_file (county, id, number, receipt, kind, programme, division, household, linked_case, state, version, opened_on,
                       accepted_on, state_on, due_on, closed_on, applicant, initials, id_tail, people_count, protected_count, mgmt_class,
                       income_year_fen, amount_month_fen, effective_month, change_kind, is_relative, is_sampled, is_spot_checked,
                       created_change, last_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, 0, $11, $12, 0, $13, $14, $15, $16, $17, $18, $19, $20, 0, $21, $22, 0, 0,
        $23, $23);

-- name: case_file_read one (county i64, id i64) -> case_file_row (id i64, number text, receipt text, kind i64, programme i64, division i64,
--   household i64, linked_case i64, state i64, version i64, opened_on i64, accepted_on i64, state_on i64, due_on i64, closed_on i64,
--   applicant text, id_tail text, people_count i64, protected_count i64, mgmt_class i64, income_year fen, amount_month fen,
--   effective_month i64, change_kind i64, is_relative bool, is_sampled bool, is_spot_checked bool, created_change i64, last_change i64)
SELECT id, number, receipt, kind, programme, division, household, linked_case, state, version, opened_on, accepted_on, state_on, due_on,
       closed_on, applicant, id_tail, people_count, protected_count, mgmt_class, income_year_fen AS income_year,
       amount_month_fen AS amount_month, effective_month, change_kind, is_relative, is_sampled, is_spot_checked, created_change, last_change
FROM case_file WHERE county = $1 AND id = $2;

-- name: case_file_by_number_read one (county i64, number text, receipt text) -> case_id_row (id i64)
SELECT id FROM case_file WHERE county = $1 AND number = $2
UNION
SELECT id FROM case_file WHERE county = $1 AND receipt = $3;

-- name: case_file_move exec (county i64, id i64, version i64, state i64, state_on i64, accepted_on i64, due_on i64, closed_on i64,
--   household i64, people_count i64, protected_count i64, mgmt_class i64, income_year fen, amount_month fen, effective_month i64,
--   is_relative bool, is_spot_checked bool, change i64)
-- The next version of a file; nobody's row when another was quicker.
UPDATE case_file SET version = version + 1, state = $4, state_on = $5, accepted_on = $6, due_on = $7, closed_on = $8, household = $9,
       people_count = $10, protected_count = $11, mgmt_class = $12, income_year_fen = $13, amount_month_fen = $14, effective_month = $15,
       is_relative = $16, is_spot_checked = $17, last_change = $18
WHERE county = $1 AND id = $2 AND version = $3;

-- name: case_person_put exec (county i64, case_id i64, id_index blob, is_open bool)
INSERT INTO case_person (county, case_id, id_index, is_open) VALUES ($1, $2, $3, $4);

-- name: case_person_set_open exec (county i64, case_id i64, is_open bool)
UPDATE case_person SET is_open = $3 WHERE county = $1 AND case_id = $2;

-- name: case_person_indexes many (county i64, case_id i64) -> case_person_row (id_index blob)
SELECT id_index FROM case_person WHERE county = $1 AND case_id = $2 ORDER BY id_index;

-- name: case_person_open_in one (county i64, id_index blob, except_case i64) -> case_person_open_row (id i64, number text, kind i64,
--   programme i64, division i64, applicant text)
-- The unfinished case an ID number is in.
SELECT case_file.id, case_file.number, case_file.kind, case_file.programme, case_file.division, case_file.applicant
FROM case_person JOIN case_file ON case_file.county = case_person.county AND case_file.id = case_person.case_id
WHERE case_person.county = $1 AND case_file.county = $1 AND case_person.id_index = $2 AND case_person.is_open = 1
  AND case_person.case_id <> $3;

-- name: case_change_open one (county i64, household i64, kind i64, change_kind i64) -> case_change_open_row (id i64, number text)
SELECT id, number FROM case_file
WHERE county = $1 AND household = $2 AND household > 0 AND closed_on = 0 AND kind > 2 AND kind = $3 AND change_kind = $4;

-- name: case_step_put exec (county i64, case_id i64, seq i64, known_from i64, action i64, from_state i64, to_state i64, actor text,
--   on_date i64, due_on i64, document i64, facts text, content_sealed blob, content_sha256 blob)
INSERT INTO case_step (county, case_id, seq, known_from, action, from_state, to_state, actor, on_date, due_on, document, facts,
                       content_sealed, content_sha256)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: case_step_list many (county i64, case_id i64) -> case_step_row (seq i64, known_from i64, action i64, from_state i64, to_state i64,
--   actor text, on_date i64, due_on i64, document i64, facts text, content_sealed blob, content_sha256 blob)
SELECT seq, known_from, action, from_state, to_state, actor, on_date, due_on, document, facts, content_sealed, content_sha256
FROM case_step WHERE county = $1 AND case_id = $2 ORDER BY seq;

-- name: case_step_at one (county i64, change i64) -> case_step_at_row (at text)
SELECT at FROM change_trail WHERE county = $1 AND id = $2;

-- name: case_form_put exec (county i64, case_id i64, version i64, known_from i64, content_sealed blob, content_sha256 blob)
INSERT INTO case_form (county, case_id, version, known_from, content_sealed, content_sha256) VALUES ($1, $2, $3, $4, $5, $6);

-- name: case_form_newest one (county i64, case_id i64, version i64) -> case_form_row (version i64, known_from i64, content_sealed blob,
--   content_sha256 blob)
-- version 0: the newest.
SELECT version, known_from, content_sealed, content_sha256 FROM case_form
WHERE county = $1 AND case_id = $2 AND ($3 = 0 OR version = $3)
ORDER BY version DESC LIMIT 1;

-- name: case_division_name many (county i64, code i64, month month) -> case_division_row (name text, level i64, valid bool)
SELECT name, level, CASE WHEN valid_from <= $3 AND valid_to >= $3 THEN 1 ELSE 0 END AS valid FROM division
WHERE county = $1 AND code = $2 ORDER BY valid DESC, valid_from DESC;

-- name: case_household_read one (county i64, household i64) -> case_household_row (programme i64, status i64, division i64, head i64,
--   mgmt_class i64, income_year fen, head_name text, head_initials text, id_tail text)
-- The household's last period as believed now.
SELECT entitlement.programme, entitlement.status, entitlement.division, entitlement.head, entitlement.mgmt_class,
       entitlement.income_year_fen AS income_year, person.name AS head_name, person.initials AS head_initials, person.id_tail
FROM entitlement JOIN person ON person.county = entitlement.county AND person.id = entitlement.head
WHERE entitlement.county = $1 AND person.county = $1 AND entitlement.programme IN (1, 2) AND entitlement.household = $2
  AND entitlement.to_month = 999912 AND entitlement.known_to = 2147483647
ORDER BY entitlement.status, entitlement.programme LIMIT 1;

-- name: case_household_people one (county i64, household i64, month month) -> case_household_people_row (people i64, protected i64)
SELECT count(*) AS people, coalesce(CAST(sum(is_protected) AS BIGINT), 0) AS protected
FROM member WHERE county = $1 AND household = $2 AND from_month <= $3 AND to_month >= $3 AND known_to = 2147483647 AND is_present = 1;

-- Lists: keyset pages by id; divisions limit what a viewer sees.

-- name: case_page many (county i64, after i64, division_from i64, division_to i64, kind i64, programme i64, state i64, overdue_before i64,
--   waits text, opened_from i64, opened_to i64, row_count i64) -> case_file_row
-- kind, programme, state, overdue_before, opened_from: 0 for any. waits: ",104,105," of kind * 100 + state; '' for any.
-- "+ 0" keeps the planner to the order of ids: by division it would sort the county for each page.
SELECT id, number, receipt, kind, programme, division, household, linked_case, state, version, opened_on, accepted_on, state_on, due_on,
       closed_on, applicant, id_tail, people_count, protected_count, mgmt_class, income_year_fen AS income_year,
       amount_month_fen AS amount_month, effective_month, change_kind, is_relative, is_sampled, is_spot_checked, created_change, last_change
FROM case_file
WHERE county = $1 AND id > $2 AND division + 0 BETWEEN $3 AND $4 AND ($5 = 0 OR kind = $5) AND ($6 = 0 OR programme = $6)
  AND ($7 = 0 OR state = $7) AND ($8 = 0 OR (closed_on = 0 AND due_on > 0 AND due_on < $8))
  AND ($9 = '' OR $9 LIKE '%,' || CAST(kind * 100 + state AS TEXT) || ',%' ESCAPE '!')
  AND ($10 = 0 OR opened_on BETWEEN $10 AND $11)
ORDER BY id LIMIT $12;

-- name: case_open_page many (county i64, after i64, division_from i64, division_to i64, kind i64, programme i64, state i64,
--   overdue_before i64, waits text, opened_from i64, opened_to i64, row_count i64) -> case_file_row
-- Only what is not finished: few among many. The "+ 0" keeps the planner to their index in the order of ids.
SELECT id, number, receipt, kind, programme, division, household, linked_case, state, version, opened_on, accepted_on, state_on, due_on,
       closed_on, applicant, id_tail, people_count, protected_count, mgmt_class, income_year_fen AS income_year,
       amount_month_fen AS amount_month, effective_month, change_kind, is_relative, is_sampled, is_spot_checked, created_change, last_change
FROM case_file
WHERE county = $1 AND closed_on = 0 AND id > $2 AND division + 0 BETWEEN $3 AND $4 AND ($5 = 0 OR kind = $5)
  AND ($6 = 0 OR programme = $6) AND ($7 = 0 OR state = $7) AND ($8 = 0 OR (due_on > 0 AND due_on < $8))
  AND ($9 = '' OR $9 LIKE '%,' || CAST(kind * 100 + state AS TEXT) || ',%' ESCAPE '!')
  AND ($10 = 0 OR opened_on BETWEEN $10 AND $11)
ORDER BY id LIMIT $12;

-- name: case_state_page many (county i64, after i64, division_from i64, division_to i64, kind i64, programme i64, state i64,
--   overdue_before i64, waits text, opened_from i64, opened_to i64, row_count i64) -> case_file_row
-- What stands in one state and is not finished: its stretch of the index of open cases, already in the order of ids;
-- BETWEEN and "+ 0" keep the planner to it before anything was counted (ANALYZE).
SELECT id, number, receipt, kind, programme, division, household, linked_case, state, version, opened_on, accepted_on, state_on, due_on,
       closed_on, applicant, id_tail, people_count, protected_count, mgmt_class, income_year_fen AS income_year,
       amount_month_fen AS amount_month, effective_month, change_kind, is_relative, is_sampled, is_spot_checked, created_change, last_change
FROM case_file
WHERE county = $1 AND closed_on = 0 AND state BETWEEN $7 AND $7 AND id + 0 > $2 AND division + 0 BETWEEN $3 AND $4 AND ($5 = 0 OR kind = $5)
  AND ($6 = 0 OR programme = $6) AND ($8 = 0 OR (due_on > 0 AND due_on < $8))
  AND ($9 = '' OR $9 LIKE '%,' || CAST(kind * 100 + state AS TEXT) || ',%' ESCAPE '!')
  AND ($10 = 0 OR opened_on BETWEEN $10 AND $11)
ORDER BY state, id LIMIT $12;

-- name: case_village_page many (county i64, after i64, division i64, kind i64, programme i64, state i64, open_only i64, opened_from i64,
--   opened_to i64, row_count i64) -> case_file_row
-- One village: its own stretch of an index, to which "+ 0" keeps the planner.
SELECT id, number, receipt, kind, programme, division, household, linked_case, state, version, opened_on, accepted_on, state_on, due_on,
       closed_on, applicant, id_tail, people_count, protected_count, mgmt_class, income_year_fen AS income_year,
       amount_month_fen AS amount_month, effective_month, change_kind, is_relative, is_sampled, is_spot_checked, created_change, last_change
FROM case_file
WHERE county = $1 AND division BETWEEN $3 AND $3 AND id + 0 > $2 AND ($4 = 0 OR kind = $4) AND ($5 = 0 OR programme = $5) AND ($6 = 0 OR state = $6)
  AND ($7 = 0 OR closed_on = 0) AND ($8 = 0 OR opened_on BETWEEN $8 AND $9)
ORDER BY id + 0 LIMIT $10;

-- name: case_by_tail many (county i64, after i64, division_from i64, division_to i64, kind i64, programme i64, state i64, open_only i64,
--   tail text, row_count i64) -> case_file_row
-- By the ID number's last four.
SELECT id, number, receipt, kind, programme, division, household, linked_case, state, version, opened_on, accepted_on, state_on, due_on,
       closed_on, applicant, id_tail, people_count, protected_count, mgmt_class, income_year_fen AS income_year,
       amount_month_fen AS amount_month, effective_month, change_kind, is_relative, is_sampled, is_spot_checked, created_change, last_change
FROM case_file
WHERE county = $1 AND id_tail = $9 AND id + 0 > $2 AND division + 0 BETWEEN $3 AND $4 AND ($5 = 0 OR kind = $5)
  AND ($6 = 0 OR programme = $6) AND ($7 = 0 OR state = $7) AND ($8 = 0 OR closed_on = 0)
ORDER BY id_tail, id LIMIT $10;

-- name: case_search many (county i64, after i64, division_from i64, division_to i64, kind i64, programme i64, state i64, open_only i64,
--   name text, name_end text, initials text, initials_end text, number text, number_end text, row_count i64) -> case_file_row
-- By name, initials or case number beginning with the text; '' can not match. CROSS JOIN: few are found, many are on file.
WITH found AS (
  SELECT case_file.id FROM case_file WHERE case_file.county = $1 AND $9 <> '' AND applicant >= $9 AND applicant < $10
  UNION
  SELECT case_file.id FROM case_file WHERE case_file.county = $1 AND $11 <> '' AND initials >= $11 AND initials < $12
  UNION
  SELECT case_file.id FROM case_file WHERE case_file.county = $1 AND $13 <> '' AND number >= $13 AND number < $14
)
SELECT f.id, f.number, f.receipt, f.kind, f.programme, f.division, f.household, f.linked_case, f.state, f.version, f.opened_on,
       f.accepted_on, f.state_on, f.due_on, f.closed_on, f.applicant, f.id_tail, f.people_count, f.protected_count, f.mgmt_class,
       f.income_year_fen AS income_year, f.amount_month_fen AS amount_month, f.effective_month, f.change_kind, f.is_relative, f.is_sampled,
       f.is_spot_checked, f.created_change, f.last_change
FROM found CROSS JOIN case_file AS f
WHERE f.county = $1 AND f.id = found.id AND f.id > $2 AND f.division BETWEEN $3 AND $4 AND ($5 = 0 OR f.kind = $5) AND ($6 = 0 OR f.programme = $6)
  AND ($7 = 0 OR f.state = $7) AND ($8 = 0 OR f.closed_on = 0)
ORDER BY f.id LIMIT $15;

-- name: case_of_household many (county i64, household i64, row_count i64) -> case_file_row
SELECT id, number, receipt, kind, programme, division, household, linked_case, state, version, opened_on, accepted_on, state_on, due_on,
       closed_on, applicant, id_tail, people_count, protected_count, mgmt_class, income_year_fen AS income_year,
       amount_month_fen AS amount_month, effective_month, change_kind, is_relative, is_sampled, is_spot_checked, created_change, last_change
FROM case_file WHERE county = $1 AND household = $2 AND household > 0 ORDER BY id DESC LIMIT $3;

-- name: case_waiting_count many (county i64, division_from i64, division_to i64, today i64, soon i64, risen_before i64)
--   -> case_waiting_row (kind i64, state i64, cases i64, due_soon i64, overdue i64, long_overdue i64)
-- Open cases by where they stand: due by `soon`, due before `today`, due before `risen_before`.
SELECT kind, state, count(*) AS cases,
       coalesce(CAST(sum(CASE WHEN due_on >= $4 AND due_on <= $5 THEN 1 ELSE 0 END) AS BIGINT), 0) AS due_soon,
       coalesce(CAST(sum(CASE WHEN due_on > 0 AND due_on < $4 THEN 1 ELSE 0 END) AS BIGINT), 0) AS overdue,
       coalesce(CAST(sum(CASE WHEN due_on > 0 AND due_on < $6 THEN 1 ELSE 0 END) AS BIGINT), 0) AS long_overdue
FROM case_file WHERE county = $1 AND closed_on = 0 AND state > 0 AND division + 0 BETWEEN $2 AND $3
GROUP BY kind, state ORDER BY kind, state;
