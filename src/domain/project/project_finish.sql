-- Acceptance and hand-over.

-- name: project_acceptance_insert exec (county i64, project i64, id i64, accepted_on date, result i64, beds i64, area_m2 i64, cost fen, members text,
--   opinion text, document text, entered_by text, known_from i64)
INSERT INTO project_acceptance (county, project, id, accepted_on, result, beds, area_m2, cost_fen, members, opinion, document, entered_by, confirmed_by,
                                known_from, confirmed_change, struck_change, strike_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, $13, 0, 0, '');

-- name: project_acceptance_rows many (county i64, project i64) -> project_acceptance_row (id i64, project i64, accepted_on date, result i64, beds i64,
--   area_m2 i64, cost fen, members text, opinion text, document text, entered_by text, confirmed_by text?, confirmed_change i64, struck_change i64, strike_reason text)
-- project 0: all; in the order they were entered.
SELECT id, project, accepted_on, result, beds, area_m2, cost_fen AS cost, members, opinion, document, entered_by, confirmed_by, confirmed_change,
       struck_change, strike_reason
  FROM project_acceptance WHERE county = $1 AND ($2 = 0 OR project = $2) ORDER BY id;

-- name: project_acceptance_sign exec (county i64, project i64, id i64, confirmed_by text, change i64)
UPDATE project_acceptance SET confirmed_by = $4, confirmed_change = $5 WHERE county = $1 AND project = $2 AND id = $3 AND confirmed_change = 0 AND struck_change = 0;

-- name: project_acceptance_strike exec (county i64, project i64, id i64, change i64, reason text)
UPDATE project_acceptance SET struck_change = $4, strike_reason = $5
 WHERE county = $1 AND project = $2 AND id = $3 AND confirmed_change = 0 AND struck_change = 0;

-- name: project_handover_insert exec (county i64, id i64, project i64, home i64, on_date date, beds i64, given_by text, received_by text, document text,
--   known_from i64)
INSERT INTO project_handover (county, id, project, home, on_date, beds, given_by, received_by, document, known_from)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: project_handover_rows many (county i64, project i64) -> project_handover_row (id i64, project i64, home i64, on_date date, beds i64, given_by text,
--   received_by text, document text)
SELECT id, project, home, on_date, beds, given_by, received_by, document FROM project_handover
 WHERE county = $1 AND ($2 = 0 OR project = $2) ORDER BY id;

-- name: project_handover_room_rows many (county i64, handover i64) -> project_handover_room_row (number text, storey i64, area_m2 i64, beds i64)
SELECT r.number, r.storey, r.area_m2, count(*) AS beds
  FROM home_bed AS b JOIN home_room AS r ON r.county = b.county AND r.id = b.room
 WHERE b.county = $1 AND b.handover = $2 GROUP BY r.id, r.number, r.storey, r.area_m2 ORDER BY r.storey, r.number;
