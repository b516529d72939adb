-- Notices and their frozen rows. A date of 0 is "none", so dates travel as numbers here.

-- name: notice_insert exec (county i64, id i64, kind i64, programme i64, division i64, posted_on i64, last_day i64, days i64,
--   is_working_days bool, posted_by text, place text, no_hash blob)
-- The rows refer to it, so it stands there first; notice_seal gives it its hash in the same transaction.
INSERT INTO notice (county, id, kind, programme, division, posted_on, last_day, days, is_working_days, row_count, sha256, head_change,
                    head_hash, posted_by, known_from, closed_on, closed_by, closed_change, result, place)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $12, 0, '', $10, 0, 0, '', 0, '', $11);

-- name: notice_seal exec (county i64, id i64, row_count i64, sha256 blob, head_change i64, head_hash text)
UPDATE notice SET row_count = $3, sha256 = $4, head_change = $5, head_hash = $6, known_from = $5
WHERE county = $1 AND id = $2 AND known_from = 0;

-- name: notice_row_bulk bulk notice_row (county i64, notice i64, row_no i64, case_id i64, household i64, division i64, head_name text,
--   is_minor bool, people_count i64, protected_count i64, income_year_fen fen, amount_month_fen fen, remark text)

-- name: notice_by_id one (county i64, id i64) -> notice_stored (id i64, kind i64, programme i64, division i64, posted_on i64,
--   last_day i64, days i64, is_working_days bool, row_count i64, sha256 blob, head_change i64, head_hash text, posted_by text,
--   known_from i64, closed_on i64, closed_by text, result text, place text)
SELECT id, kind, programme, division, posted_on, last_day, days, is_working_days, row_count, sha256, head_change, head_hash, posted_by,
       known_from, closed_on, closed_by, result, place
FROM notice WHERE county = $1 AND id = $2;

-- name: notice_page many (county i64, division_from i64, division_to i64, kind i64, running_on i64, before i64, row_count i64)
--   -> notice_stored
-- kind 0: any. running_on 0: those taken down as well, else those that hang with their last day not before it.
SELECT id, kind, programme, division, posted_on, last_day, days, is_working_days, row_count, sha256, head_change, head_hash, posted_by,
       known_from, closed_on, closed_by, result, place
FROM notice
WHERE county = $1 AND division BETWEEN $2 AND $3 AND ($4 = 0 OR kind = $4)
  AND ($5 = 0 OR (closed_on = 0 AND last_day >= $5)) AND ($6 = 0 OR id < $6)
ORDER BY id DESC LIMIT $7;

-- name: notice_rows many (county i64, notice i64) -> notice_row_stored (row_no i64, case_id i64, household i64, division i64,
--   head_name text, is_minor bool, people_count i64, protected_count i64, income fen, amount fen, remark text)
SELECT row_no, case_id, household, division, head_name, is_minor, people_count, protected_count, income_year_fen AS income,
       amount_month_fen AS amount, remark
FROM notice_row WHERE county = $1 AND notice = $2 ORDER BY row_no;

-- name: notice_take_down exec (county i64, id i64, closed_on i64, closed_by text, change i64, result text)
UPDATE notice SET closed_on = $3, closed_by = $4, closed_change = $5, result = $6 WHERE county = $1 AND id = $2 AND closed_on = 0;

-- name: notice_cases_hanging many (county i64, notice i64) -> notice_case_row (case_id i64, number text)
-- Open cases of the notice that were not put up again in a later one; whether one still hangs is its state's to say.
SELECT notice_row.case_id, case_file.number
FROM notice_row JOIN case_file ON case_file.county = notice_row.county AND case_file.id = notice_row.case_id
WHERE notice_row.county = $1 AND case_file.county = $1 AND notice_row.notice = $2 AND notice_row.case_id > 0
  AND case_file.closed_on = 0
  AND NOT EXISTS (SELECT 1 FROM notice_row AS later WHERE later.county = $1 AND later.case_id = notice_row.case_id
                                                      AND later.notice > notice_row.notice)
ORDER BY notice_row.row_no;

-- name: notice_of_case_one one (county i64, case_id i64) -> notice_of_case_row (notice i64)
-- The newest a case stands in; 0 when in none.
SELECT coalesce(max(notice), 0) AS notice FROM notice_row WHERE county = $1 AND case_id = $2 AND case_id > 0;

-- name: notice_long_term_standing one (county i64, programme i64, division i64) -> notice_standing_row (id i64)
SELECT coalesce(max(id), 0) AS id FROM notice
WHERE county = $1 AND programme = $2 AND division = $3 AND kind = 3 AND closed_on = 0;

-- name: notice_recipients many (county i64, programme i64, month month, division_from i64, division_to i64) -> notice_recipient_row
--   (household i64, division i64, income fen, head_name text, head_birth date?)
-- Those whose benefit runs in the month, by village.
SELECT entitlement.household, entitlement.division, entitlement.income_year_fen AS income, person.name AS head_name,
       (SELECT max(member.birth) FROM member
        WHERE member.county = $1 AND member.household = entitlement.household AND member.person = entitlement.head
          AND member.from_month <= $3 AND member.to_month >= $3 AND member.known_to = 2147483647) AS head_birth
FROM entitlement JOIN person ON person.county = entitlement.county AND person.id = entitlement.head
WHERE entitlement.county = $1 AND person.county = $1 AND entitlement.programme = $2 AND entitlement.from_month <= $3
  AND entitlement.to_month >= $3 AND entitlement.known_to = 2147483647 AND entitlement.status IN (1, 3)
  AND entitlement.division BETWEEN $4 AND $5
ORDER BY entitlement.division, entitlement.household;

-- name: notice_head one (county i64, household i64, month month) -> notice_head_row (name text, birth date)
-- The head of a household in a month, whatever the programme.
SELECT person.name, member.birth
FROM entitlement JOIN member ON member.county = entitlement.county AND member.household = entitlement.household
                             AND member.person = entitlement.head
  JOIN person ON person.county = entitlement.county AND person.id = entitlement.head
WHERE entitlement.county = $1 AND member.county = $1 AND person.county = $1 AND entitlement.programme IN (1, 2)
  AND entitlement.household = $2 AND entitlement.known_to = 2147483647 AND entitlement.from_month <= $3 AND entitlement.to_month >= $3
  AND member.known_to = 2147483647 AND member.from_month <= $3 AND member.to_month >= $3
ORDER BY entitlement.programme, member.from_month LIMIT 1;

-- name: notice_change_detail one (county i64, id i64) -> notice_change_row (detail text)
SELECT detail FROM change_trail WHERE county = $1 AND id = $2;

-- name: notice_waiting many (county i64, division_from i64, division_to i64, state_a i64, state_b i64, state_c i64, after i64,
--   row_count i64) -> notice_waiting_row (case_id i64)
-- Open cases of a stretch of divisions in one of three states, by number.
SELECT id AS case_id FROM case_file
WHERE county = $1 AND closed_on = 0 AND state IN ($4, $5, $6) AND division BETWEEN $2 AND $3 AND id > $7
ORDER BY id LIMIT $8;
