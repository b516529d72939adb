-- Objections to cases on a notice. Who objects is inside content_sealed only.

-- name: objection_insert exec (county i64, id i64, notice i64, case_id i64, received_on date, due_on i64, content blob, recorded_by text,
--   change i64)
INSERT INTO objection (county, id, notice, case_id, received_on, due_on, content_sealed, recorded_by, known_from, decided_on, is_upheld,
                       finding, decided_by, decided_change)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, '', '', 0);

-- name: objection_by_id one (county i64, id i64) -> objection_stored (id i64, notice i64, case_id i64, received_on date, due_on i64,
--   content blob, recorded_by text, decided_on i64, is_upheld bool, finding text, decided_by text)
SELECT id, notice, case_id, received_on, due_on, content_sealed AS content, recorded_by, decided_on, is_upheld, finding, decided_by
FROM objection WHERE county = $1 AND id = $2;

-- name: objection_of_case many (county i64, case_id i64) -> objection_stored
SELECT id, notice, case_id, received_on, due_on, content_sealed AS content, recorded_by, decided_on, is_upheld, finding, decided_by
FROM objection WHERE county = $1 AND case_id = $2 ORDER BY id;

-- name: objection_of_notice many (county i64, notice i64) -> objection_stored
SELECT id, notice, case_id, received_on, due_on, content_sealed AS content, recorded_by, decided_on, is_upheld, finding, decided_by
FROM objection WHERE county = $1 AND notice = $2 ORDER BY id;

-- name: objection_set_decided exec (county i64, id i64, decided_on date, is_upheld bool, finding text, decided_by text, change i64)
UPDATE objection SET decided_on = $3, is_upheld = $4, finding = $5, decided_by = $6, decided_change = $7
WHERE county = $1 AND id = $2 AND decided_on = 0;

-- name: objection_set_lapsed exec (county i64, case_id i64, decided_on date, finding text, decided_by text, change i64)
-- What is still open when the case is withdrawn.
UPDATE objection SET decided_on = $3, is_upheld = 0, finding = $4, decided_by = $5, decided_change = $6
WHERE county = $1 AND case_id = $2 AND decided_on = 0;

-- name: objection_open_count one (county i64, case_id i64) -> objection_count_row (objections i64)
SELECT count(*) AS objections FROM objection WHERE county = $1 AND case_id = $2 AND decided_on = 0;

-- name: objection_surveyor one (county i64, case_id i64, action i64) -> objection_surveyor_row (actor text)
-- Who recorded the newest survey of the case.
SELECT actor FROM case_step WHERE county = $1 AND case_id = $2 AND action = $3 ORDER BY seq DESC LIMIT 1;
