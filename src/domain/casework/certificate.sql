-- Certificates (低保证、五保供养证书): a number is given once and never again; a void one stays.

-- name: certificate_insert exec (county i64, number text, programme i64, household i64, person i64, issued_on date, change i64)
INSERT INTO certificate (county, number, programme, household, person, issued_on, known_from, void_on, void_change, void_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, '');

-- name: certificate_void exec (county i64, household i64, void_on date, change i64, reason text)
UPDATE certificate SET void_on = $3, void_change = $4, void_reason = $5
WHERE county = $1 AND household = $2 AND void_change = 0;
