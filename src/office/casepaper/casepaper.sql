-- What a paper of a case shows beside the case's own rows.

-- name: casepaper_certificate one (county i64, household i64) -> casepaper_certificate_row (number text, issued_on date)
SELECT number, issued_on FROM certificate WHERE county = $1 AND household = $2
ORDER BY void_change = 0 DESC, known_from DESC, number DESC LIMIT 1;

-- name: casepaper_funeral one (county i64, household i64, case_id i64) -> casepaper_funeral_row (amount_fen fen)
SELECT amount_fen FROM single_grant
WHERE county = $1 AND household = $2 AND case_id = $3 AND known_to = 2147483647;
