-- A sum owed once beside the monthly amount. Written here, paid by the run of its month.

-- name: single_grant_insert exec (county i64, programme i64, household i64, month month, known_from i64, kind i64, person i64, amount_fen fen, document text, case_id i64)
INSERT INTO single_grant (county, programme, household, month, known_from, known_to, kind, person, amount_fen, document, case_id)
VALUES ($1, $2, $3, $4, $5, 2147483647, $6, $7, $8, $9, $10);
