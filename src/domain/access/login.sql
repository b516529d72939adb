-- A login's second step: tickets, authenticators, recovery codes.

-- name: ticket_insert exec (county i64, ticket_hash blob, user_name text, created_at text, expires_at text)
INSERT INTO access_ticket (county, ticket_hash, user_name, is_coded, created_at, expires_at)
VALUES ($1, $2, $3, 0, $4, $5);

-- name: ticket_get one (county i64, ticket_hash blob, now text) -> ticket_row (user_name text, is_coded bool)
SELECT t.user_name, t.is_coded
FROM access_ticket AS t JOIN access_user AS u ON u.county = t.county AND u.name = t.user_name
WHERE t.county = $1 AND t.ticket_hash = $2 AND t.expires_at > $3 AND u.is_locked = 0;

-- name: ticket_set_coded exec (county i64, ticket_hash blob)
UPDATE access_ticket SET is_coded = 1 WHERE county = $1 AND ticket_hash = $2;

-- name: ticket_delete exec (county i64, ticket_hash blob)
DELETE FROM access_ticket WHERE county = $1 AND ticket_hash = $2;

-- name: ticket_delete_of_user exec (county i64, user_name text)
DELETE FROM access_ticket WHERE county = $1 AND user_name = $2;

-- name: ticket_delete_expired exec (county i64, now text)
DELETE FROM access_ticket WHERE county = $1 AND expires_at <= $2;

-- name: totp_get one (county i64, user_name text) -> totp_row (secret_sealed blob, last_step i64, confirmed_change i64?, failure_count i64, retry_after text?)
SELECT secret_sealed, last_step, confirmed_change, failure_count, retry_after
FROM access_totp WHERE county = $1 AND user_name = $2;

-- name: totp_hold exec (county i64, user_name text)
-- Keeps the row for this transaction: of attempts at the same moment each counts.
UPDATE access_totp SET failure_count = failure_count WHERE county = $1 AND user_name = $2;

-- name: totp_begin exec (county i64, user_name text, secret_sealed blob)
-- A confirmed one stays. What failed before still counts.
INSERT INTO access_totp (county, user_name, secret_sealed, last_step, confirmed_change, failure_count, retry_after)
VALUES ($1, $2, $3, 0, NULL, 0, NULL)
ON CONFLICT (county, user_name) DO UPDATE SET secret_sealed = excluded.secret_sealed
WHERE access_totp.confirmed_change IS NULL;

-- name: totp_set_failures exec (county i64, user_name text, failure_count i64, retry_after text?)
UPDATE access_totp SET failure_count = $3, retry_after = $4 WHERE county = $1 AND user_name = $2;

-- name: totp_take_step exec (county i64, user_name text, step i64)
-- Whoever comes second with the same code finds it taken.
UPDATE access_totp SET last_step = $3, failure_count = 0, retry_after = NULL
WHERE county = $1 AND user_name = $2 AND last_step < $3;

-- name: totp_confirm exec (county i64, user_name text, confirmed_change i64)
UPDATE access_totp SET confirmed_change = $3 WHERE county = $1 AND user_name = $2 AND confirmed_change IS NULL;

-- name: totp_delete exec (county i64, user_name text)
DELETE FROM access_totp WHERE county = $1 AND user_name = $2;

-- name: recovery_insert exec (county i64, user_name text, code_hash blob)
INSERT INTO access_recovery (county, user_name, code_hash) VALUES ($1, $2, $3);

-- name: recovery_take exec (county i64, user_name text, code_hash blob)
DELETE FROM access_recovery WHERE county = $1 AND user_name = $2 AND code_hash = $3;

-- name: recovery_delete_all exec (county i64, user_name text)
DELETE FROM access_recovery WHERE county = $1 AND user_name = $2;
